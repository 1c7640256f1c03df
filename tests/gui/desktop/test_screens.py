"""What a user reads where the window cannot open for want of a screen."""

import os
import shutil
import subprocess
import sys

import pytest

from gui.desktop import libraries, screens
from tests import ROOT
from tests.app.screen import new_screen

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere is one")

_NAMES = {"DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE"}
_NO_SCREEN = {
    "none at all": ({}, "There is no screen"),
    "an X server that is not there": ({"DISPLAY": ":6123"}, "The screen of DISPLAY=:6123"),
    "a display that is nonsense": ({"DISPLAY": "a screen"}, "The screen of DISPLAY=a screen"),
    "a compositor that is not there": (
        {"WAYLAND_DISPLAY": "wayland-77", "XDG_RUNTIME_DIR": "/tmp"},
        "The screen of WAYLAND_DISPLAY=wayland-77",
    ),
    "a session without its folder": ({"XDG_SESSION_TYPE": "wayland"}, "The screen of this session"),
    "a platform of another program": ({"QT_QPA_PLATFORM": "bogus"}, "QT_QPA_PLATFORM asks for"),
}


def without_screen(**values):
    kept = {name: text for name, text in os.environ.items() if name not in _NAMES}
    return {**kept, "XDG_RUNTIME_DIR": "", **values}


def start(environment, *arguments):
    return subprocess.run(
        [sys.executable, ROOT / "main.py", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def skip_without_libraries(said):
    """Skip where Qt lacks what it needs to ask a screen, as `dev.py test` does not install it."""
    if "needs what this system lacks" in said and not os.environ.get("FEWTONE_REQUIRE_TOOLS"):
        pytest.skip("libraries of X11 or Wayland are not installed")


@pytest.mark.parametrize(("values", "said"), _NO_SCREEN.values(), ids=_NO_SCREEN)
def test_without_a_screen_one_line_says_so(values, said):
    ended = start(without_screen(**values), "--new-window")
    skip_without_libraries(ended.stderr)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(said)
    assert len(ended.stderr.splitlines()) == 1


def test_diagnosis_goes_on_without_a_screen():
    ended = start(without_screen(DISPLAY=":6123"), "--diagnose")
    skip_without_libraries(ended.stdout)
    assert ended.returncode == 0
    assert "Screen: none. The screen of DISPLAY=:6123" in ended.stdout
    assert "Window system: offscreen" in ended.stdout


def test_a_screen_that_answers_is_one(monkeypatch, require_tool):
    require_tool("Xvfb")
    with new_screen() as screen:
        for name, value in without_screen(DISPLAY=screen.environment["DISPLAY"]).items():
            monkeypatch.setenv(name, value)
        for name in _NAMES - {"DISPLAY"}:
            monkeypatch.delenv(name, raising=False)
        # No window manager is there yet: a server that is left by its only client begins anew, and
        # is not there meanwhile.
        assert {screens.why_none() for _ in range(30)} == {""}
        # Qt would fall back to X, where nothing is wrong.
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-77")
        assert screens.why_none() == ""


@pytest.mark.skipif(shutil.which("cc") is None, reason="libraries are compiled")
def test_a_plugin_for_the_screen_that_cannot_be_loaded_names_its_library(tmp_path, monkeypatch):
    gone, plugin = tmp_path / "libgone.so.1", tmp_path / "libqxcb.so"
    (tmp_path / "a.c").write_text("int a(void) { return 1; }")
    (tmp_path / "b.c").write_text("int a(void); int b(void) { return a(); }")
    flags = ["-shared", "-fPIC", "-Wl,-soname,libgone.so.1"]
    subprocess.run(["cc", *flags, "-o", gone, tmp_path / "a.c"], check=True)
    subprocess.run(["cc", *flags[:2], "-o", plugin, tmp_path / "b.c", gone], check=True)
    gone.unlink()
    monkeypatch.setattr(screens, "_plugins", lambda: tmp_path)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setattr(libraries, "loads", lambda name: name != "libxcb-cursor.so.0")
    # Whoever installs one should not have to come back for the next.
    assert "lacks: libgone.so.1, libxcb-cursor.so.0." in screens.why_none()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "lacks: libgone.so.1." in screens.why_none()
