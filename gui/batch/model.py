"""The photos that are saved as rows: name, state, size before and after; sorted by any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from core.language import NP_, _, isolated, pgettext, translated
from core.names import LONGEST_NAME, plain
from core.wording import human_bytes, percent
from gui.desktop import texts, theme
from gui.desktop.tips import tip
from gui.session.photo_state import PhotoState

_Index = QModelIndex | QPersistentModelIndex
TITLES = (
    NP_("title of a column", "Photo"),
    NP_("title of a column", "State"),
    # Translators: the size of a file before and after, and how much smaller it has become
    NP_("title of a column", "Before"),
    NP_("title of a column", "After"),
    NP_("title of a column", "Change"),
)
NAME, STATE, BEFORE, AFTER, CHANGE = range(len(TITLES))
_NUMBERS = (BEFORE, AFTER, CHANGE)
_RANKS = {"failed": 0, "skipped": 1, "working": 2, "waiting": 3, "done": 4}


class BatchModel(QAbstractTableModel):
    """Rows stay where they are while they change, and are sorted when the user sorts them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photos: Sequence[Path] = ()
        self._states: list[PhotoState] = []
        self._places: list[int] = []
        self._rows: list[int] = []
        texts.follow(self, self._speak)

    def take(self, photos: Sequence[Path]) -> None:
        """Show other photos, that all wait, in their order."""
        self.beginResetModel()
        self._photos = photos
        self._states = [PhotoState()] * len(photos)
        self._places = self._rows = list(range(len(photos)))
        self.endResetModel()

    def show_states(self, changed: Mapping[int, PhotoState]) -> None:
        """Show what became of some photos, by their place."""
        for place, state in changed.items():
            self._states[place] = state
        rows = [self._rows[place] for place in changed]
        if rows:  # one signal is enough: the view paints only what is seen
            top, bottom = min(rows), max(rows)
            self.dataChanged.emit(self.index(top, 0), self.index(bottom, len(TITLES) - 1))

    def path_at(self, row: int) -> Path:
        """Return the photo of a row."""
        return self._photos[self._places[row]]

    def rowCount(self, _parent: _Index | None = None) -> int:
        """Count the photos."""
        return len(self._photos)

    def columnCount(self, _parent: _Index | None = None) -> int:
        """Count the columns."""
        return len(TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return translated(TITLES[section])
            if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return one thing about a photo."""
        place = self._places[index.row()]
        path, state, column = self._photos[place], self._states[place], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(path, state, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                # Translators: a cell of a table, as a screen reader tells it: "State waiting"
                return _("{title} {value}").format(
                    title=translated(TITLES[column]),
                    value=_text(path, state, column) or pgettext("no value", "none"),
                )
            case Qt.ItemDataRole.ToolTipRole:
                return tip(str(path), state.why)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else 0
                return Qt.AlignmentFlag.AlignVCenter | (side or Qt.AlignmentFlag.AlignLeft)
            case Qt.ItemDataRole.ForegroundRole:
                palette = QApplication.palette()
                if (column == STATE and state.kind == "failed") or (
                    column == CHANGE and state.larger
                ):
                    return theme.warning(palette)
                return palette.color(QPalette.ColorRole.Text)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order in which the photos came."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = [self._places[index.row()] for index in before]
        self._places = list(range(len(self._photos)))
        if column >= 0:
            down = order == Qt.SortOrder.DescendingOrder
            self._places.sort(key=lambda place: self._key(place, column), reverse=down)
        self._rows = [0] * len(self._places)
        for row, place in enumerate(self._places):
            self._rows[place] = row
        after = [self.index(self._rows[p], i.column()) for p, i in zip(places, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _speak(self) -> None:
        """Have all words shown anew, in another language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(TITLES) - 1)
        if self._photos:
            last = self.index(len(self._photos) - 1, len(TITLES) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _key(self, place: int, column: int) -> Any:
        state = self._states[place]
        if column == NAME:
            return self._photos[place].name.casefold()
        if column == STATE:
            return _RANKS[state.kind]
        if column == BEFORE:
            return -1 if state.before is None else state.before
        after = -1 if state.after is None else state.after
        # What has no size yet comes before all others.
        return after if column == AFTER else -1 if after < 0 else after / max(state.before or 1, 1)


def _text(path: Path, state: PhotoState, column: int) -> str:
    if column == NAME:
        return isolated(plain(path.name, LONGEST_NAME))
    if column == STATE:
        if state.kind == "working" and state.fraction:
            share = percent(f"{state.fraction:.0%}".rstrip("%")).replace(" ", "\N{NO-BREAK SPACE}")
            return _("working, {share}").format(share=share)
        return plain(state.told)
    if column == CHANGE:
        return state.change
    size = state.before if column == BEFORE else state.after
    return "" if size is None else human_bytes(size)
