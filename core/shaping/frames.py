"""The frames of an animation, one by one, in the shape of the photo that it begins with."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from core.model import Animation
from core.reading.frames import Frame, read_frames
from core.shaping.picture import shaped


def shaped_frames(animation: Animation) -> Generator[Frame, None, None]:
    """Decode one frame after the other, and bring each to the shapes that the photo was given.

    Raises
    ------
    ReadError
        (an OSError) as `read_frames`.
    """
    with closing(read_frames(animation)) as frames:
        for frame in frames:
            picture = frame.pixels, frame.alpha
            for shape in animation.shapes:
                picture = shaped(picture, shape)
            yield Frame(*picture, frame.milliseconds)
