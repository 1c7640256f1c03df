"""A word to somebody who works in another window meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

_SHOWN_MS = 10_000


def notify(window: QWidget, sentence: str) -> bool:
    """Draw attention to a window if none of the program's is in use; return whether it was done.

    Its entry in the bar of the desktop is marked (`QApplication.alert`), which every system can.
    Where there is a place for icons of programs, it shows the sentence as well, and goes again.
    """
    if QApplication.activeWindow() is not None:
        return False
    QApplication.alert(window)
    if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
        icon = QSystemTrayIcon(QIcon(QApplication.windowIcon()), window)
        icon.messageClicked.connect(window.activateWindow)
        icon.show()
        icon.showMessage("Fewtone", sentence, QApplication.windowIcon(), _SHOWN_MS)
        # Hidden at once, it would take its message along.
        QTimer.singleShot(_SHOWN_MS, icon, icon.deleteLater)
    return True
