"""A photo: decoded pixels, where they came from, and the animation they may begin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.arrays import freeze, require_array
from core.errors import InputError
from core.framing import Shape
from core.language import _
from core.metadata import Metadata
from core.model.mask import Mask


@dataclass(frozen=True, eq=False)
class Photo:
    """The decoded picture.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
        sRGB, oriented as the camera meant it.
    alpha : (h, w) uint8 or None
        None when every pixel is opaque.
    path : Path or None
        The file it came from.
    notes : tuple of str
        What reading changed, in sentences for a user.
    file_bytes : int or None
        The size of that file when it was read.
    animation : Animation or None
        The animation that the photo is the first frame of.
    metadata : Metadata or None
        What that file holds besides the picture.
    matters : Mask or None
        How much each part of it matters when its colors are found; None where all does alike.

    Raises
    ------
    InputError
        (a ValueError) for a wrong shape or dtype, or when there are no pixels.
    """

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None = None
    path: Path | None = None
    notes: tuple[str, ...] = ()
    file_bytes: int | None = None
    animation: Animation | None = None
    metadata: Metadata | None = None
    matters: Mask | None = None

    def __post_init__(self) -> None:
        require_array("pixels", self.pixels, np.uint8, ("h", "w", 3))
        if self.pixels.size == 0:
            raise InputError(
                _("a photo needs pixels, but its size is {width}×{height}").format(
                    width=self.width, height=self.height
                )
            )
        object.__setattr__(self, "pixels", freeze(self.pixels))
        if self.alpha is not None:
            require_array("alpha", self.alpha, np.uint8, (self.height, self.width))
            opaque = bool((self.alpha == 255).all())
            object.__setattr__(self, "alpha", None if opaque else freeze(self.alpha))

    @classmethod
    def from_array(cls, rgb: NDArray[np.uint8], alpha: NDArray[np.uint8] | None = None) -> Photo:
        """Make a photo from an (h, w, 3) uint8 array, and an (h, w) uint8 array of alpha."""
        return cls(rgb, alpha)

    @property
    def height(self) -> int:
        """Number of rows of pixels."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Number of pixels in a row."""
        return int(self.pixels.shape[1])

    @cached_property
    def visible(self) -> NDArray[np.bool_] | None:
        """(h, w) bool, True where a pixel is not fully transparent; None when all are visible."""
        return None if self.alpha is None else freeze(self.alpha > 0)

    @cached_property
    def translucent(self) -> bool:
        """Whether a pixel is neither opaque nor fully transparent."""
        return self.alpha is not None and is_translucent(self.alpha)


def is_translucent(alpha: NDArray[np.uint8]) -> bool:
    """Return whether any of the (…) uint8 values is neither opaque nor fully transparent."""
    # With 1 added, 255 wraps around to 0 and 0 becomes 1.
    return bool((alpha + np.uint8(1) > 1).any())


@dataclass(frozen=True, slots=True)
class Animation:
    """The frames of a file: enough to read them later, one by one.

    Parameters
    ----------
    path : Path
    frames : int, at least 2
        The number of frames that the file announces.
    plays : int
        How often the animation is shown; 0 is for ever.
    size : (int, int)
        Width and height of the canvas, as in the file.
    stamp : (int, int)
        Size in bytes and time of last change in ns, which show whether the file is still the same.
    shapes : tuple of Shape
        What its frames are brought to, one after the other, once they are read.
    """

    path: Path
    frames: int
    plays: int
    size: tuple[int, int]
    stamp: tuple[int, int]
    shapes: tuple[Shape, ...] = ()
