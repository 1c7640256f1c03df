"""Deeds in the panel of settings."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionSlider

from tests.gui.monkey.hands import Button, Hands, Key


class OnSettings(Hands):
    """Asks for other settings."""

    def move_slider(self) -> None:
        rng, slider = self._rng, self.window.panel.colors.slider
        if rng.random() < 0.3:
            for name in rng.choices(["Left", "Right", "PageUp", "PageDown", "Home", "End"], k=2):
                self.log[-1] += f" {name}"
                QTest.keyClick(slider, getattr(Key, f"Key_{name}"))
            return
        option = QStyleOptionSlider()
        slider.initStyleOption(option)
        complex_, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        at = slider.style().subControlRect(complex_, option, part, slider).center()
        low = rng.choice([40, slider.width()])
        points = [QPoint(rng.randrange(low), at.y()) for _ in range(rng.randint(1, 5))]
        QTest.mousePress(slider, Button.LeftButton, pos=at)
        for point in points:
            self._move(slider, point, Button.LeftButton)
            self.spin(rng.choice([0, 2, 8]))
        QTest.mouseRelease(slider, Button.LeftButton, pos=points[-1])
        self.log[-1] += f" dragged to {self.window.session.settings.colors}"

    def choose_goal(self) -> None:
        box = self.window.outcome_desk.block.goal
        if not box.way.isEnabled():
            return
        self._turn(box.way)
        if box.number.isVisible() and self._rng.random() < 0.5:
            box.number.setValue(self._rng.choice([0, 0.4, 1, 2, 5, 30, 99]))
        self.log[-1] += f" {box.goals}"

    def use_panel(self) -> None:
        rng, panel = self._rng, self.window.panel
        kind = rng.choice(["box", "preset", "preset", "combo", "combo", "iterations", "seed"])
        if kind not in {"box", "preset"}:
            panel.advanced.is_open = True
        if kind == "preset":
            button = rng.choice([each for each in panel.colors.presets if each.isVisible()])
            self.log[-1] += f" {button.text()} colors"
            QTest.mouseClick(button, Button.LeftButton)
        elif kind == "combo":
            combo = rng.choice([panel.boxes["start"], panel.boxes["effort"], panel.boxes["space"]])
            self._turn(combo)
            self.log[-1] += f" {combo.currentText()}"
        elif kind == "seed" and rng.random() < 0.5:
            QTest.mouseClick(panel._new_seed, Button.LeftButton)
        else:
            box = {
                "box": panel.colors.box,
                "iterations": panel.boxes["max_iterations"],
                "seed": panel.boxes["seed"],
            }[kind]
            if not box.isEnabled():
                return
            if rng.random() < 0.5:
                number = str(rng.choice([0, 1, 2, 3, 7, 12, 40, 255, 256, 999]))
                self.log[-1] += f" {kind} typed {number}"
                box.setFocus()
                box.selectAll()
                QTest.keyClicks(box, number)
                QTest.keyClick(box, rng.choice([Key.Key_Return, Key.Key_Tab]))
            else:
                self.log[-1] += f" {kind} stepped"
                for _ in range(rng.randint(1, 3)):
                    QTest.keyClick(box, rng.choice([Key.Key_Up, Key.Key_Down]))
                self._wheel(box, box.rect().center())
