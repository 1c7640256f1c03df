"""Plots in the window: found by pointer and keys, told to those who do not see them."""

import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from core.charts.curve import Curve, Mark, Series, frame_of
from core.charts.drawing import LIGHT
from gui.picture.curve_plot import CurvePlot
from tests.gui.hands import LEFT, drag

HEIGHTS = (9.0, 4.0, math.nan, 1.0)
CURVE = Curve(
    "Error",
    "iteration",
    "Mean error",
    (Series("error", tuple(enumerate(map(float, HEIGHTS), start=1))),),
    marks=(Mark(2.0, "here"),),
)


@pytest.fixture
def plot(qtbot):
    plot = CurvePlot("Error over the iterations")
    qtbot.addWidget(plot)
    plot.resize(400, 240)
    plot.show_curve(CURVE)
    plot.show()
    return plot


@pytest.fixture
def chosen(plot):
    found = []
    plot.chosen.connect(found.append)
    return found


def place(plot, x):
    return QPoint(round(frame_of(CURVE, plot.width(), plot.height()).x.place(x)), 120)


@pytest.mark.parametrize(("x", "index"), [(1, 0), (1.4, 0), (1.6, 1), (4, 3)])
def test_a_click_chooses_the_nearest_point(plot, chosen, qtbot, x, index):
    qtbot.mouseClick(plot, LEFT, pos=place(plot, x))
    assert chosen == [index]


def test_a_drag_goes_through_the_points(plot, chosen, qtbot):
    drag(qtbot, plot, place(plot, 1), place(plot, 2), place(plot, 4))
    assert chosen == [0, 1, 3]


def test_keys_go_from_point_to_point_and_stop_at_the_ends(plot, chosen, qtbot):
    plot.show_place(2)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    plot.show_place(0)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert chosen == [3, 0]


def test_the_place_looked_at_is_seen(plot):
    before = plot.grab().toImage()
    plot.show_place(1)
    after = plot.grab().toImage()
    frame = frame_of(CURVE, 400, 240)
    x, y = round(frame.x.place(2.0)), round(frame.y.begin) - 20
    assert before.pixelColor(x, y) != after.pixelColor(x, y)
    assert after.pixelColor(x + 30, y) == before.pixelColor(x + 30, y)


def test_a_point_without_a_height_is_looked_at_as_well(plot):
    plot.show_place(2)
    assert plot.grab().toImage().format() != QImage.Format.Format_Invalid


def test_a_plot_is_told_to_those_who_do_not_see_it(plot):
    assert plot.accessibleName() == "Error over the iterations"
    assert "from 9 at iteration 1 to 1 at 4" in plot.accessibleDescription()


def test_a_plot_without_a_curve_is_empty(plot, chosen, qtbot):
    plot.show_curve(None)
    qtbot.mouseClick(plot, LEFT, pos=place(plot, 1))
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert chosen == []
    assert plot.grab().toImage().pixelColor(200, 60).name() == LIGHT["ground"]
