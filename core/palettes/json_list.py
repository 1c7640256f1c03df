"""Palettes for other programs, .json: hex, rgb, share, count, name and lock of each color."""

from __future__ import annotations

import json
from typing import Any

from core.errors import PaletteError
from core.model import Palette
from core.palettes.format import PaletteFormat, parse_hex, require_count, well_formed
from core.settings import Color

_NAME = "JSON palette"


def colors_as_dicts(palette: Palette) -> list[dict[str, Any]]:
    """Describe each color by plain values: hex, rgb, share, count, name, locked.

    In a palette that has alpha, each has it too, 0…255.
    """
    columns = zip(
        palette.hex,
        palette.colors.tolist(),
        palette.shares.tolist(),
        palette.counts.tolist(),
        palette.names,
        palette.locked.tolist(),
        palette.rgba[:, 3].tolist(),
        strict=True,
    )
    return [
        {
            "hex": hex_,
            "rgb": rgb,
            "share": round(share, 6),
            "count": count,
            "name": well_formed(name),
            "locked": locked,
        }
        | ({} if palette.alpha is None else {"alpha": alpha})
        for hex_, rgb, share, count, name, locked, alpha in columns
    ]


def write(palette: Palette, title: str) -> bytes:
    """Make the bytes of a JSON palette."""
    content = {"name": title, "colors": colors_as_dicts(palette)}
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def read(data: bytes) -> Palette:
    """Read a JSON palette; raise PaletteError with the reason if it is none."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PaletteError(f"this is no JSON ({error})") from error
    entries = content.get("colors") if isinstance(content, dict) else content
    if not isinstance(entries, list):
        raise PaletteError('this JSON has no list "colors"')
    require_count(len(entries), _NAME)
    colors, names, counts, locked = zip(
        *(_entry(entry, number) for number, entry in enumerate(entries, start=1)), strict=True
    )
    palette = Palette.of(colors, names)
    locks = palette.locked.copy()
    locks[:] = locked
    return Palette(palette.colors, _counts(counts, palette), names, locks)


def _entry(entry: Any, number: int) -> tuple[Color, str, int, bool]:
    """Read color, name, count and lock of an entry; only the color must be there."""
    fields = entry if isinstance(entry, dict) else {"hex": entry}
    hex_ = fields.get("hex")
    color = parse_hex(hex_) if isinstance(hex_, str) else None
    if color is None:
        raise PaletteError(f'color {number} of this JSON palette has no "hex" like "#1a2b3c"')
    name, count = fields.get("name", ""), fields.get("count", 0)
    return (
        color,
        well_formed(name) if isinstance(name, str) else "",
        count if isinstance(count, int) and 0 <= count < 2**48 else 0,
        fields.get("locked") is True,
    )


def _counts(counts: tuple[int, ...], palette: Palette) -> Any:
    counted = palette.counts.copy()
    counted[:] = counts
    return counted


FORMAT = PaletteFormat("JSON", ".json", write, read, alpha=True)
