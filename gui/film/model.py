"""The photos of the film strip as rows: name, thumbnail, state."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from core.language import _, isolated, pgettext
from core.names import LONGEST_NAME, plain
from core.wording import capitalized, enumerated
from gui.desktop.tips import tip
from gui.film.frame import CHOSEN, FAILED, MODIFIED, OWN, PICTURE, STATE
from gui.film.thumbnails import Thumbnails
from gui.session.photo_state import PhotoState

_Index = QModelIndex | QPersistentModelIndex


class FilmModel(QStringListModel):
    """Paths, their thumbnails, and whether each has work that is not saved.

    It keeps the names as a list of Qt's own: the list view counts the rows as often as there are
    any for each picture, and of ten thousand that would take most of the time in Python.
    """

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self.paths: tuple[Path, ...] = ()
        self._rows: dict[Path, int] = {}
        self._modified: set[Path] = set()
        self._own: set[Path] = set()
        self._states: dict[Path, PhotoState] = {}
        self.chosen: frozenset[Path] = frozenset()
        self._thumbnails = thumbnails

    def take(self, paths: tuple[Path, ...]) -> None:
        """Show other photos."""
        self.paths = paths
        self._rows = {path: row for row, path in enumerate(paths)}
        self._modified = self._known(self._modified)
        self._own = self._known(self._own)
        self.chosen = frozenset(self._known(self.chosen))
        self.setStringList([plain(path.name, LONGEST_NAME) for path in paths])

    def mark(self, modified: Collection[Path]) -> None:
        """Mark those photos that have work that is not saved, and no others."""
        before, self._modified = self._modified, self._known(modified)
        for path in before ^ self._modified:
            self.repaint(path)

    def mark_own(self, own: Collection[Path]) -> None:
        """Mark those photos that have settings of their own, and no others."""
        before, self._own = self._own, self._known(own)
        for path in before ^ self._own:
            self.repaint(path)

    def choose(self, chosen: Collection[Path]) -> None:
        """Choose some photos together, and no others."""
        before, self.chosen = self.chosen, frozenset(self._known(chosen))
        for path in before ^ self.chosen:
            self.repaint(path)

    def show_states(self, states: Mapping[Path, PhotoState]) -> None:
        """Show what becomes of photos that are saved; of others nothing changes."""
        known = {path: state for path, state in states.items() if path in self._rows}
        self._states |= known
        rows = [self._rows[path] for path in known]
        if rows:  # one signal for thousands: what is out of sight is not painted
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def forget_states(self) -> None:
        """Show of no photo any more what became of it."""
        self._states.clear()

    def repaint(self, path: Path) -> None:
        """Have a photo painted anew."""
        row = self.row_of(path)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, path: Path | None) -> int:
        """Find a photo; -1 if it is none of these."""
        return -1 if path is None else self._rows.get(path, -1)

    def _known(self, paths: Collection[Path]) -> set[Path]:
        return {path for path in paths if path in self._rows}

    def path_at(self, index: QModelIndex) -> Path | None:
        """Find the photo at an index."""
        return self.paths[index.row()] if index.isValid() else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return one thing about a photo."""
        if not index.isValid():
            return None
        path = self.paths[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return super().data(index, role)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._text(index.row())
            case Qt.ItemDataRole.ToolTipRole:
                return tip(
                    self._thumbnails.failure(path) or str(path),
                    self._about_own(path),
                    self._about_saving(path),
                )
            case role if role == PICTURE:
                return self._thumbnails.picture(path)
            case role if role == FAILED:
                return self._thumbnails.failure(path) is not None
            case role if role == MODIFIED:
                return path in self._modified
            case role if role == OWN:
                return path in self._own
            case role if role == CHOSEN:
                return path in self.chosen
            case role if role == STATE:
                return self._states.get(path)
        return None

    def _about_own(self, path: Path) -> str:
        if path not in self._own:
            return ""
        return _("It has settings or colors of its own; the other photos have the same.")

    def _about_saving(self, path: Path) -> str:
        state = self._states.get(path)
        return "" if state is None else capitalized(state.words)

    def _text(self, row: int) -> str:
        path = self.paths[row]
        where = _("{number} of {count}").format(number=row + 1, count=len(self.paths))
        parts = [isolated(plain(path.name, LONGEST_NAME)), where]
        if path in self._modified:
            parts.append(pgettext("a photo", "changed"))
        if self._thumbnails.failure(path) is not None:
            parts.append(pgettext("a photo", "cannot be opened"))
        if path in self._own:
            parts.insert(1, pgettext("a photo", "own settings"))
        if path in self.chosen:
            parts.append(pgettext("a photo", "chosen"))
        if path in self._states:
            parts.append(self._states[path].words)
        return enumerated(parts)
