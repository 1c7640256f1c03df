"""k-means watched: what a trace takes beside its run, and how fast the color cube is painted."""

import statistics
import time
import tracemalloc
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import get_args

import numpy as np

from core import Histogram, Photo, Settings, count_colors, open_photo, reduce, shown_at, trace
from core.charts.cloud import CubeSpace, cloud_of, paint_cloud
from core.charts.cube_view import CubeView
from tests.bench.engine import ms

RUNS = (
    Settings(8),
    Settings(256),
    Settings(16, "in_pixels"),
    Settings(16, "random", 1000),
    Settings(16, effort="best"),
)
SIDES = (500, 1000)
FRAMES = 60
SCREEN = (800, 1200)
WHITE = (255, 255, 255)


def measure(path: Path) -> Iterator[tuple[str, str, float]]:
    """Yield what was measured, a note, and its number with the unit in the first."""
    photo = open_photo(path)
    histogram = count_colors(photo)
    about = f"{path.name}, {photo.width * photo.height / 1e6:.1f} MP, {len(histogram)} colors"
    for settings in RUNS:
        name = f"{settings.start} {settings.effort}, k = {settings.colors}"
        run = partial(reduce, photo, settings, histogram=histogram)
        yield f"reduce, {name}, ms", about, ms(run)
        yield f"trace, {name}, ms", about, ms(partial(trace, histogram, settings))
        yield from _memory(histogram, settings, name)
    yield from _moments(photo.pixels)
    yield from _cube(histogram, about)


def _memory(
    histogram: Histogram, settings: Settings, name: str
) -> Iterator[tuple[str, str, float]]:
    """Yield the most that a trace takes while it runs, and what its moments take."""
    tracemalloc.start()
    moments = trace(histogram, settings).moments
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    yield f"trace, {name}, MB at most", f"{len(moments)} moments", most / 1e6
    kept = sum(moment.nbytes for moment in moments)
    yield f"trace, {name}, MB of moments", f"{len(moments)} moments", kept / 1e6


def _moments(pixels: np.ndarray) -> Iterator[tuple[str, str, float]]:
    """Yield how long it takes to show one moment on a screen."""
    every = max(-(-pixels.shape[0] // SCREEN[0]), -(-pixels.shape[1] // SCREEN[1]))
    seen = Photo.from_array(pixels[::every, ::every])
    colors = count_colors(seen)
    for k in (8, 256):
        settings = Settings(k)
        moment = trace(colors, settings).moments[-1]
        show = partial(shown_at, seen, colors, moment.positions, settings)
        yield f"one moment shown, k = {k}, ms", f"{seen.width} × {seen.height}", ms(show)


def _cube(histogram: Histogram, about: str) -> Iterator[tuple[str, str, float]]:
    """Yield frames a second of the cube turned all around, in the time of one processor."""
    for space in get_args(CubeSpace):
        cloud = cloud_of(histogram, space)
        for side in SIDES:
            view, seconds = CubeView(side, side), []
            for _ in range(FRAMES):
                view = view.turned(6.3 / FRAMES, 0)
                begin = time.thread_time()
                paint_cloud(cloud, view, WHITE)
                seconds.append(time.thread_time() - begin)
            name = f"cube in {space}, {side} × {side}, frames a second"
            yield name, f"{about}, {len(cloud)} beads", 1 / statistics.median(seconds)
