"""Error diffusion as in the books: each pixel pushes its error to those that come after it."""

from functools import cache, partial

import numpy as np

from core.kernels.mixtures import Mixtures
from core.kernels.targets import LOWEST, MOST_ERROR, places_in


def diffuse(pixels, visible, targets, weights, serpentine):
    indices = np.zeros(pixels.shape[:2], np.uint8)
    for begin, first, end in targets.bands(len(pixels)):
        # Above the picture, it is mirrored.
        above = [min(-1 - y, len(pixels) - 1) for y in range(begin, 0)]
        order = [*above, *range(len(pixels))]
        seen = None if visible is None else visible[order]
        rows = range(begin + len(above), end + len(above))
        found = diffuse_rows(pixels[order], seen, targets, weights, serpentine, rows)
        indices[first:end] = found[first + len(above) : end + len(above)]
    return indices


def diffuse_rows(pixels, visible, targets, weights, serpentine, rows):
    height, width, _ = pixels.shape
    mixtures = Mixtures(targets, int(weights.sum()))
    colors = [tuple(color) for color in targets.colors.tolist()]
    reach_of = cache(partial(reach, targets))
    brought, owed = np.zeros((2, height, width, 3), np.int64)
    indices = np.zeros((height, width), np.uint8)
    # What gathers at the sides of a narrow picture is cut, so that it fits into 32 bits.
    limit = 2**31 - 1 - 2**13 - int(weights[0].sum()) * MOST_ERROR
    for y in rows:
        if targets.mixed:
            for sums in (brought, owed):
                sums[y, [0, -1]] = sums[y, [0, -1]].clip(-limit, limit)
        way = -1 if serpentine and y % 2 else 1
        before = None
        for x in range(width)[::way]:
            if visible is not None and not visible[y, x]:
                continue
            pixel = tuple(pixels[y, x].tolist())
            if targets.kept and pixel in colors:
                indices[y, x] = targets.shown[colors.index(pixel)]
                continue
            light, debt = mixtures.light(pixels[y, x, None])[0], 0
            if targets.mixed:
                # A third of what others lack is forgotten, or more with little strength.
                here = min(21 * 2**14 // int(weights.sum()), 28) * (owed[y, x] >> 5) + 2**13 >> 14
                light, debt = mixtures.owing(list(pixel), here.tolist())
            wanted = np.array(light) + (brought[y, x] + 2**13 >> 14)
            levels = [
                row[each] for row, each in zip(targets.levels, (wanted - LOWEST) // 16, strict=True)
            ]
            label = nearest(targets, levels)
            error = wanted - targets.carried[label]
            most = reach_of(label)
            if targets.mixed and before is not None:
                # What others bring is noise where the light changes.
                step = np.abs(np.array(light) - before).max()
                most = max(most - 3 * np.count_nonzero(weights) * step // 4, most // 12)
            before = np.array(light)
            most = min(most, MOST_ERROR)
            error = np.clip(error, -most, most)
            for (below, column), weight in np.ndenumerate(weights):
                at = y + below, x + way * (column - 2)
                if targets.mixed and not 0 <= at[1] < width:
                    # It stays at the side, and below, as its own row ends there.
                    at = y + max(below, 1), min(max(at[1], 0), width - 1)
                if at[0] < height and 0 <= at[1] < width:
                    brought[at] += weight * error
                    owed[at] += weight * np.array(debt)
            indices[y, x] = targets.shown[label]
    return indices


def nearest(targets, levels):
    if not targets.in_light:
        middle = [row[each] for row, each in zip(targets.middles, levels, strict=True)]
        return int(((targets.places.astype(int) - middle) ** 2).sum(axis=1).argmin())
    color, wide = targets.values[levels], targets.wide[levels].astype(int)
    away = places_in(targets.space, targets.colors).astype(int) - places_in(targets.space, color)
    outside = np.abs(wide - wide.clip(0, 255)).sum()
    own = targets.colors.astype(int)
    far = ((own - wide) ** 2).sum(axis=1)
    far = far + outside / (16 * 65025) * ((own**2 - wide * np.abs(wide)) ** 2).sum(axis=1)
    return int(((away**2).sum(axis=1) + targets.far * outside * far).argmin())


def reach(targets, label):
    here = targets.carried.astype(int)
    squared = ((here - here[label]) ** 2).sum(axis=1)
    if targets.mixed:
        farthest = [np.sqrt(farthest_neighbor(here, other)) for other in range(len(here))]
        return round(6 * (farthest - np.sqrt(squared)).max())
    if targets.in_light:
        apart = squared[squared > 0]
        return min(round(float(np.sqrt(apart.min()))), 65535) if apart.size else 0
    return min(round(float(np.sqrt(farthest_neighbor(here, label)))), 65535)


def farthest_neighbor(here, label):
    squared = ((here - here[label]) ** 2).sum(axis=1)
    neighbors = [
        squared[other]
        for other in range(len(here))
        if other != label
        and (squared + ((here - here[other]) ** 2).sum(axis=1) >= squared[other]).all()
    ]
    return max(neighbors, default=0)
