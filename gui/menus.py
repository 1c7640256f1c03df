"""Context menus of the picture and of the film strip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from core.language import _, ngettext

if TYPE_CHECKING:
    from gui.controls.actions import Actions
    from gui.film.strip import FilmStrip
    from gui.photos.documents import Documents
    from gui.picture.canvas import Canvas


class ContextMenus(QObject):
    """What can be done where the pointer is, or where the keys are."""

    def __init__(
        self,
        actions: Actions,
        canvas: Canvas,
        film_strip: FilmStrip,
        documents: Documents,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._actions = actions
        self._canvas = canvas
        self._documents = documents
        self._film_strip = film_strip
        self._window = window
        canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        canvas.customContextMenuRequested.connect(self._pop_up_on_picture)
        film_strip.menu_wanted.connect(self._pop_up_on_photo)
        film_strip.removal_wanted.connect(lambda path: documents.remove([path]))

    def on_picture(self) -> QMenu:
        """Make the menu of the picture, or of the empty window."""
        actions = self._actions
        if self._documents.album.current is None:
            return self._menu([actions.open, actions.open_folder, actions.paste])
        return self._menu(
            [
                *(actions.save, actions.save_as, actions.copy_picture, actions.paste),
                None,
                *(actions.fit, actions.actual_size, actions.difference),
                None,
                *(actions.show_in_folder, actions.close_photo),
            ]
        )

    def on_photo(self, path: Path) -> QMenu:
        """Make the menu of a photo in the film strip."""
        actions, documents = self._actions, self._documents
        shown = path == documents.album.current
        others = set(documents.album.paths) - {path}
        menu = self._menu([])
        several = self._film_strip.several
        if path in several:
            give = (actions.settings_to_chosen, actions.locks_to_chosen, actions.palette_to_chosen)
            menu.addActions(give)
            menu.addSeparator()
            remove = ngettext(
                "&Remove this photo from the strip",
                "&Remove {count} photos from the strip",
                len(several),
            ).format(count=len(several))
            menu.addAction(remove, lambda: documents.remove(several))
            return menu
        if shown:
            menu.addActions([actions.save, actions.save_as, actions.copy_picture])
            menu.addSeparator()
            menu.addActions([actions.give_to_all, actions.use_shared])
        else:
            menu.addAction(_("&Show this photo"), lambda: documents.show(path))
        menu.addSeparator()
        menu.addAction(_("Show in &folder"), lambda: documents.show_file(path))
        menu.addSeparator()
        menu.addAction(_("&Remove from the strip"), lambda: documents.remove([path]))
        everything = menu.addAction(_("Remove all &others"), lambda: documents.remove(others))
        everything.setEnabled(bool(others))
        return menu

    def _pop_up_on_picture(self, at: QPoint) -> None:
        if not self._canvas.picking:
            self.on_picture().popup(self._canvas.mapToGlobal(at))

    def _pop_up_on_photo(self, path: Path, at: QPoint) -> None:
        self.on_photo(path).popup(at)

    def _menu(self, entries: list[QAction | None]) -> QMenu:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(entry)
        return menu
