"""The child process that makes photos of a batch: `python -m core.batch.worker`, or the bundle's.

It reads orders from stdin, one after another, and writes its progress and what became of each to
stdout. Both are pickled, as they never leave these two processes. When stdin closes, nobody waits
for the answer, and the process ends.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from core import language
from core.ending import end_signals
from core.parallel import BEAT_SECONDS
from core.progress import Progress
from core.writing.png.optimize_worker import pipe


def main() -> int:
    """Do what is ordered until stdin closes; return the exit code."""
    language.begin_as_child()
    # Ctrl+C reaches all processes of a terminal; the one that gave the orders ends this one.
    for number in end_signals():
        signal.signal(number, signal.SIG_IGN)
    orders: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(orders,), daemon=True).start()
    with open(pipe(1), "wb", closefd=False) as answers:
        threads = orders.get()
        _prepare(threads)
        while True:
            _serve(orders.get(), answers)


def _prepare(threads: int) -> None:
    """Share the work on one photo among so many threads."""
    from core.parallel import use_threads

    if hasattr(os, "nice"):
        os.nice(5)
    use_threads(threads)


def _serve(order: Any, answers: IO[bytes]) -> None:
    from core.batch.work import work

    told = time.monotonic()

    def tell(progress: Progress) -> None:
        nonlocal told
        if (now := time.monotonic()) - told > BEAT_SECONDS:
            told = now
            _say(progress, answers)

    _say(work(order, tell), answers)


def _say(message: Any, answers: IO[bytes]) -> None:
    pickle.dump(message, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


def _listen(orders: SimpleQueue[Any]) -> None:
    """Take orders while another is in work, so that the end of stdin is seen at once."""
    with open(pipe(0), "rb", closefd=False) as given:
        try:
            while True:
                orders.put(pickle.load(given))  # noqa: S301
        finally:
            # Half a file is a part file, which the next save in that folder removes.
            os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
