"""Conversion of pixels in whole numbers is nearly that of the space."""

import numpy as np

from core.color.spaces import GRAIN
from core.kernels.conversion import conversion_to


def test_places_are_nearly_those_of_the_space_and_not_shifted():
    colors = np.random.default_rng(0).integers(0, 256, (20_000, 3), np.uint8)
    colors[:8] = np.indices((2, 2, 2)).reshape(3, 8).T * 255
    away = conversion_to(GRAIN).of(colors) - GRAIN.from_srgb(colors) * GRAIN.scale
    # A tenth of CIELAB's unit, of which people see one at best.
    assert np.abs(away).max() < 0.1 * GRAIN.scale
    assert np.abs(away.mean(axis=0)).max() < 0.1
