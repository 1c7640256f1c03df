"""Slider, box and presets for the number of colors."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.settings import COLORS, SETTINGS
from gui.desktop.store import FEWEST_COLORS

# Where a few colors more make a difference, the slider moves by one.
_ON_THE_SLIDER = [*range(2, 33), *range(34, 65, 2), *range(68, 129, 4), *range(136, 257, 8)]
_PRESETS = (2, 3, 5, 8, 16, 32, 64, 128, 256)
_NAME = "Number of colors"


class NumberOfColors(QWidget):
    """Three ways to choose the number of colors; each shows what another one chose.

    Signals
    -------
    chosen(int)
        The user wants this number; it is shown by `show_number` only.
    chosen_again()
        The user wants the number shown once more, for which a run may have been cancelled.
    """

    chosen = Signal(int)
    chosen_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = FEWEST_COLORS
        self._gesture = 0
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(_ON_THE_SLIDER) - 1)
        self.slider.setPageStep(5)
        self.slider.setAccessibleName(_NAME)
        self.slider.valueChanged.connect(lambda at: self.chosen.emit(_ON_THE_SLIDER[at]))
        self.slider.sliderReleased.connect(self._end_gesture)
        self.box = QSpinBox()
        self.box.setRange(FEWEST_COLORS, COLORS[-1])
        self.box.setAccessibleName(_NAME)
        # A number that is typed counts when it is whole.
        self.box.setKeyboardTracking(False)
        self.box.valueChanged.connect(self.chosen)
        self.presets = [self._preset(number) for number in _PRESETS]
        self._place()

    @property
    def gesture(self) -> int:
        """Number of the drag of the slider that is going on; 0 if none is."""
        return self._gesture + 1 if self.slider.isSliderDown() else 0

    def show_number(self, number: int) -> None:
        """Show a number of colors without emitting a signal."""
        self._shown = number
        blockers = [QSignalBlocker(control) for control in (self.slider, self.box)]
        self.slider.setValue(bisect_left(_ON_THE_SLIDER, number))
        self.box.setValue(number)
        del blockers
        for preset in self.presets:
            preset.setChecked(preset.text() == str(number))

    def _preset(self, number: int) -> QPushButton:
        button = QPushButton(str(number), flat=True)
        button.setCheckable(True)
        button.setMinimumWidth(button.fontMetrics().horizontalAdvance(str(number)) + 6)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setToolTip(f"{number} colors")
        button.setAccessibleName(f"{number} colors")
        button.clicked.connect(lambda _=False: self._choose_preset(number))
        return button

    def _choose_preset(self, number: int) -> None:
        if number == self._shown:
            # The click has turned the button off, but its number is still the one shown.
            self.show_number(number)
            self.chosen_again.emit()
        else:
            self.chosen.emit(number)

    def _end_gesture(self) -> None:
        self._gesture += 1

    def _place(self) -> None:
        label = QLabel(f"&{SETTINGS['colors'].title}")
        label.setBuddy(self.box)
        first = QHBoxLayout()
        first.addWidget(self.slider, 1)
        first.addWidget(self.box)
        grid = QGridLayout()
        grid.setSpacing(3)
        for column, preset in enumerate(self.presets):
            grid.addWidget(preset, 0, column)
            grid.setColumnStretch(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(label)
        whole.addLayout(first)
        whole.addLayout(grid)
