"""What pops up beside a button of the outcome, and tells when nobody looks any more."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QWidget

from core.language import translated
from gui.desktop import texts


class Popup(QFrame):
    """A frame with a marked text as its title, closed by Esc or by a click beside it.

    Signals
    -------
    closed()
    """

    closed = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        texts.put(self.setWindowTitle, lambda: translated(title))

    def move_beside(self, button: QWidget) -> None:
        """Move it above a button, or below if there is no room; its size is known by now."""
        corner = button.mapToGlobal(button.rect().topRight())
        left, top = corner.x() - self.width() + 1, corner.y() - self.height()
        room = button.screen().availableGeometry()
        if self.isRightToLeft():
            left = button.mapToGlobal(button.rect().topLeft()).x()
            left = min(left, room.right() - self.width() + 1)
        if top < room.top():
            top = button.mapToGlobal(button.rect().bottomRight()).y() + 1
        self.move(QPoint(max(left, room.left()), min(top, room.bottom() - self.height())))

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that nobody looks any more."""
        super().hideEvent(event)
        self.closed.emit()
