"""Locked colors: they stay exactly as they are, wherever a run goes, and cost it little."""

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from core import (
    Photo,
    Settings,
    count_colors,
    draft,
    kmeans,
    load_palette,
    parallel,
    reduce,
    save_image,
    save_palette,
    trace,
)
from core.cli import main as cli
from core.clustering.centroids import Centroids
from core.clustering.lattice import step_by_step
from core.clustering.locks import make_room
from core.clustering.points import Points
from core.clustering.repair import repair
from core.clustering.start import choose_centroids
from core.clustering.thorough import repair_thoroughly
from core.color.spaces import MEASURES
from core.kernels import in_c, native
from core.settings import EFFORTS, SPACES, STARTS
from tests import examples
from tests.core.reduction.pictures import NOISE

# One far from every photo, two that may be near, two neighbors.
LOCKED = ((0, 255, 0), (200, 60, 50), (30, 30, 30), (240, 240, 240), (240, 240, 241))
WAYS = [("wu", effort) for effort in EFFORTS] + [
    (start, "normal") for start in STARTS if start != "wu"
]
LONG = pytest.mark.long
# A space is in the coordinates only: where a run takes longest, one of them is enough.
WAYS_IN_SPACES = [
    pytest.param(*way, space, marks=LONG if way[1] == "best" and space != "lab" else ())
    for way, space in product(WAYS, SPACES)
]

COLORS = st.tuples(*[st.integers(0, 255)] * 3)
FEW_VALUES = st.tuples(*[st.sampled_from([0, 1, 128, 255])] * 3)
SIZES = st.tuples(st.integers(1, 10), st.integers(1, 10), st.just(3))
PICTURES = (
    hnp.arrays(np.uint8, SIZES)
    | hnp.arrays(np.uint8, SIZES, elements=st.sampled_from([0, 1, 128, 255]))
    | NOISE
)
COORDINATES = hnp.arrays(
    np.int16, st.tuples(st.just(3), st.integers(1, 60)), elements=st.integers(0, 255)
)


@pytest.fixture(scope="module")
def photo(astronaut):
    return Photo.from_array(np.ascontiguousarray(astronaut[::4, ::4]))


def as_hex(colors):
    return ["#{:02x}{:02x}{:02x}".format(*color) for color in colors]


def locked_of(palette):
    return {hex_ for hex_, locked in zip(palette.hex, palette.locked, strict=True) if locked}


def assert_keeps_the_promises(result, photo, chosen):
    """All colors distinct, the locked ones among them, every other used, each pixel well served."""
    palette = result.palette
    assert locked_of(palette) == set(as_hex(chosen.locked))
    assert len(set(palette.hex)) == len(palette)
    assert (palette.counts[~palette.locked] > 0).all()
    np.testing.assert_array_equal(
        result.centroids[palette.locked], palette.colors[palette.locked].astype(np.float32)
    )
    shown = np.bincount(result.indices.ravel(), minlength=len(palette))
    assert shown.tolist() == palette.counts.tolist()
    keys = [(-count, hex_) for count, hex_ in zip(shown, palette.hex, strict=True)]
    assert keys == sorted(keys)
    points = count_colors(photo).points(MEASURES[chosen.measure])
    places, pixels = (
        points.places_of(colors) for colors in (palette.colors, photo.pixels.reshape(-1, 3))
    )
    distances = ((pixels[:, None] - places) ** 2).sum(axis=2)
    taken = distances[np.arange(len(pixels)), result.indices.ravel()]
    np.testing.assert_array_equal(taken, distances.min(axis=1))
    assert result.error == ((result.rgb.astype(int) - photo.pixels) ** 2).sum()


@pytest.mark.parametrize(("start", "effort", "space"), WAYS_IN_SPACES)
def test_locked_colors_come_back_exactly_however_a_run_goes(photo, start, effort, space):
    for locked, k in ((LOCKED[:1], 2), (LOCKED, 6), (LOCKED, 24)):
        chosen = Settings(k, start, 30, 1, effort, space, locked)
        result = reduce(photo, chosen)
        assert len(result.palette) == k
        assert_keeps_the_promises(result, photo, chosen)
        assert len(result.history) == result.iterations > 0


@settings(max_examples=examples(150))
@given(
    PICTURES,
    st.integers(1, 40),
    st.lists(COLORS | FEW_VALUES, max_size=12, unique=True),
    st.sampled_from(WAYS),
    st.sampled_from(SPACES),
    st.data(),
)
def test_any_colors_can_be_locked_in_any_picture(pixels, k, locked, way, space, data):
    photo, (start, effort) = Photo.from_array(pixels), way
    locked, seed = locked[:k], data.draw(st.integers(0, 9))
    first = data.draw(st.just([]) | st.lists(COLORS | FEW_VALUES, min_size=k, max_size=k))
    distinct = set(map(tuple, pixels.reshape(-1, 3).tolist()))
    chosen = Settings(k, start, 20, seed, effort, space, locked, first)
    result = reduce(photo, chosen)
    assert len(result.palette) == min(k, len(distinct | set(locked)))
    assert_keeps_the_promises(result, photo, chosen)
    again = reduce(photo, chosen)
    assert again.indices.tobytes() == result.indices.tobytes()
    assert again.palette.hex == result.palette.hex


@settings(max_examples=examples(60))
@given(
    PICTURES,
    st.integers(1, 40),
    st.lists(COLORS | FEW_VALUES, max_size=12, unique=True),
    st.sampled_from(SPACES),
    st.data(),
)
def test_draft_honors_locks(pixels, k, locked, space, data):
    photo = Photo.from_array(pixels)
    histogram = count_colors(photo)
    first = data.draw(st.just([]) | st.lists(COLORS | FEW_VALUES, min_size=k, max_size=k))
    chosen = Settings(k, space=space, locked=locked[:k], first_colors=first)
    seen = draft(histogram, chosen, photo, histogram)
    assert locked_of(seen.palette) == set(as_hex(chosen.locked))
    assert len(seen.palette) == len(reduce(photo, chosen).palette)
    assert (np.diff(seen.palette.counts) <= 0).all()


def test_draft_with_locks_is_nearly_the_result(photo):
    histogram = count_colors(photo)
    chosen = Settings(16, locked=LOCKED)
    seen, result = draft(histogram, chosen, photo, histogram), reduce(photo, chosen)
    error = ((seen.palette.colors[seen.indices].astype(int) - photo.pixels) ** 2).sum()
    assert error < 1.3 * result.error


@pytest.mark.parametrize("name", ["few.png", "few.gif"])
def test_locked_colors_are_in_the_file_even_when_nothing_shows_them(photo, tmp_path, name):
    far = [(0, 255, 0), (0, 255, 255), (255, 0, 255)]
    result = reduce(photo, Settings(7, space="rgb", locked=far))
    assert [result.palette.counts[result.palette.hex.index(hex_)] for hex_ in as_hex(far)] == [
        0
    ] * 3
    save_image(result, tmp_path / name)
    with Image.open(tmp_path / name) as image:
        kept = np.array(image.getpalette()).reshape(-1, 3)[:7]
        np.testing.assert_array_equal(image.convert("RGB"), result.rgb)
    assert sorted(as_hex(kept)) == sorted(result.palette.hex)


@pytest.mark.parametrize("space", SPACES)
def test_nothing_moves_when_all_colors_are_locked(photo, space):
    chosen = Settings(len(LOCKED), space=space, locked=LOCKED)
    result = reduce(photo, chosen)
    assert_keeps_the_promises(result, photo, chosen)
    assert (result.iterations, result.stop_reason) == (0, "at rest")


@pytest.mark.parametrize("effort", EFFORTS)
@pytest.mark.parametrize(
    ("k", "locked", "stays"),
    [
        (4, [], True),
        (4, [(10, 0, 0), (40, 0, 0)], True),
        (5, [(0, 0, 9)], True),
        (4, [(0, 0, 9)], False),
        (6, [(0, 0, 9), (10, 0, 0), (0, 0, 8), (0, 0, 7)], False),
        (7, [(0, 0, 9), (10, 0, 0), (0, 0, 8), (0, 0, 7)], True),
    ],
)
def test_photo_of_few_colors_stays_as_it_is_only_if_the_locked_ones_fit_beside(
    k, locked, stays, effort
):
    pixels = np.array([[[10, 0, 0], [20, 0, 0], [30, 0, 0], [40, 0, 0]]], np.uint8)
    photo = Photo.from_array(pixels)
    chosen = Settings(k, effort=effort, locked=locked)
    result = reduce(photo, chosen)
    assert len(result.palette) == k
    assert_keeps_the_promises(result, photo, chosen)
    assert (result.error == 0) is stays
    assert any("only 4 distinct colors" in note for note in result.notes) is stays


@pytest.mark.parametrize(
    ("k", "locks", "effort"),
    [
        pytest.param(k, locks, effort, marks=LONG if (k, effort) == (64, "best") else ())
        for (k, locks), effort in product([(8, 1), (8, 6), (64, 20), (64, 63)], EFFORTS)
    ],
)
def test_locking_what_a_run_found_costs_next_to_nothing(photo, k, locks, effort):
    histogram = count_colors(photo)
    free = reduce(photo, Settings(k, effort=effort, space="rgb"), histogram=histogram)
    chosen = np.random.default_rng(k).choice(k, locks, replace=False)
    locked = free.palette.colors[chosen]
    chosen = Settings(k, effort=effort, space="rgb", locked=locked)
    bound = reduce(photo, chosen, histogram=histogram)
    assert bound.error <= 1.005 * free.error


@pytest.mark.parametrize("locks", [1, 6])
def test_error_is_that_of_the_best_of_many_runs_with_the_same_locks(astronaut, locks):
    photo = Photo.from_array(np.ascontiguousarray(astronaut[::12, ::12]))
    rng = np.random.default_rng(3)
    histogram = count_colors(photo)
    locked = histogram.colors[rng.choice(len(histogram), locks, replace=False)]
    errors = [error_of_plain_lloyd(histogram, 12, locked, rng) for _ in range(8)]
    assert reduce(photo, Settings(12, space="rgb", locked=locked)).error < 1.005 * min(errors)


def error_of_plain_lloyd(histogram, k, locked, rng):
    colors, weights = histogram.colors.astype(float), histogram.counts
    # Random ones beside many locks end far from the best.
    first = choose_centroids("kmeans++", k - len(locked), histogram.points(), rng, beside=locked)
    centroids = np.concatenate([locked, first])
    for _ in range(40):
        distances = ((colors[:, None] - centroids) ** 2).sum(axis=2)
        labels = distances.argmin(axis=1)
        for j in range(len(locked), k):
            if (labels == j).any():
                centroids[j] = np.average(colors[labels == j], axis=0, weights=weights[labels == j])
    return distances.min(axis=1) @ weights


@pytest.mark.parametrize(("start", "effort", "space"), WAYS_IN_SPACES)
def test_result_depends_neither_on_the_loops_nor_on_threads(
    astronaut, monkeypatch, start, effort, space
):
    photo = Photo.from_array(np.ascontiguousarray(astronaut[::16, ::16]))
    monkeypatch.setattr(in_c, "_FEWEST_DISTANCES_TO_SHARE", 0)
    monkeypatch.setattr(in_c, "_FEWEST_PIXELS_TO_SHARE", 0)
    chosen = Settings(9, start, 10, 2, effort, space, LOCKED)
    found = set()
    for library, threads in product((native.library(), None), (1, 3)):
        monkeypatch.setattr(native, "library", lambda library=library: library)
        monkeypatch.setattr(parallel, "_threads", threads)
        result = reduce(photo, chosen)
        found.add(result.indices.tobytes() + result.centroids.tobytes())
    assert len(found) == 1


def test_progress_tells_of_locked_colors_and_rises_to_the_end(photo):
    heard = []
    reduce(photo, Settings(32, locked=LOCKED), heard.append)
    fractions = [progress.fraction for progress in heard]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert "making room for locked colors" in {progress.phase for progress in heard}


# What a run begins with


@pytest.mark.parametrize("start", STARTS)
def test_run_begins_with_the_colors_given(photo, start):
    first = [(0, 0, 0), (255, 255, 255), (200, 60, 50), (30, 30, 90), (1, 2, 3)]
    result = reduce(photo, Settings(5, start, 40, 3, "best", "rgb", first_colors=first))
    expected, _ = kmeans(photo.pixels.reshape(-1, 3), 5, 40, np.array(first), seed=3)
    ours, theirs = (c[np.lexsort(c.T)] for c in (result.centroids, expected))
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("space", SPACES)
def test_a_run_begins_with_the_first_colors(photo, space):
    first = [(0, 0, 0), (255, 255, 255), (200, 60, 50)]
    moments = trace(count_colors(photo), Settings(3, space=space, first_colors=first)).moments
    np.testing.assert_allclose(moments[0].centroids, first, atol=0.5)


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("locked", [LOCKED[:2], LOCKED[3:], LOCKED])
def test_first_colors_make_room_for_locked_ones(photo, locked, space):
    first = [*LOCKED[:3], (9, 9, 9), (90, 90, 90), (160, 160, 160)]
    chosen = Settings(6, space=space, locked=locked, first_colors=first)
    result = reduce(photo, chosen)
    assert len(result.palette) == 6
    assert_keeps_the_promises(result, photo, chosen)


def test_draft_begins_with_the_colors_given(photo):
    # They are at rest: from anywhere else a run would end somewhere else.
    histogram = count_colors(photo)
    first = reduce(photo, Settings(6, "random", seed=4)).palette.colors
    seen = draft(histogram, Settings(6, space="rgb", first_colors=first), photo, histogram)
    near = np.abs(seen.palette.colors[:, None].astype(int) - first).max(axis=2).min(axis=1)
    assert near.max() <= 8


# The parts


@settings(max_examples=examples(60))
@given(COORDINATES, st.integers(2, 12), st.data())
def test_whatever_effort_adds_leaves_fixed_centroids_where_they_are(coordinates, k, data):
    fixed = data.draw(st.integers(1, k))
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    points = Points(
        np.ascontiguousarray(np.unique(coordinates, axis=1)),
        rng.integers(1, 99, len(np.unique(coordinates, axis=1).T), np.uint32),
    )
    centroids = rng.integers(0, 256, (k, 3)).astype(float)
    given_ = Centroids.of(centroids, fixed)

    def error_of(some):
        return points.error(points.assign(some), some)

    for better in (
        repair(points, given_, 8).positions,
        repair_thoroughly(points, given_).positions,
        step_by_step(points, centroids.astype(np.uint8), given_.fixed).astype(float),
    ):
        np.testing.assert_array_equal(better[:fixed], centroids[:fixed])
        assert np.isfinite(better).all()
        assert error_of(better) <= error_of(centroids) * (1 + 1e-9)


def test_centroid_is_moved_to_what_a_fixed_one_serves_badly():
    # A fixed one between two clumps, and two free ones that share a third.
    clumps = np.array([[10, 10, 10], [200, 200, 200], [200, 200, 230]])
    spread = np.arange(-3, 4)
    coordinates = np.concatenate([c + np.stack([spread] * 3, axis=1) for c in clumps]).T
    points = Points(np.ascontiguousarray(coordinates.astype(np.int16)), np.full(21, 5, np.uint32))
    stuck = Centroids.of(np.array([[200.0, 200, 210], [8, 8, 8], [12, 12, 12]]), 1)
    for better in (repair(points, stuck, 20), repair_thoroughly(points, stuck)):
        repaired = better.positions
        assert repaired[0].tolist() == [200, 200, 210]
        free = sorted(repaired[1:].round().tolist())
        assert free == [[10, 10, 10], [200, 200, 230]]


@settings(max_examples=examples(60))
@given(COORDINATES, st.integers(1, 6), st.integers(1, 8), st.data())
def test_room_is_made_by_those_that_are_missed_least(coordinates, locks, many, data):
    free = data.draw(st.integers(0, many))
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    weights = rng.integers(1, 99, coordinates.shape[1], np.uint32)
    points = Points(np.ascontiguousarray(coordinates), weights)
    locked, others = np.split(rng.integers(0, 256, (locks + many, 3)).astype(float), [locks])

    def error_of(some):
        return points.error(points.assign(some), some)

    expected = np.concatenate([locked, others])
    while len(expected) > locks + free:
        fewer = [np.delete(expected, j, axis=0) for j in range(locks, len(expected))]
        expected = min(fewer, key=error_of)
    roomy = make_room(points, others, locked, free)
    np.testing.assert_array_equal(roomy.positions, expected)
    assert roomy.fixed.tolist() == [True] * locks + [False] * free


# Settings


def test_locked_colors_may_be_rows_of_anything():
    rows = np.array([[1, 2, 3], [4, 5, 6]], np.uint8)
    plain = Settings(locked=((1, 2, 3), (4, 5, 6)))
    assert Settings(locked=rows) == Settings(locked=[list(row) for row in rows]) == plain
    assert hash(Settings(locked=rows)) == hash(plain)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"locked": [(1, 2, 3)] * 2}, "locked has #010203 twice"),
        (
            {"colors": 2, "locked": LOCKED[:3]},
            "locked is 3 colors; colors is 2: unlock some or ask for more",
        ),
        ({"locked": [(1, 2)]}, r"locked has \(1, 2\); a color is three whole numbers"),
        ({"locked": [(1, 2, 256)]}, r"locked has \(1, 2, 256\)"),
        ({"locked": [(1, 2, 2.5)]}, r"locked has \(1, 2, 2.5\)"),
        ({"locked": ["#123"]}, "locked has '#123'"),
        ({"locked": 3}, "locked is 3"),
        ({"colors": 3, "first_colors": [(1, 2, 3)]}, "first_colors is 1 color; colors is 3"),
        ({"colors": 1, "first_colors": [(-1, 2, 3)]}, r"first_colors has \(-1, 2, 3\)"),
    ],
)
def test_bad_colors_are_refused_in_a_sentence(values, message):
    with pytest.raises(ValueError, match=message):
        Settings(**values)


# Command line and palette files


@pytest.fixture
def file(tmp_path, photo):
    path = tmp_path / "sea.png"
    Image.fromarray(photo.pixels).save(path)
    return path


def test_command_line_locks_colors(file, tmp_path, capsys):
    few, saved = tmp_path / "few.png", tmp_path / "p.json"
    locks = ["--lock", "#00ff00", "--lock", "c83c32", "--lock", "#eee"]
    arguments = [file, "-k", "6", "-o", few, "--save-palette", saved, *locks, "--json"]
    assert cli.main(["compress", *map(str, arguments)]) == 0
    (done,) = json.loads(capsys.readouterr().out)["photos"]
    kept = {"#00ff00", "#c83c32", "#eeeeee"}
    assert {color["hex"] for color in done["palette"] if color["locked"]} == kept
    assert len(done["palette"]) == 6
    assert locked_of(load_palette(saved)) == kept
    assert cli.main(["palette", str(file), "-k", "3", *locks]) == 0
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == kept


@pytest.mark.parametrize("command", ["compress", "palette"])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--lock", "#12345"], "'#12345' is no color like 1a2b3c"),
        (["--lock", "#123", "--lock", "112233"], "locked has #112233 twice"),
        (["-k", "1", "--lock", "#123", "--lock", "#456"], "locked is 2 colors; colors is 1"),
    ],
)
def test_locks_that_cannot_be_are_wrong_usage(file, capsys, command, arguments, message):
    with pytest.raises(SystemExit) as caught:
        cli.main([command, str(file), *arguments])
    assert caught.value.code == 2
    complaint = capsys.readouterr().err.splitlines()[-1]
    assert "--lock" in complaint
    assert message in complaint
    assert [path.name for path in file.parent.iterdir()] == ["sea.png"]


@pytest.mark.parametrize("ending", ["json", "png"])
def test_palette_files_remember_locks(photo, tmp_path, ending):
    palette = reduce(photo, Settings(7, locked=LOCKED)).palette
    save_palette(palette, tmp_path / f"p.{ending}")
    assert load_palette(tmp_path / f"p.{ending}").locked.tolist() == palette.locked.tolist()


def test_palette_file_without_locks_is_read_as_before(tmp_path):
    (tmp_path / "p.json").write_text('[{"hex": "#123", "locked": "x"}, "456789"]')
    assert load_palette(tmp_path / "p.json").locked.tolist() == [False, False]
