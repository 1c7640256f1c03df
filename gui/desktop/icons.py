"""Icons drawn in the text color of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

# Sizes for menus and buttons, at one and two device pixels a point. No others are drawn: the window
# paints only when all are done.
_SIZES = (16, 20, 32, 40)
_LARGE_SIZES = (40, 88, 176)
_LARGE = {"broken", "drop"}


def icon(name: str, palette: QPalette) -> QIcon:
    """Make the icon `icons/NAME.svg`, tinted for a palette, enabled and disabled."""
    text = QPalette.ColorRole.WindowText
    return _tinted(
        name,
        palette.color(QPalette.ColorGroup.Active, text).name(),
        palette.color(QPalette.ColorGroup.Disabled, text).name(),
    )


@lru_cache(maxsize=128)
def _tinted(name: str, enabled: str, disabled: str) -> QIcon:
    drawing = resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, color in ((QIcon.Mode.Normal, enabled), (QIcon.Mode.Disabled, disabled)):
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", color).encode()))
        for size in _LARGE_SIZES if name in _LARGE else _SIZES:
            made.addPixmap(_rendered(renderer, size), mode)
    return made


def _rendered(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
