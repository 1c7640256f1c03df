"""Results side by side: made in the background, looked at together, and taken over."""

import gc
import threading

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from core import SHEET_ENDINGS, Settings, contend, reduce
from core.comparison.sheet import files
from gui.contest import tasks
from tests.app.accessible import tree
from tests.gui.hands import CONTROL, LEFT, SHIFT, activate, drag, wheel


def texts(contest):
    return [cell.text for cell in contest.grid.cells]


def test_each_result_has_its_picture_and_its_numbers(contest, compared):
    compared(contest)
    original, two, three = texts(contest)
    assert original.startswith("Original. 160×120")
    assert two.startswith("2 colors from wu. ")
    assert three.startswith("3 colors from wu. ")
    for part in ("visible ", " dB", "MSE ", "iteration"):
        assert part in two
    assert all(cell.pane.has_picture for cell in contest.grid.cells)


def test_each_page_has_names(contest, compared):
    compared(contest)
    for page in range(contest.pages.count()):
        contest.pages.setCurrentIndex(page)
        assert not [str(entry) for entry in tree(contest) if entry.lacks_a_name]


def test_the_course_is_a_ready_set(contest, compared):
    compared(contest, "3 5", "The course's evaluation")
    titles = [cell.title for cell in contest.grid.cells[1:]]
    assert titles == [
        f"{k} colors from {start}" for k in (3, 5) for start in ("random", "in_pixels")
    ]


@pytest.mark.parametrize("part", ["sets", "colors", "start"])
def test_enter_compares_from_wherever_something_is_chosen(contest, qtbot, part):
    chooser = contest.chooser
    field = chooser.boxes[part] if part in chooser.boxes else getattr(chooser, part)
    with qtbot.waitSignal(chooser.wanted) as wanted:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert len(wanted.args[0].plan) == 6
    contest._cancel()


def test_a_double_click_takes_a_result_over_and_undo_takes_it_back(
    contest, compared, opened, settled, qtbot
):
    compared(contest)
    before = opened.session.settings
    qtbot.mouseDClick(contest.grid.cells[2].pane, LEFT)
    settled(opened)
    assert opened.session.settings.colors == 3
    expected = reduce(opened.session.photo, opened.session.settings)
    np.testing.assert_array_equal(opened.session.result.indices, expected.indices)
    assert "3 colors from wu" in contest.status.text
    assert "Use 3 colors from wu" in opened.actions_.undo.text()
    opened.actions_.undo.trigger()
    assert opened.session.settings == before


def test_the_main_job_is_done_by_keys_alone(contest, compared, opened, settled, qtbot):
    compared(contest)
    activate(qtbot, contest)
    contest.grid.cells[1].setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert contest.grid.current == 1
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settled(opened)
    assert opened.session.settings.colors == 3


def test_tab_reaches_every_control_and_one_of_the_results(contest, compared, qtbot):
    compared(contest)
    activate(qtbot, contest)
    contest.chooser.sets.setFocus()
    reached = set()
    for _ in range(24):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert {contest.chooser.colors, contest.chooser.compare, contest.chooser.add} <= reached
    assert {*contest.chooser.boxes.values(), contest.save, contest.use} <= reached
    assert [cell for cell in contest.grid.cells if cell in reached] == [contest.grid.cells[1]]


def test_the_original_is_no_result_to_use(contest, compared, qtbot, opened):
    compared(contest)
    before = opened.session.settings
    qtbot.mouseDClick(contest.grid.cells[0].pane, LEFT)
    contest.grid.cells[0].setFocus()
    assert not contest.use.isEnabled()
    qtbot.keyClick(contest.grid.cells[0], Qt.Key.Key_Return)
    assert opened.session.settings == before


def test_a_fixed_palette_gives_way_to_a_result_that_is_used(
    contest, compared, opened, settled, press
):
    press("As they are")
    opened.actions_.known_palette_chosen.emit("game-boy", "Game Boy, 4 greens")
    settled(opened)
    compared(contest)
    contest.grid.taken.emit(1)
    settled(opened)
    assert len(opened.session.result.palette) == 3
    assert opened.session.desks.work.fixed is None


@pytest.mark.parametrize(
    "move",
    [
        lambda contest, _qtbot: wheel(contest.grid.cells[1].pane, QPoint(9, 9), 3),
        lambda contest, _qtbot: contest.grid.zoom_to(4),
        lambda contest, qtbot: qtbot.keyClick(contest.grid.cells[2], Qt.Key.Key_Plus),
        lambda contest, qtbot: qtbot.keyClick(contest.grid.cells[2], Qt.Key.Key_Right, SHIFT),
        lambda contest, qtbot: qtbot.keyClick(contest, Qt.Key.Key_1, CONTROL),
    ],
)
def test_all_pictures_are_moved_and_zoomed_together(contest, compared, move, qtbot):
    compared(contest)
    contest.grid.zoom_to(8)
    before = contest.grid.cells[0].pane.view
    move(contest, qtbot)
    views = [cell.pane.view for cell in contest.grid.cells]
    assert views[0] != before
    assert len({(view.scale, view.center) for view in views}) == 1
    contest.grid.fit()
    assert all(cell.pane.view.fitting for cell in contest.grid.cells)


def test_a_zoom_is_seen_in_the_other_pictures(contest, compared, qtbot):
    compared(contest)
    other = contest.grid.cells[2].pane
    contest.pages.setFocus()
    painted = []
    other.paintEvent = lambda _event: painted.append(True)
    QApplication.processEvents()
    painted.clear()
    wheel(contest.grid.cells[1].pane, QPoint(9, 9), 2)
    qtbot.waitUntil(lambda: painted != [])


def test_a_drag_moves_all_pictures(contest, compared, qtbot):
    compared(contest)
    contest.grid.zoom_to(8)
    before = contest.grid.cells[2].pane.view.center
    drag(qtbot, contest.grid.cells[1].pane, QPoint(40, 40), QPoint(60, 40))
    assert contest.grid.cells[2].pane.view.center[0] < before[0]


def test_the_original_is_seen_as_long_as_its_key_is_held(contest, compared, qtbot):
    compared(contest)
    pane = contest.grid.cells[1].pane
    few = pane.grab().toImage()
    qtbot.keyPress(contest.grid.cells[1], Qt.Key.Key_O)
    assert pane.grab().toImage() != few
    qtbot.keyRelease(contest.grid.cells[1], Qt.Key.Key_O)
    assert pane.grab().toImage() == few


@pytest.fixture
def held_up(monkeypatch):
    """A comparison that waits after its first result until it is let go on or cancelled."""
    go_on = threading.Event()

    def make(self, post, progress):
        def each(contender):
            measured(contender)
            while not go_on.wait(0.01):
                progress(Progress(0.5, "held up"))

        from core import Progress

        def measured(contender):
            post.measured.emit(self.number, 0, contender)

        return contend(
            self.photo,
            self.variants,
            progress,
            planned=lambda plan, notes: post.planned.emit(self.number, plan, notes),
            each=each,
        )

    monkeypatch.setattr(tasks.Run, "make", make)
    yield go_on
    go_on.set()


def begin(contest, qtbot):
    with qtbot.waitSignal(contest._running.measured):
        contest.chooser.compare.click()


def test_a_cancel_keeps_what_is_there(contest, held_up, qtbot):
    begin(contest, qtbot)
    assert contest.busy
    qtbot.keyClick(contest, Qt.Key.Key_Escape)
    assert not contest.busy
    assert contest.isVisible()
    assert "dB" in texts(contest)[1]
    assert contest.status.text == "Cancelled. What is there stays."


def test_what_a_cancelled_comparison_still_posts_is_not_shown(contest, held_up, qtbot):
    begin(contest, qtbot)
    running, told = contest._running, []
    number, contender = running._number, None
    running.measured.connect(lambda *_: told.append("numbers"))
    running.pictured.connect(lambda *_: told.append("picture"))
    running.planned.connect(lambda *_: told.append("plan"))
    contest._cancel()
    running._post.measured.emit(number, 1, contender)
    running._post.pictured.emit(number, 1, None, None)
    running._post.planned.emit(number, (), ())
    assert told == []


def test_another_photo_begins_anew(contest, held_up, qtbot, opened, settled, tmp_path):
    begin(contest, qtbot)
    Image.new("RGB", (30, 20), "red").save(tmp_path / "red.png")
    opened.open([tmp_path / "red.png"])
    qtbot.waitUntil(lambda: "red.png" in contest.windowTitle())
    assert not contest.busy
    assert texts(contest) == []
    assert "press Compare" in contest.hint.text()


@pytest.mark.parametrize(
    ("then", "why"),
    [
        ("another", "the main window shows “red.png”"),
        ("anew", "it was opened anew"),
        ("closed", "it was closed"),
    ],
)
def test_results_that_go_with_their_photo_are_told(
    contest, compared, opened, qtbot, tmp_path, then, why
):
    compared(contest)
    if then == "closed":
        opened.session.close_photo()
    elif then == "anew":
        opened.open([opened.session.path])
    else:
        Image.new("RGB", (30, 20), "red").save(tmp_path / "red.png")
        opened.open([tmp_path / "red.png"])
    qtbot.waitUntil(lambda: texts(contest) == [])
    told = f"The results of “a photo.png” are gone: {why}."
    assert contest.status.text == told
    assert contest.hint.text().startswith(told)


def test_without_a_photo_nothing_can_be_compared(contest, opened):
    opened.session.close_photo()
    assert not contest.chooser.compare.isEnabled()
    assert contest.hint.text() == "Open a photo in the main window to compare results of it."


@pytest.mark.parametrize("colors", ["", "0", "300", "many", "2 3 4 5 6 7 8 9 10 11 12 13 14"])
def test_bad_numbers_are_told_while_they_are_typed(contest, colors):
    contest.chooser.colors.setText(colors)
    contest.chooser.colors.textEdited.emit(colors)
    assert not contest.chooser.compare.isEnabled()
    assert contest.chooser.answer.endswith(".")


def test_a_photo_of_fewer_colors_than_asked_for_is_told(
    contest, opened, settled, qtbot, tmp_path, press
):
    Image.new("RGB", (30, 20), "red").save(tmp_path / "red.png")
    opened.open([tmp_path / "red.png"])
    qtbot.waitUntil(lambda: "red.png" in contest.windowTitle())
    settled(opened)
    with qtbot.waitSignal(contest._running.failed) as failed:
        contest.chooser.compare.click()
    assert "1 distinct color" in failed.args[0]
    (box,) = contest.findChildren(QMessageBox)
    box.reject()


def test_pictures_are_smaller_where_memory_would_not_hold_them(contest, compared, monkeypatch):
    monkeypatch.setattr(tasks, "_MOST_BYTES", 10)
    monkeypatch.setattr("core.comparison.contest._PREVIEW_PIXELS", 3000)
    compared(contest)
    picture = contest.grid.cells[1].pane._picture
    assert picture.levels[0].width() < 80
    assert picture.width == 160


def test_all_numbers_are_tables_to_read_and_to_copy(contest, compared, qtbot):
    compared(contest, "3 5", "The course's evaluation")
    numbers = contest.numbers
    titles = [numbers.which.itemText(place) for place in range(numbers.which.count())]
    assert titles[0].startswith("Runs and files")
    assert titles[1:3] == ["Quality", "Do the starts end in the same place?"]
    assert sum("centroids, paired" in title for title in titles) == 2
    assert "From 3 to 5 colors, one more lowers the error" in numbers.answers.text()
    numbers.which.setCurrentIndex(1)
    assert numbers.meanings.text().count("dithering") >= 3
    numbers.table.copy(1)
    assert QApplication.clipboard().text().startswith("Colors,Start,Visible difference")
    assert contest.status.text == "Copied the table as CSV."


def test_a_row_of_the_table_is_the_result_to_use(contest, compared):
    compared(contest)
    contest.numbers.table.selectRow(1)
    assert contest.grid.current == 1


def test_curves_are_there_for_several_numbers_of_colors_alone(contest, compared):
    compared(contest, "2 3")
    assert contest.numbers.errors.table().rows[0][0] == 2
    assert contest.numbers.plots["curve of the error"].isVisibleTo(contest.numbers)
    compared(contest, "3")
    assert not contest.numbers.plots["curve of the error"].isVisibleTo(contest.numbers)
    assert contest.numbers.answers.text()


@pytest.mark.parametrize("ending", SHEET_ENDINGS)
def test_the_comparison_is_saved_as_a_sheet(
    contest, compared, choose_file, qtbot, tmp_path, ending
):
    assert not contest.save.isEnabled()
    compared(contest)
    choose_file(tmp_path / f"few{ending}")
    contest.save.click()
    qtbot.waitUntil(lambda: contest.status.text.startswith("Saved"))
    assert (tmp_path / f"few{ending}").stat().st_size > 100


def test_a_sheet_that_cannot_be_written_is_told_with_its_name(
    contest, compared, choose_file, qtbot, tmp_path
):
    compared(contest)
    (tmp_path / "few.html").mkdir()
    contest._running.save(contest._comparison, tmp_path / "few.html")
    qtbot.waitUntil(lambda: contest.findChildren(QMessageBox) != [])
    (box,) = contest.findChildren(QMessageBox)
    assert "few.html" in box.text()
    box.reject()


@pytest.fixture
def slow_sheet(monkeypatch):
    """Sheets that are written until they are cancelled, or the event is set."""
    writing, enough = threading.Event(), threading.Event()

    def write(_comparison, tick):
        while not enough.wait(0.005):
            writing.set()
            tick(0.5)
        return b"sheet"

    monkeypatch.setitem(files._WRITERS, ".html", write)
    yield writing, enough
    enough.set()


def test_cancelling_while_a_sheet_is_written_leaves_no_file(
    contest, compared, slow_sheet, qtbot, tmp_path
):
    compared(contest)
    contest._running.save(contest._comparison, tmp_path / "few.html")
    qtbot.waitUntil(slow_sheet[0].is_set)
    qtbot.keyClick(contest, Qt.Key.Key_Escape)
    assert not contest._running.saving
    contest._running.close()
    assert not list(tmp_path.glob("*.html"))


def test_a_sheet_that_is_being_written_when_the_program_ends_is_finished(
    contest, compared, slow_sheet, qtbot, tmp_path
):
    compared(contest)
    contest._running.save(contest._comparison, tmp_path / "few.html")
    writing, enough = slow_sheet
    qtbot.waitUntil(writing.is_set)
    threading.Timer(0.05, enough.set).start()
    contest._running.close()
    assert (tmp_path / "few.html").read_bytes() == b"sheet"


def test_a_photo_that_is_too_large_for_exact_pictures_is_told(contest, compared, monkeypatch):
    monkeypatch.setattr(tasks, "_MOST_BYTES", 10)
    contest.chooser.compare.click()
    assert "smaller pictures" in contest.status.text


def added(contest, qtbot):
    with qtbot.waitSignal(contest._running.done):
        contest.chooser.add.click()


def test_present_settings_join_the_results_that_are_there(contest, compared, opened, qtbot):
    compared(contest, "2 3")
    opened.session.set_settings(Settings(5, dither="bayer-4"))
    picture = contest.grid.cells[1].pane._picture
    added(contest, qtbot)
    titles = [cell.title for cell in contest.grid.cells[1:]]
    assert titles[0] == "2 colors from wu, dither none"
    assert titles[2] == "5 colors from wu, dither bayer-4"
    assert "dB" in texts(contest)[3]
    assert contest.grid.cells[1].pane._picture is picture
    assert len(contest._comparison.contenders) == 3
    assert contest.numbers.table.model_.rowCount() == 3
    contest.chooser.add.click()
    assert contest.status.text == "5 colors from wu, dither bayer-4 is there already."


def test_results_can_be_collected_one_by_one(contest, opened, qtbot, settled):
    for colors in (4, 6):
        opened.session.set_settings(Settings(colors))
        added(contest, qtbot)
    assert [cell.title for cell in contest.grid.cells[1:]] == [
        "4 colors from wu",
        "6 colors from wu",
    ]


def test_a_result_whose_adding_is_cancelled_goes_away_again(contest, compared, opened, qtbot):
    compared(contest, "2 3")
    opened.session.set_settings(Settings(5, dither="bayer-4"))
    contest._running.planned.connect(lambda *_: contest._cancel())
    contest.chooser.add.click()
    qtbot.waitUntil(lambda: contest.status.text.startswith("Cancelled"))
    assert [cell.title for cell in contest.grid.cells[1:]] == [
        "2 colors from wu",
        "3 colors from wu",
    ]
    assert contest.save.isEnabled()


def test_nothing_is_added_to_results_that_were_cut_short(contest, held_up, qtbot):
    begin(contest, qtbot)
    assert not contest.chooser.add.isEnabled()
    contest._cancel()
    assert not contest.chooser.add.isEnabled()
    assert "Compare again first" in contest.chooser.add.toolTip()


def test_a_fixed_palette_is_no_result_of_settings(contest, opened, settled):
    assert contest.chooser.add.isEnabled()
    opened.actions_.known_palette_chosen.emit("game-boy", "Game Boy, 4 greens")
    settled(opened)
    assert not contest.chooser.add.isEnabled()
    assert "no settings lead to it" in contest.chooser.add.toolTip()
    opened.actions_.release_palette.trigger()
    assert contest.chooser.add.isEnabled()


@pytest.mark.parametrize("set_", ["The course's evaluation", "Dithering"])
def test_a_photo_with_alpha_is_seen_through(
    contest, compared, opened, settled, qtbot, photo_file, tmp_path, set_
):
    with Image.open(photo_file) as image:
        veiled = image.convert("RGBA")
    veiled.putalpha(Image.linear_gradient("L").resize(veiled.size))
    veiled.save(tmp_path / "veiled.png")
    opened.open([tmp_path / "veiled.png"])
    qtbot.waitUntil(lambda: "veiled.png" in contest.windowTitle())
    settled(opened)
    compared(contest, "3", set_)
    picture = contest.grid.cells[1].pane._picture
    assert picture.levels[0].hasAlphaChannel()
    assert picture.levels[0].pixelColor(80, 0).alpha() < 100


def test_of_an_animation_the_first_frame_is_compared_and_that_is_told(
    contest, compared, opened, settled, qtbot, tmp_path
):
    frames = [Image.linear_gradient("L").rotate(90 * n).convert("RGB") for n in range(3)]
    frames[0].save(tmp_path / "film.png", save_all=True, append_images=frames[1:])
    opened.open([tmp_path / "film.png"])
    qtbot.waitUntil(lambda: "film.png" in contest.windowTitle())
    settled(opened)
    # A busy machine may need longer than messages stay.
    contest.status._message_timer.setInterval(10**7)
    compared(contest, "2")
    assert "first frame" in contest.status.text


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (400, 2)])
def test_photos_of_hardly_any_pixels_are_compared(
    contest, compared, opened, settled, qtbot, tmp_path, size
):
    Image.new("RGB", size, "red").save(tmp_path / "small.png")
    opened.open([tmp_path / "small.png"])
    qtbot.waitUntil(lambda: "small.png" in contest.windowTitle())
    settled(opened)
    compared(contest, "1")
    assert "no error" in texts(contest)[1]
    contest.grab()


def test_a_name_is_text_in_the_title(contest, opened, qtbot, tmp_path, photo_file):
    path = tmp_path / "[*] <b>sea.png"
    path.write_bytes(photo_file.read_bytes())
    opened.open([path])
    qtbot.waitUntil(lambda: "sea" in contest.windowTitle())
    assert contest.windowTitle() == "Side by side – [*][*] <b>sea.png"


def test_settings_of_the_main_window_are_those_that_are_varied(contest, opened):
    opened.session.set_settings(Settings(5, "random", seed=3))
    contest.chooser.sets.setCurrentText("Starts")
    assert contest.chooser.colors.text() == "5"


def test_everything_has_a_name(contest, compared):
    compared(contest)
    assert [str(entry) for entry in tree(contest) if entry.lacks_a_name] == []
    told = [entry for entry in tree(contest) if entry.name == "2 colors from wu"]
    assert any("dB" in entry.description for entry in told)


def test_the_main_window_takes_it_along_when_it_closes(contest, held_up, qtbot, opened):
    begin(contest, qtbot)
    opened.end()
    assert not contest.isVisible()
    assert not contest.busy


def test_garbage_is_collected_again_once_the_windows_are_closed(opened):
    opened.actions_.side_by_side.trigger()
    assert gc.get_freeze_count() > 1000
    opened.end()
    assert gc.get_freeze_count() == 0
