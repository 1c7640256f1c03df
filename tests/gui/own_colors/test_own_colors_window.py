"""The window of own colors: what is sold out, what is found, and what is kept between starts."""

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt, QUrl
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QInputDialog, QLabel, QPushButton

from core import CollectionStore, WriteError, load_colors
from core.owned import OwnedColors
from gui.own_colors.model import CandidatesModel
from gui.own_colors.table import CandidatesTable
from gui.window import MainWindow
from tests.gui.hands import LEFT, boxes, drop

Key = Qt.Key


@pytest.fixture
def name(answer):
    """Type a name into the next dialog that asks for one."""

    def type_(text):
        def act(dialog):
            dialog.setTextValue(text)
            dialog.accept()

        return answer(QInputDialog, act)

    return type_


@pytest.fixture
def kept(listed, name, threads):
    """The window of own colors, whose threads are kept."""
    name("my threads")
    listed.keep.click()
    assert not listed.keep.isVisible()
    return listed


def in_picture(window):
    return {tuple(row) for row in window.session.result.palette.colors.tolist()}


def told(own):
    return own.told.text()


def collections(window):
    return CollectionStore(window._store.collections)


def test_choice_follows_what_is_sold_out_and_undo_brings_it_back(
    chosen, listed, settled, click_check
):
    used = min(in_picture(chosen))
    row = listed.owned.colors.index(used)
    click_check(listed, row)
    settled(chosen)
    assert used not in in_picture(chosen)
    assert chosen.session.settings.owned.sold_out == {used}
    name = listed.owned.everything.names[row]
    assert chosen.actions_.undo.text() == f"&Undo {name} is sold out"
    chosen.actions_.undo.trigger()
    settled(chosen)
    assert used in in_picture(chosen)
    assert listed.model.is_checked(row)


def test_space_unchecks_all_rows_that_are_chosen_as_one_step(chosen, listed, qtbot, settled):
    listed.table.selectRow(3)
    qtbot.keyClick(listed.table, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(listed.table, Key.Key_Space)
    settled(chosen)
    assert chosen.session.settings.owned.sold_out == set(listed.owned.everything.colors[3:5])
    assert chosen.actions_.undo.text() == "&Undo 2 colors are sold out"


def test_search_finds_by_words_of_name_or_code_and_buttons_are_about_what_is_found(
    chosen, listed, qtbot, settled
):
    qtbot.keyClicks(listed.field, "thread 31")
    assert listed.model.rowCount() == 11
    assert listed.uncheck.text() == "Uncheck these 11"
    qtbot.mouseClick(listed.only, LEFT)
    settled(chosen)
    assert len(chosen.session.settings.owned) == 11
    assert in_picture(chosen) <= set(chosen.session.settings.owned.colors)
    listed.field.setText("#0000")
    assert listed.model.rowCount() == 4
    listed.field.setText("nothing like it")
    assert not listed.check.isEnabled()


def test_none_checked_changes_nothing_until_two_are_and_the_number_comes_back(
    chosen, listed, settled, qtbot, click_check
):
    before = in_picture(chosen)
    qtbot.mouseClick(listed.uncheck, LEFT)
    assert "Check two colors or more" in told(listed)
    click_check(listed, 0)
    settled(chosen)
    assert in_picture(chosen) == before
    click_check(listed, 5)
    settled(chosen)
    assert len(in_picture(chosen)) == chosen.panel.colors.box.maximum() == 2
    qtbot.mouseClick(listed.check, LEFT)
    settled(chosen)
    assert chosen.session.settings.colors == 8
    assert in_picture(chosen) == before


def test_colors_in_the_picture_are_told_and_come_first_if_wanted(chosen, listed):
    assert told(listed).startswith("64 colors, 8 of them in the picture. Uncheck what is sold out.")
    listed.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    model = listed.table.model()
    top = {model.index(row, 0).data() for row in range(8)}
    assert top == set(chosen.session.result.palette.names)
    assert model.index(0, 3).data().endswith("%")


def test_kept_colors_and_what_is_sold_out_are_there_at_the_next_start(
    chosen, kept, settled, click_check, store, qtbot, photo_file
):
    click_check(kept, 7)
    settled(chosen)
    chosen.close()
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.open([photo_file])
    settled(window)
    window.actions_.best_of.aboutToShow.emit()
    entry = window.actions_.best_of.actions()[-1]
    assert entry.text() == "my threads"
    entry.trigger()
    settled(window)
    assert window.session.settings.owned.sold_out == {kept.owned.everything.colors[7]}


def test_undo_is_kept_as_well(chosen, kept, settled, click_check, qtbot):
    click_check(kept, 7)
    settled(chosen)
    qtbot.waitUntil(lambda: len(collections(chosen).find("my threads")) == 63)
    chosen.actions_.undo.trigger()
    settled(chosen)
    qtbot.waitUntil(lambda: len(collections(chosen).find("my threads")) == 64)


def test_another_collection_takes_over_and_none_makes_colors_of_the_photo(
    chosen, kept, settled, qtbot
):
    grays = OwnedColors(tuple((n, n, n) for n in range(0, 256, 16)), title="Grays")
    collections(chosen).save(grays)
    chosen.own_colors_desk.open()
    kept.sources.setCurrentIndex(1)
    kept.sources.activated.emit(1)
    settled(chosen)
    assert chosen.palette_view.chip.text == "Best 8 of Grays"
    kept.sources.setCurrentIndex(0)
    kept.sources.activated.emit(0)
    settled(chosen)
    assert chosen.session.settings.owned is None
    assert kept.findChild(QLabel, options=Qt.FindChildOption.FindChildrenRecursively)
    assert kept.sources.currentIndex() == 0


def test_renamed_removed_and_replaced(chosen, kept, name, press, settled):
    name("Yarn")
    kept.renaming_wanted.emit()
    settled(chosen)
    assert chosen.palette_view.chip.text == "Best 8 of Yarn"
    assert [each.title for each in collections(chosen).kept()[0]] == ["Yarn"]
    press("Remove")
    kept.removal_wanted.emit()
    assert collections(chosen).kept() == ((), ())
    assert kept.keep.isVisible()
    assert chosen.palette_view.chip.text == "Best 8 of Yarn"


def test_colors_that_just_bear_the_name_of_a_collection_are_not_kept(chosen, kept, settled):
    chosen.own_colors_desk.choose(OwnedColors(((1, 1, 1), (90, 90, 90)), title="my threads"))
    settled(chosen)
    assert kept.keep.isVisible()
    assert [kept.sources.itemText(place) for place in (1, 2)] == [
        "my threads",
        "my threads (not kept)",
    ]
    kept.sources.activated.emit(1)
    settled(chosen)
    assert len(chosen.session.settings.owned) == 64


def test_exported_colors_are_read_again(chosen, listed, choose_file, tmp_path):
    choose_file(tmp_path / "mine.gpl")
    listed.export_wanted.emit()
    assert load_colors(tmp_path / "mine.gpl").colors.colors == listed.owned.colors


def test_a_damaged_collection_is_told_once_and_others_are_there(chosen, kept):
    (chosen._store.collections / "bad.json").write_text("{")
    chosen.own_colors_desk.open()
    assert "bad.json" in chosen.notice.text
    assert kept.sources.findData("my threads") > 0


def test_what_cannot_be_kept_is_told_and_stays_in_use(
    chosen, kept, settled, click_check, monkeypatch, qtbot
):
    def fail(*_arguments):
        raise WriteError("the disk is full")

    with monkeypatch.context() as full:
        full.setattr("core.collecting.json_file.replace_file", fail)
        click_check(kept, 7)
        settled(chosen)
        qtbot.waitUntil(lambda: "the disk is full" in chosen.notice.text)
    assert len(chosen.session.settings.owned) == 63


def test_the_window_offers_a_file_where_nothing_is_owned(opened, qtbot):
    opened.actions_.own_colors.trigger()
    own = opened.own_colors_desk.window
    qtbot.waitUntil(own.isVisible)
    asked = []
    own.file_wanted.connect(lambda: asked.append(1))
    page = own._pages.currentWidget()
    assert "Beads, threads, paints" in page.findChildren(QLabel)[1].text()


def test_the_window_offers_what_is_kept_where_nothing_is_owned(opened, qtbot, settled, threads):
    collections(opened).save(threads)
    opened.actions_.own_colors.trigger()
    own = opened.own_colors_desk.window
    qtbot.waitUntil(own.isVisible)
    buttons = own._pages.currentWidget().findChildren(QPushButton)
    button = next(each for each in buttons if each.text() == "my threads")
    assert button.isVisible()
    button.click()
    settled(opened)
    assert opened.session.settings.owned == threads


def test_thousands_of_colors_are_found_sorted_and_unchecked(qtbot):
    colors = tuple((n % 256, n // 256, 7) for n in range(5000))
    owned = OwnedColors(colors, tuple(f"Color {n}" for n in range(5000)), "all")
    model = CandidatesModel()
    table = CandidatesTable(model)
    qtbot.addWidget(table)
    model.take(owned)
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [model.index(row, 1).data() for row in range(2)] == ["4999", "4998"]
    model.search("color 49")
    model.check_found(False)
    assert model.at_hand == 5000 - model.rowCount()
    model.take(owned.without(colors[:2000]))
    model.search("")
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert (model.rowCount(), model.at_hand, model.is_checked(0)) == (5000, 3000, False)


def test_a_search_ends_with_its_list_and_when_the_window_opens_again(
    chosen, listed, settled, qtbot
):
    qtbot.keyClicks(listed.field, "thread 310")
    chosen.own_colors_desk.choose(OwnedColors(((0, 0, 0), (90, 90, 90)), title="Grays"))
    settled(chosen)
    assert (listed.field.text(), listed.model.rowCount()) == ("", 2)
    qtbot.keyClicks(listed.field, "#5a")
    listed.close()
    chosen.own_colors_desk.open()
    assert (listed.field.text(), listed.model.rowCount()) == ("", 2)


def test_what_is_sold_out_is_unlocked_in_the_same_step(chosen, listed, settled, click_check):
    used = min(in_picture(chosen))
    chosen.session.editing.add_all([used])
    settled(chosen)
    click_check(listed, listed.owned.colors.index(used))
    settled(chosen)
    assert used not in in_picture(chosen)
    assert not chosen.session.settings.locked
    assert chosen.status.text == f"{listed.owned.names_of([used])[0]} is sold out, and so unlocked."
    chosen.actions_.undo.trigger()
    settled(chosen)
    assert chosen.session.settings.locked == (used,)
    assert used in in_picture(chosen)


def test_a_locked_color_keeps_its_name_though_it_is_sold_out(chosen, settled, threads):
    gone = threads.colors[20]
    chosen.own_colors_desk.choose(threads.without([gone]))
    settled(chosen)
    chosen.session.editing.lock_further(gone)
    settled(chosen)
    assert "DMC 320 Thread" in chosen.session.result.palette.names


def test_chosen_rows_are_used_in_any_case_until_they_are_unlocked(chosen, listed, settled, qtbot):
    before = in_picture(chosen)
    rows = [row for row, each in enumerate(listed.owned.colors) if each not in before][:2]
    wanted = {listed.owned.colors[row] for row in rows}
    assert not listed.always.isEnabled()
    for row in rows:
        chooses = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        listed.table.selectionModel().select(listed.model.index(row, 0), chooses)
    listed.always.trigger()
    settled(chosen)
    assert wanted < in_picture(chosen) < set(listed.owned.colors)
    assert len(in_picture(chosen)) == 8
    assert listed.always.isChecked()
    assert "used in any case" in listed.model.index(rows[0], 0).data(
        Qt.ItemDataRole.AccessibleTextRole
    )
    assert chosen.actions_.undo.text() == "&Undo Always use 2 colors"
    listed.always.trigger()
    settled(chosen)
    assert in_picture(chosen) == before
    assert not listed.always.isChecked()


def test_what_is_used_in_any_case_is_at_hand_and_more_are_locked_than_were_asked_for(
    chosen, listed, settled, qtbot
):
    chosen.own_colors_desk.choose(listed.owned.without(listed.owned.colors[:3]))
    chosen.panel.set_colors(4)
    settled(chosen)
    listed.table.selectAll()
    listed.always.trigger()
    settled(chosen)
    assert in_picture(chosen) == set(listed.owned.everything.colors)
    assert listed.model.at_hand == 64
    chosen.actions_.undo.trigger()
    settled(chosen)
    assert (chosen.session.settings.colors, listed.model.at_hand) == (4, 61)


def test_a_swatch_is_true_where_its_row_is_chosen(listed):
    listed.table.selectRow(20)
    swatch = listed.model.index(20, 0).data(Qt.ItemDataRole.DecorationRole)
    image = QIcon(swatch).pixmap(16, 16, QIcon.Mode.Selected).toImage()
    assert image.pixelColor(8, 8).getRgb()[:3] == listed.owned.colors[20]


def test_a_palette_file_that_is_dropped_on_the_window_is_chosen_from(
    chosen, listed, settled, tmp_path, qtbot
):
    path = tmp_path / "beads.gpl"
    path.write_text("GIMP Palette\n0 0 0\tA\n200 200 200\tB\n90 90 90\tC\n")
    drop(listed, [path])
    qtbot.waitUntil(lambda: len(chosen.session.settings.owned) == 3)
    settled(chosen)
    assert listed.owned.names == ("A", "B", "C")


@pytest.mark.parametrize(
    ("dropped", "told"),
    [
        ([Path("cat.jpg")], "cat.jpg is no palette file."),
        ([Path("a.gpl"), Path("b.gpl")], "Drop one file here"),
        ([QUrl("https://example.com/a.gpl")], "Drop one file here"),
    ],
)
def test_other_drops_on_the_window_are_refused_with_a_sentence(listed, threads, dropped, told):
    drop(listed, dropped)
    assert boxes(listed)[0].startswith(told)
    assert listed.owned == threads
