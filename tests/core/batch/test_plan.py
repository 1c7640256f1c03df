"""Where results go: names that no file has, and no other result."""

from itertools import pairwise
from pathlib import Path

import pytest

from core.batch.listing import Found
from core.batch.names import NamePattern
from core.batch.plan import Naming, plan
from core.errors import SettingsError


def planned(found, folder, pattern=None, endings=(".png",), taken=(), **how):
    naming = Naming(folder, pattern and NamePattern(pattern), 8, "png", endings, **how)
    return [entry.place.path(".png") for entry in plan(found, naming, taken)]


def found(*names):
    return [Found(Path(name), Path(name).parent) for name in names]


def test_result_goes_beside_the_photo_or_below_the_folder(tmp_path):
    photo = tmp_path / "a.jpg"
    assert planned([Found(photo)], None) == [tmp_path / "a.fewtone.png"]
    assert planned(found("sea/a.jpg"), tmp_path) == [tmp_path / "sea/a.fewtone.png"]


@pytest.mark.parametrize(
    "names", [("a.jpg", "a.png"), ("a.jpg", "A.jpg"), ("é.jpg", "e\u0301.jpg")]
)
def test_two_photos_of_one_name_get_two_results(tmp_path, names):
    first, second = planned(found(*names), tmp_path, "{name}")
    assert first.stem == names[0][:-4]
    assert second.stem == f"{Path(names[1]).stem} (2)"


def test_photos_of_one_name_in_two_folders_keep_it(tmp_path):
    paths = planned(found("x/a.jpg", "y/a.jpg"), tmp_path, "{name}")
    assert paths == [tmp_path / "x/a.png", tmp_path / "y/a.png"]


def test_files_that_are_there_stay(tmp_path):
    (tmp_path / "a.png").touch()
    (tmp_path / "a (3).png").touch()
    paths = planned(found("a.jpg", "a.tif"), tmp_path, "{name}", taken=[tmp_path / "a (2).png"])
    assert [path.name for path in paths] == ["a (4).png", "a (5).png"]


def test_files_that_are_there_go_if_they_are_to_be_replaced(tmp_path):
    (tmp_path / "a.png").touch()
    paths = planned(found("a.jpg", "a.tif"), tmp_path, "{name}", replaces=True)
    assert [path.name for path in paths] == ["a.png", "a (2).png"]


def test_no_photo_of_the_batch_is_replaced(tmp_path):
    photos = [Found(tmp_path / name) for name in ("a.jpg", "a.png", "b.png")]
    for each in photos:
        each.photo.touch()
    paths = planned(photos, None, "{name}", replaces=True)
    assert [path.name for path in paths] == ["a (2).png", "a (3).png", "b (2).png"]


def test_copies_have_room_too(tmp_path):
    (tmp_path / "a.jpg").touch()
    (path,) = planned(found("a.jpg"), tmp_path, "{name}", endings=(".png", None))
    assert path.name == "a (2).png"


@pytest.mark.parametrize("pattern", ["few", "few-{colors}", "{format}"])
def test_pattern_that_makes_names_equal_is_refused(tmp_path, pattern):
    with pytest.raises(SettingsError, match=r"add \{name\} or \{n\}"):
        planned(found("a.jpg", "b.jpg"), tmp_path, pattern)
    assert planned(found("x/a.jpg", "y/b.jpg"), tmp_path, pattern)


def test_numbers_follow_the_order_of_the_photos(tmp_path):
    paths = planned(found("b.jpg", "sub/a.jpg"), tmp_path, "{n:03}")
    assert paths == [tmp_path / "001.png", tmp_path / "sub/002.png"]


def test_results_through_a_link_count_as_in_its_folder(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    paths = planned(found("link/a.jpg", "real/a.jpg"), tmp_path, "{name}")
    assert [path.name for path in paths] == ["a.png", "a (2).png"]


def test_link_that_is_replaced_counts_as_what_it_leads_to(tmp_path):
    (tmp_path / "kept.png").touch()
    (tmp_path / "a.png").symlink_to("kept.png")
    paths = planned(
        found("a.jpg"), tmp_path, "{name}", taken=[tmp_path / "kept.png"], replaces=True
    )
    assert [path.name for path in paths] == ["a (2).png"]


def test_thousands_of_names_are_told_in_small_steps_and_can_be_ended(tmp_path):
    names = found(*(f"{number}.jpg" for number in range(1000)))
    naming = Naming(tmp_path, NamePattern("{name}"), 8, "png", (".png",))
    told = []
    plan(names, naming, tell=told.append)
    assert told == sorted(told)
    assert max(after - before for before, after in pairwise([0, *told, 1])) < 0.1

    def end(_fraction):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan(names, naming, tell=end)
