"""Arrays at the border, checked or read-only, and large ones made of parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.progress import Tick


def freeze(array: NDArray[Any]) -> NDArray[Any]:
    """Return a contiguous, read-only array: the array itself if it is one, otherwise a copy."""
    if array.flags.writeable or not array.flags.c_contiguous:
        array = array.copy()
        array.setflags(write=False)
    return array


def require_array(
    name: str, array: Any, dtype: type[np.generic], shape: tuple[str | int, ...]
) -> None:
    """Raise InputError unless an array has this dtype and shape.

    A name in the shape, such as "h", stands for any length.
    """
    fits = (
        isinstance(array, np.ndarray)
        and array.dtype == dtype
        and array.ndim == len(shape)
        and all(
            isinstance(want, str) or have == want
            for have, want in zip(array.shape, shape, strict=True)
        )
    )
    if not fits:
        got = (
            f"{array.shape} {array.dtype}"
            if isinstance(array, np.ndarray)
            else type(array).__name__
        )
        want = "(" + ", ".join(str(part) for part in shape) + ")"
        raise InputError(  # untranslated: for programmers
            f"{name} must be a {want} array of {np.dtype(dtype)}, not {got}"
        )


def joined(parts: Sequence[NDArray[Any]], tick: Tick, axis: int = 0) -> NDArray[Any]:
    """Join arrays as `numpy.concatenate` does, but tell after each that the work goes on."""
    shape = list(parts[0].shape)
    shape[axis] = sum(part.shape[axis] for part in parts)
    whole = np.empty(shape, parts[0].dtype)
    along, begin = np.moveaxis(whole, axis, 0), 0
    for part in parts:
        end = begin + part.shape[axis]
        along[begin:end] = np.moveaxis(part, axis, 0)
        tick.alive()
        begin = end
    return whole
