"""Repair and effort: less error for more work, and never more."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Photo, Settings, count_colors, reduce
from core.clustering import coarse_to_fine
from core.clustering.centroids import Centroids
from core.clustering.lloyd import Limits, iterate
from core.clustering.points import Points
from core.clustering.repair import repair
from tests import examples

COORDINATES = hnp.arrays(
    np.int16, st.tuples(st.just(3), st.integers(1, 60)), elements=st.integers(0, 255)
)


def error_of(points, centroids):
    return points.error(points.assign(centroids), centroids)


@settings(max_examples=examples(100))
@given(COORDINATES, st.integers(1, 12), st.sampled_from([1, 8]), st.integers(0, 99))
def test_repair_never_adds_to_the_error(coordinates, k, rounds, seed):
    rng = np.random.default_rng(seed)
    points = Points(coordinates, rng.integers(1, 99, coordinates.shape[1], np.uint32))
    # Random centroids would hardly be made worse by anything, those at rest are.
    start = Centroids.of(rng.uniform(0, 255, (k, 3)))
    centroids = iterate(points, start, Limits(30), rng).centroids
    repaired = repair(points, centroids, rounds).positions
    assert repaired.shape == centroids.positions.shape
    assert np.isfinite(repaired).all()
    assert error_of(points, repaired) <= error_of(points, centroids.positions) * (1 + 1e-9)


def test_repair_moves_a_centroid_to_where_it_is_needed():
    # Two of three centroids share one clump; another two clumps share the third. Lloyd rests here.
    clumps = np.array([[10, 10, 10], [200, 200, 200], [200, 200, 230]])
    spread = np.arange(-3, 4)
    coordinates = np.concatenate([c + np.stack([spread] * 3, axis=1) for c in clumps]).T
    points = Points(np.ascontiguousarray(coordinates.astype(np.int16)), np.full(21, 5, np.uint32))
    stuck = np.array([[8.0, 8, 8], [12, 12, 12], [200, 200, 215]])
    repaired = repair(points, Centroids.of(stuck), 20).positions
    np.testing.assert_allclose(sorted(repaired.tolist()), clumps, atol=1e-9)


@pytest.mark.parametrize("k", [3, 16, pytest.param(64, marks=pytest.mark.long)])
def test_more_effort_leaves_less_error(astronaut, k):
    photo = Photo.from_array(astronaut)
    histogram = count_colors(photo)
    fast, normal, best = (
        reduce(
            photo,
            Settings(k, effort=effort, max_iterations=1000, space="rgb"),
            histogram=histogram,
        ).error
        for effort in ("fast", "normal", "best")
    )
    assert best <= normal * 1.0005
    assert normal <= fast


def test_effort_changes_plain_kmeans_in_nothing(astronaut):
    photo = Photo.from_array(astronaut[::4, ::4])
    fast, best = (
        reduce(photo, Settings(8, "in_pixels", effort=effort)) for effort in ("fast", "best")
    )
    assert fast.palette.hex == best.palette.hex


@pytest.mark.parametrize("effort", ["normal", "best"])
def test_best_effort_can_be_cancelled(astronaut, effort):
    class Stop(Exception):
        pass

    seen = []

    def cancel(progress):
        if progress.phase == "looking for better colors":
            seen.append(progress.fraction)
            if seen[-1] > seen[0]:
                raise Stop

    with pytest.raises(Stop):
        reduce(Photo.from_array(astronaut), Settings(64, effort=effort), cancel)


@pytest.mark.parametrize(
    ("space", "k", "rounds"), [("auto", 32, 8), ("auto", 31, 3), ("auto", 65, 3), ("oklab", 32, 3)]
)
def test_many_colors_that_look_closest_get_more_rounds(monkeypatch, space, k, rounds):
    asked = []

    def noted(points, centroids, most, *others):
        asked.append(most)
        return repair(points, centroids, most, *others)

    monkeypatch.setattr(coarse_to_fine, "repair", noted)
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    reduce(Photo.from_array(pixels), Settings(k, space=space, accents=0))
    assert asked == [rounds]
