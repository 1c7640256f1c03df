"""The frames of an animation, one by one: as they are in the file, and in the colors of a result.

No more than a few are in memory at any time. Each pass opens the file anew, and begins with the
question whether it still is the file that was opened.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.errors import ReadError, reason
from core.model import Animation
from core.reading.animation import MOST_PIXELS_OF_A_FRAME
from core.reading.channels import channels, turn_upright
from core.reading.photo import MAX_PIXELS, opened
from core.reading.rounding import mend_transparency


class Frame(NamedTuple):
    """A frame as it is seen: what came before, and what it is laid on, is in it.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
    alpha : (h, w) uint8 or None
    milliseconds : float
        How long it is shown; 0 where the file says so or nothing.
    """

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    milliseconds: float


def read_frames(animation: Animation) -> Generator[Frame, None, None]:
    """Decode one frame after the other.

    They end early where the file is damaged: a picture that stops is better than none.

    Raises
    ------
    ReadError
        (an OSError) when not even the first can be read, or the file has changed or gone since it
        was opened.
    """
    _require_unchanged(animation)
    with opened(animation.path, MAX_PIXELS) as (image, _file_bytes):
        mend_transparency(image)
        for number in range(animation.frames):
            try:
                frame = _read_frame(image, animation, number)
            except MemoryError:
                raise
            except Exception as error:
                # Pillow's decoders raise whatever a damaged file leads them into; but what the
                # operating system says is about the disk.
                if number == 0 or (isinstance(error, OSError) and error.errno is not None):
                    raise
                return
            yield frame


def _require_unchanged(animation: Animation) -> None:
    try:
        status = animation.path.stat()
    except OSError as error:
        raise ReadError(f"Cannot open {animation.path}: {reason(error)}") from error
    if (status.st_size, status.st_mtime_ns) != animation.stamp:
        raise ReadError(
            f"Cannot read the frames of {animation.path}: it has changed since it was opened; "
            "open it again"
        )


def _read_frame(image: Image.Image, animation: Animation, number: int) -> Frame:
    image.seek(animation.first + number)
    if image.width * image.height > MOST_PIXELS_OF_A_FRAME:
        raise ReadError("a frame is far larger than the first")
    image.load()
    # WebP tells only now.
    milliseconds = float(image.info.get("duration") or 0)
    # A copy: the next frame is composed on the image as it is. What lies outside of the canvas is
    # not seen.
    frame = image.crop((0, 0, *animation.size)) if image.size != animation.size else image.copy()
    # By these the profile is found, and a copy has neither.
    frame.format = image.format
    frame.filename = getattr(image, "filename", "")  # type: ignore[attr-defined]
    turn_upright(frame)
    pixels, alpha, _notes = channels(frame)
    return Frame(pixels, alpha, milliseconds)
