"""Color differences: the published pairs, another library, and the map of a photo."""

import numpy as np
import pytest
from coloraide import Color
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Photo, Settings, count_colors, reduce
from core.color.difference import ciede2000, color_difference
from core.color.spaces import srgb_to_lab
from core.parallel import threads, use_threads
from core.progress import Tick
from core.reduction.difference import (
    HEAT_COLORS,
    HEAT_MAXIMUM,
    difference_map,
    dithered_difference_map,
    heat_levels,
)
from tests import examples

# Table 1 of Sharma, Wu and Dalal 2005: L*, a*, b* of two colors, and ΔE00.
PAIRS = """
50.0000   2.6772 -79.7751  50.0000   0.0000 -82.7485   2.0425
50.0000   3.1571 -77.2803  50.0000   0.0000 -82.7485   2.8615
50.0000   2.8361 -74.0200  50.0000   0.0000 -82.7485   3.4412
50.0000  -1.3802 -84.2814  50.0000   0.0000 -82.7485   1.0000
50.0000  -1.1848 -84.8006  50.0000   0.0000 -82.7485   1.0000
50.0000  -0.9009 -85.5211  50.0000   0.0000 -82.7485   1.0000
50.0000   0.0000   0.0000  50.0000  -1.0000   2.0000   2.3669
50.0000  -1.0000   2.0000  50.0000   0.0000   0.0000   2.3669
50.0000   2.4900  -0.0010  50.0000  -2.4900   0.0009   7.1792
50.0000   2.4900  -0.0010  50.0000  -2.4900   0.0010   7.1792
50.0000   2.4900  -0.0010  50.0000  -2.4900   0.0011   7.2195
50.0000   2.4900  -0.0010  50.0000  -2.4900   0.0012   7.2195
50.0000  -0.0010   2.4900  50.0000   0.0009  -2.4900   4.8045
50.0000  -0.0010   2.4900  50.0000   0.0010  -2.4900   4.8045
50.0000  -0.0010   2.4900  50.0000   0.0011  -2.4900   4.7461
50.0000   2.5000   0.0000  50.0000   0.0000  -2.5000   4.3065
50.0000   2.5000   0.0000  73.0000  25.0000 -18.0000  27.1492
50.0000   2.5000   0.0000  61.0000  -5.0000  29.0000  22.8977
50.0000   2.5000   0.0000  56.0000 -27.0000  -3.0000  31.9030
50.0000   2.5000   0.0000  58.0000  24.0000  15.0000  19.4535
50.0000   2.5000   0.0000  50.0000   3.1736   0.5854   1.0000
50.0000   2.5000   0.0000  50.0000   3.2972   0.0000   1.0000
50.0000   2.5000   0.0000  50.0000   1.8634   0.5757   1.0000
50.0000   2.5000   0.0000  50.0000   3.2592   0.3350   1.0000
60.2574 -34.0099  36.2677  60.4626 -34.1751  39.4387   1.2644
63.0109 -31.0961  -5.8663  62.8187 -29.7946  -4.0864   1.2630
61.2901   3.7196  -5.3901  61.4292   2.2480  -4.9620   1.8731
35.0831 -44.1164   3.7933  35.0232 -40.0716   1.5901   1.8645
22.7233  20.0904 -46.6940  23.0331  14.9730 -42.5619   2.0373
36.4612  47.8580  18.3852  36.2715  50.5065  21.2231   1.4146
90.8027  -2.0831   1.4410  91.1528  -1.6435   0.0447   1.4441
90.9257  -0.5406  -0.9208  88.6381  -0.8985  -0.7239   1.5381
 6.7747  -0.2908  -2.4247   5.8714  -0.0985  -2.2286   0.6377
 2.0776   0.0795  -1.1350   0.9033  -0.0636  -0.5514   0.9082
"""
COLORS = hnp.arrays(np.uint8, st.tuples(st.integers(0, 30), st.just(3)))


def published():
    table = np.array(PAIRS.split(), float).reshape(34, 7)
    return table[:, :3], table[:, 3:6], table[:, 6]


def lab(color):
    return Color("lab-d65", list(color))


def some_colors(size, seed):
    return np.random.default_rng(seed).integers(0, 256, (size, 3)).astype(np.uint8)


def shown_in(result, photo, histogram):
    """Find the color that a result shows for each distinct color of its photo."""
    place = np.array([1 << 16, 1 << 8, 1])
    distinct, first = np.unique(photo.pixels.reshape(-1, 3) @ place, return_index=True)
    pixels = first[np.searchsorted(distinct, histogram.colors @ place)]
    return result.rgb.reshape(-1, 3)[pixels]


def some_photo(alpha=None):
    pixels = some_colors(40 * 30, 1).reshape(30, 40, 3) // 16 * 16
    return Photo.from_array(pixels, alpha)


def test_published_pairs_differ_as_published():
    colors, others, expected = published()
    np.testing.assert_allclose(ciede2000(colors, others), expected, rtol=0, atol=5e-5)


def test_published_pairs_differ_as_much_the_other_way():
    colors, others, expected = published()
    np.testing.assert_allclose(ciede2000(others, colors), expected, rtol=0, atol=5e-5)


def test_differences_are_what_coloraide_finds():
    rng = np.random.default_rng(3)
    colors, others = rng.uniform((0, -100, -100), (100, 100, 100), (2, 500, 3))
    others[:100] = colors[:100] + rng.normal(0, 2, (100, 3))
    colors[100:110, 1:] = 0
    expected = [
        lab(one).delta_e(lab(other), method="2000", space="lab-d65")
        for one, other in zip(colors, others, strict=True)
    ]
    np.testing.assert_allclose(ciede2000(colors, others), expected, rtol=0, atol=1e-9)


def test_pixels_differ_as_their_colors_in_lab():
    colors, others = some_colors(50_000, 4), some_colors(50_000, 5)
    expected = ciede2000(srgb_to_lab(colors), srgb_to_lab(others))
    np.testing.assert_array_equal(color_difference(colors, others), expected)


@settings(max_examples=examples(200))
@given(COLORS, st.data())
def test_only_equal_colors_do_not_differ(colors, data):
    others = data.draw(hnp.arrays(np.uint8, colors.shape))
    found = color_difference(colors, others)
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found > 0, (colors != others).any(axis=1))
    np.testing.assert_allclose(color_difference(others, colors), found, rtol=0, atol=1e-9)
    assert not color_difference(colors, colors).any()


def test_black_and_white_are_a_hundred_apart():
    black, white = np.array([[0, 0, 0]], np.uint8), np.array([[255, 255, 255]], np.uint8)
    assert color_difference(black, white) == pytest.approx(100)


def test_number_of_threads_changes_nothing():
    colors, others = some_colors(100_000, 6), some_colors(100_000, 7)
    before = threads()
    try:
        use_threads(1)
        alone = color_difference(colors, others)
        use_threads(4)
        np.testing.assert_array_equal(color_difference(colors, others), alone)
    finally:
        use_threads(before)


def test_long_work_tells_how_far_it_is_and_can_be_cancelled():
    colors, others = some_colors(200_000, 8), some_colors(200_000, 9)
    told = []
    color_difference(colors, others, Tick(told.append))
    assert len(told) > 5
    assert told == sorted(told)
    assert told[-1] == 1

    class CancelledError(Exception):
        pass

    def cancel(_fraction):
        raise CancelledError

    with pytest.raises(CancelledError):
        color_difference(colors, others, Tick(cancel))


@pytest.mark.parametrize(
    "others", [np.zeros((2, 3), np.uint8), np.zeros((3, 3)), np.zeros(9, np.uint8), None]
)
def test_colors_that_are_no_pairs_are_refused(others):
    with pytest.raises(ValueError, match="others must be"):
        color_difference(np.zeros((3, 3), np.uint8), others)


def test_levels_are_differences_in_steps_up_to_the_maximum():
    histogram = count_colors(some_photo())
    shown = np.clip(histogram.colors.astype(int) + 12, 0, 255).astype(np.uint8)
    shown[::7] = histogram.colors[::7]
    shown[1::7] = 255 - histogram.colors[1::7]
    levels = heat_levels(histogram, shown)
    difference = color_difference(histogram.colors, shown)
    assert levels.dtype == np.uint8
    assert (levels[difference >= HEAT_MAXIMUM] == 255).all()
    inside = (difference > 0) & (difference < HEAT_MAXIMUM)
    assert (levels[inside] > 0).all()
    np.testing.assert_allclose(
        levels[inside], np.maximum(difference[inside] / HEAT_MAXIMUM * 255, 1), rtol=0, atol=0.5001
    )
    np.testing.assert_array_equal(levels == 0, (histogram.colors == shown).all(axis=1))


def test_the_smallest_difference_is_not_level_zero():
    photo = Photo.from_array(np.array([[[0, 0, 0], [200, 200, 255]]], np.uint8))
    histogram = count_colors(photo)
    one_step = histogram.colors.copy()
    one_step[:, 2] ^= 1
    assert heat_levels(histogram, one_step).min() >= 1


def test_map_has_the_level_of_every_pixel(astronaut):
    photo = Photo.from_array(astronaut)
    histogram = count_colors(photo)
    result = reduce(photo, Settings(colors=5), histogram=histogram)
    found = difference_map(photo, histogram, shown_in(result, photo, histogram))
    difference = color_difference(astronaut.reshape(-1, 3), result.rgb.reshape(-1, 3))
    levels = np.clip(np.rint(difference * 255 / HEAT_MAXIMUM), 1, 255).reshape(found.shape)
    assert found.dtype == np.uint8
    np.testing.assert_array_equal(found, np.where(difference.reshape(found.shape) > 0, levels, 0))


def test_hidden_pixels_are_level_zero():
    alpha = np.full((30, 40), 255, np.uint8)
    alpha[:, :20] = 0
    alpha[0, 39] = 1
    photo = some_photo(alpha)
    histogram = count_colors(photo)
    found = difference_map(photo, histogram, 255 - histogram.colors)
    assert not found[:, :20].any()
    assert found[:, 20:].all()


@pytest.mark.parametrize(("most_pairs", "off"), [(1 << 27, 0.05), (0, 4.0)])
@pytest.mark.parametrize("colors", [2, 9, 256])
def test_map_of_a_dithered_photo_is_that_of_each_pair(
    astronaut, colors, most_pairs, off, monkeypatch
):
    monkeypatch.setattr("core.reduction.difference._MOST_PAIRS", most_pairs)
    photo = Photo.from_array(astronaut[:200])
    result = reduce(photo, Settings(colors, space="rgb", dither="floyd-steinberg"))
    found = dithered_difference_map(
        photo, count_colors(photo), result.indices, result.palette.colors
    )
    pairs = photo.pixels.reshape(-1, 3), result.rgb.reshape(-1, 3)
    expected = color_difference(*pairs).reshape(found.shape)
    shown = np.minimum(expected, HEAT_MAXIMUM)
    assert np.abs(found * (HEAT_MAXIMUM / 255) - shown).max() < off
    np.testing.assert_array_equal(found == 0, expected == 0)


def test_hidden_pixels_of_a_dithered_photo_are_level_zero():
    alpha = np.full((30, 40), 255, np.uint8)
    alpha[:, :20] = 0
    photo = some_photo(alpha)
    far = 255 - photo.pixels[0, 39:40]
    found = dithered_difference_map(photo, count_colors(photo), np.zeros((30, 40), np.uint8), far)
    assert not found[:, :20].any()


def test_map_tells_how_far_it_is():
    photo, told = some_photo(), []
    histogram = count_colors(photo)
    difference_map(photo, histogram, histogram.colors, Tick(told.append))
    assert told == sorted(told)
    assert told[-1] == 1


def test_one_color_is_shown_for_each():
    histogram = count_colors(Photo.from_array(np.zeros((2, 2, 3), np.uint8)))
    assert heat_levels(histogram, np.zeros((1, 3), np.uint8)).tolist() == [0]
    with pytest.raises(ValueError, match=r"shown must be a \(1, 3\) array"):
        heat_levels(histogram, np.zeros((9, 3), np.uint8))


def test_heat_gets_evenly_lighter_from_black():
    assert HEAT_COLORS.shape == (256, 3)
    assert HEAT_COLORS.dtype == np.uint8
    assert not HEAT_COLORS.flags.writeable
    assert HEAT_COLORS[0].tolist() == [0, 0, 0]
    lightness = srgb_to_lab(HEAT_COLORS)[:, 0]
    # What rounding to pixels costs.
    np.testing.assert_allclose(lightness, np.linspace(0, lightness[-1], 256), rtol=0, atol=0.4)
    assert lightness[-1] > 95


def test_every_heat_has_a_color_of_its_own_near_its_neighbors():
    assert len(np.unique(HEAT_COLORS, axis=0)) == 256
    assert color_difference(HEAT_COLORS[1:], HEAT_COLORS[:-1]).max() < 2
