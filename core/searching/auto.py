"""Auto: as many colors as can be told apart (docs/decisions/0034-goals.md)."""

from __future__ import annotations

from dataclasses import replace

from core.goals import Auto
from core.progress import Tick
from core.reduction.near import least_difference
from core.searching.last_fit import Cost, last_that_fits
from core.searching.trials import Trials
from core.settings import Settings

APART: dict[Auto, float] = {"poster": 8.0, "balanced": 4.0, "rich": 2.5}
"""The color difference CIEDE2000 that any two colors of a palette have at least."""

_PART_OF_REST = 0.15


def most_apart(trials: Trials, auto: Auto, tick: Tick) -> int:
    """Find the most colors of which no two look nearer to each other than a limit.

    A photo of no more distinct colors than are allowed keeps all of them: it is drawn, and each of
    its colors was chosen.
    """
    numbers = trials.numbers
    if trials.most_distinct <= trials.settings.colors:
        return numbers[-1]
    limit, reached = APART[auto], 0.0

    def ratio(colors: int, settings: Settings) -> float:
        nonlocal reached
        begin = reached
        # How many numbers will be tried is not known.
        reached += (1 - reached) * _PART_OF_REST
        result = trials.reduced(colors, settings, tick.part(begin, reached))
        return limit / max(least_difference(result.palette), 1e-3)

    def rough(colors: int) -> float:
        return ratio(colors, replace(trials.settings, effort="fast"))

    def exact(colors: int) -> Cost:
        found = ratio(colors, trials.settings)
        return Cost(found, found <= 1)

    found = last_that_fits(numbers, rough, exact)
    return numbers[0] if found is None else found
