"""Saves plots as PNG and SVG, and their numbers as CSV; copies the tables."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

import core
from core.names import LONGEST_NAME, plain
from gui.controls.table import TableView
from gui.desktop import dialogs
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
        """Put all that can be saved and copied into the menu of a button, and of each plot."""
        menu = QMenu(button)
        for name, plot in plots.items():
            action = menu.addAction(f"Save the {name}…")
            action.triggered.connect(partial(self.save, plot, name))
            plot.addAction(action)
        for name, table in tables.items():
            table.fill(menu.addMenu(f"Copy the table of {name}"))
        button.setMenu(menu)

    def save(self, plot: Plot, name: str, *_checked: bool) -> None:
        """Ask for a file, and write a plot to it: drawn or as numbers, as its ending says."""
        path = dialogs.ask_where_to_save_plot(
            self._window, self._store, name, self.photo or _NAMELESS
        )
        if path is not None:
            self.write(plot, path)

    def write(self, plot: Plot, path: Path) -> None:
        """Write a plot to a file."""
        make = _maker(plot, path.suffix.lower())
        self._lane.submit(
            lambda _progress: core.replace_file(path, make()),
            lambda _none: self.said.emit(f"Saved {plain(path.name, LONGEST_NAME)}."),
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
