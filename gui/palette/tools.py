"""Buttons over the colors, with words under their icons while there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.desktop import texts

_ICON = QSize(18, 18)
_WITH_WORDS = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
_WITHOUT = Qt.ToolButtonStyle.ToolButtonIconOnly


class Tools(QWidget):
    """A row of buttons for actions; narrow, it leaves out the words, which the tips have too."""

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[QToolButton] = []
        # A button that is asked for its width makes the layout ask again: it is asked once.
        self._widths: dict[Qt.ToolButtonStyle, int] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(1)
        texts.follow(self, self._measure_again)

    def take_actions(self, actions: Sequence[QAction | None]) -> None:
        """Offer actions; None is a gap that grows."""
        for action in actions:
            if action is None:
                self._row.addStretch(1)
                continue
            button = QToolButton(autoRaise=True)
            button.setDefaultAction(action)
            button.setIconSize(_ICON)
            self._buttons.append(button)
            self._row.addWidget(button)
        self._widths = {}
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the room for the icons alone."""
        return QSize(self._width_with(_WITHOUT), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the words if they fit."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Show the words if they fit in another font or style."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._measure_again()

    def _measure_again(self) -> None:
        self._widths = {}
        self._fit()

    def _fit(self) -> None:
        style = _WITH_WORDS if self.width() >= self._width_with(_WITH_WORDS) else _WITHOUT
        for button in self._buttons:
            if button.toolButtonStyle() != style:
                button.setToolButtonStyle(style)

    def _width_with(self, style: Qt.ToolButtonStyle) -> int:
        """Return the width of all buttons in a style, asked of a button that nobody sees."""
        if style in self._widths:
            return self._widths[style]
        probe = QToolButton(self, autoRaise=True)
        probe.hide()
        probe.setIconSize(_ICON)
        probe.setToolButtonStyle(style)
        width = 0
        for button in self._buttons:
            probe.setText(button.text())
            probe.setIcon(button.icon())
            width += probe.sizeHint().width() + self._row.spacing()
        probe.setParent(None)
        probe.deleteLater()
        self._widths[style] = width
        return width
