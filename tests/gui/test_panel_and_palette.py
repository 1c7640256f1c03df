"""Settings panel, palette, status line: what they show and tell."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from core import Palette, Progress, Settings
from gui.palette_view import PaletteView, share_text
from gui.settings_panel import SettingsPanel
from gui.status import StatusLine


@pytest.fixture
def panel(qtbot):
    panel = SettingsPanel()
    qtbot.addWidget(panel)
    return panel


@pytest.mark.parametrize("colors", [2, 3, 32, 33, 67, 255, 256])
def test_slider_and_box_agree(panel, colors):
    panel._box.setValue(colors)
    assert panel.settings.colors == colors
    at = panel._slider.value()
    shown = Settings(colors=colors)
    panel.show_settings(shown)
    assert panel._slider.value() == at


def test_whole_slider_goes_from_2_to_256(panel, qtbot):
    panel._slider.setValue(panel._slider.maximum())
    assert panel._box.value() == 256
    panel._slider.setValue(0)
    assert panel._box.value() == 2


def test_each_change_is_told_once(panel, qtbot):
    told = []
    panel.changed.connect(told.append)
    panel._slider.setValue(20)
    panel._start.setCurrentIndex(panel._start.findData("random"))
    panel._iterations.setValue(7)
    panel._seed.setValue(2**32 - 1)
    assert told[-1] == Settings(22, "random", 7, 2**32 - 1)
    assert len(told) == 4


def test_showing_settings_tells_nobody(panel):
    told = []
    panel.changed.connect(told.append)
    panel.show_settings(Settings(77, "kmeans++", 5, 9))
    assert told == []
    assert panel.settings == Settings(77, "kmeans++", 5, 9)


def test_presets_choose_and_stay_chosen(panel, qtbot):
    for _ in range(2):
        preset = next(button for button in panel._presets if button.text() == "16")
        qtbot.mouseClick(preset, Qt.MouseButton.LeftButton)
        assert panel.settings.colors == 16
        assert [button.text() for button in panel._presets if button.isChecked()] == ["16"]


@pytest.mark.parametrize(("start", "enabled"), [("wu", False), ("random", True)])
def test_seed_is_there_for_starts_that_draw(panel, start, enabled):
    panel.show_settings(Settings(start=start))
    assert panel._seed.isEnabled() is enabled


@pytest.fixture
def view(qtbot):
    view = PaletteView()
    qtbot.addWidget(view)
    view.resize(280, 400)
    view.show()
    colors = np.array([[17, 64, 48], [255, 255, 255], [0, 0, 0]], dtype=np.uint8)
    view.show_palette(Palette(colors, np.array([312, 687, 1])))
    return view


def test_palette_shows_hex_and_share(view):
    assert view.rows == ["#114030 31.2 %", "#ffffff 68.7 %", "#000000 0.1 %"]


def test_click_copies_the_hex(view, qtbot):
    where = view._list.visualRect(view._model.index(1)).center()
    with qtbot.waitSignal(view.copied) as told:
        qtbot.mouseClick(view._list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert told.args == ["#ffffff"]
    assert QGuiApplication.clipboard().text() == "#ffffff"


def test_enter_copies_the_hex(view, qtbot):
    view._list.setCurrentIndex(view._model.index(2))
    with qtbot.waitSignal(view.copied) as told:
        qtbot.keyClick(view._list, Qt.Key.Key_Return)
    assert told.args == ["#000000"]


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0.0 %"), (0.0001, "<0.1 %"), (0.0006, "0.1 %"), (1, "100.0 %")]
)
def test_share_in_words(share, text):
    assert share_text(share) == text


def test_status_line_shortens_rather_than_widens(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(300, 30)
    line.show()
    line.say("x" * 500)
    assert line.width() == 300
    assert line.text == "x" * 500


def test_progress_and_cancel_show_while_busy_only(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.show()
    line.set_busy(True)
    qtbot.waitUntil(line._cancel.isVisible)
    line.show_progress(Progress(0.5, "moving centroids"))
    assert line._bar.value() == line._bar.maximum() / 2
    with qtbot.waitSignal(line.cancel_clicked):
        qtbot.mouseClick(line._cancel, Qt.MouseButton.LeftButton)
    line.set_busy(False)
    assert not line._cancel.isVisible()
