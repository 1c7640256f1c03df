"""The size that photos are brought to: by which side, how many pixels, and whether also larger."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core.fields import Option
from core.language import N_, NP_, _, translated
from core.resizing import PERCENTS, SIDES, Resize
from core.settings import SETTINGS
from core.wording import percent
from gui.controls.boxes import ShortNumberBox, explained, fill
from gui.desktop import texts
from gui.session.work import gestures

_AS_IT_IS, _LONG, _WIDTH, _HEIGHT, _PERCENT, _INSIDE = range(6)
_WAYS = (
    Option(NP_("size", "As it is"), N_("Photos keep their pixels.")),
    Option(N_("Long side"), N_("The longer side gets this many pixels, the other follows.")),
    Option(N_("Width"), N_("The width gets this many pixels, the height follows.")),
    Option(N_("Height"), N_("The height gets this many pixels, the width follows.")),
    Option(N_("Per cent"), N_("Both sides become this part of what they are.")),
)
_USUAL_SIZE, _FIRST_PERCENT = (1920, 1080), 50.0


class SizeBox(QWidget):
    """Controls for the size of the result; a label of `way` names them.

    Signals
    -------
    changed(Resize or None, bool)
        The user wants another size, and whether photos may become larger by that.
    """

    changed = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside: Resize | None = None
        # Numbers begin with those of the photo: whoever wants it smaller goes on from there.
        self.photo_size = _USUAL_SIZE
        self.gesture = self._way_gesture = 0
        self.way = QComboBox()
        fill(self.way, {option.title: option for option in _WAYS})
        texts.put(self.way.setToolTip, _tip)
        self.number = ShortNumberBox(decimals=0, maximum=SIDES[-1], minimum=1)
        texts.put(self.number.setAccessibleName, lambda: _("Number of pixels, or per cent"))
        # A number that is typed counts when it is whole.
        self.number.setKeyboardTracking(False)
        enlarge = SETTINGS["enlarge"]
        self.enlarge = QCheckBox()
        texts.put(self.enlarge.setText, lambda: translated(enlarge.title))
        texts.put(self.enlarge.setToolTip, lambda: translated(enlarge.tip))
        # Where the number is hidden, no gap is left of it.
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.way, 1)
        row.addWidget(self.number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.enlarge)
        texts.put(self.way.setAccessibleName, lambda: _("Size of the result"))
        self.setFocusProxy(self.way)
        self.show_size(None, enlarge=False)
        texts.follow(self, self._speak)
        self.way.activated.connect(self._choose_way)
        self.number.valueChanged.connect(lambda _: self._choose_number())
        self.enlarge.toggled.connect(lambda _: self._emit())

    def show_size(self, resize: Resize | None, *, enlarge: bool) -> None:
        """Show a size without emitting a signal."""
        blockers = [QSignalBlocker(box) for box in (self.way, self.number, self.enlarge)]
        way = self._shown = _way_of(resize)
        self._offer_inside(resize if way == _INSIDE else None)
        self.way.setCurrentIndex(way)
        self._set_range(way)
        if resize is not None and way != _INSIDE:
            self._show_number(resize.percent or resize.width or resize.height or 1)
        self.enlarge.setChecked(enlarge)
        del blockers
        self.number.setVisible(way not in {_AS_IT_IS, _INSIDE})
        self.enlarge.setVisible(way != _AS_IT_IS)

    def _choose_way(self, way: int) -> None:
        if way == self._shown:
            return  # its number stays
        width, height = self.photo_size
        first = {
            _LONG: max(width, height),
            _WIDTH: width,
            _HEIGHT: height,
            _PERCENT: _FIRST_PERCENT,
        }
        # The way, and the first number that is given for it, are one step.
        self._way_gesture = self.gesture = next(gestures)
        self.changed.emit(self._resize_of(way, first.get(way, 0)), self.enlarge.isChecked())
        self.gesture = 0

    def _choose_number(self) -> None:
        self.gesture, self._way_gesture = self._way_gesture, 0
        self._emit()
        self.gesture = 0

    def _emit(self) -> None:
        way = self.way.currentIndex()
        self.changed.emit(self._resize_of(way, self.number.value()), self.enlarge.isChecked())

    def _resize_of(self, way: int, number: float) -> Resize | None:
        pixels = int(number)
        match way:
            case 1:
                return Resize(pixels, pixels)
            case 2:
                return Resize(width=pixels)
            case 3:
                return Resize(height=pixels)
            case 4:
                return Resize(percent=number)
            case 5:
                return self._inside
        return None

    def _offer_inside(self, inside: Resize | None) -> None:
        """Offer to fit photos into a width and a height, where a preset or a file has it so."""
        self._inside = inside
        if self.way.count() > _INSIDE:
            self.way.removeItem(_INSIDE)
        if inside is not None:
            self.way.addItem("")
            self._speak()

    def _speak(self) -> None:
        """Write what follows from the size in the language of the moment."""
        self._set_suffix(self.way.currentIndex())
        if self._inside is not None:
            # Translators: a frame that photos are fit into: "Inside 1920 × 1080"
            words = _("Inside {width} × {height}")
            words = words.format(width=self._inside.width, height=self._inside.height)
            self.way.setItemText(_INSIDE, words)

    def _set_suffix(self, way: int) -> None:
        # Translators: behind a number of pixels, with the space before it
        self.number.setSuffix(percent("") if way == _PERCENT else _(" px"))

    def _set_range(self, way: int) -> None:
        self.number.setDecimals(2 if way == _PERCENT else 0)
        self._set_suffix(way)
        if way == _PERCENT:
            self.number.setRange(*PERCENTS)
            self.number.setSingleStep(10)
        else:
            self.number.setRange(SIDES[0], SIDES[-1])
            self.number.setSingleStep(100)

    def _show_number(self, number: float) -> None:
        self.number.setValue(number)


def _tip() -> str:
    ways = (explained(translated(title), translated(tip)) for title, tip in _WAYS)
    return "\n".join([translated(SETTINGS["resize"].tip), *ways])


def _way_of(resize: Resize | None) -> int:
    if resize is None:
        return _AS_IT_IS
    if resize.percent is not None:
        return _PERCENT
    if resize.width is None:
        return _HEIGHT
    if resize.height is None:
        return _WIDTH
    return _LONG if resize.width == resize.height else _INSIDE
