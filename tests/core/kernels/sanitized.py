"""Work for loops in C that are compiled so that they watch themselves.

`python -m tests.core.kernels.sanitized BUILD JOB` does one job with such a build: the work that the
program gives to the loops, or one of some mistakes, which must not pass unseen. The build `numpy`
is none: numpy does the work.
"""

import ctypes
import hashlib
import sys
from itertools import cycle, product

import numpy as np

from core import kernels, parallel
from core.color.spaces import GRAIN, LAB, LOOKS, OKLAB, RGB
from core.kernels import in_c, native
from core.kernels import targets as aims
from core.reduction.dither import weights

# Around the lanes of a vector, twice as many, and the points whose candidates are found together.
SIZES = [0, 1, 3, 4, 5, 8, 9, 16, 17, 33, 127, 128, 129, 257, 600]
KS = [1, 2, 3, 4, 5, 8, 9, 16, 17, 100, 257]


class Watched:
    """The functions of a build; remembers which were called."""

    def __init__(self, functions):
        self._functions = functions
        self.called = set()

    def __getattr__(self, name):
        self.called.add(name)
        return getattr(self._functions, name)


def work(functions):
    """Do all kinds of work in the loops; print a digest of each kind, and the calls."""
    parallel.use_threads(3)
    in_c._FEWEST_DISTANCES_TO_SHARE = in_c._FEWEST_PIXELS_TO_SHARE = 0
    in_c._PIXELS_PER_CHUNK, in_c._DISTANCES_PER_CHUNK = 100, 3000
    in_c._DITHERED_PER_CHUNK = 100
    watched = None if functions is None else Watched(functions)
    library = None if functions is None else native.Library(watched, "sanitized")
    native.library = lambda: library
    for kind in (count_and_map, convert_and_add, gather, assign, dither, resize):
        print(kind.__name__, digest(kind()))
    if watched is not None:
        print(*sorted(watched.called))


def digest(results):
    hashed = hashlib.sha256()
    for each in results:
        array = np.asarray(each)
        hashed.update(f"{array.dtype} {array.shape}".encode())
        hashed.update(array.tobytes())
    return hashed.hexdigest()


def count_and_map():
    random = np.random.default_rng(1)
    for size, values in product(SIZES, ([0, 255], range(256))):
        pixels = random.choice(np.array(values, np.uint8), (size, 3))
        visible = random.random(size) < 0.7
        yield from kernels.count_colors(pixels)
        colors, counts = kernels.count_colors(pixels, visible)
        yield from (colors, counts)
        for dtype in (np.uint8, np.int32):
            labels = np.arange(len(colors)).astype(dtype)
            yield kernels.map_pixels(pixels, colors, labels)
    # As many pixels are counted in a table.
    in_c._MOST_PIXELS_TO_SORT, before = 0, in_c._MOST_PIXELS_TO_SORT
    for size in (1, 99, 301):
        pixels = random.integers(250, 256, (size, 3), np.uint8)
        yield from kernels.count_colors(pixels)
        yield from kernels.count_colors(pixels, random.random(size) < 0.7)
    in_c._MOST_PIXELS_TO_SORT = before


def convert_and_add():
    random = np.random.default_rng(5)
    for size, space in product(SIZES, (OKLAB, LAB, LOOKS)):
        colors, counts = random.integers(0, 256, (size, 3), np.uint8), np.full(size, 1 << 20)
        coordinates = kernels.convert(colors, space)
        salience = random.integers(1, 1 << 16, 8**5, np.uint16)
        weights = kernels.weigh(colors, counts, salience, 5)
        labels, shown = random.integers(0, 9, size, np.int32), np.full((9, 3), 80, np.uint8)
        yield from (coordinates, weights, kernels.energy(coordinates, weights))
        yield kernels.error(colors, counts, labels, shown)
        box_of, bins = labels - np.int32(1), random.integers(0, 7, (3, size), np.int32)
        rows = coordinates.astype(np.float64)
        if size:
            nearest = np.full(size, np.inf)
            yield [kernels.draw(rows, weights * 1.0, nearest, at) for at in (0.0, 0.5, 1.0)]
            means = np.ascontiguousarray(rows.T)
            yield from (nearest, kernels.unite(means[:40], weights[:40] * 1.0, 3))
        yield from kernels.best_cuts(box_of, bins, weights * 1.0, rows, np.ones((3, 8)), 7)
    slopes = random.integers(-128, 129, (3, 3), np.int32)
    for height, width in ((1, 1), (2, 9), (9, 2), (17, 33)):
        pixels = random.integers(0, 256, (height, width, 3), np.uint8)
        rows, columns = np.arange(height), np.arange(width)
        yield from kernels.vary(pixels, rows, columns, slopes)
        for alpha in (None, random.integers(0, 256, (height, width), np.uint8)):
            limits = {"similar": 99, "vivid": 40, "bits": 4}
            yield from kernels.sum_areas(pixels, alpha, rows, columns, **limits)


def gather():
    random = np.random.default_rng(2)
    for size, bits in product(SIZES, (1, 5, 8)):
        colors, counts = kernels.count_colors(random.integers(0, 256, (size, 3), np.uint8))
        lowest, highest = np.iinfo(np.int16).min, np.iinfo(np.int16).max
        coordinates = random.integers(lowest, highest, (3, len(colors)), np.int16, endpoint=True)
        heavy = (counts * ((1 << 32) // (size + 1))).astype(np.uint32)
        yield from kernels.gather(colors, coordinates, heavy, bits, 1)[:2]
        yield from kernels.gather(colors, coordinates, heavy, bits, 1, counts.astype(np.uint32))


def assign():
    random = np.random.default_rng(3)
    for k, size, (dtype, channels) in product(KS, SIZES, ((np.int16, 3), (np.int32, 4))):
        # Near each other at first, so that groups have one candidate or few; then anywhere.
        reach = np.linspace(1, np.iinfo(dtype).max, size)
        coordinates = random.uniform(-reach, reach, (channels, size)).astype(dtype)
        coordinates[:, -1:] = np.iinfo(dtype).min
        weights = random.integers(1, 1 << 10, size, np.uint32)
        centroids = random.integers(-33000, 33000, (k, channels)).astype(np.float64)
        centroids[k // 2] = centroids[0]
        found = kernels.assign(coordinates, weights, centroids)
        yield from found
        yield from kernels.assign(coordinates, weights, centroids + 99.5, found)
        yield from kernels.assign(coordinates, weights, centroids * 3e4)
        # In C at once, where it is quick; and means must not be too far away.
        in_c._FEWEST_DISTANCES_TO_SHARE = 1 << 21
        coordinates >>= 2
        found = kernels.assign(coordinates, weights, centroids)
        fixed = np.arange(k) % 3 == 1
        moved, after = kernels.settle(coordinates, weights, centroids, fixed, found, 3)
        in_c._FEWEST_DISTANCES_TO_SHARE = 0
        yield from (moved, *after)


def dither():
    random = np.random.default_rng(4)
    # Several bands take turns.
    aims._ROWS, aims._ROWS_BEFORE = 4, 2
    spaces = (GRAIN, RGB, GRAIN, LAB, RGB, GRAIN, OKLAB)
    # The most that there can be, too; extremes make the largest errors.
    for n, space in zip((1, 2, 3, 64, 65, 256, 1024), spaces, strict=True):
        colors = random.choice(np.array([0, 1, 254, 255], np.uint8), (n, 3))
        colors[n // 2 :] = random.integers(0, 256, (n - n // 2, 3))
        shown = random.integers(0, min(n, 256), n).astype(np.uint8)
        in_light, given = space is not GRAIN, n in {2, 3}
        targets = aims.Targets(colors, shown, space, given=given, in_light=in_light)
        for (height, width), method in zip(
            ((1, 1), (1, 9), (9, 1), (2, 3), (13, 9)), cycle(("jarvis", "floyd-steinberg"))
        ):
            pixels = random.choice(np.array([0, 3, 128, 255], np.uint8), (height, width, 3))
            pixels[0, 0] = colors[-1]
            visible = random.random((height, width)) < 0.7
            for seen, strength in ((None, 100), (visible, 60)):
                each = weights(method, strength)
                indices = kernels.diffuse(pixels, seen, targets, each, serpentine=seen is None)
                yield indices
                flat = None if seen is None else seen.ravel()
                rows = pixels.reshape(-1, 3)
                counts, error = kernels.tally(
                    rows, flat, indices.ravel(), np.resize(colors, (256, 3))
                )
                yield from (counts, error)
                for parts in (1, 4, 64) if n <= 65 else (1, 4):
                    yield kernels.mix(rows, targets, (1 << 14) * strength // 100, parts)


def resize():
    random = np.random.default_rng(6)
    in_c._ROWS_RESAMPLED_PER_CHUNK = 3
    for height, width, size in (
        (1, 1, (1, 1)),
        (5, 33, (4, 2)),
        (40, 3, (9, 31)),
        (7, 9, (70, 40)),
    ):
        pixels = random.integers(0, 256, (height, width, 3), np.uint8)
        alpha = random.choice(np.array([0, 9, 255], np.uint8), (height, width))
        yield kernels.resample(pixels, None, size)[0]
        yield from kernels.resample(pixels, alpha, size)


def read_too_far(functions):
    map_pixels(functions, np.zeros(3 * 10 - 1, np.uint8), np.zeros(10, np.uint8))


def write_too_far(functions):
    map_pixels(functions, np.zeros(3 * 10, np.uint8), np.zeros(10 - 1, np.uint8))


def map_pixels(functions, pixels, labels):
    cells, table = np.zeros(1 << 15, np.uint32), np.zeros(512, np.uint8)
    functions.fewtone_map(at(pixels), 10, at(cells), at(table), at(labels))


def write_to_what_is_gone(functions):
    # Small arrays numpy keeps for the next one.
    pixels, labels = np.zeros(30_000, np.uint8), np.zeros(10_000, np.uint8)
    cells, table = np.zeros(1 << 15, np.uint32), np.zeros(512, np.uint8)
    gone = at(labels)
    del labels
    functions.fewtone_map(at(pixels), 10_000, at(cells), at(table), gone)


def shift_too_far(functions):
    colors, points, weights = np.zeros(3, np.uint8), np.zeros(3, np.int16), np.ones(1, np.uint32)
    arrays, results = (colors, points, weights), (np.zeros(3, np.int16), np.zeros(1, np.uint32))
    functions.fewtone_gather(*map(at, arrays), None, 1, 32, 1, *map(at, results), None)


def at(array):
    return array.ctypes.data


JOBS = (work, read_too_far, write_too_far, write_to_what_is_gone, shift_too_far)

if __name__ == "__main__":
    build, job = sys.argv[1:]
    functions = None if build == "numpy" else native._declared(ctypes.CDLL(build))
    {each.__name__: each for each in JOBS}[job](functions)
