"""Pictures of another size: Lanczos' filter in linear light, colors weighted by their alpha.

Rows become narrower or wider first, then columns. All is float32, and sums are added up in the
same order as `kernels.c` does it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.color.spaces import srgb_to_linear
from core.kernels.values import Taps
from core.progress import Tick

_LOBES = 3
# The curve of sRGB is read off a table of so many steps, and mended by the limits of each value.
STEPS = 1 << 14
_ROWS_PER_CHUNK = 16

LIGHT: NDArray[np.float32] = srgb_to_linear(np.arange(256.0)).astype(np.float32)
"""(256,) float32: the linear light, 0…1, of each value of a channel."""

OPACITY: NDArray[np.float32] = (np.arange(256.0) / 255).astype(np.float32)
"""(256,) float32: the opacity, 0…1, of each value of alpha."""

LIMITS: NDArray[np.float32] = np.append(srgb_to_linear(np.arange(1, 256) - 0.5), np.inf).astype(
    np.float32
)
"""(256,) float32: the light from which on a value is exceeded; the last never is."""

GUESSES: NDArray[np.uint8] = np.searchsorted(
    LIMITS, np.arange(STEPS + 1, dtype=np.float32) / STEPS, side="right"
).astype(np.uint8)
"""(STEPS + 1,) uint8: about which value a light in steps has."""


def taps_of(size: int, wanted: int) -> Taps:
    """Find the taps that make a line of `wanted` pixels of one of `size` pixels.

    Duchon 1979, "Lanczos filtering in one and two dimensions",
    doi:10.1175/1520-0450(1979)018<1016:LFIOAT>2.0.CO;2; three lobes, as most programs have it.
    Beyond an end of the line there is nothing, and the weights of the others make up for it.
    """
    ratio = size / wanted
    scale = max(ratio, 1.0)
    reach = _LOBES * scale
    centers = (np.arange(wanted) + 0.5) * ratio
    count = min(int(np.ceil(reach)) * 2 + 1, size)
    starts = np.clip((centers - reach + 0.5).astype(np.int64), 0, size - count)
    away = (starts[:, None] + np.arange(count) + 0.5 - centers[:, None]) / scale
    weights = np.where(np.abs(away) < _LOBES, np.sinc(away) * np.sinc(away / _LOBES), 0.0)
    weights /= weights.sum(axis=1, keepdims=True)
    return Taps(starts, weights.astype(np.float32))


def resample(
    pixels: NDArray[np.uint8],
    alpha: NDArray[np.uint8] | None,
    across: Taps,
    down: Taps,
    tick: Tick,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Make the rows of the new picture, some at a time."""
    height, width = len(down.starts), len(across.starts)
    found = np.empty((height, width, 3), np.uint8)
    opacity = None if alpha is None else np.empty((height, width), np.uint8)
    for begin in range(0, height, _ROWS_PER_CHUNK):
        here = slice(begin, min(begin + _ROWS_PER_CHUNK, height))
        some = Taps(down.starts[here], down.weights[here])
        first, end = int(some.starts.min()), int(some.starts.max()) + some.weights.shape[1]
        light = _light(pixels[first:end], None if alpha is None else alpha[first:end])
        sums = _down(_across(light, across), some, first)
        if opacity is None:
            found[here] = _encoded(sums)
        else:
            found[here], opacity[here] = _divided(sums)
        tick(here.stop / height)
    return found, opacity


def _light(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> NDArray[np.float32]:
    """Return (h, w, 3) linear light; with alpha (h, w, 4), light times opacity and opacity."""
    light = LIGHT[pixels]
    if alpha is None:
        return light
    opacity = OPACITY[alpha][:, :, None]
    return np.concatenate([light * opacity, opacity], axis=2)


def _across(light: NDArray[np.float32], taps: Taps) -> NDArray[np.float32]:
    sums = np.zeros((len(light), len(taps.starts), light.shape[2]), np.float32)
    for tap, weights in enumerate(taps.weights.T):
        sums += weights[None, :, None] * light[:, taps.starts + tap]
    return sums


def _down(light: NDArray[np.float32], taps: Taps, first: int) -> NDArray[np.float32]:
    sums = np.zeros((len(taps.starts), *light.shape[1:]), np.float32)
    for tap, weights in enumerate(taps.weights.T):
        sums += weights[:, None, None] * light[taps.starts - first + tap]
    return sums


def _divided(sums: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return pixels and alpha of light times opacity and opacity; what is hidden is black."""
    opacity = np.clip(sums[:, :, 3], np.float32(0), np.float32(1))
    alpha = (opacity * np.float32(255) + np.float32(0.5)).astype(np.uint8)
    hidden = alpha == 0
    opacity[hidden] = 1
    pixels = _encoded(sums[:, :, :3] / opacity[:, :, None])
    pixels[hidden] = 0
    return pixels, alpha


def _encoded(light: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the nearest value of sRGB for linear light, which may lie outside of 0…1."""
    return np.searchsorted(LIMITS, light, side="right").astype(np.uint8)
