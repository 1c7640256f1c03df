"""Joins the k-means window to the session: it follows the photo and its settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.language import translated
from core.settings import SEEDS, Settings
from gui.desktop import texts
from gui.session.work import OF_DITHERING

if TYPE_CHECKING:
    from core.model import Photo
    from core.settings import Start
    from gui.controls.actions import Actions
    from gui.desktop.store import Store
    from gui.kmeans.watching import Watching
    from gui.kmeans.window import KMeansWindow
    from gui.session.session import Session


class KMeansDesk(QObject):
    """Opens the window when it is asked for, and tells it which run is to be seen."""

    def __init__(self, session: Session, actions: Actions, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self._store = store
        self._parent = parent
        self._watching: Watching | None = None
        # The start of plain k-means, or "" for the way of the settings.
        self._plain = ""
        # Seeds that were drawn here, beyond that of the settings.
        self._draws = 0
        # What is being watched: while it is the same, nothing has to be run again.
        self._watched: tuple[Photo, Settings] | None = None
        self.window: KMeansWindow | None = None
        actions.kmeans.triggered.connect(self.open)
        for signal in (
            session.photo_opened,
            session.photo_framed,
            session.photo_closed,
            session.result_made,
            session.palette_changed,
            session.failed,
        ):
            signal.connect(self._follow)

    def open(self) -> None:
        """Show the window, in front of others."""
        if self.window is None:
            # These load numpy, which the main window paints without.
            from gui.kmeans.watching import Watching
            from gui.kmeans.window import KMeansWindow

            self._watching = Watching(self)
            self.window = KMeansWindow(self._watching, self._store, self._parent)
            self.window.plain_chosen.connect(self._choose)
            self.window.draw_wanted.connect(self._draw)
            # The keys of the main window that a run is about work here as well.
            same = self._actions
            self.window.addActions([same.more_colors, same.fewer_colors, same.undo, same.redo])
            # Why there is nothing to be seen follows the language.
            texts.follow(self.window, self._follow)
        self._let_go()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self._follow()

    def close(self) -> None:
        """Close the window, and end its threads."""
        if self.window is not None and self._watching is not None:
            self.window.close()
            self.window.end()
            self._watching.close()

    def _choose(self, plain: str) -> None:
        self._plain = plain
        self._follow()

    def _draw(self) -> None:
        self._draws += 1
        self._follow()

    def _follow(self) -> None:
        """Have the window show the run of the photo and its settings, or say why there is none."""
        window, watching, session = self.window, self._watching, self._session
        if window is None or watching is None:
            return
        if not window.isVisible():
            self._let_go()
            return
        from gui.kmeans import words

        photo, histogram = session.photo, session.histogram
        work = session.desks.work
        why = translated(words.NO_PHOTO) if photo is None else words.why_not(work)
        if not why and histogram is None:
            why = translated(words.WAIT)
        if why or photo is None or histogram is None:
            self._watched = None
            watching.forget()
            window.show_message(why)
            return
        settings = _watchable(session.settings, plain=self._plain, draws=self._draws)
        if self._watched != (photo, settings):
            self._watched = photo, settings
            window.show_photo(photo)
            watching.watch(photo, histogram, settings)

    def _let_go(self) -> None:
        """Forget what a closed window is no more about: a photo that is gone, half of a run."""
        window, watching = self.window, self._watching
        if window is None or watching is None or window.isVisible() or self._watched is None:
            return
        ended = watching.run is not None and watching.run.trace is not None
        if not ended or self._watched[0] is not self._session.photo:
            self._watched = None
            watching.forget()


def _watchable(settings: Settings, *, plain: str, draws: int) -> Settings:
    """Return settings without what makes no difference to the centroids, plain ones if wanted.

    Parameters
    ----------
    plain : str
        The start of plain k-means; "" leaves that of the settings.
    draws : int
        How many seeds later than theirs is wanted, where a start draws at random.
    """
    usual = Settings()
    dithering = {name: getattr(usual, name) for name in OF_DITHERING}
    settings = replace(settings, **dithering)
    if plain:
        settings = replace(settings, start=cast("Start", plain), first_colors=())
    if settings.start == "wu":
        return settings
    return replace(settings, seed=(settings.seed + draws) % len(SEEDS))
