"""The cells of a comparison, placed so that the pictures are as large as can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

import core
from core.language import _, translated
from gui.contest import words
from gui.contest.arrangement import Arrangement, arrangement_of
from gui.contest.cell import OF_PHOTO, OF_RESULT, Cell
from gui.contest.link import Link
from gui.contest.words import Figure, best_of
from gui.desktop import texts
from gui.desktop.keys import ARROWS, ENTER
from gui.picture.geometry import View

if TYPE_CHECKING:
    from core import Variant
    from core.model import Palette
    from gui.picture.bridge import Picture

_PAN_STEP = 60


class Grid(QScrollArea):
    """The original and the results, in cells that are walked through by arrow keys.

    Signals
    -------
    taken(int)
        The place of a result, from 0, that is to be used.
    current_changed()
    """

    taken = Signal(int)
    current_changed = Signal()

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._original: Picture | None = None
        self._photo = 4, 3
        self._figures: dict[int, list[Figure]] = {}
        self._arrangement = Arrangement(1, 1, 1, 1)
        self.cells: list[Cell] = []
        self._current = 0
        self._board = QWidget()
        texts.put(self._board.setAccessibleName, lambda: _("Results"))
        self.setWidget(self._board)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Tab leads to the cell that is the current one.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        texts.put(self.setAccessibleName, lambda: _("Comparison"))
        texts.put(
            self.setAccessibleDescription,
            lambda: _(
                "Arrow keys go from result to result, with Shift they move the pictures. Plus and "
                "minus zoom, O shows the original as long as it is held, Enter uses the result."
            ),
        )

    @property
    def current(self) -> int | None:
        """The place of the result that the keys are at; None for the original, and without any."""
        return self._current - 1 if self._current else None

    @property
    def has_focus(self) -> bool:
        """Whether the keys are at one of the cells."""
        return any(cell.hasFocus() for cell in self.cells)

    def has_result(self, place: int) -> bool:
        """Return whether the picture of a result is there."""
        return self.cells[place + 1].pane.has_picture

    def go_to_first(self) -> None:
        """Lead the keys to the first result."""
        if len(self.cells) > 1:
            self.cells[1].setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, place: int) -> None:
        """Make a result the current one."""
        self._make_current(place + 1)

    def begin(self, original: Picture | None, plan: Sequence[Variant]) -> None:
        """Begin with other results, none of which is there yet; None: show nothing."""
        for cell in self.cells:
            cell.hide()
            cell.deleteLater()
        self._original, self._figures, self.cells = original, {}, []
        self._link.begin(None if original is None else (original.width, original.height))
        if original is not None:
            self._photo = original.width, original.height
            self.cells = [self._cell(0, translated(words.ORIGINAL))]
            self.cells[0].show_picture(original, None)
        self.extend(plan)
        self._make_current(min(1, max(len(self.cells) - 1, 0)))

    def extend(self, plan: Sequence[Variant]) -> None:
        """Add cells for results that are to come.

        Parameters
        ----------
        plan : sequence of Variant
            Those of all results, as what tells them apart may be something else now.
        """
        for variant in plan[max(len(self.cells) - 1, 0) :]:
            cell = self._cell(len(self.cells), variant.title)
            cell.show_words(words.WAITING)
            self.cells.append(cell)
        self.name(plan)

    def shrink(self, plan: Sequence[Variant]) -> None:
        """Remove cells at the end, so that only those of these variants are left."""
        for cell in self.cells[1 + len(plan) :]:
            cell.hide()
            cell.deleteLater()
        del self.cells[1 + len(plan) :]
        self._make_current(min(self._current, len(self.cells) - 1))
        self.name(plan)

    def name(self, plan: Sequence[Variant]) -> None:
        """Name all results anew, and the original in the language of the moment."""
        shorts = core.short_titles_of([variant.settings for variant in plan])
        for cell in self.cells[:1]:
            cell.name(translated(words.ORIGINAL), translated(words.ORIGINAL))
        for cell, variant, short in zip(self.cells[1:], plan, shorts, strict=True):
            cell.name(variant.title, short)
        self._lay_out()

    def show_picture(self, place: int, picture: Picture, palette: Palette) -> None:
        """Show a result whose numbers are not known yet."""
        cell = self.cells[place + 1]
        cell.show_picture(picture, palette)
        if place not in self._figures:
            cell.show_words(words.MEASURING)

    def show_figures(self, place: int, figures: list[Figure]) -> None:
        """Show the numbers of a result, and which of all known are best."""
        self._figures[place] = figures
        known = list(self._figures.items())
        for (each, row), best in zip(known, best_of([row for _place, row in known]), strict=True):
            self.cells[each + 1].show_figures(row, best)

    def show_facts(self, facts: Sequence[Figure]) -> None:
        """Show what is known of the photo itself."""
        if self.cells:
            self.cells[0].show_figures(facts)

    def stop_waiting(self) -> None:
        """Say of the results that will not come that there are none."""
        for place, cell in enumerate(self.cells[1:]):
            if place not in self._figures:
                cell.show_words(words.STOPPED)

    def fit(self) -> None:
        """Show the whole photo in each cell."""
        if self._original is not None:
            size = self._original.width, self._original.height
            view = self._view
            assert view is not None
            self._link.take(View.fitted(size, view.viewport))

    def zoom_to(self, scale: float) -> None:
        """Show one photo pixel as `scale` device pixels, around the middle."""
        view = self._view
        if view is not None:
            self._link.take(view.at_scale(scale, view.viewport[0] / 2, view.viewport[1] / 2))

    def step(self, direction: int) -> None:
        """Go to the next larger (1) or smaller (-1) round scale."""
        view = self._view
        if view is not None:
            self._link.take(view.stepped(direction))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cells anew."""
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Place the cells from the other side where people read from there."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from cell to cell, move and zoom, use a result."""
        key = Qt.Key(event.key())
        dx, dy = ARROWS.get(key, (0, 0))
        view = self._view
        if key in ARROWS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if view is not None:
                self._link.take(view.panned(-dx * _PAN_STEP, -dy * _PAN_STEP))
        elif key in ARROWS:
            dx = -dx if self.isRightToLeft() else dx
            self._walk(dx + dy * self._arrangement.columns)
        elif key == Qt.Key.Key_Home:
            self._walk(-len(self.cells))
        elif key == Qt.Key.Key_End:
            self._walk(len(self.cells))
        elif key == Qt.Key.Key_Plus:
            self.step(1)
        elif key == Qt.Key.Key_Minus:
            self.step(-1)
        elif key in ENTER and self.current is not None:
            self.taken.emit(self.current)
        elif key == Qt.Key.Key_O and not event.modifiers():
            self.hold_original(held=True)
        else:
            event.ignore()
            return
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Show the results again."""
        if event.key() == Qt.Key.Key_O and not event.isAutoRepeat():
            self.hold_original(held=False)
        else:
            super().keyReleaseEvent(event)

    def hold_original(self, *, held: bool) -> None:
        """Show the original in all cells as long as it is held."""
        for cell in self.cells:
            cell.pane.hold_original(self._original if held else None)

    @property
    def _view(self) -> View | None:
        return self.cells[self._current].pane.view if self.cells else None

    def _cell(self, place: int, title: str) -> Cell:
        cell = Cell(title, self._link, OF_RESULT if place else OF_PHOTO, self._board)
        cell.chosen.connect(lambda: self._make_current(place))
        if place > 0:
            cell.taken.connect(lambda: self.taken.emit(place - 1))
        cell.show()
        return cell

    def _walk(self, by: int) -> None:
        if self.cells:
            place = min(max(self._current + by, 0), len(self.cells) - 1)
            self.cells[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _make_current(self, place: int) -> None:
        self._current = place
        for each, cell in enumerate(self.cells):
            cell.make_current(each == place)
        if self.cells:
            self.ensureWidgetVisible(self.cells[place], 0, 0)
        self.current_changed.emit()

    def _lay_out(self) -> None:
        if not self.cells:
            self._board.resize(0, 0)
            return
        room = self.maximumViewportSize()
        under = self.cells[0].under_picture
        size = room.width(), room.height()
        arrangement = arrangement_of(len(self.cells), size, self._photo, under)
        if arrangement.rows * arrangement.height > room.height():
            # The bar to scroll takes some of the width.
            size = room.width() - self.verticalScrollBar().sizeHint().width(), room.height()
            arrangement = arrangement_of(len(self.cells), size, self._photo, under)
        self._arrangement = arrangement
        self._board.resize(size[0], arrangement.rows * arrangement.height)
        for place, cell in enumerate(self.cells):
            left, top = arrangement.corner(place)
            if self.isRightToLeft():
                left = size[0] - left - arrangement.width
            cell.setGeometry(left, top, arrangement.width, arrangement.height)
