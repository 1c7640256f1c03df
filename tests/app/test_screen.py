"""The screen of tests leaves nothing behind."""

import signal
import subprocess
import sys

import pytest

from tests import ROOT
from tests.app.screen import TOOLS, Screen, wait_until

_HOLD_A_SCREEN = """
import time
from tests.app.screen import new_screen
with new_screen() as screen:
    print(screen.environment["DISPLAY"], flush=True)
    time.sleep(600)
"""


@pytest.mark.on_screen
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
def test_screen_ends_with_the_process_that_began_it(require_tool, how):
    if not sys.platform.startswith("linux"):
        pytest.skip("needs an X server")
    require_tool(*TOOLS)
    command = [sys.executable, "-c", _HOLD_A_SCREEN]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        try:
            screen = Screen(running.stdout.readline().strip())
            assert screen.hands("getdisplaygeometry")
        finally:
            running.send_signal(getattr(signal, how))
    wait_until(lambda: not screen.hands("getdisplaygeometry"), "the screen to end")
