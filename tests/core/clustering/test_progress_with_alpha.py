"""Millions of colors with alpha take a while, and whoever cancels does not wait for all of them."""

import numpy as np
import pytest

from core.clustering.centroids import Centroids
from core.clustering.histogram import Histogram
from core.clustering.solution import Solution
from core.color.spaces import TRANSLUCENT_SPACES
from core.kernels import with_alpha
from core.progress import Tick

BLOCK = 1 << 16
SPACE = TRANSLUCENT_SPACES["looks"]


@pytest.fixture(scope="module")
def noise():
    """Some 300 000 colors with alpha, each different."""
    pixels = np.random.default_rng(0).integers(1, 256, (300_000, 4), np.uint8)
    colors, counts = with_alpha.count_colors(pixels[:, :3].copy(), pixels[:, 3].copy())
    return Histogram(colors, counts)


def test_gathering_is_told_while_cells_are_joined(noise):
    told = []
    noise.grid(7, SPACE, Tick(told.append))
    assert told.count(1.0) > 3 * (len(noise) // BLOCK)


def test_splitting_clusters_is_told_for_each_block(noise):
    points, told = noise.points(SPACE), []
    for some in (points.some(np.arange(1000)), points):
        ticks = []
        solution = Solution(some, Centroids.of(points.positions[:4]), Tick(ticks.append))
        _ = solution.found
        before = len(ticks)
        _ = solution.halves
        told.append(len(ticks) - before)
    assert told[1] - told[0] >= 2 * (len(points) // BLOCK)
