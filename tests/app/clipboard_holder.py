"""A program with a clipboard, as a browser would be: it holds a picture, or looks what is there.

clipboard_holder.py put PICTURE    holds the picture until it is ended
clipboard_holder.py take FILE      writes the picture that it finds, as bytes of a PNG
"""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel

_LOOK_MS = 50


def put(path):
    data = QMimeData()
    data.setImageData(QImage(path))
    data.setHtml('<img src="https://example.org/a.png">')
    QGuiApplication.clipboard().setMimeData(data)


def take(path):
    found = QGuiApplication.clipboard().mimeData()
    if found is not None and found.hasFormat("image/png"):
        Path(path).write_bytes(bytes(found.data("image/png").data()))
        QApplication.quit()
    else:
        QTimer.singleShot(_LOOK_MS, lambda: take(path))


application = QApplication([])
# X11 gives the clipboard to programs that have a window only.
window = QLabel(sys.argv[1])
window.setWindowTitle("Clipboard holder")
window.setGeometry(1190, 30, 80, 60)
window.show()
QTimer.singleShot(0, lambda: {"put": put, "take": take}[sys.argv[1]](sys.argv[2]))
application.exec()
