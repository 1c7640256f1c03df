"""Sizes, qualities and Auto on the command line."""

import json

import pytest
from PIL import Image

from core.batch.journal import JOURNAL_NAME
from tests.core.cli.test_cli import colors_of, photo, run, usage_error

__all__ = ["photo"]


def told_of(capsys):
    return json.loads(capsys.readouterr().out)["photos"][0]


@pytest.mark.parametrize(
    ("name", "size"), [("a.png", 4000), ("a.webp", 3000), ("a.gif", 4000), ("a.jpg", 9000)]
)
def test_the_file_is_no_larger_than_was_asked_for(photo, tmp_path, capsys, name, size):
    out = tmp_path / name
    assert run("compress", photo, "--max-size", size, "-o", out, "--json") == 0
    told = told_of(capsys)
    assert out.stat().st_size == told["bytes_after"] <= size
    assert told["colors"] > 2
    with Image.open(out) as image:
        assert image.format == {"jpg": "JPEG"}.get(out.suffix[1:], out.suffix[1:].upper())


def test_a_size_that_cannot_be_is_one_sentence_and_no_file(photo, capsys):
    before = sorted(photo.parent.iterdir())
    assert run("compress", photo, "--max-size", "300") == 1
    told = capsys.readouterr().err.strip()
    assert "even 2 colors take" in told
    assert "resized to" in told
    assert str(photo) in told
    assert "\n" not in told
    assert sorted(photo.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("more", "number", "limit"),
    [(["--min-psnr", "28"], "psnr", 28), (["--max-delta-e", "3.5"], "delta_e_mean", 3.5)],
)
def test_quality_is_reached_by_few_colors(photo, tmp_path, capsys, more, number, limit):
    out = tmp_path / "out.png"
    assert run("compress", photo, *more, "-o", out, "--json") == 0
    told = told_of(capsys)
    assert (told[number] >= limit) if number == "psnr" else (told[number] <= limit)
    assert told["colors"] == len(colors_of(out)) < 256
    assert "fewest that reach it" in told["notes"][-1]


def test_k_is_the_most_that_there_may_be(photo, tmp_path, capsys):
    arguments = ("compress", photo, "-k", 6, "--json")
    assert run(*arguments, "--max-size", "1MB", "-o", tmp_path / "a.png") == 0
    assert told_of(capsys)["colors"] == 6
    assert run(*arguments, "--min-psnr", "30", "-o", tmp_path / "b.png") == 1
    assert "even 6 colors" in json.loads(capsys.readouterr().out)["failed"][0]["error"]


def test_goals_that_contradict_each_other_are_one_sentence(photo, capsys):
    assert run("compress", photo, "--max-size", "2KB", "--min-psnr", "40") == 1
    assert "fit into 2.0 kB, and they have a PSNR" in capsys.readouterr().err


def test_auto_gives_more_colors_the_richer_it_is(photo, capsys):
    found = []
    for word in ("auto:poster", "auto", "auto:rich"):
        assert run("palette", photo, "-k", word) == 0
        found.append(len(capsys.readouterr().out.splitlines()))
    assert found == sorted(set(found))
    assert run("palette", photo, "-k", "auto:balanced") == 0
    assert len(capsys.readouterr().out.splitlines()) == found[1]
    assert run("palette", photo, "-k", "auto", "-k", 3) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_photo_of_a_folder_has_its_own_number(photo, tmp_path, capsys, jobs):
    (tmp_path / "two.png").write_bytes(photo.read_bytes())
    out = tmp_path / "out"
    arguments = ("compress", photo.parent, "--output-dir", out, "--jobs", jobs)
    assert run(*arguments, "--max-size", "6KB") == 0
    assert {path.stat().st_size <= 6000 for path in out.glob("*.png")} == {True}
    assert run(*arguments, "--max-size", "6KB", "--resume") == 0
    assert "2 of 2 photos done before" in capsys.readouterr().out
    assert run(*arguments, "--max-size", "7KB", "--resume") == 1
    assert (out / JOURNAL_NAME).exists()


@pytest.mark.parametrize(
    "more",
    [
        ["--max-size", "0"],
        ["--max-size", "much"],
        ["--min-psnr", "0"],
        ["--max-delta-e", "-1"],
        ["--min-psnr", "nan"],
        ["-k", "auto:loud"],
        ["--min-psnr", "30", "--format", "jpeg"],
        ["--max-size", "9KB", "--use-palette", "pico-8"],
        ["-k", "auto", "--use-palette", "pico-8"],
        ["--max-size", "9KB", "--shared-palette"],
        ["--max-size", "9KB", "--only-smaller", "--at-least", "50", "--else-copy"],
    ],
)
def test_what_does_not_go_together_is_wrong_usage(photo, more):
    assert usage_error("compress", photo, *more) == 2


@pytest.mark.parametrize("more", [["-k", "auto"], ["--min-psnr", "30"]])
def test_a_palette_that_photos_share_has_no_goals(photo, more):
    assert usage_error("palette", photo.parent, *more) == 2
