"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from core.errors import ExistsError, WriteError, reason


def replace_file(
    path: Path, data: bytes | Callable[[BinaryIO], None], *, new: bool = False
) -> None:
    """Put `data` where `path` leads, keeping mode bits and links.

    The bytes go to a temporary file in the target's folder, which then takes the target's place
    in one step: at every moment the old or the new file is there, whole.

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
        (an OSError) naming the file and the reason; the old file is untouched.
    """
    try:
        target = path.resolve()
        mode = _mode_to_keep(target)
        _write_and_replace(target, data, mode, new=new)
    except FileExistsError:
        raise ExistsError(f"Cannot save {path}: it exists already") from None
    except WriteError as error:
        raise WriteError(f"Cannot save {path}: {error}") from None
    except (OSError, RuntimeError) as error:
        # A circle of links is a RuntimeError to Path.resolve.
        why = reason(error) if isinstance(error, OSError) else "its link leads in a circle"
        raise WriteError(f"Cannot save {path}: {why}") from error


def _mode_to_keep(target: Path) -> int | None:
    """Return the mode bits of the old file, None without one; WriteError if it must not go."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise WriteError(f"there is no folder {target.parent}") from None
        return None
    if stat.S_ISDIR(mode):
        raise WriteError("it is a folder")
    if not stat.S_ISREG(mode):
        raise WriteError("it is not a regular file")
    # Replacing needs no permission on the file itself, but a read-only file was meant to stay.
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise WriteError("the file is read-only")
    return stat.S_IMODE(mode)


def _write_and_replace(
    target: Path, data: bytes | Callable[[BinaryIO], None], mode: int | None, *, new: bool
) -> None:
    """Write a temporary file beside the target, then put it in its place in one step."""
    temporary = target.with_name(f".{secrets.token_hex(8)}.fewtone-part")
    # Files of tempfile would be private; os.open respects the user's umask.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if callable(data):
                data(file)
            else:
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        if new:
            _take_free_name(temporary, target)
        else:
            temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


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
