"""The list in the film strip: photos from left to right, for mouse and keys."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from core.language import _
from gui.desktop import texts
from gui.film.frame import FilmFrame
from gui.film.model import FilmModel


class FilmList(QListView):
    """A list of photos that runs from left to right.

    Signals
    -------
    moved()
        A key has gone to another photo.
    picked()
        A photo was clicked, or chosen by Enter.
    seen(list of Path)
        The photos that are visible or near, the most important first.
    removal_wanted(Path)
        Delete was pressed on a photo.
    menu_wanted(Path, QPoint)
        What can be done with a photo is to be shown at a point of the screen.
    chosen_changed()
        Other photos are chosen together: by Ctrl or Shift, with the mouse or the keys.
    """

    moved = Signal()
    picked = Signal()
    seen = Signal(object)
    removal_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    chosen_changed = Signal()

    def __init__(self, photos: FilmModel) -> None:
        super().__init__()
        self._photos = photos
        self._pressed = QPersistentModelIndex()
        self._anchor = 0
        self.setModel(photos)
        self._frame = FilmFrame(self)
        self.setItemDelegate(self._frame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        # The frame is around the current one; nothing else is ever selected.
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        texts.put(self.setAccessibleName, lambda: _("Photos"))

    @property
    def shows_states(self) -> bool:
        """Whether there is a line for what becomes of a photo."""
        return self._frame.shows_states

    @shows_states.setter
    def shows_states(self, shows: bool) -> None:
        self._frame.shows_states = shows
        self.scheduleDelayedItemsLayout()

    @property
    def height_needed(self) -> int:
        """Room for a photo with its name, and for the scroll bar."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        photo = self.itemDelegate().sizeHint(option, QModelIndex())
        return photo.height() + self.horizontalScrollBar().sizeHint().height()

    def go_to(self, row: int) -> None:
        """Frame a photo and bring it into view; -1 frames none."""
        if row >= 0 and not self._photos.chosen:
            self._anchor = row
        self.setCurrentIndex(self._photos.index(row))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and emit which photos are seen: painting happens however they came into view."""
        super().paintEvent(event)
        self.seen.emit([self._photos.paths[row] for row in self._rows_near()])

    def event(self, event: QEvent) -> bool:
        """Keep Delete, which removes colors elsewhere, and Esc while several are chosen."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent):
            leaves = event.key() == Qt.Key.Key_Escape and bool(self._photos.chosen)
            if leaves or event.key() == Qt.Key.Key_Delete:
                event.accept()
                return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Emit which photo a menu is wanted for: that under the pointer, or that of the keys."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            at = self.viewport().mapToGlobal(self.visualRect(index).center())
        else:
            index, at = self.indexAt(self.viewport().mapFrom(self, event.pos())), event.globalPos()
        path = self._photos.path_at(index)
        if path is not None:
            self.menu_wanted.emit(path, at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from photo to photo by arrows; choose one at once by Enter, remove it by Delete."""
        path = self._photos.path_at(self.currentIndex())
        if self._chooses(event):
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.picked.emit()
            return
        if event.key() == Qt.Key.Key_Delete and path is not None:
            self.removal_wanted.emit(path)
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._choose_up_to(self.currentIndex().row())
            else:
                self._anchor = self.currentIndex().row()
                self._choose(())
                self.moved.emit()

    def _chooses(self, event: QKeyEvent) -> bool:
        """Choose all photos by Ctrl+A, one more or less by Ctrl+Space, none by Esc."""
        path = self._photos.path_at(self.currentIndex())
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._choose(self._photos.paths)
        elif event.key() == Qt.Key.Key_Space and path is not None:
            self._choose(self._photos.chosen ^ {path})
        elif event.key() == Qt.Key.Key_Escape and self._photos.chosen:
            self._choose(())
        else:
            return False
        return True

    def _choose(self, paths: Collection[Path]) -> None:
        if self._photos.chosen != set(paths):
            self._photos.choose(paths)
            self.chosen_changed.emit()

    def _choose_up_to(self, row: int) -> None:
        first, last = sorted((max(self._anchor, 0), row))
        self._choose(self._photos.paths[first : last + 1])

    # QListView frames a photo when the button goes down, even if it is released elsewhere.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the photo under the pointer: released there, it is clicked."""
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = QPersistentModelIndex(self._index_under(event) if left else QModelIndex())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the photo that was clicked."""
        index, pressed = self._index_under(event), self._pressed
        self._pressed = QPersistentModelIndex()
        path = self._photos.path_at(index)
        if path is None or index != pressed:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # The photo shown is one of them, as a user who adds a second one means it.
            first = self._photos.path_at(self.currentIndex())
            others = self._photos.chosen or ({first} if first is not None else frozenset())
            self._choose(others ^ {path})
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._choose_up_to(index.row())
        else:
            self._anchor = index.row()
            self._choose(())
            self.setCurrentIndex(index)
            self.picked.emit()

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:
        """Drag nothing."""

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Do nothing more than the first click did."""

    def _index_under(self, event: QMouseEvent) -> QModelIndex:
        return self.indexAt(event.position().toPoint())

    def _rows_near(self) -> Iterator[int]:
        """Yield the rows in view, then as many after them, then as many before."""
        count, area = self._photos.rowCount(), self.viewport().rect()
        if count == 0:
            return
        begin, end = area.topLeft(), area.topRight()
        if self.isRightToLeft():
            begin, end = end, begin
        first, last = self.indexAt(begin).row(), self.indexAt(end).row()
        if last < 0:  # the photos end before the edge
            last = count - 1
        seen = last + 1 - first
        yield from range(first, last + 1)
        yield from range(last + 1, min(last + 1 + seen, count))
        yield from range(first - 1, max(first - 1 - seen, -1), -1)
