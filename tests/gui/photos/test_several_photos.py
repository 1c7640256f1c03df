"""Several photos: the film strip, settings for one or all, work that is kept, files that change."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QMessageBox

from core import Settings, built_in_palette, load_palette, reduce
from tests.app.patience import held
from tests.gui.hands import LEFT, boxes, click_rows, colors_of, drop, edit_by_hand, lock_of

Button = QMessageBox.StandardButton
GREENS = built_in_palette("game-boy").hex


@pytest.fixture
def files(tmp_path, astronaut):
    """Four photos in a folder; the first is small, so that its name says where it comes."""
    folder = tmp_path / "album"
    folder.mkdir()
    paths = [folder / f"{number}.png" for number in (1, 2, 3, 10)]
    for part, path in enumerate(paths):
        pixels = astronaut[60 * part : 60 * part + 90, 100:220]
        Image.fromarray(np.ascontiguousarray(pixels)).save(path)
    return paths


@pytest.fixture
def several(window, settled, files):
    """A window with four photos."""
    window.open(files)
    settled(window)
    return window


@pytest.fixture
def go_to(qtbot, settled):
    """Click on a photo of the film strip."""

    def go(window, number):
        strip = window.film_strip
        at = strip._list.visualRect(strip._photos.index(number)).center()
        qtbot.mouseClick(strip._list.viewport(), LEFT, pos=at)
        path = strip.paths[number]
        qtbot.waitUntil(lambda: window.session.photo.path == path)
        settled(window)

    return go


def same_settings(qtbot, window, wanted):
    box = window.film_strip.findChild(QCheckBox)
    if box.isChecked() is not wanted:
        qtbot.keyClick(box, Qt.Key.Key_Space)


def locked(window):
    palette = window.session.result.palette
    return {hex_ for hex_, yes in zip(palette.hex, palette.locked, strict=True) if yes}


def shown(window):
    result = window.session.result
    return result.palette.hex, result.palette.locked.tolist(), result.rgb.tolist()


def dots(window):
    """The photos marked as having unsaved work."""
    return [text.split(",")[0] for text in window.film_strip.texts if text.endswith("changed")]


def marks(window):
    """The photos marked as having settings of their own."""
    return [text.split(",")[0] for text in window.film_strip.texts if "own settings" in text]


def use_known(window, name):
    entries = window.actions_.known_palettes.actions()
    next(each for each in entries if name in each.text()).trigger()


# The film strip


def test_film_strip_is_there_only_for_several(window, qtbot, settled, files):
    window.open(files[:1])
    settled(window)
    assert not window.film_strip.isVisible()
    window.open(files)
    qtbot.waitUntil(window.film_strip.isVisible)
    settled(window)
    assert window.film_strip.paths == tuple(files)
    window.documents.remove(files[1:])
    qtbot.waitUntil(lambda: not window.film_strip.isVisible())


def test_click_opens_and_frames(several, files, go_to):
    for number in (2, 0, 3):
        go_to(several, number)
        assert several.documents.album.current == files[number]
        assert f"{files[number].name}[*] ({number + 1} of 4)" in several.windowTitle()
        assert several.film_strip._list.currentIndex().row() == number
        expected = reduce(several.session.photo, Settings())
        assert several.session.result.palette.hex == expected.palette.hex
    assert not several.isWindowModified()


def test_keys_step_through_the_photos(several, qtbot, files, settled):
    several.actions_.next.trigger()
    qtbot.waitUntil(lambda: several.session.photo.path == files[1])
    settled(several)
    assert several.film_strip._list.currentIndex().row() == 1
    several.actions_.previous.trigger()
    qtbot.waitUntil(lambda: several.session.photo.path == files[0])


def test_photo_that_cannot_be_opened_leaves_the_one_before_framed(several, qtbot, files, settled):
    files[2].write_text("no photo")
    strip = several.film_strip
    at = strip._list.visualRect(strip._photos.index(2)).center()
    qtbot.mouseClick(strip._list.viewport(), LEFT, pos=at)
    qtbot.waitUntil(lambda: bool(boxes(several)))
    assert len(boxes(several)) == 1
    assert several.session.photo.path == files[0]
    assert strip.paths == (files[0], files[1], files[3])
    assert strip._list.currentIndex().row() == 0


def test_old_photos_clicked_while_new_ones_open_are_shown(several, qtbot, files, settled, tmp_path):
    new = tmp_path / "new.png"
    Image.new("RGB", (300, 200), "teal").save(new)
    several.open([new])
    strip = several.film_strip
    at = strip._list.visualRect(strip._photos.index(2)).center()
    qtbot.mouseClick(strip._list.viewport(), LEFT, pos=at)
    qtbot.waitUntil(lambda: several.session.photo.path == files[2])
    settled(several)
    assert several.documents.album.current == files[2]
    assert strip.paths == (*files, new)


def test_opening_that_was_cancelled_leaves_the_photos_before(
    several, qtbot, files, go_to, tmp_path
):
    new = tmp_path / "new.png"
    Image.new("RGB", (300, 200), "teal").save(new)
    several.open([new])
    several.actions_.cancel.trigger()
    assert several.session.photo.path == files[0]
    go_to(several, 2)
    assert several.film_strip.paths == tuple(files)


# Settings for one or for all


def test_settings_are_the_same_for_all_when_checked(several, qtbot, settled, go_to):
    same_settings(qtbot, several, True)
    go_to(several, 1)
    go_to(several, 0)
    several.panel.set_colors(5)
    settled(several)
    for number in (1, 2, 0):
        go_to(several, number)
        assert several.panel.settings.colors == several.panel.colors.box.value() == 5
        assert len(several.session.result.palette) == 5


def test_each_has_its_own_settings_when_unchecked(several, qtbot, settled, go_to):
    go_to(several, 1)
    same_settings(qtbot, several, False)
    for number, colors in ((0, 3), (1, 4), (2, 6)):
        go_to(several, number)
        several.panel.set_colors(colors)
        settled(several)
    for number, colors in ((0, 3), (2, 6), (1, 4)):
        go_to(several, number)
        assert several.panel.settings.colors == several.panel.colors.box.value() == colors
        assert len(several.session.result.palette) == colors


def test_photo_set_while_each_had_its_own_keeps_that_and_is_marked(several, qtbot, settled, go_to):
    same_settings(qtbot, several, False)
    several.panel.set_colors(3)
    go_to(several, 1)
    several.panel.set_colors(6)
    settled(several)
    assert marks(several) == []
    same_settings(qtbot, several, True)
    assert marks(several) == ["1.png"]
    go_to(several, 2)
    assert several.panel.colors.box.value() == 6
    go_to(several, 0)
    assert several.panel.colors.box.value() == len(several.session.result.palette) == 3
    several.actions_.use_shared.trigger()
    settled(several)
    assert several.panel.colors.box.value() == 6
    assert marks(several) == []
    several.actions_.undo.trigger()
    assert several.panel.colors.box.value() == 3


def test_finding_5_same_settings_are_the_same(several, qtbot, settled, go_to):
    """A fixed palette is shared, and so is a setting of a photo that has its own colors."""
    same_settings(qtbot, several, True)
    use_known(several, "Game Boy")
    settled(several)
    go_to(several, 1)
    assert several.session.result.palette.hex == GREENS
    click_rows(qtbot, several.palette_view, 0)
    several.actions_.remove_color.trigger()
    settled(several)
    assert marks(several) == ["2.png"]
    dither = several.panel.boxes["dither"]
    dither.setCurrentIndex(dither.findData("bayer-4"))
    settled(several)
    assert len(several.session.result.palette) == 3
    go_to(several, 0)
    assert several.session.result.palette.hex == GREENS
    assert several.panel.settings.dither == "bayer-4"


def test_finding_5_undo_on_one_photo_says_what_it_changes_elsewhere(several, qtbot, settled, go_to):
    same_settings(qtbot, several, True)
    go_to(several, 1)
    go_to(several, 0)
    several.panel.set_colors(5)
    go_to(several, 1)
    several.actions_.undo.trigger()
    settled(several)
    assert several.panel.colors.box.value() == 8
    assert "“2.png” has settings of its own now" in several.status.text
    assert marks(several) == ["2.png"]
    go_to(several, 0)
    assert several.panel.colors.box.value() == 5
    several.actions_.undo.trigger()
    assert several.status.text == "Undone for all photos: Change to 5 colors."
    go_to(several, 2)
    assert several.panel.colors.box.value() == 8
    assert marks(several) == []


def test_settings_and_palette_of_one_photo_are_given_to_all(several, qtbot, settled, go_to):
    same_settings(qtbot, several, False)
    for number, colors in ((1, 4), (0, 5)):
        go_to(several, number)
        several.panel.set_colors(colors)
        settled(several)
    same_settings(qtbot, several, True)
    work_on(several, qtbot, settled)
    palette = several.session.result.palette.hex
    assert marks(several) == ["1.png", "2.png"]
    several.actions_.give_to_all.trigger()
    assert marks(several) == ["1.png"]
    go_to(several, 1)
    assert several.session.result.palette.hex == palette
    assert several.palette_view.chip.text == "Fixed palette: Palette of 1.png"
    several.actions_.undo.trigger()
    settled(several)
    assert len(several.session.result.palette) == 4


# Work that is kept


def work_on(window, qtbot, settled):
    """Lock one color and merge two others."""
    view = window.palette_view
    qtbot.mouseClick(view._list.viewport(), LEFT, pos=lock_of(view, 2))
    click_rows(qtbot, view, 0, 4)
    window.actions_.merge.trigger()
    settled(window)


@pytest.mark.parametrize("same", [False, True])
def test_work_is_as_it_was_after_going_away_and_coming_back(several, qtbot, settled, go_to, same):
    same_settings(qtbot, several, same)
    first = shown(several)
    work_on(several, qtbot, settled)
    worked = shown(several)
    go_to(several, 1)
    go_to(several, 0)
    assert shown(several) == worked
    several.actions_.undo.trigger()
    several.actions_.undo.trigger()
    settled(several)
    assert shown(several) == first
    assert not several.actions_.undo.isEnabled()
    several.actions_.redo.trigger()
    several.actions_.redo.trigger()
    settled(several)
    assert shown(several) == worked


def test_undo_goes_with_the_photo(several, qtbot, settled, go_to):
    same_settings(qtbot, several, False)
    work_on(several, qtbot, settled)
    go_to(several, 1)
    assert not several.actions_.undo.isEnabled()
    several.panel.set_colors(3)
    settled(several)
    assert "3 colors" in several.actions_.undo.text()
    go_to(several, 0)
    assert "Merge" in several.actions_.undo.text()


def test_photos_with_unsaved_work_have_a_dot(several, qtbot, settled, go_to, choose_file, tmp_path):
    same_settings(qtbot, several, False)
    work_on(several, qtbot, settled)
    assert dots(several) == ["1.png"]
    go_to(several, 1)
    assert not several.isWindowModified()
    edit_by_hand(several)
    settled(several)
    assert dots(several) == ["1.png", "2.png"]
    go_to(several, 0)
    assert several.isWindowModified()
    choose_file(tmp_path / "few.png")
    with qtbot.waitSignal(several.session.saved):
        several.actions_.save.trigger()
    assert dots(several) == ["2.png"]


def test_each_is_saved_where_it_was_saved_before(
    several, qtbot, settled, go_to, choose_file, tmp_path
):
    same_settings(qtbot, several, False)
    for number in (0, 1):
        go_to(several, number)
        several.panel.set_colors(3 + number)
        settled(several)
        asked = choose_file(tmp_path / f"few {number}.png")
        with qtbot.waitSignal(several.session.saved):
            several.actions_.save.trigger()
        assert asked
    go_to(several, 0)
    several.panel.set_colors(6)
    settled(several)
    with qtbot.waitSignal(several.session.saved):
        several.actions_.save.trigger()
    assert len(colors_of(tmp_path / "few 0.png")) == 6
    assert len(colors_of(tmp_path / "few 1.png")) == 4


def test_result_to_come_is_saved_although_another_photo_is_chosen(
    several, qtbot, settled, tmp_path, files
):
    """Or it is told that it was not."""
    several.panel.boxes["effort"].setCurrentIndex(several.panel.boxes["effort"].findData("best"))
    several.panel.set_colors(5)
    several.session.save_image(tmp_path / "few.png")
    several.actions_.next.trigger()
    qtbot.waitUntil(lambda: several.session.photo.path == files[1])
    settled(several)
    assert (tmp_path / "few.png").exists() or "not saved" in " ".join(boxes(several))


# Closing and opening others


def test_work_that_was_given_up_is_gone_when_the_photo_is_opened_again(
    several, qtbot, settled, press, files
):
    work_on(several, qtbot, settled)
    press(Button.Discard)
    several.documents.remove(files)
    assert several.session.photo is None
    several.open(files[:1])
    settled(several)
    assert not several.actions_.undo.isEnabled()
    assert locked(several) == set()
    assert not several.isWindowModified()


# What is dropped


def test_dropped_folder_opens_its_photos_in_order(window, qtbot, settled, files):
    (files[0].parent / "notes.txt").write_text("no photo")
    drop(window.canvas, [files[0].parent])
    settled(window)
    assert window.film_strip.paths == tuple(files)
    assert window.session.photo.path == files[0]
    assert not boxes(window)


def test_dropped_folder_opens_those_in_its_sub_folders_too(window, settled, files):
    deeper = files[0].parent / "day 1" / "morning"
    deeper.mkdir(parents=True)
    files[1].rename(deeper / "a.png")
    (deeper / "round and round").symlink_to(files[0].parent)
    drop(window.canvas, [files[0].parent])
    settled(window)
    others = [path for path in files if path != files[1]]
    assert window.film_strip.paths == (*others, deeper / "a.png")
    assert not boxes(window)


def test_folder_without_photos_is_told(several, qtbot, settled, files, tmp_path):
    (tmp_path / "no photos").mkdir()
    (tmp_path / "no photos" / "notes.txt").write_text("no photo")
    drop(several.canvas, [tmp_path / "no photos"])
    qtbot.waitUntil(lambda: bool(boxes(several)))
    assert boxes(several) == [f"Cannot find a photo in {tmp_path / 'no photos'}."]
    assert several.film_strip.paths == tuple(files)
    assert several.session.photo.path == files[0]


@pytest.mark.parametrize("way", ["Esc", "button"])
def test_looking_through_folders_tells_how_far_it_is_and_can_be_cancelled(
    several, qtbot, settled, files, tmp_path, way
):
    work_on(several, qtbot, settled)
    before = shown(several)
    (tmp_path / "huge").mkdir()
    (tmp_path / "huge" / "9.png").hardlink_to(files[0])
    with held("looking", 0.0) as reached:
        drop(several.canvas, [tmp_path / "huge"])
        qtbot.waitUntil(reached)
        qtbot.waitUntil(several.status._cancel.isVisible)
        assert several.status._phase.text() == "Looking for photos: 0 so far"
        if way == "Esc":
            qtbot.keyClick(several, Qt.Key.Key_Escape)
        else:
            qtbot.mouseClick(several.status._cancel, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not several.status._cancel.isVisible())
    assert several.status.text == "Cancelled. Nothing was opened."
    assert shown(several) == before
    assert several.film_strip.paths == tuple(files)


def test_folders_dropped_one_after_the_other_are_all_opened(several, qtbot, files, tmp_path):
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
        (folder / "9.png").hardlink_to(files[0])
        drop(several.canvas, [folder])
    new = tuple(folder / "9.png" for folder in folders)
    qtbot.waitUntil(lambda: several.film_strip.paths == (*files, *new))


@pytest.mark.parametrize(
    ("way", "button", "count"),
    [
        ("files", Button.Cancel, 4),
        ("folder", "Open", 64),
        pytest.param("files", "Open", 64, marks=pytest.mark.long),
        pytest.param("folder", Button.Cancel, 4, marks=pytest.mark.long),
    ],
)
def test_very_many_are_opened_only_when_meant(
    several, qtbot, settled, files, press, tmp_path, button, count, way
):
    work_on(several, qtbot, settled)
    before = shown(several)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.png").hardlink_to(files[0])
    asked = press(button)
    drop(several.canvas, sorted(folder.iterdir()) if way == "files" else [folder])
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[0] == "Open 60 photos?"
    qtbot.waitUntil(lambda: len(several.film_strip.paths) == count)
    settled(several)
    if count == 4:
        assert shown(several) == before
        assert several.isWindowModified()


# Files that change under the window


def replace_file(path):
    """As most programs save: another file takes its place."""
    other = path.with_name("other.tmp")
    Image.new("RGB", (50, 40), "teal").save(other, "PNG")
    other.replace(path)


def overwrite(path):
    Image.new("RGB", (50, 40), "teal").save(path)


@pytest.mark.parametrize("change", [replace_file, overwrite])
def test_photo_that_changes_on_disk_is_told_and_shown_as_it_was(
    several, qtbot, settled, files, change
):
    before = shown(several)
    change(files[0])
    qtbot.waitUntil(lambda: "changed on disk" in several.notice.text)
    assert several.notice.isVisible()
    several.panel.set_colors(4)
    settled(several)
    several.actions_.undo.trigger()
    settled(several)
    assert shown(several) == before
    several.notice.hide()
    change(files[0])
    qtbot.waitUntil(several.notice.isVisible)


def test_photo_that_is_deleted_is_told_and_can_be_worked_on(
    several, qtbot, settled, files, choose_file, tmp_path
):
    work_on(several, qtbot, settled)
    worked = shown(several)
    files[0].unlink()
    qtbot.waitUntil(lambda: "no longer on disk" in several.notice.text)
    assert several.notice.isVisible()
    several.actions_.undo.trigger()
    settled(several)
    several.actions_.redo.trigger()
    settled(several)
    assert shown(several) == worked
    choose_file(tmp_path / "few.png")
    with qtbot.waitSignal(several.session.saved):
        several.actions_.save.trigger()
    with Image.open(tmp_path / "few.png") as image:
        np.testing.assert_array_equal(image.convert("RGB"), several.session.result.rgb)
    with qtbot.waitSignal(several.session.saved):
        several.session.save_palette(tmp_path / "few.gpl")
    assert set(load_palette(tmp_path / "few.gpl").hex) == set(worked[0])
    assert not boxes(several)


def test_changes_of_photos_that_are_not_shown_are_not_told(several, qtbot, files, go_to):
    go_to(several, 1)
    files[0].unlink()
    replace_file(files[1])
    qtbot.waitUntil(lambda: bool(several.notice.text))
    assert several.notice.text.startswith("2.png was changed")


def test_each_is_saved_again_in_the_format_of_its_own_file(
    several, qtbot, settled, choose_file, go_to, tmp_path
):
    for number, name in enumerate(["a.png", "b.jpg"]):
        go_to(several, number)
        choose_file(tmp_path / name)
        several.actions_.save_as.trigger()
        settled(several)
    go_to(several, 0)
    several.panel.set_colors(3)
    several.actions_.save.trigger()
    settled(several)
    with Image.open(tmp_path / "a.png") as image, Image.open(tmp_path / "b.jpg") as other:
        assert (image.format, other.format) == ("PNG", "JPEG")
        assert len(image.getcolors()) == 3


def test_only_photos_whose_mark_changes_are_painted_anew(several, tmp_path):
    model = several.film_strip._photos
    model.take(tuple(tmp_path / f"{number}.png" for number in range(3000)))
    changed = []
    model.dataChanged.connect(lambda index, *_: changed.append(index.row()))
    for marked in ([7], [7, 2000], [2000]):
        model.mark([tmp_path / f"{number}.png" for number in marked])
    assert changed == [7, 2000, 7]
