"""Centroids in the color cube: where they are, the paths they took, and where they go next."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.charts.drawing import Circle, Item, Line, Point, Text
from core.model import Moment
from core.settings import Color

Places = NDArray[np.floating]
Project = Callable[[Places], Places]
"""Turns (n, 3) places in the cube into (n, 3): x and y in pixels, and the depth."""

_WORDS = 12.0
# All paths together have at most about this many corners, so that they are drawn in milliseconds.
_MOST_CORNERS = 2048
_FEWEST_CORNERS = 4
# With more centroids than these, paths have no rim that sets them off from the colors behind.
_FEW = 32
# Of more than these just the one that is lit has a path: others would hide all else.
_MANY = 64
_ARROW = 3.0
_CROSS = 5.0


@dataclass(frozen=True, eq=False)
class Way:
    """The moments of a run as places in the cube.

    Parameters
    ----------
    moments : sequence of Moment
    places : sequence of (k, 3) arrays
        The centroids of each moment, as places in the cube.
    """

    moments: Sequence[Moment]
    places: Sequence[Places]

    def at(self, position: float) -> Places:
        """Return the places of centroids that are on their way from a moment to the next."""
        index = int(position)
        here, part = self.places[index], position - index
        if not part or not self.leads_on(index):
            return here
        return here + part * (self.places[index + 1] - here)

    def leads_on(self, index: int) -> bool:
        """Return whether the centroids of a moment become those of the next, number by number."""
        if index + 1 >= len(self.places):
            return False
        after = self.moments[index + 1]
        return not after.renewed and len(self.places[index]) == len(self.places[index + 1])

    def begin(self, index: int) -> int:
        """Return the first moment from which paths lead to a moment."""
        while index > 0 and self.leads_on(index - 1):
            index -= 1
        return index


@dataclass(frozen=True, eq=False)
class Dots:
    """Centroids as they are seen.

    Parameters
    ----------
    points : list of (float, float, float)
        Where their middles are in pixels, and how near.
    radii : list of float
    """

    points: list[tuple[float, float, float]]
    radii: list[float]

    def at(self, x: float, y: float, reach: float = 4.0) -> int | None:
        """Find the centroid at a place, the nearest to the viewer if several are there."""
        found = [
            (depth, number)
            for number, ((px, py, depth), radius) in enumerate(
                zip(self.points, self.radii, strict=True)
            )
            if math.hypot(px - x, py - y) <= radius + reach
        ]
        return max(found)[1] if found else None


def dots_of(way: Way, position: float, project: Project) -> Dots:
    """Find where the centroids of a position are seen, and how large: by their pixels."""
    moment = way.moments[int(position)]
    pixels = max(int(moment.counts.sum()), 1)
    least = 5.0 if len(moment) <= _FEW else 3.5
    radii = [least + 9 * math.sqrt(count / pixels) for count in moment.counts.tolist()]
    return Dots([(x, y, z) for x, y, z in project(way.at(position)).tolist()], radii)


def draw_way(
    way: Way, position: float, project: Project, dots: Dots, lit: int | None = None
) -> list[Item]:
    """Draw the centroids of a position, with their paths up to there if these are not too many.

    Parameters
    ----------
    way : Way
    position : float
        Index of a moment, and the part of the way to the next one.
    project : callable
    dots : Dots
        Those of the same position.
    lit : int, optional
        Number of a centroid to point out.
    """
    index = int(position)
    moment = way.moments[index]
    items: list[Item] = []
    every = range(len(moment)) if len(moment) <= _MANY else [lit]
    numbers = [number for number in every if number is not None and number < len(moment)]
    for number, path in _paths(way, position, project, dots, numbers):
        items += _path(path, bold=number == lit, rim=len(moment) <= _FEW)
    if position == index and len(moment) <= _FEW:
        items += _next(way, index, project, dots)
    order = sorted(range(len(moment)), key=lambda number: dots.points[number][2])
    colors = np.clip(np.rint(_colors_at(way, position)), 0, 255).astype(int).tolist()
    for number in order:
        items += _dot(dots, number, tuple(colors[number]), rim=len(moment) <= _FEW)
    for number in moment.redrawn:
        items += _cross(*dots.points[number][:2])
    if lit is not None and lit < len(moment):
        items += _pointed_out(dots, lit)
    return items


def _colors_at(way: Way, position: float) -> Places:
    index = int(position)
    now = way.moments[index].centroids
    if position == index or not way.leads_on(index):
        return now
    return now + (position - index) * (way.moments[index + 1].centroids - now)


def _paths(
    way: Way, position: float, project: Project, dots: Dots, numbers: Sequence[int]
) -> Iterator[tuple[int, list[Point]]]:
    """Yield the paths of some centroids, if they moved; one that was drawn anew begins there."""
    if not numbers:
        return
    index = int(position)
    begin = way.begin(index)
    chosen = _thinned(begin, index, max(_MOST_CORNERS // len(numbers), _FEWEST_CORNERS))
    born = _born(way.moments, begin, index, len(way.places[index]))
    corners = np.concatenate([way.places[each][numbers] for each in chosen])
    seen = project(corners)[:, :2].reshape(len(chosen), len(numbers), 2).tolist()
    for column, number in enumerate(numbers):
        path = [
            (x, y)
            for each, row in zip(chosen, seen, strict=True)
            if each >= born[number]
            for x, y in (row[column],)
        ]
        if position > index and number not in way.moments[index].redrawn:
            path.append(dots.points[number][:2])
        if len(path) > 1:
            yield number, path


def _thinned(begin: int, end: int, most: int) -> list[int]:
    """Choose moments from `begin` to `end`, more of the first: there centroids move farthest."""
    count = end - begin + 1
    if count <= most:
        return list(range(begin, end + 1))
    steps = np.unique(np.rint(np.geomspace(1, count, most)).astype(int)) - 1
    return [begin + step for step in steps.tolist()]


def _born(moments: Sequence[Moment], begin: int, end: int, k: int) -> list[int]:
    """Return from which moment on each centroid is the one it is at the end."""
    born = [begin] * k
    for index in range(begin, end):
        for number in moments[index].redrawn:
            born[number] = index + 1
    return born


def _path(path: list[Point], *, bold: bool, rim: bool) -> Iterator[Item]:
    points = tuple(path)
    if rim or bold:
        yield Line(points, "ground", 5 if bold else 3)
    yield Line(points, "ink", 2.5 if bold else 1.2)
    x, y = path[0]
    if rim:
        yield Circle(x, y, 2.5, "ground", "ink", 1)


def _next(way: Way, index: int, project: Project, dots: Dots) -> Iterator[Item]:
    """Draw from each centroid to where it is next; to a place drawn at random by dashes."""
    if not way.leads_on(index):
        return
    ends = project(way.places[index + 1])[:, :2].tolist()
    redrawn = set(way.moments[index].redrawn)
    for number, ((x0, y0, _depth), (x1, y1)) in enumerate(zip(dots.points, ends, strict=True)):
        if number in redrawn:
            yield Line(((x0, y0), (x1, y1)), "accent7", 1.5, (4, 3))
            yield Circle(x1, y1, 4, edge="accent7", edge_width=1.5)
        elif math.hypot(x1 - x0, y1 - y0) > dots.radii[number] + _ARROW:
            yield Line(((x0, y0), (x1, y1)), "ground", 4)
            yield Line(((x0, y0), (x1, y1)), "accent1", 2)
            yield Circle(x1, y1, 3, "accent1", "ground", 1)


def _dot(dots: Dots, number: int, color: Color, *, rim: bool) -> Iterator[Item]:
    x, y, _depth = dots.points[number]
    radius = dots.radii[number]
    if rim:
        yield Circle(x, y, radius + 2, "ground")
    yield Circle(x, y, radius, color, "ink", 1.5)


def _cross(x: float, y: float) -> Iterator[Item]:
    for slope in (1, -1):
        ends = (x - _CROSS, y - slope * _CROSS), (x + _CROSS, y + slope * _CROSS)
        yield Line(ends, "ground", 4)
        yield Line(ends, "accent7", 2)


def _pointed_out(dots: Dots, lit: int) -> Iterator[Item]:
    x, y, _depth = dots.points[lit]
    radius = dots.radii[lit]
    yield Circle(x, y, radius + 3, edge="accent1", edge_width=3)
    yield Text(x + radius + 7, y + 4, str(lit + 1), _WORDS, "ink", bold=True, halo=True)
