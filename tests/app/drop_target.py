"""A program to drop files on, as a file manager would be: `drop_target.py FOLDER`.

What is dropped is copied there; with `--refuses` it takes nothing. While a drag is over it that it
takes, its title says so.
"""

import shutil
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel


class Target(QLabel):
    """Where the drag ends."""

    def dragEnterEvent(self, event):
        if "--refuses" in sys.argv:
            self.setWindowTitle("Drop target that refuses it")
        elif event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.setWindowTitle("Drop target that takes it")

    def dragLeaveEvent(self, _event):
        self.setWindowTitle("Drop target")

    def dropEvent(self, event):
        event.acceptProposedAction()
        self.setWindowTitle("Drop target")
        for url in event.mimeData().urls():
            # Whoever waits for the file must not find a part of it.
            part = shutil.copy(url.toLocalFile(), Path(sys.argv[1], "part"))
            part.rename(part.with_name(url.fileName()))


application = QApplication([])
target = Target("files")
target.setAcceptDrops(True)
target.setWindowTitle("Drop target")
target.setGeometry(300, 835, 600, 60)
target.show()
application.exec()
