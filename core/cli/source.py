"""Photos that are no files: standard input (`-`), pipes, and what stands for them in /dev."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from core.errors import FewtoneError, ReadError, reason
from core.language import _, pgettext
from core.part_file import part_file
from core.wording import decimal

STANDARD = Path("-")
"""Standard input as a photo, standard output as a file to save."""

_OF_THE_SYSTEM = ("/dev/", "/proc/")
_CHUNK = 1 << 20
# No photo that can be opened has more: 500 million pixels, 16 bits a channel.
_MOST_BYTES = 4_000_000_000


def path_or_standard(text: str) -> Path:
    """Return the path that was typed; a file whose name is just a dash is given as ./-."""
    path = Path(text)
    return path.absolute() if path == STANDARD and text != str(STANDARD) else path


@contextmanager
def photo_file(named: Path) -> Iterator[Path]:
    """Yield the file of a photo; what comes through a pipe lies in a part file meanwhile.

    Errors of Fewtone name the photo as the user did.

    Raises
    ------
    ReadError
        When nothing can be read from the pipe.
    """
    if not is_stream(named):
        yield named
        return
    shown = _("standard input") if named == STANDARD else str(named)
    with part_file(Path(tempfile.gettempdir())) as (path, file):
        try:
            _copy(named, file)
            file.flush()
        except ReadError as error:
            raise ReadError(_cannot_open(shown, str(error))) from None
        except OSError as error:
            raise ReadError(_cannot_open(shown, reason(error))) from error
        try:
            yield path
        except FewtoneError as error:
            error.args = (str(error).replace(str(path), shown), *error.args[1:])
            raise


def _cannot_open(shown: str, why: str) -> str:
    return _("Cannot open {path}: {reason}").format(path=shown, reason=why)


def place_of(named: Path) -> Path:
    """Return the path beside which the results of a photo are saved, with its name."""
    if named == STANDARD:
        return Path("stdin")
    return Path(named.name) if str(named).startswith(_OF_THE_SYSTEM) else named


def is_stream(named: Path) -> bool:
    """Return whether a photo can be read only once, from its beginning to its end."""
    if named == STANDARD:
        return True
    of_system = str(named).startswith(_OF_THE_SYSTEM)
    with suppress(OSError):
        mode = named.stat().st_mode
        return stat.S_ISFIFO(mode) or (of_system and not stat.S_ISDIR(mode))
    return False


def _copy(named: Path, file: BinaryIO) -> None:
    """Copy all that a stream gives; raise ReadError with the reason if it is none to read."""
    if named != STANDARD:
        with named.open("rb") as stream:
            _copy_stream(stream, file)
    elif sys.stdin is None:
        raise ReadError(pgettext("standard input or output", "it is closed"))
    else:
        _copy_stream(sys.stdin.buffer, file)


def _copy_stream(stream: BinaryIO, file: BinaryIO) -> None:
    # It is none of the system where a program runs the command line as a function.
    with suppress(AttributeError, ValueError):
        mode = os.fstat(stream.fileno()).st_mode
        if stat.S_ISDIR(mode):
            raise ReadError(_("it is a folder; choose the photos in it"))
        if stat.S_ISCHR(mode) and stream.isatty():
            raise ReadError(_("it is a terminal; pipe a photo into it"))
    size = 0
    while data := stream.read(_CHUNK):
        size += len(data)
        if size > _MOST_BYTES:
            most = decimal(_MOST_BYTES / 1e9, 0)
            raise ReadError(_("it gives more than {size} GB").format(size=most))
        file.write(data)
