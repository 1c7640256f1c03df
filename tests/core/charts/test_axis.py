import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.axis import Axis, written

numbers = st.floats(1e-12, 1e12)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (0.05, "0.05"),
        (2500, "2500"),
        (20_000, "20\N{NARROW NO-BREAK SPACE}k"),
        (1_500_000, "1.5\N{NARROW NO-BREAK SPACE}M"),
        (1e9, "10⁹"),
        (3.5e9, "3.5×10⁹"),
        (1e-4, "10⁻⁴"),
        (-0.0002, "-2×10⁻⁴"),
    ],
)
def test_numbers_at_an_axis_are_short(value, words):
    assert written(value) == words


@given(st.lists(numbers, min_size=1), st.booleans(), st.booleans(), st.integers(2, 12))
def test_ticks_lie_on_the_axis_and_are_no_more_than_there_is_room_for(values, log, whole, most):
    axis = Axis.around(values, 0, 100, log=log, whole=whole)
    ticks = axis.ticks(most)
    assert len(ticks) <= most
    assert ticks == sorted(set(ticks))
    slack = 1e-6 * max(abs(axis.low), abs(axis.high))
    assert all(axis.low - slack <= tick <= axis.high + slack for tick in ticks)


def test_ticks_of_iterations_are_whole():
    assert Axis(1, 4, 0, 500, whole=True).ticks(9) == [1, 2, 3, 4]


def test_ticks_of_many_decades_are_powers_of_ten():
    assert Axis(0.01, 100, 0, 100, log=True).ticks(6) == [0.01, 0.1, 1, 10, 100]


@given(numbers, numbers, st.floats(0, 1), st.booleans())
def test_the_number_at_a_pixel_lies_at_that_pixel(low, high, part, log):
    axis = Axis.around([low, high], 300, 20, log=log)
    place = 300 - 280 * part
    assert axis.place(axis.value(place)) == pytest.approx(place, abs=0.01)


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize("values", [[], [math.nan], [math.inf], [7.0], [0.0], [-3.0, -3.0]])
def test_an_axis_of_hardly_any_numbers_has_a_length(values, log):
    axis = Axis.around(values, 0, 100, log=log)
    assert axis.low < axis.high
    assert 0 <= axis.place(7) <= 100


def test_a_move_of_nothing_lies_at_the_foot_of_a_log_axis():
    axis = Axis.around([0.0, 0.01, 80], 100, 0, log=True)
    assert axis.place(0.0) == axis.place(0.01) == 100


def test_heights_that_begin_at_zero_can_be_compared():
    axis = Axis.around([40, 80], 0, 100, from_zero=True)
    assert axis.place(80) == 2 * axis.place(40)
