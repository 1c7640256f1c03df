"""Questions about own colors: a name, a file, whether a collection may go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets
from PySide6.QtWidgets import QWidget

import core
from core.language import _
from core.names import LONGEST_NAME, default_name, plain
from gui.desktop import dialogs

if TYPE_CHECKING:
    from gui.desktop.store import Store

_MOST_OF_A_PALETTE = 256
_LISTS = (".gpl", ".hex")


def ask_for_name(parent: QWidget, title: str, name: str, why_not: str = "") -> str | None:
    """Ask for the name of a collection; None when cancelled.

    Parameters
    ----------
    why_not : str
        What was wrong with the name given before, in a sentence; "" at first.
    """
    question = _("Name of the colors, as “Pearls” or “My threads”:")
    if why_not:
        question = f"{why_not}\n\n{question}"
    text, given = QtWidgets.QInputDialog.getText(parent, title, question, text=name)
    return text if given else None


def ask_where_to_export(parent: QWidget, store: Store, name: str, colors: int) -> Path | None:
    """Ask for the palette file that own colors are written to; None when cancelled."""
    formats = [each for each in core.palette_formats() if each.write]
    if colors > _MOST_OF_A_PALETTE:
        formats = [each for each in formats if each.ending in _LISTS]
    endings = {each.filter: each.ending for each in formats}
    folder, first = store.folder("save") or Path.home(), next(iter(endings))
    start = folder / default_name(folder, name.replace("/", "-"), endings[first])
    text, chosen = QtWidgets.QFileDialog.getSaveFileName(
        parent, _("Export own colors"), str(start), ";;".join(endings), first
    )
    if not text:
        return None
    path = Path(text)
    if path.suffix.lower() not in endings.values():
        path = path.with_name(path.name + endings.get(chosen, endings[first]))
        # The file chooser has asked about the name without this ending only.
        if path.exists() and not dialogs.may_replace(parent, path):
            return None
    store.remember_folder("save", path.parent)
    return path


def may_replace(parent: QWidget, name: str) -> bool:
    """Ask whether a collection may be replaced by another of its name."""
    question = _("You have colors called “{name}” already. Replace them?")
    return dialogs.confirm(
        parent,
        question.format(name=plain(name, LONGEST_NAME)),
        _("Which of them are sold out is forgotten."),
        _("Replace"),
    )


def may_remove(parent: QWidget, name: str) -> bool:
    """Ask whether a collection may be removed."""
    return dialogs.confirm(
        parent,
        _("Remove the colors “{name}”?").format(name=plain(name, LONGEST_NAME)),
        _("They cannot be brought back. Photos keep them until you choose from others."),
        _("Remove"),
    )
