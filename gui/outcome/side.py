"""The right side of the window: controls that scroll, and at their foot what is always in view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.desktop import texts
from gui.outcome.block import OutcomeBlock

# In a lower window the controls have more need of the room.
_LOW = 400


class Side(QWidget):
    """Controls above, the outcome below.

    Parameters
    ----------
    controls : QWidget
        They are scrolled in a low window, rather than squeezed.
    outcome : OutcomeBlock
    """

    def __init__(self, controls: QWidget, outcome: OutcomeBlock) -> None:
        super().__init__()
        self._outcome = outcome
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(controls)
        bar = area.verticalScrollBar().sizeHint().width()
        texts.follow(self, lambda: area.setMinimumWidth(controls.minimumSizeHint().width() + bar))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        border = QFrame()
        border.setFrameShape(QFrame.Shape.HLine)
        border.setFrameShadow(QFrame.Shadow.Plain)
        border.setForegroundRole(self.palette().ColorRole.Mid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(border)
        column.addWidget(outcome)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the controls some room in a low window."""
        super().resizeEvent(event)
        self._outcome.show_few_lines(few=self.height() < _LOW)
