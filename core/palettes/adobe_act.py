"""Adobe color tables, .act: 256 colors of three bytes, 768 in all.

Adobe Photoshop File Formats Specification, "Color Table": Photoshop may add a count and the number
of the transparent color, 772 bytes in all. GIMP accepts only 768 bytes, and Krita reads colors from
the end of 772: so Fewtone reads the longer kind, and never writes it. Tables of fewer colors are no
Adobe's, but there are programs that write them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.errors import PaletteError
from core.language import N_, ngettext, translated
from core.model import MAX_COLORS, Palette
from core.palettes.format import PaletteFormat, cut_off
from core.palettes.found import Entry, Found, require_some

_NAME = N_("Adobe color table")
_TABLE = 3 * MAX_COLORS


def _write(palette: Palette, _title: str) -> bytes:
    colors = palette.colors.tobytes()
    # Without a count programs use all 256, so the table is filled with a color that it has already.
    return colors + colors[:3] * (MAX_COLORS - len(palette))


def _read(data: bytes) -> Found:
    if len(data) not in {_TABLE, _TABLE + 4}:
        return _read_short(data)
    colors = np.frombuffer(data[:_TABLE], dtype=np.uint8).reshape(-1, 3)
    if len(data) == _TABLE:
        count = _used(colors)
    else:
        # Some programs name a transparent color where there is none, so that color is kept.
        count = int.from_bytes(data[_TABLE : _TABLE + 2], "big")
        require_some(count, _NAME)
        if count > MAX_COLORS:
            raise cut_off(_NAME, count, MAX_COLORS)
    return _found(colors[:count])


def _read_short(data: bytes) -> Found:
    """Read a table of fewer than 256 colors, with a count and a transparent color or without."""
    if (len(data) - 4) % 3 == 0 and 3 * int.from_bytes(data[-4:-2], "big") == len(data) - 4:
        data = data[:-4]
    if not data or len(data) % 3 or len(data) > _TABLE:
        raise PaletteError(
            ngettext(
                "this is no {format}: it has {count} byte, neither {size} nor {longer}",
                "this is no {format}: it has {count} bytes, neither {size} nor {longer}",
                len(data),
            ).format(format=translated(_NAME), count=len(data), size=_TABLE, longer=_TABLE + 4)
        )
    colors = np.frombuffer(data, dtype=np.uint8).reshape(-1, 3)
    note = ngettext(
        "The palette file is short: it has {count} color instead of {most}.",
        "The palette file is short: it has {count} colors instead of {most}.",
        len(colors),
    ).format(count=len(colors), most=MAX_COLORS)
    return _found(colors, note)


def _found(colors: NDArray[np.uint8], *notes: str) -> Found:
    entries = tuple(Entry((red, green, blue)) for red, green, blue in colors.tolist())
    return Found(_NAME, entries, len(entries), notes)


def _used(colors: NDArray[np.uint8]) -> int:
    """Count the colors before those that fill the table: the first one repeated, or black."""
    others = np.flatnonzero((colors != colors[0]).any(axis=1))
    count = int(others[-1]) + 1 if len(others) else 1
    lit = np.flatnonzero(colors.any(axis=1))
    # One black at the very end is a color like any other.
    filled = count == MAX_COLORS and len(lit) and int(lit[-1]) < MAX_COLORS - 2
    return int(lit[-1]) + 1 if filled else count


FORMAT = PaletteFormat(_NAME, ".act", _write, _read, programs=N_("Photoshop, color table"))
