"""The command line: what it prints, writes and returns."""

import json
import os
import select
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import load_palette
from core.cli import main as cli
from tests import ROOT
from tests.core.reading.test_read import png_with_size


@pytest.fixture
def photo(tmp_path, astronaut):
    path = tmp_path / "sea shore.png"
    Image.fromarray(np.ascontiguousarray(astronaut[:90, :120])).save(path)
    return path


def run(*arguments):
    return cli.main([str(argument) for argument in arguments])


def usage_error(*arguments):
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    return caught.value.code


def colors_of(path):
    with Image.open(path) as image:
        return {"#{:02x}{:02x}{:02x}".format(*rgb) for _, rgb in image.convert("RGB").getcolors()}


def test_result_goes_beside_the_photo_under_a_free_name(photo):
    assert run("compress", photo) == 0
    assert run("compress", photo, "-k", 3) == 0
    assert run("compress", photo, "-k", 2, "--format", "gif") == 0
    made = {path.name: len(colors_of(path)) for path in photo.parent.glob("*.fewtone*")}
    assert made == {
        "sea shore.fewtone.png": 8,
        "sea shore.fewtone (2).png": 3,
        "sea shore.fewtone.gif": 2,
    }


@pytest.mark.parametrize(
    ("given", "as_if"),
    [([], "auto"), (["--start", "kmeans++"], "rgb"), (["--space", "rgb"], "rgb")],
)
def test_space_is_what_looks_closest_unless_told_otherwise(photo, capsys, given, as_if):
    assert run("palette", photo, *given) == 0
    found = capsys.readouterr().out
    for space in ("auto", "rgb"):
        assert run("palette", photo, *given, "--space", space) == 0
        assert (capsys.readouterr().out == found) == (as_if == space or "kmeans++" in given)


def test_given_palette_shows_what_looks_nearest(photo, tmp_path):
    for space in ("auto", "rgb"):
        target = tmp_path / f"{space}.png"
        options = ["--use-palette", "pico-8", "--space", space, "-o", target]
        assert run("compress", photo, *options) == 0
    assert run("compress", photo, "--use-palette", "pico-8", "-o", tmp_path / "p.png") == 0
    auto, rgb, plain = ((tmp_path / name).read_bytes() for name in ("auto.png", "rgb.png", "p.png"))
    assert plain == auto != rgb


@pytest.mark.parametrize("command", ["compress", "palette", "compare"])
def test_large_photo_is_refused_with_the_option_that_allows_it(tmp_path, capsys, command):
    path = tmp_path / "large.png"
    path.write_bytes(png_with_size(15_000, 15_000))
    assert run(command, path) == 1
    assert "225 million pixels; 200 million are allowed" in (told := capsys.readouterr().err)
    assert "or allow it with --large" in told
    assert run(command, path, "--large") == 1
    assert "far too many for a file of" in capsys.readouterr().err
    path.write_bytes(png_with_size(30_000, 30_000))
    assert run(command, path) == 1
    assert "--large" not in capsys.readouterr().err


def test_output_dir_is_made(photo, tmp_path):
    assert run("compress", photo, "--output-dir", tmp_path / "new" / "deep") == 0
    assert (tmp_path / "new" / "deep" / "sea shore.fewtone.png").exists()


def test_image_and_palettes_agree(photo, tmp_path, capsys):
    files = [tmp_path / name for name in ("few.gif", "p.gpl", "p.hex", "p.json", "p.png")]
    palettes = [part for path in files[1:] for part in ("--save-palette", path)]
    assert run("compress", photo, "-k", 6, "-o", files[0], *palettes) == 0
    assert all(set(load_palette(path).hex) == colors_of(files[0]) for path in files[1:])
    assert "6 colors" in capsys.readouterr().out


def test_exact_colors_are_kept_as_asked_for(tmp_path):
    pixels = np.random.default_rng(2).integers(60, 200, (30, 30, 3), np.uint8)
    pixels[::2] = (200, 60, 60)
    photo, palette = tmp_path / "photo.png", tmp_path / "palette.hex"
    Image.fromarray(pixels).save(photo)
    palette.write_text("000000\nffffff\nff0000\n00ff00\n0000ff\nc83c3c\n")
    kept = []
    for name, options in {"off": [], "on": ["--keep-exact"]}.items():
        path = tmp_path / f"{name}.png"
        chosen = ["--use-palette", palette, "--dither", "floyd-steinberg", *options]
        assert run("compress", photo, "-o", path, *chosen) == 0
        with Image.open(path) as image:
            kept.append((np.asarray(image.convert("RGB"))[::2] == (200, 60, 60)).all())
    assert kept == [False, True]


def test_photo_is_dithered_as_asked_for(photo, tmp_path):
    asked = {
        "plain": [],
        "none": ["--dither", "none"],
        "weak": ["--dither", "jarvis", "--dither-strength", 0],
        "half": ["--dither", "jarvis", "--dither-strength", 50],
        "full": ["--dither", "jarvis"],
        "to the right": ["--dither", "jarvis", "--no-serpentine"],
        "texture": ["--dither", "blue-noise"],
    }
    pictures = {}
    for name, options in asked.items():
        path = tmp_path / f"{name}.png"
        assert run("compress", photo, "-k", 4, "-o", path, *options) == 0
        assert len(colors_of(path)) == 4
        with Image.open(path) as image:
            pictures[name] = image.convert("RGB").tobytes()
    assert pictures["plain"] == pictures["none"] == pictures["weak"]
    assert len(set(pictures.values())) == 5


@pytest.mark.parametrize(
    "wrong", [["--dither", "bayer"], ["--dither-strength", "101"], ["--dither-strength", "half"]]
)
def test_wrong_dithering_is_wrong_usage(photo, wrong, capsys):
    assert usage_error("compress", photo, *wrong) == 2
    assert wrong[1] in capsys.readouterr().err


@pytest.mark.parametrize("command", ["compress", "palette"])
@pytest.mark.parametrize(
    ("pointless", "told"),
    [
        (["--dither-strength", 50], "--dither-strength goes"),
        (["--dither-in", "light", "--dither", "none"], "--dither-in goes"),
        (["--no-serpentine", "--keep-exact"], "--no-serpentine, --keep-exact go"),
    ],
)
def test_what_only_dithering_heeds_is_refused_without_it(photo, command, pointless, told, capsys):
    assert usage_error(command, photo, *pointless) == 2
    assert f"{told} with a method of --dither\n" in capsys.readouterr().err


def test_shares_are_those_of_the_dithered_photo(photo, capsys):
    assert run("palette", photo, "-k", 3, "--space", "rgb", "--quiet") == 0
    plain = capsys.readouterr().out
    mixed = ("--dither", "floyd-steinberg", "--space", "rgb")
    assert run("palette", photo, "-k", 3, "--quiet", *mixed) == 0
    dithered = capsys.readouterr().out
    assert plain != dithered
    hexes = [{line.split()[0] for line in text.splitlines()} for text in (plain, dithered)]
    assert hexes[0] == hexes[1]


def test_json_has_the_documented_keys(photo, tmp_path, capsys):
    assert run("compress", photo, tmp_path / "no.jpg", "-k", 5, "--json") == 1
    content = json.loads(capsys.readouterr().out)
    assert [entry["photo"] for entry in content["failed"]] == [str(tmp_path / "no.jpg")]
    (done,) = content["photos"]
    assert set(done) == {
        "photo",
        "output",
        "skipped",
        "width",
        "height",
        "frames",
        "distinct_colors",
        "colors",
        "iterations",
        "stop_reason",
        "psnr",
        "visible_difference",
        "visibility",
        "seconds",
        "bytes_before",
        "bytes_after",
        "color_table",
        "palette",
        "notes",
    }
    assert done["bytes_before"] == photo.stat().st_size
    assert done["bytes_after"] == Path(done["output"]).stat().st_size
    assert {color["hex"] for color in done["palette"]} == colors_of(done["output"])
    assert sum(color["count"] for color in done["palette"]) == 90 * 120


def test_visible_difference_is_printed_in_words_and_as_json(photo, tmp_path, capsys):
    command = ("compress", photo, "-k", 2, "--output-dir", tmp_path)
    assert run(*command, "--json") == 0
    (done,) = json.loads(capsys.readouterr().out)["photos"]
    assert done["visible_difference"] > 0
    assert run(*command) == 0
    words = f"visible difference {done['visible_difference']:.1f} ({done['visibility']})"
    assert words in capsys.readouterr().out


def test_black_shown_as_white_is_no_result_without_error(tmp_path, capsys):
    Image.new("RGB", (9, 9)).save(tmp_path / "black.png")
    (tmp_path / "white.hex").write_text("ffffff\n")
    assert run("compress", tmp_path / "black.png", "--use-palette", tmp_path / "white.hex") == 0
    assert "PSNR 0.0 dB, visible difference 100.0 (poster)" in capsys.readouterr().out


def test_palette_is_printed_by_share(photo, capsys):
    assert run("palette", photo, "-k", 4) == 0
    lines = capsys.readouterr().out.splitlines()
    shares = [float(line.split()[1]) for line in lines]
    assert len(lines) == 4
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(100, abs=0.05)


@pytest.mark.parametrize(
    "more",
    [
        ["--start", "random", "--seed", "5"],
        ["--max-iter", "1", "--start", "in_pixels"],
        ["--effort", "best"],
        ["--space", "oklab"],
    ],
)
def test_same_arguments_give_the_same_bytes(photo, tmp_path, more):
    for name in ("a.png", "b.png"):
        assert run("compress", photo, "-o", tmp_path / name, *more) == 0
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_one_bad_photo_does_not_stop_the_others(photo, tmp_path, capsys):
    bad = tmp_path / "bad.jpg"
    bad.write_text("no image")
    (tmp_path / "empty.png").touch()
    assert run("compress", bad, tmp_path / "empty.png", tmp_path, photo) == 1
    complaints = capsys.readouterr().err.splitlines()
    assert len(complaints) == 3
    assert str(bad) in complaints[1]
    assert (tmp_path / "sea shore.fewtone.png").exists()


def test_existing_file_is_kept_without_overwrite(photo, tmp_path, capsys):
    (tmp_path / "few.png").write_bytes(b"precious")
    assert run("compress", photo, "-o", tmp_path / "few.png") == 1
    assert "--overwrite" in capsys.readouterr().err
    assert run("compress", photo, "-o", photo) == 1
    assert run("compress", photo, "--save-palette", tmp_path / "few.png") == 1
    assert (tmp_path / "few.png").read_bytes() == b"precious"
    assert list(tmp_path.glob("*fewtone*")) == []
    assert run("compress", photo, "-o", tmp_path / "few.png", "--overwrite") == 0
    assert len(colors_of(tmp_path / "few.png")) == 8


def test_photo_of_few_colors_comes_with_a_note(tmp_path, capsys):
    Image.new("RGB", (9, 9), "red").save(tmp_path / "red.png")
    assert run("compress", tmp_path / "red.png") == 0
    out = capsys.readouterr().out
    assert "only 1 distinct color" in out
    assert "no error" in out


def test_fully_transparent_photo_is_named(tmp_path, capsys):
    Image.new("RGBA", (9, 9)).save(tmp_path / "clear.png")
    assert run("palette", tmp_path / "clear.png") == 1
    assert str(tmp_path / "clear.png") in capsys.readouterr().err


@pytest.mark.parametrize("more", [["--effort", "best"], ["--space", "oklab"], ["--space", "lab"]])
def test_effort_and_space_change_the_palette(photo, capsys, more):
    assert run("palette", photo, "-k", "12") == 0
    plain = capsys.readouterr().out
    assert run("palette", photo, "-k", "12", *more) == 0
    assert capsys.readouterr().out != plain


@pytest.mark.parametrize(
    "arguments",
    [
        ["compress"],
        ["compress", "a.png", "-k", "0"],
        ["compress", "a.png", "-k", "257"],
        ["compress", "a.png", "-k", "many"],
        ["compress", "a.png", "--start", "best"],
        ["compress", "a.png", "--seed", "-1"],
        ["compress", "a.png", "--effort", "much"],
        ["compress", "a.png", "--space", "hsv"],
        ["compress", "a.png", "--max-iter", "0"],
        ["compress", "a.png", "b.png", "-o", "c.png"],
        ["compress", "a.png", "b.png", "--save-palette", "c.gpl"],
        ["compress", "a.png", "-o", "c.png", "--output-dir", "d"],
        ["compress", "a.png", "-o", "c.xyz"],
        ["compress", "a.png", "--save-palette", "c.xyz"],
        ["compress", "a.png", "-o", "c.png", "--save-palette", "c.png"],
        ["compress", "a.png", "--over"],
        ["palette"],
        ["palette", "a.png", "b.png"],
        ["compare", "a.png", "-k", "3", "x"],
        ["compare", "a.png", "-k"],
        ["compare", "a.png", "-k", "0"],
        ["compare", "a.png", "-k", "300"],
        ["compare", "a.png", "-o", "a.pdf"],
        ["compare", "a.png", "-o", "-"],
        ["compare", "a.png", "-o", "a.png", "--overwrite"],
    ],
)
def test_wrong_usage_ends_with_2_before_any_work(arguments, capsys):
    assert usage_error(*arguments) == 2
    assert "usage:" in capsys.readouterr().err


def test_compare_prints_every_trial_and_match(photo, capsys):
    assert run("compare", photo, "-k", 3, 5, "--start", "random", "in_pixels", "wu", "--json") == 0
    content = json.loads(capsys.readouterr().out)
    assert [(t["colors"], t["start"]) for t in content["trials"]] == [
        (k, start) for k in (3, 5) for start in ("random", "in_pixels", "wu")
    ]
    assert len(content["matches"]) == 4
    assert content["bytes"] == photo.stat().st_size
    assert run("compare", photo, "-k", 3, "--start", "random", "in_pixels") == 0
    text = capsys.readouterr().out
    for trial in content["trials"][:2]:
        assert str(trial["iterations"]) in text
    assert "largest distance" in text


def test_compare_with_too_few_colors_is_one_line(tmp_path, capsys):
    Image.new("RGB", (9, 9), "red").save(tmp_path / "red.png")
    assert run("compare", tmp_path / "red.png", "-k", 3) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "red.png: the photo has only 1 distinct color, and the smallest number" in told


@pytest.fixture
def terminal():
    """A program with a pseudo terminal for stderr: start it, and read what it shows there."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (24, 100))
    with ExitStack() as at_end:
        at_end.callback(os.close, leader)
        at_end.callback(os.close, follower)

        def start(*arguments):
            command = [sys.executable, ROOT / "main.py", *map(str, arguments)]
            running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=follower)
            at_end.enter_context(running)
            at_end.callback(running.kill)
            return running

        def read_until(words, running):
            shown = ""
            while words not in shown:
                # It may take as long as it likes, but what has ended shows nothing any more.
                ended = running.poll() is not None
                if select.select([leader], [], [], 0.05)[0]:
                    shown += os.read(leader, 100_000).decode(errors="replace")
                else:
                    assert not ended, f"“{words}” did not come: {shown}"
            return shown

        yield start, read_until


def test_ctrl_c_ends_with_130_and_leaves_nothing_half_written(tmp_path, terminal):
    start, read_until = terminal
    photo = tmp_path / "noise.png"
    noise = np.random.default_rng(0).integers(0, 256, (1000, 1000, 3)).astype(np.uint8)
    Image.fromarray(noise).save(photo, compress_level=0)
    endless = ["-k", "256", "--start", "random", "--max-iter", "9999"]
    running = start("compress", photo, *endless)
    read_until("reducing colors", running)
    running.send_signal(signal.SIGINT)
    assert "Traceback" not in read_until("interrupted", running)
    assert running.wait() == 130
    assert [path.name for path in tmp_path.iterdir()] == ["noise.png"]


def test_progress_bar_shows_on_a_terminal_only(photo, terminal):
    start, read_until = terminal
    running = start("palette", photo)
    assert running.communicate()[0].count(b"#") == 8
    read_until(" %", running)
    quiet = subprocess.run(
        [sys.executable, ROOT / "main.py", "palette", photo], capture_output=True, check=True
    )
    assert quiet.stderr == b""


@pytest.fixture
def glass(tmp_path, astronaut):
    pixels = np.dstack([astronaut[:60, :80], np.full((60, 80), 255, np.uint8)])
    pixels[:20, :, 3], pixels[20:30, :, 3] = 0, 100
    path = tmp_path / "glass.png"
    Image.fromarray(pixels).save(path)
    return path


@pytest.mark.parametrize(
    "more",
    [
        [],
        ["--transparency", "palette"],
        ["--transparency", "channel"],
        ["--transparency", "flatten", "--background", "102030"],
    ],
)
def test_transparency_is_what_was_asked_for(glass, tmp_path, more):
    assert run("compress", glass, "-k", 6, "-o", tmp_path / "a.png", *more) == 0
    with Image.open(tmp_path / "a.png") as image:
        assert "channel" in more or image.mode == "P"
        pixels = np.asarray(image.convert("RGBA"))
    colors = len(np.unique(pixels[pixels[..., 3] > 0], axis=0))
    assert (colors > 6) == ("channel" in more)
    if "flatten" in more:
        assert (pixels[..., 3] == 255).all()
        assert len(np.unique(pixels.reshape(-1, 4), axis=0)) == 6
    else:
        assert not pixels[:20, :, 3].any()
        assert pixels[20:30, :, 3].mean() == pytest.approx(100, abs=20)


def test_alpha_is_printed_where_there_is_any(glass, photo, capsys):
    assert run("palette", glass, "-k", 6, "--quiet") == 0
    printed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert "#00000000" in printed
    assert any(len(hex_) == 9 and hex_[-2:] not in {"00", "ff"} for hex_ in printed)
    assert run("palette", glass, "-k", 6, "--json", "--quiet") == 0
    palette = json.loads(capsys.readouterr().out)["palette"]
    assert [color["hex"] for color in palette] == printed
    assert {color["alpha"] for color in palette} >= {0, 255}
    assert run("palette", photo, "-k", 6, "--json", "--quiet") == 0
    assert all("alpha" not in color for color in json.loads(capsys.readouterr().out)["palette"])


def test_background_is_what_a_format_without_alpha_is_laid_on(glass, tmp_path, capsys):
    assert run("compress", glass, "-o", tmp_path / "a.bmp", "--background", "#102030") == 0
    assert "laid on #102030" in capsys.readouterr().out
    with Image.open(tmp_path / "a.bmp") as image:
        assert image.convert("RGB").getpixel((5, 5)) == (0x10, 0x20, 0x30)


@pytest.mark.parametrize("wrong", [["--transparency", "none"], ["--background", "white"]])
def test_wrong_transparency_is_wrong_usage(glass, wrong):
    assert usage_error("compress", glass, *wrong) == 2
