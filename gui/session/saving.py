"""Saving: files that are written, or wait for a result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from core.language import ngettext
from core.settings import SaveOptions
from core.wording import listed
from gui.session import tasks
from gui.session.attempt import Attempt
from gui.session.lane import Lane, Task
from gui.session.tasks import sentence
from gui.session.work import Desk

if TYPE_CHECKING:
    from core.model import Palette, Result, Saved
    from core.progress import ProgressCallback


class _Table(NamedTuple):
    """Color table of an image file.

    Parameters
    ----------
    palette : Palette
        The palette that was saved.
    table : Palette or None
        The same in the order of the file, if that has a table.
    kept : bool
        Whether the palette's own order was asked for.
    """

    palette: Palette
    table: Palette | None
    kept: bool


class Saving(QObject):
    """Lane that writes files, all in order.

    Signals
    -------
    written(Desk, Work)
        An image of that work was written; before `saved`.
    saved(Saved)
        An image or palette file was written.
    not_saved(str, str)
        A sentence for the user about the "image" or "palette" that could not be written.
    progressed(Progress)
    activity_changed()
        It may have become busy or free.
    """

    written = Signal(object, object)
    saved = Signal(object)
    not_saved = Signal(str, str)
    progressed = Signal(object)
    activity_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.options = SaveOptions()
        self._waiting: list[tuple[Path, Callable[[], None]]] = []
        # Some files in the lane may take long, and so they can be cancelled.
        self._long: dict[Task, Path] = {}
        # Only tasks of the writing lane use these, one after the other.
        self._tables: WeakKeyDictionary[Desk, _Table] = WeakKeyDictionary()
        self._writing = Lane("queue", "saving", self)
        self._writing.progressed.connect(self.progressed)
        self._writing.busy_changed.connect(self.activity_changed)

    @property
    def writing(self) -> bool:
        """Whether a file is being written."""
        return self._writing.busy

    @property
    def busy(self) -> bool:
        """Whether a file is being written, or waits for a result."""
        return self.writing or bool(self._waiting)

    def write_image(
        self,
        result: Result,
        desk: Desk,
        path: Path,
        attempt: Attempt | None,
        then: Callable[[], None] | None,
    ) -> None:
        """Write an image file, after the files asked for before.

        Parameters
        ----------
        desk : Desk
            The work that the result is of; counts as saved once the file is written.
        attempt : Attempt or None
            The file whose size was told.
        then : callable or None
            Called when the file is written.
        """
        work = desk.work
        # The ending decides; the format of the options is that of the last file saved.
        options = replace(self.options.beside(work.settings), format=None)

        def write(progress: ProgressCallback) -> Saved:
            saved = tasks.save_image(result, path, options, attempt, progress)
            kept = options.palette_order == "keep"
            self._tables[desk] = _Table(result.palette, saved.table, kept)
            return saved

        def finish(saved: Saved) -> None:
            self._forget_long(task)
            desk.saved_to = saved.path
            self.written.emit(desk, work)
            self.saved.emit(saved)
            if then is not None:
                then()

        def fail(error: BaseException) -> None:
            self._forget_long(task)
            self.not_saved.emit(sentence(error), "image")

        task = self._writing.submit(write, finish, fail)
        if result.animation is not None or options.effort == "best":
            self._long[task] = path

    def write_palette(self, palette: Palette, desk: Desk, path: Path) -> None:
        """Write a palette file, after the files asked for before.

        Its colors have the order of the image that was last written of the desk, if they are those
        of that image.
        """
        order = self.options.palette_order

        def write(_progress: ProgressCallback) -> Saved:
            image = self._tables.get(desk)
            if image is not None and image.table and image.palette.hex == palette.hex:
                return tasks.save_palette(_told_anew(image.table, palette), path, image.kept)
            colors = palette.some(palette.by_share) if order == "share" else palette
            return tasks.save_palette(colors, path, order == "keep")

        self._writing.submit(
            write,
            self.saved.emit,
            lambda error: self.not_saved.emit(sentence(error), "palette"),
        )

    def wait(self, path: Path, save: Callable[[], None]) -> None:
        """Keep a file until `write_waiting` or `drop_waiting`."""
        self._waiting.append((path, save))

    def write_waiting(self) -> None:
        """Save the files that waited, in the order they were asked for."""
        saves, self._waiting = self._waiting, []
        for _path, save in saves:
            save()

    def drop_waiting(self) -> list[Path]:
        """Forget the files that waited, and return which were lost."""
        waiting, self._waiting = self._waiting, []
        return [path for path, _save in waiting]

    def cancel_long(self) -> list[Path]:
        """Stop writing what may take long, and return which files were lost.

        That is animations, and files that are looked for with the best effort; others are finished.
        """
        long, self._long = self._long, {}
        for task in long:
            task.cancel()
        return list(long.values())

    def close(self) -> None:
        """End the thread."""
        self._writing.close()

    def _forget_long(self, task: Task) -> None:
        """Forget a file that is written, or failed: other files may still be in the lane."""
        self._long.pop(task, None)


def not_saved(lost: Sequence[Path]) -> str:
    """Return the words for files that were given up, which have no full stop."""
    names = listed([f"“{path.name}”" for path in lost])
    words = ngettext("{names} was not saved", "{names} were not saved", len(lost))
    return words.format(names=names)


def _told_anew(table: Palette, palette: Palette) -> Palette:
    """Give the colors of a table the names and locks that they have by now.

    A color that a file added for hidden pixels is not in the palette, and stays as it is.
    """
    names, locked = list(table.names), table.locked.copy()
    left = dict(enumerate(palette.hex))
    for number, color in enumerate(table.hex):
        place = next((place for place, each in left.items() if each == color), None)
        if place is not None:
            del left[place]
            names[number], locked[number] = palette.names[place], palette.locked[place]
    return replace(table, names=names, locked=locked)
