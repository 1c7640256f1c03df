"""What each color needs: whole beads that add up, and areas."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.needed import needs
from tests import examples

COUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=30)


@settings(max_examples=examples(200))
@given(counts=COUNTS, width=st.integers(1, 9000), beads_wide=st.integers(1, 100_000))
def test_beads_are_whole_and_add_up_to_the_whole_piece(counts, width, beads_wide):
    height = max(1, sum(counts) // width)
    found = needs(counts, (width, height), beads_wide)
    columns, rows = found.beads_size
    if sum(counts) >= width * height:
        assert sum(found.beads) == columns * rows
    for count, beads in zip(counts, found.beads, strict=True):
        assert abs(beads * sum(counts) - count * sum(found.beads)) < max(1, sum(counts))


@settings(max_examples=examples(100))
@given(counts=st.lists(st.integers(0, 500), min_size=1, max_size=30), width=st.integers(1, 90))
def test_where_a_bead_is_a_pixel_each_color_needs_its_pixels(counts, width):
    height = sum(counts) // width + 1
    assert needs(counts, (width, height), width).beads == tuple(counts)


def test_height_follows_from_the_picture_and_holes_need_nothing():
    found = needs([30, 20], (10, 10), beads_wide=20, cm_wide=5)
    assert found.beads_size == (20, 20)
    assert found.beads == (120, 80)
    assert found.cm_size == (5, 5)
    assert found.square_cm == pytest.approx((7.5, 5))


def test_beads_that_are_left_go_to_the_largest_remainders():
    assert needs([5, 3, 2], (10, 1), beads_wide=3).beads == (1, 1, 1)


def test_nothing_is_needed_of_what_nobody_asked_for_or_sees():
    assert needs([1, 2], (3, 1)).columns == {}
    assert needs([0, 0], (3, 1), 30, 3).columns == {"beads": [0, 0], "cm2": [0, 0]}


def test_needs_of_an_animation_are_those_of_one_picture():
    assert sum(needs([300, 100], (10, 10), beads_wide=10).beads) == 100


def test_of_equal_remainders_the_first_ones_get_more():
    assert needs([1, 1, 1], (3, 1), beads_wide=2).beads == (1, 1, 0)
