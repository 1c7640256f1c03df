"""The child process that optimizes: whatever becomes of it, the picture is saved."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import main
from core import Photo, SaveOptions, Settings, encode_image, reduce, save_image
from core.commands import OPTIMIZE_COMMAND
from core.progress import Tick
from core.writing.png import encode, optimize
from core.writing.png.optimize import Limits, Try, smallest_png
from tests.processes import require_no_child, started

PLENTY = Limits(60, 4 << 30)
BEST = SaveOptions(effort="best")


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """Where temporary files go: nothing may stay there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture(scope="module")
def result(astronaut):
    return reduce(Photo.from_array(astronaut[:200, :200]), Settings(30))


@pytest.fixture(scope="module")
def png(result):
    return encode_image(result, "png", SaveOptions(effort="fast")).data


def a_try(png):
    return Try(png, ("NoOp", "Sub"), level=9, thorough=True)


def pixels_of(png):
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"))


def test_file_becomes_smaller_and_shows_the_same(png, result):
    found = smallest_png([a_try(png)], PLENTY)
    assert len(found) < len(png)
    np.testing.assert_array_equal(pixels_of(found), result.rgb)


def test_smallest_of_several_is_taken(png, astronaut):
    larger = io.BytesIO()
    Image.fromarray(astronaut).save(larger, "PNG")
    alone = smallest_png([a_try(png)], PLENTY)
    assert smallest_png([a_try(larger.getvalue()), a_try(png)], PLENTY) == alone


BROKEN = {
    "ends with an error": "sys.exit(1)",
    "is killed": "os.kill(os.getpid(), 9)",
    "writes nothing": "pass",
    "writes half a file": "os.write(1, b'\\x89PNG')",
    "closes its pipes and hangs": "os.close(0); os.close(1); time.sleep(600)",
    "hangs": "time.sleep(600)",
    "writes to a full pipe": "sys.stdout.write('x' * 10**7); sys.exit(1)",
}


@pytest.mark.parametrize("what", BROKEN)
def test_child_that_fails_costs_nothing_but_bytes(what, monkeypatch, result, tmp_path):
    code = f"import os, sys, time\n{BROKEN[what]}"
    monkeypatch.setattr(optimize, "_command", lambda: [sys.executable, "-c", code])
    monkeypatch.setattr(encode, "_limits", lambda *_: Limits(1, 1 << 30))
    save_image(result, tmp_path / "a.png", BEST)
    np.testing.assert_array_equal(pixels_of((tmp_path / "a.png").read_bytes()), result.rgb)
    require_no_child()


@pytest.mark.parametrize("command", [["/no/such/program"], [str(Path(__file__).parent)]])
def test_child_that_cannot_be_started(command, monkeypatch, result, tmp_path):
    monkeypatch.setattr(optimize, "_command", lambda: command)
    save_image(result, tmp_path / "a.png", BEST)
    np.testing.assert_array_equal(pixels_of((tmp_path / "a.png").read_bytes()), result.rgb)


@pytest.fixture(scope="module")
def huge_png():
    rng = np.random.default_rng(0)
    sink = io.BytesIO()
    Image.fromarray(rng.integers(0, 9, (4000, 4000), np.uint8)).save(sink, "PNG", compress_level=1)
    return sink.getvalue()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux only")
@pytest.mark.parametrize("megabytes", [1, 60, 100])
def test_child_out_of_memory_is_a_failure_like_any_other(huge_png, megabytes):
    assert smallest_png([a_try(huge_png)], Limits(60, megabytes << 20)) is None
    require_no_child()


def noise(k, side):
    return np.random.default_rng(0).integers(0, k, (side, side, 3), np.uint8)


class Stop(Exception):
    pass


def test_cancelling_ends_the_child_and_writes_nothing(tmp_path, children):
    result = reduce(Photo.from_array(noise(12, 600)), Settings(200))

    def cancel(_progress):
        if children:
            raise Stop

    with pytest.raises(Stop):
        save_image(result, tmp_path / "a.png", BEST, cancel)
    assert children[0].returncode != 0, "it went on to its end"
    assert not (tmp_path / "a.png").exists()
    require_no_child()


def slow_job():
    """Return a job of many seconds, so that nobody meets the child at its end."""
    sink = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 9, (2000, 2000), np.uint8)).save(
        sink, "PNG", compress_level=0
    )
    return optimize._job([Try(sink.getvalue(), ("Sub",), 12, thorough=True)] * 20, PLENTY)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_child_ends_in_its_work_when_stdin_closes():
    """It holds the interpreter lock then, so that no thread of its own could see to it."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with started(optimize._command(), **pipes) as child:
        child.stdin.writelines(slow_job())
        child.stdin.flush()
        while cpu_seconds(child.pid) < 0.2:
            assert child.poll() is None
        child.stdin.close()
        assert child.wait(60) != 0
        assert child.stdout.read() == b""


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_others_work_meanwhile(children):
    """The interpreter lock is free while the child works: it waits for a thread that counts."""
    sink, counted, under_way = io.BytesIO(), [], threading.Event()
    Image.fromarray(noise(9, 1000)).save(sink, "PNG", compress_level=1)

    def tick(_fraction):
        if not under_way.is_set():
            hold(children[0])
            under_way.set()

    def count():
        under_way.wait()
        for number in range(1000):
            counted.append(number)
            time.sleep(0)
        for child in children:
            go_on(child)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        assert smallest_png([a_try(sink.getvalue())], Limits(3600, 4 << 30), Tick(tick))
        assert len(counted) == 1000
    finally:
        under_way.set()
        thread.join()


def hold(child):
    """Stop a process until `go_on`, where the system can."""
    if hasattr(signal, "SIGSTOP"):
        child.send_signal(signal.SIGSTOP)


def go_on(child):
    if hasattr(signal, "SIGCONT"):
        child.send_signal(signal.SIGCONT)


def test_bundle_is_its_own_child(monkeypatch, png):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/fewtone/fewtone")
    assert optimize._command() == ["/opt/fewtone/fewtone", OPTIMIZE_COMMAND]
    monkeypatch.undo()
    monkeypatch.setattr(
        optimize, "_command", lambda: [sys.executable, main.__file__, OPTIMIZE_COMMAND]
    )
    np.testing.assert_array_equal(pixels_of(smallest_png([a_try(png)], PLENTY)), pixels_of(png))


def test_samples_tell_which_file_is_packed():
    pngs = []
    for seed, colors in ((1, 2), (2, 200)):
        sink = io.BytesIO()
        Image.fromarray(noise(seed, 60) % colors).save(sink, "PNG")
        pngs.append(sink.getvalue())
    small, large = pngs
    tries = [a_try(small)._replace(sample=large), a_try(large)._replace(sample=small)]
    np.testing.assert_array_equal(pixels_of(smallest_png(tries, PLENTY)), pixels_of(large))
    # One try without a sample, and all are packed.
    tries[0] = a_try(small)
    np.testing.assert_array_equal(pixels_of(smallest_png(tries, PLENTY)), pixels_of(small))


@pytest.mark.parametrize("sampled", [True, False])
def test_what_to_try_is_told_by_samples_of_larger_pictures(monkeypatch, result, sampled):
    asked = []
    monkeypatch.setattr(encode, "smallest_png", lambda tries, *_: asked.extend(tries))
    monkeypatch.setattr(encode, "_MOST_PIXELS_TO_TRY_WHOLE", 0 if sampled else 1 << 30)
    encode_image(result, "png", SaveOptions(effort="normal"))
    assert [bool(each.sample) for each in asked] == [sampled] * len(asked)


def test_large_pictures_are_optimized_with_best_only(monkeypatch, result):
    asked = []
    monkeypatch.setattr(encode, "smallest_png", lambda *_: asked.append(1))
    monkeypatch.setitem(encode._MOST_PIXELS_TO_OPTIMIZE, "normal", 39_999)
    for effort in ("fast", "normal", "best"):
        encode_image(result, "png", SaveOptions(effort=effort))
    assert len(asked) == 1
