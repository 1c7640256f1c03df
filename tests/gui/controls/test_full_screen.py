"""Full screen: the picture alone, and the way back."""

import pytest
from PySide6.QtCore import Qt

from gui.window import MainWindow
from tests.gui.hands import activate

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def full(opened, qtbot):
    """A window that fills the screen."""
    activate(qtbot, opened)
    opened.panel.colors.slider.setFocus()
    opened.actions_.full_screen.trigger()
    qtbot.waitUntil(lambda: opened.full_screen.is_on)
    return opened


def around(window):
    """Everything but the picture that is seen."""
    parts = (window.menuBar(), window.tool_bar, window.panel, window.palette_view, window.status)
    return [each for each in (*parts, window.film_strip, window.notice) if each.isVisible()]


def test_it_shows_just_the_picture(full):
    assert around(full) == []
    assert full.canvas.size() == full.size()
    assert not full.canvas._shows_focus
    full.notice.show_notes(["A remark that comes meanwhile."])
    assert around(full) == []


@pytest.mark.parametrize("way", ["Esc", "F11", "window manager"])
def test_way_back_shows_all_as_it_was(full, qtbot, way, request):
    full.notice.show_notes(["A remark that comes meanwhile."])
    if way == "window manager":
        full.showNormal()
    else:
        qtbot.keyClick(full, getattr(Qt.Key, {"Esc": "Key_Escape", "F11": "Key_F11"}[way]))
    qtbot.waitUntil(lambda: not full.isFullScreen())
    assert len(around(full)) == 6  # all but the film strip, as there is one photo
    assert not full.actions_.full_screen.isChecked()
    assert not full.actions_.cancel.isEnabled()


def test_check_mark_follows_the_window_manager(opened, qtbot):
    opened.showFullScreen()
    qtbot.waitUntil(opened.actions_.full_screen.isChecked)
    assert around(opened) == []


def test_keys_of_hidden_menus_work(full, qtbot, settled):
    colors = full.session.settings.colors
    qtbot.keyClick(full, Qt.Key.Key_Up, CONTROL)
    settled(full)
    assert full.session.settings.colors == colors + 1


def test_panel_is_as_wide_again_next_time(full, store, qtbot):
    full.session.desks.forget_changes()
    full.close()
    again = MainWindow(store)
    qtbot.addWidget(again)
    again.show()
    assert not again.isFullScreen()
    assert again.panel.isVisible()
    assert again._splitter.sizes()[1] > 200
    again.close()
