"""Accents stay near where they were put."""

import numpy as np
import pytest

from core.clustering.accents import hold_accents
from core.clustering.centroids import Centroids
from core.color.spaces import OKLAB, srgb_to_oklab

RED, GRAY = srgb_to_oklab(np.array([(190, 60, 50), (120, 120, 120)]))


@pytest.mark.parametrize(("way", "gone"), [(0.01, 0.01), (0.04, 0.04), (0.1, 0.04)])
def test_an_accent_follows_its_pixels_some_way(way, gone):
    placed = Centroids.of(np.stack([RED, GRAY]), 1)
    toward = (GRAY - RED) * (0, 1, 1)
    there = RED + toward / np.linalg.norm(toward) * way
    moved = Centroids.of(np.stack([there, GRAY + 0.2]), 0)
    held = hold_accents(OKLAB, placed, moved)
    assert np.linalg.norm(held.positions[0] - RED) == pytest.approx(gone, rel=0.01)
    assert held.positions[1].tolist() == moved.positions[1].tolist()
    assert held.fixed.tolist() == [True, False]
