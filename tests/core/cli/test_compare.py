"""The command that compares: what it saves, what it refuses, what it prints."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import compare, open_photo
from core.cli import main as cli


@pytest.fixture
def photo(tmp_path, astronaut):
    path = tmp_path / "sea.png"
    Image.fromarray(np.ascontiguousarray(astronaut[:60, :80])).save(path)
    return path


def run(*arguments):
    return cli.main([str(argument) for argument in arguments])


def printed(capsys, *arguments):
    assert run(*arguments, "--json") == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("ending", "begins"),
    [(".html", b"<!DOCTYPE html>"), (".png", b"\x89PNG"), (".csv", b"Colors,"), (".tex", b"% Few")],
)
def test_sheet_has_the_kind_of_its_ending(photo, capsys, ending, begins):
    sheet = photo.with_name(f"sheet{ending.upper()}")
    told = printed(capsys, "compare", photo, "-k", 3, 4, "-o", sheet)
    assert sheet.read_bytes().startswith(begins)
    assert (told["output"], told["output_bytes"]) == (str(sheet), sheet.stat().st_size)


def test_without_options_it_is_the_course_as_compare_has_it(photo, capsys):
    told = printed(capsys, "compare", photo)
    known = compare(open_photo(photo), [3, 5, 7], ["random", "in_pixels"], max_iterations=100)
    for trial, expected in zip(told["trials"], known.trials, strict=True):
        assert trial["centroids"] == expected.centroids.tolist()
        for name in ("colors", "start", "iterations", "error", "indexed_png_bytes"):
            assert trial[name] == getattr(expected, name)
    distances = [match["largest_distance"] for match in told["matches"]]
    assert distances == [match.largest_distance for match in known.matches]


def test_settings_that_plain_k_means_does_not_know_compare_results(photo, capsys):
    told = printed(
        capsys, "compare", photo, "-k", 4, "--start", "wu", "--space", "auto", "lab",
        "--dither", "none", "bayer-8",
    )  # fmt: skip
    assert [(each["space"], each["dither"]) for each in told["trials"]] == [
        ("auto", "none"),
        ("auto", "bayer-8"),
        ("lab", "none"),
        ("lab", "bayer-8"),
    ]


def test_duplicates_are_tried_once_with_a_note(photo, capsys):
    told = printed(capsys, "compare", photo, "-k", 3, 3, "--start", "random")
    assert [trial["colors"] for trial in told["trials"]] == [3]
    assert told["notes"] == ["1 variant is left out, with the same result as another."]


def test_a_sheet_is_replaced_only_if_told_to(photo, capsys):
    sheet = photo.with_name("sheet.csv")
    sheet.write_text("mine")
    assert run("compare", photo, "-k", 3, "-o", sheet) == 1
    assert sheet.read_text() == "mine"
    assert "it exists already; --overwrite replaces it" in capsys.readouterr().err
    assert run("compare", photo, "-k", 3, "-o", sheet, "--overwrite") == 0
    assert sheet.read_text() != "mine"


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("nowhere/a.html", "there is no folder"),
        ("old.html", "it exists already"),
        ("shelf.html", "it exists already"),
    ],
)
def test_a_sheet_that_cannot_be_saved_is_told_before_the_work(
    photo, capsys, monkeypatch, place, why
):
    monkeypatch.setattr("core.comparison.contest.contend", None)
    photo.with_name("old.html").touch()
    photo.with_name("shelf.html").mkdir()
    sheet = photo.parent / place
    assert run("compare", photo, "-o", sheet) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"Cannot save {sheet}: {why}" in told


@pytest.mark.parametrize(
    ("make", "why"),
    [(Path.mkdir, "it is a folder"), (lambda path: path.touch(0o400), "the file is read-only")],
)
def test_what_cannot_be_replaced_is_told_before_the_work(photo, capsys, monkeypatch, make, why):
    monkeypatch.setattr("core.comparison.contest.contend", None)
    sheet = photo.with_name("sheet.html")
    make(sheet)
    assert run("compare", photo, "-o", sheet, "--overwrite") == 1
    assert capsys.readouterr().err == f"fewtone: Cannot save {sheet}: {why}\n"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "that is a folder; name a file in it"),
        ("sheet.xls", ".xls is no kind of sheet; sheets end in .html, .png, .csv or .tex"),
        ("sheet", "its name has no ending; sheets end in .html, .png, .csv or .tex"),
        ("sea.png", "that is the photo itself"),
    ],
)
def test_what_is_no_name_of_a_sheet_is_wrong_usage(photo, capsys, name, why):
    before = photo.read_bytes()
    with pytest.raises(SystemExit, match="2"):
        run("compare", photo, "-o", photo.parent / name, "--overwrite")
    assert capsys.readouterr().err.endswith(f": {why}\n")
    assert [(path.name, path.read_bytes()) for path in photo.parent.iterdir()] == [
        ("sea.png", before)
    ]


def test_of_an_animation_the_first_frame_is_compared_and_that_is_told(photo, capsys):
    with Image.open(photo) as first:
        film = photo.with_name("film.gif")
        first.save(film, save_all=True, append_images=[first.rotate(90)])
    told = printed(capsys, "compare", film, "-k", 3)
    assert told["notes"] == [
        "Of an animation the first frame is compared; colors for all frames may be others."
    ]


def test_a_disk_that_is_full_leaves_no_part_of_a_sheet(photo, capsys, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.atomic.os.fsync", full)
    assert run("compare", photo, "-k", 3, "-o", photo.with_name("sheet.html")) == 1
    assert "the disk is full" in capsys.readouterr().err
    assert [path.name for path in photo.parent.iterdir()] == ["sea.png"]


def test_too_many_variants_are_one_sentence(photo, capsys):
    every = [str(k) for k in range(1, 257)]
    assert run("compare", photo, "-k", *every, "--effort", "fast", "best", "normal") == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "these are 1536 variants" in told


def test_csv_has_what_is_printed(photo, capsys):
    sheet = photo.with_name("sheet.csv")
    told = printed(capsys, "compare", photo, "-k", 3, "-o", sheet)
    with sheet.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["Error (sum)"]) for row in rows] == [each["error"] for each in told["trials"]]
    assert float(rows[1]["Largest distance"]) == told["matches"][0]["largest_distance"]


def test_text_has_a_line_for_each_result(photo, capsys):
    assert run("compare", photo, "-k", 3, "--start", "wu", "--dither", "none", "atkinson") == 0
    told = capsys.readouterr().out
    assert "3 colors from wu, dither none" in told
    assert "3 colors from wu, dither atkinson" in told
