"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from core.errors import ExistsError, WriteError, cannot_save, reason, write_error_of
from core.language import _
from core.part_file import part_file


def replace_file(
    path: Path, data: bytes | Callable[[BinaryIO], None], *, new: bool = False
) -> None:
    """Put `data` where `path` leads, keeping owner, rights and links.

    The bytes go to a part file in the target's folder, which then takes the target's place in one
    step: at every moment the old or the new file is there, whole. Until then nobody may read it
    who may not read the target.

    Parameters
    ----------
    path : Path
    data : bytes or callable
        A callable writes the bytes itself, when they are many; whatever it raises passes through,
        and no file is left behind.
    new : bool
        Fail if the file exists, even if it was created just now.

    Raises
    ------
    ExistsError
        (a WriteError) when `new` and there is a file of that name.
    WriteError
        (an OSError) naming the file and the reason; the old file is untouched. It is a PlaceError
        where no other file could be written either.
    """
    with _named(path):
        target = path.resolve()
        old = _file_to_replace(target)
        _write_and_replace(target, data, old, new=new)


def require_place(path: Path) -> None:
    """Raise WriteError if `replace_file` could not put a file there, as far as that can be known.

    For work that takes long, so that it is not in vain.
    """
    with _named(path):
        target = path.resolve()
        _file_to_replace(target)
        if not os.access(target.parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn what goes wrong into an error that names the file and the reason."""
    try:
        yield
    except FileExistsError:
        raise ExistsError(_("Cannot save {path}: it exists already").format(path=path)) from None
    except WriteError as error:
        raise write_error_of(error)(cannot_save(path, str(error))) from None
    except (OSError, RuntimeError) as error:
        # A circle of links is a RuntimeError to Path.resolve.
        if not isinstance(error, OSError):
            raise WriteError(cannot_save(path, _("its link leads in a circle"))) from error
        raise write_error_of(error)(cannot_save(path, reason(error))) from error


def _file_to_replace(target: Path) -> os.stat_result | None:
    """Return the status of the old file, None without one; WriteError if it must not go."""
    try:
        old = target.stat()
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise WriteError(_("there is no folder {path}").format(path=target.parent)) from None
        return None
    if stat.S_ISDIR(old.st_mode):
        raise WriteError(_("it is a folder"))
    if not stat.S_ISREG(old.st_mode):
        raise WriteError(_("it is not a regular file"))
    # Replacing needs no permission on the file itself, but a read-only file was meant to stay.
    if not old.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise WriteError(_("the file is read-only"))
    return old


def _write_and_replace(
    target: Path,
    data: bytes | Callable[[BinaryIO], None],
    old: os.stat_result | None,
    *,
    new: bool,
) -> None:
    """Write a part file beside the target, then put it in its place in one step."""
    with part_file(target.parent, 0o666 if old is None else 0o600) as (part, file):
        mode = None if os.name == "nt" else _begin_private(file.fileno(), old)
        if callable(data):
            data(file)
        else:
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
        if mode is not None:
            _change_mode(file.fileno(), mode)
        if os.name == "nt":
            file.close()
        if new:
            _take_free_name(part, target)
        else:
            part.replace(target)


def _begin_private(descriptor: int, old: os.stat_result | None) -> int:
    """Restrict who may read an empty part file; return the mode that the whole one shall have.

    A new file gets the rights that the user's umask and the folder grant. Otherwise it is given to
    the owner and the group of the old one first, and only then their rights. Bits that run a file
    as its owner are dropped, as the system does when a file is written to.
    """
    if old is None:
        granted = stat.S_IMODE(os.fstat(descriptor).st_mode)
        _change_mode(descriptor, 0o600)
        return granted
    for owner in (old.st_uid, -1):
        # Only root may give a file away, but to a group of their own everybody may.
        with contextlib.suppress(OSError):
            os.fchown(descriptor, owner, old.st_gid)
            break
    mode = stat.S_IMODE(old.st_mode) & ~(stat.S_ISUID | stat.S_ISGID)
    if os.fstat(descriptor).st_gid != old.st_gid:
        # What the old group might do, another one may only as far as all others.
        mode &= ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    _change_mode(descriptor, mode)
    return mode


def _change_mode(descriptor: int, mode: int) -> None:
    # Some file systems have no mode bits to change.
    with contextlib.suppress(OSError):
        os.fchmod(descriptor, mode)


def _take_free_name(temporary: Path, target: Path) -> None:
    """Rename a file in one step; raise FileExistsError where the name is taken."""
    if os.name == "nt":
        temporary.rename(target)
        return
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: here two steps have to do.
        if os.path.lexists(target):
            raise FileExistsError from None
        temporary.replace(target)
    else:
        temporary.unlink()
