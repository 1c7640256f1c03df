"""Bitmaps with a gray table: in files and icons, of any bits, packed or not."""

import struct

import numpy as np
import pytest

from core import open_photo

TABLES = {
    "black and white": (0, 255),
    "white and black": (255, 0),
    "black alone": (0,),
    "two grays": (50, 200),
    "from black, 2": (0, 1),
    "from black, 4": range(4),
    "from black, 16": range(16),
    "from black, 200": range(200),
    "from black, 256": range(256),
    "ramp of 16": range(0, 256, 17),
    "white down": range(255, -1, -1),
}
PLAIN, RLE = 0, {8: 1, 4: 2}


def indices_of(grays, width=11, height=5):
    return np.random.default_rng(0).integers(0, len(grays), (height, width)).astype(np.uint8)


def rows_of(indices, bits):
    """Pack rows from the bottom up, each to whole words."""
    packed = np.unpackbits(indices[..., None], axis=-1)[..., -bits:].reshape(len(indices), -1)
    rows = np.packbits(packed, axis=1)
    return np.pad(rows, ((0, 0), (0, -rows.shape[1] % 4)))[::-1].tobytes()


def runs_of(indices, bits):
    """Pack each pixel as a run of one."""
    rows = (b"".join(bytes([1, i << 8 - bits]) for i in row) for row in indices[::-1])
    return b"\0\0".join(rows) + b"\0\1"


def bitmap(indices, bits, grays, *, header=40, packed=False, mask=b""):
    """Build header, table and pixels; a mask makes it that of an icon."""
    height, width = indices.shape
    height *= 2 if mask else 1
    if header == 12:
        head = struct.pack("<IHHHH", 12, width, height, 1, bits)
        grays = [*grays, *[0] * ((1 << bits) - len(grays))]
    else:
        sizes = struct.pack("<IiiHH", header, width, height, 1, bits)
        numbers = (RLE[bits] if packed else PLAIN, 0, 0, 0, len(grays), 0)
        head = (sizes + struct.pack("<6I", *numbers)).ljust(header, b"\0")
    table = b"".join(bytes([g, g, g] if header == 12 else [g, g, g, 0]) for g in grays)
    pixels = runs_of(indices, bits) if packed else rows_of(indices, bits)
    return head + table, pixels + mask


def bmp(head, pixels):
    size, begin = 14 + len(head) + len(pixels), 14 + len(head)
    return b"BM" + struct.pack("<IHHI", size, 0, 0, begin) + head + pixels


def icon(head, pixels, width, height, bits):
    size = len(head) + len(pixels)
    entry = struct.pack("<BBBBHHII", width, height, 0, 0, 1, bits, size, 22)
    return struct.pack("<HHH", 0, 1, 1) + entry + head + pixels


def require(path, data, indices, grays):
    path.write_bytes(data)
    seen = open_photo(path).pixels
    np.testing.assert_array_equal(seen, np.array(grays)[indices][..., None].repeat(3, -1))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("bits", [1, 4, 8])
def test_gray_table_is_what_pixels_show(tmp_path, bits, name):
    grays = TABLES[name]
    if len(grays) > 1 << bits:
        grays = grays[: 1 << bits]
    for width in (1, 11, 32):
        indices = indices_of(grays, width)
        for header in (12, 40, 124):
            data = bmp(*bitmap(indices, bits, grays, header=header))
            require(tmp_path / "a.bmp", data, indices, grays)
        require(tmp_path / "a.dib", b"".join(bitmap(indices, bits, grays)), indices, grays)
        if bits > 1:
            data = bmp(*bitmap(indices, bits, grays, packed=True))
            require(tmp_path / "a.bmp", data, indices, grays)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("bits", [1, 4, 8])
def test_gray_table_of_an_icon_is_what_pixels_show(tmp_path, bits, name):
    grays = TABLES[name][: 1 << bits]
    indices = indices_of(grays, 16, 16)
    made = bitmap(indices, bits, grays, mask=bytes(4 * 16))
    require(tmp_path / "a.ico", icon(*made, 16, 16, bits), indices, grays)
