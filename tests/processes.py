"""Programs that tests start."""

import os
import subprocess
from contextlib import contextmanager

import pytest


@contextmanager
def started(command, **options):
    """Start a program that is gone when the block ends, however it does.

    Otherwise a test that fails while the program runs would wait for it, maybe for ever.
    """
    with subprocess.Popen(command, **options) as running:
        try:
            yield running
        finally:
            running.kill()


def require_no_child():
    """Fail if a child process is left, even one that has ended."""
    if hasattr(os, "waitpid") and os.name != "nt":
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
