"""Deeds on the frame: it is dragged, turned, typed, kept or given back; and another size."""

from __future__ import annotations

from PySide6.QtTest import QTest

from tests.gui.monkey.hands import CTRL, NONE, SHIFT, Button, Hands, Key


class OnFrame(Hands):
    """Crops, turns, mirrors and resizes the photo."""

    def use_frame(self) -> None:
        rng, actions, desk = self._rng, self.window.actions_, self.window.framing_desk
        if not actions.crop.isEnabled():
            return
        if not desk.active:
            kind = rng.choice(["crop", "crop", "turn_left", "turn_right", "mirror", "size", "size"])
            self.log[-1] += f" {kind}"
            if kind == "size":
                self._choose_size()
            else:
                getattr(actions, kind).trigger()
            return
        view, bar = desk.page.view, desk.page.bar
        kind = rng.choice(["drag", "drag", "keys", "turn", "ratio", "number", "whole", "end"])
        self.log[-1] += f" {kind}"
        if kind == "drag":
            frame = view.frame
            corners = [frame.topLeft(), frame.bottomRight(), frame.center(), view.place.center()]
            self._drag(view, rng.choice(corners).toPoint(), self._point_in(view))
        elif kind == "keys":
            for _ in range(rng.randint(1, 3)):
                name = rng.choice(["Left", "Right", "Up", "Down"])
                key = getattr(Key, f"Key_{name}")
                QTest.keyClick(view, key, rng.choice([NONE, SHIFT, CTRL]))
        elif kind == "turn":
            QTest.mouseClick(rng.choice(bar.turns), Button.LeftButton)
        elif kind == "ratio":
            self._turn(bar.ratios)
        elif kind == "number":
            box = rng.choice(list(bar.boxes.values()))
            box.setValue(rng.choice([0, 1, 5, 17, 40, 999]))
        elif kind == "whole":
            QTest.mouseClick(bar.whole, Button.LeftButton)
        else:
            QTest.mouseClick(rng.choice([bar.done, bar.cancel]), Button.LeftButton)

    def _choose_size(self) -> None:
        box = self.window.panel.size_box
        self._turn(box.way)
        if box.number.isVisible():
            box.number.setValue(self._rng.choice([1, 7, 30, 50, 100]))
        if box.enlarge.isVisible() and self._rng.random() < 0.3:
            QTest.mouseClick(box.enlarge, Button.LeftButton)
        self.log[-1] += f" {self.window.session.settings.resize}"
