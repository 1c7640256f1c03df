"""What a user reads where the window cannot open for want of a library."""

import pytest

from gui.desktop import libraries


def on_a_system(monkeypatch, user, *tools):
    """Let there be a user, by number, and no other tools."""
    monkeypatch.setattr(libraries.os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(libraries.shutil, "which", lambda tool: tool if tool in tools else None)


def test_the_library_is_named_with_its_package(monkeypatch):
    on_a_system(monkeypatch, 1000, "apt-get", "sudo")
    monkeypatch.setattr(libraries, "loads", lambda name: name != "libEGL.so.1")
    said = "libGL.so.1: cannot open shared object file: No such file or directory"
    told = libraries.sentence(libraries.missing(said, ""))
    assert "libGL.so.1, libEGL.so.1." in told
    assert told.endswith("sudo apt install libgl1 libegl1")


@pytest.mark.parametrize(
    ("user", "tools", "told"),
    [
        (0, ["sudo"], "To install: {}"),
        (0, [], "To install: {}"),
        (1000, ["sudo"], "To install: sudo {}"),
        (1000, [], 'To install, with the password of root: su -c "{}"'),
    ],
)
def test_command_to_install_works_for_who_is_there(monkeypatch, user, tools, told):
    on_a_system(monkeypatch, user, "apt-get", *tools)
    assert libraries.sentence(["libGL.so.1"]).endswith(told.format("apt install libgl1"))
    on_a_system(monkeypatch, user, "dnf", *tools)
    command = "dnf install 'libGL.so.1()(64bit)'"
    assert libraries.sentence(["libGL.so.1"]).endswith(told.format(command))


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
