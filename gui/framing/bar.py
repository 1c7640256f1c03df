"""The bar under the photo: ratio and numbers of the frame, turning, and being done."""

from __future__ import annotations

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

from core.framing import Crop
from gui.controls.boxes import leave_undo
from gui.desktop.announcing import name_combo_box
from gui.desktop.icons import icon

_RATIOS = (
    ("Square, 1 : 1", (1, 1)),
    ("5 : 4", (5, 4)),
    ("4 : 3", (4, 3)),
    ("3 : 2", (3, 2)),
    ("16 : 9", (16, 9)),
    ("4 : 5, upright", (4, 5)),
    ("3 : 4, upright", (3, 4)),
    ("2 : 3, upright", (2, 3)),
    ("9 : 16, upright", (9, 16)),
)
_ANY, _OF_PHOTO = "Any ratio", "As the photo"
_FIELDS = ("x", "y", "width", "height")
_TITLES = {"x": "&Left", "y": "&Top", "width": "&Width", "height": "&Height"}
_MOST = 1_000_000
_TURNS = (
    ("turn-left", "Turn left", -90),
    ("turn-right", "Turn right", 90),
    ("mirror", "Mirror: exchange left and right", 0),
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
        self.ratios = QComboBox()
        self.ratios.addItems([_ANY, _OF_PHOTO, *(title for title, _ in _RATIOS)])
        self.boxes = {field: self._box(field) for field in _FIELDS}
        self.turns = [self._turn(text, degrees) for _icon, text, degrees in _TURNS]
        self.whole = QPushButton("&Reset")
        self.whole.setToolTip("Use the whole photo, as it was taken")
        self.cancel = QPushButton("&Cancel")
        self.cancel.setToolTip("Leave the photo as it was (Esc)")
        self.done = QPushButton("&Done")
        self.done.setToolTip("Go back to the result (Enter)")
        self._place()
        self._tint()
        self.ratios.activated.connect(lambda _: self.ratio_chosen.emit(self.ratio))
        self.whole.clicked.connect(lambda _=False: self.whole_wanted.emit())
        self.cancel.clicked.connect(lambda _=False: self.cancelled.emit())
        self.done.clicked.connect(lambda _=False: self.accepted.emit())

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
        narrow = self.width() < self._wide
        if narrow == self._numbers_row.isHidden():
            return
        self._numbers_row.setVisible(not narrow)
        self._grid.addWidget(self._ends, *((1, 0, 1, 2) if narrow else (0, 1, 1, 1)))

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
        box.setAccessibleName(f"{_TITLES[field].replace('&', '')}, in pixels")
        # A number that is typed counts when it is whole.
        box.setKeyboardTracking(False)
        leave_undo(box)
        box.valueChanged.connect(lambda _: self.numbers_chosen.emit(self._numbers, field))
        return box

    @property
    def _numbers(self) -> Crop:
        return Crop(*(self.boxes[field].value() for field in _FIELDS))

    def _turn(self, text: str, degrees: int) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.clicked.connect(lambda _=False: self.turn_wanted.emit(degrees))
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
            label = QLabel(_TITLES[field])
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
        name_combo_box(self.ratios, "Ratio of the frame")
        self._wide = self.minimumSizeHint().width()
        # It takes the room that the picture has.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


def _bare_row(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    return row
