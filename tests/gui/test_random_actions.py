"""Seeded random actions of a user: nothing fails, nothing is left behind."""

import os
import traceback

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox

from gui.desktop import dialogs
from tests.gui.hands import edit_by_hand, lane_of
from tests.gui.monkey.delays import Delays
from tests.gui.monkey.disk import Files
from tests.gui.monkey.leaks import living, resident_bytes, running_threads
from tests.gui.monkey.monkey import Monkey

# Resident bytes by which the last quarter of many actions may exceed the one before: what the
# allocator and Qt's caches do, and the undo history of the photo shown, which has no end.
_GROWTH = 30_000_000
_ACTIONS_BETWEEN_LOOKS = 50


@pytest.fixture
def play(qtbot, store, tmp_path, astronaut, monkeypatch):
    """Let a user act a number of times; return the resident bytes now and then."""
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)

    def act(seed, actions, slow_ms):
        files = Files(tmp_path / "disk", astronaut)
        delays = Delays(monkeypatch, seed, slow_ms)
        before, windows = running_threads(), living()["MainWindow"]
        levels = []
        with qtbot.captureExceptions() as exceptions:
            monkey = Monkey(seed, files, store, delays, exceptions)
            try:
                for number in range(actions):
                    monkey.act()
                    if number % _ACTIONS_BETWEEN_LOOKS == 0:
                        monkey.settle()
                        monkey.check_memory()
                        levels.append(resident_bytes())
                monkey.leave()
            finally:
                monkey.give_up()
        assert not [name for name in running_threads() if name not in before]
        assert living()["MainWindow"] <= windows
        return levels

    return act


@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (2, 3))]
)
@pytest.mark.on_screen
def test_random_actions(play, seed):
    play(seed, 70, slow_ms=20 * (seed % 2))


@pytest.mark.long
@pytest.mark.parametrize(
    "seed", [int(seed) for seed in os.environ.get("FEWTONE_SEEDS", "11 12 13 14").split()]
)
def test_many_random_actions_leave_memory_as_it_was(play, seed):
    levels = play(seed, 2000, slow_ms=20 * (seed % 2))
    print([level and level // 1_000_000 for level in levels])
    if levels[0] is not None:
        quarter = len(levels) // 4
        before, last = levels[-2 * quarter : -quarter], levels[-quarter:]
        assert np.median(last) - np.median(before) < _GROWTH


# What random actions found, each as short as it can be


@pytest.fixture
def two(window, settled, tmp_path, astronaut):
    """A window with two photos, the first shown; it was saved before."""
    paths = [tmp_path / "first.png", tmp_path / "second.png"]
    for number, path in enumerate(paths):
        Image.fromarray(np.ascontiguousarray(astronaut[90 * number :][:90, 100:220])).save(path)
    window.open(paths)
    settled(window)
    window.session.save_image(tmp_path / "few.png")
    window.panel.set_colors(6)
    settled(window)
    edit_by_hand(window)
    settled(window)
    return window


def test_equally_near_colors_are_the_same_after_undo(window, qtbot, settled, tmp_path):
    # The middle one is as near to the first as to the last.
    colors = np.repeat(np.array([[0, 0, 0], [1, 0, 0], [2, 0, 0]], np.uint8), [10, 1, 20], axis=0)
    Image.fromarray(colors[None]).save(tmp_path / "three.png")
    window.open([tmp_path / "three.png"])
    settled(window)
    window.panel.set_colors(2)
    settled(window)
    before = window.session.result.indices
    window.palette_view.choose([0])
    window.actions_.lock.trigger()
    window.panel.set_colors(3)
    settled(window)
    window.actions_.undo.trigger()
    settled(window)
    np.testing.assert_array_equal(window.session.result.indices, before)


def test_nothing_is_asked_while_another_photo_takes_its_place(
    two, qtbot, tmp_path, hold, settled, monkeypatch
):
    session, asked = two.session, []

    def ask(_parent, photos, _saved):
        asked.append((photos, [frame.name for frame in traceback.extract_stack()]))
        return dialogs.Answer.CANCEL, []

    monkeypatch.setattr(dialogs, "ask_to_save", ask)
    palette, make, photo = hold("save_palette"), hold("make"), hold("open_photo")
    edit_by_hand(two)
    session.save_palette(tmp_path / "few.gpl")
    two.actions_.next.trigger()
    two.close()  # waits for the palette file
    palette.set()
    qtbot.waitUntil(lambda: not lane_of(session, "saving").busy)
    photo.set()
    qtbot.waitUntil(lambda: session.photo.path.name == "second.png")
    make.set()
    settled(two)
    assert not [name for name, frames in asked if "_take_photo" in frames]


def test_file_dropped_while_a_save_closes_the_window_is_not_opened_in_it(
    two, qtbot, hold, press, photo_file
):
    save = hold("save_image")
    press(QMessageBox.StandardButton.Save)
    two.close()
    two.open([photo_file])
    save.set()
    qtbot.waitUntil(lambda: not two.isVisible())
    qtbot.wait(50)


def test_question_that_is_open_when_a_save_closes_the_window_does_no_harm(
    two, qtbot, hold, press, answer
):
    save = hold("save_image")
    press(QMessageBox.StandardButton.Save)
    two.close()

    def accept_late(box):
        save.set()
        qtbot.waitUntil(lambda: not two.session.saving)
        qtbot.wait(30)
        next(b for b in box.buttons() if b.text() == "As a start").click()

    QGuiApplication.clipboard().setText("#ff0000 #00ff00")
    answer(QMessageBox, accept_late)
    two.actions_.paste_colors.trigger()
    qtbot.wait(50)


def test_photo_is_not_exchanged_under_a_dialog(
    two, qtbot, hold, answer, settled, photo_file, monkeypatch
):
    two.session.desks.share_settings(False)
    try_again, asked = two.documents._joining._open_coming, []
    monkeypatch.setattr(
        two.documents._joining, "_open_coming", lambda path: asked.append(path) or try_again(path)
    )
    save, before = hold("save_image"), two.session.photo.path
    two.actions_.save.trigger()
    two.open([photo_file])
    seen = []

    def answer_late(box):
        save.set()
        # When it was dropped, while the file was written, and again.
        qtbot.waitUntil(lambda: len(asked) >= 3)
        seen.append(two.session.photo.path)
        box.reject()

    QGuiApplication.clipboard().setText("#ff0000 #00ff00")
    answer(QMessageBox, answer_late)
    two.actions_.paste_colors.trigger()
    assert seen == [before]
    qtbot.waitUntil(lambda: two.session.photo.path == photo_file)
    settled(two)


def test_closing_waits_for_the_file_only_not_for_a_run(two, qtbot, hold):
    save = hold("save_image")
    two.actions_.save.trigger()
    two.close()
    hold("make")
    two.panel.set_colors(5)
    qtbot.waitUntil(lambda: lane_of(two.session, "running").busy)
    two.session.desks.forget_changes()
    save.set()
    qtbot.waitUntil(lambda: not two.isVisible())


def test_file_that_waited_for_a_run_that_was_cancelled_is_named(two, hold, tmp_path):
    hold("make")
    two.panel.set_colors(5)
    two.session.save_image(tmp_path / "later.png")
    two.session.cancel()
    assert two.status.text == "Cancelled: “later.png” was not saved."


def test_edit_after_cancel_makes_the_colors_after_all(two, qtbot, hold, settled):
    make = hold("make")
    two.panel.set_colors(5)
    qtbot.waitUntil(lambda: lane_of(two.session, "running").busy)
    two.session.cancel()
    make.set()
    two.palette_view.lock_clicked.emit(0)
    assert "wait until the colors are there" in two.status.text
    settled(two)
    assert len(two.session.result.palette) == 5


def test_change_made_while_a_save_is_to_close_the_window_is_asked_about(two, qtbot, hold, press):
    save = hold("save_image")
    press(QMessageBox.StandardButton.Save)
    two.close()
    edit_by_hand(two)
    asked = press(QMessageBox.StandardButton.Cancel)
    save.set()
    qtbot.waitUntil(lambda: not two.session.saving)
    qtbot.wait(50)
    assert asked
    assert two.isVisible()


def test_closing_that_waits_for_a_result_to_be_saved_asks_again_once_that_is_cancelled(
    two, qtbot, hold, press
):
    hold("make")
    edit_by_hand(two)
    two.actions_.save.trigger()
    two.close()
    asked = press(QMessageBox.StandardButton.Cancel)
    two.session.cancel()
    qtbot.wait(50)
    assert asked
    assert not two.documents._leaving.waits


def test_dot_goes_when_the_save_ends_after_another_photo_was_opened(two, qtbot, hold, settled):
    save = hold("save_image")
    two.session.desks.share_settings(False)
    two.actions_.save.trigger()
    two.actions_.next.trigger()
    qtbot.waitUntil(lambda: two.session.photo.path.name == "second.png")
    save.set()
    qtbot.waitUntil(lambda: not two.session.busy)
    assert two.session.desks.modified_photos == []
    assert not [text for text in two.film_strip.texts if "changed" in text]


def test_difference_is_shown_again_after_cancel(two, qtbot, hold):
    two.actions_.difference.trigger()
    qtbot.waitUntil(lambda: two.canvas.shows_difference)
    hold("make")
    two.panel.set_colors(4)
    qtbot.waitUntil(lambda: two.canvas._layers.draft is not None)
    two.session.cancel()
    qtbot.waitUntil(lambda: two.canvas.shows_difference)


def test_result_before_can_be_looked_at_after_cancel(two, qtbot, hold):
    hold("make")
    two.panel.set_colors(4)
    qtbot.waitUntil(lambda: two.canvas._layers.draft is not None)
    two.session.cancel()
    two.actions_.difference.trigger()
    qtbot.waitUntil(lambda: two.canvas.shows_difference)
    two.actions_.difference.trigger()
    assert two.session.looking.color_at(3, 3) == two.session.result.indices[3, 3]
    two.palette_view.hovered.emit(0)
    qtbot.waitUntil(lambda: two.canvas._layers.veil is not None)


def test_size_of_the_file_is_told_after_cancel(two, qtbot, hold):
    measure, make = hold("measure"), hold("make")
    make.set()
    two.panel.set_colors(5)
    qtbot.waitUntil(lambda: lane_of(two.session, "measuring").busy)
    make.clear()
    two.panel.set_colors(4)
    two.session.cancel()
    measure.set()
    qtbot.waitUntil(lambda: two.outcome_desk.block.numbers.known)


def test_draft_does_not_stay_when_the_first_run_is_cancelled(window, qtbot, hold, photo_file):
    hold("make")
    window.open([photo_file])
    qtbot.waitUntil(lambda: window.canvas._layers.draft is not None)
    window.session.cancel()
    assert window.palette_view.rows == []
    assert window.canvas._layers.draft is None


def test_two_files_to_save_while_working_are_both_written(two, qtbot, hold, settled, tmp_path):
    make = hold("make")
    two.panel.set_colors(4)
    two.session.save_image(tmp_path / "a.png")
    two.session.save_image(tmp_path / "b.png")
    make.set()
    settled(two)
    assert (tmp_path / "b.png").exists()
    assert (tmp_path / "a.png").exists()


def test_work_on_a_photo_that_can_no_longer_be_opened_can_be_seen(two, qtbot, settled, tmp_path):
    two.actions_.next.trigger()
    qtbot.waitUntil(lambda: two.session.photo.path.name == "second.png")
    settled(two)
    (tmp_path / "first.png").write_text("damaged")
    two.actions_.previous.trigger()
    qtbot.waitUntil(lambda: not two.session.busy)
    assert set(two.session.desks.modified_photos) <= set(two.documents.album.paths)
