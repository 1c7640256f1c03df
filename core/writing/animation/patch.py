"""What a frame of an animation has to change of the one before."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Patch(NamedTuple):
    """A part of the canvas that is painted anew.

    Parameters
    ----------
    left, top : int
    values : (h, w)
        What is painted; what a value means is for the format to know.
    over : bool
        The value for "nothing" leaves what is there; else it clears.
    """

    left: int
    top: int
    values: NDArray[np.unsignedinteger]
    over: bool


def whole(canvas: NDArray[np.unsignedinteger]) -> Patch:
    """Paint all of an empty canvas."""
    return Patch(0, 0, canvas, over=False)


def patch(
    before: NDArray[np.unsignedinteger],
    after: NDArray[np.unsignedinteger],
    nothing: int | None,
    solid: NDArray[np.bool_] | None = None,
    *,
    step: int = 1,
) -> Patch:
    """Find what has to be painted to get from one canvas to the next.

    Parameters
    ----------
    before, after : (h, w)
    nothing : int or None
        The value of pixels that show nothing, if there is one.
    solid : (h, w) bool, optional
        Pixels of `after` that can be painted over others; all but those of nothing when None.
    step : int
        Left and top are multiples of it.

    Returns
    -------
    Patch
        As small as can be, one pixel at least. Pixels in it that stay as they are become nothing
        where all others can be painted over and fewer neighbors differ then: that packs best.
    """
    changed = before != after
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if len(rows) == 0:
        return Patch(0, 0, after[:1, :1], over=False)
    left, top = int(columns[0]) // step * step, int(rows[0]) // step * step
    here = slice(top, int(rows[-1]) + 1), slice(left, int(columns[-1]) + 1)
    values, changed = after[here], changed[here]
    if nothing is None:
        return Patch(left, top, values, over=False)
    paintable = values != nothing if solid is None else solid[here]
    if not paintable[changed].all():
        return Patch(left, top, values, over=False)
    sparse = np.where(changed, values, values.dtype.type(nothing))
    if _edges(sparse) > _edges(values):
        return Patch(left, top, values, over=False)
    return Patch(left, top, sparse, over=True)


def _edges(values: NDArray[np.unsignedinteger]) -> int:
    """Count the pixels that differ from the one before in the row."""
    return int(np.count_nonzero(values[:, 1:] != values[:, :-1]))
