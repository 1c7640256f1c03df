"""File choosers, questions, error boxes."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Literal

from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

import core
from core.language import N_, _, ngettext, translated
from core.names import LONGEST_NAME, LONGEST_SENTENCE, default_name, plain
from core.settings import Color, ImageFormat
from core.wording import human_count
from gui.desktop.answers import Answer, Use
from gui.desktop.store import Store

# Memory while a photo is opened; once it is open, half of that is kept.
_BYTES_PER_PIXEL = 12


_USES = {
    Use.AS_IT_IS: (
        N_("As they are"),
        N_("the photo is shown in just these colors, until you release them."),
    ),
    Use.CHOSEN_FROM: (
        N_("Choose the best"),
        N_("the {count} of them that suit the photo best; for beads or threads that you own."),
    ),
    Use.AS_A_START: (N_("As a start"), N_("k\u2011means begins with them and moves them.")),
    Use.ADDED: (
        N_("Added and locked"),
        N_("they join the colors that are there, and no run moves them."),
    ),
}


def ask_for_photos(parent: QWidget, store: Store, beside: Path | None = None) -> list[Path]:
    """Ask for photos to open, first in the folder of another; the list is empty when cancelled."""
    names, _chosen = QtWidgets.QFileDialog.getOpenFileNames(
        parent,
        _("Open photos"),
        str(_folder_to_open(store, beside)),
        ";;".join([_filter(_("Photos"), core.readable_endings()), _filter(_("All files"), [""])]),
    )
    paths = [Path(name) for name in names]
    if paths:
        store.remember_folder("open", paths[0].parent)
    return paths


def ask_for_folder(parent: QWidget, store: Store, beside: Path | None = None) -> Path | None:
    """Ask for a folder of photos to open, first where another is; None when cancelled."""
    start = _folder_to_open(store, beside)
    return _ask_for_folder(parent, store, "open", _("Open a folder of photos"), start)


def ask_for_folder_to_save(parent: QWidget, store: Store, photo: Path) -> Path | None:
    """Ask for the folder that results are saved in; None when cancelled."""
    start = store.folder("save") or photo.parent
    return _ask_for_folder(parent, store, "save", _("Save the results in a folder"), start)


def ask_where_to_save_image(parent: QWidget, store: Store, photo: Path) -> Path | None:
    """Ask for the image file to write; None when cancelled."""
    formats = core.image_formats()
    filters = {_filter(each.label, each.endings): each.endings[0] for each in formats.values()}
    last = formats[store.image_format]
    chosen = _filter(last.label, last.endings)
    path = _ask_where_to_save(parent, _("Save image"), store, "fewtone", filters, chosen, photo)
    if path is not None and _same_file(path, photo) and not _may_replace_original(parent, photo):
        return None
    return path


def name_of_image(folder: Path, photo: Path, name: ImageFormat) -> str:
    """Return the name that the image file of a photo has at first: "photo.fewtone.png"."""
    ending = core.image_formats()[name].endings[0]
    return default_name(folder, photo.stem, f".fewtone{ending}")


def ask_where_to_save_palette(parent: QWidget, store: Store, photo: Path) -> Path | None:
    """Ask for the palette file to write; None when cancelled."""
    filters = {each.filter: each.ending for each in core.palette_formats() if each.write}
    chosen = next(
        (f for f, dot in filters.items() if dot == store.palette_ending), next(iter(filters))
    )
    path = _ask_where_to_save(parent, _("Save palette"), store, "palette", filters, chosen, photo)
    if path is not None:
        store.palette_ending = path.suffix.lower()
    return path


def ask_where_to_save_plot(
    parent: QWidget, store: Store, title: str, name: str, photo: Path
) -> Path | None:
    """Ask for the file of a plot, as a picture or as its numbers; None when cancelled."""
    filters = {
        _filter(_("PNG, a picture"), [".png"]): ".png",
        _filter(_("SVG, a drawing"), [".svg"]): ".svg",
        _filter(_("CSV, the numbers"), [".csv"]): ".csv",
    }
    what, first = name.replace(" ", "-"), next(iter(filters))
    return _ask_where_to_save(parent, title, store, what, filters, first, photo)


def ask_where_to_save_needs(parent: QWidget, store: Store, photo: Path) -> Path | None:
    """Ask for the file of a list of what each color needs; None when cancelled."""
    filters = {_filter(_("CSV, a list for spreadsheets"), [".csv"]): ".csv"}
    title, first = _("Save how much is needed"), next(iter(filters))
    return _ask_where_to_save(parent, title, store, "colors", filters, first, photo)


def ask_where_to_save_mask(parent: QWidget, store: Store, photo: Path) -> Path | None:
    """Ask for the file of what matters in a photo; None when cancelled."""
    filters = {_filter(_("PNG, a picture"), [".png"]): ".png"}
    title, first = _("Save what matters"), next(iter(filters))
    return _ask_where_to_save(parent, title, store, "mask", filters, first, photo)


def ask_where_to_save_comparison(parent: QWidget, store: Store, photo: Path) -> Path | None:
    """Ask for the file of a comparison, as a page, as a picture or as numbers; None: cancelled."""
    filters = {
        _filter(_("HTML, a page with pictures"), [".html"]): ".html",
        _filter(_("PNG, a contact sheet"), [".png"]): ".png",
        _filter(_("CSV, the numbers"), [".csv"]): ".csv",
        _filter(_("LaTeX, the numbers"), [".tex"]): ".tex",
    }
    title, first = _("Save the comparison"), next(iter(filters))
    return _ask_where_to_save(parent, title, store, "comparison", filters, first, photo)


def ask_to_save(
    parent: QWidget, photos: Sequence[Path], saved: Collection[Path] = ()
) -> tuple[Answer, list[Path]]:
    """Ask what to do with work that is about to be lost, and which photos are to be saved.

    Parameters
    ----------
    photos : sequence of Path
        At least one.
    saved : collection of Path
        Those whose file is known, as they were saved before.
    """
    if len(photos) > 1:
        from gui.desktop.question import LeavingQuestion

        question = LeavingQuestion(parent, photos, saved)
        question.exec()
        question.deleteLater()
        return question.answer, question.checked
    box = QtWidgets.QMessageBox(parent)
    box.setIcon(QtWidgets.QMessageBox.Icon.Question)
    box.setWindowTitle("Fewtone")
    box.setTextFormat(Qt.TextFormat.PlainText)
    asked = _("Save the reduced photo of {photo}?")
    box.setText(asked.format(photo=_quoted(photos[0].name)))
    box.setInformativeText(_("What you changed in it was not saved since."))
    save = box.addButton(QtWidgets.QMessageBox.StandardButton.Save)
    discard = box.addButton(QtWidgets.QMessageBox.StandardButton.Discard)
    box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(save)
    box.exec()
    if box.clickedButton() is save:
        return Answer.SAVE, list(photos)
    return (Answer.DISCARD if box.clickedButton() is discard else Answer.CANCEL), []


def may_open_large(parent: QWidget, name: str, pixels: int) -> bool:
    """Ask whether a photo that takes much memory is to be opened."""
    box = QtWidgets.QMessageBox(parent)
    box.setIcon(QtWidgets.QMessageBox.Icon.Question)
    box.setWindowTitle("Fewtone")
    box.setTextFormat(Qt.TextFormat.PlainText)
    millions = f"{pixels / 1e6:.0f}"
    question = ngettext(
        "Open {photo}? It has {count} million pixels.",
        "Open {photo}? It has {count} million pixels.",
        int(millions),
    )
    box.setText(question.format(photo=_quoted(name), count=millions))
    gigabytes = max(round(pixels * _BYTES_PER_PIXEL / 1e9), 1)
    takes = _("That takes about {count} GB of memory, and some seconds.")
    box.setInformativeText(takes.format(count=gigabytes))
    open_ = box.addButton(_("Open"), QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(open_)
    box.exec()
    return box.clickedButton() is open_


def may_open_many(parent: QWidget, count: int) -> bool:
    """Ask whether this many photos are meant to be opened."""
    box = QtWidgets.QMessageBox(QtWidgets.QMessageBox.Icon.Question, "Fewtone", "", parent=parent)
    question = ngettext("Open {count} photo?", "Open {count} photos?", count)
    box.setText(question.format(count=human_count(count)))
    box.setInformativeText(_("They come into the film strip; each is read when its turn comes."))
    open_ = box.addButton(_("Open"), QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(open_)
    box.exec()
    return box.clickedButton() is open_


def may_stop_saving(parent: QWidget, done: int, count: int) -> bool:
    """Ask whether the window may close although photos are being saved."""
    box = QtWidgets.QMessageBox(QtWidgets.QMessageBox.Icon.Question, "Fewtone", "", parent=parent)
    question = ngettext(
        "Stop saving? {done} of {count} photos are done; no file is left half written.",
        "Stop saving? {done} of {count} photos are done; no file is left half written.",
        count,
    )
    box.setText(question.format(done=human_count(done), count=human_count(count)))
    stop = box.addButton(_("Stop and close"), QtWidgets.QMessageBox.ButtonRole.DestructiveRole)
    go_on = box.addButton(_("Go on saving"), QtWidgets.QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(go_on)
    box.setEscapeButton(go_on)
    box.exec()
    return box.clickedButton() is stop


def may_resume(parent: QWidget, done: int, count: int) -> bool | None:
    """Ask whether to go on where photos were saved before (True), or to begin anew (False)."""
    box = QtWidgets.QMessageBox(QtWidgets.QMessageBox.Icon.Question, "Fewtone", "", parent=parent)
    those, what_they_do = _saved_before(done, count)
    box.setText(those)
    box.setInformativeText(what_they_do)
    role = QtWidgets.QMessageBox.ButtonRole.AcceptRole
    go_on, anew = box.addButton(_("Go on"), role), box.addButton(_("Begin anew"), role)
    box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(go_on)
    box.exec()
    if box.clickedButton() not in (go_on, anew):
        return None
    return box.clickedButton() is go_on


def _saved_before(done: int, count: int) -> tuple[str, str]:
    """Return which photos were saved, and what "Go on" and "Begin anew" do."""
    if count == 1:
        return (
            _("This photo was saved here before, with the same settings."),
            # Translators: in quotation marks are the buttons “Go on” and “Begin anew”
            _(
                "“Go on” saves it only if it has changed since. “Begin anew” saves it again, "
                "beside the file that is there."
            ),
        )
    if done == count:
        those = ngettext(
            "All {count} photos were saved here before, with the same settings.",
            "All {count} photos were saved here before, with the same settings.",
            count,
        ).format(count=human_count(count))
        if count == 2:
            those = _("Both photos were saved here before, with the same settings.")
        # Translators: in quotation marks are the buttons “Go on” and “Begin anew”
        return those, _(
            "“Go on” saves only those that have changed since. “Begin anew” saves all of them "
            "again, beside the files that are there."
        )
    those = ngettext(
        "{done} of these {count} photos was saved here before, with the same settings.",
        "{done} of these {count} photos were saved here before, with the same settings.",
        done,
    ).format(done=human_count(done), count=human_count(count))
    # Translators: in quotation marks are the buttons “Go on” and “Begin anew”
    return those, _(
        "“Go on” saves the others, and those that have changed since. “Begin anew” saves all of "
        "them again, beside the files that are there."
    )


def ask_how_to_use(parent: QWidget, colors: Sequence[str], source: str, best: int) -> Use:
    """Ask what the colors of a palette are for.

    Parameters
    ----------
    colors : sequence of str
        As "#rrggbb".
    source : str
        What they are from, as a part of a sentence.
    best : int
        How many would be chosen if just the best of them are wanted; 0 where all are.
    """
    from html import escape

    box = QtWidgets.QMessageBox(QtWidgets.QMessageBox.Icon.Question, "Fewtone", "", parent=parent)
    box.setTextFormat(Qt.TextFormat.RichText)
    spaces = 3 * "&nbsp;"
    swatches = "".join(
        f'<span style="background-color:{color}">{spaces}</span>'  # untranslated: markup
        for color in colors[:32]
    )
    of = escape(plain(source, LONGEST_NAME))
    question = ngettext(
        "Use the {count} colors of {palette}?", "Use the {count} colors of {palette}?", len(colors)
    )
    box.setText(f"{question.format(count=len(colors), palette=of)}<br>{swatches}")
    uses = {
        use: (translated(word), translated(does).format(count=best))
        for use, (word, does) in _USES.items()
        if use is not Use.CHOSEN_FROM or best
    }
    box.setInformativeText("<br>".join(f"<b>{word}</b>: {does}" for word, does in uses.values()))
    role = QtWidgets.QMessageBox.ButtonRole.AcceptRole
    buttons = {box.addButton(word, role): use for use, (word, _does) in uses.items()}
    box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(next(iter(buttons)))
    box.exec()
    return next((use for button, use in buttons.items() if button is box.clickedButton()), Use.NOT)


def ask_for_color(parent: QWidget, color: str, title: str = "") -> Color | None:
    """Ask for a color, by sliders or by hex code; None when cancelled."""
    dialog = QtWidgets.QColorDialog(QColor(color), parent)
    dialog.setWindowTitle(title or _("Edit color"))
    # Only Qt's own dialog has a field for the hex code on every system.
    dialog.setOption(QtWidgets.QColorDialog.ColorDialogOption.DontUseNativeDialog)
    code = dialog.findChild(QtWidgets.QLineEdit, "qt_colorname_lineedit")
    if isinstance(code, QtWidgets.QLineEdit):
        # What is typed or pasted at once is a code: the colors beside would not heed it.
        code.setFocus()
        code.selectAll()
    if not dialog.exec():
        return None
    chosen = dialog.selectedColor()
    return chosen.red(), chosen.green(), chosen.blue()


def ask_for_palette(parent: QWidget, store: Store) -> Path | None:
    """Ask for a palette file to use; None when cancelled."""
    endings = list(dict.fromkeys(each.ending for each in core.palette_formats()))
    name, _chosen = QtWidgets.QFileDialog.getOpenFileName(
        parent,
        _("Use a palette file"),
        str(store.folder("open") or Path.home()),
        ";;".join([_filter(_("Palettes"), endings), _filter(_("All files"), [""])]),
    )
    return Path(name) if name else None


def ask_for_mask(parent: QWidget, store: Store) -> Path | None:
    """Ask for a picture that says what matters; None when cancelled."""
    endings = list(core.readable_endings())
    name, _chosen = QtWidgets.QFileDialog.getOpenFileName(
        parent,
        _("Load what matters"),
        str(store.folder("save") or store.folder("open") or Path.home()),
        ";;".join([_filter(_("Photos"), endings), _filter(_("All files"), [""])]),
    )
    return Path(name) if name else None


def show_error(
    parent: QWidget, sentences: Sequence[str], elsewhere: Callable[[], None] | None = None
) -> QtWidgets.QMessageBox:
    """Show what went wrong; the box waits for nobody, and work goes on behind it.

    Parameters
    ----------
    elsewhere : callable, optional
        Called when the user wants to save somewhere else, which is offered then.
    """
    from gui.desktop.log import log

    box = QtWidgets.QMessageBox(QtWidgets.QMessageBox.Icon.Warning, "Fewtone", "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText("\n\n".join(_with_stop(plain(each, LONGEST_SENTENCE)) for each in sentences))
    log().warning("Told: %s", " ".join(plain(each) for each in sentences))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if elsewhere is not None:
        button = box.addButton(_("Save elsewhere…"), QtWidgets.QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(button)
        # Queued: the chooser would open while this box is still there.
        button.clicked.connect(elsewhere, Qt.ConnectionType.QueuedConnection)
    box.open()
    return box


def _with_stop(sentence: str) -> str:
    """End a sentence of core with a full stop, which the command line does without."""
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def _ask_where_to_save(
    parent: QWidget,
    title: str,
    store: Store,
    what: str,
    endings: dict[str, str],
    selected: str,
    photo: Path,
) -> Path | None:
    """Ask for a file of which the default name says what it is: "photo.fewtone.png"."""
    folder = store.folder("save") or photo.parent
    name = default_name(folder, photo.stem, f".{what}{endings[selected]}")
    text, filter_ = QtWidgets.QFileDialog.getSaveFileName(
        parent, title, str(folder / name), ";;".join(endings), selected
    )
    if not text:
        return None
    path = Path(text)
    if path.suffix.lower() not in _known_endings(endings):
        path = path.with_name(path.name + endings.get(filter_, endings[selected]))
        # The file chooser has asked about the name without this ending only.
        # Path.exists raises for a name that is too long; saving tells that.
        if os.path.exists(path) and not may_replace(parent, path):  # noqa: PTH110
            return None
    store.remember_folder("save", path.parent)
    return path


def _ask_for_folder(
    parent: QWidget,
    store: Store,
    purpose: Literal["open", "save"],
    title: str,
    start: Path,
) -> Path | None:
    """Ask for a folder, and remember it; None when cancelled."""
    name = QtWidgets.QFileDialog.getExistingDirectory(parent, title, str(start))
    if not name:
        return None
    store.remember_folder(purpose, Path(name))
    return Path(name)


def _folder_to_open(store: Store, beside: Path | None) -> Path:
    """Return where photos are looked for: beside the one shown, or where the last came from."""
    # For a locked folder or a dead mount Path.is_dir raises, and no chooser would open.
    if beside is not None and os.path.isdir(beside.parent):  # noqa: PTH112
        return beside.parent
    return store.folder("open") or Path.home()


def _quoted(name: str) -> str:
    """Return a file name as a part of a sentence."""
    return _("“{name}”").format(name=plain(name, LONGEST_NAME))


def _filter(label: str, endings: Sequence[str]) -> str:
    """Return what a chooser shows for a format: "TIFF (*.tif *.tiff)"."""
    return f"{label} ({' '.join(f'*{ending}' for ending in endings)})"


def _known_endings(endings: dict[str, str]) -> set[str]:
    """Collect every ending the filters show: "TIFF (*.tif *.tiff)" has two."""
    patterns = (text[text.rindex("(") + 1 : -1].split() for text in endings)
    return {pattern.removeprefix("*") for each in patterns for pattern in each}


def _same_file(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _may_replace_original(parent: QWidget, photo: Path) -> bool:
    return confirm(
        parent,
        _("Replace the original photo {photo}?").format(photo=_quoted(photo.name)),
        _("Its colors cannot be brought back."),
    )


def may_replace(parent: QWidget, path: Path) -> bool:
    """Ask whether a file may be replaced."""
    return confirm(
        parent,
        _("{file} exists already. Replace it?").format(file=_quoted(path.name)),
        plain(str(path.parent), LONGEST_SENTENCE),
    )


def confirm(parent: QWidget, question: str, detail: str, does: str = "") -> bool:
    """Ask before something is lost; `does` is what the button does that goes on, or it replaces."""
    box = QtWidgets.QMessageBox(QtWidgets.QMessageBox.Icon.Warning, "Fewtone", "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.setInformativeText(detail)
    goes_on = box.addButton(does or _("Replace"), QtWidgets.QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QtWidgets.QMessageBox.StandardButton.Cancel))
    box.exec()
    return box.clickedButton() is goes_on
