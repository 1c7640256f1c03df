"""Patches: the parts of an animation's frames that differ from the frame before."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Patch(NamedTuple):
    """Part of the canvas that is painted again.

    Parameters
    ----------
    left, top : int
    values : (h, w)
        The format decides what they mean.
    over : bool
        Whether the value for "nothing" leaves what is there; otherwise it clears.
    """

    left: int
    top: int
    values: NDArray[np.unsignedinteger]
    over: bool


def whole(canvas: NDArray[np.unsignedinteger]) -> Patch:
    """Return the patch that paints all of an empty canvas."""
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
        The value for pixels that show nothing, if there is one.
    solid : (h, w) bool, optional
        Which pixels of `after` can be painted over others; None for all but those of nothing.
    step : int
        Left and top are multiples of it.

    Returns
    -------
    Patch
        As small as possible, at least one pixel. Its unchanged pixels become nothing where all
        others can be painted over and fewer neighbors differ then: that packs best.
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
    """Count the pixels that differ from the one to their left."""
    return int(np.count_nonzero(values[:, 1:] != values[:, :-1]))
