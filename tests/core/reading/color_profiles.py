"""ICC profiles as files hold them, made byte by byte (ICC.1:2001-04, version 2)."""

import struct

import numpy as np

D50 = (0.9642, 1.0, 0.8249)


def profile(space: bytes, kind: bytes, tags: dict[bytes, bytes], name="a test", pcs=b"XYZ "):
    """Join tags into a profile."""
    tags = {b"desc": _description(name), b"cprt": _text(b"none"), b"wtpt": _xyz(D50), **tags}
    begin = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for tag, data in tags.items():
        table += tag + struct.pack(">II", begin + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(">I4xI4s4s4s", begin + len(body), 0x02400000, kind, space, pcs)
    header += bytes(12) + b"acsp" + bytes(28) + _fixed(*D50)
    return header.ljust(128, b"\0") + table + body


def gray(exponent: float, name="gray test"):
    """Make a profile for gray."""
    return profile(b"GRAY", b"mntr", {b"kTRC": curve(exponent)}, name)


def cmyk(corners, name="ink test"):
    """Make a profile for ink: (16, 3) CIELAB of all full inks, yellow of 1 and black last.

    Between corners it is linear in CIELAB.
    """
    lab = np.asarray(corners, dtype=float)
    # Lut16Type has 0xff00 for L* 100, and 0x8000 for a* 0.
    numbers = np.stack([lab[:, 0] * 652.8, (lab[:, 1] + 128) * 256, (lab[:, 2] + 128) * 256], 1)
    table = b"mft2\0\0\0\0" + bytes([4, 3, 2, 0]) + _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    table += struct.pack(">HH", 2, 2) + struct.pack(">HH", 0, 65535) * 4
    table += numbers.round().astype(">u2").tobytes() + struct.pack(">HH", 0, 65535) * 3
    return profile(b"CMYK", b"prtr", {b"A2B0": table}, name, pcs=b"Lab ")


def curve(exponent: float) -> bytes:
    """Make a curve by its exponent."""
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(exponent * 256))


def _fixed(*numbers):
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def _xyz(color):
    return b"XYZ \0\0\0\0" + _fixed(*color)


def _text(text):
    return b"text\0\0\0\0" + text + b"\0"


def _description(name):
    text = name.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(11 + 67)
