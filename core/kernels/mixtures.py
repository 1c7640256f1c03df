"""What dithering aims at for a pixel: its color, or the nearest that given ones can be mixed to.

Where no mixture of targets has a pixel's color, errors would grow from pixel to pixel, and be
smeared over what is beside. So the pixel aims at the nearest mixture, and no error needs a limit.
Mixtures are found for the corners of a grid of 8 steps of sRGB, and are interpolated between them:
that way each is again a mixture. This is the reference of the same functions in kernels.c, number
by number, so it is written in plain floats.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from core.kernels.targets import FULL, GRID, LINEAR, WEIGHT_BITS, Targets

Point = list[float]

_STEP = 8
_MOST_TURNS = 30


class Mixtures:
    """Table of what is aimed at in the corners of the grid, filled when asked for.

    Parameters
    ----------
    targets : Targets
    share : int
        Part of the way to the nearest mixture that is gone, in units of 1 / 2¹⁴: as much as errors
        are handed on.
    """

    def __init__(self, targets: Targets, share: int) -> None:
        self._targets = targets
        self._lights: list[Point] = targets.linear.astype(float).tolist()
        self._share = share / (1 << WEIGHT_BITS)
        side = len(GRID)
        self._corners = np.zeros((side, side, side, 3), np.int32)
        self._known = np.zeros((side, side, side), bool)
        # A slope, and the least that light times it is for any target; inside, nothing is less.
        self._planes = np.zeros((side, side, side, 4))

    def light(self, colors: NDArray[np.uint8]) -> NDArray[np.int32]:
        """Return what is aimed at for (n, 3) uint8 colors, where errors are carried: int32."""
        if self._targets.conversion:
            return self._targets.conversion.of(colors)
        if not self._targets.mixed:
            return LINEAR[colors]
        cells, far = colors // _STEP, (colors % _STEP).astype(np.int32)
        for cell in np.unique(cells, axis=0).tolist():
            for offset in product((0, 1), repeat=3):
                self._learn(*(begin + more for begin, more in zip(cell, offset, strict=True)))
        own = LINEAR[colors]
        red, green, blue = own.T.astype(np.float64)
        beyond = np.zeros(len(colors), bool)
        sums = np.zeros((len(colors), 3), np.int32)
        for offset in product((0, 1), repeat=3):
            at = tuple((cells + np.array(offset, np.uint8)).T)
            parts = np.where(offset, far, _STEP - far).prod(axis=1, dtype=np.int32)
            sums += parts[:, None] * self._corners[at]
            plane = self._planes[at].T
            beyond |= plane[0] * red + plane[1] * green + plane[2] * blue < plane[3]
        mixed = (sums >> 9).clip(0, FULL)
        return np.where(beyond[:, None], mixed, own)

    def _learn(self, red: int, green: int, blue: int) -> None:
        """Enter what is aimed at in a corner.

        The nearest mixture is first found in linear light, and then where each channel counts as
        its square root would near there, which is close to how sRGB counts it.
        """
        at = red, green, blue
        if self._known[at]:
            return
        color = [float(GRID[each]) for each in at]
        mixture, plane = _mixture(self._lights, color, [1.0, 1.0, 1.0])
        away = [mixed - own for mixed, own in zip(mixture, color, strict=True)]
        self._known[at] = True
        if not _product(away, away) < 1e-8:
            self._planes[at] = plane
            scale = [
                1 / (_square_root(mixed) + _square_root(own) + 0.02)
                for mixed, own in zip(mixture, color, strict=True)
            ]
            mixture, _ = _mixture(self._lights, color, scale)
        for channel, (mixed, own) in enumerate(zip(mixture, color, strict=True)):
            self._corners[at][channel] = int(FULL * (own + (mixed - own) * self._share) + 0.5)


def _mixture(lights: list[Point], color: Point, scale: Point) -> tuple[Point, Point]:
    """Find the mixture nearest to a color, with differences of each channel times a scale.

    And a plane: a slope, and the least that light times it is for any target.

    Gilbert, Johnson and Keerthi 1988, "A fast procedure for computing the distance between complex
    objects in three-dimensional space", doi:10.1109/56.2083.
    """
    points: list[Point] = []
    away, best, following = [0.0, 0.0, 0.0], 1e30, 0
    plane = [0.0, 0.0, 0.0, 0.0]
    for _ in range(_MOST_TURNS):
        new = zip(scale, lights[following], color, strict=True)
        points.append([each * (light / FULL - own) for each, light, own in new])
        points, away = _keep_nearest(points, away)
        squared = _product(away, away)
        if squared < 1e-9 or len(points) == 4 or not squared < best:
            break
        best = squared
        slope = [step * each / FULL for step, each in zip(away, scale, strict=True)]
        offset = 0.0
        for step, each, own in zip(away, scale, color, strict=True):
            offset += step * each * own
        along = [_product(slope, light) for light in lights]
        following = along.index(min(along))
        plane = [*slope, along[following]]
        if along[following] - offset > squared * (1 - 1e-4):
            break
    mixture = [own + step / each for own, step, each in zip(color, away, scale, strict=True)]
    return mixture, plane


def _keep_nearest(points: list[Point], nearest: Point) -> tuple[list[Point], Point]:
    """Keep those of up to four points that the point of them nearest to 0 is made of; find that.

    The last one is new, and leads nearer than the `nearest` of the others; where it does not, it
    goes.
    """
    *others, new = points
    least, kept = 1e30, others
    for subset in range(1 << len(others)):
        some = [point for i, point in enumerate(others) if subset >> i & 1]
        some.append(new)
        shares = _divide(some)
        if shares is None:
            continue
        x = y = z = 0.0
        for share, point in zip(shares, some, strict=True):
            x += share * point[0]
            y += share * point[1]
            z += share * point[2]
        squared = x * x + y * y + z * z
        if squared < least:
            least, kept, nearest = squared, some, [x, y, z]
    return kept, nearest


def _divide(points: list[Point]) -> Point | None:
    """Let the point nearest to 0 of the plane through points be the sum of shares of them.

    None where it is outside of them, or the points are in a plane of less dimensions.
    """
    end = points[-1]
    edges = [[x - end[0], y - end[1], z - end[2]] for x, y, z in points[:-1]]
    rows = [[_product(one, other) for other in edges] + [-_product(one, end)] for one in edges]
    last = len(edges)
    for i in range(last):
        if not rows[i][i] > 1e-9:
            return None
        for below in range(i + 1, last):
            part = rows[below][i] / rows[i][i]
            for j in range(i, last + 1):
                rows[below][j] -= part * rows[i][j]
    shares = [0.0] * last + [1.0]
    for i in range(last - 1, -1, -1):
        left = rows[i][last]
        for j in range(i + 1, last):
            left -= rows[i][j] * shares[j]
        shares[i] = left / rows[i][i]
        shares[last] -= shares[i]
    return None if min(shares) < 0 else shares


def _product(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _square_root(number: float) -> float:
    """Return a square root, near enough, as C can without a library; 0 of what is less."""
    if not number > 0:
        return 0.0
    root = 1.0
    for _ in range(10):
        root = (root + number / root) / 2
    return root
