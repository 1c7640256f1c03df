"""Colors that are noticed more count more, and the space "auto" goes by that."""

import numpy as np
import pytest

from core import Photo, Settings, count_colors, draft, reduce
from core.clustering.histogram import SALIENCE_BITS, Histogram
from core.color.spaces import LOOKS
from core.kernels import z_order
from core.reduction.salience import find_salience
from core.settings import EFFORTS


def of_color(photo, color):
    place = z_order.places(np.array([color], np.uint8))[0]
    return int(find_salience(photo)[place >> 3 * (8 - SALIENCE_BITS)])


def test_colors_of_smooth_areas_are_noticed_more():
    pixels = np.full((60, 80, 3), (90, 130, 90), np.uint8)
    pixels[:, 40:] = (130, 90, 90)
    pixels[::2, 40::2] = 255
    photo = Photo.from_array(pixels)
    assert of_color(photo, (90, 130, 90)) > 4 * of_color(photo, (130, 90, 90))


def test_vivid_colors_are_noticed_more():
    pixels = np.full((60, 80, 3), 90, np.uint8)
    pixels[:, 40:] = (220, 40, 40)
    photo = Photo.from_array(pixels)
    assert of_color(photo, (220, 40, 40)) > 1.5 * of_color(photo, (90, 90, 90))


def test_hidden_pixels_make_nothing_busy():
    pixels, alpha = np.full((60, 80, 3), 90, np.uint8), np.full((60, 80), 255, np.uint8)
    smooth = of_color(Photo.from_array(pixels), (90, 90, 90))
    pixels[::3], alpha[::3] = 255, 0
    assert of_color(Photo.from_array(pixels, alpha), (90, 90, 90)) == pytest.approx(
        smooth, rel=0.01
    )
    assert of_color(Photo.from_array(pixels), (90, 90, 90)) < smooth / 2


def test_busy_areas_are_noticed_alike_whether_dark_or_light():
    found = []
    for dark, light in ((0, 50), (205, 255)):
        pixels = np.full((60, 80, 3), light, np.uint8)
        pixels[::2] = dark
        found.append(of_color(Photo.from_array(pixels), (light,) * 3))
    assert found[1] == pytest.approx(found[0], rel=0.1)


def test_colors_without_a_sample_are_noticed_like_those_around_them():
    rng = np.random.default_rng(0)
    photo = Photo.from_array(rng.integers(0, 32, (60, 80, 3), np.uint8) * np.uint8(8))
    flat = of_color(Photo.from_array(np.full((60, 80, 3), 128, np.uint8)), (128,) * 3)
    assert np.median(find_salience(photo)) < flat / 2


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (2, 1), (700, 1), (300, 200)])
def test_any_shape_has_a_salience_for_every_cell(shape):
    photo = Photo.from_array(np.full((*shape, 3), 7, np.uint8), np.zeros(shape, np.uint8))
    found = find_salience(photo)
    assert found.shape == (8**SALIENCE_BITS,)
    assert found.min() >= 1


@pytest.mark.parametrize("shape", [(1, 90_000, 3), (90_000, 1, 3)])
def test_a_strip_is_looked_at_too(shape):
    smooth = np.full(shape, 200, np.uint8)
    busy = smooth.copy()
    busy.reshape(-1, 3)[::3] = 0
    found = [of_color(Photo.from_array(each), (200,) * 3) for each in (smooth, busy)]
    assert found[0] > 4 * found[1]


def test_weights_of_many_pixels_fit_32_bits():
    colors = np.array([[0, 0, 0], [255, 255, 255]], np.uint8)
    full = np.full(8**SALIENCE_BITS, (1 << 16) - 1, np.uint16)
    points = Histogram(colors, np.array([1, 1 << 31]), salience=full).points(LOOKS)
    assert points.weights.sum(dtype=np.int64) < 1 << 32
    assert points.weights.min() == 1
    np.testing.assert_array_equal(points.pixels, [1, 1 << 31])


def test_palette_has_pixels_and_not_weights(astronaut):
    photo = Photo.from_array(astronaut[::2, ::2])
    histogram, chosen = count_colors(photo), Settings(9)
    result = reduce(photo, chosen, histogram=histogram)
    np.testing.assert_array_equal(result.palette.counts, np.bincount(result.indices.ravel()))
    drafted = draft(histogram, chosen, photo, histogram).palette
    assert drafted.counts.sum() == histogram.pixels


def test_counting_the_colors_first_changes_nothing(astronaut):
    photo, chosen = Photo.from_array(astronaut[::2, ::2]), Settings(9)
    given = reduce(photo, chosen, histogram=count_colors(photo))
    np.testing.assert_array_equal(reduce(photo, chosen).rgb, given.rgb)


@pytest.mark.parametrize("start", ["random", "in_pixels", "kmeans++"])
def test_plain_k_means_works_in_rgb(astronaut, start):
    photo = Photo.from_array(astronaut[::4, ::4])
    auto, rgb = (reduce(photo, Settings(5, start, space=space)) for space in ("auto", "rgb"))
    np.testing.assert_array_equal(auto.rgb, rgb.rgb)


GRAYS = np.random.default_rng(0).integers(0, 256, (10, 14, 1), np.uint8).repeat(3, axis=2)
PLAIN_PICTURES = {
    "one color": np.full((10, 14, 3), 77, np.uint8),
    "two colors": np.array([[[9] * 3, [250] * 3]], np.uint8).repeat(10, axis=0),
    "all gray": GRAYS,
    "light grays": GRAYS // 8 + np.uint8(220),
    "equal weights": np.indices((6, 6, 6)).reshape(3, 12, 18).transpose(1, 2, 0).astype(np.uint8),
}


@pytest.mark.parametrize("effort", EFFORTS)
@pytest.mark.parametrize("name", PLAIN_PICTURES)
def test_plain_pictures_get_the_obvious_colors(name, effort):
    pixels = PLAIN_PICTURES[name]
    photo = Photo.from_array(pixels)
    distinct = len(count_colors(photo))
    for k in (1, 2, 7):
        result = reduce(photo, Settings(k, effort=effort))
        colors = result.palette.colors
        assert len(np.unique(colors, axis=0)) == min(k, distinct)
        if distinct <= k:
            np.testing.assert_array_equal(result.rgb, pixels)
        if (pixels == pixels[..., :1]).all():
            assert (colors == colors[:, :1]).all()
        assert (colors >= pixels.min(axis=(0, 1))).all()
        assert (colors <= pixels.max(axis=(0, 1))).all()


def test_two_colors_of_as_many_pixels_become_their_middle():
    photo = Photo.from_array(PLAIN_PICTURES["two colors"])
    (color,) = reduce(photo, Settings(1)).palette.colors
    # In the middle of their lightness.
    assert 100 < color[0] < 140


@pytest.mark.parametrize("k", [4, 32])
def test_what_is_noticed_is_nearer_than_with_other_spaces(astronaut, k):
    photo = Photo.from_array(astronaut[::2, ::2])
    points = count_colors(photo).points(LOOKS)

    def noticed(space):
        places = points.places_of(reduce(photo, Settings(k, space=space)).palette.colors)
        return points.error(points.assign(places), places)

    assert noticed("auto") < 0.99 * min(noticed(space) for space in ("rgb", "oklab", "lab"))
