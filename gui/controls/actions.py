"""The table of all actions with text, shortcut and icon; fills the menus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette, QUndoGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from core.names import LONGEST_NAME, plain
from core.settings import SAVE_OPTIONS
from gui.desktop.icons import icon
from gui.desktop.tips import tip

_Keys = QKeySequence.StandardKey
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
_MORE_KNOWN_PALETTES = {
    "C&onsoles and computers": (
        ("pico-8", "&PICO-8, 16 colors"),
        ("nes", "&NES, 54 colors"),
        ("c64", "&Commodore 64, 16 colors"),
        ("msx", "&MSX, 15 colors"),
        ("zx-spectrum", "&ZX Spectrum, 15 colors"),
        ("apple-ii", "&Apple II, 15 colors"),
        ("teletext", "&Teletext, 8 colors"),
    ),
    "C&GA, 4 colors": (
        ("cga-0-low", "&Green, red, brown"),
        ("cga-0-high", "&Light green, light red, yellow"),
        ("cga-1-low", "&Cyan, magenta, light gray"),
        ("cga-1-high", "L&ight cyan, light magenta, white"),
        ("cga-5-low", "Cyan, &red, light gray"),
        ("cga-5-high", "Light cyan, light red, &white"),
    ),
    "Electronic &paper": (
        ("e-paper-6", "&6 colors, as drivers want them"),
        ("e-paper-6-measured", "6 colors, as panels &show them"),
        ("e-paper-7", "&7 colors, as drivers want them"),
        ("e-paper-7-measured", "7 colors, as &panels show them"),
    ),
}
_METADATA, _SAVED_ORDERS = (
    [(choice, f"&{option.title}") for choice, option in SAVE_OPTIONS[name].options.items()]
    for name in ("metadata", "palette_order")
)
_LONGEST_FOLDER = 40
_THEMES = (("system", "Like the &system"), ("light", "&Light"), ("dark", "&Dark"))


@dataclass(frozen=True, eq=False)
class _Entry:
    """A row in the table of actions; read from an `Actions`, it is the QAction made of it."""

    text: str
    shortcut: _Shortcut = None
    icon: str | None = None
    checkable: bool = False
    tip: str = ""
    short: str = ""  # under the icon, where the whole text has no room

    def __get__(self, actions: Actions, _class: type[Actions]) -> QAction:
        return actions.made[self]


class Actions(QObject):
    """The actions of the window.

    Signals
    -------
    recent_chosen(Path)
    clearing_wanted()
        The photos opened before are to be forgotten.
    theme_chosen(str)
        "system", "light" or "dark".
    layout_chosen(str)
        "split", "side by side" or "result".
    metadata_chosen(str)
        "safe", "all" or "none".
    saved_order_chosen(str)
        "size", "share" or "keep".
    known_palette_chosen(str, str)
        The name that `core.built_in_palette` knows, and the words of the menu.
    """

    recent_chosen = Signal(object)
    clearing_wanted = Signal()
    theme_chosen = Signal(str)
    layout_chosen = Signal(str)
    metadata_chosen = Signal(str)
    saved_order_chosen = Signal(str)
    known_palette_chosen = Signal(str, str)

    # File
    open = _Entry(
        "&Open…",
        _Keys.Open,
        "open",
        tip="Photos to show in few colors; dropping them does the same",
    )
    open_folder = _Entry("Open fol&der…", "Ctrl+Alt+O")
    save = _Entry(
        "&Save image",
        _Keys.Save,
        "save",
        tip="Write the picture of few colors; the photo itself stays as it is",
    )
    save_as = _Entry("Save image &as…", "Ctrl+Shift+S", "save")
    save_palette = _Entry(
        "Save &palette…",
        "Ctrl+Shift+P",
        "save-palette",
        tip="Write the colors for other programs: GIMP, Photoshop, the web …",
    )
    save_all = _Entry(
        "Save &all…",
        "Ctrl+Alt+S",
        tip="Write the results of all photos in the strip, each with its own settings if it has "
        "such",
    )
    show_in_folder = _Entry("Show in &folder", "Ctrl+Shift+F", "folder")
    previous = _Entry("Pre&vious photo", "Ctrl+PgUp", "previous")
    next = _Entry("&Next photo", "Ctrl+PgDown", "next")
    close_photo = _Entry("&Close photo", "Ctrl+W")
    quit = _Entry("&Quit", "Ctrl+Q")
    # Edit
    fewer_colors = _Entry("&Fewer colors", "Ctrl+Down")
    more_colors = _Entry("&More colors", "Ctrl+Up")
    new_seed = _Entry("&New seed", "Ctrl+R", "reseed")
    crop = _Entry(
        "Crop and t&urn…",
        "Ctrl+E",
        "crop",
        checkable=True,
        tip="Use a part of the photo: drag a frame, or give its ratio or its numbers",
    )
    turn_left = _Entry("Turn le&ft", "Ctrl+[", "turn-left")
    turn_right = _Entry("Turn ri&ght", "Ctrl+]", "turn-right")
    mirror = _Entry("M&irror", "Ctrl+Alt+M", "mirror", tip="Exchange left and right")
    copy_picture = _Entry("&Copy picture", _Keys.Copy, "copy")
    paste = _Entry("&Paste", _Keys.Paste)
    reset = _Entry("&Default settings", "Ctrl+Shift+R")
    give_to_all = _Entry(
        "&Give these settings to all photos",
        tip="Also to those that have settings or colors of their own",
    )
    settings_to_chosen = _Entry(
        "Give these &settings to the chosen photos",
        tip="Those that are chosen in the strip; their locks and palettes stay",
    )
    locks_to_chosen = _Entry(
        "&Lock these colors in the chosen photos",
        tip="The colors that are locked here are locked in those that are chosen in the strip",
    )
    palette_to_chosen = _Entry(
        "&Use this palette in the chosen photos",
        tip="Show those that are chosen in the strip in just these colors",
    )
    use_shared = _Entry(
        "Use the &shared settings", tip="Set this photo as all those without settings of their own"
    )
    cancel = _Entry("&Cancel", "Esc", "cancel")
    # Palette
    lock = _Entry(
        "&Lock",
        "Ctrl+L",
        "lock",
        checkable=True,
        tip="Keep the chosen colors: no further run moves them",
    )
    edit_color = _Entry(
        "&Edit color…",
        "F2",
        "edit",
        short="Edit",
        tip="Change the chosen color; the picture follows",
    )
    merge = _Entry("&Merge", "Ctrl+M", "merge", tip="Make one color of those chosen")
    remove_color = _Entry(
        "&Remove", "Del", "remove", tip="Take the chosen colors away; others take over their pixels"
    )
    add_color = _Entry(
        "&Add a color…", "Ins", "add", short="Add", tip="Add a color by its code or by sliders"
    )
    pick_color = _Entry(
        "Lock a color of the &photo",
        "Ctrl+I",
        "pick",
        checkable=True,
        tip="Click a place of the photo: its color is locked, and in the palette from then on",
        short="Pick",
    )
    copy_color = _Entry("&Copy hex", None, "copy")
    copy_palette = _Entry("Copy a&ll as hex", "Ctrl+Shift+C")
    copy_swatches = _Entry("Copy as a p&icture", "Ctrl+Alt+C")
    one_palette = _Entry(
        "Each photo counts the &same",
        tip="Find the colors that serve all photos of the strip together, however large each is",
    )
    one_palette_by_pixels = _Entry(
        "Each &pixel counts the same",
        tip="Find the colors that serve all photos of the strip together; larger ones count more",
    )
    paste_colors = _Entry("Pa&ste colors")
    release_palette = _Entry("R&elease the palette", "Ctrl+Shift+X")
    load_palette = _Entry("&Use a palette file…", "Ctrl+Shift+O", "open")
    merge_near = _Entry("Merge &near duplicates…", "Ctrl+Shift+M")
    swatch_grid = _Entry(
        "Show as a &grid",
        "Ctrl+G",
        "grid",
        checkable=True,
        tip="Show the colors as a grid of swatches (Ctrl+G)",
    )
    go_to_palette = _Entry("&Focus palette", "Ctrl+P")
    # View
    fit = _Entry("&Fit", "Ctrl+0", "fit", tip="Show the whole photo")
    actual_size = _Entry(
        "&100 %", "Ctrl+1", "actual-size", tip="Show each pixel of the photo as one of the screen"
    )
    zoom_in = _Entry("Zoom &in", _Keys.ZoomIn, "zoom-in")
    zoom_out = _Entry("Zoom &out", _Keys.ZoomOut, "zoom-out")
    double_size = _Entry("&200 %", "Ctrl+3")
    difference = _Entry(
        "&Difference",
        "Ctrl+D",
        "difference",
        checkable=True,
        tip="Show how far each color is from that of the photo",
    )
    side_by_side = _Entry(
        "Co&mpare side by side…",
        "Ctrl+B",
        "side-by-side",
        tip="Show results of other settings beside each other, with what they cost",
    )
    kmeans = _Entry(
        "See &k-means at work…",
        "Ctrl+K",
        "cube",
        tip="Watch how the colors are found, step by step: picture, color cube and curves",
    )
    colors_curve = _Entry(
        "&Error and size over colors…",
        "Ctrl+Shift+B",
        tip="Show what each number of colors leads to, and choose one",
    )
    full_screen = _Entry("&Full screen", "F11", checkable=True)
    center_split = _Entry("&Center the split", "Ctrl+2")
    # Help
    guide = _Entry("&Guide", _Keys.HelpContents)
    shortcuts = _Entry("&Keyboard shortcuts", "Ctrl+/; ?")
    about = _Entry("&About Fewtone")

    def __init__(self, parent: QWidget, undo_group: QUndoGroup) -> None:
        super().__init__(parent)
        self._icons: dict[QAction, str] = {}
        self._tips: dict[QAction, str] = {}
        self.undo = self._take(undo_group.createUndoAction(self, "&Undo"), _Keys.Undo, "undo")
        self.redo = self._take(undo_group.createRedoAction(self, "&Redo"), _Keys.Redo, "redo")
        table = (entry for entry in vars(Actions).values() if isinstance(entry, _Entry))
        self.made = {entry: self._make(entry) for entry in table}
        self._recent = QMenu("Open &recent", parent)
        self._recent.setToolTipsVisible(True)
        self.known_palettes = self._known_menu(parent)
        self.one_palette_menu = QMenu("One palette &for all photos", parent)
        self.one_palette_menu.addActions([self.one_palette, self.one_palette_by_pixels])
        self.one_palette_menu.setToolTipsVisible(True)
        self._metadata = self._choices(parent, "&Metadata", _METADATA, self.metadata_chosen)
        self._saved_orders = self._choices(
            parent, "Order of saved &colors", _SAVED_ORDERS, self.saved_order_chosen
        )
        for menu, name in ((self._metadata, "metadata"), (self._saved_orders, "palette_order")):
            menu.setToolTipsVisible(True)
            for action in menu.actions():
                action.setToolTip(SAVE_OPTIONS[name].options[action.data()].tip)
        self._themes = self._choices(parent, "&Theme", _THEMES, self.theme_chosen)
        self._layouts = self._layout_group()
        self.tint(parent.palette())

    def fill_menus(self, bar: QMenuBar) -> None:
        """Put every action into its menu."""
        _fill(
            bar.addMenu("&File"),
            [self.open, self.open_folder, self._recent],
            [
                *(self.save, self.save_as, self.save_all, self.save_palette),
                *(self._metadata, self._saved_orders, self.show_in_folder),
            ],
            [self.previous, self.next, self.close_photo],
            [self.quit],
        )
        edit = bar.addMenu("&Edit")
        edit.setToolTipsVisible(True)  # what is disabled says why
        _fill(
            edit,
            [self.undo, self.redo],
            [self.copy_picture, self.paste],
            [self.crop, self.turn_left, self.turn_right, self.mirror],
            [self.more_colors, self.fewer_colors, self.new_seed, self.reset],
            [self.give_to_all, self.use_shared],
            [self.settings_to_chosen, self.locks_to_chosen, self.palette_to_chosen],
            [self.cancel],
        )
        _fill(
            bar.addMenu("&View"),
            [self.fit, self.actual_size, self.double_size, self.zoom_in, self.zoom_out],
            [*self.layouts, self.center_split],
            [self.difference],
            [self.kmeans, self.side_by_side, self.colors_curve],
            [self.full_screen, self._themes],
        )
        palette = bar.addMenu("&Palette")
        for entry in self.palette_menu:
            if entry is None:
                palette.addSeparator()
            else:
                palette.addAction(entry)
        palette.addSeparator()
        _fill(
            palette,
            [self.one_palette_menu, self.load_palette, self.known_palettes],
            [self.release_palette, self.save_palette],
        )
        bar.addMenu("&Help").addActions([self.guide, self.shortcuts, self.about])

    @property
    def palette_menu(self) -> list[QAction | None]:
        """Actions on colors in the order of the menu; None is a separator."""
        return [
            *(self.lock, self.edit_color, self.merge, self.merge_near, self.remove_color),
            None,
            *(self.add_color, self.pick_color),
            None,
            *(self.copy_color, self.copy_palette, self.copy_swatches, self.paste_colors),
            None,
            *(self.swatch_grid, self.go_to_palette),
        ]

    @property
    def palette_tools(self) -> list[QAction | None]:
        """Actions that have a button over the colors; None parts those that change from others."""
        return [
            *(self.lock, self.edit_color, self.merge, self.remove_color),
            None,
            *(self.add_color, self.pick_color),
        ]

    @property
    def layouts(self) -> list[QAction]:
        """The ways in which photo and result can share the canvas."""
        return self._layouts.actions()

    def enable(self, action: QAction, can: bool, why_not: str) -> None:
        """Enable or disable an action; its tip tells why it is disabled."""
        action.setEnabled(can)
        words = self._tips[action] if can else f"{self._tips[action]}\n({why_not})"
        # The reason may hold a name, which must not be taken for HTML.
        action.setToolTip(tip(*words.split("\n")) if "<" in words else words)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the photos opened before."""
        self._recent.clear()
        self._recent.setEnabled(bool(paths))
        for number, path in enumerate(paths, start=1):
            # Doubled, an ampersand of the file name does not mark a shortcut.
            text = f"{plain(path.name, LONGEST_NAME)} – {_short(path.parent)}".replace("&", "&&")
            action = self._recent.addAction(f"&{number} {text}" if number < 10 else text)
            action.setToolTip(tip(str(path)))
            action.triggered.connect(lambda _=False, path=path: self.recent_chosen.emit(path))
        self._recent.addSeparator()
        self._recent.addAction("&Clear recent").triggered.connect(self.clearing_wanted)

    def show_theme(self, theme: str) -> None:
        """Check the theme in use."""
        for action in self._themes.actions():
            action.setChecked(action.data() == theme)

    def show_metadata(self, choice: str) -> None:
        """Check how much of the photo's metadata saving keeps."""
        for action in self._metadata.actions():
            action.setChecked(action.data() == choice)

    def show_saved_order(self, order: str) -> None:
        """Check the order that colors are saved in."""
        for action in self._saved_orders.actions():
            action.setChecked(action.data() == order)

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's text color."""
        for action, name in self._icons.items():
            action.setIcon(icon(name, palette))

    def _make(self, entry: _Entry) -> QAction:
        action = self._take(QAction(entry.text, self), entry.shortcut, entry.icon)
        action.setCheckable(entry.checkable)
        if entry.short:
            action.setIconText(entry.short)
        if entry.tip:
            action.setToolTip(f"{action.toolTip()}\n{entry.tip}")
        self._tips[action] = action.toolTip()
        return action

    def _take(self, action: QAction, shortcut: _Shortcut, icon_name: str | None) -> QAction:
        """Dress an action with its keys, its icon, and a tip."""
        text = action.text()
        if shortcut is not None:
            if isinstance(shortcut, str):
                action.setShortcuts(QKeySequence.listFromString(shortcut))
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
            action = self._make(_Entry(text, keys, icon_name, checkable=True))
            action.setData(layout)
            group.addAction(action)
            action.triggered.connect(lambda _=False, layout=layout: self.layout_chosen.emit(layout))
        group.actions()[0].setChecked(True)
        return group

    def _known_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu("Use a &known palette", parent)
        self._add_known(menu, _KNOWN_PALETTES)
        for title, palettes in _MORE_KNOWN_PALETTES.items():
            self._add_known(menu.addMenu(title), palettes)
        return menu

    def _add_known(self, menu: QMenu, palettes: Sequence[tuple[str, str]]) -> None:
        for name, text in palettes:
            action = menu.addAction(text)
            words = text.replace("&", "")
            action.triggered.connect(
                lambda _=False, name=name, words=words: self.known_palette_chosen.emit(name, words)
            )

    def _choices(
        self,
        parent: QWidget,
        title: str,
        choices: Sequence[tuple[str, str]],
        chosen: SignalInstance,
    ) -> QMenu:
        """Make a menu in which always one entry is checked."""
        menu = QMenu(title, parent)
        group = QActionGroup(self)
        for name, text in choices:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setData(name)
            group.addAction(action)
            action.triggered.connect(lambda _=False, name=name: chosen.emit(name))
        return menu


def _short(folder: Path) -> str:
    """Return a folder as a menu shows it: from home, and without its middle if it is long."""
    home = Path.home()
    text = str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)
    return plain(text, _LONGEST_FOLDER)


def _fill(menu: QMenu, *groups: Sequence[QAction | QMenu]) -> None:
    """Put groups of actions and menus at the end of a menu, with lines between them."""
    for number, group in enumerate(groups):
        if number > 0:
            menu.addSeparator()
        for entry in group:
            menu.addAction(entry.menuAction() if isinstance(entry, QMenu) else entry)
