"""Small pictures for properties of results."""

import numpy as np
from hypothesis import strategies as st


def noise(seed, height, width, levels):
    """Return random pixels; of few levels, whose colors are neighbors, rounded means often meet."""
    return np.random.default_rng(seed).integers(0, levels, (height, width, 3), np.uint8)


SIDES = st.integers(1, 12)
# Arrays that hypothesis fills have hardly more distinct colors than are asked for.
NOISE = st.builds(noise, st.integers(0, 999), SIDES, SIDES, st.sampled_from([4, 256]))
