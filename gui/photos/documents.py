"""Opening, stepping, saving and closing, with the questions that keep work from being lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from core.settings import METADATA_CHOICES, SaveOptions
from gui.desktop import dialogs
from gui.photos.album import Album
from gui.photos.drops import MANY, Dropped, photos_of_folder, sort_out
from gui.session.lane import Lane
from gui.session.opening import Request

if TYPE_CHECKING:
    from core.model import Photo, Saved
    from gui.desktop.store import Store
    from gui.session.session import Session

# Programs write a file in several steps, or put another in its place.
_SETTLE_MS = 200
_ASK_AGAIN_MS = 100


class Documents(QObject):
    """What the File menu does.

    Signals
    -------
    album_changed(Album)
    recent_changed()
    palette_given(Path)
        A palette file was dropped or named.
    noticed(str)
        Something about the photo shown that the user should know.
    """

    album_changed = Signal(object)
    recent_changed = Signal()
    palette_given = Signal(object)
    noticed = Signal(str)

    def __init__(self, session: Session, store: Store, window: QWidget) -> None:
        super().__init__(window)
        self.album = Album()
        self._coming: Album | None = None
        self._put_off: Callable[[], None] | None = None
        self._failures: list[str] = []
        self._remarks: tuple[str, ...] = ()
        self._asked_for: Path | None = None
        self._stamp: tuple[int, int] | None = None
        self._session = session
        self._store = store
        self._window = window
        self._looking = Lane("latest", "folders", self)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._look_later)
        self._later = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._later.timeout.connect(self._tell_change)
        session.photo_opened.connect(self._take_photo)
        session.open_failed.connect(self._skip_photo)
        # Later, as below.
        session.too_large.connect(self._ask_about_size, Qt.ConnectionType.QueuedConnection)
        session.opening_stopped.connect(self._stay)
        session.saved.connect(self._know_own_file)
        session.failed.connect(self._show_failure)
        # Later: a question holds up whoever tells, in the middle of his work.
        session.saving_ended.connect(self._go_on, Qt.ConnectionType.QueuedConnection)
        self._choose_how_to_save()

    def choose(self) -> None:
        """Ask for photos and open them."""
        self.open(dialogs.ask_for_photos(self._window, self._store))

    def open(self, paths: Sequence[Path]) -> None:
        """Open what was dropped or named: photos, folders of photos, or a palette file.

        The first photo is shown, the others are in the film strip.
        """
        self._looking.cancel()
        self._remarks = ()
        dropped = sort_out([path.absolute() for path in paths])
        if dropped.folders:
            self._looking.submit(
                lambda _progress: _photos_of(dropped.folders),
                lambda found: self._open_found(dropped, *found),
                lambda error: self._show_failure(f"Cannot look into the folder: {error}"),
            )
        else:
            self._open_photos(dropped.photos)
        if len(dropped.palettes) == 1 and not dropped.photos and not dropped.folders:
            self.palette_given.emit(dropped.palettes[0])
        elif dropped.palettes:
            self._remarks = ("Palette files were left out: drop one by itself to use it.",)
            self.noticed.emit(self._remarks[0])

    def take_remarks(self) -> tuple[str, ...]:
        """Give what is to be said about the photos just opened, once."""
        remarks, self._remarks = self._remarks, ()
        return remarks

    def show(self, path: Path) -> None:
        """Show another photo of the album; the work on this one is kept."""
        self._coming = None
        if path == self.album.current:
            self._session.stop_opening()
        elif path in self.album:
            self._asked_for = path
            self._session.open(Request(path))

    def step(self, by: int) -> None:
        """Show the next photo (1) or the previous one (-1), from the one last asked for."""
        path = self.album.neighbor(by, self._asked_for)
        if path is not None:
            self.show(path)

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
        self._session.stop_opening()
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

    def leave(self, then: Callable[[], None], *, to_close: bool = False) -> None:
        """Go on with `then` when the work on all photos is saved or given up."""
        again = partial(self.leave, then, to_close=to_close)
        if self._session.saving:
            self._put_off = again
            return
        if not to_close and QApplication.activeModalWidget() is not None:
            # What is answered there is about the photo shown.
            self._put_off = again
            QTimer.singleShot(_ASK_AGAIN_MS, self, self._go_on)
            return
        # A photo that comes while a question is asked would change what it is about.
        self._session.stop_opening()
        others = [path for path in self._session.modified_photos if path != self._name()]
        if self._session.modified:
            answer = dialogs.ask_to_save(self._window, self._name().name)
            if answer is dialogs.Answer.CANCEL:
                return
            if answer is dialogs.Answer.SAVE:
                # Asked again: something may be changed until the file is written.
                self._save(again)
                return
        self._leave_others(others, then)

    def close(self) -> None:
        """End the thread."""
        self._looking.close()

    def _leave_others(self, others: Sequence[Path], then: Callable[[], None]) -> None:
        if not others or dialogs.may_discard(self._window, [path.name for path in others]):
            then()

    def _open_found(self, dropped: Dropped, found: Sequence[Path], why: Sequence[str]) -> None:
        self._failures = list(why)
        if not found and not dropped.photos and why:
            self._show_failures()
            return
        if not found and not dropped.photos:
            names = ", ".join(f"“{folder.name}”" for folder in dropped.folders)
            self._show_failure(f"There are no photos in {names}.")
            return
        self._open_photos([*dropped.photos, *found])

    def _open_photos(self, paths: Sequence[Path]) -> None:
        if len(paths) > MANY and not dialogs.may_open_many(self._window, len(paths)):
            return
        if paths:
            self.leave(lambda: self._open_album(Album(paths)))

    def _save(self, then: Callable[[], None]) -> None:
        if self._session.saved_to is None:
            self._save_as(then)
        else:
            self._session.save_image(self._session.saved_to, then)

    def _save_as(self, then: Callable[[], None]) -> None:
        self._session.stop_opening()
        if self._session.photo is None:
            return
        path = dialogs.ask_where_to_save_image(self._window, self._store, self._name())
        if path is None:
            return
        from core import image_format

        self._store.image_format = image_format(path)
        self._choose_how_to_save()
        self._session.save_image(path, then)

    def keep_metadata(self, choice: str) -> None:
        """Choose what of a photo's own is kept in the files saved from now on."""
        if choice in METADATA_CHOICES:
            self._store.metadata = choice
            self._choose_how_to_save()

    def _choose_how_to_save(self) -> None:
        options = SaveOptions(format=self._store.image_format, metadata=self._store.metadata)
        self._session.set_save_options(options)

    def _name(self) -> Path:
        """Tell the path of the photo shown; one made by a program has none."""
        photo = self._session.photo
        return photo.path if photo is not None and photo.path is not None else Path("photo")

    def _open_album(self, album: Album) -> None:
        self._coming = album
        self._open_first()

    def _stay(self) -> None:
        """Forget what was to be opened."""
        self._coming = self._asked_for = None
        self._failures = []
        self.album_changed.emit(self.album)

    def _open_first(self) -> None:
        if self._coming is not None and self._coming.current is not None:
            self._session.open(Request(self._coming.current, fresh=True))

    def _take_photo(self, photo: Photo, _picture: object) -> None:
        if self._coming is not None:
            self.album, self._coming = self._coming, None
        assert photo.path is not None
        self._asked_for = None
        self.album.show(photo.path)
        self._session.keep_only(self.album.paths)
        self._watch(photo.path)
        self.album_changed.emit(self.album)
        self._store.add_recent(photo.path)
        self.recent_changed.emit()
        self._show_failures()

    def _ask_about_size(self, request: Request, pixels: int) -> None:
        path = request.path
        if path not in (self._coming or self.album):
            return  # another was asked for meanwhile
        if dialogs.may_open_large(self._window, path.name, pixels):
            self._session.open(replace(request, large=True))
        else:
            self._skip(path)

    def _skip_photo(self, path: Path, sentence: str) -> None:
        self._failures.append(sentence)
        self._skip(path)

    def _skip(self, path: Path) -> None:
        self._asked_for = None
        album = self._coming or self.album
        if path not in self._session.modified_photos:  # else its work would be out of sight
            album.discard(path)
        if self._coming is not None and self._coming.current is not None:
            self._open_first()
        else:
            self._coming = None
            self.album_changed.emit(self.album)
            self._show_failures()

    def _go_on(self) -> None:
        """Ask again what waited for a file, which may have failed, or for a dialog."""
        if self._put_off is not None and not self._session.saving:
            again, self._put_off = self._put_off, None
            again()

    def _watch(self, path: Path) -> None:
        watched = self._watcher.files()
        if watched:
            self._watcher.removePaths(watched)
        self._watcher.addPath(str(path))
        self._stamp = _stamp_of(path)

    def _know_own_file(self, saved: Saved) -> None:
        """Take no offense at what Fewtone itself wrote."""
        if saved.path == self._name():
            self._stamp = _stamp_of(saved.path)

    def _look_later(self) -> None:
        """Wait until whoever writes the file has put it into its place."""
        self._later.start()

    def _tell_change(self) -> None:
        """Say that the file was changed or deleted while it is shown: nothing is lost by that."""
        path, stamp = self._name(), _stamp_of(self._name())
        if stamp is not None:
            self._watcher.addPath(str(path))
        if stamp == self._stamp:
            return
        self._stamp = stamp
        if stamp is None:
            what = "is no longer on disk. You can go on, and save the result"
        else:
            what = "was changed on disk. What you see is as it was; open it again to see the change"
        self.noticed.emit(f"{path.name} {what}.")

    def _show_failure(self, sentence: str) -> None:
        dialogs.show_error(self._window, [sentence])

    def _show_failures(self) -> None:
        if self._failures:
            shown, more = self._failures[:5], len(self._failures) - 5
            rest = [f"… and {more} more."] if more > 0 else []
            dialogs.show_error(self._window, [*shown, *rest])
            self._failures = []


def _photos_of(folders: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """List the photos of folders, and why some could not be looked into."""
    found: list[Path] = []
    failures = []
    for folder in folders:
        try:
            found += photos_of_folder(folder)
        except OSError as error:
            failures.append(f"Cannot look into {folder}: {error.strerror or error}")
    return found, failures


def _stamp_of(path: Path) -> tuple[int, int] | None:
    """Tell what changes with a file's content; None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
