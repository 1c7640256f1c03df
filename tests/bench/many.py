"""Ten thousand small photos in the window: time, memory, and how soon it answers meanwhile."""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PIL import Image
from PySide6.QtCore import QElapsedTimer, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

import resources
from gui.ahead import LoadingAhead
from gui.app import make_application
from gui.batch.dialog import SaveAllDialog
from gui.batch.wanted import Wanted
from gui.desktop.store import Store
from gui.window import MainWindow
from tests.bench.window import Heartbeat, screen, tell

_Box = TypeVar("_Box", bound=QDialog)
_COUNT = 10_000
_SIZE = 32, 24
_IDLE_SECONDS = 5.0
_SCROLLED_SECONDS = 5.0
_SAVED_SECONDS = 20.0
"""So long ticks are watched while all are saved."""


class _Heart(Heartbeat):
    """Counts as well how long the thread itself worked between two ticks, on a busy machine too."""

    def __init__(self) -> None:
        super().__init__()
        self._worked, self._before = [0.0], time.thread_time()

    def during(self, done: Callable[[], bool], seconds: float = 120.0) -> list[float]:
        """Run the event loop until something is so; the milliseconds between ticks."""
        self._before = time.thread_time()
        return super().during(done, seconds)

    def tell(self, what: str, gaps: list[float]) -> None:
        """Print both."""
        tell(what, gaps)
        print(f"    {'':<34}worked at most {max(self._worked):.1f} ms without a tick")
        self._worked = [0.0]

    def _tick(self) -> None:
        super()._tick()
        now = time.thread_time()
        self._worked.append(1000 * (now - self._before))
        self._before = now


def run() -> None:
    """Print what ten thousand photos take: to show, to scroll, to ask how to save, to save."""
    with screen(), tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        _application = QApplication.instance() or make_application()
        first = Path(folder) / "photos" / "00000.png"
        _make_photos(first)
        store = Store(QSettings(f"{folder}/s.ini", QSettings.Format.IniFormat))
        window, heart = MainWindow(store), _Heart()
        window.show()
        loading = LoadingAhead(window.session, window)
        loading.begin()
        heart.tell("loading ahead", heart.during(lambda: loading.is_over))
        heart.tell("idle", heart.during(lambda: False, _IDLE_SECONDS))
        print(f"    empty window: {_megabytes():.0f} MB")
        _open(window, heart, first.parent)
        _scroll(window, heart)
        _ask(window)
        _save(window, heart, Path(folder) / "saved")
        window.session.desks.forget_changes()
        loading.close()
        window.end()


def _make_photos(first: Path) -> None:
    first.parent.mkdir()
    with Image.open(resources.path("sample.jpg")) as image:
        image.crop((600, 100, 1400, 700)).resize(_SIZE).save(first)
    content = first.read_bytes()
    for number in range(1, _COUNT):
        first.with_stem(f"{number:05}").write_bytes(content)


def _open(window: MainWindow, heart: _Heart, folder: Path) -> None:
    strip, session = window.film_strip, window.session
    _when_modal(QMessageBox, lambda box: box.defaultButton().click())  # yes, so many
    clock = _Clock()
    QTimer.singleShot(0, lambda: window.open([folder]))
    gaps = heart.during(lambda: len(strip.paths) == _COUNT)
    clock.say("all in the strip")
    gaps += heart.during(lambda: session.settled)
    clock.say("the first in few colors")
    heart.tell("opening", gaps)
    print(f"    all open: {_megabytes():.0f} MB")


def _scroll(window: MainWindow, heart: _Heart) -> None:
    """Drag the bar of the strip from one end to the other, a step in each frame."""
    photos = window.film_strip._list
    bar, frames = photos.horizontalScrollBar(), _Frames(photos.viewport())
    timer, clock = QTimer(interval=16), QElapsedTimer()
    clock.start()
    timer.timeout.connect(
        lambda: bar.setValue(round(bar.maximum() * clock.elapsed() / 1000 / _SCROLLED_SECONDS))
    )
    timer.start()
    heart.tell("scrolling", heart.during(lambda: bar.value() == bar.maximum()))
    timer.stop()
    print(f"    scrolled: {frames.painted / _SCROLLED_SECONDS:.0f} frames a second")


def _ask(window: MainWindow) -> None:
    clock = _Clock()

    def answer(box: SaveAllDialog) -> None:
        clock.say("Save all asks")
        box.reject()

    _when_modal(SaveAllDialog, answer)
    window.actions_.save_all.trigger()


def _when_modal(kind: type[_Box], act: Callable[[_Box], object]) -> None:
    """Act on a dialog as soon as it is there."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, kind) and box.isVisible():
            ticker.stop()
            act(box)

    ticker = QTimer(QApplication.instance(), interval=1)
    ticker.timeout.connect(look)
    ticker.start()


def _save(window: MainWindow, heart: _Heart, target: Path) -> None:
    clock, desk = _Clock(), window.batch_desk
    QTimer.singleShot(0, lambda: desk.save(Wanted(target)))
    gaps = heart.during(lambda: desk.busy)
    gaps += heart.during(lambda: desk._running.tally.count("working") > 0)
    clock.say("the first in work")
    gaps += heart.during(lambda: desk._running.tally.saved > 0)
    clock.say("the first saved")
    heart.tell("start of saving", gaps)
    heart.tell("saving", heart.during(lambda: not desk.busy, _SAVED_SECONDS))
    print(f"    {desk._running.tally.saved} saved, {_megabytes():.0f} MB")
    desk._running.stop(at_once=True)
    heart.during(lambda: not desk.busy)


class _Clock:
    """Wall and processor time since it was made."""

    def __init__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    def say(self, what: str) -> None:
        wall, own = time.perf_counter() - self._began[0], time.process_time() - self._began[1]
        print(f"    {what}: {wall:.2f} s, {own:.2f} s of processor time")


class _Frames(QWidget):
    """Counts how often a widget is painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched.window())
        self.painted = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched, event) -> bool:
        self.painted += event.type() == event.Type.Paint
        return False


def _megabytes() -> float:
    """Memory of this process alone, shared pages in part."""
    text = Path(f"/proc/{os.getpid()}/smaps_rollup").read_text(encoding="ascii")
    return int(next(line for line in text.splitlines() if line.startswith("Pss:")).split()[1]) / 1e3
