"""Deeds with photos: dropping files, choosing another, changing what is on the disk."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox

from tests.gui.monkey.hands import NONE, Button, Hands, Key


class OnPhotos(Hands):
    """Opens photos, and goes from one to another."""

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

    def take_out(self) -> None:
        """Remove photos from the album, or keep just those that came last."""
        rng, documents = self._rng, self.window.documents
        paths = documents.album.paths
        kind = rng.choice(["shown", "some", "others", "replace"])
        self.log[-1] += f" {kind}"
        if kind == "shown":
            documents.close_photo()
        elif kind == "some":
            documents.remove(rng.sample(paths, rng.randint(0, len(paths))))
        elif kind == "others":
            documents.remove(set(paths) - {documents.album.current})
        else:
            self.window.notice.accepted.emit()

    def step(self) -> None:
        """Go to the next or the previous photo, perhaps several times in a row."""
        actions = self.window.actions_
        for _ in range(self._rng.randint(1, 3)):
            action = self._rng.choice([actions.next, actions.previous])
            if action.isEnabled() and self._is_free():
                self.log[-1] += f" {action.text()}"
                action.trigger()
                self.spin(self._rng.choice([0, 0, 3]))

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
