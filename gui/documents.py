"""Opening, stepping, saving and closing, with the questions that keep work from being lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from core.settings import SaveOptions
from gui import dialogs
from gui.album import Album

if TYPE_CHECKING:
    from core.model import Photo
    from gui.session import Session
    from gui.store import Store


class Documents(QObject):
    """What the File menu does.

    Signals
    -------
    album_changed(Album)
    recent_changed()
    """

    album_changed = Signal(object)
    recent_changed = Signal()

    def __init__(self, session: Session, store: Store, window: QWidget) -> None:
        super().__init__(window)
        self.album = Album()
        self._coming: Album | None = None
        self._after_saving: Callable[[], None] | None = None
        self._failures: list[str] = []
        self._session = session
        self._store = store
        self._window = window
        session.photo_opened.connect(self._take_photo)
        session.open_failed.connect(self._skip_photo)
        session.failed.connect(self._show_failure)
        session.busy_changed.connect(self._go_on)
        session.set_save_options(SaveOptions(format=store.image_format))

    def choose(self) -> None:
        """Ask for photos and open them."""
        self.open(dialogs.ask_for_photos(self._window, self._store))

    def open(self, paths: Sequence[Path]) -> None:
        """Open photos: the first is shown, the others are reached by stepping."""
        if paths:
            absolute = [path.absolute() for path in paths]
            self.leave(lambda: self._open_album(Album(absolute)))

    def step(self, by: int) -> None:
        """Show the next photo (1) or the previous one (-1)."""
        path = self.album.neighbor(by)
        if path is not None:
            self.leave(lambda: self._session.open(path))

    def show_next(self) -> None:
        """Show the next photo."""
        self.step(1)

    def show_previous(self) -> None:
        """Show the previous photo."""
        self.step(-1)

    def save(self) -> None:
        """Save the image where it was saved before, else ask where."""
        self._save(lambda: None)

    def save_as(self) -> None:
        """Ask where to save the image."""
        self._save_as(lambda: None)

    def save_palette(self) -> None:
        """Ask where to save the palette."""
        if self._session.result is not None:
            path = dialogs.ask_where_to_save_palette(self._window, self._store, self._name())
            if path is not None:
                self._session.save_palette(path)

    def show_in_folder(self) -> None:
        """Open the file manager where the saved image is, or else the photo."""
        path = self._session.saved_to or self._name()
        if sys.platform == "win32":
            subprocess.Popen(["explorer", "/select,", str(path)])  # noqa: S607
        elif sys.platform == "darwin":
            subprocess.Popen(["open", "-R", str(path)])  # noqa: S607
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def leave(self, then: Callable[[], None]) -> None:
        """Go on with `then` when the work on this photo is saved or given up."""
        if self._session.saving:
            self._after_saving = then
            return
        if not self._session.modified:
            then()
            return
        answer = dialogs.ask_to_save(self._window, self._name().name)
        if answer is dialogs.Answer.SAVE:
            self._save(then)
        elif answer is dialogs.Answer.DISCARD:
            self._session.forget_changes()
            then()

    def _save(self, then: Callable[[], None]) -> None:
        if self._session.saved_to is None:
            self._save_as(then)
        else:
            self._session.save_image(self._session.saved_to, then)

    def _save_as(self, then: Callable[[], None]) -> None:
        if self._session.result is None:
            return
        path = dialogs.ask_where_to_save_image(self._window, self._store, self._name())
        if path is None:
            return
        from core import image_format

        self._store.image_format = image_format(path)
        self._session.set_save_options(SaveOptions(format=self._store.image_format))
        self._session.save_image(path, then)

    def _name(self) -> Path:
        """Tell the path of the photo shown; one made by a program has none."""
        photo = self._session.photo
        return photo.path if photo is not None and photo.path is not None else Path("photo")

    def _open_album(self, album: Album) -> None:
        self._coming = album
        self._failures = []
        self._open_first()

    def _open_first(self) -> None:
        if self._coming is not None and self._coming.current is not None:
            self._session.open(self._coming.current)

    def _take_photo(self, photo: Photo, _picture: object) -> None:
        if self._coming is not None:
            self.album, self._coming = self._coming, None
        assert photo.path is not None
        self.album.show(photo.path)
        self.album_changed.emit(self.album)
        self._store.add_recent(photo.path)
        self.recent_changed.emit()
        self._show_failures()

    def _skip_photo(self, path: Path, sentence: str) -> None:
        self._failures.append(sentence)
        album = self._coming or self.album
        album.discard(path)
        if self._coming is not None and self._coming.current is not None:
            self._open_first()
        else:
            self._coming = None
            self.album_changed.emit(self.album)
            self._show_failures()

    def _go_on(self) -> None:
        """Ask again what waited for a file to be written; it may have failed."""
        if self._after_saving is not None and not self._session.saving:
            then, self._after_saving = self._after_saving, None
            self.leave(then)

    def _show_failure(self, sentence: str) -> None:
        dialogs.show_error(self._window, [sentence])

    def _show_failures(self) -> None:
        if self._failures:
            shown, more = self._failures[:5], len(self._failures) - 5
            rest = [f"… and {more} more."] if more > 0 else []
            dialogs.show_error(self._window, [*shown, *rest])
            self._failures = []
