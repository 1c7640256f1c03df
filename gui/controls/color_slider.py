"""A slider on which twice the number is the same way everywhere, as few colors matter most."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractSlider, QSlider, QStyle, QStyleOptionSlider

# Where a few colors more make a difference, the keys move it by one.
_KEY_STEPS = [*range(1, 33), *range(34, 65, 2), *range(68, 129, 4), *range(136, 257, 8)]
# The style knows whole numbers only, so the way from the least to the largest has this many.
_PLACES = 10_000
_Action = QAbstractSlider.SliderAction


class ColorSlider(QSlider):
    """Slider for the number of colors, on a logarithmic scale; a click brings the handle there.

    Its value is the number itself, as a screen reader tells it; only where the handle stands is
    another matter than with QSlider.

    Parameters
    ----------
    marks : sequence of int
        Numbers that the page keys go to.
    """

    def __init__(self, least: int, largest: int, marks: tuple[int, ...]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._marks = marks
        # The handle was grabbed this far from its middle, in logical pixels.
        self._grabbed = 0.0
        self.setRange(least, largest)
        self.actionTriggered.connect(self._step)

    def x_of(self, number: int) -> int:
        """Return where the middle of the handle is for a number, from the left edge."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        option.sliderPosition = self._place_of(number)
        return self._handle(option).center().x()

    def number_at(self, x: float) -> int:
        """Return the number for which the middle of the handle is nearest to a place."""
        first, last = self.x_of(self.minimum()), self.x_of(self.maximum())
        part = min(max((x - first) / max(last - first, 1), 0.0), 1.0)
        least, largest = math.log(self.minimum()), math.log(self.maximum())
        return round(math.exp(least + part * (largest - least)))

    def initStyleOption(self, option: QStyleOptionSlider) -> None:
        """Tell the style the place of the handle rather than the number."""
        super().initStyleOption(option)
        option.minimum, option.maximum = 0, _PLACES
        option.sliderPosition = self._place_of(self.sliderPosition())
        option.sliderValue = self._place_of(self.value())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint an edge around the handle: that of the style is hard to see."""
        super().paintEvent(event)
        if not self.isEnabled():
            return
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1))
        edge = QRectF(self._handle(option)).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRoundedRect(edge, 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the handle, or bring it to where the track was clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle, at = self._handle(option), event.position()
        on_handle = handle.contains(at.toPoint())
        self._grabbed = at.x() - handle.center().x() if on_handle else 0.0
        self.setSliderDown(True)
        self._follow(at.x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the handle along."""
        if self.isSliderDown():
            self._follow(event.position().x())
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the handle."""
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
        else:
            event.ignore()

    def _follow(self, x: float) -> None:
        # A handle that is pressed and not moved keeps its number: many lie on one pixel.
        if round(x - self._grabbed) != self.x_of(self.sliderPosition()):
            self.setSliderPosition(self.number_at(x - self._grabbed))
        self.update()

    def _step(self, action: int) -> None:
        """Have the arrow keys go by steps that can be seen, and the page keys from mark to mark."""
        steps = {
            _Action.SliderSingleStepAdd.value: (_KEY_STEPS, 1),
            _Action.SliderSingleStepSub.value: (_KEY_STEPS, -1),
            _Action.SliderPageStepAdd.value: (self._marks, 1),
            _Action.SliderPageStepSub.value: (self._marks, -1),
        }
        if action in steps:
            numbers, direction = steps[action]
            self.setSliderPosition(_beside(numbers, self.value(), direction))

    def _place_of(self, number: int) -> int:
        least, largest = math.log(self.minimum()), math.log(self.maximum())
        if largest == least:
            return 0
        return round(_PLACES * (math.log(max(number, 1)) - least) / (largest - least))

    def _handle(self, option: QStyleOptionSlider) -> QRect:
        complex_, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        return self.style().subControlRect(complex_, option, part, self)


def _beside(numbers: Sequence[int], number: int, direction: int) -> int:
    """Return the next larger (1) or smaller (-1) of ascending numbers, or the number itself."""
    if direction > 0:
        place = bisect_right(numbers, number)
        return numbers[place] if place < len(numbers) else number
    place = bisect_left(numbers, number)
    return numbers[place - 1] if place else number
