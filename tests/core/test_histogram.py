"""Distinct colors, their counts, and the coarse grid."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Photo, count_colors, kernels
from core.histogram import coarse_grid

PIXELS = hnp.arrays(np.uint8, st.tuples(st.integers(1, 300), st.just(3)))


@settings(max_examples=100, deadline=None)
@given(PIXELS, st.sampled_from([1, 7, 1 << 18]))
def test_counts_are_those_of_numpy_unique_whatever_the_block(pixels, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "_PIXELS_PER_BLOCK", block)
        colors, counts = kernels.count_colors(pixels)
    expected, expected_counts = np.unique(pixels, axis=0, return_counts=True)
    np.testing.assert_array_equal(colors, expected)
    np.testing.assert_array_equal(counts, expected_counts)


def test_large_photo_is_counted_as_a_small_one(astronaut):
    small = count_colors(Photo.from_array(astronaut))
    large = count_colors(Photo.from_array(np.tile(astronaut, (2, 2, 1))))
    np.testing.assert_array_equal(large.colors, small.colors)
    np.testing.assert_array_equal(large.counts, 4 * small.counts)


@pytest.mark.parametrize("bits", [1, 5, 6, 8])
def test_coarse_grid_keeps_mass_and_mean(astronaut, bits):
    histogram = count_colors(Photo.from_array(astronaut))
    means, weights = coarse_grid(histogram, bits)
    assert weights.sum() == histogram.pixels
    np.testing.assert_allclose(
        weights @ means / weights.sum(), astronaut.reshape(-1, 3).mean(axis=0), atol=1e-9
    )
    assert len(np.unique(means.astype(int) >> (8 - bits), axis=0)) == len(means)


@settings(max_examples=100, deadline=None)
@given(PIXELS, hnp.arrays(np.uint8, st.tuples(st.integers(1, 9), st.just(3))))
def test_assignment_is_exact_for_whole_numbers_with_ties_to_the_lower_index(colors, palette):
    labels = kernels.assign(colors.astype(float), palette.astype(float))
    distances = ((colors[:, None].astype(int) - palette.astype(int)) ** 2).sum(axis=2)
    np.testing.assert_array_equal(labels, distances.argmin(axis=1))


@settings(max_examples=50, deadline=None)
@given(PIXELS)
def test_keys_sort_as_colors_do_and_unpack_again(pixels):
    keys = kernels.pack(pixels)
    np.testing.assert_array_equal(kernels.unpack(keys), pixels)
    np.testing.assert_array_equal(np.argsort(keys, kind="stable"), np.lexsort(pixels.T[::-1]))
