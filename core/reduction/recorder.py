"""The recorder of a run: what the photo's colors make of the centroids at each moment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.clustering.points import Clusters, Points
from core.clustering.watching import Glimpse
from core.model import Moment, Stage
from core.progress import Tick
from core.reduction.moments import Moments

_POINTS_PER_BLOCK = 1 << 16


class Recorder:
    """Finds the clusters of the photo's colors about the centroids that it is shown.

    Parameters
    ----------
    points : Points
        Those that errors and sizes are told of.
    moments : Moments
        Where they are kept.
    tick : Tick
        Hears every few milliseconds that the work goes on.
    """

    def __init__(self, points: Points, moments: Moments, tick: Tick) -> None:
        self.points = points
        self.moments = moments
        self._tick = tick
        self._before: Clusters | None = None

    def see(self, stage: Stage, glimpse: Glimpse, srgb: NDArray[np.floating] | None = None) -> None:
        """Make a moment of what is shown; the centroids in sRGB, if they are known."""
        points, positions = self.points, glimpse.centroids.positions
        found = glimpse.found
        if found is None or glimpse.points is not points:
            found = points.assign(positions, self._tick, before=self._nearby(len(positions)))
        self._before = found
        if srgb is None:
            srgb = points.space.to_srgb(positions)
        srgb = srgb.astype(np.float32)
        redrawn = () if glimpse.empty is None else tuple(np.flatnonzero(glimpse.empty).tolist())
        self.moments.add(
            Moment(
                stage,
                self.moments.next_number(stage),
                srgb[:, :3],
                points.count(found),
                _errors(points, found, positions, self._tick),
                glimpse.move,
                redrawn,
                glimpse.renewed,
                srgb[:, 3] if points.space.channels > 3 else None,
            )
        )

    def _nearby(self, k: int) -> Clusters | None:
        """Return the last clusters if they are as many: it takes less time to begin with them."""
        before = self._before
        return before if before is not None and len(before.masses) == k else None


def _errors(
    points: Points, found: Clusters, centroids: NDArray[np.float64], tick: Tick
) -> NDArray[np.float64]:
    """Sum weight times squared distance for each cluster: (k,) float64, together `Points.error`."""
    energies = np.zeros(len(centroids))
    for begin in range(0, len(points), _POINTS_PER_BLOCK):
        here = slice(begin, begin + _POINTS_PER_BLOCK)
        rows = points.coordinates[:, here].astype(np.float64)
        squares = np.einsum("ij,ij->j", rows, rows)
        squares *= points.weights[here]
        energies += np.bincount(found.labels[here], squares, len(centroids))
        tick.alive()
    between = 2 * (found.sums * centroids).sum(axis=1) - found.masses * (centroids**2).sum(axis=1)
    errors: NDArray[np.float64] = np.maximum(energies / points.scale**2 - between, 0.0)
    return errors
