"""What dithering aims at for a pixel: its color, or the nearest that given ones can be mixed to.

Where no mixture of targets has a pixel's color, errors would grow from pixel to pixel, and be
smeared over what is beside. So the pixel aims at the nearest mixture, and errors stay bounded by
themselves. Mixtures are found for the corners of a grid of 8 steps of sRGB, and are interpolated
between them: that way each is again a mixture. What a pixel lacks is owed to those around: it is
spread as errors are, and added to their colors before they aim. This is the reference of the same
functions in kernels.c, number by number, so it is written in plain numbers.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from numpy.typing import NDArray

from core.kernels.targets import FULL, GRID, LINEAR, SRGB, WEIGHT_BITS, Targets

Point = list[float]
Light = tuple[int, int, int]

_STEP = 8
_LINEAR: list[int] = LINEAR.tolist()
_SRGB: list[int] = SRGB.tolist()
_NOTHING = [0, 0, 0]
_MOST_TURNS = 30
# A color that is beyond a plane by no more than this, 3/255 of white, is moved there.
_NEARLY = 771.0
# Of what pixels lack two thirds are handed on in all, and less where errors are by less than this.
_LEAST_SHARE = 3 << WEIGHT_BITS - 2
_MOST_KEPT = 28


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
        self._share = share
        self.kept = 21 * (1 << WEIGHT_BITS) // share if share > _LEAST_SHARE else _MOST_KEPT
        """Of what pixels lack, what is handed on once errors are, in units of 1 / 32."""
        self._corners: dict[tuple[int, int, int], list[int]] = {}
        # A slope, and the least that light times it is for any target; inside, nothing is less.
        self._planes: dict[tuple[int, int, int], Point | None] = {}

    def light(self, colors: NDArray[np.uint8]) -> NDArray[np.int32]:
        """Return what is aimed at for (n, 3) uint8 colors, where errors are carried: int32."""
        if self._targets.conversion:
            return self._targets.conversion.of(colors)
        if not self._targets.mixed:
            return LINEAR[colors]
        found = [self.owing(color, _NOTHING)[0] for color in colors.tolist()]
        return np.array(found, np.int32).reshape(-1, 3)

    def owing(self, color: list[int], owed: list[int]) -> tuple[list[int], list[int]]:
        """Find what is aimed at for a pixel, and what it lacks then.

        Parameters
        ----------
        color : three of 0…255
        owed : three numbers in linear light
            What pixels around lack, which is added to the color.

        Returns
        -------
        light : three numbers in linear light
        lacking : three numbers in linear light
        """
        red, green, blue = color
        own = every = _LINEAR[red], _LINEAR[green], _LINEAR[blue]
        if any(owed):
            every = own[0] + owed[0], own[1] + owed[1], own[2] + owed[2]
            own = _possible(every[0]), _possible(every[1]), _possible(every[2])
            color = [_SRGB[each >> 4] for each in own]
        light = self._nearest(color, own)
        lacking = [
            min(max(all_ - got, -FULL), FULL) for all_, got in zip(every, light, strict=True)
        ]
        aimed = [
            begin + ((end - begin) * self._share >> WEIGHT_BITS)
            for begin, end in zip(own, light, strict=True)
        ]
        return aimed, lacking

    def _nearest(self, color: list[int], own: Light) -> Light:
        """Find what can be mixed for a color in linear light, nearly the same as one in sRGB."""
        cell = [each // _STEP for each in color]
        corners = [
            (cell[0] + red, cell[1] + green, cell[2] + blue)
            for red, green, blue in product((0, 1), repeat=3)
        ]
        planes = [plane for plane in map(self._plane, corners) if plane]
        near = _move_inside(planes, own)
        if near:
            return near
        far = [each % _STEP for each in color]
        sums = [0, 0, 0]
        for (red, green, blue), corner in zip(product((0, 1), repeat=3), corners, strict=True):
            part = math.prod(
                each if more else _STEP - each
                for more, each in zip((red, green, blue), far, strict=True)
            )
            for channel, each in enumerate(self._corners[corner]):
                sums[channel] += part * each
        red, green, blue = sums
        return red // _STEP**3, green // _STEP**3, blue // _STEP**3

    def _plane(self, at: tuple[int, int, int]) -> Point | None:
        """Return the plane that a corner knows, None where it can be mixed.

        The nearest mixture is first found in linear light, and then where each channel counts as
        its square root would, which is close to how sRGB counts it, from the color to there: by its
        slope, which counts more at the mixture, as that is what moves. Darkest ones count a little
        less, as sRGB has no slope without end at black.
        """
        if at in self._corners:
            return self._planes[at]
        color = [float(GRID[each]) for each in at]
        scale = [1.0, 1.0, 1.0]
        away, plane, _ = mixture_nearest_to(color, self._lights, scale)
        inside = _product(away, away) < 1e-8
        if not inside:
            scale = [
                1 / (1.15 * _square_root(own + step) + 0.85 * _square_root(own) + 0.03)
                for step, own in zip(away, color, strict=True)
            ]
            away, _, _ = mixture_nearest_to(color, self._lights, scale)
        self._corners[at] = [
            int(FULL * (own + step / each) + 0.5)
            for own, step, each in zip(color, away, scale, strict=True)
        ]
        self._planes[at] = None if inside else _unit(plane)
        return self._planes[at]


def _possible(light: int) -> int:
    return min(max(light, 0), FULL)


def _move_inside(planes: list[Point], light: Light) -> Light | None:
    """Move a color that is beyond planes, but hardly so, to each of them in turn.

    All targets are on the other side of each plane. Interpolated mixtures would be farther off than
    this. None where no mixture is that near.
    """
    at, moved = [float(each) for each in light], False
    for plane in planes:
        past = plane[3] - _product(plane, at)
        if past > _NEARLY:
            return None
        if past > 1:
            at = [each + past * slope for each, slope in zip(at, plane[:3], strict=True)]
            moved = True
    return (int(at[0] + 0.5), int(at[1] + 0.5), int(at[2] + 0.5)) if moved else light


def _unit(plane: Point) -> Point:
    """Return a plane whose slope has length 1."""
    most = max(map(abs, plane[:3]))
    squared = 0.0
    for each in plane[:3]:
        squared += each / most * (each / most)
    length = most * _square_root(squared)
    return [each / length for each in plane]


def mixture_nearest_to(
    color: Point, lights: list[Point], scale: Point
) -> tuple[Point, Point, dict[int, float]]:
    """Find the mixture nearest to a color, with differences of each channel times a scale.

    Parameters
    ----------
    color : three numbers
        In linear light, 0…1.
    lights : list of three numbers
        Targets in linear light, 0…65535.
    scale : three numbers

    Returns
    -------
    away : three numbers
        The way there, times the scale.
    plane : four numbers
        A slope, and the least that light times it is for any target.
    shares : dict
        Those of the up to four targets it is mixed of.

    Gilbert, Johnson and Keerthi 1988, "A fast procedure for computing the distance between complex
    objects in three-dimensional space", doi:10.1109/56.2083.
    """
    points: dict[int, Point] = {}
    away, best, following = [0.0, 0.0, 0.0], 1e30, 0
    plane = [0.0, 0.0, 0.0, 0.0]
    for _ in range(_MOST_TURNS):
        new = zip(scale, lights[following], color, strict=True)
        # A target that comes again is the newest.
        points.pop(following, None)
        points[following] = [each * (light / FULL - own) for each, light, own in new]
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
    shares = _divide(list(points.values()))
    return away, plane, dict(zip(points, shares or [], strict=False))


def _keep_nearest(points: dict[int, Point], nearest: Point) -> tuple[dict[int, Point], Point]:
    """Keep those of up to four points that the point of them nearest to 0 is made of; find that.

    The last one is new, and leads nearer than the `nearest` of the others; where it does not, it
    goes.
    """
    *others, new = points
    least, kept = 1e30, others
    for subset in range(1 << len(others)):
        some = [label for i, label in enumerate(others) if subset >> i & 1]
        some.append(new)
        shares = _divide([points[label] for label in some])
        if shares is None:
            continue
        x = y = z = 0.0
        for share, label in zip(shares, some, strict=True):
            x += share * points[label][0]
            y += share * points[label][1]
            z += share * points[label][2]
        squared = x * x + y * y + z * z
        if squared < least:
            least, kept, nearest = squared, some, [x, y, z]
    return {label: points[label] for label in kept}, nearest


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
