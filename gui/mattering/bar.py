"""The bar under the picture: what is painted with, how strongly, and what becomes of the mask."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from core.fields import Option
from core.language import N_, NP_, translated
from gui.controls.boxes import fill
from gui.desktop import texts
from gui.desktop.announcing import name_combo_box
from gui.desktop.icons import icon
from gui.mattering import strokes


class _Way(NamedTuple):
    """A way to paint: its name in the program, its icon, and what it is for."""

    name: str
    icon: str
    title: str


_WAYS = (
    _Way("brush", "brush", N_("Brush: paint over what matters")),  # untranslated: a name
    _Way("rectangle", "marquee", N_("Rectangle: drag from corner to corner")),
    _Way("color", "pick", N_("This color: click one, and all that is like it is painted")),
)
_STRENGTHS = {
    strokes.MORE: Option(N_("Matters more"), N_("Counts about three times when colors are found")),
    strokes.MOST: Option(N_("Matters most"), N_("Counts ten times")),
    strokes.LESS: Option(N_("Matters less"), N_("Counts a tenth")),
    strokes.NEUTRAL: Option(N_("Erase"), N_("Counts as it would without a mask")),
}
_SIZE, _RANGE = NP_("of the brush", "Si&ze"), NP_("of colors that are alike", "&Range")
_ABOUT_LOADING = N_(
    "Use a picture file: what is white in it matters most, gray as usual, black least"
)
_ABOUT_LEAVING = N_("Go on without painting; what matters stays (Enter)")
_ABOUT_SIZE = N_("Width of the brush: also by [ and ], and by the wheel with Ctrl")
_ABOUT_RANGE = N_("How far colors may be from the one that was clicked")
_FIRST_RANGE = 8


class MatteringBar(QWidget):
    """Controls of what matters; a narrow bar has more rows.

    Parameters
    ----------
    sizes : range
        Widths of the brush.
    ranges : range
        How far colors may be from the one that is clicked, in hundredths of Oklab.

    Signals
    -------
    way_chosen(str)
        "brush", "rectangle" or "color".
    strength_chosen(int)
        The level of a mask.
    size_chosen(int)
    range_chosen(int)
    load_wanted()
    save_wanted()
    clear_wanted()
    grow_wanted(int)
        The brush is to be a step larger, or (-1) smaller.
    accepted()
    """

    way_chosen = Signal(str)
    strength_chosen = Signal(int)
    size_chosen = Signal(int)
    range_chosen = Signal(int)
    load_wanted = Signal()
    save_wanted = Signal()
    clear_wanted = Signal()
    grow_wanted = Signal(int)
    accepted = Signal()

    def __init__(self, sizes: range, ranges: range, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ways = QButtonGroup(self)
        for number, way in enumerate(_WAYS):
            self.ways.addButton(self._way_button(way), number)
        self.ways.button(0).setChecked(True)
        self.strengths = QComboBox(sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents)
        fill(self.strengths, _STRENGTHS)
        self.size_slider, self.range_slider = _slider(sizes), _slider(ranges)
        self.range_slider.setValue(_FIRST_RANGE)
        self.size_label, self.range_label = QLabel(), QLabel()
        self.hint = QLabel(wordWrap=True)
        self.load, self.save, self.clear, self.done = (QPushButton() for _each in range(4))
        self._speak()
        self._place()
        self._tint()
        self._show_slider(0)
        texts.follow(self, self._measure)
        self.ways.idClicked.connect(self._choose_way)
        self.strengths.activated.connect(lambda _place: self.strength_chosen.emit(self.strength))
        self.size_slider.valueChanged.connect(self.size_chosen)
        self.range_slider.valueChanged.connect(self.range_chosen)
        for button, wanted in (
            (self.load, self.load_wanted),
            (self.save, self.save_wanted),
            (self.clear, self.clear_wanted),
            (self.done, self.accepted),
        ):
            button.clicked.connect(lambda *_checked, wanted=wanted: wanted.emit())

    @property
    def strength(self) -> int:
        """The level of the strength that is chosen."""
        return int(self.strengths.currentData())

    @property
    def range(self) -> int:
        """How far colors may be from the one that is clicked."""
        return self.range_slider.value()

    def show_size(self, size: int) -> None:
        """Show how wide the brush is, without emitting a signal."""
        blocker = QSignalBlocker(self.size_slider)
        self.size_slider.setValue(size)
        del blocker

    def show_mask(self, *, there: bool, hint: str) -> None:
        """Show whether there is a mask, and what is to be known of it."""
        self.save.setEnabled(there)
        self.clear.setEnabled(there)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have as many rows as it takes."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the brush by the keys that do so on the picture."""
        step = {Qt.Key.Key_BracketLeft: -1, Qt.Key.Key_BracketRight: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.grow_wanted.emit(step)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons anew when light became dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _speak(self) -> None:
        for button, words, tip in (
            (self.load, N_("&Load…"), _ABOUT_LOADING),
            (self.save, N_("S&ave…"), N_("Write the mask as a gray PNG file")),
            (self.clear, NP_("a mask", "Cl&ear"), N_("Let all parts matter alike again")),
            (self.done, NP_("what matters is painted", "&Done"), _ABOUT_LEAVING),
        ):
            texts.put(button.setText, partial(translated, words))
            texts.put(button.setToolTip, partial(translated, tip))
        for label, slider, title in (
            (self.size_label, self.size_slider, _SIZE),
            (self.range_label, self.range_slider, _RANGE),
        ):
            texts.put(label.setText, partial(translated, title))
            label.setBuddy(slider)
        for slider, name, tip in (
            (self.size_slider, N_("Width of the brush"), _ABOUT_SIZE),
            (self.range_slider, N_("Range of colors that are alike"), _ABOUT_RANGE),
        ):
            texts.put(slider.setAccessibleName, partial(translated, name))
            texts.put(slider.setToolTip, partial(translated, tip))

    def _way_button(self, way: _Way) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for named in (button.setAccessibleName, button.setToolTip):
            texts.put(named, partial(translated, way.title))
        return button

    def _choose_way(self, number: int) -> None:
        self._show_slider(number)
        self.way_chosen.emit(_WAYS[number].name)

    def _show_slider(self, number: int) -> None:
        """Show the slider that the way has; the room of it stays where there is none."""
        name = _WAYS[number].name
        for widget in (self.size_label, self.size_slider):
            widget.setVisible(name == "brush")
        for widget in (self.range_label, self.range_slider):
            widget.setVisible(name == "color")

    def _tint(self) -> None:
        for button, way in zip(self.ways.buttons(), _WAYS, strict=True):
            button.setIcon(icon(way.icon, self.palette()))

    def _place(self) -> None:
        self._paints, self._sliders, self._ends = QWidget(), QWidget(), QWidget()
        paints, sliders, ends = map(_bare_row, (self._paints, self._sliders, self._ends))
        for button in self.ways.buttons():
            paints.addWidget(button)
        paints.addSpacing(6)
        paints.addWidget(self.strengths)
        paints.addStretch(1)
        for label, slider in (
            (self.size_label, self.size_slider),
            (self.range_label, self.range_slider),
        ):
            sliders.addWidget(label)
            sliders.addWidget(slider, 1)
        ends.addStretch(1)
        for end in (self.load, self.save, self.clear, self.done):
            ends.addWidget(end)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 8)
        self._grid.setSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._arrange(wide=True)
        name_combo_box(self.strengths, N_("How much it matters"))
        # It takes the room that the picture has.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _arrange(self, *, wide: bool) -> None:
        grid, self._is_wide = self._grid, wide
        rows = (
            (self._paints, 0, 0, 1, 1),
            (self._sliders, 0, 1, 1, 1),
            (self._ends, 0, 2, 1, 1),
        )
        if not wide:
            rows = (
                (self._paints, 0, 0, 1, 3),
                (self._sliders, 1, 0, 1, 3),
                (self._ends, 2, 0, 1, 3),
            )
        for widget, *at in rows:
            grid.addWidget(widget, *at)
        grid.addWidget(self.hint, 3, 0, 1, 3)

    def _measure(self) -> None:
        """Find out how much room one row takes in the language of the moment."""
        parts = self._paints, self._ends
        self._width = sum(part.sizeHint().width() for part in parts) + 260
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= self._width
        if wide != self._is_wide:
            self._arrange(wide=wide)


def _slider(numbers: range) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(numbers[0], numbers[-1])
    slider.setMinimumWidth(60)
    return slider


def _bare_row(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    return row
