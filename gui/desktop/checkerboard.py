"""Squares that show through transparent pixels."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPixmap

from gui.desktop.theme import is_dark

_LIGHT, _DARK = ("#ffffff", "#d0d0d0"), ("#4a4a4a", "#383838")


def checkerboard(side: int, palette: QPalette) -> QBrush:
    """Make a brush of squares of `side` pixels that do not dazzle in the dark."""
    one, other = _DARK if is_dark(palette) else _LIGHT
    tile = QPixmap(2 * side, 2 * side)
    tile.fill(QColor(one))
    painter = QPainter(tile)
    for corner in (QPoint(0, 0), QPoint(side, side)):
        painter.fillRect(corner.x(), corner.y(), side, side, QColor(other))
    painter.end()
    return QBrush(tile)
