"""The dialog that merges near duplicates, up to a difference that the user chooses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from core.language import _, ngettext
from gui.controls.boxes import DecimalBox

_MOST = 20
_FIRST = 3.0
_STEPS_PER_UNIT = 10
_FEWEST = 2


class MergingDialog(QDialog):
    """Asks up to which difference colors are merged, while the picture shows what comes of it.

    Parameters
    ----------
    parent : QWidget
    colors : int
        Number of colors of the palette.
    differences : sequence of float
        Color differences at which one color fewer remains, in ascending order.

    Signals
    -------
    limit_changed(float)
        The user wants to see what a limit leads to.
    """

    limit_changed = Signal(float)

    def __init__(self, parent: QWidget, colors: int, differences: Sequence[float]) -> None:
        super().__init__(parent)
        self._colors = colors
        self._differences = differences
        self.setWindowTitle(_("Merge near duplicates"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _MOST * _STEPS_PER_UNIT)
        self.slider.setPageStep(_STEPS_PER_UNIT)
        self.box = DecimalBox()
        self.box.setRange(0, _MOST)
        self.box.setDecimals(1)
        self.box.setPrefix("ΔE ")
        self.box.setSingleStep(1 / _STEPS_PER_UNIT)
        for control in (self.slider, self.box):
            control.setAccessibleName(_("Largest difference of merged colors"))
            control.setToolTip(
                _(
                    "Color difference ΔE (CIEDE2000): 1 is hardly seen side by side, "
                    "5 is seen at once"
                )
            )
        self.slider.valueChanged.connect(lambda at: self._choose(at / _STEPS_PER_UNIT))
        self.box.valueChanged.connect(self._choose)
        self.answer = QLabel()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._merge = self._buttons.addButton(_("&Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._place()
        self._merge.setDefault(True)  # only within the dialog does it last

    @property
    def limit(self) -> float:
        """The limit that the controls show."""
        return self.box.value()

    @property
    def merged(self) -> int:
        """How many colors fewer there are at that limit."""
        return min(bisect_right(self._differences, self.limit), max(self._colors - _FEWEST, 0))

    def ask(self, beside: QWidget) -> float | None:
        """Ask for the limit, where the picture is not covered; None when cancelled."""
        self.adjustSize()
        corner = beside.mapToGlobal(QPoint(beside.width() - self.width(), 0))
        self.move(corner)
        self.slider.setFocus()
        self._choose(_FIRST)
        self.limit_changed.emit(_FIRST)
        return self.limit if self.exec() else None

    def _choose(self, limit: float) -> None:
        changed = limit != self.limit
        with QSignalBlocker(self.slider), QSignalBlocker(self.box):
            self.slider.setValue(round(limit * _STEPS_PER_UNIT))
            self.box.setValue(limit)
        left = self._colors - self.merged
        remain = ngettext(
            "{left} of {count} colors remain", "{left} of {count} colors remain", self._colors
        )
        text = remain.format(left=left, count=self._colors)
        self.answer.setText(text)
        self.answer.setAccessibleName(text)
        self._merge.setEnabled(self.merged > 0)
        if changed or self.sender() is self.box:
            self.limit_changed.emit(self.limit)

    def _place(self) -> None:
        text = QLabel(
            _(
                "Colors that look alike become one, up to this difference: "
                "1 is hardly seen side by side, 5 at once. Locked colors stay."
            )
        )
        text.setWordWrap(True)
        text.setMinimumWidth(300)
        row = QHBoxLayout()
        row.addWidget(self.slider, 1)
        row.addWidget(self.box)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(text)
        layout.addLayout(row)
        layout.addWidget(self.answer)
        layout.addWidget(self._buttons)
