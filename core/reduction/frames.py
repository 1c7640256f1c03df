"""The frames of an animation in the colors of a result, one by one."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.model import Edited, Photo, Result
from core.reduction.counting import count_colors
from core.reduction.edit import rearranged_draft
from core.settings import Settings
from core.shaping.frames import shaped_frames


class ReducedFrame(NamedTuple):
    """A frame in the colors of a palette.

    Parameters
    ----------
    indices : (h, w) uint8
    alpha : (h, w) uint8 or None
        None when every pixel is opaque.
    milliseconds : float
    """

    indices: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    milliseconds: float


def reduced_frames(result: Result) -> Generator[ReducedFrame, None, None]:
    """Show one frame after the other in the colors of a result, as its first frame is shown.

    Parameters
    ----------
    result : Result
        One of an animation.

    Raises
    ------
    ReadError
        (an OSError) when the frames cannot be read any more.
    """
    animation = result.animation
    assert animation is not None
    # An animation is never flattened: frames keep their alpha, as the first one does.
    settings = replace(result.settings or Settings(), transparency="channel")
    edited = result.edited or Edited.of_result(result)
    with closing(shaped_frames(animation)) as frames:
        first = next(frames)
        yield ReducedFrame(result.indices, result.alpha, first.milliseconds)
        for frame in frames:
            photo = Photo(frame.pixels, frame.alpha)
            histogram = count_colors(photo, salience=False, areas=False)
            shown = rearranged_draft(histogram, edited, photo, settings)
            yield ReducedFrame(shown.indices, photo.alpha, frame.milliseconds)
