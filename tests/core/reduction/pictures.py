"""Small pictures for properties of results."""

import numpy as np
from hypothesis import strategies as st

from core import Palette, Result


def noise(seed, height, width, levels):
    """Return random pixels; of few levels, whose colors are neighbors, rounded means often meet."""
    return np.random.default_rng(seed).integers(0, levels, (height, width, 3), np.uint8)


SIDES = st.integers(1, 12)
# Arrays that hypothesis fills have hardly more distinct colors than are asked for.
NOISE = st.builds(noise, st.integers(0, 999), SIDES, SIDES, st.sampled_from([4, 256]))


def shown_as(pixels, alpha=None, settings=None):
    """Make a result that shows these pixels, of at most 256 colors."""
    codes, indices = np.unique(pixels @ np.array([1 << 16, 1 << 8, 1]), return_inverse=True)
    colors = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    return Result(
        palette=Palette.of(colors.tolist()),
        indices=indices.reshape(pixels.shape[:2]).astype(np.uint8),
        centroids=colors.astype(np.float32),
        error=0.0,
        iterations=0,
        stop_reason="fixed palette",
        seconds=0.0,
        alpha=alpha,
        settings=settings,
    )
