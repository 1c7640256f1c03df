"""Long work in chunks of a few milliseconds, shared among threads; after each, somebody hears."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from core.progress import Tick


def threads() -> int:
    """Tell how many threads share the work."""
    return _threads


def use_threads(count: int) -> None:
    """Share the work among so many threads from now on; results do not depend on it."""
    global _threads  # noqa: PLW0603
    _threads = max(count, 1)


_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_chunks(
    work: Callable[[int, int], None], size: int, chunk: int, shares: int, tick: Tick
) -> None:
    """Do work(begin, end) for all of range(size).

    Parameters
    ----------
    work : callable
        Called by several threads at once, for parts that do not overlap.
    size : int
    chunk : int
        So long a part at most.
    shares : int
        So many threads at most; 1 is the calling one.
    tick : callable
        Receives the fraction done, in the calling thread, after each chunk. What it raises passes
        through when no thread works any more.
    """
    chunk = max(min(chunk, -(-size // shares)), 1)
    begins = range(0, size, chunk)
    if shares == 1 or len(begins) == 1:
        for begin in begins:
            work(begin, min(begin + chunk, size))
            tick(min(begin + chunk, size) / size)
        return
    under_way: deque[Future[None]] = deque()
    done = 0
    try:
        for begin in begins:
            if len(under_way) == shares:
                under_way.popleft().result()
                done += 1
                tick(done / len(begins))
            under_way.append(_pool().submit(work, begin, min(begin + chunk, size)))
        while under_way:
            under_way.popleft().result()
            done += 1
            tick(done / len(begins))
    finally:
        # Cancelled: arrays that a thread still writes to must not go before it is through.
        for future in under_way:
            future.exception()


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="kernels")
