"""Joins own colors to the session: chosen from, listed, sold out, kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

import core
from core.errors import FewtoneError
from core.language import N_, _, ngettext
from core.names import LONGEST_NAME, plain
from core.owned import OwnedColors
from core.settings import COLORS, Color
from gui.controls.actions import Actions
from gui.desktop import dialogs, texts
from gui.own_colors.keeping import Keeping
from gui.session.lane import Lane
from gui.session.tasks import sentence
from gui.session.work import Work

if TYPE_CHECKING:
    from core import LoadedColors
    from core.model import Palette
    from gui.desktop.store import Store
    from gui.own_colors.window import OwnColorsWindow
    from gui.session.session import Session

_FEWEST = 2
_NO_PHOTO = N_("Open a photo first")


class OwnColorsDesk(QObject):
    """Has the palette chosen from own colors, and shows them in a window beside the picture.

    Parameters
    ----------
    beside : QWidget
        The window is opened over this, rather than over the picture.

    Signals
    -------
    said(str)
        What was done, or why it was not.
    noticed(sequence of str)
        Something about colors from elsewhere that the user should know.
    """

    said = Signal(str)
    noticed = Signal(object)

    def __init__(
        self, session: Session, actions: Actions, store: Store, beside: QWidget, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._actions, self._store = session, actions, store
        self._beside, self._parent = beside, parent
        self.window: OwnColorsWindow | None = None
        self.keeping = Keeping(store, self)
        self.keeping.noticed.connect(self.noticed)
        self.keeping.said.connect(self.said)
        self._reading = Lane("latest", "reading own colors", self)
        # The palette that is shown, which may be a draft.
        self._palette: Palette | None = None
        # Fewer colors at hand than were asked for: what is shown since, and what was asked for.
        self._lowered: tuple[int, int] | None = None
        self._entries: list[QAction] = []
        actions.own_colors.triggered.connect(lambda *_checked: self.open())
        actions.best_of_file.triggered.connect(lambda *_checked: self._ask_for_file())
        actions.best_of_clipboard.triggered.connect(lambda *_checked: self.choose_copied())
        actions.best_of.aboutToShow.connect(self._list_collections)
        session.desks.work_shown.connect(lambda _work: self._show())
        session.desks.work_changed.connect(self._follow)
        session.draft_made.connect(lambda draft, _picture: self._take(draft.palette))
        session.result_made.connect(lambda result, _picture: self._take(result.palette))
        session.palette_changed.connect(lambda result: self._take(result.palette))

    def enable(self) -> None:
        """Enable just what can be done now."""
        can = bool(self._session.histogram)
        self._actions.best_of.setEnabled(can)
        self._actions.enable(self._actions.own_colors, can, _NO_PHOTO)

    def open(self) -> None:
        """Show the window, in front of others."""
        window = self._window
        self._show()
        window.show_beside(self._beside)

    def choose(self, owned: OwnedColors) -> None:
        """Show the photo in the best of some colors, from now on."""
        if not self._session.histogram:
            self.said.emit(_("Open a photo first: colors are chosen for a photo."))
            return
        name = plain(owned.title, LONGEST_NAME)
        if len(owned) < _FEWEST:
            few = _("{name} has just one color: there is nothing to choose.")
            dialogs.show_error(self._parent, [few.format(name=name)])
            return
        self._session.stop_opening()
        self._set(owned, _("Choose the best of {name}").format(name=name))

    def choose_from_file(self, path: Path) -> None:
        """Show the photo in the best colors of a palette file."""
        from core import load_colors

        self._reading.submit(
            lambda _progress: load_colors(path),
            self._choose_loaded,
            self._show_error,
        )

    def choose_copied(self) -> None:
        """Show the photo in the best of the colors that were copied."""
        text, title = QGuiApplication.clipboard().text(), _("Pasted colors")
        try:
            loaded = core.own_colors_in_text(text, title)
        except FewtoneError as error:
            self.said.emit(_("Nothing to choose from: {reason}.").format(reason=sentence(error)))
        else:
            self._choose_loaded(loaded)

    def tell_limit(self, asked: int) -> None:
        """Explain why there are not as many colors as the user wants."""
        settings, owned = self._session.settings, self._owned
        if owned is None or asked > COLORS[-1]:
            return
        told = ngettext(
            "{name} has only {count} color to choose from: there cannot be {asked}.",
            "{name} has only {count} colors to choose from: there cannot be {asked}.",
            len(owned),
        )
        if settings.most_colors > len(owned):
            told = ngettext(
                "{name} has only {count} color to choose from, {most} with those that are locked: "
                "there cannot be {asked}.",
                "{name} has only {count} colors to choose from, {most} with those that are locked: "
                "there cannot be {asked}.",
                len(owned),
            )
        name = plain(owned.title, LONGEST_NAME)
        most = settings.most_colors
        self.said.emit(told.format(name=name, count=len(owned), most=most, asked=asked))

    def choose_from_palette(self, palette: Palette, title: str) -> None:
        """Show the photo in the best colors of a palette."""
        names: dict[Color, str] = {}
        rows = palette.colors.tolist()
        for (red, green, blue), name in zip(rows, palette.names, strict=True):
            names.setdefault((red, green, blue), name)
        self.choose(OwnedColors(tuple(names), tuple(names.values()), title))

    def close(self) -> None:
        """Close the window, and end the threads."""
        if self.window is not None:
            self.window.close()
        self._reading.close()
        self.keeping.close()

    # Requests

    def _ask_for_file(self) -> None:
        path = dialogs.ask_for_palette(self._parent, self._store)
        if path is not None:
            self.choose_from_file(path)

    def _show_error(self, error: BaseException) -> None:
        dialogs.show_error(self._parent, [sentence(error)])

    def _refuse_drop(self, reason: str) -> None:
        dialogs.show_error(self._window, [reason])

    def _choose_loaded(self, loaded: LoadedColors) -> None:
        if loaded.notes:
            self.noticed.emit(loaded.notes)
        self.choose(loaded.colors)

    def _choose_source(self, name: str) -> None:
        settings, before = self._session.settings, self._owned
        if not name and before is not None:
            text = _("Release {palette}").format(palette=plain(before.title, LONGEST_NAME))
            self._session.set_settings(replace(settings, owned=None), text=text)
        owned = self.keeping.find(name)
        if owned is not None:
            self.choose(owned)
        self._show()

    def _set_sold_out(self, sold_out: frozenset[Color]) -> None:
        owned = self._owned
        if owned is None or sold_out == owned.sold_out:
            return
        # A lock would keep in the picture what has just gone.
        unlocked = (sold_out - owned.sold_out).intersection(self._session.settings.locked)
        self._set(owned.without(sold_out), _what_changed(owned, sold_out), unlocked)
        if unlocked:
            many = ngettext(
                "{count} locked color is sold out, and so unlocked.",
                "{count} locked colors are sold out, and so unlocked.",
                len(unlocked),
            )
            one = _("{name} is sold out, and so unlocked.")
            self.said.emit(_told_of(owned, unlocked, one, many))

    def _lock(self, colors: list[Color], wanted: bool) -> None:
        """Use own colors in any case, or only where they are among the best."""
        owned, editing = self._owned, self._session.editing
        if owned is None:
            return
        one, count = _("Always use {name}"), len(colors)
        many = ngettext("Always use {count} color", "Always use {count} colors", count)
        if not wanted:
            one = _("Unlock {name}")
            many = ngettext("Unlock {count} color", "Unlock {count} colors", count)
        text = _told_of(owned, colors, one, many)
        if wanted:
            # What is used is at hand, whatever was said before.
            editing.lock_all(colors, text, owned.without(owned.sold_out.difference(colors)))
        else:
            editing.unlock_all(colors, text)
        self._show()

    def _set(self, owned: OwnedColors, text: str, unlocked: frozenset[Color] = frozenset()) -> None:
        """Choose from colors, as many as were asked for as far as there are so many."""
        settings = self._session.settings
        locked = tuple(color for color in settings.locked if color not in unlocked)
        wanted = settings.colors
        if self._lowered is not None and self._lowered[0] == wanted:
            wanted = self._lowered[1]
        settings = replace(settings, owned=owned, locked=locked, colors=wanted, first_colors=())
        self._session.set_settings(settings, text=text)
        now = self._session.settings.colors
        self._lowered = (now, wanted) if now < wanted else None

    def _keep(self) -> None:
        if self._owned is not None:
            self._call(self.keeping.keep(self._owned, self._window), _("Keep {name}"))

    def _rename(self) -> None:
        if self._owned is not None:
            self._call(self.keeping.rename(self._owned, self._window), _("Rename {name}"))

    def _call(self, kept: OwnedColors | None, text: str) -> None:
        """Call own colors as they are kept now."""
        if kept is not None and kept != self._owned:
            self._set(kept, text.format(name=plain(kept.title, LONGEST_NAME)))
        self._show()

    def _remove(self) -> None:
        if self._owned is not None and self.keeping.remove(self._owned, self._window):
            self._show()

    def _export(self) -> None:
        if self._owned is not None:
            self.keeping.export(self._owned, self._window)

    # What is shown

    @property
    def _owned(self) -> OwnedColors | None:
        return self._session.settings.owned

    @property
    def _window(self) -> OwnColorsWindow:
        if self.window is None:
            from gui.own_colors.window import OwnColorsWindow

            window = self.window = OwnColorsWindow(self._parent)
            for signal, slot in (
                (window.source_chosen, self._choose_source),
                (window.sold_out_changed, self._set_sold_out),
                (window.lock_wanted, self._lock),
                (window.file_wanted, self._ask_for_file),
                (window.file_dropped, self.choose_from_file),
                (window.drop_refused, self._refuse_drop),
                (window.clipboard_wanted, self.choose_copied),
                (window.keeping_wanted, self._keep),
                (window.renaming_wanted, self._rename),
                (window.export_wanted, self._export),
                (window.removal_wanted, self._remove),
            ):
                signal.connect(slot)
            # The keys of the main window that a choice is about work here as well.
            same = self._actions
            window.addActions([same.more_colors, same.fewer_colors, same.undo, same.redo])
            texts.follow(window, self._show)
        return self.window

    def _follow(self, work: Work) -> None:
        self.keeping.follow(work.settings.owned)

    def _take(self, palette: Palette) -> None:
        self._palette = palette
        self._show_shares()

    def _show(self) -> None:
        window = self.window
        if window is not None:
            owned, collections = self._owned, self.keeping.all()
            kept = owned is not None and self.keeping.has(owned)
            window.show_owned(owned, [each.title for each in collections], kept=kept)
            window.show_locked(self._session.settings.locked)
            self._show_shares()

    def _show_shares(self) -> None:
        if self.window is None or self._palette is None:
            return
        palette = self._palette
        rows, shares = palette.colors.tolist(), palette.shares.tolist()
        self.window.show_shares({(r, g, b): s for (r, g, b), s in zip(rows, shares, strict=True)})

    def _list_collections(self) -> None:
        """List the collections that there are now under what colors can be chosen from."""
        menu = self._actions.best_of
        for entry in self._entries:
            menu.removeAction(entry)
            entry.deleteLater()
        collections = self.keeping.all()
        self._entries = [menu.addSeparator()] if collections else []
        for owned in collections:
            # Doubled, an ampersand of a name does not mark a shortcut.
            entry = menu.addAction(plain(owned.title, LONGEST_NAME).replace("&", "&&"))
            entry.triggered.connect(lambda *_checked, owned=owned: self.choose(owned))
            self._entries.append(entry)


def _what_changed(owned: OwnedColors, sold_out: frozenset[Color]) -> str:
    """Name a step: which color is sold out or back, or how many are."""
    gone, back = sold_out - owned.sold_out, owned.sold_out - sold_out
    if gone and back:
        return _("Check other colors")
    if gone:
        many = ngettext("{count} color is sold out", "{count} colors are sold out", len(gone))
        one = _("{name} is sold out")
    else:
        many = ngettext("{count} color is back", "{count} colors are back", len(back))
        one = _("{name} is back")
    return _told_of(owned, gone or back, one, many)


def _told_of(owned: OwnedColors, colors: Collection[Color], one: str, many: str) -> str:
    """Return a text about one color, with its name, or about many, with their number."""
    if len(colors) > 1:
        return many.format(count=len(colors))
    return one.format(name=_name_of(owned, next(iter(colors))))


def _name_of(owned: OwnedColors, color: Color) -> str:
    """Return what an own color is called, or its code where it has no name."""
    return plain(owned.names_of([color])[0] or f"#{bytes(color).hex()}", LONGEST_NAME)
