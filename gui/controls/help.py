"""What the Help menu does: the guide, the page of shortcuts, about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

import resources
from core.language import N_, NP_, _, translated
from gui.controls.actions import Actions
from resources.blocks import with_blocks

if TYPE_CHECKING:
    from gui.desktop.about import AboutBox
    from gui.desktop.reader import Reader

# Some keyboards have keys of their own for Open, Undo and the like: those need no page.
_FIRST_SPECIAL_KEY = Qt.Key.Key_Help
_MOST_KEYS = 2

# These keys belong to no action, as they work in one place only.
_IN_PLACES = {
    N_("In the picture"): (
        (N_("Arrow keys"), N_("Move the photo")),
        (N_("Shift with left or right"), N_("Move the split")),
        (N_("Plus, minus"), N_("Zoom")),
        (N_("O, held"), N_("Show the original")),
        (NP_("key", "Enter"), N_("Choose the color under the cross, while one is picked")),
    ),
    N_("While what matters is painted"): (
        (N_("Arrow keys"), N_("Move the brush, with Shift by a pixel")),
        (N_("Space, held"), N_("Paint; once the pointer has moved, drag the photo")),
        (N_("[ and ], or Ctrl with the wheel"), N_("A smaller brush, a larger one")),
        (NP_("key", "Enter"), N_("Go on without painting")),
    ),
    N_("On the slider"): (
        (N_("Arrow keys"), N_("One color more or less, or a few where there are many")),
        (N_("Page Up, Page Down"), N_("To the next number below the slider")),
        (N_("Home, End"), N_("2 colors, 256 colors")),
    ),
    N_("In the k-means window"): (
        ("P", N_("Play, pause")),
        ("R", N_("Draw the first centroids again, where they are drawn at random")),
        (N_("Ctrl with up, down"), N_("More colors, fewer colors")),
        (
            N_("Ctrl with left, right, Home, End"),
            N_("One step back or on, to the first, to the last"),
        ),
        (N_("Arrow keys in the cube"), N_("Turn it")),
        (N_("Page Up, Page Down in the cube"), N_("Go from centroid to centroid")),
        (
            N_("Shift with arrow keys in the cube"),
            N_("Move the centroid; Enter goes on from there"),
        ),
        (N_("Left, right on a plot"), N_("Go from cluster to cluster, or from moment to moment")),
    ),
    N_("On the colors"): (
        (N_("Up, Down"), N_("Go from color to color")),
        (N_("Shift or Ctrl with them"), N_("Choose several")),
        (NP_("key", "Enter"), N_("Edit the color")),
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
        return self._show("guide", lambda: _("Guide"), lambda: with_blocks(_guide(), _), _guide())

    def show_shortcuts(self) -> Reader:
        """Show all keys on one page."""
        return self._show(
            "shortcuts", lambda: _("Keyboard shortcuts"), lambda: shortcuts(self._window)
        )

    def show_about(self) -> AboutBox:
        """Show what the program is."""
        # It finds out versions, which is slow to load, and the window opens without it.
        from gui.desktop.about import AboutBox

        box = AboutBox(self._window)
        box.open()
        return box

    def _show(
        self, name: str, title: Callable[[], str], markdown: Callable[[], str], english: str = ""
    ) -> Reader:
        """Show a page; asked for again, the one that is open comes to the front.

        Its links are to headings of the English page.
        """
        from gui.desktop.reader import Reader, anchors_in

        if name not in self._pages:
            self._pages[name] = Reader(self._window, title, markdown, anchors_in(english))
        page = self._pages[name]
        page.show()
        page.raise_()
        page.activateWindow()
        return page


def _guide() -> str:
    return resources.document("guide.md").read_text(encoding="utf-8")


def shortcuts(window: QMainWindow) -> str:
    """Write a page of all keys, in Markdown: those of the menus, then those of single places."""
    parts = ["# " + _("Keyboard shortcuts")]
    for top in window.menuBar().actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            parts.append(_table(menu.title().replace("&", ""), _keys_of(menu)))
    for place, rows in _IN_PLACES.items():
        words = ((translated(keys), translated(what)) for keys, what in rows)
        parts.append(_table(translated(place), words))
    return "\n\n".join(parts)


def _keys_of(menu: QMenu) -> Iterator[tuple[str, str]]:
    for action in menu.actions():
        if action.shortcuts():
            yield _keys(action), _name_of(action)


def _name_of(action: QAction) -> str:
    """Return what an action does, for undo and redo without the step that they are about."""
    undoes, redoes = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
    text = action.text()
    for keys, words in ((undoes, _("&Undo")), (redoes, _("&Redo"))):
        if action.shortcut() == QKeySequence(keys):
            text = words
    return text.replace("&", "").rstrip("…")


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    own = [each for each in action.shortcuts() if not _is_special(each)]
    return ", ".join(dict.fromkeys(each.toString(native) for each in own[:_MOST_KEYS]))


def _is_special(keys: QKeySequence) -> bool:
    key = keys[0].key()  # type: ignore[index]
    return bool(key >= _FIRST_SPECIAL_KEY or Qt.Key.Key_F13 <= key <= Qt.Key.Key_F35)


def _table(title: str, rows: Iterator[tuple[str, str]]) -> str:
    lines = [f"| {keys.replace('|', chr(92) + '|')} | {what} |" for keys, what in rows]
    keys, what = _("Keys"), _("What they do")
    head = f"| {keys} | {what} |"
    return "\n".join([f"## {title}", "", head, "| --- | --- |", *lines])
