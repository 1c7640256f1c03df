"""What is remembered, and what is done with garbage."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from core import Settings
from core.settings import SPACES
from gui.desktop.remembered import settings_folder
from gui.desktop.store import Store
from gui.photos.album import Album
from tests import ROOT


@pytest.fixture
def place(tmp_path):
    return QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)


def test_settings_are_remembered(place):
    first = Store(place)
    kept = Settings(33, "kmeans++", 12, 2**32 - 1, dither="stucki", dither_strength=40)
    first.settings = kept
    first.theme = "dark"
    first.image_format = "gif"
    first.add_recent(Path("/a.png"))
    del first
    second = Store(place)
    assert second.settings == kept
    assert (second.theme, second.image_format) == ("dark", "gif")
    assert second.recent == [Path("/a.png")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("settings/colors", "many"),
        ("settings/colors", "100000"),
        ("settings/colors", 10**300),
        ("settings/colors", ["8"]),
        ("settings/start", "best"),
        ("settings/seed", "-3"),
        ("settings/max_iterations", ""),
        ("settings/dither", "noise"),
        ("settings/dither_strength", "101"),
    ],
)
def test_garbage_in_the_file_becomes_the_default(store, key, value):
    store._values.update({key: value})
    assert store.settings == Settings()


@pytest.mark.parametrize(
    ("name", "remembered", "found"),
    [
        ("space", "rgb", "auto"),
        ("space", "lab", "lab"),
        ("dither_strength", 100, None),
        ("dither_strength", "100", None),
        ("dither_strength", "80", 80),
    ],
)
def test_what_was_the_default_once_was_not_chosen(store, name, remembered, found):
    store._values.update({f"settings/{name}": remembered, "settings/colors": 33})
    assert store.settings == Settings(33, **{name: found})


@pytest.mark.parametrize("space", SPACES)
def test_space_that_is_chosen_is_remembered(place, space):
    Store(place).settings = Settings(space=space)
    assert Store(place).settings == Settings(space=space)


def test_unknown_theme_and_format_become_the_default(store):
    store._values.update({"theme": "pink", "save/format": "exe"})
    assert (store.theme, store.image_format) == ("system", "png")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b" " * 2_000_000,
        b'{"theme": {"dark": 1}, "recent": [1], "window/geometry": "xyz", "settings/colors": 5.5}',
    ],
    ids=["empty", "cut off", "list", "null", "no text", "deep", "large", "other values"],
)  # fmt: skip
def test_file_that_holds_no_settings_is_as_good_as_none(place, tmp_path, content):
    (tmp_path / "s.json").write_bytes(content)
    store = Store(place)
    assert (store.settings, store.theme, store.recent) == (Settings(), "system", [])
    assert store.bytes_of("geometry").isEmpty()
    store.theme = "dark"
    assert Store(place).theme == "dark"


def test_folder_that_takes_no_file_is_no_failure(tmp_path):
    (tmp_path / "file").touch()
    store = Store(QSettings(str(tmp_path / "file" / "s.ini"), QSettings.Format.IniFormat))
    store.theme = "dark"
    assert store.theme == "dark"


def test_two_windows_keep_what_each_remembers(place):
    first, second = Store(place), Store(place)
    first.theme = "dark"
    second.image_format = "gif"
    assert (Store(place).theme, Store(place).image_format) == ("dark", "gif")


def test_bytes_are_kept(place):
    Store(place).keep_bytes("geometry", QByteArray(b"\0\xff"))
    assert Store(place).bytes_of("geometry") == QByteArray(b"\0\xff")


def test_settings_that_qsettings_wrote_are_understood(tmp_path, place):
    recent = ["/a, b.png", '/"é 字 👩".png', "/@home\\x.png", "@x", "/semi;colon"]
    old = QSettings(str(tmp_path / "old.ini"), QSettings.Format.IniFormat)
    for key, value in {
        "settings/colors": "33",
        "settings/dither": "stucki",
        "theme": "dark",
        "recent": recent,
        "folder/save": str(tmp_path),
        "palette/order": "hue",
        "window/geometry": QByteArray(b"\0\xff"),
    }.items():
        old.setValue(key, value)
    old.sync()
    (tmp_path / "old.ini").rename(tmp_path / "s.ini")
    store = Store(place)
    assert store.settings == Settings(33, dither="stucki")
    assert (store.theme, store.palette_order) == ("dark", "hue")
    assert store.recent == [Path(each) for each in recent]
    assert store.folder("save") == tmp_path
    store.theme = "light"
    assert Store(place).settings == Settings(33, dither="stucki")


class Payload:
    """An object that runs something when it is unpickled."""

    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return Path.touch, (self.marker,)


def ini_with_payload(file, marker, *keys):
    """Write an ini file in which values are Python objects, and one is text."""
    values = QSettings(str(file), QSettings.Format.IniFormat)
    for key in keys:
        values.setValue(key, Payload(marker))
    values.setValue("settings/colors", "5")
    values.sync()
    assert b"PyObjectWrapper" in file.read_bytes()


@pytest.mark.parametrize("kind", ["@Variant", "@DateTime", "\\x40Variant"])
def test_code_in_settings_is_not_run(tmp_path, kind):
    marker, place, given = (tmp_path / name for name in ("marker", "s.ini", "given.ini"))
    keys = ("theme", "recent", "settings/start", "folder/save", "window/geometry", "other")
    ini_with_payload(given, marker, *keys)
    # QSettings would remember what was in a file that it has written itself.
    place.write_text(given.read_text().replace("@Variant", kind))
    store = Store(QSettings(str(place), QSettings.Format.IniFormat))
    assert store.settings == Settings(5)
    assert (store.theme, store.recent, store.folder("save")) == ("system", [], None)
    assert store.bytes_of("geometry").isEmpty()
    store.theme = "dark"
    store.add_recent(Path("/a.png"))
    assert not marker.exists()


OPEN_A_CHOOSER = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from gui import app
application = app.make_application() if sys.argv[1] == "Fewtone" else QApplication([])
QTimer.singleShot(0, lambda: QApplication.activeModalWidget().reject())
QFileDialog.getOpenFileName()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the chooser is the system's")
@pytest.mark.parametrize("program", ["Fewtone", "another"])
def test_code_in_settings_of_the_desktop_is_not_run(tmp_path, program):
    marker, given = tmp_path / "marker", tmp_path / "given.ini"
    ini_with_payload(given, marker, "FileDialog/history")
    (tmp_path / "QtProject.conf").write_bytes(given.read_bytes())
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-c", OPEN_A_CHOOSER, program], env=environment, check=True, timeout=60
    )
    assert marker.exists() is (program == "another")


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
    album.discard([Path(discarded)])
    assert album.current == Path(left)
    assert Path(discarded) not in album
    assert album.paths == tuple(Path(name) for name in "abc" if name != discarded)


def test_a_portable_program_keeps_its_settings_beside_itself(tmp_path, monkeypatch):
    usual = settings_folder()
    program = tmp_path / "fewtone.exe"
    (tmp_path / "settings").mkdir()
    monkeypatch.setattr(sys, "executable", str(program))
    # From source, that folder beside Python is somebody else's.
    assert settings_folder() == usual
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert settings_folder() == tmp_path / "settings"
    (tmp_path / "settings").rmdir()
    assert settings_folder() == usual
