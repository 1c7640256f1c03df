"""A signal ends a command, whatever the code makes of it in which it came."""

import signal

import pytest

from core.cli.interruption import Interrupted, interruptions


def import_in_c():
    """Fail as an import does that a library's own code in C made, and a signal ended."""
    try:
        signal.raise_signal(signal.SIGTERM)
    except Interrupted as interrupted:
        raise ImportError from interrupted


def test_signal_that_becomes_another_error_is_still_an_interruption():
    with pytest.raises(Interrupted) as caught, interruptions():
        import_in_c()
    assert caught.value.exit_code == 143
