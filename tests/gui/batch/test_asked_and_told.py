"""What is asked before all photos are saved, and what is told of each and of all."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox

from gui.batch import words
from gui.batch.dialog import SaveAllDialog
from gui.batch.running import Clock
from gui.batch.tally import Tally
from gui.desktop import dialogs
from gui.photos import joining
from gui.session.photo_state import PhotoState

TOLD = {"busy": False, "paused": False, "stopping": False, "copies": False}


@pytest.fixture
def asked(many, answer):
    """Open the dialog of a window, and do something with it before it is left."""

    def ask(act):
        def then_leave(dialog):
            act(dialog)
            dialog.reject()

        answer(SaveAllDialog, then_leave)
        many.actions_.save_all.trigger()

    return ask


@pytest.mark.parametrize("answer_", ["Open", "Cancel"])
def test_very_many_photos_are_asked_about(
    window, settled, folder, press, monkeypatch, answer_, qtbot
):
    monkeypatch.setattr(joining, "MANY", 3)
    asked = press(answer_)
    window.open([folder])
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["Open 4 photos?"]
    if answer_ == "Open":
        settled(window)
    qtbot.waitUntil(lambda: not window.documents.looking)
    assert len(window.film_strip.paths) == (4 if answer_ == "Open" else 0)


def test_empty_window_opens_a_folder_that_is_chosen(window, folder, settled, qtbot, monkeypatch):
    monkeypatch.setattr(dialogs, "ask_for_folder", lambda *_: folder)
    qtbot.mouseClick(window.welcome.folder, Qt.MouseButton.LeftButton)
    settled(window)
    assert len(window.film_strip.paths) == 4


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("all", "all photos would have the same name"),
        ("", "a name needs a letter"),
        ("{nam}", "only {name}"),
        ("{name", "only {name}"),
        ("{name:03}", "only {name}"),
        ("{name}/b", "cannot have '/'"),
        ("..", "begins with a dot"),
        ("con", "Windows reserves"),
    ],
)
def test_pattern_that_gives_no_names_says_why_and_saves_nothing(asked, pattern, problem):
    def act(dialog):
        dialog.pattern.setText(pattern)
        assert problem in dialog.example.text()
        assert not dialog.save.isEnabled()

    asked(act)


def test_whole_sentence_about_a_pattern_is_seen(asked):
    def act(dialog):
        dialog.pattern.setText("{nam}")
        label = dialog.example
        assert label.heightForWidth(label.width()) <= label.height()

    asked(act)


def test_fields_of_a_name_can_be_put_in(asked):
    def act(dialog):
        dialog.pattern.clear()
        for action in dialog.insert.menu().actions():
            action.trigger()
        assert dialog.pattern.text() == "{name}{n}{n:03}{colors}{parent}{format}"
        assert dialog.save.isEnabled()

    asked(act)


def test_whose_settings_are_used_is_told(many, asked):
    told = []
    asked(lambda dialog: told.append(dialog._how.text()))
    many.session.desks.share_settings(False)
    asked(lambda dialog: told.append(dialog._how.text()))
    assert told == [
        "With the settings and the palette that all of them share.",
        "Each with settings and palette of its own.",
    ]


def test_photo_that_is_removed_or_changed_before_its_turn(many, save_all, folder, tmp_path):
    (folder / "1.png").unlink()
    (folder / "2.png").write_bytes((folder / "day 2" / "3.png").read_bytes())
    running = save_all(many, tmp_path / "out")
    assert [state.kind for state in running.states] == ["failed", "done", "done", "done"]
    assert "no such file" in running.states[0].why.lower()
    same = [(tmp_path / "out" / name).read_bytes() for name in ("2.png", "day 2/3.png")]
    assert same[0] == same[1]


def test_strip_and_list_tell_what_became_of_each(many, save_all, tmp_path, qtbot):
    running = save_all(many, tmp_path / "out", wait=False)
    running.pause(True)
    qtbot.waitUntil(lambda: not running.tally.count("working"))
    running.stop(at_once=True)
    qtbot.waitUntil(lambda: not running.busy)
    window, texts = many.batch_desk.window, many.film_strip.texts
    for row, state in enumerate(running.states):
        told = window.model_.index(row, 1).data()
        assert told == ("not begun" if state.kind == "waiting" else "done")
        assert told in texts[row]
        assert ("→" in texts[row]) == (told == "done")
    assert "not begun" in texts[-1]


def test_folder_of_the_results_is_opened(many, save_all, tmp_path, monkeypatch):
    save_all(many, tmp_path / "out")
    window, opened = many.batch_desk.window, []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    window.folder.click()
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path / "out"]
    assert not window.findChild(QMessageBox)
    assert window.windowTitle() == "4 of 4 photos saved"
    window.close_.click()
    assert not window.isVisible()


@pytest.mark.parametrize("which", ["results", "photo"])
def test_without_a_file_manager_the_folder_is_told_and_its_path_can_be_copied(
    many, save_all, tmp_path, monkeypatch, which
):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    if which == "photo":
        window, folder = many, many.session.path.parent
        many.actions_.show_in_folder.trigger()
    else:
        folder = tmp_path / "out"
        save_all(many, folder)
        window = many.batch_desk.window
        window.folder.click()
    box = window.findChild(QMessageBox)
    assert str(folder) in box.text()
    next(button for button in box.buttons() if "Copy" in button.text()).click()
    assert QGuiApplication.clipboard().text() == str(folder)


@pytest.mark.parametrize(
    ("done", "count", "told"),
    [
        (1, 1, "This photo was saved here before"),
        (2, 2, "Both photos were saved here before"),
        (6, 6, "All 6 photos were saved here before"),
        (1, 6, "1 of these 6 photos was saved here before"),
        (5, 6, "5 of these 6 photos were saved here before"),
    ],
)
def test_question_whether_to_go_on_counts_as_people_do(window, press, done, count, told):
    asked = press("Go on")
    assert dialogs.may_resume(window, done, count)
    assert asked == [f"{told}, with the same settings."]


@pytest.mark.parametrize(
    ("kinds", "how", "told"),
    [
        (["done"] * 2, {}, "All 2 photos are saved."),
        (["done"], {}, "The photo is saved."),
        (["done", "failed"], {}, "1 of 2 photos saved, 1 failed."),
        (["done", "skipped"], {}, "1 of 2 photos saved, 1 left out."),
        (["done", "skipped"], {"copies": True}, "1 of 2 photos saved, 1 copied."),
        (["done", "waiting"], {}, "1 of 2 photos saved, 1 not begun."),
        (["done", "working"], {"busy": True}, "1 of 2 photos saved"),
        (["done", "working"], {"busy": True, "paused": True}, "Paused: 1 of 2 photos saved"),
        (
            ["done", "working"],
            {"busy": True, "stopping": True},
            "Stopping after the photos in work: 1 of 2 photos saved",
        ),
    ],
)
def test_how_far_it_is_is_told_in_one_sentence(kinds, how, told):
    tally = Tally(len(kinds))
    tally.take(dict(enumerate(PhotoState(kind) for kind in kinds)))
    assert words.how_far(tally, **(TOLD | how)) == told


def test_time_left_is_that_of_the_photos_which_are_tried_again(monkeypatch):
    tally = Tally(3)
    tally.take({place: PhotoState(before=100) for place in range(3)})
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    clock = Clock()
    clock.begin(tally.fraction, tally.share([1]))
    now[0] = 10.0
    tally.take({1: PhotoState("working", 100, fraction=0.5)})
    assert clock.seconds_left(tally.fraction) == pytest.approx(10)
