"""Folders shown by the file manager of the desktop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from core.language import _
from gui.desktop import dialogs


def open_folder(folder: Path, parent: QWidget) -> None:
    """Open a folder in the file manager; where there is none, show its path, to be copied."""
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        return
    said = _("No file manager opened. The folder is “{folder}”").format(folder=folder)
    box = dialogs.show_error(parent, [said])
    copy = box.addButton(_("&Copy the path"), QMessageBox.ButtonRole.ActionRole)
    # The box shows a long path without its middle.
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(str(folder)))
