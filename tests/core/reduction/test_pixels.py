"""Pixels get the indices of a palette."""

import numpy as np
import pytest

from core.reduction.pixels import renumbered


@pytest.mark.parametrize("k", [1, 7, 256])
def test_each_index_becomes_its_number(k):
    random = np.random.default_rng(k)
    numbers = random.permutation(k).astype(np.int32)
    indices = random.integers(0, k, (5, 9)).astype(np.uint8)
    expected = numbers[indices]
    found = renumbered(indices, numbers)
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == np.uint8
