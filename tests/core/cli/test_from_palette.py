"""The best few of the colors that somebody owns, on the command line, and what each needs."""

import csv
import io
import json

import numpy as np
import pytest
from PIL import Image

from core import CollectionStore, load_colors, load_palette
from tests.core.cli import run_fast as run

THREADS = [
    ((10, 10, 12), "Black 310"),
    ((250, 250, 245), "B5200 Snow White"),
    ((200, 60, 40), "Coral 0351"),
    ((230, 180, 150), "Peach 0353"),
    ((40, 60, 120), "Navy 0336"),
    ((120, 90, 60), "Brown 0433"),
]
COLORS = {f"#{bytes(color).hex()}" for color, _name in THREADS}


@pytest.fixture
def photo(tmp_path, astronaut):
    path = tmp_path / "a.png"
    Image.fromarray(np.ascontiguousarray(astronaut[::8, ::6][:60, :80])).save(path)
    return path


@pytest.fixture
def threads(tmp_path):
    path = tmp_path / "threads.gpl"
    path.write_text(gpl(THREADS))
    return path


def gpl(colors):
    rows = (" ".join(map(str, color)) + f"\t{name}\n" for color, name in colors)
    return "GIMP Palette\nName: My threads\n" + "".join(rows)


def printed(capsys):
    return [line.split() for line in capsys.readouterr().out.splitlines()]


def usage_error(capsys, *arguments):
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    assert caught.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


def hexes(path):
    with Image.open(path) as image:
        return {f"#{bytes(rgb).hex()}" for _, rgb in image.convert("RGB").getcolors()}


@pytest.mark.parametrize("more", [[], ["--dither", "floyd-steinberg"], ["--start", "kmeans++"]])
def test_picture_has_just_the_chosen_colors_and_the_palette_their_names(
    photo, threads, tmp_path, more
):
    saved = tmp_path / "chosen.gpl"
    target = tmp_path / "out.png"
    options = ["--from-palette", threads, "-k", 3, "-o", target, "--save-palette", saved]
    assert run("compress", photo, *options, *more) == 0
    palette = load_palette(saved)
    assert len(palette) == 3
    assert hexes(target) == set(palette.hex) < COLORS
    assert set(palette.names) < {name for _, name in THREADS}


def test_chosen_colors_are_printed_by_share_with_their_names(photo, threads, capsys):
    assert run("palette", photo, "--from-palette", threads, "-k", 3) == 0
    lines = printed(capsys)
    assert len(lines) == 3
    assert {line[0] for line in lines} < COLORS
    assert {" ".join(line[3:]) for line in lines} < {name for _, name in THREADS}
    assert run("palette", photo, "--from-palette", threads, "-k", 3, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [[each["hex"], *each["name"].split()] for each in told["palette"]] == [
        [line[0], *line[3:]] for line in lines
    ]


def test_locked_color_is_there_whoever_owns_it(photo, threads, capsys):
    options = ["--from-palette", threads, "-k", 3, "--lock", "12ab34"]
    assert run("palette", photo, *options) == 0
    found = {line[0] for line in printed(capsys)}
    assert "#12ab34" in found
    assert len(found & COLORS) == 2


@pytest.mark.parametrize("goal", [["-k", "auto"], ["--min-psnr", "10"]])
def test_a_goal_may_stand_for_the_number_of_colors(photo, threads, capsys, goal):
    assert run("palette", photo, "--from-palette", threads, *goal) == 0
    found = {line[0] for line in printed(capsys)}
    assert 1 <= len(found) <= len(COLORS)
    assert found <= COLORS


def test_palettes_known_by_name_can_be_chosen_from(photo, capsys):
    assert run("palette", photo, "--from-palette", "web-safe", "-k", 4) == 0
    assert all(
        int(line[0][place : place + 2], 16) % 51 == 0
        for line in printed(capsys)
        for place in (1, 3, 5)
    )


def test_a_collection_of_the_window_goes_by_its_name_without_what_is_sold_out(
    photo, threads, capsys
):
    owned = load_colors(threads).colors
    CollectionStore().save(owned.without(owned.colors[:2]))
    assert run("palette", photo, "--from-palette", "my threads", "-k", 4) == 0
    found = {line[0] for line in printed(capsys)}
    assert found <= COLORS - {f"#{bytes(color).hex()}" for color in owned.colors[:2]}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ([], "-k, the number of colors"),
        (["-k", 7], "threads.gpl: 7 colors are asked for, and there are only 6"),
        (["-k", 8, "--lock", "010203"], "8 colors are asked for, and there are only 7"),
        (["--use-palette", "cga"], "--use-palette"),
    ],
)
@pytest.mark.parametrize("command", ["compress", "palette"])
def test_what_does_not_go_together_is_a_usage_error(photo, threads, capsys, command, more, why):
    assert why in usage_error(capsys, command, photo, "--from-palette", threads, *more)


def test_name_of_no_palette_is_a_usage_error(photo, capsys):
    assert "pico-8" in usage_error(capsys, "palette", photo, "--from-palette", "none", "-k", 2)


def test_file_that_holds_no_colors_or_too_many_is_named_in_one_line(photo, tmp_path, capsys):
    path = tmp_path / "many.gpl"
    path.write_text(gpl([((n % 256, n // 256, 0), "x") for n in range(5001)]))
    for text in ("5001 colors, more than 5000", "no colors"):
        assert run("compress", photo, "--from-palette", path, "-k", 2) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert str(path) in line
        assert text in line
        path.write_text(gpl([]))


def test_what_was_changed_in_the_colors_is_told_once(photo, tmp_path, capsys):
    path = tmp_path / "twice.gpl"
    path.write_text(gpl([*THREADS, *THREADS]))
    assert run("palette", photo, "--from-palette", path, "-k", 2) == 0
    assert "6 colors that are there already" in capsys.readouterr().err
    assert run("compress", photo, photo, "--from-palette", path, "-k", 2) == 0
    assert capsys.readouterr().err.count("6 colors that are there already") == 1


def test_too_many_colors_to_use_as_they_are_say_where_to_go(photo, tmp_path, capsys):
    path = tmp_path / "many.gpl"
    path.write_text(gpl([((n % 256, n // 256, 0), "x") for n in range(300)]))
    assert run("palette", photo, "--use-palette", path) == 1
    told = capsys.readouterr().err
    assert "300 colors, more than 256" in told
    assert f"--from-palette {path} -k K" in told


def test_folder_is_gone_on_with_only_by_the_same_colors(photo, threads, tmp_path, capsys):
    folder, out = tmp_path / "photos", tmp_path / "out"
    folder.mkdir()
    photo.rename(folder / photo.name)
    command = ["compress", folder, "--output-dir", out, "-k", 2, "--from-palette"]
    assert run(*command, threads) == 0
    assert hexes(next(out.glob("*.png"))) < COLORS
    same = tmp_path / "same.gpl"
    same.write_text(threads.read_text().replace("My threads", "Others"))
    assert run(*command, same, "--resume") == 0
    assert "1 of 1 photo done before" in capsys.readouterr().out
    threads.write_text(gpl([*THREADS[1:], ((1, 2, 3), "Ink")]))
    assert run(*command, threads, "--resume") == 1
    assert "other settings" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["compress", "palette"])
def test_photos_can_share_colors_that_somebody_owns(photo, threads, tmp_path, capsys, command):
    folder, out = tmp_path / "photos", tmp_path / "out"
    folder.mkdir()
    photo.rename(folder / photo.name)
    more = ["--shared-palette", "--output-dir", out] if command == "compress" else []
    assert run(command, folder, "--from-palette", threads, "-k", 2, *more) == 0
    found = hexes(next(out.glob("*.png"))) if more else {line[0] for line in printed(capsys)}
    assert len(found) == 2
    assert found < COLORS


@pytest.mark.parametrize("command", ["compress", "palette"])
def test_beads_and_areas_of_each_color_add_up(photo, threads, capsys, command):
    options = ["--from-palette", threads, "-k", 3, "--beads-wide", 40, "--cm-wide", 20]
    assert run(command, photo, *options) == 0
    out = capsys.readouterr().out
    assert "40 × 30, 1 200 beads in all" in out.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "20.0 × 15.0 cm" in out
    assert run(command, photo, *options, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    told = told["photos"][0] if command == "compress" else told
    assert told["beads_size"] == [40, 30]
    assert sum(each["beads"] for each in told["palette"]) == 1200
    assert sum(each["cm2"] for each in told["palette"]) == pytest.approx(300, abs=0.1)


def test_shopping_list_has_what_a_shop_asks_for(photo, threads, tmp_path):
    saved = tmp_path / "list.csv"
    options = ["--from-palette", threads, "-k", 3, "--resize", "40x30", "--beads-wide", 40]
    target = tmp_path / "out.png"
    assert run("compress", photo, *options, "-o", target, "--save-palette", saved) == 0
    rows = list(csv.DictReader(io.StringIO(saved.read_text())))
    assert all(row["beads"] == row["pixels"] for row in rows)
    assert {(row["name"], row["code"]) for row in rows} < {
        *(("Black", "310"), ("Snow White", "B5200"), ("Coral", "0351")),
        *(("Peach", "0353"), ("Navy", "0336"), ("Brown", "0433")),
    }


def test_beads_are_of_one_photo(photo, capsys):
    told = usage_error(capsys, "palette", photo.parent, "--beads-wide", 40)
    assert "folder" in told
