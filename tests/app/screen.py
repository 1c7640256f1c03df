"""A screen of its own with a window manager, and a user's hands on it: for X11."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import numpy as np
from PIL import Image

TOOLS = ("Xvfb", "openbox", "xdotool", "import")
WIDTH, HEIGHT = 1280, 900
_PATIENCE = 60.0
_STEPS, _SECONDS_A_STEP = 10, 0.01


class Screen:
    """An X server nobody else uses."""

    def __init__(self, display: str) -> None:
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            # The dialogs of Qt itself, whatever desktop the tests are started from.
            "XDG_CURRENT_DESKTOP": "",
            "WAYLAND_DISPLAY": "",
        }

    def hands(self, *words: object) -> str:
        """Do what xdotool can do: pointer, keys, looking for windows."""
        command = ["xdotool", *map(str, words)]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        return done.stdout.strip()

    def window(self, name: str) -> str:
        """Wait for a visible window whose title matches a regular expression; its number."""
        found: list[str] = []

        def look() -> bool:
            found[:] = self.hands("search", "--onlyvisible", "--name", name).split()
            return bool(found)

        wait_until(look, f"a window named {name}")
        return found[-1]

    def place_of(self, window: str) -> tuple[int, int, int, int]:
        """Return left, top, width and height of a window on the screen."""
        lines = self.hands("getwindowgeometry", "--shell", window).splitlines()
        values = dict(line.split("=") for line in lines)
        return tuple(int(values[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))  # type: ignore[return-value]

    def drag(
        self,
        begin: tuple[int, int],
        end: tuple[int, int],
        arrived: Callable[[], bool] = lambda: True,
    ) -> None:
        """Drag with the pointer, in small steps as a hand would.

        Parameters
        ----------
        arrived : callable
            The pointer moves to and fro at the end until this is true: another program has to say
            that it takes the drop.
        """
        self.hands("mousemove", *begin, "mousedown", 1)
        try:
            self.hands(*_moves(begin, end))
            aside = end[0] + 3, end[1]

            def move_on() -> bool:
                self.hands(*_moves(end, aside), *_moves(aside, end))
                return arrived()

            wait_until(move_on, "the pointer to arrive")
        finally:
            self.hands("mouseup", 1)

    def picture(self) -> np.ndarray:
        """Photograph the screen: (height, width, 3) uint8."""
        shot = subprocess.run(
            ["import", "-window", "root", "png:-"],
            env=self.environment,
            capture_output=True,
            check=True,
            timeout=60,
        )
        with Image.open(io.BytesIO(shot.stdout)) as image:
            return np.asarray(image.convert("RGB"))


def _moves(begin: tuple[int, int], end: tuple[int, int]) -> list[object]:
    """Return what xdotool is told for moving the pointer as a hand would."""
    words: list[object] = []
    for step in range(1, _STEPS + 1):
        to = (round(a + (b - a) * step / _STEPS) for a, b in zip(begin, end, strict=True))
        words += ["mousemove", *to, "sleep", _SECONDS_A_STEP]
    return words


@contextmanager
def new_screen() -> Iterator[Screen]:
    """Start an X server, and a window manager if there is one, for the time of the block.

    They end, and so do the programs shown there, even if this process is killed.
    """
    with ExitStack() as at_end:
        reads, writes = os.pipe()
        at_end.callback(os.close, reads)
        options = ["-displayfd", str(writes), "-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
        command = ["Xvfb", *options, "-nolisten", "tcp"]
        server = start(at_end, command, pass_fds=[writes])
        # It reads the end of its input when this process is gone, however that ended.
        guard = ["sh", "-c", f"read _; kill {server.pid}"]
        start(at_end, guard, stdin=subprocess.PIPE)
        os.close(writes)
        # The server writes its number when it is ready; it ends with the file if it fails.
        number = os.read(reads, 20).decode().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        screen = Screen(f":{number}")
        if shutil.which("openbox"):
            start(at_end, ["openbox"], env=screen.environment)
        yield screen


def start(at_end: ExitStack, command: list[object], **options: object) -> subprocess.Popen[bytes]:
    """Start a program that is ended with the stack."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen(command, **{**quiet, **options})  # type: ignore[call-overload]
    at_end.enter_context(running)
    at_end.callback(running.kill)
    return running


def wait_until(done: Callable[[], bool], what: str) -> None:
    """Look again and again until something is so."""
    end = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.05)
