"""What a user reads where the window cannot open for want of a library."""

from gui.desktop import libraries


def test_the_library_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(libraries, "loads", lambda name: name != "libEGL.so.1")
    monkeypatch.setattr(libraries.shutil, "which", lambda tool: tool if tool == "apt-get" else None)
    said = "libGL.so.1: cannot open shared object file: No such file or directory"
    told = libraries.sentence(libraries.missing(said))
    assert "libGL.so.1, libEGL.so.1." in told
    assert told.endswith("sudo apt install libgl1 libegl1")


def test_other_errors_are_not_about_libraries():
    assert libraries.missing("cannot import name 'Qt' from 'PySide6'") == []
