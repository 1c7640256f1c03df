"""Ends from outside: Ctrl+C, a terminal that is closed, a system that shuts down."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from core.ending import end_signals, exit_code

# What an interruption leaves behind is removed long before.
_CLEANING_SECONDS = 2.0


class Interrupted(KeyboardInterrupt):
    """Raised in the main thread by a signal that ends the program.

    Parameters
    ----------
    number : int
        The signal's.
    """

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = exit_code(number)


@contextmanager
def interruptions() -> Iterator[None]:
    """Raise Interrupted for a signal that comes while the block runs.

    Others are ignored for a while, as they would only keep files from being cleaned up. Later ones
    count again: libraries may have swallowed the first. At the latest it is raised at the end.
    """
    # Only the main thread may change what signals do.
    here = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in end_signals()} if here else {}

    came: Interrupted | None = None
    since = 0.0

    def interrupt(number: int, _frame: FrameType | None) -> None:
        nonlocal came, since
        now = time.monotonic()
        if came is None or now - since >= _CLEANING_SECONDS:
            came, since = Interrupted(number), now
            raise came

    for number in before:
        signal.signal(number, interrupt)
    try:
        yield
    except Exception as error:
        # Code in C may make another error of it, as where numpy is being imported.
        if came is not None:
            raise came from error
        raise
    else:
        if came is not None:
            raise came
    finally:
        for number, old in before.items():
            # None is what C has set, which Python cannot set again.
            signal.signal(number, signal.SIG_DFL if old is None else old)
