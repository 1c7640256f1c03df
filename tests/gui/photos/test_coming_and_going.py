"""Photos join those open, and leave them: finding 10 of issue 17."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QPushButton

from core.reduction import edit
from gui.photos.album import Album
from tests.gui.hands import activate, boxes, drop


@pytest.fixture
def files(tmp_path, astronaut):
    """Five small photos."""
    paths = [tmp_path / f"{number}.png" for number in range(1, 6)]
    for part, path in enumerate(paths):
        pixels = astronaut[60 * part : 60 * part + 60, 100:180]
        Image.fromarray(np.ascontiguousarray(pixels)).save(path)
    return paths


@pytest.fixture
def two(window, settled, files):
    window.open(files[:2])
    settled(window)
    return window


def shows(window, path):
    photo = window.session.photo
    return photo is not None and photo.path == path and not window.session.busy


def test_album_finds_what_is_nearest_to_those_that_leave():
    album = Album("abcde")
    album.show("d")
    assert [album.nearest(each) for each in ("", "d", "de", "cde", "abcde")] == [*"decb", None]
    album.add("cfa")
    assert "".join(album.paths) == "abcdef"
    assert album.current == "d"


@pytest.mark.parametrize("way", ["replace", "keep"])
def test_dropped_photos_join_the_strip_and_may_replace_the_others(two, qtbot, files, way):
    drop(two.canvas, files[2:4])
    qtbot.waitUntil(lambda: shows(two, files[2]))
    assert two.film_strip.paths == tuple(files[:4])
    assert "Added to the 2 photos that were open." in two.notice.text
    button = two.notice.findChild(QPushButton)
    assert button.text() == "Replace them"
    if way == "replace":
        button.click()
        assert two.film_strip.paths == tuple(files[2:4])
        assert shows(two, files[2])
    else:
        two.actions_.next.trigger()
        qtbot.waitUntil(lambda: shows(two, files[3]))
    assert not two.notice.isVisible()


def test_photos_that_come_while_others_open_all_join(window, qtbot, files):
    for path in files[:3]:
        window.open([path])
    qtbot.waitUntil(lambda: shows(window, files[2]))
    assert window.film_strip.paths == tuple(files[:3])


def test_photo_dropped_again_is_shown_with_its_work(two, qtbot, files, settled):
    two.session.editing.edit("Lock", lambda edited: edit.lock(edited, [0]))
    two.documents.show(files[1])
    qtbot.waitUntil(lambda: shows(two, files[1]))
    two.open([files[0]])
    qtbot.waitUntil(lambda: shows(two, files[0]))
    assert two.film_strip.paths == tuple(files[:2])
    assert two.session.result.palette.locked[0]
    assert not two.notice.isVisible()


def test_of_photos_that_come_those_that_cannot_be_opened_are_left_out(two, qtbot, files):
    files[2].write_text("no photo")
    files[4].unlink()
    two.open(files[2:])
    qtbot.waitUntil(lambda: shows(two, files[3]) and bool(boxes(two)))
    assert two.film_strip.paths == (*files[:2], files[3], files[4])


def test_photos_stay_when_none_of_those_that_come_can_be_opened(two, qtbot, files):
    for path in files[2:]:
        path.write_text("no photo")
    two.open(files[2:])
    qtbot.waitUntil(lambda: bool(boxes(two)))
    assert shows(two, files[0])
    assert two.film_strip.paths == tuple(files[:2])
    assert boxes(two)[0].count("no photo") + boxes(two)[0].count(".png") >= 3


def test_settings_of_a_photo_that_can_no_longer_be_opened_go_with_it(two, qtbot, files):
    for number in (1, 0):
        two.documents.show(files[number])
        qtbot.waitUntil(lambda number=number: shows(two, files[number]))
    files[1].write_text("no photo")
    two.documents.show(files[1])
    qtbot.waitUntil(lambda: bool(boxes(two)))
    assert two.documents.album.paths == (files[0],)
    with pytest.raises(KeyError):
        two.session.desks.desk_of(files[1])


@pytest.mark.parametrize(
    ("shown", "gone", "then"),
    [(0, [0], 1), (1, [1], 2), (0, [1], 0), (2, [1, 2], 0), (1, [0, 1], 2)],
)
def test_removed_photo_gives_place_to_the_next(window, qtbot, settled, files, shown, gone, then):
    window.open(files[:3])
    settled(window)
    window.documents.show(files[shown])
    qtbot.waitUntil(lambda: shows(window, files[shown]))
    window.documents.remove([files[number] for number in gone])
    qtbot.waitUntil(lambda: shows(window, files[then]))
    assert window.film_strip.paths == tuple(
        path for number, path in enumerate(files[:3]) if number not in gone
    )


def test_photo_stays_when_what_would_take_its_place_is_cancelled(two, qtbot, files, hold):
    held = hold("open_photo")
    two.actions_.close_photo.trigger()
    two.actions_.cancel.trigger()
    held.set()
    assert shows(two, files[0])
    assert two.film_strip.paths == tuple(files[:2])


def test_after_the_last_photo_the_window_is_empty_and_takes_another(two, qtbot, files):
    activate(qtbot, two)
    two.actions_.difference.trigger()
    for _ in range(2):
        qtbot.waitUntil(lambda: not two.session.busy)
        qtbot.keyClick(two, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: two.session.photo is None)
    assert two.windowTitle() == "Fewtone"
    assert two.palette_view.rows == []
    assert two.status.text == ""
    assert not two.actions_.save.isEnabled()
    assert not two.canvas.shows_difference
    two.open([files[2]])
    qtbot.waitUntil(lambda: shows(two, files[2]))
    assert len(two.documents.album) == 1


def test_delete_in_the_strip_removes_the_photo_not_a_color(two, qtbot, files):
    activate(qtbot, two)
    two.palette_view.choose([0])
    photos = two.film_strip._list
    photos.setFocus()
    qtbot.keyClick(photos, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shows(two, files[1]))
    assert two.film_strip.paths == (files[1],)
    assert len(two.session.result.palette) == 8


def texts(menu):
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def test_pictures_and_thumbnails_have_menus(two, files, qtbot):
    assert {"Save image…", "Copy picture", "Show in folder", "Close photo"} <= set(
        texts(two.menus.on_picture())
    )
    wanted = []
    two.film_strip.menu_wanted.connect(lambda path, _at: wanted.append(path))
    photos = two.film_strip._list
    at = photos.visualRect(photos.model().index(1)).center()
    mouse = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(photos.viewport(), QContextMenuEvent(mouse, at, QPoint(9, 9)))
    assert wanted == [files[1]]
    QApplication.activePopupWidget().close()
    menu = two.menus.on_photo(files[1])
    assert texts(menu) == [
        *("Show this photo", "Show in folder", "Remove from the strip", "Remove all others")
    ]
    assert "Copy picture" in texts(two.menus.on_photo(files[0]))
    menu.actions()[-1].trigger()
    qtbot.waitUntil(lambda: shows(two, files[1]))
    assert len(two.documents.album) == 1
