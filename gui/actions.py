"""Every action with its text, shortcut and icon; fills the menus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from gui.icons import icon

_Shortcut = QKeySequence.StandardKey | str | None
_THEMES = (("system", "Like the &system"), ("light", "&Light"), ("dark", "&Dark"))


class Actions(QObject):
    """The actions of the window.

    Signals
    -------
    recent_chosen(Path)
    theme_chosen(str)
        "system", "light" or "dark".
    """

    recent_chosen = Signal(object)
    theme_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        keys = QKeySequence.StandardKey
        self._icons: dict[QAction, str] = {}
        self.open = self._add("&Open…", keys.Open, "open")
        self.save = self._add("&Save image", keys.Save, "save")
        self.save_as = self._add("Save image &as…", "Ctrl+Shift+S", "save")
        self.save_palette = self._add("Save &palette…", "Ctrl+Shift+P", "save-palette")
        self.show_in_folder = self._add("Show in &folder", "Ctrl+Shift+F", "folder")
        self.previous = self._add("Pre&vious photo", "Ctrl+PgUp", "previous")
        self.next = self._add("&Next photo", "Ctrl+PgDown", "next")
        self.quit = self._add("&Quit", "Ctrl+Q", None)
        self.fewer_colors = self._add("&Fewer colors", "Ctrl+Down", None)
        self.more_colors = self._add("&More colors", "Ctrl+Up", None)
        self.new_seed = self._add("&New seed", "Ctrl+R", "reseed")
        self.reset = self._add("&Default settings", "Ctrl+Shift+R", None)
        self.cancel = self._add("&Cancel", "Esc", "cancel")
        self.copy_palette = self._add("&Copy all as hex", "Ctrl+Shift+C", "copy")
        self.fit = self._add("&Fit", "Ctrl+0", "fit")
        self.actual_size = self._add("&100 %", "Ctrl+1", "actual-size")
        self.zoom_in = self._add("Zoom &in", keys.ZoomIn, "zoom-in")
        self.zoom_out = self._add("Zoom &out", keys.ZoomOut, "zoom-out")
        self.center_split = self._add("&Center the split", "Ctrl+2", None)
        self.about = self._add("&About Fewtone", None, None)
        self._recent = QMenu("Open &recent", parent)
        self._themes = self._theme_menu(parent)
        self.tint(parent.palette())

    def fill_menus(self, bar: QMenuBar) -> None:
        """Put every action into its menu."""
        file = bar.addMenu("&File")
        file.addAction(self.open)
        file.addMenu(self._recent)
        file.addSeparator()
        file.addActions([self.save, self.save_as, self.save_palette, self.show_in_folder])
        file.addSeparator()
        file.addActions([self.previous, self.next])
        file.addSeparator()
        file.addAction(self.quit)
        edit = bar.addMenu("&Edit")
        edit.addActions([self.more_colors, self.fewer_colors, self.new_seed, self.reset])
        edit.addSeparator()
        edit.addAction(self.cancel)
        view = bar.addMenu("&View")
        view.addActions([self.fit, self.actual_size, self.zoom_in, self.zoom_out])
        view.addSeparator()
        view.addAction(self.center_split)
        view.addSeparator()
        view.addMenu(self._themes)
        palette = bar.addMenu("&Palette")
        palette.addActions([self.copy_palette, self.save_palette])
        bar.addMenu("&Help").addAction(self.about)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the photos opened before."""
        self._recent.clear()
        self._recent.setEnabled(bool(paths))
        for number, path in enumerate(paths, start=1):
            # An ampersand in a file name is no shortcut.
            text = path.name.replace("&", "&&")
            action = self._recent.addAction(f"&{number} {text}" if number < 10 else text)
            action.setStatusTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self.recent_chosen.emit(path))

    def show_theme(self, theme: str) -> None:
        """Check the theme in use."""
        for action in self._themes.actions():
            action.setChecked(action.data() == theme)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's text color."""
        for action, name in self._icons.items():
            action.setIcon(icon(name, palette))

    def _add(self, text: str, shortcut: _Shortcut, icon_name: str | None) -> QAction:
        action = QAction(text, self)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        plain = text.replace("&", "").rstrip("…")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{plain} ({keys})" if keys else plain)
        if icon_name is not None:
            self._icons[action] = icon_name
        return action

    def _theme_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu("&Theme", parent)
        group = QActionGroup(self)
        for theme, text in _THEMES:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setData(theme)
            group.addAction(action)
            action.triggered.connect(lambda _=False, theme=theme: self.theme_chosen.emit(theme))
        return menu
