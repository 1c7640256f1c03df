"""A photo and its result beside each other, as both are seen: what every comparison begins with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import require_array
from core.color.compositing import laid_on
from core.model import Photo, Result
from core.settings import WHITE, Color

_GROUNDS: tuple[Color, ...] = ((0, 0, 0), WHITE)


class Pictures(NamedTuple):
    """A photo and its result, or parts of them, which may have axes more in front.

    Parameters
    ----------
    photo, shown : (…, h, w, 3) uint8
        `shown` is (h, w) indices of `colors` until a part is cut out.
    alpha, shown_alpha : (…, h, w) uint8 or None
    colors : (k, 3) uint8
    grounds : sequence of Color
        What is transparent lies on these by turns.
    flat : bool
        Whether hidden pixels are seen, as the ground they lie on.
    """

    photo: NDArray[np.uint8]
    shown: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    shown_alpha: NDArray[np.uint8] | None
    colors: NDArray[np.uint8]
    grounds: tuple[Color, ...]
    flat: bool

    @classmethod
    def of(cls, photo: Photo, result: Result) -> Pictures:
        """Put a photo and its result together.

        Raises
        ------
        InputError
            (a ValueError) when the result has another size than the photo.
        """
        require_array("result.indices", result.indices, np.uint8, (photo.height, photo.width))
        settings = result.settings
        flat = (
            settings is not None and settings.transparency == "flatten" and photo.animation is None
        )
        grounds = (settings.background,) if settings is not None and flat else _GROUNDS
        colors = result.palette.colors
        return cls(photo.pixels, result.indices, photo.alpha, result.alpha, colors, grounds, flat)

    @property
    def opaque(self) -> bool:
        """Whether there is no alpha in either."""
        return self.alpha is None and self.shown_alpha is None

    def part(self, rows: slice, columns: slice) -> Pictures:
        """Cut a rectangle out."""
        alpha, shown_alpha = (
            None if each is None else each[rows, columns] for each in (self.alpha, self.shown_alpha)
        )
        return self._replace(
            photo=self.photo[rows, columns],
            shown=self.colors[self.shown[rows, columns]],
            alpha=alpha,
            shown_alpha=shown_alpha,
        )

    def visible(self) -> NDArray[np.bool_] | None:
        """Return (…, h, w) bool, True where a pixel is not hidden; None when all are seen."""
        return None if self.alpha is None or self.flat else self.alpha > 0

    def laid(self) -> list[tuple[NDArray[np.uint8], NDArray[np.uint8]]]:
        """Return photo and result as they look on each ground; a hidden pixel differs on none."""
        if self.opaque:
            return [(self.photo, self.shown)]
        opaque = np.full(self.photo.shape[:-1], 255, np.uint8)
        alpha = opaque if self.alpha is None else self.alpha
        shown_alpha = opaque if self.shown_alpha is None else self.shown_alpha
        if not self.flat:
            shown_alpha = np.where(alpha > 0, shown_alpha, 0).astype(np.uint8)
        return [
            (laid_on(self.photo, alpha, ground), laid_on(self.shown, shown_alpha, ground))
            for ground in self.grounds
        ]
