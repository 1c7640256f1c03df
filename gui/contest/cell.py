"""A result among others: its name, its picture, its colors, its numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.language import translated
from gui.contest import words
from gui.contest.pane import Pane
from gui.contest.swatches import Swatches
from gui.controls.line import Line
from gui.desktop import texts
from gui.desktop.tips import show_tip

if TYPE_CHECKING:
    from core.model import Palette
    from gui.contest.link import Link
    from gui.contest.words import Figure
    from gui.picture.bridge import Picture

_EDGE = 4
_SMALLER = 0.92
_ROWS, _STRETCHES = 3, (3, 7)
# Row, column, rows, columns of each figure of a result, and of the photo itself.
OF_RESULT = ((0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1), (2, 0, 1, 2))
OF_PHOTO = ((0, 0, 1, 2), (1, 0, 1, 2))


class Cell(QWidget):
    """A result that can be made the current one, and be taken over.

    Parameters
    ----------
    title : str
    link : Link
    places : sequence of (int, int, int, int)
        Where its figures stand.

    Signals
    -------
    chosen()
        It was clicked, or the keys came to it.
    taken()
        It is to be used: a double click.
    """

    chosen = Signal()
    taken = Signal()

    def __init__(
        self,
        title: str,
        link: Link,
        places: Sequence[tuple[int, int, int, int]] = OF_RESULT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = self._short = title
        self._places = places
        self._figures: Sequence[Figure] = ()
        # What stands in place of figures.
        self._waits = ""
        self._current = self._shows_focus = False
        self.pane = Pane(link)
        self.pane.taken.connect(self.taken)
        self._title = _label()
        self._swatches = Swatches()
        self._labels = [_label(smaller=True) for _ in places]
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._place()
        self._show_name()
        texts.follow(self, self._show_waits)

    @property
    def text(self) -> str:
        """All that is told of the result, as one line."""
        return words.in_words(self.title, self._figures)

    @property
    def under_picture(self) -> int:
        """Height of all that is not the picture."""
        return self.sizeHint().height() - self.pane.sizeHint().height()

    def minimumSizeHint(self) -> QSize:
        """Ask for as little as can be read."""
        return QSize(170, 150)

    def name(self, title: str, short: str) -> None:
        """Give the result a title, of which only a part is shown."""
        self.title, self._short = title, short
        self._show_name()

    def show_picture(self, picture: Picture, palette: Palette | None) -> None:
        """Show the result; its numbers follow."""
        self.pane.show_picture(picture)
        self._swatches.show_palette(palette)

    def show_words(self, marked: str) -> None:
        """Show words in place of the picture, or of the numbers where the picture is there."""
        if self.pane.has_picture:
            self._waits = marked
            self._show_waits()
        else:
            self.pane.show_picture(None, marked)

    def show_figures(self, figures: Sequence[Figure], best: Collection[int] = ()) -> None:
        """Show the numbers of the result, those bold that no other is better in."""
        self._figures, self._waits = figures, ""
        for place, (label, figure) in enumerate(zip(self._labels, figures, strict=True)):
            font = label.font()
            font.setBold(place in best)
            label.setFont(font)
            # After the font: bold words need more room.
            label.setText(figure.words)
            show_tip(label, figure.words, figure.tip)
        self._show_name()

    def make_current(self, current: bool) -> None:
        """Frame the result that keys and buttons are about; Tab leads to it alone."""
        self._current = current
        policy = Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame of the current one."""
        if self._current:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            color = self.palette().color(QPalette.ColorRole.Highlight)
            painter.setPen(QPen(color, 3 if self._shows_focus else 1.5))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 4, 4)
            painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Become the current one."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.chosen.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Be taken over, wherever it was clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.taken.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the current one; the frame is thick if the focus came by key."""
        self._shows_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.chosen.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Make the frame thin."""
        self._shows_focus = False
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Take a larger font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def _show_waits(self) -> None:
        if self._waits:
            self._labels[-1].setText(translated(self._waits))

    def _show_name(self) -> None:
        self._title.setText(self._short)
        show_tip(self._title, self.title)
        self.setAccessibleName(self.title)
        self.setAccessibleDescription(". ".join(figure.words for figure in self._figures))

    def _place(self) -> None:
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        for label, place in zip(self._labels, self._places, strict=True):
            grid.addWidget(label, *place)
        for each, stretch in enumerate(_STRETCHES):
            grid.setColumnStretch(each, stretch)
        # Cells of the photo and of results have pictures of the same height.
        for row in range(_ROWS):
            grid.setRowMinimumHeight(row, self._labels[0].sizeHint().height())
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE + 4, _EDGE + 2, _EDGE + 4, _EDGE + 2)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.pane, 1)
        column.addWidget(self._swatches)
        column.addLayout(grid)


def _label(*, smaller: bool = False) -> Line:
    label = Line()
    if smaller:
        font = label.font()
        font.setPointSizeF(font.pointSizeF() * _SMALLER)
        label.setFont(font)
    return label
