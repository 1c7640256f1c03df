"""The menu of presets: those that come with Fewtone, the user's own, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from core.goals import GOALS, NO_GOALS
from core.settings import SAVE_OPTIONS, SETTINGS
from core.wording import count_of, human_bytes
from gui.desktop.tips import tip

if TYPE_CHECKING:
    from core import Preset

_TIP = "Settings, format and goal under a name, for the next photo"


class PresetsButton(QToolButton):
    """A button whose menu lists presets, read anew each time it is opened.

    Parameters
    ----------
    own : callable
        Returns the presets of the user.

    Signals
    -------
    chosen(Preset)
    saving_wanted()
        The present settings are to be kept as a preset.
    loading_wanted()
        A preset is to be added from a file.
    renaming_wanted(Preset)
    deletion_wanted(Preset)
    export_wanted(Preset)
    """

    chosen = Signal(object)
    saving_wanted = Signal()
    loading_wanted = Signal()
    renaming_wanted = Signal(object)
    deletion_wanted = Signal(object)
    export_wanted = Signal(object)

    def __init__(self, own: Callable[[], Sequence[Preset]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = own
        self.setText("Presets")
        self.setToolTip(_TIP)
        self.setAccessibleName("Presets")
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_ = QMenu("&Presets", self)
        self.menu_.setToolTipsVisible(True)
        self.menu_.aboutToShow.connect(self.fill)
        self.setMenu(self.menu_)

    def fill(self) -> None:
        """List the presets that there are now."""
        from core import SHIPPED

        menu, own = self.menu_, self._own()
        menu.clear()
        for before in menu.findChildren(QMenu):
            before.deleteLater()
        self._add_all(menu, SHIPPED, self.chosen.emit)
        if own:
            menu.addSeparator()
            self._add_all(menu, own, self.chosen.emit)
        menu.addSeparator()
        for text, wanted in (
            ("&Save these settings…", self.saving_wanted),
            ("&Import…", self.loading_wanted),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, wanted=wanted: wanted.emit())
        self._add_all(menu.addMenu("&Export"), (*own, *SHIPPED), self.export_wanted.emit)
        for title, signal in (
            ("&Rename", self.renaming_wanted),
            ("&Delete", self.deletion_wanted),
        ):
            inner = menu.addMenu(title)
            inner.setEnabled(bool(own))
            self._add_all(inner, own, signal.emit)

    @staticmethod
    def _add_all(menu: QMenu, presets: Sequence[Preset], act: Callable[[Preset], object]) -> None:
        for preset in presets:
            # Doubled, an ampersand of a name does not mark a shortcut.
            action = menu.addAction(preset.name.replace("&", "&&"))
            action.setToolTip(tip(_summary(preset)))
            action.triggered.connect(lambda _=False, preset=preset: act(preset))


def _summary(preset: Preset) -> str:
    """Return what a preset sets, in a line."""
    settings, goals, parts = preset.settings, preset.goals, []
    if goals.auto is not None:
        parts.append(f"Auto: {GOALS['auto'].options[goals.auto].title.lower()}")
    if goals.max_bytes is not None:
        parts.append(f"at most {human_bytes(goals.max_bytes)}")
    if goals.min_psnr is not None:
        parts.append(f"at least {goals.min_psnr:g} dB")
    if goals.max_delta_e is not None:
        parts.append(f"mean ΔE of at most {goals.max_delta_e:g}")
    if goals == NO_GOALS:
        parts.append(count_of(settings.colors, "color"))
    if settings.resize is not None:
        parts.append(f"size {settings.resize}")
    if settings.dither != "none":
        parts.append(SETTINGS["dither"].options[settings.dither].title)
    if preset.options.format is not None:
        parts.append(SAVE_OPTIONS["format"].options[preset.options.format].title.split(" (")[0])
    return ", ".join(parts)
