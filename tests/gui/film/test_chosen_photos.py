"""Several photos chosen in the strip are given settings, locks or a palette at once."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt

from core import edit

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def four(window, settled, tmp_path, astronaut):
    paths = [tmp_path / f"{number}.png" for number in range(4)]
    for part, path in enumerate(paths):
        pixels = astronaut[60 * part : 60 * part + 60, 100:180]
        Image.fromarray(np.ascontiguousarray(pixels)).save(path)
    window.open(paths)
    settled(window)
    return window


def click(window, qtbot, row, modifier=Modifier.NoModifier):
    photos = window.film_strip._list
    at = photos.visualRect(photos.model().index(row)).center()
    qtbot.mouseClick(photos.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def chosen(window):
    return [window.film_strip.paths.index(path) for path in window.film_strip.several]


def test_ctrl_and_shift_choose_and_a_click_lets_go(four, qtbot):
    click(four, qtbot, 2, Modifier.ControlModifier)
    assert chosen(four) == [0, 2]
    assert "chosen" in four.film_strip.texts[2]
    click(four, qtbot, 2, Modifier.ControlModifier)
    assert chosen(four) == [0]
    click(four, qtbot, 3, Modifier.ShiftModifier)
    assert chosen(four) == [0, 1, 2, 3]
    assert four.session.path == four.film_strip.paths[0]
    click(four, qtbot, 0)
    assert chosen(four) == []


def test_keys_choose_too(four, qtbot):
    photos = four.film_strip._list
    photos.setFocus()
    qtbot.keyClick(photos, Key.Key_A, Modifier.ControlModifier)
    assert chosen(four) == [0, 1, 2, 3]
    qtbot.keyClick(photos, Key.Key_Escape)
    assert chosen(four) == []
    qtbot.keyClick(photos, Key.Key_Right, Modifier.ShiftModifier)
    assert chosen(four) == [0, 1]
    qtbot.keyClick(photos, Key.Key_Space, Modifier.ControlModifier)
    assert chosen(four) == [0]


def go_to(window, qtbot, settled, row):
    path = window.film_strip.paths[row]
    window.documents.show(path)
    qtbot.waitUntil(lambda: window.session.path == path)
    settled(window)


def test_settings_are_given_and_undo_on_each_gives_its_own_back(four, qtbot, settled):
    four.session.desks.share_settings(False)
    go_to(four, qtbot, settled, 2)
    go_to(four, qtbot, settled, 0)
    four.panel.set_colors(5)
    settled(four)
    click(four, qtbot, 2, Modifier.ControlModifier)
    four.actions_.settings_to_chosen.trigger()
    go_to(four, qtbot, settled, 2)
    assert len(four.session.result.palette) == 5
    four.actions_.undo.trigger()
    assert four.session.settings.colors == 8


@pytest.mark.parametrize("same", [False, True])
def test_undo_gives_all_chosen_photos_their_own_back_and_redo_gives_again(
    four, qtbot, settled, same
):
    desks, paths = four.session.desks, four.film_strip.paths
    desks.share_settings(same)
    four.panel.set_colors(5)
    settled(four)
    shown = four.session.result
    click(four, qtbot, 3, Modifier.ShiftModifier)
    four.actions_.palette_to_chosen.trigger()
    given, own = [desks.work_for(path).fixed for path in paths[1:]], [None] * 3
    assert None not in given
    four.actions_.undo.trigger()
    assert [desks.work_for(path).fixed for path in paths[1:]] == own
    assert "Undone for 3 other photos: Give palette to 3 photos." in four.status.text
    four.actions_.redo.trigger()
    assert [desks.work_for(path).fixed for path in paths[1:]] == given
    assert four.session.result is shown


def test_undo_leaves_alone_what_was_changed_on_a_photo_since(four, qtbot, settled):
    desks, paths = four.session.desks, four.film_strip.paths
    desks.share_settings(False)
    click(four, qtbot, 2, Modifier.ShiftModifier)
    four.actions_.palette_to_chosen.trigger()
    go_to(four, qtbot, settled, 2)
    four.session.editing.release()
    settled(four)
    four.panel.set_colors(3)
    go_to(four, qtbot, settled, 0)
    four.actions_.undo.trigger()
    assert desks.work_for(paths[1]).fixed is None
    assert desks.work_for(paths[2]).settings.colors == 3
    assert "1 photo changed since then keeps its own." in four.status.text


def test_locks_are_given_and_asked_about_where_they_were_made_only(four, qtbot, settled):
    four.session.editing.edit("Lock", lambda edited: edit.lock(edited, [0, 1]))
    settled(four)
    four.session.desks.share_settings(False)
    click(four, qtbot, 3, Modifier.ControlModifier)
    four.actions_.locks_to_chosen.trigger()
    paths, desks = four.film_strip.paths, four.session.desks
    locked = set(desks.work_for(paths[0]).made.locked)
    assert set(desks.work_for(paths[3]).settings.locked) == locked
    assert len(locked) == 2
    assert desks.modified_photos == [paths[0]]


def test_palette_is_given_with_what_was_edited_in_it(four, qtbot, settled):
    four.session.editing.edit("Edit", lambda edited: edit.recolor(edited, 0, (1, 2, 3)))
    settled(four)
    click(four, qtbot, 1, Modifier.ControlModifier)
    four.actions_.palette_to_chosen.trigger()
    paths, desks = four.film_strip.paths, four.session.desks
    assert desks.work_for(paths[1]).fixed.palette.hex == four.session.result.palette.hex
    assert desks.work_for(paths[2]).fixed is None
    assert set(desks.own_photos) == {paths[0], paths[1]}


def test_menu_says_why_nothing_can_be_given(four, qtbot):
    assert not four.actions_.settings_to_chosen.isEnabled()
    assert "Choose others in the strip" in four.actions_.settings_to_chosen.toolTip()
    click(four, qtbot, 1, Modifier.ControlModifier)
    texts = [each.text() for each in four.menus.on_photo(four.film_strip.paths[1]).actions()]
    assert "&Remove 2 photos from the strip" in texts
    assert not four.actions_.locks_to_chosen.isEnabled()
