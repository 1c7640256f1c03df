"""Pictures of the window in every state, light and dark.

dev.py looks [STATE …]   all states, or those named, into build/looks/
dev.py looks --readme    docs/window.png, the picture in the README
dev.py looks --language vi [STATE …]
                         in another language, into build/looks/vi/, and what is cut. Two are only
                         for this: en_XA is English with accents, 40 % longer, ar_XB is written from
                         right to left; of them, what stayed English is listed too

The states that show most are also taken small, on a large screen, and at twice the scale. Two runs
of the same code on the same machine make the same files to the last byte: what depends on the
moment, as progress does, is held where it is.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from unittest.mock import patch

import numpy as np
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QDragEnterEvent,
    QEnterEvent,
    QFont,
    QPainter,
    QPixmap,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QMessageBox,
    QProgressBar,
    QWidget,
)

import resources
from core import (
    CollectionStore,
    Framing,
    Goals,
    Preset,
    PresetStore,
    Progress,
    Resize,
    SaveOptions,
    Settings,
    built_in_palette,
    language,
    open_photo,
    reduce,
    save_image,
)
from core.language import translated
from core.owned import OwnedColors
from core.reduction import edit
from gui.app import make_application
from gui.batch.tally import Tally
from gui.batch.tasks import Job
from gui.batch.wanted import Wanted
from gui.desktop import dialogs, texts, theme
from gui.desktop.file_manager import open_folder
from gui.desktop.last_resort import LastResort
from gui.desktop.store import Store
from gui.kmeans import tasks
from gui.kmeans.playback import Playback
from gui.session.photo_state import PhotoState
from gui.session.work import Fixed
from gui.window import MainWindow
from tests.app.patience import WaitedInVain, held, settle, unhurried, wait_until
from tests.app.shown import cut_texts, english_in, painted, shown_texts
from tests.catalogs import ACCENTED, MIRRORED, write_pseudo

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "build" / "looks"
SAMPLE = resources.path("sample.jpg")
README_PICTURE = ROOT / "docs" / "window.png"
README_STATE = "done"
PSEUDO = (ACCENTED, MIRRORED)

# Name, size of the window, scale of the screen.
SIZES = {
    "": (1180, 760, 1),
    "-1000x700": (1000, 700, 1),
    "-2560x1440": (2560, 1440, 1),
    "-800x560": (800, 560, 1),
    "-font-150": (1180, 760, 1),
    "-scale-2": (1180, 760, 2),
}
# People who see less well make all fonts larger.
FONTS = {"-font-150": 1.5}
KEY_STATES = (
    *("empty", "done", "working", "palette-edited", "locked", "difference", "film-strip"),
    *("error", "saving-all-in-the-strip", "what-matters"),
)

State = Callable[[MainWindow, Path], Iterator[QWidget | None]]
"""Brings a window there and yields the box before it, if any; then tidies up."""
STATES: dict[str, State] = {}
DONE = PhotoState("done", 549_123, 219_456, 1.0)


def state(function: State) -> State:
    """Make a function a state named after it."""
    STATES[function.__name__.replace("_", "-")] = function
    return function


@state
def empty(_window, _folder):
    yield


@state
def empty_with_recent_photos(window, folder):
    paths = [folder / name for name in ("sea.jpg", "mountains in the evening.jpg", "house.jpg")]
    with Image.open(SAMPLE) as image:
        for number, path in enumerate(paths):
            image.crop((0, 300 * number, 900, 300 * number + 300 + 200 * number)).save(path)
    window.welcome.show_recent([*paths, folder / "gone.jpg"])
    wait_until(lambda: len(window.welcome.tiles) == len(paths))
    yield


@state
def drop_hovering(window, _folder):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SAMPLE))])
    hover(window, data)
    yield


@state
def opening(window, folder):
    path = folder / "a large photo.png"
    Image.new("RGB", (40, 30)).save(path)
    with held("opening", 0.5) as reached:
        window.open([path])
        wait_until(lambda: reached() and shows_progress(window))
        yield


@state
def working(window, _folder):
    open_and_wait(window, SAMPLE)
    with held("moving", 0.4) as reached:
        window.session.set_settings(Settings(256, "random", 9999))
        wait_until(lambda: reached() and shows_progress(window))
        yield


@state
def done(window, _folder):
    open_and_wait(window, SAMPLE)
    point_at(window.canvas)
    yield


@state
def sprite(window, folder):
    """A drawing of 48×32 pixels, which is enlarged to be seen."""
    path = folder / "sprite.png"
    with Image.open(SAMPLE) as image:
        image.convert("RGB").resize((48, 32)).save(path)
    open_and_wait(window, path)
    yield


@state
def done_with_3_colors(window, _folder):
    yield from reduced(window, Settings(3))


@state
def done_with_256_colors(window, _folder):
    yield from reduced(window, Settings(256, "kmeans++", seed=123456))


@state
def dithered(window, _folder):
    yield from reduced(window, Settings(8, dither="floyd-steinberg"))


@state
def advanced_open(window, _folder):
    window.panel.advanced.is_open = True
    yield from reduced(window, Settings(8, dither="floyd-steinberg"))


@state
def advanced_closed_with_changes(window, _folder):
    yield from reduced(window, Settings(8, "random", seed=7, space="lab"))


@state
def saved(window, folder):
    open_and_wait(window, SAMPLE)
    # The message is there for some seconds only, which a busy machine may need for the picture.
    window.session.saved.connect(lambda _saved: stop_timers(window.status))
    # The name of the folder, which is the current one, is another in each run.
    window.session.save_image(Path("sample.fewtone.png"))
    wait_until(lambda: "sample.fewtone.png" in window.status.text)
    yield


@state
def cropping(window, _folder):
    open_and_wait(window, SAMPLE)
    window.session.set_framing(Framing((300, 150, 900, 700)))
    wait_until(lambda: window.session.settled)
    window.actions_.crop.setChecked(True)
    yield


@state
def cropping_a_turned_photo(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.crop.setChecked(True)
    page = window.framing_desk.page
    page.bar.turns[1].click()
    page.bar.ratios.setCurrentIndex(2)
    page.bar.ratios.activated.emit(2)
    wait_until(lambda: window.session.settled)
    page.view.setFocus(Qt.FocusReason.TabFocusReason)
    yield


@state
def what_matters(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.matters.setChecked(True)
    paint_what_matters(window)
    wait_until(lambda: window.session.settled)
    yield


@state
def what_matters_by_color(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.matters.setChecked(True)
    desk, canvas = window.mattering_desk, window.canvas
    desk.bar.ways.button(2).click()
    desk.bar.range_slider.setValue(14)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.middle_of_photo().toPoint())
    wait_until(lambda: window.session.desks.work.mask is not None)
    wait_until(lambda: window.session.settled)
    window.session.editing.fix("Use", Fixed("Game Boy", built_in_palette("game-boy")))
    wait_until(lambda: window.session.settled)
    yield


def paint_what_matters(window):
    """Paint a stroke of each strength over the photo."""
    desk, canvas = window.mattering_desk, window.canvas
    middle = canvas.middle_of_photo()
    desk.painting.size = 70
    for number, down in ((0, -70), (1, 0), (2, 70)):
        desk.bar.strengths.setCurrentIndex(number)
        desk.bar.strengths.activated.emit(number)
        begin, end = (middle + QPointF(across, down) for across in (-90, 90))
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=begin.toPoint())
        desk.painting.move(end)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end.toPoint())


@state
def cropped_and_resized(window, _folder):
    open_and_wait(window, SAMPLE)
    window.session.set_framing(Framing((300, 150, 900, 700), 0, mirror=True))
    yield from reduced(window, Settings(8, resize="400x400"))


@state
def goal_reached(window, _folder):
    open_and_wait(window, SAMPLE)
    window.outcome_desk.goals.choose(Goals(max_bytes=200_000))
    wait_until(lambda: not window.outcome_desk.goals.busy and window.session.settled)
    yield


@state
def goal_missed(window, _folder):
    open_and_wait(window, SAMPLE)
    window.outcome_desk.goals.choose(Goals(max_bytes=20_000))
    wait_until(lambda: not window.outcome_desk.goals.busy)
    yield


@state
def curves_over_colors(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.colors_curve.trigger()
    curves = window.outcome_desk._curves.window
    wait_until(lambda: curves._curve is not None and curves._curve.whole)
    yield curves


@state
def presets(window, _folder):
    open_and_wait(window, SAMPLE)
    PresetStore(window._store.presets).save(Preset("Mugs, 3 inks", Settings(3)), replaces=True)
    button = window.presets_desk.button
    button.menu_.popup(button.mapToGlobal(button.rect().bottomLeft()))
    wait_until(button.menu_.isVisible)
    yield button.menu_


@state
def larger_than_the_photo(window, folder):
    path = folder / "a small jpeg.jpg"
    with Image.open(SAMPLE) as image:
        image.resize((960, 600)).save(path, quality=30)
    window.session.set_settings(Settings(32, dither="floyd-steinberg"))
    open_and_wait(window, path)
    yield


@state
def lossy_format(window, _folder):
    open_and_wait(window, SAMPLE)
    choose_format(window, "jpeg")
    yield


@state
def saved_over(window, _folder):
    open_and_wait(window, SAMPLE)
    window.session.save_image(Path("the lake on a holiday in the mountains.fewtone.png"))
    wait_until(lambda: window.session.saved_to is not None)
    # The message is there for some seconds only.
    stop_timers(window.status)
    window.outcome_desk.block.save.setFocus(Qt.FocusReason.TabFocusReason)
    yield


@state
def formats_compared(window, _folder):
    open_and_wait(window, SAMPLE)
    yield comparison(window)
    window.outcome_desk.block.formats.hide()


@state
def formats_being_compared(window, _folder):
    open_and_wait(window, SAMPLE)
    with held("encoding", 0.0) as reached:
        window.outcome_desk.block.compare.click()
        wait_until(reached)
        block = window.outcome_desk.block
        yield over_at(window, block.formats)
        block.formats.hide()


@state
def numbers_measured(window, _folder):
    open_and_wait(window, SAMPLE)
    block = window.outcome_desk.block
    block.more_numbers.click()
    wait_until(lambda: block.quality_numbers.complete)
    yield over_at(window, block.quality_numbers)
    block.quality_numbers.hide()


@state
def numbers_being_measured(window, _folder):
    open_and_wait(window, SAMPLE)
    block = window.outcome_desk.block
    with held("measuring ssim", 0.0) as reached:
        block.more_numbers.click()
        wait_until(reached)
        wait_until(lambda: next(iter(block.quality_numbers.rows.values())) != "…")
        yield over_at(window, block.quality_numbers)
        block.quality_numbers.hide()


@state
def format_that_cannot_hold_the_picture(window, folder):
    path = folder / "a wide panorama.png"
    Image.linear_gradient("L").resize((33000, 8)).save(path)
    window.open([path])
    wait_for_result(window)
    choose_format(window, "avif")
    yield


@state
def size_not_known_yet(window, _folder):
    open_and_wait(window, SAMPLE)
    with held("encoding", 0.0) as reached:
        window.outcome_desk._choose_format("webp")
        wait_until(reached)
        yield


@state
def palette_edited(window, _folder):
    open_and_wait(window, SAMPLE)
    window.palette_view.choose([0, 2])
    window.actions_.merge.trigger()
    wait_for_result(window)
    window.session.editing.edit("Edit color", lambda edited: edit.recolor(edited, 2, (220, 60, 90)))
    wait_for_result(window)
    window.palette_view.choose([2])
    yield


@state
def locked(window, _folder):
    open_and_wait(window, SAMPLE)
    window.palette_view.choose([1, 4])
    window.actions_.lock.trigger()
    window.panel.set_colors(12)
    wait_for_result(window)
    yield


@state
def difference(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.difference.trigger()
    wait_until(lambda: window.canvas.shows_difference)
    yield


@state
def side_by_side(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.layouts[1].trigger()
    yield


@state
def color_lit_up(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.layouts[2].trigger()
    window.palette_view.hovered.emit(3)
    window.palette_view.point_at(3)
    wait_until(lambda: window.canvas._layers.veil is not None)
    yield


@state
def pixel_pointed_at(window, _folder):
    open_and_wait(window, SAMPLE)
    window.canvas.pointed.emit((1500, 200))
    yield


@state
def picking(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.pick_color.trigger()
    stop_timers(window.status)  # the hint there would vanish
    for _unused in range(12):
        QTest.keyClick(window.canvas, Qt.Key.Key_Down)
    yield


@state
def original_held(window, _folder):
    open_and_wait(window, SAMPLE)
    window.canvas.hold_original(True)
    yield


@state
def palette_from_elsewhere(window, _folder):
    open_and_wait(window, SAMPLE)
    colors = ["#0f380f", "#306230", "#8bac0f", "#9bbc0f"]
    yield from modal(window, lambda: dialogs.ask_how_to_use(window, colors, "“game boy.hex”", 0))


@state
def palette_of_more_colors_than_asked_for(window, _folder):
    open_and_wait(window, SAMPLE)
    colors = [f"#{bytes(color).hex()}" for color in threads(60).colors]
    yield from modal(window, lambda: dialogs.ask_how_to_use(window, colors, "“threads.gpl”", 8))


@state
def best_of_own_colors(window, _folder):
    own_colors(window, threads(500))
    yield


@state
def best_of_own_colors_edited(window, _folder):
    own_colors(window, threads(500))
    window.session.editing.edit("Edit color", lambda e: edit.recolor(e, 2, (250, 90, 20)))
    wait_for_result(window)
    yield


@state
def own_colors_listed(window, _folder):
    own_colors(window, threads(500))
    window.actions_.own_colors.trigger()
    yield window.own_colors_desk.window


@state
def own_colors_searched(window, _folder):
    owned = threads(500)
    CollectionStore(window._store.collections).save(owned, replaces=True)
    own_colors(window, owned)
    window.actions_.own_colors.trigger()
    own = window.own_colors_desk.window
    own.model.check(range(20, 40), False)
    own.field.setText("thread 3")
    own.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    wait_for_result(window)
    yield own
    CollectionStore(window._store.collections).delete("my threads")


@state
def own_colors_used_in_any_case(window, _folder):
    own_colors(window, threads(500))
    window.actions_.own_colors.trigger()
    own = window.own_colors_desk.window
    own.table.selectRow(3)
    own.always.trigger()
    wait_for_result(window)
    yield own


@state
def own_colors_of_which_none_is_checked(window, _folder):
    own_colors(window, threads(12))
    window.actions_.own_colors.trigger()
    window.own_colors_desk.window.model.check_found(False)
    yield window.own_colors_desk.window


@state
def how_much_is_needed(window, _folder):
    own_colors(window, threads(500))
    window.actions_.needs.trigger()
    needs = window.needing.window
    needs.beads.setValue(120)
    needs.centimeters.setValue(30)
    yield needs


@state
def how_much_is_needed_where_each_pixel_is_a_bead(window, _folder):
    next(reduced(window, Settings(20, resize=Resize(width=58))))
    window.actions_.needs.trigger()
    needs = window.needing.window
    needs.beads.setValue(58)
    yield needs


@state
def how_much_is_needed_without_a_size(window, _folder):
    next(reduced(window, Settings(24)))
    window.actions_.needs.trigger()
    yield window.needing.window


@state
def own_colors_before_there_are_any(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.own_colors.trigger()
    yield window.own_colors_desk.window


@state
def palette_fixed(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.known_palettes.actions()[1].trigger()
    wait_for_result(window)
    window.panel.boxes["dither"].setCurrentIndex(1)
    wait_for_result(window)
    yield


@state
def palette_as_a_grid(window, _folder):
    window.actions_.swatch_grid.setChecked(True)
    open_and_wait(window, SAMPLE)
    window.session.set_settings(Settings(128))
    wait_for_result(window)
    window.palette_view.choose([3, 40])
    window.actions_.lock.trigger()
    window.palette_view.choose([7, 8, 40])
    window.palette_view._list.setFocus()
    yield


@state
def merging_near_duplicates(window, _folder):
    open_and_wait(window, SAMPLE)
    window.session.set_settings(Settings(64))
    wait_for_result(window)
    made = []
    window.session.draft_made.connect(lambda draft, _picture: made.append(draft))
    yield from modal(window, window.actions_.merge_near.trigger, lambda: bool(made))


@state
def photos_with_own_settings(window, folder):
    path = folder / "a second photo.png"
    with Image.open(SAMPLE) as image:
        image.crop((600, 100, 1400, 900)).save(path)
    window.open([SAMPLE, path])
    wait_for_result(window)
    window.palette_view.choose([0, 2])
    window.actions_.merge.trigger()
    wait_for_result(window)
    yield


@state
def color_dialog(window, _folder):
    open_and_wait(window, SAMPLE)
    yield from modal(window, lambda: dialogs.ask_for_color(window, "#8f792b"))


@state
def film_strip(window, folder):
    paths = [SAMPLE]
    with Image.open(SAMPLE) as image:
        for number in range(1, 12):
            path = folder / f"holiday at the lake {number}.jpg"
            left, top = 120 * number, 40 * number
            image.crop((left, top, left + 500 + 40 * (number % 3), top + 400)).save(path)
            paths.append(path)
    window.open(paths)
    wait_for_result(window)
    window.panel.set_colors(5)
    wait_for_result(window)
    yield


@state
def several_photos_chosen(window, folder):
    open_and_wait_all(window, holiday(folder))
    window.film_strip._list._choose(window.film_strip.paths[1:4])
    menu = window.menus.on_photo(window.film_strip.paths[2])
    yield with_menu(window, menu, QPoint(220, 470))


@state
def one_palette_for_all(window, folder):
    open_and_wait_all(window, holiday(folder))
    window.actions_.one_palette.trigger()
    wait_until(lambda: window.session.desks.work.fixed is not None)
    wait_for_result(window)
    stop_timers(window.status)
    yield


@state
def one_palette_being_found(window, folder):
    open_and_wait_all(window, holiday(folder))
    with held("counting", 0.42) as reached:
        window.film_strip.for_all._one_palette.click()
        wait_until(lambda: reached() and shows_progress(window))
        yield


@state
def saving_all_asked(window, folder):
    open_and_wait_all(window, holiday(folder))

    def in_a_usual_folder():
        QApplication.activeModalWidget().folder.setText("/home/you/Pictures/holiday/fewtone")
        return True

    yield from modal(window, window.actions_.save_all.trigger, in_a_usual_folder)


@state
def saving_all_cannot_be(window, folder):
    """The dialog with each fault of a pattern or a folder."""
    open_and_wait_all(window, holiday(folder))
    usual, shots = "/home/you/Pictures/holiday/fewtone", []
    faults = [(usual, pattern) for pattern in ("holiday", "", "{nam}", "{name", "a/b", "..", "con")]

    def try_all():
        box = QApplication.activeModalWidget()
        box.smaller.setChecked(True)
        for where, pattern in (*faults, (usual, "{name:04}"), ("", "{name}"), ("here", "{name}")):
            box.folder.setText(where)
            box.pattern.setText(pattern)
            shots.append(box.grab())
        return True

    for _unused in modal(window, window.actions_.save_all.trigger, try_all):
        yield beside_each_other(shots, 2)


@state
def saving_all_fields_to_insert(window, folder):
    open_and_wait_all(window, holiday(folder))
    shots = []

    def insert():
        box = QApplication.activeModalWidget()
        box.folder.setText("/home/you/Pictures/holiday/fewtone")
        box.insert.menu().popup(box.mapToGlobal(QPoint(300, 170)))
        shots.append(box.insert.menu().grab())
        box.insert.menu().close()
        return True

    for _unused in modal(window, window.actions_.save_all.trigger, insert):
        yield shots[0]


@state
def saving_all(window, folder):
    yield saving_of_many(window, folder, busy=True)
    window.batch_desk._running._busy = False


@state
def saving_all_paused(window, folder):
    box = saving_of_many(window, folder, busy=True)
    box.pause.click()
    yield box
    window.batch_desk._running._busy = False


@state
def saving_all_stopping(window, folder):
    box = saving_of_many(window, folder, busy=True)
    box.after_these.trigger()
    yield box
    window.batch_desk._running._busy = False


@state
def saving_all_cancelled(window, folder):
    states = [DONE, DONE, *[PhotoState(before=400_000, why=translated("not begun"))] * 5]
    yield saving_of_many(window, folder, busy=False, states=states)


@state
def saving_all_done(window, folder):
    yield saving_of_many(window, folder, busy=False)


@state
def saving_all_done_without_failures(window, folder):
    yield saving_of_many(window, folder, busy=False, states=[DONE] * 7)


@state
def saving_all_with_nothing_saved(window, folder):
    why = translated("the disk is full; free some space, or choose another folder")
    states = [PhotoState("failed", 300_000, why=why)] * 7
    yield saving_of_many(window, folder, busy=False, states=states)


@state
def saving_all_tiny(window, folder):
    box = saving_of_many(window, folder, busy=False)
    box.resize(box.minimumSize())
    yield box


@state
def saving_all_of_long_names(window, folder):
    box = saving_of_many(window, folder, busy=True, paths=long_names(folder))
    yield box
    window.batch_desk._running._busy = False


@state
def saving_all_of_ten_thousand(window, folder):
    paths, waiting = ten_thousand(folder), PhotoState(before=549_123)
    states = [DONE] * 6200 + [PhotoState("working", 549_123, fraction=0.5)] * 2
    states += [waiting] * (len(paths) - len(states))
    box = saving_of_many(window, folder, busy=True, states=states, paths=paths)
    box.list.scrollTo(box.model_.index(6205, 0))
    settle()
    yield box
    window.batch_desk._running._busy = False


@state
def film_strip_of_long_names(window, folder):
    open_and_wait_all(window, long_names(folder))
    window.palette_view.choose([0, 2])
    window.actions_.merge.trigger()
    wait_for_result(window)
    yield


@state
def film_strip_of_ten_thousand(window, folder):
    with patch.object(dialogs, "may_open_many", return_value=True):
        open_and_wait_all(window, ten_thousand(folder))
    window.documents.show(window.film_strip.paths[5000])
    wait_until(lambda: window.session.path == window.film_strip.paths[5000])
    wait_for_result(window)
    yield


@state
def saving_all_in_the_strip(window, folder):
    box = saving_of_many(window, folder, busy=True)
    box.hide()
    yield
    window.batch_desk._running._busy = False


@state
def saving_all_goes_on(window, _folder):
    open_and_wait(window, SAMPLE)
    yield from modal(window, lambda: dialogs.may_resume(window, 12, 30))


@state
def saving_all_was_done(window, _folder):
    open_and_wait(window, SAMPLE)
    yield from modal(window, lambda: dialogs.may_resume(window, 30, 30))


@state
def folder_without_a_file_manager(window, folder):
    box = saving_of_many(window, folder, busy=False)
    with patch.object(QDesktopServices, "openUrl", return_value=False):
        open_folder(Path("/home/you/Pictures/holiday/fewtone"), box)
    told = box.findChild(QMessageBox)
    wait_until(told.isVisible)
    yield told
    told.close()


@state
def closing_while_all_are_saved(window, _folder):
    open_and_wait(window, SAMPLE)
    yield from modal(window, lambda: dialogs.may_stop_saving(window, 12, 30))


@state
def zoomed_to_the_pixels(window, _folder):
    open_and_wait(window, SAMPLE)
    window.canvas.actual_size()
    for _unused in range(6):
        window.canvas.zoom_in()
    yield


@state
def focus_by_key(window, _folder):
    open_and_wait(window, SAMPLE)
    window.activateWindow()
    window.panel.setFocus(Qt.FocusReason.TabFocusReason)
    window.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    wait_until(window.canvas.hasFocus)
    yield


@state
def full_screen(window, _folder):
    open_and_wait(window, SAMPLE)
    window.actions_.full_screen.trigger()
    wait_until(lambda: window.full_screen.is_on)
    yield


@state
def transparent_photo(window, folder):
    path = folder / "a leaf.png"
    y, x = np.mgrid[-1:1:600j, -1:1:800j]
    alpha = np.clip((1 - np.hypot(x, y)) * 600, 0, 255).astype(np.uint8)
    with Image.open(SAMPLE) as image:
        leaf = image.convert("RGB").resize((800, 600))
    leaf.putalpha(Image.fromarray(alpha))
    leaf.save(path)
    open_and_wait(window, path)
    yield


@state
def fewer_colors_than_asked_for(window, folder):
    path = folder / "flag.png"
    flag = np.zeros((400, 600, 3), np.uint8)
    flag[:] = np.array([[30, 60, 140], [240, 240, 240], [200, 40, 50]]).repeat(200, 0)
    Image.fromarray(flag).save(path)
    open_and_wait(window, path)
    yield


@state
def several_photos(window, folder):
    path = folder / "a second photo, with a name that is longer than most are.png"
    with Image.open(SAMPLE) as image:
        image.crop((600, 100, 1000, 1100)).save(path)
    window.open([path, SAMPLE])
    wait_for_result(window)
    yield


@state
def error(window, _folder):
    open_and_wait(window, SAMPLE)
    # The sentence has the whole path, and that of the folder is another in each run.
    window.open([Path("/holiday/at the lake.jpg")])
    wait_until(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    wait_until(lambda: has_focus(box))
    yield box
    # Left open, it would hold up the next window: nothing is opened under a dialog.
    box.close()


@state
def question(window, _folder):
    open_and_wait(window, SAMPLE)
    window.session.set_settings(Settings(5))
    wait_for_result(window)
    yield from modal(window, lambda: dialogs.ask_to_save(window, [SAMPLE]))


@state
def question_about_a_large_photo(window, _folder):
    open_and_wait(window, SAMPLE)
    yield from modal(window, lambda: dialogs.may_open_large(window, "panorama.tif", 320_000_000))


@state
def question_on_leaving(window, _folder):
    open_and_wait(window, SAMPLE)
    photos = [Path(f"/holiday/at the lake {number}.jpg") for number in range(1, 12)]
    photos[2] = Path("/birthday/at the lake 1.jpg")
    yield from modal(window, lambda: dialogs.ask_to_save(window, photos, photos[:2]))


@state
def photos_added(window, folder):
    open_and_wait(window, SAMPLE)
    path = folder / "holiday at the lake.jpg"
    with Image.open(SAMPLE) as image:
        image.crop((600, 100, 1400, 900)).save(path)
    open_and_wait(window, path)
    yield


@state
def menu_of_the_picture(window, _folder):
    open_and_wait(window, SAMPLE)
    yield with_menu(window, window.menus.on_picture(), window.canvas.rect().center())


@state
def menu_of_a_photo(window, folder):
    path = folder / "holiday at the lake.jpg"
    with Image.open(SAMPLE) as image:
        image.crop((600, 100, 1400, 900)).save(path)
    window.open([SAMPLE, path])
    wait_for_result(window)
    at = window.film_strip.mapTo(window, QPoint(150, -60))
    yield with_menu(window, window.menus.on_photo(path), at)


@state
def unexpected_error(window, _folder):
    open_and_wait(window, SAMPLE)
    LastResort(window).caught.emit("ValueError: nobody expected this", "")
    wait_until(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    wait_until(lambda: has_focus(box))
    yield box
    box.close()


@state
def place_that_cannot_be_written(window, _folder):
    open_and_wait(window, SAMPLE)
    window.session.save_image(Path("/holiday/sample.fewtone.png"))
    wait_until(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    wait_until(lambda: has_focus(box))
    yield box
    box.close()


@state
def address_pasted(window, _folder):
    open_and_wait(window, SAMPLE)
    QApplication.clipboard().setText("https://example.org/holiday.jpg")
    window.actions_.paste.trigger()
    stop_timers(window.status)
    yield


@state
def menu(window, _folder):
    open_and_wait(window, SAMPLE)
    first = window.menuBar().findChildren(QMenu)[0]
    first.popup(window.menuBar().mapToGlobal(QPoint(4, window.menuBar().height())))
    shot = window.grab()
    painter = QPainter(shot)
    painter.drawPixmap(QPoint(4, window.menuBar().height()), first.grab())
    painter.end()
    yield shot
    first.close()


@state
def results_side_by_side(window, _folder):
    yield compared(window, "The course's evaluation").grab()


@state
def results_side_by_side_at_100_percent(window, _folder):
    contest = compared(window, "Dithering")
    contest.grid.zoom_to(1)
    settle()
    yield contest.grab()


@state
def results_side_by_side_in_numbers(window, _folder):
    contest = compared(window, "The course's evaluation")
    contest.pages.setCurrentWidget(contest.numbers)
    contest.numbers.which.setCurrentIndex(1)
    settle()
    yield contest.grab()


@state
def results_side_by_side_begun(window, _folder):
    open_and_wait(window, SAMPLE)
    yield contest_of(window).grab()


@state
def results_side_by_side_with_a_wrong_number(window, _folder):
    open_and_wait(window, SAMPLE)
    contest = contest_of(window)
    contest.chooser.colors.setText("3 five")
    contest.chooser.colors.textEdited.emit("3 five")
    settle()
    yield contest.grab()


@state
def results_side_by_side_working(window, _folder):
    open_and_wait(window, SAMPLE)
    contest = contest_of(window)
    with held("16 ", 0.3) as reached:
        contest.chooser.compare.click()
        bar = contest.status.findChild(QProgressBar, "progress")
        # What came before it is held may still be shown.
        wait_until(lambda: reached() and bar.isVisible() and bar.value() == 300)
        yield contest.grab()


@state
def results_side_by_side_tiny(window, _folder):
    contest = compared(window, "The course's evaluation")
    contest.resize(contest.minimumSize())
    settle()
    yield contest.grab()


@state
def kmeans_at_work(window, _folder):
    kmeans = kmeans_window(window)
    kmeans.player.go_to(8)
    wait_for_sight(kmeans)
    settle()
    yield kmeans.grab()


@state
def kmeans_plain(window, _folder):
    kmeans = kmeans_window(window, plain=True)
    kmeans.player.go_to(6)
    wait_for_sight(kmeans)
    settle()
    yield kmeans.grab()


@state
def kmeans_playing(window, _folder):
    """Halfway between two moments."""
    kmeans = kmeans_window(window, plain=True)
    kmeans.player._playback = Playback(len(kmeans._watching.moments), 1, 0.75)
    kmeans.player._look_at(kmeans.player._playback)
    wait_for_sight(kmeans)
    settle()
    yield kmeans.grab()


@state
def kmeans_cluster_lit_up(window, _folder):
    kmeans = kmeans_window(window, plain=True)
    kmeans.player.go_to(20)
    kmeans.tabs.setCurrentIndex(1)
    kmeans.choose(4)
    wait_until(lambda: kmeans.picture.sight.lit == 4)
    settle()
    yield kmeans.grab()


@state
def kmeans_running(window, _folder):
    kmeans = kmeans_window(window)
    real, before = tasks.follow, kmeans._watching.run

    def some_moments(histogram, settings, watch, first, progress):
        seen = []

        def see(moment):
            watch(moment)
            seen.append(moment)
            while len(seen) == 12:  # until the report raises, as the run is cancelled
                time.sleep(0.05)
                progress(Progress(0.4, "moving centroids"))

        return real(histogram, settings, see, first, progress)

    with patch.object(tasks, "follow", some_moments):
        kmeans.head.plain.setChecked(True)
        wait_until(lambda: kmeans._watching.run is not before and kmeans.player.index == 11)
        wait_for_sight(kmeans)
        shot = kmeans.grab()
        kmeans.head.stop.click()
        yield shot


@state
def kmeans_empty_clusters(window, _folder):
    """Some centroids of a random start have no pixels."""
    kmeans = kmeans_window(window, Settings(12, "random", seed=3, space="rgb"))
    empty = next(n for n, each in enumerate(kmeans._watching.moments) if each.redrawn)
    kmeans.player.go_to(empty)
    wait_for_sight(kmeans)
    settle()
    yield kmeans.grab()


@state
def kmeans_centroid_held(window, _folder):
    kmeans = kmeans_window(window, plain=True)
    kmeans.player.go_to(30)
    kmeans.choose(2)
    for _unused in range(12):
        keys = Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(kmeans.cube, Qt.Key.Key_Up, keys)
    wait_until(lambda: kmeans.picture.sight.moment.renewed)
    settle()
    yield kmeans.grab()
    kmeans.cube._let_go()


@state
def kmeans_went_on_by_hand(window, _folder):
    kmeans = kmeans_window(window, plain=True)
    kmeans.player.go_to(30)
    kmeans.cube.moved.emit(2, (250.0, 30.0, 200.0))
    wait_until(lambda: not kmeans._watching.busy)
    kmeans.player.go_to(31)
    wait_for_sight(kmeans)
    settle()
    yield kmeans.grab()


@state
def kmeans_moments_in_lab(window, _folder):
    kmeans = kmeans_window(window)
    kmeans.cube._space.setCurrentIndex(2)
    kmeans.tabs.setCurrentIndex(2)
    kmeans.player.go_to(12)
    wait_for_sight(kmeans)
    settle()
    yield kmeans.grab()


@state
def kmeans_with_256_colors(window, _folder):
    kmeans = kmeans_window(window, Settings(256))
    kmeans.player.go_to(10)
    kmeans.choose(77)
    wait_until(lambda: kmeans.picture.sight.lit == 77)
    settle()
    yield kmeans.grab()


@state
def kmeans_of_one_color(window, folder):
    path = folder / "red.png"
    Image.new("RGB", (320, 200), (200, 40, 50)).save(path)
    kmeans = kmeans_window(window, path=path)
    wait_for_sight(kmeans)
    settle()
    yield kmeans.grab()


@state
def kmeans_of_a_fixed_palette(window, _folder):
    kmeans = kmeans_window(window)
    window.actions_.known_palettes.actions()[1].trigger()
    wait_for_result(window)
    settle()
    yield kmeans.grab()


@state
def kmeans_without_a_photo(window, _folder):
    kmeans = kmeans_window(window)
    window.session.close_photo()
    settle()
    yield kmeans.grab()


@state
def kmeans_tiny(window, _folder):
    kmeans = kmeans_window(window, plain=True)
    kmeans.resize(kmeans.minimumSize())
    kmeans.player.go_to(6)
    wait_for_sight(kmeans)
    settle()
    yield kmeans.grab()


@state
def guide(window, _folder):
    yield window.help.show_guide()


@state
def guide_questions(window, _folder):
    page = window.help.show_guide()
    page.page.anchorClicked.emit(QUrl("#what-do-the-numbers-mean"))
    yield page


@state
def shortcuts(window, _folder):
    yield window.help.show_shortcuts()


@state
def about(window, _folder):
    box = window.help.show_about()
    yield box
    box.close()


@state
def licences(window, _folder):
    box = window.help.show_about()
    yield box.show_licences()
    box.close()


@state
def tiny(window, _folder):
    open_and_wait(window, SAMPLE)
    window.resize(window.minimumSize())
    yield


@state
def tiny_and_empty(window, _folder):
    window.resize(window.minimumSize())
    yield


def kmeans_window(window, settings=None, *, path=SAMPLE, plain=False):
    """Open the k-means window, and wait until it has followed a run."""
    open_and_wait(window, path)
    if settings is not None:
        window.session.set_settings(settings)
        wait_for_result(window)
    window.actions_.kmeans.trigger()
    kmeans = window.kmeans_desk.window
    kmeans.resize(1240, 820)
    kmeans.head.plain.setChecked(plain)
    wait_until(lambda: kmeans._watching.run is not None and kmeans._watching.run.trace)
    wait_for_sight(kmeans)
    return kmeans


def wait_for_sight(kmeans):
    """Wait for the picture of the moment that the k-means window shows."""
    wait_until(lambda: kmeans.picture.sight is not None)
    wait_until(lambda: kmeans.picture.sight.moment is kmeans._moment)
    wait_until(lambda: kmeans.cube._cloud is not None)


def holiday(folder):
    """Make a folder of photos, some of them in a sub-folder."""
    (folder / "holiday" / "day 2").mkdir(parents=True, exist_ok=True)
    paths = []
    with Image.open(SAMPLE) as image:
        for number in range(1, 8):
            name = f"at the lake {number}.png" if number < 5 else f"day 2/boat {number}.png"
            paths.append(folder / "holiday" / name)
            left, top = 120 * number, 40 * number
            image.crop((left, top, left + 500, top + 400)).save(paths[-1])
    return paths


def open_and_wait_all(window, paths):
    window.open(paths)
    wait_for_result(window)


def long_names(folder):
    """Make photos whose names are as long as files may have them, or have no place to be broken."""
    names = [
        "panorama " * 25,
        "x" * 240,
        "Ωμέγα 山の湖 " * 12,
        "a&b <i>c",
        "…",
        "IMG_0001",
        "b",
    ]
    paths = [folder / f"{name.strip()[:100]}.png" for name in names]
    for path, original in zip(paths, holiday(folder), strict=True):
        path.write_bytes(original.read_bytes())
    return paths


def ten_thousand(folder):
    """Make very many small photos."""
    first = folder / "thousands" / "00000.png"
    first.parent.mkdir(exist_ok=True)
    with Image.open(SAMPLE) as image:
        image.crop((600, 100, 1400, 900)).resize((32, 24)).save(first)
    paths = [first.with_stem(f"{number:05}") for number in range(10_000)]
    for path in paths[1:]:
        if not path.exists():
            path.write_bytes(first.read_bytes())
    return paths


def saving_of_many(window, folder, busy, *, states=None, paths=None):
    """Show the saving of photos with every state, or those given, but at a moment held still."""
    paths = paths or holiday(folder)
    with patch.object(dialogs, "may_open_many", return_value=True):
        open_and_wait_all(window, paths)
    desk = window.batch_desk
    running = desk._made()
    job = Job(dict.fromkeys(paths, window.session.desks.work), Wanted(folder), SaveOptions(), bool)
    running.job, running.photos, running._busy = job, tuple(paths), True
    running.tally = Tally(len(paths))
    desk._show()
    running.begun.emit(tuple(paths))
    file = folder / "a.png"
    waits = ("waiting", "working") if busy else ("done", "done")
    states = states or [
        PhotoState("done", 549_123, 219_456, 1.0, file=file),
        PhotoState("skipped", 120_000, None, 1.0, translated("would be no smaller")),
        PhotoState("failed", 300_000, None, why=translated("the file is empty")),
        PhotoState("done", 80_000, 91_000, 1.0, file=file),
        PhotoState(waits[1], 420_000, None if busy else 99_000, 0.4),
        PhotoState(waits[0], 410_000, None if busy else 98_000),
        PhotoState(waits[0], 400_000, None if busy else 97_000),
    ]
    running._show(dict(enumerate(states)))
    running.clock.seconds_left = lambda _fraction: 38.0
    running.progressed.emit()
    if not busy:
        running._busy = False
        desk.window._end()
    settle()
    return desk.window


def choose_format(window, name):
    """Choose a format as the box does, and wait for its size."""
    window.outcome_desk._choose_format(name)
    wait_until(lambda: window.outcome_desk.block.numbers.known)


def contest_of(window):
    """Open the window of results side by side."""
    window.actions_.side_by_side.trigger()
    contest = window.contest_desk.window
    settle()
    return contest


def compared(window, name):
    """Compare a ready set side by side, and wait until all is known."""
    open_and_wait(window, SAMPLE)
    contest = contest_of(window)
    contest.chooser.sets.setCurrentText(language.translated(name))
    contest.chooser.compare.click()
    wait_until(contest.save.isEnabled)
    stop_timers(contest.status)
    settle()
    return contest


def comparison(window):
    """Photograph the comparison of formats, once all is known."""
    block = window.outcome_desk.block
    block.compare.click()
    wait_until(lambda: "…" not in " ".join(block.formats.rows.values()))
    return over_at(window, block.formats)


def over_at(window, popup):
    """Photograph a window with a popup where it is."""
    shot = window.grab()
    painter = QPainter(shot)
    painter.drawPixmap(window.mapFromGlobal(popup.pos()), popup.grab())
    painter.end()
    return shot


def with_menu(window, menu, at):
    """Photograph a window with a menu in it."""
    menu.popup(window.mapToGlobal(at))
    shot = window.grab()
    painter = QPainter(shot)
    painter.drawPixmap(at, menu.grab())
    painter.end()
    menu.close()
    return shot


def modal(window, ask, is_ready=lambda: True):
    """Photograph a dialog that holds up its caller once it is ready, then leave it."""
    seen = []

    def look():
        box = QApplication.activeModalWidget()
        if box is not None and has_focus(box) and is_ready():
            ticker.stop()
            seen.append(over(window, box))
            box.reject()

    ticker = QTimer(interval=10)
    ticker.timeout.connect(look)
    ticker.start()
    ask()
    yield seen[0]


def reduced(window, settings):
    open_and_wait(window, SAMPLE)
    window.session.set_settings(settings)
    wait_for_result(window)
    yield


def own_colors(window, owned):
    """Show the sample in the best of some colors."""
    open_and_wait(window, SAMPLE)
    window.own_colors_desk.choose(owned)
    wait_for_result(window)


def threads(count):
    """Make colors that somebody owns, with names as makers of threads have them."""
    numbers = np.random.default_rng(23).choice(1 << 24, count, replace=False).tolist()
    colors = tuple((number >> 16, number >> 8 & 255, number & 255) for number in numbers)
    names = tuple(f"Thread {place} {300 + place}" for place in range(count))
    return OwnedColors(colors, names, "my threads")


def open_and_wait(window, path):
    window.open([path])
    wait_for_result(window)


def wait_for_result(window):
    session = window.session
    wait_until(lambda: session.result is not None and not session.busy)
    wait_until(lambda: window.outcome_desk.block.numbers.known)
    settle()


def hover(window, data):
    where = QPointF(window.canvas.rect().center()).toPoint()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(where, Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(window.canvas, event)


def point_at(widget):
    """Move the pointer onto a widget."""
    at = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QEnterEvent(at, at, at))


def shows_progress(window):
    bar = window.status.findChild(QProgressBar, "progress")
    return bar.isVisible() and bar.value() > 0


def has_focus(box):
    """Return whether a widget of a dialog has the focus, which is seen."""
    focus = QApplication.focusWidget()
    return focus is not None and focus.window() is box


def stop_timers(widget):
    for timer in widget.findChildren(QTimer):
        timer.stop()


def beside_each_other(shots, columns):
    """Put pictures of one size into rows."""
    width, height = shots[0].width(), shots[0].height()
    sheet = QPixmap(columns * width, -(-len(shots) // columns) * height)
    sheet.fill(QColor("gray"))
    painter = QPainter(sheet)
    for number, shot in enumerate(shots):
        painter.drawPixmap(number % columns * width, number // columns * height, shot)
    painter.end()
    return sheet


def over(window, box):
    """Photograph a window with a box before it."""
    report_words()
    shot = window.grab()
    front = box.grab()
    at = QPoint((shot.width() - front.width()) // 2, (shot.height() - front.height()) // 3)
    painter = QPainter(shot)
    painter.fillRect(shot.rect(), QColor(0, 0, 0, 40))
    painter.drawPixmap(at, front)
    painter.end()
    return shot


def photograph(name: str, scheme: str, size: str, folder: Path) -> QPixmap:
    """Bring a new window into a state, and return its picture."""
    application = QApplication.instance()
    theme.apply(application, scheme)
    usual = application.font()
    font = QFont(usual)
    font.setPointSizeF(usual.pointSizeF() * FONTS.get(size, 1))
    application.setFont(font)
    settings = QSettings(str(folder / f"{name}{size}-{scheme}.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Store(settings))
    try:
        window.resize(*SIZES[size][:2])
        window.show()
        QTest.qWaitForWindowActive(window)
        steps = STATES[name](window, folder)
        box = next(steps)
        settle()
        report_words()
        shot = window.grab() if box is None else box
        if isinstance(shot, QWidget):
            shot = over(window, shot)
        assert isinstance(shot, QPixmap)
        for _unused in steps:
            pass
    except WaitedInVain:
        sys.exit(f"{name}{size}-{scheme} was waited for in vain: nothing moves any more")
    finally:
        close(window)
        application.setFont(usual)
    return shot


def close(window: MainWindow) -> None:
    """Close a window and end its threads, whatever was done in it."""
    window.session.desks.forget_changes()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


REPORTED: set[str] = set()


def report_words() -> None:
    """Print texts that are cut or stayed English, once each, if another language is spoken."""
    code = language.code()
    if code == language.ENGLISH:
        return
    found = [f"cut: {text!r} ({place})" for place, text in cut_texts()]
    if code in PSEUDO:
        found += [
            f"English: {text!r} ({place})" for place, text in shown_texts() if english_in(text)
        ]
        with painted() as texts:
            for widget in QApplication.topLevelWidgets():
                if widget.isVisible():
                    widget.grab()
        found += [f"English: {text!r} (painted)" for text in texts if english_in(text)]
    for line in found:
        if line not in REPORTED:
            REPORTED.add(line)
            print(f"    {line}", flush=True)


def photograph_in(code: str, names: list[str], folder: Path) -> None:
    """Photograph states in a language, in one size and in light."""
    if code in PSEUDO:
        write_pseudo(folder, code)
        language.look_in(folder)
    else:
        language.look_in(resources.folder("languages"))
    if code not in language.available():
        sys.exit(f"there is no language {code}; there are {', '.join(language.available())}")
    texts.begin(code)
    target = TARGET / code
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        path = target / f"{name}.png"
        photograph(name, "light", "", folder).save(str(path))
        print(path, flush=True)


def photograph_all(names: list[str], scale: int, folder: Path) -> None:
    """Photograph states in the sizes and schemes that are due at a scale."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in names:
        sizes = SIZES if name in KEY_STATES else [""]
        for size in sizes:
            for scheme in ("light", "dark"):
                if SIZES[size][2] == scale:
                    path = TARGET / f"{name}{size}-{scheme}.png"
                    photograph(name, scheme, size, folder).save(str(path))
                    print(path, flush=True)


def write_readme_picture(folder: Path) -> None:
    """Make the picture in the README; the program itself makes it small."""
    whole = folder / "whole.png"
    photograph(README_STATE, "light", "", folder).save(str(whole))
    few = reduce(open_photo(whole), Settings(256, effort="best"))
    save_image(few, README_PICTURE, SaveOptions(effort="best"))
    print(README_PICTURE)


def main(arguments: list[str]) -> int:
    """Photograph the states named, or all."""
    parser = argparse.ArgumentParser(
        prog="dev.py looks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("states", nargs="*", metavar="STATE", help=", ".join(STATES))
    parser.add_argument("--language", metavar="CODE", help="photograph in another language")
    parser.add_argument("--readme", action="store_true", help="make docs/window.png and no other")
    options = parser.parse_args(arguments)
    unknown = set(options.states) - set(STATES)
    if unknown:
        parser.error(f"no such state: {', '.join(sorted(unknown))}; there are {', '.join(STATES)}")
    scale = int(os.environ.get("QT_SCALE_FACTOR", "1"))
    make_application().setCursorFlashTime(0)  # a cursor that blinks is there or not
    with tempfile.TemporaryDirectory(prefix="fewtone-") as folder, chdir(folder), unhurried():
        if options.readme:
            write_readme_picture(Path(folder))
            return 0
        if options.language:
            photograph_in(options.language, options.states or list(STATES), Path(folder))
            return 0
        photograph_all(options.states or list(STATES), scale, Path(folder))
    if scale == 1:
        # The scale is chosen once, before Qt starts.
        again = [sys.executable, "-m", "tests.app.looks", *(options.states or KEY_STATES)]
        return subprocess.call(again, cwd=ROOT, env={**os.environ, "QT_SCALE_FACTOR": "2"})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
