"""Pictures of the window in every state, light and dark: `python -m tests.app.looks [STATE …]`.

The states that show most are also taken small, on a large screen, and at twice the scale.
"""

from __future__ import annotations

import os
import subprocess
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
from core.reduction import edit
from core.settings import Settings
from gui.app import make_application
from gui.desktop import dialogs, theme
from gui.desktop.store import Store
from gui.window import MainWindow

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "build" / "looks"
SAMPLE = resources.path("sample.jpg")
_PATIENCE_MS = 60_000

# Name, size of the window, scale of the screen.
SIZES = {
    "": (1180, 760, 1),
    "-1000x700": (1000, 700, 1),
    "-2560x1440": (2560, 1440, 1),
    "-scale-2": (1180, 760, 2),
}
KEY_STATES = (
    *("empty", "done", "working", "palette-edited", "locked", "difference", "film-strip"),
    "error",
)

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
def dithered(window, _folder):
    yield from reduced(window, Settings(8, dither="floyd-steinberg"))


@state
def saved(window, folder):
    open_and_wait(window, SAMPLE)
    window.session.save_image(folder / "sample.fewtone.png")
    wait_until(lambda: "Saved" in window.status.text)
    yield


@state
def palette_edited(window, _folder):
    open_and_wait(window, SAMPLE)
    window.palette_view.choose([0, 2])
    window.actions_.merge.trigger()
    wait_for_result(window)
    window.session.edit("Edit color", lambda edited: edit.recolor(edited, 2, (220, 60, 90)))
    wait_for_result(window)
    window.palette_view.choose([2])
    yield


@state
def locked(window, _folder):
    open_and_wait(window, SAMPLE)
    window.palette_view.choose([1, 4])
    window.actions_.lock.trigger()
    window.panel.set_colors(12)
    wait_for_result(window)
    yield


@state
def difference(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.difference.trigger()
    wait_until(lambda: window.canvas.shows_difference)
    yield


@state
def side_by_side(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.layouts[1].trigger()
    yield


@state
def color_lit_up(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.layouts[2].trigger()
    window.palette_view.hovered.emit(3)
    window.palette_view.point_at(3)
    wait_until(lambda: window.canvas._veil is not None)
    yield


@state
def pixel_pointed_at(window, _folder):
    open_and_wait(window, SAMPLE)
    window.canvas.pointed.emit((1500, 200))
    yield


@state
def picking(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.pick_color.trigger()
    for _ in range(12):
        QTest.keyClick(window.canvas, Qt.Key.Key_Down)
    yield


@state
def original_held(window, _folder):
    open_and_wait(window, SAMPLE)
    window.canvas.hold_original(True)
    yield


@state
def palette_from_elsewhere(window, _folder):
    open_and_wait(window, SAMPLE)
    colors = ["#0f380f", "#306230", "#8bac0f", "#9bbc0f"]
    yield from modal(window, lambda: dialogs.ask_how_to_use(window, colors, "“game boy.hex”"))


@state
def color_dialog(window, _folder):
    open_and_wait(window, SAMPLE)
    yield from modal(window, lambda: dialogs.ask_for_color(window, "#8f792b"))


@state
def film_strip(window, folder):
    paths = [SAMPLE]
    with Image.open(SAMPLE) as image:
        for number in range(1, 12):
            path = folder / f"holiday at the lake {number}.jpg"
            left, top = 120 * number, 40 * number
            image.crop((left, top, left + 500 + 40 * (number % 3), top + 400)).save(path)
            paths.append(path)
    window.open(paths)
    wait_for_result(window)
    window.panel.set_colors(5)
    wait_for_result(window)
    wait_until(lambda: window.film_strip._thumbnails.picture(paths[5]) is not None)
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
    yield from modal(window, lambda: dialogs.ask_to_save(window, SAMPLE.name))


@state
def question_about_a_large_photo(window, _folder):
    open_and_wait(window, SAMPLE)
    yield from modal(window, lambda: dialogs.may_open_large(window, "panorama.tif", 320_000_000))


@state
def question_about_other_photos(window, _folder):
    names = [f"holiday {number}.jpg" for number in range(12)]
    yield from modal(window, lambda: dialogs.may_discard(window, names))


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


def modal(window, ask):
    """Photograph a dialog that holds up its caller, then leave it."""
    seen = []

    def look():
        if box := QApplication.activeModalWidget():
            seen.append(over(window, box))
            box.reject()

    QTimer.singleShot(100, look)
    ask()
    yield seen[0]


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


def photograph(name: str, scheme: str, size: str, folder: Path) -> Path:
    """Bring a new window into a state and save its picture."""
    application = QApplication.instance()
    theme.apply(application, scheme)
    settings = QSettings(str(folder / f"{name}{size}-{scheme}.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Store(settings))
    window.resize(*SIZES[size][:2])
    window.show()
    QTest.qWaitForWindowExposed(window)
    steps = STATES[name](window, folder)
    box = next(steps)
    wait_until(lambda: True)  # once around: what was resized is laid out
    shot = window.grab() if box is None else box
    if isinstance(shot, QWidget):
        shot = over(window, shot)
    assert isinstance(shot, QPixmap)
    path = TARGET / f"{name}{size}-{scheme}.png"
    shot.save(str(path))
    for _ in steps:
        pass
    window.session.forget_changes()
    window.close()
    return path


def main(names: list[str]) -> int:
    """Photograph the states named, or all."""
    scale = int(os.environ.get("QT_SCALE_FACTOR", "1"))
    unknown = set(names) - set(STATES)
    if unknown:
        print(f"no such state: {', '.join(sorted(unknown))}; there are {', '.join(STATES)}")
        return 2
    make_application()
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        for name in names or STATES:
            sizes = SIZES if name in KEY_STATES else [""]
            for size in sizes:
                for scheme in ("light", "dark"):
                    if SIZES[size][2] == scale:
                        print(photograph(name, scheme, size, Path(folder)), flush=True)
    if scale == 1:
        # The scale is chosen once, before Qt starts.
        again = [sys.executable, "-m", "tests.app.looks", *(names or KEY_STATES)]
        return subprocess.call(again, env={**os.environ, "QT_SCALE_FACTOR": "2"})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
