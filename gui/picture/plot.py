"""A widget that shows a drawing of core, and what all plots have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.language import translated
from gui.desktop import texts
from gui.desktop.theme import is_dark
from gui.picture.drawing import paint_drawing

if TYPE_CHECKING:
    from core.charts.drawing import Drawing
    from core.charts.table import Table

# Plots in files have at least this size, whatever room they have in the window.
_SIZE_IN_FILES = 720, 420


class Plot(QWidget):
    """A plot that can be walked through by keys and by pointer; kinds of it say what is drawn.

    Parameters
    ----------
    name : str
        A marked text for screen readers.

    Signals
    -------
    pointed(int or None)
        What of the plot is under the pointer: a cluster, or a moment.
    chosen(int)
        It was clicked, or walked to by keys.
    """

    pointed = Signal(object)
    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        texts.put(self.setAccessibleName, lambda: translated(name))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 56)
        # What can be saved is in the menu of the right button as well.
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._shows_focus = False

    def drawn(self, width: float, height: float) -> Drawing:
        """Draw the plot in so many pixels."""
        raise NotImplementedError

    def table(self) -> Table:
        """Return the numbers that are drawn."""
        raise NotImplementedError

    def for_file(self) -> Drawing:
        """Draw the plot as large as a file should have it."""
        width, height = _SIZE_IN_FILES
        return self.drawn(max(width, self.width()), max(height, self.height()))

    def at(self, x: float, y: float) -> int | None:
        """Find what lies at a place."""
        raise NotImplementedError

    def stepped(self, direction: int) -> int | None:
        """Return what comes before or after what is lit."""
        raise NotImplementedError

    def describe(self, sentence: str) -> None:
        """Tell a screen reader what the plot shows."""
        if sentence != self.accessibleDescription():
            self.setAccessibleDescription(sentence)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the drawing."""
        painter = QPainter(self)
        drawing = self.drawn(self.width(), self.height())
        paint_drawing(painter, drawing, dark=is_dark(self.palette()))
        self.paint_focus(painter)
        painter.end()

    def paint_focus(self, painter: QPainter) -> None:
        """Show that keys arrive here, if it was by key that they came."""
        if self._shows_focus:
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is pointed at."""
        at = event.position()
        self.pointed.emit(self.at(at.x(), at.y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked."""
        at = event.position()
        found = self.at(at.x(), at.y())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self.chosen.emit(found)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is pointed at any more."""
        self.pointed.emit(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with left and right."""
        direction = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        found = None if direction is None else self.stepped(direction)
        if found is not None:
            self.chosen.emit(found)
        elif direction is None:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus if it came by key."""
        keys = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        self._shows_focus = event.reason() in keys
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        self._shows_focus = False
        super().focusOutEvent(event)
        self.update()
