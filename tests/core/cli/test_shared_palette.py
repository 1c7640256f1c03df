"""One palette for many photos on the command line."""

import json

import numpy as np
import pytest
from PIL import Image

from core import load_palette
from core.batch.journal import JOURNAL_NAME
from tests.core.cli import run_fast as run


@pytest.fixture
def folder(tmp_path, astronaut):
    """Make a folder with three photos of different sizes, one of them in a sub-folder."""
    top = tmp_path / "photos"
    (top / "sea").mkdir(parents=True)
    for number, name in enumerate(("1.png", "2.png", "sea/3.png")):
        part = np.ascontiguousarray(astronaut[60 * number :][: 40 + 30 * number, 100:180])
        Image.fromarray(part).save(top / name)
    return top


def usage_error(*arguments):
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    return caught.value.code


def compress(folder, out, *more):
    options = ["--recursive", "--output-dir", out, "--shared-palette", "-k", 5]
    return run("compress", folder, *options, *more)


def colors_of(out):
    found = set()
    for path in out.rglob("*.png"):
        with Image.open(path) as image:
            found |= {rgb for _, rgb in image.convert("RGB").getcolors()}
    return {"#{:02x}{:02x}{:02x}".format(*rgb) for rgb in found}


@pytest.mark.parametrize("weigh", [[], ["--weigh", "pixels"]])
def test_all_results_together_have_exactly_so_many_colors(folder, tmp_path, weigh):
    palette = tmp_path / "palette.hex"
    assert compress(folder, tmp_path / "out", "--save-palette", palette, *weigh) == 0
    found = colors_of(tmp_path / "out")
    assert len(found) == 5
    assert found == set(load_palette(palette).hex)


def test_processes_find_the_same_palette(folder, tmp_path):
    for jobs in (1, 2):
        assert compress(folder, tmp_path / f"{jobs}", "--jobs", jobs) == 0
    assert colors_of(tmp_path / "1") == colors_of(tmp_path / "2")


def test_palette_of_a_folder_is_that_of_its_results(folder, tmp_path, capsys):
    assert compress(folder, tmp_path / "out", "--quiet", "--effort", "normal") == 0
    assert run("palette", folder, "-k", 5, "--recursive", "--json") == 0
    content = json.loads(capsys.readouterr().out)
    assert {color["hex"] for color in content["palette"]} == colors_of(tmp_path / "out")
    assert content["photos"] == 3
    assert run("palette", folder, "-k", 5) == 0
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_photo_that_cannot_be_counted_is_told_once_and_the_others_share(folder, tmp_path, capsys):
    (folder / "2.png").write_text("no photo")
    assert compress(folder, tmp_path / "out", "--quiet") == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert len(colors_of(tmp_path / "out")) == 5
    assert run("palette", folder, "-k", 5) == 1
    assert "2.png: it is not an image" in capsys.readouterr().err


def test_resumed_batch_keeps_its_palette(folder, tmp_path):
    out = tmp_path / "out"
    assert compress(folder, out, "--save-palette", tmp_path / "p.hex") == 0
    before = colors_of(out)
    Image.new("RGB", (90, 90), "red").save(folder / "4.png")
    (out / "2.fewtone.png").unlink()
    assert compress(folder, out, "--resume", "--save-palette", tmp_path / "p.hex") == 0
    assert len(list(out.rglob("*.png"))) == 4
    assert colors_of(out) == before
    assert compress(folder, out, "--resume", "--save-palette", tmp_path / "again.hex") == 0
    assert (tmp_path / "again.hex").read_bytes() == (tmp_path / "p.hex").read_bytes()
    palettes = [
        line for line in (out / JOURNAL_NAME).read_text().splitlines() if "shared_palette" in line
    ]
    assert len(palettes) == 1


def test_palettes_of_both_weights_are_told_apart(folder, tmp_path, capsys):
    assert compress(folder, tmp_path / "out") == 0
    assert compress(folder, tmp_path / "out", "--weigh", "pixels", "--resume") == 1
    assert "is of other settings" in capsys.readouterr().err


def test_photos_of_one_color_keep_it_beside_locked_ones(tmp_path):
    (tmp_path / "photos").mkdir()
    for name in "abcd":
        Image.new("RGB", (9, 9), "red").save(tmp_path / "photos" / f"{name}.png")
    options = ["--start", "random", "--lock", "00ff00", "--lock", "ff0000"]
    assert compress(tmp_path / "photos", tmp_path / "out", *options) == 0
    assert colors_of(tmp_path / "out") == {"#ff0000"}


def test_existing_palette_file_is_kept_without_overwrite(folder, tmp_path, capsys):
    (tmp_path / "p.hex").write_text("precious")
    assert compress(folder, tmp_path / "out", "--save-palette", tmp_path / "p.hex") == 1
    assert "--overwrite replaces it" in capsys.readouterr().err
    assert (tmp_path / "p.hex").read_text() == "precious"
    assert colors_of(tmp_path / "out") == set()


@pytest.mark.parametrize(
    "wrong",
    [
        ["compress", "a.png", "--weigh", "pixels"],
        ["compress", "a.png", "--shared-palette", "--use-palette", "pico-8"],
        ["compress", "a.png", "--shared-palette", "-o", "b.png"],
        ["compress", "-", "--shared-palette"],
        ["palette", "a.png", "--weigh", "pixels"],
        ["palette", "a.png", "--recursive"],
        ["palette", ".", "--use-palette", "pico-8"],
    ],
)
def test_wrong_usage_of_a_shared_palette_ends_with_2(wrong):
    assert usage_error(*wrong) == 2
