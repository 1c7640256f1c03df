"""Readers of the color tables of files, after the letter of each standard."""

import struct

from tests.core.writing.plain_png import chunks_of


def colors_in(rows):
    """Split bytes into colors of three."""
    return [tuple(rows[at : at + 3]) for at in range(0, len(rows), 3)]


def of_png(data):
    """PLTE, with the alpha of tRNS where that is less than 255."""
    chunks = dict(chunks_of(data))
    alphas = chunks.get(b"tRNS", b"")
    colors = colors_in(chunks[b"PLTE"])
    alphas += b"\xff" * (len(colors) - len(alphas))
    return [
        color if alpha == 255 else (*color, alpha)
        for color, alpha in zip(colors, alphas, strict=True)
    ]


def of_gif(data):
    """The global table, which has two, four, eight … entries; no frame may have its own."""
    bits = (data[10] & 7) + 1
    assert data[10] & 0x80
    colors = colors_in(data[13 : 13 + (3 << bits)])
    control = data.find(b"!\xf9\x04")
    if control >= 0 and data[control + 3] & 1:
        hidden = data[control + 6]
        colors[hidden] = (*colors[hidden], 0)
    return colors


def of_bmp(data):
    """The entries after the header, which come as blue, green, red and nothing."""
    size, *_, count, _ = struct.unpack_from("<IiiHHIIiiII", data, 14)
    start = 14 + size
    (pixels,) = struct.unpack_from("<I", data, 10)
    rows = data[start : start + 4 * (count or (pixels - start) // 4)]
    return [tuple(rows[at : at + 3][::-1]) for at in range(0, len(rows), 4)]


def of_tiff(data):
    """Tag 320 of the first directory: all reds, greens and blues, in 16 bits."""
    (directory,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, directory)
    for number in range(entries):
        tag, _, count, at = struct.unpack_from("<HHII", data, directory + 2 + 12 * number)
        if tag == 320:
            values = struct.unpack_from(f"<{count}H", data, at)
            third = count // 3
            return [
                tuple(values[n + channel * third] >> 8 for channel in range(3))
                for n in range(third)
            ]
    raise AssertionError("there is no color table")


READERS = {"png": of_png, "gif": of_gif, "bmp": of_bmp, "tiff": of_tiff}
