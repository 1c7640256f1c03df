"""Long work in chunks of a few milliseconds, shared among threads, with progress after each.

The progress callback may raise: that is how a run is cancelled, so chunks are short.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import cache
from threading import Event
from typing import TypeVar

from core.progress import Tick, silent

_Here = TypeVar("_Here")
_There = TypeVar("_There")

BEAT_SECONDS = 0.03
"""As often a tick hears that work of others goes on."""


def processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_threads = processors()


def threads() -> int:
    """Return the number of threads that share long work."""
    return _threads


def use_threads(count: int) -> None:
    """Share long work among `count` threads from now on; results do not depend on it."""
    global _threads  # noqa: PLW0603
    _threads = max(count, 1)


def in_chunks(
    work: Callable[[int, int], None], size: int, chunk: int, shares: int, tick: Tick
) -> None:
    """Call work(begin, end) for chunks that together make range(size).

    Parameters
    ----------
    work : callable
        Called by several threads at once, for chunks that do not overlap.
    size : int
    chunk : int
        The longest chunk.
    shares : int
        The most threads that work, the calling one included.
    tick : Tick
        Receives the fraction done, in the calling thread, after each chunk of its own. What it
        raises passes through as soon as no other thread works any more.
    """
    chunk = max(min(chunk, -(-size // shares)), 1)
    # Ranges are handed out by C, so two threads never get the same part.
    begins = iter(range(0, size, chunk))
    helpers = min(shares, -(-size // chunk)) - 1
    # The calling thread works as well, because waking another takes as long as a small job.
    under_way = []
    try:
        # Without memory for another thread, those that are there do the work.
        with suppress(RuntimeError):
            for _ in range(helpers):
                under_way.append(_pool().submit(_work_off, work, begins, chunk, size))  # noqa: PERF401
        for begin in begins:
            end = min(begin + chunk, size)
            work(begin, end)
            tick(end / size)
    finally:
        # When cancelled, wait: the caller frees arrays that other threads still write to.
        deque(begins, maxlen=0)
        # A helper that has not begun yet, as threads have other long work, is waited for in vain.
        begun = [future for future in under_way if not future.cancel()]
        for future in begun:
            future.exception()
    for future in begun:
        future.result()
    if under_way:
        tick(1.0)


def at_once(
    here: Callable[[], _Here], there: Callable[[Tick], _There], tick: Tick = silent
) -> tuple[_Here, _There]:
    """Call two functions, the second in another thread if several are used; return both answers.

    What either raises passes through as soon as both have ended.

    Parameters
    ----------
    here : callable
        May share its work among threads.
    there : callable
        Must not. Is given a tick that ends it when the first has failed.
    tick : Tick
        Hears that the work goes on where the second takes longer than the first.
    """
    if threads() == 1:
        return here(), there(tick.still())
    cancelled = Event()

    def unless_cancelled(_fraction: float) -> None:
        if cancelled.is_set():
            raise CancelledError

    try:
        other = _pool().submit(there, Tick(unless_cancelled))
    except RuntimeError:
        # There is no memory for another thread.
        return here(), there(tick.still())
    try:
        found = here()
        while not other.done():
            wait([other], BEAT_SECONDS)
            tick.alive()
    except BaseException:
        cancelled.set()
        raise
    finally:
        other.exception()
    return found, other.result()


def elsewhere(work: Callable[[Tick], _There], tick: Tick) -> _There:
    """Call a function in another thread if several are used, while a tick hears that it goes on.

    The function is given a tick that ends it once the other has raised something.
    """
    return at_once(lambda: None, work, tick)[1]


def _work_off(
    work: Callable[[int, int], None], begins: Iterator[int], chunk: int, size: int
) -> None:
    """Do chunks until all are handed out."""
    for begin in begins:
        work(begin, min(begin + chunk, size))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="kernels")
