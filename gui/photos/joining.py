"""Joining: photos come into the album, are shown one after the other, and leave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from core.language import _, ngettext
from core.names import is_there
from core.wording import human_count
from gui.desktop import dialogs
from gui.photos.album import Album
from gui.photos.drops import MANY, Dropped, sort_out
from gui.session.lane import Lane, give_way
from gui.session.opening import Request

if TYPE_CHECKING:
    from core import Found
    from core.model import Photo
    from core.progress import ProgressCallback
    from gui.session.session import Session

_TRY_AGAIN_MS = 100
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
    """

    coming: tuple[Path, ...] = ()
    leaving: tuple[Path, ...] = ()
    path: Path | None = None
    failures: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class Joining(QObject):
    """Keeps the album as the session can open its photos; it asks about no work.

    Signals
    -------
    album_changed(Album)
    joined(int)
        Photos were added to those open, of which there are that many; 0 when this is over.
    arrived(Path)
        A photo of the album is shown.
    palette_given(Path)
        A palette file was dropped or named.
    noticed(str)
        Something about what was dropped that the user should know.
    looking_changed(bool)
        Whether folders are looked through.
    looked(Progress)
        How far that is.
    """

    album_changed = Signal(object)
    joined = Signal(int)
    arrived = Signal(object)
    palette_given = Signal(object)
    noticed = Signal(str)
    looking_changed = Signal(bool)
    looked = Signal(object)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self.album = Album()
        self._pending = Pending()
        # The photos that were added last, as long as one of them is shown first.
        self._joined: tuple[Path, ...] = ()
        self._session = session
        self._window = window
        self._folders = Lane("queue", "folders", self)
        self._folders.busy_changed.connect(self.looking_changed)
        self._folders.progressed.connect(self.looked)
        session.photo_opened.connect(self._take_photo)
        session.open_failed.connect(self._skip_photo)
        session.opening_stopped.connect(self._stay)
        # This is queued: a dialog would block the emitter.
        session.too_large.connect(self._ask_about_size, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> Pending:
        """What was asked for, and has yet to be done."""
        return self._pending

    @property
    def last_joined(self) -> tuple[Path, ...]:
        """The photos that were added last, if they were added to others."""
        return self._joined

    @property
    def looking(self) -> bool:
        """Whether folders are looked through for photos."""
        return self._folders.busy

    def stop_looking(self) -> None:
        """Open none of what was dropped with the folders that are being looked through."""
        self._folders.cancel()

    def open(self, paths: Sequence[Path]) -> None:
        """Open what was dropped or named: photos, folders of photos, or a palette file.

        The first photo is shown, the others are in the film strip, after those open already.
        Folders are looked through one after the other, in the background.
        """
        self._change(remarks=())
        dropped = sort_out([_absolute(path) for path in paths])
        if dropped.folders:
            self._folders.submit(
                lambda progress: _photos_of(dropped.folders, progress),
                lambda found: self._open_found(dropped, found),
                lambda error: self._tell(
                    _("Cannot look into the folder: {reason}").format(reason=error)
                ),
            )
        else:
            self._open_photos(dropped.photos)
        if len(dropped.palettes) == 1 and not dropped.photos and not dropped.folders:
            self.palette_given.emit(dropped.palettes[0])
        elif dropped.palettes:
            remark = _("Palette files were left out: drop one by itself to use it.")
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

    def step(self, by: int) -> None:
        """Show the next photo (1) or the previous one (-1), from the one last asked for."""
        path = self.album.neighbor(by, self._pending.path)
        if path is not None:
            self.show(path)

    def take_out(self, paths: Sequence[Path]) -> None:
        """Take photos out of the album, at once or when another can be shown in their place."""
        if self._pending.path in paths:
            self._session.stop_opening()
        if self._session.path in paths:
            self._change(leaving=tuple(paths))
            if not self._pending.coming and self._pending.path is None:
                self._show_nearest()
            return
        self.album.discard(paths)
        self._session.desks.keep_only(self.album)
        self.album_changed.emit(self.album)
        self.joined.emit(0)

    def close(self) -> None:
        """End the thread, and open nothing more."""
        self._folders.close()
        self._change(coming=(), leaving=())

    def _change(self, **fields: Any) -> None:
        self._pending = replace(self._pending, **fields)

    def _open_found(self, dropped: Dropped, found: _FoundPhotos) -> None:
        """Open the photos that were found in folders."""
        # A question may hold up the lane, which says that it is done after that.
        self.looking_changed.emit(self.looking)
        self._change(failures=tuple(found.why))
        if found.left_out:
            remark = ngettext(
                "{count} result was left out, saved here before: open their own folder to see "
                "them.",
                "{count} results were left out, saved here before: open their own folder to see "
                "them.",
                found.left_out,
            )
            told = remark.format(count=found.left_out)
            self._change(remarks=(*self._pending.remarks, told))
        if found.photos or dropped.photos:
            self._open_photos([*dropped.photos, *found.photos])
        else:
            self._show_failures()

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
            QTimer.singleShot(_TRY_AGAIN_MS, self, lambda: self._open_coming(path))
        else:
            self._change(path=None)
            self._session.open(Request(path, fresh=len(self.album) == 0))

    def _take_photo(self, photo: Photo, _picture: object) -> None:
        assert photo.path is not None
        pending, before = self._pending, len(self.album)
        self._joined = self.album.add(pending.coming)
        self.album.discard([path for path in pending.leaving if path != photo.path])
        self._change(coming=(), leaving=(), path=None)
        self.album.show(photo.path)
        self._session.desks.keep_only(self.album)
        self.album_changed.emit(self.album)
        self.joined.emit(before if photo.path in self._joined else 0)
        self.arrived.emit(photo.path)
        self._show_failures()

    def _stay(self) -> None:
        """Forget what was to be opened."""
        self._change(coming=(), leaving=(), path=None, failures=())
        self.album_changed.emit(self.album)

    def _show_nearest(self) -> None:
        """Show the photo nearest to those that leave, or an empty window."""
        nearest = self.album.nearest(self._pending.leaving)
        if nearest is not None:
            self._change(path=nearest)
            self._session.open(Request(nearest))
            return
        self._change(leaving=())
        self.album = Album()
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
        if path != self._session.path and path not in self._session.desks.modified_photos:
            # Work on it that is not saved would be out of sight.
            self.album.discard([path])
            self._session.desks.keep_only(self.album)
        if path in coming and others:
            self._open_coming(others[coming.index(path) % len(others)])
            return
        if self._pending.leaving and path not in self.album:
            self._show_nearest()
        else:
            self._change(leaving=())
        self.album_changed.emit(self.album)
        self._show_failures()

    def _show_failures(self) -> None:
        failures = self._pending.failures
        if not failures:
            return
        shown, more = failures[:_MOST_FAILURES_SHOWN], len(failures) - _MOST_FAILURES_SHOWN
        and_more = ngettext("… and {count} more.", "… and {count} more.", more)
        rest = [and_more.format(count=more)] if more > 0 else []
        self._tell(*shown, *rest)
        self._change(failures=())

    def _tell(self, *sentences: str) -> None:
        dialogs.show_error(self._window, sentences)


def _absolute(path: Path) -> Path:
    try:
        return path.absolute()
    except OSError:  # the folder the program was started in is gone; opening tells that
        return path


class _FoundPhotos(NamedTuple):
    """Photos of folders, why some could not be looked into, and how many results were left out."""

    photos: list[Path]
    why: list[str]
    left_out: int


def _photos_of(folders: Sequence[Path], progress: ProgressCallback) -> _FoundPhotos:
    """List the photos of folders and their sub-folders, but no results that lie among them."""
    from core import JOURNAL_NAME, Progress, list_photos

    def tell(seen: int) -> None:
        phase = ngettext(
            "looking for photos: {count} so far", "looking for photos: {count} so far", seen
        )
        progress(Progress(0.0, phase.format(count=human_count(seen))))
        give_way()

    listing = list_photos(folders, recursive=True, tell=tell)
    has_journal: dict[Path, bool] = {}

    def is_result(found: Found) -> bool:
        """Return whether photos were saved at once into a sub-folder that it lies in."""
        folder = found.photo.parent
        for _part in found.below.parts:
            if folder not in has_journal:
                has_journal[folder] = is_there(folder / JOURNAL_NAME)
            if has_journal[folder]:
                return True
            folder = folder.parent
        return False

    photos = [each.photo for each in listing.found if not is_result(each)]
    why = [sentence for _folder, sentence in listing.problems]
    return _FoundPhotos(photos, why, len(listing.found) - len(photos))
