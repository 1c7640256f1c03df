"""The frames of an animation, one by one, as they are in the file.

No more than a few are in memory at any time. Each pass opens the file anew, and first checks that
it is still the file that was opened.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.errors import ReadError, cannot_open, reason
from core.language import N_, _, translated
from core.model import Animation
from core.reading.animation import MOST_PIXELS_OF_A_FRAME, has_still_image
from core.reading.channels import channels_of
from core.reading.composed import FORMATS as COMPOSED
from core.reading.composed import composed_frames
from core.reading.orientation import turn_upright
from core.reading.photo import MAX_PIXELS, opened

_NO_FRAME = N_("the file is damaged (it has no frame); try another copy")

_Shown = Generator[tuple[Image.Image, float], None, None]


class Frame(NamedTuple):
    """A frame as it is seen, composed with the frames before it.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
    alpha : (h, w) uint8 or None
    milliseconds : float
        How long it is shown; 0 where the file says so or says nothing.
    """

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    milliseconds: float


def read_frames(animation: Animation) -> Generator[Frame, None, None]:
    """Decode one frame after the other.

    Frames end early where the file is damaged: a picture that stops moving is better than none.

    Raises
    ------
    ReadError
        (an OSError) when not even the first can be read, or the file has changed or is gone since
        it was opened.
    """
    _require_unchanged(animation)
    with opened(animation.path, MAX_PIXELS) as (image, _file_bytes):
        of_any = _composed if image.format in COMPOSED else _decoded
        with closing(of_any(image, animation)) as frames:
            for number in range(animation.frames):
                try:
                    shown, milliseconds = next(frames)
                    turn_upright(shown)
                    pixels, alpha, _notes = channels_of(shown)
                except MemoryError:
                    raise
                except StopIteration:
                    if number == 0:
                        raise ReadError(translated(_NO_FRAME)) from None
                    return
                except Exception as error:
                    # Pillow's decoders raise anything for a damaged file; but an error of the
                    # operating system is about the disk.
                    if number == 0 or (isinstance(error, OSError) and error.errno is not None):
                        raise
                    return
                yield Frame(pixels, alpha, milliseconds)


def _require_unchanged(animation: Animation) -> None:
    """Raise ReadError if the file is no longer the one that was opened."""
    try:
        status = animation.path.stat()
    except OSError as error:
        raise ReadError(cannot_open(animation.path, reason(error))) from error
    if (status.st_size, status.st_mtime_ns) != animation.stamp:
        raise ReadError(
            _(
                "Cannot read the frames of {path}: it has changed since it was opened; open it "
                "again"
            ).format(path=animation.path)
        )


def _composed(image: Image.Image, animation: Animation) -> _Shown:
    """Compose the frames of a GIF or PNG."""
    if image.format == "PNG" and not has_still_image(image):
        # Chunks behind the pixels of the first frame may say how all are turned.
        image.load()
    return composed_frames(image, animation.path, animation.size, MOST_PIXELS_OF_A_FRAME)


def _decoded(image: Image.Image, animation: Animation) -> _Shown:
    """Have Pillow decode the frames of other formats."""
    for number in range(animation.frames):
        image.seek(number)
        image.load()
        # A copy is turned and converted, because the next frame is composed on the image itself.
        frame = image.copy()
        # A copy has no format, by which the profile is found.
        frame.format = image.format
        # WebP has the duration only after loading.
        yield frame, float(image.info.get("duration") or 0)
