"""What a user reads where the window cannot open for want of a library or a screen."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gui.desktop import libraries

MAIN = Path(__file__).parents[3] / "main.py"


def test_the_library_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(libraries, "loads", lambda name: name != "libEGL.so.1")
    monkeypatch.setattr(libraries.shutil, "which", lambda tool: tool if tool == "apt-get" else None)
    said = "libGL.so.1: cannot open shared object file: No such file or directory"
    told = libraries.sentence(libraries.missing(said))
    assert "libGL.so.1, libEGL.so.1." in told
    assert told.endswith("sudo apt install libgl1 libegl1")


def test_other_errors_are_not_about_libraries():
    assert libraries.missing("cannot import name 'Qt' from 'PySide6'") == []


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None,
    reason="libraries of Linux are compiled",
)
def test_a_plugin_for_the_screen_that_cannot_be_loaded_names_its_library(tmp_path, monkeypatch):
    (tmp_path / "platforms").mkdir()
    gone, plugin = tmp_path / "libgone.so.1", tmp_path / "platforms" / "libqxcb.so"
    (tmp_path / "a.c").write_text("int a(void) { return 1; }")
    (tmp_path / "b.c").write_text("int a(void); int b(void) { return a(); }")
    flags = ["-shared", "-fPIC", "-Wl,-soname,libgone.so.1"]
    subprocess.run(["cc", *flags, "-o", gone, tmp_path / "a.c"], check=True)
    subprocess.run(["cc", *flags[:2], "-o", plugin, tmp_path / "b.c", gone], check=True)
    gone.unlink()
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setattr(libraries, "loads", lambda name: name != "libxcb-cursor.so.0")
    # Whoever installs one should not have to come back for the next.
    assert libraries.missing_for_screen(tmp_path) == ["libgone.so.1", "libxcb-cursor.so.0"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert libraries.missing_for_screen(tmp_path) == ["libgone.so.1"]
    monkeypatch.setenv("QT_QPA_PLATFORM", "of-some-other-kind")
    assert libraries.missing_for_screen(tmp_path) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a screen")
def test_without_a_screen_one_sentence_names_the_command_line():
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE"}
    environment = {name: text for name, text in os.environ.items() if name not in screens}
    ended = subprocess.run(
        [sys.executable, MAIN, "--new-window"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("There is no screen")
    assert len(ended.stderr.splitlines()) == 1
