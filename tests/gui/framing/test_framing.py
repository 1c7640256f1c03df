"""A photo is cropped, turned, mirrored and resized in the window, and the result follows."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core import WHOLE, Crop, Framing, Resize, open_photo
from gui.batch.wanted import Wanted
from gui.session import tasks
from tests.gui.hands import CONTROL, LEFT, SHIFT

WIDTH, HEIGHT = 160, 120


@pytest.fixture
def framing(opened):
    """A window in which the photo is being framed."""
    opened.actions_.crop.trigger()
    return opened


@pytest.fixture
def page(framing):
    return framing.framing_desk.page


@pytest.fixture
def two(window, tmp_path, settled, astronaut):
    """A window with two photos, the first shown."""
    paths = [tmp_path / "one.png", tmp_path / "two.png"]
    for path in paths:
        Image.fromarray(np.ascontiguousarray(astronaut[: 4 * 30 : 4, : 4 * 40 : 4])).save(path)
    window.open(paths)
    settled(window)
    return window


def drag(view, begin, to):
    QTest.mousePress(view, LEFT, pos=begin.toPoint())
    QTest.mouseMove(view, ((begin + to) / 2).toPoint())
    QTest.mouseMove(view, to.toPoint())
    QTest.mouseRelease(view, LEFT, pos=to.toPoint())


def size_of(window):
    return window.session.result.indices.shape[::-1]


def test_dragged_corner_crops_photo_and_result(framing, page, settled):
    view = page.view
    drag(view, view.place.bottomRight(), view.place.center())
    settled(framing)
    assert framing.session.desks.work.framing.crop == pytest.approx((0, 0, 80, 60), abs=1)
    wide, high = framing.session.desks.work.framing.crop[2:]
    assert size_of(framing) == (wide, high)
    assert framing.canvas._view.photo == (wide, high)
    assert f"{WIDTH}×{HEIGHT} → {wide}×{high}" in framing.outcome_desk.block.numbers.text


def test_photo_is_painted_once_however_far_the_frame_is_dragged(framing, page, monkeypatch):
    view, painted = page.view, []
    paint = type(view)._paint_turned
    monkeypatch.setattr(
        type(view), "_paint_turned", lambda *given: painted.append(1) or paint(*given)
    )
    before = view.grab().toImage()
    for far in range(9):
        view.show_crop(Crop(far, 0, 40, 30))
        view.grab()
    assert len(painted) <= 1
    framing.actions_.turn_left.trigger()
    assert view.grab().toImage() != before
    assert painted


def test_whole_photo_shown_again_is_the_one_that_was_opened(framing, page, settled, monkeypatch):
    session, shown, counted = framing.session, [], []
    session.photo_framed.connect(lambda *framed: shown.append(framed))
    histogram = session.histogram
    session.set_framing(Framing((20, 20, 40, 30)))
    settled(framing)
    monkeypatch.setattr(tasks, "count", lambda *_: counted.append(1))
    page.bar.whole.click()
    settled(framing)
    assert shown[-1] == session.whole
    assert session.histogram is histogram
    assert not counted


def test_frame_is_moved_by_its_inside_and_drawn_beside_it(framing, page):
    framing.session.set_framing(Framing((20, 20, 40, 30)))
    view = page.view
    scale = view.place.width() / WIDTH
    drag(view, view.frame.center(), view.frame.center() + QPoint(round(10 * scale), 0))
    assert view.crop == (30, 20, 40, 30)
    corner = view.place.bottomRight()
    drag(view, corner - QPoint(round(30 * scale), round(20 * scale)), corner - QPoint(1, 1))
    assert view.crop == pytest.approx((130, 100, 30, 20), abs=1)


def test_keys_move_and_grow_the_frame(framing, page):
    framing.session.set_framing(Framing((20, 20, 40, 30)))
    QTest.keyClick(page.view, Qt.Key.Key_Right)
    assert page.view.crop == (21, 20, 40, 30)
    QTest.keyClick(page.view, Qt.Key.Key_Down, CONTROL)
    assert page.view.crop == (21, 30, 40, 30)
    QTest.keyClick(page.view, Qt.Key.Key_Left, SHIFT)
    assert page.view.crop == (21, 30, 39, 30)
    assert framing.session.desks.work.framing == Framing((21, 30, 39, 30))


def test_key_that_is_held_is_one_step_of_undo(framing, page):
    framing.session.set_framing(Framing((20, 20, 40, 30)))
    for _ in range(3):
        QTest.keyPress(page.view, Qt.Key.Key_Right)
    QTest.keyRelease(page.view, Qt.Key.Key_Right)
    assert page.view.crop == (23, 20, 40, 30)
    framing.actions_.undo.trigger()
    assert page.view.crop == (20, 20, 40, 30)


@pytest.mark.parametrize(
    ("field", "number", "wanted"),
    [
        ("x", 5, (5, 20, 40, 30)),
        ("y", 500, (20, 90, 40, 30)),
        ("width", 100, (20, 20, 100, 30)),
        ("height", 1, (20, 20, 40, 1)),
    ],
)
def test_number_of_the_frame_is_typed(framing, page, field, number, wanted):
    framing.session.set_framing(Framing((20, 20, 40, 30)))
    page.bar.boxes[field].setValue(number)
    assert framing.session.desks.work.framing.crop == wanted


def test_ratio_holds_while_the_frame_is_dragged(framing, page):
    page.bar.ratios.setCurrentIndex(page.bar.ratios.findText("16 : 9"))
    page.bar.ratios.activated.emit(page.bar.ratios.currentIndex())
    assert page.view.crop == (0, 15, 160, 90)
    view = page.view
    drag(view, view.frame.bottomRight(), view.frame.center())
    assert page.view.crop.width / page.view.crop.height == pytest.approx(16 / 9, rel=0.03)


@pytest.mark.parametrize(
    ("action", "wanted"),
    [
        ("turn_left", Framing(rotation=270)),
        ("turn_right", Framing(rotation=90)),
        ("mirror", Framing(mirror=True)),
    ],
)
def test_photo_is_turned_at_once(opened, settled, action, wanted):
    getattr(opened.actions_, action).trigger()
    settled(opened)
    assert opened.session.desks.work.framing == wanted
    assert size_of(opened) == ((HEIGHT, WIDTH) if wanted.on_the_side else (WIDTH, HEIGHT))


def test_esc_gives_the_frame_back_and_enter_keeps_it(opened, settled):
    opened.session.set_framing(Framing((20, 20, 40, 30)))
    for key, wanted in (
        (Qt.Key.Key_Escape, (20, 20, 40, 30)),
        (Qt.Key.Key_Return, (21, 20, 40, 30)),
    ):
        opened.actions_.crop.trigger()
        view = opened.framing_desk.page.view
        QTest.keyClick(view, Qt.Key.Key_Right)
        if key == Qt.Key.Key_Escape:
            opened.actions_.cancel.trigger()
        else:
            QTest.keyClick(view, key)
        assert not opened.framing_desk.active
        assert opened.canvas.isVisible()
        assert opened.session.desks.work.framing.crop == wanted


def test_esc_in_a_drag_ends_the_drag_alone(framing, page):
    view = page.view
    begin = view.place.bottomRight().toPoint()
    QTest.mousePress(view, LEFT, pos=begin)
    QTest.mouseMove(view, view.place.center().toPoint())
    framing.actions_.cancel.trigger()
    QTest.mouseRelease(view, LEFT, pos=view.place.center().toPoint())
    assert framing.framing_desk.active
    assert page.view.crop == (0, 0, WIDTH, HEIGHT)
    assert framing.session.desks.work.framing == WHOLE


def test_ratios_chosen_one_after_the_other_take_nothing_away(framing, page):
    def choose(title):
        page.bar.ratios.setCurrentIndex(page.bar.ratios.findText(title))
        page.bar.ratios.activated.emit(page.bar.ratios.currentIndex())

    choose("16 : 9")
    choose("Square, 1 : 1")
    assert page.view.crop == (20, 0, 120, 120)
    framing.actions_.turn_left.trigger()
    assert page.view.ratio is None


def test_drag_of_the_slider_and_of_the_frame_are_two_steps(opened, settled):
    slider = opened.panel.colors.slider
    slider.setSliderDown(True)
    opened.panel.colors.chosen.emit(20)
    slider.setSliderDown(False)
    settled(opened)
    opened.actions_.crop.trigger()
    QTest.keyClick(opened.framing_desk.page.view, Qt.Key.Key_Left, SHIFT)
    assert opened.session.desks.current.stack.count() == 2


def test_draft_of_a_turned_photo_is_of_its_own_pixels(opened, settled):
    drafts = []
    opened.session.draft_made.connect(lambda draft, _picture: drafts.append(draft.indices.shape))
    opened.actions_.turn_left.trigger()
    settled(opened)
    assert drafts == []  # the canvas saw a part of the photo before
    assert opened.canvas._view.photo == (HEIGHT, WIDTH)


def test_picking_a_color_goes_back_to_the_result(framing):
    framing.actions_.pick_color.trigger()
    assert framing.canvas.isVisible()
    assert not framing.framing_desk.active


def test_frame_belongs_to_its_photo_and_settings_to_all(two, settled):
    two.session.set_framing(Framing((0, 0, 20, 10)))
    two.actions_.next.trigger()
    settled(two)
    assert two.session.desks.work.framing == WHOLE
    two.panel.set_colors(5)
    two.actions_.previous.trigger()
    settled(two)
    assert two.session.desks.work.framing == Framing((0, 0, 20, 10))
    assert two.session.settings.colors == 5
    assert size_of(two) == (20, 10)
    assert two.session.desks.own_photos == []


def test_next_photo_can_be_framed_at_once(two, settled):
    two.actions_.crop.trigger()
    two.session.set_framing(Framing((0, 0, 20, 10)))
    two.actions_.next.trigger()
    settled(two)
    assert two.framing_desk.active
    assert two.framing_desk.page.view.crop == (0, 0, 40, 30)


def test_frame_that_is_not_saved_counts_as_work(opened, settled, tmp_path, qtbot):
    opened.session.set_framing(Framing((20, 20, 40, 30), 90))
    assert opened.session.modified
    settled(opened)
    with qtbot.waitSignal(opened.session.saved):
        opened.session.save_image(tmp_path / "framed.png")
    assert not opened.session.modified
    with Image.open(tmp_path / "framed.png") as image:
        assert image.size == (30, 40)


def test_colors_changed_by_hand_stay_in_another_frame(opened, settled):
    opened.session.editing.edit("Lock", lambda edited: replace(edited, given=True))
    opened.session.editing.add((255, 0, 255))
    settled(opened)
    opened.session.set_framing(Framing((20, 20, 40, 30)))
    settled(opened)
    assert (255, 0, 255) in map(tuple, opened.session.result.palette.colors.tolist())


def test_each_photo_is_saved_in_its_own_frame(two, tmp_path, qtbot):
    two.session.set_framing(Framing((0, 0, 20, 10)))
    desk, target = two.batch_desk, tmp_path / "saved"
    desk.save(Wanted(target))
    qtbot.waitUntil(lambda: not desk.busy)
    saved = [open_photo(target / name) for name in ("one.png", "two.png")]
    assert [(photo.width, photo.height) for photo in saved] == [(20, 10), (40, 30)]


def test_one_palette_is_of_what_is_in_the_frames(two, settled, qtbot):
    pixels = open_photo(two.documents.album.paths[0]).pixels
    for step in (two.actions_.previous, two.actions_.next):
        step.trigger()
        settled(two)
        two.session.set_framing(Framing((0, 0, 2, 1)))
    two.one_palette.find("equal")
    qtbot.waitUntil(lambda: not two.one_palette.busy)
    settled(two)
    wanted = {tuple(color) for color in pixels[0, :2].tolist()}
    assert {tuple(color) for color in two.session.result.palette.colors.tolist()} == wanted


@pytest.mark.parametrize(
    ("way", "number", "resize", "size"),
    [
        ("Long side", 80, Resize(80, 80), (80, 60)),
        ("Width", 40, Resize(width=40), (40, 30)),
        ("Height", 40, Resize(height=40), (53, 40)),
        ("Per cent", 25, Resize(percent=25.0), (40, 30)),
        ("Per cent", 12.5, Resize(percent=12.5), (20, 15)),
    ],
)
def test_size_is_chosen(opened, settled, way, number, resize, size):
    box = opened.panel.size_box
    box.way.setCurrentIndex(box.way.findText(way))
    box.way.activated.emit(box.way.currentIndex())
    box.number.setValue(number)
    settled(opened)
    assert opened.session.settings.resize == resize
    assert size_of(opened) == size
    assert not opened.session.modified
    opened.actions_.undo.trigger()
    settled(opened)
    assert opened.session.settings.resize is None
    assert size_of(opened) == (WIDTH, HEIGHT)


def test_size_begins_with_that_of_the_photo_as_it_is_framed(opened, settled):
    opened.session.set_framing(Framing(Crop(0, 0, 60, 40), 90))
    settled(opened)
    box = opened.panel.size_box
    for way, first in (("Width", 40), ("Height", 60), ("Long side", 60), ("Width", 40)):
        box.way.setCurrentIndex(box.way.findText(way))
        box.way.activated.emit(box.way.currentIndex())
        assert box.number.value() == first
        box.number.setValue(20)
        settled(opened)
    box.number.setValue(30)
    opened.actions_.undo.trigger()
    assert opened.session.settings.resize == Resize(width=20)


def test_per_cent_can_be_stepped_to_its_end(opened, settled):
    box = opened.panel.size_box
    box.way.setCurrentIndex(box.way.findText("Per cent"))
    box.way.activated.emit(box.way.currentIndex())
    for _ in range(7):
        box.number.stepDown()
    assert opened.session.settings.resize == Resize(percent=0.01)
    settled(opened)
    assert size_of(opened) == (1, 1)


def test_photo_becomes_larger_only_on_request(opened, settled):
    box = opened.panel.size_box
    box.changed.emit(Resize(width=320), False)
    settled(opened)
    assert size_of(opened) == (WIDTH, HEIGHT)
    box.enlarge.setChecked(True)
    settled(opened)
    assert size_of(opened) == (320, 240)


def test_size_that_is_too_large_is_one_sentence_and_the_picture_stays(opened, settled, qtbot):
    said = []
    opened.session.failed.connect(said.append)
    opened.panel.size_box.changed.emit(Resize(width=100_000), True)
    qtbot.waitUntil(lambda: bool(said))
    assert "million pixels" in said[0]
    assert size_of(opened) == (WIDTH, HEIGHT)
    opened.actions_.undo.trigger()
    settled(opened)
    assert opened.session.settled


def test_framing_waits_for_nothing_and_shows_the_whole_photo_again(framing, page, settled):
    framing.session.set_framing(Framing((20, 20, 40, 30), 180, mirror=True))
    page.bar.whole.click()
    settled(framing)
    assert framing.session.desks.work.framing == WHOLE
    assert page.view.crop == Crop(0, 0, WIDTH, HEIGHT)
    assert size_of(framing) == (WIDTH, HEIGHT)


def test_turn_that_is_taken_back_at_once_leaves_nothing_unknown(opened, settled, qtbot):
    opened.actions_.turn_left.trigger()
    opened.actions_.undo.trigger()
    settled(opened)
    qtbot.waitUntil(lambda: opened.outcome_desk.block.numbers.known)
    assert size_of(opened) == (WIDTH, HEIGHT)
