"""Ends from outside: Ctrl+C, a terminal that is closed, a system that shuts down."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from core.ending import end_signals, exit_code


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
    """Raise Interrupted for the first signal that comes while the block runs.

    Others are ignored from then on, as they would only keep files from being cleaned up.
    """
    # Only the main thread may change what signals do.
    here = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in end_signals()} if here else {}

    came: Interrupted | None = None

    def interrupt(number: int, _frame: FrameType | None) -> None:
        nonlocal came
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        came = Interrupted(number)
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
    finally:
        for number, old in before.items():
            # None is what C has set, which Python cannot set again.
            signal.signal(number, signal.SIG_DFL if old is None else old)
