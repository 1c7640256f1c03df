"""trace: the moments on the way to a result."""

from itertools import pairwise

import numpy as np
import pytest

from core import InputError, Photo, Settings, count_colors, reduce, shown_at, trace
from core.color.spaces import MEASURES
from core.model import Moment
from core.reduction.moments import Moments

SETTINGS = [
    Settings(5),
    Settings(8, effort="best"),
    Settings(40, effort="fast", space="oklab"),
    Settings(20, space="lab"),
    Settings(6, "random", 30, seed=3),
    Settings(6, "in_pixels"),
    Settings(6, "kmeans++", space="oklab"),
    Settings(9, locked=((255, 0, 0), (0, 0, 255))),
    Settings(3, locked=((255, 0, 0), (0, 0, 255), (0, 0, 0))),
    Settings(4, first_colors=((9, 9, 9), (99, 99, 99), (200, 0, 0), (255, 255, 255))),
    Settings(7, dither="atkinson"),
]


@pytest.fixture(scope="module")
def photo(astronaut):
    return Photo.from_array(astronaut[::4, ::4])


@pytest.fixture(scope="module")
def translucent(astronaut):
    """The same with soft edges and a hidden corner."""
    pixels = astronaut[::4, ::4]
    alpha = np.clip(np.indices(pixels.shape[:2]).sum(axis=0) * 3, 0, 255).astype(np.uint8)
    return Photo(pixels, alpha)


def in_order(centroids):
    return centroids[np.lexsort(centroids.T[::-1])]


@pytest.mark.parametrize("wanted", SETTINGS, ids=repr)
def test_it_ends_with_the_centroids_of_the_result(photo, wanted):
    traced = trace(count_colors(photo), wanted)
    result = reduce(photo, wanted)
    np.testing.assert_array_equal(
        in_order(traced.moments[-1].positions), in_order(result.centroids)
    )
    assert traced.stop_reason == result.stop_reason


@pytest.mark.parametrize("wanted", SETTINGS, ids=repr)
def test_its_iterations_are_the_history_of_the_result(photo, wanted):
    traced = trace(count_colors(photo), wanted)
    iterations = [each for each in traced.moments if each.stage == "iteration"]
    history = reduce(photo, wanted).history
    assert traced.history == history
    assert [each.number for each in iterations] == list(range(1, len(history) + 1))
    assert [each.move for each in iterations] == [step.move for step in history]
    assert [each.error for each in iterations] == pytest.approx([step.error for step in history])


def test_iterations_begin_with_the_start_and_each_move_is_the_largest(photo):
    *moments, _end = trace(count_colors(photo), Settings(6, "random", 40, seed=3)).moments
    start = np.random.default_rng(3).integers(0, 256, (6, 3))
    np.testing.assert_array_equal(moments[0].centroids, start)
    for before, after in pairwise(moments):
        largest = np.abs(after.centroids - before.centroids).max()
        assert before.move == pytest.approx(largest, abs=1e-4)


@pytest.mark.parametrize("space", ["rgb", "oklab", "lab"])
@pytest.mark.parametrize("effort", ["fast", "normal", "best"])
def test_errors_and_sizes_are_those_of_all_colors_at_every_moment(photo, space, effort):
    histogram = count_colors(photo)
    convert = MEASURES[space].from_srgb
    colors = convert(histogram.colors)
    for moment in trace(histogram, Settings(12, space=space, effort=effort)).moments:
        away = ((colors[:, None] - convert(moment.centroids.astype(float))) ** 2).sum(axis=2)
        nearest = away.argmin(axis=1)
        errors = np.bincount(nearest, away.min(axis=1) * histogram.counts, 12)
        sizes = np.bincount(nearest, histogram.counts, 12)
        # Coordinates are rounded, so a few colors between two centroids go to the other one.
        np.testing.assert_allclose(moment.errors, errors, atol=errors.sum() * 3e-3)
        np.testing.assert_allclose(moment.counts, sizes, atol=sizes.sum() * 3e-3)
        assert moment.error == pytest.approx(errors.sum(), rel=1e-4)


def test_errors_in_the_space_for_looks_are_those_of_the_history(photo):
    traced = trace(count_colors(photo), Settings(30))
    assert traced.space == "looks"
    assert traced.moments[-1].counts.sum() == traced.pixels == 128 * 128


@pytest.mark.parametrize("start", ["wu", "random", "in_pixels"])
def test_alpha_that_is_clustered_comes_with_the_centroids(translucent, start):
    settings = Settings(6, start)
    last = trace(count_colors(translucent), settings).moments[-1]
    assert last.alpha is not None
    expected = reduce(translucent, settings).centroids
    np.testing.assert_allclose(in_order(last.positions), in_order(expected), atol=1e-4)


@pytest.mark.parametrize("space", ["auto", "rgb"])
def test_a_photo_laid_on_a_background_is_looked_at_anew(translucent, space):
    settings = Settings(20, space=space, transparency="flatten", background=(0, 99, 0))
    last = trace(count_colors(translucent), settings, photo=translucent).moments[-1]
    expected = reduce(translucent, settings).centroids
    np.testing.assert_array_equal(in_order(last.centroids), in_order(expected))


@pytest.mark.parametrize(
    ("settings", "stage"),
    [
        (Settings(40), "repair"),
        (Settings(8, effort="best"), "crossing"),
        (Settings(8, locked=((255, 0, 0),)), "locks"),
        (Settings(64, effort="best"), "thorough"),
    ],
)
def test_what_effort_adds_is_marked(photo, settings, stage):
    moments = trace(count_colors(photo), settings).moments
    stages = [each.stage for each in moments]
    assert stages[0] == "cut"
    assert stages[-1] == "end"
    assert stage in stages


def test_redrawn_centroids_are_elsewhere_at_the_next_moment(photo):
    moments = trace(count_colors(photo), Settings(60, "random", seed=1)).moments
    drawn = [(one, two) for one, two in pairwise(moments) if one.redrawn]
    assert drawn
    for before, after in drawn:
        there = list(before.redrawn)
        assert (before.counts[there] == 0).all()
        assert (after.centroids[there] == np.rint(after.centroids[there])).all()
        assert (after.centroids[there] != before.centroids[there]).any(axis=1).all()


def test_each_moment_is_shown_as_it_comes(photo):
    seen = []
    moments = trace(count_colors(photo), Settings(6), watch=seen.append).moments
    assert tuple(seen) == moments


@pytest.mark.parametrize("number", [1, 4])
def test_what_the_watcher_raises_ends_the_run(photo, number):
    seen = []

    def watch(moment):
        seen.append(moment)
        if len(seen) == number:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trace(count_colors(photo), Settings(6), watch=watch)
    assert len(seen) == number


def test_progress_rises_from_0_to_1(photo):
    told = []
    trace(count_colors(photo), Settings(6), lambda progress: told.append(progress.fraction))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)


def test_it_goes_on_from_a_centroid_that_was_moved(photo):
    histogram, settings = count_colors(photo), Settings(6, space="lab", locked=((255, 0, 0),))
    last = trace(histogram, settings).moments[-1]
    first = last.moved(3, (10, 200, 30))
    again = trace(histogram, settings, first=first)
    np.testing.assert_allclose(again.moments[0].centroids, first, atol=1e-3)
    assert {each.stage for each in again.moments} == {"iteration", "end"}
    locked = again.moments[-1].centroids[0]
    np.testing.assert_allclose(locked, (255, 0, 0), atol=0.3)


@pytest.mark.parametrize(
    "first", [[], [[1, 2]], [[1, 2, 3, 4, 5]], [[1, 2, np.nan]], np.zeros((257, 3)), [1, 2, 3]]
)
def test_centroids_that_are_none_are_refused(photo, first):
    histogram = count_colors(photo)
    with pytest.raises(InputError, match="centroids must be"):
        trace(histogram, Settings(6), first=first)
    with pytest.raises(InputError, match="centroids must be"):
        shown_at(photo, histogram, first, Settings(6))


def test_photo_of_one_color_has_one_moment():
    photo = Photo.from_array(np.full((5, 5, 3), 77, np.uint8))
    traced = trace(count_colors(photo), Settings(8))
    (only,) = traced.moments
    assert (only.centroids.tolist(), only.counts.tolist(), only.error) == ([[77] * 3], [25], 0)
    assert (traced.stop_reason, traced.iterations, traced.distinct) == ("unchanged", 0, 1)


def moment(number, redrawn=(), stage="iteration"):
    zeros = np.zeros((100, 3), np.float32)
    return Moment(stage, number, zeros, zeros[:, 0], zeros[:, 0], 1.0, redrawn)


@pytest.mark.parametrize("always", [False, True], ids=["seldom", "always"])
def test_moments_of_a_long_run_take_bounded_memory(always):
    most = 40 * (moment(1).nbytes + 1000)
    moments = Moments(most_bytes=most)
    for number in range(1, 2001):
        moments.add(moment(number, (7,) if always or number == 777 else ()))
    moments.add(moment(1, stage="end"))
    kept = moments.all
    assert sum(each.nbytes for each in kept) <= most
    assert len(kept) >= 15
    assert [kept[0].number, kept[-2].number, kept[-1].stage] == [1, kept[-2].number, "end"]
    numbers = {each.number for each in kept[:-1]}
    assert max(np.diff(sorted(numbers))) < 300
    assert always or {777, 778} <= numbers


@pytest.mark.parametrize("space", ["rgb", "oklab"])
def test_a_moment_is_shown_in_the_color_of_the_nearest_centroid(photo, space):
    histogram, settings = count_colors(photo), Settings(9, "in_pixels", space=space)
    first = trace(histogram, settings).moments[0]
    draft = shown_at(photo, histogram, first.positions, settings)
    np.testing.assert_array_equal(draft.palette.colors, np.rint(first.centroids))
    assert draft.palette.counts.tolist() == first.counts.tolist()
    counts = np.bincount(draft.indices.ravel(), minlength=9)
    assert counts.tolist() == first.counts.tolist()


def test_hidden_pixels_stay_hidden_where_no_centroid_is(translucent):
    opaque = [(200, 0, 0, 255), (0, 0, 200, 200)]
    draft = shown_at(translucent, count_colors(translucent), opaque, Settings(2))
    assert (draft.alpha[translucent.alpha == 0] == 0).all()
    assert (draft.alpha[translucent.alpha > 0] > 0).all()


def test_a_moment_with_alpha_is_shown_with_it(translucent):
    histogram, settings = count_colors(translucent), Settings(6)
    last = trace(histogram, settings).moments[-1]
    draft = shown_at(translucent, histogram, last.positions, settings)
    assert draft.alpha is not None
    assert draft.palette.counts.tolist() == last.counts.tolist()
    assert (draft.alpha[translucent.alpha == 0] == 0).all()
    assert (draft.alpha[translucent.alpha == 255] > 150).all()


def test_a_part_of_a_photo_without_soft_edges_is_shown_in_centroids_with_alpha(translucent):
    settings = Settings(6)
    last = trace(count_colors(translucent), settings).moments[-1]
    part = Photo(translucent.pixels[100:], np.full((28, 128), 255, np.uint8))
    draft = shown_at(part, count_colors(part), last.positions, settings)
    assert draft.palette.counts.sum() == draft.indices.size == 28 * 128
