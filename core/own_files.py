"""Whether the program's own files are still those that it began with.

A program that is removed or updated while it runs can load nothing more: what it finds is gone, or
belongs to another version. One file stands for all of them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from core.language import N_, translated

GONE = N_(
    "Fewtone's own files were removed or replaced while it was open. "
    "Save your work, then start Fewtone again."
)
"""A text of `N_`, which `translated` translates when it is shown."""

WITNESS = Path(sys.executable if getattr(sys, "frozen", False) else __file__)
"""The file that is looked at."""


def _identity() -> tuple[int, ...] | None:
    try:
        seen = os.stat(WITNESS)  # noqa: PTH116 - it is looked at before each module is loaded
    except OSError:
        return None
    # The device is another when a network drive is mounted anew.
    return seen.st_ino, seen.st_size, seen.st_mtime_ns


_AT_START = _identity()


def are_gone() -> bool:
    """Return whether they were removed or replaced since this was loaded."""
    return _identity() != _AT_START


def guard_imports() -> None:
    """From now on, have an import fail with a sentence once they are gone.

    The loader of a bundle would end the program, and modules of another version might fit badly.
    """
    sys.meta_path.insert(0, _Guard())


class _Guard:
    # Its base would be in importlib.abc, which takes 5 ms of the start.
    def find_spec(self, name: str, *_: object) -> None:
        """Find nothing, so that others look, or raise ImportError."""
        if are_gone():
            raise ImportError(translated(GONE), name=name)
