"""Deeds on the canvas: pointer, keys, the pipette."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.monkey.hands import NONE, SHIFT, Button, Hands, Key


class OnCanvas(Hands):
    """Looks at the photo, and picks colors out of it."""

    def use_canvas(self) -> None:
        if not self.window.canvas.isVisible():
            return  # the photo is being framed
        rng, canvas = self._rng, self.window.canvas
        split = QPoint(round(canvas.split * canvas.width()), rng.randrange(canvas.height()))
        at = rng.choice([self._point_in(canvas), split])
        kind = rng.choice(["move", "move", "click", "right", "drag", "double", "wheel", "leave"])
        self.log[-1] += f" {kind} {at.toTuple()}"
        if kind == "move":
            for _ in range(3):
                self._move(canvas, self._point_in(canvas))
        elif kind in {"click", "right"}:
            QTest.mouseClick(
                canvas, Button.LeftButton if kind == "click" else Button.RightButton, pos=at
            )
        elif kind == "drag":
            self._drag(canvas, at, self._point_in(canvas))
        elif kind == "double":
            QTest.mouseDClick(canvas, Button.LeftButton, pos=at)
        elif kind == "wheel":
            self._wheel(canvas, at)
        else:
            QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))

    def use_canvas_keys(self) -> None:
        if not self.window.canvas.isVisible():
            return
        rng, canvas = self._rng, self.window.canvas
        canvas.setFocus(
            rng.choice([Qt.FocusReason.TabFocusReason, Qt.FocusReason.OtherFocusReason])
        )
        keys = ["Left", "Right", "Up", "Down", "Plus", "Minus", "Return", "O", "Tab", "Space"]
        for name in rng.choices(keys, k=rng.randint(1, 4)):
            self.log[-1] += f" {name}"
            key = getattr(Key, f"Key_{name}")
            QTest.keyPress(canvas, key, rng.choice([NONE, NONE, SHIFT]))
            self.spin(rng.choice([0, 1]))
            if name == "O" and rng.random() < 0.3:
                QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusOut))
            QTest.keyRelease(canvas, key)
            if not self._is_free():
                return

    def pick(self) -> None:
        """Choose a color of the photo that is to be in the palette."""
        actions, canvas = self.window.actions_, self.window.canvas
        if not canvas.picking:
            if not actions.pick_color.isEnabled():
                return
            actions.pick_color.trigger()
        at = self._point_in(canvas)
        self._move(canvas, at)
        self.spin(self._rng.choice([0, 5]))
        if not self._is_free():
            return
        how = self._rng.choice(["click", "click", "keys", "esc", "later"])
        self.log[-1] += f" {how}"
        if how == "click":
            QTest.mouseClick(canvas, Button.LeftButton, pos=at)
        elif how == "keys":
            QTest.keyClick(canvas, Key.Key_Right)
            QTest.keyClick(canvas, Key.Key_Up, SHIFT)
            QTest.keyClick(canvas, Key.Key_Return)
        elif how == "esc":
            self.press(actions.cancel)

    def hold_original(self) -> None:
        button = self.window.tool_bar.original
        if button.isEnabled():
            QTest.mousePress(button, Button.LeftButton)
            self.spin(2)
            QTest.mouseRelease(button, Button.LeftButton)
