"""What the tests of many photos share: a window with some, and a folder to save them into."""

import numpy as np
import pytest
from PIL import Image

from gui.batch.wanted import Wanted


@pytest.fixture
def folder(tmp_path, astronaut):
    """A folder with four small photos, two of them in a sub-folder."""
    top = tmp_path / "holiday"
    (top / "day 2").mkdir(parents=True)
    for part, name in enumerate(("1.png", "2.png", "day 2/1.png", "day 2/3.png")):
        pixels = astronaut[60 * part : 60 * part + 60, 100:180]
        Image.fromarray(np.ascontiguousarray(pixels)).save(top / name)
    return top


@pytest.fixture
def many(window, settled, folder):
    """The window with the photos of the folder."""
    window.open([folder])
    settled(window)
    return window


@pytest.fixture
def save_all(qtbot):
    """Save all photos of a window without a dialog, and wait until that is over."""

    def save(window, target, wait=True, **how):
        window.batch_desk.save(Wanted(target, **how))
        if wait:
            qtbot.waitUntil(lambda: not window.batch_desk.busy)
        return window.batch_desk._running

    return save
