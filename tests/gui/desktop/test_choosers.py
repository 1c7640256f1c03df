"""Small things that people expect of choosers and lists of files: finding 15 of issue 17."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoGroup
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QFileDialog, QWidget

from gui.controls.actions import Actions
from gui.desktop import dialogs


@pytest.mark.parametrize("last", ["nothing", "another folder"])
@pytest.mark.parametrize("ask", [dialogs.ask_for_photos, dialogs.ask_for_folder])
def test_chooser_begins_where_the_photo_is(qapp, store, tmp_path, monkeypatch, ask, last):
    if last != "nothing":
        store.remember_folder("open", tmp_path.parent)
    began = []

    def answer(_parent, _title, folder, *_filters):
        began.append(Path(folder))
        return ("", "") if ask is dialogs.ask_for_photos else ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", answer)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", answer)
    ask(None, store, tmp_path / "a.png")
    ask(None, store, tmp_path / "gone" / "a.png")
    assert began == [tmp_path, Path.home() if last == "nothing" else tmp_path.parent]


@pytest.mark.parametrize("typed", ["#ff6600", "FF6600", "f60"])
def test_typed_hex_counts_at_enter(qtbot, answer, typed):
    def act(dialog):
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        QTest.keyClicks(QApplication.focusWidget(), typed)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    answer(QColorDialog, act)
    assert dialogs.ask_for_color(None, "#808080", "Add a color") == (255, 102, 0)


def test_recent_photos_of_one_name_are_told_apart_and_can_be_cleared(qtbot, store):
    parent = QWidget()
    qtbot.addWidget(parent)
    actions = Actions(parent, QUndoGroup(parent))
    home = Path.home()
    paths = [home / "one/a.png", Path("/two/a & b/a.png"), home / ("long" * 30) / "a.png"]
    actions.show_recent(paths)
    *photos, line, clear = actions._recent.actions()
    texts = [each.text().replace("&&", "&") for each in photos]
    assert texts[:2] == [f"&1 a.png – {Path('~/one')}", f"&2 a.png – {Path('/two/a & b')}"]
    assert len(texts[2]) < 60
    assert line.isSeparator()
    with qtbot.waitSignal(actions.clearing_wanted):
        clear.trigger()
    for path in paths:
        store.add_recent(path)
    store.clear_recent()
    assert store.recent == []
