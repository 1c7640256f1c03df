"""Questions about presets: a name, a file, whether one may be replaced or deleted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets
from PySide6.QtWidgets import QWidget

from core.language import N_, _, translated
from core.names import LONGEST_NAME, plain
from gui.desktop import dialogs

if TYPE_CHECKING:
    from gui.desktop.store import Store

_FILES = N_("Presets (*.json);;All files (*)")


def ask_for_name(parent: QWidget, title: str, name: str, why_not: str = "") -> str | None:
    """Ask for the name of a preset; None when cancelled.

    Parameters
    ----------
    why_not : str
        What was wrong with the name given before, in a sentence; "" at first.
    """
    question = _("Name of the preset:")
    if why_not:
        question = f"{why_not}\n\n{question}"
    text, given = QtWidgets.QInputDialog.getText(parent, title, question, text=name)
    return text if given else None


def ask_for_file(parent: QWidget, store: Store) -> Path | None:
    """Ask for the file of a preset; None when cancelled."""
    start = str(store.folder("open") or Path.home())
    name, _filter = QtWidgets.QFileDialog.getOpenFileName(
        parent, _("Import a preset"), start, translated(_FILES)
    )
    return Path(name) if name else None


def ask_where_to_export(parent: QWidget, store: Store, name: str) -> Path | None:
    """Ask for a file to write a preset to; None when cancelled."""
    folder = store.folder("save") or Path.home()
    start = str(folder / f"{name.replace(':', '')}.json")
    text, _filter = QtWidgets.QFileDialog.getSaveFileName(
        parent, _("Export the preset"), start, translated(_FILES)
    )
    if not text:
        return None
    path = Path(text)
    if not path.suffix:
        path = path.with_name(f"{path.name}.json")
        # The file chooser has asked about the name without this ending only.
        if path.exists() and not dialogs.may_replace(parent, path):
            return None
    store.remember_folder("save", path.parent)
    return path


def may_replace(parent: QWidget, name: str) -> bool:
    """Ask whether a preset may be replaced by another of its name."""
    question = _("There is a preset “{name}” already. Replace it?")
    return dialogs.confirm(
        parent,
        question.format(name=plain(name, LONGEST_NAME)),
        _("It cannot be brought back."),
        _("Replace"),
    )


def may_delete(parent: QWidget, name: str) -> bool:
    """Ask whether a preset may be deleted."""
    return dialogs.confirm(
        parent,
        _("Delete the preset “{name}”?").format(name=plain(name, LONGEST_NAME)),
        _("It cannot be brought back."),
        _("Delete"),
    )
