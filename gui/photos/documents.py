"""Documents: what the File menu does, with the questions that keep work from being lost."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

import resources
from core.language import _
from gui.desktop import dialogs
from gui.desktop.file_manager import open_folder
from gui.photos.album import Album
from gui.photos.file_watch import FileWatch
from gui.photos.joining import Joining
from gui.photos.leaving import Leaving
from gui.photos.pasted import PastedPictures
from gui.photos.places import SAMPLE, Places
from gui.photos.writing import Writing

if TYPE_CHECKING:
    from core.model import Saved
    from gui.desktop.store import Store
    from gui.session.session import Session


class Documents(QObject):
    """Opening, stepping, saving and closing photos: the door to the parts that do it.

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
    looking_changed(bool)
        Whether folders are looked through for photos.
    looked(Progress)
        How far that is.
    """

    album_changed = Signal(object)
    joined = Signal(int)
    recent_changed = Signal()
    palette_given = Signal(object)
    noticed = Signal(str)
    looking_changed = Signal(bool)
    looked = Signal(object)

    def __init__(self, session: Session, store: Store, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._store = store
        self._window = window
        self._places = Places(session)
        self._writing = Writing(session, store, self._places, window)
        self._leaving = Leaving(session, self._writing, window)
        self._joining = Joining(session, window)
        self._file_watch = FileWatch(self)
        for theirs, ours in (
            (self._joining.album_changed, self.album_changed),
            (self._joining.joined, self.joined),
            (self._joining.palette_given, self.palette_given),
            (self._joining.noticed, self.noticed),
            (self._joining.looking_changed, self.looking_changed),
            (self._joining.looked, self.looked),
            (self._file_watch.noticed, self.noticed),
        ):
            theirs.connect(ours)
        self._joining.arrived.connect(self._take_arrived)
        session.photo_closed.connect(self._file_watch.stop)
        session.saved.connect(self._expect_own_file)
        session.failed.connect(self._show_failure)
        session.not_saved.connect(self._writing.offer_elsewhere)

    @property
    def album(self) -> Album:
        """The photos that are open."""
        return self._joining.album

    @property
    def looking(self) -> bool:
        """Whether folders are looked through for photos."""
        return self._joining.looking

    @property
    def pasted(self) -> PastedPictures:
        """The pictures that came from the clipboard."""
        return self._places.pasted

    def is_guest(self, path: Path) -> bool:
        """Return whether a photo is in none of the user's folders: pasted, or the sample."""
        return self._places.is_guest(path)

    # Opening

    def open(self, paths: Sequence[Path]) -> None:
        """Open what was dropped or named: photos, folders of photos, or a palette file."""
        self._joining.open(paths)

    def stop_looking(self) -> None:
        """Look through no more folders, and open none of what was dropped with them."""
        self._joining.stop_looking()

    def choose(self) -> None:
        """Ask for photos and open them."""
        self.open(dialogs.ask_for_photos(self._window, self._store, self._places.beside))

    def choose_folder(self) -> None:
        """Ask for a folder, and open the photos in it."""
        folder = dialogs.ask_for_folder(self._window, self._store, self._places.beside)
        if folder is not None:
            self.open([folder])

    def open_sample(self) -> None:
        """Open the picture that comes with the program."""
        self.open([resources.path(SAMPLE)])

    def clear_recent(self) -> None:
        """Forget the photos opened before."""
        self._store.clear_recent()
        self.recent_changed.emit()

    def take_remarks(self) -> tuple[str, ...]:
        """Return what is to be said about the photos just opened, and forget it."""
        return self._joining.take_remarks()

    # Stepping

    def show(self, path: Path) -> None:
        """Show another photo of the album; the work on this one is kept."""
        self._joining.show(path)

    def show_next(self) -> None:
        """Show the next photo, from the one last asked for."""
        self._joining.step(1)

    def show_previous(self) -> None:
        """Show the previous photo, from the one last asked for."""
        self._joining.step(-1)

    # Saving

    def save(self) -> None:
        """Save the image where it was saved before in this format; otherwise ask where."""
        self._writing.save()

    def save_as(self) -> None:
        """Ask where to save the image."""
        self._writing.save_as()

    def save_palette(self) -> None:
        """Ask where to save the palette."""
        self._writing.save_palette()

    def keep_metadata(self, choice: str) -> None:
        """Choose what of a photo's own is kept in the files saved from now on."""
        self._writing.keep_metadata(choice)

    def order_colors(self, order: str) -> None:
        """Choose the order of the colors in the files saved from now on."""
        self._writing.order_colors(order)

    def show_in_folder(self) -> None:
        """Open the file manager where the image was saved, or where the photo is."""
        path = self._session.saved_to or self._places.name
        if path in self.pasted:
            self.noticed.emit(_("A pasted picture is in no folder until its result is saved."))
        else:
            self.show_file(path)

    def show_file(self, path: Path) -> None:
        """Open the file manager where a file is."""
        import subprocess

        if sys.platform == "win32":
            subprocess.Popen(["explorer", "/select,", str(path)])  # noqa: S607
        elif sys.platform == "darwin":
            subprocess.Popen(["open", "-R", str(path)])  # noqa: S607
        else:
            open_folder(path.parent, self._window)

    # Leaving

    def remove(self, paths: Collection[Path]) -> None:
        """Take photos out of the album; work on them that is not saved is asked about."""
        wanted = set(paths)
        gone = [path for path in self.album.paths if path in wanted]
        if gone:
            self._leaving.leave(lambda: self._joining.take_out(gone), gone)

    def close_photo(self) -> None:
        """Take the photo shown out of the album."""
        if self.album.current is not None:
            self.remove([self.album.current])

    def keep_joined(self) -> None:
        """Let the photos that were added last take the place of all others."""
        joined = self._joining.last_joined
        if joined:
            self.remove(set(self.album.paths).difference(joined))

    def leave_all(self, then: Callable[[], None]) -> None:
        """Go on with `then`, as the window closes, once all work is saved or given up."""
        self._leaving.leave(then, to_close=True)

    def close(self) -> None:
        """End the thread, open nothing more, and remove what was pasted."""
        self._joining.close()
        self.pasted.end()

    # Answers

    def _take_arrived(self, path: Path) -> None:
        if path in self.pasted:
            self._file_watch.stop()  # nobody else knows the file
        else:
            self._file_watch.watch(path)
        if not self._places.is_guest(path):
            self._store.add_recent(path)
            self.recent_changed.emit()

    def _expect_own_file(self, saved: Saved) -> None:
        self._file_watch.expect(saved.path)

    def _show_failure(self, sentence: str) -> None:
        dialogs.show_error(self._window, [sentence])
