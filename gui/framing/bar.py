"""The bar under the photo: ratio and numbers of the frame, turning, and being done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.framing import Crop
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
    """Controls of the frame, in two rows.

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
        self.whole = QPushButton("Whole &photo")
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
        above, below = QHBoxLayout(), QHBoxLayout()
        for turn in self.turns:
            above.addWidget(turn)
        above.addWidget(self.ratios)
        above.addStretch(1)
        for button in (self.whole, self.cancel, self.done):
            above.addWidget(button)
        for field in _FIELDS:
            label = QLabel(_TITLES[field])
            label.setBuddy(self.boxes[field])
            below.addWidget(label)
            below.addWidget(self.boxes[field])
            below.addSpacing(8)
        below.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 8, 12, 8)
        rows.setSpacing(6)
        rows.addLayout(above)
        rows.addLayout(below)
        name_combo_box(self.ratios, "Ratio of the frame")
