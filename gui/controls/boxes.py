"""Boxes to choose settings in, made of what the settings allow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QValidator
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox

from core.fields import Choice, Kind, Number, Option, Switch
from core.language import NP_, _, translated
from core.wording import percent
from gui.desktop import texts
from gui.desktop.tips import show_tip

NumberBox = QSpinBox | QDoubleSpinBox
Box = QComboBox | NumberBox

_LARGEST_OF_SPIN_BOX = 2**31 - 1
_FEW_CHOICES = 5
_TIP = Qt.ItemDataRole.ToolTipRole
_AUTO = NP_("number left to Fewtone", "Auto")
_NO, _YES = NP_("switch", "No"), NP_("switch", "Yes")


def box_for(kind: Kind) -> Box:
    """Build the box of a setting that is a choice, a number or a switch."""
    match kind:
        case Choice():
            return _choice_box(kind)
        case Number():
            return _number_box(kind)
        case Switch():
            return _switch_box(kind)
    raise NotImplementedError(kind)


def _number_box(kind: Number) -> NumberBox:
    """Build the box of a number."""
    if kind.optional:
        box: NumberBox = _OptionalNumberBox(kind.allowed)
    else:
        box = QSpinBox() if kind.allowed[-1] <= _LARGEST_OF_SPIN_BOX else _LargeNumberBox()
        box.setRange(kind.allowed[0], kind.allowed[-1])
    texts.put(box.setToolTip, partial(translated, kind.tip))
    if kind.unit == "%":
        texts.put(box.setSuffix, partial(percent, ""))
        box.setSingleStep(10)
    elif kind.unit:
        box.setSuffix(f" {kind.unit}")
    # A number that is typed counts when it is whole.
    box.setKeyboardTracking(False)
    return box


def _choice_box(kind: Choice) -> QComboBox:
    box = QComboBox()
    fill(box, kind.options)
    return box


def _switch_box(kind: Switch) -> QComboBox:
    box = QComboBox()
    fill(box, {False: Option(_NO, kind.tip), True: Option(_YES, kind.tip)})
    return box


def fill(box: QComboBox, options: Mapping[Any, Option]) -> None:
    """Put choices into an empty box: marked words of each value, which follow the language."""
    for value in options:
        box.addItem("", value)
    texts.follow(box, partial(_name_choices, box, tuple(options.values())))


def _name_choices(box: QComboBox, options: tuple[Option, ...]) -> None:
    for number, option in enumerate(options):
        box.setItemText(number, translated(option.title))
        box.setItemData(number, translated(option.tip), _TIP)
    # A box has room for what it held when it was first seen; another policy has it forget that.
    policy = box.sizeAdjustPolicy()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setSizeAdjustPolicy(policy)


def value_changed(box: Box) -> SignalInstance:
    """Return the signal that a box emits when its value changes."""
    return box.currentIndexChanged if isinstance(box, QComboBox) else box.valueChanged


def value_of(box: Box) -> str | int | None:
    """Return the value that a box shows; None for a number that is left to Fewtone."""
    if isinstance(box, _OptionalNumberBox) and box.value() == box.minimum():
        return None
    return cast("str", box.currentData()) if isinstance(box, QComboBox) else int(box.value())


def show_value(box: Box, value: str | int | None) -> None:
    """Make a box show a value; None is for a number that is left to Fewtone."""
    if isinstance(box, QComboBox):
        box.setCurrentIndex(box.findData(value))
    else:
        box.setValue(int(box.minimum() if value is None else value))


def explain(kind: Kind, box: Box, why_not: str = "") -> None:
    """Have a tip say what a setting does, what its choices mean, and why it is disabled if it is.

    Of many choices only the one that is shown is explained; all are where they are chosen. The
    reason is in the language of the moment.
    """
    choices: list[str] = []
    if isinstance(box, QComboBox) and kind.options:
        places = range(box.count()) if box.count() <= _FEW_CHOICES else [box.currentIndex()]
        choices = [explained(box.itemText(place), box.itemData(place, _TIP)) for place in places]
    show_tip(box, translated(kind.tip), *choices, f"({why_not})" if why_not else "")


def explained(title: str, tip: str) -> str:
    """Return a choice with what it means, both translated before."""
    # Translators: a choice, and what it means: "None: Each pixel takes the nearest color"
    return _("{choice}: {meaning}").format(choice=title, meaning=tip)


class DecimalBox(QDoubleSpinBox):
    """A box for numbers with a fraction, which begins with a point or with a comma when typed."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept the sign before the decimals that other languages have."""
        return super().validate(self._as_written(text), position)

    def valueFromText(self, text: str) -> float:
        """Return the number that is typed."""
        return super().valueFromText(self._as_written(text))

    def _as_written(self, text: str) -> str:
        # No number is grouped in here, so that either sign can only be that before decimals.
        point = self.locale().decimalPoint()
        return text.replace(".", point).replace(",", point)


class ShortNumberBox(DecimalBox):
    """A box that shows no zeros at the end of a fraction."""

    def textFromValue(self, value: float) -> str:
        """Return a number as it is shown."""
        text, point = super().textFromValue(value), self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text


class _LeavesUndo(QObject):
    """Leaves undo and redo to the window: text that is being typed is no work of its own."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a box from taking the keys."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return True
        return super().eventFilter(watched, event)


def leave_undo(box: NumberBox) -> None:
    """Have a box leave undo and redo to the window."""
    leaves = _LeavesUndo(box)
    # Both are filtered, as a box that has the focus asks its line by itself.
    box.installEventFilter(leaves)
    box.lineEdit().installEventFilter(leaves)


class _OptionalNumberBox(QSpinBox):
    """A box for a number that may be left to Fewtone: then it shows "Auto".

    That can be typed as well, or the number be deleted; a digit typed into it begins a number.
    """

    def __init__(self, allowed: range) -> None:
        super().__init__()
        self._least = allowed[0]
        self.setRange(allowed[0] - 1, allowed[-1])
        texts.put(self.setSpecialValueText, partial(translated, _AUTO))
        # One step down from "Auto" leads to the largest number.
        self.setWrapping(True)

    def stepBy(self, steps: int) -> None:
        """Step from "Auto" to the least number, and from that back."""
        if steps > 0 and self.value() == self.minimum():
            self.setValue(self._least)
        else:
            super().stepBy(steps)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept numbers, and "Auto" in any case; an empty box is the same as that."""
        typed = text.removesuffix(self.suffix()).strip()
        digits = "".join(filter(str.isdigit, typed))
        word = typed.replace(digits, "").lower()
        auto = translated(_AUTO).lower()
        if not auto.startswith(word):
            return QValidator.State.Invalid, text, position
        if digits:
            number = digits + self.suffix() if word else text
            return super().validate(number, len(digits) if word else position)
        whole = word in {"", auto}
        state = QValidator.State.Acceptable if whole else QValidator.State.Intermediate
        return state, text, position

    def valueFromText(self, text: str) -> int:
        """Return the number that is typed, or the value that stands for none."""
        typed = any(map(str.isdigit, text))
        return super().valueFromText(text) if typed else self.minimum()


class _LargeNumberBox(QDoubleSpinBox):
    """A box for whole numbers beyond 2³¹, where QSpinBox ends."""

    def __init__(self) -> None:
        super().__init__()
        self.setDecimals(0)
        self.setGroupSeparatorShown(False)
