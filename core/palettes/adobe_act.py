"""Adobe color tables, .act: 256 colors of three bytes, 768 in all.

Adobe Photoshop File Formats Specification, "Color Table": Photoshop may add a count and the number
of the transparent color, 772 bytes in all, which GIMP does not take for a palette: so those are
read only.
"""

from __future__ import annotations

import numpy as np

from core.errors import PaletteError
from core.model import MAX_COLORS, Palette
from core.palettes.format import PaletteFormat, require_count

_NAME = "Adobe color table"
_TABLE = 3 * MAX_COLORS


def _write(palette: Palette, _title: str) -> bytes:
    colors = palette.colors
    # Nobody can tell black at the end from what fills the table, so it comes first.
    used = _used(colors)
    ordered = np.concatenate([colors[used:], colors[:used]])
    return ordered.tobytes().ljust(_TABLE, b"\0")


def _read(data: bytes) -> Palette:
    if len(data) not in {_TABLE, _TABLE + 4}:
        raise PaletteError(
            f"this is no {_NAME}: it has {len(data)} bytes, neither {_TABLE} nor {_TABLE + 4}"
        )
    colors = np.frombuffer(data[:_TABLE], dtype=np.uint8).reshape(-1, 3)
    if len(data) == _TABLE:
        count = max(_used(colors), 1)
    else:
        # Some programs give a transparent color where there is none, so it is kept.
        count = int.from_bytes(data[_TABLE : _TABLE + 2], "big")
        require_count(count, _NAME)
    return Palette(colors[:count], np.zeros(count, dtype=np.int64))


def _used(colors: np.typing.NDArray[np.uint8]) -> int:
    """Count the colors up to the last that is not black."""
    lit = np.flatnonzero(colors.any(axis=1))
    return int(lit[-1]) + 1 if len(lit) else 0


FORMAT = PaletteFormat(_NAME, ".act", _write, _read)
