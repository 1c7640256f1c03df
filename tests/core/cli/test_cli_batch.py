"""Many photos on the command line: several at a time, told in order, with a report."""

import csv
import json

import numpy as np
import pytest
from PIL import Image

from core.errors import PlaceError
from tests.core.cli import run_fast as run
from tests.core.reading.test_read import png_with_size


@pytest.fixture
def folder(tmp_path, astronaut):
    """Make a folder with four photos, and a file between them that is none."""
    top = tmp_path / "photos"
    top.mkdir()
    for number in (1, 2, 4, 5):
        part = np.ascontiguousarray(astronaut[60 * number :][:50, 100:180])
        Image.fromarray(part).save(top / f"{number}.png")
    (top / "3.png").write_text("no photo")
    return top


def usage_error(*arguments):
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    return caught.value.code


@pytest.mark.parametrize("jobs", [1, 3])
def test_photos_are_told_in_their_order_and_failures_named(folder, tmp_path, capsys, jobs):
    out = tmp_path / "out"
    assert run("compress", folder, "--output-dir", out, "--jobs", jobs) == 1
    told, complaints = capsys.readouterr()
    lines = [line for line in told.splitlines() if "→" in line and not line.startswith(" ")]
    assert [line.split(" → ")[0][-5:] for line in lines] == [f"{n}.png" for n in (1, 2, 4, 5)]
    assert complaints.count("\n") == 1
    assert "3.png: it is not an image" in complaints


def test_json_of_a_batch_is_that_of_single_photos(folder, tmp_path, capsys):
    for way in (["--jobs", 2], ["--jobs", 1]):
        assert run("compress", folder, "--output-dir", tmp_path / "out", "--json", *way) == 1
    several, one = capsys.readouterr().out.split("\n}\n{")
    several, one = json.loads(several + "}"), json.loads("{" + one)
    for photo in (*several["photos"], *one["photos"]):
        del photo["seconds"], photo["output"]
    assert several == one
    assert len(one["photos"]) == 4


def test_photos_that_are_not_begun_are_told_once(folder, tmp_path, capsys, monkeypatch):
    def full(_path, _data, *, new):
        raise PlaceError("Cannot save a.png: the disk is full")

    monkeypatch.setattr("core.writing.image.replace_file", full)
    report = tmp_path / "report.json"
    options = ["--output-dir", tmp_path / "out", "--jobs", 1, "--report", report, "--json"]
    assert run("compress", folder, *options) == 1
    told, complaints = capsys.readouterr()
    assert complaints == (
        "fewtone: Cannot save a.png: the disk is full\n"
        "fewtone: 4 photos were not begun; once that is mended, the same command with --resume "
        "goes on\n"
    )
    assert len(json.loads(told)["failed"]) == 5
    assert [each["state"] for each in json.loads(report.read_text())["photos"]] == ["failed"] * 5


def test_what_fails_a_hundred_times_in_the_same_way_is_told_a_few_times(folder, tmp_path, capsys):
    for number in range(100):
        (folder / f"{number}.png").write_text("no photo")
    assert run("compress", folder, "--output-dir", tmp_path / "out", "--jobs", 1, "--json") == 1
    told, complaints = capsys.readouterr()
    assert complaints.count("it is not an image") == 10
    assert "90 more photos failed in the same way" in complaints
    assert len(json.loads(told)["failed"]) == 100


def test_report_is_a_table_with_a_line_for_each_photo(folder, tmp_path):
    report = tmp_path / "report.csv"
    options = ["--output-dir", tmp_path / "out", "--only-smaller", "--at-least", 80, "-k", 2]
    assert run("compress", folder, *options, "--report", report) == 1
    rows = list(csv.DictReader(report.read_text("utf-8").splitlines()))
    assert [row["state"] for row in rows][2] == "failed"
    assert "not an image" in rows[2]["reason"]
    for row in rows[:2] + rows[3:]:
        saved = 100 * (1 - int(row["bytes_after"]) / int(row["bytes_before"]))
        assert float(row["smaller_percent"]) == pytest.approx(saved, abs=0.06)
        assert row["state"] == ("done" if saved >= 80 else "skipped")
        assert bool(row["output"]) == (row["state"] == "done")


def test_report_for_programs_has_sums(folder, tmp_path):
    report = tmp_path / "report.json"
    options = ["--output-dir", tmp_path / "out", "--report", report, "--quiet"]
    assert run("compress", folder, *options) == 1
    content = json.loads(report.read_text("utf-8"))
    assert (content["done"], content["skipped"], content["failed"]) == (4, 0, 1)
    sizes = [path.stat().st_size for path in (tmp_path / "out").glob("*.png")]
    assert content["bytes_after"] == sum(sizes)
    assert len(content["photos"]) == 5


def test_report_that_exists_is_replaced_only_when_asked(folder, tmp_path, capsys):
    (report := tmp_path / "report.csv").write_text("precious")
    options = ["--output-dir", tmp_path / "out", "--report", report]
    assert usage_error("compress", folder, *options) == 2
    assert report.read_text() == "precious"
    assert run("compress", folder, *options, "--overwrite") == 1
    assert "precious" not in report.read_text("utf-8")


@pytest.mark.parametrize(
    "wrong",
    [
        ["--jobs", "0"],
        ["--jobs", "many"],
        ["--report", "a.txt"],
        ["--report", "no folder/a.csv"],
        ["--jobs", "2", "-o", "a.png"],
        ["--jobs", "2", "-"],
        ["--jobs", "2", "--save-palette", "a.hex"],
    ],
)
def test_wrong_options_of_a_batch_are_wrong_usage(wrong):
    assert usage_error("compress", "a.png", *wrong) == 2


def test_photo_that_is_too_large_is_told_with_the_option_that_allows_it(folder, tmp_path, capsys):
    (folder / "3.png").write_bytes(png_with_size(15_000, 15_000))
    assert run("compress", folder, "--output-dir", tmp_path / "out", "--jobs", 2) == 1
    assert "or allow it with --large" in capsys.readouterr().err
