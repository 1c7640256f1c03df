"""A mask: how much each part of a photo matters when its colors are found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.arrays import freeze, require_array
from core.errors import InputError
from core.language import _

if TYPE_CHECKING:
    from core.framing import Framing

NEUTRAL = 128
"""The level of what matters as it would without a mask."""

MOST = 10.0
"""White counts so many times, and black one of so many."""

# Sides of the same shape differ by rounding, and by what a resize in another program made of them.
_SAME_SHAPE = 0.01


def times_of_levels() -> NDArray[np.float64]:
    """Return how many times a pixel counts for each level of a mask: (256,), 0.1…10."""
    away = np.arange(256.0) - NEUTRAL
    return np.asarray(MOST ** (away / np.where(away < 0, NEUTRAL, 255 - NEUTRAL)))


@dataclass(frozen=True, eq=False)
class Mask:
    """How much each part of a photo matters.

    Parameters
    ----------
    levels : (h, w) uint8
        0 counts a tenth, 128 once, 255 ten times. It has the shape of the photo, and any size.

    Raises
    ------
    InputError
        (a ValueError) for a wrong shape or dtype, or no pixels.
    """

    levels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        require_array("levels", self.levels, np.uint8, ("h", "w"))
        if self.levels.size == 0:
            raise InputError(_("a mask needs pixels"))
        object.__setattr__(self, "levels", freeze(self.levels))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        height, width = self.levels.shape
        return width, height

    @cached_property
    def uniform(self) -> bool:
        """Whether all parts matter the same, as they do without a mask."""
        return bool((self.levels == self.levels.flat[0]).all())

    def fits(self, size: tuple[int, int]) -> bool:
        """Return whether a photo of this width and height has the same shape."""
        (width, height), (across, down) = size, self.size
        off = abs(across * height / (down * width) - 1)
        # A small mask may be off by half a pixel each way.
        return off <= _SAME_SHAPE + 0.5 / across + 0.5 / down

    def require_shape(self, size: tuple[int, int]) -> None:
        """Raise InputError unless a photo of this width and height has the same shape."""
        (width, height), (across, down) = size, self.size
        if not self.fits(size):
            raise InputError(
                _(
                    "the mask is {mask}, which is another shape than that of the photo, {photo}"
                ).format(mask=f"{across}×{down}", photo=f"{width}×{height}")
            )

    def rows_for(self, rows: NDArray[np.intp], height: int) -> NDArray[np.intp]:
        """Return the rows of the mask that (n,) rows of a photo of some height lie in."""
        found: NDArray[np.intp] = (2 * rows + 1) * self.levels.shape[0] // (2 * height)
        return found

    def columns_for(self, columns: NDArray[np.intp], width: int) -> NDArray[np.intp]:
        """Return the columns of the mask that (n,) columns of a photo of some width lie in."""
        found: NDArray[np.intp] = (2 * columns + 1) * self.levels.shape[1] // (2 * width)
        return found

    def scaled(self, size: tuple[int, int]) -> Mask:
        """Return the mask with this width and height."""
        width, height = size
        rows = self.rows_for(np.arange(height), height)
        return Mask(self.levels[rows[:, None], self.columns_for(np.arange(width), width)])

    def framed(
        self, framing: Framing, size: tuple[int, int], becomes: tuple[int, int] | None = None
    ) -> Mask:
        """Return the mask of a photo that is framed so, and resized.

        Parameters
        ----------
        framing : Framing
        size : (int, int)
            Width and height of the photo.
        becomes : (int, int), optional
            Width and height of the picture that is made of it.

        Raises
        ------
        InputError
            (a ValueError) when the photo has another shape than the mask.
        """
        self.require_shape(size)
        width, height = size
        x, y, across, down = framing.crop or (0, 0, width, height)
        # What is left of the mask keeps its fineness; a part as thin as a thread gets a finer one,
        # so that it keeps its shape.
        thinnest = 1 / min(across, down)
        wide = min(across, round(across * max(self.levels.shape[1] / width, thinnest)))
        high = min(down, round(down * max(self.levels.shape[0] / height, thinnest)))
        rows = self.rows_for(y + (2 * np.arange(high) + 1) * down // (2 * high), height)
        columns = self.columns_for(x + (2 * np.arange(wide) + 1) * across // (2 * wide), width)
        levels = np.rot90(self.levels[rows[:, None], columns], -(framing.rotation // 90))
        made = Mask(np.ascontiguousarray(levels[:, ::-1] if framing.mirror else levels))
        # Narrow strips of few pixels change their shape as their sides are rounded.
        return made if becomes is None or made.fits(becomes) else made.scaled(becomes)
