"""A header with a triangle that opens and closes what is below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gui.desktop.tips import show_tip, tip


class Disclosure(QWidget):
    """Header of a part that may be closed, with a word about what is changed in there.

    Signals
    -------
    toggled(bool)
        The user has opened or closed it, or `is_open` was set.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, what: str) -> None:
        super().__init__()
        self._title = title
        self._what = what
        self._changed: tuple[str, ...] = ()
        self._button = QToolButton(autoRaise=True)
        self._button.setText(title)
        self._button.setCheckable(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.toggled.connect(self._show_state)
        self._button.toggled.connect(self.toggled)
        self._word = QLabel()
        self._word.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._button)
        layout.addWidget(self._word)
        layout.addStretch(1)
        self._show_state()

    @property
    def is_open(self) -> bool:
        """Whether the part below is shown."""
        return self._button.isChecked()

    @is_open.setter
    def is_open(self, is_open: bool) -> None:
        self._button.setChecked(is_open)

    @property
    def word(self) -> str:
        """What is told about changes; empty while the part is open, which shows them."""
        return "" if self.is_open or not self._changed else f"{len(self._changed)} changed"

    def show_changed(self, titles: tuple[str, ...]) -> None:
        """Take the titles of what is not as it would be by itself."""
        self._changed = titles
        self._show_state()

    def _show_state(self) -> None:
        arrow = Qt.ArrowType.DownArrow if self.is_open else Qt.ArrowType.RightArrow
        self._button.setArrowType(arrow)
        self._word.setText(self.word)
        self._word.setVisible(bool(self.word))
        changed = f"Changed: {', '.join(self._changed)}" if self._changed else ""
        verb = "Hide" if self.is_open else "Show"
        self._button.setToolTip(tip(f"{verb} {self._what}", changed))
        show_tip(self._word, changed)
        self._button.setAccessibleName(self._title)
        state = "open" if self.is_open else "closed"
        self._button.setAccessibleDescription("; ".join(filter(None, (state, changed))))
