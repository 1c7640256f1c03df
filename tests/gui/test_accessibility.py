"""For everybody: names for screen readers, what they say by themselves, and keys for everything."""

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from core import Settings
from gui.desktop import announcing
from tests.app.accessible import Role, tree
from tests.gui.hands import activate

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def said(monkeypatch):
    """What a screen reader would say by itself."""
    sentences = []

    class Listening:
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

        @staticmethod
        def isActive():
            return True

        @staticmethod
        def updateAccessibility(event):
            sentences.append(event.message())

    monkeypatch.setattr(announcing.QtGui, "QAccessible", Listening)
    return sentences


def nameless(*widgets):
    return [str(entry) for each in widgets for entry in tree(each) if entry.lacks_a_name]


def test_everything_has_a_name(window, photo_file, settled, tmp_path, qtbot):
    assert nameless(window) == []
    second = tmp_path / "second.png"
    Image.open(photo_file).convert("RGBA").transpose(Image.Transpose.ROTATE_90).save(second)
    window.open([photo_file, second])
    settled(window)
    window.panel.advanced.is_open = True
    window.panel.show_transparency(shown=True)
    window.notice.show_notes(["A remark."])
    window.session.set_settings(Settings(5, "random", dither="jarvis", transparency="flatten"))
    settled(window)
    window.actions_.known_palette_chosen.emit("game-boy", "Game Boy, 4 greens")
    assert nameless(window) == []
    assert not [each for each in tree(window) if "<p>" in each.description]
    kinds = {entry.role for entry in tree(window)}
    assert kinds >= {Role.Slider, Role.SpinBox, Role.ComboBox, Role.List, Role.Button}
    pages = [window.help.show_guide(), window.help.show_shortcuts(), window.help.show_about()]
    assert nameless(*pages) == []
    for tool in (window.actions_.crop, window.actions_.matters):
        tool.trigger()
        assert nameless(window) == []


def test_colors_are_a_list_to_walk(opened, qtbot):
    # Those that are out of sight are not listed.
    opened.resize(1180, 900)
    qtbot.waitUntil(lambda: opened.height() == 900)
    entries = tree(opened)
    place = next(n for n, each in enumerate(entries) if each.name == "Palette" and each.focusable)
    assert entries[place].role == Role.List
    colors = [each for each in entries[place:] if each.role == Role.ListItem]
    assert [each.name for each in colors] == opened.palette_view.rows
    assert all(each.name.startswith("#") and each.name.endswith(" %") for each in colors)


def test_done_is_said(said, opened, settled, tmp_path, qtbot):
    assert "Done, 8 colors" in said
    opened.session.save_image(tmp_path / "few.png")
    qtbot.waitUntil(lambda: any(each.startswith("Saved") for each in said))


def test_what_could_not_be_done_is_said(said, window):
    window.session.refused.emit("There is no photo.")
    window.notice.show_notes(["Palette files were left out."])
    assert said == ["There is no photo.", "Palette files were left out."]


def test_many_chosen_rows_are_said_as_one(said, opened):
    del said[:]
    opened.palette_view.choose([1])
    assert said == []
    opened.palette_view._list.selectAll()
    assert said == ["8 colors chosen"]


def test_main_job_is_done_by_keyboard_alone(opened, qtbot, settled, tmp_path, choose_file):
    activate(qtbot, opened)
    opened.canvas.setFocus()
    slider = opened.panel.colors.slider
    for _ in range(10):
        if QApplication.focusWidget() is slider:
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is slider
    qtbot.keyClick(slider, Qt.Key.Key_PageUp)
    settled(opened)
    choose_file(tmp_path / "few.png")
    qtbot.keyClick(opened, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil((tmp_path / "few.png").exists)
    with Image.open(tmp_path / "few.png") as image:
        assert len(image.getcolors()) == 16


def test_tab_reaches_every_control_of_the_panel(window, photo_file, settled, qtbot):
    window.open([photo_file])
    settled(window)
    window.panel.advanced.is_open = True
    activate(qtbot, window)
    window.canvas.setFocus()
    reached = set()
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    boxes = [box for box in window.panel.boxes.values() if box.isVisible() and box.isEnabled()]
    assert {window.panel.colors.slider, window.panel.colors.box, *boxes} <= reached
    assert window.palette_view._list in reached
    assert window.canvas in reached
