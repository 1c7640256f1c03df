"""A palette: ordered colors with names, locks, alpha, and the pixels each covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.arrays import freeze, require_array
from core.errors import PaletteError
from core.language import _
from core.model.photo import is_translucent
from core.settings import Color

MAX_COLORS = 256


@dataclass(frozen=True, eq=False)
class Palette:
    """Ordered colors, each with the pixels it covers.

    Parameters
    ----------
    colors : (k, 3) uint8, k = 1…256
        sRGB.
    counts : (k,) int64
        Visible pixels that show each color; zeros when that is not known.
    names : sequence of str, optional
        One for each color; "" where it has none.
    locked : (k,) bool, optional
        Colors that no run moves.
    alpha : (k,) uint8 or None
        How opaque each color is; None when all are, also where 255 was given for each.
    notes : tuple of str, optional
        What reading a palette file changed or left out, in sentences for a user.

    Raises
    ------
    PaletteError
        (a ValueError) for no or more than 256 colors, or parts of different lengths.
    """

    colors: NDArray[np.uint8]
    counts: NDArray[np.int64]
    names: Sequence[str] = ()
    locked: NDArray[np.bool_] = None  # type: ignore[assignment]  # never None once made
    alpha: NDArray[np.uint8] | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_array("colors", self.colors, np.uint8, ("k", 3))
        size = len(self.colors)
        if not 1 <= size <= MAX_COLORS:
            raise _wrong_number(size)
        names = tuple(self.names) or ("",) * size
        locked = np.zeros(size, dtype=bool) if self.locked is None else self.locked
        if not len(self.counts) == len(names) == len(locked) == size:
            raise PaletteError(
                f"a palette of {size} colors got {len(self.counts)} counts, "
                f"{len(names)} names and {len(locked)} locks"  # untranslated: for programmers
            )
        object.__setattr__(self, "colors", freeze(self.colors))
        object.__setattr__(self, "counts", freeze(np.asarray(self.counts, dtype=np.int64)))
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "locked", freeze(np.asarray(locked, dtype=bool)))
        if self.alpha is not None:
            require_array("alpha", self.alpha, np.uint8, (size,))
            opaque = bool((self.alpha == 255).all())
            object.__setattr__(self, "alpha", None if opaque else freeze(self.alpha))

    @classmethod
    def of(cls, colors: Sequence[Sequence[int]], names: Sequence[str] = ()) -> Palette:
        """Make a palette from (r, g, b) triples, 0…255, whose shares are not known."""
        if not 1 <= len(colors) <= MAX_COLORS:
            raise _wrong_number(len(colors))
        return cls(np.array(colors, dtype=np.uint8), np.zeros(len(colors), dtype=np.int64), names)

    def __len__(self) -> int:
        return len(self.colors)

    @property
    def hex(self) -> tuple[str, ...]:
        """Each color as "#rrggbb", as "#rrggbbaa" where it is not opaque."""
        return tuple(f"#{bytes(row[: 3 + (row[3] < 255)]).hex()}" for row in self.rgba.tolist())

    @property
    def rgba(self) -> NDArray[np.uint8]:
        """The colors with their alpha: (k, 4) uint8."""
        alpha = np.full(len(self), 255, np.uint8) if self.alpha is None else self.alpha
        return np.column_stack([self.colors, alpha])

    @property
    def translucent(self) -> bool:
        """Whether a color is neither opaque nor fully transparent."""
        return self.alpha is not None and is_translucent(self.alpha)

    @property
    def seen(self) -> NDArray[np.intp]:
        """Places of the colors that are not fully transparent: (n,) intp."""
        return np.arange(len(self)) if self.alpha is None else np.flatnonzero(self.alpha)

    @property
    def hidden(self) -> int | None:
        """Place of the fully transparent color, which hidden pixels show; None without one."""
        return None if len(self.seen) == len(self) else int(np.flatnonzero(self.alpha == 0)[0])

    @property
    def opaque(self) -> Palette:
        """The same colors without alpha."""
        return replace(self, alpha=None)

    def some(self, places: NDArray[np.intp]) -> Palette:
        """Return the palette of the colors at (n,) places, 1 to 256 of them."""
        names = [self.names[place] for place in places]
        alpha = None if self.alpha is None else self.alpha[places]
        return Palette(self.colors[places], self.counts[places], names, self.locked[places], alpha)

    @property
    def distinct(self) -> Palette:
        """The palette with each color once, at its first place."""
        return self.some(self.first_places)

    @property
    def by_share(self) -> NDArray[np.intp]:
        """Places of the colors by share, the largest first: (k,) intp.

        A fully transparent color has no share; as the last it shifts no index of another.
        """
        return np.lexsort([-self.counts, self.rgba[:, 3] == 0])

    @property
    def first_places(self) -> NDArray[np.intp]:
        """Places of the colors, each distinct one at its first place: (n,) intp."""
        return np.sort(np.unique(self.rgba, axis=0, return_index=True)[1])

    @property
    def locked_colors(self) -> tuple[Color, ...]:
        """The colors that are locked, each once."""
        rows = self.colors[self.locked].tolist()
        return tuple(dict.fromkeys((red, green, blue) for red, green, blue in rows))

    @property
    def shares(self) -> NDArray[np.float64]:
        """Part of the visible pixels each color covers: (k,) float64, 0…1; zeros if unknown."""
        return self.counts / max(int(self.counts.sum()), 1)


def _wrong_number(size: int) -> PaletteError:
    return PaletteError(
        _("a palette has 1 to {most} colors, not {count}").format(most=MAX_COLORS, count=size)
    )
