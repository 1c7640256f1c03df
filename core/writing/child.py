"""Work in a child process: it holds up no other thread, and can be ended at any time.

What it is given and what it answers goes through pipes. Stdin stays open meanwhile, and the child
ends when it closes: whenever this process is killed, nothing is left.
"""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import IO, NamedTuple, TypeVar

from core import language, own_files
from core.language import translated
from core.parallel import BEAT_SECONDS
from core.progress import Tick

_Answer = TypeVar("_Answer")

_BELOW_NORMAL = 0x4000
_ROOT = Path(__file__).parents[2]


class Child(NamedTuple):
    """What starts a child process.

    Parameters
    ----------
    command : sequence of str
    environment : mapping
        Variables beside those of this process.
    seconds : float
        The most time that it may take.
    """

    command: Sequence[str]
    environment: Mapping[str, str] = {}
    seconds: float = math.inf


def program(module: str, command: str) -> Child:
    """Build what starts a module of this program, from source or in a bundle by its command."""
    if getattr(sys, "frozen", False):
        return Child([sys.executable, command])
    # With -P Python does not import from the current folder, but from that of this program.
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {"PYTHONPATH": os.pathsep.join(paths)}
    return Child([sys.executable, "-P", "-m", module], environment)


def start(child: Child) -> subprocess.Popen[bytes]:
    """Start a child process of a lower priority, with pipes to it and from it.

    It is told the language of this process, which `language.begin_as_child` has it speak.

    Raises
    ------
    OSError
        When it cannot be started, as the program's files are gone or those of another version.
    """
    if own_files.are_gone():
        raise FileNotFoundError(translated(own_files.GONE))
    return subprocess.Popen(
        child.command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **language.for_children(), **child.environment},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | (_BELOW_NORMAL if os.name == "nt" else 0),
    )


def ask(
    child: Child,
    give: Callable[[IO[bytes]], object],
    take: Callable[[IO[bytes]], _Answer],
    tick: Tick,
) -> tuple[_Answer | None, int]:
    """Run a child process; return its answer and its exit code.

    Parameters
    ----------
    child : Child
    give : callable
        Writes the job to the child's stdin, in a thread of its own.
    take : callable
        Reads the answer from the child's stdout, in another.
    tick : Tick
        Hears every 30 ms that the work goes on; what it raises ends the child and passes through.

    Returns
    -------
    answer : object or None
        None if the child failed, took too long, or did not answer as it should.
    code : int
        0 if all went well; below 0 it was killed.

    Raises
    ------
    OSError, RuntimeError
        When the child, or a thread that looks after it, cannot be started.
    """
    deadline = time.monotonic() + child.seconds
    answers: list[_Answer] = []
    process = start(child)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        # A pipe holds little, and this thread has to look after progress and time.
        Thread(target=_feed, args=(process.stdin, give), daemon=True).start()
        reading = Thread(target=_collect, args=(process.stdout, take, answers), daemon=True)
        reading.start()
        while True:
            try:
                code = process.wait(BEAT_SECONDS)
                break
            except subprocess.TimeoutExpired:
                tick.alive()
                if time.monotonic() > deadline:
                    process.kill()
        reading.join()
        return (answers[0] if answers and code == 0 else None), code
    finally:
        process.kill()
        process.wait()
        # Only now, as the child would take it for the end of its parent.
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()


def _feed(stdin: IO[bytes], give: Callable[[IO[bytes]], object]) -> None:
    """Write a job, and leave the pipe open: the child ends when it closes."""
    with contextlib.suppress(Exception):
        give(stdin)
        stdin.flush()
        return
    # Whatever went wrong, the child would wait for the rest for ever.
    with contextlib.suppress(OSError, ValueError):
        stdin.close()


def _collect(
    stdout: IO[bytes], take: Callable[[IO[bytes]], _Answer], answers: list[_Answer]
) -> None:
    """Read an answer; there is none if the child ends in the middle of it."""
    with contextlib.suppress(Exception):
        answers.append(take(stdout))
