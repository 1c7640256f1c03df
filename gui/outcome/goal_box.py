"""What the number of colors is chosen by: the user, or a goal that it has to lead to."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core.fields import Option
from core.goals import AUTOS, DECIBELS, DIFFERENCES, GOALS, NO_GOALS, Goals
from core.language import N_, _, translated
from core.names import LONGEST_SENTENCE, plain
from gui.controls.boxes import ShortNumberBox, explained, fill, leave_undo
from gui.desktop import texts, theme
from gui.desktop.announcing import announce, name_combo_box
from gui.desktop.tips import show_tip

_Name = Literal["", "max_bytes", "min_psnr", "max_delta_e", "auto"]
_KILO = 1000


class _Numbers(NamedTuple):
    """Numbers that a goal may have, and the one that is offered at first.

    The unit is a marked text, in which the number is left out.
    """

    low: float
    high: float
    first: float
    unit: str
    step: float


class _Way(NamedTuple):
    """A way to choose the number of colors.

    Parameters
    ----------
    name : str
        The goal; "" is the user.
    title, tip : str
        Marked texts.
    numbers : _Numbers or None
    auto : str
        Which of the words, if the goal is one.
    """

    name: _Name
    title: str
    tip: str
    numbers: _Numbers | None = None
    auto: str = ""


AUTO_TITLES = {
    "poster": N_("Auto: poster"),
    "balanced": N_("Auto: balanced"),
    "rich": N_("Auto: rich"),
}
_WAYS = (
    _Way("", N_("Colors as chosen"), N_("The slider above says how many.")),
    _Way(
        "max_bytes",
        N_("File of at most"),
        N_("The most colors whose file is not larger."),
        _Numbers(0.01, 1e6, 200.0, N_("{size} kB"), 10.0),
    ),
    _Way(
        "min_psnr",
        N_("PSNR of at least"),
        N_("The fewest colors that are as near in numbers."),
        _Numbers(*DECIBELS, 32.0, N_("{number} dB"), 1.0),
    ),
    _Way(
        "max_delta_e",
        N_("Mean ΔE of at most"),
        N_("The fewest colors that look as near."),
        _Numbers(*DIFFERENCES, 2.0, "", 0.1),
    ),
    *(
        _Way("auto", AUTO_TITLES[name], GOALS["auto"].options[name].tip, auto=name)
        for name in AUTOS
    ),
)


class GoalBox(QWidget):
    """A list of goals, the number of one that has such, and what became of it.

    Signals
    -------
    changed(Goals)
        The user wants the number of colors to lead there, or (`NO_GOALS`) to choose it.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way = QComboBox()
        fill(self.way, {way.title: Option(way.title, way.tip) for way in _WAYS})
        self.number = ShortNumberBox(decimals=2)
        texts.put(self.number.setAccessibleName, lambda: _("Number of the goal"))
        # A number that is typed counts when it is whole.
        self.number.setKeyboardTracking(False)
        leave_undo(self.number)
        self._told = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.way, 1)
        row.addWidget(self.number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._told)
        name_combo_box(self.way, N_("What the number of colors is chosen by"))
        self._why_not = ""
        self.show_goals(NO_GOALS)
        texts.follow(self, self._explain)
        self.way.activated.connect(self._choose)
        self.number.valueChanged.connect(lambda _value: self._emit(self.number.value()))

    @property
    def goals(self) -> Goals:
        """The goals that are shown."""
        return self._goals_of(self.number.value())

    @property
    def told(self) -> str:
        """What became of the goal, as it is shown."""
        return self._told.text()

    def show_goals(self, goals: Goals) -> None:
        """Show goals without emitting a signal; of several, the first."""
        place = next((n for n, way in enumerate(_WAYS) if way.name and _is(goals, way)), 0)
        blockers = [QSignalBlocker(box) for box in (self.way, self.number)]
        self.way.setCurrentIndex(place)
        self._shown = place
        self._fit_number(_WAYS[place])
        value = getattr(goals, _WAYS[place].name) if _WAYS[place].name else None
        if isinstance(value, int | float):
            self.number.setValue(value / _KILO if _WAYS[place].name == "max_bytes" else value)
        del blockers
        self.tell("")

    def tell(self, sentence: str, *, failed: bool = False) -> None:
        """Show what became of the goal; "" hides it."""
        sentence = plain(sentence, LONGEST_SENTENCE)
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))
        show_tip(self._told, sentence)
        palette = QPalette(self.palette())
        color = palette.color(QPalette.ColorRole.PlaceholderText)
        palette.setColor(QPalette.ColorRole.WindowText, theme.warning(palette) if failed else color)
        self._told.setPalette(palette)
        if failed:
            announce(self, sentence)

    def enable(self, why_not: str) -> None:
        """Enable the choice of goals, or show by a marked text why there is none; "" if not."""
        self._why_not = why_not
        self.way.setEnabled(not why_not)
        self.number.setEnabled(not why_not)
        self._explain()

    def _explain(self) -> None:
        why_not = translated(self._why_not)
        show_tip(
            self.way,
            _("Have the number of colors found that leads to what you want"),
            *(explained(translated(way.title), translated(way.tip)) for way in _WAYS),
            why_not and f"({why_not})",
        )
        self._show_unit()

    def take_typed(self) -> None:
        """Have a number count that is typed, but not yet finished by Enter."""
        self.number.interpretText()

    def _choose(self, place: int) -> None:
        if place == self._shown:
            return  # its number stays
        self._shown = place
        way = _WAYS[place]
        blocker = QSignalBlocker(self.number)
        self._fit_number(way)
        first = 0.0 if way.numbers is None else way.numbers.first
        self.number.setValue(first)
        del blocker
        self._emit(first)

    def _emit(self, number: float) -> None:
        self.changed.emit(self._goals_of(number))

    def _goals_of(self, number: float) -> Goals:
        way = _WAYS[self.way.currentIndex()]
        match way.name:
            case "":
                return NO_GOALS
            case "max_bytes":
                return Goals(max_bytes=round(number * _KILO))
            case "auto":
                return Goals(auto=way.auto)  # type: ignore[arg-type]  # it is one of AUTOS
        return Goals(**{way.name: number})  # type: ignore[arg-type]  # these are numbers

    def _fit_number(self, way: _Way) -> None:
        numbers = way.numbers
        self.number.setVisible(numbers is not None)
        if numbers is not None:
            self.number.setRange(numbers.low, numbers.high)
            self.number.setSingleStep(numbers.step)
        self._show_unit()

    def _show_unit(self) -> None:
        numbers = _WAYS[self.way.currentIndex()].numbers
        unit = "" if numbers is None else translated(numbers.unit)
        self.number.setSuffix(unit.format(size="", number=""))


def _is(goals: Goals, way: _Way) -> bool:
    value = getattr(goals, way.name)
    return value == way.auto if way.auto else value is not None
