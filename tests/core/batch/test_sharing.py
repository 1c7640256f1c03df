"""The palette that all photos of a batch share is found in files."""

import numpy as np
import pytest
from PIL import Image

from core import Photo, Settings, count_colors, reduce
from core.batch.making import Recipe
from core.batch.sharing import find_shared


@pytest.fixture
def stacked(tmp_path, astronaut):
    """Save three photos of one size; return their paths, and one photo of all their pixels.

    No 3×3 pixels that are looked at lie in two of them.
    """
    parts = [astronaut[begin:][:180, :300] for begin in (0, 150, 330)]
    paths = [tmp_path / f"{number}.png" for number in range(3)]
    for path, part in zip(paths, parts, strict=True):
        Image.fromarray(part).save(path)
    return paths, Photo.from_array(np.concatenate(parts))


@pytest.mark.parametrize("space", ["auto", "oklab"])
@pytest.mark.parametrize("colors", [4, 16, 64])
def test_palette_by_pixels_is_that_of_all_photos_as_one(stacked, space, colors):
    paths, one = stacked
    settings = Settings(colors=colors, space=space)
    found = find_shared(paths, Recipe(settings), "pixels")
    assert found.distinct == len(count_colors(one))
    assert found.palette.hex == reduce(one, settings).palette.hex
