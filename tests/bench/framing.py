"""How soon the window answers while a photo is opened, cropped, turned and resized live."""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import get_native_id
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.ahead import LoadingAhead
from gui.app import make_application
from gui.desktop.store import Store
from gui.session.lane import Lane
from gui.window import MainWindow
from tests.bench.window import TICK_MS, Heartbeat, screen, settled

_LEFT = Qt.MouseButton.LeftButton
_MOVES, _KEYS, _STEPS = 60, 25, 5
_FRAME_SECONDS, _REPEAT_SECONDS, _CLICK_SECONDS = 0.012, 0.03, 0.15
_LOOK_SECONDS = 0.8
_WORST = 3


class Tick(NamedTuple):
    """Milliseconds from one tick to the next, and what the thread of the window did meanwhile.

    Parameters
    ----------
    gap : float
    worked : float
        It ran, by the clock of the thread.
    kept_out : float
        It could have run, but the processors were busy; 0 where the system does not tell.
    """

    gap: float
    worked: float
    kept_out: float

    @property
    def waited(self) -> float:
        """It waited beyond the interval of the timer: for Python, which another thread ran."""
        return max(self.gap - self.worked - self.kept_out - TICK_MS, 0.0)


class Watch(Heartbeat):
    """Knows of each tick why it was late."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks: defaultdict[str, list[Tick]] = defaultdict(list)
        self._doing = ""
        self._before = self._clocks()

    def during(self, done: Callable[[], bool], seconds: float = 600.0) -> list[float]:
        """Run the event loop until something is so; the milliseconds between ticks."""
        self._before = self._clocks()
        return super().during(done, seconds)

    def begin(self, what: str) -> None:
        """Name what is done from now on."""
        self._doing = what

    def tell(self) -> None:
        """Print the ticks of each thing that was done, and of all together."""
        for what, ticks in self.ticks.items():
            if what:
                _tell(what, ticks)
        _tell("all", [tick for what, ticks in self.ticks.items() for tick in ticks if what])

    def _tick(self) -> None:
        super()._tick()
        now = self._clocks()
        worked, kept_out = (1000 * (b - a) for a, b in zip(self._before, now, strict=True))
        self.ticks[self._doing].append(Tick(self.gaps[-1], worked, kept_out))
        self._before = now

    @staticmethod
    def _clocks() -> tuple[float, float]:
        """Return the seconds that this thread ran, and those that it was kept from running."""
        kept_out = 0.0
        if sys.platform == "linux":
            told = Path(f"/proc/self/task/{get_native_id()}/schedstat").read_text(encoding="ascii")
            kept_out = int(told.split()[1]) / 1e9
        return time.thread_time(), kept_out


def _tell(what: str, ticks: list[Tick]) -> None:
    """Print how far apart ticks were, and why the worst were late."""
    middle, late, later, worst = np.percentile([tick.gap for tick in ticks], [50, 99, 99.9, 100])
    print(
        f"    {what:<18}{len(ticks):>6} ticks  median {middle:5.1f}  99 % {late:5.1f}"
        f"  99.9 % {later:5.1f}  worst {worst:5.1f} ms"
    )
    for tick in sorted(ticks, reverse=True)[:_WORST]:
        print(
            f"    {'':<18}{tick.gap:5.1f} ms: worked {tick.worked:.1f}, kept out"
            f" {tick.kept_out:.1f}, waited {tick.waited:.1f}",
            flush=True,
        )


def run(
    photos: list[Path],
    rounds: int,
    watch: type[Watch] = Watch,
    gestures: "dict[str, Gesture] | None" = None,
) -> None:
    """Open each photo, and frame it as a hand would, or do other things with it."""
    with screen(), tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        application = QApplication.instance() or make_application()
        print(f"platform {application.platformName()}")
        for path in photos:
            ini = Path(folder) / f"{path.stem}.ini"
            _measure(path, ini, rounds, watch(), gestures or _GESTURES)


def _measure(
    path: Path, store: Path, rounds: int, heart: Watch, gestures: "dict[str, Gesture]"
) -> None:
    window = MainWindow(Store(QSettings(str(store), QSettings.Format.IniFormat)))
    window.show()
    loading = LoadingAhead(window.session, window)
    loading.begin()
    heart.during(lambda: loading.is_over)
    heart.during(lambda: False, _CLICK_SECONDS)
    heart.begin("opened")
    window.canvas.dropped.emit([path])
    heart.during(lambda: window.session.photo is not None and _at_rest(window))
    for _ in range(rounds):
        for name, gesture in gestures.items():
            heart.begin(name)
            heart.during(_by(gesture(window), window))
        heart.during(lambda: _at_rest(window))
    heart.tell()
    window.session.desks.forget_changes()
    loading.close()
    window.end()


def _at_rest(window: MainWindow) -> bool:
    """Return whether nothing is made or measured any more."""
    return settled(window.session) and not any(lane.busy for lane in window.findChildren(Lane))


def _by(gesture: Iterator[float], window: MainWindow) -> Callable[[], bool]:
    """Make a gesture go on at each look, after as many seconds as it wants; done when settled."""
    next_at = 0.0

    def is_done() -> bool:
        nonlocal next_at
        if time.perf_counter() < next_at:
            return False
        pause = next(gesture, None)
        if pause is not None:
            next_at = time.perf_counter() + pause
        return pause is None and settled(window.session)

    return is_done


def _drag_corner(window: MainWindow) -> Iterator[float]:
    """Drag the lower right corner in, a bit out again, and in."""
    window.actions_.crop.setChecked(True)
    yield _CLICK_SECONDS
    view = window.framing_desk.page.view
    for far in (0.6, 0.9, 0.75):
        begin = view.frame.bottomRight()
        end = view.place.topLeft() + far * (view.place.bottomRight() - view.place.topLeft())
        QTest.mousePress(view, _LEFT, pos=begin.toPoint())
        for step in range(1, _MOVES + 1):
            move_held(view, begin + (end - begin) * step / _MOVES)
            yield _FRAME_SECONDS
        QTest.mouseRelease(view, _LEFT, pos=end.toPoint())
        yield _CLICK_SECONDS


def move_held(view: QWidget, to: QPointF) -> None:
    """Move the pointer with the button held."""
    at, none = QPointF(view.mapToGlobal(to)), Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, to, at, Qt.MouseButton.NoButton, _LEFT, none)
    QApplication.sendEvent(view, event)


def _hold_arrows(window: MainWindow) -> Iterator[float]:
    """Hold down one arrow key after the other."""
    view = window.framing_desk.page.view
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
        for _ in range(_KEYS):
            QTest.keyPress(view, key, Qt.KeyboardModifier.ControlModifier)
            yield _REPEAT_SECONDS
        QTest.keyRelease(view, key, Qt.KeyboardModifier.ControlModifier)
        yield _CLICK_SECONDS


def _turn(window: MainWindow) -> Iterator[float]:
    """Turn once round, now and then at once."""
    for pause in (_LOOK_SECONDS, _CLICK_SECONDS, _CLICK_SECONDS, _LOOK_SECONDS):
        window.actions_.turn_left.trigger()
        yield pause


def _mirror(window: MainWindow) -> Iterator[float]:
    """Mirror and back."""
    for _ in range(2):
        window.actions_.mirror.trigger()
        yield _LOOK_SECONDS


def _resize(window: MainWindow) -> Iterator[float]:
    """Go through sizes by the arrows of the number, in per cent and of the long side."""
    window.framing_desk.leave()
    box = window.panel.size_box
    for way in ("Per cent", "Long side"):
        box.way.setCurrentIndex(box.way.findText(way))
        box.way.activated.emit(box.way.currentIndex())
        yield _LOOK_SECONDS
        for pause in (_CLICK_SECONDS,) * _STEPS + (_LOOK_SECONDS,) * 2:
            box.number.stepUp()
            yield pause


def _go_back(window: MainWindow) -> Iterator[float]:
    """Have the size as it is, and the whole photo."""
    window.session.set_settings(replace(window.session.settings, resize=None))
    yield _LOOK_SECONDS
    window.actions_.crop.setChecked(True)
    yield _CLICK_SECONDS
    window.framing_desk.page.bar.whole.click()
    yield _LOOK_SECONDS
    window.framing_desk.leave()
    yield _LOOK_SECONDS


Gesture = Callable[[MainWindow], Iterator[float]]
"""Goes on at each step, and yields after how many seconds the next one is to follow."""

_GESTURES: dict[str, Gesture] = {
    "cropped by mouse": _drag_corner,
    "cropped by keys": _hold_arrows,
    "turned": _turn,
    "mirrored": _mirror,
    "resized": _resize,
    "whole again": _go_back,
}
