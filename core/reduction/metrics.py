"""Errors of a result against its photo, in the units users know."""

from __future__ import annotations

import math

from core.model import Result


def mean_squared_error(result: Result) -> float:
    """Return the mean squared error over visible pixels and channels, 0…65025; 0 without pixels.

    Colors that were found with alpha have four channels: alpha, and RGB times alpha.
    """
    channels = int(result.centroids.shape[1])
    return result.error / max(channels * int(result.palette.counts.sum()), 1)


def psnr(result: Result) -> float:
    """Return the peak signal-to-noise ratio in dB; infinite for a result without error."""
    return decibels(mean_squared_error(result))


def decibels(mse: float) -> float:
    """Return the peak signal-to-noise ratio of a mean squared error, 0…65025; infinite for 0."""
    return math.inf if mse == 0 else 10 * math.log10(255**2 / mse)
