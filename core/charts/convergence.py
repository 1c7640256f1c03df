"""How k-means went as curves: the error, and how far centroids still move."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from core.charts.curve import Curve, Mark, Series
from core.charts.table import Column, Table
from core.model import STAGES, Moment

_X_TITLE = "moment"


def error_curve(moments: Sequence[Moment], by_hand: int | None = None) -> Curve:
    """Make the curve of the error of some moments.

    Parameters
    ----------
    moments : sequence of Moment
    by_hand : int, optional
        Index of the moment that begins with a centroid moved by hand.

    Returns
    -------
    Curve
        Its heights are mean squared distances of a pixel to its centroid, in the space of the run;
        marked is where another stage begins.
    """
    pixels = max(int(moments[0].counts.sum()), 1) if moments else 1
    points = tuple((float(n), each.error / pixels) for n, each in enumerate(moments, start=1))
    return Curve(
        "Error of the moments of k-means",
        _X_TITLE,
        "Error: mean squared distance to the centroid",
        (Series("error", points),),
        marks=tuple(_stages(moments, by_hand)),
    )


def move_curve(moments: Sequence[Moment], limit: float | None, by_hand: int | None = None) -> Curve:
    """Make the curve of the largest move of a coordinate after each of some moments.

    Parameters
    ----------
    moments : sequence of Moment
    limit : float or None
        The run ends when no coordinate moves by this or more; drawn as a line.
    by_hand : int, optional
        Index of the moment that begins with a centroid moved by hand.
    """
    points = tuple(
        (float(n), math.nan if each.move is None else each.move)
        for n, each in enumerate(moments, start=1)
    )
    marks = [*_redrawn(moments), *_hand(by_hand)]
    return Curve(
        "Moves of the centroids",
        _X_TITLE,
        "Largest move of a coordinate",
        (Series("largest move", points, "accent2"),),
        limit=limit,
        limit_title="k-means stops below",
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
            title = STAGES[each.stage].title
            yield Mark(float(number), f"{title}s" if each.stage == "iteration" else title)
        before = each.stage


def _redrawn(moments: Sequence[Moment]) -> Iterator[Mark]:
    for number, each in enumerate(moments, start=1):
        if each.redrawn:
            yield Mark(float(number), f"{len(each.redrawn)} redrawn")


def _hand(by_hand: int | None) -> Iterator[Mark]:
    if by_hand is not None:
        yield Mark(float(by_hand + 1), "moved by hand")


def table_of(moments: Sequence[Moment]) -> Table:
    """List moments: what was done, the error a pixel, the largest move, clusters drawn anew."""
    columns = (
        Column("Moment"),
        Column("Stage"),
        Column("Step"),
        Column("Error a pixel"),
        Column("Largest move"),
        Column("Empty"),
    )
    rows = tuple(
        (
            *(number, STAGES[each.stage].title, each.number),
            *(each.error / max(int(each.counts.sum()), 1), each.move, len(each.redrawn)),
        )
        for number, each in enumerate(moments, start=1)
    )
    return Table("Moments of the run", columns, rows)
