"""The pipette: a cross over the photo that follows pointer and keys until a pixel is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from gui.picture.hints import paint_cross

_STEP, _FINE_STEP = 10, 1


class Picking(QObject):
    """Chooses one pixel of the photo that a widget shows.

    Signals
    -------
    changed(bool)
        Picking has begun or ended.
    pointed((int, int) or None)
        The photo pixel under the cross, when something other than the pointer moved it.
    picked(int, int)
        The photo pixel that was chosen; picking has ended before.
    """

    changed = Signal(bool)
    pointed = Signal(object)
    picked = Signal(int, int)

    def __init__(
        self, canvas: QWidget, pixel_at: Callable[[QPointF], tuple[int, int] | None]
    ) -> None:
        """Pick on a canvas that knows which photo pixel lies under a point of it."""
        super().__init__(canvas)
        self._canvas = canvas
        self._pixel_at = pixel_at
        self._at: QPointF | None = None
        self._color: QColor | None = None

    @property
    def at(self) -> QPointF | None:
        """Position of the cross; None while nothing is picked."""
        return self._at

    @property
    def active(self) -> bool:
        """Whether a pixel is being chosen."""
        return self._at is not None

    def start(self, at: QPointF) -> None:
        """Show the cross, and give the keys to the canvas."""
        self._at = at
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(True)
        self.pointed.emit(self._pixel_at(at))
        self._canvas.update()

    def stop(self) -> None:
        """End picking; nothing is chosen."""
        if self._at is not None:
            self._at = self._color = None
            self.changed.emit(False)
            self._canvas.unsetCursor()
            self._canvas.update()

    def follow(self, pointer: QPointF) -> None:
        """Move the cross to the pointer."""
        self._at = pointer
        self._canvas.update()

    def move(self, dx: int, dy: int, *, fine: bool) -> None:
        """Move the cross by one step of an arrow key; it stays on the canvas."""
        assert self._at is not None
        step = _FINE_STEP if fine else _STEP
        at = self._at + QPointF(dx * step, dy * step)
        self._at = QPointF(
            min(max(at.x(), 0), self._canvas.width() - 1),
            min(max(at.y(), 0), self._canvas.height() - 1),
        )
        self.pointed.emit(self._pixel_at(self._at))
        self._canvas.update()

    def pick(self) -> None:
        """Choose the pixel under the cross."""
        if self._at is not None:
            self.pick_at(self._at)

    def pick_at(self, at: QPointF) -> None:
        """Choose the pixel under a point; beside the photo there is none, and picking goes on."""
        pixel = self._pixel_at(at)
        if pixel is not None:
            self.stop()
            self.picked.emit(*pixel)

    def show_color(self, color: QColor | None) -> None:
        """Show the color under the cross beside it."""
        self._color = color
        self._canvas.update()

    def paint(self, painter: QPainter) -> None:
        """Paint the cross, while a pixel is being chosen."""
        if self._at is not None:
            paint_cross(painter, self._at.toPoint(), self._color, self._canvas.rect())
