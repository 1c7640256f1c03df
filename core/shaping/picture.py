"""Pixels and their alpha in another shape."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.framing import Framing, Shape
from core.progress import Tick, silent

# Pixels are turned in squares of so many, whose rows and columns both stay in the cache.
_SIDE = 256

Picture = tuple[NDArray[np.uint8], NDArray[np.uint8] | None]
"""(h, w, 3) uint8 pixels, and (h, w) uint8 alpha or None."""


def shaped(picture: Picture, shape: Shape, tick: Tick = silent) -> Picture:
    """Crop, turn, mirror and resize a picture, in this order.

    Parameters
    ----------
    picture : (h, w, 3) uint8 and (h, w) uint8 or None
    shape : Shape
        Its crop lies inside of the picture.
    tick : Tick
        Receives the fraction done.
    """
    pixels, alpha = picture
    pixels = _framed(pixels, shape.framing, tick.part(0.0, 0.4))
    alpha = None if alpha is None else _framed(alpha, shape.framing, tick.part(0.4, 0.5))
    height, width = pixels.shape[:2]
    if shape.size == (width, height):
        return pixels, alpha
    return kernels.resample(pixels, alpha, shape.size, tick.part(0.5, 1.0))


def _framed(array: NDArray[Any], framing: Framing, tick: Tick) -> NDArray[Any]:
    """Return a part of an (h, w, …) array, turned and mirrored: contiguous."""
    if (crop := framing.crop) is not None:
        array = array[crop.y : crop.y + crop.height, crop.x : crop.x + crop.width]
    if framing.rotation == 0 and not framing.mirror:
        return np.ascontiguousarray(array)
    array = np.rot90(array, -(framing.rotation // 90))
    if framing.mirror:
        array = array[:, ::-1]
    height, width = shape = array.shape[:2]
    # A pixel is moved as one piece, which takes numpy a third of the time for its channels.
    pixels = array if array.ndim == len(shape) else array.view(f"V{array.shape[2]}")[..., 0]
    made = np.empty(shape, pixels.dtype)
    for top in range(0, height, _SIDE):
        for left in range(0, width, _SIDE):
            here = np.s_[top : top + _SIDE, left : left + _SIDE]
            made[here] = pixels[here]
        tick(min(top + _SIDE, height) / height)
    return made.view(array.dtype).reshape(array.shape)
