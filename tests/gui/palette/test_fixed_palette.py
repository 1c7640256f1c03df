"""A fixed palette: it stays until it is released, whatever else is set."""

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton

from core import Settings, as_it_is, built_in_palette, rearrange, reduce
from tests.gui.hands import LEFT, click_rows, lock_of, place

GREENS = built_in_palette("game-boy").hex


@pytest.fixture
def fixed(opened, settled):
    """A window in which the Game Boy's palette is fixed."""
    opened.actions_.known_palettes.actions()[1].trigger()
    settled(opened)
    return opened


def choose(window, name, value):
    box = window.panel.boxes[name]
    box.setCurrentIndex(box.findData(value))


def release(window, qtbot):
    button = window.palette_view.chip.findChild(QToolButton)
    qtbot.mouseClick(button, LEFT)


def test_finding_1_dithering_keeps_a_known_palette(fixed, settled):
    choose(fixed, "dither", "floyd-steinberg")
    settled(fixed)
    result = fixed.session.result
    assert result.palette.hex == GREENS
    settings = Settings(dither="floyd-steinberg")
    photo, palette = fixed.session.photo, built_in_palette("game-boy")
    expected = rearrange(photo, fixed.session.histogram, as_it_is(palette, photo), settings)
    np.testing.assert_array_equal(result.rgb, expected.rgb)


@pytest.mark.parametrize(
    ("name", "value"), [("space", "rgb"), ("dither", "bayer-4"), ("transparency", "channel")]
)
def test_what_does_not_choose_colors_keeps_the_palette_and_what_was_edited_in_it(
    fixed, qtbot, settled, name, value
):
    click_rows(qtbot, fixed.palette_view, 0)
    fixed.actions_.remove_color.trigger()
    settled(fixed)
    choose(fixed, name, value)
    settled(fixed)
    assert getattr(fixed.session.settings, name) == value
    assert fixed.session.result.palette.hex == GREENS[1:]
    assert fixed.panel.colors.box.value() == 3


def test_dithering_keeps_edits_of_a_palette_that_a_run_found(opened, qtbot, settled):
    click_rows(qtbot, opened.palette_view, 0, 3)
    opened.actions_.merge.trigger()
    settled(opened)
    merged = opened.session.result.palette.hex
    choose(opened, "dither", "bayer-4")
    settled(opened)
    assert opened.session.result.palette.hex == merged


def test_chip_names_the_palette_and_releases_it(fixed, qtbot, settled):
    before = Settings(8)
    assert fixed.palette_view.chip.text == "Fixed palette: Game Boy"
    assert fixed.panel.colors.box.value() == 4
    choose(fixed, "dither", "bayer-4")
    settled(fixed)
    release(fixed, qtbot)
    settled(fixed)
    assert fixed.palette_view.chip.text == ""
    assert fixed.session.settings == Settings(before.colors, dither="bayer-4")
    expected = reduce(fixed.session.photo, fixed.session.settings)
    assert fixed.session.result.palette.hex == expected.palette.hex
    assert fixed.actions_.undo.text() == "&Undo Release Game Boy"
    fixed.actions_.undo.trigger()
    settled(fixed)
    assert fixed.session.result.palette.hex == GREENS
    assert fixed.palette_view.chip.text == "Fixed palette: Game Boy"


def test_what_only_a_run_needs_is_disabled_and_says_why(fixed, qtbot):
    panel, actions = fixed.panel, fixed.actions_
    reason = "The palette Game Boy is fixed: release it (✕) to choose colors again"
    names = ("start", "accents", "max_iterations", "seed")
    held = [panel.colors.slider, panel.colors.box, *panel.colors.presets]
    held += [*(panel.boxes[name] for name in names), actions.more_colors, actions.fewer_colors]
    assert not any(each.isEnabled() for each in held)
    assert all(reason in each.toolTip() for each in held)
    # Effort is about the file, too.
    assert all(panel.boxes[name].isEnabled() for name in ("space", "dither", "effort"))
    release(fixed, qtbot)
    able = {name for name in names if panel.boxes[name].isEnabled()}
    assert able == {"start", "accents", "max_iterations"}
    assert panel.colors.slider.isEnabled()
    assert actions.more_colors.toolTip() == "More colors (Ctrl+Up)"


def test_default_settings_keep_the_palette_and_say_so(fixed, settled):
    choose(fixed, "dither", "bayer-4")
    fixed.actions_.reset.trigger()
    assert fixed.status.text == "Default settings. The palette Game Boy stays fixed."
    settled(fixed)
    assert fixed.session.settings == Settings()
    assert fixed.session.result.palette.hex == GREENS


def test_locks_in_a_fixed_palette_hold_when_it_is_released(fixed, qtbot, settled):
    view = fixed.palette_view
    qtbot.mouseClick(view._list.viewport(), LEFT, pos=lock_of(view, 2))
    assert not fixed.session.busy
    release(fixed, qtbot)
    settled(fixed)
    palette = fixed.session.result.palette
    assert len(palette) == 8
    assert [hex_ for hex_, yes in zip(palette.hex, palette.locked, strict=True) if yes] == [
        GREENS[2]
    ]


@pytest.mark.parametrize("closes", [False, True])
def test_palette_stays_for_the_next_photo(fixed, qtbot, settled, tmp_path, photo_file, closes):
    other = tmp_path / "other.png"
    other.write_bytes(photo_file.read_bytes())
    if closes:
        fixed.session.desks.forget_changes()
        fixed.documents.close_photo()
    fixed.open([other])
    qtbot.waitUntil(lambda: fixed.session.photo is not None and fixed.session.photo.path == other)
    settled(fixed)
    assert fixed.session.result.palette.hex == GREENS


def test_palette_can_be_released_while_no_photo_is_shown(fixed, qtbot, settled, photo_file):
    fixed.session.desks.forget_changes()
    fixed.documents.close_photo()
    fixed.actions_.release_palette.trigger()
    assert fixed.palette_view.chip.text == ""
    assert not fixed.actions_.undo.isEnabled()
    fixed.open([photo_file])
    settled(fixed)
    assert len(fixed.session.result.palette) == 8
    assert not fixed.isWindowModified()


def test_palette_is_not_remembered_between_starts(fixed, store, settled):
    fixed.session.desks.forget_changes()
    fixed.close()
    assert store.settings == Settings()


# Colors that come into the palette


def chosen(window):
    view = window.palette_view
    return [view.hex_of(number) for number in view.chosen]


def locked(window):
    palette = window.session.result.palette
    return {hex_ for hex_, yes in zip(palette.hex, palette.locked, strict=True) if yes}


def test_finding_4_added_color_is_chosen_locked_and_stays(opened, settled, type_color):
    type_color("#ff6600")
    opened.actions_.add_color.trigger()
    assert opened.status.text == "#ff6600 added and locked"
    settled(opened)
    assert opened.status.text == "#ff6600 added and locked"
    assert chosen(opened) == ["#ff6600"]
    assert locked(opened) == {"#ff6600"}
    rows, row = opened.palette_view._list, opened.palette_view._model.row_of(8)
    assert rows.viewport().rect().contains(rows.visualRect(rows.model().index(row, 0)))
    opened.actions_.more_colors.trigger()
    settled(opened)
    assert len(opened.session.result.palette) == 10
    assert locked(opened) == {"#ff6600"}


@pytest.mark.parametrize("is_fixed", [False, True])
def test_picked_color_is_chosen_and_locked(opened, qtbot, settled, is_fixed):
    if is_fixed:
        opened.actions_.known_palettes.actions()[1].trigger()
        settled(opened)
    color = f"#{bytes(opened.session.photo.pixels[30, 20]).hex()}"
    opened.actions_.pick_color.trigger()
    qtbot.mouseClick(opened.canvas, LEFT, pos=place(opened.canvas, 20, 30))
    settled(opened)
    assert opened.status.text == f"{color} picked and locked"
    assert chosen(opened) == [color]
    assert locked(opened) == {color}
    if is_fixed:
        assert opened.session.result.palette.hex == (*GREENS, color)


@pytest.mark.parametrize("is_fixed", [False, True])
def test_pasted_colors_are_added_and_locked(opened, settled, press, is_fixed):
    if is_fixed:
        opened.actions_.known_palettes.actions()[1].trigger()
        settled(opened)
    before = opened.session.result.palette.hex
    QGuiApplication.clipboard().setText(f"#ff6600 {before[2]} #0066ff")
    press("Added and locked")
    opened.actions_.paste_colors.trigger()
    settled(opened)
    assert opened.session.result.palette.hex == (*before, "#ff6600", "#0066ff")
    assert locked(opened) == set(chosen(opened)) == {before[2], "#ff6600", "#0066ff"}
    assert opened.session.edits


def test_single_pasted_color_is_added_without_a_question(opened, settled):
    QGuiApplication.clipboard().setText("#123456")
    opened.actions_.paste_colors.trigger()
    settled(opened)
    assert opened.status.text == "#123456 added and locked"
    assert locked(opened) == {"#123456"}


def test_more_than_256_colors_are_not_added(opened, settled, press):
    QGuiApplication.clipboard().setText(" ".join(f"#{n:06x}" for n in range(250)))
    press("Added and locked")
    opened.actions_.paste_colors.trigger()
    assert "would have 258 colors; 256 are the most" in opened.status.text
    settled(opened)
    assert len(opened.session.result.palette) == 8
