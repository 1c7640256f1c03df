"""A film of moments: time becomes a position, and it ends at the last."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.kmeans.playback import Playback

counts = st.integers(0, 50)


@given(counts, st.integers(-99, 99))
def test_a_position_is_always_at_a_moment_that_there_is(count, index):
    now = Playback(count).at(index)
    assert 0 <= now.index <= max(count - 1, 0)
    assert now.position == now.index


@given(counts, st.lists(st.floats(0, 3), max_size=30))
def test_time_never_goes_back_and_ends_at_the_last_moment(count, steps):
    now, positions = Playback(count), [0.0]
    for step in steps:
        now = now.after(step)
        positions.append(now.position)
    assert positions == sorted(positions)
    assert positions[-1] <= max(count - 1, 0)


def test_a_moment_stands_still_before_it_moves_on():
    now = Playback(9).at(3)
    assert now.after(0.4).position == 3
    assert 3 < now.after(0.7).position < 4
    assert now.after(1.0).position == 4


def test_what_is_smooth_does_not_jump():
    positions = [Playback(5).after(n / 200).position for n in range(600)]
    assert max(b - a for a, b in pairwise(positions)) < 0.03


@pytest.mark.parametrize(("count", "index"), [(10, 4), (3, 2), (0, 0)])
def test_fewer_moments_leave_a_position_that_there_is(count, index):
    assert Playback(10).at(4).of(count).index == index
