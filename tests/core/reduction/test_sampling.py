"""Some rows and columns stand for all, whether a photo is alone or one of a stack."""

from itertools import accumulate

import numpy as np
import pytest

from core.reduction.sampling import Stack, alone

WIDTH, SAMPLES = 90, 100


@pytest.mark.parametrize("heights", [[50], [40, 40, 40], [31, 1, 1, 1, 200, 7], [1, 1]])
def test_rows_of_a_stack_are_those_of_one_photo(heights):
    *above, rows = accumulate(heights, initial=0)
    stacks = [Stack(rows * WIDTH, rows, each) for each in above]
    found = [
        stack.rows_and_columns(height, WIDTH, SAMPLES)
        for stack, height in zip(stacks, heights, strict=True)
    ]
    together = np.concatenate([own + begin for (own, _), begin in zip(found, above, strict=True)])
    expected, columns = alone(rows, WIDTH).rows_and_columns(rows, WIDTH, SAMPLES)
    assert together.tolist() == expected.tolist()
    assert all(each.tolist() == columns.tolist() for _, each in found)


@pytest.mark.parametrize("shape", [(1, 1), (1, 10_000), (10_000, 1), (3, 5)])
def test_any_shape_has_a_sample(shape):
    assert all(map(len, alone(*shape).rows_and_columns(*shape, SAMPLES)))
