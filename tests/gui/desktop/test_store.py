"""What is remembered, and what is done with garbage."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from core import Settings
from gui.desktop.store import Store
from gui.photos.album import Album


def test_settings_are_remembered(tmp_path):
    def open_store():
        return Store(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))

    first = open_store()
    kept = Settings(33, "kmeans++", 12, 2**32 - 1, dither="stucki", dither_strength=40)
    first.settings = kept
    first.theme = "dark"
    first.image_format = "gif"
    first.add_recent(Path("/a.png"))
    del first
    second = open_store()
    assert second.settings == kept
    assert (second.theme, second.image_format) == ("dark", "gif")
    assert second.recent == [Path("/a.png")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("settings/colors", "many"),
        ("settings/colors", "100000"),
        ("settings/start", "best"),
        ("settings/seed", "-3"),
        ("settings/max_iterations", ""),
        ("settings/dither", "noise"),
        ("settings/dither_strength", "101"),
    ],
)
def test_garbage_in_the_file_becomes_the_default(store, key, value):
    store._values.setValue(key, value)
    assert store.settings == Settings()


def test_unknown_theme_and_format_become_the_default(store):
    store._values.setValue("theme", "pink")
    store._values.setValue("save/format", "exe")
    assert (store.theme, store.image_format) == ("system", "png")


def test_recent_photos_are_ten_newest_first_and_each_once(store):
    for number in [*range(12), 5]:
        store.add_recent(Path(f"/{number}.png"))
    assert [path.stem for path in store.recent[:3]] == ["5", "11", "10"]
    assert len(store.recent) == 10


def test_folder_that_is_gone_is_forgotten(store, tmp_path):
    store.remember_folder("save", tmp_path / "gone")
    assert store.folder("save") is None
    store.remember_folder("save", tmp_path)
    assert store.folder("save") == tmp_path


def test_folder_behind_a_wall_is_as_good_as_gone(store, behind_a_wall):
    store.remember_folder("open", behind_a_wall)
    assert store.folder("open") is None


def test_album_steps_within_its_ends():
    album = Album([Path("a"), Path("b"), Path("a")])
    assert (len(album), album.current, album.has_previous) == (2, Path("a"), False)
    album.show(album.neighbor(1))
    assert (album.position, album.has_next, album.neighbor(1)) == (2, False, None)


@pytest.mark.parametrize(
    ("shown", "discarded", "left"),
    [("a", "a", "b"), ("b", "a", "b"), ("c", "c", "b"), ("b", "b", "c")],
)
def test_album_without_a_photo_shows_its_neighbor(shown, discarded, left):
    album = Album([Path("a"), Path("b"), Path("c")])
    album.show(Path(shown))
    album.discard(Path(discarded))
    assert album.current == Path(left)
    assert Path(discarded) not in album
    assert album.paths == tuple(Path(name) for name in "abc" if name != discarded)
