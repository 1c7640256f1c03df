"""Pictures of the window in every state, light and dark: `python -m tests.app.looks [STATE …]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QMimeData, QPoint, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget

import resources
from core.settings import Settings
from gui import dialogs, theme
from gui.app import make_application
from gui.store import Store
from gui.window import MainWindow

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "build" / "looks"
SAMPLE = resources.path("sample.jpg")
_PATIENCE_MS = 60_000

State = Callable[[MainWindow, Path], Iterator[QWidget | None]]
"""Brings a window there and yields the box before it, if any; then tidies up."""
STATES: dict[str, State] = {}


def state(function: State) -> State:
    """Make a function a state named after it."""
    STATES[function.__name__.replace("_", "-")] = function
    return function


@state
def empty(_window, _folder):
    yield


@state
def drop_hovering(window, _folder):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SAMPLE))])
    hover(window, data)
    yield


@state
def opening(window, folder):
    path = folder / "a large photo.png"
    big = np.random.default_rng(0).integers(0, 256, (3000, 4000, 3)).astype(np.uint8)
    Image.fromarray(big).save(path, compress_level=1)
    window.open([path])
    wait_until(lambda: shows_progress(window))
    yield


@state
def working(window, _folder):
    open_and_wait(window, SAMPLE)
    window.session.set_settings(Settings(256, "random", 9999))
    wait_until(lambda: shows_progress(window) and "Moving" in all_text(window.status))
    yield


@state
def done(window, _folder):
    open_and_wait(window, SAMPLE)
    yield


@state
def done_with_3_colors(window, _folder):
    yield from reduced(window, Settings(3))


@state
def done_with_256_colors(window, _folder):
    yield from reduced(window, Settings(256, "kmeans++", seed=123456))


@state
def saved(window, folder):
    open_and_wait(window, SAMPLE)
    window.session.save_image(folder / "sample.fewtone.png")
    wait_until(lambda: "Saved" in window.status.text)
    yield


@state
def color_copied(window, _folder):
    open_and_wait(window, SAMPLE)
    rows = window.palette_view.findChild(QWidget, "qt_scrollarea_viewport")
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=QPoint(60, 45))
    yield


@state
def zoomed_to_the_pixels(window, _folder):
    open_and_wait(window, SAMPLE)
    window.canvas.actual_size()
    for _ in range(6):
        window.canvas.zoom_in()
    yield


@state
def focus_by_key(window, _folder):
    open_and_wait(window, SAMPLE)
    window.activateWindow()
    window.panel.setFocus(Qt.FocusReason.TabFocusReason)
    window.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    wait_until(window.canvas.hasFocus)
    yield


@state
def transparent_photo(window, folder):
    path = folder / "a leaf.png"
    y, x = np.mgrid[-1:1:600j, -1:1:800j]
    alpha = np.clip((1 - np.hypot(x, y)) * 600, 0, 255).astype(np.uint8)
    with Image.open(SAMPLE) as image:
        leaf = image.convert("RGB").resize((800, 600))
    leaf.putalpha(Image.fromarray(alpha))
    leaf.save(path)
    open_and_wait(window, path)
    yield


@state
def fewer_colors_than_asked_for(window, folder):
    path = folder / "flag.png"
    flag = np.zeros((400, 600, 3), np.uint8)
    flag[:] = np.array([[30, 60, 140], [240, 240, 240], [200, 40, 50]]).repeat(200, 0)
    Image.fromarray(flag).save(path)
    open_and_wait(window, path)
    yield


@state
def several_photos(window, folder):
    path = folder / "a second photo, with a name that is longer than most are.png"
    with Image.open(SAMPLE) as image:
        image.crop((600, 100, 1000, 1100)).save(path)
    window.open([path, SAMPLE])
    wait_for_result(window)
    yield


@state
def error(window, folder):
    open_and_wait(window, SAMPLE)
    path = folder / "letter.jpg"
    path.write_text("Dear friend, this is no photo.")
    window.open([path])
    wait_until(lambda: window.findChild(QMessageBox) is not None)
    yield window.findChild(QMessageBox)


@state
def question(window, _folder):
    open_and_wait(window, SAMPLE)
    window.session.set_settings(Settings(5))
    wait_for_result(window)
    seen = []

    def look():
        if box := QApplication.activeModalWidget():
            seen.append(over(window, box))
            box.reject()

    QTimer.singleShot(100, look)
    dialogs.ask_to_save(window, SAMPLE.name)
    yield seen[0]


@state
def menu(window, _folder):
    open_and_wait(window, SAMPLE)
    first = window.menuBar().findChildren(QMenu)[0]
    first.popup(window.menuBar().mapToGlobal(QPoint(4, window.menuBar().height())))
    shot = window.grab()
    painter = QPainter(shot)
    painter.drawPixmap(QPoint(4, window.menuBar().height()), first.grab())
    painter.end()
    yield shot
    first.close()


@state
def tiny(window, _folder):
    open_and_wait(window, SAMPLE)
    window.resize(window.minimumSize())
    yield


@state
def tiny_and_empty(window, _folder):
    window.resize(window.minimumSize())
    yield


def reduced(window, settings):
    open_and_wait(window, SAMPLE)
    window.session.set_settings(settings)
    wait_for_result(window)
    yield


def open_and_wait(window, path):
    window.open([path])
    wait_for_result(window)


def wait_for_result(window):
    session = window.session
    wait_until(lambda: session.result is not None and not session.busy)
    wait_until(lambda: "…" not in window.status.text)


def hover(window, data):
    where = QPointF(window.canvas.rect().center()).toPoint()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(where, Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(window.canvas, event)


def shows_progress(window):
    return window.status.findChild(QWidget, "progress").isVisible()


def all_text(widget):
    return " ".join(
        child.text() for child in widget.findChildren(QWidget) if hasattr(child, "text")
    )


def wait_until(so):
    """Run the event loop until something is so."""
    loop, ticker = QEventLoop(), QTimer(interval=10)
    ticker.timeout.connect(lambda: loop.quit() if so() else None)
    QTimer.singleShot(_PATIENCE_MS, loop, loop.quit)
    ticker.start()
    loop.exec()
    ticker.stop()
    if not so():
        raise SystemExit("a state of the window was waited for in vain")


def over(window, box):
    """Photograph a window with a box before it."""
    shot = window.grab()
    front = box.grab()
    at = QPoint((shot.width() - front.width()) // 2, (shot.height() - front.height()) // 3)
    painter = QPainter(shot)
    painter.fillRect(shot.rect(), QColor(0, 0, 0, 40))
    painter.drawPixmap(at, front)
    painter.end()
    return shot


def photograph(name: str, scheme: str, folder: Path) -> Path:
    """Bring a new window into a state and save its picture."""
    application = QApplication.instance()
    theme.apply(application, scheme)
    settings = QSettings(str(folder / f"{name}-{scheme}.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Store(settings))
    window.show()
    QTest.qWaitForWindowExposed(window)
    steps = STATES[name](window, folder)
    box = next(steps)
    wait_until(lambda: True)  # once around: what was resized is laid out
    shot = window.grab() if box is None else box
    if isinstance(shot, QWidget):
        shot = over(window, shot)
    assert isinstance(shot, QPixmap)
    path = TARGET / f"{name}-{scheme}.png"
    shot.save(str(path))
    for _ in steps:
        pass
    window.session.forget_changes()
    window.close()
    return path


def main(names: list[str]) -> int:
    """Photograph the states named, or all."""
    unknown = set(names) - set(STATES)
    if unknown:
        print(f"no such state: {', '.join(sorted(unknown))}; there are {', '.join(STATES)}")
        return 2
    make_application()
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        for name in names or STATES:
            for scheme in ("light", "dark"):
                print(photograph(name, scheme, Path(folder)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
