"""How soon the window answers while it works: the real window, a real photo."""

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.reduction import edit
from core.settings import Settings
from gui.app import make_application
from gui.desktop.store import Store
from gui.picture.canvas import Canvas
from gui.window import MainWindow
from tests.app.screen import new_screen

TICK_MS = 5
_IDLE_SECONDS = 5.0
_TRIES = 7
_ACTIONS = 200
_PREVIEWED = (8, 16, 64, 256)
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
    """How soon something is seen, and milliseconds between the ticks of a 5 ms timer."""
    with screen(), tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        application = QApplication.instance() or make_application()
        print(f"platform {application.platformName()}")
        for path in photos:
            measure(path, Path(folder) / f"{path.stem}.ini")


@contextmanager
def screen() -> Iterator[None]:
    """Bring a screen where there is none: Qt would end the process without one.

    Raises
    ------
    SystemExit
        When none can be brought, with a sentence that names what is missing.
    """
    named = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & os.environ.keys()
    if named or not sys.platform.startswith("linux"):
        yield
        return
    if shutil.which("Xvfb") is None:
        sys.exit(
            "There is no screen to show the window on, and no Xvfb to bring one: install it with"
            " `sudo apt-get install xvfb`, or run this in a desktop session."
        )
    with new_screen() as brought, patch.dict(os.environ, brought.environment):
        yield


def measure(path: Path, store: Path) -> None:
    """Measure with one photo."""
    window = MainWindow(Store(QSettings(str(store), QSettings.Format.IniFormat)))
    window.show()
    session, heart = window.session, Heartbeat()
    tell("idle", heart.during(lambda: False, _IDLE_SECONDS))
    seen = Painted(window.canvas)
    print("  seen after, ms (median and worst of the tries)")
    say("drop → original", [to_original(window, path, heart, seen) for _ in range(_TRIES)])
    for colors in _PREVIEWED:
        tries = [slide(window, heart, seen, colors) for _ in range(_TRIES)]
        say(f"slider at rest → preview, {colors} colors", [first for first, _ in tries])
        say(f"preview → exact, {colors} colors", [then for _, then in tries])
    say("pan, a frame of", pan(window, heart, seen))
    say("palette edit → preview", [edit_palette(window, heart, seen) for _ in range(_TRIES)])
    print("  ticks of a 5 ms timer")
    gaps = heart.during(actions(window, path), 600)
    tell(f"{_ACTIONS} random actions", gaps)
    session.desks.forget_changes()
    session.set_settings(Settings())
    heart.during(lambda: settled(session))
    session.desks.forget_changes()
    window.open([path])
    tell(f"open {path.name}", heart.during(lambda: settled(session)))
    for settings in _RUNS:
        session.set_settings(settings)
        what = f"{settings.colors} colors, {settings.start}"
        tell(what, heart.during(lambda: settled(session)))
    session.save_image(store.with_suffix(".png"))
    tell("save", heart.during(lambda: not session.saving))
    tell("idle again", heart.during(lambda: False, _IDLE_SECONDS))
    delays = [cancel(window, heart, 0.05 * (n + 1)) for n in range(10)]
    print(f"    Cancel: acknowledged after at most {max(delays):.1f} ms (10 times)")
    session.set_settings(Settings(256, "random", 9999, 1))
    heart.during(lambda: False, 0.5)
    session.desks.forget_changes()
    begin = time.perf_counter()
    window.close()
    took = 1000 * (time.perf_counter() - begin)
    print(f"    closed while it worked: all threads ended in {took:.0f} ms")


class Painted:
    """Remembers when the canvas was painted last, and with what."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.times: list[float] = []
        canvas.painted.connect(lambda: self.times.append(time.perf_counter()))

    def since(self, begin: float) -> bool:
        """Return whether it was painted after a moment."""
        return bool(self.times) and self.times[-1] > begin


def to_original(window: MainWindow, path: Path, heart: Heartbeat, seen: Painted) -> float:
    """Drop a photo; the milliseconds until it is painted, small or whole."""
    shown: list[float] = []
    session = window.session
    connections = [
        signal.connect(lambda *_: shown.append(time.perf_counter()))
        for signal in (session.photo_announced, session.photo_opened)
    ]
    begin = time.perf_counter()
    window.canvas.dropped.emit([path])
    heart.during(lambda: bool(shown) and seen.since(shown[0]))
    took = next(at for at in seen.times if at > shown[0]) - begin
    heart.during(lambda: settled(session))
    for connection in connections:
        QObject.disconnect(connection)
    return 1000 * took


def slide(window: MainWindow, heart: Heartbeat, seen: Painted, colors: int) -> tuple[float, float]:
    """Drag the slider as a hand does; ms from its last move to the preview, and to the result."""
    session, panel = window.session, window.panel
    drafts: list[int] = []
    results: list[int] = []
    told = [
        session.draft_made.connect(lambda draft, _: drafts.append(len(draft.palette))),
        session.result_made.connect(lambda result, _: results.append(len(result.palette))),
    ]
    for step in range(8, 0, -1):
        panel.set_colors(max(colors - step, 2))
        heart.during(lambda: False, 0.016)
    drafts.clear()
    begin = time.perf_counter()
    panel.set_colors(colors)
    heart.during(lambda: colors in drafts and seen.since(begin))
    first = time.perf_counter()
    heart.during(lambda: colors in results and seen.since(first) and settled(session))
    for connection in told:
        QObject.disconnect(connection)
    return 1000 * (first - begin), 1000 * (time.perf_counter() - first)


def pan(window: MainWindow, heart: Heartbeat, seen: Painted) -> list[float]:
    """Move the photo step by step, fitted, at 100 % and between; ms of each repaint."""
    canvas, frames = window.canvas, []
    for zoom in (lambda: canvas.zoom_to(0.3), canvas.actual_size, canvas.double_size):
        zoom()
        for step in range(30):
            key = Qt.Key.Key_Left if step % 2 else Qt.Key.Key_Down
            QTest.keyClick(canvas, key)
            begin = time.perf_counter()
            canvas.repaint()
            frames.append(1000 * (time.perf_counter() - begin))
    canvas.fit()
    heart.during(lambda: False, 0.05)
    return frames


def edit_palette(window: MainWindow, heart: Heartbeat, seen: Painted) -> float:
    """Recolor; the milliseconds until the picture is painted anew."""
    session, drafts = window.session, []
    connection = session.draft_made.connect(lambda *_: drafts.append(1))
    color = tuple(random.Random(len(seen.times)).randrange(256) for _ in range(3))
    begin = time.perf_counter()
    session.editing.edit("Edit color", lambda edited: edit.recolor(edited, 0, color))
    heart.during(lambda: bool(drafts) and seen.since(begin))
    took = 1000 * (time.perf_counter() - begin)
    QObject.disconnect(connection)
    heart.during(lambda: settled(session))
    return took


def actions(window: MainWindow, path: Path) -> Callable[[], bool]:
    """Do something of what a user does at each look; done after enough."""
    rng = random.Random(1)
    session, canvas = window.session, window.canvas
    done = 0
    next_at = time.perf_counter()

    def one() -> None:
        many = len(session.edited) if session.edited is not None else 2
        rng.choice(
            [
                lambda: window.panel.set_colors(rng.randrange(2, 257)),
                lambda: window.panel.set_colors(rng.randrange(2, 33)),
                canvas.zoom_in,
                canvas.zoom_out,
                canvas.fit,
                lambda: QTest.keyClick(canvas, Qt.Key.Key_Left),
                lambda: session.looking.light_up([rng.randrange(many)]),
                lambda: session.editing.edit("Lock", lambda e: edit.lock(e, [0])),
                lambda: session.editing.edit("Remove", lambda e: edit.remove(e, [len(e) - 1])),
                window.actions_.undo.trigger,
                window.actions_.redo.trigger,
                window.actions_.difference.trigger,
                window.actions_.layouts[rng.randrange(3)].trigger,
                lambda: setattr(canvas, "split", rng.random()),
            ]
        )()

    def enough() -> bool:
        nonlocal done, next_at
        if time.perf_counter() >= next_at:
            one()
            done += 1
            next_at = time.perf_counter() + rng.random() * 0.3
        return done >= _ACTIONS and settled(session)

    return enough


def say(what: str, times: list[float]) -> None:
    print(f"    {what:<44}{np.median(times):7.1f} {max(times):7.1f}", flush=True)


def settled(session) -> bool:
    return session.settled and not session.busy


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
