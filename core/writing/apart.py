"""Large pictures encoded in a child process (docs/decisions/0023-outcome.md).

Some encoders of Pillow hold the interpreter lock as long as they work. In a process of its own the
same code makes the same file, and a window goes on answering.
"""

from __future__ import annotations

import os
import pickle
from dataclasses import replace
from typing import IO

from core.commands import ENCODE_COMMAND
from core.errors import WriteError
from core.language import N_, _, translated
from core.model import Photo, Result
from core.parallel import threads
from core.progress import Meter, ProgressCallback
from core.settings import ImageFormat, SaveOptions
from core.writing.apart_worker import Job
from core.writing.child import Child, ask, program
from core.writing.formats.table import image_formats
from core.writing.image import Encoded, Measured, encode_rgb, measure_image

# They are encoded before a child process has started, and hold others up for 40 ms at most.
_MOST_PIXELS_HERE = 1_000_000
_CANNOT_WORK = 1
_ENDED = N_(
    "its encoder was ended, probably because there was not enough memory; "
    "close other programs, or make it smaller"
)


def measure_apart(
    result: Result,
    image_format: ImageFormat,
    options: SaveOptions | None = None,
    progress: ProgressCallback | None = None,
) -> Measured:
    """Find out what file `save_image` would write, without holding up other threads.

    Parameters, file and errors are those of `measure_image`. What `progress` raises ends the child.
    """
    options = options or SaveOptions()
    alone = image_formats()[image_format].holds_others_up and result.animation is None
    if not alone or result.indices.size <= _MOST_PIXELS_HERE:
        return measure_image(result, image_format, options, progress)
    answer, code = encode_in_child(result, image_format, options, progress)
    if isinstance(answer, Encoded):
        return Measured(len(answer.data), answer.changes, answer)
    if isinstance(answer, str):
        raise WriteError(answer)
    if code == _CANNOT_WORK:
        # Whatever is wrong with the child, the file can be made here as well.
        return measure_image(result, image_format, options, progress)
    # A system does that for want of memory.
    raise WriteError(translated(_ENDED))


def measure_rgb_apart(photo: Photo, progress: ProgressCallback | None = None) -> int:
    """Return the size of what `encode_rgb` makes, without holding up other threads.

    Pillow holds the interpreter lock for each 64 kB of a PNG: of a photo in few colors, which packs
    well, that is a tenth of a second. What `progress` raises ends the child.
    """
    if photo.width * photo.height > _MOST_PIXELS_HERE:
        bare = Photo(photo.pixels, photo.alpha)
        answer, _code = _ask(Job(os.getpid(), threads(), bare, "png", SaveOptions()), progress)
        if isinstance(answer, Encoded):
            return len(answer.data)
    # Whatever was wrong with the child, the file can be made here as well.
    return len(encode_rgb(photo, progress))


def encode_in_child(
    result: Result,
    image_format: ImageFormat,
    options: SaveOptions,
    progress: ProgressCallback | None = None,
) -> tuple[Encoded | str | None, int]:
    """Have a child process encode what `encode_image` would.

    Returns
    -------
    answer : Encoded, str or None
        The file, the reason why there is none, or None if the child failed.
    code : int
        Its exit code: 1 if it could not work.
    """
    # How it was made is no part of the file.
    bare = replace(result, history=(), edited=None)
    return _ask(Job(os.getpid(), threads(), bare, image_format, options), progress)


def _ask(job: Job, progress: ProgressCallback | None) -> tuple[Encoded | str | None, int]:
    def give(stdin: IO[bytes]) -> None:
        pickle.dump(job, stdin, pickle.HIGHEST_PROTOCOL)

    try:
        return ask(_child(), give, pickle.load, Meter(progress).part(0.0, _("encoding")))
    except (OSError, RuntimeError):
        # Without memory, a thread that cannot be started is a RuntimeError.
        return None, _CANNOT_WORK


def _child() -> Child:
    return program("core.writing.apart_worker", ENCODE_COMMAND)
