"""The numbers on how near a result is to its photo, each with what it tells and what not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

import core
from core.charts.table import Column, Table
from core.language import N_, NP_, _, translated
from gui.controls.table import TableView
from gui.desktop import texts
from gui.desktop.tips import show_tip
from gui.outcome import words
from gui.outcome.popup import Popup

_TITLE, _VALUE, _MEANING = range(3)
_COLUMNS = (
    Column(NP_("what is measured", "Number")),
    Column(N_("Value")),
    Column(N_("What it tells, and what not")),
)
_NONE = "—"
_NAME = N_("Numbers of the result")
# A column is as wide as this text, before the value is known.
_WIDEST = "10000.0 dB"
_LETTERS_OF_MEANING = 73
_GAP, _AIR = 24, 10
_MARGIN = 8


class QualityNumbers(Popup):
    """Table of all numbers that pops up beside a button, filled in as they are measured.

    Signals
    -------
    copied(str)
        In which way the numbers were copied.
    """

    copied = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_NAME, parent)
        self._known: dict[str, float | str] = {}
        self._name, self._colors, self._animated = "", 0, False
        self._table = TableView(_NAME)
        self._table.setWordWrap(True)
        self._table.newest = lambda: words.table_of_quality(self._name, self._colors, self._known)
        self._table.copied.connect(self.copied)
        self._table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        for policy in (
            self._table.setHorizontalScrollBarPolicy,
            self._table.setVerticalScrollBarPolicy,
        ):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._state = QLabel()
        self._state.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.copy = QToolButton(popupMode=QToolButton.ToolButtonPopupMode.InstantPopup)
        self._place()
        texts.follow(self, self._show)

    @property
    def rows(self) -> dict[str, str]:
        """What is told of each number: its value, or why there is none."""
        table = self._table.model_.table
        return {str(row[_TITLE]): str(row[_VALUE]) for row in table.rows}

    @property
    def complete(self) -> bool:
        """Whether all numbers are measured, or it is known why not."""
        return all(number.name in self._known for number in core.QUALITY_NUMBERS)

    def forget(self, name: str, colors: int, *, animated: bool = False) -> None:
        """Begin with a result of which nothing is known yet.

        Parameters
        ----------
        name : str
            That of the photo's file.
        colors : int
            Number of colors of the result.
        animated : bool
            Whether the photo is the first frame of an animation.
        """
        self._name, self._colors, self._animated = name, colors, animated
        self._known.clear()
        self._show()

    def show_measured(self, name: str, value: float | str) -> None:
        """Show one of the numbers, or a sentence on why there is none."""
        self._known[name] = value
        self._show()

    def pop_up(self, button: QWidget) -> None:
        """Show the numbers beside a button."""
        self._fit(button.screen().availableGeometry().width())
        self.move_beside(button)
        self.show()
        # Otherwise the focus is a frame around one cell, in a table of which rows are chosen.
        self._table.light_up(0)
        self._table.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show(self) -> None:
        self._table.show_table(Table("", _COLUMNS, tuple(map(self._row, core.QUALITY_NUMBERS))))
        state = _("Of the animation, the first frame is measured.") if self._animated else ""
        self._state.setText(state if self.complete else _("Measuring…"))
        self.copy.setEnabled(self.complete)
        later = _("Wait until all numbers are measured")
        tip = _("Copy the numbers as text, CSV or LaTeX")
        show_tip(self.copy, tip, "" if self.complete else f"({later})")

    def _row(self, number: core.QualityNumber) -> tuple[str, str, str]:
        value = self._known.get(number.name)
        if isinstance(value, str):
            return translated(number.title), _NONE, words.sentence(value)
        told = words.UNKNOWN if value is None else number.written(value)
        meaning = f"{translated(number.meaning)} {translated(number.limits)}"
        return translated(number.title), told, meaning

    def _fit(self, room: int) -> None:
        """Make columns and rows as large as they may become, so that nothing jumps."""
        table, metrics = self._table, self._table.fontMetrics()
        titles = [translated(number.title) for number in core.QUALITY_NUMBERS]
        table.setColumnWidth(_TITLE, max(map(metrics.horizontalAdvance, titles)) + _GAP)
        table.setColumnWidth(_VALUE, metrics.horizontalAdvance(_WIDEST) + _GAP)
        room -= table.horizontalHeader().sectionPosition(_MEANING) + 4 * _MARGIN
        table.setColumnWidth(_MEANING, min(metrics.averageCharWidth() * _LETTERS_OF_MEANING, room))
        table.resizeRowsToContents()
        for row in range(len(core.QUALITY_NUMBERS)):
            table.setRowHeight(row, table.rowHeight(row) + _AIR)
        head, side = table.horizontalHeader(), table.verticalHeader()
        table.setFixedSize(head.length(), head.sizeHint().height() + side.length())
        self.adjustSize()

    def _place(self) -> None:
        texts.put(self.copy.setText, lambda: _("Copy"))
        menu = QMenu(self.copy)
        self._table.fill(menu)
        self.copy.setMenu(menu)
        foot = QHBoxLayout()
        foot.addWidget(self._state, 1)
        foot.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.addWidget(self._table)
        column.addLayout(foot)
