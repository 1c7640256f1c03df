"""The small picture is dragged out: a file as Save would write it, or one sentence why not."""

import gc
import weakref
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QImage
from PySide6.QtWidgets import QApplication

from core.errors import WriteError
from gui.outcome import dragging
from gui.session import tasks
from tests.gui.hands import LEFT, colors_of, move


@pytest.fixture
def dragged(monkeypatch):
    """What is handed over to another program, which takes it or not."""
    seen = SimpleNamespace(handed=[], taken=True)

    def carry(_picture, data):
        seen.handed.append(data)
        return seen.taken

    monkeypatch.setattr(dragging, "carry", carry)
    return seen


@pytest.fixture
def pull(window, qtbot, monkeypatch):
    """Press the small picture and pull it away."""
    picture = window.outcome_desk.block.picture

    def pull(press_only=False):
        monkeypatch.setattr(QApplication, "mouseButtons", lambda: LEFT)
        qtbot.mousePress(picture, LEFT, pos=QPoint(30, 30))
        if not press_only:
            move(picture, QPoint(30, 60), LEFT)

    return pull


def file_of(data):
    (url,) = data.urls()
    return url.toLocalFile()


@pytest.mark.parametrize("name", ["png", "gif", "webp"])
def test_file_of_the_format_chosen_is_handed_over_under_the_name_of_save(
    opened, qtbot, pull, dragged, name
):
    opened.outcome_desk._choose_format(name)
    pull()
    qtbot.waitUntil(lambda: len(dragged.handed) == 1)
    path = file_of(dragged.handed[0])
    assert path.endswith(f"/a photo.fewtone.{name}")
    colors = set(map(tuple, opened.session.result.palette.colors.tolist()))
    assert colors_of(path) == colors
    assert dragged.handed[0].imageData().size().width() == 160
    assert opened.status.text == f"Dropped a photo.fewtone.{name}"


def test_drag_is_neither_saving_nor_work(opened, qtbot, pull, dragged):
    pull()
    qtbot.waitUntil(lambda: len(dragged.handed) == 1)
    assert opened.session.saved_to is None
    assert not opened.isWindowModified()


def test_second_drag_of_the_same_result_takes_the_same_file(opened, qtbot, pull, dragged):
    for count in (1, 2):
        pull()
        qtbot.waitUntil(lambda count=count: len(dragged.handed) == count)
    opened.panel.set_colors(3)
    qtbot.waitUntil(lambda: opened.session.settled)
    pull()
    qtbot.waitUntil(lambda: len(dragged.handed) == 3)
    first, second, third = map(file_of, dragged.handed)
    assert first == second != third


def test_result_that_was_dragged_is_not_kept_once_another_is_shown(
    opened, qtbot, settled, pull, dragged
):
    pull()
    qtbot.waitUntil(lambda: len(dragged.handed) == 1)
    before = weakref.ref(opened.session.result)
    opened.panel.set_colors(3)
    settled(opened)
    gc.collect()
    assert before() is None


def test_drag_begins_when_the_file_is_there_unless_the_button_was_released(
    opened, qtbot, pull, dragged, hold
):
    picture, go_on = opened.outcome_desk.block.picture, hold("save_image")
    pull()
    assert "being made" in opened.status.text
    qtbot.mouseRelease(picture, LEFT, pos=QPoint(30, 60))
    assert opened.status.text == "Nothing was dropped: the file was not made yet. Drag it again."
    go_on.set()
    qtbot.waitUntil(lambda: opened.outcome_desk._dragging._made is not None)
    assert dragged.handed == []
    pull()
    assert len(dragged.handed) == 1


def test_result_that_came_after_the_press_is_dragged(opened, qtbot, pull, dragged, settled):
    picture = opened.outcome_desk.block.picture
    opened.panel.set_colors(3)
    pull(press_only=True)
    settled(opened)
    move(picture, QPoint(30, 60), LEFT)
    qtbot.waitUntil(lambda: len(dragged.handed) == 1)
    assert len(colors_of(file_of(dragged.handed[0]))) == 3


def test_nothing_is_dragged_while_another_result_is_made(opened, qtbot, pull, dragged, hold):
    go_on = hold("make")
    opened.panel.set_colors(3)
    pull()
    assert "still being made" in opened.status.text
    assert dragged.handed == []
    go_on.set()


def test_drag_that_is_refused_is_told_and_loses_nothing(opened, qtbot, pull, dragged):
    dragged.taken = False
    result = opened.session.result
    pull()
    qtbot.waitUntil(lambda: "that place takes no files" in opened.status.text)
    assert opened.session.result is result


def test_file_that_cannot_be_made_is_told(opened, qtbot, pull, dragged, monkeypatch):
    def fail(*_arguments):
        raise WriteError("Cannot save few.png: the disk is full.")

    monkeypatch.setattr(tasks, "save_image", fail)
    pull()
    qtbot.waitUntil(lambda: "There is no file to drag: Cannot save" in opened.status.text)
    assert dragged.handed == []


def test_animations_are_dragged_as_files_with_all_frames(
    window, qtbot, settled, pull, dragged, tmp_path
):
    frames = [Image.linear_gradient("L").resize((40, 30)).rotate(90 * turn) for turn in range(3)]
    frames[0].save(tmp_path / "turning.gif", save_all=True, append_images=frames[1:])
    window.open([tmp_path / "turning.gif"])
    settled(window)
    window.outcome_desk._choose_format("gif")
    pull()
    qtbot.waitUntil(lambda: len(dragged.handed) == 1)
    with Image.open(file_of(dragged.handed[0])) as image:
        assert image.n_frames == 3
    assert not dragged.handed[0].hasImage()


def test_files_are_removed_when_the_window_closes(opened, qtbot, pull, dragged):
    pull()
    qtbot.waitUntil(lambda: len(dragged.handed) == 1)
    path = Path(file_of(dragged.handed[0]))
    assert path.exists()
    opened.close()
    assert not path.parent.parent.exists()


def test_what_is_dragged_out_is_no_new_photo_for_the_window_itself(opened, monkeypatch):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/few.png")])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(9, 9), copy, data, LEFT, none)
    monkeypatch.setattr(QDragEnterEvent, "source", lambda _event: opened.outcome_desk.block.picture)
    event.ignore()
    opened.canvas.dragEnterEvent(event)
    assert not event.isAccepted()


@pytest.mark.parametrize("shown", [False, True])
def test_small_picture_is_pulled_only_where_there_is_one(window, qtbot, shown):
    picture, pulled = window.outcome_desk.block.picture, []
    picture.pulled.connect(lambda: pulled.append(1))
    picture.show_image(QImage(40, 30, QImage.Format.Format_RGB32) if shown else None)
    qtbot.mousePress(picture, LEFT, pos=QPoint(30, 30))
    move(picture, QPoint(31, 31), LEFT)
    assert pulled == []
    move(picture, QPoint(60, 31), LEFT)
    assert pulled == [1] * shown
