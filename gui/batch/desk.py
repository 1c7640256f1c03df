"""Joins the saving of all photos to the session, the strip and the menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from core.language import _
from gui.desktop import dialogs, texts
from gui.desktop.file_manager import open_folder
from gui.desktop.notifying import notify

if TYPE_CHECKING:
    from core.goals import Goals
    from gui.batch.running import Running
    from gui.batch.wanted import Wanted
    from gui.batch.window import BatchWindow
    from gui.controls.actions import Actions
    from gui.desktop.store import Store
    from gui.session.photo_state import PhotoState
    from gui.session.session import Session


class BatchDesk(QObject):
    """Asks how all photos are saved, has it done, and shows how far it is.

    Parameters
    ----------
    photos : callable
        Returns the photos of the strip in their order.
    is_guest : callable
        Returns whether a photo is in none of the user's folders.
    goals : callable
        Returns what the number of colors of each photo is chosen by.

    Signals
    -------
    begun()
    told(dict of Path to PhotoState)
        What has become of some photos.
    wanted(Path)
        A photo is to be shown.
    """

    begun = Signal()
    told = Signal(object)
    wanted = Signal(object)

    def __init__(
        self,
        session: Session,
        actions: Actions,
        store: Store,
        window: QWidget,
        photos: Callable[[], tuple[Path, ...]],
        is_guest: Callable[[Path], bool],
        goals: Callable[[Iterable[Path]], dict[Path, Goals]],
    ) -> None:
        super().__init__(window)
        self._session, self._actions, self._store, self._parent = session, actions, store, window
        self._photos, self._is_guest, self._goals = photos, is_guest, goals
        self._running: Running | None = None
        self.window: BatchWindow | None = None
        texts.put(actions.save_all.setText, self._text_of_action)
        actions.save_all.triggered.connect(lambda *_checked: self.open())

    @property
    def busy(self) -> bool:
        """Whether photos are being saved."""
        return self._running is not None and self._running.busy

    def open(self) -> None:
        """Ask how all photos are saved; while they are, show how far it is."""
        if self.busy:
            self._show()
            return
        wanted = self._ask()
        if wanted is not None:
            self.save(wanted)

    def save(self, wanted: Wanted) -> None:
        """Save all photos, each with its own settings if it has such."""
        from gui.batch.tasks import Job

        desks = self._session.desks
        works = {photo: desks.work_for(photo) for photo in self._photos()}
        running = self._made()
        self._show()
        self.begun.emit()
        options = self._session.save_options
        running.begin(Job(works, wanted, options, self._is_guest, self._goals(works)))
        self._actions.save_all.setText(self._text_of_action())

    def may_stop(self) -> bool:
        """Ask whether photos that are being saved may be left, if there are any."""
        if self._running is None or not self.busy:
            return True
        tally = self._running.tally
        done = tally.count("done", "skipped", "failed")
        return dialogs.may_stop_saving(self._parent, done, len(tally.states))

    def close(self) -> None:
        """Give up what is in work, and end the threads."""
        if self._running is not None and self.window is not None:
            self._running.close()
            self.window.close()

    def _ask(self) -> Wanted | None:
        from gui.batch.dialog import SaveAllDialog
        from gui.batch.tasks import colors_of
        from gui.batch.wanted import gathered, remember, remembered, usual_folder

        photos, desks = list(self._photos()), self._session.desks
        own = len(set(desks.own_photos).intersection(photos))
        if not desks.same_settings:
            own = len(photos)
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        those = gathered(photos, self._is_guest)
        folder = usual_folder(those.top, Path(pictures))
        goals = self._goals(photos)
        dialog = SaveAllDialog(
            self._parent,
            those.found,
            colors_of(desks.work_for(photos[0]), goals[photos[0]]),
            own,
            remembered(self._store, folder),
            without_loss=any(each.about_quality for each in goals.values()),
        )
        answer, wanted = dialog.exec(), dialog.wanted
        dialog.deleteLater()
        if not answer:
            return None
        remember(self._store, wanted)
        return wanted

    def _made(self) -> Running:
        """Return what saves photos; the main window paints before it is loaded."""
        if self._running is None:
            from gui.batch.running import Running
            from gui.batch.window import BatchWindow

            self._running = Running(self)
            self.window = BatchWindow(self._running, self._store, self._parent)
            self.window.wanted.connect(self.wanted)
            self.window.folder_wanted.connect(self._open_folder)
            self._running.told.connect(self._tell)
            self._running.ended.connect(self._end)
            self._running.failed.connect(self._fail)
            self._running.noticed.connect(self._fail)
            self._running.saved_before.connect(self._ask_to_resume)
        return self._running

    def _show(self) -> None:
        assert self.window is not None
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _tell(self, changed: dict[int, PhotoState]) -> None:
        assert self._running is not None
        photos, job = self._running.photos, self._running.job
        assert job is not None
        desks = self._session.desks
        for place, state in changed.items():
            if state.kind == "done":
                desks.take_saved_by(photos[place], job.works[photos[place]])
        self.told.emit({photos[place]: state for place, state in changed.items()})

    def _text_of_action(self) -> str:
        return _("Show the saving of &all photos") if self.busy else _("Save a&ll…")

    def _end(self) -> None:
        self._actions.save_all.setText(self._text_of_action())
        if self.window is not None and self._running is not None:
            notify(self.window, self.window.title.text())

    def _ask_to_resume(self, done: int) -> None:
        assert self._running is not None
        assert self.window is not None
        self._running.resume(dialogs.may_resume(self.window, done, len(self._running.photos)))

    def _open_folder(self, folder: Path) -> None:
        assert self.window is not None
        open_folder(folder, self.window)

    def _fail(self, sentence: str) -> None:
        assert self.window is not None
        dialogs.show_error(self.window, [sentence])
