"""What is for all photos of the strip: the same settings, one palette, and saving them all."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from core.language import N_, _, translated
from gui.desktop import texts


class ForAll(QWidget):
    """Two boxes to check and a button, beside the strip.

    Signals
    -------
    same_settings_changed(bool)
        The user changed it.
    one_palette_wanted(bool)
        The user wants one palette for all photos, or a palette each.
    """

    same_settings_changed = Signal(bool)
    one_palette_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._same = _box(
            N_("Same settings for all"),
            N_("Same settings for all photos"),
            N_(
                "Checked, what you set for one photo is set for all of these, a fixed palette "
                "too.\n"
                "A photo whose colors you edited, or that you set while this was not checked,\n"
                "keeps its own and has a mark. Unchecked, each photo keeps its own settings."
            ),
        )
        self._one_palette = _box(
            N_("One palette for all"),
            N_("One palette for all photos"),
            N_(
                "Checked, all photos are shown and saved in the same colors, which serve them "
                "all.\n"
                "Unchecked, each photo has colors of its own. The Palette menu has more."
            ),
        )
        self.save_all = QPushButton()
        texts.put(self.save_all.setText, lambda: _("Save all…"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        for widget in (self._same, self._one_palette, self.save_all):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._same.clicked.connect(self.same_settings_changed)
        self._one_palette.clicked.connect(self.one_palette_wanted)

    @property
    def same_settings(self) -> bool:
        """Whether what is set for one photo is set for all; setting this emits nothing."""
        return self._same.isChecked()

    @same_settings.setter
    def same_settings(self, same: bool) -> None:
        self._same.setChecked(same)

    def show_one_palette(self, one: bool) -> None:
        """Show whether all photos have one palette, without emitting a signal."""
        self._one_palette.setChecked(one)

    def take_action(self, save_all: QAction) -> None:
        """Have the button do what saves all photos."""
        self.save_all.clicked.connect(lambda *_checked: save_all.trigger())
        save_all.changed.connect(lambda: self.save_all.setToolTip(save_all.toolTip()))


def _box(text: str, name: str, tip: str) -> QCheckBox:
    """Make a box of texts that are marked for translation."""
    box = QCheckBox()
    texts.put(box.setText, partial(translated, text))
    texts.put(box.setAccessibleName, partial(translated, name))
    texts.put(box.setToolTip, partial(translated, tip))
    # Fusion darkens this for the edge of the box, which would not be seen in the dark.
    edge = QPalette()
    edge.setColor(QPalette.ColorRole.Window, QColor("#b0b0b0"))
    box.setPalette(edge)
    return box
