"""Desks: the work on every photo that is open, and the steps that undo takes back."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoGroup

from core.framing import WHOLE, Framing
from core.language import _, ngettext, pgettext
from core.names import LONGEST_NAME, plain
from core.settings import Settings
from gui.session.work import Change, Desk, Fixed, How, State, Work, shared_after, shared_again

if TYPE_CHECKING:
    from core.model import Mask


class Desks(QObject):
    """One desk for each photo; the one in use belongs to the photo shown.

    With the same settings for all, there is one more work without edits: what all photos share. A
    step on one photo changes it in what the step changes, and other photos take it over when they
    are shown, as a step of their own. A photo whose work is none of this has its own.

    Signals
    -------
    work_shown(Work)
        The photo shown has other work, by a step, by an undo, or as it is another photo; before
        `settings_changed`.
    settings_changed(Settings)
        The same, of its settings.
    work_changed(Work)
        A step was done or undone on the photo shown; follows `settings_changed`.
    modified_changed(bool)
        There is work on the photo shown that is not saved.
    modified_photos_changed()
        Another set of photos has such work.
    same_settings_changed(bool)
    own_photos_changed()
        Another set of photos may have settings of its own.
    shared_undone(str)
        An undo or redo was about more photos than the one shown, or took it from the others: a
        sentence for the user.
    """

    work_shown = Signal(object)
    settings_changed = Signal(object)
    work_changed = Signal(object)
    modified_changed = Signal(bool)
    modified_photos_changed = Signal()
    same_settings_changed = Signal(bool)
    own_photos_changed = Signal()
    shared_undone = Signal(str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current = Desk(None, Work(settings))
        self.undo_group = QUndoGroup(self)
        self._kept: dict[Path, Desk] = {}
        self._shared = Work(settings)
        self._same_settings = True
        self._reported_modified = self._closed = self._quiet = False
        self._reported_photos: frozenset[Path] = frozenset()

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

    @property
    def own_photos(self) -> list[Path]:
        """Photos that have settings of their own, although all others have the same."""
        return [path for path, desk in self._kept.items() if self._has_own(desk)]

    @property
    def framings(self) -> dict[Path, Framing]:
        """How photos are framed, of those that are not shown whole and upright."""
        framed = {path: desk.work.framing for path, desk in self._kept.items()}
        return {path: framing for path, framing in framed.items() if framing != WHOLE}

    @property
    def masks(self) -> dict[Path, Mask]:
        """What matters in photos, of those in which not all matters alike."""
        masks = {path: desk.work.mask for path, desk in self._kept.items()}
        return {path: mask for path, mask in masks.items() if mask is not None}

    @property
    def photos_in_one(self) -> list[Path]:
        """Photos that are shown in a palette of many, and do not follow the one shown."""
        return [
            path
            for path, desk in self._kept.items()
            if desk is not self.current and (desk.own or not self._same_settings)
            if desk.work.fixed is not None and desk.work.fixed.of_photos
        ]

    def desk_of(self, path: Path) -> Desk:
        """Return the work on a photo that was opened."""
        return self._kept[path]

    def work_for(self, path: Path) -> Work:
        """Return the work that a photo would be shown with, whether it was opened before or not."""
        desk = self._kept.get(path)
        if desk is not None and (desk.own or not self._same_settings or self._follows(desk.work)):
            return desk.work
        if self._same_settings:
            return self._shared if desk is None else self._shared.on_photo_of(desk.work)
        return Work(replace(self.work.settings, locked=(), first_colors=()))

    def share_settings(self, same: bool) -> None:
        """Set for all photos what is set for one, from now on, or no more.

        From now on: all that were not set before begin with those of the photo shown; one that was
        set otherwise keeps its own. No more: each keeps what it has.
        """
        if same == self._same_settings:
            return
        if not same:
            for desk in self._all():
                self._adopt(desk)
        self._same_settings = same
        self._shared = _without_edits(self.work)
        for desk in self._all():
            desk.own = same and not self._follows(desk.work)
        self.same_settings_changed.emit(same)
        self.own_photos_changed.emit()

    def give_to_all(self) -> None:
        """Let all photos have settings and palette of the one shown, also those with their own.

        A palette that was changed by hand is a fixed one for the others.
        """
        work = self.work
        fixed = work.fixed
        if work.edited is not None and work.by_hand:
            path = self.current.path
            name = pgettext("a photo without a name", "photo") if path is None else path.name
            fixed = Fixed(_("Palette of {name}").format(name=name), work.edited.palette)
        self._shared = Work(work.settings, fixed=fixed)
        for desk in self._all():
            desk.own = desk is self.current and not self._follows(work)
        self.own_photos_changed.emit()

    def change_others(
        self, paths: Iterable[Path], text: str, change: Callable[[Work], Work], gesture: int = 0
    ) -> None:
        """Change the work on some photos, as a step of the history of each; they need not be open.

        These steps go with the last one on the photo shown: undone there, it is undone on all of
        them. What is locked by it was locked on the photo shown, and is asked about there. Steps of
        the same gesture are one step of the history.
        """
        with self._at_once():
            for path in paths:
                before = self.work_for(path)
                desk = self._kept.get(path) or self._set_up(path, before)
                after = change(before)
                if after != desk.work:
                    self._push(desk, text, State(after), gesture)
                    desk.kept = after.made.beside(desk.kept)
                    leads, step = self.current.last_step, desk.last_step
                    if leads is not None and step is not None:
                        leads.along[desk] = step

    def use_shared(self) -> None:
        """Let the photo shown have what all others share."""
        if self._has_own(self.current):
            self._take_shared(self.current, _("Use the shared settings"))

    def go_to(self, path: Path | None, *, fresh: bool) -> None:
        """Go on where the work on a photo was left, or begin; `fresh` forgets all earlier work.

        A fixed palette stays, unless each photo of several has its own settings.
        """
        if fresh:
            self.keep_only([])
            settings = replace(self.work.settings, locked=(), first_colors=())
            self._shared = Work(settings, fixed=self.work.fixed)
        desk = self._kept.get(path) if path is not None else None
        if desk is None:
            first = self._shared
            if not (fresh or self.same_settings):
                first = Work(replace(self.work.settings, locked=(), first_colors=()))
            desk = self._set_up(path, first)
        before, self.current = self.current, desk
        self.undo_group.setActiveStack(desk.stack)
        if before not in self._kept.values() and before is not desk:
            before.forget()
        self._adopt(desk)
        self.work_shown.emit(self.work)
        self.settings_changed.emit(self.work.settings)
        self._report_modified()
        self.own_photos_changed.emit()

    def push(self, text: str, work: Work, gesture: int = 0) -> None:
        """Do a step on the photo shown.

        Parameters
        ----------
        text : str
            What is done, as the menu names it after "Undo".
        gesture : int
            Steps of the same gesture are one step of the undo history; 0 is none.
        """
        shared = None
        if self._same_settings:
            shared = shared_after(self._shared, self.work, work)
        self._push(self.current, text, State(work, shared), gesture)

    def set_out(self, work: Work) -> None:
        """Begin with some work, before there is a photo: that is no step of the history."""
        self._shared = work
        self._show(self.current, work)

    def _push(self, desk: Desk, text: str, after: State, gesture: int = 0) -> None:
        if self._closed:
            return
        before = State(desk.work, None if after.shared is None else self._shared)
        # The references are weak: PySide never frees a step that Qt joined to another.
        method, its = weakref.WeakMethod(self._apply), weakref.ref(desk)

        def apply(before: State, after: State, how: How) -> None:
            apply_to, desk = method(), its()
            if apply_to is not None and desk is not None:
                apply_to(desk, before, after, how)

        # Doubled, an ampersand of a name does not mark a shortcut in the menu.
        desk.stack.push(Change(text.replace("&", "&&"), before, after, apply, gesture))

    def _apply(self, desk: Desk, before: State, after: State, how: How) -> None:
        """Go from one state to another, on a desk and in what all photos share."""
        owned, shared = desk.own, self._shared
        if self._same_settings and before.shared is not None and after.shared is not None:
            if how == "done":
                self._shared = after.shared
            else:
                self._shared = shared_again(shared, before.shared, after.shared)
        desk.own = self._same_settings and not self._follows(after.work)
        # What was given to other photos changes nothing on the one that it was taken from.
        if after.work is not before.work:
            self._show(desk, after.work)
        if how != "done":
            told = self._take_along(desk, how)
            left = desk.own and not owned
            self._tell(desk, how, told, for_all=shared != self._shared, left=left)
        if not self._quiet:
            self.own_photos_changed.emit()

    def _take_along(self, desk: Desk, how: How) -> str:
        """Undo or redo on other photos what was done with a step; return what to tell of it."""
        step = _step(desk, how)
        if step is None or not step.along:
            return ""
        went = 0
        with self._at_once():
            for other, its in step.along.items():
                if how == "undone" and other.last_step is its:
                    other.stack.undo()
                elif how == "done again" and other.next_step is its:
                    other.stack.redo()
                else:
                    continue
                went += 1
        told = _told_of_others(how, went).format(count=went, step=_text(step))
        stayed = len(step.along) - went
        if not stayed:
            return told
        but = ngettext(
            "{count} photo changed since then keeps its own.",
            "{count} photos changed since then keep their own.",
            stayed,
        )
        return f"{told} {but.format(count=stayed)}"

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Report changes on many photos once, at the end."""
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False
        self._report_modified()
        self.own_photos_changed.emit()

    def _show(self, desk: Desk, work: Work) -> None:
        desk.work = work
        if desk is self.current:
            self.work_shown.emit(work)
            self.settings_changed.emit(work.settings)
            self.work_changed.emit(work)
        self._report_modified()

    def _tell(self, desk: Desk, how: How, told: str, *, for_all: bool, left: bool) -> None:
        """Tell whom an undo or redo was about, if not just the photo that has the step."""
        if self._quiet:
            return
        step = _step(desk, how)
        if for_all and step is not None:
            undone, again = (
                _("Undone for all photos: {step}."),
                _("Done again for all photos: {step}."),
            )
            self.shared_undone.emit((undone if how == "undone" else again).format(step=_text(step)))
        elif told:
            self.shared_undone.emit(told)
        elif left and not desk.work.by_hand and desk.path is not None:
            name = plain(desk.path.name, LONGEST_NAME)
            own = _("“{name}” has settings of its own now; the other photos keep theirs.")
            self.shared_undone.emit(own.format(name=name))

    def _adopt(self, desk: Desk) -> None:
        """Let a photo have what all share, as a step of its own, unless it has its own."""
        if self._same_settings and not desk.own and not self._follows(desk.work):
            self._take_shared(desk, _("Same settings for all"))

    def _take_shared(self, desk: Desk, text: str) -> None:
        """Let a photo have what all share; what is locked in it was made on another photo."""
        taken = self._shared.on_photo_of(desk.work)
        # What is locked in it was made on another photo; a frame that is not saved counts on, and
        # so does a mask.
        desk.kept = taken.made.beside(desk.kept)
        self._push(desk, text, State(taken))

    def _follows(self, work: Work) -> bool:
        """Return whether some work is what all photos share."""
        shared = self._shared
        return (work.settings, work.fixed) == (shared.settings, shared.fixed) and not work.by_hand

    def _has_own(self, desk: Desk) -> bool:
        return self._same_settings and desk.own and not self._follows(desk.work)

    def take_saved(self, desk: Desk, work: Work) -> None:
        """Count some work as saved, which may have changed since."""
        desk.kept = work.made
        self._report_modified()

    def take_saved_by(self, path: Path, work: Work) -> None:
        """Count some work on a photo as saved, if it was ever opened."""
        if path in self._kept:
            self.take_saved(self._kept[path], work)

    def forget_changes(self) -> None:
        """Count the work on all photos as saved."""
        for desk in self._all():
            desk.kept = desk.work.made
        self._report_modified()

    def keep_only(self, photos: Container[Path]) -> None:
        """Forget the work on photos that are no longer at hand."""
        for path in [path for path in self._kept if path not in photos]:
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

    def _set_up(self, path: Path | None, work: Work) -> Desk:
        desk = Desk(path, work)
        self.undo_group.addStack(desk.stack)
        if path is not None:
            self._kept[path] = desk
        return desk

    def _report_modified(self) -> None:
        if self._quiet:
            return
        photos = frozenset(self.modified_photos)
        if photos != self._reported_photos:
            self._reported_photos = photos
            self.modified_photos_changed.emit()
        modified = self.current.modified
        if modified != self._reported_modified:
            self._reported_modified = modified
            self.modified_changed.emit(modified)


def _step(desk: Desk, how: How) -> Change | None:
    """Return the step that is being undone or done again."""
    # Qt goes on to the next step only after this one.
    return desk.last_step if how == "undone" else desk.next_step


def _told_of_others(how: How, count: int) -> str:
    """Return the sentence on a step that is undone or done again on other photos."""
    if how == "undone":
        return ngettext(
            "Undone for {count} other photo: {step}.",
            "Undone for {count} other photos: {step}.",
            count,
        )
    return ngettext(
        "Done again for {count} other photo: {step}.",
        "Done again for {count} other photos: {step}.",
        count,
    )


def _text(step: Change) -> str:
    return step.text().replace("&&", "&")


def _without_edits(work: Work) -> Work:
    return Work(work.settings, fixed=work.fixed)
