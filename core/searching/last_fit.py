"""Which numbers are tried to find the last that fits, where each trial takes long."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

TRIED_BEYOND = 3
"""So many numbers beyond the last that fits do not."""

# What costs nothing costs this, so that it has a logarithm.
_LEAST = 1e-9

# On a ladder, of the places left, this part is left for the next step.
_RUNG = 0.75


class Cost(NamedTuple):
    """What a number costs, in units of what it may cost.

    Parameters
    ----------
    ratio : float
        About 1 or less where it fits.
    fits : bool
        Whether it does, which no rounding decides.
    """

    ratio: float
    fits: bool


def last_that_fits(
    numbers: Sequence[int],
    rough: Callable[[int], float],
    exact: Callable[[int], Cost],
    factor: float = 1.0,
) -> int | None:
    """Find the last of some numbers that fits, where they cost ever more from first to last.

    Costs may fall a little from a number to the next. So what is found fits, and the next
    `TRIED_BEYOND` do not; one still farther on might.

    Parameters
    ----------
    numbers : sequence of int
        Rising or falling, at least one.
    rough : callable
        Estimates the ratio of the cost of a number, quickly. It may be off by a factor that changes
        little between numbers that are near each other.
    exact : callable
        Finds the cost of a number. Neither is called twice for the same.
    factor : float
        What an exact cost is supposed to be of a rough one, before any is known.

    Returns
    -------
    int or None
        None if not even the first fits.
    """
    exactly, guesses = _Exactly(numbers, exact), _Roughly(numbers, rough)
    step = 1
    lower, upper = -1, len(numbers)
    while upper - lower > 1:
        guess = guesses.last(factor)
        # Where the guess is behind what is known already, steps lead on, each longer.
        step = 1 if lower < guess < upper else 2 * step
        place = min(max(guess, lower + step // 2, lower + 1), upper - max(step // 2, 1))
        place = min(max(place, lower + 1), upper - 1)
        if exactly.fits(place):
            lower = place
        else:
            upper = place
        factor = exactly.ratio(place) / guesses.at(place)
    return numbers[exactly.settled(lower)] if lower >= 0 else None


def last_of_any_that_fits(numbers: Sequence[int], exact: Callable[[int], Cost]) -> int | None:
    """Find a late one of some numbers that fits, where costs rise and fall between them.

    Numbers are tried from the last to the first, in steps, and then between those around the one
    that fits. What is found fits, and the next `TRIED_BEYOND` do not.
    """
    exactly = _Exactly(numbers, exact)
    upper = len(numbers)
    for lower in _ladder(upper):
        if exactly.fits(lower):
            break
        upper = lower
    else:
        return None
    while upper - lower > 1:
        place = (lower + upper) // 2
        lower, upper = (place, upper) if exactly.fits(place) else (lower, place)
    return numbers[exactly.settled(lower)]


class _Exactly:
    """What places of numbers were found to cost."""

    def __init__(self, numbers: Sequence[int], exact: Callable[[int], Cost]) -> None:
        self._numbers, self._exact = numbers, exact
        self._known: dict[int, Cost] = {}

    def fits(self, place: int) -> bool:
        return self._at(place).fits

    def ratio(self, place: int) -> float:
        return max(self._at(place).ratio, _LEAST)

    def settled(self, place: int) -> int:
        """Return the first place from one that fits on after which the next few do not."""
        checked = place
        while checked < min(place + TRIED_BEYOND, len(self._numbers) - 1):
            checked += 1
            if self.fits(checked):
                place = checked
        return place

    def _at(self, place: int) -> Cost:
        if place not in self._known:
            self._known[place] = self._exact(self._numbers[place])
        return self._known[place]


class _Roughly:
    """What places of numbers cost roughly; as few as are needed are asked for."""

    def __init__(self, numbers: Sequence[int], rough: Callable[[int], float]) -> None:
        self._numbers, self._rough = numbers, rough
        self._known: dict[int, float] = {}

    def at(self, place: int) -> float:
        if place not in self._known:
            self._known[place] = max(self._rough(self._numbers[place]), _LEAST)
        return self._known[place]

    def last(self, factor: float) -> int:
        """Find the last place whose cost, times a factor, fits; −1 if none does."""
        last = len(self._numbers) - 1
        if self.at(last) * factor <= 1:
            return last
        if self.at(0) * factor > 1:
            return -1
        fitting = [place for place, cost in self._known.items() if cost * factor <= 1]
        lower = max(fitting)
        upper = min(place for place in self._known if place > lower)
        halve = False
        while upper - lower > 1:
            between = (lower + upper) // 2 if halve else self._between(lower, upper, factor)
            before = upper - lower
            fits = self.at(between) * factor <= 1
            lower, upper = (between, upper) if fits else (lower, between)
            # Where a guess leaves most of it, the middle is surer.
            halve = not halve and 2 * (upper - lower) > before
        return lower

    def _between(self, lower: int, upper: int, factor: float) -> int:
        """Guess where the cost is 1: on a line between two places, both axes in logarithms."""
        low, high = (math.log(self._known[place] * factor) for place in (lower, upper))
        first, last = (math.log(self._numbers[place]) for place in (lower, upper))
        part = -low / (high - low) if low < high else 0.5
        wanted = math.exp(first + (last - first) * part)
        inner = range(lower + 1, upper)
        return min(inner, key=lambda place: abs(self._numbers[place] - wanted))


def _ladder(count: int) -> Iterator[int]:
    """Yield places from the last to the first, in steps that become shorter."""
    left = count
    while left > 0:
        yield left - 1
        left = min(int(left * _RUNG), left - 1)
