"""Where a window opens: on a screen that is there, and no larger than it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

# The window manager adds a frame and a title; Qt knows them once the window is shown.
_FRAME = 40


def keep_on_screen(window: QWidget) -> None:
    """Move and shrink a window, before it is shown, so that all of it can be seen."""
    primary = QGuiApplication.primaryScreen()
    others = [each for each in QGuiApplication.screens() if each is not primary]
    areas = [each.availableGeometry() for each in (primary, *others) if each is not None]
    window.setGeometry(placed(window.geometry(), window.minimumSize(), areas))


def placed(wanted: QRect, least: QSize, areas: Sequence[QRect]) -> QRect:
    """Return a place like the one wanted, within the screen that it is on most.

    Parameters
    ----------
    wanted : QRect
    least : QSize
        It is never smaller, even where a screen is.
    areas : sequence of QRect
        What windows may take of each screen, the first where it goes if it is on none.
    """

    def seen(area: QRect) -> int:
        both = area.intersected(wanted)
        return both.width() * both.height()

    if not areas:
        return wanted
    area = max(areas, key=seen)
    room = area.adjusted(0, _FRAME, 0, 0)
    size = wanted.size().boundedTo(room.size()).expandedTo(least)
    left = min(max(wanted.left(), room.left()), room.right() + 1 - size.width())
    top = min(max(wanted.top(), room.top()), room.bottom() + 1 - size.height())
    return QRect(max(left, area.left()), max(top, area.top()), size.width(), size.height())
