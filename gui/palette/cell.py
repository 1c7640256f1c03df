"""How a color is painted in the grid: just its swatch, and what is marked on it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.desktop.checkerboard import checkerboard
from gui.desktop.icons import icon
from gui.palette.model import LOCKED, POINTED, Index, color_of

CELL_MARGIN = 3
_SIDE = 34
_ROUND = 4
_CHECKER = 5
_OPAQUE = 255
_LOCK = 12


class ColorCell(QStyledItemDelegate):
    """Paints a swatch, framed where it is chosen, with a lock in its corner where it is locked."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the same size for every color."""
        return QSize(_SIDE, _SIDE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one color."""
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(option.rect).adjusted(
            CELL_MARGIN + 0.5, CELL_MARGIN + 0.5, -CELL_MARGIN - 0.5, -CELL_MARGIN - 0.5
        )
        edge = QColor(palette.color(QPalette.ColorRole.Text))
        edge.setAlpha(60)
        painter.setPen(QPen(edge, 1))
        color = color_of(index.data(Qt.ItemDataRole.DisplayRole))
        if color.alpha() < _OPAQUE:
            painter.setBrush(checkerboard(_CHECKER, palette))
            painter.drawRoundedRect(place, _ROUND, _ROUND)
        painter.setBrush(color)
        painter.drawRoundedRect(place, _ROUND, _ROUND)
        if index.data(LOCKED):
            _paint_lock(painter, place, palette)
        _paint_frame(painter, place, palette, state, pointed=index.data(POINTED))
        painter.restore()


def _paint_lock(painter: QPainter, place: QRectF, palette: QPalette) -> None:
    """Paint the lock on a ground of the window's color, to be seen on any swatch."""
    corner = QRectF(place.right() - _LOCK - 2, place.bottom() - _LOCK - 2, _LOCK + 3, _LOCK + 3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Window))
    painter.drawRoundedRect(corner, _ROUND, _ROUND)
    icon("lock", palette).paint(painter, corner.toRect())


def _paint_frame(
    painter: QPainter,
    place: QRectF,
    palette: QPalette,
    state: QStyle.StateFlag,
    *,
    pointed: bool,
) -> None:
    """Frame a color that is chosen, pointed at, or where the keys are."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    around = place.adjusted(-2, -2, 2, 2)
    strong = QColor(palette.color(QPalette.ColorRole.Highlight))
    if state & QStyle.StateFlag.State_Selected:
        painter.setPen(QPen(strong, 3))
        painter.drawRoundedRect(around, _ROUND + 1, _ROUND + 1)
    elif pointed or state & QStyle.StateFlag.State_MouseOver:
        strong.setAlpha(140)
        painter.setPen(QPen(strong, 2))
        painter.drawRoundedRect(around, _ROUND + 1, _ROUND + 1)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(place.adjusted(1.5, 1.5, -1.5, -1.5), _ROUND - 1, _ROUND - 1)
