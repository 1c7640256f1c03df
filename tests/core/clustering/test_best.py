"""The parts of the best effort: crossing, trials of swaps, whole-number steps. Never more error."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Photo, count_colors
from core.clustering.centroids import Centroids
from core.clustering.crossing import cross
from core.clustering.lattice import step_by_step
from core.clustering.lloyd import Limits, iterate
from core.clustering.points import Points
from core.clustering.thorough import repair_thoroughly
from core.color.spaces import SPACES
from tests import examples

# Arrays that hypothesis fills have few distinct points.
SCATTERED = st.builds(
    lambda seed, size: np.random.default_rng(seed).integers(0, 256, (3, size), np.int16),
    st.integers(0, 999),
    st.integers(20, 60),
)
COORDINATES = SCATTERED | hnp.arrays(
    np.int16,
    st.tuples(st.just(3), st.integers(1, 60)),
    elements=st.integers(0, 255) | st.integers(248, 250),
)


def points_of(coordinates, seed):
    """Weigh them by anything from 1 to 10⁷ pixels: in drawings a few colors outweigh all others."""
    distinct = np.ascontiguousarray(np.unique(coordinates, axis=1))
    exponents = np.random.default_rng(seed).uniform(0, seed % 8, distinct.shape[1])
    return Points(distinct, (10**exponents).astype(np.uint32))


def at_rest(points, k, seed):
    """Return k centroids that nearly anything makes worse; of random ones, hardly anything."""
    rng = np.random.default_rng(seed)
    return iterate(points, Centroids.of(rng.uniform(0, 255, (k, 3))), Limits(30), rng).centroids


def error_of(points, centroids):
    return points.error(points.assign(centroids), centroids)


@settings(max_examples=examples(60))
@given(COORDINATES, st.integers(1, 12), st.integers(0, 99))
def test_crossing_never_adds_to_the_error(coordinates, k, seed):
    points = points_of(coordinates, seed)
    centroids = at_rest(points, min(k, len(points)), seed)
    # More partners would make up for a bad child.
    for _ in range(2):
        crossed = cross(points, centroids, points, 2, 2)
        assert crossed.positions.shape == centroids.positions.shape
        assert np.isfinite(crossed.positions).all()
        before, after = (error_of(points, each.positions) for each in (centroids, crossed))
        assert after <= before * (1 + 1e-9)
        centroids = crossed


@settings(max_examples=examples(60))
@given(COORDINATES, st.integers(1, 20), st.integers(0, 99))
def test_trials_of_swaps_never_add_to_the_error(coordinates, k, seed):
    points = points_of(coordinates, seed)
    centroids = at_rest(points, k, seed)
    repaired = repair_thoroughly(points, centroids).positions
    assert repaired.shape == centroids.positions.shape
    assert np.isfinite(repaired).all()
    assert error_of(points, repaired) <= error_of(points, centroids.positions) * (1 + 1e-9)


@settings(max_examples=examples(60))
@given(COORDINATES, st.integers(1, 20), st.integers(0, 99))
def test_steps_never_add_to_the_error(coordinates, k, seed):
    points = points_of(coordinates, seed)
    palette = np.random.default_rng(seed).integers(0, 256, (k, 3), np.uint8)
    stepped = step_by_step(points, palette)
    assert stepped.dtype == np.uint8
    assert error_of(points, stepped.astype(float)) <= error_of(points, palette.astype(float))


def test_trials_that_help_by_no_more_than_rounding_come_to_an_end():
    # Found to go round for ever: the error is a small difference of large numbers.
    coordinates = np.array([[249, 249, 250, 250], [249, 250, 248, 249], [249, 248, 249, 248]])
    weights = np.array([1, 100_000, 1, 100_000], np.uint32)
    points = Points(coordinates.astype(np.int16), weights)
    repaired = repair_thoroughly(points, Centroids.of(points.positions[:2])).positions
    assert error_of(points, repaired) == pytest.approx(4, abs=1e-3)


def test_steps_find_better_whole_numbers_than_rounding(astronaut):
    points = count_colors(Photo.from_array(astronaut[::4, ::4])).points()
    centroids = points.positions[:: len(points) // 32][:32]
    palette, moved = None, np.rint(centroids)
    while palette is None or error_of(points, moved) < error_of(points, palette):
        palette, moved = moved, np.rint(points.assign(moved).means(moved))
    stepped = step_by_step(points, palette.astype(np.uint8)).astype(float)
    assert error_of(points, stepped) < error_of(points, palette)


@pytest.mark.parametrize("swaps", [1, 3])
def test_trials_mend_what_lloyd_cannot(swaps):
    # Pairs of centroids share one clump, and pairs of clumps share one centroid; Lloyd rests here.
    spread = np.array([[-2, 0, 0], [2, 0, 0], [0, -2, 0], [0, 2, 0], [0, 0, -2], [0, 0, 2]])
    clumps, stuck, beside = [], [], np.array([1, 0, 0])
    for i in range(swaps):
        doubled, lone, twin = (np.array([20 + 80 * i, y, 20]) for y in (20, 120, 150))
        clumps += [doubled, lone, twin]
        stuck += [doubled - beside, doubled + beside, (lone + twin) / 2]
    coordinates = np.concatenate([clump + spread for clump in clumps]).T
    points = Points(coordinates.astype(np.int16, order="C"), np.full(18 * swaps, 9, np.uint32))
    repaired = repair_thoroughly(points, Centroids.of(np.array(stuck, dtype=float))).positions
    assert sorted(repaired.round(9).tolist()) == sorted(c.astype(float).tolist() for c in clumps)


@pytest.mark.parametrize("space", SPACES)
def test_crossing_and_trials_work_in_every_space(astronaut, space):
    points = count_colors(Photo.from_array(astronaut[::8, ::8])).points(SPACES[space])
    rng = np.random.default_rng(0)
    centroids = points.positions[rng.choice(len(points), 16, replace=False)]
    crossed = cross(points, Centroids.of(centroids), points, 9, 3)
    repaired = repair_thoroughly(points, crossed)
    before, between, after = (
        error_of(points, each) for each in (centroids, crossed.positions, repaired.positions)
    )
    assert after <= between < before
