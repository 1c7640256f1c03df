"""What is loaded ahead, and a window whose program is removed or updated."""

import os
import subprocess
import sys
from importlib import import_module

import pillow_heif
import pytest
from PIL import Image
from PySide6.QtWidgets import QMessageBox

from core import own_files
from core.writing.child import Child, start
from gui.ahead import LoadingAhead
from gui.desktop.last_resort import LastResort
from gui.desktop.own_files import OwnFiles
from gui.session.tasks import sentence
from tests import ROOT


@pytest.fixture
def witness(tmp_path, monkeypatch):
    """A file that stands for the program's own."""
    file = tmp_path / "program"
    file.write_text("one version")
    monkeypatch.setattr(own_files, "WITNESS", file)
    monkeypatch.setattr(own_files, "_AT_START", own_files._identity())
    return file


def remove(file):
    file.unlink()


def update(file):
    other = file.with_name("other")
    other.write_text("another version")
    other.replace(file)


def boxes(window):
    return [box.text() for box in window.findChildren(QMessageBox) if box.isVisible()]


def test_nothing_is_loaded_late(tmp_path):
    picture = Image.radial_gradient("L").resize((48, 36)).convert("RGB")
    picture.save(tmp_path / "a.png")
    pillow_heif.from_pillow(picture).save(tmp_path / "b.heic")
    (tmp_path / "few").mkdir()
    given = (tmp_path / name for name in ("a.png", "b.heic", "few"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.late", *given],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


@pytest.fixture
def loading(window):
    made = LoadingAhead(window.session, window)
    yield made
    made.close()


def test_loading_waits_until_nothing_else_is_done(window, qtbot, loading, photo_file, settled):
    began = []

    def begin(busy):
        if busy and not began:
            loading.begin()
            began.append(loading._lane.busy)

    window.session.busy_changed.connect(begin)
    window.open([photo_file])
    settled(window)
    assert began == [False]
    qtbot.waitUntil(lambda: loading.is_over)


def test_a_window_that_is_closed_loads_nothing_more(window, loading):
    loading.begin()
    loading.close()
    window.session.busy_changed.emit(False)
    assert not loading._lane.busy


@pytest.mark.parametrize("change", [remove, update])
def test_it_is_told_at_once_that_the_program_is_gone(qtbot, window, witness, change):
    watching = OwnFiles(window)
    os.utime(witness, (1, witness.stat().st_mtime))  # read by a backup
    with qtbot.waitSignal(watching.gone):
        change(witness)


@pytest.mark.parametrize("change", [remove, update])
def test_without_its_program_it_loads_and_starts_nothing(witness, monkeypatch, change):
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    own_files.guard_imports()
    assert import_module("colorsys")
    del sys.modules["colorsys"]
    change(witness)
    with pytest.raises(ImportError, match="own files were removed or replaced"):
        import_module("colorsys")
    with pytest.raises(OSError, match="own files were removed or replaced"):
        start(Child([sys.executable, "-c", ""]))


def test_without_its_program_errors_are_one_box(window, qtbot, witness, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # is put back at the end
    monkeypatch.setattr(sys, "stderr", None)
    LastResort(window).install()
    remove(witness)
    for _ in range(2):
        sys.excepthook(FileNotFoundError, FileNotFoundError("there is no page guide.md"), None)
    qtbot.waitUntil(lambda: boxes(window) == [own_files.GONE])
    assert sentence(FileNotFoundError("there is no page guide.md")) == own_files.GONE
