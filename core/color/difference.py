"""How different two colors look: CIEDE2000."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core.arrays import require_array
from core.color.spaces import Colors, srgb_to_lab
from core.parallel import in_chunks, threads
from core.progress import Tick, silent

_TURN = 2 * math.pi

# A chunk is a few milliseconds of work in one thread; in shorter ones threads wait for each other's
# calls of numpy, in longer ones the dozens of arrays of the formula leave the cache.
_COLORS_PER_CHUNK = 1 << 14
# Fewer are done before other threads have woken up.
_FEWEST_COLORS_TO_SHARE = 1 << 14


def color_difference(
    colors: NDArray[np.uint8], others: NDArray[np.uint8], tick: Tick = silent
) -> NDArray[np.float64]:
    """Measure the color difference CIEDE2000 between pairs of sRGB colors.

    Parameters
    ----------
    colors, others : (n, 3) uint8
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    (n,) float64
        0 for equal colors; 1 is about what can be seen; black and white are 100 apart.

    Raises
    ------
    InputError
        (a ValueError) for a wrong shape or dtype.
    """
    require_array("colors", colors, np.uint8, ("n", 3))
    require_array("others", others, np.uint8, (len(colors), 3))
    differences = np.empty(len(colors))

    def measure(begin: int, end: int) -> None:
        differences[begin:end] = ciede2000(
            srgb_to_lab(colors[begin:end]), srgb_to_lab(others[begin:end])
        )

    shares = threads() if len(colors) >= _FEWEST_COLORS_TO_SHARE else 1
    in_chunks(measure, len(colors), _COLORS_PER_CHUNK, shares, tick)
    return differences


def ciede2000(colors: Colors, others: Colors) -> Colors:
    """Measure the color difference CIEDE2000 between (n, 3) colors of CIELAB: (n,) float64.

    All weights kL, kC, kH are 1. Names are those of Sharma, Wu and Dalal 2005, "The CIEDE2000
    color-difference formula: Implementation notes, supplementary test data, and mathematical
    observations", doi:10.1002/col.20070.
    """
    (l1, a1, b1), (l2, a2, b2) = colors.T, others.T
    g = 0.5 * (1 - _weight_of_chroma((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.arctan2(b1, a1) % _TURN, np.arctan2(b2, a2) % _TURN

    # Hues differ by the shorter way around; h is the middle of that way.
    dh, h = h2 - h1, (h1 + h2) / 2
    far = np.abs(dh) > _TURN / 2
    dh = np.where(far, dh - np.copysign(_TURN, dh), dh)
    h = np.where(far, (h + _TURN / 2) % _TURN, h)
    # A gray has no hue, so the middle is the hue of the other color.
    h = np.where(c1 * c2 == 0, h1 + h2, h)

    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(dh / 2)
    l, c = (l1 + l2) / 2, (c1 + c2) / 2  # noqa: E741
    t = (
        1
        - 0.17 * np.cos(h - math.radians(30))
        + 0.24 * np.cos(2 * h)
        + 0.32 * np.cos(3 * h + math.radians(6))
        - 0.20 * np.cos(4 * h - math.radians(63))
    )
    from_middle = (l - 50) ** 2
    dl /= 1 + 0.015 * from_middle / np.sqrt(20 + from_middle)
    dc /= 1 + 0.045 * c
    dh /= 1 + 0.015 * c * t
    turned = math.radians(60) * np.exp(-(((h - math.radians(275)) / math.radians(25)) ** 2))
    between = -2 * _weight_of_chroma(c) * np.sin(turned) * dc * dh
    return np.asarray(np.sqrt(dl * dl + dc * dc + dh * dh + between))


def _weight_of_chroma(chroma: Colors) -> Colors:
    """Compute C⁷ / (C⁷ + 25⁷), square-rooted: from 0 for gray to nearly 1 for vivid colors."""
    squared = chroma * chroma
    power = squared * squared * squared * chroma
    return np.asarray(np.sqrt(power / (power + 25.0**7)))
