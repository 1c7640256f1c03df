"""Number of colors, start, iterations, seed."""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
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

from core.settings import MAX_ITERATIONS, SEEDS, Settings, Start
from gui.icons import icon

_FEWEST, _MOST = 2, 256
# Where a few colors more make a difference, the slider moves by one.
_SLIDER_COLORS = [*range(2, 33), *range(34, 65, 2), *range(68, 129, 4), *range(136, 257, 8)]
_PRESETS = (2, 3, 5, 8, 16, 32, 64, 128, 256)
_STARTS: tuple[tuple[Start, str, str], ...] = (
    ("wu", "Wu's cut (best)", "Cuts the photo's colors into boxes of little error. Needs no seed."),
    ("kmeans++", "k-means++", "Draws colors of the photo that lie far apart."),
    ("in_pixels", "Colors of the photo", "Draws from the photo's distinct colors."),
    ("random", "Random colors", "Draws any colors, even such as the photo does not have."),
)


class SettingsPanel(QWidget):
    """The controls of a run.

    Signals
    -------
    changed(Settings)
        The user changed something; not emitted by `show_settings`.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = Settings()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, len(_SLIDER_COLORS) - 1)
        self._slider.setPageStep(5)
        self._slider.setAccessibleName("Number of colors")
        self._box = QSpinBox()
        self._box.setRange(_FEWEST, _MOST)
        self._box.setAccessibleName("Number of colors")
        self._start = QComboBox()
        for number, (start, text, tip) in enumerate(_STARTS):
            self._start.addItem(text, start)
            self._start.setItemData(number, tip, Qt.ItemDataRole.ToolTipRole)
        self._iterations = QSpinBox()
        self._iterations.setRange(MAX_ITERATIONS[0], MAX_ITERATIONS[-1])
        self._iterations.setToolTip("A run ends after so many iterations, if not before")
        self._seed = _WholeNumberBox()
        self._seed.setRange(SEEDS[0], SEEDS[-1])
        self._new_seed = QToolButton(autoRaise=True)
        self._new_seed.setAccessibleName("New seed")
        self._new_seed.setToolTip("Draw a new seed")
        self._place()
        self._slider.valueChanged.connect(lambda at: self.set_colors(_SLIDER_COLORS[at]))
        self._box.valueChanged.connect(self.set_colors)
        self._start.currentIndexChanged.connect(
            lambda _: self._change(start=self._start.currentData())
        )
        self._iterations.valueChanged.connect(lambda value: self._change(max_iterations=value))
        self._seed.valueChanged.connect(lambda value: self._change(seed=int(value)))
        self._new_seed.clicked.connect(self.new_seed)
        self.show_settings(self._settings)
        self.tint()

    @property
    def settings(self) -> Settings:
        """What the controls say."""
        return self._settings

    def show_settings(self, settings: Settings) -> None:
        """Make the controls say this, without telling."""
        self._settings = settings
        blockers = [
            QSignalBlocker(control)
            for control in (self._slider, self._box, self._start, self._iterations, self._seed)
        ]
        self._slider.setValue(bisect_left(_SLIDER_COLORS, settings.colors))
        self._box.setValue(settings.colors)
        self._start.setCurrentIndex(self._start.findData(settings.start))
        self._iterations.setValue(settings.max_iterations)
        self._seed.setValue(settings.seed)
        del blockers
        for preset in self._presets:
            preset.setChecked(preset.text() == str(settings.colors))
        draws = settings.start != "wu"
        self._seed.setEnabled(draws)
        self._new_seed.setEnabled(draws)
        tip = "Makes random choices repeatable: same seed, same result"
        self._seed.setToolTip(tip if draws else "Wu's cut draws nothing at random")
        self._start.setToolTip(_STARTS[self._start.currentIndex()][2])

    def set_colors(self, colors: int) -> None:
        """Change the number of colors as the user would; beyond the ends it stays there."""
        self._change(colors=min(max(colors, _FEWEST), _MOST))

    def more_colors(self) -> None:
        """Add a color."""
        self.set_colors(self._settings.colors + 1)

    def fewer_colors(self) -> None:
        """Take a color away."""
        self.set_colors(self._settings.colors - 1)

    def new_seed(self) -> None:
        """Draw a seed, for a start that needs one."""
        if self._settings.start != "wu":
            self._change(seed=random.randrange(1_000_000))  # noqa: S311

    def tint(self) -> None:
        """Draw the icon in the present text color."""
        self._new_seed.setIcon(icon("reseed", self.palette()))

    def _change(self, **fields: object) -> None:
        settings = replace(self._settings, **fields)  # type: ignore[arg-type]
        if settings != self._settings:
            self.show_settings(settings)
            self.changed.emit(settings)

    def _place(self) -> None:
        colors = QHBoxLayout()
        colors.addWidget(self._slider, 1)
        colors.addWidget(self._box)
        label = QLabel("&Colors")
        label.setBuddy(self._box)
        seed = QHBoxLayout()
        seed.setSpacing(2)
        seed.addWidget(self._seed, 1)
        seed.addWidget(self._new_seed)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("S&tart", self._start)
        form.addRow("&Iterations", self._iterations)
        form.addRow("See&d", seed)
        form.labelForField(seed).setBuddy(self._seed)  # type: ignore[attr-defined]
        for control in (self._start, self._iterations, self._seed):
            control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            control.setMinimumWidth(90)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 8)
        whole.setSpacing(8)
        whole.addWidget(label)
        whole.addLayout(colors)
        whole.addLayout(self._place_presets())
        whole.addSpacing(4)
        whole.addLayout(form)

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
        self.set_colors(colors)
        self.show_settings(self._settings)


class _WholeNumberBox(QDoubleSpinBox):
    """A box for whole numbers beyond 2³¹, where QSpinBox ends."""

    def __init__(self) -> None:
        super().__init__()
        self.setDecimals(0)
        self.setGroupSeparatorShown(False)
