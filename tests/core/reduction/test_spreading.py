"""Colors moved apart before pixels are mixed of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Photo, Settings, count_colors, draft, reduce
from core.color.spaces import LOOKS, srgb_to_lab
from core.reduction.spreading import spread
from tests import examples

MIXED = {"dither": "floyd-steinberg", "space": "auto"}


@settings(max_examples=examples(60))
@given(
    hnp.arrays(np.uint8, st.tuples(st.integers(1, 20), st.just(3)), unique=False),
    st.integers(0, 99),
)
def test_colors_stay_distinct_and_fixed_ones_stay(colors, seed):
    colors = np.unique(colors, axis=0)
    random = np.random.default_rng(seed)
    fixed = random.random(len(colors)) < 0.3
    photo = Photo.from_array(random.integers(0, 256, (4, 9, 3), np.uint8))
    points = count_colors(photo).points(LOOKS)
    labels = random.integers(0, len(colors), len(points))
    moved = spread(colors, fixed, points, labels)
    assert len(np.unique(moved, axis=0)) == len(colors)
    assert (moved[fixed] == colors[fixed]).all()


def test_where_two_would_be_one_both_stay():
    colors = np.array([[0, 0, 0], [250, 250, 250], [252, 252, 252]], np.uint8)
    photo = Photo.from_array(np.random.default_rng(0).integers(0, 256, (9, 9, 3), np.uint8))
    points = count_colors(photo).points(LOOKS)
    labels = np.arange(len(points)) % 3
    moved = spread(colors, np.zeros(3, bool), points, labels)
    assert moved.tolist() == colors.tolist()
    alone = spread(colors[:2], np.zeros(2, bool), points, labels % 2)
    assert alone[1].tolist() == [255, 255, 255]


@pytest.mark.parametrize("k", [4, 16])
def test_a_palette_to_mix_reaches_more_of_the_photo(astronaut, k):
    photo = Photo.from_array(astronaut[:200, :200].copy())
    plain = srgb_to_lab(reduce(photo, Settings(k, space="auto")).palette.colors)
    mixed = srgb_to_lab(reduce(photo, Settings(k, **MIXED)).palette.colors)
    assert 1.02 < mixed.std(axis=0).max() / plain.std(axis=0).max() < 1.08


def test_locked_colors_stay_and_the_others_move(astronaut):
    photo, locks = Photo.from_array(astronaut[:90, :90].copy()), ((200, 150, 120), (30, 60, 50))
    histogram = count_colors(photo)
    plain, mixed = (
        reduce(photo, Settings(5, locked=locks, **each), histogram=histogram).palette
        for each in ({}, MIXED)
    )
    kept = set(plain.hex) & set(mixed.hex)
    assert kept == {"#c89678", "#1e3c32"}
    assert sorted(np.array(mixed.hex)[mixed.locked]) == sorted(kept)


def test_a_draft_has_nearly_the_colors_of_the_result(astronaut):
    photo = Photo.from_array(astronaut[:200, :200].copy())
    histogram, chosen = count_colors(photo), Settings(4, **MIXED)
    result = reduce(photo, chosen, histogram=histogram).palette
    drafted = draft(histogram, chosen, photo, histogram).palette
    spans = [srgb_to_lab(each.colors).std(axis=0).max() for each in (result, drafted)]
    assert spans[1] == pytest.approx(spans[0], rel=0.02)


def test_flat_areas_keep_their_color():
    pixels = np.full((60, 60, 3), 128, np.uint8)
    pixels[:20] = (200, 60, 60)
    pixels[40:, :, 1] = np.arange(60)
    result = reduce(Photo.from_array(pixels), Settings(4, **MIXED))
    np.testing.assert_array_equal(result.rgb[:40], pixels[:40])


def test_a_gray_photo_stays_gray():
    grays = np.random.default_rng(3).integers(0, 256, (40, 40, 1), np.uint8)
    colors = reduce(
        Photo.from_array(np.repeat(grays, 3, axis=2)), Settings(9, **MIXED)
    ).palette.colors
    assert (colors == colors[:, :1]).all()
