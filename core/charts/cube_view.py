"""How the color cube is looked at: turned, tilted, and nearer or farther."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.floating]

# Corners of the cube lie at ±1, so all of it is within this of its middle.
REACH = math.sqrt(3)
# The eye is this far from the middle: near enough that what is behind looks smaller.
_EYE = 7.0
_AIR = 1.12
_STEEPEST = math.pi / 2
_ZOOMS = 0.5, 12.0
FIRST_TURN, FIRST_TILT = math.radians(26), math.radians(20)


@dataclass(frozen=True, slots=True)
class CubeView:
    """A view of the cube.

    Parameters
    ----------
    width, height : float
        In pixels.
    turn, tilt : float
        In radians: about the axis that stands upright, and then towards the eye.
    zoom : float
        1 shows all of it.
    """

    width: float
    height: float
    turn: float = FIRST_TURN
    tilt: float = FIRST_TILT
    zoom: float = 1.0

    @property
    def scale(self) -> float:
        """Pixels for 1 in the middle of the cube."""
        return self.zoom * min(self.width, self.height) / (2 * REACH * _AIR)

    def turned(self, across: float, up: float) -> CubeView:
        """Turn by angles, as a hand does that holds the cube at the front."""
        tilt = min(max(self.tilt + up, -_STEEPEST), _STEEPEST)
        return replace(self, turn=(self.turn + across) % (2 * math.pi), tilt=tilt)

    def zoomed(self, factor: float) -> CubeView:
        """Go nearer or farther."""
        return replace(self, zoom=min(max(self.zoom * factor, _ZOOMS[0]), _ZOOMS[1]))

    def sized(self, width: float, height: float) -> CubeView:
        """Look in the same way at another number of pixels."""
        return replace(self, width=width, height=height)

    def project(self, places: Places) -> Places:
        """Find where (n, 3) places are seen: (n, 3) float64.

        Returns
        -------
        (n, 3) float64
            x and y in pixels from the upper left corner, and the depth: larger is nearer.
        """
        seen = np.asarray(places, dtype=np.float64) @ self._rotation.T
        nearness = self.scale * _EYE / (_EYE - seen[:, 2])
        seen[:, 0] = self.width / 2 + seen[:, 0] * nearness
        seen[:, 1] = self.height / 2 - seen[:, 1] * nearness
        return seen

    def place_at(self, x: float, y: float, depth: float) -> Places:
        """Find the (3,) place that is seen at a pixel, at a depth: the inverse of `project`."""
        nearness = self.scale * _EYE / (_EYE - depth)
        seen = ((x - self.width / 2) / nearness, (self.height / 2 - y) / nearness, depth)
        return np.asarray(self._rotation.T @ np.array(seen))

    @property
    def _rotation(self) -> Places:
        """(3, 3): from the axes of the cube to right, up and towards the eye."""
        st, ct, su, cu = *_sin_cos(self.turn), *_sin_cos(self.tilt)
        return np.array([[ct, 0, st], [su * st, cu, -su * ct], [-cu * st, su, cu * ct]])


def _sin_cos(angle: float) -> tuple[float, float]:
    return math.sin(angle), math.cos(angle)
