"""Palettes of Procreate, .swatches: an archive with Swatches.json.

A palette is an object with a name and at most 30 swatches in HSB, null for an empty place; several
are in a list. After https://github.com/szydlovski/procreate-swatches.
"""

from __future__ import annotations

import colorsys
import json
from typing import Any

from core.errors import PaletteError
from core.language import N_, _, ngettext, translated
from core.model import Palette
from core.palettes import color_models
from core.palettes.archive import has_member, member, packed
from core.palettes.format import PaletteFormat
from core.palettes.found import Found
from core.palettes.gathering import Gathering
from core.settings import Color

_NAME = N_("Procreate palette")
_COLORS = "Swatches.json"
_MOST_JSON = 2_000_000
_MOST_SWATCHES = 30


def _write(palette: Palette, title: str) -> bytes:
    swatches = [_swatch(*color) for color in palette.colors.tolist()]
    sets = []
    for first in range(0, len(swatches), _MOST_SWATCHES):
        number = first // _MOST_SWATCHES + 1
        name = title if number == 1 else f"{title} {number}"
        sets.append({"name": name, "swatches": swatches[first : first + _MOST_SWATCHES]})
    return packed([(_COLORS, json.dumps(sets, ensure_ascii=False).encode())])


def _swatch(red: int, green: int, blue: int) -> dict[str, float]:
    hue, saturation, brightness = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    return {
        "hue": hue,
        "saturation": saturation,
        "brightness": brightness,
        "alpha": 1,
        "colorSpace": 0,
    }


def _read(data: bytes) -> Found:
    try:
        content = json.loads(member(data, _COLORS, _NAME, _MOST_JSON))
    except PaletteError:
        raise
    except (ValueError, RecursionError) as error:
        raise PaletteError(
            _("this {format} is damaged: its {file} is no JSON").format(
                format=translated(_NAME), file=_COLORS
            )
        ) from error
    found = Gathering(_NAME, "entry")
    number = 0
    for each in content if isinstance(content, list) else [content]:
        swatches = each.get("swatches") if isinstance(each, dict) else None
        for swatch in swatches if isinstance(swatches, list) else []:
            number += 1
            if swatch is not None:
                _add(found, swatch, number)
        if (
            isinstance(each, dict)
            and "Display P3" in str(each.get("colorProfiles", ""))[:_MOST_JSON]
        ):
            found.note(_("Colors of Display P3 in the palette file were taken as sRGB."))
    return found.found()


def _add(found: Gathering, swatch: Any, number: int) -> None:
    """Add the color of a swatch, or leave it out if it has none."""
    fields = swatch if isinstance(swatch, dict) else {}
    parts = [fields.get(key) for key in ("hue", "saturation", "brightness")]
    color = _color(parts)
    if color is None:
        found.leave_out(
            number,
            _("color {number} of this {format} has no hue, or is damaged").format(
                number=number, format=translated(_NAME)
            ),
        )
        return
    alpha = fields.get("alpha", 1)
    hidden = isinstance(alpha, int | float) and alpha <= 0
    found.add(color, alpha=0 if hidden else 255)


def _color(parts: list[Any]) -> Color | None:
    if not all(isinstance(part, int | float) and 0 <= part <= 1 for part in parts):
        return None
    hue, saturation, brightness = parts
    return color_models.hsb(hue, saturation, brightness)


def _remark(colors: int) -> str:
    if colors <= _MOST_SWATCHES:
        return ""
    palettes = -(-colors // _MOST_SWATCHES)
    return ngettext(
        "A palette of Procreate has at most {most} colors, so the file has {count} palette; "
        "some programs read only the first.",
        "A palette of Procreate has at most {most} colors, so the file has {count} palettes; "
        "some programs read only the first.",
        palettes,
    ).format(most=_MOST_SWATCHES, count=palettes)


FORMAT = PaletteFormat(
    _NAME,
    ".swatches",
    _write,
    _read,
    is_it=lambda data: has_member(data, _COLORS.encode()),
    most_bytes=4_000_000,
    remark=_remark,
    programs="Procreate",  # untranslated: a name
)
