"""Joins goals to the session: the number of colors is found that leads to what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.goals import FEWEST_COLORS, NO_GOALS, Goals
from core.language import N_, _, ngettext
from gui.desktop import texts
from gui.outcome.asked import Asked, asked_of
from gui.session import tasks
from gui.session.lane import Lane
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from core import Reached
    from gui.outcome.goal_box import GoalBox
    from gui.session.session import Session

_EDITED = N_("The colors are fixed, or were changed by hand")
_NO_PHOTO = N_("Open a photo first")


class GoalDesk(QObject):
    """Keeps to a goal while photo, settings and format change, until the user chooses a number.

    It is a goal of the photo it was chosen for, and of all that have the same settings. Where
    colors are fixed, or were changed by hand, it waits.

    Signals
    -------
    busy_changed(bool)
        The number of colors is looked for.
    progressed(Progress)
    said(str)
        The goal is given up, as the user has chosen a number.
    """

    busy_changed = Signal(bool)
    progressed = Signal(object)
    said = Signal(str)

    def __init__(self, session: Session, box: GoalBox, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._box = session, box
        self.goals = NO_GOALS
        self._home: Path | None = None
        self._asked: Asked | None = None
        # As long as this photo has this number, the user has not chosen another.
        self._path: Path | None = None
        self._expected = 0
        # What became of the goal, in the language of the moment.
        self._told: Callable[[], str] = str
        self._failed = False
        self._lane = Lane("latest", "goals", self)
        self._lane.busy_changed.connect(self.busy_changed)
        self._lane.progressed.connect(self.progressed)
        box.changed.connect(self.choose)
        session.awaits = lambda: self._awaits
        for signal in (
            *(session.result_made, session.palette_changed, session.save_options_changed),
            *(session.settings_changed, session.photo_closed, session.desks.own_photos_changed),
        ):
            signal.connect(lambda *_values: self._follow())
        self._follow()
        texts.follow(self, lambda: self._box.tell(self._told(), failed=self._failed))

    @property
    def busy(self) -> bool:
        """Whether the number of colors is being looked for."""
        return self._lane.busy

    def goals_for(self, paths: Iterable[Path]) -> dict[Path, Goals]:
        """Return the goals of photos: one with settings of its own has none, unless it began."""
        desks = self._session.desks
        all_own, own = not desks.same_settings, set(desks.own_photos)
        return {
            path: NO_GOALS if (all_own or path in own) and path != self._home else self.goals
            for path in paths
        }

    def choose(self, goals: Goals) -> None:
        """Keep to other goals, or (`NO_GOALS`) to none."""
        self.goals, self._asked = goals, None
        self._home = self._path = self._session.path
        self._expected = self._session.settings.colors
        self._lane.cancel()
        self._box.show_goals(goals)
        self._follow()

    def cancel(self) -> None:
        """Stop looking, and keep to no goal any more."""
        self.choose(NO_GOALS)
        self._session.give_up_waiting(_("Cancelled"))

    def close(self) -> None:
        """End the thread."""
        self._lane.close()

    @property
    def _applies(self) -> bool:
        """Whether there is a goal for what is shown."""
        session = self._session
        if not self.goals or session.photo is None or session.edits:
            return False
        # A photo that was made by a program has no path, and is the only one.
        path = session.path
        return path is None or bool(self.goals_for([path])[path])

    @property
    def _awaits(self) -> bool:
        """Whether the result shown is not yet what leads to the goal."""
        return self._applies and (self._lane.busy or self._asked != asked_of(self._session))

    def _follow(self) -> None:
        """Look for the number again where what it follows from has changed."""
        session = self._session
        self._box.enable(_NO_PHOTO if session.photo is None else _EDITED if session.edits else "")
        if not self._applies:
            self._wait()
            return
        if session.path != self._path:
            self._path, self._expected = session.path, session.settings.colors
        elif session.settings.colors != self._expected:
            self.choose(NO_GOALS)  # the user takes over
            self.said.emit(_("The goal is given up: the number of colors is as you chose it."))
            return
        asked = asked_of(session)
        if asked == self._asked:
            return
        self._lane.cancel()
        self._asked = None
        self._tell(str)
        if session.settled:  # otherwise this is called again once it is
            self._look_for(asked)

    def _wait(self) -> None:
        """Look for nothing as long as the goal is not about what is shown."""
        self._lane.cancel()
        self._asked = self._path = None
        if not self.goals or self._session.photo is None:
            self._tell(str)
        else:
            self._tell(_waits_for_edits if self._session.edits else _waits_for_others)

    def _tell(self, words: Callable[[], str], *, failed: bool = False) -> None:
        self._told, self._failed = words, failed
        self._box.tell(words(), failed=failed)

    def _look_for(self, asked: Asked) -> None:
        goals, photo, histogram = self.goals, asked.photo, self._session.histogram
        assert photo is not None
        assert histogram is not None
        self._asked = asked
        self._tell(lambda: _("Looking for the number of colors …"))
        self._lane.submit(
            lambda progress: tasks.reach(
                photo, histogram, asked.settings, goals, asked.options, progress
            ),
            self._take,
            self._fail,
        )

    def _take(self, reached: Reached) -> None:
        session = self._session
        # A photo of one color has one, whatever number is asked for.
        self._expected = colors = max(reached.colors, FEWEST_COLORS)
        note = reached.note
        self._tell(lambda: note or _all_lead_there(colors))
        if session.settings.colors != colors:
            session.set_settings(replace(session.settings, colors=colors, first_colors=()))
        else:
            session.write_waiting()

    def _fail(self, error: BaseException) -> None:
        why = _upper(sentence(error))
        self._tell(lambda: why, failed=True)
        self._session.give_up_waiting(_("The goal cannot be met"))


def _waits_for_edits() -> str:
    return _("The colors are fixed, or were changed by hand: the goal waits.")


def _waits_for_others() -> str:
    return _("This photo has settings of its own: the goal waits for the others.")


def _all_lead_there(colors: int) -> str:
    words = ngettext("All {count} colors lead there.", "All {count} colors lead there.", colors)
    return words.format(count=colors)


def _upper(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
