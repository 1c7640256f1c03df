"""`--preset`: options that are given win, and the others are those of the preset."""

import json

import pytest

from core import Goals, Preset, PresetStore, SaveOptions, Settings, save_preset
from tests.core.cli.test_cli import photo, run, usage_error

__all__ = ["photo"]


def compressed(photo, capsys, *more):
    assert run("compress", photo, "--json", *more) == 0
    told = json.loads(capsys.readouterr().out)["photos"][0]
    return told["output"].rsplit(".")[-1], told["colors"], told["width"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([], ("webp", 6, 60)),
        (["-k", "4"], ("webp", 4, 60)),
        (["--format", "gif"], ("gif", 6, 60)),
        (["--resize", "30x"], ("webp", 6, 30)),
    ],
)
def test_options_beside_a_preset_win(photo, tmp_path, capsys, more, expected):
    path = tmp_path / "mine.json"
    save_preset(Preset("m", Settings(colors=6, resize="60x"), SaveOptions(format="webp")), path)
    assert compressed(photo, capsys, "--preset", path, *more) == expected


def test_the_name_of_a_file_and_its_ending_win(photo, tmp_path, capsys):
    out = tmp_path / "out.png"
    assert compressed(photo, capsys, "--preset", "web small", "-o", out)[0] == "png"
    assert out.read_bytes().startswith(b"\x89PNG")


def test_presets_of_the_users_own_are_found_by_name(photo, capsys):
    PresetStore().save(Preset("Class 7b", Settings(colors=7)))
    assert compressed(photo, capsys, "--preset", "class 7B")[1] == 7


def test_a_preset_makes_the_same_file_as_its_options(photo, tmp_path):
    preset = Preset("x", Settings(colors=9, dither="bayer-4", resize="50%"), goals=Goals(3000))
    save_preset(preset, tmp_path / "x.json")
    a, b = tmp_path / "a.png", tmp_path / "b.png"
    assert run("compress", photo, "--preset", tmp_path / "x.json", "-o", a) == 0
    more = ("-k", 9, "--dither", "bayer-4", "--resize", "50%", "--max-size", "3KB")
    assert run("compress", photo, *more, "-o", b) == 0
    assert a.read_bytes() == b.read_bytes()


@pytest.mark.parametrize(
    "more",
    [
        ["--use-palette", "pico-8"],
        ["--dither", "none"],
        ["--format", "png"],
        ["-k", "8"],
        ["-k", "auto:poster"],
    ],
)
def test_what_of_a_preset_does_not_go_with_an_option_is_left_out(photo, tmp_path, more):
    path = tmp_path / "a.json"
    settings = Settings(colors=5, seed=3, dither="atkinson", dither_strength=50)
    options = SaveOptions(format="jpeg", quality=50)
    save_preset(Preset("a", settings, options, Goals(auto="rich")), path)
    assert run("compress", photo, "--preset", path, *more) == 0


def test_goals_about_files_mean_nothing_for_a_palette(photo, capsys):
    assert run("palette", photo, "--preset", "Web small") == 0
    assert len(capsys.readouterr().out.splitlines()) == 256


def test_what_is_no_preset_is_one_sentence(photo, tmp_path, capsys):
    assert usage_error("compress", photo, "--preset", "nothing") == 2
    assert "there are Web small, Poster 5" in capsys.readouterr().err
    (tmp_path / "b.json").write_text('{"fewtone_preset": 7}')
    for command in ("compress", "palette"):
        assert run(command, photo, "--preset", tmp_path / "b.json") == 1
        told = capsys.readouterr().err.strip()
        assert told.endswith("a newer Fewtone wrote it")
        assert "\n" not in told
