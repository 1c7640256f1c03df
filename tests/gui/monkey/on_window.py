"""Deeds on the window: menus, shortcuts, tools, its size and its end."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QToolButton

from tests.gui.monkey.hands import Button, Hands


class OnWindow(Hands):
    """Chooses actions, wherever the window offers them."""

    def trigger(self) -> None:
        """Choose something in a menu."""
        entries = [action for action in self._menu_actions() if action.isEnabled()]
        action = self._rng.choice(entries)
        self.log[-1] += f" {action.text()}"
        action.trigger()

    def press_shortcut(self) -> None:
        actions = self.window.actions_
        mine = [
            *(actions.undo, actions.undo, actions.redo, actions.cancel, actions.cancel),
            *(actions.lock, actions.lock, actions.merge, actions.remove_color),
            *(actions.edit_color, actions.add_color, actions.pick_color),
            *(actions.copy_picture, actions.copy_palette, actions.paste, actions.close_photo),
            *(actions.more_colors, actions.fewer_colors, actions.new_seed),
            *(actions.next, actions.previous, actions.next, actions.previous),
            *(actions.difference, actions.save, actions.save_as, actions.save_palette),
            *(actions.fit, actions.actual_size, actions.zoom_in, actions.zoom_out),
            *(*actions.layouts, actions.center_split, actions.go_to_palette),
        ]
        self.press(self._rng.choice(mine))

    def cancel(self) -> None:
        if self.window.status._cancel.isVisible():
            QTest.mouseClick(self.window.status._cancel, Button.LeftButton)
        else:
            self.press(self.window.actions_.cancel)

    def click_tool(self) -> None:
        """Click a button of the tool bar or over the palette."""
        buttons = [
            button
            for button in self.window.findChildren(QToolButton)
            if button.isEnabled() and button.isVisible() and button.defaultAction() is not None
        ]
        if not buttons:  # in full screen
            return
        button = self._rng.choice(buttons)
        self.log[-1] += f" {button.text() or button.toolTip()}"
        QTest.mouseClick(button, Button.LeftButton)

    def change_looks(self) -> None:
        rng, window = self._rng, self.window
        kind = rng.choice(["theme", "size", "size", "full screen", "dismiss", "splitter"])
        self.log[-1] += f" {kind}"
        if kind == "theme":
            rng.choice(window.actions_._themes.actions()).trigger()
        elif kind == "size":
            window.resize(rng.randrange(480, 1300), rng.randrange(360, 900))
        elif kind == "full screen":
            window.actions_.full_screen.trigger()
        elif kind == "splitter":
            left = rng.randrange(200, 900)
            window._splitter.setSizes([left, 1100 - left])
        elif window.notice.isVisible():
            QTest.mouseClick(window.notice.findChild(QAbstractButton), Button.LeftButton)

    def close(self) -> None:
        self.window.close()

    def _menu_actions(self) -> list[QAction]:
        found, menus = [], [self.window.menuBar()]
        while menus:
            for action in menus.pop().actions():
                if action.menu() is not None:
                    menus.append(action.menu())
                elif not action.isSeparator():
                    found.append(action)
        return found
