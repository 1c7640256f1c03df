"""The line at the bottom: what is shown, what is being done, and Cancel."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from core.console import human_bytes, human_count

if TYPE_CHECKING:
    from core.histogram import Histogram
    from core.model import Photo, Progress, Result

_MESSAGE_MS = 4000
# Work that is over sooner is not worth a flicker.
_SHOW_BAR_AFTER_MS = 150
_STEPS = 1000


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
        self._text = _ElidedLabel()
        self._phase = QLabel()
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
            # Their place is kept, so that the line does not jump when work begins.
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
        """What the line says."""
        return self._text.text()

    def show_photo(self, photo: Photo) -> None:
        """Tell name and size of a photo; nothing is known of a result yet."""
        self._facts = {
            "name": photo.path.name if photo.path else "photo",
            "size": f"{photo.width}×{photo.height}",
        }
        if photo.file_bytes is not None:
            self._facts["before"] = human_bytes(photo.file_bytes)
        self._show_facts()

    def show_result(self, result: Result, histogram: Histogram) -> None:
        """Tell how many colors became how many, how the run ended, and how near it came."""
        from core.metrics import psnr

        self._facts["colors"] = f"{human_count(len(histogram))} → {len(result.palette)} colors"
        runs = "iteration" if result.iterations == 1 else "iterations"
        self._facts["run"] = f"{result.iterations} {runs}, {result.stop_reason}"
        if result.iterations == 0:  # there was nothing to find
            self._facts["run"] = result.stop_reason
        quality = psnr(result)
        self._facts["quality"] = f"PSNR {quality:.1f} dB" if isfinite(quality) else "no error"
        self._show_facts()

    def show_file_size(self, size: int | None) -> None:
        """Tell the size of the file that would be saved; None: not known yet."""
        self._facts["after"] = "…" if size is None else human_bytes(size)
        self._show_facts()

    def say(self, message: str) -> None:
        """Show a message for a few seconds."""
        self._text.setText(message)
        self._message_timer.start()

    def set_busy(self, busy: bool) -> None:
        """Show progress and Cancel while work is under way."""
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
        # A bar at nothing looks broken; one that wanders says that the end is not known.
        self._bar.setRange(0, _STEPS if progress.fraction >= 0.01 else 0)
        self._bar.setValue(round(progress.fraction * _STEPS))
        self._phase.setText(f"{progress.phase[:1].upper()}{progress.phase[1:]}")

    def _show_bar(self) -> None:
        for widget in (self._phase, self._bar, self._cancel):
            widget.show()

    def _show_facts(self) -> None:
        self._message_timer.stop()
        facts = [
            self._facts[key]
            for key in ("name", "size", "colors", "run", "quality")
            if key in self._facts
        ]
        if "before" in self._facts and "colors" in self._facts:
            facts.append(f"{self._facts['before']} → {self._facts.get('after', '…')}")
        elif "before" in self._facts:
            facts.append(self._facts["before"])
        self._text.setText("  ·  ".join(facts))


class _ElidedLabel(QLabel):
    """A label that shortens its text rather than widen the window."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def text(self) -> str:
        return self._whole

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._shorten()

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002
        self._shorten()

    def _shorten(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, self.width()
        )
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
