"""kmeans against a plain transcription of the method."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Progress, kmeans
from core.clustering.centroids import Centroids
from core.clustering.lloyd import Limits, iterate
from core.clustering.points import Points
from core.clustering.start import choose_centroids
from tests import examples
from tests.core.clustering.plain_kmeans import plain_kmeans

PIXELS = hnp.arrays(np.uint8, st.tuples(st.integers(1, 40), st.just(3)))
EIGHTHS = st.integers(-400, 2400).map(lambda n: n / 8)
FEW_VALUES = hnp.arrays(
    np.uint8, st.tuples(st.integers(1, 40), st.just(3)), elements=st.sampled_from([0, 1, 128, 255])
)


def assert_same_as_plain(pixels, k, max_iter, start, seed):
    centroids, labels = kmeans(pixels, k, max_iter, start, seed=seed)
    expected, nearest = plain_kmeans(pixels, k, max_iter, start, seed)
    assert centroids.dtype == np.float32
    assert labels.dtype == np.int32
    np.testing.assert_allclose(centroids, expected, atol=1e-3, rtol=0)
    for label, (best, gap) in zip(labels, nearest, strict=True):
        assert label == best or gap <= 1e-3


@settings(max_examples=examples(100))
@given(PIXELS | FEW_VALUES, st.integers(1, 8), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_random_start_is_the_plain_method(pixels, k, max_iter, seed):
    assert_same_as_plain(pixels, k, max_iter, "random", seed)


@settings(max_examples=examples(100))
@given(st.data(), PIXELS | FEW_VALUES, st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_start_in_pixels_is_the_plain_method(data, pixels, max_iter, seed):
    k = data.draw(st.integers(1, len(np.unique(pixels, axis=0))))
    assert_same_as_plain(pixels, k, max_iter, "in_pixels", seed)


@settings(max_examples=examples(100))
@given(
    PIXELS | FEW_VALUES,
    hnp.arrays(np.float64, st.tuples(st.integers(1, 6), st.just(3)), elements=EIGHTHS),
    st.integers(1, 12),
)
def test_given_centroids_are_the_plain_method(pixels, start, max_iter):
    assert_same_as_plain(pixels, len(start), max_iter, start, 7)


@pytest.mark.parametrize(
    ("start", "k"),
    [
        ("random", 2),
        ("random", 5),
        ("in_pixels", 5),
        ("in_pixels", 16),
        pytest.param("in_pixels", 2, marks=pytest.mark.long),
        pytest.param("random", 16, marks=pytest.mark.long),
    ],
)
def test_real_photo_is_clustered_as_by_the_plain_method(astronaut, start, k):
    assert_same_as_plain(astronaut[::32, ::32].reshape(-1, 3), k, 40, start, 3)


def test_cluster_that_lost_its_pixels_is_redrawn_in_ascending_order():
    pixels = np.array([[10, 10, 10], [12, 12, 12]], dtype=np.uint8)
    start = [[11, 11, 11], [200, 0, 0], [0, 200, 0]]
    redrawn = np.random.default_rng(5).integers(0, 256, (2, 3))
    centroids, _ = kmeans(pixels, 3, 1, start, seed=5)
    np.testing.assert_array_equal(centroids, [[11, 11, 11], *redrawn])


@settings(max_examples=examples(25))
@given(st.integers(0, 2**32 - 1))
def test_run_ends_at_rest_or_at_its_limit_however_many_pixels_there_are(seed):
    # With so many the error is known to fewer digits than an iteration may change it by.
    rng = np.random.default_rng(seed)
    coordinates = np.unique(rng.integers(0, 256, (3, 6), np.int16), axis=1)
    points = Points(np.ascontiguousarray(coordinates), rng.integers(1, 10**7, 6, np.uint32))
    first = Centroids.of(choose_centroids("random", 8, points, rng))
    run = iterate(points, first, Limits(300), rng)
    assert run.stop_reason == ("at rest" if len(run.history) < 300 else "limit reached")


def test_redrawing_counts_as_movement():
    # The filled cluster rests from the first iteration on; the empty one must keep it going.
    pixels = np.array([[10, 10, 10]], dtype=np.uint8)
    centroids, _ = kmeans(pixels, 2, 4, [[10, 10, 10], [250, 250, 250]], seed=1)
    rng = np.random.default_rng(1)
    last = [rng.integers(0, 256, (1, 3)) for _ in range(4)][-1]
    np.testing.assert_array_equal(centroids[1:], last)


@pytest.mark.parametrize(
    ("max_iter", "expected"),
    [(50, [[0.75, 0, 0], [200, 0, 0]]), (1, [[0.75, 0, 0], [200, 0, 0]])],
)
def test_run_stops_when_moves_are_below_the_tolerance(max_iter, expected):
    pixels = np.array([[0, 0, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0], [200, 0, 0]], dtype=np.uint8)
    centroids, _ = kmeans(pixels, 2, max_iter, expected)
    np.testing.assert_array_equal(centroids, expected)


def test_tolerance_is_one_divided_by_the_iterations_when_that_is_more():
    # One iteration moves the only centroid by 0.15 to its mean: at rest for max_iter = 5 or 6,
    # where 1 / max_iter is more; the iteration itself is kept.
    pixels = np.array([[0, 0, 0], [1, 0, 0]], dtype=np.uint8)
    seen = []
    kmeans(pixels, 1, 5, [[0.35, 0, 0]], progress=lambda p: seen.append(p.phase))
    assert seen.count("moving centroids") == 2  # the part's begin, and one block of one iteration


def test_given_centroids_are_not_announced_as_being_chosen():
    seen = []
    kmeans(np.zeros((4, 3), np.uint8), 1, 5, [[9, 0, 0]], progress=lambda p: seen.append(p.phase))
    assert "moving centroids" in seen
    assert "choosing first colors" not in seen


def test_labels_belong_to_the_centroids_returned(astronaut):
    pixels = astronaut[::4, ::4].reshape(-1, 3)
    centroids, labels = kmeans(pixels, 8, 2, "in_pixels", seed=0)
    distances = ((pixels[:, None].astype(float) - centroids.astype(float)) ** 2).sum(axis=2)
    np.testing.assert_array_equal(labels, distances.argmin(axis=1))


def test_tie_goes_to_the_lower_index():
    pixels = np.array([[5, 5, 5]], dtype=np.uint8)
    _, labels = kmeans(pixels, 2, 1, [[4, 5, 5], [6, 5, 5]])
    assert labels.tolist() == [0]


def test_same_seed_gives_the_same_bytes(astronaut):
    pixels = astronaut.reshape(-1, 3)
    runs = [kmeans(pixels, 8, 10, "random", seed=4) for _ in range(2)]
    assert runs[0][0].tobytes() == runs[1][0].tobytes()
    assert runs[0][1].tobytes() == runs[1][1].tobytes()


@pytest.mark.parametrize("start", ["kmeans++", "wu"])
def test_better_starts_leave_less_error_than_random(astronaut, start):
    pixels = astronaut[::2, ::2].reshape(-1, 3)

    def error(start):
        centroids, labels = kmeans(pixels, 12, 3, start, seed=0)
        return ((pixels - centroids[labels]) ** 2).sum()

    assert error(start) < error("random")


@pytest.mark.parametrize(
    ("pixels", "k", "max_iter", "start", "message"),
    [
        (np.zeros((4, 3), np.uint8), 0, 5, "random", "k_clusters is 0"),
        (np.zeros((4, 3), np.uint8), 1, 0, "random", "max_iter is 0"),
        (np.zeros((0, 3), np.uint8), 1, 5, "random", "no pixels"),
        (np.zeros((4, 3), np.uint8), 1, 5, "best", "start is 'best'"),
        (np.zeros((4, 3), np.uint8), 2, 5, "in_pixels", "2 centroids from 1 distinct"),
        (np.zeros((4, 3), np.uint8), 2, 5, "kmeans++", "2 centroids from 1 distinct"),
        (np.zeros((4, 3), np.uint8), 2, 5, "wu", "2 centroids from 1 distinct"),
        (np.zeros((4, 3)), 1, 5, "random", "uint8"),
        (np.zeros((4, 4), np.uint8), 1, 5, "random", r"\(n, 3\)"),
        (np.zeros((2, 2, 3), np.uint8), 1, 5, "random", r"\(n, 3\)"),
        ([[1, 2, 3]], 1, 5, "random", r"\(n, 3\)"),
        (np.zeros((4, 3), np.uint8), 2, 5, [[1, 2, 3]], r"\(2, 3\) array"),
        (np.zeros((4, 3), np.uint8), 1, 5, [[1, 2, np.nan]], "finite"),
    ],
)
def test_bad_input_is_a_clear_value_error(pixels, k, max_iter, start, message):
    with pytest.raises(ValueError, match=message):
        kmeans(pixels, k, max_iter, start)


def test_random_start_may_have_more_clusters_than_distinct_colors():
    centroids, labels = kmeans(np.zeros((4, 3), np.uint8), 5, 3, "random", seed=0)
    assert centroids.shape == (5, 3)
    assert len(set(labels.tolist())) == 1


def test_progress_rises_and_what_it_raises_passes_through(astronaut):
    pixels = astronaut.reshape(-1, 3)
    seen: list[Progress] = []
    kmeans(pixels, 4, 5, "in_pixels", seed=0, progress=seen.append)
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0

    def cancel(progress):
        if progress.fraction > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kmeans(pixels, 4, 5, "in_pixels", seed=0, progress=cancel)
