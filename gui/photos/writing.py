"""Writing: files are saved where they were before, or where the user says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.settings import METADATA_CHOICES, PALETTE_ORDERS
from gui.desktop import dialogs
from gui.photos.saving_all import ToSave, free_files

if TYPE_CHECKING:
    from gui.desktop.store import Store
    from gui.photos.places import Places
    from gui.session.session import Session


class Writing(QObject):
    """Asks where to save images and palettes, and remembers how."""

    def __init__(self, session: Session, store: Store, places: Places, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._store = store
        self._places = places
        self._window = window
        self._choose_how_to_save()

    def save(self) -> None:
        """Save the image where it was saved before in this format; otherwise ask where."""
        path = self._session.replaces
        if path is None:
            self.save_as()
        else:
            self._session.save_image(path)

    def save_as(self) -> None:
        """Ask where to save the image."""
        self._session.stop_opening()
        if self._session.photo is None:
            return
        path = self._ask_for_image_file(self._places.name)
        if path is not None:
            self._session.save_image(path)

    def save_palette(self) -> None:
        """Ask where to save the palette."""
        self._session.stop_opening()
        if self._session.result is not None:
            photo = self._places.for_files_of(self._places.name)
            path = dialogs.ask_where_to_save_palette(self._window, self._store, photo)
            if path is not None:
                self._session.save_palette(path)

    def keep_metadata(self, choice: str) -> None:
        """Choose what of a photo's own is kept in the files saved from now on."""
        if choice in METADATA_CHOICES:
            self._store.metadata = choice
            self._choose_how_to_save()

    def order_colors(self, order: str) -> None:
        """Choose the order of the colors in the files saved from now on."""
        if order in PALETTE_ORDERS:
            self._store.saved_order = order
            self._choose_how_to_save()

    def files_for(self, photos: Sequence[Path]) -> list[ToSave]:
        """Choose where the results of photos are saved: as before, or where the user says.

        Returns
        -------
        list of ToSave
            Fewer than the photos if the user left a question open.
        """
        before = {photo: self._session.desks.desk_of(photo).saved_to for photo in photos}
        files = [ToSave(photo, file) for photo, file in before.items() if file is not None]
        new = [photo for photo, file in before.items() if file is None]
        if len(new) == 1:
            file = self._ask_for_image_file(new[0])
            files += [] if file is None else [ToSave(new[0], file)]
        elif new:
            folder = dialogs.ask_for_folder_to_save(
                self._window, self._store, self._places.for_files_of(new[0])
            )
            if folder is not None:
                from core import image_formats

                ending = image_formats()[self._store.image_format].endings[0]
                files += free_files(new, folder, ending)
        return files

    def offer_elsewhere(self, sentence: str, what: str) -> None:
        """Show why a file was not written, and offer another place."""
        again = self.save_palette if what == "palette" else self.save_as
        dialogs.show_error(self._window, [sentence], again)

    def _ask_for_image_file(self, photo: Path) -> Path | None:
        """Ask where to save the result of a photo; further ones are offered the same format."""
        path = dialogs.ask_where_to_save_image(
            self._window, self._store, self._places.for_files_of(photo)
        )
        if path is not None:
            from core import image_format

            self._store.image_format = image_format(path)
            self._choose_how_to_save()
        return path

    def _choose_how_to_save(self) -> None:
        self._session.set_save_options(self._store.save_options)
