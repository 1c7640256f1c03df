"""A signal ends a command, whatever the code makes of it in which it came."""

import signal
import threading
from contextlib import suppress

import pytest

from core.cli import interruption
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


def swallow():
    """Lose a signal as a destructor does, or a library that expects any error."""
    with suppress(Interrupted):
        signal.raise_signal(signal.SIGTERM)


def test_signal_that_was_swallowed_ends_the_command_at_its_end():
    with pytest.raises(Interrupted), interruptions():
        swallow()


def clean_up():
    try:
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.raise_signal(signal.SIGINT)


def test_signals_while_files_are_cleaned_up_change_nothing():
    with pytest.raises(Interrupted) as caught, interruptions():
        clean_up()
    assert caught.value.exit_code == 143


def swallow_and_wait():
    swallow()
    for _ in range(1000):
        threading.Event().wait(0.01)
    pytest.fail("it went on")


def test_signal_that_was_swallowed_comes_again(monkeypatch):
    monkeypatch.setattr(interruption, "_CLEANING_SECONDS", 0.01)
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with pytest.raises(Interrupted) as caught, interruptions():
        swallow_and_wait()
    assert caught.value.exit_code == 143
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers
    assert [thread.name for thread in threading.enumerate() if "Timer" in thread.name] == []
