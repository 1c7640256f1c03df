"""The evaluation of the original method: matching, distances, sizes."""

import io
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from core import Photo, compare, generate_2d_img, kmeans
from core.comparison.matching import cheapest_pairs
from tests import examples


@settings(max_examples=examples(200))
@given(
    st.integers(1, 6).flatmap(
        lambda k: hnp.arrays(np.float64, (k, k), elements=st.integers(0, 400).map(float))
    )
)
def test_pairs_cost_no_more_than_any_others(costs):
    rows = np.arange(len(costs))
    pairs = cheapest_pairs(costs)
    assert sorted(pairs) == rows.tolist()
    cheapest = min(costs[rows, list(other)].sum() for other in permutations(rows))
    assert costs[rows, pairs].sum() == cheapest


def test_256_centroids_are_paired():
    costs = np.random.default_rng(0).random((256, 256))
    order = np.random.default_rng(1).permutation(256)
    costs[np.arange(256), order] = 0
    np.testing.assert_array_equal(cheapest_pairs(costs), order)


@pytest.fixture(scope="module")
def evaluation(astronaut):
    photo = Photo.from_array(astronaut[:60, :80])
    return photo, compare(photo, [3, 5], ["random", "in_pixels"], max_iterations=30, seed=4)


def test_each_trial_is_kmeans(evaluation):
    photo, compared = evaluation
    pixels = photo.pixels.reshape(-1, 3)
    for trial in compared.trials:
        centroids, labels = kmeans(pixels, trial.colors, 30, trial.start, seed=4)
        ordered = centroids[np.lexsort(centroids.T[::-1])]
        np.testing.assert_array_equal(trial.centroids, ordered)
        error = ((pixels - centroids[labels].astype(float)) ** 2).sum()
        assert trial.error == pytest.approx(error, rel=1e-6)


def test_sizes_are_those_of_the_files(evaluation):
    photo, compared = evaluation
    for trial in compared.trials:
        centroids, labels = kmeans(
            photo.pixels.reshape(-1, 3), trial.colors, 30, trial.start, seed=4
        )
        few = Image.fromarray(generate_2d_img(photo.pixels.shape, centroids, labels))
        file = io.BytesIO()
        few.save(file, "PNG", compress_level=9)
        assert trial.rgb_png_bytes == len(file.getvalue())
        assert trial.indexed_png_bytes < trial.rgb_png_bytes


def test_matches_pair_the_first_start_with_the_others(evaluation):
    _, compared = evaluation
    assert [(m.first.colors, m.first.start, m.second.start) for m in compared.matches] == [
        (3, "random", "in_pixels"),
        (5, "random", "in_pixels"),
    ]
    for match in compared.matches:
        gaps = match.first.centroids - match.second.centroids[match.partners]
        np.testing.assert_allclose(match.distances, np.linalg.norm(gaps, axis=1), rtol=1e-5)
        assert match.largest_distance == match.distances.max()


def test_progress_rises_to_the_end(astronaut):
    seen = []
    compare(Photo.from_array(astronaut[:40, :40]), [2, 3], ["random", "wu"], progress=seen.append)
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    assert {"2 colors from random", "3 colors from wu"} <= {progress.phase for progress in seen}
