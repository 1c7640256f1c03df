"""Settings panel and status line: what they show and tell."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core import Photo, Progress, Settings, count_colors, reduce
from core.fields import Choice, Number, Switch
from core.settings import DITHERS, SETTINGS
from gui.controls.settings_panel import SettingsPanel
from gui.controls.status import StatusLine
from tests.gui.hands import activate


@pytest.fixture
def panel(qtbot):
    panel = SettingsPanel()
    qtbot.addWidget(panel)
    return panel


@pytest.mark.parametrize("colors", [2, 3, 32, 33, 67, 255, 256])
def test_slider_and_box_agree(panel, colors):
    panel.colors.box.setValue(colors)
    assert panel.settings.colors == colors
    at = panel.colors.slider.value()
    shown = Settings(colors=colors)
    panel.show_settings(shown)
    assert panel.colors.slider.value() == at


def test_whole_slider_goes_from_2_to_256(panel, qtbot):
    panel.colors.slider.setValue(panel.colors.slider.maximum())
    assert panel.colors.box.value() == 256
    panel.colors.slider.setValue(0)
    assert panel.colors.box.value() == 2


def test_each_change_is_told_once(panel, qtbot):
    told = []
    panel.changed.connect(lambda settings, _gesture: told.append(settings))
    panel.colors.slider.setValue(22)
    panel.boxes["start"].setCurrentIndex(panel.boxes["start"].findData("random"))
    panel.boxes["max_iterations"].setValue(7)
    panel.boxes["seed"].setValue(2**32 - 1)
    panel.boxes["space"].setCurrentIndex(panel.boxes["space"].findData("lab"))
    panel.boxes["dither"].setCurrentIndex(panel.boxes["dither"].findData("atkinson"))
    panel.boxes["dither_strength"].setValue(60)
    assert told[-1] == Settings(
        22, "random", 7, 2**32 - 1, space="lab", dither="atkinson", dither_strength=60
    )
    assert len(told) == 7


@pytest.mark.parametrize(
    ("name", "first", "chosen", "value"),
    [("keep_exact", "No", "Yes", True), ("dither_in", "Auto", "In light", "light")],
)
def test_what_is_about_dithering_is_asked_while_dithering(panel, name, first, chosen, value):
    panel.advanced.is_open = True
    box = panel.boxes[name]
    assert box.isHidden()
    panel.boxes["dither"].setCurrentIndex(panel.boxes["dither"].findData("jarvis"))
    assert not box.isHidden()
    assert box.currentText() == first
    box.setCurrentIndex(box.findText(chosen))
    assert panel.settings == Settings(**{"dither": "jarvis", name: value})


def test_accents_are_left_to_fewtone_or_given(panel):
    box = panel.boxes["accents"]
    assert box.text() == "Auto"
    box.setValue(30)
    assert panel.settings == Settings(accents=30)
    panel.show_settings(Settings(start="random"))
    assert not box.isEnabled()
    assert "only Wu" in box.toolTip()


def test_showing_settings_tells_nobody(panel):
    told = []
    panel.changed.connect(lambda settings, _gesture: told.append(settings))
    shown = Settings(77, "kmeans++", 5, 9, "best", "oklab", dither="bayer-4", dither_strength=30)
    panel.show_settings(shown)
    assert told == []
    assert panel.settings == shown


def test_changes_of_one_drag_are_one_gesture(panel, qtbot):
    gestures = []
    panel.changed.connect(lambda _settings, gesture: gestures.append(gesture))
    for _ in range(2):
        panel.colors.slider.setSliderDown(True)
        panel.colors.slider.setValue(panel.colors.slider.value() + 1)
        panel.colors.slider.setValue(panel.colors.slider.value() + 1)
        panel.colors.slider.setSliderDown(False)
    panel.colors.box.setValue(77)
    first, same, second, also, alone = gestures
    assert first == same != 0
    assert second == also != first
    assert alone == 0


def test_every_setting_with_a_title_has_a_box(panel):
    kinds = SETTINGS.items()
    wanted = {
        name for name, kind in kinds if isinstance(kind, Choice | Number | Switch) and kind.title
    }
    assert set(panel.boxes) == wanted - {"colors", "enlarge"}
    assert panel.size_box.enlarge.text() == SETTINGS["enlarge"].title


def test_each_label_has_a_key_of_its_own(panel):
    labels = [label.text() for label in panel.findChildren(QLabel) if label.buddy()]
    keys = [text[text.index("&") + 1].lower() for text in labels]
    assert len(set(keys)) == len(keys) > 1


@pytest.mark.parametrize("method", DITHERS)
def test_every_way_to_dither_is_offered_with_a_word_and_its_strength(panel, method):
    at = panel.boxes["dither"].findData(method)
    assert panel.boxes["dither"].itemText(at)
    panel.boxes["dither"].setCurrentIndex(at)
    assert panel.settings.dither == method
    assert panel.boxes["dither"].toolTip()
    assert panel.boxes["dither_strength"].isEnabled() == (method != "none")


@pytest.mark.parametrize(("wanted", "kept"), [(2, 3), (3, 3), (9, 9)])
def test_no_fewer_colors_than_are_locked(panel, wanted, kept):
    panel.show_settings(Settings(5, locked=((1, 2, 3), (4, 5, 6), (7, 8, 9))))
    panel.set_colors(wanted)
    assert panel.settings.colors == kept == panel.colors.box.value()


def test_first_colors_are_a_start_until_something_else_is_chosen(panel):
    panel.show_settings(Settings(2, first_colors=((0, 0, 0), (9, 9, 9))))
    assert panel.boxes["start"].currentText() == "A palette"
    panel.set_colors(3)
    assert panel.settings == Settings(3)
    assert panel.boxes["start"].currentData() == "wu"


def test_presets_choose_and_stay_chosen(panel, qtbot):
    for _ in range(2):
        preset = next(button for button in panel.colors.presets if button.text() == "16")
        qtbot.mouseClick(preset, Qt.MouseButton.LeftButton)
        assert panel.settings.colors == 16
        assert [button.text() for button in panel.colors.presets if button.isChecked()] == ["16"]


@pytest.mark.parametrize(("start", "enabled"), [("wu", False), ("random", True)])
def test_seed_is_there_for_starts_that_draw(panel, start, enabled):
    panel.show_settings(Settings(start=start))
    assert panel.boxes["seed"].isEnabled() is enabled


def test_status_line_shortens_rather_than_widens(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(300, 30)
    line.show()
    line.say("x" * 500)
    assert line.width() == 300
    assert line.text == "x" * 500


@pytest.mark.parametrize(("width", "last"), [(1200, "unchanged"), (300, "1 → 1 colors")])
def test_narrow_status_line_still_tells_the_name(qtbot, width, last):
    photo = Photo(np.zeros((90, 120, 3), np.uint8), path=Path("sea.png"), file_bytes=1_400_000)
    result = reduce(photo, Settings(1))
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(width, 30)
    line.show()
    line.show_photo(photo)
    line.show_result(result, count_colors(photo))
    shown = line._text.shown
    assert shown.startswith("sea.png")
    assert shown.endswith(last)
    assert (shown == line.text) == (width == 1200)


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


@pytest.mark.parametrize(
    "find", [lambda panel: panel.colors.box, lambda panel: panel.boxes["max_iterations"]]
)
def test_undo_in_a_number_box_is_that_of_the_window(opened, qtbot, settled, find):
    opened.panel.advanced.is_open = True
    box = find(opened.panel)
    opened.panel.set_colors(5)
    settled(opened)
    activate(qtbot, opened)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert opened.panel.settings.colors == Settings().colors


def test_number_just_typed_counts_when_saved_by_key(opened, qtbot, settled, tmp_path):
    opened.session.save_image(tmp_path / "few.png")
    settled(opened)
    box = opened.panel.colors.box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "5")
    opened.actions_.save.trigger()
    settled(opened)
    with Image.open(tmp_path / "few.png") as image:
        assert len(image.getcolors()) == 5


def test_color_to_lay_on_is_offered_for_transparent_photos_only(panel):
    panel.show()
    panel.show_settings(Settings(transparency="flatten"))
    for shown in (True, False):
        panel.show_transparency(shown=shown)
        assert panel._background.isVisible() is shown
        panel.show_settings(Settings(transparency="flatten", colors=9))
        assert panel._background.isVisible() is shown


def test_new_seed_can_be_drawn_only_where_something_is_drawn(opened):
    for start, drawn in (("random", True), ("wu", False)):
        opened.session.set_settings(Settings(start=start))
        assert opened.actions_.new_seed.isEnabled() is drawn


def test_remark_on_what_was_dropped_stays_when_the_photo_comes(
    window, settled, photo_file, tmp_path
):
    (tmp_path / "few.hex").write_text("ff0000\n")
    window.open([photo_file, tmp_path / "few.hex"])
    settled(window)
    assert "Palette files were left out" in window.notice.text
