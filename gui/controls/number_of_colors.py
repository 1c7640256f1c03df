"""Slider, box and presets for the number of colors."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent, QValidator
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)

from core.language import _, ngettext, translated
from core.settings import COLORS, SETTINGS
from gui.controls.color_slider import ColorSlider
from gui.desktop import texts
from gui.desktop.store import FEWEST_COLORS
from gui.desktop.tips import show_tip
from gui.session.work import gestures

_PRESETS = (2, 3, 5, 8, 16, 32, 64, 128, 256)
# Where there is no room for all, those later in this order are left out.
_FIRST_SHOWN = (2, 256, 16, 64, 8, 32, 128, 5, 3)
_PADDING = 6


class NumberOfColors(QWidget):
    """Three ways to choose the number of colors; each shows what another one chose.

    Signals
    -------
    chosen(int)
        The user wants this number; it is shown by `show_number` only.
    chosen_again()
        The user wants the number shown once more, for which a run may have been cancelled.
    beyond(int)
        The user typed a number for which there are too few colors to choose from.
    """

    chosen = Signal(int)
    chosen_again = Signal()
    beyond = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = FEWEST_COLORS
        self._gesture = next(gestures)
        self.slider = ColorSlider(FEWEST_COLORS, COLORS[-1], _PRESETS)
        # As the numbers under it, which are read from left to right in all languages.
        self.slider.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.slider.valueChanged.connect(self.chosen)
        self.slider.sliderReleased.connect(self._end_gesture)
        self.box = _NumberBox()
        self.box.beyond.connect(self.beyond)
        self.box.setRange(FEWEST_COLORS, COLORS[-1])
        # A number that is typed counts when it is whole.
        self.box.setKeyboardTracking(False)
        self.box.valueChanged.connect(self.chosen)
        self.presets = [self._preset(number) for number in _PRESETS]
        self._numbers = _UnderSlider(self.slider, dict(zip(_PRESETS, self.presets, strict=True)))
        self.label = QLabel(translated(SETTINGS["colors"].title))
        self._held = ""
        for control in (self.slider, self.box):
            texts.put(control.setAccessibleName, lambda: _("Number of colors"))
        self._place()
        texts.follow(self, self._show_tips)

    @property
    def gesture(self) -> int:
        """Number of the drag of the slider that is going on; 0 if none is."""
        return self._gesture if self.slider.isSliderDown() else 0

    def show_number(self, number: int) -> None:
        """Show a number of colors without emitting a signal."""
        self._shown = number
        blockers = [QSignalBlocker(control) for control in (self.slider, self.box)]
        self.slider.setValue(number)
        self.box.setValue(number)
        del blockers
        for preset in self.presets:
            preset.setChecked(preset.text() == str(number))

    def limit(self, most: int) -> None:
        """Offer no more colors than there are to choose from."""
        most = max(most, FEWEST_COLORS)
        if most == self.slider.maximum():
            return
        blockers = [QSignalBlocker(control) for control in (self.slider, self.box)]
        self.slider.setMaximum(most)
        self.box.setMaximum(most)
        del blockers
        self.slider.update()
        self._numbers.arrange()
        self._show_tips()

    def put_beside(self, widget: QWidget) -> None:
        """Put something at the right end of the title's row."""
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        grid.addWidget(widget, 0, 0, 1, 2, Qt.AlignmentFlag.AlignRight)

    def hold(self, reason: str) -> None:
        """Let no other number be chosen, for a reason that tips say; "" lets it."""
        self._held = reason
        for control in (self.slider, self.box, *self.presets):
            control.setEnabled(not reason)
        self._show_tips()

    def _show_tips(self) -> None:
        tip = _("How many colors the picture has in the end, 2 to 256")
        if self.slider.maximum() < COLORS[-1]:
            tip = _("How many colors the picture has in the end: there are {most} to choose from")
            tip = tip.format(most=self.slider.maximum())
        for control in (self.slider, self.box):
            show_tip(control, self._held or tip)
        for number, preset in zip(_PRESETS, self.presets, strict=True):
            words = ngettext("{count} color", "{count} colors", number).format(count=number)
            preset.setAccessibleName(words)
            show_tip(preset, self._held or words)

    def _preset(self, number: int) -> QPushButton:
        button = QPushButton(str(number), flat=True)
        button.setCheckable(True)
        # The slider's page keys go to the same numbers; nine stops more would be in the way.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        self._gesture = next(gestures)

    def _place(self) -> None:
        self.label.setBuddy(self.box)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.slider, 1, 0)
        grid.addWidget(self.box, 1, 1)
        # The numbers begin where the slider does; the last is wider than the end of its handle.
        grid.addWidget(self._numbers, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)


class _NumberBox(QSpinBox):
    """Lets any number of colors be typed, and tells of one that is too large.

    Signals
    -------
    beyond(int)
        This number was typed; the most that there can be takes its place.
    """

    beyond = Signal(int)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let numbers be typed that a picture can have, but not of these colors."""
        number = _number_in(text)
        if number is not None and self.maximum() < number <= COLORS[-1]:
            return QValidator.State.Intermediate, text, position
        if number is not None and 0 < number < self.minimum():
            # The first digit of a larger one, which Qt refuses where none is allowed.
            return QValidator.State.Intermediate, text, position
        return super().validate(text, position)

    def fixup(self, text: str) -> str:
        """Return the most that there can be for a number beyond it."""
        number = _number_in(text)
        if number is None or number <= self.maximum():
            return super().fixup(text)
        self.beyond.emit(number)
        return str(self.maximum())


def _number_in(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


class _UnderSlider(QWidget):
    """Numbers under a slider, each where its handle goes for it."""

    def __init__(self, slider: ColorSlider, buttons: dict[int, QPushButton]) -> None:
        super().__init__()
        self._slider = slider
        self._buttons = buttons
        for button in buttons.values():
            button.setParent(self)
        self._slider.installEventFilter(self)
        self._take_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the numbers anew."""
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Place the numbers anew when their font or the slider's style is another."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._take_height()
            self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the slider, which gets its place at another time than the numbers."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move}:
            self.arrange()
        return super().eventFilter(watched, event)

    def _take_height(self) -> None:
        self.setFixedHeight(self.fontMetrics().height() + 2 * _PADDING)

    def arrange(self) -> None:
        """Show the numbers for which there is room, those first that help most."""
        taken: list[tuple[int, int]] = []
        for number in _FIRST_SHOWN:
            button = self._buttons[number]
            if number > self._slider.maximum():
                button.hide()
                continue
            middle = self._slider.x_of(number) + self._slider.x() - self.x()
            width = button.fontMetrics().horizontalAdvance(str(number)) + _PADDING
            half = min((width + 1) // 2, middle)
            middle = min(middle, self.width() - half)
            left, right = middle - half, middle + half
            free = all(right < other[0] or left > other[1] for other in taken)
            button.setVisible(free)
            if free:
                taken.append((left, right))
                button.setGeometry(left, 0, 2 * half + 1, self.height())
