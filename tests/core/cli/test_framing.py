"""Crop, turn, mirror and resize on the command line."""

import json

import numpy as np
import pytest
from PIL import Image

from core import Framing, Resize, frame_photo, open_photo
from core.batch.journal import JOURNAL_NAME
from tests.core.cli.test_cli import photo, run, usage_error

__all__ = ["photo"]
SHAPE = ["--crop", "10,20,60,50", "--rotate", "90", "--mirror", "--resize", "20x"]


def size_of(path):
    with Image.open(path) as image:
        return image.size


@pytest.mark.parametrize(
    ("more", "size"),
    [
        (SHAPE, (20, 24)),
        (["--resize", "x45"], (60, 45)),
        (["--resize", "1000x1000"], (120, 90)),
        (["--resize", "200%", "--enlarge"], (240, 180)),
    ],
)
def test_the_file_has_the_shape_asked_for(photo, tmp_path, capsys, more, size):
    out = tmp_path / "out.png"
    assert run("compress", photo, "-o", out, "--json", *more) == 0
    told = json.loads(capsys.readouterr().out)["photos"][0]
    assert size_of(out) == (told["width"], told["height"]) == size


def test_colors_are_those_of_the_photo_that_was_framed_before(photo, tmp_path, capsys):
    framed = frame_photo(
        open_photo(photo), Framing((10, 20, 60, 50), 90, mirror=True), Resize(width=20)
    )
    Image.fromarray(np.asarray(framed.pixels)).save(tmp_path / "framed.png")
    printed = []
    for arguments in ((photo, *SHAPE), (tmp_path / "framed.png",)):
        assert run("palette", *arguments, "-k", 5) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] != ""


@pytest.mark.parametrize("more", [["--jobs", "1"], ["--jobs", "2"], ["--shared-palette"]])
def test_photos_of_a_folder_are_framed_in_all_processes(photo, tmp_path, more):
    (tmp_path / "two.png").write_bytes(photo.read_bytes())
    out = tmp_path / "out"
    assert run("compress", photo.parent, "--output-dir", out, *more, *SHAPE) == 0
    assert {size_of(path) for path in out.glob("*.png")} == {(20, 24)}


@pytest.mark.parametrize("other", [["--resize", "21x"], ["--crop", "0,0,30,30"], ["--mirror"]])
def test_a_batch_of_another_shape_is_not_gone_on_with(photo, tmp_path, other, capsys):
    out = tmp_path / "out"
    arguments = ("compress", photo.parent, "--output-dir", out, "--jobs", "1")
    assert run(*arguments) == 0
    assert run(*arguments, "--resume", *other) == 1
    assert "of other settings" in capsys.readouterr().err
    assert (out / JOURNAL_NAME).exists()


def test_compare_looks_at_the_framed_photo(photo, tmp_path, capsys):
    sheet = tmp_path / "sheet.csv"
    assert run("compare", photo, "-k", 2, "--start", "wu", *SHAPE, "-o", sheet, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["distinct_colors"] <= 20 * 24


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--crop", "100,0,30,30"], "does not lie inside of the photo"),
        (["--resize", "20000x", "--enlarge"], "300 million pixels; 200 million are allowed"),
    ],
)
@pytest.mark.parametrize("command", ["compress", "palette", "compare"])
def test_what_does_not_fit_the_photo_is_one_sentence(photo, capsys, command, more, why):
    before = sorted(photo.parent.iterdir())
    assert run(command, photo, *more) == 1
    told = capsys.readouterr().err.strip()
    assert why in told
    assert str(photo) in told
    assert "\n" not in told
    assert sorted(photo.parent.iterdir()) == before


@pytest.mark.parametrize(
    "more",
    [
        ["--crop", "0,0,0,5"],
        ["--crop", "1,2,3"],
        ["--crop", "a,b,c,d"],
        ["--resize", "0x"],
        ["--resize", "0%"],
        ["--resize", "big"],
        ["--rotate", "45"],
        ["--enlarge"],
    ],
)
def test_nothing_or_nonsense_is_wrong_usage(photo, more):
    assert usage_error("compress", photo, *more) == 2
