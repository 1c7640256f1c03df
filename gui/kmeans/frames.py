"""What the plots show of a run: moments as curves, bars and tables, and what lies between two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from core.charts.bars import Bars
from core.charts.cloud import CubeSpace, place_of
from core.charts.convergence import error_curve, move_curve
from core.charts.cube import Way
from core.charts.table import Table
from gui.kmeans.words import color_of

if TYPE_CHECKING:
    from core.charts.curve import Curve
    from core.model import Moment
    from gui.kmeans.watching import Run

_KEPT = 64
# While a run goes on, only the places of what is new are to be found.
_MOST_PLACES = 4096


class Hand(NamedTuple):
    """A centroid that is being moved by hand.

    Parameters
    ----------
    number : int
    color : (float, float, float)
        sRGB, 0…255.
    """

    number: int
    color: tuple[float, float, float]


def curves(run: Run, count: int) -> tuple[Curve, Curve]:
    """Make the curves of the error and of the moves, over the first moments."""
    moments = run.moments[:count]
    return (
        error_curve(moments, run.by_hand, run.units),
        move_curve(moments, run.limit, run.by_hand, run.units),
    )


def bars_at(moments: Sequence[Moment], position: float) -> Bars:
    """Make the bars of a position, which may lie between two moments."""
    index = int(position)
    part = position - index
    shares, colors = _plain(moments[index])
    redrawn = frozenset(moments[index].redrawn)
    if part and index + 1 < len(moments) and joined(moments, index):
        to_shares, to_colors = _plain(moments[index + 1])
        shares = tuple(a + part * (b - a) for a, b in zip(shares, to_shares, strict=True))
        colors = tuple(
            [x + part * (y - x) for x, y in zip(a, b, strict=True)]
            for a, b in zip(colors, to_colors, strict=True)
        )
    return Bars(shares, tuple(color_of(each) for each in colors), redrawn)


def joined(moments: Sequence[Moment], index: int) -> bool:
    """Return whether the centroids of a moment become those of the next, number by number."""
    now, after = moments[index], moments[index + 1]
    return not after.renewed and len(now) == len(after)


def table_of_clusters(moment: Moment, run: Run | None = None) -> Table:
    """List the centroids of a moment, with sizes and errors: exact, or as a run tells them."""
    from core.charts.clusters import cluster_table, readable_clusters

    return cluster_table(moment) if run is None else readable_clusters(moment, run.units)


@lru_cache(maxsize=_KEPT)
def _plain(moment: Moment) -> tuple[tuple[float, ...], tuple[list[float], ...]]:
    """Return shares and colors of a moment as numbers of Python."""
    counts = moment.counts.tolist()
    pixels = max(sum(counts), 1)
    return tuple(count / pixels for count in counts), tuple(moment.centroids.tolist())


def way_of(run: Run, space: CubeSpace) -> Way:
    """Find where the centroids of all moments lie in the cube of a space."""
    moments = tuple(run.moments)
    return Way(moments, tuple(_places(moment, space) for moment in moments))


def way_with(way: Way, index: int, hand: Hand, space: CubeSpace) -> Way:
    """Return a way up to a moment, at which one centroid is held elsewhere."""
    places = way.places[index].copy()
    places[hand.number] = place_of(hand.color, space)
    held = held_at(way.moments[index], hand)
    return Way((*way.moments[:index], held), (*way.places[:index], places))


def held_at(moment: Moment, hand: Hand) -> Moment:
    """Return a moment as it would be with one centroid where it is held."""
    colors = moment.centroids.copy()
    colors[hand.number] = hand.color
    return replace(moment, centroids=colors, redrawn=(), renewed=True)


@lru_cache(maxsize=_MOST_PLACES)
def _places(moment: Moment, space: CubeSpace) -> Any:
    return place_of(moment.centroids, space)
