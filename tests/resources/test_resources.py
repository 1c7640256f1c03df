"""The sample is what its program draws, and handsome enough to show what few colors do."""

import numpy as np
import pytest
from PIL import Image

import resources
from core import Settings, count_colors, open_photo, reduce


def test_sample_is_a_photo_like_picture():
    photo = open_photo(resources.path("sample.jpg"))
    assert photo.width >= 1600
    assert photo.height >= 1000
    assert len(count_colors(photo)) > 100_000
    assert len(reduce(photo, Settings(256)).palette) == 256


@pytest.mark.long
def test_sample_is_what_its_program_draws():
    from resources.draw_sample import draw

    with Image.open(resources.path("sample.jpg")) as image:
        difference = np.abs(np.asarray(image, dtype=int) - np.asarray(draw(), dtype=int))
    assert difference.mean() < 6


def test_missing_resource_is_named():
    with pytest.raises(FileNotFoundError, match="icons/none"):
        resources.path("icons/none.svg")
