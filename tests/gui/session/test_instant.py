"""Answers at once: drafts before results, newest first, and the way back from what was stopped."""

import threading

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt

from core import Settings, load_palette, open_photo, reduce
from gui.session import tasks
from tests.gui.hands import (
    LEFT,
    activate,
    boxes,
    click_rows,
    drag,
    knob,
    lane_of,
    move,
    place,
    seen_at,
)

Key = Qt.Key
# Pixels of the small photo right of the split.
SEEN = [(100, 20), (130, 60), (150, 110)]


def hexes(window):
    """What the rows say, by share."""
    return [row.split()[0] for row in window.palette_view.rows]


def result_is_seen(window):
    """Whether picture and rows are those of the session's result."""
    result = window.session.result
    assert sorted(hexes(window)) == sorted(result.palette.hex)
    for x, y in SEEN:
        assert seen_at(window.canvas, place(window.canvas, x, y)) == tuple(result.rgb[y, x])
    return True


@pytest.fixture(scope="module")
def large_jpeg(tmp_path_factory, astronaut):
    """A photo so large that it is announced."""
    path = tmp_path_factory.mktemp("photos") / "large.jpg"
    Image.fromarray(astronaut).resize((2900, 2000)).save(path, progressive=True)
    return path


# Drafts


def test_draft_comes_before_the_exact_result(opened, settled):
    made = []
    opened.session.draft_made.connect(lambda draft, _picture: made.append(("draft", draft)))
    opened.session.result_made.connect(lambda result, _picture: made.append(("result", result)))
    opened.panel.set_colors(5)
    settled(opened)
    assert [what for what, _ in made] == ["draft", "result"]
    assert all(len(answer.palette) == 5 for _, answer in made)


def test_draft_is_seen_in_picture_and_rows(opened, qtbot, hold, settled):
    go_on = hold("make")
    opened.panel.set_colors(3)
    with qtbot.waitSignal(opened.session.draft_made) as told:
        pass
    draft = told.args[0]
    assert hexes(opened) == list(draft.palette.hex)
    colors = {tuple(color) for color in draft.palette.colors.tolist()}
    assert {seen_at(opened.canvas, place(opened.canvas, x, y)) for x, y in SEEN} <= colors
    assert opened.session.busy
    go_on.set()
    settled(opened)
    assert result_is_seen(opened)


@pytest.mark.parametrize(
    "chosen",
    [
        Settings(2),
        Settings(200),
        Settings(17, space="oklab"),
        Settings(9, effort="best"),
        Settings(9, start="kmeans++", seed=3, max_iterations=7),
    ],
)
def test_final_result_is_that_of_core(opened, settled, chosen):
    panel = opened.panel
    panel.set_colors(chosen.colors)
    for box, value in (
        (panel.boxes["start"], chosen.start),
        (panel.boxes["effort"], chosen.effort),
        (panel.boxes["space"], chosen.space),
    ):
        box.setCurrentIndex(box.findData(value))
    panel.boxes["max_iterations"].setValue(chosen.max_iterations)
    panel.boxes["seed"].setValue(chosen.seed)
    settled(opened)
    assert opened.session.settings == chosen
    expected = reduce(opened.session.photo, chosen)
    result = opened.session.result
    assert result.palette.hex == expected.palette.hex
    np.testing.assert_array_equal(result.indices, expected.indices)
    assert result_is_seen(opened)


def test_nothing_piles_up_while_the_slider_is_dragged(opened, qtbot, settled, monkeypatch):
    begun, go_on = {"make_draft": [], "make": []}, threading.Event()

    def recorded(name, real, wait):
        def task(*arguments):
            begun[name].append(arguments[2].settings.colors)
            if wait:
                go_on.wait(20)
            return real(*arguments)

        return task

    for name, wait in (("make_draft", True), ("make", False)):
        monkeypatch.setattr(tasks, name, recorded(name, getattr(tasks, name), wait))
    slider = opened.panel.colors.slider
    begin = knob(slider)
    qtbot.mousePress(slider, LEFT, pos=begin)
    numbers = []
    for step in range(5, 150, 5):
        move(slider, begin + QPoint(step, 0), LEFT)
        numbers.append(opened.panel.colors.box.value())
        qtbot.waitUntil(lambda: bool(begun["make_draft"]))
    qtbot.mouseRelease(slider, LEFT, pos=begin + QPoint(145, 0))
    assert len(set(numbers)) > 10
    go_on.set()
    settled(opened)
    # The one that was under way, and the newest.
    first, last = begun["make_draft"]
    assert first != last == numbers[-1]
    assert begun["make"] == [numbers[-1]]
    assert opened.session.result.palette.hex == (
        reduce(opened.session.photo, Settings(numbers[-1])).palette.hex
    )
    assert result_is_seen(opened)


def test_result_that_is_overtaken_is_never_shown(opened, qtbot, settled, hold):
    go_on, shown = hold("make"), []
    opened.session.result_made.connect(lambda result, _picture: shown.append(len(result.palette)))
    for colors in (30, 20, 12):
        opened.panel.set_colors(colors)
        qtbot.waitUntil(lambda colors=colors: len(hexes(opened)) == colors)
    go_on.set()
    settled(opened)
    assert shown == [12]


@pytest.mark.parametrize("edit", ["merge", "undo"])
def test_edits_are_drafted_too(opened, qtbot, settled, hold, edit):
    click_rows(qtbot, opened.palette_view, 0, 1, 2)
    if edit == "undo":
        opened.actions_.merge.trigger()
        settled(opened)
    count = 6 if edit == "merge" else 8
    go_on = hold("make")
    getattr(opened.actions_, edit).trigger()
    qtbot.waitUntil(lambda: len(hexes(opened)) == count)
    go_on.set()
    settled(opened)
    assert result_is_seen(opened)


# Saving while a draft is shown


def test_image_saved_while_a_draft_is_shown_is_the_exact_one(
    opened, qtbot, settled, hold, choose_file, tmp_path
):
    go_on = hold("make")
    opened.panel.set_colors(5)
    qtbot.waitUntil(lambda: len(hexes(opened)) == 5)
    choose_file(tmp_path / "few.png")
    opened.actions_.save.trigger()
    assert not (tmp_path / "few.png").exists()
    with qtbot.waitSignal(opened.session.saved):
        go_on.set()
    settled(opened)
    with Image.open(tmp_path / "few.png") as image:
        expected = reduce(opened.session.photo, Settings(5))
        np.testing.assert_array_equal(image.convert("RGB"), expected.rgb)
    assert not opened.isWindowModified()


def test_palette_saved_while_a_draft_is_shown_is_not_that_of_other_settings(
    opened, qtbot, settled, hold, choose_file, tmp_path
):
    go_on = hold("make")
    opened.panel.set_colors(5)
    qtbot.waitUntil(lambda: len(hexes(opened)) == 5)
    choose_file(tmp_path / "few.gpl")
    opened.actions_.save_palette.trigger()
    qtbot.waitUntil(lambda: not lane_of(opened.session, "saving").busy)
    go_on.set()
    settled(opened)
    qtbot.waitUntil((tmp_path / "few.gpl").exists)
    expected = reduce(opened.session.photo, Settings(5))
    assert load_palette(tmp_path / "few.gpl").hex == expected.palette.hex


# Cancelling


def cancel(qtbot, window, way):
    if way == "Esc":
        activate(qtbot, window)
        qtbot.keyClick(window.canvas, Key.Key_Escape)
    else:
        qtbot.waitUntil(window.status._cancel.isVisible)
        qtbot.mouseClick(window.status._cancel, LEFT)


@pytest.mark.parametrize(
    ("what", "during", "way"),
    [
        ("colors", "make_draft", "Esc"),
        ("colors", "make", "button"),
        ("merge", "make_draft", "button"),
        ("merge", "make", "Esc"),
        pytest.param("colors", "make_draft", "button", marks=pytest.mark.long),
        pytest.param("colors", "make", "Esc", marks=pytest.mark.long),
        pytest.param("merge", "make_draft", "Esc", marks=pytest.mark.long),
        pytest.param("merge", "make", "button", marks=pytest.mark.long),
    ],
)
def test_cancel_shows_the_result_before(opened, qtbot, settled, hold, during, way, what):
    before = opened.session.result
    go_on = hold(during)
    click_rows(qtbot, opened.palette_view, 0, 1, 2)
    if what == "merge":
        opened.actions_.merge.trigger()
    else:
        opened.panel.set_colors(3)
    if during == "make":
        qtbot.waitUntil(lambda: len(hexes(opened)) != 8)
    cancel(qtbot, opened, way)
    go_on.set()
    assert not opened.session.busy
    assert opened.session.result is before
    assert "Cancelled" in opened.status.text
    assert result_is_seen(opened)
    opened.actions_.undo.trigger()
    settled(opened)
    assert opened.session.result.palette.hex == before.palette.hex
    assert opened.panel.colors.box.value() == 8
    assert result_is_seen(opened)


def test_late_draft_does_not_come_after_cancelling(opened, qtbot, hold):
    go_on = hold("make_draft")
    opened.panel.set_colors(3)
    opened.actions_.cancel.trigger()
    go_on.set()
    lane = lane_of(opened.session, "drafting")
    qtbot.waitUntil(lambda: lane._serving is None)
    assert result_is_seen(opened)
    assert not opened.session.busy


@pytest.mark.parametrize("way", ["Esc", "button"])
def test_work_goes_on_when_counting_colors_was_cancelled(
    window, qtbot, settled, photo_file, hold, way
):
    go_on = hold("count")
    window.open([photo_file])
    qtbot.waitUntil(lambda: window.session.photo is not None)
    cancel(qtbot, window, way)
    assert not window.session.busy
    go_on.set()
    window.panel.set_colors(5)
    settled(window)
    assert len(window.session.result.palette) == 5
    assert result_is_seen(window)


def test_result_that_was_cancelled_is_made_when_it_is_wanted_again(opened, qtbot, settled, hold):
    go_on = hold("make")
    opened.panel.set_colors(5)
    qtbot.waitUntil(lambda: len(hexes(opened)) == 5)
    opened.actions_.cancel.trigger()
    go_on.set()
    preset = next(each for each in opened.panel.colors.presets if each.text() == "5")
    qtbot.mouseClick(preset, LEFT)
    settled(opened)
    assert len(opened.session.result.palette) == 5


# Photos that are announced


def test_large_photo_is_seen_before_it_is_read(opened, qtbot, settled, hold, large_jpeg):
    go_on = hold("open_photo")
    opened.open([large_jpeg])
    with qtbot.waitSignal(opened.session.photo_announced):
        pass
    assert opened.session.photo.path != large_jpeg
    middle = opened.canvas.rect().center() + QPoint(60, 0)
    announced = seen_at(opened.canvas, middle)
    go_on.set()
    qtbot.waitUntil(lambda: opened.session.photo.path == large_jpeg)
    opened.documents.keep_joined()  # the strip takes room from the picture
    settled(opened)
    opened.canvas.hold_original(True)
    exact = seen_at(opened.canvas, middle)
    assert np.abs(np.subtract(announced, exact)).max() < 40


def test_nothing_is_picked_while_a_photo_is_announced(opened, qtbot, hold, large_jpeg):
    go_on = hold("open_photo")
    opened.open([large_jpeg])
    with qtbot.waitSignal(opened.session.photo_announced):
        pass
    opened.actions_.pick_color.trigger()
    assert not opened.canvas.picking
    assert not opened.actions_.pick_color.isChecked()
    assert "wait" in opened.status.text
    go_on.set()


def assert_old_photo_is_shown(window, before, title):
    assert window.session.result is before
    assert window.windowTitle() == title
    assert result_is_seen(window)
    x, y = 20, 30
    color = tuple(window.session.photo.pixels[y, x].tolist())
    assert seen_at(window.canvas, place(window.canvas, x, y)) == color


@pytest.mark.parametrize("announced", [False, True])
def test_damaged_photo_leaves_the_old_one_with_one_box(
    opened, qtbot, tmp_path, large_jpeg, announced
):
    """Announced or not: it may be damaged from the start, or while it is being read."""
    before, title = opened.session.result, opened.windowTitle()
    bad, data = tmp_path / "bad.jpg", large_jpeg.read_bytes()
    bad.write_bytes(data if announced else data[: len(data) // 2])
    told = []

    def damage(_picture):
        told.append(True)
        bad.write_bytes(data[: len(data) // 2])

    opened.session.photo_announced.connect(damage)
    opened.open([bad])
    qtbot.waitUntil(lambda: bool(boxes(opened)))
    assert len(boxes(opened)) == 1
    assert "bad.jpg" in boxes(opened)[0]
    assert "damaged" in boxes(opened)[0]
    assert bool(told) is announced
    assert not opened.session.busy
    assert_old_photo_is_shown(opened, before, title)


@pytest.mark.parametrize("zoomed", [False, True])
def test_difference_and_zoom_stay_when_an_announced_photo_is_given_up(
    opened, qtbot, large_jpeg, hold, zoomed
):
    if zoomed:
        opened.actions_.double_size.trigger()
    opened.actions_.difference.trigger()
    qtbot.waitUntil(lambda: opened.canvas.shows_difference)
    before = opened.canvas.grab().toImage()
    hold("open_photo")
    opened.open([large_jpeg])
    with qtbot.waitSignal(opened.session.photo_announced):
        pass
    assert opened.canvas.grab().toImage() != before
    opened.actions_.cancel.trigger()
    assert opened.canvas.grab().toImage() == before
    assert not boxes(opened)


def test_result_of_the_old_photo_does_not_cover_the_one_announced(
    opened, qtbot, settled, large_jpeg, hold
):
    go_on, _never = hold("make"), hold("open_photo")
    opened.panel.set_colors(3)
    qtbot.waitUntil(lambda: len(hexes(opened)) == 3)
    opened.session.desks.forget_changes()
    opened.open([large_jpeg])
    with qtbot.waitSignal(opened.session.photo_announced):
        pass
    announced = opened.canvas.grab().toImage()
    with qtbot.waitSignal(opened.session.result_made):
        go_on.set()
    assert opened.canvas.grab().toImage() == announced
    opened.actions_.cancel.trigger()
    assert len(opened.session.result.palette) == 3
    assert result_is_seen(opened)


def test_announced_photo_is_opened_as_core_reads_it(window, qtbot, settled, large_jpeg):
    window.open([large_jpeg])
    settled(window)
    np.testing.assert_array_equal(window.session.photo.pixels, open_photo(large_jpeg).pixels)
    expected = reduce(window.session.photo, Settings())
    assert window.session.result.palette.hex == expected.palette.hex


def test_drag_then_undo_at_once_ends_at_the_beginning(opened, qtbot, settled):
    before = opened.session.result.palette.hex
    slider = opened.panel.colors.slider
    drag(qtbot, slider, knob(slider), *(knob(slider) + QPoint(5 * n, 0) for n in range(1, 20)))
    opened.actions_.undo.trigger()
    settled(opened)
    assert opened.session.result.palette.hex == before
    assert result_is_seen(opened)
