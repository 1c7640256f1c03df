"""Deeds on the palette: its list by pointer and keys, its menu, the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.owned import OwnedColors
from tests.gui.monkey.hands import CTRL, NONE, SHIFT, Button, Hands, Key


class OnPalette(Hands):
    """Chooses colors and edits them."""

    def use_list(self) -> None:
        """Click into the palette."""
        rng, rows = self._rng, self.window.palette_view._list
        count = rows.model().rowCount()
        if count == 0 or not rows.isVisible():
            return
        index = rows.model().index(rng.randrange(count))
        rows.scrollTo(index)
        place, port = rows.visualRect(index), rows.viewport()
        at = QPoint(rng.randrange(5, max(port.width() - 30, 6)), place.center().y())
        kind = rng.choices(
            ["click", "more", "range", "lock", "double", "hover", "menu", "order", "drag"],
            [5, 5, 2, 6, 2, 2, 2, 1, 1],
        )[0]
        self.log[-1] += f" {kind} row {index.row()} of {count}"
        left = Button.LeftButton
        if kind in {"click", "more", "range"}:
            modifier = {"click": NONE, "more": CTRL, "range": SHIFT}[kind]
            QTest.mouseClick(port, left, modifier, at)
        elif kind == "lock":
            QTest.mouseClick(port, left, NONE, QPoint(port.width() - 8, place.center().y()))
        elif kind == "double":
            QTest.mouseClick(port, left, NONE, at)
            QTest.mouseDClick(port, left, NONE, at)
        elif kind == "hover":
            self._move(port, at)
            self.spin(3)
            self._move(port, self._point_in(port))
            if rng.random() < 0.5:
                QApplication.sendEvent(port, QEvent(QEvent.Type.Leave))
        elif kind == "drag":
            self._drag(port, at, self._point_in(port))
        elif kind == "order":
            self._turn(self.window.palette_view._order)
        else:
            self._use_context_menu(port, at)

    def use_list_keys(self) -> None:
        rng, rows = self._rng, self.window.palette_view._list
        rows.setFocus()
        keys = ["Up", "Down", "Down", "Home", "End", "Space", "PageDown", "Return"]
        for name in rng.choices(keys, [3, 3, 3, 1, 1, 2, 1, 1], k=rng.randint(1, 4)):
            self.log[-1] += f" {name}"
            QTest.keyClick(rows, getattr(Key, f"Key_{name}"), rng.choice([NONE, SHIFT, CTRL]))
            self.spin(rng.choice([0, 1]))
            if not self._is_free():
                return
        if rng.random() < 0.1:
            QTest.keyClick(rows, Key.Key_A, CTRL)

    def edit_palette(self) -> None:
        """Choose some colors, and do something to them."""
        rng, view, actions = self._rng, self.window.palette_view, self.window.actions_
        rows = view._list
        count = rows.model().rowCount()
        if count == 0 or not rows.isVisible():
            return
        modifier = NONE
        for row in rng.sample(range(count), min(count, rng.choice([1, 1, 2, 3]))):
            rows.scrollTo(rows.model().index(row))
            at = rows.visualRect(rows.model().index(row)).center()
            QTest.mouseClick(rows.viewport(), Button.LeftButton, modifier, at)
            modifier = CTRL
        self.log[-1] += f" {view.chosen} of {count}"
        self.spin(rng.choice([0, 1, 5]))
        tools = [*(actions.lock, actions.lock, actions.edit_color, actions.merge)]
        tools += [actions.remove_color, actions.add_color, actions.copy_color]
        action = rng.choice(tools)
        if action.isEnabled() and self._is_free():
            self.log[-1] += f" {action.text()}"
            action.trigger()

    def fix_palette(self) -> None:
        """Use a palette that is known by name, release it, share it, or merge what is alike."""
        actions = self.window.actions_
        known = actions.known_palettes.actions()[:8]
        ways = [actions.release_palette, actions.give_to_all, actions.use_shared, *known[1:4]]
        ways += [actions.merge_near, actions.swatch_grid]
        action = self._rng.choice(ways)
        if action.isEnabled() and actions.known_palettes.isEnabled() and self._is_free():
            self.log[-1] += f" {action.text()}"
            action.trigger()

    def use_own_colors(self) -> None:
        """Choose from own colors, or from fewer of them, or sell some out."""
        rng, desk = self._rng, self.window.own_colors_desk
        owned = self.window.session.settings.owned
        if owned is None or rng.random() < 0.2:
            count = rng.choice([1, 2, 5, 40, 300])
            self.log[-1] += f" choose from {count}"
            colors = {tuple(rng.randrange(256) for _ in range(3)) for _ in range(count)}
            desk.choose(OwnedColors(tuple(colors), title=f"box of {count}"))
            return
        action = self.window.actions_.own_colors
        if not action.isEnabled() or not self._is_free():
            return
        action.trigger()
        model = desk.window.model
        desk.window.field.setText(rng.choice(["", "a", "#0", "x"]))
        if model.rowCount():
            rows = rng.sample(range(model.rowCount()), min(model.rowCount(), rng.choice([1, 3])))
            wanted = rng.random() < 0.4
            self.log[-1] += f" {'check' if wanted else 'uncheck'} {rows}"
            model.check(rows, wanted)
            rng.choice([lambda: None, model.check_only_found, lambda: model.check_found(True)])()
        if rng.random() < 0.5:
            desk.window.close()

    def use_clipboard(self) -> None:
        rng, actions = self._rng, self.window.actions_
        many = " ".join(f"#{n:06x}" for n in range(0, 3000, 10))
        texts = ["", "no colors here", "#ff0000", "#f00 #0f0 #00f", "102030\n102030\n405060", many]
        if rng.random() < 0.2:
            self.log[-1] += " picture"
            QGuiApplication.clipboard().setImage(QImage(str(self._files.photos[0])))
        elif rng.random() < 0.6:
            text = rng.choice(texts)
            self.log[-1] += f" {text[:25]!r}"
            QGuiApplication.clipboard().setText(text)
        self.press(
            rng.choice([actions.paste, actions.paste, actions.copy_palette, actions.copy_picture])
        )

    def _use_context_menu(self, port, at: QPoint) -> None:
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(port, QContextMenuEvent(reason, at, port.mapToGlobal(at)))
        menu = self.window.palette_view._menu
        if not menu.isVisible():
            return
        self.spin(self._rng.choice([0, 5]))
        able = [action for action in menu.actions() if action.isEnabled() and action.text()]
        action = self._rng.choice([*able, None])
        if action is None:
            QTest.keyClick(menu, Key.Key_Escape)
        else:
            self.log[-1] += f": {action.text()}"
            QTest.mouseClick(menu, Button.LeftButton, pos=menu.actionGeometry(action).center())
        menu.hide()
