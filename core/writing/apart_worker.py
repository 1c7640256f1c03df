"""The child process that encodes: `python -m core.writing.apart_worker`, or the bundle's.

It reads a job from stdin, and writes the file, or why there is none, to stdout: both are pickled,
as they never leave these two processes. Stdin stays open meanwhile: when it closes, nobody waits
for the answer, and the process ends.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import TYPE_CHECKING, NamedTuple

from core import language
from core.language import translated
from core.writing.png.optimize_worker import end_with_parent, pipe

if TYPE_CHECKING:
    from core.model import Photo, Result
    from core.settings import ImageFormat, SaveOptions
    from core.writing.image import Encoded


class Job(NamedTuple):
    """What to encode, for which process, and among how many threads.

    A photo is encoded as RGB PNG, a result as its options say.
    """

    parent: int
    threads: int
    result: Result | Photo
    name: ImageFormat
    options: SaveOptions


def main() -> int:
    """Do the job that comes on stdin; return the exit code.

    An error that nobody expects ends the process: its parent then tries without it.
    """
    language.begin_as_child()
    with open(pipe(0), "rb", closefd=False) as given:
        job: Job = pickle.load(given)  # noqa: S301
        end_with_parent(job.parent)
        if hasattr(os, "nice"):
            os.nice(5)
        with open(pipe(1), "wb", closefd=False) as answer:
            pickle.dump(_encoded(job), answer, pickle.HIGHEST_PROTOCOL)
    return 0


def _encoded(job: Job) -> Encoded | str:
    """Return the file, or the reason why there is none."""
    from core.errors import NO_MEMORY, WriteError, is_of_memory
    from core.model import Photo
    from core.parallel import use_threads
    from core.writing.image import Encoded, encode_image, encode_rgb

    use_threads(job.threads)
    try:
        if isinstance(job.result, Photo):
            return Encoded(encode_rgb(job.result), (), None, ())
        return encode_image(job.result, job.name, job.options)
    except WriteError as error:
        return str(error)
    except Exception as error:
        if is_of_memory(error):
            return translated(NO_MEMORY)
        raise


if __name__ == "__main__":
    sys.exit(main())
