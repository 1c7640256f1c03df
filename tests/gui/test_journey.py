"""Whole journeys: by mouse from the drop to the files, and the main job by keyboard alone."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from core import load_palette
from tests.gui.hands import (
    CONTROL,
    SHIFT,
    activate,
    boxes,
    click_rows,
    colors_of,
    drag,
    drop,
    knob,
    lock_of,
)

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def as_hex(colors):
    return {"#{:02x}{:02x}{:02x}".format(*color) for color in colors}


def test_drop_colors_lock_merge_undo_save_reopen(
    window, qtbot, settled, photo_file, choose_file, press, tmp_path
):
    drop(window.canvas, [photo_file])
    settled(window)
    slider = window.panel.colors.slider
    drag(qtbot, slider, knob(slider), knob(slider) + QPoint(25, 0))
    settled(window)
    assert window.panel.settings.colors > 8
    kept = lock_and_merge(window, qtbot, settled)
    result = window.session.result

    save_both(window, qtbot, choose_file, tmp_path)
    assert not window.isWindowModified()
    assert kept in as_hex(colors_of(tmp_path / "few.png"))
    assert set(load_palette(tmp_path / "few.gpl").hex) == set(result.palette.hex)
    with Image.open(tmp_path / "few.png") as image:
        np.testing.assert_array_equal(image.convert("RGB"), result.rgb)

    drop(window.canvas, [tmp_path / "few.png"])
    qtbot.waitUntil(lambda: "few.png" in window.windowTitle())
    settled(window)
    asked = press("As they are")
    drop(window.canvas, [tmp_path / "few.gpl"])
    qtbot.waitUntil(lambda: bool(asked))
    settled(window)
    assert set(window.session.result.palette.hex) == set(result.palette.hex)
    assert window.session.result.error == 0
    np.testing.assert_array_equal(window.session.result.rgb, result.rgb)
    assert not boxes(window)


def lock_and_merge(window, qtbot, settled):
    """Lock a color, merge two pairs, undo that, ask for one color less; return the locked one."""
    view, actions, colors = window.palette_view, window.actions_, window.panel.settings.colors
    kept = window.session.result.palette.hex[5]
    qtbot.mouseClick(view._list.viewport(), Qt.MouseButton.LeftButton, pos=lock_of(view, 5))
    for two in ((0, 1), (2, 3)):
        click_rows(qtbot, view, *two)
        actions.merge.trigger()
        settled(window)
    assert len(window.session.result.palette) == colors - 2
    actions.undo.trigger()
    actions.undo.trigger()
    actions.fewer_colors.trigger()
    settled(window)
    result = window.session.result
    assert len(result.palette) == colors - 1
    assert result.palette.hex[int(result.palette.locked.argmax())] == kept
    return kept


def save_both(window, qtbot, choose_file, folder):
    """Save picture and palette."""
    actions = window.actions_
    for action, name in ((actions.save, "few.png"), (actions.save_palette, "few.gpl")):
        choose_file(folder / name)
        with qtbot.waitSignal(window.session.saved):
            action.trigger()


@pytest.fixture
def press_keys(qtbot, window):
    """Press keys where the focus is."""

    def press(key, modifier=Qt.KeyboardModifier.NoModifier):
        activate(qtbot, window)
        qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)

    return press


@pytest.fixture
def type_path(qtbot, answer):
    """Type a path into the next file chooser, and press Enter."""

    def type_(path):
        def act(dialog):
            activate(qtbot, dialog)
            field = dialog.focusWidget()
            qtbot.keyClick(field, Key.Key_A, CONTROL)
            qtbot.keyClicks(field, str(path))
            qtbot.keyClick(field, Key.Key_Return)

        return answer(QFileDialog, act)

    return type_


def test_main_job_by_keys_alone(
    window, qtbot, settled, photo_file, press_keys, type_path, tmp_path
):
    asked = type_path(photo_file)
    press_keys(Key.Key_O, CONTROL)
    assert asked
    settled(window)

    press_keys(Key.Key_C, ALT)
    qtbot.keyClicks(QApplication.focusWidget(), "12")
    press_keys(Key.Key_Return)
    press_keys(Key.Key_Up, CONTROL)
    settled(window)
    assert len(window.session.result.palette) == 13

    kept = lock_and_merge_by_keys(window, settled, press_keys)
    assert len(window.session.result.palette) == 12

    asked = type_path(tmp_path / "few")
    with qtbot.waitSignal(window.session.saved):
        press_keys(Key.Key_S, CONTROL)
    assert asked
    colors = colors_of(tmp_path / "few.png")
    assert as_hex(colors) == set(window.session.result.palette.hex)
    assert kept in as_hex(colors)
    press_keys(Key.Key_Q, CONTROL)
    qtbot.waitUntil(lambda: not window.isVisible())


def lock_and_merge_by_keys(window, settled, press_keys):
    """Lock the third color, merge the next two, undo and redo; return the locked one."""
    press_keys(Key.Key_P, CONTROL)
    press_keys(Key.Key_Home)
    press_keys(Key.Key_Down)
    press_keys(Key.Key_Down)
    press_keys(Key.Key_L, CONTROL)
    palette = window.session.result.palette
    assert np.flatnonzero(palette.locked).tolist() == [2]

    press_keys(Key.Key_Down)
    press_keys(Key.Key_Down, SHIFT)
    assert window.palette_view.chosen == [3, 4]
    press_keys(Key.Key_M, CONTROL)
    settled(window)
    assert len(window.session.result.palette) == 12
    press_keys(Key.Key_Z, CONTROL)
    press_keys(Key.Key_Z, CONTROL | SHIFT)
    settled(window)
    return palette.hex[2]
