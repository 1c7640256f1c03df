"""Watching a run of k-means: whoever asks is shown the centroids at each moment.

What is shown costs the watcher time, and changes nothing for the run; where nobody watches, nothing
is made for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering.centroids import Centroids
from core.clustering.points import Clusters, Points
from core.model import Stage


class Glimpse(NamedTuple):
    """Centroids at one moment.

    Parameters
    ----------
    points : Points
        Those that the centroids are being found for.
    centroids : Centroids
    found : Clusters or None
        The clusters of these points, if they are known.
    move : float or None
        The largest movement of a coordinate of a centroid afterwards; None where they do not move
        on by k-means.
    empty : (k,) bool or None
        Centroids without points, which are drawn anew afterwards.
    renewed : bool
        Whether the centroids are others than those shown before, or in another order.
    """

    points: Points
    centroids: Centroids
    found: Clusters | None = None
    move: float | None = None
    empty: NDArray[np.bool_] | None = None
    renewed: bool = False


Watch = Callable[[Glimpse], object]
"""Is shown the moments of one stage, in the thread that runs it; what it raises ends the run."""

WatchRun = Callable[[Stage, Glimpse], object]
"""Is shown the moments of a whole run."""
