"""What matters is painted in the window, and the colors follow."""

import gc
import weakref

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core import WHOLE, Crop, Framing, Mask, Recipe, Settings, built_in_palette, save_mask, work_of
from gui.batch.wanted import Wanted
from gui.session.work import Fixed
from tests.gui.hands import CONTROL, LEFT, boxes, colors_of, drag, move, place, seen_at, wheel

BLUE, RED = (30, 60, 200), (210, 40, 30)


@pytest.fixture
def meadow(tmp_path):
    """A photo of 120×80: greens, with a small red spot at 60…68, 40…48."""
    rng = np.random.default_rng(5)
    pixels = np.empty((80, 120, 3), np.uint8)
    pixels[:] = (40, 120, 40)
    pixels[..., 1] += rng.integers(0, 100, (80, 120), dtype=np.uint8)
    pixels[40:48, 60:68] = RED
    Image.fromarray(pixels).save(tmp_path / "meadow.png")
    return tmp_path / "meadow.png"


@pytest.fixture
def desk(window, meadow, settled):
    """The desk of a window in which what matters is painted on the meadow."""
    window.session.set_settings(Settings(2, space="rgb"))
    window.open([meadow])
    settled(window)
    window.actions_.matters.trigger()
    return window.mattering_desk


@pytest.fixture
def stroke(window, qtbot, settled):
    """Drag over photo pixels, and wait for the result."""

    def drag_(*points):
        begin, *to = (place(window.canvas, *point) for point in points)
        drag(qtbot, window.canvas, begin, *(to or [begin]))
        settled(window)

    return drag_


def mask_of(window):
    mask = window.session.desks.work.mask
    return None if mask is None else mask.levels


def key(widget, code, kind=QEvent.Type.KeyPress, text="", modifiers=Qt.KeyboardModifier.NoModifier):
    QApplication.sendEvent(widget, QKeyEvent(kind, code, modifiers, text))


def shares(window):
    palette = window.session.result.palette
    return dict(zip(map(tuple, palette.colors.tolist()), palette.counts.tolist(), strict=True))


def near(color, other):
    return max(abs(a - b) for a, b in zip(color, other, strict=True)) < 12


def test_a_spot_that_matters_gets_a_color(window, desk, stroke):
    assert not any(near(color, RED) for color in shares(window))
    desk.painting.size = 40
    desk.bar.strengths.setCurrentIndex(1)
    desk.bar.strengths.activated.emit(1)
    stroke((64, 44), (65, 44))
    assert any(near(color, RED) for color in shares(window))
    # Shares are those of pixels.
    assert sum(shares(window).values()) == 120 * 80


def test_drafts_follow_while_a_stroke_is_made(window, desk, qtbot):
    canvas, drafts, at = window.canvas, [], [10]
    window.session.draft_made.connect(lambda *_drafted: drafts.append(at[0]))

    def goes_on():
        at[0] += 1
        move(canvas, place(canvas, at[0] % 100, 40), LEFT)
        return len(drafts) > 2

    QTest.mousePress(canvas, LEFT, pos=place(canvas, 10, 10))
    qtbot.waitUntil(goes_on)
    assert desk.painting.draws
    assert window.session.desks.current.stack.count() == 1
    QTest.mouseRelease(canvas, LEFT, pos=place(canvas, 60, 40))
    assert (mask_of(window) == desk.painting.levels).all()


def test_masks_of_a_stroke_that_goes_on_are_forgotten(window, desk, qtbot):
    canvas, drafts, masks = window.canvas, [], weakref.WeakSet()
    window.session.draft_made.connect(lambda *_drafted: drafts.append(1))
    window.session.desks.work_shown.connect(lambda work: masks.add(work.mask))
    QTest.mousePress(canvas, LEFT, pos=place(canvas, 10, 10))

    def goes_on():
        move(canvas, place(canvas, 10 + 3 * len(drafts), 40), LEFT)
        return len(drafts) > 9

    qtbot.waitUntil(goes_on)
    QTest.mouseRelease(canvas, LEFT, pos=place(canvas, 60, 40))
    qtbot.waitUntil(lambda: not window.session.busy)
    gc.collect()
    assert len(masks) < 5


def test_a_stroke_is_one_step_and_clearing_another(window, desk, stroke):
    stroke((20, 20), (30, 20), (40, 20))
    first = mask_of(window)
    stroke((20, 60), (40, 60))
    assert (mask_of(window) != first).any()
    window.actions_.undo.trigger()
    assert mask_of(window) is first
    assert (desk.painting.levels == first).all()
    desk.bar.clear.click()
    assert mask_of(window) is None
    assert not desk.bar.clear.isEnabled()
    window.actions_.undo.trigger()
    assert mask_of(window) is first
    window.actions_.undo.trigger()
    assert mask_of(window) is None
    window.actions_.redo.trigger()
    assert mask_of(window) is first


def test_what_is_erased_wholly_is_no_mask(window, desk, stroke):
    stroke((20, 20), (30, 20))
    desk.bar.strengths.setCurrentIndex(3)
    desk.bar.strengths.activated.emit(3)
    desk.painting.size = 400
    stroke((20, 20), (30, 20))
    assert mask_of(window) is None


def test_a_rectangle_is_painted_from_corner_to_corner(window, desk, stroke):
    desk.bar.ways.button(1).click()
    desk.bar.strengths.setCurrentIndex(2)
    desk.bar.strengths.activated.emit(2)
    stroke((10, 10), (30, 25), (50, 40))
    levels = mask_of(window)
    assert (levels[12:39, 12:49] == 0).all()
    assert (levels == 128).sum() == pytest.approx(120 * 80 - 41 * 31, abs=150)


def test_a_color_is_painted_wherever_it_is(window, desk, stroke, qtbot):
    desk.bar.ways.button(2).click()
    stroke((64, 44))
    qtbot.waitUntil(lambda: mask_of(window) is not None)
    assert (mask_of(window)[40:48, 60:68] == 192).all()
    assert (mask_of(window) == 192).sum() == 64
    desk.bar.range_slider.setValue(50)
    qtbot.waitUntil(lambda: (mask_of(window) == 192).sum() > 64)
    window.actions_.undo.trigger()
    assert mask_of(window) is None


def test_everything_goes_by_keys(window, desk, settled):
    canvas = window.canvas
    assert canvas.hasFocus()
    before = desk.painting.size
    key(canvas, Qt.Key.Key_BracketRight, text="]")
    assert desk.painting.size > before
    key(canvas, Qt.Key.Key_BracketLeft, text="[")
    assert desk.painting.size == before
    key(canvas, Qt.Key.Key_Space)
    key(canvas, Qt.Key.Key_Right)
    key(canvas, Qt.Key.Key_Right)
    key(canvas, Qt.Key.Key_Space, QEvent.Type.KeyRelease)
    settled(window)
    painted = (mask_of(window) == 192).sum()
    assert painted > 0
    window.actions_.undo.trigger()
    assert mask_of(window) is None
    key(canvas, Qt.Key.Key_Return)
    assert not desk.active
    assert not desk.place.isVisible()


def test_wheel_zooms_and_with_control_sizes_the_brush(window, desk):
    canvas, size, zoom = window.canvas, desk.painting.size, window.canvas.zoom
    at = place(canvas, 60, 40)
    wheel(canvas, at, 1)
    assert canvas.zoom > zoom
    assert desk.painting.size == size
    zoom = canvas.zoom
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        CONTROL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
    assert canvas.zoom == zoom
    assert desk.painting.size > size


def test_photo_is_panned_with_space_or_the_middle_button(window, desk):
    canvas = window.canvas
    canvas.zoom_to(8)
    for press, button in ((True, LEFT), (False, Qt.MouseButton.MiddleButton)):
        move(canvas, QPoint(50, 50))
        if press:
            key(canvas, Qt.Key.Key_Space)
        before = canvas._view.center
        QTest.mousePress(canvas, button, pos=QPoint(50, 50))
        move(canvas, QPoint(80, 90), button)
        QTest.mouseRelease(canvas, button, pos=QPoint(80, 90))
        key(canvas, Qt.Key.Key_Space, QEvent.Type.KeyRelease)
        assert canvas._view.center != before
    assert mask_of(window) is None


def test_the_tint_lies_over_the_photo_as_long_as_the_tool_is_on(window, desk, stroke):
    at = place(window.canvas, 20, 20)
    before = seen_at(window.canvas, at)
    stroke((10, 20), (30, 20))
    move(window.canvas, place(window.canvas, 100, 70))
    assert seen_at(window.canvas, at) != before
    window.actions_.cancel.trigger()
    assert not desk.active
    assert seen_at(window.canvas, place(window.canvas, 20, 20)) == before


def test_photo_and_result_are_beside_each_other_meanwhile(window, desk):
    assert window.canvas.arrangement == "side by side"
    desk.leave()
    assert window.canvas.arrangement == "split"


def test_it_is_painted_on_the_part_of_the_photo_that_is_seen(window, desk, stroke, settled):
    window.session.set_framing(Framing(Crop(40, 20, 60, 40), 90))
    settled(window)
    desk.painting.size = 20
    stroke((30, 30), (31, 30))
    ys, xs = np.nonzero(mask_of(window) == 192)
    # It was turned clockwise: what was at the left is at the top.
    assert (xs.mean(), ys.mean()) == pytest.approx((40 + 31, 20 + 40 - 31), abs=1.5)
    mask = window.session.desks.work.mask
    window.session.set_framing(WHOLE)
    settled(window)
    assert window.session.desks.work.mask is mask


def test_the_mask_is_the_photos_own(window, desk, stroke, meadow, tmp_path, settled):
    stroke((20, 20), (30, 20))
    other = tmp_path / "other.png"
    other.write_bytes(meadow.read_bytes())
    window.open([other])
    settled(window)
    assert mask_of(window) is None
    assert desk.active
    window.documents.show(meadow)
    settled(window)
    assert mask_of(window) is not None
    assert (desk.painting.levels == mask_of(window)).all()


def test_the_window_says_that_parts_matter_more_when_the_tool_is_put_away(
    window, desk, stroke, meadow, tmp_path, settled, qtbot
):
    def said():
        tip = "Parts of this photo are marked" in window.actions_.matters.toolTip()
        line = "what matters is painted" in window.status.text
        assert tip is line
        return line

    assert not said()
    stroke((20, 20), (30, 20))
    desk.leave()
    assert said()
    other = tmp_path / "other.png"
    other.write_bytes(meadow.read_bytes())
    window.open([other])
    settled(window)
    assert not said()
    window.documents.show(meadow)
    qtbot.waitUntil(lambda: window.session.path == meadow)
    assert said()
    window.session.set_mask(None, "Clear")
    assert not said()


def test_what_is_painted_is_work_that_would_be_lost(window, desk, stroke):
    assert not window.session.modified
    stroke((20, 20), (30, 20))
    assert window.session.modified
    desk.bar.clear.click()
    assert not window.session.modified


def test_a_mask_is_saved_and_loaded(window, desk, stroke, tmp_path, choose_file, qtbot):
    stroke((20, 20), (90, 20))
    levels = mask_of(window)
    choose_file(tmp_path / "mine.png")
    desk.bar.save.click()
    qtbot.waitUntil(lambda: "mine.png" in window.status.text)
    desk.bar.clear.click()
    choose_file(tmp_path / "mine.png")
    desk.bar.load.click()
    qtbot.waitUntil(lambda: mask_of(window) is not None)
    assert (mask_of(window) == levels).all()
    assert (desk.painting.levels == levels).all()


def test_a_mask_of_another_shape_is_refused_in_a_sentence(window, desk, tmp_path, qtbot):
    path = tmp_path / "square.png"
    save_mask(Mask(np.zeros((50, 50), np.uint8)), path)
    desk.load(path)
    qtbot.waitUntil(lambda: bool(boxes(window)))
    assert "square.png" in boxes(window)[0]
    assert "another shape" in boxes(window)[0]
    assert mask_of(window) is None


def test_with_a_fixed_palette_the_bar_says_that_colors_stay(window, desk, settled):
    assert not desk.bar.hint.isVisible()
    window.session.editing.fix("Use", Fixed("Game Boy", built_in_palette("game-boy")))
    settled(window)
    assert desk.bar.hint.isVisible()


def test_colors_are_counted_once(window, desk, stroke, monkeypatch):
    from gui.session import tasks

    counted = []
    monkeypatch.setattr(tasks, "count", lambda *given: counted.append(given))
    stroke((20, 20), (30, 20))
    stroke((20, 60), (30, 60))
    assert not counted
    assert window.session.histogram.weights is not None
    assert window.session.photo.matters is not None
    desk.bar.clear.click()


def test_save_all_uses_the_mask_of_each_photo(window, desk, stroke, meadow, tmp_path, qtbot):
    desk.bar.strengths.setCurrentIndex(1)
    desk.bar.strengths.activated.emit(1)
    desk.painting.size = 40
    stroke((64, 44), (65, 44))
    other, target = tmp_path / "other.png", tmp_path / "saved"
    other.write_bytes(meadow.read_bytes())
    window.open([other])
    qtbot.waitUntil(lambda: window.session.path == other)
    window.batch_desk.save(Wanted(target))
    qtbot.waitUntil(lambda: not window.batch_desk.busy)
    reds = [
        any(near(color, RED) for color in colors_of(target / each.name)) for each in (meadow, other)
    ]
    assert reds == [True, False]


def test_one_palette_for_all_has_a_color_for_what_matters(
    window, desk, stroke, meadow, tmp_path, qtbot
):
    desk.bar.strengths.setCurrentIndex(1)
    desk.bar.strengths.activated.emit(1)
    desk.painting.size = 40
    stroke((64, 44), (65, 44))
    other = tmp_path / "other.png"
    with Image.open(meadow) as image:
        image.crop((0, 0, 60, 40)).save(other)
    window.open([other])
    qtbot.waitUntil(lambda: window.session.path == other)
    window.one_palette.find("equal")
    qtbot.waitUntil(lambda: not window.one_palette.busy and window.session.settled)
    colors = window.session.desks.work.fixed.palette.colors.tolist()
    assert any(near(color, RED) for color in colors)


def test_a_photo_painted_otherwise_is_not_taken_for_saved_before(meadow):
    prints = set()
    for matters in (None, Mask(np.zeros((8, 12), np.uint8)), Mask(np.ones((8, 12), np.uint8))):
        prints.add(work_of(Recipe(matters=matters), None)[0])
    assert len(prints) == 3


def test_other_windows_follow_what_matters(window, desk, stroke):
    window.contest_desk.open()
    window.kmeans_desk.open()
    stroke((64, 44), (65, 44))
    photo = window.session.photo
    assert photo.matters is not None
    assert window.contest_desk.window._photo is photo
    assert window.kmeans_desk._watched[0] is photo


def test_only_one_tool_has_the_photo(window, desk):
    actions = window.actions_
    actions.crop.trigger()
    assert not desk.active
    actions.matters.trigger()
    assert not window.framing_desk.active
    actions.pick_color.trigger()
    assert not desk.active


def test_the_next_photo_is_painted_on_after_the_one_before_is_closed(window, desk, meadow, settled):
    window.documents.close_photo()
    assert not desk.active
    window.open([meadow])
    settled(window)
    window.actions_.matters.trigger()
    assert desk.painting.levels is not None


@pytest.mark.parametrize("kind", ["translucent.png", "cutout.png", "moving.gif", "thread.png"])
def test_any_photo_can_be_painted_on(window, tmp_path, settled, stroke, kind):
    rng, path = np.random.default_rng(3), tmp_path / kind
    size = (1, 1500) if kind == "thread.png" else (60, 40)
    pixels = rng.integers(0, 256, (size[1], size[0], 4), dtype=np.uint8)
    if kind == "cutout.png":
        pixels[..., 3] = np.where(pixels[..., 3] > 99, 255, 0)
    picture = Image.fromarray(pixels)
    if kind == "moving.gif":
        frames = [picture.convert("RGB"), picture.rotate(90).convert("RGB")]
        frames[0].save(path, save_all=True, append_images=frames[1:])
    else:
        picture.save(path)
    refused = []
    window.session.failed.connect(refused.append)
    window.open([path])
    settled(window)
    window.actions_.matters.trigger()
    desk = window.mattering_desk
    desk.painting.size = 20
    stroke((0, 20), (0, 25))
    assert (mask_of(window) == 192).any()
    assert window.session.histogram.weights is not None
    assert refused == []
    desk.bar.clear.click()
    settled(window)
    assert window.session.histogram.weights is None
