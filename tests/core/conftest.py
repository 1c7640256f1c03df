import pytest
from skimage import data


@pytest.fixture(scope="session")
def astronaut():
    """A real photo, 512×512, from scikit-image's wheel."""
    pixels = data.astronaut()
    pixels.setflags(write=False)
    return pixels
