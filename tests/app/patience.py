"""Waits for the window as long as anything moves in it, and holds its work where it is asked to.

What the window shows at a moment must not depend on how fast the machine is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from unittest.mock import patch

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from core import Progress, language
from core.direction import without_marks
from core.writing.png import encode, optimize
from gui.session.lane import Lane

_LOOK_MS = 10
# Two minutes at least. Looks are counted, as a busy machine takes fewer of them in a second.
_LOOKS_WITHOUT_LIFE = 12_000
_REPORT_SECONDS = 0.05
_SECONDS_TO_OPTIMIZE = 3600


class WaitedInVain(Exception):
    """Nothing moved for long, and what was waited for is not so."""


class _Life(QObject):
    """Counts the looks since a lane of a window moved last."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0
        self._known: set[Lane] = set()
        self._heard: set[Progress] = set()

    def look(self) -> None:
        """Count one more look, and listen to lanes that are new."""
        self.looks += 1
        for lane in lanes():
            if lane not in self._known:
                self._known.add(lane)
                lane.progressed.connect(self._hear)
                lane.busy_changed.connect(self._move)

    def _hear(self, progress: Progress) -> None:
        # Work that stands still may go on to report the same.
        if progress not in self._heard:
            self._heard.add(progress)
            self._move()

    def _move(self) -> None:
        self.looks = 0


def lanes() -> Iterator[Lane]:
    """Find the lanes of all windows."""
    for window in QApplication.topLevelWidgets():
        yield from window.findChildren(Lane)


def wait_until(so: Callable[[], bool]) -> None:
    """Run the event loop until something is so, and still is when the loop has ended.

    Raises
    ------
    WaitedInVain
        When nothing has moved for long.
    """
    life, loop, ticker = _Life(), QEventLoop(), QTimer(interval=_LOOK_MS)

    def look() -> None:
        life.look()
        if so() or life.looks > _LOOKS_WITHOUT_LIFE:
            loop.quit()

    ticker.timeout.connect(look)
    ticker.start()
    loop.exec()
    # A loop that is told to quit first does what is due at the same time.
    while not so():
        if life.looks > _LOOKS_WITHOUT_LIFE:
            raise WaitedInVain
        loop.exec()
    ticker.stop()


def settle() -> None:
    """Wait until nothing in a window is about to change by itself."""
    # What is painted may ask for more, as thumbnails are made of photos that are seen.
    for _ in range(3):
        wait_until(lambda: True)
        wait_until(_is_quiet)


def _is_quiet() -> bool:
    held = any(lane in _held for lane in lanes())
    windows = QApplication.topLevelWidgets()
    timers = (timer for window in windows for timer in window.findChildren(QTimer))
    if any(timer.isActive() and timer.isSingleShot() for timer in timers):
        return False
    return held or not any(lane.busy for lane in lanes())


_held: set[Lane] = set()


def _spoken(phase: str) -> tuple[str, ...]:
    """Return how phases that begin so in English begin in the language that is spoken."""
    known = getattr(language._Now.language.catalog, "_catalog", {})
    texts = [(key, text) for key, text in known.items() if isinstance(key, str)]
    begun = [text.split("{")[0] for key, text in texts if key.startswith(phase)]
    for key, text in texts:
        before, field, _after = key.partition("{")
        if field and before and phase.startswith(before):
            begun.append(text.split("{")[0] + phase.removeprefix(before))
    return (phase, *begun)


@contextmanager
def held(phase: str, fraction: float) -> Iterator[Callable[[], bool]]:
    """Hold the work that first reports a phase, until it is cancelled.

    How far work is at some moment is another in each run; held work reports one fraction for ever.

    Parameters
    ----------
    phase : str
        What the name of the phase begins with.
    fraction : float, 0…1
        Reported by the held work.

    Yields
    ------
    callable
        Returns whether work is held.
    """
    submit, reached, beginnings = Lane.submit, Event(), _spoken(phase)

    def submit_held(lane, work, done, failed):
        def hold(report):
            def gate(progress):
                report(progress)
                if without_marks(progress.phase).startswith(beginnings):
                    _held.add(lane)
                    reached.set()
                    while True:  # `report` raises as soon as the work is cancelled
                        report(Progress(fraction, progress.phase))
                        time.sleep(_REPORT_SECONDS)

            return work(gate)

        return submit(lane, hold, done, failed)

    with patch.object(Lane, "submit", submit_held):
        yield reached.is_set
    _held.clear()


@contextmanager
def unhurried() -> Iterator[None]:
    """Allow the optimizer of PNG files all the time it needs, and ask it once for each file.

    Where it is given up, the file is larger, and so is the size shown.
    """
    smallest: dict[tuple[optimize.Try, ...], bytes | None] = {}

    def smallest_png(tries, limits, tick):
        key = tuple(tries)
        if key not in smallest:
            limits = limits._replace(seconds=_SECONDS_TO_OPTIMIZE)
            smallest[key] = optimize.smallest_png(tries, limits, tick)
        return smallest[key]

    with patch.object(encode, "smallest_png", smallest_png):
        yield
