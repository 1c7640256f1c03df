import sys
from contextlib import ExitStack

import pytest

from tests.app.screen import TOOLS, new_screen


@pytest.fixture
def at_end():
    """A stack whose programs are ended after the test, however that ends."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def screen(require_tool, at_end):
    """An X server of the test's own."""
    if not sys.platform.startswith("linux"):
        pytest.skip("windows are found, and files dragged, with X11")
    require_tool(*TOOLS)
    return at_end.enter_context(new_screen())
