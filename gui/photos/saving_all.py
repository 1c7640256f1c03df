"""SavingAll: the results of several photos are saved, one after the other, before they are left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QProgressDialog, QWidget

from core.language import _
from core.names import LONGEST_NAME, default_name, is_there, plain
from gui.session.opening import Request

if TYPE_CHECKING:
    from core.model import Photo
    from gui.session.session import Session


class ToSave(NamedTuple):
    """A photo, and the file that its result is saved to."""

    photo: Path
    file: Path


class SavingAll(QObject):
    """Opens photos one after the other, makes their results and saves them.

    It ends early when one cannot be opened, made or saved, which is told by the session, or when
    the user cancels; then what is to follow does not happen.
    """

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._left: list[ToSave] = []
        self._then: Callable[[], None] | None = None
        self._bar: QProgressDialog | None = None
        session.photo_opened.connect(self._save_opened)
        for signal in (session.open_failed, session.too_large, session.failed, session.not_saved):
            signal.connect(self._end_early)
        session.stopped.connect(self._end_early)

    @property
    def busy(self) -> bool:
        """Whether there are photos yet to be saved."""
        return bool(self._left)

    def begin(self, files: Sequence[ToSave], then: Callable[[], None]) -> None:
        """Save the results of photos, and go on with `then`."""
        self._left, self._then = list(files), then
        if [photo for photo, _file in files] != [self._session.path]:
            self._show_bar(len(files))
        self._go_on()

    def _show_bar(self, count: int) -> None:
        self._bar = QProgressDialog("", _("Cancel"), 0, count, self._window)
        self._bar.setWindowModality(Qt.WindowModality.WindowModal)
        self._bar.setAutoReset(False)
        self._bar.setMinimumDuration(0)  # nothing may be changed meanwhile
        self._bar.canceled.connect(self._cancel)

    def _go_on(self) -> None:
        if not self._left:
            then = self._then
            self._end()
            if then is not None:
                then()
            return
        photo, _file = self._left[0]
        if self._bar is not None:
            self._bar.setValue(self._bar.maximum() - len(self._left))
            saving = _("Saving {name}").format(name=plain(photo.name, LONGEST_NAME))
            self._bar.setLabelText(saving)
        if photo == self._session.path:
            self._save()
        else:
            self._session.open(Request(photo, large=True))

    def _save_opened(self, photo: Photo, _picture: object) -> None:
        if self._left and photo.path == self._left[0].photo:
            self._save()

    def _save(self) -> None:
        self._session.save_image(self._left[0].file, self._take_saved)

    def _take_saved(self) -> None:
        if self._left:
            del self._left[0]
            self._go_on()

    def _cancel(self) -> None:
        self._end()
        self._session.cancel()

    def _end_early(self, *_why: object) -> None:
        if self._left:
            self._end()

    def _end(self) -> None:
        self._left, self._then = [], None
        if self._bar is not None:
            self._bar.canceled.disconnect(self._cancel)  # closing it cancels
            self._bar.close()
            self._bar.deleteLater()
            self._bar = None


def free_files(photos: Sequence[Path], folder: Path, ending: str) -> list[ToSave]:
    """Choose a file in a folder for the result of each photo, none of which is there yet."""
    taken: set[Path] = set()
    files = []
    for photo in photos:
        number, file = 1, _file(folder, photo, 1, ending)
        while file in taken or is_there(file):
            number += 1
            file = _file(folder, photo, number, ending)
        taken.add(file)
        files.append(ToSave(photo, file))
    return files


def _file(folder: Path, photo: Path, number: int, ending: str) -> Path:
    count = "" if number == 1 else f" ({number})"
    return folder / default_name(folder, photo.stem, f".fewtone{count}{ending}")
