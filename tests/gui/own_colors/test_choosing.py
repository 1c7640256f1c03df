"""The palette is chosen from own colors: which, how many, what the chip says, and back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton

from core import SHIPPED, Goals, Preset, Settings, reduce
from core.owned import OwnedColors
from core.reduction import edit
from tests.gui.hands import LEFT, boxes, drop


def colors_of(window):
    return {tuple(row) for row in window.session.result.palette.colors.tolist()}


def gpl(path, owned):
    rows = [
        f"{r} {g} {b}\t{name}" for (r, g, b), name in zip(owned.colors, owned.names, strict=True)
    ]
    path.write_text("\n".join(["GIMP Palette", f"Name: {owned.title}", "#", *rows]))
    return path


def many(count):
    return OwnedColors(
        tuple((n * 37 % 256, (n // 256 * 40 + n * 91) % 256, n * 53 % 256) for n in range(count)),
        tuple(f"B{n}" for n in range(count)),
        "Beads",
    )


def test_best_are_chosen_with_their_names_and_the_chip_says_of_what(chosen, threads):
    session = chosen.session
    expected = reduce(session.photo, Settings(8, owned=threads))
    assert session.result.palette.hex == expected.palette.hex
    assert colors_of(chosen) <= set(threads.colors)
    assert all("DMC 3" in row for row in chosen.palette_view.rows)
    assert chosen.palette_view.chip.text == "Best 8 of my threads"
    assert chosen.actions_.undo.text() == "&Undo Choose the best of my threads"


def test_slider_chooses_anew_up_to_as_many_as_there_are(chosen, settled):
    few = OwnedColors(((0, 0, 0), (90, 60, 50), (200, 180, 160), (255, 255, 255), (9, 80, 9)))
    chosen.own_colors_desk.choose(few)
    settled(chosen)
    panel = chosen.panel
    assert (panel.colors.box.value(), panel.colors.box.maximum()) == (5, 5)
    assert panel.colors.slider.maximum() == 5
    shown = [button.text() for button in panel.colors.presets if button.isVisible()]
    assert shown == ["2", "3", "5"]
    panel.colors.slider.setValue(3)
    settled(chosen)
    assert len(colors_of(chosen)) == 3
    assert colors_of(chosen) <= set(few.colors)
    panel.set_colors(200)
    assert chosen.session.settings.colors == 5


def test_a_lock_that_is_not_owned_counts_beside_them(chosen, settled):
    few = OwnedColors(((0, 0, 0), (255, 255, 255)), title="two")
    chosen.own_colors_desk.choose(few)
    settled(chosen)
    assert chosen.session.editing.lock_further((200, 30, 30))
    settled(chosen)
    assert chosen.panel.colors.box.maximum() == 3
    chosen.panel.set_colors(3)
    settled(chosen)
    assert colors_of(chosen) == {(0, 0, 0), (255, 255, 255), (200, 30, 30)}
    assert chosen.palette_view.chip.text == "2 of 3 colors from two"


@pytest.mark.parametrize("how", ["typed", "key"])
@pytest.mark.parametrize(("locked", "most"), [(False, 2), (True, 3)])
def test_status_says_why_there_cannot_be_more(chosen, settled, qtbot, locked, most, how):
    chosen.own_colors_desk.choose(OwnedColors(((0, 0, 0), (255, 255, 255)), title="Mia's beads"))
    if locked:
        chosen.session.editing.lock_further((200, 30, 30))
    chosen.panel.set_colors(most)
    settled(chosen)
    box = chosen.panel.colors.box
    if how == "typed":
        box.selectAll()
        qtbot.keyClicks(box, "12")
        qtbot.keyClick(box, Qt.Key.Key_Return)
    else:
        chosen.actions_.more_colors.trigger()
    settled(chosen)
    asked = 12 if how == "typed" else most + 1
    said = "Mia's beads has only 2 colors to choose from"
    if locked:
        said += ", 3 with those that are locked"
    assert chosen.status.text == f"{said}: there cannot be {asked}."
    assert box.value() == chosen.session.settings.colors == most


def test_released_colors_are_made_of_the_photo_again(chosen, qtbot, settled, threads):
    release = chosen.palette_view.chip.findChild(QToolButton)
    qtbot.mouseClick(release, LEFT)
    settled(chosen)
    assert chosen.palette_view.chip.text == ""
    assert (
        chosen.session.result.palette.hex == reduce(chosen.session.photo, Settings(8)).palette.hex
    )
    assert chosen.actions_.undo.text() == "&Undo Release my threads"
    chosen.actions_.undo.trigger()
    settled(chosen)
    assert chosen.session.settings.owned == threads
    assert chosen.palette_view.chip.text == "Best 8 of my threads"


def test_fixed_palette_and_own_colors_take_each_others_place(chosen, settled, threads):
    chosen.actions_.known_palettes.actions()[1].trigger()
    settled(chosen)
    assert chosen.palette_view.chip.text == "Fixed palette: Game Boy"
    assert chosen.session.settings.owned is None
    chosen.own_colors_desk.choose(threads)
    settled(chosen)
    assert chosen.session.desks.work.fixed is None
    assert chosen.palette_view.chip.text.startswith("Best")
    assert chosen.panel.colors.slider.isEnabled()
    chosen.actions_.undo.trigger()
    settled(chosen)
    assert chosen.palette_view.chip.text == "Fixed palette: Game Boy"


def test_chip_stays_true_when_colors_are_changed_by_hand(chosen, settled):
    editing = chosen.session.editing
    editing.edit("Edit color", lambda each: edit.recolor(each, 0, (1, 2, 3)))
    settled(chosen)
    assert chosen.palette_view.chip.text == "7 of 8 colors from my threads"
    editing.edit("Remove", lambda each: edit.remove(each, [0]))
    settled(chosen)
    assert chosen.palette_view.chip.text == "7 of 7 colors from my threads"
    for _step in range(2):
        chosen.actions_.undo.trigger()
    settled(chosen)
    assert chosen.palette_view.chip.text == "Best 8 of my threads"


@pytest.mark.parametrize("how", ["add", "add all", "recolor"])
def test_own_color_that_is_brought_in_by_hand_has_its_name_at_once(chosen, settled, threads, how):
    free = next(each for each in threads.colors if each not in colors_of(chosen))
    editing, name = chosen.session.editing, threads.names_of([free])[0]
    match how:
        case "add":
            editing.add(free)
        case "add all":
            editing.add_all([free, (1, 2, 3)])
        case "recolor":
            editing.edit("Edit color", lambda each: edit.recolor(each, 0, free))
    settled(chosen)
    assert name in chosen.session.result.palette.names
    assert any(name in row for row in chosen.palette_view.rows)


def test_what_only_a_run_needs_is_disabled_and_says_why(chosen):
    for name in ("start", "accents", "max_iterations", "seed"):
        assert not chosen.panel.boxes[name].isEnabled()
        assert "chosen from your own" in chosen.panel.boxes[name].toolTip()
    assert chosen.panel.boxes["space"].isEnabled()


@pytest.mark.parametrize("preset", [SHIPPED[1], Preset("n", Settings(200))], ids=lambda p: p.name)
def test_a_preset_leaves_own_colors_as_they_are(chosen, settled, threads, preset):
    chosen.presets_desk.use(preset)
    settled(chosen)
    assert chosen.session.settings.owned == threads
    assert chosen.session.settings.colors == min(preset.settings.colors, 64)


def test_default_settings_keep_own_colors_and_say_so(chosen, settled, threads):
    chosen.panel.set_colors(20)
    chosen.actions_.reset.trigger()
    settled(chosen)
    assert chosen.session.settings == Settings(owned=threads)
    assert (
        chosen.status.text == "Default settings. The colors are chosen from my threads as before."
    )


@pytest.mark.parametrize("asked", [Goals(auto="balanced"), Goals(max_bytes=3000)])
@pytest.mark.parametrize("count", [3, 64])
def test_a_goal_is_met_with_own_colors(chosen, settled, qtbot, threads, count, asked):
    some = OwnedColors(threads.colors[::-1][:count], title="some")
    chosen.own_colors_desk.choose(some)
    settled(chosen)
    goals = chosen.outcome_desk.goals
    goals.choose(asked)
    qtbot.waitUntil(lambda: not goals.busy and chosen.session.settled)
    assert not goals._failed
    assert 2 <= chosen.session.settings.colors <= count
    assert colors_of(chosen) <= set(some.colors)


def test_curves_over_colors_end_where_there_are_no_more(chosen, settled, qtbot):
    chosen.own_colors_desk.choose(OwnedColors(((0, 0, 0), (90, 60, 50), (250, 240, 230))))
    settled(chosen)
    chosen.actions_.colors_curve.trigger()
    curves = chosen.outcome_desk._curves.window
    qtbot.waitUntil(lambda: curves._curve is not None and curves._curve.whole)
    assert max(point.colors for point in curves._curve.points) == 3


def test_dropped_file_of_few_colors_offers_to_choose_the_best(
    opened, qtbot, settled, press, tmp_path
):
    path = gpl(tmp_path / "beads.gpl", many(40))
    asked = press("Choose the best")
    drop(opened.canvas, [path])
    qtbot.waitUntil(lambda: opened.session.settings.owned is not None)
    settled(opened)
    assert asked[0].startswith("Use the 40 colors")
    assert opened.palette_view.chip.text == "Best 8 of Beads"


def test_file_of_more_colors_than_a_picture_has_is_chosen_from_at_once(
    opened, qtbot, settled, tmp_path
):
    path = gpl(tmp_path / "beads.gpl", many(600))
    drop(opened.canvas, [path])
    qtbot.waitUntil(lambda: opened.session.settings.owned is not None)
    settled(opened)
    assert opened.palette_view.chip.text == "Best 8 of Beads"
    assert not boxes(opened)


@pytest.mark.parametrize("kind", ["file", "clipboard"])
def test_menu_chooses_from_a_file_or_the_clipboard(
    opened, qtbot, settled, choose_file, tmp_path, kind
):
    owned = many(20)
    if kind == "file":
        choose_file(gpl(tmp_path / "beads.gpl", owned))
        opened.actions_.best_of_file.trigger()
    else:
        rows = zip(owned.names, owned.colors, strict=True)
        lines = [f"{name}\t#{bytes(color).hex()}" for name, color in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))
        opened.actions_.best_of_clipboard.trigger()
    qtbot.waitUntil(lambda: opened.session.settings.owned is not None)
    settled(opened)
    assert opened.session.settings.owned.colors == owned.colors
    assert opened.session.settings.owned.names == owned.names
    assert colors_of(opened) <= set(owned.colors)


@pytest.mark.parametrize(
    ("colors", "told"), [(1, "just one color"), (5001, "more than 5000"), (0, "holds no colors")]
)
def test_a_file_that_cannot_be_chosen_from_says_so(opened, qtbot, tmp_path, colors, told):
    owned = [f"{n % 256} {n // 256} 7\tx" for n in range(colors)]
    path = tmp_path / "beads.gpl"
    path.write_text("\n".join(["GIMP Palette", *owned]))
    opened.own_colors_desk.choose_from_file(path)
    qtbot.waitUntil(lambda: bool(boxes(opened)))
    assert told in boxes(opened)[0]
    assert opened.session.settings.owned is None


def test_duplicates_of_a_file_are_told_once(opened, qtbot, settled, tmp_path):
    path = tmp_path / "beads.gpl"
    path.write_text("GIMP Palette\n1 2 3\tA\n1 2 3\tB\n200 200 200\tC\n90 90 90\tD\n")
    opened.own_colors_desk.choose_from_file(path)
    qtbot.waitUntil(lambda: opened.session.settings.owned is not None)
    assert "is used once" in opened.notice.text


def test_other_photos_follow_unless_they_have_their_own(chosen, settled, photo_file, tmp_path):
    other = tmp_path / "other.png"
    other.write_bytes(photo_file.read_bytes())
    chosen.documents.open([photo_file, other])
    settled(chosen)
    chosen.documents.show(other)
    settled(chosen)
    assert chosen.palette_view.chip.text == "Best 8 of my threads"
