"""The log, the box for unexpected errors, and `--diagnose`: what helps, and nothing of the user."""

import logging
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from core.names import without_folders
from core.version import VERSION
from gui.desktop import log as of_log
from gui.desktop.dialogs import show_error
from gui.desktop.last_resort import LastResort
from tests import ROOT


def forget():
    """Close the log that is open, as that of an earlier test may be."""
    for handler in of_log.log().handlers:
        handler.close()
    of_log.log.cache_clear()


@pytest.fixture
def log():
    """The log of a home folder of its own."""
    forget()
    yield of_log.log()
    forget()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Cannot open /home/anna/My photos/sea.jpg: it is gone", "Cannot open sea.jpg: it is gone"),
        ("[Errno 2] No file: '/home/anna/a b/sea.jpg'", "[Errno 2] No file: 'sea.jpg'"),
        (r"C:\Users\anna\sea.jpg is gone", "sea.jpg is gone"),
        (r"\\server\anna\sea.jpg", "sea.jpg"),
        ("file:///home/anna/sea.jpg", "sea.jpg"),
        ("~/anna/sea.jpg", "sea.jpg"),
        ("rename '/anna/sea.png' -> '/anna/too/few.png'", "rename 'sea.png' -> 'few.png'"),
        ("24 MB/s, and/or 3 / 4", "24 MB/s, and/or 3 / 4"),
    ],
)
def test_folders_are_left_out(line, told):
    assert without_folders(line) == told


def test_lines_are_dated_and_without_folders(log):
    log.warning("Cannot open %s", Path("/home/anna/sea.jpg").absolute())
    line = of_log.file().read_text(encoding="utf-8").strip()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ WARNING Cannot open sea.jpg", line)


def test_log_does_not_grow_for_ever(log):
    for _ in range(20):
        log.info("x" * (of_log._LARGEST // 4))
    files = list(of_log.file().parent.iterdir())
    assert len(files) == 1 + of_log._OLDER
    assert all(each.stat().st_size <= of_log._LARGEST for each in files)


def test_without_a_place_there_is_no_log_and_no_fault(monkeypatch, tmp_path, capfd):
    forget()
    monkeypatch.setattr(of_log, "file", lambda: tmp_path / "a file" / "fewtone.log")
    (tmp_path / "a file").touch()
    of_log.log().error("nobody hears this")
    assert not of_log.is_kept()
    assert of_log.last_lines() == ""
    forget()
    assert capfd.readouterr().err == ""


def test_full_disk_in_the_middle_is_no_fault(log, monkeypatch, capfd):
    def full(*_):
        raise OSError(28, "No space left on device")

    (handler,) = log.handlers
    monkeypatch.setattr(logging.FileHandler, "emit", lambda self, record: self.handleError(record))
    monkeypatch.setattr(handler, "doRollover", full)
    log.info("lost")
    assert capfd.readouterr().err == ""


def test_what_the_user_is_told_is_logged(window, log):
    show_error(window, ["Cannot open /home/anna/sea.jpg: it is gone"]).close()
    assert of_log.last_lines().endswith("WARNING Told: Cannot open sea.jpg: it is gone")


def raised():
    """Return an error with a cause, both of them raised, about a file of the user."""
    try:
        try:
            Path("/home/anna/secret place/sea.jpg").open()  # noqa: SIM115
        except OSError as cause:
            raise ValueError("nobody expected this") from cause
    except ValueError as error:
        return error


def test_box_for_the_unexpected_has_details_to_copy(window, qtbot, monkeypatch, log):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # is put back at the end
    LastResort(window).install()
    error = raised()
    sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    (box,) = window.findChildren(QMessageBox)
    buttons = {each.text().replace("&", ""): each for each in box.findChildren(QAbstractButton)}
    assert {"Copy details", "Show log", "Close"} == {*buttons}
    buttons["Copy details"].click()
    copied = QGuiApplication.clipboard().text()
    for part in (
        "ValueError: nobody expected this",
        "FileNotFoundError: ",
        "tests/gui/desktop/test_log.py:",
        f"Fewtone: {VERSION}",
        "Loops: ",
        "ERROR Unexpected: ValueError",
    ):
        assert part in copied
    assert "anna" not in copied
    assert "secret" not in copied
    assert box.isVisible()  # the log may be wanted as well
    buttons["Close"].click()


def diagnose(home, before="", **more):
    code = f"{before}\nimport sys, main\nsys.exit(main.main(['--diagnose']))"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**kept, "HOME": str(home), "USERPROFILE": str(home), **more},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


def test_diagnosis_has_what_a_report_needs_and_no_name_of_the_user(tmp_path):
    told = diagnose(tmp_path / "anna")
    named = dict(line.split(": ", 1) for line in told.splitlines())
    assert named["Fewtone"].startswith(VERSION)
    assert named["Loops"].startswith(("C (", "numpy"))
    wanted = {"Python", "Qt", "numpy", "pillow", "System", "Window system", "Screens", "Fonts"}
    assert wanted | {"Memory", "Processor", "Settings", "Log"} <= {*named}
    assert "anna" not in told


def test_diagnosis_tells_what_cannot_be_loaded(tmp_path):
    told = diagnose(tmp_path, "import sys; sys.modules['PySide6'] = None")
    assert "Loops: " in told
    assert "Qt: No module named 'PySide6.QtGui'" in told


_CRASH = """
import ctypes, resource, sys
from gui import start
from gui.desktop import crashes
from PySide6.QtCore import QTimer
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
write_down = crashes.write_down
def then_crash():
    write_down()
    QTimer.singleShot(0, lambda: ctypes.string_at(0))
crashes.write_down = then_crash
start.main(["--new-window", sys.argv[1]])
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows may ask what is to be done about it")
def test_a_crash_is_told_by_the_next_diagnosis(tmp_path, photo_file):
    home = tmp_path / "anna"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    crashed = subprocess.run(
        [sys.executable, "-c", _CRASH, photo_file],
        cwd=ROOT,
        env={**kept, "HOME": str(home)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert crashed.returncode == -signal.SIGSEGV, crashed.stderr
    _facts, crash = diagnose(home).split("\n\n")
    assert re.match(r"Last crash: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\nFatal Python error: Seg", crash)
    assert re.search(r"\nCurrent thread .*\n  ctypes/__init__.py:\d+ in string_at\n", crash)
    assert re.search(r"\n  gui/start.py:\d+ in main\n", crash)
    assert "anna" not in crash
    assert str(ROOT) not in crash


def test_without_a_crash_none_is_told(tmp_path):
    assert "Last crash" not in diagnose(tmp_path)
