"""All photos saved from the window: each as it is set, whatever becomes of the others."""

import os

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from core import JOURNAL_NAME, Goals, Settings, edit, open_photo
from core.cli import main as cli
from core.settings import EFFORTS
from gui.batch.dialog import SaveAllDialog
from gui.batch.tasks import Control
from gui.desktop import notifying


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.png"))


def colors(path):
    with Image.open(path) as image:
        return len(image.convert("RGB").getcolors(256))


def kinds(running):
    return [state.kind for state in running.states]


def test_all_are_saved_as_they_lie_in_their_folders(many, save_all, tmp_path):
    running = save_all(many, tmp_path / "out")
    assert names(tmp_path / "out") == ["1.png", "2.png", "day 2/1.png", "day 2/3.png"]
    assert kinds(running) == ["done"] * 4
    assert many.batch_desk.window.title.text() == "All 4 photos are saved."
    assert many.batch_desk.window.sum.text().startswith("4 photos: ")
    assert not list((tmp_path / "out").rglob(".*"))


def test_photos_with_their_own_are_saved_with_that_and_count_as_saved(
    many, save_all, settled, folder, tmp_path
):
    many.session.editing.edit("Merge", lambda edited: edit.merge(edited, [0, 1]))
    settled(many)
    assert many.isWindowModified()
    save_all(many, tmp_path / "out", pattern="{name} in {colors}")
    assert names(tmp_path / "out")[:2] == ["1 in 7.png", "2 in 8.png"]
    assert colors(tmp_path / "out" / "1 in 7.png") == 7
    assert (open_photo(tmp_path / "out" / "1 in 7.png").pixels == many.session.result.rgb).all()
    assert not many.isWindowModified()


def test_settings_of_each_reach_photos_that_were_never_shown(many, save_all, settled, tmp_path):
    many.panel.set_colors(3)
    settled(many)
    save_all(many, tmp_path / "out")
    assert {colors(path) for path in (tmp_path / "out").rglob("*.png")} == {3}


@pytest.mark.parametrize("effort", EFFORTS)
def test_files_are_those_of_the_terminal_with_the_same_effort(
    many, save_all, settled, folder, tmp_path, effort
):
    many.session.set_settings(Settings(effort=effort))
    settled(many)
    save_all(many, tmp_path / "out")
    said = ["-o", str(tmp_path / "1.png"), "--effort", effort, "--quiet"]
    assert cli.main(["compress", str(folder / "1.png"), *said]) == 0
    assert (tmp_path / "out" / "1.png").read_bytes() == (tmp_path / "1.png").read_bytes()


def test_no_file_is_replaced(many, save_all, folder):
    before = {path: path.read_bytes() for path in folder.rglob("*.png")}
    save_all(many, folder)
    assert {path: path.read_bytes() for path in before} == before
    assert names(folder) == [
        *("1 (2).png", "1.png", "2 (2).png", "2.png"),
        *(f"day 2/{name}.png" for name in ("1 (2)", "1", "3 (2)", "3")),
    ]


def test_failures_do_not_stop_the_rest_and_can_be_tried_again(
    many, save_all, folder, tmp_path, qtbot
):
    content = (folder / "2.png").read_bytes()
    (folder / "2.png").write_text("no photo")
    running = save_all(many, tmp_path / "out")
    window = many.batch_desk.window
    assert kinds(running) == ["done", "failed", "done", "done"]
    assert "3 of 4 photos saved, 1 failed." in window.title.text()
    assert "not an image" in running.states[1].why
    assert "failed: it is not an image" in many.film_strip.texts[1]
    (folder / "2.png").write_bytes(content)
    qtbot.mouseClick(window.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not running.busy)
    assert kinds(running) == ["done"] * 4
    assert names(tmp_path / "out") == ["1.png", "2.png", "day 2/1.png", "day 2/3.png"]


@pytest.mark.parametrize(("copies", "left"), [(True, 4), (False, 0)])
def test_what_would_not_be_smaller_is_copied_or_left_out(many, save_all, tmp_path, copies, left):
    running = save_all(many, tmp_path / "out", at_least=99, else_copy=copies)
    assert kinds(running) == ["skipped"] * 4
    assert len(list((tmp_path / "out").rglob("*.png"))) == left
    assert ("copied" in running.states[0].why) == copies
    assert bool(many.batch_desk.window.sum.text()) == copies


def test_dates_are_kept_on_request(many, save_all, folder, tmp_path):
    os.utime(folder / "1.png", (1_000_000_000, 1_000_000_000))
    save_all(many, tmp_path / "out", keep_dates=True, keep_folders=False)
    assert (tmp_path / "out" / "1.png").stat().st_mtime == 1_000_000_000
    assert names(tmp_path / "out") == ["1 (2).png", "1.png", "2.png", "3.png"]


def test_folder_that_cannot_be_made_is_one_sentence(many, save_all, tmp_path, qtbot):
    (tmp_path / "out").write_text("a file")
    running = save_all(many, tmp_path / "out")
    box = many.batch_desk.window.findChild(QMessageBox)
    assert "it is a file, and not a folder" in box.text()
    assert kinds(running) == ["waiting"] * 4
    box.close()


@pytest.mark.parametrize("at_once", [True, False])
def test_cancelled_work_goes_on_without_making_anything_twice(
    many, save_all, tmp_path, qtbot, at_once
):
    running = save_all(many, tmp_path / "out", wait=False)
    running.pause(True)
    qtbot.waitUntil(lambda: "working" not in kinds(running))
    assert running.busy
    assert "Paused" in many.batch_desk.window.title.text()
    running.stop(at_once=at_once)
    qtbot.waitUntil(lambda: not running.busy)
    done = kinds(running).count("done")
    assert len(names(tmp_path / "out")) == done < 4
    assert "not begun" in many.batch_desk.window.title.text()
    many.batch_desk.window.go_on.click()
    qtbot.waitUntil(lambda: not running.busy)
    assert names(tmp_path / "out") == ["1.png", "2.png", "day 2/1.png", "day 2/3.png"]


def test_cancelled_at_once_a_photo_in_work_is_given_up(window, settled, save_all, tmp_path, qtbot):
    noise = np.random.default_rng(0).integers(0, 256, (400, 400, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    window.open([tmp_path / "noise.png"])
    settled(window)
    work = window.session.desks.work
    # Nobody waits until the window has its result.
    window.session.desks.push("Longer", work.with_settings(Settings(256, effort="best")))
    running = save_all(window, tmp_path / "out", wait=False)
    qtbot.waitUntil(lambda: any(state.fraction for state in running.states))
    running.stop(at_once=True)
    qtbot.waitUntil(lambda: not running.busy)
    assert kinds(running) == ["waiting"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == [JOURNAL_NAME]


def test_folder_that_goes_away_ends_it_with_one_sentence_until_it_is_back(
    many, save_all, tmp_path, qtbot
):
    out, window = tmp_path / "out", many.batch_desk
    running = save_all(many, out, wait=False)
    running.pause(True)
    qtbot.waitUntil((out / JOURNAL_NAME).exists)
    qtbot.waitUntil(lambda: "working" not in kinds(running))
    done = kinds(running).count("done")
    out.rename(tmp_path / "away")
    running.pause(False)
    qtbot.waitUntil(lambda: not running.busy)
    assert "failed" in kinds(running)
    why = f"Cannot save into {out}: it is gone; if it is on a drive, connect that again."

    def go_on(sentence, back=False):
        box = window.window.findChild(QMessageBox)
        assert sentence in box.text()
        assert not out.exists()
        box.close()
        box.setParent(None)
        if back:
            (tmp_path / "away").rename(out)
        window.window.go_on.click()
        qtbot.waitUntil(lambda: not running.busy)

    go_on(why)
    go_on(why)
    go_on(why, back=True)
    assert not window.window.findChild(QMessageBox)
    assert done < 4
    assert kinds(running) == ["done"] * 4
    assert names(out) == ["1.png", "2.png", "day 2/1.png", "day 2/3.png"]


@pytest.mark.parametrize(("button", "count"), [("Go on", 4), ("Begin anew", 4 + 2), ("Cancel", 2)])
def test_journal_lets_it_go_on_where_the_program_was_closed(
    many, save_all, tmp_path, press, folder, qtbot, button, count
):
    out = tmp_path / "out"
    kept = [folder / "1.png", folder / "2.png"]
    many.batch_desk._photos = lambda: tuple(kept)
    save_all(many, out)
    many.batch_desk._photos = lambda: many.film_strip.paths
    asked = press(QMessageBox.StandardButton.Cancel if button == "Cancel" else button)
    running = save_all(many, out)
    assert asked == ["2 of these 4 photos were saved here before, with the same settings."]
    assert len(names(out)) == count
    assert kinds(running) == ["waiting" if button == "Cancel" else "done"] * 4


def test_only_what_has_changed_since_is_made_again_and_in_its_place(
    many, save_all, tmp_path, press, folder
):
    def saved():
        return {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.png")}

    save_all(many, tmp_path / "out", keep_folders=False)
    before = saved()
    (folder / "2.png").write_bytes((folder / "day 2" / "3.png").read_bytes())
    press("Go on")
    save_all(many, tmp_path / "out", keep_folders=False)
    after = saved()
    assert after.keys() == before.keys() == {"1.png", "1 (2).png", "2.png", "3.png"}
    assert [name for name in after if after[name] != before[name]] == ["2.png"]


def test_journal_of_other_settings_or_none_asks_nothing_and_a_damaged_one_is_told(
    many, save_all, settled, tmp_path
):
    out = tmp_path / "out"
    save_all(many, out)
    many.panel.set_colors(3)
    settled(many)
    save_all(many, out)
    assert len(names(out)) == 8
    window = many.batch_desk.window
    assert not window.findChild(QMessageBox)
    (out / JOURNAL_NAME).write_text("no journal\n")
    assert kinds(save_all(many, out)) == ["done"] * 4
    told = window.findChild(QMessageBox).text()
    assert "is damaged" in told
    assert "all photos are saved once more" in told


def test_results_among_the_photos_are_not_opened_with_them(many, save_all, folder, qtbot):
    save_all(many, folder / "fewtone")
    photos = set(many.film_strip.paths)
    many.documents.remove(many.film_strip.paths[1:])
    many.open([folder])
    qtbot.waitUntil(lambda: set(many.film_strip.paths) == photos)
    assert "4 results were left out" in many.notice.text
    many.open([folder / "fewtone"])
    qtbot.waitUntil(lambda: len(many.film_strip.paths) == 8)


def test_list_is_sorted_by_what_each_column_tells(many, save_all, tmp_path):
    running = save_all(many, tmp_path / "out")
    model = many.batch_desk.window.model_
    model.sort(3, Qt.SortOrder.DescendingOrder)
    sizes = [running.states[running.photos.index(model.path_at(row))].after for row in range(4)]
    assert sizes == sorted(sizes, reverse=True)
    model.sort(-1)
    assert [model.path_at(row) for row in range(4)] == list(running.photos)


def test_closing_meanwhile_asks_one_sentence_and_leaves_no_half_file(
    many, save_all, tmp_path, qtbot, press
):
    running = save_all(many, tmp_path / "out", wait=False)
    running.pause(True)
    asked = press("Go on saving")
    many.close()
    assert many.isVisible()
    assert asked[0].startswith("Stop saving?")
    press("Stop and close")
    many.close()
    assert not many.isVisible()
    assert not list(tmp_path.rglob(".*.part*"))


def test_somebody_who_works_elsewhere_is_told(many, save_all, tmp_path, monkeypatch):
    marked = []
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    monkeypatch.setattr(QApplication, "alert", lambda window, *_: marked.append(window))
    save_all(many, tmp_path / "out")
    assert marked == [many.batch_desk.window]
    monkeypatch.setattr(QApplication, "activeWindow", lambda: many)
    assert not notifying.notify(many, "done")


def test_dialog_shows_a_name_or_what_is_wrong_with_the_pattern(many, answer, folder, qtbot):
    told = []

    def act(dialog):
        assert dialog.wanted.folder == folder / "fewtone"
        for pattern in ("{name}-{colors}", "all", "a/b", "{nam}", "con"):
            dialog.pattern.setText(pattern)
            told.append((dialog.example.text(), dialog.save.isEnabled()))
        dialog.pattern.setText("{n:03}")
        dialog.folder.setText("somewhere")
        assert not dialog.save.isEnabled()
        dialog.folder.setText(str(folder / "few"))
        dialog.accept()

    answer(SaveAllDialog, act)
    many.actions_.save_all.trigger()
    assert told[0] == ("1.png → fewtone/1-8.png", True)
    assert [can for _text, can in told[1:]] == [False] * 4
    assert "add {name} or {n}" in told[1][0]
    running = many.batch_desk._running
    qtbot.waitUntil(lambda: not running.busy)
    assert names(folder / "few")[0] == "001.png"


def test_control_tells_what_may_be_begun():
    control = Control()
    assert control.more() is True
    control.pause(True)
    assert control.more() is False
    control.stop(at_once=False)
    assert control.more() is None


def test_each_photo_gets_the_colors_that_lead_to_the_goal(many, save_all, tmp_path):
    many.outcome_desk.goals.choose(Goals(max_bytes=1500))
    save_all(many, tmp_path / "out")
    sizes = [path.stat().st_size for path in (tmp_path / "out").rglob("*.png")]
    assert len(sizes) == 4
    assert max(sizes) <= 1500


def test_goal_decides_on_the_number_of_colors_later_than_on_names(many, answer):
    many.outcome_desk.goals.choose(Goals(auto="poster"))
    told = []

    def act(dialog):
        dialog.pattern.setText("{name} in {colors}")
        told.extend([dialog.example.text(), dialog.save.isEnabled()])
        dialog.reject()

    answer(SaveAllDialog, act)
    many.actions_.save_all.trigger()
    assert "leave out {colors}" in told[0]
    assert told[1] is False
