"""Code points: numbers of ISO/IEC 23091-2 (ITU-T H.273) that stand for a profile in a file."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import NamedTuple

from PIL import Image

# The boxes of an AVIF file that describe the picture come before it, within this many bytes.
_HEAD = 65536
_NCLX = re.compile(rb"colrnclx(.{4})", re.DOTALL)


class CodePoints(NamedTuple):
    """Meaning of the numbers in pixels.

    Parameters
    ----------
    primaries : int
        Number of the primary colors: 1 is BT.709 and sRGB, 12 is Display P3.
    transfer : int
        Number of the curve: 13 is sRGB.
    """

    primaries: int
    transfer: int


def find_code_points(image: Image.Image) -> CodePoints | None:
    """Find the code points of a PNG, HEIF or AVIF file; None where it has none."""
    if image.format == "HEIF":
        nclx = image.info.get("nclx_profile")
        return nclx and CodePoints(nclx["color_primaries"], nclx["transfer_characteristics"])
    if image.format == "PNG":
        points = image.info.get("cicp")
        return points and CodePoints(*points)
    # Pillow does not read those of AVIF.
    name = getattr(image, "filename", "")
    if image.format != "AVIF" or not name:
        return None
    try:
        return _of_avif(Path(name))
    except OSError:
        # The picture itself can be read; no pixel is lost here.
        return None


def _of_avif(path: Path) -> CodePoints | None:
    """Look for boxes `colr` of type `nclx` (ISO/IEC 14496-12, 12.1.5)."""
    with path.open("rb") as file:
        found = {
            CodePoints(*struct.unpack(">HH", told)) for told in _NCLX.findall(file.read(_HEAD))
        }
    # If they differ, they belong to several pictures, and nobody knows which to which.
    return found.pop() if len(found) == 1 else None
