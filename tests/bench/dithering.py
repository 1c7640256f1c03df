"""How long dithering takes: `python -m tests.bench.dithering PHOTO …`.

For each photo, method and number of colors the seconds of `dither` alone, and how much nearer the
mean over 8 × 8 pixels is to that of the photo than without (root of the mean squared difference of
these means in sRGB).
"""

import sys
import time

import numpy as np

from core import Settings, count_colors, draft, kernels, open_photo, reduce
from core.color.spaces import linear_to_srgb, srgb_to_linear
from core.reduction.dither import dither, targets
from core.settings import DITHERS

KS = (2, 16, 256)
RUNS = 3
_BLOCK = 8


def main(paths):
    print(f"loops: {kernels.version()}")
    for path in paths:
        photo = open_photo(path)
        histogram = count_colors(photo)
        print(f"\n{photo.width} × {photo.height}, {len(histogram)} colors; seconds, difference")
        print("".join(f"{name:>22}" for name in ("", *KS, "draft, 16")))
        for method in DITHERS:
            cells = [measured(photo, histogram, Settings(k, dither=method)) for k in KS]
            cells.append(f"{draft_seconds(photo, histogram, Settings(16, dither=method)):.3f}")
            print("".join(f"{cell:>22}" for cell in (method, *cells)), flush=True)


def measured(photo, histogram, settings):
    plain = reduce(photo, Settings(settings.colors), histogram=histogram)
    colors, best, indices = plain.palette.colors, np.inf, plain.indices
    for _ in range(RUNS if settings.dithered else 0):
        begin = time.perf_counter()
        indices = dither(photo, histogram, targets(colors, settings), settings)
        best = min(best, time.perf_counter() - begin)
    taken = f"{best:.2f} s" if settings.dithered else ""
    return f"{taken}  {difference(photo.pixels, colors[indices]):5.2f}"


def draft_seconds(photo, histogram, settings):
    """Seconds of a draft of what fills a window."""
    step = max(photo.width // 1200, 1)
    seen = type(photo).from_array(photo.pixels[::step, ::step].copy())
    begin = time.perf_counter()
    draft(histogram, settings, seen, histogram)
    return time.perf_counter() - begin


def difference(one, other):
    squared = (block_means(one) - block_means(other)) ** 2
    return float(np.sqrt(squared.mean()))


def block_means(rgb):
    height, width = (size // _BLOCK for size in rgb.shape[:2])
    means = np.empty((height, width, 3))
    for y in range(height):
        row = srgb_to_linear(rgb[y * _BLOCK : (y + 1) * _BLOCK, : width * _BLOCK])
        means[y] = row.reshape(_BLOCK, width, _BLOCK, 3).mean(axis=(0, 2))
    return linear_to_srgb(means)


if __name__ == "__main__":
    main(sys.argv[1:])
