"""The bar under the photo: ratio and numbers of the frame, turning, and being done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
)

from core.fields import Option
from core.framing import Crop
from core.language import N_, NP_, _, pgettext, translated
from gui.controls.boxes import fill, leave_undo
from gui.desktop import texts
from gui.desktop.announcing import name_combo_box
from gui.desktop.icons import icon

_RATIOS = (
    (N_("Square, 1 : 1"), (1, 1)),
    ("5 : 4", (5, 4)),
    ("4 : 3", (4, 3)),
    ("3 : 2", (3, 2)),
    ("16 : 9", (16, 9)),
    (N_("4 : 5, upright"), (4, 5)),
    (N_("3 : 4, upright"), (3, 4)),
    (N_("2 : 3, upright"), (2, 3)),
    (N_("9 : 16, upright"), (9, 16)),
)
_ANY, _OF_PHOTO = N_("Any ratio"), N_("As the photo")
_FIELDS = ("x", "y", "width", "height")
_TITLES = {
    "x": NP_("where the frame begins", "&Left"),
    "y": NP_("where the frame begins", "&Top"),
    "width": NP_("of the frame", "&Width"),
    "height": NP_("of the frame", "&Height"),
}
_MOST = 1_000_000
_TURNS = (
    ("turn-left", N_("Turn left"), -90),
    ("turn-right", N_("Turn right"), 90),
    ("mirror", N_("Mirror: exchange left and right"), 0),
)


class FramingBar(QWidget):
    """Controls of the frame, in two rows; a narrow one lacks the numbers.

    Signals
    -------
    ratio_chosen(float or None)
        Width by height; None is any.
    numbers_chosen(Crop, str)
        The frame is to lie there; the name says which number was given: "x", "y", "width",
        "height".
    turn_wanted(int)
        Degrees, clockwise; 0 is to mirror.
    whole_wanted()
        The whole photo, neither turned nor mirrored.
    cancelled()
        The frame is to be as it was.
    accepted()
    """

    ratio_chosen = Signal(object)
    numbers_chosen = Signal(object, str)
    turn_wanted = Signal(int)
    whole_wanted = Signal()
    cancelled = Signal()
    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = 1, 1
        self.ratios = QComboBox(sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents)
        titles = (_ANY, _OF_PHOTO, *(title for title, _ratio in _RATIOS))
        fill(self.ratios, {title: Option(title, "") for title in titles})
        self.boxes = {field: self._box(field) for field in _FIELDS}
        self.turns = [self._turn(text, degrees) for _icon, text, degrees in _TURNS]
        self.whole, self.cancel, self.done = QPushButton(), QPushButton(), QPushButton()
        texts.put(self.whole.setText, lambda: _("&Reset"))
        texts.put(self.whole.setToolTip, lambda: _("Use the whole photo, as it was taken"))
        texts.put(self.cancel.setText, lambda: _("&Cancel"))
        texts.put(self.cancel.setToolTip, lambda: _("Leave the photo as it was (Esc)"))
        texts.put(self.done.setText, lambda: pgettext("the frame is as it should be", "&Done"))
        texts.put(self.done.setToolTip, lambda: _("Go back to the result (Enter)"))
        self._place()
        texts.follow(self, self._measure)
        self._tint()
        self.ratios.activated.connect(lambda _place: self.ratio_chosen.emit(self.ratio))
        self.whole.clicked.connect(lambda *_checked: self.whole_wanted.emit())
        self.cancel.clicked.connect(lambda *_checked: self.cancelled.emit())
        self.done.clicked.connect(lambda *_checked: self.accepted.emit())

    @property
    def ratio(self) -> float | None:
        """The ratio that is chosen, width by height; None is any."""
        place = self.ratios.currentIndex()
        if place == 0:
            return None
        wide, high = self._size if place == 1 else _RATIOS[place - 2][1]
        return wide / high

    def forget_ratio(self) -> None:
        """Let the frame have any ratio."""
        self.ratios.setCurrentIndex(0)

    def show_crop(self, crop: Crop, size: tuple[int, int]) -> None:
        """Show where the frame lies in a photo of a size, without emitting a signal."""
        self._size = size
        most = {"x": size[0] - 1, "y": size[1] - 1, "width": size[0], "height": size[1]}
        for field, box in self.boxes.items():
            blocker = QSignalBlocker(box)
            box.setMaximum(most[field])
            box.setValue(getattr(crop, field))
            del blocker

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the numbers where there is no room, which arrow keys do as well."""
        super().resizeEvent(event)
        self._fit()

    def _measure(self) -> None:
        """Find out how much room all takes in the language of the moment."""
        self._show_numbers(True)
        self._wide = self.minimumSizeHint().width()
        if self.isVisible():
            self._fit()

    def _fit(self) -> None:
        narrow = self.width() < self._wide
        if narrow == self._numbers_row.isHidden():
            return
        self._show_numbers(not narrow)

    def _show_numbers(self, shown: bool) -> None:
        self._numbers_row.setVisible(shown)
        self._grid.addWidget(self._ends, *((0, 1, 1, 1) if shown else (1, 0, 1, 2)))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons anew when light became dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        for button, (name, _text, _degrees) in zip(self.turns, _TURNS, strict=True):
            button.setIcon(icon(name, self.palette()))

    def _box(self, field: str) -> QSpinBox:
        box = QSpinBox(maximum=_MOST, minimum=1 if field in {"width", "height"} else 0)
        texts.put(box.setAccessibleName, lambda: _in_pixels(_TITLES[field]))
        # A number that is typed counts when it is whole.
        box.setKeyboardTracking(False)
        leave_undo(box)
        box.valueChanged.connect(lambda _value: self.numbers_chosen.emit(self._numbers, field))
        return box

    @property
    def _numbers(self) -> Crop:
        return Crop(*(self.boxes[field].value() for field in _FIELDS))

    def _turn(self, text: str, degrees: int) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for named in (button.setAccessibleName, button.setToolTip):
            texts.put(named, lambda: translated(text))
        button.clicked.connect(lambda *_checked: self.turn_wanted.emit(degrees))
        return button

    def _place(self) -> None:
        ways = QHBoxLayout()
        for turn in self.turns:
            ways.addWidget(turn)
        ways.addWidget(self.ratios)
        ways.addStretch(1)
        self._ends = QWidget()
        ends = _bare_row(self._ends)
        for button in (self.whole, self.cancel, self.done):
            ends.addWidget(button)
        self._numbers_row = QWidget()
        numbers = _bare_row(self._numbers_row)
        for field in _FIELDS:
            label = QLabel()
            texts.put(label.setText, partial(translated, _TITLES[field]))
            label.setBuddy(self.boxes[field])
            numbers.addWidget(label)
            numbers.addWidget(self.boxes[field])
            numbers.addSpacing(8)
        numbers.addStretch(1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 8)
        self._grid.setSpacing(6)
        self._grid.addLayout(ways, 0, 0)
        self._grid.addWidget(self._ends, 0, 1)
        self._grid.addWidget(self._numbers_row, 1, 0, 1, 2)
        self._grid.setColumnStretch(0, 1)
        name_combo_box(self.ratios, N_("Ratio of the frame"))
        # It takes the room that the picture has.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


def _in_pixels(side: str) -> str:
    # Translators: for screen readers: "Left, in pixels"
    return _("{side}, in pixels").format(side=translated(side).replace("&", ""))


def _bare_row(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    return row
