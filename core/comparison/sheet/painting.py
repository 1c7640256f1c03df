"""A drawing of `core.charts` as pixels, without a window."""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Iterator

from PIL import Image as Pictures
from PIL import ImageColor, ImageDraw

from core.charts.drawing import (
    LIGHT,
    Circle,
    Drawing,
    Image,
    Item,
    Line,
    Paint,
    Point,
    Rect,
    Text,
)
from core.comparison.sheet.fonts import drawable, font
from core.settings import Color

# Pillow draws lines without half tones: they come by drawing larger.
_TIMES = 3
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def painted(drawing: Drawing) -> Pictures.Image:
    """Paint a drawing in its light colors: an RGB image of its size."""
    size = round(drawing.width), round(drawing.height)
    large = Pictures.new("RGB", (size[0] * _TIMES, size[1] * _TIMES), LIGHT["ground"])
    pen = ImageDraw.Draw(large)
    for item in drawing.items:
        _paint(large, pen, item)
    return large.resize(size, Pictures.Resampling.BOX)


def _paint(large: Pictures.Image, pen: ImageDraw.ImageDraw, item: Item) -> None:
    match item:
        case Line():
            for piece in _dashed(item.points, item.dashes):
                places = [(x * _TIMES, y * _TIMES) for x, y in piece]
                pen.line(places, _color(item.color), round(item.width * _TIMES), joint="curve")
        case Circle():
            left, top = item.x - item.radius, item.y - item.radius
            box = _scaled(left, top, 2 * item.radius, 2 * item.radius)
            pen.ellipse(box, *_look(item))
        case Rect():
            pen.rectangle(_scaled(item.x, item.y, item.width, item.height), *_look(item))
        case Text():
            place = item.x * _TIMES, item.y * _TIMES
            letters = font(round(item.size * _TIMES))
            words, anchor = drawable(item.text), _ANCHORS[item.anchor]
            pen.text(place, words, _color(item.color), letters, anchor)
        case Image():
            box = _scaled(item.x, item.y, item.width, item.height)
            left, top, right, bottom = map(round, box)
            picture = Pictures.open(io.BytesIO(item.png)).convert("RGBA")
            large.paste(picture.resize((right - left, bottom - top)), (left, top))


def _scaled(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    return x * _TIMES, y * _TIMES, (x + width) * _TIMES, (y + height) * _TIMES


def _look(item: Circle | Rect) -> tuple[Color | None, Color | None, int]:
    fill = None if item.fill is None else _color(item.fill)
    edge = None if item.edge is None else _color(item.edge)
    return fill, edge, round(item.edge_width * _TIMES)


def _color(paint: Paint) -> Color:
    if not isinstance(paint, str):
        return paint
    red, green, blue = ImageColor.getrgb(LIGHT[paint])[:3]
    return red, green, blue


def _dashed(points: tuple[Point, ...], dashes: tuple[float, ...]) -> Iterator[list[Point]]:
    """Cut a line into the pieces that are drawn, by lengths drawn and left out by turns."""
    if not dashes:
        yield list(points)
        return
    lengths = itertools.cycle(dashes if len(dashes) % 2 == 0 else dashes * 2)
    left, drawn, piece = next(lengths), True, [points[0]]
    for begin, end in itertools.pairwise(points):
        at, whole = 0.0, math.dist(begin, end)
        while whole - at > left:
            at += left
            place = _between(begin, end, at / whole)
            if drawn:
                yield [*piece, place]
            left, drawn, piece = next(lengths), not drawn, [place]
        left -= whole - at
        piece.append(end)
    if drawn:
        yield piece


def _between(begin: Point, end: Point, part: float) -> Point:
    return begin[0] + (end[0] - begin[0]) * part, begin[1] + (end[1] - begin[1]) * part
