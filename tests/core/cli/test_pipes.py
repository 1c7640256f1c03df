"""Photos that come through pipes, and pictures that go into them."""

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.cli import main as cli
from core.part_file import ENDING
from tests import ROOT

posix = pytest.mark.skipif(os.name == "nt", reason="has named pipes and /dev")
FEWTONE = [sys.executable, str(ROOT / "main.py")]


@pytest.fixture
def photo(tmp_path, astronaut, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = tmp_path / "sea.jpg"
    Image.fromarray(np.ascontiguousarray(astronaut[:90, :120])).save(path, quality=90)
    return path


@pytest.fixture
def animation(photo):
    frames = [Image.new("RGB", (20, 10), color) for color in ("red", "green", "blue")]
    path = photo.with_name("sea.gif")
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=50)
    return path


@pytest.fixture
def run(monkeypatch, capfdbinary):
    """The command line with bytes on stdin: exit code, stdout and stderr."""

    def run_(*arguments, given=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = cli.main([str(each) for each in (*arguments, "--effort", "fast")])
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return run_


def opened(data):
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image


def made(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("sea."))


def test_dash_is_standard_input_and_output(photo, run):
    code, out, err = run("compress", "-", "-o", "-", "-k", 5, given=photo.read_bytes())
    assert (code, opened(out).format, opened(out).size) == (0, "PNG", (120, 90))
    assert len(opened(out).getcolors()) == 5
    assert "- → -" in err
    assert made(photo.parent) == []


@pytest.mark.parametrize("name", ["gif", "jpeg", "webp", "bmp"])
def test_format_of_standard_output_is_the_one_asked_for(photo, run, name):
    code, out, err = run("compress", photo, "-o", "-", "--format", name, "--quiet")
    assert (code, opened(out).format.lower(), err) == (0, name, "")


@pytest.mark.parametrize("name", ["gif", "png", "webp"])
def test_animations_go_through_pipes_too(animation, run, name):
    data = animation.read_bytes()
    code, out, _ = run("compress", "-", "-o", "-", "--format", name, given=data)
    assert code == 0
    with Image.open(io.BytesIO(out)) as image:
        assert image.n_frames == 3
    assert made(animation.parent) == []


def test_result_of_standard_input_gets_a_name(photo, run):
    for _ in range(2):
        assert run("compress", "-", given=photo.read_bytes())[0] == 0
    assert made(photo.parent) == ["stdin.fewtone (2).png", "stdin.fewtone.png"]


@pytest.mark.parametrize("command", ["palette", "compare"])
def test_other_commands_read_standard_input(photo, run, command):
    data = photo.read_bytes()
    code, out, _ = run_without_effort(run, command, "-", "--json", given=data)
    assert (code, json.loads(out)["photo"]) == (0, "-")


def run_without_effort(run, *arguments, given):
    # `compare` has no effort.
    return run(*arguments, given=given) if arguments[0] != "compare" else compare(arguments, given)


def compare(arguments, given):
    command = [*FEWTONE, *arguments, "-k", "3"]
    ended = subprocess.run(command, input=given, capture_output=True, check=False)
    return ended.returncode, ended.stdout, ended.stderr


def test_json_beside_a_picture_goes_to_stderr(photo, run):
    code, out, err = run("compress", photo, "-o", "-", "--json")
    assert (code, opened(out).format) == (0, "PNG")
    assert json.loads(err)["photos"][0]["bytes_after"] == len(out)


@pytest.mark.parametrize(
    ("given", "words"),
    [(b"", "the file is empty"), (b"no image", "it is not an image"), (b"\xff\xd8\xff", "image")],
)
def test_bad_standard_input_is_named_so(photo, run, given, words):
    code, _, err = run("compress", "-", photo, "--output-dir", "out", given=given)
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith("fewtone: Cannot open standard input: ")
    assert words in err
    assert ENDING not in err
    assert made(photo.parent / "out") == []
    assert (photo.parent / "out" / "sea.fewtone.png").exists()


@posix
def test_standard_input_that_is_closed_is_named_so(photo):
    ended = subprocess.run(
        ["sh", "-c", f"{' '.join(FEWTONE)} palette - <&-"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr == "fewtone: Cannot open standard input: it is closed\n"


@posix
@pytest.mark.parametrize("device", ["/dev/stdin", "/dev/fd/0"])
@pytest.mark.parametrize("how", ["cat sea.jpg | {}", "{} <sea.jpg"])
def test_devices_are_sources(photo, device, how):
    line = how.format(f"{' '.join(FEWTONE)} compress {device} --effort fast")
    ended = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert made(photo.parent) == [f"{Path(device).name}.fewtone.png"]


@posix
def test_named_pipes_are_sources(photo, run):
    pipe = photo.with_name("pipe")
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(photo.read_bytes(),))
    writer.start()
    assert run("compress", pipe)[0] == 0
    writer.join()
    assert made(photo.parent) == ["pipe", "pipe.fewtone.png"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["-", "-"],
        ["-", "sea.jpg", "-o", "-"],
        ["-", "--keep-dates"],
        ["sea.jpg", "-o", "-", "--keep-dates"],
    ],
)
def test_what_a_pipe_cannot_do_is_wrong_usage(photo, run, arguments):
    with pytest.raises(SystemExit) as ended:
        run("compress", *arguments)
    assert ended.value.code == 2


def test_file_whose_name_is_a_dash(photo, run):
    photo.rename("-")
    assert run("compress", "./-", "-o", "./-", "--format", "png", "--overwrite")[0] == 0
    assert opened(Path("-").read_bytes()).format == "PNG"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="has /dev/full")
@pytest.mark.parametrize(
    ("where", "code", "lines"), [(">/dev/full", 1, 1), (">&-", 1, 1), ("| true", 0, 0)]
)
def test_standard_output_that_takes_no_picture(photo, where, code, lines):
    line = f"{{ {' '.join(FEWTONE)} compress sea.jpg -o - --quiet; echo $? >code; }} {where}"
    ended = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert ended.stderr.count("\n") == lines
    assert int(Path("code").read_text()) == code
