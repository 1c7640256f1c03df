"""The right side of the window: controls that scroll, and at their foot what is always in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
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
        self._area = area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(controls)
        self._controls = controls
        controls.installEventFilter(self)
        texts.follow(self, self._keep_width)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the controls when they need another width, as with a row that came."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep_width()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the controls some room in a low window."""
        super().resizeEvent(event)
        self._outcome.show_few_lines(few=self.height() < _LOW)

    def _keep_width(self) -> None:
        """Never be narrower than the controls: they are scrolled up and down only."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        self._area.setMinimumWidth(self._controls.minimumSizeHint().width() + bar)
