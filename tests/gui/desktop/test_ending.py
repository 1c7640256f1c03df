"""A signal ends the window without a question, and nothing half-written is left."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image

from tests import ROOT
from tests.processes import started

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows ends no window by a signal")

# The window opens a photo, and when its colors are there, does what the test wants.
DRIVE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from gui import app, start
photo, target, what = sys.argv[1:]

def begin(window, photos):
    session = window.session
    def do(*_):
        print("ready", flush=True)
        if what == "saving":
            session.save_image(Path(target), lambda: None)
        else:
            window.panel.set_colors(5)
            QTimer.singleShot(0, window.close)
    session.result_made.connect(do)
    window.open(photos)

app._begin = begin
sys.exit(start.main([photo]))
"""


@pytest.fixture
def animation(tmp_path):
    rng = np.random.default_rng(0)
    frames = [Image.fromarray(rng.integers(0, 256, (200, 300, 3), np.uint8)) for _ in range(12)]
    path = tmp_path / "noise.webp"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=50, lossless=True)
    return path


@pytest.mark.parametrize(
    ("what", "name", "code"), [("saving", "SIGTERM", 143), ("asking", "SIGHUP", 129)]
)
def test_signal_ends_the_window_and_leaves_nothing(animation, what, name, code):
    folder = animation.parent
    command = [sys.executable, "-c", DRIVE, animation, folder / "a.gif", what]
    with started(command, cwd=ROOT, stdout=subprocess.PIPE) as running:
        assert running.stdout.readline() == b"ready\n"
        until = time.monotonic() + 30
        while what == "saving" and not any(folder.glob("*.fewtone-part")):
            assert time.monotonic() < until
        running.send_signal(getattr(signal, name))
        assert running.wait(30) == code
    assert [path.name for path in folder.iterdir()] == ["noise.webp"]
