"""Distinct colors, their counts, and the coarse grid."""

import numpy as np
import pytest

from core import Photo, count_colors


def test_large_photo_is_counted_as_a_small_one(astronaut):
    small = count_colors(Photo.from_array(astronaut))
    large = count_colors(Photo.from_array(np.tile(astronaut, (5, 5, 1))))
    np.testing.assert_array_equal(large.colors, small.colors)
    np.testing.assert_array_equal(large.counts, 25 * small.counts)


@pytest.mark.parametrize("bits", [1, 5, 6, 8])
def test_coarse_grid_keeps_mass_and_mean(astronaut, bits):
    histogram = count_colors(Photo.from_array(astronaut))
    grid = histogram.grid(bits)
    assert grid.weights.sum() == histogram.pixels
    mean = np.average(grid.positions, axis=0, weights=grid.weights)
    np.testing.assert_allclose(mean, astronaut.reshape(-1, 3).mean(axis=0), atol=1 / 64)
    cells = np.minimum(grid.positions.astype(int), 255) >> (8 - bits)
    assert len(np.unique(cells, axis=0)) == len(grid)
