"""Sizes that pictures are brought to: "1920x", "x1080", "1920x1080", "50%"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.errors import SettingsError
from core.language import _

SIDES = range(1, 1_000_000)
PERCENTS = (0.01, 10_000.0)

_SIZE = re.compile(r"(\d{0,9})\s*[xX×]\s*(\d{0,9})")
_PERCENT = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*%")


class SizeError(SettingsError):
    """A size is none that is allowed.

    Parameters
    ----------
    why : str
        The size and what is allowed, without the name of the setting.
    """

    def __init__(self, why: str) -> None:
        # Translators: resize is the name of a setting, which stays as it is
        super().__init__(_("resize is {what}").format(what=why))
        self.why = why


@dataclass(frozen=True, slots=True)
class Resize:
    """A size to bring pictures to, each in its own proportions.

    Parameters
    ----------
    width, height : int, 1…999 999, or None
        Pixels: of one side, the other follows; of both, the picture fits inside.
    percent : float, 0.01…10 000, or None
        Of both sides; goes without width and height.

    Raises
    ------
    SettingsError
        (a ValueError) for a size of nothing.
    """

    width: int | None = None
    height: int | None = None
    percent: float | None = None

    def __post_init__(self) -> None:
        sides = [side for side in (self.width, self.height) if side is not None]
        low, high = PERCENTS
        if self.percent is None:
            fits = bool(sides) and all(side in SIDES for side in sides)
        else:
            fits = not sides and low <= self.percent <= high
        if not fits:
            told = _(
                "{value}; allowed are 1920x, x1080, 1920x1080 (fits inside) and 50%, from 1 pixel "
                "on"
            )
            raise SizeError(told.format(value=repr(str(self))))

    @classmethod
    def parse(cls, text: str) -> Resize:
        """Read a size as it is typed.

        Raises
        ------
        SettingsError
            (a ValueError) with the text and what is allowed.
        """
        if found := _PERCENT.fullmatch(text.strip()):
            return cls(percent=float(found[1]))
        if found := _SIZE.fullmatch(text.strip()):
            width, height = (int(side) if side else None for side in found.groups())
            return cls(width, height)
        told = _("{value}; allowed are 1920x, x1080, 1920x1080 (fits inside) and 50%")
        raise SizeError(told.format(value=repr(text)))

    def __str__(self) -> str:
        if self.percent is not None:
            return f"{self.percent:g}%"
        return "x".join("" if side is None else str(side) for side in (self.width, self.height))

    def size_of(self, size: tuple[int, int], *, enlarge: bool = False) -> tuple[int, int]:
        """Return the width and height that a picture gets, each at least 1.

        Parameters
        ----------
        size : (int, int)
            Its width and height before.
        enlarge : bool
            Whether it may become larger; otherwise it stays as it is then.
        """
        width, height = size
        if self.percent is not None:
            made = tuple(max(round(side * self.percent / 100), 1) for side in size)
        elif self.height is None or (
            self.width is not None and self.width * height <= self.height * width
        ):
            assert self.width is not None
            made = self.width, _in_proportion(height, self.width, width)
        else:
            made = _in_proportion(width, self.height, height), self.height
        larger = made[0] > width or made[1] > height
        return size if larger and not enlarge else (made[0], made[1])


def _in_proportion(side: int, wanted: int, other: int) -> int:
    """Return side * wanted / other, rounded, at least 1."""
    return max((2 * side * wanted + other) // (2 * other), 1)
