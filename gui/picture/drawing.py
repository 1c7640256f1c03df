"""Paints the drawings of core, charts above all, in the colors of the theme."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from core.charts.curve import Curve, CurveFrame
from core.charts.drawing import (
    DARK,
    HALO,
    LIGHT,
    Circle,
    Drawing,
    Image,
    Item,
    Line,
    Paint,
    Point,
    Rect,
    Role,
    Text,
)

# Pictures in files are for printing as well.
_SCALE_IN_FILES = 2
_MOST_IMAGES = 4


def paint_drawing(painter: QPainter, drawing: Drawing, *, dark: bool) -> None:
    """Paint a drawing with its corner at the origin."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    brush = _Brush(painter, DARK if dark else LIGHT)
    for item in drawing.items:
        brush.paint(item)
    painter.restore()


def image_of_drawing(drawing: Drawing) -> QImage:
    """Make an image of a drawing as it is on paper, twice as large as on the screen."""
    size = round(drawing.width * _SCALE_IN_FILES), round(drawing.height * _SCALE_IN_FILES)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT["ground"]))
    painter = QPainter(image)
    painter.scale(_SCALE_IN_FILES, _SCALE_IN_FILES)
    paint_drawing(painter, drawing, dark=False)
    painter.end()
    return image


def png_of(image: QImage) -> bytes:
    """Encode an image as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    data: QByteArray = buffer.data()
    return bytes(data.data())


def paint_place(
    painter: QPainter, curve: Curve, frame: CurveFrame, point: Point, *, dark: bool
) -> None:
    """Paint a line through a curve, and a dot on it, where a point of it lies."""
    x = frame.x.place(point[0])
    items: list[Item] = [Line(((x, frame.y.begin), (x, frame.y.end)), "ink", 1)]
    if math.isfinite(point[1]):
        color = curve.series[0].color or "accent1"
        items.append(Circle(x, frame.y.place(point[1]), 5, color, "ground", 2))
    paint_drawing(painter, Drawing(0, 0, tuple(items)), dark=dark)


def color_of(paint: Paint, *, dark: bool) -> QColor:
    """Return the color of a role in a theme, or a certain color as it is."""
    if isinstance(paint, str):
        return QColor((DARK if dark else LIGHT)[paint])
    return QColor(*paint)


class _Brush:
    """Paints items one by one."""

    def __init__(self, painter: QPainter, colors: dict[Role, str]) -> None:
        self._painter = painter
        self._colors = {role: QColor(name) for role, name in colors.items()}
        # Many shapes have the same edge.
        self._pens: dict[tuple[Paint, float, tuple[float, ...]], QPen] = {}

    def paint(self, item: Item) -> None:
        """Paint one item."""
        painter = self._painter
        match item:
            case Line():
                painter.setPen(self._pen(item.color, item.width, item.dashes))
                painter.drawPolyline(QPolygonF([QPointF(*point) for point in item.points]))
            case Circle():
                self._dress(item)
                painter.drawEllipse(QPointF(item.x, item.y), item.radius, item.radius)
            case Rect(edge=None, fill=fill) if fill is not None:
                at = QRectF(item.x, item.y, item.width, item.height)
                painter.fillRect(at, self._color(fill))
            case Rect():
                self._dress(item)
                painter.drawRect(QRectF(item.x, item.y, item.width, item.height))
            case Text():
                self._write(item)
            case Image():
                at = QRectF(item.x, item.y, item.width, item.height)
                painter.drawImage(at, _decoded(item.png))

    def _dress(self, item: Circle | Rect) -> None:
        edge, fill = item.edge, item.fill
        none = Qt.PenStyle.NoPen
        self._painter.setPen(none if edge is None else self._pen(edge, item.edge_width))
        self._painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else self._color(fill))

    def _pen(self, paint: Paint, width: float, dashes: tuple[float, ...] = ()) -> QPen:
        key = paint, width, dashes
        if key not in self._pens:
            pen = QPen(self._color(paint), width)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            if dashes:
                pen.setDashPattern([length / width for length in dashes])
            self._pens[key] = pen
        return self._pens[key]

    def _write(self, item: Text) -> None:
        painter = self._painter
        font = QFont(painter.font())
        font.setPixelSize(round(item.size))
        font.setBold(item.bold)
        painter.setFont(font)
        width = QFontMetricsF(font).horizontalAdvance(item.text)
        part = {"start": 0.0, "middle": 0.5, "end": 1.0}[item.anchor]
        place = QPointF(item.x - part * width, item.y)
        if item.halo:
            letters = QPainterPath()
            letters.addText(place, font, item.text)
            painter.strokePath(letters, self._pen("ground", HALO))
        painter.setPen(self._color(item.color))
        painter.drawText(place, item.text)

    def _color(self, paint: Paint) -> QColor:
        return self._colors[paint] if isinstance(paint, str) else QColor(*paint)


@lru_cache(maxsize=_MOST_IMAGES)
def _decoded(png: bytes) -> QImage:
    return QImage.fromData(QByteArray(png))
