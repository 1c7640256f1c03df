"""Drops: photos, palettes and folders told apart."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from core import palette_formats
from core.reading.decoders import readable_endings
from gui.photos.drops import _PHOTO_ENDINGS, PALETTE_ENDINGS, sort_out
from gui.picture.drop import Refused, photos_in


def dropped(*urls):
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def test_files_are_taken_and_web_addresses_beside_them_passed_over():
    data = dropped("https://example.org/a.png", "file:///x/a%20b.png", "file:///x/y.gpl")
    assert photos_in(data) == [Path("/x/a b.png"), Path("/x/y.gpl")]


@pytest.mark.parametrize(
    ("urls", "word"), [((), "no file"), (("https://example.org/a.png",), "web addresses")]
)
def test_drop_without_a_file_is_refused_with_a_word(urls, word):
    with pytest.raises(Refused, match=word):
        photos_in(dropped(*urls))


def test_palettes_folders_and_photos_are_told_apart_in_their_order(tmp_path):
    folder = tmp_path / "a trip to nowhere.d"
    folder.mkdir()
    names = ["b.jpg", "A.GPL", "a.png", "no ending", "c.json", "gone.heic"]
    paths = [tmp_path / name for name in names]
    assert sort_out([*paths, folder, paths[0]]) == (
        [paths[0], paths[2], paths[3], paths[5]],
        [paths[1], paths[4]],
        [folder],
    )


def test_photos_are_sorted_out_without_asking_the_disk(monkeypatch):
    def ask(*_args, **_options):
        raise AssertionError("asked the disk")

    monkeypatch.setattr(Path, "stat", ask)
    monkeypatch.setattr(Path, "is_dir", ask)
    paths = [Path(f"//server/share/{number}.JPG") for number in range(3)]
    assert sort_out([*paths, Path("//server/share/few.hex")]).photos == paths


def test_endings_are_those_core_knows():
    readable = set(readable_endings())
    assert {each.ending for each in palette_formats()} - readable == PALETTE_ENDINGS
    assert readable >= _PHOTO_ENDINGS


def test_file_behind_a_wall_counts_as_a_photo_whose_opening_tells_why(behind_a_wall):
    assert sort_out([behind_a_wall]).photos == [behind_a_wall]
