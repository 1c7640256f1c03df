"""The menu of presets: those that come with Fewtone, the user's own, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from core.goals import NO_GOALS
from core.language import N_, _, ngettext, translated
from core.settings import SETTINGS
from core.wording import human_bytes, with_decimal_sign
from gui.desktop import texts
from gui.desktop.tips import tip
from gui.outcome.goal_box import AUTO_TITLES
from gui.outcome.words import title_of

if TYPE_CHECKING:
    from core import Preset

_TIP = N_("Settings, format and goal under a name, for the next photo")


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
        texts.put(self.setText, lambda: _("Presets"))
        texts.put(self.setToolTip, lambda: translated(_TIP))
        texts.put(self.setAccessibleName, lambda: _("Presets"))
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_ = QMenu(self)
        texts.put(self.menu_.setTitle, lambda: _("&Presets"))
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
            (_("&Save these settings…"), self.saving_wanted),
            (_("&Import…"), self.loading_wanted),
        ):
            menu.addAction(text).triggered.connect(lambda *_checked, wanted=wanted: wanted.emit())
        self._add_all(menu.addMenu(_("&Export")), (*own, *SHIPPED), self.export_wanted.emit)
        for title, signal in (
            (_("&Rename"), self.renaming_wanted),
            (_("&Delete"), self.deletion_wanted),
        ):
            inner = menu.addMenu(title)
            inner.setEnabled(bool(own))
            self._add_all(inner, own, signal.emit)

    @staticmethod
    def _add_all(menu: QMenu, presets: Sequence[Preset], act: Callable[[Preset], object]) -> None:
        from core import shown_name

        for preset in presets:
            # Doubled, an ampersand of a name does not mark a shortcut.
            action = menu.addAction(shown_name(preset).replace("&", "&&"))
            action.setToolTip(tip(_summary(preset)))
            action.triggered.connect(lambda *_checked, preset=preset: act(preset))


def _summary(preset: Preset) -> str:
    """Return what a preset sets, in a line."""
    settings, goals, parts = preset.settings, preset.goals, []
    if goals.auto is not None:
        parts.append(translated(AUTO_TITLES[goals.auto]))
    if goals.max_bytes is not None:
        parts.append(_("at most {size}").format(size=human_bytes(goals.max_bytes)))
    if goals.min_psnr is not None:
        parts.append(_("at least {number} dB").format(number=_short(goals.min_psnr)))
    if goals.max_delta_e is not None:
        parts.append(_("mean ΔE of at most {number}").format(number=_short(goals.max_delta_e)))
    if goals == NO_GOALS:
        colors = ngettext("{count} color", "{count} colors", settings.colors)
        parts.append(colors.format(count=settings.colors))
    if settings.resize is not None:
        parts.append(_("size {size}").format(size=settings.resize))
    if settings.dither != "none":
        parts.append(translated(SETTINGS["dither"].options[settings.dither].title))
    if preset.options.format is not None:
        parts.append(title_of(preset.options.format))
    return ", ".join(parts)


def _short(number: float) -> str:
    return with_decimal_sign(f"{number:g}")
