"""Buttons and a slider that go through the moments of a run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QElapsedTimer, QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QStyle,
    QToolButton,
    QWidget,
)

from core.language import N_, NP_, _, translated
from gui.desktop import texts
from gui.desktop.announcing import name_combo_box
from gui.desktop.icons import icon
from gui.kmeans.playback import Playback

_NATIVE = QKeySequence.SequenceFormat.NativeText
# Seconds that a moment takes.
_SPEEDS = (
    (NP_("speed", "slow"), 2.0),
    (NP_("speed", "medium"), 0.9),
    (NP_("speed", "fast"), 0.3),
    (NP_("speed", "very fast"), 0.08),
)
_USUAL = 1
# The screen shows no more frames in a second.
_FRAME_MS = 16


class MomentSlider(QSlider):
    """A slider whose handle comes to where its track is clicked."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the handle to the pointer, and have it dragged from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            room = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
            at = round(event.position().x()) - room // 2
            span = self.width() - room
            lowest, highest = self.minimum(), self.maximum()
            self.setValue(QStyle.sliderValueFromPosition(lowest, highest, at, span))
        super().mousePressEvent(event)


class Player(QWidget):
    """Goes through the moments of a run: by hand, by keys, or by itself.

    Signals
    -------
    moved(float)
        The position: the index of a moment, and while it plays, how far it is to the next.
    playing_changed(bool)
    """

    moved = Signal(float)
    playing_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback = Playback()
        self._follows = True
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._advance)
        self._clock = QElapsedTimer()
        self._buttons = {
            "first": _button(N_("To the first moment"), "Ctrl+Home", self.to_first),
            "back": _button(N_("One step back"), "Ctrl+Left", lambda: self.step(-1)),
            "play": _button(N_("Play"), "P", self.toggle),
            "forward": _button(N_("One step on"), "Ctrl+Right", lambda: self.step(1)),
            "last": _button(N_("To the last moment"), "Ctrl+End", self.to_last),
        }
        self._buttons["play"].setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # With a frame it shows whether the keys are at it.
        self._buttons["play"].setAutoRaise(False)
        for keys, slot in (
            *(("Ctrl+Home", self.to_first), ("Ctrl+End", self.to_last), ("P", self.toggle)),
            *(("Ctrl+Left", partial(self.step, -1)), ("Ctrl+Right", partial(self.step, 1))),
        ):
            # Those of a button press it visibly, and a moment later.
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        # Whoever comes here by key wants to play.
        self.setFocusProxy(self._buttons["play"])
        self.slider = MomentSlider()
        texts.put(self.slider.setAccessibleName, lambda: _("Moment of the run"))
        texts.put(
            self.slider.setToolTip, lambda: _("Drag through the run; arrow keys go step by step")
        )
        self.slider.valueChanged.connect(self.go_to)
        self._where = QLabel()
        self._speed = QComboBox(sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._speed.addItems([""] * len(_SPEEDS))
        texts.follow(self._speed, self._name_speeds)
        self._speed.setCurrentIndex(_USUAL)
        texts.put(self._speed.setToolTip, lambda: _("How fast it plays"))
        # As on all devices that play: time goes from left to right, as it does in plots.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in self._buttons.values():
            row.addWidget(button)
        row.addSpacing(6)
        row.addWidget(self.slider, 1)
        row.addWidget(self._where)
        row.addWidget(self._speed)
        name_combo_box(self._speed, N_("Speed"))
        self._tint()
        texts.follow(self, self._show)

    @property
    def index(self) -> int:
        """The moment shown."""
        return self._playback.index

    @property
    def position(self) -> float:
        """The moment shown, and how far it is to the next."""
        return self._playback.position

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    @property
    def follows(self) -> bool:
        """Whether it shows the newest moment as they come."""
        return self._follows and not self.playing

    def begin(self) -> None:
        """Be empty, and follow the moments that come."""
        self.pause()
        self._follows = True
        self._playback = Playback()
        self._show()

    def set_count(self, count: int) -> None:
        """Tell how many moments there are; the newest is shown unless the user looks elsewhere."""
        follows = self.follows
        self._playback = self._playback.of(count)
        if follows:
            self._playback = self._playback.at(count - 1)
        self._show()
        self.moved.emit(self.position)

    def go_to(self, index: int) -> None:
        """Show a moment."""
        self.pause()
        self._look_at(self._playback.at(index))

    def step(self, direction: int) -> None:
        """Show the moment after or before."""
        self.go_to(self.index + direction)

    def to_first(self) -> None:
        """Show how it begins."""
        self.go_to(0)

    def to_last(self) -> None:
        """Show how it ends."""
        self.go_to(self._playback.last)

    def toggle(self) -> None:
        """Play, from the beginning if it is at the end; or pause."""
        if self.playing:
            self.pause()
            return
        if self._playback.count > 1:
            if self._playback.at_end:
                self._look_at(self._playback.at(0))
            self._clock.start()
            self._timer.start()
            self._show()
            self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stay at the moment shown."""
        if self.playing:
            self._timer.stop()
            self._look_at(self._playback.at(self.index))
            self.playing_changed.emit(False)

    def changeEvent(self, event: QEvent) -> None:
        """Draw icons anew when light became dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _advance(self) -> None:
        seconds = self._clock.restart() / 1000
        self._look_at(self._playback.after(seconds / _SPEEDS[self._speed.currentIndex()][1]))
        if self._playback.at_end:
            self.pause()

    def _look_at(self, playback: Playback) -> None:
        self._playback = playback
        self._follows = playback.at_end
        self._show()
        self.moved.emit(self.position)

    def _name_speeds(self) -> None:
        for place, (name, _seconds) in enumerate(_SPEEDS):
            self._speed.setItemText(place, translated(name))

    def _show(self) -> None:
        now = self._playback
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, now.last)
            self.slider.setValue(now.index)
        where = _("{number} of {count}").format(number=now.index + 1, count=now.count)
        self._where.setText(where if now.count else "")
        self.setEnabled(now.count > 0)
        for name, can in (
            *(("first", now.index > 0), ("back", now.index > 0)),
            *(("forward", not now.at_end), ("last", not now.at_end)),
        ):
            self._buttons[name].setEnabled(can)
        play, word = self._buttons["play"], _("Pause") if self.playing else _("Play")
        if play.text() != word:
            play.setText(word)
            play.setToolTip(f"{word} (P)")
            play.setIcon(icon("pause" if self.playing else "play", self.palette()))

    def _tint(self) -> None:
        drawings = {name: name for name in self._buttons}
        drawings |= {"back": "step-back", "forward": "step-forward"}
        drawings["play"] = "pause" if self.playing else "play"
        for name, drawing in drawings.items():
            self._buttons[name].setIcon(icon(drawing, self.palette()))


def _button(name: str, keys: str, slot: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setIconSize(QSize(20, 20))
    texts.put(button.setText, lambda: translated(name))
    texts.put(button.setAccessibleName, lambda: translated(name))
    shortcut = QKeySequence(keys).toString(_NATIVE)
    texts.put(button.setToolTip, lambda: f"{translated(name)} ({shortcut})")
    button.clicked.connect(slot)
    return button
