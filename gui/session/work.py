"""Work and its undo history: settings and palettes that the user chose, never pixels."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand, QUndoStack

from core.settings import Settings

if TYPE_CHECKING:
    from core.model import Edited


@dataclass(frozen=True)
class Work:
    """Settings and palette that a picture follows from.

    Parameters
    ----------
    settings : Settings
    edited : Edited or None
        Palette to show; None is the one that a run of the settings finds.
    """

    settings: Settings
    edited: Edited | None = None


class Desk:
    """One photo's work: where it stands, how it came there, and where it was saved.

    Parameters
    ----------
    path : Path or None
    work : Work
        Where it begins.
    """

    def __init__(self, path: Path | None, work: Work) -> None:
        self.path = path
        self.work = work
        self.stack = QUndoStack()
        self.saved_to: Path | None = None

    @property
    def modified(self) -> bool:
        """Whether something was done since the photo was opened or saved."""
        return not self.stack.isClean()

    def forget(self) -> None:
        """Clear the history: stack and steps refer to each other, and would never be freed."""
        self.stack.clear()


class Change(QUndoCommand):
    """Step of the undo history, from one state of the work to another.

    Parameters
    ----------
    text : str
        What was done, as the menu names it after "Undo".
    apply : callable
        Shows some work.
    gesture : int
        Steps of the same gesture, such as the drag of a slider, are joined to one; 0 is none.
    """

    def __init__(
        self, text: str, before: Work, after: Work, apply: Callable[[Work], None], gesture: int = 0
    ) -> None:
        super().__init__(text)
        self.before = before
        self.after = after
        self._apply = apply
        self.gesture = gesture

    def id(self) -> int:
        """Return to Qt which steps might be joined."""
        return 1 if self.gesture else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Join the next step of the same gesture to this one."""
        if not isinstance(other, Change) or other.gesture != self.gesture:
            return False
        self.after = other.after
        self.setObsolete(self.after == self.before)
        return True

    def redo(self) -> None:
        """Show the work after the step; Qt calls this the first time, too."""
        self._show(self.after)

    def undo(self) -> None:
        """Show the work before the step."""
        self._show(self.before)

    def _show(self, work: Work) -> None:
        try:
            self._apply(work)
        except Exception:  # noqa: BLE001
            # The caller is Qt: an exception that passes through it ends the program.
            sys.excepthook(*sys.exc_info())
