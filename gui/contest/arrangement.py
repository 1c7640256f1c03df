"""How cells share a room so that their pictures are as large as can be — arithmetic, no Qt."""

from __future__ import annotations

import math
from typing import NamedTuple

# Smaller cells could not be read; there is more to scroll then.
_LEAST_WIDTH, _LEAST_PICTURE = 190, 90


class Arrangement(NamedTuple):
    """The cells of a grid.

    Parameters
    ----------
    columns, rows : int
    width, height : int
        Of each cell, in pixels.
    """

    columns: int
    rows: int
    width: int
    height: int

    def corner(self, place: int) -> tuple[int, int]:
        """Return the upper left corner of a cell, by its place from 0."""
        row, column = divmod(place, self.columns)
        return column * self.width, row * self.height


def arrangement_of(
    cells: int, room: tuple[int, int], photo: tuple[int, int], words: int
) -> Arrangement:
    """Arrange cells.

    Parameters
    ----------
    cells : int, at least 1
    room : (int, int)
        Width and height; where it is too small, the cells are higher than it together.
    photo : (int, int)
        Width and height of the photo, whose form the pictures have.
    words : int
        Height that each cell needs besides the picture.
    """

    def in_columns(columns: int) -> Arrangement:
        rows = -(-cells // columns)
        height = max(room[1] // rows, words + _LEAST_PICTURE)
        return Arrangement(columns, rows, max(room[0] // columns, 1), height)

    def size_of_picture(arrangement: Arrangement) -> float:
        width, height = arrangement.width, arrangement.height - words
        return min(width / photo[0], height / photo[1])

    most = max(min(room[0] // _LEAST_WIDTH, cells), 1)
    candidates = [in_columns(columns) for columns in range(1, most + 1)]
    fitting = [each for each in candidates if each.rows * each.height <= room[1]]
    # If all must be scrolled, the fewest rows are the least to scroll.
    best = max(fitting, key=size_of_picture) if fitting else candidates[-1]
    even = math.ceil(cells / best.rows)
    return best._replace(columns=even, width=max(room[0] // even, 1))
