"""Near duplicates of a palette: which colors join up to a limit, and what becomes of them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Palette, merge_near, near_duplicates
from core.color.difference import color_difference
from core.model import Edited
from tests import examples

LIMIT = st.floats(0, 20)


@st.composite
def palettes(draw):
    """Palettes in which many colors are alike, some locked, some with alpha."""
    size = draw(st.integers(1, 30))
    colors = draw(hnp.arrays(np.uint8, (size, 3), elements=st.integers(100, 112)))
    alpha = draw(hnp.arrays(np.uint8, size, elements=st.sampled_from([255, 255, 200, 0])))
    opaque = draw(st.booleans())
    locked = draw(hnp.arrays(bool, size, elements=st.sampled_from([False, False, True])))
    counts = draw(hnp.arrays(np.int64, size, elements=st.integers(0, 50)))
    palette = Palette(colors, counts, (), locked & (opaque | (alpha == 255)), alpha)
    return (palette.opaque if opaque else palette).distinct


def merged(palette, limit, fewest=1):
    return merge_near(Edited.of(palette), near_duplicates(palette), limit, fewest)


def difference(palette, one, other):
    pair = palette.colors[[one]], palette.colors[[other]]
    return color_difference(*pair)[0]


@settings(max_examples=examples(150))
@given(palettes(), LIMIT)
def test_no_two_colors_that_join_differ_by_more_than_the_limit(palette, limit):
    palette = palette.opaque.distinct
    after = merged(palette, limit)
    groups = [np.flatnonzero(after.owners == owner) for owner in range(len(after))]
    for group in groups:
        for one, other in combinations(group, 2):
            assert difference(palette, one, other) <= limit
    if not palette.locked.any():  # what is nearest to each other has joined
        for one, other in combinations(groups, 2):
            far = max(difference(palette, a, b) for a in one for b in other)
            assert far > limit


@settings(max_examples=examples(150))
@given(palettes(), LIMIT)
def test_locked_and_transparent_colors_stay_and_no_pixel_is_lost(palette, limit):
    after = merged(palette, limit).palette
    assert set(palette.locked_colors) <= set(after.locked_colors)
    assert after.locked.sum() == palette.locked.sum()
    assert sorted(after.hex[i] for i in np.flatnonzero(after.rgba[:, 3] == 0)) == sorted(
        palette.hex[i] for i in np.flatnonzero(palette.rgba[:, 3] == 0)
    )
    assert after.counts.sum() == palette.counts.sum()


@settings(max_examples=examples(100))
@given(palettes(), LIMIT, LIMIT)
def test_a_higher_limit_only_joins_more(palette, one, other):
    few, more = (merged(palette, limit) for limit in sorted([other, one], reverse=True))
    for owner in range(len(more)):
        assert len(set(few.owners[more.owners == owner])) <= 1  # a hidden one has no pixels
    differences = [join.difference for join in near_duplicates(palette)]
    assert differences == sorted(differences)


@pytest.mark.parametrize(("limit", "left"), [(0, 4), (0.5, 4), (3, 3), (100, 2)])
def test_colors_that_are_left(limit, left):
    palette = Palette.of([(10, 10, 10), (14, 14, 14), (200, 30, 30), (250, 250, 250)])
    assert len(merged(palette, limit, fewest=2)) == left


def test_group_gets_the_mean_by_share_or_its_locked_color():
    colors = np.array([(100, 100, 100), (104, 104, 104), (200, 0, 0), (203, 0, 0)], np.uint8)
    locked = np.array([False, False, False, True])
    palette = Palette(colors, np.array([30, 10, 5, 5]), ("", "", "", "Ink"), locked)
    after = merged(palette, 3).palette
    assert after.colors.tolist() == [[101, 101, 101], [203, 0, 0]]
    assert after.counts.tolist() == [40, 10]
    assert after.names == ("", "Ink")
    assert after.locked.tolist() == [False, True]


@pytest.mark.parametrize("colors", [(250, 255), (5, 0)])
def test_colors_that_are_alike_on_one_background_only_stay_apart(colors):
    grays, alpha = np.array(colors, np.uint8)[:, None].repeat(3, 1), np.array([255, 128], np.uint8)
    assert len(merged(Palette(grays, np.array([1, 1]), alpha=alpha), 20)) == 2
