"""Fewtone alone: drafts, another k, its parts, and how the time grows with pixels and colors."""

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from core import Photo, Settings, count_colors, draft, kernels, open_photo, parallel, reduce

ROUNDS = 5
COLORS = (2, 4, 8, 16, 32, 64, 128, 256)
SEEN = (1000, 1000)
MEGAPIXELS = (12, 24, 50, 100, 200)


def measure(paths: list[Path]) -> Iterator[tuple[str, str, float]]:
    """Yield what was measured, a note, and milliseconds."""
    yield "loops", f"{kernels.version()}, {parallel.threads()} threads", 0.0
    for path in paths:
        photo = open_photo(path)
        histogram = count_colors(photo)
        about = f"{path.name}, {photo.width * photo.height / 1e6:.1f} MP, {len(histogram)} colors"
        yield from _parts(photo, about)
        seen = Photo.from_array(_repeated(photo.pixels, *SEEN))
        seen_colors = count_colors(seen)
        for k in COLORS:
            work = partial(draft, histogram, Settings(k), seen, seen_colors)
            yield f"draft of 1 MP, k = {k}", about, ms(work)
        for k in COLORS:
            work = partial(reduce, photo, Settings(k), histogram=histogram)
            yield f"another k = {k}, exact", about, ms(work)


def _parts(photo: Photo, about: str) -> Iterator[tuple[str, str, float]]:
    """Yield the parts of a run for 16 and 256 colors, and the limit: a copy of the bytes."""
    yield "copy of the photo's bytes", about, ms(photo.pixels.copy)
    yield "distinct colors", about, ms(partial(count_colors, photo))
    histogram = count_colors(photo)
    points = histogram.points()
    for k in (16, 256):
        result = reduce(photo, Settings(k), histogram=histogram)
        centroids = result.palette.colors.astype(np.float64)
        labels = points.assign(centroids).labels.astype(np.uint8)
        pixels = photo.pixels.reshape(-1, 3)
        yield f"one assignment, k = {k}", about, ms(partial(points.assign, centroids))
        work = partial(kernels.map_pixels, pixels, histogram.colors, labels)
        yield f"mapping pixels, k = {k}", about, ms(work)
        yield f"all from Photo.from_array, k = {k}", about, ms(partial(_all, photo.pixels, k))


def _all(pixels: np.ndarray, k: int) -> None:
    reduce(Photo.from_array(pixels), Settings(k))


def growth(path: Path) -> Iterator[tuple[str, str, float]]:
    """Yield the time for ever larger photos: the photo tiled, with noise added to each tile."""
    pixels = open_photo(path).pixels
    for megapixels in MEGAPIXELS:
        large = noisy(pixels, megapixels)
        photo = Photo.from_array(large)
        distinct = len(count_colors(photo))
        note = f"{large.shape[0] * large.shape[1] / 1e6:.0f} MP, {distinct} colors"
        for k in (16, 256):
            yield f"{megapixels} MP, k = {k}", note, ms(partial(reduce, photo, Settings(k)), 3)


def ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median of several runs, in milliseconds, after one to warm up."""
    work()
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return 1000 * statistics.median(taken)


def _repeated(pixels: np.ndarray, height: int, width: int) -> np.ndarray:
    """Cut a picture of a size out of the middle, repeated where it is too small."""
    times = (-(-height // pixels.shape[0]), -(-width // pixels.shape[1]), 1)
    large = np.tile(pixels, times)
    top, left = (large.shape[0] - height) // 2, (large.shape[1] - width) // 2
    return np.ascontiguousarray(large[top : top + height, left : left + width])


def noisy(pixels: np.ndarray, megapixels: int) -> np.ndarray:
    """Tile a picture to a size, with some noise on each tile, as no camera repeats itself."""
    rng = np.random.default_rng(0)
    height = max(round(megapixels * 1e6 / pixels.shape[1]), 1)
    large = np.empty((height, *pixels.shape[1:]), np.uint8)
    for top in range(0, height, len(pixels)):
        part = pixels[: height - top].astype(np.int16)
        part += rng.integers(-2, 3, part.shape, np.int16)
        large[top : top + len(part)] = np.clip(part, 0, 255)
    return large
