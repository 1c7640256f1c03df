"""Documents: what the File menu does, with the questions that keep work from being lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

import resources
from core.errors import reason
from core.settings import METADATA_CHOICES, PALETTE_ORDERS
from gui.desktop import dialogs
from gui.desktop.question import Answer
from gui.photos.album import Album
from gui.photos.drops import MANY, Dropped, photos_of_folder, sort_out
from gui.photos.file_watch import FileWatch
from gui.photos.leaving import SavingAll, ToSave, free_files
from gui.photos.pasted import PastedPictures
from gui.session.lane import Lane
from gui.session.opening import Request

if TYPE_CHECKING:
    from core.model import Photo, Saved
    from gui.desktop.store import Store
    from gui.session.session import Session
    from gui.session.work import Work

_SAMPLE = "sample.jpg"
_ASK_AGAIN_MS = 100
_MOST_FAILURES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Pending:
    """Things that were asked for, and have yet to be done or said.

    Parameters
    ----------
    coming : tuple of Path
        Photos that join those open, once one of them can be shown.
    leaving : tuple of Path
        Photos that leave the album, once another can be shown.
    path : Path or None
        Photo of the album that is being opened; further steps go on from it.
    failures : tuple of str
        Sentences about photos that could not be opened, shown together once one could.
    remarks : tuple of str
        Sentences to be shown with the photo that comes.
    question : callable or None
        Asks anew what cannot be asked while a file is written or a dialog is open.
    """

    coming: tuple[Path, ...] = ()
    leaving: tuple[Path, ...] = ()
    path: Path | None = None
    failures: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    question: Callable[[], None] | None = None


class Documents(QObject):
    """Opening, stepping, saving and closing photos.

    Signals
    -------
    album_changed(Album)
    joined(int)
        Photos were added to those open, of which there are that many; 0 when this is over, and
        `keep_joined` would replace nothing any more.
    recent_changed()
    palette_given(Path)
        A palette file was dropped or named.
    noticed(str)
        Something about the photo shown that the user should know.
    """

    album_changed = Signal(object)
    joined = Signal(int)
    recent_changed = Signal()
    palette_given = Signal(object)
    noticed = Signal(str)

    def __init__(self, session: Session, store: Store, window: QWidget) -> None:
        super().__init__(window)
        self.album = Album()
        self.pasted = PastedPictures()
        self._pending = Pending()
        # The photos that were added last, as long as one of them is shown first.
        self._joined: tuple[Path, ...] = ()
        self._session = session
        self._store = store
        self._window = window
        self._folders = Lane("latest", "folders", self)
        self._saving_all = SavingAll(session, window)
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
        self.open(dialogs.ask_for_photos(self._window, self._store, self._beside))

    def open_sample(self) -> None:
        """Open the picture that comes with the program."""
        self.open([resources.path(_SAMPLE)])

    def choose_folder(self) -> None:
        """Ask for a folder, and open the photos in it."""
        folder = dialogs.ask_for_folder(self._window, self._store, self._beside)
        if folder is not None:
            self.open([folder])

    def clear_recent(self) -> None:
        """Forget the photos opened before."""
        self._store.clear_recent()
        self.recent_changed.emit()

    def open(self, paths: Sequence[Path]) -> None:
        """Open what was dropped or named: photos, folders of photos, or a palette file.

        The first photo is shown, the others are in the film strip, after those open already.
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
        if path == self.album.current:
            self._session.stop_opening()
        elif path in self.album:
            self._change(path=path)
            self._session.open(Request(path))

    def remove(self, paths: Collection[Path]) -> None:
        """Take photos out of the album; work on them that is not saved is asked about."""
        gone = [path for path in self.album.paths if path in set(paths)]
        if gone:
            self.leave(lambda: self._remove(gone), gone)

    def close_photo(self) -> None:
        """Take the photo shown out of the album."""
        if self.album.current is not None:
            self.remove([self.album.current])

    def keep_joined(self) -> None:
        """Let the photos that were added last take the place of all others."""
        if self._joined:
            self.remove(set(self.album.paths).difference(self._joined))

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
        """Save the image where it was saved before in this format; otherwise ask where."""
        self._save(lambda: None)

    def save_as(self) -> None:
        """Ask where to save the image."""
        self._save_as(lambda: None)

    def save_palette(self) -> None:
        """Ask where to save the palette."""
        self._session.stop_opening()
        if self._session.result is not None:
            photo = self._named(self._name())
            path = dialogs.ask_where_to_save_palette(self._window, self._store, photo)
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
        if path in self.pasted:
            self.noticed.emit("A pasted picture is in no folder until its result is saved.")
        else:
            self.show_file(path)

    def show_file(self, path: Path) -> None:
        """Open the file manager where a file is."""
        if sys.platform == "win32":
            subprocess.Popen(["explorer", "/select,", str(path)])  # noqa: S607
        elif sys.platform == "darwin":
            subprocess.Popen(["open", "-R", str(path)])  # noqa: S607
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def leave(
        self,
        then: Callable[[], None],
        gone: Collection[Path] | None = None,
        *,
        to_close: bool = False,
        given_up: Mapping[Path, Work] | None = None,
    ) -> None:
        """Go on with `then` once the work on some photos, or on all, is saved or given up.

        Parameters
        ----------
        given_up : mapping, optional
            Work that the user gave up already, by its photo.
        """
        again = partial(self.leave, then, gone, to_close=to_close, given_up=given_up)
        if self._session.saving:
            self._change(question=again)
            return
        if not to_close and QApplication.activeModalWidget() is not None:
            # The answer given there is about the photo shown.
            self._change(question=again)
            QTimer.singleShot(_ASK_AGAIN_MS, self, self._ask_again)
            return
        lost = self._at_stake(gone, given_up or {})
        if not lost:
            then()
            return
        # A photo that comes while a question is asked would change what it is about.
        self._session.stop_opening()
        saved = [photo for photo in lost if self._session.desks.desk_of(photo).saved_to]
        answer, to_save = dialogs.ask_to_save(self._window, lost, saved)
        if answer is Answer.DISCARD:
            then()
        elif answer is Answer.SAVE:
            works = {p: self._session.desks.desk_of(p).work for p in lost if p not in to_save}
            # It is asked again: something may be changed until the files are written.
            self._save_all(to_save, partial(again, given_up={**(given_up or {}), **works}))

    def _at_stake(self, gone: Collection[Path] | None, given_up: Mapping[Path, Work]) -> list[Path]:
        """List the photos whose work would be lost, that shown first."""
        desks = self._session.desks
        lost = [
            photo
            for photo in desks.modified_photos
            if (gone is None or photo in gone) and given_up.get(photo) != desks.desk_of(photo).work
        ]
        return sorted(lost, key=lambda photo: photo != self._path)

    def _save_all(self, photos: Sequence[Path], then: Callable[[], None]) -> None:
        """Save the results of photos where they were saved before, or where the user says."""
        before = {photo: self._session.desks.desk_of(photo).saved_to for photo in photos}
        files = [ToSave(photo, file) for photo, file in before.items() if file is not None]
        new = [photo for photo, file in before.items() if file is None]
        if len(new) == 1:
            file = self._ask_for_image_file(new[0])
            files += [] if file is None else [ToSave(new[0], file)]
        elif new:
            folder = dialogs.ask_for_folder_to_save(self._window, self._store, self._named(new[0]))
            if folder is not None:
                from core import image_formats

                ending = image_formats()[self._store.image_format].endings[0]
                files += free_files(new, folder, ending)
        if len(files) == len(photos):
            self._saving_all.begin(files, then)

    def close(self) -> None:
        """End the thread, open nothing more, and remove what was pasted."""
        self._folders.close()
        self._change(coming=(), leaving=())
        self.pasted.end()

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
            self._change(coming=tuple(dict.fromkeys((*self._pending.coming, *paths))))
            self._open_coming(paths[0])

    def _open_coming(self, path: Path) -> None:
        """Open a photo that joins the album, when no file or answer is awaited any more."""
        if path not in self._pending.coming:
            return  # it was given up, or came with another
        if self._session.saving or QApplication.activeModalWidget() is not None:
            # What is saved, or asked, is about the photo shown.
            QTimer.singleShot(_ASK_AGAIN_MS, self, lambda: self._open_coming(path))
        else:
            self._change(path=None)
            self._session.open(Request(path, fresh=len(self.album) == 0))

    def _take_photo(self, photo: Photo, _picture: object) -> None:
        assert photo.path is not None
        pending, before = self._pending, len(self.album)
        self._joined = tuple(path for path in pending.coming if path not in self.album)
        self.album.add(pending.coming)
        for path in pending.leaving:
            if path != photo.path:
                self.album.discard(path)
        self._change(coming=(), leaving=(), path=None)
        self.album.show(photo.path)
        self._session.desks.keep_only(self.album.paths)
        self._watch(photo.path)
        self.album_changed.emit(self.album)
        self.joined.emit(before if photo.path in self._joined else 0)
        if not self._is_guest(photo.path):
            self._store.add_recent(photo.path)
            self.recent_changed.emit()
        self._show_failures()

    def _is_guest(self, path: Path) -> bool:
        """Return whether a photo is in none of the user's folders: pasted, or the sample."""
        return path in self.pasted or path == resources.path(_SAMPLE)

    def _watch(self, path: Path) -> None:
        if path in self.pasted:
            self._file_watch.stop()  # nobody else knows the file
        else:
            self._file_watch.watch(path)

    def _stay(self) -> None:
        """Forget what was to be opened."""
        self._change(coming=(), leaving=(), path=None, failures=())
        self.album_changed.emit(self.album)

    def _remove(self, paths: Sequence[Path]) -> None:
        """Take photos out of the album, at once or when another can be shown in their place."""
        if self._pending.path in paths:
            self._session.stop_opening()
        if self._path in paths:
            self._change(leaving=tuple(paths))
            if not self._pending.coming and self._pending.path is None:
                self._show_nearest()
            return
        for path in paths:
            self.album.discard(path)
        self._session.desks.keep_only(self.album.paths)
        self.album_changed.emit(self.album)
        self.joined.emit(0)

    def _show_nearest(self) -> None:
        """Show the photo nearest to those that leave, or an empty window."""
        nearest = self.album.nearest(self._pending.leaving)
        if nearest is not None:
            self._change(path=nearest)
            self._session.open(Request(nearest))
            return
        self._change(leaving=())
        self.album = Album()
        self._file_watch.stop()
        self._session.close_photo()
        self.album_changed.emit(self.album)
        self.joined.emit(0)

    def _ask_about_size(self, request: Request, pixels: int) -> None:
        if request.path not in self._pending.coming and request.path not in self.album:
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
        coming = self._pending.coming
        others = tuple(each for each in coming if each != path)
        self._change(path=None, coming=others)
        if path != self._path and path not in self._session.desks.modified_photos:
            # Work on it that is not saved would be out of sight.
            self.album.discard(path)
            self._session.desks.keep_only(self.album.paths)
        if path in coming and others:
            self._open_coming(others[coming.index(path) % len(others)])
            return
        if self._pending.leaving and path not in self.album:
            self._show_nearest()
        else:
            self._change(leaving=())
        self.album_changed.emit(self.album)
        self._show_failures()

    # Saving files

    def _save(self, then: Callable[[], None]) -> None:
        path = self._session.replaces
        if path is None:
            self._save_as(then)
        else:
            self._session.save_image(path, then)

    def _save_as(self, then: Callable[[], None]) -> None:
        self._session.stop_opening()
        if self._session.photo is None:
            return
        path = self._ask_for_image_file(self._name())
        if path is not None:
            self._session.save_image(path, then)

    def _ask_for_image_file(self, photo: Path) -> Path | None:
        """Ask where to save the result of a photo; further ones are offered the same format."""
        path = dialogs.ask_where_to_save_image(self._window, self._store, self._named(photo))
        if path is not None:
            from core import image_format

            self._store.image_format = image_format(path)
            self._choose_how_to_save()
        return path

    def _choose_how_to_save(self) -> None:
        self._session.set_save_options(self._store.save_options)

    @property
    def _path(self) -> Path | None:
        """Path of the photo shown; one made by a program has none."""
        return None if self._session.photo is None else self._session.photo.path

    @property
    def _beside(self) -> Path | None:
        """Path of the photo shown, if that is in a folder of the user's."""
        path = self._path
        return None if path is None or self._is_guest(path) else path

    def _named(self, photo: Path) -> Path:
        """Return beside which path files of a photo belong: a pasted one is among the pictures."""
        if not self._is_guest(photo):
            return photo
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        return Path(folder) / photo.name

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
