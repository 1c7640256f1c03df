"""Palettes that ship with Fewtone, by name: plain facts of standards and machines.

Those that are computed are here, lists are in `machines`.
"""

from __future__ import annotations

import re
from itertools import product

import numpy as np
from numpy.typing import NDArray

from core.color.spaces import lab_to_srgb
from core.errors import PaletteError
from core.language import _
from core.model import MAX_COLORS, Palette
from core.palettes.machines import MACHINES

_GRAYS = re.compile(r"grays-(\d{1,9})\Z")

# The four shades of the first Game Boy (DMG, 1989), darkest first, as Wikipedia lists them ("List
# of video game console palettes", "Game Boy") and emulators draw them. Its screen knew no sRGB.
_GAME_BOY = ["0f380f", "306230", "8bac0f", "9bbc0f"]

# IBM Personal System/2 and Personal Computer BIOS Interface: the bits of a color are intensity,
# red, green, blue; IBM's 5153 display halved the green of dark yellow, which made it brown.
_CGA = {  # untranslated: as files keep them
    "black": "000000",
    "blue": "0000aa",
    "green": "00aa00",
    "cyan": "00aaaa",
    "red": "aa0000",
    "magenta": "aa00aa",
    "brown": "aa5500",
    "light gray": "aaaaaa",
    "dark gray": "555555",
    "light blue": "5555ff",
    "light green": "55ff55",
    "light cyan": "55ffff",
    "light red": "ff5555",
    "light magenta": "ff55ff",
    "yellow": "ffff55",
    "white": "ffffff",
}


def built_in_names() -> str:
    """List the names in one line, for a user."""
    return f"{', '.join([*_PALETTES, *MACHINES])}, grays-2 … grays-{MAX_COLORS}"


def built_in_palette(name: str) -> Palette | None:
    """Make the palette of this name; None if there is none.

    Raises
    ------
    PaletteError
        (a ValueError) for grays of an impossible number.
    """
    match = _GRAYS.match(name)
    if match is not None:
        return _grays(int(match[1]))
    if name in MACHINES:
        return _named(MACHINES[name])
    return _PALETTES[name]() if name in _PALETTES else None


def _named(colors: dict[str, str]) -> Palette:
    """Make a palette of "rrggbb" by their names."""
    return Palette.of([tuple(bytes.fromhex(hex_)) for hex_ in colors.values()], list(colors))


def _web_safe() -> Palette:
    """Make the 216 colors that browsers once shared on displays of 256: 00 33 66 99 cc ff."""
    return Palette.of(list(product(range(0, 256, 51), repeat=3)))


def _game_boy() -> Palette:
    return Palette.of([tuple(bytes.fromhex(hex_)) for hex_ in _GAME_BOY])


def _cga() -> Palette:
    return _named(_CGA)


def _ega() -> Palette:
    """Make the 64 colors of IBM's Enhanced Graphics Adapter (1984), by their numbers.

    The bits of a number are, from the highest, the weak red, green and blue (1/3 each), then the
    strong ones (2/3).
    """
    levels = [
        (n >> 5 & 1, n >> 4 & 1, n >> 3 & 1, n >> 2 & 1, n >> 1 & 1, n & 1) for n in range(64)
    ]
    return Palette.of(
        [
            tuple(
                0x55 * weak + 0xAA * strong for weak, strong in zip(bits[:3], bits[3:], strict=True)
            )
            for bits in levels
        ]
    )


def _grays(number: int) -> Palette:
    """Make grays from black to white, evenly spaced in L* of CIELAB."""
    if not 2 <= number <= MAX_COLORS:
        raise PaletteError(
            _("{name} is none: there are {first} to {last}").format(
                name=f"grays-{number}", first="grays-2", last=f"grays-{MAX_COLORS}"
            )
        )
    lightness = np.zeros((number, 3))
    lightness[:, 0] = np.linspace(0, 100, number)
    values = _all_different(np.rint(lab_to_srgb(lightness)[:, 0]).astype(np.int64))
    return Palette.of([(value, value, value) for value in values.tolist()])


def _all_different(rising: NDArray[np.int64]) -> NDArray[np.int64]:
    """Move equal values apart, each by as little as possible, so that all differ."""
    # Values less their own numbers must never fall: then no value repeats. Half way between pushing
    # up and pushing down none moves farther than it must (isotonic regression of least maximum).
    steps = np.arange(len(rising))
    low = np.clip(rising - steps, 0, 256 - len(rising))
    up, down = np.maximum.accumulate(low), np.minimum.accumulate(low[::-1])[::-1]
    return (up + down) // 2 + steps


_PALETTES = {"web-safe": _web_safe, "game-boy": _game_boy, "cga": _cga, "ega": _ega}
