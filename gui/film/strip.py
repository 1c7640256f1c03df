"""The photos opened together, side by side under the picture."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.desktop import texts
from gui.desktop.mirroring import keep_room
from gui.film.for_all import ForAll
from gui.film.list import FilmList
from gui.film.model import FilmModel
from gui.film.thumbnails import Thumbnails
from gui.session.photo_state import PhotoState

# A held arrow key repeats faster than this: only the photo it stops at is opened.
_REST_MS = 150


class FilmStrip(QWidget):
    """Thumbnails to choose the photo by, and what is for all photos.

    Signals
    -------
    chosen(Path)
        The user chose a photo, which the strip frames already. If it cannot be shown, call
        `set_current` with the one that is.
    removal_wanted(Path)
    menu_wanted(Path, QPoint)
        What can be done with a photo is to be shown at a point of the screen.
    several_changed()
        Other photos are chosen together.
    """

    chosen = Signal(object)
    removal_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    several_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Path | None = None
        self._asked_for: Path | None = None
        self._thumbnails = Thumbnails(self)
        self._photos = FilmModel(self._thumbnails, self)
        self._list = FilmList(self._photos)
        self.for_all = ForAll()
        layout = QHBoxLayout(self)
        keep_room(self, layout, 4, 0, 12, 0)
        layout.setSpacing(12)
        layout.addWidget(self._list, 1)
        layout.addWidget(self.for_all)
        texts.follow(self, self._take_height)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._choose_current)
        self._list.moved.connect(self._rest.start)
        self._list.picked.connect(self._choose_current)
        self._list.seen.connect(self._thumbnails.want)
        self._list.removal_wanted.connect(self.removal_wanted)
        self._list.menu_wanted.connect(self.menu_wanted)
        self._list.chosen_changed.connect(self.several_changed)
        self._thumbnails.made.connect(self._photos.repaint)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The photos, from left to right."""
        return self._photos.paths

    @property
    def texts(self) -> list[str]:
        """Text of each photo for screen readers."""
        role = Qt.ItemDataRole.AccessibleTextRole
        return [self._photos.index(row).data(role) for row in range(len(self.paths))]

    @property
    def several(self) -> list[Path]:
        """The photos that are chosen together, from left to right."""
        return sorted(self._photos.chosen, key=self._photos.row_of)

    def set_paths(self, paths: Sequence[Path]) -> None:
        """Show other photos, each once, none of them framed; the same again change nothing."""
        paths = tuple(paths)
        if paths != self.paths:
            self._rest.stop()
            self._thumbnails.keep_only(paths)
            self._photos.take(paths)
            self.several_changed.emit()
            self._shown = self._asked_for = None

    def set_current(self, path: Path | None) -> None:
        """Frame the photo that is shown, unless the user is just moving on by keys."""
        self._shown = self._asked_for = path
        if not self._rest.isActive():
            self._list.go_to(self._photos.row_of(path))

    def mark(self, modified: Collection[Path]) -> None:
        """Mark those photos that have work that is not saved, and no others."""
        self._photos.mark(modified)

    def mark_own(self, own: Collection[Path]) -> None:
        """Mark those photos that have settings of their own, and no others."""
        self._photos.mark_own(own)

    def show_states(self, states: Mapping[Path, PhotoState]) -> None:
        """Show what becomes of photos that are saved, in a line below their names."""
        self._photos.show_states(states)
        self._make_room(for_states=True)

    def forget_states(self) -> None:
        """Show of no photo any more what became of it."""
        self._photos.forget_states()
        self._make_room(for_states=False)

    def _make_room(self, *, for_states: bool) -> None:
        if self._list.shows_states != for_states:
            self._list.shows_states = for_states
            self._take_height()

    def _take_height(self) -> None:
        self.setFixedHeight(max(self._list.height_needed, self.for_all.sizeHint().height()))

    def end(self) -> None:
        """Make no more thumbnails, and end the thread that made them."""
        self._rest.stop()
        self._thumbnails.end()

    def _choose_current(self) -> None:
        self._rest.stop()
        path = self._photos.path_at(self._list.currentIndex())
        # The photo that is shown need not be opened, unless another was asked for since.
        if path is not None and not path == self._shown == self._asked_for:
            self._asked_for = path
            self.chosen.emit(path)
