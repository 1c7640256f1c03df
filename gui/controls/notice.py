"""A quiet line above the picture: notes on what reading or reducing changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from core.names import LONGEST_SENTENCE, plain
from gui.desktop.icons import icon


class Notice(QFrame):
    """Shows sentences until they are dismissed or replaced; hidden without any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._dismiss = QToolButton(autoRaise=True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._dismiss.setToolTip("Dismiss")
        self._dismiss.setAccessibleName("Dismiss the notice")
        self._dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 4)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self._tint()
        self.hide()

    @property
    def text(self) -> str:
        """The sentences that are shown."""
        return self._label.text()

    def show_notes(self, notes: Sequence[str]) -> None:
        """Show sentences; none hides the line."""
        self._label.setText(" ".join(plain(note, LONGEST_SENTENCE) for note in notes))
        self.setVisible(bool(notes))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when light became dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self._dismiss.setIcon(icon("cancel", self.palette()))
