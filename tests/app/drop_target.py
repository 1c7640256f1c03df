"""A program to drop files on, as a file manager would be: `drop_target.py FOLDER`.

What is dropped is copied there; with `--refuses` it takes nothing.
"""

import shutil
import sys

from PySide6.QtWidgets import QApplication, QLabel


class Target(QLabel):
    """Where the drag ends."""

    def dragEnterEvent(self, event):
        if event.mimeData().hasUrls() and "--refuses" not in sys.argv:
            event.acceptProposedAction()

    def dropEvent(self, event):
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            shutil.copy(url.toLocalFile(), sys.argv[1])


application = QApplication([])
target = Target("files")
target.setAcceptDrops(True)
target.setWindowTitle("Drop target")
target.setGeometry(300, 835, 600, 60)
target.show()
application.exec()
