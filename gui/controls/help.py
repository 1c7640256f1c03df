"""What the Help menu does: the guide, the page of shortcuts, about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

import resources
from gui.controls.actions import Actions

if TYPE_CHECKING:
    from gui.desktop.about import AboutBox
    from gui.desktop.reader import Reader

# Some keyboards have keys of their own for Open, Undo and the like: those need no page.
_FIRST_SPECIAL_KEY = Qt.Key.Key_Help
_MOST_KEYS = 2

# These keys belong to no action, as they work in one place only.
_IN_PLACES = {
    "In the picture": (
        ("Arrow keys", "Move the photo"),
        ("Shift with left or right", "Move the split"),
        ("Plus, minus", "Zoom"),
        ("O, held", "Show the original"),
        ("Enter", "Choose the color under the cross, while one is picked"),
    ),
    "On the slider": (
        ("Arrow keys", "One color more or less, or a few where there are many"),
        ("Page Up, Page Down", "To the next number below the slider"),
        ("Home, End", "2 colors, 256 colors"),
    ),
    "In the k-means window": (
        ("P", "Play, pause"),
        ("R", "Draw the first centroids again, where they are drawn at random"),
        ("Ctrl with up, down", "More colors, fewer colors"),
        ("Ctrl with left, right, Home, End", "One step back or on, to the first, to the last"),
        ("Arrow keys in the cube", "Turn it"),
        ("Page Up, Page Down in the cube", "Go from centroid to centroid"),
        ("Shift with arrow keys in the cube", "Move the centroid; Enter goes on from there"),
        ("Left, right on a plot", "Go from cluster to cluster, or from moment to moment"),
    ),
    "On the colors": (
        ("Up, Down", "Go from color to color"),
        ("Shift or Ctrl with them", "Choose several"),
        ("Enter", "Edit the color"),
    ),
}


class Help(QObject):
    """Shows the guide, the shortcuts and what the program is, beside the window."""

    def __init__(self, window: QMainWindow, actions: Actions) -> None:
        super().__init__(window)
        self._window = window
        self._pages: dict[str, Reader] = {}
        actions.guide.triggered.connect(self.show_guide)
        actions.shortcuts.triggered.connect(self.show_shortcuts)
        actions.about.triggered.connect(self.show_about)

    def show_guide(self) -> Reader:
        """Show how to use the program; no network is needed."""
        return self._show("Guide", resources.document("guide.md").read_text(encoding="utf-8"))

    def show_shortcuts(self) -> Reader:
        """Show all keys on one page."""
        return self._show("Keyboard shortcuts", shortcuts(self._window))

    def show_about(self) -> AboutBox:
        """Show what the program is."""
        # It finds out versions, which is slow to load, and the window opens without it.
        from gui.desktop.about import AboutBox

        box = AboutBox(self._window)
        box.open()
        return box

    def _show(self, title: str, markdown: str) -> Reader:
        """Show a page; asked for again, the one that is open comes to the front."""
        from gui.desktop.reader import Reader

        if title not in self._pages:
            self._pages[title] = Reader(self._window, title, markdown)
        page = self._pages[title]
        page.show()
        page.raise_()
        page.activateWindow()
        return page


def shortcuts(window: QMainWindow) -> str:
    """Write a page of all keys, in Markdown: those of the menus, then those of single places."""
    parts = ["# Keyboard shortcuts"]
    for top in window.menuBar().actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            parts.append(_table(_plain(menu.title()), _keys_of(menu)))
    parts += [_table(place, iter(rows)) for place, rows in _IN_PLACES.items()]
    return "\n\n".join(parts)


def _keys_of(menu: QMenu) -> Iterator[tuple[str, str]]:
    for action in menu.actions():
        if action.shortcuts():
            # Undo and redo name the step that they are about; any other is as good.
            yield _keys(action), re.sub("^(Undo|Redo) .*", r"\1", _plain(action.text()))


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    own = [each for each in action.shortcuts() if not _is_special(each)]
    return ", ".join(dict.fromkeys(each.toString(native) for each in own[:_MOST_KEYS]))


def _is_special(keys: QKeySequence) -> bool:
    key = keys[0].key()  # type: ignore[index]
    return bool(key >= _FIRST_SPECIAL_KEY or Qt.Key.Key_F13 <= key <= Qt.Key.Key_F35)


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


def _table(title: str, rows: Iterator[tuple[str, str]]) -> str:
    lines = [f"| {keys.replace('|', chr(92) + '|')} | {what} |" for keys, what in rows]
    return "\n".join([f"## {title}", "", "| Keys | What they do |", "| --- | --- |", *lines])
