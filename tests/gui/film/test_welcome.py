"""The empty window: photos opened before, as pictures, and the sample."""

import pytest
from PIL import Image
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

import resources
from gui.film import welcome
from gui.window import MainWindow
from tests.gui.hands import LEFT

SAMPLE = resources.path("sample.jpg")


@pytest.fixture
def recent(tmp_path, store):
    """Photos opened before, of which one is gone and one is no photo any more."""
    names = ("first.png", "gone.png", "broken.png", "a & <b>.png")
    paths = [tmp_path / name for name in names]
    for number, path in enumerate(paths):
        Image.new("RGB", (40, 60), (60 * number, 0, 0)).save(path)
    for path in reversed(paths):
        store.add_recent(path)
    paths[1].unlink()
    paths[2].write_bytes(b"no photo")
    return paths


@pytest.fixture
def empty(recent, window, qtbot):
    qtbot.waitUntil(lambda: len(window.welcome.tiles) == 2)
    return window


def test_recent_photos_that_are_there_are_offered_as_pictures(empty, recent):
    tiles = empty.welcome.tiles
    assert [tile.accessibleName() for tile in tiles] == [
        "Open first.png",
        "Open a & <b>.png",
    ]
    assert tiles[1].text() == "a && <b>.png"
    assert all(not tile.icon().isNull() for tile in tiles)


def test_click_on_a_picture_opens_it(empty, recent, qtbot, settled):
    qtbot.mouseClick(empty.welcome.tiles[1], LEFT)
    settled(empty)
    assert empty.session.photo.path == recent[3]
    assert not empty.welcome.isVisible()
    empty.actions_.close_photo.trigger()
    qtbot.waitUntil(lambda: empty.session.photo is None)
    assert empty.welcome.isVisible()
    qtbot.waitUntil(lambda: empty.welcome.tiles[0].accessibleName() == "Open a & <b>.png")


def test_pictures_are_made_after_the_window_is_seen(recent, store, qtbot, monkeypatch):
    wanted = []
    monkeypatch.setattr(welcome.Thumbnails, "want", lambda _, paths: wanted.append(paths))
    window = MainWindow(store)
    qtbot.addWidget(window)
    assert not wanted
    window.show()
    qtbot.waitUntil(lambda: wanted == [recent])
    window.close()


def test_sample_is_one_click_away_and_remembered_nowhere(
    window, store, qtbot, settled, monkeypatch
):
    qtbot.mouseClick(window.welcome.sample, LEFT)
    settled(window)
    assert window.session.photo.path == SAMPLE
    assert store.recent == []
    asked = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *arguments: asked.append(arguments) or ("", "")
    )
    window.actions_.save.trigger()
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    assert asked[0][2].startswith(pictures)


def test_low_window_keeps_room_for_what_to_do(empty, qtbot):
    empty.resize(empty.width(), empty.minimumHeight())
    qtbot.waitUntil(lambda: not empty.welcome.tiles)
    assert empty.welcome.sample.isVisible()
    qtbot.waitUntil(lambda: empty.canvas._above_welcome.height() > 180)


def test_narrow_window_offers_fewer(empty, qtbot):
    empty.welcome.resize(150, 150)
    assert len(empty.welcome.tiles) == 1
