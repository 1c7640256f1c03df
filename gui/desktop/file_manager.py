"""Folders shown by the file manager of the desktop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from gui.desktop import dialogs


def open_folder(folder: Path, parent: QWidget) -> None:
    """Open a folder in the file manager; where there is none, show its path, to be copied."""
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        return
    box = dialogs.show_error(parent, [f"No file manager opened. The folder is “{folder}”"])
    copy = box.addButton("&Copy the path", QMessageBox.ButtonRole.ActionRole)
    # The box shows a long path without its middle.
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(str(folder)))
