"""One palette for all photos: shown, edited and saved like any other, the same in each file."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QMessageBox, QPushButton

from core import edit


@pytest.fixture
def same(many, qtbot, settled):
    """The window with its photos in one palette."""
    many.panel.set_colors(5)
    settled(many)
    many.actions_.one_palette.trigger()
    qtbot.waitUntil(lambda: many.session.desks.work.fixed is not None, timeout=60_000)
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


def test_photos_with_their_own_get_it_too(many, qtbot, settled):
    many.session.editing.edit("Merge", lambda edited: edit.merge(edited, [0, 1]))
    settled(many)
    own = many.session.path
    go_to(many, qtbot, settled, 1)
    many.actions_.one_palette_by_pixels.trigger()
    qtbot.waitUntil(lambda: many.session.desks.work.fixed is not None, timeout=60_000)
    assert many.session.desks.work_for(own).fixed == many.session.desks.work.fixed


def test_photo_that_cannot_be_read_is_named_and_left_out(many, qtbot, folder):
    (folder / "2.png").write_text("no photo")
    many.actions_.one_palette.trigger()
    qtbot.waitUntil(lambda: many.session.desks.work.fixed is not None, timeout=60_000)
    assert many.session.desks.work.fixed.name == "Palette of 3 photos"
    box = many.findChild(QMessageBox)
    assert "2.png" in box.text()
    box.close()


def test_cancelled_it_changes_nothing(many, qtbot):
    many.actions_.one_palette.trigger()
    many.one_palette.bar.findChild(QPushButton).click()
    assert many.one_palette.bar is None
    assert many.actions_.one_palette.isEnabled()
    assert many.session.desks.work.fixed is None


def test_it_waits_for_several_photos_and_says_so(opened):
    assert not opened.actions_.one_palette.isEnabled()
    assert "Open several photos first" in opened.actions_.one_palette.toolTip()
