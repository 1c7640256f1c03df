"""Which numbers are tried: few, and the answer is right for costs that nearly rise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.searching.last_fit import (
    TRIED_BEYOND,
    Cost,
    last_of_any_that_fits,
    last_that_fits,
)
from tests import examples

RISING, FALLING = range(2, 257), range(256, 1, -1)


def size(number):
    """About what a PNG takes, with the step from 4 to 8 bits."""
    return 20_000 * number**0.45 * (1.08 if number > 16 else 1)


class Trials:
    """Counts what was tried, never twice the same."""

    def __init__(self, cost, limit):
        self._cost, self._limit = cost, limit
        self.tried = []

    def exact(self, number):
        assert number not in self.tried
        self.tried.append(number)
        return Cost(self._cost(number) / self._limit, self._cost(number) <= self._limit)


def is_right(numbers, cost, limit, found):
    fits = [cost(number) <= limit for number in numbers]
    if found is None:
        return not fits[0]
    place = numbers.index(found)
    return fits[place] and not any(fits[place + 1 : place + 4])


def error(number):
    """About the mean squared error, which fewer colors raise."""
    return 300_000 * number**-0.8


@pytest.mark.parametrize(("numbers", "cost"), [(RISING, size), (FALLING, error)])
@pytest.mark.parametrize("factor", [1.0, 0.8, 1.3])
def test_the_last_that_fits_is_found_in_few_trials(numbers, cost, factor):
    many = []
    for limit in np.geomspace(20_000, 300_000, 60):
        trials, roughly = Trials(cost, limit), []

        def rough(number, limit=limit, roughly=roughly):
            roughly.append(number)
            return cost(number) * factor / limit

        found = last_that_fits(numbers, rough, trials.exact)
        assert is_right(numbers, cost, limit, found)
        many.append((len(trials.tried), len(roughly)))
    exactly, roughly = np.max(many, axis=0)
    assert exactly <= TRIED_BEYOND + 3
    assert roughly <= 14


@settings(max_examples=examples(150))
@given(st.integers(0, 2**32 - 1), st.floats(0.9, 16), st.floats(0, 0.3), st.integers(1, 255))
def test_costs_that_rise_and_fall_lead_to_one_that_fits(seed, limit, noise, count):
    random = np.random.default_rng(seed)
    costs = np.arange(257) ** 0.5 * (1 + noise * random.random(257))
    roughly = np.arange(257) ** 0.5 * random.uniform(0.5, 2)

    def cost(number):
        return costs[number]

    numbers = range(2, 2 + count)
    trials = Trials(cost, limit)
    found = last_that_fits(numbers, lambda number: roughly[number] / limit, trials.exact)
    assert is_right(numbers, cost, limit, found)


def test_numbers_that_cost_nothing_are_no_reason_to_fail():
    def cost(number):
        return max(number - 20, 0) / 10

    trials = Trials(cost, 1)
    assert last_that_fits(RISING, cost, trials.exact) == 30


@settings(max_examples=examples(150))
@given(st.lists(st.floats(0.1, 2), min_size=1, max_size=255))
def test_where_costs_go_up_and_down_the_last_on_the_ladder_fits(costs):
    numbers = range(2, 2 + len(costs))

    def cost(number):
        return costs[number - 2]

    trials = Trials(cost, 1)
    found = last_of_any_that_fits(numbers, trials.exact)
    if found is None:
        assert cost(2) > 1
        assert cost(numbers[-1]) > 1
    else:
        assert is_right(numbers, cost, 1, found)
