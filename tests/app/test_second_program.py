"""Two real programs on one screen: a further start, and pictures through the clipboard."""

import io
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image

from core import count_colors, open_photo
from gui.desktop.single import PATIENCE_MS
from tests import ROOT
from tests.app.screen import start, wait_until

pytestmark = pytest.mark.on_screen
PROGRAM = [sys.executable, ROOT / "main.py"]


@pytest.fixture
def photos(tmp_path, astronaut):
    paths = [tmp_path / "first one.png", tmp_path / "second.png"]
    for number, path in enumerate(paths):
        Image.fromarray(np.ascontiguousarray(astronaut[90 * number :][:300])).save(path)
    return paths


def further_start(screen, folder, *arguments):
    """Start the program again, and return its exit code and the seconds it took."""
    begin = time.monotonic()
    done = subprocess.run(
        [*PROGRAM, *arguments], env=screen.environment, cwd=folder, check=False, timeout=60
    )
    return done.returncode, time.monotonic() - begin


def windows(screen):
    return len(screen.hands("search", "--onlyvisible", "--name", "Fewtone$").split())


def test_further_start_hands_its_photo_to_the_open_window(screen, at_end, photos, tmp_path):
    first = start(at_end, [*PROGRAM, photos[0]], env=screen.environment)
    window = screen.window(r"first one\.png – Fewtone")
    holder = [sys.executable, ROOT / "tests/app/clipboard_holder.py", "put", photos[0]]
    start(at_end, holder, env=screen.environment)
    other = screen.window("Clipboard holder")
    screen.hands("windowfocus", "--sync", other)
    screen.hands("windowminimize", "--sync", window)
    code, _ = further_start(screen, tmp_path, "second.png")
    assert code == 0
    screen.window(r"second\.png \(2 of 2\) – Fewtone")
    assert windows(screen) == 1
    wait_until(lambda: screen.hands("getactivewindow") == window, "the window in front")
    screen.hands("windowfocus", "--sync", other)
    wait_until(lambda: screen.hands("getactivewindow") == other, "another window in front")
    code, _ = further_start(screen, tmp_path)
    assert code == 0
    wait_until(lambda: screen.hands("getactivewindow") == window, "the window in front again")
    assert windows(screen) == 1

    new = start(at_end, [*PROGRAM, "--new-window", photos[0]], env=screen.environment)
    wait_until(lambda: windows(screen) == 2, "a window of its own")
    new.kill()
    new.wait()

    os.kill(first.pid, signal.SIGSTOP)
    begin = time.monotonic()
    start(at_end, [*PROGRAM, photos[1]], env=screen.environment)
    screen.window(r"second\.png – Fewtone")
    assert time.monotonic() - begin >= PATIENCE_MS / 1000
    code, _ = further_start(screen, tmp_path, photos[0])  # it takes over from the one that hangs
    screen.window(r"first one\.png \(2 of 2\) – Fewtone")
    os.kill(first.pid, signal.SIGCONT)
    first.terminate()
    assert first.wait(timeout=30) == 128 + signal.SIGTERM


def test_picture_of_another_program_is_pasted_and_the_result_copied(
    screen, at_end, photos, tmp_path
):
    holder = [sys.executable, ROOT / "tests/app/clipboard_holder.py"]
    start(at_end, PROGRAM, env=screen.environment)
    window = screen.window("Fewtone$")
    start(at_end, [*holder, "put", photos[0]], env=screen.environment)
    screen.window("Clipboard holder")
    screen.hands("windowfocus", "--sync", window)
    screen.hands("key", "ctrl+v")
    screen.window("Pasted picture – Fewtone")
    taken = tmp_path / "taken.png"

    def copied():
        # Until the colors are there, and the picture is encoded, the clipboard is the other's.
        screen.hands("windowfocus", "--sync", window)
        screen.hands("key", "ctrl+c")
        subprocess.run([*holder, "take", taken], env=screen.environment, check=True, timeout=60)
        with Image.open(io.BytesIO(taken.read_bytes())) as image:
            return image.mode == "P"

    wait_until(copied, "a picture of few colors on the clipboard")
    assert len(count_colors(open_photo(taken)).colors) == 8
    screen.hands("key", "ctrl+q")
