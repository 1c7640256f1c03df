"""Frames of animations, composed of the patches that a file holds, as GIF and PNG specify it.

GIF89a (CompuServe 1990), section 23; PNG, third edition (W3C 2025), 11.3.6.2 and 12. Pillow mixes
partly transparent pixels in another way, and fills with a background color that no browser shows.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from enum import Enum, auto
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Pixels are mixed in bands of this many, to need little memory.
_PIXELS_PER_BAND = 1 << 16
_OPAQUE = 255

_Pixels = NDArray[np.uint8]
_Wholes = NDArray[np.unsignedinteger]


class Disposal(Enum):
    """What becomes of a patch when the time of its frame is over."""

    STAYS = auto()
    IS_CLEARED = auto()
    IS_TAKEN_BACK = auto()


class Patch(NamedTuple):
    """Part of the canvas that is painted again.

    Parameters
    ----------
    left, top : int
    pixels : (h, w, 2 or 4) uint8
        Gray or RGB, and alpha. They may reach beyond the canvas.
    over : bool
        Whether pixels are laid over what is there; otherwise they replace it.
    disposal : Disposal
    milliseconds : float
        How long the frame is shown.
    """

    left: int
    top: int
    pixels: _Pixels
    over: bool
    disposal: Disposal
    milliseconds: float


def compose(
    patches: Iterable[Patch], size: tuple[int, int]
) -> Generator[tuple[_Pixels, float], None, None]:
    """Paint one patch after the other on a canvas that is transparent at first.

    Parameters
    ----------
    patches : iterable of Patch
    size : (int, int)
        Width and height of the canvas.

    Yields
    ------
    (h, w, 2 or 4) uint8
        The canvas, which is painted on when the next frame is asked for.
    float
        How many milliseconds it is shown for.
    """
    canvas: _Pixels | None = None
    for patch in patches:
        if canvas is None:
            canvas = np.zeros((size[1], size[0], patch.pixels.shape[2]), np.uint8)
        # What lies outside of the canvas is not seen.
        here = canvas[patch.top :, patch.left :][: len(patch.pixels), : patch.pixels.shape[1]]
        pixels = patch.pixels[: here.shape[0], : here.shape[1]]
        before = here.copy() if patch.disposal is Disposal.IS_TAKEN_BACK else np.uint8(0)
        if patch.over:
            lay_over(here, pixels)
        else:
            here[...] = pixels
        yield canvas, patch.milliseconds
        if patch.disposal is not Disposal.STAYS:
            here[...] = before


def lay_over(below: _Pixels, above: _Pixels) -> None:
    """Lay partly transparent pixels over others, in place.

    Porter and Duff 1984, "over", doi:10.1145/964965.808606, which PNG names, on stored numbers.

    Parameters
    ----------
    below, above : (h, w, 2 or 4) uint8
        Alpha comes last and is not multiplied with the colors; results are rounded to nearest,
        halves up.
    """
    rows = max(_PIXELS_PER_BAND // max(below.shape[1], 1), 1)
    for top in range(0, len(below), rows):
        back, front = below[top : top + rows], above[top : top + rows]
        alpha = front[..., -1]
        np.copyto(_whole(back), _whole(front), where=alpha == _OPAQUE)
        mixed = np.flatnonzero((alpha > 0) & (alpha < _OPAQUE))
        if len(mixed):
            pixels = _whole(back).flatten()
            pixels[mixed] = _over(pixels[mixed], _whole(front).ravel()[mixed])
            _whole(back)[...] = pixels.reshape(alpha.shape)


def _whole(pixels: _Pixels) -> _Wholes:
    """View each pixel as one number, for they are copied faster so."""
    if pixels.shape[-1] == 4:
        return pixels.view(np.uint32)[..., 0]
    return pixels.view(np.uint16)[..., 0]


def _over(back: _Wholes, front: _Wholes) -> _Wholes:
    """Mix (n) whole pixels; none of the upper ones is fully transparent."""
    # All are whole numbers below 2²⁶, and a quotient that is none is far enough from the next.
    below, above = (
        each.view(np.uint8).reshape(len(each), -1).T.astype(np.float64) for each in (back, front)
    )
    # These are the shares of both in the result, times 255².
    share = _OPAQUE * above[-1]
    rest = (_OPAQUE - above[-1]) * below[-1]
    total = share + rest
    mixed = np.empty(below.shape[::-1], np.uint8)
    for channel in range(len(below) - 1):
        sum_of_both = share * above[channel] + rest * below[channel]
        mixed[:, channel] = (2 * sum_of_both + total) / (2 * total)
    mixed[:, -1] = (2 * total + _OPAQUE) / (2 * _OPAQUE)
    return _whole(mixed)
