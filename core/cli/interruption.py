"""Ends from outside: Ctrl+C, a terminal that is closed, a system that shuts down."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# SIGBREAK is what Windows sends when the console is closed.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Interrupted(KeyboardInterrupt):
    """Raised in the main thread by a signal that ends the program.

    Parameters
    ----------
    number : int
        The signal's.
    """

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = 128 + number


@contextmanager
def interruptions() -> Iterator[None]:
    """Raise Interrupted for the first signal that comes while the block runs.

    Others are ignored from then on, as they would only keep files from being cleaned up. So are
    those that were ignored before, as `nohup` wants it.
    """
    before = {}
    if threading.current_thread() is threading.main_thread():
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        before = {number: signal.getsignal(number) for number in numbers}
        before = {number: old for number, old in before.items() if old is not signal.SIG_IGN}

    def interrupt(number: int, _frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise Interrupted(number)

    for number in before:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, old in before.items():
            # None is what C has set, which Python cannot set again.
            signal.signal(number, signal.SIG_DFL if old is None else old)
