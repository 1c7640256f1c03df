"""How large a photo is, as its file says: without decoding it."""

from __future__ import annotations

from pathlib import Path

from core.errors import ReadError
from core.reading.photo import MOST_PIXELS, opened


def size_of(path: Path) -> tuple[int, int]:
    """Return the height and width that a photo's file announces, 0 if it cannot be opened.

    They are those of what is stored, which may have to be turned.
    """
    try:
        with opened(path, MOST_PIXELS) as (image, _file_bytes):
            return image.height, image.width
    except ReadError:
        return 0, 0
