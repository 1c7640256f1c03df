"""What a user reads where the window cannot open for want of a library."""

import pytest

from gui.desktop import libraries


def test_the_library_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(libraries, "loads", lambda name: name != "libEGL.so.1")
    monkeypatch.setattr(libraries.shutil, "which", lambda tool: tool if tool == "apt-get" else None)
    said = "libGL.so.1: cannot open shared object file: No such file or directory"
    told = libraries.sentence(libraries.missing(said, ""))
    assert "libGL.so.1, libEGL.so.1." in told
    assert told.endswith("sudo apt install libgl1 libegl1")


def test_other_errors_are_not_about_libraries():
    assert libraries.missing("cannot import name 'Qt' from 'PySide6'", "xcb") == []


@pytest.mark.parametrize(
    ("screen", "wanted"), [("xcb", "libxcb-cursor"), ("wayland", "libwayland-client")]
)
def test_what_the_screen_lacks_is_named_together_with_what_qt_lacks(monkeypatch, screen, wanted):
    monkeypatch.setattr(libraries, "loads", lambda name: wanted not in name)
    said = "libGL.so.1: cannot open shared object file: No such file or directory"
    assert libraries.missing(said, screen) == ["libGL.so.1", f"{wanted}.so.0"]
    assert libraries.missing(said, "") == ["libGL.so.1"]
