"""Work that would be lost: one question about all photos, and each can be saved."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QListWidget,
    QMessageBox,
    QProgressDialog,
    QPushButton,
)

from core import Framing
from core.reduction import edit
from gui.desktop import dialogs
from gui.desktop.answers import Answer
from gui.desktop.question import LeavingQuestion
from gui.photos.saving_all import free_files
from tests.gui.hands import boxes

Button = QDialogButtonBox.StandardButton


@pytest.fixture
def files(tmp_path, astronaut):
    """Three small photos."""
    paths = [tmp_path / f"{number}.png" for number in range(1, 4)]
    for part, path in enumerate(paths):
        pixels = astronaut[60 * part : 60 * part + 60, 100:180]
        Image.fromarray(np.ascontiguousarray(pixels)).save(path)
    return paths


@pytest.fixture
def edited(window, settled, qtbot, files):
    """A window with three photos, of which two were edited; the last is shown."""
    window.open(files)
    settled(window)
    window.session.desks.share_settings(False)
    for number, path in enumerate(files):
        window.documents.show(path)
        qtbot.waitUntil(lambda path=path: window.session.photo.path == path)
        settled(window)
        if number != 1:
            window.session.editing.edit("Merge", lambda each: edit.merge(each, [0, 1]))
            settled(window)
    return window


def answer_with(answer, button, *unchecked):
    def act(question):
        items = question.findChild(QListWidget)
        for row in unchecked:
            items.item(row).setCheckState(Qt.CheckState.Unchecked)
        question.findChild(QDialogButtonBox).button(button).click()

    return answer(LeavingQuestion, act)


def colors(path):
    with Image.open(path) as image:
        return len(image.getcolors())


def test_question_tells_photos_apart_and_saves_only_those_checked(qtbot):
    photos = [Path("/sea/a.png"), Path("/land/a.png"), Path("/land/b.png")]
    question = LeavingQuestion(None, photos)
    qtbot.addWidget(question)
    items = question.findChild(QListWidget)
    assert [items.item(row).text() for row in range(3)] == ["a.png – sea", "a.png – land", "b.png"]
    assert question.checked == photos
    save = question.findChild(QDialogButtonBox).button(Button.Save)
    for row in range(3):
        assert save.isEnabled()
        items.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert question.checked == []
    assert not save.isEnabled()
    question.reject()
    assert question.answer is Answer.CANCEL


def test_no_file_is_replaced_by_those_of_photos_of_one_name(tmp_path):
    (tmp_path / "a.fewtone.png").touch()
    photos = [Path("/sea/a.jpg"), Path("/land/a.jpg"), Path("/land/b.jpg")]
    files = [each.file.name for each in free_files(photos, tmp_path, ".png")]
    assert files == ["a.fewtone (2).png", "a.fewtone (3).png", "b.fewtone.png"]


@pytest.mark.parametrize("unchecked", [[], [0], [1]])
def test_each_photo_checked_is_saved_before_the_window_closes(
    edited, qtbot, answer, tmp_path, monkeypatch, unchecked
):
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(dialogs, "ask_for_folder_to_save", lambda *_: out)
    monkeypatch.setattr(dialogs, "ask_where_to_save_image", lambda *_: out / "one.png")
    asked = answer_with(answer, Button.Save, *unchecked)
    edited.close()
    qtbot.waitUntil(lambda: not edited.isVisible())
    assert len(asked) == 1
    names = {path.name for path in out.iterdir()}
    assert names == ({"one.png"} if unchecked else {"1.fewtone.png", "3.fewtone.png"})
    assert {colors(out / name) for name in names} <= {6, 7}


@pytest.mark.parametrize(("button", "goes"), [(Button.Discard, True), (Button.Cancel, False)])
def test_one_answer_is_for_all_photos(edited, answer, button, goes):
    asked = answer_with(answer, button)
    edited.close()
    assert edited.isVisible() is not goes
    assert len(asked) == 1
    assert goes or len(edited.session.desks.modified_photos) == 2


def test_question_is_true_of_whatever_was_changed_by_hand(opened, answer):
    told = []

    def read(box):
        told.append(box.informativeText())
        box.reject()

    opened.session.set_framing(Framing(rotation=90))
    answer(QMessageBox, read)
    opened.close()
    assert opened.isVisible()
    assert told == ["What you changed in it was not saved since."]


def test_only_photos_that_leave_are_asked_about(edited, qtbot, files, press):
    asked = press(QMessageBox.StandardButton.Cancel)
    edited.documents.remove(files[:2])
    assert asked == ["Save the reduced photo of “1.png”?"]
    assert len(edited.documents.album) == 3
    edited.documents.remove(files[1:2])
    qtbot.waitUntil(lambda: len(edited.documents.album) == 2)


@pytest.mark.parametrize("why", ["cancelled", "cannot be opened", "cannot be written"])
def test_nothing_is_lost_when_not_all_can_be_saved(
    edited, qtbot, answer, tmp_path, monkeypatch, hold, files, why
):
    out = tmp_path / "out"
    if why != "cannot be written":
        out.mkdir()
    if why == "cannot be opened":
        files[0].unlink()
    monkeypatch.setattr(dialogs, "ask_for_folder_to_save", lambda *_: out)
    held = hold("open_photo")
    if why != "cancelled":
        held.set()
    answer_with(answer, Button.Save)
    edited.close()
    if why == "cancelled":
        qtbot.waitUntil((out / "3.fewtone.png").exists)
        qtbot.waitUntil(lambda: edited.findChild(QProgressDialog) is not None)
        edited.findChild(QProgressDialog).findChild(QPushButton).click()
        held.set()
    else:
        qtbot.waitUntil(lambda: bool(boxes(edited)))
    assert edited.isVisible()
    assert files[0] in edited.session.desks.modified_photos
    assert not edited.documents._leaving.saving_all
