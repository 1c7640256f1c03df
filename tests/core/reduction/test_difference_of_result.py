"""Which map shows how far a result is from its photo: by distinct colors, or pixel by pixel."""

import numpy as np
import pytest

from core import Edited, Photo, Settings, count_colors, difference_of_result, reduce
from core.reduction.difference import difference_map, dithered_difference_map
from core.reduction.edit import shown_colors
from core.reduction.transparency import as_seen, flat_colors


@pytest.fixture(scope="module")
def photo(astronaut):
    return Photo.from_array(astronaut[::8, ::8])


@pytest.fixture(scope="module")
def soft(photo):
    """The same, and from left to right it fades to nothing."""
    alpha = np.broadcast_to(
        np.linspace(255, 0, photo.width).astype(np.uint8), (photo.height, photo.width)
    )
    return Photo.from_array(photo.pixels, alpha)


def maps(photo, settings):
    """Make the map of a result, and the two that it could be: by distinct colors, and by pixels."""
    histogram = count_colors(photo)
    result = reduce(photo, settings, histogram=histogram)
    edited = Edited.of_result(result)
    found = difference_of_result(photo, histogram, result, edited, settings)
    seen = as_seen(photo, settings)
    by_color = difference_map(seen, *shown_colors(histogram, edited, settings))
    flat = flat_colors(histogram, settings)
    by_pixel = dithered_difference_map(seen, flat, result.indices, result.palette.colors)
    return found, by_color, by_pixel


@pytest.mark.parametrize("dither", ["floyd-steinberg", "bayer-4"])
def test_dithered_opaque_colors_are_compared_pixel_by_pixel(photo, dither):
    found, by_color, by_pixel = maps(photo, Settings(6, dither=dither))
    np.testing.assert_array_equal(found, by_pixel)
    assert (found != by_color).any()


def test_without_dithering_distinct_colors_are_compared(photo):
    found, by_color, _ = maps(photo, Settings(6))
    np.testing.assert_array_equal(found, by_color)


def test_with_alpha_in_the_palette_distinct_colors_are_compared(soft):
    found, by_color, by_pixel = maps(soft, Settings(6, transparency="palette"))
    np.testing.assert_array_equal(found, by_color)
    assert (found != by_pixel).any()


def test_dithered_cutout_is_compared_by_distinct_colors(photo):
    alpha = np.full((photo.height, photo.width), 255, np.uint8)
    alpha[:, :9] = 0
    cutout = Photo.from_array(photo.pixels, alpha)
    found, by_color, by_pixel = maps(cutout, Settings(6, dither="floyd-steinberg"))
    np.testing.assert_array_equal(found, by_color)
    assert (found != by_pixel).any()


@pytest.mark.parametrize("transparency", ["channel", "flatten"])
def test_dithered_beside_alpha_or_on_a_background_pixels_are_compared(soft, transparency):
    chosen = Settings(6, transparency=transparency, dither="floyd-steinberg")
    found, by_color, by_pixel = maps(soft, chosen)
    np.testing.assert_array_equal(found, by_pixel)
    assert (found != by_color).any()


def test_flattened_photo_is_compared_as_it_is_seen(soft):
    found, by_color, _ = maps(soft, Settings(6, transparency="flatten"))
    np.testing.assert_array_equal(found, by_color)
