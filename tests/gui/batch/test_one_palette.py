"""One palette for all photos: shown, edited and saved like any other, the same in each file."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

import core.batch.sharing
from core import edit


@pytest.fixture
def same(many, qtbot, settled):
    """The window with its photos in one palette."""
    many.panel.set_colors(5)
    settled(many)
    many.actions_.one_palette.trigger()
    qtbot.waitUntil(lambda: many.session.desks.work.fixed is not None)
    settled(many)
    return many


def colors_of(paths):
    """List the colors that files have together."""
    found = set()
    for path in paths:
        with Image.open(path) as image:
            found |= {color for _count, color in image.convert("RGB").getcolors()}
    return found


def rgb(palette):
    return {tuple(color) for color in palette.colors.tolist()}


def box_of(window):
    """Find the box beside the strip."""
    return window.film_strip.for_all._one_palette


def go_to(window, qtbot, settled, row):
    path = window.film_strip.paths[row]
    window.documents.show(path)
    qtbot.waitUntil(lambda: window.session.path == path)
    settled(window)


def test_preview_follows_on_whichever_photo_is_shown(same, qtbot, settled):
    colors = rgb(same.session.result.palette)
    assert len(colors) == 5
    assert same.palette_view.chip.isVisible()
    assert same.status.text.endswith("shared palette") or "same 5 colors" in same.status.text
    go_to(same, qtbot, settled, 2)
    assert rgb(same.session.result.palette) == colors


def test_files_have_just_its_colors_together(same, save_all, tmp_path):
    save_all(same, tmp_path / "out")
    assert colors_of((tmp_path / "out").rglob("*.png")) == rgb(same.session.result.palette)


def test_what_is_edited_in_it_is_edited_for_all_and_asked_about(
    same, qtbot, settled, save_all, tmp_path
):
    same.session.editing.edit("Edit", lambda edited: edit.recolor(edited, 0, (250, 1, 2)))
    settled(same)
    assert same.isWindowModified()
    go_to(same, qtbot, settled, 3)
    assert (250, 1, 2) in rgb(same.session.result.palette)
    assert np.any(np.all(same.session.result.rgb == (250, 1, 2), axis=2))
    save_all(same, tmp_path / "out")
    assert colors_of((tmp_path / "out").rglob("*.png")) == rgb(same.session.result.palette)
    assert not same.session.desks.modified_photos


def test_undo_gives_back_a_palette_each(same, settled):
    same.actions_.undo.trigger()
    settled(same)
    assert same.session.desks.work.fixed is None
    assert same.session.desks.work_for(same.film_strip.paths[3]).fixed is None


def test_undo_takes_it_back_from_all_where_settings_are_not_shared(many, qtbot, settled):
    desks = many.session.desks
    desks.share_settings(False)
    many.actions_.one_palette.trigger()
    qtbot.waitUntil(lambda: desks.work.fixed is not None)
    settled(many)
    many.panel.set_colors(3)
    qtbot.waitUntil(lambda: len(desks.work.fixed.palette) == 3)
    many.actions_.undo.trigger()
    sizes = [len(desks.work_for(path).fixed.palette) for path in many.film_strip.paths]
    assert sizes == [8] * 4
    many.actions_.undo.trigger()
    assert all(desks.work_for(path).fixed is None for path in many.film_strip.paths)


def test_photos_with_their_own_get_it_too(many, qtbot, settled):
    many.session.editing.edit("Merge", lambda edited: edit.merge(edited, [0, 1]))
    settled(many)
    own = many.session.path
    go_to(many, qtbot, settled, 1)
    many.actions_.one_palette_by_pixels.trigger()
    qtbot.waitUntil(lambda: many.session.desks.work.fixed is not None)
    assert many.session.desks.work_for(own).fixed == many.session.desks.work.fixed


def test_photo_that_cannot_be_read_is_named_and_left_out(many, qtbot, folder):
    (folder / "2.png").write_text("no photo")
    many.actions_.one_palette.trigger()
    qtbot.waitUntil(lambda: many.session.desks.work.fixed is not None)
    assert many.session.desks.work.fixed.name == "Palette of 3 photos"
    box = many.findChild(QMessageBox)
    assert "2.png" in box.text()
    box.close()


def test_box_beside_the_strip_finds_it_and_gives_back_a_palette_each(many, qtbot, settled):
    box = box_of(many)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    assert not many.actions_.one_palette.isEnabled()
    qtbot.waitUntil(lambda: many.session.desks.work.fixed is not None)
    settled(many)
    assert box.isChecked()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    settled(many)
    assert many.session.desks.work.fixed is None
    many.actions_.undo.trigger()
    assert box.isChecked()


def test_cancelled_it_changes_nothing(many, qtbot):
    for stop in (many.actions_.cancel.trigger, box_of(many).click):
        many.actions_.one_palette.trigger()
        assert many.one_palette.busy
        assert many.actions_.cancel.isEnabled()
        stop()
        assert not many.one_palette.busy
        assert not box_of(many).isChecked()
        assert many.actions_.one_palette.isEnabled()
        assert many.session.desks.work.fixed is None


def test_number_of_colors_stays_free_and_finds_it_anew_without_counting(
    same, qtbot, settled, monkeypatch
):
    monkeypatch.setattr(core.batch.sharing, "run_as_fits", None)
    before = rgb(same.session.result.palette)
    same.panel.colors.box.setValue(3)
    qtbot.waitUntil(lambda: len(same.session.desks.work.fixed.palette) == 3)
    settled(same)
    assert len(same.session.result.palette) == 3
    go_to(same, qtbot, settled, 2)
    assert len(same.session.result.palette) == 3
    assert same.panel.colors.box.value() == 3
    go_to(same, qtbot, settled, 0)
    same.actions_.undo.trigger()
    settled(same)
    assert rgb(same.session.result.palette) == before
    assert same.panel.colors.box.value() == 5


def test_found_anew_it_keeps_what_is_locked_and_gives_up_other_edits(same, qtbot, settled):
    same.session.editing.edit("Edit", lambda edited: edit.recolor(edited, 0, (250, 1, 2)))
    settled(same)
    same.session.editing.edit("Lock", lambda edited: edit.lock(edited, [1]))
    settled(same)
    locked = same.session.result.palette.locked_colors
    same.panel.set_colors(4)
    qtbot.waitUntil(lambda: same.session.desks.work.fixed.edited is None)
    settled(same)
    palette = same.session.result.palette
    assert len(palette) == 4
    assert palette.locked_colors == locked
    assert (250, 1, 2) not in rgb(palette)


def test_released_all_photos_have_a_palette_each_also_where_settings_are_not_shared(many, qtbot):
    works = many.session.desks.work_for
    many.session.desks.share_settings(False)
    many.actions_.one_palette.trigger()
    qtbot.waitUntil(lambda: many.session.desks.work.fixed is not None)
    assert all(works(path).fixed is not None for path in many.film_strip.paths)
    many.actions_.release_palette.trigger()
    assert all(works(path).fixed is None for path in many.film_strip.paths)


def test_it_waits_for_several_photos_and_says_so(opened):
    assert not opened.actions_.one_palette.isEnabled()
    assert "Open several photos first" in opened.actions_.one_palette.toolTip()
