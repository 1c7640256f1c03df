"""How good a result is, in the numbers of the field, each with words on what it means."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from core.language import N_, _, isolated, translated
from core.model import Photo, Result
from core.progress import Meter, ProgressCallback, Tick
from core.reduction.color_errors import color_errors
from core.reduction.metrics import decibels
from core.reduction.similarity import ssim
from core.reduction.visible import visible_difference
from core.wording import decimal

_PHASE = N_("judging the result")

QualityName = Literal["visible", "mse", "psnr", "ssim", "delta_e_mean", "delta_e_95"]


@dataclass(frozen=True, slots=True)
class Quality:
    """How near a result is to its photo.

    Parameters
    ----------
    visible : float
        Visible difference, 0 where nothing differs (`visible_difference`).
    mse : float
        Mean squared error over visible pixels and the channels red, green, blue, 0…65025. That of
        `mean_squared_error`, unless the photo is translucent or animated.
    psnr : float
        The same in dB; infinite without error.
    ssim : float
        Structural similarity of lightness, up to 1 (`core.reduction.similarity`).
    delta_e_mean, delta_e_95 : float
        Color difference CIEDE2000: its mean over pixels, and what 95 % of them do not exceed.
    """

    visible: float
    mse: float
    psnr: float
    ssim: float
    delta_e_mean: float
    delta_e_95: float


@dataclass(frozen=True, slots=True)
class QualityNumber:
    """One of the numbers, in words for people.

    Parameters
    ----------
    name : str
        The field of `Quality`.
    title, unit : str
        Texts are those of `N_`, which `translated` translates.
    digits : int
        Digits after the point that mean something.
    better : {"lower", "higher"}
    meaning : str
        A sentence on what it tells.
    limits : str
        A sentence on what it does not tell.
    """

    name: QualityName
    title: str
    unit: str
    digits: int
    better: Literal["lower", "higher"]
    meaning: str
    limits: str

    def of(self, quality: Quality) -> float:
        """Return this number of a result."""
        return float(getattr(quality, self.name))

    def written(self, value: float) -> str:
        """Write such a number, with its unit."""
        if math.isinf(value):
            return _("no error")
        number = decimal(value, self.digits)
        if not self.unit:
            return number
        # Translators: a number with its unit: 34.5 dB
        return isolated(_("{number} {unit}").format(number=number, unit=self.unit))


QUALITY_NUMBERS: tuple[QualityNumber, ...] = (
    QualityNumber(
        "visible",
        N_("Visible difference"),
        "",
        2,
        "lower",
        N_(
            "How different the result looks as a whole: hardly below 0.5, slightly below 1, "
            "clearly below 2, and like a poster above."
        ),
        N_("It is one number for the whole picture, and does not know what matters in it."),
    ),
    QualityNumber(
        "mse",
        N_("Mean squared error"),
        "",
        1,
        "lower",
        N_("The squared differences of red, green and blue, averaged: what k-means makes small."),
        N_("It looks at each pixel by itself, so it punishes dithering, which eyes blur."),
    ),
    QualityNumber(
        "psnr",
        "PSNR",
        "dB",
        1,
        "higher",
        N_("The mean squared error on a scale on which 3 dB more is half the error."),
        N_("It says no more than that error does, and punishes dithering in the same way."),
    ),
    QualityNumber(
        "ssim",
        "SSIM",
        "",
        3,
        "higher",
        N_(
            "Whether the light and dark of edges and textures are where they were; 1 is all the "
            "same."
        ),
        N_("It sees no hues, and takes the grain of dithering for a texture that the photo lacks."),
    ),
    QualityNumber(
        "delta_e_mean",
        N_("Mean ΔE"),
        "",
        1,
        "lower",
        N_(
            "How far colors are from the photo's on average (CIEDE2000); a difference of 1 can "
            "just be seen between two patches side by side."
        ),
        N_("It looks at each pixel by itself, so it punishes dithering, which eyes blur."),
    ),
    QualityNumber(
        "delta_e_95",
        N_("ΔE of 95 %"),
        "",
        1,
        "lower",
        N_("19 of 20 pixels are no farther from the photo's color than this (CIEDE2000)."),
        N_("A small thing, such as a red cap, may be much farther off; and dithering is punished."),
    ),
)
"""All numbers of `Quality`, in the order in which they are shown."""


def judge(photo: Photo, result: Result, progress: ProgressCallback | None = None) -> Quality:
    """Measure how near a result is to its photo, in all numbers.

    Depends on no threads. What is transparent is looked at on black and on white, and each number
    is that of the ground on which it is worse; so results are comparable, whatever became of alpha.

    Parameters
    ----------
    photo : Photo
    result : Result
        Made of that photo; of an animation, its first frame is judged.
    progress : callable, optional
        Receives `Progress`; whatever it raises passes through.

    Raises
    ------
    InputError
        (a ValueError) when the result has another size than the photo.
    """
    meter, found = Meter(progress), dict[QualityName, float]()
    for part in QUALITY_PARTS:
        found |= part.measure(photo, result, meter.part(part.until, translated(_PHASE)))
    return Quality(**found)


class QualityPart(NamedTuple):
    """Numbers of `Quality` that are measured together.

    Parameters
    ----------
    names : tuple of str
    until : float
        Fraction of the time of all parts that is over when this one ends.
    measure : callable
        Takes photo, result and tick, and returns the numbers by their names.
    """

    names: tuple[QualityName, ...]
    until: float
    measure: Callable[[Photo, Result, Tick], dict[QualityName, float]]


def _measure_visible(photo: Photo, result: Result, tick: Tick) -> dict[QualityName, float]:
    return {"visible": visible_difference(photo, result, tick)}


def _measure_similarity(photo: Photo, result: Result, tick: Tick) -> dict[QualityName, float]:
    return {"ssim": ssim(photo, result, tick)}


def _measure_errors(photo: Photo, result: Result, tick: Tick) -> dict[QualityName, float]:
    errors = color_errors(photo, result, tick)
    return {
        "mse": errors.squared,
        "psnr": decibels(errors.squared),
        "delta_e_mean": errors.mean,
        "delta_e_95": errors.percentile_95,
    }


QUALITY_PARTS = (
    QualityPart(("visible",), 0.1, _measure_visible),
    QualityPart(("ssim",), 0.5, _measure_similarity),
    QualityPart(("mse", "psnr", "delta_e_mean", "delta_e_95"), 1.0, _measure_errors),
)
"""What `judge` does one after the other, for those who show each number once it is known."""
