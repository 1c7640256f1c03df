"""One palette for many photos: their colors add up, whatever their order."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy

from core import InputError, Photo, Settings, count_colors, reduce
from core.reduction.together import Counted, Together, palette_of, reduce_together
from tests import examples

PLAIN = Settings(colors=6, space="rgb")


@pytest.fixture(scope="module")
def photos(astronaut):
    """Return photos of different sizes, parts of a real one."""
    sizes = [(200, 300), (60, 50), (120, 40)]
    return [
        Photo.from_array(np.ascontiguousarray(astronaut[begin:][:height, 100:][:, :width]))
        for begin, (height, width) in zip((0, 120, 300), sizes, strict=True)
    ]


def together(photos, weigh, settings=PLAIN):
    added = Together(weigh)
    for photo in photos:
        added.add(Counted.of(photo, settings))
    return added.histogram()


def concatenated(photos):
    pixels = np.concatenate([photo.pixels.reshape(-1, 3) for photo in photos])
    return Photo.from_array(pixels.reshape(1, -1, 3))


def test_pixels_are_those_of_all_photos_beside_each_other(photos):
    added, one = together(photos, "pixels"), count_colors(concatenated(photos))
    assert np.array_equal(added.colors, one.colors)
    assert np.array_equal(added.counts, one.counts)


@pytest.mark.parametrize("space", ["rgb", "oklab", "lab"])
@pytest.mark.parametrize("start", ["wu", "kmeans++"])
def test_palette_by_pixels_is_that_of_all_photos_beside_each_other(photos, space, start):
    settings = replace(PLAIN, space=space, start=start)
    palette = palette_of(together(photos, "pixels"), settings)
    assert palette.hex == reduce(concatenated(photos), settings).palette.hex


def test_each_photo_counts_the_same_or_each_pixel(photos):
    black = Photo.from_array(np.zeros((300, 300, 3), np.uint8))
    white = Photo.from_array(np.full((2, 2, 3), 255, np.uint8))
    equal, pixels = (together([black, white], weigh) for weigh in ("equal", "pixels"))
    assert equal.counts[0] == equal.counts[1]
    assert pixels.counts.tolist() == [90_000, 4]


@pytest.mark.parametrize("weigh", ["equal", "pixels"])
@pytest.mark.parametrize("space", ["auto", "rgb"])
def test_palette_does_not_depend_on_the_order_of_the_photos(photos, weigh, space):
    settings = replace(PLAIN, space=space)
    orders = photos, photos[::-1]
    found = {palette_of(together(order, weigh, settings), settings).hex for order in orders}
    assert len(found) == 1


@pytest.mark.parametrize("weigh", ["equal", "pixels"])
@pytest.mark.parametrize("space", ["auto", "rgb"])
def test_photos_have_exactly_so_many_colors_together(photos, weigh, space):
    settings = replace(PLAIN, space=space)
    palette = palette_of(together(photos, weigh, settings), settings)
    shown = set()
    for photo in photos:
        result = reduce_together(photo, count_colors(photo), palette, settings)
        shown |= set(map(tuple, result.rgb.reshape(-1, 3).tolist()))
    assert len(palette) == len(shown) == 6


@pytest.mark.parametrize("weigh", ["equal", "pixels"])
def test_one_photo_has_the_palette_of_its_own(photos, weigh):
    settings = Settings(colors=6)
    palette = palette_of(together(photos[:1], weigh, settings), settings)
    # The weights are the same but for rounding.
    own = reduce(photos[0], settings).palette
    assert np.abs(palette.colors.astype(int) - own.colors.astype(int)).max() <= 2


def test_few_colors_stay_all(astronaut):
    one = np.zeros((1000, 1000, 3), np.uint8)
    one[0, 0] = (1, 2, 3)
    other = np.full((3, 3, 3), 9, np.uint8)
    histogram = together(map(Photo.from_array, (one, other)), "equal")
    assert palette_of(histogram, PLAIN).hex == ("#090909", "#000000", "#010203")


def test_locked_colors_are_among_those_of_all(photos):
    settings = replace(PLAIN, locked=((1, 2, 3),))
    assert "#010203" in palette_of(together(photos, "equal"), settings).hex


def test_hidden_pixels_take_no_part_and_stay_hidden(photos):
    alpha = np.full(photos[1].pixels.shape[:2], 255, np.uint8)
    alpha[:30] = 0
    cutout = Photo.from_array(photos[1].pixels, alpha)
    assert together([cutout], "pixels").pixels == (alpha > 0).sum()
    result = reduce_together(
        cutout, count_colors(cutout), palette_of(together([cutout], "pixels"), PLAIN), PLAIN
    )
    assert np.array_equal(result.alpha, alpha)


def test_photos_without_a_visible_pixel_are_left_out(photos):
    clear = Photo.from_array(photos[1].pixels, np.zeros(photos[1].pixels.shape[:2], np.uint8))
    added = Together("equal")
    added.add(Counted.of(clear, PLAIN))
    assert added.photos == 0
    with pytest.raises(InputError, match="fully transparent"):
        reduce_together(
            clear, count_colors(clear), palette_of(together(photos, "equal"), PLAIN), PLAIN
        )


@settings(max_examples=examples(30))
@given(
    of_numpy.arrays(np.int64, st.integers(1, 40), elements=st.integers(1, 2**33)),
    st.sampled_from(["equal", "pixels"]),
)
def test_weights_are_shares_of_what_clustering_bears(counts, weigh):
    added = Together(weigh)
    added.add(Counted(np.arange(len(counts), dtype=np.uint32), counts))
    found = added.histogram().counts
    assert found.sum() <= 400_000_000 + len(counts)
    shares = found / found.sum() - counts / counts.sum()
    assert np.abs(shares).max() < 1e-6
