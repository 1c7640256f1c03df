"""What Qt does not mirror by itself where people read from right to left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument, QTextTable
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from gui.desktop import texts


def is_mirrored() -> bool:
    """Return whether windows are read from right to left."""
    return QApplication.isRightToLeft()


def keep_room(owner: QWidget, layout: QLayout, begin: int, top: int, end: int, below: int) -> None:
    """Set the margins of a layout by where lines begin and end, in every language."""

    def set_margins() -> None:
        left, right = (end, begin) if is_mirrored() else (begin, end)
        layout.setContentsMargins(left, top, right, below)

    texts.follow(owner, set_margins)


def mirror_tables(document: QTextDocument) -> None:
    """Have the tables of a page begin on the right where all else does."""
    if not is_mirrored():
        return
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            form = frame.format()
            form.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            form.setAlignment(Qt.AlignmentFlag.AlignRight)
            # On that side Qt forgets the margin of the page.
            form.setRightMargin(document.documentMargin())
            frame.setFormat(form)
