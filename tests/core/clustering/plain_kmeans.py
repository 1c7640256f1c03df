"""The original method, transcribed: loops, no tricks, every pixel for itself.

Fractions instead of floats: two distances are equal or they are not.
"""

from fractions import Fraction

import numpy as np


def plain_kmeans(pixels, k, max_iter, start, seed):
    rng = np.random.default_rng(seed)
    points = [[Fraction(int(value)) for value in pixel] for pixel in pixels]
    if isinstance(start, str) and start == "random":
        centroids = as_fractions(rng.integers(0, 256, (k, 3)))
    elif isinstance(start, str):
        distinct = sorted({tuple(point) for point in points})
        chosen = rng.choice(len(distinct), k, replace=False)
        centroids = [list(distinct[i]) for i in chosen]
    else:
        centroids = as_fractions(start)
    for _ in range(max_iter):
        labels = [nearest(point, centroids)[0] for point in points]
        moved = []
        for j in range(k):
            members = [point for point, label in zip(points, labels, strict=True) if label == j]
            moved.append([sum(column) / len(members) for column in zip(*members, strict=True)])
        empty = [j for j in range(k) if not moved[j]]
        redrawn = as_fractions(rng.integers(0, 256, (len(empty), 3)))
        for j, color in zip(empty, redrawn, strict=True):
            moved[j] = color
        move = max(
            abs(a - b)
            for old, new in zip(centroids, moved, strict=True)
            for a, b in zip(old, new, strict=True)
        )
        centroids = moved
        if not empty and move < max(Fraction(1, 100), Fraction(1, max_iter)):
            break
    return (
        np.array(centroids, dtype=float),
        [nearest(point, centroids) for point in points],
    )


def nearest(point, centroids):
    """Index of the nearest centroid, and how much nearer it is than the second."""
    distances = [
        sum((a - b) ** 2 for a, b in zip(point, centroid, strict=True)) for centroid in centroids
    ]
    best = min(range(len(distances)), key=distances.__getitem__)
    others = distances[:best] + distances[best + 1 :]
    return best, (float(min(others)) ** 0.5 - float(distances[best]) ** 0.5 if others else np.inf)


def as_fractions(rows):
    return [[Fraction(float(value)) for value in row] for row in rows]
