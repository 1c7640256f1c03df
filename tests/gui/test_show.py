"""show_img: an array in a window."""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gui import show_img
from gui.picture.canvas import Canvas


def open_windows():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, Canvas) and w.isVisible()]


def test_array_is_shown_until_its_window_is_closed(qtbot):
    colors = {"#c81e28", "#0a78fa"}
    for color in colors:
        show_img(np.full((30, 50, 3), QColor(color).getRgb()[:3], np.uint8))
    windows = open_windows()
    shown = {w.grab().toImage().pixelColor(w.rect().center()).name() for w in windows}
    assert shown == colors
    windows[0].close()
    qtbot.waitUntil(lambda: open_windows() == windows[1:])
    windows[1].close()


@pytest.mark.parametrize("shape", [(4,), (4, 4), (4, 4, 4)])
def test_other_arrays_are_refused(qtbot, shape):
    with pytest.raises(ValueError, match="uint8"):
        show_img(np.zeros(shape, np.uint8))
