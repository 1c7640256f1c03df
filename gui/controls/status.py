"""The line at the bottom: facts about what is shown, progress of the work, and Cancel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from core.language import _, isolated, ngettext, pgettext, translated
from core.names import LONGEST_NAME, LONGEST_SENTENCE, plain
from core.wording import human_count, size_in_pixels
from gui.desktop import texts
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
_FIRST_LEFT_OUT = ("run", "size", "colors", "matters")
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
        # What a result was like stays when it is gone: they are made of numbers, in any language.
        self._facts: dict[str, Callable[[], str]] = {}
        self._matters = self._shows_work = False
        self._text = _ElidedLabel()
        self._phase = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._bar.setObjectName("progress")
        texts.put(self._bar.setAccessibleName, lambda: _("Progress"))
        self._cancel = QPushButton()
        texts.put(self._cancel.setText, lambda: _("Cancel"))
        texts.put(self._cancel.setToolTip, lambda: _("Stop what is being done (Esc)"))
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
        texts.follow(self, self._speak)

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
        name = plain(photo.path.name, LONGEST_NAME) if photo.path else ""
        width, height = photo.width, photo.height
        self._facts = {
            "name": lambda: isolated(name) or pgettext("a photo without a name", "photo"),
            "size": lambda: size_in_pixels(width, height),
        }
        self._show_facts()

    def show_matters(self, *, painted: bool) -> None:
        """Show whether parts of the photo were painted that matter more or less."""
        if painted != self._matters:
            self._matters = painted
            if not self._message_timer.isActive():
                self._show_facts()

    def show_result(self, result: Result, histogram: Histogram) -> None:
        """Show the numbers of colors, and how the run ended."""
        before, colors = len(histogram), len(result.palette)
        iterations, end = result.iterations, result.stop_reason
        self._facts["colors"] = lambda: _fewer_colors(before, colors)
        self._facts["run"] = lambda: _how_it_ended(iterations, end)
        done = ngettext("Done, {count} color", "Done, {count} colors", colors)
        announce(self, done.format(count=colors))
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
        facts = {key: words() for key, words in self._facts.items()}
        if facts and self._matters:
            # Translators: parts of the photo were painted that matter more or less than others
            facts["matters"] = _("what matters is painted")
        self._text.offer(list(_ever_shorter(facts)))

    def _speak(self) -> None:
        if not self._message_timer.isActive():
            self._show_facts()


def _fewer_colors(before: int, colors: int) -> str:
    # Translators: the photo's number of colors, and that of the result: "24 316 → 8 colors"
    words = ngettext("{before} → {count} colors", "{before} → {count} colors", colors)
    return words.format(before=human_count(before), count=colors)


def _how_it_ended(iterations: int, end: str) -> str:
    reason = translated(end)
    if iterations == 0:  # there was nothing to find
        return reason
    # Translators: how a run ended: "12 iterations, at rest"
    words = ngettext("{count} iteration, {reason}", "{count} iterations, {reason}", iterations)
    return words.format(count=iterations, reason=reason)


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
