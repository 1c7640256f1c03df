"""Encoding in a child process: the same file, the same errors, and nothing left behind."""

import os
import pickle
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

import main
from core import Photo, SaveOptions, Settings, measure_apart, measure_image, open_photo, reduce
from core.commands import ENCODE_COMMAND
from core.errors import NO_MEMORY, WriteError
from core.parallel import threads
from core.writing import apart, apart_worker, image
from core.writing.apart_worker import Job
from core.writing.child import Child
from tests.catalogs import compiled, spoken
from tests.processes import require_no_child, started

APART = ("gif", "tiff", "jpeg", "webp", "avif")


@pytest.fixture(autouse=True)
def every_size(monkeypatch):
    monkeypatch.setattr(apart, "_MOST_PIXELS_HERE", 0)


@pytest.fixture(scope="module")
def result(astronaut):
    alpha = np.full((60, 90), 255, np.uint8)
    alpha[:20] = 0
    return reduce(Photo(astronaut[:60, :90], alpha), Settings(9))


@pytest.fixture
def child_does(monkeypatch):
    """Have the child process do something else."""

    def use(code):
        child = apart._child()._replace(command=[sys.executable, "-c", code])
        monkeypatch.setattr(apart, "_child", lambda: child)

    return use


def test_an_rgb_png_has_the_same_size(result, child_does):
    photo = Photo(result.rgb, result.alpha)
    size = len(image.encode_rgb(photo))
    assert apart.measure_rgb_apart(photo) == size
    child_does("raise SystemExit(1)")
    assert apart.measure_rgb_apart(photo) == size


def test_an_rgb_png_is_made_in_the_child(result, monkeypatch):
    def never(*_arguments):
        raise AssertionError

    monkeypatch.setattr(apart, "encode_rgb", never)
    assert apart.measure_rgb_apart(Photo(result.rgb)) > 0


@pytest.mark.parametrize("name", APART)
def test_file_is_the_same_as_without_a_child(name, result, children, monkeypatch):
    monkeypatch.setattr(apart, "measure_image", None)
    options = SaveOptions(name, quality=70, background=(9, 99, 200))
    there, here = (each(result, name, options) for each in (measure_apart, measure_image))
    tables = [each.encoded.table for each in (there, here)]
    assert without_table(there) == without_table(here)
    assert [table is None for table in tables] == [name != "gif"] * 2
    if name == "gif":
        np.testing.assert_array_equal(*(table.rgba for table in tables))
    assert len(children) == 1
    require_no_child()


def without_table(measured):
    """Leave out what is equal to nothing but itself."""
    return replace(measured, encoded=replace(measured.encoded, table=None))


def test_all_that_the_file_needs_goes_along(tmp_path, astronaut, children):
    exif = Image.Exif()
    exif[0x013B] = "Ada"
    Image.fromarray(astronaut[:40, :50]).save(tmp_path / "a.jpg", exif=exif, dpi=(300, 300))
    result = reduce(open_photo(tmp_path / "a.jpg"), Settings(9, dither="floyd-steinberg"))
    options = SaveOptions("tiff", palette_order="keep", metadata="all")
    here, there = (each(result, "tiff", options) for each in (measure_image, measure_apart))
    assert there.encoded.data == here.encoded.data
    assert b"Ada" in there.encoded.data
    np.testing.assert_array_equal(there.encoded.table.colors, result.palette.colors)
    assert len(children) == 1


def test_child_speaks_the_language_of_its_parent(result, tmp_path, children):
    note = "{title} is lossy: the file holds more colors than the palette."
    compiled({note: "{title} nén mất dữ liệu."}, tmp_path, "vi")
    with spoken(tmp_path, "vi"):
        measured = measure_apart(result, "avif")
    assert measured.changes == ("AVIF nén mất dữ liệu.",)
    assert len(children) == 1


def test_small_pictures_and_quick_formats_need_no_child(result, children, monkeypatch):
    for name in ("bmp", "png"):
        measure_apart(result, name, SaveOptions(effort="fast"))
    monkeypatch.setattr(apart, "_MOST_PIXELS_HERE", result.indices.size)
    for name in APART:
        measure_apart(result, name)
    assert children == []


@pytest.mark.parametrize("problem", [WriteError("it is too wide"), MemoryError()])
def test_child_answers_with_a_reason(problem, result, monkeypatch):
    def fail(*_arguments):
        raise problem

    monkeypatch.setattr(image, "encode_image", fail)
    job = Job(os.getpid(), threads(), result, "tiff", SaveOptions())
    assert apart_worker._encoded(job) == (str(problem) or NO_MEMORY)


def test_reason_of_a_child_is_one_sentence(result, child_does):
    child_does("import pickle, sys; pickle.dump('it is too wide', sys.stdout.buffer)")
    with pytest.raises(WriteError, match="it is too wide"):
        measure_apart(result, "webp")
    require_no_child()


@pytest.mark.parametrize(
    "code", ["import sys; sys.exit(1)", "import sys; sys.stdin.buffer.read(9); sys.exit(1)"]
)
def test_child_that_cannot_work_is_done_without(code, result, child_does):
    child_does(code)
    assert measure_apart(result, "tiff") == measure_image(result, "tiff")


def test_job_that_cannot_be_handed_over_is_done_here(result):
    # A lock goes to no other process.
    held = replace(result, settings=threading.Lock())
    assert measure_apart(held, "tiff") == measure_image(result, "tiff")
    require_no_child()


def test_child_that_cannot_be_started_is_done_without(result, monkeypatch):
    monkeypatch.setattr(apart, "_child", lambda: Child(["/no/such/program"]))
    assert measure_apart(result, "tiff") == measure_image(result, "tiff")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends no process for its memory")
@pytest.mark.parametrize("sign", ["KILL", "SEGV"])
def test_child_that_is_ended_is_one_sentence(sign, result, child_does):
    child_does(f"import os, signal; os.kill(os.getpid(), signal.SIG{sign})")
    with pytest.raises(WriteError, match="its encoder was ended, probably because"):
        measure_apart(result, "tiff")
    require_no_child()


class Stop(BaseException):
    pass


def test_cancelling_ends_the_child(result, children, child_does):
    child_does("import time; time.sleep(600)")

    def cancel(_progress):
        if children:
            raise Stop

    with pytest.raises(Stop):
        measure_apart(result, "webp", progress=cancel)
    assert children[0].returncode != 0, "it went on to its end"
    require_no_child()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows waits for the parent, not for a pipe")
def test_child_ends_in_its_work_when_stdin_closes():
    code = """
import os, time
from core.writing import apart_worker
apart_worker._encoded = lambda job: (os.write(1, b"begun"), time.sleep(600))
apart_worker.main()
"""
    environment = {**os.environ, **apart._child().environment}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": environment}
    with started([sys.executable, "-c", code], **pipes) as child:
        pickle.dump(Job(os.getpid(), 1, None, "tiff", SaveOptions()), child.stdin)
        child.stdin.flush()
        assert child.stdout.read(5) == b"begun"
        child.stdin.close()
        assert child.wait(60) != 0


def test_bundle_is_its_own_child(monkeypatch, result):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/fewtone/fewtone")
    assert apart._child().command == ["/opt/fewtone/fewtone", ENCODE_COMMAND]
    monkeypatch.undo()
    monkeypatch.setattr(apart, "_MOST_PIXELS_HERE", 0)
    child = Child([sys.executable, main.__file__, ENCODE_COMMAND])
    monkeypatch.setattr(apart, "_child", lambda: child)
    monkeypatch.setattr(apart, "measure_image", None)
    assert measure_apart(result, "jpeg") == measure_image(result, "jpeg")
