"""Names of colors in words: "dark grayish blue", "pale pink", "olive green".

Grammar and most words are those of ISCC–NBS (Kelly and Judd 1976, "Color: Universal Language and
Dictionary of Names", NBS Special Publication 440): a hue, and before it how light and how strong it
is. Limits lie between the centroids of that dictionary in Oklab, in its polar form; some of hues
were moved so that the primaries of screens have plain names. docs/decisions/0009-names-of-colors.md
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from core.arrays import require_array
from core.color.spaces import srgb_to_oklab
from core.settings import Color

# Each hue reaches up to this angle, in degrees.
_HUES = (
    (8, "purplish red"), (34, "red"), (46, "reddish orange"), (72, "orange"),
    (88, "yellowish orange"), (111, "yellow"), (117, "greenish yellow"), (132, "yellow green"),
    (168, "green"), (186, "bluish green"), (208, "cyan"), (222, "greenish blue"), (272, "blue"),
    (286, "purplish blue"), (308, "violet"), (326, "purple"), (345, "magenta"),
    (math.inf, "purplish red"),
)  # fmt: skip
# Each tinge of a gray, black or white reaches up to this angle: words for dark and for light ones.
_TINGES = (
    (34, "reddish", "pinkish"), (60, "brownish", "pinkish"), (75, "brownish", "yellowish"),
    (111, "olive", "yellowish"), (190, "greenish", "greenish"), (290, "bluish", "bluish"),
    (345, "purplish", "purplish"), (math.inf, "reddish", "pinkish"),
)  # fmt: skip
# Each gray reaches up to this lightness.
_GRAYS = (
    (0.22, "black"), (0.36, "very dark gray"), (0.52, "dark gray"), (0.68, "gray"),
    (0.87, "light gray"), (0.955, "very light gray"), (math.inf, "white"),
)  # fmt: skip

# Limits of chroma: a color with less than the first is gray, with less than the second has a tinge
# only; from the third on a dark color is deep, from the fourth on any other is vivid.
_GRAY, _TINGED, _DEEP, _VIVID = 0.007, 0.02, 0.12, 0.15
# A tinge is of black below the first lightness, of white above the second, of gray between.
_BLACK, _WHITE = 0.27, 0.92
# Below this lightness chroma counts for less: there Oklab separates colors that nobody can.
_TOE = 0.25

# A hue is neither dark nor light at the first of these, and grayish at a chroma below the second.
_USUAL = (0.53, 0.05)
_UNUSUAL = {
    "red": (0.56, 0.08), "purplish red": (0.53, 0.08), "pink": (0.77, 0.05),
    "purplish pink": (0.77, 0.05), "peach": (0.82, 0.05), "reddish orange": (0.64, 0.05),
    "orange": (0.71, 0.05), "tan": (0.76, 0.05), "khaki": (0.74, 0.05),
    "yellowish orange": (0.77, 0.05), "yellow": (0.79, 0.085), "greenish yellow": (0.79, 0.09),
    "yellow green": (0.67, 0.06),
    "reddish brown": (0.46, 0.042), "brown": (0.47, 0.042), "yellowish brown": (0.5, 0.042),
    "olive": (0.47, 0.04), "olive green": (0.44, 0.04), "cyan": (0.78, 0.05), "gray": (0.61, 0),
}  # fmt: skip
# Distances from that lightness that part very dark, dark, neither, light and very light.
_STEPS = (-0.2, -0.08, 0.09, 0.24)
_WEAK = ("blackish", "dark grayish", "grayish", "pale", "very pale")
_MODERATE = ("very dark", "dark", "", "light", "very light")
_STRONG = ("deep", "deep", "vivid", "bright", "bright")


@lru_cache(maxsize=4096)
def color_name(rgb: Color) -> str:
    """Name one sRGB color, 0…255 a channel, in 1 to 4 words in lower case."""
    return color_names(np.array([rgb], np.uint8))[0]


def color_names(colors: NDArray[np.uint8]) -> list[str]:
    """Name (k, 3) uint8 colors, each in 1 to 4 words in lower case.

    A color of CSS has its name there, any other is described; so several may have one name.

    Raises
    ------
    InputError
        (a ValueError) for a wrong shape or dtype.
    """
    require_array("colors", colors, np.uint8, ("k", 3))
    lightness, a, b = srgb_to_oklab(colors).T
    chroma = np.hypot(a, b) * np.minimum(lightness / _TOE, 1)
    hue = np.degrees(np.arctan2(b, a)) % 360
    polar = zip(lightness.tolist(), chroma.tolist(), hue.tolist(), strict=True)
    return [
        _names_of_css().get((red, green, blue)) or _describe(*place)
        for (red, green, blue), place in zip(colors.tolist(), polar, strict=True)
    ]


@cache
def _names_of_css() -> dict[tuple[int, ...], str]:
    """Make the table of the names of CSS Color 4: one for each color, with spaces."""
    # The dark gray of CSS is left out because it is lighter than its gray.
    left_out = {"aqua", "fuchsia", "darkgray"}
    names = [name for name in ImageColor.colormap if "grey" not in name and name not in left_out]
    return {ImageColor.getrgb(name): _FIRST_WORDS.sub(r"\1 ", name) for name in names}


_FIRST_WORDS = re.compile(
    "(alice|antique|blanched|blue(?=v)|cadet|cornflower|dark|deep|dim|dodger|floral|forest|ghost|"
    "goldenrod(?=y)|green(?=y)|hot|indian|lavender(?=b)|lawn|lemon|light|lime(?=g)|medium|"
    "midnight|mint|misty|navajo|old(?=l)|olive(?=[dg])|orange(?=r)|pale|papaya|peach|powder|"
    "rebecca|rosy|royal|saddle|sandy|sea(?=g)|sky|slate|spring|steel|violet(?=r)|white(?=s)|"
    "yellow(?=g))"
)


def _describe(lightness: float, chroma: float, hue: float) -> str:
    """Name a color by its hue, and before it how light and how strong it is."""
    if chroma < _GRAY:
        return str(_row(_GRAYS, lightness)[1])
    if chroma < _TINGED:
        return _tinged(lightness, hue)
    word = _hue_word(lightness, chroma, hue)
    if word == "beige":
        return word
    middle, grayish = _UNUSUAL.get(word, _USUAL)
    step = bisect_right(_STEPS, lightness - middle)
    if chroma < (grayish if step else min(grayish, _USUAL[1])):
        # In so weak a color nobody sees which green or brown it is.
        return f"{_WEAK[step]} {re.sub('^[a-z]+ish ', '', word)}"
    strong = chroma >= (_DEEP if step < 2 else _VIVID)
    return f"{(_STRONG if strong else _MODERATE)[step]} {word}".lstrip()


def _tinged(lightness: float, hue: float) -> str:
    """Name a gray, black or white that has a tinge."""
    _, dark, light = _row(_TINGES, hue)
    if lightness < _BLACK:
        return f"{dark} black"
    if lightness >= _WHITE:
        return f"{light} white"
    step = bisect_right(_STEPS, lightness - _UNUSUAL["gray"][0])
    return f"{_MODERATE[step]} {light if step > 2 else dark} gray".lstrip()


def _hue_word(lightness: float, chroma: float, hue: float) -> str:
    """Choose the word for a hue; many have others where they are light, or dark and dull."""
    word = str(_row(_HUES, hue)[1])
    if word in {"purplish red", "red"}:
        if lightness > 0.6 + 0.4 * chroma:
            return "purplish pink" if 345 <= hue < 352 else "pink"
        return "reddish brown" if 24 < hue < 34 and lightness < 0.8 - 4 * chroma else word
    if 34 <= hue < 108 and lightness > 0.84 and chroma < (0.08 if hue < 88 else 0.065):
        return "beige" if hue >= 46 else "peach"
    if 46 <= hue < 117 and 0.645 < lightness <= 0.84 and chroma < 0.1:
        return "tan" if hue < 98 else "khaki"
    if 34 <= hue < 88 and lightness < 0.8 - 2 * chroma:
        return {"reddish orange": "reddish brown", "orange": "brown"}.get(word, "yellowish brown")
    if 34 <= hue < 66 and lightness > 0.6 + 1.2 * chroma:
        return "peach"
    if 88 <= hue < 117 and lightness < 0.645:
        return "olive"
    if word == "yellow green" and lightness < 0.56:
        return "olive green"
    if word == "cyan" and lightness < 0.64:
        return "teal"
    return "reddish purple" if word == "magenta" and chroma < 0.1 else word


def _row(table: tuple[tuple[Any, ...], ...], place: float) -> tuple[Any, ...]:
    """Find the first row whose limit is above a place."""
    return next(row for row in table if place < row[0])
