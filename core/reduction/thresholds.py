"""Textures of thresholds for ordered dithering: Bayer's matrices, and blue noise."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

# The texture is so large that nobody sees it repeat, and small enough to be made when needed.
_BLUE_SIDE = 64
# Part of the places that are points before voids and clusters are evened out.
_FIRST_PART = 0.1
# The distance in pixels at which a point crowds others: the value that Ulichney found best.
_SIGMA = 1.5
# Bells are of whole numbers, so that sums are exact and every machine makes the same texture.
_BELL = 1 << 20
# A point is where more is added than all bells together can add up to.
_POINT = 1 << 28


def bayer(side: int) -> NDArray[np.intp]:
    """Make a (side, side) intp texture: each rank from 0 once, neighbors as different as can be.

    Parameters
    ----------
    side : int
        A power of two.

    Notes
    -----
    Bayer 1973, "An optimum method for two-level rendition of continuous-tone pictures", IEEE
    International Conference on Communications, vol. 1, 26-11…26-15.
    """
    ranks = np.zeros((1, 1), np.intp)
    while len(ranks) < side:
        ranks = np.block([[4 * ranks, 4 * ranks + 2], [4 * ranks + 3, 4 * ranks + 1]])
    return ranks


@cache
def blue_noise() -> NDArray[np.intp]:
    """Make a (64, 64) intp texture: each rank from 0 once, those below any spread without pattern.

    It can be laid side by side. The method is void-and-cluster: Ulichney 1993,
    doi:10.1117/12.152707.
    """
    crowding, first = _evenly_spread()
    ranks = np.zeros(crowding.shape, np.intp)
    fewer = crowding.copy()
    for rank in range(first - 1, -1, -1):
        cluster = int(fewer.argmax())
        ranks.flat[cluster] = rank
        _change(fewer, cluster, -1)
    # Beyond one half, the tightest cluster of places without a point is the largest void as well.
    for rank in range(first, ranks.size):
        void = int(crowding.argmin())
        ranks.flat[void] = rank
        _change(crowding, void, 1)
    ranks.setflags(write=False)
    return ranks


def _evenly_spread() -> tuple[NDArray[np.int32], int]:
    """Set a tenth of the points, and move them from clusters to voids while that helps."""
    crowding = np.zeros((_BLUE_SIDE, _BLUE_SIDE), np.int32)
    # Any numbers without order do that are the same on every machine.
    numbers = np.arange(int(_FIRST_PART * crowding.size)) ** 2 * 2_654_435_761 >> 7
    chosen = np.unique(numbers % crowding.size).tolist()
    for index in chosen:
        _change(crowding, index, 1)
    while True:
        cluster = int(crowding.argmax())
        _change(crowding, cluster, -1)
        void = int(crowding.argmin())
        _change(crowding, void, 1)
        if void == cluster:
            return crowding, len(chosen)


def _change(crowding: NDArray[np.int32], index: int, by: int) -> None:
    """Set a point, by 1, or remove it, by -1."""
    y, x = (_BLUE_SIDE - each for each in divmod(index, _BLUE_SIDE))
    crowding += by * _bells()[y : y + _BLUE_SIDE, x : x + _BLUE_SIDE]


@cache
def _bells() -> NDArray[np.int32]:
    """Make the (128, 128) int32 bell that a point adds on a torus of 64 × 64, four times."""
    away = np.arange(2 * _BLUE_SIDE) % _BLUE_SIDE
    away = np.minimum(away, _BLUE_SIDE - away)
    squared = away[:, None] ** 2 + away**2
    bells: NDArray[np.int32] = np.rint(_BELL * np.exp(-squared / (2 * _SIGMA**2))).astype(np.int32)
    bells[squared == 0] = _POINT
    return bells
