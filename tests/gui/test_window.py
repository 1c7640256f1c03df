"""The main job through the real window."""

import traceback
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QMessageBox,
    QSlider,
)

from core import Settings, load_palette
from gui.desktop import theme
from gui.session.lane import Cancelled
from gui.window import MainWindow
from tests.gui.hands import boxes, colors_of, edit_by_hand, lane_of

Button = QMessageBox.StandardButton


def test_photo_is_shown_with_result_palette_and_facts(opened, photo_file):
    result = opened.session.result
    assert len(result.palette) == 8
    assert opened.windowTitle() == "a photo.png[*] – Fewtone"
    assert opened.palette_view.rows[0].startswith(result.palette.hex[0])
    for fact in ("a photo.png", "160×120", "→ 8 colors", "iteration", result.stop_reason):
        assert fact in opened.status.text


def test_size_of_the_file_to_save_is_told(opened, qtbot, tmp_path):
    qtbot.waitUntil(lambda: opened.outcome_desk.block.numbers.known)
    told = opened.outcome_desk.block.numbers.text
    opened.session.save_image(tmp_path / "few.png")
    with qtbot.waitSignal(opened.session.saved):
        pass
    size = (tmp_path / "few.png").stat().st_size
    assert f"→ {size / 1000:.1f} kB" in told


def test_changing_a_control_changes_the_preview(opened, qtbot):
    opened.panel.set_colors(5)
    qtbot.waitUntil(lambda: len(opened.session.result.palette) == 5)
    assert len(opened.palette_view.rows) == 5


def test_save_asks_once_where_and_then_saves_there(opened, qtbot, tmp_path, choose_file, settled):
    opened.panel.set_colors(6)
    settled(opened)
    asked = choose_file(tmp_path / "few.png")
    with qtbot.waitSignal(opened.session.saved):
        opened.actions_.save.trigger()
    assert asked
    assert len(colors_of(tmp_path / "few.png")) == 6
    assert not opened.isWindowModified()
    opened.panel.set_colors(4)
    with qtbot.waitSignal(opened.session.saved):
        opened.actions_.save.trigger()
    assert len(colors_of(tmp_path / "few.png")) == 4


@pytest.mark.parametrize(
    ("typed", "filter_", "written"),
    [
        ("few", "PNG", "few.png"),
        ("few", "GIF", "few.gif"),
        ("few.of.it", "PNG", "few.of.it.png"),
        ("few.tiff", "TIFF", "few.tiff"),
        ("few.bmp", "PNG", "few.bmp"),
    ],
)
def test_format_follows_ending_else_filter_and_is_remembered(
    opened, qtbot, tmp_path, choose_file, typed, filter_, written
):
    choose_file(tmp_path / typed, filter_)
    with qtbot.waitSignal(opened.session.saved):
        opened.actions_.save_as.trigger()
    assert len(colors_of(tmp_path / written)) == 8
    remembered = opened._store.image_format
    assert (
        remembered
        == {".png": "png", ".gif": "gif", ".tiff": "tiff", ".bmp": "bmp"}[
            (tmp_path / written).suffix
        ]
    )
    assert opened._store.folder("save") == tmp_path


def test_jpeg_comes_with_a_word_that_it_adds_colors(opened, qtbot, tmp_path):
    with qtbot.waitSignal(opened.session.saved):
        opened.session.set_save_options(type(opened.session._saving.options)(format="jpeg"))
        opened.session.save_image(tmp_path / "few.jpg")
    assert "more colors" in opened.status.text


def test_palette_is_saved_and_reopens(opened, qtbot, tmp_path, choose_file):
    choose_file(tmp_path / "few.gpl")
    with qtbot.waitSignal(opened.session.saved):
        opened.actions_.save_palette.trigger()
    assert load_palette(tmp_path / "few.gpl").hex == opened.session.result.palette.hex


def test_save_while_working_saves_the_result_to_come(opened, qtbot, tmp_path):
    opened.panel.set_colors(3)
    opened.session.save_image(tmp_path / "few.png")
    with qtbot.waitSignal(opened.session.saved):
        pass
    assert len(colors_of(tmp_path / "few.png")) == 3


@pytest.mark.parametrize("shown", [False, True])
def test_what_is_no_image_is_one_box_and_the_old_photo_stays(
    window, qtbot, photo_file, settled, tmp_path, shown
):
    if shown:
        window.open([photo_file])
        settled(window)
    bad = tmp_path / "bad.png"
    bad.write_text("no image")
    window.open([bad])
    qtbot.waitUntil(lambda: bool(boxes(window)))
    assert len(boxes(window)) == 1
    assert str(bad) in boxes(window)[0]
    assert (window.session.photo is not None) is shown
    if shown:
        assert window.documents.album.current == photo_file
        assert "a photo.png" in window.windowTitle()


def test_of_several_photos_the_first_good_one_is_shown_and_the_others_by_next(
    window, qtbot, photo_file, settled, tmp_path
):
    bad, second = tmp_path / "bad.png", tmp_path / "second.png"
    bad.write_bytes(b"")
    Image.new("RGB", (30, 20), "red").save(second)
    window.open([bad, photo_file, second])
    settled(window)
    assert "a photo.png[*] (1 of 2)" in window.windowTitle()
    assert "empty" in boxes(window)[0]
    window.actions_.next.trigger()
    qtbot.waitUntil(lambda: "second.png[*] (2 of 2)" in window.windowTitle())
    assert not window.actions_.next.isEnabled()
    window.actions_.previous.trigger()
    qtbot.waitUntil(lambda: "a photo.png[*] (1 of 2)" in window.windowTitle())


def test_photo_deleted_before_its_turn_is_told_and_taken_out(
    opened, qtbot, photo_file, tmp_path, settled
):
    gone = tmp_path / "gone.png"
    Image.new("RGB", (30, 20), "red").save(gone)
    opened.open([photo_file, gone])
    qtbot.waitUntil(lambda: len(opened.documents.album) == 2)
    settled(opened)
    gone.unlink()
    opened.actions_.next.trigger()
    qtbot.waitUntil(lambda: bool(boxes(opened)))
    assert "no such file" in boxes(opened)[0]
    assert (len(opened.documents.album), opened.documents.album.current) == (1, photo_file)


def test_photo_of_few_colors_comes_with_a_notice(window, qtbot, tmp_path, settled):
    Image.new("RGB", (30, 20), "red").save(tmp_path / "red.png")
    window.open([tmp_path / "red.png"])
    settled(window)
    assert "only 1 distinct color" in window.notice.text
    assert window.notice.isVisible()
    assert window.palette_view.rows == ["#ff0000 red, 100.0 %"]


@pytest.mark.parametrize(
    ("button", "closed", "saved"),
    [(Button.Cancel, False, False), (Button.Discard, True, False), (Button.Save, True, True)],
)
def test_closing_asks_about_unsaved_work(
    opened, qtbot, tmp_path, settled, press, choose_file, button, closed, saved
):
    edit_by_hand(opened)
    settled(opened)
    press(button)
    if saved:
        choose_file(tmp_path / "few.png")
    opened.close()
    qtbot.waitUntil(lambda: opened.isVisible() is not closed)
    assert (tmp_path / "few.png").exists() is saved


def test_closing_with_save_asks_where_though_the_last_folder_cannot_be_read(
    opened, store, tmp_path, settled, press, choose_file, qtbot
):
    store.remember_folder("save", tmp_path / ("long" * 100))
    edit_by_hand(opened)
    settled(opened)
    press(Button.Save)
    chosen = choose_file(tmp_path / "few.png")
    opened.close()
    qtbot.waitUntil(lambda: not opened.isVisible())
    assert chosen
    assert (tmp_path / "few.png").exists()


def test_no_exception_closes_a_window_with_unsaved_work(opened, settled, press, monkeypatch):
    def fail(*_arguments):
        raise OSError("a dead mount")

    edit_by_hand(opened)
    settled(opened)
    with monkeypatch.context() as broken:
        broken.setattr("gui.desktop.dialogs.ask_where_to_save_image", fail)
        press(Button.Save)
        with pytest.raises(OSError, match="a dead mount"):
            opened.close()
    assert opened.isVisible()
    assert opened.isWindowModified()
    asked = press(Button.Discard)
    opened.close()
    assert asked
    assert not opened.isVisible()


def test_window_without_unsaved_work_closes_whatever_is_not_remembered(opened, store, monkeypatch):
    def fail(*_arguments):
        raise OSError("no settings")

    monkeypatch.setattr(type(store), "keep_bytes", fail)
    with pytest.raises(OSError, match="no settings"):
        opened.close()
    assert not opened.isVisible()
    assert not lane_of(opened.session, "running")._thread.isRunning()


def test_closing_the_photo_asks_too(opened, photo_file, press, settled):
    edit_by_hand(opened)
    settled(opened)
    asked = press(Button.Cancel)
    opened.actions_.close_photo.trigger()
    assert asked
    assert opened.session.photo.path == photo_file
    press(Button.Discard)
    opened.actions_.close_photo.trigger()
    assert opened.session.photo is None
    assert not opened.isWindowModified()


def test_leaving_after_a_slider_was_moved_asks_nothing(opened, settled):
    """Finding 12: what settings lead to is there again in a moment."""
    opened.actions_.more_colors.trigger()
    settled(opened)
    assert not opened.isWindowModified()
    opened.actions_.close_photo.trigger()
    assert opened.session.photo is None


def test_closing_after_the_defaults_were_only_looked_at_asks_nothing(opened, qtbot):
    opened.close()
    assert not opened.isVisible()


def test_original_is_not_replaced_without_a_second_question(
    opened, photo_file, choose_file, answer, qtbot
):
    before = photo_file.read_bytes()
    questions = []

    def decline(box):
        questions.append(box.text())
        (box.button(Button.No) or box.button(Button.Cancel)).click()

    def confirm_chooser(box):
        questions.append(box.text())
        box.button(Button.Yes).click()
        answer(QMessageBox, decline)

    choose_file(photo_file)
    answer(QMessageBox, confirm_chooser)
    opened.actions_.save_as.trigger()
    assert "Replace the original photo" in questions[-1]
    assert photo_file.read_bytes() == before


def test_save_that_fails_is_told_and_the_work_stays_marked(opened, qtbot, tmp_path, settled):
    edit_by_hand(opened)
    settled(opened)
    target = tmp_path / "few.png"
    target.write_bytes(b"old")
    target.chmod(0o444)
    opened.session.save_image(target)
    qtbot.waitUntil(lambda: bool(boxes(opened)))
    assert "read-only" in boxes(opened)[0]
    assert opened.isWindowModified()
    assert target.read_bytes() == b"old"
    assert not list(tmp_path.glob(".*part"))


@pytest.mark.parametrize("what", ["image", "palette"])
def test_what_cannot_be_written_is_saved_elsewhere(opened, qtbot, tmp_path, choose_file, what):
    ending = "png" if what == "image" else "gpl"
    nowhere, elsewhere = tmp_path / "none" / f"few.{ending}", tmp_path / f"few.{ending}"
    getattr(opened.session, f"save_{what}")(nowhere)
    qtbot.waitUntil(lambda: bool(boxes(opened)))
    choose_file(elsewhere)
    box = next(each for each in opened.findChildren(QMessageBox) if each.isVisible())
    next(each for each in box.buttons() if "elsewhere" in each.text()).click()
    qtbot.waitUntil(elsewhere.exists)
    assert not boxes(opened)


def test_picture_larger_than_the_format_takes_is_refused(window, qtbot, tmp_path, settled):
    Image.linear_gradient("L").resize((32769, 2)).save(tmp_path / "wide.png")
    window.open([tmp_path / "wide.png"])
    settled(window)
    window.session.save_image(tmp_path / "wide.avif")
    qtbot.waitUntil(lambda: bool(boxes(window)))
    assert "AVIF holds at most 32768 pixels a side" in boxes(window)[0]
    assert "save it as PNG or TIFF" in boxes(window)[0]
    assert not list(tmp_path.glob("*.avif")) + list(tmp_path.glob(".*part"))


def test_cancel_keeps_the_result_shown(opened, qtbot, hold):
    hold("make")
    shown = opened.session.result
    opened.panel.set_colors(200)
    qtbot.waitUntil(opened.status._cancel.isVisible)
    qtbot.mouseClick(opened.status._cancel, Qt.MouseButton.LeftButton)
    assert not opened.session.busy
    assert "Cancelled" in opened.status.text
    assert opened.session.result is shown
    assert not opened.status._cancel.isVisible()


def test_closing_while_working_ends_cleanly(window, qtbot, photo_file, hold):
    hold("make")
    window.open([photo_file])
    qtbot.waitUntil(lambda: lane_of(window.session, "running").busy)
    window.close()
    assert not window.isVisible()
    assert not lane_of(window.session, "running")._thread.isRunning()


def test_cancelled_is_no_exception_that_core_could_swallow():
    assert not issubclass(Cancelled, Exception)


def test_settings_and_geometry_are_remembered(window, store, qtbot):
    window.panel.set_colors(77)
    window.resize(701, 507)
    window.close()
    again = MainWindow(store)
    qtbot.addWidget(again)
    assert again.panel.settings == Settings(colors=77)
    assert again.session.settings == Settings(colors=77)
    assert again.width() == 701


def test_recent_photos_can_be_opened_again(opened, photo_file, qtbot):
    actions = opened.actions_._recent.actions()
    assert actions[0].text().startswith("&1 a photo.png – ")
    with qtbot.waitSignal(opened.session.photo_opened):
        actions[0].trigger()
    opened.actions_.clearing_wanted.emit()
    assert not opened.actions_._recent.isEnabled()


def test_dropping_a_file_on_the_window_opens_it(window, photo_file, settled):
    window.canvas.dropped.emit([photo_file])
    settled(window)
    assert window.session.photo.path == photo_file


def test_useless_drop_is_told(window, qtbot):
    window.canvas.drop_refused.emit("The drop held no file.")
    qtbot.waitUntil(lambda: boxes(window) == ["The drop held no file."])


@pytest.mark.parametrize(("choice", "dark"), [("light", False), ("dark", True)])
def test_theme_is_applied_and_remembered(opened, qapp, choice, dark):
    opened.actions_.theme_chosen.emit(choice)
    assert theme.is_dark(qapp.palette()) is dark
    assert opened._store.theme == choice


def picture_of(window):
    """The window as it is seen, without what depends on where the focus is."""
    window.setFocus()
    QApplication.processEvents()
    return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize(("first", "then"), [("light", "dark"), ("dark", "light")])
def test_theme_that_is_changed_looks_as_if_it_always_was(qtbot, qapp, store, first, then):
    def opened_in(name):
        theme.apply(qapp, name)
        window = MainWindow(store)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.notice.show_notes(["Something was changed."])
        return window

    always = picture_of(opened_in(then))
    window = opened_in(first)
    assert picture_of(window) != always
    window.actions_.theme_chosen.emit(then)
    # Boxes get the room that they want in the new style a moment later.
    qtbot.waitUntil(lambda: picture_of(window) == always)


def test_every_action_is_in_a_menu(window):
    def walk(menu):
        for action in menu.actions():
            yield action
            if action.menu():
                yield from walk(action.menu())

    in_menus = {action for top in window.menuBar().actions() for action in walk(top.menu())}
    actions = window.actions_
    mine = {*actions.made.values(), actions.undo, actions.redo}
    assert mine <= in_menus


def test_every_control_has_an_accessible_name_or_text(opened):
    panel = opened.panel
    labelled = {
        label.buddy()
        for label in panel.findChildren(__import__("PySide6.QtWidgets").QtWidgets.QLabel)
    }
    for kind in (QAbstractButton, QAbstractSpinBox, QComboBox, QSlider):
        for control in panel.findChildren(kind):
            text = control.text() if isinstance(control, QAbstractButton) else ""
            assert control.accessibleName() or text or control in labelled


def test_alpha_is_kept_in_view_and_file(window, tmp_path, settled, qtbot):
    pixels = np.zeros((20, 30, 4), np.uint8)
    pixels[:, :15] = (200, 40, 40, 128)
    Image.fromarray(pixels).save(tmp_path / "glass.png")
    window.open([tmp_path / "glass.png"])
    settled(window)
    window.session.save_image(tmp_path / "few.png")
    with qtbot.waitSignal(window.session.saved):
        pass
    with Image.open(tmp_path / "few.png") as saved:
        assert saved.mode == "P"
        np.testing.assert_array_equal(np.asarray(saved.convert("RGBA")), pixels)


def test_all_is_painted_before_another_thread_may_run_python(window, qtbot):
    within: list[str] = []
    window.canvas.painted.connect(
        lambda: within.extend(Path(frame.filename).name for frame in traceback.extract_stack())
    )
    window.canvas.update()
    qtbot.waitUntil(lambda: "canvas.py" in within)
    assert "window.py" in within
