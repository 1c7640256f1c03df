"""Colors moved apart before pixels are mixed of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Photo, Settings, count_colors, reduce
from core.color.spaces import LOOKS, srgb_to_lab
from core.reduction.spreading import spread
from tests import examples

MIXED = {"dither": "floyd-steinberg", "space": "auto"}


@settings(max_examples=examples(60), deadline=None)
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


@pytest.mark.parametrize("k", [4, 16])
def test_a_palette_to_mix_reaches_more_of_the_photo(astronaut, k):
    photo = Photo.from_array(astronaut[:200, :200].copy())
    plain = srgb_to_lab(reduce(photo, Settings(k, space="auto")).palette.colors)
    mixed = srgb_to_lab(reduce(photo, Settings(k, **MIXED)).palette.colors)
    assert 1.03 < mixed.std(axis=0).max() / plain.std(axis=0).max() < 1.08


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
