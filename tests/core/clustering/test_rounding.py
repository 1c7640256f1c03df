"""Centroids become colors of a palette."""

import numpy as np

from core.clustering.centroids import Centroids
from core.clustering.histogram import Histogram
from core.clustering.rounding import settle
from core.color.spaces import RGB


def test_an_accent_that_no_pixel_has_is_replaced_and_a_lock_is_not():
    colors = np.array([[0, 0, 0], [10, 10, 10], [200, 200, 200]], np.uint8)
    histogram = Histogram(colors, np.array([5, 5, 5]))
    centroids = Centroids.of(np.array([[250.0, 0, 0], [5, 5, 5], [200, 200, 200]]), 1)
    locks = np.array([[250, 0, 0]], np.uint8)
    free = settle(histogram, RGB, centroids, np.empty((0, 3), np.uint8))
    locked = settle(histogram, RGB, centroids, locks)
    assert (free.counts > 0).all()
    assert not free.locked.any()
    assert locked.palette[locked.locked].tolist() == locks.tolist()
    assert locked.counts.min() == 0
