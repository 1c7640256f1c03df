"""What shows through transparent pixels."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap


def checkerboard(side: int) -> QBrush:
    """Make a brush of light squares, so many pixels a side; the same in light and dark."""
    tile = QPixmap(2 * side, 2 * side)
    tile.fill(QColor("#ffffff"))
    painter = QPainter(tile)
    for corner in (QPoint(0, 0), QPoint(side, side)):
        painter.fillRect(corner.x(), corner.y(), side, side, QColor("#d0d0d0"))
    painter.end()
    return QBrush(tile)
