"""A user who does whatever comes to mind: seeded random actions on the real window.

Everything goes through events of mouse, keys, drops and menus, and only where a person could do
it: dialogs are answered before anything else is touched, disabled actions are left alone.
"""

from __future__ import annotations

import ctypes
import gc
import os
import random
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import numpy as np
import shiboken6
from PIL import Image
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QThread,
    QTimer,
    QUrl,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
)

from core import Palette, Photo, Progress, Result, Settings, save_palette
from core.clustering.histogram import Histogram
from core.clustering.locks import absent
from core.errors import FewtoneError
from gui.picture.bridge import Picture
from gui.session import tasks
from gui.session.lane import Cancelled, Lane
from gui.session.work import Desk
from gui.window import MainWindow

Key, Button, Modifier = Qt.Key, Qt.MouseButton, Qt.KeyboardModifier
NONE, CTRL, SHIFT = Modifier.NoModifier, Modifier.ControlModifier, Modifier.ShiftModifier

_PATIENCE_S = 20
_MOST_PATIENCE_S = 180
_LOOK_AROUND_MS = (1, 4, 15)
_LAST_ACTIONS = 40
_KEPT_KINDS = (Photo, Result, Desk, Histogram, Picture, MainWindow)


class Files:
    """What lies on the user's disk: small photos of every kind, palettes, and worse."""

    def __init__(self, folder: Path, astronaut) -> None:
        self.folder = folder
        self.trip = folder / "a trip"
        self.nothing = folder / "nothing here"
        self.out = folder / "out"
        for each in (self.trip, self.nothing, self.out):
            each.mkdir(parents=True)
        rgb = np.ascontiguousarray(astronaut[20:260:2, 100:420:2])  # 120×160
        height, width = rgb.shape[:2]
        alpha = np.linspace(-80, 300, width).clip(0, 255).astype(np.uint8)
        few = np.array([[200, 30, 30], [250, 250, 250], [20, 60, 150], [0, 0, 0], [9, 9, 9]])
        numbers = np.add.outer(np.arange(90), np.arange(110)) // 9 % 5
        arrays = {
            "photo.png": rgb,
            "photo.jpg": rgb,
            "upright & narrow.png": astronaut[40:240:2, 300:400:4],
            "leaf.png": np.dstack([rgb, np.broadcast_to(alpha, (height, width))]),
            "glass.png": np.zeros((40, 50, 4), np.uint8),  # nothing can be seen of it
            "flag.png": few[numbers].astype(np.uint8),
            "red.png": np.broadcast_to(np.array([255, 0, 0], np.uint8), (30, 40, 3)),
            "gray.png": rgb[..., 1],
            "one pixel.png": rgb[:1, :1],
            # Long enough to be announced by a preview.
            "panorama.jpg": np.tile(rgb[:24], (1, 18, 1)),
        }
        self._whole = {}
        for name, pixels in arrays.items():
            path = folder / name
            Image.fromarray(np.ascontiguousarray(pixels)).save(path)
            self._whole[path] = path.read_bytes()
        for number in range(4):
            path = self.trip / f"IMG {number}.png"
            Image.fromarray(np.roll(rgb[: 60 + 10 * number], number, axis=2)).save(path)
            self._whole[path] = path.read_bytes()
        for name in ("letter.jpg", "letter.gpl"):
            self._whole[folder / name] = b"Dear friend, this is none."
        self._whole[folder / "empty.png"] = b""
        self._whole[folder / "cut off.jpg"] = self._whole[folder / "photo.jpg"][:900]
        self._whole[folder / "one.hex"] = b"aa5500\n"
        self._whole[folder / "twice.hex"] = b"aa5500\naa5500\n0055aa\nffffff\n0055aa\n"
        self._whole[folder / "once.hex"] = b"aa5500\nAA5500\n"
        self._whole[folder / "boy.hex"] = b"0f380f\n306230\n8bac0f\n9bbc0f\n"
        self.restore()
        many = [(n, 255 - n, n * 7 % 256) for n in range(256)]
        for name, colors in (("many.gpl", many), ("some.json", many[::40])):
            save_palette(Palette.of(colors), folder / name)
            self._whole[folder / name] = (folder / name).read_bytes()
        self.photos = [folder / name for name in arrays]
        self.bad = [folder / name for name in ("letter.jpg", "empty.png", "cut off.jpg")]
        self.bad.append(folder / "gone.png")
        names = ("one.hex", "twice.hex", "once.hex", "boy.hex", "many.gpl", "some.json")
        self.palettes = [folder / name for name in (*names, "letter.gpl")]

    def restore(self) -> None:
        """Mend what was changed or deleted."""
        for path, data in self._whole.items():
            if not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)


class Answering:
    """Answers whatever dialog comes up, as a user would."""

    def __init__(self, rng: random.Random, files: Files, log) -> None:
        self._rng, self._files, self._log = rng, files, log
        self._ended = False
        self._look_later()

    def end(self) -> None:
        self._ended = True

    def _look_later(self) -> None:
        if not self._ended:
            QTimer.singleShot(self._rng.choice(_LOOK_AROUND_MS), self._look)

    def _look(self) -> None:
        # First of all: an answer may lead to the next question before it returns.
        self._look_later()
        dialog = QApplication.activeModalWidget()
        if self._ended or dialog is None or not dialog.isVisible():
            return
        if isinstance(dialog, QFileDialog):
            self._answer_chooser(dialog)
        elif isinstance(dialog, QColorDialog):
            self._answer_color(dialog)
        elif isinstance(dialog, QMessageBox):
            self._answer_box(dialog)
        else:
            raise AssertionError(f"a dialog nobody knows: {dialog}")

    def _answer_box(self, box: QMessageBox) -> None:
        button = self._rng.choice([*box.buttons(), None])
        text = box.text().split("\n")[0][:70]
        self._log(f"  “{text}” → {button.text() if button else 'Esc'}")
        if button is None:
            QTest.keyClick(box, Key.Key_Escape)
        else:
            QTest.mouseClick(button, Button.LeftButton)

    def _answer_color(self, dialog: QColorDialog) -> None:
        if self._rng.random() < 0.2:
            self._log("  color: Esc")
            QTest.keyClick(dialog, Key.Key_Escape)
            return
        if self._rng.random() < 0.8:  # else the color it came with
            color = [self._rng.choice([0, 64, 128, 200, 255]) for _ in range(3)]
            dialog.setCurrentColor(QColor(*color))
        self._log(f"  color: {dialog.currentColor().name()}")
        _click_ok(dialog)

    def _answer_chooser(self, dialog: QFileDialog) -> None:
        if self._rng.random() < 0.2:
            self._log("  file: Esc")
            QTest.keyClick(dialog, Key.Key_Escape)
            return
        files = self._files
        if dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave:
            names = ["few", "few.png", "a.b.gif", "few.webp", "few.tif", "few.bmp", "few.jpg"]
            if "palette" in dialog.windowTitle():
                names = ["few", "few.gpl", "few.hex", "few.json", "few.png"]
            path = files.out / self._rng.choice(names)
            if self._rng.random() < 0.1:
                path = self._rng.choice([files.photos[0], files.folder / "no folder" / "a.png"])
        elif "palette" in dialog.windowTitle():
            path = self._rng.choice(files.palettes)
        else:
            path = self._rng.choice([*files.photos, *files.bad])
        self._log(f"  file: {path.name}")
        dialog.findChild(QLineEdit).setText(str(path))
        _click_ok(dialog)


def _click_ok(dialog) -> None:
    kinds = QDialogButtonBox.StandardButton
    box = dialog.findChild(QDialogButtonBox)
    for kind in (kinds.Ok, kinds.Open, kinds.Save):
        if box.button(kind) is not None:
            QTest.mouseClick(box.button(kind), Button.LeftButton)
            return


class Delays:
    """Makes the work in the lanes take as long as with large photos, and hears what fails there.

    Drafts, veils and sizes that fail are told nobody by the window: here they are.
    """

    NAMES = ("announce", "open_photo", "count", "make_draft", "make", "difference", "veil")
    NAMES = (*NAMES, "measure", "save_image", "save_palette")

    def __init__(self, monkeypatch, seed: int, most_ms: int) -> None:
        self.failures: list[str] = []
        self._rng, self._lock, self._most_ms = random.Random(seed), threading.Lock(), most_ms
        self.gates: dict[str, threading.Event] = {}
        for name in self.NAMES:
            monkeypatch.setattr(tasks, name, self._slower(name, getattr(tasks, name)))

    def _slower(self, name: str, real):
        def work(*arguments):
            with self._lock:
                wait = self._rng.choice([0, 0, self._rng.uniform(0, self._most_ms)]) / 1000
            report = arguments[-1] if callable(arguments[-1]) else lambda _progress: None
            end = time.monotonic() + wait
            while time.monotonic() < end:
                time.sleep(0.001)
                report(Progress(0.0, "waiting"))
            try:
                return real(*arguments)
            except (FewtoneError, Cancelled):
                raise
            except Exception as error:
                self.failures.append(f"{name}: {error!r}")
                raise

        return work


class User:
    """Acts on a window, opens the next one when it is closed, and looks at what came of it."""

    def __init__(self, seed: int, files: Files, store, delays: Delays, exceptions: list) -> None:
        self._rng = random.Random(seed)
        self._files, self._store, self._delays = files, store, delays
        self.seed, self.log = seed, []
        self.kinds: Counter[str] = Counter()
        self._alive_before = living()  # what other tests have left
        # Exceptions that left a slot, and sentences no user should read.
        self.problems = exceptions
        self._answering = Answering(random.Random(seed + 1), files, self.log.append)
        self._deeds = [(getattr(self, name), weight) for name, weight in _WEIGHTS.items()]
        self._moved, self._progress = time.monotonic(), None
        self.window: MainWindow | None = None
        self.open_window()

    # What the user does

    def act(self) -> None:
        """Do one thing."""
        self.be_undisturbed()
        if not self.window.isVisible():
            self.replace_window()
        deeds, weights = zip(*self._deeds, strict=True)
        deed = self._rng.choices(deeds, weights)[0]
        if self.window.session.photo is None and self._rng.random() < 0.5:
            deed = self.drop
        self.log.append(deed.__name__)
        self.kinds[deed.__name__] += 1
        deed()
        self.spin(self._rng.choice([0, 0, 1, 3, 10, 20]))
        self.look_at_problems()
        self.check_always()
        if self._rng.random() < 0.12:
            self.settle()

    def drop(self) -> None:
        rng, files = self._rng, self._files
        kind = rng.choices(
            ["one", "several", "palette", "damaged", "folder", "mixed", "web", "none", "left"],
            [8, 5, 5, 2, 2, 2, 1, 1, 1],
        )[0]
        paths = {
            "one": lambda: [rng.choice(files.photos)],
            "several": lambda: rng.sample(files.photos, rng.randint(2, 5)),
            "palette": lambda: [rng.choice(files.palettes)],
            "damaged": lambda: [rng.choice(files.bad)],
            "folder": lambda: [rng.choice([files.trip, files.nothing])],
            "mixed": lambda: rng.sample(
                [*files.photos, *files.bad, *files.palettes, files.trip], rng.randint(2, 6)
            ),
        }.get(kind, list)()
        urls = [QUrl.fromLocalFile(str(path)) for path in paths]
        if kind == "web":
            urls = [QUrl("https://example.org/a.png")]
        self.log[-1] += f" {kind}: {[path.name for path in paths]}"
        self.drop_urls(urls, leave=kind == "left")

    def drop_urls(self, urls, *, leave: bool = False) -> None:
        data = QMimeData()
        data.setUrls(urls)
        canvas, at = self.window.canvas, self.window.canvas.rect().center()
        copy, left = Qt.DropAction.CopyAction, Button.LeftButton
        enter = QDragEnterEvent(at, copy, data, left, NONE)
        QApplication.sendEvent(canvas, enter)
        if not enter.isAccepted():
            return
        QApplication.sendEvent(canvas, QDragMoveEvent(at, copy, data, left, NONE))
        if leave:
            QApplication.sendEvent(canvas, QDragLeaveEvent())
        else:
            QApplication.sendEvent(canvas, QDropEvent(QPointF(at), copy, data, left, NONE))

    def trigger(self) -> None:
        """Choose something in a menu."""
        entries = [action for action in self._menu_actions() if action.isEnabled()]
        action = self._rng.choice(entries)
        self.log[-1] += f" {action.text()}"
        action.trigger()

    def press_shortcut(self) -> None:
        actions = self.window.actions_
        mine = [
            *(actions.undo, actions.undo, actions.redo, actions.cancel, actions.cancel),
            *(actions.lock, actions.lock, actions.merge, actions.remove_color),
            *(actions.edit_color, actions.add_color, actions.pick_color),
            *(actions.copy_color, actions.copy_palette, actions.paste_colors),
            *(actions.more_colors, actions.fewer_colors, actions.new_seed),
            *(actions.next, actions.previous, actions.next, actions.previous),
            *(actions.difference, actions.save, actions.save_as, actions.save_palette),
            *(actions.fit, actions.actual_size, actions.zoom_in, actions.zoom_out),
            *(*actions.layouts, actions.center_split, actions.go_to_palette),
        ]
        self.press(self._rng.choice(mine))

    def press(self, action: QAction) -> None:
        """Press the keys of an action, where the focus is."""
        self.log[-1] += f" {action.shortcut().toString()}"
        keys = action.shortcut()[0]
        self.window.activateWindow()
        QTest.keyClick(self._focus(), keys.key(), keys.keyboardModifiers())

    def undo_and_redo(self) -> None:
        for _ in range(self._rng.randint(1, 6)):
            actions = self.window.actions_
            action = self._rng.choice([actions.undo, actions.undo, actions.redo])
            if action.isEnabled() and self._is_free():
                self.log[-1] += f" {action.text()},"
                action.trigger()
                self.spin(self._rng.choice([0, 0, 2]))

    def cancel(self) -> None:
        if self.window.status._cancel.isVisible():
            QTest.mouseClick(self.window.status._cancel, Button.LeftButton)
        else:
            self.press(self.window.actions_.cancel)

    def use_canvas(self) -> None:
        rng, canvas = self._rng, self.window.canvas
        split = QPoint(round(canvas.split * canvas.width()), rng.randrange(canvas.height()))
        at = rng.choice([self._point_in(canvas), split])
        kind = rng.choice(["move", "move", "click", "right", "drag", "double", "wheel", "leave"])
        self.log[-1] += f" {kind} {at.toTuple()}"
        if kind == "move":
            for _ in range(3):
                self._move(canvas, self._point_in(canvas))
        elif kind in {"click", "right"}:
            QTest.mouseClick(
                canvas, Button.LeftButton if kind == "click" else Button.RightButton, pos=at
            )
        elif kind == "drag":
            self._drag(canvas, at, self._point_in(canvas))
        elif kind == "double":
            QTest.mouseDClick(canvas, Button.LeftButton, pos=at)
        elif kind == "wheel":
            self._wheel(canvas, at)
        else:
            QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))

    def use_canvas_keys(self) -> None:
        rng, canvas = self._rng, self.window.canvas
        canvas.setFocus(
            rng.choice([Qt.FocusReason.TabFocusReason, Qt.FocusReason.OtherFocusReason])
        )
        keys = ["Left", "Right", "Up", "Down", "Plus", "Minus", "Return", "O", "Tab", "Space"]
        for name in rng.choices(keys, k=rng.randint(1, 4)):
            self.log[-1] += f" {name}"
            key = getattr(Key, f"Key_{name}")
            QTest.keyPress(canvas, key, rng.choice([NONE, NONE, SHIFT]))
            self.spin(rng.choice([0, 1]))
            if name == "O" and rng.random() < 0.3:
                QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusOut))
            QTest.keyRelease(canvas, key)
            if not self._is_free():
                return

    def pick(self) -> None:
        """Choose a color of the photo that is to be in the palette."""
        actions, canvas = self.window.actions_, self.window.canvas
        if not canvas.picking:
            if not actions.pick_color.isEnabled():
                return
            actions.pick_color.trigger()
        at = self._point_in(canvas)
        self._move(canvas, at)
        self.spin(self._rng.choice([0, 5]))
        if not self._is_free():
            return
        how = self._rng.choice(["click", "click", "keys", "esc", "later"])
        self.log[-1] += f" {how}"
        if how == "click":
            QTest.mouseClick(canvas, Button.LeftButton, pos=at)
        elif how == "keys":
            QTest.keyClick(canvas, Key.Key_Right)
            QTest.keyClick(canvas, Key.Key_Up, SHIFT)
            QTest.keyClick(canvas, Key.Key_Return)
        elif how == "esc":
            self.press(actions.cancel)

    def use_list(self) -> None:
        """Click into the palette."""
        rng, rows = self._rng, self.window.palette_view._list
        count = rows.model().rowCount()
        if count == 0 or not rows.isVisible():
            return
        index = rows.model().index(rng.randrange(count))
        rows.scrollTo(index)
        place, port = rows.visualRect(index), rows.viewport()
        at = QPoint(rng.randrange(5, max(port.width() - 30, 6)), place.center().y())
        kind = rng.choices(
            ["click", "more", "range", "lock", "double", "hover", "menu", "order", "drag"],
            [5, 5, 2, 6, 2, 2, 2, 1, 1],
        )[0]
        self.log[-1] += f" {kind} row {index.row()} of {count}"
        left = Button.LeftButton
        if kind in {"click", "more", "range"}:
            modifier = {"click": NONE, "more": CTRL, "range": SHIFT}[kind]
            QTest.mouseClick(port, left, modifier, at)
        elif kind == "lock":
            QTest.mouseClick(port, left, NONE, QPoint(port.width() - 8, place.center().y()))
        elif kind == "double":
            QTest.mouseClick(port, left, NONE, at)
            QTest.mouseDClick(port, left, NONE, at)
        elif kind == "hover":
            self._move(port, at)
            self.spin(3)
            self._move(port, self._point_in(port))
            if rng.random() < 0.5:
                QApplication.sendEvent(port, QEvent(QEvent.Type.Leave))
        elif kind == "drag":
            self._drag(port, at, self._point_in(port))
        elif kind == "order":
            self._turn(self.window.palette_view._order)
        else:
            self._use_context_menu(port, at)

    def use_list_keys(self) -> None:
        rng, rows = self._rng, self.window.palette_view._list
        rows.setFocus()
        keys = ["Up", "Down", "Down", "Home", "End", "Space", "PageDown", "Return"]
        for name in rng.choices(keys, [3, 3, 3, 1, 1, 2, 1, 1], k=rng.randint(1, 4)):
            self.log[-1] += f" {name}"
            QTest.keyClick(rows, getattr(Key, f"Key_{name}"), rng.choice([NONE, SHIFT, CTRL]))
            self.spin(rng.choice([0, 1]))
            if not self._is_free():
                return
        if rng.random() < 0.1:
            QTest.keyClick(rows, Key.Key_A, CTRL)

    def edit_palette(self) -> None:
        """Choose some colors, and do something to them."""
        rng, view, actions = self._rng, self.window.palette_view, self.window.actions_
        rows = view._list
        count = rows.model().rowCount()
        if count == 0 or not rows.isVisible():
            return
        modifier = NONE
        for row in rng.sample(range(count), min(count, rng.choice([1, 1, 2, 3]))):
            rows.scrollTo(rows.model().index(row))
            at = rows.visualRect(rows.model().index(row)).center()
            QTest.mouseClick(rows.viewport(), Button.LeftButton, modifier, at)
            modifier = CTRL
        self.log[-1] += f" {view.chosen} of {count}"
        self.spin(rng.choice([0, 1, 5]))
        tools = [*(actions.lock, actions.lock, actions.edit_color, actions.merge)]
        tools += [actions.remove_color, actions.add_color, actions.copy_color]
        action = rng.choice(tools)
        if action.isEnabled() and self._is_free():
            self.log[-1] += f" {action.text()}"
            action.trigger()

    def move_slider(self) -> None:
        rng, slider = self._rng, self.window.panel._slider
        if rng.random() < 0.3:
            for name in rng.choices(["Left", "Right", "PageUp", "PageDown", "Home", "End"], k=2):
                self.log[-1] += f" {name}"
                QTest.keyClick(slider, getattr(Key, f"Key_{name}"))
            return
        option = QStyleOptionSlider()
        slider.initStyleOption(option)
        complex_, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        at = slider.style().subControlRect(complex_, option, part, slider).center()
        low = rng.choice([40, slider.width()])
        points = [QPoint(rng.randrange(low), at.y()) for _ in range(rng.randint(1, 5))]
        QTest.mousePress(slider, Button.LeftButton, pos=at)
        for point in points:
            self._move(slider, point, Button.LeftButton)
            self.spin(rng.choice([0, 2, 8]))
        QTest.mouseRelease(slider, Button.LeftButton, pos=points[-1])
        self.log[-1] += f" dragged to {self.window.session.settings.colors}"

    def use_panel(self) -> None:
        rng, panel = self._rng, self.window.panel
        kind = rng.choice(["box", "preset", "preset", "combo", "combo", "iterations", "seed"])
        if kind == "preset":
            button = rng.choice(panel._presets)
            self.log[-1] += f" {button.text()} colors"
            QTest.mouseClick(button, Button.LeftButton)
        elif kind == "combo":
            combo = rng.choice([panel.boxes["start"], panel.boxes["effort"], panel.boxes["space"]])
            self._turn(combo)
            self.log[-1] += f" {combo.currentText()}"
        elif kind == "seed" and rng.random() < 0.5:
            QTest.mouseClick(panel._new_seed, Button.LeftButton)
        else:
            box = {
                "box": panel._box,
                "iterations": panel.boxes["max_iterations"],
                "seed": panel.boxes["seed"],
            }[kind]
            if not box.isEnabled():
                return
            if rng.random() < 0.5:
                number = str(rng.choice([0, 1, 2, 3, 7, 12, 40, 255, 256, 999]))
                self.log[-1] += f" {kind} typed {number}"
                box.setFocus()
                box.selectAll()
                QTest.keyClicks(box, number)
                QTest.keyClick(box, rng.choice([Key.Key_Return, Key.Key_Tab]))
            else:
                self.log[-1] += f" {kind} stepped"
                for _ in range(rng.randint(1, 3)):
                    QTest.keyClick(box, rng.choice([Key.Key_Up, Key.Key_Down]))
                self._wheel(box, box.rect().center())

    def use_strip(self) -> None:
        """Choose another photo in the film strip."""
        rng, strip = self._rng, self.window.film_strip
        if not strip.isVisible():
            return
        photos = strip._list
        if rng.random() < 0.15:
            box = strip.findChild(QCheckBox)
            self.log[-1] += " same settings"
            QTest.keyClick(box, Key.Key_Space)
        elif rng.random() < 0.5:
            row = rng.randrange(len(strip.paths))
            self.log[-1] += f" click {row}"
            photos.scrollTo(photos.model().index(row))
            at = photos.visualRect(photos.model().index(row)).center()
            QTest.mouseClick(photos.viewport(), Button.LeftButton, pos=at)
        else:
            for name in rng.choices(["Left", "Right", "Right", "Home", "End", "Return"], k=3):
                self.log[-1] += f" {name}"
                QTest.keyClick(photos, getattr(Key, f"Key_{name}"))
                self.spin(rng.choice([0, 1]))
                if not self._is_free():
                    return

    def step(self) -> None:
        """Go to the next or the previous photo, perhaps several times in a row."""
        actions = self.window.actions_
        for _ in range(self._rng.randint(1, 3)):
            action = self._rng.choice([actions.next, actions.previous])
            if action.isEnabled() and self._is_free():
                self.log[-1] += f" {action.text()}"
                action.trigger()
                self.spin(self._rng.choice([0, 0, 3]))

    def use_clipboard(self) -> None:
        rng, actions = self._rng, self.window.actions_
        many = " ".join(f"#{n:06x}" for n in range(0, 3000, 10))
        texts = ["", "no colors here", "#ff0000", "#f00 #0f0 #00f", "102030\n102030\n405060", many]
        if rng.random() < 0.6:
            text = rng.choice(texts)
            self.log[-1] += f" {text[:25]!r}"
            QGuiApplication.clipboard().setText(text)
        self.press(rng.choice([actions.paste_colors, actions.paste_colors, actions.copy_palette]))

    def hold_original(self) -> None:
        button = self.window.tool_bar.original
        if button.isEnabled():
            QTest.mousePress(button, Button.LeftButton)
            self.spin(2)
            QTest.mouseRelease(button, Button.LeftButton)

    def click_tool(self) -> None:
        """Click a button of the tool bar or over the palette."""
        buttons = [
            button
            for button in self.window.findChildren(QToolButton)
            if button.isEnabled() and button.isVisible() and button.defaultAction() is not None
        ]
        button = self._rng.choice(buttons)
        self.log[-1] += f" {button.text() or button.toolTip()}"
        QTest.mouseClick(button, Button.LeftButton)

    def change_looks(self) -> None:
        rng, window = self._rng, self.window
        kind = rng.choice(["theme", "size", "size", "full screen", "dismiss", "splitter"])
        self.log[-1] += f" {kind}"
        if kind == "theme":
            rng.choice(window.actions_._themes.actions()).trigger()
        elif kind == "size":
            window.resize(rng.randrange(480, 1300), rng.randrange(360, 900))
        elif kind == "full screen":
            window.actions_.full_screen.trigger()
        elif kind == "splitter":
            left = rng.randrange(200, 900)
            window._splitter.setSizes([left, 1100 - left])
        elif window.notice.isVisible():
            QTest.mouseClick(window.notice.findChild(QAbstractButton), Button.LeftButton)

    def touch_disk(self) -> None:
        """Let somebody else change files."""
        path = self._rng.choice(self._files.photos)
        kind = self._rng.choice(["restore", "restore", "change", "damage", "delete"])
        if kind == "delete" and path.exists():
            path.unlink()
        elif kind == "damage":
            path.write_bytes(b"damaged")
        elif kind == "change" and path.exists():
            path.write_bytes(path.read_bytes())
        else:
            self._files.restore()
        self.log[-1] += f" {kind} {path.name}"

    def close(self) -> None:
        self.window.close()

    def rest(self) -> None:
        self.settle()

    def go_through_history(self) -> None:
        """Undo to the very beginning, redo to the end: the picture is the same again."""
        self.settle()
        session, actions = self.window.session, self.window.actions_
        stack, result = session.undo_group.activeStack(), session.result
        if stack is None or result is None or self._stale:
            return
        at, work = stack.index(), session._desk.work
        self.log[-1] += f" of {at} steps"
        pause = self._rng.choice([0, 0, 2])
        while actions.undo.isEnabled():
            actions.undo.trigger()
            self.spin(pause)
            if not self._is_free():  # a box says that a run failed
                return
        if self._rng.random() < 0.5:
            self.settle()
        while stack.index() < at:
            steps = [stack.text(step) for step in range(stack.count())]
            self.expect(stack.canRedo(), f"no more to redo at {stack.index()} of {steps}, not {at}")
            if not actions.redo.isEnabled():  # another photo was opened
                return
            actions.redo.trigger()
            self.spin(pause)
            if not self._is_free():
                return
        self.settle()
        if self.window.session.undo_group.activeStack() is not stack:
            return
        self.expect(session._desk.work == work, "other work after undo and redo")
        again = session.result
        self.expect(again is not None, "no result after undo and redo")
        self.expect(
            np.array_equal(again.palette.colors, result.palette.colors),
            f"other colors after undo and redo: {result.palette.hex}, now {again.palette.hex}",
        )
        locks = again.palette.locked, result.palette.locked
        self.expect(np.array_equal(*locks), "other locks after undo and redo")
        other = int((again.indices != result.indices).sum())
        self.expect(other == 0, f"{other} pixels are different after undo and redo")
        counts = again.palette.counts, result.palette.counts
        self.expect(np.array_equal(*counts), "other counts after undo and redo")

    # Windows

    def open_window(self) -> None:
        self.window = window = MainWindow(self._store)
        self._stale = False
        self._opened = self._made = None
        session = window.session
        session.progressed.connect(self._take_progress)
        session.stopped.connect(self._take_stopped)
        session.settings_changed.connect(self._take_settings)
        session.photo_opened.connect(self._take_photo)
        session.result_made.connect(self._take_result)
        session.failed.connect(self._take_sentence)
        session.refused.connect(self._take_sentence)
        session.open_failed.connect(lambda _path, sentence: self._take_sentence(sentence))
        window.show()
        QTest.qWaitForWindowExposed(window)
        window.activateWindow()

    def replace_window(self) -> None:
        """Throw a closed window away, and open another."""
        self.log.append("(closed; a new window)")
        self.throw_window_away()
        self.open_window()

    def throw_window_away(self) -> None:
        window, self.window = self.window, None
        running = [lane for lane in window.findChildren(Lane) if not lane._thread.isFinished()]
        self.expect(not running, "a closed window has threads")
        self._opened = self._made = None
        window.deleteLater()
        del window, running
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.spin(0)

    def leave(self) -> None:
        """Close the window for good."""
        end = time.monotonic() + _PATIENCE_S
        while self.window.isVisible():
            self.be_undisturbed()
            self.window.close()
            self.spin(5)
            self.expect(time.monotonic() < end, "the window cannot be closed")
        self.throw_window_away()
        self._answering.end()
        self.spin(20)
        self.look_at_problems()

    def give_up(self) -> None:
        """End all threads, whatever the window says: a test has failed."""
        self._answering.end()
        if self.window is not None:
            window, self.window = self.window, None
            for dialog in window.findChildren(QDialog):
                dialog.reject()
            window._may_close = True
            window.close()

    # What is true

    def expect(self, true: bool, sentence: str) -> None:
        if not true:
            told = "\n".join(self.log[-_LAST_ACTIONS:])
            raise AssertionError(f"seed {self.seed}: {sentence}\nafter {len(self.log)}:\n{told}")

    def look_at_problems(self) -> None:
        problems = self.problems + self._delays.failures
        self.expect(not problems, f"{problems}")

    def check_always(self) -> None:
        """Look at what is true at any moment."""
        if self.window is None or not self.window.isVisible():
            return
        session, expect = self.window.session, self.expect
        result, photo = session.result, session.photo
        if result is not None:
            expect(result.indices.shape == photo.pixels.shape[:2], "result of another size")
            expect(int(result.indices.max()) < len(result.palette), "an index beyond the palette")
            expect(len(session.edited) == len(result.palette), "edited is not the palette shown")
        expect(self.window.panel.settings == session.settings, "the panel says other settings")
        stack = session.undo_group.activeStack()
        if stack is not None:
            expect(stack is session._desk.stack, "undo belongs to another photo")
            actions = self.window.actions_
            expect(actions.undo.isEnabled() == stack.canUndo(), "undo is not as it can")
            expect(actions.redo.isEnabled() == stack.canRedo(), "redo is not as it can")
        expect(self.window.isWindowModified() == session.modified, "modified is shown wrongly")
        album = self.window.documents.album
        lost = set(session.modified_photos) - set(album.paths)
        expect(not lost, f"work that is not saved on photos out of sight: {lost}")

    def settle(self) -> None:
        """Wait until nothing is under way, and look at what is true then."""
        self._moved = begin = time.monotonic()
        quiet = 0  # rounds of the event loop: what was queued by the last to end may begin more
        while quiet < 3:
            quiet = quiet + 1 if self._is_idle() else 0
            self.spin(0 if quiet else 3)
            self.look_at_problems()
            # The best effort takes as long as it does: its progress must go on.
            waited = time.monotonic() - self._moved
            sentence = f"it never comes to rest: {self._under_way()} at {self._progress}"
            self.expect(waited < _PATIENCE_S, f"{sentence}, {self.window.session.settings}")
            # What begins anew again and again has progress as well.
            self.expect(time.monotonic() - begin < _MOST_PATIENCE_S, sentence)
        if self.window.isVisible():
            self.check_always()
            self.check_settled()

    def check_settled(self) -> None:
        window, expect = self.window, self.expect
        session, canvas, strip = window.session, window.canvas, window.film_strip
        photo, result = session.photo, session.result
        expect(canvas._draft is None, "a draft stays")
        if photo is None:
            expect(canvas._photo is None, "a photo is shown that is none")
            expect(result is None and not window.palette_view.rows, "a palette of no photo")
            return
        album, there = window.documents.album, result is not None
        expect(album.current == photo.path, f"{photo.path} is shown, not {album.current}")
        expect(canvas._photo is self._opened, "the canvas shows another photo")
        expect(window.documents._coming is None, "an album is still awaited")
        expect(window.documents._put_off is None, "something waits for a file for ever")
        expect(not session.saving, "a file is being saved for ever")
        expect(session.settled or self._stale or not there, "the result is not that of the work")
        if len(album) > 1:
            framed = strip._photos.path_at(strip._list.currentIndex())
            if not strip._rest.isActive():
                expect(framed == photo.path, f"{framed} is framed, not {photo.path}")
            marked = {path for path in strip.paths if path in strip._photos._modified}
            expect(marked == set(session.modified_photos), "other photos are marked")
        self._check_actions()
        if result is None:
            seen = photo.visible is None or photo.visible.any()
            expect(not seen or self._stale, "there is no result")
            expect(not window.palette_view.rows, "a palette without a result")
            return
        self._check_palette(result)
        expect(canvas._result is self._made, "the canvas shows another result")
        wanted = window.actions_.difference.isChecked()
        expect(canvas.shows_difference == wanted, f"difference wanted: {wanted}")
        size = window.status._facts.get("after", "…")
        # GIF has no room for transparency then: it is said when it is saved.
        impossible = len(result.palette) == 256 and result.alpha is not None
        expect(size != "…" or impossible, "the size of the file is not told")
        if not self._stale:
            self._check_settings(result)

    def _check_palette(self, result: Result) -> None:
        session, expect = self.window.session, self.expect
        palette, rows = result.palette, self.window.palette_view.rows
        colors = [row.split()[0] for row in rows]
        expect(sorted(colors) == sorted(palette.hex), f"rows {rows}, palette {palette.hex}")
        locked = {row.split()[0] for row in rows if row.endswith(", locked")}
        flagged = {color for color, is_ in zip(palette.hex, palette.locked, strict=True) if is_}
        expect(locked == flagged, f"rows locked {locked}, palette {flagged}")
        visible = session.photo.visible
        shown = result.indices if visible is None else result.indices[visible]
        counts = np.bincount(shown.ravel(), minlength=len(palette))
        expect(np.array_equal(counts, palette.counts), "counts are not those of the pixels")
        edited = session.edited.palette
        expect(np.array_equal(edited.colors, palette.colors), "edited has other colors")
        expect(np.array_equal(edited.locked, palette.locked), "edited has other locks")
        caption = "1 color" if len(palette) == 1 else f"{len(palette)} colors"
        expect(self.window.canvas._caption == caption, "the caption is another")

    def _check_settings(self, result: Result) -> None:
        session, expect, palette = self.window.session, self.expect, result.palette
        settings, work = session.settings, session._desk.work
        locked = {f"#{bytes(color).hex()}" for color in settings.locked}
        flagged = {color for color, is_ in zip(palette.hex, palette.locked, strict=True) if is_}
        expect(locked == flagged, f"settings lock {locked}, palette {flagged}")
        expect(len(set(palette.hex)) == len(palette) or work.edited is not None, "a color twice")
        wanted = settings.colors
        if work.edited is not None:
            # A photo of few colors has fewer than were asked for, and an edit leaves it so.
            expect(len(work.edited) <= wanted, f"{len(work.edited)} colors edited, not {wanted}")
            wanted = len(work.edited)
        else:
            histogram = session.histogram
            missing = absent(histogram, np.array(settings.locked, np.uint8).reshape(-1, 3))
            in_palette = settings.transparency == "palette"
            if in_palette and histogram.translucent is not None and not settings.dithered:
                histogram = histogram.translucent
            # One is for what is hidden, and is there even if there is just one more.
            hidden = int(in_palette and session.histogram.hidden > 0)
            room = max(wanted - hidden, len(settings.locked), 1)
            there = len(histogram) + len(missing)
            wanted = hidden + (min(room, there) if len(histogram) <= room else room)
        expect(len(palette) == wanted, f"{len(palette)} colors, not {wanted}")
        expect(self.window.panel._box.value() == settings.colors, "the box says another number")

    def _check_actions(self) -> None:
        window, expect, session = self.window, self.expect, self.window.session
        actions, chosen = window.actions_, window.palette_view.chosen
        there, settled = session.result is not None, session.settled
        chosen = chosen if settled else []
        for action, able in (
            (actions.save, True),
            (actions.save_as, True),
            (actions.save_palette, there),
            (actions.add_color, settled),
            (actions.copy_palette, settled),
            (actions.lock, len(chosen) > 0),
            (actions.edit_color, len(chosen) == 1),
            (actions.merge, len(chosen) > 1),
            (actions.remove_color, len(chosen) > 0),
            (actions.cancel, window.canvas.picking),
            (actions.pick_color, bool(session.histogram)),
            (actions.previous, window.documents.album.has_previous),
            (actions.next, window.documents.album.has_next),
        ):
            expect(action.isEnabled() == able, f"{action.text()} is enabled: {not able}")
        expect(actions.pick_color.isChecked() == window.canvas.picking, "picking is shown wrongly")

    def check_memory(self) -> None:
        """Look at what lives beside the window, once everything is settled."""
        alive, session = living(), self.window.session
        alive.subtract(self._alive_before)
        most = {
            "MainWindow": 1,
            # That shown, and the part of one that a draft was last made of, with its whole.
            "Photo": 3,
            "Result": 1,
            # Its colors with alpha told apart, and laid on a background.
            "Histogram": 3,
            # Photo, result, difference, veil.
            "Picture": 4,
            # One without a photo, to begin with.
            "Desk": len(session._desks) + 1,
        }
        for kind, count in most.items():
            self.expect(alive[kind] <= count, f"{alive[kind]} of {kind}, at most {count} expected")

    # Waiting

    def spin(self, milliseconds: int) -> None:
        """Run the event loop for a while."""
        if milliseconds == 0:
            QApplication.processEvents()
            return
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def be_undisturbed(self) -> None:
        """Wait until no dialog is open."""
        end = time.monotonic() + _PATIENCE_S
        while QApplication.activeModalWidget() is not None:
            self.spin(2)
            dialog = QApplication.activeModalWidget()
            self.expect(time.monotonic() < end, f"a dialog stays open: {dialog}")

    def _is_free(self) -> bool:
        return QApplication.activeModalWidget() is None and self.window.isVisible()

    def _is_idle(self) -> bool:
        return not self._under_way()

    def _under_way(self) -> list[str]:
        if QApplication.activeModalWidget() is not None:
            return [str(QApplication.activeModalWidget())]
        if self.window.film_strip._rest.isActive():
            return ["a photo chosen by keys"]
        documents = self.window.documents
        if documents._put_off is not None and not self.window.session.saving:
            return ["what was put off until a dialog is closed"]
        lanes = self.window.findChildren(Lane)
        return [lane._thread.objectName() for lane in lanes if lane.busy or lane._serving]

    def _take_progress(self, progress: Progress) -> None:
        if progress != self._progress:
            self._moved, self._progress = time.monotonic(), progress

    def _take_stopped(self) -> None:
        self._stale = True

    def _take_settings(self, _settings: Settings) -> None:
        self._stale = False

    def _take_photo(self, _photo: Photo, picture: Picture) -> None:
        self._opened, self._made, self._stale = picture, None, False

    def _take_result(self, _result: Result, picture: Picture) -> None:
        self._made = picture

    def _take_sentence(self, sentence: str) -> None:
        if "unexpected" in sentence or "memory" in sentence:
            self.problems.append(sentence)

    # Hands

    def _focus(self):
        return QApplication.focusWidget() or self.window

    def _menu_actions(self) -> list[QAction]:
        found, menus = [], [self.window.menuBar()]
        while menus:
            for action in menus.pop().actions():
                if action.menu() is not None:
                    menus.append(action.menu())
                elif not action.isSeparator():
                    found.append(action)
        return found

    def _point_in(self, widget) -> QPoint:
        rect = widget.rect()
        return QPoint(
            self._rng.randrange(max(rect.width(), 1)), self._rng.randrange(max(rect.height(), 1))
        )

    def _move(self, widget, at: QPoint, held=Button.NoButton) -> None:
        point = QPointF(at)
        everywhere = QPointF(widget.mapToGlobal(at))
        kind = QEvent.Type.MouseMove
        event = QMouseEvent(kind, point, everywhere, Button.NoButton, held, NONE)
        QApplication.sendEvent(widget, event)

    def _drag(self, widget, start: QPoint, end: QPoint) -> None:
        QTest.mousePress(widget, Button.LeftButton, pos=start)
        for part in (0.3, 0.7, 1):
            self._move(widget, start + (end - start) * part, Button.LeftButton)
            self.spin(0)
        QTest.mouseRelease(widget, Button.LeftButton, pos=end)

    def _wheel(self, widget, at: QPoint) -> None:
        event = QWheelEvent(
            QPointF(at),
            QPointF(widget.mapToGlobal(at)),
            QPoint(),
            QPoint(0, self._rng.choice([120, -120, 360, -30])),
            Button.NoButton,
            NONE,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def _turn(self, combo) -> None:
        """Choose something in a box by keys: with its list open, or without."""
        if not combo.isEnabled():
            return
        if self._rng.random() < 0.2:
            combo.showPopup()
            self.spin(1)
            view = combo.view()
            QTest.keyClick(view, self._rng.choice([Key.Key_Down, Key.Key_Up]))
            QTest.keyClick(view, self._rng.choice([Key.Key_Return, Key.Key_Escape]))
        else:
            for _ in range(self._rng.randint(1, 3)):
                QTest.keyClick(combo, self._rng.choice([Key.Key_Down, Key.Key_Up]))

    def _use_context_menu(self, port, at: QPoint) -> None:
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(port, QContextMenuEvent(reason, at, port.mapToGlobal(at)))
        menu = self.window.palette_view._menu
        if not menu.isVisible():
            return
        self.spin(self._rng.choice([0, 5]))
        able = [action for action in menu.actions() if action.isEnabled() and action.text()]
        action = self._rng.choice([*able, None])
        if action is None:
            QTest.keyClick(menu, Key.Key_Escape)
        else:
            self.log[-1] += f": {action.text()}"
            QTest.mouseClick(menu, Button.LeftButton, pos=menu.actionGeometry(action).center())
        menu.hide()


_WEIGHTS = {
    "drop": 9,
    "trigger": 5,
    "press_shortcut": 14,
    "undo_and_redo": 6,
    "cancel": 5,
    "use_canvas": 7,
    "use_canvas_keys": 3,
    "pick": 4,
    "use_list": 9,
    "use_list_keys": 3,
    "edit_palette": 9,
    "move_slider": 8,
    "use_panel": 8,
    "use_strip": 6,
    "step": 4,
    "use_clipboard": 3,
    "hold_original": 1,
    "click_tool": 3,
    "change_looks": 2,
    "touch_disk": 2,
    "close": 2,
    "rest": 4,
    "go_through_history": 2,
}


def living() -> Counter[str]:
    """Count what takes memory."""
    gc.collect()
    kinds = {kind: kind.__name__ for kind in _KEPT_KINDS}
    return Counter(kinds[type(each)] for each in gc.get_objects() if type(each) in kinds)


def running_threads() -> list[str]:
    """Name Qt's threads that run, and Python's own but for those that share the hot loops."""
    found = [
        each.objectName()
        for each in gc.get_objects()
        if type(each) is QThread and shiboken6.isValid(each) and each.isRunning()
        if each is not QCoreApplication.instance().thread()
    ]
    own = [t for t in threading.enumerate() if not isinstance(t, threading._DummyThread)]
    return found + [t.name for t in own if not t.name.startswith("kernels")]


def resident_bytes() -> int | None:
    """Tell how much memory the process has, where the system says so."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)  # what was freed goes back to the system
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return None
