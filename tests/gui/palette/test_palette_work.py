"""The palette as the work: lock, pick, edit, merge, remove, add, undo, copy, paste, drop."""

from itertools import pairwise, product
from zlib import crc32

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from core import Palette, Settings, built_in_palette, reduce, save_palette
from core.color.spaces import MEASURES
from core.palettes.machines import MACHINES
from gui.controls.actions import _KNOWN_PALETTES
from tests import covering
from tests.gui.hands import (
    CONTROL,
    LEFT,
    SHIFT,
    activate,
    boxes,
    click_rows,
    drag,
    drop,
    knob,
    lock_of,
    place,
)

Key = Qt.Key
Cancel = QMessageBox.StandardButton.Cancel
LONG = pytest.mark.long


@pytest.fixture
def clipboard(qapp):
    return QGuiApplication.clipboard()


def state(window):
    """All that is seen of the work: colors, locks, pixels, the number on the slider."""
    result = window.session.result
    palette, pixels = result.palette, crc32(result.rgb.tobytes())
    return palette.hex, palette.locked.tolist(), pixels, window.panel.settings


def locked(window):
    palette = window.session.result.palette
    return {hex_ for hex_, yes in zip(palette.hex, palette.locked, strict=True) if yes}


def as_hex(color):
    return "#{:02x}{:02x}{:02x}".format(*color)


def rows_say(window):
    """What the rows say, in the order of the palette."""
    return sorted(row.split()[0] for row in window.palette_view.rows)


def do(window, qtbot, type_color, what):
    """Do one of the edits as a user would."""
    actions, view = window.actions_, window.palette_view
    match what:
        case "fewer":
            window.panel.set_colors(window.panel.settings.colors - 1)
        case "lock":
            click_rows(qtbot, view, 2)
            actions.lock.trigger()
        case "edit":
            click_rows(qtbot, view, 1)
            type_color("#12ab34")
            actions.edit_color.trigger()
        case "merge":
            click_rows(qtbot, view, 0, 3)
            actions.merge.trigger()
        case "remove":
            click_rows(qtbot, view, 1)
            actions.remove_color.trigger()
        case "add":
            type_color("#fe00fe")
            actions.add_color.trigger()
        case "space":
            window.panel.boxes["space"].setCurrentIndex(window.panel.boxes["space"].findData("lab"))


EDITS = ["lock", "edit", "merge", "remove", "add"]


# Locks


@pytest.mark.parametrize("way", ["action", "click", "key"])
def test_lock_keeps_the_picture_and_needs_no_run(opened, qtbot, way):
    view, before = opened.palette_view, opened.session.result
    made = []
    opened.session.result_made.connect(made.append)
    if way == "click":
        qtbot.mouseClick(view._list.viewport(), LEFT, pos=lock_of(view, 3))
    else:
        click_rows(qtbot, view, 3)
        if way == "action":
            opened.actions_.lock.trigger()
        else:
            activate(qtbot, opened)
            qtbot.keyClick(view._list, Key.Key_L, CONTROL)
    assert locked(opened) == {before.palette.hex[3]}
    assert view.rows[3].endswith("locked")
    assert opened.session.result.indices is before.indices
    assert not opened.session.busy
    assert not made
    qtbot.mouseClick(view._list.viewport(), LEFT, pos=lock_of(view, 3))
    assert locked(opened) == set()


@pytest.mark.parametrize(
    ("colors", "space"),
    [
        (5, "rgb"),
        (9, "oklab"),
        pytest.param(20, "rgb", marks=LONG),
        pytest.param(8, "lab", marks=LONG),
    ],
)
def test_further_run_has_the_locked_color_exactly(opened, qtbot, settled, colors, space):
    click_rows(qtbot, opened.palette_view, 4)
    opened.actions_.lock.trigger()
    hex_ = opened.session.result.palette.hex[4]
    opened.panel.set_colors(colors)
    opened.panel.boxes["space"].setCurrentIndex(opened.panel.boxes["space"].findData(space))
    settled(opened)
    assert locked(opened) == {hex_}
    assert len(opened.session.result.palette) == colors
    assert sum(row.startswith(hex_) and row.endswith("locked") for row in opened.palette_view.rows)


def test_lock_action_says_what_it_would_do(opened, qtbot):
    lock, view = opened.actions_.lock, opened.palette_view
    assert not lock.isEnabled()
    click_rows(qtbot, view, 1, 2)
    lock.trigger()
    assert lock.isChecked()
    click_rows(qtbot, view, 2, 5)
    assert not lock.isChecked()
    lock.trigger()
    palette = opened.session.result.palette
    assert locked(opened) == {palette.hex[number] for number in (1, 2, 5)}


def test_number_of_colors_stays_above_the_locks(opened, qtbot, settled):
    click_rows(qtbot, opened.palette_view, 0, 1, 2, 3)
    opened.actions_.lock.trigger()
    kept, slider = locked(opened), opened.panel.colors.slider
    drag(qtbot, slider, knob(slider), QPoint(0, knob(slider).y()))
    settled(opened)
    assert opened.panel.settings.colors == opened.panel.colors.box.value() == 4
    assert locked(opened) == kept == set(opened.session.result.palette.hex)
    opened.actions_.fewer_colors.trigger()
    assert opened.panel.colors.box.value() == 4


# The pipette


def test_picked_pixel_is_in_the_palette_and_locked(opened, qtbot, settled):
    color = as_hex(opened.session.photo.pixels[30, 20])
    assert color not in opened.session.result.palette.hex
    opened.actions_.pick_color.trigger()
    qtbot.mouseClick(opened.canvas, LEFT, pos=place(opened.canvas, 20, 30))
    settled(opened)
    assert locked(opened) == {color}
    assert len(opened.session.result.palette) == 8
    assert not opened.canvas.picking
    assert not opened.actions_.pick_color.isChecked()


def test_pixel_is_picked_by_keys(opened, qtbot, settled):
    opened.canvas.actual_size()
    for _ in range(4):
        opened.canvas.zoom_in()
    activate(qtbot, opened)
    qtbot.keyClick(opened, Key.Key_I, CONTROL)
    canvas = opened.canvas
    assert canvas.hasFocus()
    begin = canvas._picking.at
    for key, modifier in (
        (Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Left, SHIFT),
    ):
        qtbot.keyClick(canvas, key, modifier)
    at = (begin + QPoint(10 - 1, 10)) * canvas.devicePixelRatioF()
    x, y = map(int, canvas._view.to_photo(at.x(), at.y()))
    qtbot.keyClick(canvas, Key.Key_Return)
    settled(opened)
    assert locked(opened) == {as_hex(opened.session.photo.pixels[y, x])}
    assert not canvas.picking


@pytest.mark.parametrize("layout", ["split", "side by side", "result"])
def test_cross_begins_on_the_photo(opened, qtbot, settled, layout):
    # In the middle of the left half is no photo: this one is small.
    next(each for each in opened.actions_.layouts if each.data() == layout).trigger()
    opened.actions_.pick_color.trigger()
    qtbot.keyClick(opened.canvas, Key.Key_Return)
    assert not opened.canvas.picking
    settled(opened)
    assert len(locked(opened)) == 1


def test_escape_leaves_picking(opened, qtbot):
    before = state(opened)
    activate(qtbot, opened)
    opened.actions_.pick_color.trigger()
    assert opened.canvas.picking
    qtbot.keyClick(opened.canvas, Key.Key_Escape)
    assert not opened.canvas.picking
    assert not opened.actions_.pick_color.isChecked()
    qtbot.mouseClick(opened.canvas, LEFT, pos=place(opened.canvas, 20, 30))
    assert state(opened) == before
    assert not opened.isWindowModified()


def test_click_beside_the_photo_picks_nothing(opened, qtbot):
    opened.actions_.pick_color.trigger()
    qtbot.mouseClick(opened.canvas, LEFT, pos=QPoint(5, 5))
    assert opened.canvas.picking
    assert not opened.isWindowModified()


def test_color_that_is_locked_already_is_refused_with_a_word(opened, qtbot, settled):
    for _ in range(2):
        opened.actions_.pick_color.trigger()
        qtbot.mouseClick(opened.canvas, LEFT, pos=place(opened.canvas, 20, 30))
        settled(opened)
    assert "locked already" in opened.status.text
    assert opened.session.desks.undo_group.activeStack().count() == 1


def test_more_picked_than_there_are_colors_makes_more_colors(opened, qtbot, settled):
    opened.panel.set_colors(2)
    settled(opened)
    for x in (5, 60, 110):
        opened.actions_.pick_color.trigger()
        qtbot.mouseClick(opened.canvas, LEFT, pos=place(opened.canvas, x, 30))
        settled(opened)
    expected = {as_hex(opened.session.photo.pixels[30, x]) for x in (5, 60, 110)}
    assert locked(opened) == set(opened.session.result.palette.hex) == expected
    assert opened.panel.colors.box.value() == 3


# Edit, merge, remove, add


def test_color_is_edited_by_its_hex(opened, qtbot, settled, type_color):
    before = opened.session.result
    click_rows(qtbot, opened.palette_view, 2)
    asked = type_color("#12ab34")
    opened.actions_.edit_color.trigger()
    settled(opened)
    assert asked
    after = opened.session.result
    assert after.palette.hex == (*before.palette.hex[:2], "#12ab34", *before.palette.hex[3:])
    np.testing.assert_array_equal(after.indices, before.indices)
    assert opened.palette_view.rows[2].startswith("#12ab34")


def test_edited_color_stays_locked(opened, qtbot, settled, type_color):
    qtbot.mouseClick(
        opened.palette_view._list.viewport(), LEFT, pos=lock_of(opened.palette_view, 2)
    )
    click_rows(qtbot, opened.palette_view, 2)
    type_color("#12ab34")
    opened.actions_.edit_color.trigger()
    opened.panel.set_colors(5)
    settled(opened)
    assert locked(opened) == {"#12ab34"}


@pytest.mark.parametrize("action", ["edit_color", "add_color"])
def test_cancelled_color_changes_nothing(opened, qtbot, type_color, action):
    before = state(opened)
    click_rows(qtbot, opened.palette_view, 2)
    asked = type_color(None)
    getattr(opened.actions_, action).trigger()
    assert asked
    assert state(opened) == before
    assert not opened.isWindowModified()


def test_merged_colors_are_one(opened, qtbot, settled):
    before = opened.session.result
    click_rows(qtbot, opened.palette_view, 1, 4, 6)
    opened.actions_.merge.trigger()
    settled(opened)
    after = opened.session.result
    assert (
        len(after.palette) == len(opened.palette_view.rows) == opened.panel.colors.box.value() == 6
    )
    together = np.isin(before.indices, [1, 4, 6])
    assert len(np.unique(after.rgb[together], axis=0)) == 1
    np.testing.assert_array_equal(after.rgb[~together], before.rgb[~together])


def test_removed_color_is_gone_and_its_pixels_show_others(opened, qtbot, settled):
    before = opened.session.result.palette.hex
    click_rows(qtbot, opened.palette_view, 3)
    opened.actions_.remove_color.trigger()
    settled(opened)
    palette = opened.session.result.palette
    assert palette.hex == (*before[:3], *before[4:])
    assert palette.counts.sum() == 160 * 120
    assert opened.panel.colors.box.value() == 7


def test_added_color_is_at_the_end_and_shows_what_is_nearest(opened, qtbot, settled, type_color):
    brightest = as_hex(opened.session.photo.pixels.reshape(-1, 3)[118])
    asked = type_color(brightest)
    opened.actions_.add_color.trigger()
    settled(opened)
    assert asked
    palette = opened.session.result.palette
    assert palette.hex[-1] == brightest
    assert palette.counts[-1] > 0
    assert opened.panel.colors.box.value() == 9


def test_colors_that_are_apart_are_chosen_by_keys(opened, qtbot, settled):
    activate(qtbot, opened)
    opened.actions_.go_to_palette.trigger()
    rows = opened.palette_view._list
    for key, modifier in (
        (Key.Key_Home, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, CONTROL),
        (Key.Key_Down, CONTROL),
        (Key.Key_Space, CONTROL),
    ):
        qtbot.keyClick(rows, key, modifier)
    assert opened.palette_view.chosen == [0, 2]
    assert not opened.isWindowModified()


def refuse(opened, qtbot, type_color, settled, what):
    view, actions = opened.palette_view, opened.actions_
    hexes = opened.session.result.palette.hex
    if what in {"merge the last two", "remove one of two"}:
        opened.panel.set_colors(2)
        settled(opened)
        click_rows(qtbot, view, *((0, 1) if what.startswith("merge") else (0,)))
        return actions.merge if what.startswith("merge") else actions.remove_color
    if what in {"remove a locked", "merge two locked"}:
        click_rows(qtbot, view, 0, 1)
        actions.lock.trigger()
        return actions.merge if what.startswith("merge") else actions.remove_color
    click_rows(qtbot, view, 0)
    type_color(hexes[1])
    return actions.edit_color if what == "edit to another" else actions.add_color


@pytest.mark.parametrize(
    ("what", "word"),
    [
        ("merge the last two", "last 2 colors"),
        ("remove one of two", "keeps two"),
        ("remove a locked", "is locked; unlock it"),
        ("merge two locked", "both locked; unlock one"),
        ("edit to another", "in the palette already"),
        ("add another", "in the palette already"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_word(opened, qtbot, type_color, settled, what, word):
    action = refuse(opened, qtbot, type_color, settled, what)
    before, steps = state(opened), opened.session.desks.undo_group.activeStack().count()
    action.trigger()
    assert word in opened.status.text
    assert not opened.session.busy
    assert state(opened) == before
    assert opened.session.desks.undo_group.activeStack().count() == steps
    assert not boxes(opened)


@pytest.mark.parametrize(
    ("chosen", "enabled"),
    [
        ([], set()),
        ([1], {"lock", "edit_color", "remove_color", "copy_color"}),
        ([1, 2], {"lock", "merge", "remove_color", "copy_color"}),
    ],
)
def test_just_what_can_be_done_is_enabled(opened, qtbot, chosen, enabled):
    names = ["lock", "edit_color", "merge", "remove_color", "copy_color"]
    click_rows(qtbot, opened.palette_view, *chosen)
    assert {name for name in names if getattr(opened.actions_, name).isEnabled()} == enabled


@pytest.mark.parametrize(
    "number", [1, 4, *(pytest.param(number, marks=LONG) for number in (0, 2, 3, 5, 6, 7))]
)
def test_palettes_that_ship_with_fewtone_are_used_and_undone(opened, settled, number):
    before = opened.session.result.palette.hex
    entry = opened.actions_.known_palettes.actions()[number]
    entry.trigger()
    settled(opened)
    result = opened.session.result
    named = [int(word) for word in entry.text().replace("&", "").split() if word.isdigit()]
    assert len(result.palette) == (named[0] if named else 2)
    assert set(map(tuple, result.rgb.reshape(-1, 3).tolist())) <= set(
        map(tuple, result.palette.colors.tolist())
    )
    opened.actions_.undo.trigger()
    settled(opened)
    assert opened.session.result.palette.hex == before


def test_known_palettes_have_as_many_colors_as_the_menu_says():
    for name, text in _KNOWN_PALETTES:
        named = [int(word) for word in text.replace("&", "").split() if word.isdigit()]
        assert len(built_in_palette(name)) == (named[0] if named else 2), text


def test_palettes_of_machines_are_in_the_menu(opened, settled):
    asked = []
    opened.actions_.known_palette_chosen.connect(lambda name, _words: asked.append(name))
    menus = [each.menu() for each in opened.actions_.known_palettes.actions()[8:]]
    for entry in [entry for menu in menus for entry in menu.actions()]:
        entry.trigger()
    assert set(asked) == set(MACHINES)
    settled(opened)
    assert len(opened.session.result.palette) == 7


def test_dithering_in_light_shows_the_same_palette_and_is_undone(opened, settled):
    light = opened.panel.boxes["dither_in"].findData("light")
    opened.panel.boxes["dither_in"].setCurrentIndex(light)
    settled(opened)
    before = opened.session.result
    opened.panel.boxes["dither"].setCurrentIndex(
        opened.panel.boxes["dither"].findData("blue-noise")
    )
    settled(opened)
    after = opened.session.result
    assert set(after.palette.hex) == set(before.palette.hex)
    assert not np.array_equal(after.rgb, before.rgb)
    opened.actions_.undo.trigger()
    settled(opened)
    assert np.array_equal(opened.session.result.rgb, before.rgb)


def test_locking_leaves_a_dithered_picture_as_it_is(opened, qtbot, settled):
    opened.panel.boxes["dither"].setCurrentIndex(
        opened.panel.boxes["dither"].findData("floyd-steinberg")
    )
    settled(opened)
    before = opened.session.result.rgb
    click_rows(qtbot, opened.palette_view, 0)
    opened.actions_.lock.trigger()
    assert not opened.session.busy
    assert np.array_equal(opened.session.result.rgb, before)


def test_a_draft_is_not_worked_on(opened, qtbot, hold, settled):
    """Its rows are no colors of the result yet, and may be more."""
    view, go_on = opened.palette_view, hold("make")
    opened.panel.set_colors(64)
    qtbot.waitUntil(lambda: len(view.rows) == 64)
    view._list.scrollToBottom()
    last = view._model.index(63).data(Qt.ItemDataRole.UserRole + 3)
    qtbot.mouseClick(view._list.viewport(), LEFT, pos=lock_of(view, last))
    assert "wait" in opened.status.text
    go_on.set()
    settled(opened)
    assert locked(opened) == set()


# Undo


def test_undo_and_redo_go_through_settings_and_palette(opened, qtbot, settled, type_color):
    stack = opened.session.desks.undo_group.activeStack()
    states = [state(opened)]
    for what in ["fewer", "lock", "edit", "merge", "remove", "add", "fewer", "edit"]:
        do(opened, qtbot, type_color, what)
        settled(opened)
        states.append(state(opened))
    assert all(a != b for a, b in pairwise(states))
    for expected in reversed(states[:-1]):
        opened.actions_.undo.trigger()
        settled(opened)
        assert state(opened) == expected
    assert not opened.actions_.undo.isEnabled()
    assert not opened.isWindowModified()
    for expected in states[1:]:
        opened.actions_.redo.trigger()
        settled(opened)
        assert state(opened) == expected
    assert stack.count() == 8


def test_hasty_undo_ends_where_it_began(opened, qtbot, settled, type_color):
    before = state(opened)
    for what in [*EDITS, "space"]:
        do(opened, qtbot, type_color, what)
        settled(opened)
    after = state(opened)
    for _ in range(6):
        opened.actions_.undo.trigger()
    settled(opened)
    assert state(opened) == before
    for _ in range(6):
        opened.actions_.redo.trigger()
    settled(opened)
    assert state(opened) == after


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("fewer", "Undo Change to 7 colors"),
        ("space", "Undo Space"),
        ("lock", "Undo Lock {2}"),
        ("edit", "Undo Edit color"),
        ("merge", "Undo Merge 2 colors"),
        ("remove", "Undo Remove {1}"),
        ("add", "Undo Add #fe00fe"),
    ],
)
def test_undo_says_what_it_takes_back(opened, qtbot, settled, type_color, what, text):
    expected = text.format(*opened.session.result.palette.hex)
    do(opened, qtbot, type_color, what)
    assert opened.actions_.undo.text().replace("&", "") == expected
    settled(opened)
    opened.actions_.undo.trigger()
    assert opened.actions_.redo.text().replace("&", "") == expected.replace("Undo", "Redo")


@pytest.mark.parametrize(
    "what", ["edit", "merge", *(pytest.param(what, marks=LONG) for what in ("remove", "add"))]
)
def test_further_run_gives_up_edits_and_undo_brings_them_back(
    opened, qtbot, settled, type_color, what
):
    do(opened, qtbot, type_color, what)
    settled(opened)
    edited = state(opened)
    opened.panel.set_colors(5)
    settled(opened)
    photo, result = opened.session.photo, opened.session.result
    assert result.palette.hex == reduce(photo, Settings(5)).palette.hex
    opened.actions_.undo.trigger()
    settled(opened)
    assert state(opened) == edited


def test_undo_of_another_space_shows_the_pixels_as_before(opened, qtbot, settled):
    """With all colors locked the palette is the same in every space, but not the pixels."""
    opened.panel.set_colors(2)
    settled(opened)
    click_rows(qtbot, opened.palette_view, 0, 1)
    opened.actions_.lock.trigger()
    # Made by a run in which nothing could move, and then by hand.
    opened.panel.boxes["max_iterations"].setValue(50)
    settled(opened)
    for _ in range(2):
        opened.actions_.lock.trigger()
    before = state(opened)
    assert len(locked(opened)) == 2
    do(opened, qtbot, None, "space")
    settled(opened)
    colors, _locks, pixels, _settings = state(opened)
    assert colors == before[0]
    assert pixels != before[2]
    opened.actions_.undo.trigger()
    settled(opened)
    assert state(opened) == before


def test_drag_of_the_slider_is_one_step(opened, qtbot, settled):
    before, slider = state(opened), opened.panel.colors.slider
    begin = knob(slider)
    drag(qtbot, slider, begin, *(begin + QPoint(step, 0) for step in range(10, 90, 10)))
    settled(opened)
    assert opened.panel.settings.colors > 12
    assert opened.session.desks.undo_group.activeStack().count() == 1
    opened.actions_.undo.trigger()
    settled(opened)
    assert state(opened) == before


def test_drag_that_comes_back_is_no_step(opened, qtbot, settled):
    slider = opened.panel.colors.slider
    begin = knob(slider)
    drag(qtbot, slider, begin, begin + QPoint(40, 0), begin + QPoint(20, 0), begin)
    settled(opened)
    assert opened.panel.settings.colors == 8
    assert opened.session.desks.undo_group.activeStack().count() == 0
    assert not opened.isWindowModified()


def test_two_drags_are_two_steps(opened, qtbot, settled):
    slider = opened.panel.colors.slider
    for _ in range(2):
        drag(qtbot, slider, knob(slider), knob(slider) + QPoint(30, 0))
    settled(opened)
    assert opened.session.desks.undo_group.activeStack().count() == 2


def test_title_marks_work_until_it_is_saved_or_undone(
    opened, qtbot, settled, tmp_path, choose_file, type_color
):
    marks = []

    def look():
        settled(opened)
        marks.append(opened.isWindowModified())

    for what in ["lock", "merge"]:
        do(opened, qtbot, type_color, what)
        look()
    choose_file(tmp_path / "few.png")
    with qtbot.waitSignal(opened.session.saved):
        opened.actions_.save.trigger()
    look()
    opened.actions_.undo.trigger()
    look()
    opened.actions_.redo.trigger()
    look()
    assert marks == [True, True, False, True, False]


# Copy and paste


def test_hexes_are_copied(opened, qtbot, clipboard):
    hexes = opened.session.result.palette.hex
    click_rows(qtbot, opened.palette_view, 3)
    activate(qtbot, opened)
    qtbot.keyClick(opened.palette_view._list, Key.Key_C, CONTROL)
    assert clipboard.text() == hexes[3]
    assert opened.status.text == f"Copied {hexes[3]}"
    click_rows(qtbot, opened.palette_view, 3, 5)
    opened.actions_.copy_color.trigger()
    assert clipboard.text().split() == [hexes[3], hexes[5]]
    opened.actions_.copy_palette.trigger()
    assert clipboard.text().split() == list(hexes)


def test_swatches_are_copied_as_a_picture(opened, clipboard):
    opened.actions_.copy_swatches.trigger()
    image = clipboard.image()
    # Swatches are far larger than a step.
    across, down = range(0, image.width(), 8), range(0, image.height(), 8)
    seen = {image.pixelColor(x, y).name() for x, y in product(across, down)}
    assert set(opened.session.result.palette.hex) <= seen


GIVEN = ["#102030", "#ffeedd", "#336699"]


@pytest.mark.parametrize(
    ("way", "source"), covering(["as they are", "as a start", "cancelled"], ["paste", "drop"])
)
def test_colors_from_elsewhere(opened, qtbot, settled, clipboard, press, tmp_path, way, source):
    before = state(opened)
    asked = press({"as they are": "As they are", "as a start": "As a start"}.get(way, Cancel))
    if source == "paste":
        clipboard.setText(f"My colors: {', '.join(GIVEN)}!")
        opened.actions_.paste_colors.trigger()
    else:
        colors = [tuple(bytes.fromhex(hex_[1:])) for hex_ in GIVEN]
        save_palette(Palette.of(colors), tmp_path / "mine.gpl")
        drop(opened.canvas, [tmp_path / "mine.gpl"])
    qtbot.waitUntil(lambda: bool(asked))
    settled(opened)
    assert ("mine.gpl" if source == "drop" else "clipboard") in asked[0]
    if way == "cancelled":
        assert state(opened) == before
        assert not opened.isWindowModified()
        return
    photo, result = opened.session.photo, opened.session.result
    if way == "as they are":
        assert list(result.palette.hex) == GIVEN
        points = opened.session.histogram.points(MEASURES[Settings().measure])
        pixels, colors = map(points.places_of, (photo.pixels, result.palette.colors))
        distances = ((pixels[:, :, None] - colors) ** 2).sum(-1)
        np.testing.assert_array_equal(result.indices, distances.argmin(-1))
    else:
        first = [tuple(bytes.fromhex(hex_[1:])) for hex_ in GIVEN]
        expected = reduce(photo, Settings(3, first_colors=first))
        assert result.palette.hex == expected.palette.hex
        assert opened.panel.boxes["start"].currentText() == "A palette"
    assert opened.panel.colors.box.value() == 3
    opened.actions_.undo.trigger()
    settled(opened)
    assert state(opened) == before
    assert opened.panel.boxes["start"].currentData() == "wu"


@pytest.mark.parametrize(
    ("text", "word"),
    [("no color at all", "Nothing pasted"), ("", "Nothing pasted")],
)
def test_text_that_is_no_palette_is_refused_with_a_word(opened, clipboard, text, word):
    before = state(opened)
    clipboard.setText(text)
    opened.actions_.paste_colors.trigger()
    assert word in opened.status.text
    assert state(opened) == before
    assert not boxes(opened)


def test_palette_file_is_chosen_in_the_menu(opened, qtbot, settled, tmp_path, choose_file, press):
    (tmp_path / "mine.hex").write_text("\n".join(GIVEN))
    choose_file(tmp_path / "mine.hex")
    press("As they are")
    opened.actions_.load_palette.trigger()
    settled(opened)
    assert list(opened.session.result.palette.hex) == GIVEN


def test_what_was_left_out_of_a_palette_file_is_told(opened, settled, press, tmp_path):
    text = "GIMP Palette\nChannels: RGBA\nodd\n0 0 0 0 Glass\n1 2 3 255 A\n200 200 200 99 B\n"
    (tmp_path / "odd.gpl").write_text(text)
    press("As they are")
    opened.documents.open([tmp_path / "odd.gpl"])
    settled(opened)
    assert opened.session.result.palette.hex == ("#010203", "#c8c8c8")
    assert "Line 3 of the palette file is no color and was left out." in opened.notice.text
    assert "as opaque" in opened.notice.text
    assert not opened.notice.isHidden()


def test_palette_dropped_before_a_photo_is_told(window, qtbot, tmp_path):
    save_palette(Palette.of([(1, 2, 3), (4, 5, 6)]), tmp_path / "mine.gpl")
    drop(window.canvas, [tmp_path / "mine.gpl"])
    qtbot.waitUntil(lambda: "Open a photo first" in window.status.text)
    assert not boxes(window)


@pytest.mark.parametrize("name", ["bad.gpl", "bad.json", "gone.gpl"])
def test_palette_file_that_is_none_is_one_box_and_nothing_is_lost(
    opened, qtbot, settled, type_color, tmp_path, name
):
    do(opened, qtbot, type_color, "merge")
    settled(opened)
    before = state(opened)
    (tmp_path / "bad.gpl").write_text("GIMP Palette\nred")
    (tmp_path / "bad.json").write_text("{")
    drop(opened.canvas, [tmp_path / name])
    qtbot.waitUntil(lambda: bool(boxes(opened)))
    assert len(boxes(opened)) == 1
    assert name in boxes(opened)[0]
    assert state(opened) == before
    assert opened.isWindowModified()


def test_palette_with_a_color_twice_can_be_worked_on(opened, qtbot, settled, press, tmp_path):
    twice = [(9, 9, 9), (9, 9, 9), (200, 200, 200)]
    save_palette(Palette.of(twice), tmp_path / "twice.gpl")
    press("As they are")
    opened.documents.open([tmp_path / "twice.gpl"])
    settled(opened)
    click_rows(qtbot, opened.palette_view, *range(len(opened.palette_view.rows)))
    opened.actions_.lock.trigger()
    assert locked(opened) == {"#090909", "#c8c8c8"}


def test_web_address_is_no_palette(opened, qtbot):
    drop(opened.canvas, [QUrl("https://example.org/mine.gpl")])
    qtbot.waitUntil(lambda: bool(boxes(opened)))
    assert "web addresses" in boxes(opened)[0]
