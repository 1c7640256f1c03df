"""The best few of given places: by swaps never worse, and by looking at all sets the best."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clustering.all_choices import are_few, best_of_all
from core.clustering.medoids import Candidates, _Field, shake, snap, swap
from core.clustering.points import Points
from core.progress import silent
from tests import examples

TASKS = st.tuples(st.integers(0, 9999), st.integers(1, 60), st.integers(2, 14), st.integers(0, 2))


def made(task, k):
    """Make points, candidates and a first choice of k at random."""
    seed, size, count, locked = task
    rng = np.random.default_rng(seed)
    points = Points(
        rng.integers(0, 256, (3, size)).astype(np.int16), rng.integers(1, 99, size, np.uint32)
    )
    places = rng.integers(0, 256, (count, 3)).astype(np.float64)
    given_ones = rng.integers(0, 256, (locked, 3)).astype(np.float64)
    return points, Candidates(places, given_ones), rng.choice(count, min(k, count), replace=False)


def plain_error(points, candidates, chosen):
    """Return the error by its definition."""
    taken = np.concatenate([candidates.given, candidates.places[list(chosen)]])
    squares = ((points.positions[:, None] - taken) ** 2).sum(axis=2)
    return float(squares.min(axis=1) @ points.weights)


@settings(max_examples=examples(100))
@given(TASKS, st.integers(1, 5))
def test_no_swap_of_one_helps_any_more(task, k):
    points, candidates, chosen = made(task, k)
    stays = np.zeros(len(chosen), bool)
    found = swap(points, candidates, chosen, stays)
    assert len(set(found.tolist())) == len(chosen)
    error = plain_error(points, candidates, found)
    assert error <= plain_error(points, candidates, chosen) * (1 + 1e-9)
    for gone in range(len(found)):
        for other in set(range(len(candidates))) - set(found.tolist()):
            tried = found.copy()
            tried[gone] = other
            assert plain_error(points, candidates, tried) >= error * (1 - 1e-4) - 1


@settings(max_examples=examples(100))
@given(TASKS, st.integers(1, 5))
def test_what_stays_is_never_exchanged(task, k):
    points, candidates, chosen = made(task, k)
    stays = np.arange(len(chosen)) < 2
    rng = np.random.default_rng(0)
    swapped = swap(points, candidates, chosen, stays)
    shaken = shake(points, points, candidates, chosen, stays, 3, rng)
    assert (swapped[stays] == chosen[stays]).all()
    assert (shaken[stays] == chosen[stays]).all()
    assert len(set(shaken.tolist())) == len(chosen)


@settings(max_examples=examples(100))
@given(TASKS, st.integers(1, 5))
def test_branch_and_bound_finds_the_best_of_all_sets(task, k):
    points, candidates, chosen = made(task, k)
    assert are_few(points, candidates, len(chosen))
    found = best_of_all(points, candidates, chosen)
    least = min(
        plain_error(points, candidates, each)
        for each in combinations(range(len(candidates)), len(chosen))
    )
    assert plain_error(points, candidates, found) <= least * (1 + 1e-9)


def test_shaking_finds_the_way_out_of_where_no_swap_of_one_helps():
    better = 0
    for seed in range(30):
        points, candidates, chosen = made((seed, 60, 14, 0), 5)
        stays = np.zeros(5, bool)
        swapped = swap(points, candidates, chosen, stays)
        rng = np.random.default_rng(1)
        shaken = shake(points, points, candidates, swapped, stays, 20, rng)
        before, after = (candidates.error(points, each) for each in (swapped, shaken))
        assert after <= before
        better += after < before
    assert better > 3


def test_centroids_snap_to_different_candidates_the_large_ones_first():
    distances, masses = np.array([[1.0, 81], [4, 64]]), np.array([1.0, 9.0])
    assert snap(distances, np.array([False, False]), masses).tolist() == [1, 0]
    assert snap(distances, np.array([True, False]), masses).tolist() == [0, 1]


def test_only_candidates_nearby_are_tried_where_that_is_asked():
    points = Points(np.array([[0, 100], [0, 0], [0, 0]], np.int16), np.array([1, 9], np.uint32))
    candidates = Candidates(np.array([[0.0, 0, 0], [5, 0, 0], [100, 0, 0]]), np.zeros((0, 3)))
    stays = np.zeros(1, bool)
    assert swap(points, candidates, np.array([0]), stays).tolist() == [2]
    assert swap(points, candidates, np.array([0]), stays, near=2).tolist() == [1]


@settings(max_examples=examples(100))
@given(TASKS, st.integers(1, 5), st.data())
def test_what_a_swap_leads_to_is_known_as_if_looked_at_anew(task, k, data):
    points, candidates, chosen = made(task, k)
    field = _Field(points, candidates, silent)
    gone = data.draw(st.integers(0, len(chosen) - 1))
    others = sorted(set(range(len(candidates))) - set(chosen.tolist()))
    if not others:
        return
    before, tried = field.served_by(chosen), chosen.copy()
    tried[gone] = data.draw(st.sampled_from(others))
    after, anew = field.after(before, tried, gone), field.served_by(tried)
    # Products of other shapes are rounded otherwise.
    close = {"rtol": 1e-4, "atol": 0.1}
    assert np.allclose(after.first, anew.first, **close)
    assert np.allclose(after.second, anew.second, **close)
    assert np.isclose(after.error, anew.error, rtol=1e-4, atol=10 * points.weights.sum())
    gains = field.gains(before, tried[[gone]], len(chosen))[0, gone]
    assert np.isclose(gains, anew.error - before.error, rtol=1e-3, atol=1e-4 * before.error + 10)
