"""What can go wrong, in one line that a user can read.

Each error is also the builtin it resembles, so that callers who know nothing of Fewtone
catch it as they would expect. `reason` words what the operating system reports.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager


class FewtoneError(Exception):
    """Any expected failure; its message is one line fit for a user."""


class SettingsError(FewtoneError, ValueError):
    """A setting has a value that is not allowed."""


class InputError(FewtoneError, ValueError):
    """An array has the wrong shape or type, or too few distinct colors for what is asked."""


class ReadError(FewtoneError, OSError):
    """A photo or palette file cannot be read."""


class NotSmallerError(FewtoneError):
    """A file was not written, because it would not have been smaller than was asked for.

    Parameters
    ----------
    size : int
        The bytes it would have had.
    """

    def __init__(self, size: int) -> None:
        super().__init__(f"it would have {size} bytes")
        self.size = size


class TooLargeError(ReadError):
    """A photo has more pixels than are allowed; nothing was decoded.

    Parameters
    ----------
    message : str
    width, height : int
        Pixels, according to the file.
    can_be_allowed : bool
        Whether `open_photo` would take it with a larger `max_pixels`.
    """

    def __init__(self, message: str, width: int, height: int, *, can_be_allowed: bool) -> None:
        super().__init__(message)
        self.width, self.height, self.can_be_allowed = width, height, can_be_allowed


class GoalError(FewtoneError, ValueError):
    """No number of colors leads to what was asked for."""


class WriteError(FewtoneError, OSError):
    """A file cannot be written; whatever was there before is still there."""


class ExistsError(WriteError):
    """A file of that name exists, and none was to be replaced."""


class PlaceError(WriteError):
    """Nothing can be written there, whatever file it is: the disk is full, read-only or gone."""


class PaletteError(FewtoneError, ValueError):
    """A palette file holds no palette, or a palette is not valid."""


NO_MEMORY = "there is not enough memory for it; close other programs, or make it smaller"

# The words of errors that libraries raise when they get no memory: Pillow and the encoders behind
# it, the loader of libraries, threads.
_OF_MEMORY = re.compile(
    "out of memory|not enough memory|insufficient memory|cannot allocate|unable to allocate"
    "|failed to map segment|planes failed|can't start new thread|encoder error -9|decoder error -9",
    re.IGNORECASE,
)

_OF_PLACE = {
    getattr(errno, name)
    for name in (
        *("ENOSPC", "EDQUOT", "EROFS", "EIO", "ENODEV", "ENXIO", "ESTALE"),
        *("ENOTCONN", "ECONNABORTED", "ECONNRESET", "ETIMEDOUT", "EHOSTDOWN", "EHOSTUNREACH"),
    )
    if hasattr(errno, name)
}

_REASONS = {
    errno.ENOMEM: NO_MEMORY,
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "permission is denied",
    errno.EPERM: "permission is denied",
    errno.ENOSPC: "the disk is full; free some space, or choose another folder",
    errno.EDQUOT: "the disk quota is used up; free some space, or choose another folder",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.EFBIG: "the file would be larger than allowed here",
    errno.EISDIR: "it is a folder",
    errno.ENOTDIR: "a part of its path is not a folder",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "its link leads in a circle",
    errno.EIO: "the disk could not be read or written",
    errno.ENODEV: "its drive is gone; connect it again",
    errno.ENXIO: "its drive is gone; connect it again",
    errno.ENOTCONN: "its drive is gone; connect it again",
}

if hasattr(errno, "ESTALE"):
    _REASONS[errno.ESTALE] = "its drive is gone; connect it again"

# Windows' own numbers: another program has the file open, or a part of it locked.
_SHARING_VIOLATIONS = {32, 33}


def is_of_memory(error: BaseException) -> bool:
    """Return whether an error came because there was not enough memory, whatever its type."""
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno):
        return isinstance(error, MemoryError) or error.errno == errno.ENOMEM
    return _OF_MEMORY.search(str(error)) is not None


@contextmanager
def memory_named(kind: type[FewtoneError], cannot: str) -> Iterator[None]:
    """Raise an error of a kind, in one sentence, where the block gets no memory.

    Parameters
    ----------
    kind : type
        `WriteError` and the like.
    cannot : str
        The beginning of the sentence, with the file: "Cannot save a.png".
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, FewtoneError) or not is_of_memory(error):
            raise
        raise kind(f"{cannot}: {NO_MEMORY}") from error


def write_error_of(error: OSError) -> type[WriteError]:
    """Return the kind of error that it is when the operating system refused to write."""
    of_place = isinstance(error, PlaceError) or error.errno in _OF_PLACE
    return PlaceError if of_place else WriteError


def reason(error: OSError) -> str:
    """Return in words, for a user, why the operating system refused."""
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return "another program holds it open; close it there"
    if error.errno in _REASONS:
        return _REASONS[error.errno]
    return error.strerror or str(error) or type(error).__name__
