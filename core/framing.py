"""The part of a photo that is used, and how it is turned: chosen for each photo by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from core.errors import InputError, SettingsError
from core.language import _

ROTATIONS = (0, 90, 180, 270)
_ON_THE_SIDE = (90, 270)


class Crop(NamedTuple):
    """A part of a photo: pixels from its left and from its top, and its size."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Crop:
        """Make it of four numbers.

        Raises
        ------
        SettingsError
            (a ValueError) when it begins outside of every photo, or has no pixels.
        """
        given = tuple(numbers)
        if len(given) != len(cls._fields) or min(given[:2]) < 0 or min(given[2:]) < 1:
            raise SettingsError(
                # Translators: crop is the name of a setting, which stays as it is
                _(
                    "crop is {numbers}; allowed are x and y from 0 on, width and height from 1 on"
                ).format(numbers=given)
            )
        return cls(*given)

    def __str__(self) -> str:
        # Translators: a part of a photo: its size, and the place of its first pixel
        return _("{width}×{height} at {x},{y}").format(**self._asdict())


@dataclass(frozen=True, slots=True)
class Framing:
    """How a photo is framed: first cropped, then turned, then mirrored.

    Parameters
    ----------
    crop : Crop or None
        Of the upright photo, all of it when None.
    rotation : {0, 90, 180, 270}
        Degrees, clockwise.
    mirror : bool
        Whether left and right are exchanged.

    Raises
    ------
    SettingsError
        (a ValueError) naming the field, its value and what is allowed.
    """

    crop: Crop | None = None
    rotation: int = 0
    mirror: bool = False

    def __post_init__(self) -> None:
        if self.crop is not None:
            object.__setattr__(self, "crop", Crop.of(self.crop))
        if self.rotation not in ROTATIONS:
            allowed = ", ".join(map(str, ROTATIONS))
            raise SettingsError(
                _("{name} is {value}; allowed are {names}").format(
                    name="rotation", value=repr(self.rotation), names=allowed
                )
            )

    @property
    def on_the_side(self) -> bool:
        """Whether width and height are exchanged."""
        return self.rotation in _ON_THE_SIDE

    def size_of(self, size: tuple[int, int]) -> tuple[int, int]:
        """Return the width and height that are left of a photo's.

        Raises
        ------
        InputError
            (a ValueError) when a part of the crop lies outside of the photo.
        """
        width, height = size
        if (crop := self.crop) is not None:
            if crop.x + crop.width > width or crop.y + crop.height > height:
                raise InputError(
                    _(
                        "the crop of {crop} does not lie inside of the photo, which is "
                        "{width}×{height}"
                    ).format(crop=crop, width=width, height=height)
                )
            width, height = crop.width, crop.height
        return (height, width) if self.on_the_side else (width, height)


WHOLE = Framing()
"""The photo as it is."""


class Shape(NamedTuple):
    """What a picture is brought to: a framing, and the size that it gets after it."""

    framing: Framing
    size: tuple[int, int]
