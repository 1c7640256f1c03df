"""Files while they are written: hidden, locked by their process, removed once it is dead.

The process that writes a part file holds a lock on it, which the system releases however the
process ends. So one without a lock belongs to nobody any more, whatever process has got its number
since. The name says on which computer it was made, because locks may not reach those that share a
network drive.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO

ENDING = ".fewtone-part"

# Windows removes no open file. This is longer than a file is closed before it gets its name.
_SURELY_RENAMED_SECONDS = 60

# On some network drives, a lock does not keep out the process that holds it.
_of_this_process: set[str] = set()


@contextmanager
def part_file(folder: Path, mode: int = 0o600) -> Iterator[tuple[Path, BinaryIO]]:
    """Make a file to write, which at the end is removed unless it has got another name.

    Those that dead processes left in the folder are removed first: the disk may be full of them.

    Parameters
    ----------
    folder : Path
    mode : int
        Rights of the new file, less the user's umask.

    Yields
    ------
    Path
    file
        Open for writing and reading; Windows wants it closed before the file is renamed.

    Raises
    ------
    OSError
        When there can be no file.
    """
    remove_dead(folder)
    path = folder / f".{_computer()}-{secrets.token_hex(8)}{ENDING}"
    _of_this_process.add(path.name)
    try:
        with os.fdopen(_open_locked(path, mode), "w+b") as file:
            yield path, file
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        _of_this_process.discard(path.name)


def remove_dead(folder: Path) -> None:
    """Remove the part files of dead processes of this computer, as far as the system allows."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for name in (entry.name for entry in entries):
            ours = name.startswith(f".{_computer()}-") and name.endswith(ENDING)
            if ours and name not in _of_this_process:
                with contextlib.suppress(OSError):
                    _remove_if_dead(folder / name)


def _open_locked(path: Path, mode: int) -> int:
    """Make a file and lock it; return its descriptor."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        descriptor = os.open(path, flags, mode)
        # Another process may have taken it for dead just before it was locked.
        if lock(descriptor) and os.path.lexists(path):
            return descriptor
        os.close(descriptor)
        path.unlink(missing_ok=True)


def lock(descriptor: int) -> bool:
    """Lock a file unless another process has; where the file system has no locks, none does."""
    if os.name == "nt":
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _remove_if_dead(path: Path) -> None:
    """Remove a part file that no process has locked; OSError if one has, or nobody can tell."""
    if os.name == "nt":
        if time.time() - path.stat().st_mtime > _SURELY_RENAMED_SECONDS:
            path.unlink()
        return
    import fcntl

    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    finally:
        os.close(descriptor)


@cache
def _computer() -> str:
    """Return some digits that stand for this computer."""
    known = platform.node().encode(errors="replace")
    with contextlib.suppress(OSError):
        known += Path("/etc/machine-id").read_bytes()
    return hashlib.blake2b(known, digest_size=4).hexdigest()
