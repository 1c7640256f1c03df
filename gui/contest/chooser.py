"""The controls that say what is compared."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import FewtoneError
from core.language import N_, _, ngettext, translated
from core.names import LONGEST_SENTENCE, plain
from core.settings import Settings
from gui.contest import words
from gui.contest.choices import LISTS, READY, Choice, variants_of
from gui.contest.multi_box import MultiBox
from gui.desktop import texts, theme
from gui.desktop.tips import show_tip

if TYPE_CHECKING:
    from core import Variants

# Each has a key of its own.
_TITLES = {
    "start": N_("S&tart"),
    "space": N_("Sp&ace"),
    "dither": N_("&Dither"),
    "effort": N_("&Effort"),
}
_OWN = N_("My own choice")
# In fewer letters than that, the boxes would show nothing of what is chosen.
_NARROW_IN_LETTERS = 110
# How the columns share the width.
_WIDE, _NARROW = (1, 1, 1, 1, 1, 1), (1, 1, 1, 1, 0, 0)
_OF_COURSE = N_("The course has plain k-means, in RGB and without dithering")


class Chooser(QWidget):
    """A ready set, and the values that it consists of, to be changed.

    Signals
    -------
    wanted(Variants)
        The user wants to have these compared.
    addition_wanted()
        The user wants to have the result of the present settings as well.
    """

    wanted = Signal(object)
    addition_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = Settings()
        self._plain = self._there = self._narrow = False
        self.sets = QComboBox(sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents)
        for name in (*READY, _OWN):
            self.sets.addItem("", name)
        self.colors = QLineEdit()
        self.boxes = {name: MultiBox(name, values) for name, values in LISTS.items()}
        self.add = QPushButton()
        texts.put(self.add.setText, lambda: _("Add &present settings"))
        self.compare = QPushButton()
        texts.put(self.compare.setText, lambda: _("&Compare"))
        self._answer = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._answer.setWordWrap(True)
        self._place()
        texts.follow(self, self._speak)
        self._tint()
        self.sets.currentIndexChanged.connect(self._choose_set)
        self.colors.textEdited.connect(self._change)
        for box in self.boxes.values():
            box.changed.connect(self._change)
        self.add.clicked.connect(self.addition_wanted)
        self.compare.clicked.connect(self._ask)
        self._choose_set()

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        lists = {name: box.values for name, box in self.boxes.items()}
        return Choice(self.colors.text(), **lists, plain=self._plain)

    @property
    def answer(self) -> str:
        """How many results are chosen, or what is wrong."""
        return self._answer.text()

    def show_settings(self, settings: Settings, *, there: bool) -> None:
        """Begin with the present settings of a photo, if one is there."""
        self._settings, self._there = settings, there
        self._choose_set()

    def enable_addition(self, why_not: str) -> None:
        """Enable adding the present settings; a reason disables it."""
        self.add.setEnabled(not why_not)
        show_tip(self.add, translated(words.ADD), why_not and f"({why_not})")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Compare by Enter wherever the keys are, unless they have a use for it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.compare.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colors of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_answer()
            self._tint()

    def _tint(self) -> None:
        self.compare.setStyleSheet(theme.primary(self.palette()))

    def _choose_set(self) -> None:
        ready = READY.get(self.sets.currentData())
        if ready is not None:
            self._show(ready(self._settings))
        self._show_answer()

    def _show(self, choice: Choice) -> None:
        self._plain = choice.plain
        self.colors.setText(choice.colors)
        self.colors.setCursorPosition(0)
        for name, box in self.boxes.items():
            fixed = choice.plain and name != "start"
            box.show_values(getattr(choice, name), _OF_COURSE if fixed else "")

    def _change(self) -> None:
        """Become a choice of the user's own; that of the course stays plain k-means."""
        if not self._plain:
            with QSignalBlocker(self.sets):
                self.sets.setCurrentIndex(self.sets.findData(_OWN))
        self._show_answer()

    def _variants(self) -> Variants:
        return variants_of(self.choice, self._settings)

    def _show_answer(self) -> None:
        text, wrong = translated(words.NO_PHOTO), False
        if self._there:
            try:
                variants = self._variants()
                count = len(variants.plan)
                results = ngettext("{count} result.", "{count} results.", count)
                text = " ".join([results.format(count=count), *variants.notes])
            except FewtoneError as error:
                text, wrong = plain(str(error), LONGEST_SENTENCE), True
        self._answer.setText(text)
        self.compare.setEnabled(self._there and not wrong)
        palette = self.palette()
        role = QPalette.ColorRole.PlaceholderText
        color = theme.warning(palette) if wrong else palette.color(role)
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self._answer.setPalette(palette)

    def _ask(self) -> None:
        self.wanted.emit(self._variants())

    def _speak(self) -> None:
        for place in range(self.sets.count()):
            self.sets.setItemText(place, translated(self.sets.itemData(place)))
        self.sets.setAccessibleName(_("Set"))
        show_tip(self.sets, _("Ready sets of what to compare; all values can be changed"))
        self.colors.setAccessibleName(_("Numbers of colors"))
        show_tip(self.colors, _("Numbers from 1 to 256 with spaces between: 3 5 7"))
        self._answer.setAccessibleName(_("What is compared"))
        self._show_answer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the boxes below each other where there is little width."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW_IN_LETTERS * self.fontMetrics().averageCharWidth()
        if narrow != self._narrow:
            self._arrange(narrow=narrow)

    def _arrange(self, *, narrow: bool) -> None:
        self._narrow = narrow
        in_first_row = 2 if narrow else len(self._fields)
        for number, (label, field) in enumerate(self._fields):
            row, column = (0, number) if number < in_first_row else (2, number - in_first_row)
            span = 2 if narrow and number < in_first_row else 1
            self._grid.addWidget(label, row, column * span, 1, span)
            self._grid.addWidget(field, row + 1, column * span, 1, span)
        self._grid.addWidget(self.compare, 1, 4 if narrow else in_first_row)
        for column in range(len(self._fields)):
            self._grid.setColumnStretch(column, (_NARROW if narrow else _WIDE)[column])

    def _place(self) -> None:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        fields: dict[str, QWidget] = {N_("&Set"): self.sets, N_("C&olors"): self.colors}
        fields |= {_TITLES[name]: box for name, box in self.boxes.items()}
        self._fields = [(_label(title, field), field) for title, field in fields.items()]
        self._arrange(narrow=False)
        below = QHBoxLayout()
        below.addWidget(self._answer, 1)
        below.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 2)
        column.setSpacing(4)
        column.addLayout(self._grid)
        column.addLayout(below)


def _label(title: str, field: QWidget) -> QLabel:
    label = QLabel()
    texts.put(label.setText, partial(translated, title))
    label.setBuddy(field)
    return label
