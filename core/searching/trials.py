"""What a number of colors leads to: roughly, with little effort, or exactly as it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.clustering.histogram import Histogram
from core.goals import FEWEST_COLORS, Goals
from core.model import Photo, Result
from core.progress import Tick
from core.reduction.color_errors import color_errors
from core.reduction.counting import count_colors_for
from core.reduction.metrics import decibels, mean_squared_error
from core.reduction.recipe import reduce
from core.settings import Effort, ImageFormat, SaveOptions, Settings
from core.writing.image import Encoded, Measured, encode_image

# The mean difference of so many pixels is that of all to some per mille.
_MOST_PIXELS_SAMPLED = 250_000
# Strips of so many rows say what the whole takes, where a picture is larger.
_MOST_PIXELS_ENCODED, _ROWS_OF_STRIP = 2_000_000, 64

# What files are of the PNG that is made quickly, about; other factors are found on the way.
_OF_QUICK_PNG: dict[ImageFormat, float] = {"webp": 0.92, "gif": 1.18}
_OF_EFFORT: dict[Effort, float] = {"fast": 1.0, "normal": 0.89, "best": 0.85}

Measure = Callable[..., Measured]
"""`measure_apart` or `measure_image`."""


@dataclass(frozen=True, eq=False)
class Trial:
    """What a number of colors leads to.

    Parameters
    ----------
    colors : int
        As many were asked for; the photo may have fewer.
    mse : float
        Mean squared error, as `mean_squared_error` has it.
    size : int or None
        Bytes of the file, where a goal is about it.
    delta_e : float or None
        Mean color difference CIEDE2000, where a goal is about it.
    result : Result or None
        None once it is not needed any more: pictures are large.
    encoded : Encoded or None
        The file, likewise; None for an animation.
    """

    colors: int
    mse: float
    size: int | None = None
    delta_e: float | None = None
    result: Result | None = None
    encoded: Encoded | None = None

    @property
    def psnr(self) -> float:
        """Peak signal-to-noise ratio in dB; infinite without error."""
        return decibels(self.mse)

    @property
    def in_numbers(self) -> Trial:
        """The same without result and file."""
        return replace(self, result=None, encoded=None)

    def fits(self, goals: Goals) -> bool:
        """Return whether the file is as small as it has to be."""
        return goals.max_bytes is None or (self.size is not None and self.size <= goals.max_bytes)

    def reaches(self, goals: Goals) -> bool:
        """Return whether the result is as near to the photo as it has to be."""
        near = goals.min_psnr is None or self.psnr >= goals.min_psnr
        if goals.max_delta_e is None or self.delta_e is None:
            return near
        return near and self.delta_e <= goals.max_delta_e

    def farness(self, goals: Goals) -> float:
        """Return how far the result is from the photo, in units of how far it may be."""
        ratio = 0.0
        if goals.min_psnr is not None:
            ratio = max(ratio, self.mse * 10 ** (goals.min_psnr / 10) / 255**2)
        if goals.max_delta_e is not None and self.delta_e is not None:
            ratio = max(ratio, self.delta_e / goals.max_delta_e)
        return ratio


@dataclass(frozen=True, eq=False)
class Trials:
    """All that trials of one photo share.

    Parameters
    ----------
    photo : Photo
    histogram : Histogram
    settings : Settings
        Its colors are the most that are tried.
    goals : Goals
    format : str
        Of the file.
    options : SaveOptions
    measure : callable
    """

    photo: Photo
    histogram: Histogram
    settings: Settings
    goals: Goals
    format: ImageFormat
    options: SaveOptions
    measure: Measure

    @classmethod
    def of(
        cls,
        photo: Photo,
        settings: Settings,
        goals: Goals,
        image_format: ImageFormat,
        options: SaveOptions | None,
        histogram: Histogram | None,
        measure: Measure,
        tick: Tick,
    ) -> Trials:
        """Make them with what is not given: the photo's distinct colors, and how it is saved."""
        if histogram is None:
            histogram = count_colors_for(photo, settings, tick)
        options = options or SaveOptions(effort=settings.effort)
        return cls(photo, histogram, settings, goals, image_format, options, measure)

    @property
    def most_distinct(self) -> int:
        """The most colors that a result can have: more change nothing."""
        if self.settings.owned is not None:
            return self.settings.owned.number_with(self.settings.locked)
        hidden = self.histogram.hidden > 0
        distinct = len(self.histogram.translucent or self.histogram)
        return distinct + hidden + len(self.settings.locked)

    @property
    def numbers(self) -> range:
        """Numbers of colors that may be tried, at least one."""
        fewest = max(FEWEST_COLORS, len(self.settings.locked) + (self.histogram.hidden > 0))
        most = max(min(self.settings.colors, self.most_distinct), len(self.settings.locked), 1)
        return range(min(fewest, most), most + 1)

    @property
    def supposed_factor(self) -> float:
        """What the size of a file is of `size_roughly`, about."""
        if self.format == "png":
            return _OF_EFFORT[self.options.effort]
        return _OF_QUICK_PNG.get(self.format, 1.0)

    def exactly(self, colors: int, tick: Tick) -> Trial:
        """Make the result and its file as they will be saved, and judge them."""
        result = self.reduced(colors, self.settings, tick.part(0.0, 0.4))
        size = delta_e = encoded = None
        if self.goals.max_bytes is not None:
            part = tick.part(0.4, 0.9)
            measured = self.measure(result, self.format, self.options, part.follow)
            size, encoded = measured.size, measured.encoded
        if self.goals.max_delta_e is not None:
            delta_e = color_errors(self.photo, result, tick.part(0.9, 1.0)).mean
        return Trial(colors, mean_squared_error(result), size, delta_e, result, encoded)

    def size_roughly(self, colors: int, tick: Tick) -> int:
        """Return the bytes of a PNG that is made quickly: other files grow alike with colors."""
        result = self._roughly(colors, tick.part(0.0, 0.5))
        rows = _strips(*result.indices.shape)
        alpha = None if result.alpha is None else result.alpha[rows]
        # Frames of an animation are as the first.
        part = replace(result, indices=result.indices[rows], alpha=alpha, animation=None)
        options = replace(self.options, format="png", effort="fast", metadata="none")
        size = len(encode_image(part, "png", options, tick.part(0.5, 1.0).follow).data)
        return size * result.indices.size // part.indices.size

    def farness_roughly(self, colors: int, tick: Tick) -> float:
        """Return about how far the result is from the photo, in units of how far it may be."""
        result = self._roughly(colors, tick)
        delta_e = None
        if self.goals.max_delta_e is not None:
            delta_e = _sampled_delta_e(self.photo, result)
        return Trial(colors, mean_squared_error(result), None, delta_e).farness(self.goals)

    def reduced(self, colors: int, settings: Settings, tick: Tick) -> Result:
        """Reduce the photo to a number of colors."""
        asked = replace(settings, colors=colors, first_colors=())
        return reduce(self.photo, asked, tick.follow, histogram=self.histogram)

    def _roughly(self, colors: int, tick: Tick) -> Result:
        return self.reduced(colors, replace(self.settings, effort="fast"), tick)


def _strips(height: int, width: int) -> NDArray[np.intp]:
    """Choose rows of a picture, some beside each other, that are not too many pixels."""
    strips = -(-height // _ROWS_OF_STRIP)
    most = max(_MOST_PIXELS_ENCODED // (width * _ROWS_OF_STRIP), 1)
    rows = np.arange(height)
    if strips <= most:
        return rows
    chosen = np.linspace(0, strips - 1, most).astype(np.intp)
    return rows[np.isin(rows // _ROWS_OF_STRIP, chosen)]


def _sampled_delta_e(photo: Photo, result: Result) -> float:
    """Return about the mean color difference: that of some pixels of all rows and columns."""
    step = max(round((photo.width * photo.height / _MOST_PIXELS_SAMPLED) ** 0.5), 1)
    some = slice(None, None, step), slice(None, None, step)
    seen = Photo(photo.pixels[some], None if photo.alpha is None else photo.alpha[some])
    alpha = None if result.alpha is None else result.alpha[some]
    return color_errors(seen, replace(result, indices=result.indices[some], alpha=alpha)).mean
