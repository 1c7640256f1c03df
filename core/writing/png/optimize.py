"""Smaller PNG files, by oxipng in a child process (docs/decisions/0014-saving.md).

pyoxipng holds the interpreter lock from beginning to end. In a process of its own it freezes no
window, can be ended at any time, and cannot take more memory than it is given.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from core.commands import OPTIMIZE_COMMAND
from core.parallel import threads
from core.progress import Tick, silent
from core.writing.child import Child, ask
from core.writing.png.file import END, SIGNATURE, chunk_bytes

# More threads would not be faster, and each reserves memory for itself.
_MOST_THREADS = 8
# What follows the line that describes a job.
_FILES = ("png", "sample")


class Try(NamedTuple):
    """A PNG file, and how oxipng may make a smaller one of it.

    Parameters
    ----------
    png : bytes
    filters : tuple of str
        Names of `oxipng.RowFilter`; all are tried.
    level : int, 1…12
        How hard libdeflate tries.
    thorough : bool
        Whether filters are compared at that level, or at a low one.
    may_change_colors : bool
        Whether it may become another type of PNG with the same colors, or get another palette.
    sample : bytes
        A PNG file of some of its rows. Where all tries have one, the file and the filter whose
        sample comes out smallest are the only ones that the whole is packed with.
    """

    png: bytes
    filters: tuple[str, ...]
    level: int
    thorough: bool
    may_change_colors: bool = False
    sample: bytes = b""


class Limits(NamedTuple):
    """The most time and memory that a child process may take."""

    seconds: int
    most_bytes: int


def smallest_png(tries: Sequence[Try], limits: Limits, tick: Tick = silent) -> bytes | None:
    """Make the smallest PNG file that shows the same; None when that fails for whatever reason.

    Parameters
    ----------
    tries : sequence of Try
    limits : Limits
    tick : Tick
        Hears every 30 ms that the work goes on; what it raises ends the child process and
        passes through.
    """
    among = {"RAYON_NUM_THREADS": str(min(threads(), _MOST_THREADS))}
    job = _job(tries, limits)
    try:
        child = Child(_command(), among, limits.seconds)
        found, _code = ask(child, lambda stdin: stdin.writelines(job), lambda out: out.read(), tick)
    except (OSError, RuntimeError):
        # Without memory, a thread that cannot be started is a RuntimeError.
        return None
    whole = found and found.startswith(SIGNATURE) and found.endswith(chunk_bytes(END))
    return found if whole else None


def _job(tries: Sequence[Try], limits: Limits) -> list[bytes]:
    """Build what the child process reads: the files to make smaller, and how, in a line before."""
    described = []
    for each in tries:
        how = {name: value for name, value in each._asdict().items() if name not in _FILES}
        described.append({"sizes": [len(each.png), len(each.sample)]} | how)
    job = {
        "parent": os.getpid(),
        "bytes": limits.most_bytes,
        "cpu_seconds": limits.seconds * min(threads(), _MOST_THREADS),
        "tries": described,
    }
    return [
        json.dumps(job).encode() + b"\n",
        *(file for each in tries for file in (each.png, each.sample)),
    ]


def _command() -> list[str]:
    """Build the command that starts the child process, from source or in a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, OPTIMIZE_COMMAND]
    # With -P Python does not import from the folder of the script.
    worker = Path(__file__).with_name("optimize_worker.py")
    return [sys.executable, "-P", str(worker)]
