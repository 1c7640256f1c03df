"""The canvas: what is shown where, and what mouse, wheel, keys and drops do."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QFocusEvent, QPalette
from PySide6.QtWidgets import QApplication

from gui.picture.bridge import picture_of
from gui.picture.canvas import Canvas
from tests.gui.hands import drag, drop, hover, leave, wheel

Reason = Qt.FocusReason
RED, BLUE = (255, 0, 0), (0, 0, 255)


def plain(color, size=(400, 300), alpha=None):
    pixels = np.full((size[1], size[0], 3), color, dtype=np.uint8)
    return picture_of(pixels, None if alpha is None else np.full(size[::-1], alpha, np.uint8))


@pytest.fixture
def canvas(qtbot):
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


@pytest.fixture
def both(canvas):
    canvas.show_photo(plain(RED))
    canvas.show_result(plain(BLUE), "2 colors")
    return canvas


def color_at(canvas, x, y):
    return QColor(canvas.grab().toImage().pixel(x, y)).getRgb()[:3]


def test_original_is_left_and_result_right_of_the_split(both):
    assert color_at(both, 100, 200) == RED
    assert color_at(both, 300, 200) == BLUE


def test_without_a_result_the_original_fills_the_view(canvas):
    canvas.show_photo(plain(RED))
    assert color_at(canvas, 300, 200) == RED


def test_new_photo_takes_the_old_result_away(both):
    both.show_photo(plain((0, 255, 0)))
    assert color_at(both, 300, 200) == (0, 255, 0)


def test_dragging_the_handle_moves_the_split(both, qtbot):
    drag(qtbot, both, QPoint(202, 50), QPoint(100, 60))
    assert both.split == pytest.approx(0.25)
    assert color_at(both, 130, 200) == BLUE


GRIP = (255, 255, 255)


def has_grip(canvas, y):
    """Whether the white of the grip is seen beside the line of the split."""
    return color_at(canvas, canvas.width() // 2 - 10, y) == GRIP


def test_grip_of_the_split_shows_while_pointed_at_or_reached_by_key(both, qtbot):
    middle = both.height() // 2 - 1
    leave(both)
    for begin, end in (
        (lambda: hover(both), lambda: leave(both)),
        (
            lambda: both.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Reason.TabFocusReason)),
            lambda: both.focusOutEvent(QFocusEvent(QEvent.Type.FocusOut)),
        ),
    ):
        assert not has_grip(both, middle)
        begin()
        assert has_grip(both, middle)
        end()
    assert not has_grip(both, middle)


def test_grip_never_hides_a_tiny_picture(canvas):
    canvas.show_photo(plain(RED, (48, 32)))
    canvas.show_result(plain(BLUE, (48, 32)), "2 colors")
    canvas.actual_size()
    hover(canvas)
    middle = canvas.height() // 2 - 1
    assert not has_grip(canvas, middle)
    assert color_at(canvas, 190, middle) == RED
    assert color_at(canvas, 210, middle) == BLUE
    assert has_grip(canvas, canvas.height() // 2 + 16 + 28)


@pytest.mark.parametrize(("outside", "inside"), [((10, 150), (18, 150)), ((200, 10), (200, 14))])
def test_air_is_around_a_photo_that_is_seen_whole(canvas, outside, inside):
    canvas.show_photo(plain(RED, (4000, 3000)))
    assert color_at(canvas, *outside) != RED
    assert color_at(canvas, *inside) == RED


@pytest.mark.parametrize(("to", "split"), [(-50, 0.0), (900, 1.0)])
def test_split_stays_in_the_view(both, qtbot, to, split):
    drag(qtbot, both, QPoint(200, 50), QPoint(to, 60))
    assert both.split == split


def test_wheel_zooms_around_the_pointer(both):
    both.show_photo(plain(RED, (4000, 3000)))
    at = QPoint(100, 220)
    ratio = both.devicePixelRatioF()
    before = both._view.to_photo(at.x() * ratio, at.y() * ratio)
    wheel(both, at, 4)
    assert both.zoom > 0.2
    assert both._view.to_photo(at.x() * ratio, at.y() * ratio) == pytest.approx(before)


def test_dragging_the_photo_pans(canvas, qtbot):
    canvas.show_photo(plain(RED, (4000, 3000)))
    canvas.actual_size()
    before = canvas._view.center
    drag(qtbot, canvas, QPoint(200, 150), QPoint(150, 140))
    after = canvas._view.center
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((50, 10))


@pytest.mark.parametrize(
    ("key", "modifier", "changed"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, "center"),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, "center"),
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier, "scale"),
        (Qt.Key.Key_Minus, Qt.KeyboardModifier.NoModifier, "scale"),
    ],
)
def test_keys_move_and_zoom(canvas, qtbot, key, modifier, changed):
    canvas.show_photo(plain(RED, (4000, 3000)))
    canvas.actual_size()
    before = getattr(canvas._view, changed)
    qtbot.keyClick(canvas, key, modifier)
    assert getattr(canvas._view, changed) != before


@pytest.mark.parametrize(("key", "step"), [(Qt.Key.Key_Left, -0.02), (Qt.Key.Key_Right, 0.02)])
def test_shift_and_arrows_move_the_split(both, qtbot, key, step):
    qtbot.keyClick(both, key, Qt.KeyboardModifier.ShiftModifier)
    assert both.split == pytest.approx(0.5 + step)


def test_photo_of_the_same_size_keeps_the_view(canvas):
    canvas.show_photo(plain(RED, (4000, 3000)))
    canvas.actual_size()
    canvas.show_photo(plain(BLUE, (4000, 3000)))
    assert canvas.zoom == 1
    canvas.show_photo(plain(BLUE, (2000, 3000)))
    assert canvas.zoom < 1


def test_pixels_stay_crisp_when_enlarged(canvas):
    pixels = np.zeros((4, 4, 3), np.uint8)
    pixels[:, 2:] = 255
    canvas.show_photo(picture_of(pixels))
    for _ in range(40):
        canvas.zoom_in()
    image = canvas.grab().toImage()
    row = {QColor(image.pixel(x, 150)).getRgb()[:3] for x in range(image.width())}
    ground = {(0x1E,) * 3, (0xE4,) * 3}
    assert row - ground == {(0, 0, 0), (255, 255, 255)}


@pytest.mark.parametrize("dark", [False, True])
def test_checkerboard_as_light_as_the_window_shows_through_transparent_pixels(canvas, dark):
    around = QColor("#202020" if dark else "#f0f0f0")
    palette = canvas.palette()
    palette.setColor(QPalette.ColorRole.Window, around)
    palette.setColor(QPalette.ColorRole.WindowText, QColor("white" if dark else "black"))
    canvas.setPalette(palette)
    canvas.show_photo(plain(RED, alpha=0))
    image = canvas.grab().toImage()
    seen = {QColor(image.pixel(x, 200)).lightness() for x in range(50, 90)}
    assert len(seen) == 2
    assert all(abs(each - around.lightness()) < 60 for each in seen)


def test_dropped_files_are_told(canvas, qtbot, tmp_path):
    paths = [tmp_path / "a b.png", tmp_path / "ü.jpg"]
    with qtbot.waitSignal(canvas.dropped) as told:
        drop(canvas, [QUrl.fromLocalFile(str(path)) for path in paths])
    assert told.args == [paths]


@pytest.mark.parametrize(
    ("urls", "word"), [([], "no file"), ([QUrl("https://example.org/a.png")], "web addresses")]
)
def test_drop_without_a_file_is_refused_with_a_word(canvas, qtbot, urls, word):
    with qtbot.waitSignal(canvas.drop_refused) as told:
        drop(canvas, urls)
    assert word in told.args[0]


def test_web_addresses_beside_files_are_passed_over(canvas, qtbot):
    with qtbot.waitSignal(canvas.dropped) as told:
        drop(canvas, [QUrl("https://example.org/a.png"), QUrl.fromLocalFile("/x/y.png")])
    assert told.args == [[Path("/x/y.png")]]


def test_picture_has_a_level_for_each_scale():
    picture = plain(RED, (2000, 1501))
    assert picture.level_for(1.0).width() == 2000
    assert picture.level_for(0.5).width() == 1000
    assert picture.level_for(0.3).width() == 1000
    assert picture.level_for(0.2).width() == 500


@pytest.mark.parametrize("alpha", [None, 255])
def test_level_keeps_its_pixels_without_the_picture(alpha):
    level = plain(RED, (2000, 1501), alpha).level_for(0.5 if alpha is None else 1.0)
    others = [plain(BLUE, (2000, 1501), alpha) for _ in range(3)]
    assert level.pixelColor(level.width() - 1, 700).getRgb()[:3] == RED
    assert len(others) == 3


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (257, 513)])
def test_pictures_of_any_shape_are_painted(canvas, size):
    canvas.show_photo(plain(RED, size))
    assert not canvas.grab().isNull()


def test_photo_stays_in_its_place_on_a_screen_of_another_scale(both, qtbot, monkeypatch):
    monkeypatch.setattr(both, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(both, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert both._view.viewport == (2 * both.width(), 2 * both.height())
    assert both._view.fitting


def test_click_on_a_photo_that_is_announced_asks_for_no_other(canvas, qtbot):
    asked = []
    canvas.open_wanted.connect(lambda: asked.append(True))
    canvas.announce_photo(plain(RED))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton)
    assert not asked
