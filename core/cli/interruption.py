"""Ends from outside: Ctrl+C, a terminal that is closed, a system that shuts down."""

from __future__ import annotations

import _thread
import signal
import threading
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


class _Ear:
    """Listener that raises the first signal, and again until the block that it interrupts ends.

    Libraries swallow it now and then, as Cython does while it is being imported. Signals of others
    that come after the first would only keep files from being cleaned up.
    """

    def __init__(self) -> None:
        self.came: Interrupted | None = None
        self._due = True
        self._resting = False
        self._reminder: threading.Timer | None = None

    def hear(self, number: int, _frame: FrameType | None) -> None:
        """Handle a signal; in the main thread, as all handlers of signals."""
        if self.came is not None and (self._resting or not self._due):
            return
        self._due = False
        self.came = Interrupted(number)
        self._reminder = threading.Timer(_CLEANING_SECONDS, self._remind, [number])
        self._reminder.daemon = True
        self._reminder.start()
        raise self.came

    def _remind(self, number: int) -> None:
        self._due = True
        if hasattr(signal, "pthread_kill"):
            # This wakes up a thread that waits, too.
            signal.pthread_kill(threading.main_thread().ident or 0, number)
        else:
            _thread.interrupt_main(signal.Signals(number))

    def rest(self) -> None:
        """Remind nobody any more."""
        self._resting = True
        if self._reminder is not None:
            self._reminder.cancel()
            self._reminder.join()


@contextmanager
def interruptions() -> Iterator[None]:
    """Raise Interrupted, at the latest at its end, for a signal that comes while the block runs."""
    # Only the main thread may change what signals do.
    here = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in end_signals()} if here else {}
    ear = _Ear()
    for number in before:
        signal.signal(number, ear.hear)
    try:
        yield
    except Exception as error:
        # Code in C may make another error of it, as where numpy is being imported.
        if ear.came is not None:
            raise ear.came from error
        raise
    else:
        if ear.came is not None:
            raise ear.came
    finally:
        ear.rest()
        for number, old in before.items():
            # None is what C has set, which Python cannot set again.
            signal.signal(number, signal.SIG_DFL if old is None else old)
