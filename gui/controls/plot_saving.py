"""Saves plots as PNG and SVG, and their numbers as CSV; copies the tables."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

import core
from core.language import N_, _, translated
from core.names import LONGEST_NAME, plain
from gui.controls.table import TableView
from gui.desktop import dialogs, texts
from gui.picture.drawing import image_of_drawing, png_of
from gui.picture.plot import Plot
from gui.session.lane import Lane
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.charts.drawing import Drawing
    from core.charts.table import Table
    from gui.desktop.store import Store

_NAMELESS = Path("photo")
# What menus say of plots and tables, by their names.
_SAVE = {
    "color cube": N_("Save the color cube…"),
    "error curve": N_("Save the error curve…"),
    "curve of moves": N_("Save the curve of moves…"),
    "cluster sizes": N_("Save the cluster sizes…"),
    "curve of the error": N_("Save the curve of the error…"),
    "curve of the size": N_("Save the curve of the size…"),
}
_COPY = {
    "centroids": N_("Copy the table of centroids"),
    "moments": N_("Copy the table of moments"),
}


class PlotSaving(QObject):
    """Asks where a plot is to be saved, and writes it in a lane of its own.

    Signals
    -------
    said(str)
        What was done.
    """

    said = Signal(str)

    def __init__(self, window: QWidget, store: Store) -> None:
        super().__init__(window)
        self._window = window
        self._store = store
        self._lane = Lane("queue", "saving plots", self)
        # Files are named after it.
        self.photo: Path | None = None

    def offer(
        self, button: QToolButton, plots: dict[str, Plot], tables: dict[str, TableView]
    ) -> None:
        """Put all that can be saved and copied into the menu of a button, and of each plot.

        Parameters
        ----------
        button : QToolButton
        plots, tables : dict
            By their names in English, as those of `_SAVE` and `_COPY`; files are named after them.
        """
        menu = QMenu(button)
        for name, plot in plots.items():
            action = menu.addAction("")
            texts.put(action.setText, partial(translated, _SAVE.get(name, name)))
            action.triggered.connect(partial(self.save, plot, name))
            plot.addAction(action)
        for name, table in tables.items():
            copies = menu.addMenu("")
            texts.put(copies.setTitle, partial(translated, _COPY.get(name, name)))
            table.fill(copies)
        button.setMenu(menu)

    def save(self, plot: Plot, name: str, *_checked: bool) -> None:
        """Ask for a file, and write a plot to it: drawn or as numbers, as its ending says."""
        title = translated(_SAVE.get(name, name)).rstrip("…")
        path = dialogs.ask_where_to_save_plot(
            self._window, self._store, title, name, self.photo or _NAMELESS
        )
        if path is not None:
            self.write(plot, path)

    def write(self, plot: Plot, path: Path) -> None:
        """Write a plot to a file."""
        make = _maker(plot, path.suffix.lower())
        saved = _("Saved {name}.").format(name=plain(path.name, LONGEST_NAME))
        self._lane.submit(
            lambda _progress: core.replace_file(path, make()),
            lambda _none: self.said.emit(saved),
            lambda error: self._show_error(sentence(error, path)),
        )

    def _show_error(self, why: str) -> None:
        dialogs.show_error(self._window, [why])

    def close(self) -> None:
        """End the thread; a file that is being written is finished."""
        self._lane.close()


def _maker(plot: Plot, ending: str) -> Callable[[], bytes]:
    """Return what makes the bytes of a file; the plot may go on meanwhile."""
    if ending == ".csv":
        table: Table = plot.table()
        return lambda: table.to_csv().encode()
    drawing: Drawing = plot.for_file()
    if ending == ".svg":
        return lambda: core.to_svg(drawing).encode()
    return lambda: png_of(image_of_drawing(drawing))
