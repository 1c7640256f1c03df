"""How soon the window answers while it works: the real window, a real photo."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.settings import Settings
from gui.app import make_application
from gui.store import Store
from gui.window import MainWindow

TICK_MS = 5
_IDLE_SECONDS = 5.0
_RUNS = (Settings(16), Settings(256), Settings(7, "in_pixels"), Settings(64, "kmeans++"))


class Heartbeat:
    """A 5 ms timer of the window's thread, and how late each of its ticks was."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def during(self, done: Callable[[], bool], seconds: float = 120.0) -> list[float]:
        """Run the event loop until something is so; the milliseconds between ticks."""
        self.gaps, self._last = [], time.perf_counter()
        loop, end = QEventLoop(), time.perf_counter() + seconds
        looker = QTimer(interval=TICK_MS)
        looker.timeout.connect(lambda: loop.quit() if done() or time.perf_counter() > end else None)
        looker.start()
        self._timer.start()
        loop.exec()
        self._timer.stop()
        return self.gaps

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(1000 * (now - self._last))
        self._last = now


def run(photos: list[Path]) -> None:
    """Milliseconds between the ticks of a 5 ms timer: median, 99.9 %, worst; Cancel; closing."""
    application = QApplication.instance() or make_application()
    print(f"platform {application.platformName()}")
    with tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        for path in photos:
            measure(path, Path(folder) / f"{path.stem}.ini")


def measure(path: Path, store: Path) -> None:
    """Measure with one photo."""
    window = MainWindow(Store(QSettings(str(store), QSettings.Format.IniFormat)))
    window.show()
    session, heart = window.session, Heartbeat()
    tell("idle", heart.during(lambda: False, _IDLE_SECONDS))
    window.open([path])
    tell(f"open {path.name}, 8 colors", heart.during(lambda: settled(session)))
    for settings in _RUNS:
        session.set_settings(settings)
        what = f"{settings.colors} colors, {settings.start}"
        tell(what, heart.during(lambda: settled(session)))
    session.save_image(store.with_suffix(".png"))
    tell("save", heart.during(lambda: not session.saving))
    delays = [cancel(window, heart, 0.05 * (n + 1)) for n in range(10)]
    print(f"    Cancel: acknowledged after at most {max(delays):.1f} ms (10 times)")
    session.set_settings(Settings(256, "random", 9999, 1))
    heart.during(lambda: False, 0.5)
    session.forget_changes()
    begin = time.perf_counter()
    window.close()
    took = 1000 * (time.perf_counter() - begin)
    print(f"    closed while it worked: all threads ended in {took:.0f} ms")


def settled(session) -> bool:
    return session.result is not None and not session.busy


def cancel(window: MainWindow, heart: Heartbeat, after: float) -> float:
    """Press Cancel a while after a run began; the milliseconds until the window says so."""
    session = window.session
    session.set_settings(Settings(200, "random", 9999, round(after * 100)))
    heart.during(lambda: False, after)
    begin = time.perf_counter()
    window.actions_.cancel.trigger()
    heart.during(lambda: not session.busy and "Cancelled" in window.status.text, 10)
    return 1000 * (time.perf_counter() - begin)


def tell(what: str, gaps: list[float]) -> None:
    middle, late, worst = np.percentile(gaps, [50, 99.9, 100])
    print(
        f"    {what:<34}{len(gaps):>6} ticks  median {middle:5.1f}  99.9 % {late:6.1f}"
        f"  worst {worst:6.1f} ms",
        flush=True,
    )
