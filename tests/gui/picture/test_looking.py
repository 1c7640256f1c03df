"""Looking at the work: layouts, the original, the difference, where a color is, zoom."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QNativeGestureEvent, QPointingDevice
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture

from core.reduction.difference import HEAT_COLORS, difference_map, dithered_difference_map
from core.reduction.edit import shown_colors
from gui.palette.model import POINTED
from tests import covering
from tests.gui.hands import LEFT, activate, click_rows, leave, move, place, row, seen_at

Key = Qt.Key


@pytest.fixture(scope="module")
def large_file(tmp_path_factory, astronaut):
    path = tmp_path_factory.mktemp("photos") / "large.bmp"
    Image.fromarray(astronaut).resize((1600, 1500)).save(path)
    return path


@pytest.fixture
def large(window, settled, large_file):
    """A window with a photo larger than its canvas."""
    window.open([large_file])
    settled(window)
    return window


def choose_layout(window, layout):
    next(each for each in window.actions_.layouts if each.data() == layout).trigger()


def right_of(window, x, y):
    """Where a photo pixel is shown in the result."""
    at = place(window.canvas, x, y)
    side_by_side = window.canvas.arrangement == "side by side"
    return at + window.canvas._panes.result.topLeft() if side_by_side else at


def photo_color(window, x, y):
    return tuple(window.session.photo.pixels[y, x].tolist())


def result_color(window, x, y):
    return tuple(window.session.result.rgb[y, x].tolist())


# Pixels of the small photo right of the split, in its middle; and left of it.
SEEN = [(100, 20), (130, 60), (150, 110)]
LEFT_OF_SPLIT = (20, 30)


# Layouts


def test_layouts_keep_the_middle(large):
    canvas = large.canvas
    large.actions_.actual_size.trigger()
    canvas._set_view(canvas._view.panned(90, 70))
    center, zoom = canvas._view.center, canvas.zoom
    for layout in ("side by side", "result", "split", "side by side", "split"):
        choose_layout(large, layout)
        assert canvas.arrangement == layout
        assert canvas._view.center == pytest.approx(center)
        assert canvas.zoom == zoom
        x, y = int(center[0]) + 30, int(center[1])
        assert seen_at(canvas, right_of(large, x, y)) == result_color(large, x, y)


@pytest.mark.parametrize(
    ("layout", "sees"), [("split", "photo"), ("side by side", "photo"), ("result", "result")]
)
def test_layouts_show_what_they_say(opened, layout, sees):
    choose_layout(opened, layout)
    colors = {"photo": photo_color, "result": result_color}
    at = place(opened.canvas, *LEFT_OF_SPLIT)
    assert seen_at(opened.canvas, at) == colors[sees](opened, *LEFT_OF_SPLIT)
    for pixel in SEEN:
        assert seen_at(opened.canvas, right_of(opened, *pixel)) == result_color(opened, *pixel)


def test_side_by_side_fits_the_whole_photo_twice(large):
    choose_layout(large, "side by side")
    canvas = large.canvas
    for x, y in [(3, 3), (1590, 1490)]:
        for at in (place(canvas, x, y), right_of(large, x, y)):
            assert canvas.rect().contains(at)
    assert place(canvas, 1590, 3).x() <= canvas.width() // 2


@pytest.mark.parametrize(("size", "stacked"), [((1800, 900), True), ((900, 1500), False)])
def test_two_of_a_wide_photo_stand_one_above_the_other(
    window, settled, astronaut, tmp_path, size, stacked
):
    Image.fromarray(astronaut).resize(size).save(tmp_path / "photo.png")
    window.open([tmp_path / "photo.png"])
    settled(window)
    choose_layout(window, "side by side")
    canvas, (x, y) = window.canvas, (size[0] // 3, size[1] // 2)
    settled(window)
    second = right_of(window, x, y) - place(canvas, x, y)
    assert (second.x() == 0) is stacked
    assert (second.y() == 0) is not stacked
    assert seen_at(canvas, right_of(window, x, y)) in set(
        map(tuple, window.session.result.palette.colors.tolist())
    )
    move(canvas, right_of(window, x, y))
    pixel = window.session.result.indices[y - 2 : y + 3, x - 2 : x + 3]
    named = {window.session.result.palette.hex[each] for each in pixel.ravel()}
    assert canvas.pointed_text.split()[0] in named


def test_layout_goes_by_key_and_is_checked(opened, qtbot):
    activate(qtbot, opened)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    for key, layout in ((Key.Key_2, "side by side"), (Key.Key_3, "result"), (Key.Key_1, "split")):
        qtbot.keyClick(opened, key, modifiers)
        assert opened.canvas.arrangement == layout
        checked = [each.data() for each in opened.actions_.layouts if each.isChecked()]
        assert checked == [layout]


# The original


def holds(qtbot, window, way):
    if way == "key":
        qtbot.keyPress(window.canvas, Key.Key_O)
        return lambda: qtbot.keyRelease(window.canvas, Key.Key_O)
    button = window.tool_bar.original
    qtbot.mousePress(button, LEFT)
    return lambda: qtbot.mouseRelease(button, LEFT)


@pytest.mark.parametrize(
    ("layout", "way"), covering(["split", "side by side", "result"], ["key", "button"])
)
def test_original_is_seen_as_long_as_it_is_held(opened, qtbot, way, layout):
    choose_layout(opened, layout)
    let_go = holds(qtbot, opened, way)
    for pixel in SEEN:
        assert seen_at(opened.canvas, place(opened.canvas, *pixel)) == photo_color(opened, *pixel)
    let_go()
    for pixel in SEEN:
        assert seen_at(opened.canvas, right_of(opened, *pixel)) == result_color(opened, *pixel)


def test_key_let_go_elsewhere_shows_the_result_again(opened, qtbot):
    activate(qtbot, opened)
    opened.canvas.setFocus()
    qtbot.keyPress(opened.canvas, Key.Key_O)
    opened.actions_.go_to_palette.trigger()
    assert not opened.canvas.holds_original


# The difference


def heat(window, x, y):
    session = window.session
    compared, shown = shown_colors(session.histogram, session.edited, session.settings)
    level = difference_map(session.photo, compared, shown)[y, x]
    return tuple(HEAT_COLORS[level].tolist())


def sees_heat(window):
    canvas = window.canvas
    return all(seen_at(canvas, right_of(window, *pixel)) == heat(window, *pixel) for pixel in SEEN)


def test_difference_is_seen_instead_of_the_result_while_it_is_wanted(opened, qtbot):
    opened.actions_.difference.trigger()
    qtbot.waitUntil(lambda: sees_heat(opened))
    at = place(opened.canvas, *LEFT_OF_SPLIT)
    assert seen_at(opened.canvas, at) == photo_color(opened, *LEFT_OF_SPLIT)
    opened.actions_.difference.trigger()
    assert not opened.canvas.shows_difference
    for pixel in SEEN:
        assert seen_at(opened.canvas, right_of(opened, *pixel)) == result_color(opened, *pixel)


@pytest.mark.parametrize("change", ["colors", "space", "merge", "undo"])
def test_difference_follows_the_result(opened, qtbot, settled, change):
    opened.actions_.difference.trigger()
    qtbot.waitUntil(lambda: sees_heat(opened))
    before = [heat(opened, *pixel) for pixel in SEEN]
    match change:
        case "colors":
            opened.panel.set_colors(2)
        case "space":
            opened.panel.boxes["space"].setCurrentIndex(opened.panel.boxes["space"].findData("lab"))
        case _:
            click_rows(qtbot, opened.palette_view, *range(7))
            opened.actions_.merge.trigger()
    settled(opened)
    assert [heat(opened, *pixel) for pixel in SEEN] != before
    if change == "undo":
        opened.actions_.undo.trigger()
        settled(opened)
        assert [heat(opened, *pixel) for pixel in SEEN] == before
    qtbot.waitUntil(lambda: sees_heat(opened))


def test_difference_of_a_dithered_picture_is_that_of_each_pixel(opened, qtbot, settled):
    opened.panel.boxes["dither"].setCurrentIndex(
        opened.panel.boxes["dither"].findData("floyd-steinberg")
    )
    settled(opened)
    opened.actions_.difference.trigger()
    qtbot.waitUntil(lambda: opened.canvas.shows_difference)
    session = opened.session
    indices, colors = session.result.indices, session.result.palette.colors
    levels = dithered_difference_map(session.photo, session.histogram, indices, colors)
    for x, y in SEEN:
        seen = seen_at(opened.canvas, right_of(opened, x, y))
        assert seen == tuple(HEAT_COLORS[levels[y, x]].tolist())


def test_difference_that_is_wanted_comes_with_the_next_photo(opened, qtbot, settled, tmp_path):
    opened.actions_.difference.trigger()
    qtbot.waitUntil(lambda: sees_heat(opened))
    pixels = opened.session.photo.pixels[::-1, ::-1]
    Image.fromarray(np.ascontiguousarray(pixels)).save(tmp_path / "turned.png")
    opened.open([tmp_path / "turned.png"])
    qtbot.waitUntil(lambda: "turned" in opened.windowTitle())
    settled(opened)
    qtbot.waitUntil(lambda: sees_heat(opened))


# Where a color is


def test_pointer_over_the_result_names_the_color_and_marks_its_row(opened):
    view, canvas = opened.palette_view, opened.canvas
    for x, y in SEEN:
        move(canvas, place(canvas, x, y))
        number = int(opened.session.result.indices[y, x])
        palette = opened.session.result.palette
        assert palette.hex[number] in canvas.pointed_text
        assert f"{100 * palette.shares[number]:.1f} %" in canvas.pointed_text
        marked = [at for at in range(8) if view._model.index(at).data(POINTED)]
        assert marked == [view._model.row_of(number)]
    for elsewhere in (lambda: move(canvas, place(canvas, *LEFT_OF_SPLIT)), lambda: leave(canvas)):
        move(canvas, place(canvas, *SEEN[0]))
        elsewhere()
        assert canvas.pointed_text == ""
        assert not any(view._model.index(at).data(POINTED) for at in range(8))


@pytest.mark.parametrize("layout", ["side by side", "result"])
def test_pointer_names_the_color_in_every_layout(opened, layout):
    choose_layout(opened, layout)
    for x, y in [LEFT_OF_SPLIT, *SEEN]:
        move(opened.canvas, right_of(opened, x, y))
        palette, indices = opened.session.result.palette, opened.session.result.indices
        assert palette.hex[indices[y, x]] in opened.canvas.pointed_text


def test_transparent_pixels_have_no_color(window, settled, tmp_path):
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[:20] = (200, 40, 40, 255)
    Image.fromarray(pixels).save(tmp_path / "half.png")
    window.open([tmp_path / "half.png"])
    settled(window)
    choose_layout(window, "result")
    move(window.canvas, place(window.canvas, 10, 10))
    assert "#c82828" in window.canvas.pointed_text
    move(window.canvas, place(window.canvas, 10, 30))
    assert window.canvas.pointed_text == ""


def brightness(window):
    """Of each pixel of the result, as it is seen: (h, w)."""
    image = window.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    begin = place(window.canvas, 0, 0)
    seen = pixels[begin.y() : begin.y() + 120, begin.x() : begin.x() + 160, :3]
    return seen.astype(int).sum(axis=2)


@pytest.mark.parametrize("way", ["pointer", "keys"])
@pytest.mark.parametrize("number", [0, 3])
def test_row_lights_up_the_pixels_of_its_color(opened, qtbot, way, number):
    choose_layout(opened, "result")
    opened.actions_.actual_size.trigger()
    view, before = opened.palette_view, brightness(opened)
    if way == "pointer":
        move(view._list.viewport(), row(view, number))
    else:
        activate(qtbot, opened)
        opened.actions_.go_to_palette.trigger()
        below = view._model.row_of(number)
        qtbot.keyClick(view._list, Key.Key_End)
        qtbot.keyClick(view._list, Key.Key_Home)
        for _ in range(below):
            qtbot.keyClick(view._list, Key.Key_Down)
    its = opened.session.result.indices == number
    # The number of the color is written at the bottom, captions at the top: look between.
    shown = np.zeros_like(its)
    shown[40:90] = True
    inside, outside = its & shown, ~its & shown

    def lit():
        # The veil is dark, or light where the color itself is dark.
        same = brightness(opened) == before
        return same[inside].all() and same[outside].mean() < 0.05

    qtbot.waitUntil(lit)
    if way == "pointer":
        leave(view._list.viewport())
    else:
        opened.canvas.setFocus()
    qtbot.waitUntil(lambda: bool((brightness(opened) == before)[shown].all()))


# Zoom


@pytest.mark.parametrize(
    ("action", "zoom", "text"),
    [("actual_size", 1, "100 %"), ("double_size", 2, "200 %")],
)
def test_zoom_to_a_scale_keeps_the_middle(large, action, zoom, text):
    canvas = large.canvas
    center = canvas._view.center
    getattr(large.actions_, action).trigger()
    assert canvas.zoom == zoom
    assert canvas._view.center == pytest.approx(center)
    assert large.tool_bar.zoom_text == text
    large.actions_.fit.trigger()
    assert canvas.zoom < 1


def pinch_on_touch_pad(canvas, at, factor):
    device = QPointingDevice.primaryPointingDevice()
    glob = QPointF(canvas.mapToGlobal(at))
    event = QNativeGestureEvent(
        *(Qt.NativeGestureType.ZoomNativeGesture, device, 2),
        *(QPointF(at), QPointF(at), glob, factor - 1, QPointF()),
    )
    QApplication.sendEvent(canvas, event)


def pinch_on_screen(canvas, at, factor):
    pinch = QPinchGesture()
    pinch.setScaleFactor(factor)
    pinch.setCenterPoint(QPointF(canvas.mapToGlobal(at)))
    QApplication.sendEvent(canvas, QGestureEvent([pinch]))


@pytest.mark.parametrize(
    ("pinch", "factor"), covering([pinch_on_touch_pad, pinch_on_screen], [1.25, 0.8])
)
def test_pinch_zooms_around_the_fingers(large, pinch, factor):
    large.actions_.actual_size.trigger()
    canvas, at = large.canvas, QPoint(300, 200)
    ratio = canvas.devicePixelRatioF()
    under = canvas._view.to_photo(at.x() * ratio, at.y() * ratio)
    pinch(canvas, at, factor)
    assert canvas.zoom == pytest.approx(factor)
    assert canvas._view.to_photo(at.x() * ratio, at.y() * ratio) == pytest.approx(under)
