"""A button with the values of a setting, of which several can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from core.language import _, ngettext, translated
from core.settings import SETTINGS
from core.wording import enumerated
from gui.desktop import texts
from gui.desktop.tips import show_tip

_ROOM_FOR_ARROW = 18


class MultiBox(QToolButton):
    """Values of a setting to check; at least one always is.

    Signals
    -------
    changed()
        The user checked or unchecked one.
    """

    changed = Signal()

    def __init__(self, name: str, values: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = SETTINGS[name]
        self._why_not = ""
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        menu = _StayingMenu(self)
        self._actions = {value: self._action(menu, value) for value in values}
        self.setMenu(menu)
        texts.follow(self, self._show)

    @property
    def values(self) -> tuple[str, ...]:
        """The values that are checked."""
        return tuple(value for value, each in self._actions.items() if each.isChecked())

    def show_values(self, values: Sequence[str], why_not: str = "") -> None:
        """Check these values; with a reason, marked for translation, they cannot be changed."""
        self._why_not = why_not
        for value, action in self._actions.items():
            action.setChecked(value in values)
        self.setEnabled(not why_not)
        self._show()

    def sizeHint(self) -> QSize:
        """Ask for the height of a box, and little width."""
        return QSize(110, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more of the values, or less."""
        super().resizeEvent(event)
        self._show()

    def _action(self, menu: QMenu, value: str) -> QAction:
        option = self._kind.options[value]
        action = menu.addAction("")
        texts.put(action.setText, partial(translated, option.title))
        action.setCheckable(True)
        texts.put(action.setToolTip, partial(translated, option.tip))
        action.triggered.connect(lambda: self._toggle(action))
        return action

    def _toggle(self, action: QAction) -> None:
        if not self.values:
            action.setChecked(True)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        options = (self._kind.options[value] for value in self.values)
        titles = [translated(option.title).split(" (")[0] for option in options]
        values = text = enumerated(titles)
        metrics = self.fontMetrics()
        room = self.width() - _ROOM_FOR_ARROW
        if metrics.horizontalAdvance(text) > room and len(titles) > 1:
            text = ngettext("{count} chosen", "{count} chosen", len(titles))
            text = text.format(count=len(titles))
        self.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
        # Translators: a setting, and the values of it that are chosen
        name = _("{setting}: {values}").format(setting=translated(self._kind.title), values=values)
        self.setAccessibleName(name)
        why_not = self._why_not and f"({translated(self._why_not)})"
        show_tip(self, translated(self._kind.tip), values, why_not)


class _StayingMenu(QMenu):
    """A menu that stays open while its entries are checked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Check what is clicked."""
        # Where there is no entry it is None, which Qt's types do not say.
        action: QAction | None = self.actionAt(event.position().toPoint())
        if action:
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Check what the keys are at, by Space."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and isinstance(action, QAction):
            action.trigger()
        else:
            super().keyPressEvent(event)
