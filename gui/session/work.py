"""What the user did to a photo, and its undo history: settings and palettes, never pixels."""

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
    """All that the picture follows from.

    Parameters
    ----------
    settings : Settings
    edited : Edited or None
        The palette to show; None is the one a run of the settings finds.
    """

    settings: Settings
    edited: Edited | None = None


class Desk:
    """One photo's work: where it stands, how it came there, where it was saved.

    Parameters
    ----------
    path : Path or None
    work : Work
        To begin with.
    """

    def __init__(self, path: Path | None, work: Work) -> None:
        self.path = path
        self.work = work
        self.stack = QUndoStack()
        self.saved_to: Path | None = None

    @property
    def modified(self) -> bool:
        """Whether something was done since it was opened or saved."""
        return not self.stack.isClean()

    def forget(self) -> None:
        """Let go of the steps, which else keep this, as it keeps them, for ever."""
        self.stack.clear()


class Change(QUndoCommand):
    """A step: from one state of the work to another.

    Parameters
    ----------
    text : str
        What was done, as the menu says it after "Undo".
    apply : callable
        Takes the work that is to be shown.
    gesture : int
        Steps of the same gesture, as the drag of a slider, are one; 0 is none.
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
        """Tell Qt which steps might be joined."""
        return 1 if self.gesture else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in the next step of the same gesture."""
        if not isinstance(other, Change) or other.gesture != self.gesture:
            return False
        self.after = other.after
        self.setObsolete(self.after == self.before)
        return True

    def redo(self) -> None:
        """Do it; Qt calls this the first time, too."""
        self._show(self.after)

    def undo(self) -> None:
        """Go back."""
        self._show(self.before)

    def _show(self, work: Work) -> None:
        try:
            self._apply(work)
        except Exception:  # noqa: BLE001
            # Between here and whoever asked lies Qt: what passes through that ends the program.
            sys.excepthook(*sys.exc_info())
