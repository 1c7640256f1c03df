"""The hot loops: in C and in numpy, on one thread and on several, the same to the last bit."""

from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from math import floor

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import kernels, parallel
from core.color.spaces import LAB, LOOKS, OKLAB
from core.kernels import in_c, in_numpy, native, z_order
from core.progress import Tick
from tests import examples
from tests.core.kernels.builds import builds

PIXELS = hnp.arrays(np.uint8, st.tuples(st.integers(0, 300), st.just(3)))
FEW_VALUES = hnp.arrays(
    np.uint8, st.tuples(st.integers(0, 300), st.just(3)), elements=st.sampled_from([0, 1, 128, 255])
)
FAR = st.floats(-1e6, 1e6)
# Three channels, or four with alpha.
CHANNELS = st.sampled_from([3, 4])
TYPES = {3: np.int16, 4: np.int32}


@st.composite
def points_and_centroids(draw):
    """Draw coordinates, and centroids among them or far away."""
    channels = draw(CHANNELS)
    near = st.integers(-9000, 9000)
    farthest = st.sampled_from([-(1 << 31), -(1 << 24) - 1, 65025, 7_000_000, (1 << 31) - 1])
    shape = st.tuples(st.just(channels), st.integers(0, 90))
    elements = near if channels == 3 else near | farthest
    coordinates = draw(hnp.arrays(TYPES[channels], shape, elements=elements))
    shape = st.tuples(st.integers(1, 40), st.just(channels))
    elements = st.floats(-300, 9000) | st.integers(0, 40).map(float) | FAR
    return coordinates, draw(hnp.arrays(np.float64, shape, elements=elements))


CHUNKS = st.sampled_from([1, 7, 1 << 18])


def test_version_is_told(record_testsuite_property):
    record_testsuite_property("kernels", kernels.version())
    assert kernels.version() in {"numpy", "C (baseline)", "C (avx2)"}


@pytest.fixture(params=builds(["numpy", "baseline", "avx2"]), scope="module")
def build(request):
    """Run the tests of this module with each build of the loops, and with numpy."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "numpy":
            patch.setattr(native, "library", lambda: None)
        else:
            found = native.load(request.param) if request.param in native.variants() else None
            if found is None:
                pytest.skip(f"there is no build for {request.param}")
            patch.setattr(native, "library", lambda: found)
        yield request.param


@pytest.fixture(params=[1, 3], scope="module")
def shares(request):
    """Share the work among so many threads, however little it is."""
    before = parallel.threads()
    parallel.use_threads(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_c, "_FEWEST_DISTANCES_TO_SHARE", 0)
        patch.setattr(in_c, "_FEWEST_PIXELS_TO_SHARE", 0)
        yield request.param
    parallel.use_threads(before)


@contextmanager
def in_chunks(chunk):
    """Work in chunks of so many, however few pixels or points there are in all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_c, "_MOST_PIXELS_TO_SORT", chunk)
        for name in ("_PIXELS_PER_CHUNK", "_DISTANCES_PER_CHUNK"):
            patch.setattr(in_c, name, chunk)
        for name in ("_PIXELS_PER_BLOCK", "_GROUP", "_DISTANCES_PER_GROUP", "_LEAST_GROUP"):
            patch.setattr(in_numpy, name, chunk)
        # In a block of one group no centroid would be ruled out.
        for name in ("_POINTS_PER_BLOCK", "_POINTS_PER_BLOCK_WITH_ALPHA"):
            patch.setattr(in_numpy, name, 3 * chunk)
        yield


@settings(max_examples=examples(25))
@given(PIXELS | FEW_VALUES, CHUNKS, st.none() | st.integers(0, 99))
@example(np.zeros((0, 3), np.uint8), 1, None)
@example(np.arange(90, dtype=np.uint8).reshape(30, 3), 7, 0)
def test_counts_are_those_of_numpy_unique(build, shares, pixels, chunk, hidden):
    visible = None if hidden is None else np.random.default_rng(hidden).random(len(pixels)) < 0.5
    with in_chunks(chunk):
        colors, counts = kernels.count_colors(pixels, visible)
    seen = pixels if visible is None else pixels[visible]
    expected, expected_counts = np.unique(seen.reshape(-1, 3), axis=0, return_counts=True)
    order = np.lexsort(colors.T[::-1])
    np.testing.assert_array_equal(colors[order], expected)
    np.testing.assert_array_equal(counts[order], expected_counts)
    assert (np.diff(z_order.places(colors).astype(int)) > 0).all()


@settings(max_examples=examples(60))
@given(points_and_centroids(), CHUNKS, st.integers(0, 99))
def test_assignment_is_that_of_plain_float64(build, shares, points, chunk, seed):
    coordinates, centroids = points
    # Sums must be less than 2⁵³.
    farthest = np.abs(coordinates.astype(np.int64)).max(initial=1)
    heaviest = min((1 << 53) // (farthest * max(coordinates.shape[1], 1)), (1 << 32) - 1)
    weights = np.random.default_rng(seed).integers(
        1, heaviest, coordinates.shape[1], np.uint32, endpoint=True
    )
    with in_chunks(chunk):
        found = kernels.assign(coordinates, weights, centroids)
    labels = [plain_nearest(point, centroids) for point in coordinates.T.tolist()]
    assert found.labels.tolist() == labels
    for j in range(len(centroids)):
        mine = found.labels == j
        assert found.masses[j] == weights[mine].sum(dtype=np.int64)
        sums = (weights[mine].astype(np.int64) * coordinates[:, mine]).sum(axis=1)
        assert found.sums[j].tolist() == sums.tolist()


@settings(max_examples=examples(60))
@given(points_and_centroids(), st.integers(0, 3), st.booleans())
def test_settling_is_moving_to_means_and_assigning_again(build, points, iterations, slow):
    coordinates, centroids = points
    # Centroids must not be farther away.
    coordinates = coordinates.clip(-(10**9), 10**9).astype(coordinates.dtype)
    weights = np.arange(1, coordinates.shape[1] + 1, dtype=np.uint32)
    fixed = np.arange(len(centroids)) % 3 == 1
    found = before = kernels.assign(coordinates, weights, centroids)
    expected = centroids
    for _ in range(iterations):
        moves = (found.masses > 0) & ~fixed
        expected = expected.copy()
        expected[moves] = found.sums[moves] / found.masses[moves, None]
        found = kernels.assign(coordinates, weights, expected)
    with pytest.MonkeyPatch.context() as patch:
        if slow:
            patch.setattr(in_c, "_FEWEST_DISTANCES_TO_SHARE", 0)
        moved, after = kernels.settle(coordinates, weights, centroids, fixed, before, iterations)
    np.testing.assert_array_equal(moved, expected)
    for one, other in zip(after, found, strict=True):
        np.testing.assert_array_equal(one, other)


@settings(max_examples=examples(60))
@given(
    hnp.arrays(np.float64, st.tuples(st.integers(1, 12), st.just(3)), elements=st.integers(0, 99)),
    st.integers(1, 12),
    st.integers(0, 99),
)
def test_merging_is_that_of_the_cheapest_pair_each_time(build, means, k, seed):
    masses = np.random.default_rng(seed).integers(1, 50, len(means)).astype(float)
    clusters = [(mean, mass) for mean, mass in zip(means, masses, strict=True)]
    while len(clusters) > k:
        _, i, j = min(
            (m * n / (m + n) * ((a - b) ** 2).sum(), i, j)
            for i, (a, m) in enumerate(clusters)
            for j, (b, n) in enumerate(clusters[:i])
        )
        (a, m), (b, n) = clusters[i], clusters.pop(j)
        clusters[i - 1] = ((m * a + n * b) / (m + n), m + n)
    merged = kernels.unite(means, masses, k)
    np.testing.assert_array_equal(merged, in_numpy.unite(means, masses, k))
    assert len(merged) == min(k, len(means))
    # Among pairs that cost the same, which is merged first may change the rest; the center stays.
    if len(merged) == 1:
        np.testing.assert_allclose(merged[0], np.average(means, axis=0, weights=masses))
    costs = sorted(
        m * n / (m + n) * ((a - b) ** 2).sum()
        for i, (a, m) in enumerate(zip(means, masses, strict=True))
        for b, n in list(zip(means, masses, strict=True))[:i]
    )
    if len(set(costs)) == len(costs):
        expected = sorted(mean.tolist() for mean, _ in clusters)
        np.testing.assert_allclose(sorted(merged.tolist()), expected)


@settings(max_examples=examples(60))
@given(
    hnp.arrays(np.float64, st.tuples(st.sampled_from([3, 4]), st.integers(1, 30)), elements=FAR),
    st.lists(st.sampled_from([0, 0.5, 1]) | st.floats(0, 1), min_size=1, max_size=5),
    st.integers(0, 99),
)
def test_points_are_drawn_where_chances_add_up_to_a_part(build, positions, parts, seed):
    size = positions.shape[1]
    weights = np.random.default_rng(seed).integers(0, 9, size).astype(float)
    weights[seed % size] = 1
    nearest, chances = np.full(size, np.inf), weights
    for at in parts:
        if not chances.any():
            break
        drawn = kernels.draw(positions, weights, nearest, at)
        assert chances[drawn] > 0
        sums = np.cumsum(chances)
        assert sums[drawn] - chances[drawn] <= at * sums[-1] * (1 + 1e-9)
        assert sums[drawn] >= at * sums[-1] * (1 - 1e-9)
        away = positions - positions[:, drawn, None]
        np.testing.assert_allclose(nearest.min(), 0)
        assert (nearest <= (away**2).sum(axis=0) * (1 + 1e-9)).all()
        chances = nearest * weights


@given(st.integers(0, 9))
def test_draws_are_those_of_numpy(build, seed):
    random = np.random.default_rng(seed)
    positions, weights = random.random((3, 99)), random.random(99)
    one, other = np.full((2, 99), np.inf)
    for at in random.random(9):
        drawn = kernels.draw(positions, weights, one, at)
        assert drawn == in_numpy.draw(positions, weights, other, at)
        np.testing.assert_array_equal(one, other)


def plain_nearest(point, centroids):
    best, label = None, 0
    for j, centroid in enumerate(centroids.tolist()):
        distance = 0.0
        for mine, its in zip(point, centroid, strict=True):
            distance += (mine - its) * (mine - its)
        if best is None or distance < best:
            best, label = distance, j
    return label


@pytest.fixture(params=[3, 4], ids=["opaque", "soft"], scope="module")
def colors_of_photo(request, astronaut):
    """Colors of a photo, each once, as coordinates; and what is nearest to them, by k."""
    pixels = astronaut[::4, ::4].astype(int)
    if request.param == 4:
        alpha = np.broadcast_to(2 * np.arange(128)[:, None], (128, 128, 1))
        pixels = np.concatenate([pixels * alpha, 255 * alpha], axis=2)
    colors = np.unique(pixels.reshape(-1, request.param), axis=0)
    coordinates = colors.T.astype(TYPES[request.param], order="C")

    @cache
    def served_by(k):
        centroids = np.random.default_rng(k).uniform(0, colors.max(), (k, request.param))
        return centroids, nearest(coordinates, centroids)

    return coordinates, served_by


@pytest.mark.parametrize("k", [1, 2, 7, 256, 300])
def test_real_photo_is_assigned_the_same_by_every_build(build, shares, colors_of_photo, k):
    coordinates, served_by = colors_of_photo
    centroids, expected = served_by(k)
    found = kernels.assign(coordinates, np.ones(coordinates.shape[1], np.uint32), centroids)
    np.testing.assert_array_equal(found.labels, expected)


def nearest(coordinates, centroids):
    difference = coordinates.T[:, None].astype(float) - centroids
    distances = difference[..., 0] ** 2
    for channel in range(1, len(coordinates)):
        distances += difference[..., channel] ** 2
    return distances.argmin(axis=1)


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("k", [1, 2, 3, 8, 17, 255, 256])
def test_ties_and_nearly_ties_are_decided_as_in_float64(build, shares, k, channels):
    random = np.random.default_rng(k)
    # With alpha they are as large as in CIELAB, and two are what 32 bits hold at most.
    largest = 32_767 if channels == 3 else 7_200_000
    coordinates = random.integers(-largest, largest, (channels, 700)).astype(TYPES[channels])
    coordinates[:, :300] = random.choice([-largest, 0, largest], (channels, 300))
    if k % 2:
        coordinates[:, [5, 400]] = np.iinfo(TYPES[channels]).min, np.iinfo(TYPES[channels]).max
    # Two on both sides of a point are as far from it, or one by the last bits farther.
    middles = coordinates.T[random.integers(0, 700, k)].astype(np.float64)
    centroids = middles + random.uniform(-9, 9, (k, channels))
    centroids[1::2] = 2 * middles[: k - 1 : 2] - centroids[: k - 1 : 2]
    centroids[k // 2 :: 7] = centroids[0]
    centroids[k // 3 :: 5] = np.nextafter(centroids[-1], 0)
    found = kernels.assign(coordinates, np.ones(700, np.uint32), centroids)
    np.testing.assert_array_equal(found.labels, nearest(coordinates, centroids))


@pytest.mark.parametrize("k", [1, 7, 256])
def test_what_was_nearest_before_changes_no_assignment(build, shares, colors_of_photo, k):
    coordinates, served_by = colors_of_photo
    weights = np.random.default_rng(k).integers(1, 1 << 16, coordinates.shape[1], np.uint32)
    centroids, _ = served_by(k)
    far = np.random.default_rng(0).uniform(0, centroids.max(), centroids.shape)
    near = centroids + np.random.default_rng(1).uniform(-3, 3, centroids.shape)
    for other in (centroids, near, far, np.zeros_like(centroids), centroids[::-1].copy()):
        before = kernels.assign(coordinates, weights, other)
        kept = [each.copy() for each in before]
        found = kernels.assign(coordinates, weights, centroids, before)
        for new, plain in zip(found, kernels.assign(coordinates, weights, centroids), strict=True):
            np.testing.assert_array_equal(new, plain)
        for each, copy in zip(before, kept, strict=True):
            np.testing.assert_array_equal(each, copy)


def test_points_with_alpha_are_left_to_numpy_by_no_build(build, monkeypatch):
    if build != "numpy":
        monkeypatch.delattr(in_numpy, "assign")
    coordinates = np.array([[0, 65025]] * 4, np.int32)
    found = kernels.assign(
        coordinates, np.array([2, 3], np.uint32), np.array([[9e4] * 4, [0.0] * 4])
    )
    assert found.labels.tolist() == [1, 0]
    assert found.masses.tolist() == [3, 2]
    assert found.sums.tolist() == [[3 * 65025] * 4, [0] * 4]


# Points whose candidates are found together, in C; the last may be fewer.
GROUP = 128
NEAR = st.sampled_from(["one", "one of twins", "two", "some", "any"])
GROUPS = st.lists(NEAR, min_size=1, max_size=6)


@settings(max_examples=examples(40))
@given(CHANNELS, st.integers(1, 40), GROUPS, st.integers(1, GROUP), CHUNKS, st.integers(0, 99))
@example(3, 1, ["any", "any"], 1, 1 << 18, 0)
@example(4, 2, ["one", "one of twins", "one"], 127, 1 << 18, 0)
@example(3, 40, ["one", "two", "some", "one", "one of twins", "one"], 17, 1 << 18, 0)
@example(3, 40, ["any", "two", "some"], 17, 7, 0)
@example(4, 40, ["one", "two", "some", "one", "one of twins", "one"], 17, 1 << 18, 0)
def test_points_that_lie_together_are_assigned_as_any(
    build, shares, channels, k, groups, last, chunk, seed
):
    random = np.random.default_rng(seed)
    # 10,000 from each other, but for the last, which is there twice.
    centroids = np.stack(np.indices((4,) * channels), axis=-1).reshape(-1, channels)[:k] * 1e4
    centroids += random.uniform(-15_100, -14_900, channels)
    centroids = np.concatenate([centroids, centroids[1:][-1:]])
    points = []
    for near in groups:
        middles = {
            "one": centroids[random.integers(max(k - 1, 1))],
            "one of twins": centroids[-1],
            "two": centroids[:2].mean(axis=0),
            "some": centroids[random.integers(0, min(3, k), GROUP)],
            "any": random.integers(-20_000, 20_000, (GROUP, channels)),
        }
        points.append(middles[near] + random.integers(-2000, 2000, (GROUP, channels)))
    size = (len(groups) - 1) * GROUP + last
    coordinates = np.concatenate(points)[:size].T.astype(TYPES[channels], order="C")
    # Of fewer than 2³² pixels in all.
    weights = random.integers(1, 1 << 22, size, np.uint32)
    with in_chunks(chunk):
        found = kernels.assign(coordinates, weights, centroids)
    np.testing.assert_array_equal(found.labels, nearest(coordinates, centroids))
    masses, sums = np.zeros(len(centroids), np.int64), np.zeros(centroids.shape, np.int64)
    np.add.at(masses, found.labels, weights)
    np.add.at(sums, found.labels, (coordinates * weights.astype(np.int64)).T)
    np.testing.assert_array_equal(found.masses, masses)
    np.testing.assert_array_equal(found.sums, sums)


@settings(max_examples=examples(40))
@given(PIXELS | FEW_VALUES, st.sampled_from([np.uint8, np.int32]), CHUNKS)
def test_pixels_get_the_label_of_their_color(build, shares, pixels, dtype, chunk):
    colors, inverse = np.unique(pixels, axis=0, return_inverse=True)
    labels = ((np.arange(len(colors)) * 7 + 3) % 251).astype(dtype)
    with in_chunks(chunk):
        mapped = kernels.map_pixels(pixels, colors, labels)
    assert mapped.dtype == dtype
    np.testing.assert_array_equal(mapped, labels[inverse.ravel()])


@settings(max_examples=examples(100))
@given(PIXELS | FEW_VALUES, st.integers(1, 8), st.sampled_from([1, 32]), st.integers(0, 99))
@example(np.zeros((0, 3), np.uint8), 5, 1, 0)
def test_cells_get_the_exact_means_of_their_points(build, pixels, bits, finer, seed):
    colors = z_order.colors_at(np.unique(z_order.places(pixels)))
    size = len(colors)
    random = np.random.default_rng(seed)
    farthest = (1 << 15) // finer
    coordinates = random.integers(-farthest, farthest, (3, size), np.int16)
    largest = random.choice([1, 3, ((1 << 32) - 1) // max(size, 1)])
    weights = random.integers(1, largest, size, np.uint32, endpoint=True)
    pixels = np.arange(size, dtype=np.uint32)
    means, masses, totals = kernels.gather(colors, coordinates, weights, bits, finer, pixels)
    assert kernels.gather(colors, coordinates, weights, bits, finer).pixels is None
    assert (means.dtype, masses.dtype) == (np.int16, np.uint32)
    expected = plain_means(colors, coordinates, weights, bits, finer)
    assert list(zip(*means.tolist(), masses.tolist(), strict=True)) == expected
    _, cells = np.unique(colors >> (8 - bits), axis=0, return_inverse=True)
    assert sorted(totals.tolist()) == sorted(np.bincount(cells.ravel(), pixels).tolist())


def plain_means(colors, coordinates, weights, bits, finer):
    cells = {}
    points = zip(colors.tolist(), coordinates.T.tolist(), weights.tolist(), strict=True)
    for color, point, weight in points:
        cell = tuple(channel >> (8 - bits) for channel in color)
        cells.setdefault(cell, []).append((point, weight))
    found = []
    for members in cells.values():
        mass = sum(weight for _, weight in members)
        sums = [sum(point[row] * weight for point, weight in members) for row in range(3)]
        found.append((*(rounded(Fraction(finer * each, mass)) for each in sums), mass))
    return found


def rounded(fraction):
    """Round to nearest; of two, to the upper."""
    return floor(fraction + Fraction(1, 2))


@pytest.mark.parametrize(
    ("values", "weights", "mean"),
    [
        ([0, 1], [1, 1], 1),
        ([-1, 0], [1, 1], 0),
        ([-2, -1], [1, 1], -1),
        ([-2, -1], [2, 1], -2),
        ([0, 1], [3, 1], 0),
        ([-3, 4, 1], [1, 1, 2], 1),
        ([-32768, -32768], [1, (1 << 32) - 2], -32768),
        ([32767, 32767], [1 << 31, (1 << 31) - 1], 32767),
        ([0, 1], [1 << 31, (1 << 31) - 1], 0),
        ([-1, 0], [1 << 31, (1 << 31) - 1], -1),
    ],
)
def test_means_of_cells_are_rounded_to_nearest_and_halves_upward(build, values, weights, mean):
    colors = z_order.colors_at(np.arange(len(values), dtype=np.uint32))
    coordinates = np.array([values] * 3, np.int16)
    means, masses, _ = kernels.gather(colors, coordinates, np.array(weights, np.uint32), 6, 1)
    assert means.tolist() == [[mean]] * 3
    assert masses.tolist() == [sum(weights)]


@pytest.mark.parametrize("space", [OKLAB, LAB, LOOKS], ids=lambda space: space.name)
@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 90_000])
def test_colors_are_converted_as_by_the_functions_of_a_space(build, shares, space, size):
    colors = np.random.default_rng(size).integers(0, 256, (size, 3), np.uint8)
    colors[::50], colors[1::50] = 255, 0
    found = kernels.convert(colors, space)
    assert found.dtype == np.int16
    np.testing.assert_array_equal(found, np.rint(space.from_srgb(colors) * space.scale).T)


@settings(max_examples=examples(25))
@given(PIXELS | FEW_VALUES, st.sampled_from([1, 1 << 10, 1 << 23]), st.integers(0, 99))
@example(np.zeros((0, 3), np.uint8), 1, 0)
def test_colors_weigh_as_much_as_they_are_noticed(build, pixels, most, seed):
    random = np.random.default_rng(seed)
    counts = random.integers(1, most, len(pixels), endpoint=True)
    salience = random.integers(1, 1 << 16, 8**5, np.uint16)
    weights = kernels.weigh(pixels, counts, salience, 5)
    at = [place >> 9 for place in z_order.places(pixels).tolist()]
    products = [int(counts[i]) * int(salience[at[i]]) for i in range(len(pixels))]
    shift = max(sum(products).bit_length() - 31, 0)
    assert weights.tolist() == [max(product >> shift, 1) for product in products]


def test_errors_and_energies_are_added_up_exactly(build):
    random = np.random.default_rng(0)
    colors, shown = (random.integers(0, 256, (size, 3), np.uint8) for size in (99, 7))
    counts, labels = random.integers(1, 1 << 32, 99), random.integers(0, 7, 99, np.int32)
    apart = [
        sum((a - b) ** 2 for a, b in zip(*pair, strict=True))
        for pair in zip(colors.tolist(), shown[labels].tolist(), strict=True)
    ]
    expected = sum(count * each for count, each in zip(counts.tolist(), apart, strict=True))
    assert kernels.error(colors, counts, labels, shown) == expected
    coordinates = random.choice(np.array([-32768, -1, 32767], np.int16), (3, 99))
    weights = random.integers(1, 1 << 25, 99, np.uint32)
    squares = [sum(each**2 for each in point) for point in coordinates.T.tolist()]
    energy = sum(weight * each for weight, each in zip(weights.tolist(), squares, strict=True))
    assert kernels.energy(coordinates, weights) == energy


@settings(max_examples=examples(30))
@given(CHANNELS, st.integers(0, 90), st.integers(1, 5), st.integers(1, 9), st.integers(0, 99))
def test_boxes_are_cut_in_the_same_places_by_every_build(build, channels, size, boxes, bins, seed):
    random = np.random.default_rng(seed)
    box_of = random.integers(-1, boxes, size, np.int32)
    weights = random.integers(1, 1 << 20, size).astype(float)
    positions = random.integers(0, 4 * bins, (channels, size)) / 32
    moments = positions * weights
    mass = np.maximum([weights[box_of == box].sum() for box in range(boxes)], 1)
    means = np.array([[row[box_of == box].sum() for box in range(boxes)] for row in moments]) / mass
    given = box_of, (positions * 8).astype(np.int32), weights, moments, means, bins
    found, expected = kernels.best_cuts(*given), in_numpy.best_cuts(*given)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_box_is_cut_where_its_error_falls_most(build):
    bins = np.array([[0, 0, 1, 9], [0, 1, 0, 1], [5, 5, 5, 5]], np.int32)
    moments, means = bins * 1.0, bins.mean(axis=1, keepdims=True)
    ones = np.ones(4)
    cuts = kernels.best_cuts(np.zeros(4, np.int32), bins, ones, moments, means, 10)
    assert (cuts.axes.tolist(), cuts.places.tolist()) == ([0], [1])
    halves = [bins[:, :3], bins[:, 3:]]
    left = sum(((half - half.mean(axis=1, keepdims=True)) ** 2).sum() for half in halves)
    assert cuts.gains[0] == pytest.approx(((bins - means) ** 2).sum() - left)


def test_sums_of_bright_neighbors_vary_as_those_of_dark_ones(build):
    random = np.random.default_rng(0)
    dark = random.integers(0, 20, (6, 5, 3), np.uint8)
    slopes = np.array([[22, 49, 9], [24, -31, 7], [9, 22, -31]], np.int32)
    rows, columns = np.array([0, 1, 5]), np.array([0, 2, 3, 4])
    expected = [
        [
            np.pad(dark, ((1, 1), (1, 1), (0, 0)), "edge")[y : y + 3, x : x + 3].reshape(9, 3)
            @ slopes.T
            for x in columns
        ]
        for y in rows
    ]
    for pixels in (dark, dark + np.uint8(235)):
        found, places = kernels.vary(pixels, rows, columns, slopes)
        np.testing.assert_allclose(found, np.var(expected, axis=2).sum(axis=2), rtol=1e-6)
        chosen = pixels[np.ix_(rows, columns)].reshape(-1, 3)
        np.testing.assert_array_equal(places.ravel(), z_order.places(chosen))


@pytest.mark.parametrize("shape", [(6, 5), (1, 9), (7, 1), (1, 1)])
@pytest.mark.parametrize("transparent", [False, True])
def test_vivid_pixels_like_two_about_them_are_summed_by_cell(build, shape, transparent):
    random = np.random.default_rng(1)
    pixels = random.choice(np.array([0, 32, 40, 73], np.uint8), (*shape, 3), p=[0.1, 0.6, 0.1, 0.2])
    alpha = random.choice(np.array([0, 127, 128, 255], np.uint8), shape) if transparent else None
    rows, columns = np.arange(0, shape[0], 2), np.arange(0, shape[1])
    samples = pixels[np.ix_(rows, columns)].astype(int)
    counts, sums = np.zeros(8, int), np.zeros((3, 8), int)
    for y, x in np.ndindex(samples.shape[:2]):
        around = [(y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)]
        around = [each for each in around if 0 <= each[0] < len(rows) and 0 <= each[1] < shape[1]]
        like = sum(np.abs(samples[y, x] - samples[each]).max() <= 40 for each in around)
        opaque = alpha is None or alpha[rows[y], columns[x]] >= 128
        if np.ptp(samples[y, x]) >= 33 and like >= 2 and opaque:
            red, green, blue = samples[y, x] >> 6
            counts[4 * red + 2 * green + blue] += 1
            sums[:, 4 * red + 2 * green + blue] += samples[y, x]
    limits = {"similar": 40, "vivid": 33, "bits": 2}
    found = kernels.sum_areas(pixels, alpha, rows, columns, **limits)
    # All channels are below 128, so only the first eight of 64 cells can have any.
    np.testing.assert_array_equal(found[0], np.pad(counts, (0, 56)))
    np.testing.assert_array_equal(found[1], np.pad(sums, ((0, 0), (0, 56))))


def test_cancelling_ends_all_threads_before_it_passes_through(
    build, shares, astronaut, monkeypatch
):
    class Stop(Exception):
        pass

    heard, helping, help_on = [], [], parallel._work_off

    def stop(fraction):
        heard.append(fraction)
        if fraction > 0:
            raise Stop

    def help_out(*arguments):
        helping.append(arguments)
        help_on(*arguments)
        helping.pop()

    monkeypatch.setattr(parallel, "_work_off", help_out)
    pixels = astronaut.reshape(-1, 3)
    with in_chunks(1 << 12):
        with pytest.raises(Stop):
            kernels.count_colors(pixels, tick=Tick(stop))
        assert not helping
        assert heard[-1] < 0.5
        colors, counts = kernels.count_colors(pixels)
    assert counts.sum() == len(pixels)
    assert len(colors) == len(np.unique(pixels, axis=0))


def cut_two(**wrong):
    right = {
        "box_of": np.zeros(2, np.int32),
        "bins": np.zeros((3, 2), np.int32),
        "weights": np.ones(2),
        "moments": np.ones((3, 2)),
        "means": np.zeros((3, 1)),
    }
    kernels.best_cuts(**{**right, **wrong}, bins_per_axis=4)


def areas_of_two(**wrong):
    right = {"alpha": None, "rows": np.arange(2), "columns": np.arange(2), "bits": 4}
    kernels.sum_areas(np.zeros((2, 2, 3), np.uint8), **{**right, **wrong}, similar=9, vivid=9)


def gather_four(**wrong):
    right = {
        "colors": np.zeros((4, 3), np.uint8),
        "coordinates": np.zeros((3, 4), np.int16),
        "weights": np.ones(4, np.uint32),
    }
    kernels.gather(**{**right, **wrong}, bits=5, finer=1)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: kernels.count_colors(np.zeros((4, 3))),
        lambda: kernels.count_colors(np.zeros((4, 6), np.uint8)[:, ::2]),
        lambda: kernels.count_colors(np.zeros((4, 3), np.uint8), np.zeros(3, bool)),
        lambda: kernels.assign(np.zeros((3, 4)), np.ones(4, np.uint32), np.zeros((2, 3))),
        lambda: kernels.assign(np.zeros((3, 4), "i4"), np.ones(4, np.uint32), np.zeros((2, 3))),
        lambda: kernels.assign(np.zeros((4, 4), "i2"), np.ones(4, np.uint32), np.zeros((2, 4))),
        lambda: kernels.assign(np.zeros((4, 4), "i4"), np.ones(4, np.uint32), np.zeros((2, 3))),
        lambda: kernels.assign(np.zeros((3, 4), "i2"), np.ones(3, np.uint32), np.zeros((2, 3))),
        lambda: kernels.assign(np.zeros((3, 4), "i2"), np.ones(4, np.uint32), np.zeros((2, 2))),
        lambda: kernels.assign(
            np.zeros((3, 4), "i2"), np.ones(4, np.uint32), np.full((2, 3), np.nan)
        ),
        lambda: kernels.assign(
            *(np.zeros((3, 4), "i2"), np.ones(4, np.uint32), np.zeros((2, 3))),
            kernels.assign(np.zeros((3, 4), "i2"), np.ones(4, np.uint32), np.zeros((1, 3))),
        ),
        lambda: kernels.map_pixels(
            np.zeros((4, 3), np.uint8), np.zeros((2, 3), np.uint8), np.zeros(1, np.uint8)
        ),
        lambda: kernels.map_pixels(
            np.zeros((4, 3), np.uint8), np.zeros((2, 3), np.uint8), np.zeros(2, np.int64)
        ),
        lambda: kernels.gather(
            *(np.zeros((2, 3), "u1"), np.zeros((3, 2), "i2"), np.ones(2, "u4"), 9, 1)
        ),
        lambda: kernels.gather(
            *(np.zeros((2, 3), "u1"), np.zeros((3, 2), "i2"), np.zeros(2, "u4"), 5, 1)
        ),
        lambda: kernels.convert(np.zeros((4, 4), "u1"), LAB),
        lambda: kernels.weigh(
            *(np.zeros((2, 3), "u1"), np.ones(2, "i8"), np.ones(8**4, np.uint16), 5)
        ),
        lambda: kernels.weigh(np.zeros((2, 3), "u1"), np.ones(3, "i8"), np.ones(8, "u2"), 1),
        lambda: kernels.error(
            *(np.zeros((2, 3), "u1"), np.ones(2, "i8"), np.full(2, 3, "i4"), np.ones((3, 3), "u1"))
        ),
        lambda: kernels.error(
            *(np.zeros((2, 3), "u1"), np.ones(2, "i8"), np.full(2, -1, "i4"), np.ones((3, 3), "u1"))
        ),
        lambda: kernels.energy(np.zeros((3, 2), "i2"), np.ones(3, "u4")),
        lambda: cut_two(box_of=np.array([0, 1], np.int32)),
        lambda: cut_two(bins=np.full((3, 2), 4, np.int32)),
        lambda: cut_two(bins=np.full((3, 2), -1, np.int32)),
        lambda: cut_two(weights=np.ones(2, np.float32)),
        lambda: cut_two(means=np.zeros((2, 1))),
        lambda: kernels.vary(
            *(np.zeros((2, 2, 3), "u1"), np.arange(3), np.arange(2), np.ones((3, 3), "i4"))
        ),
        lambda: kernels.vary(
            *(np.zeros((2, 2, 3), "u1"), np.arange(2), np.arange(2), np.full((3, 3), 999, "i4"))
        ),
        lambda: kernels.draw(np.zeros((3, 2)), np.zeros(2), np.zeros(2), 0.5),
        lambda: kernels.draw(np.zeros((2, 3)).T, np.ones(2), np.zeros(2), 0.5),
        lambda: kernels.unite(np.zeros((2, 3)), np.zeros(2), 1),
        lambda: kernels.unite(np.zeros((2, 3)), np.ones(2), 0),
        lambda: areas_of_two(rows=np.arange(3)),
        lambda: areas_of_two(columns=np.array([-1])),
        lambda: areas_of_two(alpha=np.zeros((2, 3), np.uint8)),
        lambda: areas_of_two(bits=9),
        lambda: gather_four(colors=np.zeros((4, 3), np.int16)),
        lambda: gather_four(colors=np.zeros((3, 3), np.uint8)),
        lambda: gather_four(coordinates=np.zeros((3, 4))),
        lambda: gather_four(coordinates=np.zeros((3, 3), np.int16)),
        lambda: gather_four(coordinates=np.zeros((4, 3), np.int16).T),
        lambda: gather_four(weights=np.ones(4, np.int64)),
        lambda: gather_four(pixels=np.ones(4, np.int64)),
        lambda: gather_four(pixels=np.ones(3, np.uint32)),
        lambda: gather_four(weights=np.ones(3, np.uint32)),
    ],
)
def test_nothing_unchecked_goes_to_c(build, wrong):
    with pytest.raises((TypeError, ValueError)):
        wrong()


@settings(max_examples=examples(50))
@given(PIXELS)
def test_places_lead_back_to_the_colors(pixels):
    np.testing.assert_array_equal(z_order.colors_at(z_order.places(pixels)), pixels)
    parts = sum(z_order.part_of(values, channel) for channel, values in enumerate(pixels.T))
    np.testing.assert_array_equal(parts, z_order.places(pixels))


@pytest.mark.parametrize(
    ("color", "place"),
    [((0, 0, 1), 1), ((0, 1, 0), 2), ((1, 0, 0), 4), ((2, 0, 1), 33), ((255, 255, 255), 0xFFFFFF)],
)
def test_place_takes_a_bit_of_each_channel_by_turns(color, place):
    assert z_order.places(np.array([color], np.uint8)).tolist() == [place]
