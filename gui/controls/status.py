"""The line at the bottom: facts about what is shown, progress of the work, and Cancel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from core.names import LONGEST_NAME, LONGEST_SENTENCE, plain
from core.wording import count_of, human_count
from gui.desktop.announcing import announce
from gui.desktop.tips import show_tip

if TYPE_CHECKING:
    from core import Histogram
    from core.model import Photo, Result
    from core.progress import Progress

_MESSAGE_MS = 4000
# Work that takes less time is not worth a flicker.
_SHOW_BAR_AFTER_MS = 150
_STEPS = 1000
# A longer one would widen the window.
_LONGEST_PHASE = 40
# On a narrow line facts are left out in this order; the outcome tells what becomes of the file.
_FIRST_LEFT_OUT = ("run", "size", "colors")
_SEPARATOR = "  ·  "


class StatusLine(QWidget):
    """Facts about photo and result on the left; progress and Cancel on the right.

    Signals
    -------
    cancel_clicked()
    """

    cancel_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: dict[str, str] = {}
        self._shows_work = False
        self._text = _ElidedLabel()
        self._phase = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._bar.setObjectName("progress")
        self._bar.setAccessibleName("Progress")
        self._cancel = QPushButton("Cancel")
        self._cancel.setToolTip("Stop what is being done (Esc)")
        self._cancel.clicked.connect(self.cancel_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.addWidget(self._text, 1)
        for widget in (self._phase, self._bar, self._cancel):
            # The hidden button keeps its place, so that the line does not jump when work begins.
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(widget is self._cancel)
            widget.setSizePolicy(policy)
            widget.hide()
            layout.addWidget(widget)
        self._message_timer = QTimer(self, singleShot=True, interval=_MESSAGE_MS)
        self._message_timer.timeout.connect(self._show_facts)
        self._bar_timer = QTimer(self, singleShot=True, interval=_SHOW_BAR_AFTER_MS)
        self._bar_timer.timeout.connect(self._show_bar)

    @property
    def text(self) -> str:
        """The whole text of the line, even where there is not enough room for it."""
        return self._text.text()

    def show_photo(self, photo: Photo | None) -> None:
        """Show name and size of a photo of which there is no result yet; None: nothing."""
        self._facts = {}
        if photo is None:
            self._show_facts()
            return
        self._facts = {
            "name": plain(photo.path.name, LONGEST_NAME) if photo.path else "photo",
            "size": f"{photo.width}×{photo.height}",
        }
        self._show_facts()

    def show_result(self, result: Result, histogram: Histogram) -> None:
        """Show the numbers of colors, and how the run ended."""
        self._facts["colors"] = f"{human_count(len(histogram))} → {len(result.palette)} colors"
        runs = "iteration" if result.iterations == 1 else "iterations"
        self._facts["run"] = f"{result.iterations} {runs}, {result.stop_reason}"
        if result.iterations == 0:  # there was nothing to find
            self._facts["run"] = result.stop_reason
        announce(self, f"Done, {count_of(len(result.palette), 'color')}")
        # What was done may be told before its result is here.
        if not self._message_timer.isActive():
            self._show_facts()

    def say(self, message: str) -> None:
        """Show a message for a few seconds."""
        self._text.setText(plain(message, LONGEST_SENTENCE))
        self._message_timer.start()
        announce(self, self.text)

    def set_busy(self, busy: bool) -> None:
        """Show progress and Cancel while work is under way."""
        if busy and self._shows_work:
            return
        self._shows_work = busy
        if busy:
            self._bar.setRange(0, 0)
            self._phase.setText("")
            self._bar_timer.start()
        else:
            self._bar_timer.stop()
            for widget in (self._phase, self._bar, self._cancel):
                widget.hide()

    def show_progress(self, progress: Progress) -> None:
        """Show how far the work is."""
        # A bar at zero looks broken; one that wanders shows that the end is not known.
        self._bar.setRange(0, _STEPS if progress.fraction >= 0.01 else 0)
        self._bar.setValue(round(progress.fraction * _STEPS))
        phase = plain(progress.phase, _LONGEST_PHASE)
        self._phase.setText(f"{phase[:1].upper()}{phase[1:]}")

    def _show_bar(self) -> None:
        for widget in (self._phase, self._bar, self._cancel):
            widget.show()

    def _show_facts(self) -> None:
        self._message_timer.stop()
        self._text.offer(list(_ever_shorter(dict(self._facts))))


def _ever_shorter(facts: dict[str, str]) -> Iterator[str]:
    """Yield all facts as one line, then with ever more of them left out."""
    yield _SEPARATOR.join(facts.values())
    for key in _FIRST_LEFT_OUT:
        if facts.pop(key, None) is not None:
            yield _SEPARATOR.join(facts.values())


class _ElidedLabel(QLabel):
    """A label that shortens its text rather than widen the window."""

    def __init__(self) -> None:
        super().__init__()
        self._texts = [""]
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def text(self) -> str:
        return self._texts[0]

    @property
    def shown(self) -> str:
        """The part of the text for which there is room."""
        return super().text()

    def setText(self, text: str) -> None:
        self.offer([text])

    def offer(self, texts: list[str]) -> None:
        """Show the first text that fits, of some ever shorter ones; the first is the whole."""
        self._texts = texts
        self.setAccessibleName(texts[0])
        self._shorten()

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002
        self._shorten()

    def _shorten(self) -> None:
        metrics, room = self.fontMetrics(), self.width()
        fitting = (text for text in self._texts if metrics.horizontalAdvance(text) <= room)
        shown = next(fitting, None)
        if shown is None:
            shown = metrics.elidedText(self._texts[-1], Qt.TextElideMode.ElideMiddle, room)
        super().setText(shown)
        show_tip(self, self._texts[0] if shown != self._texts[0] else "")
