"""Documents: what the File menu does, with the questions that keep work from being lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from core.errors import reason
from core.settings import METADATA_CHOICES, PALETTE_ORDERS, SaveOptions
from gui.desktop import dialogs
from gui.photos.album import Album
from gui.photos.drops import MANY, Dropped, photos_of_folder, sort_out
from gui.photos.file_watch import FileWatch
from gui.session.lane import Lane
from gui.session.opening import Request

if TYPE_CHECKING:
    from core.model import Photo, Saved
    from gui.desktop.store import Store
    from gui.session.session import Session

_ASK_AGAIN_MS = 100
_MOST_FAILURES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Pending:
    """Things that were asked for, and have yet to be done or said.

    Parameters
    ----------
    album : Album or None
        Photos that take the place of those open, once one of them can be shown.
    path : Path or None
        Photo of the album shown that is being opened; further steps go on from it.
    failures : tuple of str
        Sentences about photos that could not be opened, shown together once one could.
    remarks : tuple of str
        Sentences to be shown with the photo that comes.
    question : callable or None
        Asks anew what cannot be asked while a file is written or a dialog is open.
    """

    album: Album | None = None
    path: Path | None = None
    failures: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    question: Callable[[], None] | None = None


class Documents(QObject):
    """Opening, stepping, saving and closing photos.

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
        self._pending = Pending()
        self._session = session
        self._store = store
        self._window = window
        self._folders = Lane("latest", "folders", self)
        self._file_watch = FileWatch(self)
        self._file_watch.noticed.connect(self.noticed)
        session.photo_opened.connect(self._take_photo)
        session.open_failed.connect(self._skip_photo)
        session.opening_stopped.connect(self._stay)
        session.saved.connect(self._expect_own_file)
        session.failed.connect(self._show_failure)
        session.not_saved.connect(self._offer_elsewhere)
        # These are queued: a dialog would block the emitter.
        session.too_large.connect(self._ask_about_size, Qt.ConnectionType.QueuedConnection)
        session.saving_ended.connect(self._ask_again, Qt.ConnectionType.QueuedConnection)
        self._choose_how_to_save()

    def choose(self) -> None:
        """Ask for photos and open them."""
        self.open(dialogs.ask_for_photos(self._window, self._store, self._path))

    def choose_folder(self) -> None:
        """Ask for a folder, and open the photos in it."""
        folder = dialogs.ask_for_folder(self._window, self._store, self._path)
        if folder is not None:
            self.open([folder])

    def clear_recent(self) -> None:
        """Forget the photos opened before."""
        self._store.clear_recent()
        self.recent_changed.emit()

    def open(self, paths: Sequence[Path]) -> None:
        """Open what was dropped or named: photos, folders of photos, or a palette file.

        The first photo is shown, the others are in the film strip.
        """
        self._folders.cancel()
        self._change(remarks=())
        dropped = sort_out([_absolute(path) for path in paths])
        if dropped.folders:
            self._folders.submit(
                lambda _progress: _photos_of(dropped.folders),
                lambda found: self._open_found(dropped, *found),
                lambda error: self._show_failure(f"Cannot look into the folder: {error}"),
            )
        else:
            self._open_photos(dropped.photos)
        if len(dropped.palettes) == 1 and not dropped.photos and not dropped.folders:
            self.palette_given.emit(dropped.palettes[0])
        elif dropped.palettes:
            remark = "Palette files were left out: drop one by itself to use it."
            self._change(remarks=(remark,))
            self.noticed.emit(remark)

    def take_remarks(self) -> tuple[str, ...]:
        """Return what is to be said about the photos just opened, and forget it."""
        remarks = self._pending.remarks
        self._change(remarks=())
        return remarks

    def show(self, path: Path) -> None:
        """Show another photo of the album; the work on this one is kept."""
        self._change(album=None)
        if path == self.album.current:
            self._session.stop_opening()
        elif path in self.album:
            self._change(path=path)
            self._session.open(Request(path))

    def step(self, by: int) -> None:
        """Show the next photo (1) or the previous one (-1), from the one last asked for."""
        path = self.album.neighbor(by, self._pending.path)
        if path is not None:
            self.show(path)

    def show_next(self) -> None:
        """Show the next photo."""
        self.step(1)

    def show_previous(self) -> None:
        """Show the previous photo."""
        self.step(-1)

    def save(self) -> None:
        """Save the image where it was saved before; ask where, if it was not."""
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

    def keep_metadata(self, choice: str) -> None:
        """Choose what of a photo's own is kept in the files saved from now on."""
        if choice in METADATA_CHOICES:
            self._store.metadata = choice
            self._choose_how_to_save()

    def order_colors(self, order: str) -> None:
        """Choose the order of the colors in the files saved from now on."""
        if order in PALETTE_ORDERS:
            self._store.saved_order = order
            self._choose_how_to_save()

    def show_in_folder(self) -> None:
        """Open the file manager where the image was saved, or where the photo is."""
        path = self._session.saved_to or self._name()
        if sys.platform == "win32":
            subprocess.Popen(["explorer", "/select,", str(path)])  # noqa: S607
        elif sys.platform == "darwin":
            subprocess.Popen(["open", "-R", str(path)])  # noqa: S607
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def leave(self, then: Callable[[], None], *, to_close: bool = False) -> None:
        """Go on with `then` once the work on all photos is saved or given up."""
        again = partial(self.leave, then, to_close=to_close)
        if self._session.saving:
            self._change(question=again)
            return
        if not to_close and QApplication.activeModalWidget() is not None:
            # The answer given there is about the photo shown.
            self._change(question=again)
            QTimer.singleShot(_ASK_AGAIN_MS, self, self._ask_again)
            return
        # A photo that comes while a question is asked would change what it is about.
        self._session.stop_opening()
        others = [path for path in self._session.desks.modified_photos if path != self._name()]
        if self._session.modified:
            answer = dialogs.ask_to_save(self._window, self._name().name)
            if answer is dialogs.Answer.CANCEL:
                return
            if answer is dialogs.Answer.SAVE:
                # It is asked again: something may be changed until the file is written.
                self._save(again)
                return
        if not others or dialogs.may_discard(self._window, [path.name for path in others]):
            then()

    def close(self) -> None:
        """End the thread."""
        self._folders.close()

    def _change(self, **fields: Any) -> None:
        self._pending = replace(self._pending, **fields)

    # Opening photos

    def _open_found(self, dropped: Dropped, found: Sequence[Path], why: Sequence[str]) -> None:
        """Open the photos that were found in folders."""
        self._change(failures=tuple(why))
        if found or dropped.photos:
            self._open_photos([*dropped.photos, *found])
        elif why:
            self._show_failures()
        else:
            names = ", ".join(f"“{folder.name}”" for folder in dropped.folders)
            self._show_failure(f"There are no photos in {names}.")

    def _open_photos(self, paths: Sequence[Path]) -> None:
        if len(paths) > MANY and not dialogs.may_open_many(self._window, len(paths)):
            return
        if paths:
            self.leave(lambda: self._open_album(Album(paths)))

    def _open_album(self, album: Album) -> None:
        self._change(album=album)
        self._open_first(album)

    def _open_first(self, album: Album) -> None:
        if album.current is not None:
            self._session.open(Request(album.current, fresh=True))

    def _take_photo(self, photo: Photo, _picture: object) -> None:
        if self._pending.album is not None:
            self.album = self._pending.album
        self._change(album=None, path=None)
        assert photo.path is not None
        self.album.show(photo.path)
        self._session.desks.keep_only(self.album.paths)
        self._file_watch.watch(photo.path)
        self.album_changed.emit(self.album)
        self._store.add_recent(photo.path)
        self.recent_changed.emit()
        self._show_failures()

    def _stay(self) -> None:
        """Forget what was to be opened."""
        self._change(album=None, path=None, failures=())
        self.album_changed.emit(self.album)

    def _ask_about_size(self, request: Request, pixels: int) -> None:
        if request.path not in (self._pending.album or self.album):
            return  # another was asked for meanwhile
        if dialogs.may_open_large(self._window, request.path.name, pixels):
            self._session.open(replace(request, large=True))
        else:
            self._skip(request.path)

    def _skip_photo(self, path: Path, sentence: str) -> None:
        self._change(failures=(*self._pending.failures, sentence))
        self._skip(path)

    def _skip(self, path: Path) -> None:
        """Go on without a photo that cannot be opened."""
        self._change(path=None)
        coming = self._pending.album
        if path not in self._session.desks.modified_photos:  # its work would be out of sight
            (coming or self.album).discard(path)
        if coming is not None and coming.current is not None:
            self._open_first(coming)
        else:
            self._change(album=None)
            self.album_changed.emit(self.album)
            self._show_failures()

    # Saving files

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

    def _choose_how_to_save(self) -> None:
        store = self._store
        self._session.set_save_options(
            SaveOptions(
                format=store.image_format,
                metadata=store.metadata,
                palette_order=store.saved_order,
            )
        )

    @property
    def _path(self) -> Path | None:
        """Path of the photo shown; one made by a program has none."""
        return None if self._session.photo is None else self._session.photo.path

    def _name(self) -> Path:
        """Return the path of the photo shown, or a name for one that has none."""
        return self._path or Path("photo")

    def _ask_again(self) -> None:
        """Ask what waited for a file, which may have failed, or for a dialog."""
        question = self._pending.question
        if question is not None and not self._session.saving:
            self._change(question=None)
            question()

    def _expect_own_file(self, saved: Saved) -> None:
        self._file_watch.expect(saved.path)

    def _offer_elsewhere(self, sentence: str, what: str) -> None:
        """Show why a file was not written, and offer another place."""
        again = self.save_palette if what == "palette" else self.save_as
        dialogs.show_error(self._window, [sentence], again)

    # Failures

    def _show_failure(self, sentence: str) -> None:
        dialogs.show_error(self._window, [sentence])

    def _show_failures(self) -> None:
        failures = self._pending.failures
        if not failures:
            return
        shown, more = failures[:_MOST_FAILURES_SHOWN], len(failures) - _MOST_FAILURES_SHOWN
        rest = [f"… and {more} more."] if more > 0 else []
        dialogs.show_error(self._window, [*shown, *rest])
        self._change(failures=())


def _absolute(path: Path) -> Path:
    try:
        return path.absolute()
    except OSError:  # the folder the program was started in is gone; opening tells that
        return path


def _photos_of(folders: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """List the photos of folders, and why some could not be looked into."""
    found: list[Path] = []
    failures = []
    for folder in folders:
        try:
            found += photos_of_folder(folder)
        except OSError as error:
            failures.append(f"Cannot look into {folder}: {reason(error)}")
    return found, failures
