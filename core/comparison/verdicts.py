"""What a comparison answers, in words: where starts end, and what one color more buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from core.comparison.contender import Comparison, Contender
from core.comparison.matching import Match
from core.comparison.variants import parts_of_titles
from core.language import N_, _, ngettext
from core.settings import Settings
from core.wording import decimal, enumerated, percent

# Distances of centroids in steps of 0…255: what nobody sees, and what is hardly seen.
_SAME, _NEAR = 1.0, 5.0
_NOTHING, _SAME_ERROR = 0.005, 0.0005
# More than that nobody reads: the tables have all.
_MOST_SENTENCES = 4


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
    """Return where two starts end, by the largest distance of their centroids, for `translated`."""
    if distance < _SAME:
        return N_("the same place")
    return N_("nearly the same place") if distance < _NEAR else N_("different places")


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
    told = parts_of_titles([each.settings for each in comparison.contenders])
    parts = dict(zip(comparison.contenders, told, strict=True))
    if len(matches) <= _MOST_SENTENCES:
        return [_sentences(each, parts[each.first]) for each in matches]
    same = sum(each.largest_distance < _SAME for each in matches)
    farthest = max(matches, key=lambda each: each.largest_distance)
    if same:
        head = _(
            "{same} of {count} pairs of starts end in the same place. Farthest apart are these:"
        )
    else:
        head = _("None of {count} pairs of starts end in the same place. Farthest apart are these:")
    head = head.format(same=same, count=len(matches))
    return [head, _sentences(farthest, parts[farthest.first])]


def answers_on_colors(comparison: Comparison) -> list[str]:
    """Answer in sentences what one color more buys; none for one number of colors."""
    steps = gains(comparison.contenders)
    best = [step for step in steps if _same_family(step, steps[0])]
    if len(best) > _MOST_SENTENCES:
        best = [best[0], best[len(best) // 2], best[-1]]
    return [_on_gain(step) for step in best]


def _on_gain(step: Gain) -> str:
    if step.error <= 1 and step.size <= 1:
        told = _(
            "From {fewer} to {more} colors, one more lowers the error by {error} and makes the "
            "file {size} smaller."
        )
    elif step.error <= 1:
        told = _(
            "From {fewer} to {more} colors, one more lowers the error by {error} and makes the "
            "file {size} larger."
        )
    elif step.size <= 1:
        told = _(
            "From {fewer} to {more} colors, one more raises the error by {error} and makes the "
            "file {size} smaller."
        )
    else:
        told = _(
            "From {fewer} to {more} colors, one more raises the error by {error} and makes the "
            "file {size} larger."
        )
    return told.format(
        fewer=step.fewer.settings.colors,
        more=step.more.settings.colors,
        error=_percent(abs(1 - step.error), 0),
        size=_percent(abs(1 - step.size), 0),
    )


def relative_error(match: Match[Contender]) -> float:
    """Return by how much the second error is above the first, as a part of it."""
    return _factor(match.first.error, match.second.error, 1) - 1


def _sentences(match: Match[Contender], parts: list[str]) -> str:
    """Answer for one pair of starts; the parts are those of the title of the first."""
    first, distance = match.first.settings, match.largest_distance
    if distance < _SAME:
        where = _("{what}: {first} and {second} end in the same place.")
    elif distance < _NEAR:
        where = _("{what}: {first} and {second} end in nearly the same place.")
    else:
        where = _("{what}: {first} and {second} end in different places.")
    colors = ngettext("{count} color", "{count} colors", first.colors)
    what = enumerated([colors.format(count=first.colors), *parts[1:]])
    where = where.format(what=what, first=first.start, second=match.second.settings.start)
    return f"{where} {_differences(match)}"


def _differences(match: Match[Contender]) -> str:
    first, second = match.first.settings, match.second.settings
    higher, distance = relative_error(match), match.largest_distance
    worse, by = (second.start, higher) if higher >= 0 else (first.start, 1 / (1 + higher) - 1)
    if distance < _NOTHING and by < _SAME_ERROR:
        told = _("Their centroids are the same, and the errors are the same.")
    elif distance < _NOTHING:
        told = _("Their centroids are the same, and the error of {worse} is {share} higher.")
    elif by < _SAME_ERROR:
        told = _("Their centroids lie up to {distance} apart, and the errors are the same.")
    else:
        told = _(
            "Their centroids lie up to {distance} apart, and the error of {worse} is {share} "
            "higher."
        )
    return told.format(distance=decimal(distance, 2), worse=worse, share=_percent(by, 1))


def _same_family(one: Gain, other: Gain) -> bool:
    """Return whether two steps are of results that differ in the number of colors only."""
    a, b = one.fewer, other.fewer
    return a.plain == b.plain and replace(a.settings, colors=256) == replace(b.settings, colors=256)


def _factor(before: float, after: float, steps: int) -> float:
    if before <= 0 or after <= 0:
        return 1.0 if before == after else 0.0
    return float((after / before) ** (1 / steps))


def _percent(part: float, digits: int) -> str:
    # The sign does not begin a line.
    return percent(decimal(100 * part, digits)).replace(" ", "\N{NO-BREAK SPACE}")
