"""PNG files unpacked by a thread: what Pillow makes of them alone, whole or damaged."""

import io
import random
import struct
import threading
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, UnidentifiedImageError
from PIL.PngImagePlugin import PngImageFile

from core import ReadError, open_photo
from core.reading import png_ahead
from core.reading.decoders import register_usual
from core.reading.png_ahead import _PngAhead
from tests import examples
from tests.core.palettes.palette_fuzz import damaged
from tests.core.png_files import SIGNATURE, chunk
from tests.core.reading.photo_fuzz import goods

GOODS = dict(goods())["PNG"]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Files of tests are small; parts are to be as many as those of large files."""
    register_usual()
    monkeypatch.setattr(png_ahead, "_FEWEST_PIXELS", 0)
    monkeypatch.setattr(png_ahead, "_PACKED_BYTES", 40)
    monkeypatch.setattr(png_ahead, "_UNPACKED_BYTES", 100)
    monkeypatch.setattr(png_ahead, "_MOST_STORED_BYTES", 64)


def outcome(reader, data):
    """Return what an image shows and tells, or that it cannot be read."""
    try:
        with reader(io.BytesIO(data)) as image:
            image.load()
            return image.mode, image.size, image.tobytes(), sorted(map(str, image.info))
    except (OSError, SyntaxError, ValueError, struct.error) as error:
        return type(error)


def threads():
    return [thread for thread in threading.enumerate() if thread.name.startswith("png")]


@pytest.mark.parametrize("number", range(len(GOODS)))
def test_good_files(number):
    assert outcome(_PngAhead, GOODS[number]) == outcome(PngImageFile, GOODS[number])
    assert not isinstance(outcome(_PngAhead, GOODS[number]), type)


@settings(max_examples=examples(300))
@given(st.integers(0, 2**32))
def test_damaged_files(seed):
    data = damaged(random.Random(seed), GOODS)
    expected = outcome(PngImageFile, data)
    # A wrong checksum behind the last pixel is not always seen, by Pillow neither: it depends on
    # where parts end.
    assert outcome(_PngAhead, data) == expected or expected is OSError
    assert not threads()


def pixels_of(side):
    return np.random.default_rng(0).integers(0, 256, (side, side), np.uint8)


def file_of(packed, side, piece):
    """Make a file of gray pixels, whose packed bytes are in chunks of some size."""
    pieces = [packed[begin : begin + piece] for begin in range(0, len(packed), piece)]
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    parts = [chunk(b"IDAT", data) for data in pieces]
    return SIGNATURE + header + b"".join(parts) + chunk(b"IEND", b"")


def packed(pixels):
    return zlib.compress(b"".join(b"\0" + row.tobytes() for row in pixels))


@pytest.mark.parametrize("piece", [1, 7, 10_000])
def test_chunks_of_any_size(piece):
    pixels = pixels_of(60)
    with _PngAhead(io.BytesIO(file_of(packed(pixels), 60, piece))) as image:
        np.testing.assert_array_equal(np.asarray(image), pixels)


@pytest.mark.parametrize("kept", [0, 5, 1000, 3000])
def test_pixels_that_are_not_all_there(kept):
    data = file_of(packed(pixels_of(60))[:kept], 60, 500)
    assert outcome(_PngAhead, data) is OSError


def test_text_behind_the_pixels_is_read():
    data = file_of(packed(pixels_of(60)), 60, 500)
    data = data[:-12] + chunk(b"tEXt", b"Comment\0behind") + data[-12:]
    with _PngAhead(io.BytesIO(data)) as image:
        image.load()
        assert image.text == {"Comment": "behind"}


def test_bomb_takes_no_memory(tmp_path, monkeypatch):
    monkeypatch.undo()
    bomb = zlib.compress(bytes(300_000_000), 9)
    (tmp_path / "bomb.png").write_bytes(file_of(bomb, 1000, len(bomb)))
    tracemalloc.start()
    photo = open_photo(tmp_path / "bomb.png")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not photo.pixels.any()
    assert peak < 20_000_000


def test_large_photo_is_read_by_two_threads(tmp_path, monkeypatch):
    monkeypatch.undo()
    pixels = np.repeat(pixels_of(900)[..., None], 3, axis=2)
    Image.fromarray(pixels).save(tmp_path / "large.png")
    seen = []
    stored = _PngAhead._stored
    monkeypatch.setattr(
        _PngAhead, "_stored", lambda self: seen.append(threading.current_thread()) or stored(self)
    )
    np.testing.assert_array_equal(open_photo(tmp_path / "large.png").pixels, pixels)
    assert seen
    assert not threads()


@pytest.mark.parametrize("end", ["close", "damage"])
def test_no_thread_stays(tmp_path, end):
    data = file_of(packed(pixels_of(60)), 60, 500)
    path = tmp_path / "few.png"
    path.write_bytes(data if end == "close" else data[: len(data) // 2])
    if end == "close":
        with _PngAhead(path) as image:
            image.load_prepare()
            image.load_read(10)
            assert threads()
    else:
        with pytest.raises(ReadError, match="truncated"):
            open_photo(path)
    assert not threads()


def test_what_is_no_png_is_refused():
    with pytest.raises(UnidentifiedImageError):
        Image.open(io.BytesIO(SIGNATURE + bytes(100)), formats=("PNG",))
