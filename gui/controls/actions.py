"""Every action with its text, shortcut and icon; fills the menus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette, QUndoGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from gui.desktop.icons import icon

_Shortcut = QKeySequence.StandardKey | str | None
_LAYOUTS = (
    ("split", "&Split", "Ctrl+Alt+1", "split"),
    ("side by side", "S&ide by side", "Ctrl+Alt+2", "side-by-side"),
    ("result", "&Result only", "Ctrl+Alt+3", None),
)
_KNOWN_PALETTES = (
    ("web-safe", "&Web-safe, 216 colors"),
    ("game-boy", "&Game Boy, 4 greens"),
    ("cga", "&CGA, 16 colors"),
    ("ega", "&EGA, 64 colors"),
    ("grays-2", "&Black and white"),
    ("grays-4", "&4 grays"),
    ("grays-8", "&8 grays"),
    ("grays-16", "&16 grays"),
)
_METADATA = (
    ("safe", "&Date, camera, copyright"),
    ("all", "&Everything, also the place"),
    ("none", "&Nothing"),
)
_THEMES = (("system", "Like the &system"), ("light", "&Light"), ("dark", "&Dark"))


class Actions(QObject):
    """The actions of the window.

    Signals
    -------
    recent_chosen(Path)
    theme_chosen(str)
        "system", "light" or "dark".
    layout_chosen(str)
        "split", "side by side" or "result".
    metadata_chosen(str)
        "safe", "all" or "none".
    known_palette_chosen(str, str)
        Its name for `core.palettes.built_in`, and in words.
    """

    recent_chosen = Signal(object)
    theme_chosen = Signal(str)
    layout_chosen = Signal(str)
    metadata_chosen = Signal(str)
    known_palette_chosen = Signal(str, str)

    def __init__(self, parent: QWidget, undo_group: QUndoGroup) -> None:
        super().__init__(parent)
        keys = QKeySequence.StandardKey
        self._icons: dict[QAction, str] = {}
        self.undo = self._take(undo_group.createUndoAction(self, "&Undo"), keys.Undo, "undo")
        self.redo = self._take(undo_group.createRedoAction(self, "&Redo"), keys.Redo, "redo")
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
        self.lock = self._add("&Lock", "Ctrl+L", "lock")
        self.lock.setCheckable(True)
        self.edit_color = self._add("&Edit color…", "F2", "edit")
        self.merge = self._add("&Merge", "Ctrl+M", "merge")
        self.remove_color = self._add("&Remove", "Del", "remove")
        self.add_color = self._add("&Add a color…", "Ins", "add")
        self.pick_color = self._add("Lock a color of the &photo", "Ctrl+I", "pick")
        self.pick_color.setCheckable(True)
        self.copy_color = self._add("&Copy hex", keys.Copy, "copy")
        self.copy_palette = self._add("Copy a&ll as hex", "Ctrl+Shift+C", None)
        self.copy_swatches = self._add("Copy as a p&icture", "Ctrl+Alt+C", None)
        self.paste_colors = self._add("Pa&ste colors", keys.Paste, None)
        self.load_palette = self._add("&Use a palette file…", "Ctrl+Shift+O", "open")
        self.go_to_palette = self._add("&Go to the colors", "Ctrl+P", None)
        self.fit = self._add("&Fit", "Ctrl+0", "fit")
        self.actual_size = self._add("&100 %", "Ctrl+1", "actual-size")
        self.zoom_in = self._add("Zoom &in", keys.ZoomIn, "zoom-in")
        self.zoom_out = self._add("Zoom &out", keys.ZoomOut, "zoom-out")
        self.double_size = self._add("&200 %", "Ctrl+3", None)
        self.difference = self._add("&Difference", "Ctrl+D", "difference")
        self.difference.setCheckable(True)
        self.difference.setToolTip("Show how far each color is from that of the photo (Ctrl+D)")
        self.full_screen = self._add("&Full screen", "F11", None)
        self.full_screen.setCheckable(True)
        self.center_split = self._add("&Center the split", "Ctrl+2", None)
        self.about = self._add("&About Fewtone", None, None)
        self._recent = QMenu("Open &recent", parent)
        self._recent.setToolTipsVisible(True)
        self.known_palettes = self._known_menu(parent)
        self._metadata = self._choices(parent, "Saving &keeps", _METADATA, self.metadata_chosen)
        self._themes = self._choices(parent, "&Theme", _THEMES, self.theme_chosen)
        self._layouts = self._layout_group()
        self.tint(parent.palette())

    def fill_menus(self, bar: QMenuBar) -> None:
        """Put every action into its menu."""
        file = bar.addMenu("&File")
        file.addAction(self.open)
        file.addMenu(self._recent)
        file.addSeparator()
        file.addActions([self.save, self.save_as, self.save_palette])
        file.addMenu(self._metadata)
        file.addAction(self.show_in_folder)
        file.addSeparator()
        file.addActions([self.previous, self.next])
        file.addSeparator()
        file.addAction(self.quit)
        edit = bar.addMenu("&Edit")
        edit.addActions([self.undo, self.redo])
        edit.addSeparator()
        edit.addActions([self.more_colors, self.fewer_colors, self.new_seed, self.reset])
        edit.addSeparator()
        edit.addAction(self.cancel)
        view = bar.addMenu("&View")
        view.addActions([self.fit, self.actual_size, self.double_size])
        view.addActions([self.zoom_in, self.zoom_out])
        view.addSeparator()
        view.addActions([*self.layouts, self.center_split])
        view.addSeparator()
        view.addAction(self.difference)
        view.addSeparator()
        view.addAction(self.full_screen)
        view.addMenu(self._themes)
        palette = bar.addMenu("&Palette")
        for entry in self.palette_menu:
            if entry is None:
                palette.addSeparator()
            else:
                palette.addAction(entry)
        palette.addSeparator()
        palette.addAction(self.load_palette)
        palette.addMenu(self.known_palettes)
        palette.addAction(self.save_palette)
        bar.addMenu("&Help").addAction(self.about)

    @property
    def palette_menu(self) -> list[QAction | None]:
        """What can be done to colors, in order; None is a line."""
        return [
            *(self.lock, self.edit_color, self.merge, self.remove_color),
            None,
            *(self.add_color, self.pick_color),
            None,
            *(self.copy_color, self.copy_palette, self.copy_swatches, self.paste_colors),
            None,
            self.go_to_palette,
        ]

    @property
    def palette_tools(self) -> list[QAction]:
        """What has a button over the colors."""
        return [
            *(self.lock, self.edit_color, self.merge, self.remove_color),
            *(self.add_color, self.pick_color),
        ]

    @property
    def layouts(self) -> list[QAction]:
        """How photo and result can share the canvas."""
        return self._layouts.actions()

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the photos opened before."""
        self._recent.clear()
        self._recent.setEnabled(bool(paths))
        for number, path in enumerate(paths, start=1):
            # An ampersand in a file name is no shortcut.
            text = path.name.replace("&", "&&")
            action = self._recent.addAction(f"&{number} {text}" if number < 10 else text)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self.recent_chosen.emit(path))

    def show_theme(self, theme: str) -> None:
        """Check the theme in use."""
        for action in self._themes.actions():
            action.setChecked(action.data() == theme)

    def show_metadata(self, choice: str) -> None:
        """Check what saving keeps of a photo's own."""
        for action in self._metadata.actions():
            action.setChecked(action.data() == choice)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's text color."""
        for action, name in self._icons.items():
            action.setIcon(icon(name, palette))

    def _add(self, text: str, shortcut: _Shortcut, icon_name: str | None) -> QAction:
        return self._take(QAction(text, self), shortcut, icon_name)

    def _take(self, action: QAction, shortcut: _Shortcut, icon_name: str | None) -> QAction:
        text = action.text()
        if shortcut is not None:
            if isinstance(shortcut, str):
                action.setShortcut(QKeySequence(shortcut))
            else:
                action.setShortcuts(shortcut)
        plain = text.replace("&", "").rstrip("…")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{plain} ({keys})" if keys else plain)
        if icon_name is not None:
            self._icons[action] = icon_name
        return action

    def _layout_group(self) -> QActionGroup:
        group = QActionGroup(self)
        for layout, text, keys, icon_name in _LAYOUTS:
            action = self._add(text, keys, icon_name)
            action.setCheckable(True)
            action.setData(layout)
            group.addAction(action)
            action.triggered.connect(lambda _=False, layout=layout: self.layout_chosen.emit(layout))
        group.actions()[0].setChecked(True)
        return group

    def _known_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu("Use a &known palette", parent)
        for name, text in _KNOWN_PALETTES:
            action = menu.addAction(text)
            words = text.replace("&", "")
            action.triggered.connect(
                lambda _=False, name=name, words=words: self.known_palette_chosen.emit(name, words)
            )
        return menu

    def _choices(
        self,
        parent: QWidget,
        title: str,
        choices: Sequence[tuple[str, str]],
        chosen: SignalInstance,
    ) -> QMenu:
        """Make a menu of which one entry is checked."""
        menu = QMenu(title, parent)
        group = QActionGroup(self)
        for name, text in choices:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setData(name)
            group.addAction(action)
            action.triggered.connect(lambda _=False, name=name: chosen.emit(name))
        return menu
