"""Joins presets to the session: chosen, kept, renamed, deleted, brought and sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

import core
from core.errors import ExistsError, FewtoneError
from core.goals import MOST_COLORS, NO_GOALS
from core.language import _
from core.names import LONGEST_NAME, plain
from gui.desktop import dialogs
from gui.presets import boxes
from gui.presets.menu import PresetsButton

if TYPE_CHECKING:
    from core import Preset, PresetStore
    from core.settings import Settings
    from gui.desktop.store import Store
    from gui.outcome.goal_desk import GoalDesk
    from gui.session.session import Session


class PresetsDesk(QObject):
    """Has settings, format and goal set by a name, and keeps those of the user.

    Signals
    -------
    said(str)
        What was done.
    noticed(list of str)
        Sentences about presets that cannot be used.
    """

    said = Signal(str)
    noticed = Signal(object)

    def __init__(self, session: Session, goals: GoalDesk, store: Store, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._goals, self._store, self._window = session, goals, store, window
        self.button = PresetsButton(self._own)
        for signal, slot in (
            (self.button.chosen, self.use),
            (self.button.saving_wanted, self._save),
            (self.button.loading_wanted, self._load),
            (self.button.renaming_wanted, self._rename),
            (self.button.deletion_wanted, self._delete),
            (self.button.export_wanted, self._export),
        ):
            signal.connect(slot)

    def use(self, preset: Preset) -> None:
        """Set what a preset says, and leave what belongs to the photo."""
        store, options = self._store, preset.options
        store.image_format, store.quality = options.format or "png", options.quality
        store.metadata, store.saved_order = options.metadata, options.palette_order
        # Nothing is looked for until all is set.
        self._goals.choose(NO_GOALS)
        self._session.set_save_options(store.save_options)
        self._session.set_settings(self._settings_of(preset))
        set_ = _("Set as in “{name}”.")
        if preset.goals and self._session.edits:
            set_ = _(
                "Set as in “{name}”, without its goal: the colors are fixed, or were changed by "
                "hand."
            )
        else:
            self._goals.choose(preset.goals)
        self.said.emit(set_.format(name=core.shown_name(preset)))

    def _settings_of(self, preset: Preset) -> Settings:
        """Return the settings of a preset, with what it never has: locked and own colors."""
        settings, now = preset.settings, self._session.settings
        locked = settings.locked or now.locked
        # Where a goal decides on the number, that of before is shown until it is found.
        colors = now.colors if preset.goals else settings.colors
        colors = max(colors, len(locked))
        return replace(settings, locked=locked, colors=colors, owned=now.owned)

    @property
    def _kept(self) -> PresetStore:
        from core import PresetStore

        return PresetStore(self._store.presets)

    def _own(self) -> tuple[Preset, ...]:
        kept = self._kept.kept()
        if kept.problems:
            self.noticed.emit(list(kept.problems))
        return kept.presets

    def _save(self) -> None:
        from core import Preset

        settings, goals = (
            replace(self._session.settings, locked=(), first_colors=(), owned=None),
            self._goals.goals,
        )
        if goals:
            # The number that was found is this photo's; another may need more.
            settings = replace(settings, colors=MOST_COLORS)
        options = self._session.save_options

        def save(name: str, *, replaces: bool) -> str:
            preset = Preset(name, settings, options, goals)
            self._kept.save(preset, replaces=replaces)
            return _("Kept these settings as “{name}”.").format(name=preset.name)

        self._name(_("Save these settings"), "", save)

    def _rename(self, preset: Preset) -> None:
        def rename(name: str, *, replaces: bool) -> str:
            renamed = self._kept.rename(preset.name, name, replaces=replaces)
            called = _("“{before}” is called “{name}” now.")
            return called.format(before=preset.name, name=renamed.name)

        self._name(_("Rename the preset"), preset.name, rename)

    def _name(self, title: str, name: str, keep: Callable[..., str]) -> None:
        """Ask for a name until it can be used, or the user has had enough."""
        why_not = ""
        while True:
            given = boxes.ask_for_name(self._window, title, name, why_not)
            if given is None:
                return
            name = given
            try:
                self.said.emit(self._kept_by(given, keep))
            except _NotReplacedError:
                why_not = ""
            except FewtoneError as error:
                why_not = _sentence(error)
            else:
                return

    def _kept_by(self, name: str, keep: Callable[..., str]) -> str:
        try:
            return keep(name, replaces=False)
        except ExistsError:
            if not boxes.may_replace(self._window, name.strip()):
                raise _NotReplacedError from None
            return keep(name, replaces=True)

    def _delete(self, preset: Preset) -> None:
        if boxes.may_delete(self._window, preset.name):
            deleted = _("Deleted “{name}”.").format(name=preset.name)
            self._try(lambda: self._kept.delete(preset.name), deleted)

    def _export(self, preset: Preset) -> None:
        from core import save_preset

        path = boxes.ask_where_to_export(self._window, self._store, preset.name)
        if path is not None:
            self._try(lambda: save_preset(preset, path), _("Saved {path}.").format(path=path))

    def _load(self) -> None:
        from core import load_preset

        path = boxes.ask_for_file(self._window, self._store)
        if path is None:
            return
        try:
            preset = load_preset(path)
            self._kept_by(preset.name, lambda _name, **how: self._keep(preset, **how))
        except _NotReplacedError:
            return
        except FewtoneError as error:
            dialogs.show_error(self._window, [_sentence(error)])
            return
        self.use(preset)

    def _keep(self, preset: Preset, *, replaces: bool) -> str:
        self._kept.save(preset, replaces=replaces)
        return ""

    def _try(self, act: Callable[[], object], done: str) -> None:
        try:
            act()
        except FewtoneError as error:
            dialogs.show_error(self._window, [str(error)])
        else:
            self.said.emit(done)


class _NotReplacedError(Exception):
    """The user wants the preset of that name to stay."""


def _sentence(error: FewtoneError) -> str:
    text = plain(str(error), 4 * LONGEST_NAME)
    return f"{text[:1].upper()}{text[1:]}."
