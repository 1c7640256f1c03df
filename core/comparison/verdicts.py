"""What a comparison answers, in words: where starts end, and what one color more buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from core.comparison.contender import Comparison, Contender
from core.comparison.matching import Match
from core.settings import Settings

# Distances of centroids in steps of 0…255: what nobody sees, and what is hardly seen.
_SAME, _NEAR = 1.0, 5.0
_NOTHING, _SAME_ERROR = 0.005, 0.0005
# More than that nobody reads: the tables have all.
_MOST_SENTENCES = 4
# The sign does not begin a line.
_PER_CENT = "\N{NO-BREAK SPACE}%"


class Gain(NamedTuple):
    """What more colors buy.

    Parameters
    ----------
    fewer, more : Contender
        They differ in the number of colors only.
    error, size : float
        What one color more multiplies the error and the size of the indexed PNG by, on average.
    """

    fewer: Contender
    more: Contender
    error: float
    size: float


def place_in_words(distance: float) -> str:
    """Return where two starts end, by the largest distance of their centroids."""
    if distance < _SAME:
        return "the same place"
    return "nearly the same place" if distance < _NEAR else "different places"


def families(contenders: Sequence[Contender]) -> list[list[Contender]]:
    """Group contenders that differ in the number of colors only, fewest first."""
    groups: dict[tuple[Settings, bool], list[Contender]] = {}
    for contender in contenders:
        settings = replace(contender.settings, colors=256, first_colors=())
        groups.setdefault((settings, contender.plain), []).append(contender)
    return [sorted(group, key=lambda each: each.settings.colors) for group in groups.values()]


def gains(contenders: Sequence[Contender]) -> list[Gain]:
    """Tell for each step from fewer colors to more what one of them buys."""
    return [
        Gain(
            fewer,
            more,
            _factor(fewer.error, more.error, more.settings.colors - fewer.settings.colors),
            _factor(
                fewer.indexed_png_bytes,
                more.indexed_png_bytes,
                more.settings.colors - fewer.settings.colors,
            ),
        )
        for family in families(contenders)
        for fewer, more in pairwise(family)
        if more.settings.colors > fewer.settings.colors
    ]


def answers_on_starts(comparison: Comparison) -> list[str]:
    """Answer in sentences whether the starts end in the same place; none without starts."""
    matches = comparison.matches
    if len(matches) <= _MOST_SENTENCES:
        return [_sentence(each) for each in matches]
    same = sum(each.largest_distance < _SAME for each in matches)
    farthest = max(matches, key=lambda each: each.largest_distance)
    count = f"{same or 'None'} of {len(matches)} pairs of starts"
    return [f"{count} end in the same place. Farthest apart are these:", _sentence(farthest)]


def answers_on_colors(comparison: Comparison) -> list[str]:
    """Answer in sentences what one color more buys; none for one number of colors."""
    steps = gains(comparison.contenders)
    best = [step for step in steps if _same_family(step, steps[0])]
    if len(best) > _MOST_SENTENCES:
        best = [best[0], best[len(best) // 2], best[-1]]
    return [
        f"From {step.fewer.settings.colors} to {step.more.settings.colors} colors, one more "
        f"{_change(step.error, 'lowers', 'raises')} the error by {_percent(step.error)} and makes "
        f"the file {_percent(step.size)} {_change(step.size, 'smaller', 'larger')}."
        for step in best
    ]


def relative_error(match: Match[Contender]) -> float:
    """Return by how much the second error is above the first, as a part of it."""
    return _factor(match.first.error, match.second.error, 1) - 1


def _sentence(match: Match[Contender]) -> str:
    first, second = match.first.settings, match.second.settings
    higher = relative_error(match)
    worse, by = (second.start, higher) if higher >= 0 else (first.start, 1 / (1 + higher) - 1)
    errors = f"the error of {worse} is {by:.1%} higher".replace("%", _PER_CENT)
    if by < _SAME_ERROR:
        errors = "the errors are the same"
    common = match.first.title.replace(f" from {first.start}", "", 1)
    place, distance = place_in_words(match.largest_distance), match.largest_distance
    apart = "are the same" if distance < _NOTHING else f"lie up to {distance:.2f} apart"
    return (
        f"{common}: {first.start} and {second.start} end in {place}. Their centroids {apart}, "
        f"and {errors}."
    )


def _same_family(one: Gain, other: Gain) -> bool:
    """Return whether two steps are of results that differ in the number of colors only."""
    a, b = one.fewer, other.fewer
    return a.plain == b.plain and replace(a.settings, colors=256) == replace(b.settings, colors=256)


def _factor(before: float, after: float, steps: int) -> float:
    if before <= 0 or after <= 0:
        return 1.0 if before == after else 0.0
    return float((after / before) ** (1 / steps))


def _percent(factor: float) -> str:
    return f"{abs(1 - factor):.0%}".replace("%", _PER_CENT)


def _change(factor: float, down: str, up: str) -> str:
    return down if factor <= 1 else up
