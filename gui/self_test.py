"""`--self-test`: the main job through the real window, checked by a second process.

A bundle has neither Python nor a console: only its exit code shows whether it works, 0 or 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QMimeData, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QLinearGradient,
    QPainter,
)
from PySide6.QtWidgets import QApplication

from gui.desktop.store import Store
from gui.window import MainWindow

_COLORS = 5
_TIMEOUT_MS = 60_000


def run() -> int:
    """Drop a photo, change the number of colors, save, reopen, compare; 0 if all is well."""
    try:
        with tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
            _do_main_job(Path(folder))
            _try_what_may_be_missing(Path(folder))
    except Exception:  # noqa: BLE001
        # Whatever went wrong, the exit code must show it, and the text why.
        traceback.print_exc()
        return 1
    _print("self-test passed")
    return 0


def reopen(image: Path, palette: Path, report: Path) -> int:
    """Write the colors of an image file and of a palette file as JSON."""
    from core import count_colors, load_palette, open_photo

    photo = open_photo(image)
    content = {
        "size": [photo.width, photo.height],
        "image": sorted(count_colors(photo).colors.tolist()),
        "palette": sorted(load_palette(palette).colors.tolist()),
    }
    report.write_text(json.dumps(content), encoding="utf-8")
    return 0


def _do_main_job(folder: Path) -> None:
    source, image, palette = folder / "drawn photo.png", folder / "few.png", folder / "few.gpl"
    size = _draw_photo(source)
    settings = QSettings(str(folder / "store.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Store(settings))
    window.show()
    try:
        _drop(window, source)
        _wait("the photo", lambda: window.session.result is not None)
        before = window.panel.settings
        window.panel.set_colors(_COLORS)
        _require(window.panel.settings != before, "the number of colors did not change")
        _wait("five colors", lambda: _colors_shown(window) == _COLORS)
        window.session.save_image(image)
        window.session.save_palette(palette)
        _wait("the saved files", lambda: not window.session.saving and palette.exists())
        assert window.session.result is not None
        expected = sorted(window.session.result.palette.colors.tolist())
    finally:
        window.session.desks.forget_changes()
        window.close()
    reopened = _reopen_elsewhere(image, palette)
    _require(reopened["size"] == size, f"the size is {reopened['size']}, not {size}")
    for kind in ("image", "palette"):
        _require(reopened[kind] == expected, f"the {kind} has {reopened[kind]}, not {expected}")


def _try_what_may_be_missing(folder: Path) -> None:
    """Check parts without which Fewtone goes on with less: in a bundle it would go unnoticed."""
    import pi_heif

    from core import SaveOptions, Settings, open_photo, reduce
    from core.writing.apart import encode_in_child
    from core.writing.png.optimize import Limits, Try, smallest_png

    _require(bool(pi_heif.libheif_version()), "HEIC cannot be read")
    png = (folder / "drawn photo.png").read_bytes()
    smallest = smallest_png([Try(png, ("NoOp",), 1, thorough=False)], Limits(60, 4 << 30))
    _require(smallest is not None, "PNG files are not optimized")
    result = reduce(open_photo(folder / "drawn photo.png"), Settings(_COLORS))
    _, code = encode_in_child(result, "tiff", SaveOptions())
    _require(code == 0, "large pictures are not encoded in a process of their own")


def _draw_photo(path: Path) -> list[int]:
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    sky = QLinearGradient(0, 0, 320, 240)
    for place, color in enumerate(("#103060", "#e07040", "#f8e0a0", "#207040")):
        sky.setColorAt(place / 3, QColor(color))
    painter.fillRect(image.rect(), sky)
    painter.end()
    image.save(str(path))
    return [image.width(), image.height()]


def _drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where = QPointF(window.canvas.rect().center())
    arguments = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(where.toPoint(), *arguments)
    QApplication.sendEvent(window.canvas, enter)
    _require(enter.isAccepted(), "the window refused the photo")
    QApplication.sendEvent(window.canvas, QDropEvent(where, *arguments))


def _colors_shown(window: MainWindow) -> int:
    result = window.session.result
    return 0 if result is None else len(result.palette)


def _wait(what: str, done: Callable[[], bool]) -> None:
    """Run the event loop until something is done."""
    loop, ticker = QEventLoop(), QTimer(interval=20)
    ticker.timeout.connect(lambda: loop.quit() if done() else None)
    QTimer.singleShot(_TIMEOUT_MS, loop, loop.quit)
    ticker.start()
    if not done():
        loop.exec()
    ticker.stop()
    _require(done(), f"waited in vain for {what}")


def _reopen_elsewhere(image: Path, palette: Path) -> dict[str, Any]:
    script = [] if getattr(sys, "frozen", False) else [str(Path(__file__).parents[1] / "main.py")]
    program = [sys.executable, *script]
    # The answer comes in a file: a program without a console has no stdout.
    report = image.with_suffix(".json")
    subprocess.run([*program, "--self-test-reopen", image, palette, report], timeout=60, check=True)
    content: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return content


def _require(condition: bool, complaint: str) -> None:
    if not condition:
        raise AssertionError(complaint)


def _print(text: str) -> None:
    # A program without a console has no stdout.
    if sys.stdout is not None:
        print(text)
