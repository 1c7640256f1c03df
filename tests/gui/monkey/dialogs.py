"""Answers whatever dialog comes up, as a user would."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QProgressDialog,
)

from gui.batch.dialog import SaveAllDialog
from gui.desktop.about import AboutBox
from gui.desktop.question import LeavingQuestion
from gui.palette.merging import MergingDialog
from tests.gui.monkey.disk import Files

Key, Button = Qt.Key, Qt.MouseButton

_LOOK_AROUND_MS = (1, 4, 15)


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
        elif isinstance(dialog, MergingDialog):
            self._answer_merging(dialog)
        elif isinstance(dialog, LeavingQuestion):
            self._answer_leaving(dialog)
        elif isinstance(dialog, SaveAllDialog):
            self._answer_save_all(dialog)
        elif isinstance(dialog, AboutBox):
            dialog.reject()
        elif isinstance(dialog, QProgressDialog):
            if self._rng.random() < 0.05:
                self._log("  saving all: cancel")
                dialog.cancel()
        else:
            raise AssertionError(f"a dialog nobody knows: {dialog}")

    def _answer_save_all(self, dialog: SaveAllDialog) -> None:
        dialog.folder.setText(str(self._files.out / "all"))
        saves = dialog.save.isEnabled() and self._rng.random() < 0.3
        self._log(f"  save all: {'yes' if saves else 'Esc'}")
        if saves:
            dialog.save.click()
        else:
            dialog.reject()

    def _answer_box(self, box: QMessageBox) -> None:
        button = self._rng.choice([*box.buttons(), None])
        text = box.text().split("\n")[0][:70]
        self._log(f"  “{text}” → {button.text() if button else 'Esc'}")
        if button is None:
            QTest.keyClick(box, Key.Key_Escape)
        else:
            QTest.mouseClick(button, Button.LeftButton)

    def _answer_leaving(self, question: LeavingQuestion) -> None:
        items = question.findChild(QListWidget)
        if self._rng.random() < 0.3:
            items.item(self._rng.randrange(items.count())).setCheckState(Qt.CheckState.Unchecked)
        button = self._rng.choice(question.findChild(QDialogButtonBox).buttons())
        self._log(f"  leaving {items.count()} photos → {button.text()}")
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

    def _answer_merging(self, dialog: MergingDialog) -> None:
        dialog.slider.setValue(self._rng.randrange(200))
        key = self._rng.choice([Key.Key_Return, Key.Key_Escape])
        self._log(f"  {dialog.answer.text()}: {key.name}")
        QTest.keyClick(dialog, key)

    def _answer_chooser(self, dialog: QFileDialog) -> None:
        if self._rng.random() < 0.2:
            self._log("  file: Esc")
            QTest.keyClick(dialog, Key.Key_Escape)
            return
        files = self._files
        if dialog.fileMode() is QFileDialog.FileMode.Directory:
            path = files.out if "Save" in dialog.windowTitle() else files.trip
        elif dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave:
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
    for kind in (kinds.Ok, kinds.Open, kinds.Save, kinds.Yes):
        if box.button(kind) is not None:
            QTest.mouseClick(box.button(kind), Button.LeftButton)
            return
