"""A quiet line above the picture: notes on what reading or reducing changed, and offers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from core.language import _
from core.names import LONGEST_SENTENCE, plain
from gui.desktop import texts
from gui.desktop.announcing import announce
from gui.desktop.icons import icon
from gui.desktop.mirroring import keep_room


class Notice(QFrame):
    """Shows sentences until they are dismissed or replaced; hidden without any.

    An offer is a sentence with a button; it stays while the notes beside it change.

    Signals
    -------
    accepted()
        The button of the offer was pressed.
    """

    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: texts.Words = ""
        self._button: texts.Words = ""
        self._notes: tuple[str, ...] = ()
        self._accept = QPushButton()
        self._accept.clicked.connect(self._take_offer)
        self._label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._dismiss = QToolButton(autoRaise=True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        texts.put(self._dismiss.setToolTip, lambda: _("Dismiss"))
        texts.put(self._dismiss.setAccessibleName, lambda: _("Dismiss the notice"))
        self._dismiss.clicked.connect(self._forget)
        layout = QHBoxLayout(self)
        keep_room(self, layout, 12, 4, 4, 4)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self._tint()
        texts.follow(self, self._show)

    @property
    def text(self) -> str:
        """The sentences that are shown."""
        return self._label.text()

    def show_notes(self, notes: Sequence[str]) -> None:
        """Show sentences; none hides the line, unless there is an offer."""
        self._notes = tuple(notes)
        self._show()

    def offer(self, sentence: texts.Words, button: texts.Words) -> None:
        """Show a sentence with a button before the notes; an empty one takes the offer back."""
        self._offer, self._button = sentence, button
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when light became dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _show(self) -> None:
        offer = (texts.spoken(self._offer),) if self._offer else ()
        sentences = (*offer, *self._notes)
        self._accept.setText(texts.spoken(self._button))
        self._label.setText(" ".join(plain(each, LONGEST_SENTENCE) for each in sentences))
        self._accept.setVisible(bool(self._offer))
        self.setVisible(bool(sentences))
        announce(self, self.text)

    def _forget(self) -> None:
        self._offer, self._notes = "", ()
        self._show()

    def _take_offer(self) -> None:
        self.offer("", "")
        self.accepted.emit()

    def _tint(self) -> None:
        self._dismiss.setIcon(icon("cancel", self.palette()))
