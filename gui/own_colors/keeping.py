"""Keeping own colors as collections between starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import ExistsError, FewtoneError
from core.language import _
from core.names import LONGEST_SENTENCE, plain
from core.wording import capitalized
from gui.desktop import dialogs
from gui.own_colors import boxes
from gui.session.lane import Lane
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from core import CollectionStore
    from core.owned import OwnedColors
    from gui.desktop.store import Store


class Keeping(QObject):
    """The collections of a user, and what can be done with them.

    Signals
    -------
    noticed(list of str)
        Sentences about collections that cannot be used.
    said(str)
        What was done.
    """

    noticed = Signal(object)
    said = Signal(str)

    def __init__(self, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._folder: CollectionStore | None = None
        self._told: tuple[str, ...] = ()
        # What is sold out is written in the background; here it is until that is done.
        self._unwritten: OwnedColors | None = None
        self._writing = Lane("latest", "own colors", self)

    def all(self) -> tuple[OwnedColors, ...]:
        """Read all collections by name; tell once of those that cannot be used."""
        kept, problems = self._collections.kept()
        if problems and problems != self._told:
            self.noticed.emit(list(problems))
        self._told = problems
        newer = self._unwritten
        return tuple(
            newer if newer is not None and newer.title == each.title else each for each in kept
        )

    def find(self, name: str) -> OwnedColors | None:
        """Return the collection of a name; None where there is none."""
        return next((each for each in self.all() if each.title == name), None)

    def has(self, owned: OwnedColors) -> bool:
        """Return whether colors are kept, whichever of them are sold out."""
        kept = self.find(owned.title)
        return kept is not None and kept.everything == owned.everything

    def follow(self, owned: OwnedColors | None) -> None:
        """Keep what is sold out of a collection now, unless it is none."""
        if owned is None or not self.has(owned) or self.find(owned.title) == owned:
            return
        self._unwritten, collections = owned, self._collections
        self._writing.submit(
            lambda _progress: collections.save(owned, replaces=True),
            lambda _kept: self._forget(owned),
            lambda error: self.noticed.emit([sentence(error)]),
        )

    def keep(self, owned: OwnedColors, window: QWidget) -> OwnedColors | None:
        """Ask for a name, and keep colors under it; return them, None when cancelled."""

        def save(name: str, replaces: bool) -> OwnedColors:
            return self._collections.save(owned.called(name), replaces=replaces)

        return self._name(window, _("Keep own colors"), owned.title, save)

    def rename(self, owned: OwnedColors, window: QWidget) -> OwnedColors | None:
        """Ask for another name for a collection; return it, None when cancelled."""
        self._finish()

        def rename(name: str, replaces: bool) -> OwnedColors:
            return self._collections.rename(owned.title, name, replaces=replaces)

        return self._name(window, _("Rename own colors"), owned.title, rename)

    def remove(self, owned: OwnedColors, window: QWidget) -> bool:
        """Ask, and remove a collection; return whether it is gone."""
        if not boxes.may_remove(window, owned.title):
            return False
        self._finish()
        try:
            self._collections.delete(owned.title)
        except FewtoneError as error:
            dialogs.show_error(window, [sentence(error)])
            return False
        self.said.emit(_("Removed the colors “{name}”.").format(name=owned.title))
        return True

    def export(self, owned: OwnedColors, window: QWidget) -> None:
        """Ask for a file, and write colors to it for other programs."""
        from core import export_colors

        count = len(owned.everything)
        path = boxes.ask_where_to_export(window, self._store, owned.title, count)
        if path is None:
            return
        try:
            export_colors(owned, path)
        except FewtoneError as error:
            dialogs.show_error(window, [sentence(error)])
        else:
            self.said.emit(_("Saved {path}.").format(path=path))

    def close(self) -> None:
        """Write what is not yet written, and end the thread."""
        self._finish()
        self._writing.close()

    @property
    def _collections(self) -> CollectionStore:
        if self._folder is None:
            from core import CollectionStore

            self._folder = CollectionStore(self._store.collections)
        return self._folder

    def _forget(self, written: OwnedColors) -> None:
        if self._unwritten is written:
            self._unwritten = None

    def _finish(self) -> None:
        """Write at once what waits to be written."""
        self._writing.cancel()
        unwritten, self._unwritten = self._unwritten, None
        if unwritten is not None:
            try:
                self._collections.save(unwritten, replaces=True)
            except FewtoneError as error:
                self.noticed.emit([sentence(error)])

    def _name(
        self,
        window: QWidget,
        title: str,
        name: str,
        keep: Callable[[str, bool], OwnedColors],
    ) -> OwnedColors | None:
        """Ask for a name until it can be used, or the user has had enough."""
        why_not = ""
        while True:
            given = boxes.ask_for_name(window, title, name, why_not)
            if given is None:
                return None
            name, why_not = given.strip(), ""
            try:
                return self._kept_by(name, keep, window)
            except FewtoneError as error:
                why_not = f"{capitalized(plain(str(error), LONGEST_SENTENCE))}."
            except _NotReplacedError:
                pass

    def _kept_by(
        self, name: str, keep: Callable[[str, bool], OwnedColors], window: QWidget
    ) -> OwnedColors:
        try:
            kept = keep(name, False)
        except ExistsError:
            if not boxes.may_replace(window, name):
                raise _NotReplacedError from None
            kept = keep(name, True)
        self.said.emit(_("Kept “{name}” for the next time.").format(name=kept.title))
        return kept


class _NotReplacedError(Exception):
    """The user wants the collection of that name to stay."""
