"""The slider for the number of colors, and the numbers under it."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from gui.controls.number_of_colors import NumberOfColors
from tests.gui.hands import LEFT, drag, knob


@pytest.fixture
def colors(qtbot):
    """The controls alone, as wide as in the window; what is chosen is shown, as the panel does."""
    colors = NumberOfColors()
    qtbot.addWidget(colors)
    colors.chosen.connect(colors.show_number)
    colors.resize(328, 100)
    colors.show()
    colors.show_number(8)
    return colors


def middle(colors, preset):
    return preset.mapTo(colors, preset.rect().center()).x()


@pytest.mark.parametrize("width", [180, 328, 700])
@pytest.mark.parametrize("larger", [1, 1.5])
def test_numbers_stand_where_the_handle_goes(colors, width, larger):
    font = colors.font()
    font.setPointSizeF(font.pointSizeF() * larger)
    colors.setFont(font)
    colors.resize(width, colors.sizeHint().height())
    shown = [preset for preset in colors.presets if preset.isVisible()]
    assert {"2", "16", "256"} <= {preset.text() for preset in shown}
    for preset in shown:
        colors.show_number(int(preset.text()))
        handle = colors.slider.mapTo(colors, knob(colors.slider)).x()
        assert abs(middle(colors, preset) - handle) <= 1
    edges = [(preset.geometry().left(), preset.geometry().right()) for preset in shown]
    assert all(one[1] < other[0] for one, other in pairwise(edges))
    assert colors.rect().contains(shown[-1].geometry().translated(shown[-1].parent().pos()))


@pytest.mark.parametrize("number", [2, 5, 16, 128, 256])
def test_click_on_the_track_jumps_there(colors, qtbot, number):
    at = QPoint(colors.slider.x_of(number), colors.slider.height() // 2)
    qtbot.mouseClick(colors.slider, LEFT, pos=at)
    assert colors.box.value() == pytest.approx(number, rel=0.02)


@pytest.mark.parametrize("number", [8, 250, 251, 253])
def test_handle_that_is_only_pressed_keeps_its_number(colors, qtbot, number):
    colors.show_number(number)
    for aside in (0, 3, -3):
        qtbot.mouseClick(colors.slider, LEFT, pos=knob(colors.slider) + QPoint(aside, 0))
        assert colors.box.value() == number


def test_drag_follows_the_pointer(colors, qtbot):
    begin, end = knob(colors.slider), QPoint(colors.slider.x_of(64), knob(colors.slider).y())
    drag(qtbot, colors.slider, begin + QPoint(2, 0), end + QPoint(2, 0))
    assert colors.box.value() == pytest.approx(64, rel=0.02)
    assert colors.gesture == 0


@pytest.mark.parametrize(
    ("key", "begin", "end"),
    [
        ("Right", 8, 9),
        ("Left", 8, 7),
        ("Right", 33, 34),
        ("Left", 256, 248),
        ("Left", 2, 2),
        ("Right", 256, 256),
        ("PageUp", 8, 16),
        ("PageDown", 7, 5),
        ("Home", 8, 2),
        ("End", 8, 256),
    ],
)
def test_keys_step(colors, qtbot, key, begin, end):
    colors.show_number(begin)
    qtbot.keyClick(colors.slider, getattr(Qt.Key, f"Key_{key}"))
    assert colors.slider.value() == colors.box.value() == end


def test_screen_reader_hears_the_number(colors):
    colors.show_number(64)
    slider = QAccessible.queryAccessibleInterface(colors.slider)
    assert slider.valueInterface().currentValue() == 64
    assert slider.text(QAccessible.Text.Name) == "Number of colors"
