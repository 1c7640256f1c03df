"""The panel of settings: number of colors, and a row for each of the others."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.language import N_, _, translated
from core.settings import COLORS, SETTINGS, Color, Settings
from gui.controls.boxes import (
    Box,
    NumberBox,
    box_for,
    explain,
    leave_undo,
    show_value,
    value_changed,
    value_of,
)
from gui.controls.disclosure import Disclosure
from gui.controls.number_of_colors import NumberOfColors
from gui.controls.size_box import SizeBox
from gui.desktop import texts
from gui.desktop.icons import icon
from gui.desktop.mnemonics import underlined, with_mnemonics
from gui.desktop.store import FEWEST_COLORS


class _Row(NamedTuple):
    """Row of the form: a setting, and another one beside it if there is one.

    The key is the letter of the title that is underlined: with Alt it moves the focus there. Where
    a title of another language lacks it, any other is.
    """

    name: str
    key: str
    beside: str | None = None
    spacing: int = 6


_ALWAYS = (
    _Row("dither", key="D", beside="dither_strength"),
    _Row("effort", key="r"),
    _Row("transparency", key="y"),
)
_ADVANCED = (
    _Row("space", key="a"),
    _Row("accents", key="n"),
    _Row("start", key="t"),
    _Row("max_iterations", key="I"),
    _Row("seed", key="S", spacing=2),
    _Row("dither_in", key="M"),
    _Row("keep_exact", key="x"),
)
_LONG = "transparency"
_OF_DITHERING = {"dither_in", "keep_exact"}
_OF_A_RUN = ("start", "accents", "max_iterations", "seed")
_LEAST_WIDTH = 60
# The menus of the window, whose letters are taken.
_MENUS = (N_("&File"), N_("&Edit"), N_("&View"), N_("&Palette"), N_("&Help"))
_NO_PHOTO = N_("Open a photo first")
_NOT_DITHERED = N_("Nothing is dithered: choose a method to dither first")
_BEGINS_WITH_PALETTE = N_("It begins with the colors of a palette, and draws nothing at random")
_NOTHING_AT_RANDOM = N_("Wu's cut draws nothing at random")
_CHOSEN = N_("The colors are chosen from your own: no run makes any")
_NO_ACCENTS = N_("Plain k-means: only Wu's cut looks for accents")


class SettingsPanel(QWidget):
    """Controls for the settings of a run.

    Signals
    -------
    changed(Settings, int)
        The user changed something; not emitted by `show_settings`. The number is the same for all
        changes of one gesture, as the drag of the slider; 0 is for a change by itself.
    background_wanted()
        The user wants to choose the color to lay the photo on.
    beyond(int)
        The user wants more colors than there are to choose from; there are as many as can be.
    held_changed()
        What a run needs can be set again, or not any more.
    """

    changed = Signal(object, int)
    background_wanted = Signal()
    beyond = Signal(int)
    held_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._new_seed = QToolButton(autoRaise=True)
        texts.put(self._new_seed.setAccessibleName, lambda: _("New seed"))
        texts.put(self._new_seed.setToolTip, lambda: _("Draw a new seed"))
        self._background = QToolButton()
        texts.put(self._background.setAccessibleName, lambda: _("Color to lay the photo on"))
        self._settings = Settings()
        self._with_transparency = False
        # A fixed palette holds the number of colors; the sentence says why it cannot be chosen.
        self._held: tuple[int, str] | None = None
        self.colors = NumberOfColors()
        self.size_box = SizeBox()
        self.advanced = Disclosure(
            N_("Advanced"),
            N_("Show settings that few people need"),
            N_("Hide settings that few people need"),
        )
        rows = (*_ALWAYS, *_ADVANCED)
        names = [name for row in rows for name in (row.name, row.beside) if name]
        self.boxes: dict[str, Box] = {name: box_for(SETTINGS[name]) for name in names}
        self._place()
        self._connect()
        texts.follow(self, self._speak)
        self._tint()

    @property
    def settings(self) -> Settings:
        """Settings that the controls show."""
        return self._settings

    @property
    def draws(self) -> bool:
        """Whether the start draws colors at random."""
        return "seed" not in self._reasons

    @property
    def why_held(self) -> str:
        """Reason why nothing of a run can be set; "" if it can."""
        return "" if self._held is None else self._held[1]

    def hold(self, number: int | None, reason: str) -> None:
        """Put out of use what a run needs, as there is none: a palette of this number stays.

        None offers it again. `reason` is what tips say meanwhile.
        """
        self._held = None if number is None else (number, reason)
        self.colors.hold(reason)
        self.show_settings(self._settings)
        self.held_changed.emit()

    def show_settings(self, settings: Settings) -> None:
        """Show settings without emitting a signal."""
        self._settings = settings
        self.colors.limit(settings.most_colors if self._held is None else COLORS[-1])
        self.colors.show_number(settings.colors if self._held is None else self._held[0])
        blockers = [QSignalBlocker(box) for box in self.boxes.values()]
        for name, box in self.boxes.items():
            show_value(box, getattr(settings, name))
        self._show_first_colors(settings)
        del blockers
        self.size_box.show_size(settings.resize, enlarge=settings.enlarge)
        self._show_which_count()
        self._show_rows()
        self.advanced.show_changed(self._changed_titles)

    def show_transparency(self, *, shown: bool) -> None:
        """Offer the ways to treat transparency, for a photo that has some."""
        self._with_transparency = shown
        self._show_rows()

    def show_photo_there(self, *, there: bool) -> None:
        """Dim everything while there is no photo that settings could be for."""
        if there != self.isEnabled():
            self.setEnabled(there)
            self._show_which_count()

    def set_background(self, color: Color) -> None:
        """Lay the photo on another color, as the user would."""
        self._change(background=color)

    def take_typed(self) -> None:
        """Have a number count that is typed, but not yet finished by Enter."""
        for box in self._number_boxes:
            box.interpretText()

    def set_colors(self, colors: int) -> None:
        """Change the number of colors as the user would; beyond the ends it stays there."""
        if self._held is not None:
            return
        fewest = max(FEWEST_COLORS, len(self._settings.locked))
        if colors > self._settings.most_colors:
            self.beyond.emit(colors)
        colors = min(max(colors, fewest), self._settings.most_colors)
        if colors != self._settings.colors:
            self._change(colors=colors)
        else:
            self.show_settings(self._settings)

    def more_colors(self) -> None:
        """Add a color."""
        self.set_colors(self._settings.colors + 1)

    def fewer_colors(self) -> None:
        """Remove a color."""
        self.set_colors(self._settings.colors - 1)

    def new_seed(self) -> None:
        """Draw a seed, for a start that needs one."""
        if self.draws:
            self._change(seed=random.randrange(1_000_000))  # noqa: S311

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when light became dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        elif event.type() == QEvent.Type.FontChange:
            self._keep_label_width()

    @property
    def _number_boxes(self) -> list[NumberBox]:
        boxes = (self.colors.box, self.size_box.number, *self.boxes.values())
        return [box for box in boxes if not isinstance(box, QComboBox)]

    def _connect(self) -> None:
        self.colors.chosen.connect(self.set_colors)
        self.colors.beyond.connect(self.beyond)
        self.size_box.changed.connect(
            lambda resize, enlarge: self._change(resize=resize, enlarge=enlarge)
        )
        self.colors.chosen_again.connect(lambda: self.changed.emit(self._settings, 0))
        for name, box in self.boxes.items():
            value_changed(box).connect(
                lambda _value, name=name, box=box: self._change(**{name: value_of(box)})
            )
        for box in self._number_boxes:
            leave_undo(box)
        self._background.clicked.connect(self.background_wanted)
        self.advanced.toggled.connect(self._show_rows)
        self._new_seed.clicked.connect(self.new_seed)

    def _change(self, **fields: object) -> None:
        if "start" in fields or "colors" in fields:
            # The colors of a palette are a start of their own, and for their number only.
            fields["first_colors"] = ()
        settings = replace(self._settings, **fields)  # type: ignore[arg-type]
        if settings != self._settings:
            self.show_settings(settings)
            self.changed.emit(settings, self.colors.gesture or self.size_box.gesture)

    def _show_first_colors(self, settings: Settings) -> None:
        """Show the colors of a palette as the start if they are; otherwise do not offer them."""
        box = self.boxes["start"]
        assert isinstance(box, QComboBox)
        place = len(SETTINGS["start"].options)
        if settings.first_colors:
            if box.count() == place:
                box.addItem("", settings.start)
            box.setItemText(place, _("A palette"))
            tip = _("Begins with the colors of a palette.")
            box.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(place)
        elif box.count() > place:
            box.removeItem(place)

    def _show_background(self, settings: Settings) -> None:
        """Show the color that the photo is laid on, if it is."""
        swatch = QPixmap(16, 16)
        swatch.fill(QColor(*settings.background))
        self._background.setIcon(QIcon(swatch))
        laid_on = _("Laid on {color}; click to change")
        self._background.setToolTip(laid_on.format(color=QColor(*settings.background).name()))
        # In a hidden row the color would be all that is seen.
        offered = self._with_transparency and settings.transparency == "flatten"
        self._background.setVisible(offered)

    def _show_which_count(self) -> None:
        """Enable the boxes that make a difference, and explain in tooltips what they do."""
        reasons = self._reasons
        for name, box in self.boxes.items():
            why = reasons.get(name, "")
            box.setEnabled(not why)
            explain(SETTINGS[name], box, why if self.isEnabled() else translated(_NO_PHOTO))
        self._new_seed.setEnabled("seed" not in reasons)

    def _show_rows(self) -> None:
        """Show the rows that are open and about something that is there."""
        self._form.setRowVisible(self._rows["transparency"], self._with_transparency)
        for row in _ADVANCED:
            fits = self._settings.dither != "none" or row.name not in _OF_DITHERING
            self._form.setRowVisible(self._rows[row.name], self.advanced.is_open and fits)
        # That has shown whole rows, the color to lay the photo on as well.
        self._show_background(self._settings)

    @property
    def _changed_titles(self) -> tuple[str, ...]:
        """Titles of the advanced settings that make a difference and are not as they would be."""
        settings, default, reasons = self._settings, Settings(), self._reasons
        return tuple(
            SETTINGS[row.name].title
            for row in _ADVANCED
            if row.name not in reasons
            if getattr(settings, row.name) != getattr(default, row.name)
            or (row.name == "start" and settings.first_colors)
        )

    @property
    def _reasons(self) -> dict[str, str]:
        """Settings that make no difference now, each with the reason."""
        reasons = {name: translated(why) for name, why in _reasons(self._settings).items()}
        if self._held is not None:
            reasons |= dict.fromkeys(_OF_A_RUN, self._held[1])
        return reasons

    def _tint(self) -> None:
        self._new_seed.setIcon(icon("reseed", self.palette()))

    def _place(self) -> None:
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._rows: dict[str, QHBoxLayout] = {}
        self._labels: dict[str, QLabel] = {"colors": self.colors.label, "resize": QLabel()}
        for row in _ALWAYS:
            self._place_row(row)
        self._labels["resize"].setBuddy(self.size_box.way)
        self._form.addRow(self._labels["resize"], self.size_box)
        self._form.addRow(self.advanced)
        for row in _ADVANCED:
            self._place_row(row)
        self._show_rows()
        # Rows keep their height, whatever the window's.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 8)
        whole.setSpacing(8)
        whole.addWidget(self.colors)
        whole.addSpacing(4)
        whole.addLayout(self._form)

    def _speak(self) -> None:
        """Show everything in the language of the moment."""
        keys = {"colors": "C", "resize": "z"} | {row.name: row.key for row in _ALWAYS + _ADVANCED}
        titles = [(translated(SETTINGS[name].title), keys[name]) for name in self._labels]
        taken = [underlined(translated(title)) for title in _MENUS]
        for label, text in zip(self._labels.values(), with_mnemonics(titles, taken), strict=True):
            label.setText(text)
        self._keep_label_width()
        self.show_settings(self._settings)

    def _keep_label_width(self) -> None:
        """Give the labels one width, that nothing moves sideways when Advanced is opened."""
        # That of transparency is longer, and seen for few photos: a narrow window lacks the room.
        labels = [each for name, each in self._labels.items() if name not in {"colors", _LONG}]
        widest = max(label.sizeHint().width() for label in labels)
        for label in labels:
            label.setMinimumWidth(widest)

    def _place_row(self, row: _Row) -> None:
        box = self.boxes[row.name]
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setMinimumWidth(_LEAST_WIDTH)
        layout = QHBoxLayout()
        layout.setSpacing(row.spacing)
        layout.addWidget(box, 1)
        if row.beside:
            beside = self.boxes[row.beside]
            title = partial(translated, SETTINGS[row.beside].title)
            texts.put(beside.setAccessibleName, title)
            layout.addWidget(beside)
        button = {"transparency": self._background, "seed": self._new_seed}.get(row.name)
        if button:
            layout.addWidget(button)
        label = self._labels[row.name] = QLabel()
        label.setBuddy(box)
        self._form.addRow(label, layout)
        self._rows[row.name] = layout


def _reasons(settings: Settings) -> dict[str, str]:
    """Name the settings that make no difference, each with the reason as a marked text."""
    reasons: dict[str, str] = {}
    if settings.dither == "none":
        reasons |= dict.fromkeys(("dither_strength", *_OF_DITHERING), _NOT_DITHERED)
    if settings.first_colors:
        reasons["seed"] = _BEGINS_WITH_PALETTE
    elif settings.start == "wu":
        reasons["seed"] = _NOTHING_AT_RANDOM
    if settings.first_colors or settings.start != "wu":
        reasons["accents"] = _NO_ACCENTS
    if settings.owned is not None:
        reasons |= dict.fromkeys(_OF_A_RUN, _CHOSEN)
    return reasons
