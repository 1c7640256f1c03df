"""The signals by which a system ends a program, which may clean up first."""

from __future__ import annotations

import signal

# SIGBREAK is what Windows sends when a console is closed.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def end_signals() -> list[int]:
    """List those of this system, without the ones that are ignored, as `nohup` wants it."""
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    return [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]


def exit_code(number: int) -> int:
    """Return the exit code of a program that a signal ended, as shells have it."""
    return 128 + number
