"""The table of own colors."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QTableView, QWidget

from core.language import _
from gui.desktop import texts
from gui.own_colors.model import CODE, NAME, NUMBER, SHARE, CandidatesModel

_PADDING = 8


class CandidatesTable(QTableView):
    """Rows of one height, however many; Space checks or unchecks all that are chosen."""

    def __init__(self, model: CandidatesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(40)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (NUMBER, CODE, SHARE):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        # A third click on a title brings back the order of the file.
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        texts.put(self.setAccessibleName, lambda: _("Own colors"))
        texts.put(
            self.setAccessibleDescription,
            lambda: _("Space unchecks a color that is sold out, or checks one that is back."),
        )
        model.modelReset.connect(self._show_columns)
        texts.follow(self, self._fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Check at Space: all that are chosen as the one where the keys are."""
        current = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and current.isValid():
            rows = self.chosen_rows or [current.row()]
            self._model.check(rows, not self._model.is_checked(current.row()))
            return
        super().keyPressEvent(event)

    @property
    def chosen_rows(self) -> list[int]:
        """Rows that are chosen, from the top."""
        return sorted({index.row() for index in self.selectedIndexes()})

    def _show_columns(self) -> None:
        self.setColumnHidden(NUMBER, not self._model.has_numbers)

    def _fit(self) -> None:
        """Leave rows and columns the room that their font wants."""
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(metrics.height() + _PADDING)
        head = self.horizontalHeader()
        for column, widest in ((NUMBER, "80-19001"), (CODE, "#dddddd"), (SHARE, "100.0 %")):
            title = self._model.headerData(column, Qt.Orientation.Horizontal)
            width = max(metrics.horizontalAdvance(text) for text in (widest, f"{title} ▾ "))
            if column == SHARE:
                width += self.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize)
            head.resizeSection(column, width + 3 * _PADDING)
