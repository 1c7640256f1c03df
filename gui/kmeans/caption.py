"""What happens at the moment shown, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.kmeans import words

if TYPE_CHECKING:
    from core.model import Moment
    from gui.kmeans.watching import Run

_LINES = 2


class Caption(QWidget):
    """Name and numbers of a moment, the cluster that is lit up, and what happens, in sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Moment, bool] | None = None
        self._meaning = ""
        self._title, self._numbers, self._cluster, self._about = (QLabel() for _ in range(4))
        for label in (self._title, self._numbers, self._cluster, self._about):
            label.setTextFormat(Qt.TextFormat.PlainText)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._numbers.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._about.setWordWrap(True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        # Sentences that are longer would push the picture up and down while it plays.
        self._about.setMinimumHeight(_LINES * self._about.fontMetrics().lineSpacing() + 2)
        row = QHBoxLayout()
        row.addWidget(self._title)
        row.addSpacing(8)
        row.addWidget(self._numbers)
        row.addStretch(1)
        row.addWidget(self._cluster)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._about)

    @property
    def text(self) -> str:
        """All that is said."""
        return " ".join((self._title.text(), self._numbers.text(), self._about.text()))

    def show_moment(self, run: Run, index: int) -> bool:
        """Tell about a moment; return whether it is another than before."""
        now = run.moments[index], run.trace is not None
        if self._shown is not None and self._shown[0] is now[0] and self._shown[1] == now[1]:
            return False
        self._shown = now
        self.speak(run, index)
        return True

    def speak(self, run: Run, index: int) -> None:
        """Describe the moment in the language that is spoken."""
        self._title.setText(words.title_of(run, index))
        self._numbers.setText(words.numbers_of(run, index))
        self._meaning = words.about(run, index)
        self._about.setText(self._meaning)

    def show_cluster(self, text: str) -> None:
        """Tell about the cluster that is lit up."""
        self._cluster.setText(text)

    def say(self, sentence: str) -> None:
        """Say what was done, or can be; an empty sentence tells about the moment again."""
        self._about.setText(sentence or self._meaning)
