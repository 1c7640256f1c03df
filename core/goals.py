"""Goals: what the number of colors is chosen by, in place of being given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from core.errors import SettingsError
from core.fields import Amount, Bytes, Choice, Option, check, kinds_of, setting
from core.language import N_, _

Auto = Literal["poster", "balanced", "rich"]
AUTOS: tuple[Auto, ...] = get_args(Auto)

SIZES = range(1, 10**12)
DECIBELS = (1.0, 100.0)
DIFFERENCES = (0.01, 100.0)
FEWEST_COLORS = 2
MOST_COLORS = 256

_SIZE = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)\s*(bytes|b|kb|mb|gb)?", re.IGNORECASE)
_UNITS = {"kb": 10**3, "mb": 10**6, "gb": 10**9}


@dataclass(frozen=True, slots=True)
class Goals:
    """What a number of colors has to lead to; `Settings.colors` is the most there may be then.

    Parameters
    ----------
    max_bytes : int or None
        Largest size of the file: the most colors are looked for that fit.
    min_psnr : float, in dB, or None
        Least PSNR, `psnr(result)`: the fewest colors are looked for that reach it.
    max_delta_e : float or None
        Largest mean color difference CIEDE2000: likewise.
    auto : {"poster", "balanced", "rich"} or None
        The most colors of which no two look too much alike, but a photo of few colors keeps all.
        With other goals this is the most that they may have.

    Raises
    ------
    SettingsError
        (a ValueError) naming the field, its value and what is allowed.
    """

    max_bytes: int | None = setting(
        None,
        Bytes(
            SIZES,
            flags=("--max-size",),
            metavar="SIZE",
            help=N_(
                "the most colors that make a file of at most this size: 200KB, 1.5MB (1 KB is "
                "1000 bytes)"
            ),
        ),
    )
    min_psnr: float | None = setting(
        None,
        Amount(
            *DECIBELS,
            unit="dB",
            flags=("--min-psnr",),
            metavar="DB",
            help=N_("the fewest colors with at least this PSNR"),
        ),
    )
    max_delta_e: float | None = setting(
        None,
        Amount(
            *DIFFERENCES,
            flags=("--max-delta-e",),
            metavar="DIFFERENCE",
            help=N_("the fewest colors with at most this mean difference (CIEDE2000)"),
        ),
    )
    auto: Auto | None = setting(
        None,
        Choice(
            AUTOS,
            optional=True,
            options={
                "poster": Option(N_("Poster"), N_("Few colors that are clearly different.")),
                "balanced": Option(N_("Balanced"), N_("Colors that are told apart at a glance.")),
                "rich": Option(N_("Rich"), N_("Many colors, but none that looks like another.")),
            },
        ),
    )

    def __post_init__(self) -> None:
        check(self)

    def __bool__(self) -> bool:
        """Whether there is any goal."""
        return self != NO_GOALS

    @property
    def about_quality(self) -> bool:
        """Whether a goal is how near the result is to the photo."""
        return self.min_psnr is not None or self.max_delta_e is not None


def bytes_in(text: str) -> int:
    """Read a size as people write it: "200KB", "1.5 MB", "4096".

    Raises
    ------
    SettingsError
        (a ValueError) with the text and what is allowed.
    """
    found = _SIZE.fullmatch(text.strip())
    size = round(float(found[1]) * _UNITS.get((found[2] or "").lower(), 1)) if found else 0
    if size not in SIZES:
        raise SettingsError(
            _("{text} is no size like 200KB or 1.5MB, of at least a byte").format(text=repr(text))
        )
    return size


NO_GOALS = Goals()
GOALS = kinds_of(Goals)
