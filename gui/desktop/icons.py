"""Icons drawn in the text color of the theme."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QTransform,
)
from PySide6.QtSvg import QSvgRenderer

import resources

# They point to where one goes, which is the other side where people read from right to left.
_MIRRORED = frozenset({"previous", "next", "undo", "redo"})
# Qt takes them, and Python would delete what nobody here refers to any more.
_CLONES: list[QIconEngine] = []


def icon(name: str, palette: QPalette) -> QIcon:
    """Make the icon `icons/NAME.svg`, tinted for a palette, enabled and disabled."""
    text = QPalette.ColorRole.WindowText
    return _tinted(
        name,
        palette.color(QPalette.ColorGroup.Active, text).name(),
        palette.color(QPalette.ColorGroup.Disabled, text).name(),
    )


def read_all() -> None:
    """Read the drawings of all icons: later their files may be gone."""
    for file in resources.path("icons/open.svg").parent.glob("*.svg"):
        _drawing(file.stem)


@cache
def _drawing(name: str) -> str:
    return resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=128)
def _tinted(name: str, enabled: str, disabled: str) -> QIcon:
    return QIcon(_Tinted(name, enabled, disabled))


class _Tinted(QIconEngine):
    """Draws an icon when it is seen, as large as it is: the window paints when it has only those.

    Parameters
    ----------
    name : str
    enabled, disabled : str
        Colors, as "#rrggbb".
    """

    def __init__(self, name: str, enabled: str, disabled: str) -> None:
        super().__init__()
        self._name, self._enabled, self._disabled = name, enabled, disabled
        self._drawn: dict[tuple[int, int, bool, bool], QPixmap] = {}

    def clone(self) -> QIconEngine:
        """Make another one, for an icon that Qt is about to change."""
        made = _Tinted(self._name, self._enabled, self._disabled)
        _CLONES.append(made)
        return made

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the icon into a rectangle, with the pixels of the screen."""
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.pixmap(rect.size() * ratio, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        """Draw the icon as large as asked for, or return it as it was drawn before."""
        mirrored = self._name in _MIRRORED and QGuiApplication.isRightToLeft()
        key = size.width(), size.height(), mode == QIcon.Mode.Disabled, mirrored
        if key not in self._drawn:
            drawn = self._draw(size, self._disabled if key[2] else self._enabled)
            if mirrored:
                drawn = drawn.transformed(QTransform.fromScale(-1, 1))
            self._drawn[key] = drawn
        return self._drawn[key]

    def _draw(self, size: QSize, color: str) -> QPixmap:
        drawing = _drawing(self._name).replace("currentColor", color)
        renderer = QSvgRenderer(QByteArray(drawing.encode()))
        renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        pixmap = QPixmap(size)
        pixmap.fill(QColor(Qt.GlobalColor.transparent))
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
        return pixmap
