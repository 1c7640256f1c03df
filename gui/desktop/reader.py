"""A window to read in: pages of Markdown, with links from place to place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QDesktopServices, QTextBlock, QTextCursor
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from gui.desktop import texts
from gui.desktop.mirroring import mirror_tables

_SIZE = 680, 720
_MARGIN = 20


class Reader(QDialog):
    """Shows a page; work in the window behind it goes on.

    Parameters
    ----------
    parent : QWidget
    title, markdown : callable
        Return the title and the page in the language of the moment.
    anchors : sequence of str
        What links to the headings end with, in their order, if that is not what they say.
    """

    def __init__(
        self,
        parent: QWidget,
        title: Callable[[], str],
        markdown: Callable[[], str],
        anchors: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self._markdown = markdown
        self._anchors = anchors
        self._page = QTextBrowser()
        self._page.setOpenLinks(False)
        texts.put(self.setWindowTitle, title)
        texts.put(self._page.setAccessibleName, title)
        self._page.anchorClicked.connect(self._follow)
        self._page.document().setDocumentMargin(_MARGIN)
        self._page.setFrameShape(QTextBrowser.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)
        self.resize(*_SIZE)
        texts.follow(self, self._write)

    @property
    def page(self) -> QTextBrowser:
        """The widget that shows the page."""
        return self._page

    def changeEvent(self, event: QEvent) -> None:
        """Write the page anew when light became dark: its links keep their color otherwise."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()

    def _write(self) -> None:
        place = self._page.verticalScrollBar().value()
        self._page.setMarkdown(self._markdown())
        mirror_tables(self._page.document())
        self._page.verticalScrollBar().setValue(place)

    def _follow(self, link: QUrl) -> None:
        """Go to a heading of the page; anything else is for the browser."""
        if not link.isRelative():
            QDesktopServices.openUrl(link)
            return
        block = self._heading(link.fragment())
        if block is not None:
            self._page.setTextCursor(QTextCursor(block))
            top = self._page.document().documentLayout().blockBoundingRect(block).top()
            self._page.verticalScrollBar().setValue(round(top) - _MARGIN)

    def _heading(self, name: str) -> QTextBlock | None:
        block, headings = self._page.document().begin(), []
        while block.isValid():
            if block.blockFormat().headingLevel():
                headings.append(block)
            block = block.next()
        anchors = [anchor_of(heading.text()) for heading in headings]
        for known in (self._anchors, anchors):
            if len(known) == len(headings) and name in known:
                return headings[list(known).index(name)]
        return None


def anchors_in(markdown: str) -> list[str]:
    """Return what links to the headings of a page end with, in their order."""
    return [anchor_of(each) for each in re.findall(r"^#+ (.+)$", markdown, re.MULTILINE)]


def anchor_of(heading: str) -> str:
    """Return what a link to a heading ends with, as the web sites that show Markdown make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
