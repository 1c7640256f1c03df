"""An axis: where numbers lie on a line of pixels, and which of them are written beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from core.wording import with_decimal_sign

_PREFIXES = ("", "k", "M")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# Smaller and larger numbers are written as powers of ten.
_SMALLEST, _LARGEST = 1e-3, 1e9
# Differences below this part of a number are those of rounding.
_FINEST = 1e-9
# Numbers beyond this, and below its inverse, which no photo leads to, would overflow.
_BEYOND = 1e100


@dataclass(frozen=True, slots=True)
class Axis:
    """Numbers from `low` to `high` on the pixels from `begin` to `end`.

    Parameters
    ----------
    low, high : float
        Different, and with `log` larger than 0.
    begin, end : float
        In pixels; the end of a vertical axis lies above its begin.
    log : bool
        Whether equal steps are equal factors.
    whole : bool
        Whether only whole numbers are written.
    """

    low: float
    high: float
    begin: float
    end: float
    log: bool = False
    whole: bool = False

    @classmethod
    def around(
        cls,
        values: Iterable[float],
        begin: float,
        end: float,
        *,
        log: bool = False,
        whole: bool = False,
        from_zero: bool = False,
    ) -> Axis:
        """Make an axis that has room for values; those that it cannot show do not count.

        Parameters
        ----------
        values : iterable of float
        begin, end : float
        log, whole : bool
        from_zero : bool
            Whether the axis begins at 0, so that heights can be compared.
        """
        shown = [_not_tiny(value) for value in values if _can_be_shown(value, log=log)]
        low, high = (min(shown), max(shown)) if shown else (1.0, 10.0)
        if from_zero and not log:
            low, high = min(low, 0.0), max(high, 0.0)
        if log and high / low < 1 + _FINEST:
            low, high = low / 2, high * 2
        elif high - low <= _FINEST * max(abs(low), abs(high)):
            high += max(abs(high) / 10, 1.0)
            low -= 0.0 if from_zero else max(abs(low) / 10, 1.0)
        return cls(low, high, begin, end, log, whole)

    def place(self, value: float) -> float:
        """Return the pixel of a number; what is beyond the ends lies there."""
        part = (self._bent(value) - self._bent(self.low)) / (
            self._bent(self.high) - self._bent(self.low)
        )
        return self.begin + (self.end - self.begin) * min(max(part, 0.0), 1.0)

    def value(self, place: float) -> float:
        """Return the number at a pixel."""
        part = min(max((place - self.begin) / (self.end - self.begin), 0.0), 1.0)
        low, high = self._bent(self.low), self._bent(self.high)
        bent = low + (high - low) * part
        return 10.0**bent if self.log else bent

    def ticks(self, most: int) -> list[float]:
        """Return round numbers on the axis, at most `most` of them, rising."""
        if self.log:
            return _log_ticks(self.low, self.high, most)
        step = _round_step((self.high - self.low) / max(most - 1, 1), whole=self.whole)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        ticks = [number * step for number in range(first, last + 1)]
        return ticks if len(ticks) <= most else ticks[:: math.ceil(len(ticks) / most)]

    def _bent(self, value: float) -> float:
        return math.log10(max(value, self.low)) if self.log else value


def written(value: float) -> str:
    """Write a round number shortly: "0.05", "250", "1.5 M", "10⁻⁴"."""
    value = _not_tiny(value)
    size = abs(value)
    if size != 0 and not _SMALLEST <= size < _LARGEST:
        exponent = math.floor(math.log10(size))
        digits = with_decimal_sign(f"{value / 10.0**exponent:.3g}")
        power = f"10{str(exponent).translate(_SUPERSCRIPTS)}"
        return power if digits == "1" else f"{digits}×{power}"
    thousands = 0 if size < 10_000 else min(int(math.log10(size) / 3 + 1e-9), len(_PREFIXES) - 1)
    number = with_decimal_sign(f"{value / 1000**thousands:.6g}")
    return f"{number}\N{NARROW NO-BREAK SPACE}{_PREFIXES[thousands]}" if thousands else number


def _not_tiny(value: float) -> float:
    """Return a number, or 0 for one so small that its parts are none any more."""
    return value if abs(value) * _BEYOND >= 1 else 0.0


def _can_be_shown(value: float, *, log: bool) -> bool:
    return 1 / _BEYOND < value < _BEYOND if log else abs(value) < _BEYOND


def _round_step(least: float, *, whole: bool) -> float:
    """Return the smallest of 1, 2, 5, 10, 20, … and their tenths that is no less than `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    step = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least * (1 - 1e-9))
    return max(step, 1.0) if whole else step


def _log_ticks(low: float, high: float, most: int) -> list[float]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for digits in ((1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 5), (1, 3), (1,)):
        ticks = [digit * 10.0**decade for decade in decades for digit in digits]
        ticks = [tick for tick in ticks if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]
        if len(ticks) <= most:
            return ticks
    return ticks[:: math.ceil(len(ticks) / most)]
