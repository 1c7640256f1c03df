"""Which photos a batch has: those in folders, each once, whatever links there are."""

import os
from pathlib import Path

import pytest

from core.batch import listing
from core.batch.listing import Found, list_photos, same_folder

needs_links = pytest.mark.skipif(os.name == "nt", reason="Windows grants links to few")


@pytest.fixture
def folder(tmp_path):
    """Make a folder with photos, files of other kinds, and a sub-folder of a sub-folder."""
    top = tmp_path / "photos"
    for name in ("10.jpg", "2.JPG", "notes.txt", ".hidden.png", "sea/1.png", "sea/cold/3.webp"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).touch()
    (top / "folder.png").mkdir()
    return top


def names(listing, top):
    return [each.photo.relative_to(top).as_posix() for each in listing.found]


def test_photos_of_a_folder_come_in_the_order_of_their_numbers(folder):
    assert names(list_photos([folder]), folder) == ["2.JPG", "10.jpg"]


def test_subfolders_are_remembered(folder):
    listing = list_photos([folder], recursive=True)
    assert names(listing, folder) == ["2.JPG", "10.jpg", "sea/1.png", "sea/cold/3.webp"]
    assert [each.below for each in listing.found] == [
        Path(),
        Path(),
        Path("sea"),
        Path("sea/cold"),
    ]
    assert listing.problems == []


def test_results_are_no_photos(folder):
    listing = list_photos([folder], recursive=True, leave_out=folder / "sea")
    assert names(listing, folder) == ["2.JPG", "10.jpg"]


def test_search_tells_how_far_it_is_and_ends_when_that_raises(folder):
    told = []
    list_photos([folder], recursive=True, tell=told.append)
    assert told == sorted(told)
    assert told[-1] == 3

    class Enough(BaseException):
        pass

    def end(_seen):
        raise Enough

    with pytest.raises(Enough):
        list_photos([folder], recursive=True, tell=end)


def test_very_many_photos_of_a_folder_are_in_order_too(tmp_path, monkeypatch):
    monkeypatch.setattr(listing, "_SORTED_AT_ONCE", 3)
    for number in range(20):
        (tmp_path / f"{number}.png").touch()
    assert names(list_photos([tmp_path]), tmp_path) == [f"{n}.png" for n in range(20)]


@needs_links
def test_folder_that_links_to_itself_is_listed_once(folder):
    (folder / "sea/back").symlink_to(folder)
    (folder / "a").symlink_to(folder / "sea")
    listing = list_photos([folder], recursive=True)
    assert len(listing.found) == 4


@needs_links
def test_link_to_a_photo_is_a_photo_and_a_broken_one_is_none(folder):
    (folder / "11.jpg").symlink_to(folder / "10.jpg")
    (folder / "12.jpg").symlink_to(folder / "nowhere.jpg")
    assert names(list_photos([folder]), folder) == ["2.JPG", "10.jpg", "11.jpg"]


def test_photo_named_twice_is_there_once(folder):
    again = folder / "sea" / ".." / "2.JPG"
    listing = list_photos([folder, again, folder])
    assert len(listing.found) == 2
    assert listing.twice == [again]
    assert listing.problems == []


def test_folder_without_photos_is_a_problem(folder):
    (folder / "empty").mkdir()
    listing = list_photos([folder / "empty", folder], recursive=False)
    assert len(listing.found) == 2
    ((path, sentence),) = listing.problems
    assert path == folder / "empty"
    assert str(path) in sentence
    assert "sub-folders were not looked into" in sentence


def test_folder_that_cannot_be_read_keeps_no_other_from_it(folder, monkeypatch):
    scandir = os.scandir

    def refuse(path):
        if Path(path).name == "sea":
            raise OSError(5, "it went away")
        return scandir(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", refuse)
        listing = list_photos([folder], recursive=True)
    assert names(listing, folder) == ["2.JPG", "10.jpg"]
    assert [path for path, _ in listing.problems] == [folder / "sea"]


def test_what_is_no_folder_is_a_photo_to_be_tried(tmp_path):
    assert list_photos([tmp_path / "no.xyz"]).found == [Found(tmp_path / "no.xyz")]


def test_deep_folders_are_listed(tmp_path):
    deep = tmp_path.joinpath(*["d"] * 400)
    deep.mkdir(parents=True)
    (deep / "a.png").touch()
    assert list_photos([tmp_path], recursive=True).found[0].below == Path(*["d"] * 400)


def test_same_folder_is_known_by_where_it_leads(tmp_path):
    assert same_folder(tmp_path, tmp_path / "a" / "..")
    assert not same_folder(tmp_path, tmp_path / "a")
