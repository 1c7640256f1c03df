"""What can go wrong, in one line that a user can read.

Each error is also the builtin it resembles, so that callers who know nothing of Fewtone
catch it as they would expect. `reason` words what the operating system reports.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

from core.language import N_, _, ngettext, translated


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
        super().__init__(
            ngettext("it would have {size} byte", "it would have {size} bytes", size).format(
                size=size
            )
        )
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


class TooManyColorsError(PaletteError):
    """A palette file holds more colors than can be used as they are.

    Parameters
    ----------
    message : str
    count : int
        How many it holds; the best of them can be chosen.
    """

    def __init__(self, message: str, count: int) -> None:
        super().__init__(message)
        self.count = count


NO_MEMORY = N_("there is not enough memory for it; close other programs, or make it smaller")
"""A text of `N_`, which `translated` translates when it is shown."""

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
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("permission is denied"),
    errno.EPERM: N_("permission is denied"),
    errno.ENOSPC: N_("the disk is full; free some space, or choose another folder"),
    errno.EDQUOT: N_("the disk quota is used up; free some space, or choose another folder"),
    errno.EROFS: N_("the disk is read-only; choose another folder"),
    errno.EFBIG: N_("the file would be larger than allowed here"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of its path is not a folder"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ELOOP: N_("its link leads in a circle"),
    errno.EIO: N_("the disk could not be read or written"),
    errno.ENODEV: N_("its drive is gone; connect it again"),
    errno.ENXIO: N_("its drive is gone; connect it again"),
    errno.ENOTCONN: N_("its drive is gone; connect it again"),
}

if hasattr(errno, "ESTALE"):
    _REASONS[errno.ESTALE] = N_("its drive is gone; connect it again")

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
        # Translators: what cannot be done, and why: "Cannot save a.png: there is not enough memory"
        sentence = _("{cannot}: {reason}").format(cannot=cannot, reason=translated(NO_MEMORY))
        raise kind(sentence) from error


def cannot_save(path: object, why: str) -> str:
    """Return the sentence that names a file and the reason why it was not written."""
    return _("Cannot save {path}: {reason}").format(path=path, reason=why)


def cannot_open(path: object, why: str) -> str:
    """Return the sentence that names a photo and the reason why it was not opened."""
    return _("Cannot open {path}: {reason}").format(path=path, reason=why)


def write_error_of(error: OSError) -> type[WriteError]:
    """Return the kind of error that it is when the operating system refused to write."""
    of_place = isinstance(error, PlaceError) or error.errno in _OF_PLACE
    return PlaceError if of_place else WriteError


def reason(error: OSError) -> str:
    """Return in words, for a user, why the operating system refused."""
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return _("another program holds it open; close it there")
    if error.errno in _REASONS:
        return translated(_REASONS[error.errno])
    return error.strerror or str(error) or type(error).__name__
