"""The panel of settings: number of colors, and a row for each of the others."""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.settings import SETTINGS, Color, Settings
from gui.controls.boxes import Box, NumberBox, box_for, show_value, value_changed, value_of
from gui.desktop.icons import icon


class _Row(NamedTuple):
    """Row of a setting, with another setting beside it if there is one.

    The key is the letter of the title that chooses the row, together with Alt.
    """

    name: str
    key: str
    beside: str | None = None
    spacing: int = 6


_ROWS = (
    _Row("start", key="t"),
    _Row("effort", key="r"),
    _Row("space", key="a"),
    _Row("transparency", key="n"),
    _Row("dither", key="D", beside="dither_strength"),
    _Row("max_iterations", key="I"),
    _Row("seed", key="S", spacing=2),
)
_TRANSPARENCY_ROW = [row.name for row in _ROWS].index("transparency")
_FEWEST, _MOST = 2, 256
# Where a few colors more make a difference, the slider moves by one.
_SLIDER_COLORS = [*range(2, 33), *range(34, 65, 2), *range(68, 129, 4), *range(136, 257, 8)]
_PRESETS = (2, 3, 5, 8, 16, 32, 64, 128, 256)
_LEAST_WIDTH = 60
_FIRST_COLORS = "A palette"


class SettingsPanel(QWidget):
    """The controls of a run.

    Signals
    -------
    changed(Settings, int)
        The user changed something; not emitted by `show_settings`. The number tells the changes
        of one gesture, as the drag of the slider; 0 is none.
    background_wanted()
        The user wants to choose the color to lay the photo on.
    """

    changed = Signal(object, int)
    background_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = Settings()
        self._gesture = 0
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, len(_SLIDER_COLORS) - 1)
        self._slider.setPageStep(5)
        self._slider.setAccessibleName("Number of colors")
        self._box = QSpinBox()
        self._box.setKeyboardTracking(False)
        self._box.setRange(_FEWEST, _MOST)
        self._box.setAccessibleName("Number of colors")
        names = [name for row in _ROWS for name in (row.name, row.beside) if name]
        self.boxes: dict[str, Box] = {name: box_for(SETTINGS[name]) for name in names}
        self._background = QToolButton()
        self._background.setAccessibleName("Color to lay the photo on")
        self._new_seed = QToolButton(autoRaise=True)
        self._new_seed.setAccessibleName("New seed")
        self._new_seed.setToolTip("Draw a new seed")
        self._place()
        self._connect()
        self.show_settings(self._settings)
        self._tint()

    def _connect(self) -> None:
        self._slider.valueChanged.connect(lambda at: self.set_colors(_SLIDER_COLORS[at]))
        self._slider.sliderReleased.connect(self._end_gesture)
        self._box.valueChanged.connect(self.set_colors)
        for name, box in self.boxes.items():
            value_changed(box).connect(
                lambda _, name=name, box=box: self._change(**{name: value_of(box)})
            )
        for box in self._number_boxes:
            # Both: where the box has the focus, it asks its line by itself.
            box.installEventFilter(self)
            box.lineEdit().installEventFilter(self)
        self._background.clicked.connect(self.background_wanted)
        self._new_seed.clicked.connect(self.new_seed)

    @property
    def _number_boxes(self) -> list[NumberBox]:
        boxes = (self._box, *self.boxes.values())
        return [box for box in boxes if not isinstance(box, QComboBox)]

    @property
    def settings(self) -> Settings:
        """What the controls say."""
        return self._settings

    def show_settings(self, settings: Settings) -> None:
        """Make the controls say this, without telling."""
        self._settings = settings
        controls = self._slider, self._box, *self.boxes.values()
        blockers = [QSignalBlocker(control) for control in controls]
        self._slider.setValue(bisect_left(_SLIDER_COLORS, settings.colors))
        self._box.setValue(settings.colors)
        for name, box in self.boxes.items():
            show_value(box, getattr(settings, name))
        self._show_first_colors(settings)
        self._show_background(settings)
        del blockers
        for preset in self._presets:
            preset.setChecked(preset.text() == str(settings.colors))
        self._show_which_count(settings)

    def _show_which_count(self, settings: Settings) -> None:
        """Enable the boxes whose value makes a difference, and tell of each what it means."""
        for name, box in self.boxes.items():
            if isinstance(box, QComboBox):
                box.setToolTip(box.currentData(Qt.ItemDataRole.ToolTipRole))
            else:
                box.setToolTip(SETTINGS[name].tip)
        effort, seed = self.boxes["effort"], self.boxes["seed"]
        cuts = settings.start == "wu" and not settings.first_colors
        draws = not cuts and not settings.first_colors
        effort.setEnabled(cuts)
        if not cuts:
            effort.setToolTip("Plain k-means: only Wu's cut looks for more")
        seed.setEnabled(draws)
        if not draws:
            seed.setToolTip("Wu's cut draws nothing at random")
        self._new_seed.setEnabled(draws)
        self.boxes["dither_strength"].setEnabled(settings.dither != "none")

    def show_transparency(self, *, shown: bool) -> None:
        """Offer what can become of transparency, for a photo that has some."""
        self._form.setRowVisible(_TRANSPARENCY_ROW, shown)
        # All of the row is shown by that.
        self._show_background(self._settings)

    def set_background(self, color: Color) -> None:
        """Lay the photo on another color, as the user would."""
        self._change(background=color)

    def _show_background(self, settings: Settings) -> None:
        swatch = QPixmap(16, 16)
        swatch.fill(QColor(*settings.background))
        self._background.setIcon(QIcon(swatch))
        self._background.setToolTip(
            f"Laid on {QColor(*settings.background).name()}; click to change"
        )
        # On a row that is hidden it would be all that is seen.
        offered = self._form.isRowVisible(_TRANSPARENCY_ROW)
        self._background.setVisible(offered and settings.transparency == "flatten")

    @property
    def draws(self) -> bool:
        """Whether the start draws colors at random."""
        return self.boxes["seed"].isEnabled()

    def take_typed(self) -> None:
        """Have a number count that is typed, but not yet finished by Enter."""
        for box in self._number_boxes:
            box.interpretText()

    def set_colors(self, colors: int) -> None:
        """Change the number of colors as the user would; beyond the ends it stays there."""
        fewest = max(_FEWEST, len(self._settings.locked))
        colors = min(max(colors, fewest), _MOST)
        if colors != self._settings.colors:
            self._change(colors=colors)
        else:
            self.show_settings(self._settings)

    def more_colors(self) -> None:
        """Add a color."""
        self.set_colors(self._settings.colors + 1)

    def fewer_colors(self) -> None:
        """Take a color away."""
        self.set_colors(self._settings.colors - 1)

    def new_seed(self) -> None:
        """Draw a seed, for a start that needs one."""
        if self.draws:
            self._change(seed=random.randrange(1_000_000))  # noqa: S311

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when light became dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_presets"):
            self._tint()

    def _tint(self) -> None:
        self._new_seed.setIcon(icon("reseed", self.palette()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave undo and redo to the window: what is typed here is no work of its own."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _change(self, **fields: object) -> None:
        if "start" in fields or "colors" in fields:
            fields["first_colors"] = ()
        settings = replace(self._settings, **fields)  # type: ignore[arg-type]
        if settings != self._settings:
            self.show_settings(settings)
            self.changed.emit(settings, self._gesture + 1 if self._slider.isSliderDown() else 0)

    def _end_gesture(self) -> None:
        self._gesture += 1

    def _show_first_colors(self, settings: Settings) -> None:
        """Show the colors of a palette as the start if they are; otherwise do not offer them."""
        box = self.boxes["start"]
        assert isinstance(box, QComboBox)
        place = box.findText(_FIRST_COLORS)
        if settings.first_colors and place < 0:
            box.addItem(_FIRST_COLORS, settings.start)
            place = box.count() - 1
            tip = "Begins with the colors of a palette."
            box.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        if settings.first_colors:
            box.setCurrentIndex(place)
        elif place >= 0:
            box.removeItem(place)

    def _place(self) -> None:
        colors = QHBoxLayout()
        colors.addWidget(self._slider, 1)
        colors.addWidget(self._box)
        label = QLabel("&Colors")
        label.setBuddy(self._box)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for row in _ROWS:
            self._place_row(row)
        # Rows keep their height, whatever the window's.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 8)
        whole.setSpacing(8)
        whole.addWidget(label)
        whole.addLayout(colors)
        whole.addLayout(self._place_presets())
        whole.addSpacing(4)
        whole.addLayout(self._form)
        # It does not become wider when the row appears.
        self.setMinimumWidth(self.minimumSizeHint().width())
        self._form.setRowVisible(_TRANSPARENCY_ROW, False)

    def _place_row(self, row: _Row) -> None:
        box, title = self.boxes[row.name], SETTINGS[row.name].title
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setMinimumWidth(_LEAST_WIDTH)
        layout = QHBoxLayout()
        layout.setSpacing(row.spacing)
        layout.addWidget(box, 1)
        if row.beside:
            self.boxes[row.beside].setAccessibleName(SETTINGS[row.beside].title)
            layout.addWidget(self.boxes[row.beside])
        button = {"transparency": self._background, "seed": self._new_seed}.get(row.name)
        if button:
            layout.addWidget(button)
        label = QLabel(title.replace(row.key, f"&{row.key}", 1))
        label.setBuddy(box)
        self._form.addRow(label, layout)

    def _place_presets(self) -> QGridLayout:
        self._presets: list[QPushButton] = []
        grid = QGridLayout()
        grid.setSpacing(3)
        for column, colors in enumerate(_PRESETS):
            button = QPushButton(str(colors), flat=True)
            button.setCheckable(True)
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(str(colors)) + 6)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setToolTip(f"{colors} colors")
            button.setAccessibleName(f"{colors} colors")
            # Unlike a click on a toggle, one on the chosen number must leave it chosen.
            button.clicked.connect(lambda _=False, colors=colors: self._choose_preset(colors))
            self._presets.append(button)
            grid.addWidget(button, 0, column)
            grid.setColumnStretch(column, 1)
        return grid

    def _choose_preset(self, colors: int) -> None:
        if colors == self._settings.colors:
            # Who wants it again after cancelling gets it.
            self.changed.emit(self._settings, 0)
        self.set_colors(colors)
        self.show_settings(self._settings)
