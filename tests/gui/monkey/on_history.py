"""Deeds with the history: undo and redo, a few steps or all of them."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QUndoStack

from core import Result
from tests.gui.monkey.waiting import Waiting


class OnHistory(Waiting):
    """Undoes and redoes."""

    def undo_and_redo(self) -> None:
        for _ in range(self._rng.randint(1, 6)):
            actions = self.window.actions_
            action = self._rng.choice([actions.undo, actions.undo, actions.redo])
            if action.isEnabled() and self._is_free():
                self.log[-1] += f" {action.text()},"
                action.trigger()
                self.spin(self._rng.choice([0, 0, 2]))

    def go_through_history(self) -> None:
        """Undo to the very beginning, redo to the end: the picture is the same again."""
        self.settle()
        session = self.window.session
        stack, result = session.desks.undo_group.activeStack(), session.result
        if stack is None or result is None or self._stale:
            return
        at, work = stack.index(), session.desks.current.work
        self.log[-1] += f" of {at} steps"
        pause = self._rng.choice([0, 0, 2])
        if not self._undo_all(pause):
            return
        if self._rng.random() < 0.5:
            self.settle()
        if not self._redo_to(at, stack, pause):
            return
        self.settle()
        if self.window.session.desks.undo_group.activeStack() is not stack:
            return
        self.expect(session.desks.current.work == work, "other work after undo and redo")
        self.expect(session.result is not None, "no result after undo and redo")
        self._expect_same(session.result, result)

    def _undo_all(self, pause: int) -> bool:
        """Undo while there is something to undo; false if a box says that a run failed."""
        undo = self.window.actions_.undo
        while undo.isEnabled():
            undo.trigger()
            self.spin(pause)
            if not self._is_free():
                return False
        return True

    def _redo_to(self, at: int, stack: QUndoStack, pause: int) -> bool:
        """Redo up to a step; false if a box came up or another photo was opened."""
        redo = self.window.actions_.redo
        while stack.index() < at:
            steps = [stack.text(step) for step in range(stack.count())]
            self.expect(stack.canRedo(), f"no more to redo at {stack.index()} of {steps}, not {at}")
            if not redo.isEnabled():
                return False
            redo.trigger()
            self.spin(pause)
            if not self._is_free():
                return False
        return True

    def _expect_same(self, again: Result, before: Result) -> None:
        self.expect(
            np.array_equal(again.palette.colors, before.palette.colors),
            f"other colors after undo and redo: {before.palette.hex}, now {again.palette.hex}",
        )
        locks = again.palette.locked, before.palette.locked
        self.expect(np.array_equal(*locks), "other locks after undo and redo")
        other = int((again.indices != before.indices).sum())
        self.expect(other == 0, f"{other} pixels are different after undo and redo")
        counts = again.palette.counts, before.palette.counts
        self.expect(np.array_equal(*counts), "other counts after undo and redo")
