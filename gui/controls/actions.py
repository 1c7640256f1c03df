"""The table of all actions with text, shortcut and icon; fills the menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette, QUndoGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from core import language
from core.language import N_, _, translated
from core.names import LONGEST_NAME, plain
from core.settings import SAVE_OPTIONS
from gui.desktop import texts
from gui.desktop.icons import icon
from gui.desktop.tips import tip

_Keys = QKeySequence.StandardKey
_Shortcut = QKeySequence.StandardKey | str | None
_LAYOUTS = (
    ("split", N_("&Split"), "Ctrl+Alt+1", "split"),
    ("side by side", N_("Side &by side"), "Ctrl+Alt+2", "side-by-side"),  # untranslated: a name
    ("result", N_("&Result only"), "Ctrl+Alt+3", None),
)
_KNOWN_PALETTES = (
    ("web-safe", N_("&Web-safe, 216 colors")),
    ("game-boy", N_("&Game Boy, 4 greens")),
    ("cga", N_("&CGA, 16 colors")),
    ("ega", N_("&EGA, 64 colors")),
    ("grays-2", N_("&Black and white")),
    ("grays-4", N_("&4 grays")),
    ("grays-8", N_("&8 grays")),
    ("grays-16", N_("&16 grays")),
)
_MORE_KNOWN_PALETTES = {
    N_("C&onsoles and computers"): (
        ("pico-8", N_("&PICO-8, 16 colors")),
        ("nes", N_("&NES, 54 colors")),
        ("c64", N_("&Commodore 64, 16 colors")),
        ("msx", N_("&MSX, 15 colors")),
        ("zx-spectrum", N_("&ZX Spectrum, 15 colors")),
        ("apple-ii", N_("&Apple II, 15 colors")),
        ("teletext", N_("&Teletext, 8 colors")),
    ),
    N_("CG&A, 4 colors"): (
        ("cga-0-low", N_("&Green, red, brown")),
        ("cga-0-high", N_("&Light green, light red, yellow")),
        ("cga-1-low", N_("&Cyan, magenta, light gray")),
        ("cga-1-high", N_("L&ight cyan, light magenta, white")),
        ("cga-5-low", N_("Cyan, &red, light gray")),
        ("cga-5-high", N_("Light cyan, light red, &white")),
    ),
    N_("Electronic &paper"): (
        ("e-paper-6", N_("&6 colors, as drivers want them")),
        ("e-paper-6-measured", N_("6 colors, as panels &show them")),
        ("e-paper-7", N_("&7 colors, as drivers want them")),
        ("e-paper-7-measured", N_("7 colors, as &panels show them")),
    ),
}
# It stands before texts of a menu that are titles elsewhere, where no letter is underlined.
_KEY_FIRST = "\x00&"
_METADATA, _SAVED_ORDERS = (
    [
        (choice, f"{_KEY_FIRST}{option.title}")
        for choice, option in SAVE_OPTIONS[name].options.items()
    ]
    for name in ("metadata", "palette_order")
)
_LONGEST_FOLDER = 40
_THEMES = (("system", N_("Like the &system")), ("light", N_("&Light")), ("dark", N_("&Dark")))


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
    language_chosen(str)
        The code of a language, "" for that of the system.
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
    language_chosen = Signal(str)
    layout_chosen = Signal(str)
    metadata_chosen = Signal(str)
    saved_order_chosen = Signal(str)
    known_palette_chosen = Signal(str, str)

    # File
    open = _Entry(
        N_("&Open…"),
        _Keys.Open,
        "open",
        tip=N_("Photos to show in few colors; dropping them does the same"),
    )
    open_folder = _Entry(N_("Open fol&der…"), "Ctrl+Alt+O")
    save = _Entry(
        N_("&Save image"),
        _Keys.Save,
        "save",
        tip=N_("Write the picture of few colors; the photo itself stays as it is"),
    )
    save_as = _Entry(N_("Save image &as…"), "Ctrl+Shift+S", "save")
    save_palette = _Entry(
        N_("Save &palette…"),
        "Ctrl+Shift+P",
        "save-palette",
        tip=N_("Write the colors for other programs: GIMP, Photoshop, the web …"),
    )
    save_all = _Entry(
        N_("Save a&ll…"),
        "Ctrl+Alt+S",
        tip=N_(
            "Write the results of all photos in the strip, each with its own settings if it has "
            "such"
        ),
    )
    show_in_folder = _Entry(N_("Show in &folder"), "Ctrl+Shift+F", "folder")
    previous = _Entry(N_("Pre&vious photo"), "Ctrl+PgUp", "previous")
    next = _Entry(N_("&Next photo"), "Ctrl+PgDown", "next")
    close_photo = _Entry(N_("&Close photo"), "Ctrl+W")
    quit = _Entry(N_("&Quit"), "Ctrl+Q")
    # Edit
    fewer_colors = _Entry(N_("&Fewer colors"), "Ctrl+Down")
    more_colors = _Entry(N_("&More colors"), "Ctrl+Up")
    new_seed = _Entry(N_("&New seed"), "Ctrl+R", "reseed")
    crop = _Entry(
        N_("Crop and &turn…"),
        "Ctrl+E",
        "crop",
        checkable=True,
        tip=N_("Use a part of the photo: drag a frame, or give its ratio or its numbers"),
    )
    turn_left = _Entry(N_("Turn &left"), "Ctrl+[", "turn-left")
    turn_right = _Entry(N_("Turn r&ight"), "Ctrl+]", "turn-right")
    mirror = _Entry(N_("Mirr&or"), "Ctrl+Alt+M", "mirror", tip=N_("Exchange left and right"))
    matters = _Entry(
        N_("&What matters…"),
        "Ctrl+Shift+E",
        "brush",
        checkable=True,
        tip=N_("Paint what matters more, or less, when colors are found"),
    )
    copy_picture = _Entry(N_("&Copy picture"), _Keys.Copy, "copy")
    paste = _Entry(N_("&Paste"), _Keys.Paste)
    reset = _Entry(N_("&Default settings"), "Ctrl+Shift+R")
    give_to_all = _Entry(
        N_("&Give these settings to all photos"),
        tip=N_("Also to those that have settings or colors of their own"),
    )
    settings_to_chosen = _Entry(
        N_("Give these &settings to the chosen photos"),
        tip=N_("Those that are chosen in the strip; their locks and palettes stay"),
    )
    locks_to_chosen = _Entry(
        N_("Loc&k these colors in the chosen photos"),
        tip=N_("The colors that are locked here are locked in those that are chosen in the strip"),
    )
    palette_to_chosen = _Entry(
        N_("Us&e this palette in the chosen photos"),
        tip=N_("Show those that are chosen in the strip in just these colors"),
    )
    use_shared = _Entry(
        N_("Use the s&hared settings"),
        tip=N_("Set this photo as all those without settings of their own"),
    )
    cancel = _Entry(N_("C&ancel"), "Esc", "cancel")  # untranslated: a key
    # Palette
    lock = _Entry(
        N_("&Lock"),
        "Ctrl+L",
        "lock",
        checkable=True,
        tip=N_("Keep the chosen colors: no further run moves them"),
    )
    edit_color = _Entry(
        N_("&Edit color…"),
        "F2",
        "edit",
        short=N_("Edit"),
        tip=N_("Change the chosen color; the picture follows"),
    )
    merge = _Entry(N_("&Merge"), "Ctrl+M", "merge", tip=N_("Make one color of those chosen"))
    remove_color = _Entry(
        N_("&Remove"),
        "Del",  # untranslated: a key
        "remove",
        tip=N_("Take the chosen colors away; others take over their pixels"),
    )
    add_color = _Entry(
        N_("&Add a color…"),
        "Ins",  # untranslated: a key
        "add",
        short=N_("Add"),
        tip=N_("Add a color by its code or by sliders"),
    )
    pick_color = _Entry(
        N_("Lock a color of the p&hoto"),
        "Ctrl+I",
        "pick",
        checkable=True,
        tip=N_("Click a place of the photo: its color is locked, and in the palette from then on"),
        short=N_("Pick"),
    )
    copy_color = _Entry(N_("&Copy hex"), None, "copy")
    copy_palette = _Entry(N_("Cop&y all as hex"), "Ctrl+Shift+C")
    copy_swatches = _Entry(N_("Copy as a p&icture"), "Ctrl+Alt+C")
    one_palette = _Entry(
        N_("Each photo counts the &same"),
        tip=N_(
            "Find the colors that serve all photos of the strip together, however large each is"
        ),
    )
    one_palette_by_pixels = _Entry(
        N_("Each &pixel counts the same"),
        tip=N_(
            "Find the colors that serve all photos of the strip together; larger ones count more"
        ),
    )
    paste_colors = _Entry(N_("Pa&ste colors"))
    release_palette = _Entry(N_("Release &the palette"), "Ctrl+Shift+X")
    load_palette = _Entry(N_("&Use a palette file…"), "Ctrl+Shift+O", "open")
    merge_near = _Entry(N_("Merge &near duplicates…"), "Ctrl+Shift+M")
    swatch_grid = _Entry(
        N_("Show as a &grid"),
        "Ctrl+G",
        "grid",
        checkable=True,
        tip=N_("Show the colors as a grid of swatches (Ctrl+G)"),
    )
    own_colors = _Entry(
        N_("O&wn colors…"),
        "Ctrl+Shift+L",
        "own-colors",
        tip=N_("Beads, threads, paints you have: the best few of them are chosen for the photo"),
        short=N_("Own"),
    )
    best_of_file = _Entry(N_("A palette &file…"))
    best_of_clipboard = _Entry(N_("The colors in the &clipboard"))
    needs = _Entry(
        N_("How much of each is nee&ded…"),
        "Ctrl+Shift+H",
        tip=N_("Count beads, stitches or square centimeters of each color"),
    )
    go_to_palette = _Entry(N_("&Focus palette"), "Ctrl+P")
    # View
    fit = _Entry(N_("&Fit"), "Ctrl+0", "fit", tip=N_("Show the whole photo"))
    actual_size = _Entry(
        N_("&100 %"),
        "Ctrl+1",
        "actual-size",
        tip=N_("Show each pixel of the photo as one of the screen"),
    )
    zoom_in = _Entry(N_("Zoom &in"), _Keys.ZoomIn, "zoom-in")
    zoom_out = _Entry(N_("Zoom &out"), _Keys.ZoomOut, "zoom-out")
    double_size = _Entry(N_("&200 %"), "Ctrl+3")
    difference = _Entry(
        N_("&Difference"),
        "Ctrl+D",
        "difference",
        checkable=True,
        tip=N_("Show how far each color is from that of the photo"),
    )
    side_by_side = _Entry(
        N_("Co&mpare side by side…"),
        "Ctrl+B",
        "side-by-side",
        tip=N_("Show results of other settings beside each other, with what they cost"),
    )
    kmeans = _Entry(
        N_("See &k-means at work…"),
        "Ctrl+K",
        "cube",
        tip=N_("Watch how the colors are found, step by step: picture, color cube and curves"),
    )
    colors_curve = _Entry(
        N_("&Error and size over colors…"),
        "Ctrl+Shift+B",
        tip=N_("Show what each number of colors leads to, and choose one"),
    )
    full_screen = _Entry(N_("F&ull screen"), "F11", checkable=True)
    center_split = _Entry(N_("&Center the split"), "Ctrl+2")
    # Help
    guide = _Entry(N_("&Guide"), _Keys.HelpContents)
    shortcuts = _Entry(N_("&Keyboard shortcuts"), "Ctrl+/; ?")
    about = _Entry(N_("&About Fewtone"))

    def __init__(self, parent: QWidget, undo_group: QUndoGroup) -> None:
        super().__init__(parent)
        self._icons: dict[QAction, str] = {}
        # What tips say of an action, and why it cannot be used now.
        self._told: dict[QAction, tuple[Callable[[], str], str]] = {}
        self._reasons: dict[QAction, texts.Words] = {}
        self._notes: dict[QAction, str] = {}
        self.undo, self.redo = _undo_action(undo_group, self), _redo_action(undo_group, self)
        # Their tips do not name the step.
        self._take(self.undo, lambda: _("&Undo"), _Keys.Undo, "undo")
        self._take(self.redo, lambda: _("&Redo"), _Keys.Redo, "redo")
        table = (entry for entry in vars(Actions).values() if isinstance(entry, _Entry))
        self.made = {entry: self._make(entry) for entry in table}
        self._recent = _menu(N_("Open &recent"), parent)
        self._recent.setToolTipsVisible(True)
        self.known_palettes = self._known_menu(parent)
        self.best_of = _menu(N_("Choose the &best of"), parent)
        self.best_of.addActions([self.best_of_file, self.best_of_clipboard])
        self.one_palette_menu = _menu(N_("&One palette for all photos"), parent)
        self.one_palette_menu.addActions([self.one_palette, self.one_palette_by_pixels])
        self.one_palette_menu.setToolTipsVisible(True)
        self._metadata = self._choices(parent, N_("&Metadata"), _METADATA, self.metadata_chosen)
        self._saved_orders = self._choices(
            parent, N_("Ord&er of saved colors"), _SAVED_ORDERS, self.saved_order_chosen
        )
        for menu, name in ((self._metadata, "metadata"), (self._saved_orders, "palette_order")):
            menu.setToolTipsVisible(True)
            for action in menu.actions():
                tip_ = SAVE_OPTIONS[name].options[action.data()].tip
                texts.put(action.setToolTip, partial(translated, tip_))
        self._themes = self._choices(parent, N_("&Theme"), _THEMES, self.theme_chosen)
        self._languages = self._choices(
            parent, N_("&Language"), _language_names(), self.language_chosen
        )
        self._layouts = self._layout_group()
        self.tint(parent.palette())

    def fill_menus(self, bar: QMenuBar) -> None:
        """Put every action into its menu."""
        _fill(
            _menu(N_("&File"), bar),
            [self.open, self.open_folder, self._recent],
            [
                *(self.save, self.save_as, self.save_all, self.save_palette),
                *(self._metadata, self._saved_orders, self.show_in_folder),
            ],
            [self.previous, self.next, self.close_photo],
            [self.quit],
        )
        edit = _menu(N_("&Edit"), bar)
        edit.setToolTipsVisible(True)  # what is disabled says why
        _fill(
            edit,
            [self.undo, self.redo],
            [self.copy_picture, self.paste],
            [self.crop, self.turn_left, self.turn_right, self.mirror, self.matters],
            [self.more_colors, self.fewer_colors, self.new_seed, self.reset],
            [self.give_to_all, self.use_shared],
            [self.settings_to_chosen, self.locks_to_chosen, self.palette_to_chosen],
            [self.cancel],
        )
        _fill(
            _menu(N_("&View"), bar),
            [self.fit, self.actual_size, self.double_size, self.zoom_in, self.zoom_out],
            [*self.layouts, self.center_split],
            [self.difference],
            [self.kmeans, self.side_by_side, self.colors_curve],
            [self.full_screen, self._themes, self._languages],
        )
        palette = _menu(N_("&Palette"), bar)
        for entry in self.palette_menu:
            if entry is None:
                palette.addSeparator()
            else:
                palette.addAction(entry)
        palette.addSeparator()
        _fill(
            palette,
            [self.best_of, self.own_colors],
            [self.one_palette_menu, self.load_palette, self.known_palettes],
            [self.release_palette, self.needs, self.save_palette],
        )
        _menu(N_("&Help"), bar).addActions([self.guide, self.shortcuts, self.about])

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
            *(self.add_color, self.pick_color, self.own_colors),
        ]

    @property
    def layouts(self) -> list[QAction]:
        """The ways in which photo and result can share the canvas."""
        return self._layouts.actions()

    def enable(self, action: QAction, can: bool, why_not: texts.Words) -> None:
        """Enable or disable an action; its tip tells why it is disabled.

        Parameters
        ----------
        action : QAction
        can : bool
        why_not : str or callable
            A marked text, or what returns a reason in the language of the moment.
        """
        action.setEnabled(can)
        self._reasons[action] = "" if can else why_not
        self._show_tip(action)

    def note(self, action: QAction, what: str) -> None:
        """Add a marked text to the tip of an action; "" takes it away."""
        if what != self._notes.get(action, ""):
            self._notes[action] = what
            self._show_tip(action)

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
        clear = self._recent.addAction("")
        texts.put(clear.setText, lambda: _("&Clear recent"))
        clear.triggered.connect(self.clearing_wanted)

    def show_theme(self, theme: str) -> None:
        """Check the theme in use."""
        for action in self._themes.actions():
            action.setChecked(action.data() == theme)

    def show_language(self, code: str) -> None:
        """Check the language in use, "" for that of the system."""
        for action in self._languages.actions():
            action.setChecked(action.data() == code)

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
        action = QAction(self)
        action.setCheckable(entry.checkable)
        texts.put(action.setText, lambda: translated(entry.text))
        if entry.short:
            texts.put(action.setIconText, lambda: translated(entry.short))
        words = partial(translated, entry.text)
        return self._take(action, words, entry.shortcut, entry.icon, entry.tip)

    def _take(
        self,
        action: QAction,
        words: Callable[[], str],
        shortcut: _Shortcut,
        icon_name: str | None,
        more: str = "",
    ) -> QAction:
        """Dress an action with its keys, its icon, and a tip that says more than its words."""
        if isinstance(shortcut, str):
            action.setShortcuts(QKeySequence.listFromString(shortcut))
        elif shortcut is not None:
            action.setShortcuts(shortcut)
        if icon_name is not None:
            self._icons[action] = icon_name
        self._told[action] = words, more
        texts.follow(action, lambda: self._show_tip(action))
        return action

    def _show_tip(self, action: QAction) -> None:
        words, more = self._told[action]
        text = words().replace("&", "").rstrip("…")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        lines = [f"{text} ({keys})" if keys else text]
        if more:
            lines.append(translated(more))
        note = self._notes.get(action, "")
        if note:
            lines.append(translated(note))
        reason = self._reasons.get(action, "")
        if reason:
            lines.append(f"({texts.spoken(reason)})")
        # The reason may hold a name, which must not be taken for HTML.
        whole = "\n".join(lines)
        action.setToolTip(tip(*whole.split("\n")) if "<" in whole else whole)

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
        menu = _menu(N_("Use a &known palette"), parent)
        self._add_known(menu, _KNOWN_PALETTES)
        for title, palettes in _MORE_KNOWN_PALETTES.items():
            self._add_known(_menu(title, menu), palettes)
        return menu

    def _add_known(self, menu: QMenu, palettes: Sequence[tuple[str, str]]) -> None:
        for name, text in palettes:
            action = menu.addAction("")
            texts.put(action.setText, partial(translated, text))
            action.triggered.connect(partial(self._choose_known, name, text))

    def _choose_known(self, name: str, text: str, *_checked: bool) -> None:
        self.known_palette_chosen.emit(name, translated(text).replace("&", ""))

    def _choices(
        self,
        parent: QWidget,
        title: str,
        choices: Sequence[tuple[str, str]],
        chosen: SignalInstance,
    ) -> QMenu:
        """Make a menu in which always one entry is checked."""
        menu = _menu(title, parent)
        group = QActionGroup(self)
        for name, text in choices:
            action = menu.addAction("")
            texts.put(action.setText, partial(_choice_text, text))
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


def _menu(title: str, parent: QWidget) -> QMenu:
    """Make a menu with a marked title; in a bar, or in another menu, it has its place at once."""
    menu = parent.addMenu("") if isinstance(parent, QMenu | QMenuBar) else QMenu(parent)
    texts.put(menu.setTitle, lambda: translated(title))
    return menu


def _choice_text(text: str) -> str:
    title = text.removeprefix(_KEY_FIRST)
    return translated(text) if title == text else f"&{translated(title)}"


def _language_names() -> list[tuple[str, str]]:
    """Return each language by its own name, that who reads no other finds it."""
    codes = language.available()
    return [("", N_("Like the &system")), *((code, texts.own_name(code)) for code in codes)]


def _undo_action(group: QUndoGroup, parent: QObject) -> QAction:
    """Make the action that undoes a step, with the words of that step in its text."""
    action = QAction(parent, enabled=group.canUndo())
    group.canUndoChanged.connect(action.setEnabled)
    action.triggered.connect(group.undo)
    texts.follow(action, lambda: action.setText(_undo_text(group.undoText())))
    group.undoTextChanged.connect(lambda step: action.setText(_undo_text(step)))
    return action


def _redo_action(group: QUndoGroup, parent: QObject) -> QAction:
    """Make the action that does a step again, with the words of that step in its text."""
    action = QAction(parent, enabled=group.canRedo())
    group.canRedoChanged.connect(action.setEnabled)
    action.triggered.connect(group.redo)
    texts.follow(action, lambda: action.setText(_redo_text(group.redoText())))
    group.redoTextChanged.connect(lambda step: action.setText(_redo_text(step)))
    return action


def _undo_text(step: str) -> str:
    # Translators: the step is in the words of the history: "Change to 8 colors"
    return _("&Undo {step}").format(step=step) if step else _("&Undo")


def _redo_text(step: str) -> str:
    return _("&Redo {step}").format(step=step) if step else _("&Redo")
