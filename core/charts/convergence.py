"""How k-means went as curves: the error, and how far centroids still move."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.charts.curve import Curve, Mark, Series
from core.charts.table import Column, Table
from core.language import N_, _, ngettext, pgettext, translated
from core.model import STAGES, Moment

_X_TITLE = N_("moment")


class Units(NamedTuple):
    """In what errors and moves are told, so that they can be read whatever the space of a run.

    Parameters
    ----------
    step : float
        The size of one of the 255 steps from black to white, in the space of the run.
    relative : bool
        Whether errors are told in per cent of that of the first moment: those of other spaces than
        RGB, and of colors that count as much as they are noticed, compare with nothing else.
    """

    step: float = 1.0
    relative: bool = False

    def error(self, moment: Moment, first: Moment) -> float:
        """Return the error of a moment: mean squared steps of a pixel, or per cent."""
        if self.relative:
            return 100 * moment.error / first.error if first.error > 0 else 0.0
        return moment.error / max(int(moment.counts.sum()), 1) / self.step**2

    def move(self, moment: Moment) -> float | None:
        """Return the largest move after a moment, in steps."""
        return None if moment.move is None else moment.move / self.step


AS_THEY_ARE = Units()
"""Numbers in the space of the run."""


def error_curve(
    moments: Sequence[Moment], by_hand: int | None = None, units: Units = AS_THEY_ARE
) -> Curve:
    """Make the curve of the error of some moments.

    Parameters
    ----------
    moments : sequence of Moment
    by_hand : int, optional
        Index of the moment that begins with a centroid moved by hand.
    units : Units

    Returns
    -------
    Curve
        Its heights are mean squared distances of a pixel to its centroid, or per cent of the first;
        marked is where another stage begins.
    """
    points = tuple((float(n), units.error(each, moments[0])) for n, each in enumerate(moments, 1))
    return Curve(
        N_("Error of the moments of k-means"),
        _X_TITLE,
        N_("Error, % of the first moment’s")
        if units.relative
        else N_("Error: mean squared distance (MSE)"),
        (Series(N_("error, % of the first") if units.relative else "MSE", points),),
        marks=tuple(_stages(moments, by_hand)),
    )


def move_curve(
    moments: Sequence[Moment],
    limit: float | None,
    by_hand: int | None = None,
    units: Units = AS_THEY_ARE,
) -> Curve:
    """Make the curve of the largest move of a coordinate after each of some moments.

    Parameters
    ----------
    moments : sequence of Moment
    limit : float or None
        The run ends when no coordinate moves by this or more, in its space; drawn as a line.
    by_hand : int, optional
        Index of the moment that begins with a centroid moved by hand.
    units : Units
    """
    moves = [units.move(each) for each in moments]
    points = tuple((float(n), math.nan if m is None else m) for n, m in enumerate(moves, start=1))
    marks = [*_redrawn(moments), *_hand(by_hand)]
    return Curve(
        N_("Moves of the centroids"),
        _X_TITLE,
        N_("Largest move of a coordinate (of 255)"),
        (Series(N_("largest move"), points, "accent2"),),
        limit=None if limit is None else limit / units.step,
        limit_title=N_("k-means stops below"),
        marks=tuple(sorted(marks, key=lambda mark: mark.x)),
        log=True,
    )


def _stages(moments: Sequence[Moment], by_hand: int | None) -> Iterator[Mark]:
    """Mark where a stage begins; a run that has but one needs no mark."""
    before = None
    several = len({each.stage for each in moments}) > 1
    for number, each in enumerate(moments, start=1):
        if by_hand is not None and number == by_hand + 1:
            yield from _hand(by_hand)
        elif several and each.stage != before:
            title = translated(STAGES[each.stage].title)
            if each.stage == "iteration":
                title = pgettext("stage of a run", "Iterations")
            yield Mark(float(number), title)
        before = each.stage


def _redrawn(moments: Sequence[Moment]) -> Iterator[Mark]:
    for number, each in enumerate(moments, start=1):
        if each.redrawn:
            count = len(each.redrawn)
            # Translators: so many centroids were drawn anew
            told = ngettext("{count} redrawn", "{count} redrawn", count)
            yield Mark(float(number), told.format(count=count))


def _hand(by_hand: int | None) -> Iterator[Mark]:
    if by_hand is not None:
        yield Mark(float(by_hand + 1), _("moved by hand"))


def table_of(moments: Sequence[Moment], units: Units | None = None) -> Table:
    """List moments: what was done, the error a pixel, the largest move, clusters drawn anew.

    Parameters
    ----------
    moments : sequence of Moment
    units : Units, optional
        For reading; without, numbers are exact and in the space of the run.
    """
    if units is None:
        units, numbers = AS_THEY_ARE, (Column(N_("Error a pixel")), Column(N_("Largest move")))
    else:
        error = N_("Error, % of the first") if units.relative else "MSE"
        numbers = Column(error, 2), Column(N_("Largest move"), 4)
    columns = (
        Column(N_("Moment")),
        Column(N_("Stage"), marked=True),
        Column(N_("Step")),
        *numbers,
        Column(N_("Empty")),
    )
    rows = tuple(
        (
            *(number, STAGES[each.stage].title, each.number),
            *(units.error(each, moments[0]), units.move(each), len(each.redrawn)),
        )
        for number, each in enumerate(moments, start=1)
    )
    return Table(_("Moments of the run"), columns, rows)
