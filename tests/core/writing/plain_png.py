"""A reader of indexed and gray PNG, after the letter of the standard and as slow as can be."""

import struct
import zlib

import numpy as np


def chunks_of(png):
    """List name and data of each chunk; all checksums must be right."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = [], 8
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        name, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", png, at + 8 + size)[0] == zlib.crc32(name + data)
        found.append((name, data))
        at += 12 + size
    assert found[-1] == (b"IEND", b"")
    return found


def decoded(png):
    """Return the (h, w, 4) uint8 pixels and the filter of each row."""
    chunks = chunks_of(png)
    data = dict(chunks)
    width, height, bits, kind, *rest = struct.unpack(">IIBBBBB", data[b"IHDR"])
    assert kind in {0, 3}
    assert rest == [0, 0, 0]
    raw = zlib.decompress(b"".join(part for name, part in chunks if name == b"IDAT"))
    stride = 1 + (width * bits + 7) // 8
    assert len(raw) == height * stride
    above, filters, indices = [0] * (stride - 1), [], np.empty((height, width), np.intp)
    for y in range(height):
        kind, *row = raw[y * stride : (y + 1) * stride]
        filters.append(kind)
        for x in range(stride - 1):
            left = row[x - 1] if x else 0
            up, corner = above[x], above[x - 1] if x else 0
            row[x] = (row[x] + predicted(kind, left, up, corner)) % 256
        spread = "".join(f"{byte:08b}" for byte in row)
        indices[y] = [int(spread[x * bits : (x + 1) * bits], 2) for x in range(width)]
        above = row
    colors, alphas = table_of(data, bits)
    return np.concatenate([colors, alphas[:, None]], axis=1)[indices], filters


def table_of(data, bits):
    """Return the (k, 3) colors and (k,) alphas that values of pixels stand for."""
    given = data.get(b"tRNS", b"")
    if data[b"IHDR"][9] == 0:
        assert b"PLTE" not in data
        levels = np.linspace(0, 255, 1 << bits).astype(np.uint8)
        alphas = np.full(1 << bits, 255, np.uint8)
        alphas[list(struct.unpack(">H", given)) if given else []] = 0
        return levels[:, None].repeat(3, axis=1), alphas
    colors = np.frombuffer(data[b"PLTE"], np.uint8).reshape(-1, 3)
    alphas = np.full(len(colors), 255, np.uint8)
    alphas[: len(given)] = np.frombuffer(given, np.uint8)
    return colors, alphas


def predicted(kind, left, up, corner):
    if kind == 4:
        plane = left + up - corner
        return min((left, up, corner), key=lambda each: abs(plane - each))
    return (0, left, up, (left + up) // 2)[kind]
