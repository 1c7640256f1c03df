"""Where the command line prints: full, closed, unread, narrow; and signals that end it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.cli import main as cli
from tests import ROOT
from tests.processes import started

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="has /dev/full")
posix = pytest.mark.skipif(os.name == "nt", reason="has a shell and signals")


@pytest.fixture
def photos(tmp_path):
    for name in "ab":
        Image.new("RGB", (9, 9), "red").save(tmp_path / f"{name}.png")
    return tmp_path


def shell(line, folder):
    program = f"{sys.executable} {ROOT / 'main.py'}"
    return subprocess.run(
        [
            "sh",
            "-c",
            line.replace("fewtone", program).replace("compress a", "compress --effort fast a"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def made(folder):
    return sorted(path.name for path in folder.glob("*.fewtone.png"))


@linux
@pytest.mark.parametrize("where", [">/dev/full", ">&-"])
@pytest.mark.parametrize("more", ["", "--json"])
def test_stdout_that_takes_nothing_keeps_no_photo_from_being_done(photos, where, more):
    ended = shell(f"fewtone compress a.png b.png {more} {where}", photos)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert ended.stderr.startswith("fewtone: Cannot print to stdout: ")
    assert made(photos) == ["a.fewtone.png", "b.fewtone.png"]


@linux
@pytest.mark.parametrize("command", ["palette a.png --quiet", "compress --help"])
def test_stdout_that_takes_nothing_is_one_line(photos, command):
    ended = shell(f"fewtone {command} >/dev/full", photos)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "the disk is full" in ended.stderr


@posix
def test_nobody_who_reads_on_is_no_failure(photos):
    for lines in ("| head -n 1", "| true"):
        ended = shell(f"{{ fewtone compress a.png b.png; echo $? >code; }} {lines}", photos)
        assert ended.stderr == ""
        assert (photos / "code").read_text().strip() == "0"
    assert made(photos) == ["a.fewtone.png", "b.fewtone.png"]


@linux
@pytest.mark.parametrize("where", ["2>/dev/full", "2>&-", "2>&- >&- <&-"])
def test_stderr_that_takes_nothing_keeps_no_photo_from_being_done(photos, where):
    ended = shell(f"fewtone compress missing.png b.png --quiet {where}", photos)
    assert (ended.returncode, made(photos)) == (1, ["b.fewtone.png"])


@linux
@pytest.mark.parametrize("more", ["", "LC_ALL=C PYTHONIOENCODING=ascii "])
def test_json_finds_a_file_whose_name_is_no_text(photos, more):
    name = os.fsdecode("é€".encode() + b"\xff.png")
    (photos / "a.png").rename(photos / name)
    ended = shell(f"{more} fewtone compress *.png missing*.png --json", photos)
    report = json.loads(ended.stdout)
    assert {each["photo"] for each in report["photos"]} == {"b.png", name}
    assert (photos / report["photos"][1]["output"]).exists()


def test_output_dir_that_is_a_file_is_told_before_any_work(photos, capsys):
    assert cli.main(["compress", str(photos / "a.png"), "--output-dir", str(photos / "b.png")]) == 1
    assert "b.png: it is a file, and not a folder" in capsys.readouterr().err


ENDLESS = ["-k", "256", "--start", "random", "--max-iter", "9999"]


@pytest.fixture
def endless(tmp_path):
    """A photo that takes long, and a command for it."""
    noise = np.random.default_rng(0).integers(0, 256, (1000, 1000, 3)).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png", compress_level=0)
    return [sys.executable, ROOT / "main.py", "compress", tmp_path / "noise.png", *ENDLESS]


def wait_for_work(process):
    """Wait until the process loads what opens photos."""
    while "/PIL/" not in Path(f"/proc/{process.pid}/maps").read_text():
        assert process.poll() is None


@linux
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_signals_that_end_a_program_clean_up(tmp_path, endless, name, code):
    with started(endless, stderr=subprocess.PIPE, text=True) as running:
        wait_for_work(running)
        running.send_signal(getattr(signal, name))
        assert running.wait(timeout=30) == code
        assert running.stderr.read() == "fewtone: interrupted\n"
    assert [path.name for path in tmp_path.iterdir()] == ["noise.png"]


@linux
def test_signal_that_is_ignored_ends_nothing(photos):
    ended = shell("trap '' HUP; fewtone compress a.png & kill -HUP $!; wait $!", photos)
    assert (ended.returncode, made(photos)) == (0, ["a.fewtone.png"])
