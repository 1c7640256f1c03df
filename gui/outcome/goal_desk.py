"""Joins goals to the session: the number of colors is found that leads to what is wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.goals import FEWEST_COLORS, NO_GOALS, Goals
from gui.outcome.asked import Asked, asked_of
from gui.session import tasks
from gui.session.lane import Lane
from gui.session.tasks import sentence

if TYPE_CHECKING:
    from core import Reached
    from gui.outcome.goal_box import GoalBox
    from gui.session.session import Session

_EDITED = "The colors are fixed, or were changed by hand"
_NO_PHOTO = "Open a photo first"


class GoalDesk(QObject):
    """Keeps to a goal while photo, settings and format change, until the user chooses a number.

    Signals
    -------
    busy_changed(bool)
        The number of colors is looked for.
    progressed(Progress)
    """

    busy_changed = Signal(bool)
    progressed = Signal(object)

    def __init__(self, session: Session, box: GoalBox, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._box = session, box
        self.goals = NO_GOALS
        self._asked: Asked | None = None
        # As long as this number is set, the user has not chosen another.
        self._expected = 0
        self._lane = Lane("latest", "goals", self)
        self._lane.busy_changed.connect(self.busy_changed)
        self._lane.progressed.connect(self.progressed)
        box.changed.connect(self.choose)
        for signal in (
            *(session.result_made, session.palette_changed, session.save_options_changed),
            *(session.settings_changed, session.photo_closed),
        ):
            signal.connect(lambda *_: self._follow())
        self._follow()

    @property
    def busy(self) -> bool:
        """Whether the number of colors is being looked for."""
        return self._lane.busy

    def choose(self, goals: Goals) -> None:
        """Keep to other goals, or (`NO_GOALS`) to none."""
        self.goals, self._asked = goals, None
        self._lane.cancel()
        self._box.show_goals(goals)
        self._follow()

    def cancel(self) -> None:
        """Stop looking, and keep to no goal any more."""
        self.choose(NO_GOALS)

    def close(self) -> None:
        """End the thread."""
        self._lane.close()

    def _follow(self) -> None:
        """Look for the number again where what it follows from has changed."""
        session = self._session
        self._box.enable(_NO_PHOTO if session.photo is None else _EDITED if session.edits else "")
        if not self.goals or session.photo is None:
            self._lane.cancel()
            return
        if session.edits:
            self.choose(NO_GOALS)
            return
        asked = asked_of(session)
        if asked == self._asked:
            if session.settings.colors != self._expected:
                self.choose(NO_GOALS)  # the user takes over
            return
        self._lane.cancel()
        if not session.settled:
            return  # this is called again once it is
        self._asked, self._expected = asked, session.settings.colors
        self._look_for(asked)

    def _look_for(self, asked: Asked) -> None:
        goals, photo, histogram = self.goals, asked.photo, self._session.histogram
        assert photo is not None
        assert histogram is not None
        self._box.tell("Looking for the number of colors …")
        self._lane.submit(
            lambda progress: tasks.reach(
                photo, histogram, asked.settings, goals, asked.options, progress
            ),
            self._take,
            lambda error: self._box.tell(_upper(sentence(error)), failed=True),
        )

    def _take(self, reached: Reached) -> None:
        session = self._session
        # A photo of one color has one, whatever number is asked for.
        self._expected = colors = max(reached.colors, FEWEST_COLORS)
        self._box.tell(reached.note)
        if session.settings.colors != colors:
            session.set_settings(replace(session.settings, colors=colors))


def _upper(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
