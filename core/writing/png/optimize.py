"""Smaller PNG files, by oxipng in a child process (docs/decisions/0014-saving.md).

pyoxipng holds the interpreter lock from beginning to end. In a process of its own it freezes no
window, can be ended at any time, and cannot take more memory than it is given.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from core.parallel import threads
from core.progress import Tick, silent
from core.writing.png.file import END, SIGNATURE, chunk_bytes
from core.writing.png.optimize_worker import JOB, OPTIMIZE_COMMAND, SMALLEST

# More threads would not be faster, and each reserves memory for itself.
_MOST_THREADS = 8
_BEAT_SECONDS = 0.03
_BELOW_NORMAL = 0x4000


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
    """

    png: bytes
    filters: tuple[str, ...]
    level: int
    thorough: bool
    may_change_colors: bool = False


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
    try:
        # Windows may hold files open right after the child was ended; these stay where they are.
        with tempfile.TemporaryDirectory(prefix="fewtone-", ignore_cleanup_errors=True) as folder:
            _write_job(Path(folder), tries, limits)
            if not _run(_command(folder), limits.seconds, tick):
                return None
            found = (Path(folder) / SMALLEST).read_bytes()
    except OSError:
        return None
    return found if found.startswith(SIGNATURE) and found.endswith(chunk_bytes(END)) else None


def _write_job(folder: Path, tries: Sequence[Try], limits: Limits) -> None:
    """Write what the child process reads: the files to make smaller, and how."""
    described = []
    for number, each in enumerate(tries):
        name = f"{number}.png"
        (folder / name).write_bytes(each.png)
        described.append({"file": name} | {k: v for k, v in each._asdict().items() if k != "png"})
    job = {
        "bytes": limits.most_bytes,
        "cpu_seconds": limits.seconds * min(threads(), _MOST_THREADS),
        "tries": described,
    }
    (folder / JOB).write_text(json.dumps(job), encoding="utf-8")


def _command(folder: str) -> list[str]:
    """Build the command that starts the child process, from source or in a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, OPTIMIZE_COMMAND, folder]
    # With -P Python does not import from the folder of the script.
    worker = Path(__file__).with_name("optimize_worker.py")
    return [sys.executable, "-P", str(worker), folder]


def _run(command: list[str], seconds: int, tick: Tick) -> bool:
    """Run the child process; return whether it did its job."""
    deadline = time.monotonic() + seconds
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "RAYON_NUM_THREADS": str(min(threads(), _MOST_THREADS))},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | (_BELOW_NORMAL if os.name == "nt" else 0),
    )
    try:
        while True:
            try:
                return process.wait(_BEAT_SECONDS) == 0
            except subprocess.TimeoutExpired:
                tick.alive()
                if time.monotonic() > deadline:
                    return False
    finally:
        process.kill()
        process.wait()
