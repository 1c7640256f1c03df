"""Palettes for other programs, .json: hex, rgb, share, count, name and lock of each color.

Lists of hex, as of Lospec, and palettes of Pixelorama, whose colors are "(red, green, blue, alpha)"
from 0 to 1, are read too.
"""

from __future__ import annotations

import json
import re
from typing import Any

from core.errors import PaletteError
from core.language import N_, _, translated
from core.model import Palette
from core.needed import NOTHING, Needs
from core.palettes.format import (
    PaletteFormat,
    parse_hex_with_alpha,
    well_formed,
)
from core.palettes.found import Found
from core.palettes.gathering import Gathering
from core.settings import Color

_NAME = N_("JSON palette")
_MOST_SPACE = 1000
_PART = r"\s{0,9}([0-9]{1,9}(?:\.[0-9]{1,20})?)\s{0,9}"
_PARTS = re.compile(rf"\({_PART},{_PART},{_PART},{_PART}\)\Z")


def colors_as_dicts(palette: Palette, needs: Needs = NOTHING) -> list[dict[str, Any]]:
    """Describe each color by plain values: hex, rgb, share, count, name, locked.

    In a palette that has alpha, each has it too, 0…255; and what it needs, where that is known.
    """
    needed = needs.columns
    columns = zip(
        palette.hex,
        palette.colors.tolist(),
        palette.shares.tolist(),
        palette.counts.tolist(),
        palette.names,
        palette.locked.tolist(),
        palette.rgba[:, 3].tolist(),
        range(len(palette)),
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
        | {key: column[place] for key, column in needed.items()}
        for hex_, rgb, share, count, name, locked, alpha, place in columns
    ]


def write(palette: Palette, title: str) -> bytes:
    """Make the bytes of a JSON palette."""
    content = {"name": title, "colors": colors_as_dicts(palette)}
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def read(data: bytes) -> Found:
    """Read a JSON palette; raise PaletteError with the reason if it is none."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PaletteError(_("this is no JSON ({reason})").format(reason=error)) from error
    entries = content.get("colors") if isinstance(content, dict) else content
    if not isinstance(entries, list):
        raise PaletteError(_('this JSON has no list "colors"'))
    found = Gathering(_NAME, "entry")
    for number, entry in enumerate(entries, start=1):
        fields = entry if isinstance(entry, dict) else {"hex": entry}
        color = _color(fields)
        if color is None:
            reason = _('color {number} of this {format} has no "hex" like "#1a2b3c"').format(
                number=number, format=translated(_NAME)
            )
            found.leave_out(number, reason)
            continue
        locked = fields.get("locked") is True
        found.add(color[0], _name(fields), color[1], _count(fields), locked=locked)
    return found.found(_title(content))


def _color(fields: dict[str, Any]) -> tuple[Color, int] | None:
    """Read the color of an entry and its alpha, 0…255; None if it has none."""
    hex_, color = fields.get("hex"), fields.get("color")
    if isinstance(hex_, str):
        return parse_hex_with_alpha(hex_)
    parts = _PARTS.match(color) if isinstance(color, str) else None
    if parts is None:
        return None
    *rgb, alpha = (round(255 * min(float(part), 1)) for part in parts.groups())
    return (rgb[0], rgb[1], rgb[2]), alpha


def _name(fields: dict[str, Any]) -> str:
    name = fields.get("name", "")
    return well_formed(name) if isinstance(name, str) else ""


def _title(content: Any) -> str:
    return _name(content) if isinstance(content, dict) else ""


def _count(fields: dict[str, Any]) -> int:
    count = fields.get("count", 0)
    return count if isinstance(count, int) and 0 <= count < 2**48 else 0


def _is_it(data: bytes) -> bool:
    return data[:_MOST_SPACE].lstrip()[:1] == b"{" and b'"colors"' in data


FORMAT = PaletteFormat(
    "JSON",
    ".json",
    write,
    read,
    is_it=_is_it,
    alpha=True,
    programs=N_("Programs of your own, JSON"),
)
