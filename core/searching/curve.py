"""Error and size over all numbers of colors, so that one can be chosen by what it leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering.histogram import Histogram
from core.clustering.start import errors_of_cuts
from core.color.spaces import RGB, TRANSLUCENT_SPACES
from core.goals import Goals
from core.language import _, ngettext
from core.model import Photo
from core.progress import Meter, ProgressCallback, Tick
from core.reduction.metrics import decibels
from core.reduction.transparency import scene_of
from core.searching.trials import Measure, Trials
from core.settings import ImageFormat, SaveOptions, Settings
from core.writing.apart import measure_apart

TRIED = 8
"""So many numbers of colors are tried; what is between them is estimated."""

_COUNTED, _CUT = 0.05, 0.15
# Boxes are cut on a grid of some thousand cells.
_BITS = 5
# Any size is within it, so that it is never asked whether one fits.
_ANY_SIZE = Goals(max_bytes=10**11)


class CurvePoint(NamedTuple):
    """What a number of colors leads to.

    Parameters
    ----------
    colors : int
    mse : float
        Mean squared error, as `mean_squared_error` has it.
    size : int or None
        Bytes of the file; None as long as nothing is known of it.
    tried : bool
        Whether it was tried; otherwise both numbers are estimates.
    """

    colors: int
    mse: float
    size: int | None
    tried: bool

    @property
    def psnr(self) -> float:
        """Peak signal-to-noise ratio in dB; infinite without error."""
        return decibels(self.mse)


@dataclass(frozen=True)
class ColorsCurve:
    """Error and size over the number of colors.

    Parameters
    ----------
    points : tuple of CurvePoint
        One for each number, rising.
    whole : bool
        Whether all numbers that are to be tried were.
    """

    points: tuple[CurvePoint, ...]
    whole: bool = True

    def at(self, colors: int) -> CurvePoint:
        """Return the point of the number that is nearest to this one."""
        return min(self.points, key=lambda point: abs(point.colors - colors))


def curve_over_colors(
    photo: Photo,
    settings: Settings,
    image_format: ImageFormat = "png",
    options: SaveOptions | None = None,
    progress: ProgressCallback | None = None,
    *,
    histogram: Histogram | None = None,
    tell: Callable[[ColorsCurve], object] = lambda _curve: None,
    measure: Measure = measure_apart,
) -> ColorsCurve:
    """Find out what all numbers of colors lead to, from 2 to those of the settings.

    The errors are those of one greedy cut, moved to those of eight results between which they lie.
    The sizes are those of the eight files, and estimates between them.

    Parameters
    ----------
    photo : Photo
    settings : Settings
    image_format : str
    options : SaveOptions, optional
    progress : callable, optional
        Receives `Progress`; whatever it raises passes through.
    histogram : Histogram, optional
        The photo's distinct colors, when they are known already.
    tell : callable
        Receives the curve as far as it is known: first of all the errors, and after each trial.
    measure : callable
        As for `reach`.

    Raises
    ------
    InputError
        (a ValueError) as for `reduce`.
    WriteError
        (an OSError) when the format cannot hold the picture.
    """
    meter = Meter(progress)
    tick = meter.part(_COUNTED, _("counting colors"))
    trials = Trials.of(
        *(photo, settings, _ANY_SIZE, image_format, options, histogram, measure, tick)
    )
    numbers = trials.numbers
    cuts = _errors(trials.histogram, settings, numbers, meter.part(_CUT, _("cutting the colors")))
    mse, size = dict[int, float](), dict[int, int]()
    tell(_curve(numbers, cuts, mse, size, whole=False))
    chosen = _spread(numbers)
    for place, colors in enumerate(chosen):
        until = _CUT + (1 - _CUT) * (place + 1) / len(chosen)
        phase = ngettext("trying {count} color", "trying {count} colors", colors)
        trial = trials.exactly(colors, meter.part(until, phase.format(count=colors)))
        assert trial.size is not None
        mse[colors], size[colors] = trial.mse, trial.size
        tell(_curve(numbers, cuts, mse, size, whole=place + 1 == len(chosen)))
    return _curve(numbers, cuts, mse, size, whole=True)


def _errors(
    histogram: Histogram, settings: Settings, numbers: range, tick: Tick
) -> NDArray[np.float64]:
    """Return the mean squared error that a greedy cut leaves for each number of colors."""
    scene = scene_of(histogram, replace(settings, colors=numbers[-1], first_colors=()))
    space = RGB if scene.space.channels == RGB.channels else TRANSLUCENT_SPACES["rgb"]
    points, grid = scene.histogram.points(space), scene.histogram.grid(_BITS, space)
    # What differs within the cells is left in any case, until there are as many as colors.
    within = max(points.error_of_mean() - grid.error_of_mean(), 0.0)
    one = errors_of_cuts(numbers[-1], grid, tick)[numbers[0] - 1 :]
    pixels = float(points.weights.sum(dtype=np.float64))
    return np.asarray((one + within) / (space.channels * pixels))


def _spread(numbers: range) -> Sequence[int]:
    """Choose the numbers to try: from both ends to the middle, each as many times the one before.

    The first and the last say most of a curve, so they come first.
    """
    steps = np.geomspace(numbers[0], numbers[-1], min(TRIED, len(numbers)))
    found = sorted({round(float(step)) for step in steps})
    return [found[0], *([found[-1]] if len(found) > 1 else []), *found[1:-1]]


def _curve(
    numbers: range,
    cuts: NDArray[np.float64],
    mse: dict[int, float],
    size: dict[int, int],
    *,
    whole: bool,
) -> ColorsCurve:
    """Put together what is known, with lines over the logarithm of the number between."""
    places, errors, sizes = np.log(numbers), cuts, None
    if mse:
        tried = sorted(mse)
        at = np.log(tried)
        ratios = [mse[each] / max(cuts[each - numbers[0]], 1e-12) for each in tried]
        errors = cuts * np.interp(places, at, ratios)
        sizes = np.exp(np.interp(places, at, np.log([size[each] for each in tried])))
    points = tuple(
        CurvePoint(
            colors,
            mse.get(colors, float(errors[place])),
            size.get(colors, None if sizes is None else round(float(sizes[place]))),
            colors in mse,
        )
        for place, colors in enumerate(numbers)
    )
    return ColorsCurve(points, whole)
