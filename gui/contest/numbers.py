"""All numbers of a comparison: what they answer, as tables, and as curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

import core
from core.language import N_, _, translated
from gui.contest import words
from gui.controls.table import TableView
from gui.desktop import texts
from gui.desktop.announcing import name_combo_box
from gui.desktop.tips import show_tip
from gui.picture.curve_plot import CurvePlot

if TYPE_CHECKING:
    from core import Comparison, Table
    from gui.picture.plot import Plot

# Rows of these tables are the results.
_OF_RESULTS = 2
# In a lower window the page is scrolled.
_LEAST_HEIGHT = 480


class Numbers(QScrollArea):
    """Answers in sentences, a table to choose, and the curves of error and size.

    Signals
    -------
    chosen(int)
        The place of a result whose row was chosen.
    copied(str)
        In which way the table was copied.
    """

    chosen = Signal(int)
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables: list[Table] = []
        self.answers = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.which = QComboBox()
        self.table = TableView(N_("Numbers of the comparison"))
        self.copy = QToolButton()
        self.meanings = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.errors = CurvePlot(N_("Error over the number of colors"))
        self.sizes = CurvePlot(N_("Size over the number of colors"))
        # Whoever writes files gives it a menu.
        self.draw = QToolButton()
        self._curves = QWidget()
        self._place()
        self.which.currentIndexChanged.connect(self._show_table)
        self.table.chosen.connect(self._choose)
        self.table.copied.connect(self.copied)
        self.show_comparison(None)

    @property
    def plots(self) -> dict[str, Plot]:
        """The curves by their names in English."""
        return {
            "curve of the error": self.errors,  # untranslated: a name of a plot
            "curve of the size": self.sizes,  # untranslated: a name of a plot
        }

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show all numbers; None: there are none yet."""
        self._tables = [] if comparison is None else words.tables_of(comparison)
        self.which.clear()
        self.which.addItems([table.title for table in self._tables])
        self.which.setEnabled(bool(self._tables))
        self.copy.setEnabled(bool(self._tables))
        if comparison is None:
            self.answers.setText(translated(words.NO_NUMBERS))
            self._show_curves(None, None)
        else:
            self.answers.setText(words.answers_of(comparison))
            self._show_curves(core.error_curve(comparison), core.size_curve(comparison))

    def show_anew(self, comparison: Comparison | None) -> None:
        """Show the same numbers in another language; the table that was chosen stays so."""
        number = self.which.currentIndex()
        self.show_comparison(comparison)
        self.which.setCurrentIndex(number)

    def _show_curves(self, error: core.Curve | None, size: core.Curve | None) -> None:
        self.errors.show_curve(error)
        self.sizes.show_curve(size)
        # For one number of colors there is nothing to draw.
        self._curves.setVisible(error is not None)

    def _show_table(self, number: int) -> None:
        if 0 <= number < len(self._tables):
            self.table.show_table(self._tables[number])
            self.meanings.setText(words.meanings_of(self._tables[number]))
        else:
            self.table.show_table(core.Table("", (), ()))
            self.meanings.setText("")
        self.meanings.setVisible(bool(self.meanings.text()))

    def _choose(self, row: int) -> None:
        if self.which.currentIndex() < _OF_RESULTS:
            self.chosen.emit(row)

    def _place(self) -> None:
        for label in (self.answers, self.meanings):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.meanings.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        texts.put(self.copy.setText, lambda: _("Copy"))
        self.copy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        texts.follow(
            self.copy, lambda: show_tip(self.copy, _("Copy the table as text, CSV or LaTeX"))
        )
        menu = QMenu(self.copy)
        self.table.fill(menu)
        self.copy.setMenu(menu)
        head = QHBoxLayout()
        head.addWidget(self.which, 1)
        head.addWidget(self.copy)
        # Titles are long, and would widen the window.
        narrow = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.which.setSizeAdjustPolicy(narrow)
        self.which.setMinimumContentsLength(12)
        tables = QWidget()
        left = QVBoxLayout(tables)
        left.setContentsMargins(0, 0, 0, 0)
        left.addLayout(head)
        name_combo_box(self.which, N_("Table"))
        left.addWidget(self.table, 1)
        left.addWidget(self.meanings)
        texts.put(self.draw.setText, lambda: _("Save a curve"))
        self.draw.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        right = QVBoxLayout(self._curves)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.draw, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self.errors)
        right.addWidget(self.sizes)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(tables)
        both.addWidget(self._curves)
        texts.put(both.setAccessibleName, lambda: _("Tables and curves"))
        border = both.handle(1)
        texts.follow(both, lambda: border.setAccessibleName(_("Border between tables and curves")))
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        page = QWidget()
        page.setMinimumHeight(_LEAST_HEIGHT)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        texts.put(self.setAccessibleName, lambda: _("Numbers"))
        column = QVBoxLayout(page)
        column.setContentsMargins(10, 8, 10, 4)
        column.setSpacing(8)
        column.addWidget(self.answers)
        column.addWidget(both, 1)
