"""Number of colors, start, effort, space, dithering, iterations, seed."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QKeySequence, QPixmap
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

from core.settings import (
    MAX_ITERATIONS,
    SEEDS,
    STRENGTHS,
    Color,
    Dither,
    Effort,
    Settings,
    Space,
    Start,
    Transparency,
)
from gui.desktop.icons import icon

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
_EFFORTS: tuple[tuple[Effort, str, str], ...] = (
    ("fast", "Fast", "A good palette at once."),
    ("normal", "Normal", "A better palette, hardly slower."),
    ("best", "Best", "Looks for a better palette until none is found: takes seconds."),
)
_SPACES: tuple[tuple[Space, str, str], ...] = (
    ("rgb", "RGB", "Colors are as far apart as their numbers: the smallest error in RGB."),
    ("oklab", "Oklab", "Colors are as far apart as they look."),
    ("lab", "CIELAB", "Colors are as far apart as they look, by the standard of 1976."),
)
_DITHERS: tuple[tuple[Dither, str, str], ...] = (
    ("none", "None", "Each pixel takes the nearest color: clear areas, the smallest file."),
    ("floyd-steinberg", "Floyd–Steinberg", "Fine grain; soft gradients from few colors."),
    ("atkinson", "Atkinson", "Fine grain with more contrast; the look of the first Macintosh."),
    ("jarvis", "Jarvis–Judice–Ninke", "Spreads far: smooth, a little blurred."),
    ("stucki", "Stucki", "Spreads far: smooth and sharp."),
    ("sierra-lite", "Sierra Lite", "Like Floyd–Steinberg, plainer."),
    ("bayer-2", "Bayer 2×2", "A coarse regular pattern."),
    ("bayer-4", "Bayer 4×4", "A regular pattern; the look of early computers."),
    ("bayer-8", "Bayer 8×8", "A fine regular pattern."),
    ("blue-noise", "Blue noise", "Even grain without pattern; quiet also in animations."),
)
_TRANSPARENCIES: tuple[tuple[Transparency, str, str], ...] = (
    ("palette", "In the palette", "Each color has its transparency: small indexed PNG files."),
    ("channel", "Kept as it is", "Opaque colors, and the photo's transparency beside them."),
    ("flatten", "Laid on a color", "The photo is laid on a color first, and opaque then."),
)
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
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, len(_SLIDER_COLORS) - 1)
        self._slider.setPageStep(5)
        self._slider.setAccessibleName("Number of colors")
        self._gesture = 0
        self._box = QSpinBox()
        self._box.setRange(_FEWEST, _MOST)
        self._box.setAccessibleName("Number of colors")
        self._start = _choices(_STARTS)
        self._effort = _choices(_EFFORTS)
        self._space = _choices(_SPACES)
        self._transparency = _choices(_TRANSPARENCIES)
        self._background = QToolButton()
        self._background.setAccessibleName("Color to lay the photo on")
        self._background.clicked.connect(self.background_wanted)
        self._dither = _choices(_DITHERS)
        self._strength = QSpinBox()
        self._strength.setRange(STRENGTHS[0], STRENGTHS[-1])
        self._strength.setSingleStep(10)
        self._strength.setSuffix(" %")
        self._strength.setAccessibleName("Strength of dithering")
        self._strength.setToolTip("How much of what a pixel lacks its neighbors make up for")
        self._iterations = QSpinBox()
        self._iterations.setRange(MAX_ITERATIONS[0], MAX_ITERATIONS[-1])
        self._iterations.setToolTip("A run ends after so many iterations, if not before")
        self._seed = _WholeNumberBox()
        self._seed.setRange(SEEDS[0], SEEDS[-1])
        self._new_seed = QToolButton(autoRaise=True)
        self._new_seed.setAccessibleName("New seed")
        self._new_seed.setToolTip("Draw a new seed")
        self._boxes = self._box, self._strength, self._iterations, self._seed
        for box in self._boxes:
            # A number that is typed counts when it is whole.
            box.setKeyboardTracking(False)
            # Both: where the box has the focus, it asks its line by itself.
            box.installEventFilter(self)
            box.lineEdit().installEventFilter(self)
        self._place()
        self._slider.valueChanged.connect(lambda at: self.set_colors(_SLIDER_COLORS[at]))
        self._box.valueChanged.connect(self.set_colors)
        self._start.currentIndexChanged.connect(
            lambda _: self._change(start=self._start.currentData(), first_colors=())
        )
        self._effort.currentIndexChanged.connect(
            lambda _: self._change(effort=self._effort.currentData())
        )
        self._space.currentIndexChanged.connect(
            lambda _: self._change(space=self._space.currentData())
        )
        self._transparency.currentIndexChanged.connect(
            lambda _: self._change(transparency=self._transparency.currentData())
        )
        self._dither.currentIndexChanged.connect(
            lambda _: self._change(dither=self._dither.currentData())
        )
        self._strength.valueChanged.connect(lambda value: self._change(dither_strength=value))
        self._slider.sliderReleased.connect(self._end_gesture)
        self._iterations.valueChanged.connect(lambda value: self._change(max_iterations=value))
        self._seed.valueChanged.connect(lambda value: self._change(seed=int(value)))
        self._new_seed.clicked.connect(self.new_seed)
        self.show_settings(self._settings)
        self._tint()

    @property
    def settings(self) -> Settings:
        """What the controls say."""
        return self._settings

    def show_settings(self, settings: Settings) -> None:
        """Make the controls say this, without telling."""
        self._settings = settings
        blockers = [
            QSignalBlocker(control)
            for control in (
                *(self._slider, self._box, self._start, self._effort, self._space),
                *(self._transparency, self._dither, self._strength),
                *(self._iterations, self._seed),
            )
        ]
        self._slider.setValue(bisect_left(_SLIDER_COLORS, settings.colors))
        self._box.setValue(settings.colors)
        self._show_start(settings)
        self._effort.setCurrentIndex(self._effort.findData(settings.effort))
        self._space.setCurrentIndex(self._space.findData(settings.space))
        self._transparency.setCurrentIndex(self._transparency.findData(settings.transparency))
        self._show_background(settings)
        self._dither.setCurrentIndex(self._dither.findData(settings.dither))
        self._strength.setValue(settings.dither_strength)
        self._iterations.setValue(settings.max_iterations)
        self._seed.setValue(settings.seed)
        del blockers
        for preset in self._presets:
            preset.setChecked(preset.text() == str(settings.colors))
        cuts = settings.start == "wu" and not settings.first_colors
        draws = not cuts and not settings.first_colors
        self._effort.setEnabled(cuts)
        self._seed.setEnabled(draws)
        self._new_seed.setEnabled(draws)
        tip = "Makes random choices repeatable: same seed, same result"
        self._seed.setToolTip(tip if draws else "Wu's cut draws nothing at random")
        self._start.setToolTip(self._start.currentData(Qt.ItemDataRole.ToolTipRole))
        self._effort.setToolTip(
            self._effort.currentData(Qt.ItemDataRole.ToolTipRole)
            if cuts
            else "Plain k-means: only Wu's cut looks for more"
        )
        self._strength.setEnabled(settings.dither != "none")
        for box in (self._space, self._dither, self._transparency):
            box.setToolTip(box.currentData(Qt.ItemDataRole.ToolTipRole))

    def show_transparency(self, *, shown: bool) -> None:
        """Offer what can become of transparency, for a photo that has some."""
        self._form.setRowVisible(self._transparency_row, shown)
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
        offered = self._form.isRowVisible(self._transparency_row)
        self._background.setVisible(offered and settings.transparency == "flatten")

    @property
    def draws(self) -> bool:
        """Whether the start draws colors at random."""
        return self._seed.isEnabled()

    def take_typed(self) -> None:
        """Have a number count that is typed, but not yet finished by Enter."""
        for box in self._boxes:
            box.interpretText()

    def set_colors(self, colors: int) -> None:
        """Change the number of colors as the user would; beyond the ends it stays there."""
        fewest = max(_FEWEST, len(self._settings.locked))
        colors = min(max(colors, fewest), _MOST)
        if colors != self._settings.colors:
            self._change(colors=colors, first_colors=())
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
        settings = replace(self._settings, **fields)  # type: ignore[arg-type]
        if settings != self._settings:
            self.show_settings(settings)
            self.changed.emit(settings, self._gesture + 1 if self._slider.isSliderDown() else 0)

    def _end_gesture(self) -> None:
        self._gesture += 1

    def _show_start(self, settings: Settings) -> None:
        """Offer the colors of a palette as a start only while they are one."""
        place = self._start.findText(_FIRST_COLORS)
        if settings.first_colors and place < 0:
            self._start.addItem(_FIRST_COLORS, settings.start)
            tip = "Begins with the colors of a palette."
            place = self._start.count() - 1
            self._start.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        elif not settings.first_colors and place >= 0:
            self._start.removeItem(place)
        start = self._start.findData(settings.start)
        self._start.setCurrentIndex(place if settings.first_colors else start)

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
        transparency = QHBoxLayout()
        transparency.setSpacing(6)
        transparency.addWidget(self._transparency, 1)
        transparency.addWidget(self._background)
        dither = QHBoxLayout()
        dither.setSpacing(6)
        dither.addWidget(self._dither, 1)
        dither.addWidget(self._strength)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("S&tart", self._start)
        form.addRow("Effo&rt", self._effort)
        form.addRow("Sp&ace", self._space)
        form.addRow("Tra&nsparency", transparency)
        form.labelForField(transparency).setBuddy(self._transparency)  # type: ignore[attr-defined]
        self._form, self._transparency_row = form, form.rowCount() - 1
        form.addRow("&Dither", dither)
        form.labelForField(dither).setBuddy(self._dither)  # type: ignore[attr-defined]
        form.addRow("&Iterations", self._iterations)
        form.addRow("&Seed", seed)
        form.labelForField(seed).setBuddy(self._seed)  # type: ignore[attr-defined]
        boxes = self._start, self._effort, self._space, self._transparency, self._dither
        for control in (*boxes, self._iterations, self._seed):
            control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            control.setMinimumWidth(_LEAST_WIDTH)
        # Rows keep their height, whatever the window's.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 8)
        whole.setSpacing(8)
        whole.addWidget(label)
        whole.addLayout(colors)
        whole.addLayout(self._place_presets())
        whole.addSpacing(4)
        whole.addLayout(form)
        # It does not become wider when the row appears.
        self.setMinimumWidth(self.minimumSizeHint().width())
        form.setRowVisible(self._transparency_row, False)

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


def _choices(choices: Sequence[tuple[str, str, str]]) -> QComboBox:
    """Make a box of values, each with its text and tip."""
    box = QComboBox()
    for number, (value, text, tip) in enumerate(choices):
        box.addItem(text, value)
        box.setItemData(number, tip, Qt.ItemDataRole.ToolTipRole)
    return box


class _WholeNumberBox(QDoubleSpinBox):
    """A box for whole numbers beyond 2³¹, where QSpinBox ends."""

    def __init__(self) -> None:
        super().__init__()
        self.setDecimals(0)
        self.setGroupSeparatorShown(False)
