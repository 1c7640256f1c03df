"""The top of the k-means window: what run is seen, which one is wanted, and what is saved of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)

from core.language import N_, _, ngettext, translated
from core.settings import SETTINGS
from gui.controls.line import Line
from gui.desktop import texts
from gui.desktop.announcing import name_combo_box
from gui.desktop.icons import icon
from gui.desktop.tips import show_tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.progress import Progress
    from core.settings import Settings
    from gui.kmeans.watching import Run

_STEPS = 1000
# Starts of plain k-means: first that of the books, then a worse one and a better one.
_STARTS = ("in_pixels", "random", "kmeans++")


class Head(QWidget):
    """What run is seen; the switch to plain k-means; progress, and what can be saved.

    Signals
    -------
    plain_chosen(str)
        Plain k-means is wanted, from this start; "" for the way of the settings.
    """

    plain_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Line()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self._shown: Callable[[], str] = str
        self.plain = QCheckBox()
        self.starts = QComboBox(sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents)
        for start in _STARTS:
            self.starts.addItem("", start)
        self.starts.hide()
        self.plain.toggled.connect(self._choose)
        self.starts.currentIndexChanged.connect(self._choose)
        self.draw = QToolButton()
        self.draw.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.progress = QProgressBar()
        self.progress.setRange(0, _STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(90)
        self.stop, self.back = QPushButton(), QPushButton()
        self.save = QToolButton()
        self.save.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.title, 1)
        for widget in (
            self.progress,
            self.stop,
            self.back,
            self.draw,
            self.plain,
            self.starts,
            self.save,
        ):
            row.addWidget(widget)
        name_combo_box(self.starts, N_("Start of plain k-means"))
        self.back.hide()
        self.draw.hide()
        self.show_busy(False)
        self._tint()
        texts.follow(self, self._speak)

    def show_run(self, run: Run | None, *, can_go_back: bool, animated: bool = False) -> None:
        """Tell which run is seen; of an animation, that all frames are clustered."""
        self._shown = str if run is None else partial(_title, run.settings, animated=animated)
        self._show_title()
        self.back.setVisible(can_go_back)
        self.draw.setVisible(run is not None and run.settings.start != "wu")

    def _show_title(self) -> None:
        title = self._shown()
        self.title.setText(title)
        show_tip(self.title, title)

    def _speak(self) -> None:
        """Write all in the language that is spoken."""
        self.plain.setText(_("P&lain k-means"))
        self.plain.setToolTip(
            _(
                "K-means as in the books: it begins with centroids drawn at random, "
                "with as many colors and the same seed.\n"
                "Otherwise you see what Fewtone does, with the start and effort of the main window."
            )
        )
        for place, start in enumerate(_STARTS):
            option = SETTINGS["start"].options[start]
            self.starts.setItemText(place, translated(option.title).split(" (")[0])
            self.starts.setItemData(place, translated(option.tip), Qt.ItemDataRole.ToolTipRole)
        self.starts.setToolTip(_("Where the first centroids of plain k-means come from"))
        self.draw.setText(_("Draw &again"))
        self.draw.setToolTip(_("Begin with other centroids, drawn by the next seed (R)"))
        self.progress.setAccessibleName(_("Progress of the run"))
        self.stop.setText(_("&Stop"))
        self.stop.setToolTip(_("End the run where it is; what was seen of it stays (Esc)"))
        self.back.setText(_("&Back to the run"))
        self.back.setToolTip(_("Show the run from before you moved a centroid"))
        self.save.setText(_("Save or copy"))
        self.save.setToolTip(
            _("Save the plots as PNG or SVG, their numbers as CSV, copy the tables")
        )
        self._show_title()

    def show_busy(self, busy: bool) -> None:
        """Show that the run goes on, or that it has ended."""
        self.progress.setVisible(busy)
        self.stop.setVisible(busy)
        self.progress.setValue(0)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the run is."""
        self.progress.setValue(round(_STEPS * progress.fraction))

    def _choose(self, *_changed: object) -> None:
        plain = self.plain.isChecked()
        self.starts.setVisible(plain)
        self.plain_chosen.emit(self.starts.currentData() if plain else "")

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when light became dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self.save.setIcon(icon("save", self.palette()))
        self.draw.setIcon(icon("reseed", self.palette()))


def _title(settings: Settings, *, animated: bool) -> str:
    """Tell what run it is: "8 colors · Wu's cut · effort normal"."""
    start = translated(SETTINGS["start"].options[settings.start].title)
    colors = ngettext("{count} color", "{count} colors", settings.colors)
    # What is said of a start in brackets is for those who choose one.
    parts = [colors.format(count=settings.colors), start.split(" (")[0]]
    if settings.start == "wu":
        effort = translated(SETTINGS["effort"].options[settings.effort].title)
        parts.append(_("effort {effort}").format(effort=effort.lower()))
    else:
        parts.append(_("seed {seed}").format(seed=settings.seed))
    if settings.space != "auto":
        parts.append(translated(SETTINGS["space"].options[settings.space].title))
    if animated:
        parts.append(_("colors of all frames"))
    return " · ".join(parts)
