"""Smaller PNG files, by oxipng in a child process (docs/decisions/0014-saving.md).

pyoxipng holds the interpreter lock from beginning to end. In a process of its own it freezes no
window, can be ended at any time, and cannot take more memory than it is given. Files go there and
back through pipes: whenever this process is killed, nothing is left, and the child ends as well.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import IO, NamedTuple

from core.parallel import threads
from core.progress import Tick, silent
from core.writing.png import OPTIMIZE_COMMAND
from core.writing.png.file import END, SIGNATURE, chunk_bytes

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
        found = _answer(_command(), _job(tries, limits), limits.seconds, tick)
    except (OSError, RuntimeError):
        # Without memory, a thread that cannot be started is a RuntimeError.
        return None
    return found if found.startswith(SIGNATURE) and found.endswith(chunk_bytes(END)) else None


def _job(tries: Sequence[Try], limits: Limits) -> list[bytes]:
    """Build what the child process reads: the files to make smaller, and how, in a line before."""
    described = []
    for each in tries:
        how = {name: value for name, value in each._asdict().items() if name != "png"}
        described.append({"size": len(each.png)} | how)
    job = {
        "parent": os.getpid(),
        "bytes": limits.most_bytes,
        "cpu_seconds": limits.seconds * min(threads(), _MOST_THREADS),
        "tries": described,
    }
    return [json.dumps(job).encode() + b"\n", *(each.png for each in tries)]


def _command() -> list[str]:
    """Build the command that starts the child process, from source or in a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, OPTIMIZE_COMMAND]
    # With -P Python does not import from the folder of the script.
    worker = Path(__file__).with_name("optimize_worker.py")
    return [sys.executable, "-P", str(worker)]


def _answer(command: list[str], job: Sequence[bytes], seconds: int, tick: Tick) -> bytes:
    """Run the child process; return what it writes, nothing if it fails or takes too long."""
    deadline = time.monotonic() + seconds
    answer: list[bytes] = []
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "RAYON_NUM_THREADS": str(min(threads(), _MOST_THREADS))},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | (_BELOW_NORMAL if os.name == "nt" else 0),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        # A pipe holds little, and this thread has to look after progress and time.
        Thread(target=_feed, args=(process.stdin, job), daemon=True).start()
        reading = Thread(target=_collect, args=(process.stdout, answer), daemon=True)
        reading.start()
        while True:
            try:
                done = process.wait(_BEAT_SECONDS) == 0
                break
            except subprocess.TimeoutExpired:
                tick.alive()
                if time.monotonic() > deadline:
                    return b""
        reading.join()
        return b"".join(answer) if done else b""
    finally:
        process.kill()
        process.wait()
        # Only now, as the child would take it for the end of its parent.
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()


def _feed(stdin: IO[bytes], job: Sequence[bytes]) -> None:
    """Write a job, and leave the pipe open: the child ends when it closes."""
    with contextlib.suppress(OSError, ValueError):
        for part in job:
            stdin.write(part)
        stdin.flush()


def _collect(stdout: IO[bytes], answer: list[bytes]) -> None:
    """Read until the child closes the pipe."""
    with contextlib.suppress(OSError, ValueError):
        answer.append(stdout.read())
