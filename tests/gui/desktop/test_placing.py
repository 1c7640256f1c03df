"""A window opens where all of it is seen."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication

from gui.desktop.placing import placed
from gui.window import MainWindow

LAPTOP, BESIDE = QRect(0, 0, 1366, 728), QRect(1366, 0, 1920, 1080)
LEAST = QSize(520, 360)


@pytest.mark.parametrize(
    ("wanted", "areas", "expected"),
    [
        (QRect(100, 80, 1180, 640), [LAPTOP], QRect(100, 80, 1180, 640)),
        (QRect(0, 0, 2560, 1400), [LAPTOP], QRect(0, 40, 1366, 688)),
        # It was on a screen that is not there any more.
        (QRect(1500, 200, 800, 600), [LAPTOP], QRect(566, 128, 800, 600)),
        (QRect(1500, 200, 800, 600), [LAPTOP, BESIDE], QRect(1500, 200, 800, 600)),
        (QRect(-400, -300, 800, 600), [LAPTOP], QRect(0, 40, 800, 600)),
        (QRect(10, 10, 900, 700), [QRect(0, 0, 400, 300)], QRect(0, 0, 520, 360)),
        (QRect(10, 10, 900, 700), [], QRect(10, 10, 900, 700)),
    ],
)
def test_window_fits_the_screen_it_opens_on(wanted, areas, expected):
    assert placed(wanted, LEAST, areas) == expected


def test_window_that_opens_first_is_no_larger_than_the_screen(qtbot, store):
    window = MainWindow(store)
    qtbot.addWidget(window)
    assert QGuiApplication.primaryScreen().availableGeometry().contains(window.geometry())
    window.close()
