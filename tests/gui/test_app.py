"""What surrounds the window: unexpected errors, files the system asks to open."""

import os
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QMessageBox

import resources
from gui.app import FileOpener
from gui.desktop.last_resort import LastResort


def boxes(window):
    return [box.text() for box in window.findChildren(QMessageBox) if box.isVisible()]


@pytest.mark.parametrize("where", ["main thread", "another thread"])
def test_unexpected_error_is_told_and_the_window_lives_on(
    window, qtbot, monkeypatch, capsys, where
):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # is put back at the end
    LastResort(window).install()
    error = ZeroDivisionError("nobody expected this")

    def fail():
        sys.excepthook(type(error), error, None)

    if where == "main thread":
        fail()
    else:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: bool(boxes(window)))
    assert "nobody expected this" in boxes(window)[0]
    assert "nobody expected this" in capsys.readouterr().err
    assert window.isVisible()


def test_file_the_system_asks_to_open_is_opened(window, photo_file, settled):
    opener = FileOpener(window)
    QApplication.instance().installEventFilter(opener)
    QApplication.sendEvent(window, QFileOpenEvent(QUrl.fromLocalFile(str(photo_file))))
    settled(window)
    assert window.session.photo.path == photo_file
    QApplication.instance().removeEventFilter(opener)


_RUN_UNTIL_ALL_IS_LOADED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gui import ahead, start
end = ahead.LoadingAhead._end
def told(self, outcome):
    end(self, outcome)
    QTimer.singleShot(0, QApplication.instance().closeAllWindows)
ahead.LoadingAhead._end = told
sys.exit(start.main(["--new-window", sys.argv[1]]))
"""


def test_all_is_loaded_before_it_is_asked_for(photo_file, tmp_path):
    subprocess.run(
        [sys.executable, "-c", _RUN_UNTIL_ALL_IS_LOADED, str(photo_file)],
        cwd=resources.path("sample.jpg").parents[1],
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path)},
        timeout=120,
        check=True,
    )


_TELL_AT_FIRST_PAINT = """
import os, sys
_SLOW = {"numpy", "PIL", "PySide6.QtNetwork", "core.cli.main", "hashlib", "html", "subprocess"}
_SLOW |= {"socket", "gui.desktop.question", "gui.outcome.formats", "gui.palette.merging"}
_SLOW |= {"logging.handlers", "platformdirs", "core.diagnosis", "gui.desktop.diagnosis"}
_SLOW |= {"gui.outcome.quality", "gui.controls.table", "core.reduction.quality"}
from gui import start
from gui.picture.canvas import Canvas
paint = Canvas.paintEvent
def tell(self, event):
    paint(self, event)
    print(*(_SLOW & set(sys.modules)), flush=True)
    os._exit(0)
Canvas.paintEvent = tell
start.main([])
"""


def test_nothing_slow_is_loaded_before_the_first_paint(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", _TELL_AT_FIRST_PAINT],
        cwd=resources.path("sample.jpg").parents[1],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},  # no window is open there
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == ""
