"""Settings that few people need, behind a header that opens."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QToolButton

from core import Settings
from core.settings import SETTINGS
from gui.controls.settings_panel import SettingsPanel
from gui.window import MainWindow

FEW = {"dither", "dither_strength", "effort"}


@pytest.fixture
def panel(qtbot):
    panel = SettingsPanel()
    qtbot.addWidget(panel)
    panel.show()
    return panel


def shown(panel):
    return {name for name, box in panel.boxes.items() if box.isVisible()}


def header(panel):
    return panel.advanced.findChild(QToolButton)


def test_closed_it_shows_what_most_people_need(panel):
    assert shown(panel) == FEW
    panel.advanced.is_open = True
    assert shown(panel) == set(panel.boxes) - {"transparency", "dither_in", "keep_exact"}
    panel.show_settings(Settings(dither="atkinson"))
    assert shown(panel) == set(panel.boxes) - {"transparency"}
    panel.advanced.is_open = False
    assert shown(panel) == FEW


def test_key_opens_and_closes_it(panel, qtbot):
    button = header(panel)
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    for is_open in (True, False):
        qtbot.keyClick(button, Qt.Key.Key_Space)
        assert panel.advanced.is_open is is_open
        described = QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Description)
        assert described.startswith("open" if is_open else "closed")


@pytest.mark.parametrize(
    ("settings", "word", "which"),
    [
        (Settings(), "", ()),
        (Settings(colors=3, effort="best", dither="jarvis"), "", ()),
        (Settings(space="rgb"), "1 changed", ("space",)),
        (Settings(space="lab", accents=0), "2 changed", ("space", "accents")),
        # The seed makes no difference to Wu's cut, nor what is about dithering without it.
        (Settings(seed=7, dither_in="light", keep_exact=True), "", ()),
        (Settings(start="random", seed=7), "2 changed", ("start", "seed")),
        (Settings(dither="jarvis", dither_in="light"), "1 changed", ("dither_in",)),
        (Settings(2, first_colors=((0, 0, 0), (9, 9, 9))), "1 changed", ("start",)),
    ],
)
def test_closed_it_says_what_is_changed_in_there(panel, settings, word, which):
    panel.show_settings(settings)
    assert panel.advanced.word == word
    for name in which:
        assert SETTINGS[name].title in header(panel).toolTip()
        assert SETTINGS[name].title in header(panel).accessibleDescription()
    panel.advanced.is_open = True
    assert panel.advanced.word == ""


def test_it_is_open_again_next_time(window, store, qtbot):
    window.panel.advanced.is_open = True
    window.close()
    again = MainWindow(store)
    qtbot.addWidget(again)
    assert again.panel.advanced.is_open
    again.close()


def test_opening_it_widens_nothing(panel):
    rows = [row for name, row in panel._rows.items() if name != "transparency"]
    labels = [panel._form.labelForField(row) for row in rows]
    before, left = panel.minimumSizeHint().width(), panel.boxes["dither"].x()
    panel.advanced.is_open = True
    panel.show_settings(Settings(dither="jarvis"))
    assert panel.minimumSizeHint().width() == before
    assert panel.boxes["dither"].x() == left
    assert len({label.minimumWidth() for label in labels}) == 1
