"""Programs that tests start."""

import subprocess
from contextlib import contextmanager


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
