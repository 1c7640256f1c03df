"""File choosers, questions, error boxes, about."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core.settings import ImageFormat
from gui.store import Store

_IMAGE_FILTERS: dict[ImageFormat, tuple[str, str]] = {
    "png": ("PNG, indexed (*.png)", ".png"),
    "gif": ("GIF (*.gif)", ".gif"),
    "webp": ("WebP, lossless (*.webp)", ".webp"),
    "tiff": ("TIFF (*.tif *.tiff)", ".tif"),
    "bmp": ("BMP (*.bmp)", ".bmp"),
    "jpeg": ("JPEG, brings other colors back (*.jpg *.jpeg)", ".jpg"),
}


class Answer(Enum):
    """What to do with work that is not saved."""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


def ask_for_photos(parent: QWidget, store: Store) -> list[Path]:
    """Let the user choose photos; empty when cancelled."""
    from core.read import readable_endings

    patterns = " ".join(f"*{ending}" for ending in readable_endings())
    names, _ = QFileDialog.getOpenFileNames(
        parent,
        "Open photos",
        str(store.folder("open") or Path.home()),
        f"Photos ({patterns});;All files (*)",
    )
    paths = [Path(name) for name in names]
    if paths:
        store.remember_folder("open", paths[0].parent)
    return paths


def ask_where_to_save_image(parent: QWidget, store: Store, photo: Path) -> Path | None:
    """Let the user choose an image file to write; None when cancelled."""
    filter_, ending = _IMAGE_FILTERS[store.image_format]
    filters = dict(_IMAGE_FILTERS.values())
    path = _ask_where_to_save(
        parent, "Save image", store, f"{photo.stem}.fewtone{ending}", filters, filter_, photo
    )
    if path is not None and _same_file(path, photo) and not _may_replace_original(parent, photo):
        return None
    return path


def ask_where_to_save_palette(parent: QWidget, store: Store, photo: Path) -> Path | None:
    """Let the user choose a palette file to write; None when cancelled."""
    from core import palette_formats

    filters = {f"{each.name} (*{each.ending})": each.ending for each in palette_formats()}
    chosen = next(
        (f for f, dot in filters.items() if dot == store.palette_ending), next(iter(filters))
    )
    name = f"{photo.stem}.palette{filters[chosen]}"
    path = _ask_where_to_save(parent, "Save palette", store, name, filters, chosen, photo)
    if path is not None:
        store.palette_ending = path.suffix.lower()
    return path


def ask_to_save(parent: QWidget, name: str) -> Answer:
    """Ask what to do with work that is about to be lost."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Fewtone")
    box.setText(f"Save the reduced photo of “{name}”?")
    box.setInformativeText("Your settings for it were changed and the result was not saved.")
    save = box.addButton(QMessageBox.StandardButton.Save)
    discard = box.addButton(QMessageBox.StandardButton.Discard)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(save)
    box.exec()
    if box.clickedButton() is save:
        return Answer.SAVE
    return Answer.DISCARD if box.clickedButton() is discard else Answer.CANCEL


def show_error(parent: QWidget, sentences: Sequence[str]) -> QMessageBox:
    """Show what went wrong, without stopping anything."""
    box = QMessageBox(
        QMessageBox.Icon.Warning, "Fewtone", "\n\n".join(map(_with_stop, sentences)), parent=parent
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def _with_stop(sentence: str) -> str:
    """End a sentence of core, which has no full stop on the command line."""
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def show_about(parent: QWidget, version: str) -> None:
    """Say what this program is."""
    QMessageBox.about(
        parent,
        "About Fewtone",
        f"<h3>Fewtone {version}</h3>"
        "<p>Turns a photo into a few colors, by k-means clustering.</p>"
        "<p>Everything happens on your own machine; nothing is sent anywhere.</p>"
        "<p>MIT licence. Made with Qt (LGPL), numpy and Pillow.</p>",
    )


def _ask_where_to_save(
    parent: QWidget,
    title: str,
    store: Store,
    name: str,
    endings: dict[str, str],
    selected: str,
    photo: Path,
) -> Path | None:
    folder = store.folder("save") or photo.parent
    text, filter_ = QFileDialog.getSaveFileName(
        parent, title, str(folder / name), ";;".join(endings), selected
    )
    if not text:
        return None
    path = Path(text)
    if path.suffix.lower() not in _known_endings(endings):
        path = path.with_name(path.name + endings.get(filter_, endings[selected]))
        # The chooser asked about the name without this ending.
        if path.exists() and not _may_replace(parent, path):
            return None
    store.remember_folder("save", path.parent)
    return path


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
    return _confirm(
        parent,
        f"Replace the original photo “{photo.name}”?",
        "Its colors cannot be brought back.",
    )


def _may_replace(parent: QWidget, path: Path) -> bool:
    return _confirm(parent, f"“{path.name}” exists already. Replace it?", str(path.parent))


def _confirm(parent: QWidget, question: str, detail: str) -> bool:
    box = QMessageBox(QMessageBox.Icon.Warning, "Fewtone", question, parent=parent)
    box.setInformativeText(detail)
    replace = box.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.exec()
    return box.clickedButton() is replace
