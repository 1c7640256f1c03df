"""Paints the words and signs over a photo, or in its place: captions, handle, hints."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeySequence,
    QLinearGradient,
    QPainter,
    QPalette,
    QPen,
)

from core.language import _, isolated, pgettext
from gui.desktop.icons import icon

_MARGIN = 10
_HANDLE_RADIUS = 14
_LEAST_UNDER_GRIP = 6 * _HANDLE_RADIUS
_SWATCH_ROOM = 36


def paint_caption(painter: QPainter, text: str, side: QRect, *, left: bool) -> None:
    """Name one side in its upper outer corner, if there is room for the whole name."""
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 20, metrics.height() + 8
    if width + 2 * _MARGIN + _HANDLE_RADIUS > side.width() + _MARGIN:
        return
    x = side.left() if left else side.right() - width
    _paint_pill(painter, QRectF(x, side.top() + _MARGIN, width, height), text)


def _paint_pill(painter: QPainter, pill: QRectF, text: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    # Black at this opacity can be read on any picture, light or dark.
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(QColor("white"))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def paint_handle(painter: QPainter, x: int, area: QRect, photo: QRect, *, grip: bool) -> None:
    """Paint the split: a line over the photo, maybe with a grip; both show on any picture."""
    line = photo.intersected(area)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for width, color in ((4.0, QColor(0, 0, 0, 110)), (2.0, QColor("white"))):
        painter.setPen(QPen(color, width))
        if line.left() <= x <= line.right():
            painter.drawLine(QPointF(x, line.top()), QPointF(x, line.top() + line.height()))
    if grip:
        _paint_grip(painter, QPointF(x, _grip_y(line, area)))
    painter.restore()


def _grip_y(line: QRect, area: QRect) -> float:
    """Return the height of the grip: in the middle, or below a picture that it would hide."""
    if line.height() >= _LEAST_UNDER_GRIP:
        return area.center().y()
    return min(line.bottom() + 2 * _HANDLE_RADIUS, area.bottom() - _HANDLE_RADIUS)


def _paint_grip(painter: QPainter, middle: QPointF) -> None:
    painter.save()
    painter.setPen(QPen(QColor(0, 0, 0, 110), 1.5))
    painter.setBrush(QColor("white"))
    painter.drawEllipse(middle, _HANDLE_RADIUS, _HANDLE_RADIUS)
    painter.setPen(QPen(QColor("#333333"), 2, c=Qt.PenCapStyle.RoundCap))
    for direction in (-1, 1):
        tip = middle + QPointF(direction * 8, 0)
        for dy in (-4, 4):
            painter.drawLine(tip, tip + QPointF(-direction * 4, dy))
    painter.restore()


def paint_divider(painter: QPainter, second: QRect, palette: QPalette) -> None:
    """Paint a quiet line between two views of the same photo, where the second begins."""
    painter.save()
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Window), 3))
    end = second.bottomLeft() if second.left() > 0 else second.topRight()
    painter.drawLine(QPointF(second.topLeft()), QPointF(end))
    painter.restore()


def paint_footnote(painter: QPainter, text: str, color: QColor, side: QRect) -> None:
    """Show the color under the pointer with a sentence about it, at the bottom."""
    metrics = painter.fontMetrics()
    room = side.width() - 2 * _MARGIN - 20 - _SWATCH_ROOM
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    width, height = metrics.horizontalAdvance(text) + 20 + _SWATCH_ROOM, 28
    x = side.center().x() - width / 2
    label = QRectF(x, side.bottom() - _MARGIN - height, width, height)
    _paint_color_label(painter, label, color, text)


def _paint_color_label(painter: QPainter, label: QRectF, color: QColor, text: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 190))
    painter.drawRoundedRect(label, 8, 8)
    painter.setPen(QPen(QColor(255, 255, 255, 120), 1))
    painter.setBrush(color)
    swatch, words = (
        QRectF(label.x() + 6, label.y() + 5, 24, 18),
        label.adjusted(_SWATCH_ROOM, 0, 0, 0),
    )
    if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        swatch.moveRight(label.right() - 6)
        words = label.adjusted(0, 0, -_SWATCH_ROOM, 0)
    painter.drawRoundedRect(swatch, 4, 4)
    painter.setPen(QColor("white"))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()


def paint_cross(painter: QPainter, at: QPoint, color: QColor | None, area: QRect) -> None:
    """Mark the pixel that would be picked, visible on any picture, and show its color."""
    painter.save()
    if color is not None:
        text = isolated(color.name())
        width, height = painter.fontMetrics().horizontalAdvance(text) + 8 + _SWATCH_ROOM, 28
        # The label stands beside the cross, on the side where there is room.
        x = at.x() + 18 if at.x() + 18 + width < area.right() else at.x() - 18 - width
        y = min(max(at.y() + 14, area.top() + 4), area.bottom() - height - 4)
        _paint_color_label(painter, QRectF(x, y, width, height), color, text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, width in ((QColor(0, 0, 0, 160), 3), (QColor("white"), 1)):
        painter.setPen(QPen(color, width))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(at + QPoint(4 * dx, 4 * dy), at + QPoint(14 * dx, 14 * dy))
    painter.restore()


def paint_heat_scale(painter: QPainter, colors: Sequence[QColor], side: QRect) -> None:
    """Explain the colors of the difference: from none to clearly another color."""
    width, height = min(220, side.width() - 4 * _MARGIN), 44
    if width < 120 or side.height() < 120 or not colors:
        return
    box = QRectF(side.right() - _MARGIN - width, side.bottom() - _MARGIN - height, width, height)
    painter.save()
    # As the colors and their numbers, in all languages.
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(box, 8, 8)
    bar = QRectF(box.left() + 12, box.top() + 8, box.width() - 24, 10)
    ramp = QLinearGradient(bar.topLeft(), bar.topRight())
    for place in range(17):
        ramp.setColorAt(place / 16, colors[round(place / 16 * (len(colors) - 1))])
    painter.setPen(QPen(QColor(255, 255, 255, 90), 1))
    painter.setBrush(ramp)
    painter.drawRect(bar)
    painter.setPen(QColor("white"))
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.85)
    painter.setFont(font)
    text = QRectF(bar.left(), bar.bottom() + 3, bar.width(), 18)
    for align, words in (
        (Qt.AlignmentFlag.AlignLeft, pgettext("color difference", "same")),
        (Qt.AlignmentFlag.AlignHCenter, "ΔE 10"),
        (Qt.AlignmentFlag.AlignRight, "20+"),
    ):
        painter.drawText(text, align, words)
    painter.restore()


def paint_empty(painter: QPainter, area: QRect, palette: QPalette, hovered: bool) -> None:
    """Write in the middle of an empty window what to do; less while a photo hovers over it."""
    small = area.height() < 180 or area.width() < 260
    size = 40 if small else 88
    title = QFont(painter.font())
    title.setPointSizeF(title.pointSizeF() * (1.15 if small else 1.7))
    keys = QKeySequence(QKeySequence.StandardKey.Open).toString(
        QKeySequence.SequenceFormat.NativeText
    )
    line = QFontMetrics(title).height()
    top = area.center().y() - (size + 3 * line) // 2
    place = QRect(area.center().x() - size // 2, top, size, size)
    painter.save()
    painter.setOpacity(0.55)
    icon("drop", palette).paint(painter, place)
    painter.setOpacity(1)
    painter.setPen(palette.color(QPalette.ColorRole.WindowText))
    painter.setFont(title)
    text = QRect(area.left(), place.bottom() + line // 2, area.width(), line)
    painter.drawText(text, Qt.AlignmentFlag.AlignCenter, _("Drop photos or a folder here"))
    title.setPointSizeF(title.pointSizeF() / (1.15 if small else 1.7))
    painter.setFont(title)
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    hint = _("or click to choose photos ({keys})").format(keys=keys)
    if painter.fontMetrics().horizontalAdvance(hint) > area.width() - 2 * _MARGIN:
        hint = _("or click")
    if not hovered:
        painter.drawText(text.translated(0, line + 4), Qt.AlignmentFlag.AlignCenter, hint)
    painter.restore()


def paint_drop(painter: QPainter, area: QRect, free: QRect, palette: QPalette) -> None:
    """Show that what hovers may be dropped, in words at the lower end of the part that is free."""
    color = palette.color(QPalette.ColorRole.Highlight)
    veil = QColor(color)
    veil.setAlpha(60)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(area, veil)
    painter.setPen(QPen(color, 3, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(QRectF(area).adjusted(8, 8, -8, -8), 10, 10)
    text = _("Drop to open")
    width, height = painter.fontMetrics().horizontalAdvance(text) + 32, 36
    pill = QRectF(free.center().x() - width / 2, free.bottom() - height - 28, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def paint_focus(painter: QPainter, area: QRect, palette: QPalette) -> None:
    """Show that the keys work on the picture."""
    painter.save()
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
    painter.drawRect(area.adjusted(1, 1, -1, -1))
    painter.restore()
