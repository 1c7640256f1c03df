"""A program to drag files from, as a file manager would be: `drag_source.py FILE …`."""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

# The target asks for the files after the drop: whoever drags must live until then.
_STAYS_MS = 1500


class Source(QLabel):
    """Where the drag begins."""

    def mousePressEvent(self, _event):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(Path(name).absolute())) for name in sys.argv[1:]])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)
        QTimer.singleShot(_STAYS_MS, QApplication.quit)


application = QApplication([])
source = Source("files")
source.setWindowTitle("Drag source")
source.setGeometry(1190, 30, 80, 60)
source.show()
application.exec()
