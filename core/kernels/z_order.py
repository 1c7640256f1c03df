"""The Z-order curve: colors become places along it, and places colors.

The bits of the channels take turns in a place, so colors that are near each other are mostly near
each other on the curve too; the upper bits of a place are its cell of the coarse grid. Morton 1966,
"A computer oriented geodetic data base and a new technique in file sequencing".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TABLE_SIZE = 1 << 24
"""Number of all colors: a table along the curve has an entry for each."""

WITH_ALPHA = 4
"""Channels of a color with alpha."""

# Entry i has the bits of i three places apart, or four.
_SPREAD, _SPREAD_WIDER = (
    np.array([sum((i >> bit & 1) << far * bit for bit in range(8)) for i in range(256)], "u4")
    for far in (3, 4)
)


def places(colors: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Find where colors are on the Z-order curve.

    Parameters
    ----------
    colors : (n, 3) or (n, 4) uint8

    Returns
    -------
    (n,) uint32
        0…2²⁴−1, or 0…2³²−1 with alpha. The upper 3·b bits, or 4·b, are those of the coarse grid of
        b bits a channel.
    """
    if colors.shape[1] == WITH_ALPHA:
        return places_with_alpha(colors[:, :3], colors[:, 3])
    found: NDArray[np.uint32] = np.left_shift(_SPREAD[colors[:, 0]], 2, dtype=np.uint32)
    found |= np.left_shift(_SPREAD[colors[:, 1]], 1, dtype=np.uint32)
    found |= _SPREAD[colors[:, 2]]
    return found


def part_of(values: NDArray[np.uint8], channel: int) -> NDArray[np.uint32]:
    """Find what (n,) values of a channel add to the place of a color: (n,) uint32."""
    found: NDArray[np.uint32] = np.left_shift(_SPREAD[values], 2 - channel, dtype=np.uint32)
    return found


def colors_at(places: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Find the (n, 3) uint8 colors at (n,) uint32 places of the Z-order curve."""
    colors = np.empty((len(places), 3), np.uint8)
    for channel, shift in enumerate((2, 1, 0)):
        bits = places >> np.uint32(shift) & 0x249249
        bits = (bits | bits >> 2) & 0x0C30C3
        bits = (bits | bits >> 4) & 0x00F00F
        colors[:, channel] = bits | bits >> 8
    return colors


def places_with_alpha(colors: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Find where (n, 3) uint8 colors with (n,) uint8 alpha are on the curve: (n,) uint32."""
    found: NDArray[np.uint32] = _SPREAD_WIDER[alpha]
    for channel, shift in enumerate((3, 2, 1)):
        found |= np.left_shift(_SPREAD_WIDER[colors[:, channel]], shift, dtype=np.uint32)
    return found


def colors_with_alpha_at(places: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Find the (n, 4) uint8 colors at (n,) uint32 places of the curve of four channels."""
    colors = np.empty((len(places), WITH_ALPHA), np.uint8)
    for channel, shift in enumerate((3, 2, 1, 0)):
        bits = places >> np.uint32(shift) & 0x11111111
        bits = (bits | bits >> 3) & 0x03030303
        bits = (bits | bits >> 6) & 0x000F000F
        colors[:, channel] = bits | bits >> 12
    return colors
