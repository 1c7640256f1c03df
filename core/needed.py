"""How much of each color a piece of handicraft needs: beads or stitches, or square centimeters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, SupportsIndex

BEADS_WIDE = range(1, 100_001)
CM_WIDE = (0.1, 100_000.0)


class Piece(NamedTuple):
    """What is made after a picture, by its width; None where nobody asked.

    Parameters
    ----------
    beads_wide : int or None
        Beads or stitches in a row.
    cm_wide : float or None
        Centimeters.
    """

    beads_wide: int | None = None
    cm_wide: float | None = None


NOT_ASKED = Piece()


class Needs(NamedTuple):
    """What each color of a palette needs, in its order; () where nobody asked.

    Parameters
    ----------
    beads : tuple of int
        Beads or stitches; together they are as many as the piece has.
    square_cm : tuple of float
        Square centimeters.
    beads_size : (int, int)
        Columns and rows of the piece.
    cm_size : (float, float)
        Width and height of the piece.
    """

    beads: tuple[int, ...] = ()
    square_cm: tuple[float, ...] = ()
    beads_size: tuple[int, int] = (0, 0)
    cm_size: tuple[float, float] = (0, 0)

    def some(self, places: Sequence[int]) -> Needs:
        """Return what the colors at these places need."""
        return self._replace(
            beads=tuple(self.beads[place] for place in places if self.beads),
            square_cm=tuple(self.square_cm[place] for place in places if self.square_cm),
        )

    @property
    def sizes(self) -> dict[str, list[int] | list[float]]:
        """How wide and high the piece is, in what was asked for, by names that programs know."""
        found: dict[str, list[int] | list[float]] = {}
        if self.beads:
            found["beads_size"] = list(self.beads_size)
        if self.square_cm:
            found["cm_size"] = [round(side, 2) for side in self.cm_size]
        return found

    @property
    def columns(self) -> dict[str, list[int] | list[float]]:
        """What each color needs of what was asked for, by names that programs know."""
        found: dict[str, list[int] | list[float]] = {}
        if self.beads:
            found["beads"] = list(self.beads)
        if self.square_cm:
            found["cm2"] = [round(area, 2) for area in self.square_cm]
        return found


NOTHING = Needs()
"""What is needed where nobody asked."""


def needs(
    counts: Sequence[SupportsIndex],
    size: tuple[int, int],
    beads_wide: int | None = None,
    cm_wide: float | None = None,
) -> Needs:
    """Work out what each color of a picture needs, once it is made of beads, stitches or paint.

    The height follows from the picture's. Where pixels are transparent, nothing is needed. Beads
    are whole: each color gets its share rounded down, and the beads that are left go to the largest
    remainders (Hamilton's method), so that none is missing. Where a bead is a pixel, each color
    needs as many beads as it has pixels.

    Parameters
    ----------
    counts : sequence of int
        Pixels of each color: `palette.counts`.
    size : (int, int)
        Width and height of the picture in pixels.
    beads_wide : int or None
        Beads or stitches in a row of the piece.
    cm_wide : float or None
        Width of the piece in centimeters.
    """
    pixels = [int(count) for count in counts]
    width, height = size
    # An animation has the pixels of all its frames.
    visible = min(sum(pixels), width * height)
    found = Needs()
    if beads_wide is not None:
        rows = max(1, _rounded(beads_wide * height, width))
        beads = _rounded(beads_wide * rows * visible, width * height)
        found = found._replace(beads=_parts(pixels, beads), beads_size=(beads_wide, rows))
    if cm_wide is not None:
        high = cm_wide * height / width
        area = cm_wide * high * visible / (width * height)
        parts = tuple(area * each / max(sum(pixels), 1) for each in pixels)
        found = found._replace(square_cm=parts, cm_size=(cm_wide, high))
    return found


def _rounded(number: int, by: int) -> int:
    """Divide whole numbers and round, exactly; halves go up."""
    return (2 * number + by) // (2 * by)


def _parts(weights: list[int], total: int) -> tuple[int, ...]:
    """Split a whole number by weights; of equal remainders the first ones are given more."""
    whole = sum(weights)
    if not whole:
        return (0,) * len(weights)
    parts = [weight * total // whole for weight in weights]
    left = total - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda each: -(weights[each] * total % whole))
    for place in by_remainder[:left]:
        parts[place] += 1
    return tuple(parts)
