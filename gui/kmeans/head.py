"""The top of the k-means window: what run is seen, which one is wanted, and what is saved of it."""

from __future__ import annotations

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

from core.settings import SETTINGS
from core.wording import count_of
from gui.controls.line import Line
from gui.desktop.announcing import name_combo_box
from gui.desktop.icons import icon
from gui.desktop.tips import show_tip

if TYPE_CHECKING:
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
        self.plain = QCheckBox("P&lain k-means")
        self.plain.setToolTip(
            "K-means as in the books: it begins with centroids drawn at random, "
            "with as many colors and the same seed.\n"
            "Otherwise you see what Fewtone does, with the start and effort of the main window."
        )
        self.starts = QComboBox()
        for start in _STARTS:
            option = SETTINGS["start"].options[start]
            self.starts.addItem(option.title.split(" (")[0], start)
            self.starts.setItemData(
                self.starts.count() - 1, option.tip, Qt.ItemDataRole.ToolTipRole
            )
        self.starts.setToolTip("Where the first centroids of plain k-means come from")
        self.starts.hide()
        self.plain.toggled.connect(self._choose)
        self.starts.currentIndexChanged.connect(self._choose)
        self.draw = QToolButton()
        self.draw.setText("Draw &again")
        self.draw.setToolTip("Begin with other centroids, drawn by the next seed (R)")
        self.draw.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.progress = QProgressBar()
        self.progress.setRange(0, _STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(90)
        self.progress.setAccessibleName("Progress of the run")
        self.stop = QPushButton("&Stop")
        self.stop.setToolTip("End the run where it is; what was seen of it stays (Esc)")
        self.back = QPushButton("&Back to the run")
        self.back.setToolTip("Show the run from before you moved a centroid")
        self.save = QToolButton()
        self.save.setText("Save or copy")
        self.save.setToolTip("Save the plots as PNG or SVG, their numbers as CSV, copy the tables")
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
        name_combo_box(self.starts, "Start of plain k-means")
        self.back.hide()
        self.draw.hide()
        self.show_busy(False)
        self._tint()

    def show_run(self, run: Run | None, *, can_go_back: bool, animated: bool = False) -> None:
        """Tell which run is seen; of an animation, that all frames are clustered."""
        title = "" if run is None else _title(run.settings)
        title = f"{title} · colors of all frames" if title and animated else title
        self.title.setText(title)
        show_tip(self.title, title)
        self.back.setVisible(can_go_back)
        self.draw.setVisible(run is not None and run.settings.start != "wu")

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


def _title(settings: Settings) -> str:
    """Tell what run it is: "8 colors · Wu's cut · effort normal"."""
    start = SETTINGS["start"].options[settings.start].title
    space = SETTINGS["space"].options[settings.space].title
    # What is said of a start in brackets is for those who choose one.
    parts = [count_of(settings.colors, "color"), start.split(" (")[0]]
    if settings.start == "wu":
        effort = SETTINGS["effort"].options[settings.effort].title
        parts.append(f"effort {effort.lower()}")
    else:
        parts.append(f"seed {settings.seed}")
    if settings.space != "auto":
        parts.append(space)
    return " · ".join(parts)
