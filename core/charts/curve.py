"""Curves: lines over a horizontal axis, with round numbers, a limit, and marks of what happens."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from core.charts.axis import Axis, written
from core.charts.drawing import (
    ACCENTS,
    Circle,
    Drawing,
    Item,
    Line,
    Paint,
    Point,
    Rect,
    Text,
    shortened,
    width_of,
)
from core.charts.table import Column, Table
from core.language import _, translated
from core.wording import with_decimal_sign

_WORDS = 12.0
_GAP = 6.0
_MORE_TICKS = 5
_TICK_ROOM_X, _TICK_ROOM_Y = 56.0, 34.0
# Whole numbers of few digits may stand closer than numbers in general.
_LEAST_TICK_ROOM_X = 28.0
# Less than this is not enough for names beside the lines.
_NARROW, _LOW = 320.0, 150.0
# The names of lines stand below them then, each after a piece of its line.
_SAMPLE, _ROW = 20.0, _WORDS + 4
_LEAST_PLOT = 40.0
# Lines differ by these as well, for those who do not tell their colors apart.
_DASHES: tuple[tuple[float, ...], ...] = ((), (7, 3), (2, 3), (9, 3, 2, 3), (12, 4), (4, 2), (1, 2))
_FEW_POINTS = 40


@dataclass(frozen=True, slots=True)
class Series:
    """One line.

    Parameters
    ----------
    title : str
    points : tuple of (float, float)
        Rising in x. Where y is not finite the line has a gap.
    color : Paint or None
        None: the accent of its place among the lines.
    """

    title: str
    points: tuple[Point, ...]
    color: Paint | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happens at a place of the horizontal axis.

    Parameters
    ----------
    x : float
    title : str
        Shortly what: it is written at the top.
    """

    x: float
    title: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Lines over a horizontal axis, before they have a size.

    Parameters
    ----------
    title, x_title, y_title : str
        Of the whole, and of the two axes; these, the title of the limit and those of lines may be
        marked by `N_`.
    series : tuple of Series
    limit : float or None
        A height that matters, drawn across.
    limit_title : str
    marks : tuple of Mark
    log : bool
        Whether equal steps upwards are equal factors; what is not above 0 then lies at the bottom.
    log_x : bool
        The same to the right.
    whole : bool
        Whether the numbers of the horizontal axis are whole.
    from_zero : bool
        Whether the vertical axis begins at 0.
    """

    title: str
    x_title: str
    y_title: str
    series: tuple[Series, ...]
    limit: float | None = None
    limit_title: str = ""
    marks: tuple[Mark, ...] = ()
    log: bool = False
    log_x: bool = False
    whole: bool = True
    from_zero: bool = False


@dataclass(frozen=True, slots=True)
class CurveFrame:
    """Where a curve lies within its drawing: what a pointer needs to find numbers.

    Parameters
    ----------
    x, y : Axis
    names : float
        Width of the room for names at the right.
    low : bool
        Whether there is too little height for the words that can be missed.
    legend : tuple of tuple of int
        Rows of lines that are named below the plot, where there is no room beside it.
    """

    x: Axis
    y: Axis
    names: float
    low: bool
    legend: tuple[tuple[int, ...], ...] = ()

    def point(self, point: Point) -> Point:
        """Return the pixel of numbers."""
        return self.x.place(point[0]), self.y.place(point[1])


def frame_of(curve: Curve, width: float, height: float) -> CurveFrame:
    """Lay out a curve in so many pixels."""
    curve = _in_words(curve)
    points = [point for series in curve.series for point in series.points]
    heights = [y for _, y in points] + ([] if curve.limit is None else [curve.limit])
    low = height < _LOW
    # The topmost number of the axis is not to touch the title.
    air = 0.0 if low else (_WORDS + _GAP / 2 if curve.marks else _GAP)
    top = 2 * _GAP + _WORDS + air
    several = len(curve.series) > 1
    bottom = max(height - (1 if low else 2) * _WORDS - 2.5 * _GAP, top + 1)
    legend = _legend_rows(curve, width) if several and width < _NARROW else ()
    if bottom - len(legend) * _ROW >= top + _LEAST_PLOT:
        bottom -= len(legend) * _ROW
    else:
        legend = ()
    y = Axis.around(heights, bottom, top, log=curve.log, from_zero=curve.from_zero)
    left = 2 * _GAP + max((width_of(written(tick), _WORDS) for tick in _y_ticks(y)), default=0)
    longest = max((width_of(each.title, _WORDS) for each in curve.series), default=0)
    names = min(longest + _GAP, 0.4 * width) if several and width >= _NARROW else 0.0
    right = max(width - 2 * _GAP - names, left + 1)
    widths = [x for x, _ in points] + [mark.x for mark in curve.marks]
    return CurveFrame(
        Axis.around(widths, left, right, log=curve.log_x, whole=curve.whole), y, names, low, legend
    )


def draw_curve(
    curve: Curve, width: float = 640, height: float = 360, at: float | None = None
) -> Drawing:
    """Draw a curve.

    Parameters
    ----------
    curve : Curve
    width, height : float
        In pixels; where there is little room, names and most numbers are left out.
    at : float, optional
        A place of the horizontal axis to point out.
    """
    curve = _in_words(curve)
    frame = frame_of(curve, width, height)
    items: list[Item] = [Rect(0, 0, width, height, fill="ground")]
    items += _grid(curve, frame)
    items += _marks(curve, frame)
    items += _limit(curve, frame)
    for number, series in enumerate(curve.series):
        items += _line(series, number, curve, frame)
    items += _names(curve, frame) if frame.names else ()
    items += _legend(curve, frame, height) if frame.legend else ()
    items += _pointed_out(curve, frame, at) if at is not None else ()
    return Drawing(width, height, tuple(items), curve.title, describe_curve(curve))


def curve_table(curve: Curve) -> Table:
    """Return the numbers of a curve: a row for each x, a column for each line."""
    places = sorted({x for series in curve.series for x, _ in series.points})
    heights = [dict(series.points) for series in curve.series]
    columns = (Column(curve.x_title), *(Column(series.title) for series in curve.series))
    rows = tuple(
        (_whole(x) if curve.whole else x, *(line.get(x) for line in heights)) for x in places
    )
    return Table(curve.title, columns, rows)


def _in_words(curve: Curve) -> Curve:
    """Return a curve with the titles that people read."""
    return replace(
        curve,
        title=translated(curve.title),
        x_title=translated(curve.x_title),
        y_title=translated(curve.y_title),
        limit_title=translated(curve.limit_title),
        series=tuple(replace(each, title=translated(each.title)) for each in curve.series),
    )


def color_of(curve: Curve, number: int) -> Paint:
    """Return the color of a line by its place."""
    return curve.series[number].color or ACCENTS[number % len(ACCENTS)]


def _whole(x: float) -> float:
    return int(x) if x == int(x) else x


def _y_ticks(axis: Axis) -> list[float]:
    most = max(int(abs(axis.end - axis.begin) / _TICK_ROOM_Y), 2)
    # Round numbers that are far apart may all lie beyond the ends.
    found = [axis.ticks(each) for each in range(most, most + _MORE_TICKS)]
    room = abs(axis.end - axis.begin) / (_WORDS + _GAP)
    fitting = (ticks for ticks in found if 1 < len(ticks) <= room)
    return next(fitting, next(filter(None, found), [])[:1])


def _x_ticks(curve: Curve, axis: Axis) -> list[float]:
    """Return the places of the points themselves if all can be written, otherwise round numbers."""
    places = sorted({x for series in curve.series for x, _ in series.points})
    pixels = [axis.place(x) for x in places]
    if curve.whole and all(b - a >= _LEAST_TICK_ROOM_X for a, b in pairwise(pixels)):
        return places
    return axis.ticks(max(int((axis.end - axis.begin) / _TICK_ROOM_X), 2))


def _grid(curve: Curve, frame: CurveFrame) -> Iterator[Item]:
    x, y = frame.x, frame.y
    for tick in _y_ticks(y):
        height = y.place(tick)
        yield Line(((x.begin, height), (x.end, height)), "hairline")
        yield Text(x.begin - _GAP, height + 4, written(tick), _WORDS, "faint", "end")
    for tick in _x_ticks(curve, x):
        yield Line(((x.place(tick), y.begin), (x.place(tick), y.begin + 4)), "faint")
        yield Text(x.place(tick), y.begin + 4 + _WORDS, written(tick), _WORDS, "faint", "middle")
    yield Line(((x.begin, y.begin), (x.end, y.begin)), "faint")
    room = x.end + frame.names
    yield Text(_GAP, _GAP + _WORDS, shortened(curve.y_title, _WORDS, room), _WORDS, "ink")
    if frame.low:
        return
    title = shortened(curve.x_title, _WORDS, x.end - x.begin)
    yield Text(x.end, y.begin + 2 * _WORDS + 1.5 * _GAP, title, _WORDS, "ink", "end")


def _marks(curve: Curve, frame: CurveFrame) -> Iterator[Item]:
    """Draw marks; the title of one that would lie on another's is left out."""
    free = -math.inf
    for mark in curve.marks:
        place, half = frame.x.place(mark.x), width_of(mark.title, _WORDS) / 2
        ends = ((place, frame.y.begin), (place, frame.y.end - 2))
        yield Line(ends, "faint", 1, (1, 3))
        # Farther to the left it would lie on the numbers of the axis.
        middle = min(max(place, frame.x.begin + half), frame.x.end + frame.names - half)
        if middle - half >= free and not frame.low:
            yield Text(middle, frame.y.end - _GAP / 2, mark.title, _WORDS, "faint", "middle")
            free = middle + half + _GAP


def _limit(curve: Curve, frame: CurveFrame) -> Iterator[Item]:
    if curve.limit is None:
        return
    height = frame.y.place(curve.limit)
    yield Line(((frame.x.begin, height), (frame.x.end, height)), "ink", 1, (6, 4))
    room = frame.x.end - frame.x.begin
    title = shortened(curve.limit_title, _WORDS, room)
    # It stands below the line where it would otherwise leave the plot.
    below = height - frame.y.end < _WORDS + _GAP
    place = height + _WORDS + 2 if below else height - 4
    # What is limited mostly falls to the right, so there is room at the left.
    yield Text(frame.x.begin + _GAP, place, title, _WORDS, "ink")


def _line(series: Series, number: int, curve: Curve, frame: CurveFrame) -> Iterator[Item]:
    color, dashes = color_of(curve, number), _DASHES[number % len(_DASHES)]
    for piece in _pieces(series.points):
        places = tuple(frame.point(point) for point in piece)
        if len(places) > 1:
            yield Line(places, color, 2, dashes)
        if len(places) == 1 or len(series.points) <= _FEW_POINTS:
            yield from (Circle(x, y, 3, fill=color) for x, y in places)


def _pieces(points: Sequence[Point]) -> Iterator[list[Point]]:
    """Cut a line where a height is not finite."""
    piece: list[Point] = []
    for x, y in points:
        if math.isfinite(y):
            piece.append((x, y))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _names(curve: Curve, frame: CurveFrame) -> Iterator[Item]:
    """Write the name of each line at its end, moved where two would lie on each other."""
    ends = []
    for number, series in enumerate(curve.series):
        heights = [y for _, y in series.points if math.isfinite(y)]
        if heights:
            ends.append((frame.y.place(heights[-1]), number))
    ends.sort()
    step = _WORDS + 2
    places = [height for height, _ in ends]
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + step)
    # What was pushed below the plot pushes back upwards.
    room = frame.y.begin
    for i in reversed(range(len(places))):
        places[i] = min(places[i], room)
        room = places[i] - step
    for place, (_height, number) in zip(places, ends, strict=True):
        title = shortened(curve.series[number].title, _WORDS, frame.names - _GAP)
        yield Text(frame.x.end + _GAP, place + 4, title, _WORDS, color_of(curve, number))


def _legend_rows(curve: Curve, width: float) -> tuple[tuple[int, ...], ...]:
    """Part the lines into rows that have room for their names."""
    rows: list[list[int]] = [[]]
    used = 0.0
    for number, series in enumerate(curve.series):
        needed = _named_width(series)
        if rows[-1] and used + needed > width - _GAP:
            rows.append([])
            used = 0.0
        rows[-1].append(number)
        used += needed
    return tuple(map(tuple, rows))


def _named_width(series: Series) -> float:
    """Return the room that a piece of a line and its name need."""
    return _SAMPLE + width_of(series.title, _WORDS) + 3 * _GAP


def _legend(curve: Curve, frame: CurveFrame, height: float) -> Iterator[Item]:
    for row, numbers in enumerate(frame.legend):
        y, x = height - _GAP - (len(frame.legend) - 1 - row) * _ROW, _GAP
        for number in numbers:
            series, color = curve.series[number], color_of(curve, number)
            sample = (x, y - _WORDS / 3), (x + _SAMPLE, y - _WORDS / 3)
            yield Line(sample, color, 2, _DASHES[number % len(_DASHES)])
            room = frame.x.end - x - _SAMPLE
            title = shortened(series.title, _WORDS, room)
            yield Text(x + _SAMPLE + _GAP, y, title, _WORDS, "ink")
            x += _named_width(series)


def _pointed_out(curve: Curve, frame: CurveFrame, at: float) -> Iterator[Item]:
    place = frame.x.place(at)
    yield Line(((place, frame.y.begin), (place, frame.y.end)), "ink", 1)
    for number, series in enumerate(curve.series):
        height = dict(series.points).get(at, math.nan)
        if math.isfinite(height):
            x, y = frame.point((at, height))
            yield Circle(x, y, 5, color_of(curve, number), "ground", 2)


def describe_curve(curve: Curve) -> str:
    """Tell how each line goes, for those who do not see it."""
    curve, told = _in_words(curve), []
    for series in curve.series:
        seen = [(x, y) for x, y in series.points if math.isfinite(y)]
        if seen:
            told.append(_described(curve, series, seen[0], seen[-1]))
    if not told:
        return _("{title}: no numbers yet.").format(title=curve.title)
    # Translators: what is drawn, and how its lines go
    return _("{title}: {lines}.").format(title=curve.y_title, lines="; ".join(told))


def _described(curve: Curve, series: Series, begin: Point, end: Point) -> str:
    if len(curve.series) > 1:
        told = _("{line}: from {begin} at {axis} {first} to {end} at {last}")
    else:
        told = _("from {begin} at {axis} {first} to {end} at {last}")
    return told.format(
        line=series.title,
        begin=written(_shortly(begin[1])),
        axis=curve.x_title,
        first=with_decimal_sign(f"{begin[0]:g}"),
        end=written(_shortly(end[1])),
        last=with_decimal_sign(f"{end[0]:g}"),
    )


def _shortly(value: float) -> float:
    """Round a number to four digits; the largest there are would not be numbers any more."""
    rounded = float(f"{value:.4g}")
    return rounded if math.isfinite(rounded) else value
