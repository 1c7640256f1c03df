"""How many pixels a photo has, as its file says: without decoding it."""

from __future__ import annotations

from pathlib import Path

from core.errors import ReadError
from core.reading.photo import MOST_PIXELS, opened


def pixels_of(path: Path) -> int:
    """Return the number of pixels that a photo's file announces, 0 if it cannot be opened."""
    try:
        with opened(path, MOST_PIXELS) as (image, _file_bytes):
            return image.width * image.height
    except ReadError:
        return 0
