"""Desks: the work on every photo that is open, and the steps that undo takes back."""

from __future__ import annotations

import weakref
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoGroup

from core.settings import Settings
from gui.session.work import Change, Desk, Work


class Desks(QObject):
    """One desk for each photo; the one in use belongs to the photo shown.

    Signals
    -------
    settings_changed(Settings)
        The photo shown has other settings, by a step, by an undo, or as it is another photo.
    work_changed(Work)
        A step was done or undone on the photo shown; follows `settings_changed`.
    modified_changed(bool)
        There is work on the photo shown that is not saved.
    modified_photos_changed()
        Another set of photos has such work.
    same_settings_changed(bool)
    """

    settings_changed = Signal(object)
    work_changed = Signal(object)
    modified_changed = Signal(bool)
    modified_photos_changed = Signal()
    same_settings_changed = Signal(bool)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current = Desk(None, Work(settings))
        self.undo_group = QUndoGroup(self)
        self._kept: dict[Path, Desk] = {}
        self._same_settings = True
        self._reported_modified = self._closed = False

    @property
    def work(self) -> Work:
        """The work on the photo shown."""
        return self.current.work

    @property
    def same_settings(self) -> bool:
        """Whether what is set for one photo is set for all; strip and store follow this."""
        return self._same_settings

    @property
    def modified_photos(self) -> list[Path]:
        """Photos with work that is not saved."""
        return [path for path, desk in self._kept.items() if desk.modified]

    def desk_of(self, path: Path) -> Desk:
        """Return the work on a photo that was opened."""
        return self._kept[path]

    def share_settings(self, same: bool) -> None:
        """Set for all photos what is set for one, from now on, or no more."""
        if same != self._same_settings:
            self._same_settings = same
            self.same_settings_changed.emit(same)

    def go_to(self, path: Path | None, *, fresh: bool) -> None:
        """Go on where the work on a photo was left, or begin; `fresh` forgets all earlier work."""
        settings = self.work.settings
        if fresh:
            self.keep_only([])
            settings = replace(settings, locked=(), first_colors=())
        desk = self._kept.get(path) if path is not None else None
        if desk is None:
            if not self.same_settings:
                settings = replace(settings, locked=(), first_colors=())
            desk = self._set_up(path, settings)
        before, self.current = self.current, desk
        self.undo_group.setActiveStack(desk.stack)
        if before not in self._kept.values() and before is not desk:
            before.forget()
        # A palette edited by hand is worth more than the same settings.
        if self.same_settings and desk.work.settings != settings and desk.work.edited is None:
            self.push("Same settings for all", Work(settings))
        self.settings_changed.emit(self.work.settings)
        self._report_modified()

    def push(self, text: str, work: Work, gesture: int = 0) -> None:
        """Do a step on the photo shown.

        Parameters
        ----------
        text : str
            What is done, as the menu names it after "Undo".
        gesture : int
            Steps of the same gesture are one step of the undo history; 0 is none.
        """
        if self._closed:
            return
        desk = self.current
        # The references are weak: PySide never frees a step that Qt joined to another.
        method, its = weakref.WeakMethod(self.apply), weakref.ref(desk)

        def apply(work: Work) -> None:
            apply_to, desk = method(), its()
            if apply_to is not None and desk is not None:
                apply_to(desk, work)

        desk.stack.push(Change(text, desk.work, work, apply, gesture))

    def apply(self, desk: Desk, work: Work) -> None:
        """Put work on a desk, without a step of the history."""
        desk.work = work
        if desk is self.current:
            self.settings_changed.emit(work.settings)
            self.work_changed.emit(work)

    def forget_changes(self) -> None:
        """Count the work on all photos as saved."""
        for desk in self._all():
            desk.stack.setClean()
        self._report_modified()

    def keep_only(self, paths: Collection[Path]) -> None:
        """Forget the work on photos that are no longer at hand."""
        for path in set(self._kept) - set(paths):
            desk = self._kept.pop(path)
            if desk is not self.current:
                desk.forget()

    def close(self) -> None:
        """Forget the history of all photos; no step is taken any more."""
        self._closed = True
        for desk in self._all():
            desk.forget()

    def _all(self) -> tuple[Desk, ...]:
        return self.current, *self._kept.values()

    def _set_up(self, path: Path | None, settings: Settings) -> Desk:
        desk = Desk(path, Work(settings))
        desk.stack.cleanChanged.connect(self._report_modified)
        self.undo_group.addStack(desk.stack)
        if path is not None:
            self._kept[path] = desk
        return desk

    def _report_modified(self) -> None:
        self.modified_photos_changed.emit()
        modified = self.current.modified
        if modified != self._reported_modified:
            self._reported_modified = modified
            self.modified_changed.emit(modified)
