"""Joins what matters to the session: a tool on the canvas, a bar under it, and the mask."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.language import _, pgettext
from core.names import LONGEST_NAME, plain
from core.settings import Color
from gui.desktop import dialogs, texts
from gui.session.lane import Lane
from gui.session.tasks import sentence
from gui.session.work import gestures

if TYPE_CHECKING:
    from core import Likeness
    from core.model import Mask, Photo
    from gui.controls.actions import Actions
    from gui.desktop.store import Store
    from gui.mattering.bar import MatteringBar
    from gui.mattering.painting import Painting, Way
    from gui.mattering.strokes import Levels, Places
    from gui.picture.canvas import Canvas
    from gui.session.session import Session
    from gui.session.work import Work

# While a stroke is made, the draft follows as often.
_FOLLOW_MS = 40
_RANGES = range(1, 51)


class _Clicked(NamedTuple):
    """A color that was clicked: with another range, other places are like it.

    Parameters
    ----------
    color : (int, int, int)
    before : (h, w) uint8
        The levels before anything was painted.
    level : int
    text : str
        What the step is called.
    gesture : int
        All ranges are one step.
    """

    color: Color
    before: Levels
    level: int
    text: str
    gesture: int


class MatteringDesk(QObject):
    """Has parts of a photo painted that matter more or less; the colors follow.

    Parameters
    ----------
    session : Session
    actions : Actions
    canvas : Canvas
        What is painted on.
    store : Store
    window : QWidget

    Signals
    -------
    active_changed(bool)
        Strokes are painted on the photo, or not any more.
    said(str)
        What was done.
    """

    active_changed = Signal(bool)
    said = Signal(str)

    def __init__(
        self, session: Session, actions: Actions, canvas: Canvas, store: Store, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._actions, self._canvas = session, actions, canvas
        self._store, self._window = store, window
        self._action = actions.matters
        self.place = QWidget()
        self._column = QVBoxLayout(self.place)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.place.hide()
        self._made: tuple[Painting, MatteringBar] | None = None
        # The mask that the levels are of, as long as no stroke has changed them.
        self._mask: Mask | None = None
        self._gesture, self._stroke = 0, ""
        # Levels are painted that the photo does not have yet; and its draft is on the way.
        self._behind = self._awaits_draft = False
        self._layout_before = ""
        self._clicked: _Clicked | None = None
        self._likeness: tuple[Photo, Likeness] | None = None
        self._timer = QTimer(self, interval=_FOLLOW_MS, singleShot=True)
        self._timer.timeout.connect(self._follow_stroke)
        self._range_timer = QTimer(self, interval=_FOLLOW_MS, singleShot=True)
        self._range_timer.timeout.connect(self._look_for_alike)
        self._files = Lane("queue", "masks", self)
        self._comparing = Lane("latest", "colors alike", self)
        self._action.toggled.connect(self._toggle)
        session.photo_opened.connect(lambda _photo, _picture: self._look(anew=True))
        session.photo_framed.connect(lambda _photo, _picture: self._look())
        session.photo_closed.connect(self._forget)
        session.desks.work_shown.connect(self._show_work)
        for signal in (
            *(session.draft_made, session.result_made, session.palette_changed),
            *(session.failed, session.stopped),
        ):
            signal.connect(lambda *_values: self._take_draft())

    @property
    def active(self) -> bool:
        """Whether strokes are painted on the photo."""
        return self._action.isChecked()

    @property
    def painting(self) -> Painting:
        """The tool, which is made when somebody asks for it."""
        return self._parts[0]

    @property
    def bar(self) -> MatteringBar:
        """The bar, which is made when somebody asks for it."""
        return self._parts[1]

    def leave(self) -> None:
        """Paint no more; the mask stays."""
        self._action.setChecked(False)

    def close(self) -> None:
        """End the threads, once masks are written."""
        self._timer.stop()
        self._range_timer.stop()
        self._files.close()
        self._comparing.close()

    @property
    def _parts(self) -> tuple[Painting, MatteringBar]:
        if self._made is None:
            from gui.mattering.bar import MatteringBar
            from gui.mattering.painting import SIZES, Painting

            painting, bar = Painting(self._canvas), MatteringBar(SIZES, _RANGES)
            self._made = painting, bar
            painting.strength = bar.strength
            bar.show_size(painting.size)
            self._column.addWidget(bar)
            painting.begun.connect(self._begin)
            painting.painted.connect(self._have_follow)
            painting.ended.connect(self._end)
            painting.color_wanted.connect(self._choose_color)
            painting.size_changed.connect(bar.show_size)
            painting.accepted.connect(self.leave)
            bar.way_chosen.connect(self._choose_way)
            bar.strength_chosen.connect(lambda level: setattr(painting, "strength", level))
            bar.size_chosen.connect(lambda size: setattr(painting, "size", size))
            bar.range_chosen.connect(lambda _range: self._range_timer_on())
            bar.load_wanted.connect(self._load)
            bar.save_wanted.connect(self._save)
            bar.clear_wanted.connect(self._clear)
            bar.accepted.connect(self.leave)
            bar.grow_wanted.connect(painting.grow)
            texts.follow(bar, self._tell)
        return self._made

    # To and fro

    def _toggle(self, active: bool) -> None:
        there = self._session.photo is not None
        if active and there:
            self.place.show()
            self._look(anew=True)
            self._show_both()
            self._canvas.take_tool(self.painting)
            self.painting.begin()
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._made is not None:
            self._end_stroke()
            self._follow_stroke()
            bar = self.bar
            had_focus = bar.isAncestorOf(bar.window().focusWidget())
            self._canvas.take_tool(None)
            self.painting.forget()
            self.place.hide()
            self._show_as_before()
            if had_focus:
                self._canvas.setFocus()
        self.active_changed.emit(active)

    def _show_both(self) -> None:
        """Show photo and result beside each other: who paints on one sees the other follow."""
        layouts = {action.data(): action for action in self._actions.layouts}
        self._layout_before = self._canvas.arrangement
        if self._layout_before != "side by side":
            layouts["side by side"].trigger()

    def _show_as_before(self) -> None:
        """Share the canvas as before, unless the user chose otherwise meanwhile."""
        layouts = {action.data(): action for action in self._actions.layouts}
        if self._canvas.arrangement == "side by side" and self._layout_before in layouts:
            layouts[self._layout_before].trigger()

    def _look(self, *, anew: bool = False) -> None:
        """Paint on the photo that the canvas shows."""
        whole, photo = self._session.whole, self._session.photo
        if not self.active or whole is None or photo is None:
            return
        if anew:
            self._clicked = self._likeness = None
            self._comparing.cancel()
        size = whole.photo.width, whole.photo.height
        shown = photo.width, photo.height
        self.painting.look_at(self._session.framing, size, shown)
        self._show_mask(self._session.desks.work.mask)

    def _forget(self) -> None:
        self._likeness = self._clicked = None
        self.leave()

    def _show_work(self, work: Work) -> None:
        if not self.active or self._session.whole is None:
            return
        self._tell()
        if work.mask is not self._mask and self.painting.levels is not None:
            self._show_mask(work.mask)

    def _show_mask(self, mask: Mask | None) -> None:
        """Show a mask that did not come from a stroke."""
        self._timer.stop()
        self._behind = False
        self._clicked, self._mask = None, mask
        self.painting.show_levels(None if mask is None else mask.levels)
        self._tell()

    def _tell(self) -> None:
        if self._made is None:
            return
        work = self._session.desks.work
        hint = ""
        if work.fixed is not None or work.by_hand:
            hint = _("The palette stays as it is: what matters changes no color of it now.")
        self.bar.show_mask(there=work.mask is not None, hint=hint)

    # Strokes

    def _choose_way(self, way: str) -> None:
        self._end_stroke()
        self._follow_stroke()
        self.painting.way = cast("Way", way)
        self._clicked = None
        self._canvas.update()

    def _begin(self) -> None:
        self._follow_stroke()
        self._gesture, self._clicked = next(gestures), None
        self._stroke = self._name_of_stroke()

    def _name_of_stroke(self) -> str:
        from gui.mattering.strokes import NEUTRAL

        level = self.bar.strength
        if level == NEUTRAL:
            return _("Erase what matters")
        return _("Paint what matters more") if level > NEUTRAL else _("Paint what matters less")

    def _have_follow(self) -> None:
        """Have the colors follow soon: as often as drafts are made, or none would be seen."""
        self._behind = True
        if not self._awaits_draft and not self._timer.isActive():
            self._timer.start()

    def _take_draft(self) -> None:
        self._awaits_draft = False
        if self._behind:
            self._timer.start()

    def _range_timer_on(self) -> None:
        if not self._range_timer.isActive():
            self._range_timer.start()

    def _follow_stroke(self) -> None:
        """Let the photo have the mask as far as it is painted."""
        self._timer.stop()
        if self._behind and self.painting.levels is not None:
            self._behind = False
            self._take(self.painting.levels, self._stroke, self._gesture)
            self._awaits_draft = self._session.busy

    def _end(self) -> None:
        self._behind = True
        self._follow_stroke()

    def _end_stroke(self) -> None:
        if self.painting.draws:
            self.painting.release()

    def _take(self, levels: Levels, text: str, gesture: int = 0) -> None:
        """Let the photo have a mask of levels."""
        from core import Mask
        from gui.mattering.strokes import NEUTRAL

        mask = Mask(levels)
        # What matters all alike, as it is usual, is no mask.
        self._mask = None if mask.uniform and mask.levels[0, 0] == NEUTRAL else mask
        self._session.set_mask(self._mask, text, gesture)
        self._tell()

    # Colors

    def _choose_color(self, x: int, y: int) -> None:
        photo, levels = self._session.photo, self.painting.levels
        if photo is None or levels is None or y >= photo.height or x >= photo.width:
            return
        self._follow_stroke()
        red, green, blue = photo.pixels[y, x].tolist()
        level, text = self.painting.strength, self._name_of_stroke()
        self._clicked = _Clicked((red, green, blue), levels.copy(), level, text, next(gestures))
        self._look_for_alike()

    def _look_for_alike(self) -> None:
        """Find all that is like the color that was clicked, within the range of the moment."""
        whole, painting = self._session.whole, self.painting
        if self._clicked is None or whole is None or painting.levels is None:
            return
        photo, known = whole.photo, None
        if self._likeness is not None and self._likeness[0] is photo:
            known = self._likeness[1]
        elif self._comparing.busy:
            return  # once it is known, this is called again
        from gui.mattering import tasks

        clicked, within = self._clicked, self.bar.range
        height, width = painting.levels.shape
        self._comparing.submit(
            lambda progress: tasks.alike(
                photo, (width, height), known, clicked.color, within, progress
            ),
            lambda found: self._paint_alike(photo, clicked, within, *found),
            lambda error: self.said.emit(sentence(error)),
        )

    def _paint_alike(
        self,
        photo: Photo,
        clicked: _Clicked,
        within: int,
        likeness: Likeness,
        where: Places,
    ) -> None:
        """Paint all that is like a color; with another range, paint it anew."""
        self._likeness = photo, likeness
        levels = self.painting.levels
        if clicked is not self._clicked or levels is None:
            return
        levels[:] = clicked.before
        levels[where] = clicked.level
        self.painting.touch()
        self._stroke, self._gesture = clicked.text, clicked.gesture
        self._have_follow()
        if within != self.bar.range:
            self._look_for_alike()

    # Files

    def _clear(self) -> None:
        if self._session.desks.work.mask is not None:
            self._session.set_mask(None, _("Clear what matters"))

    def _load(self) -> None:
        path = dialogs.ask_for_mask(self._window, self._store)
        if path is not None:
            self.load(path)

    def load(self, path: Path) -> None:
        """Let the photo have the mask of a picture file."""
        whole = self._session.whole
        if whole is None:
            return
        from gui.mattering import tasks
        from gui.mattering.strokes import mask_size

        photo, size = whole.photo, (whole.photo.width, whole.photo.height)

        def take(mask: Mask) -> None:
            if self._session.whole is not None and self._session.whole.photo is photo:
                name = plain(path.name, LONGEST_NAME)
                text = _("Load {name}").format(name=name)
                self._session.set_mask(mask, text)
                self.said.emit(_("“{name}” says what matters now.").format(name=name))

        painted = mask_size(size)
        self._files.submit(lambda _progress: tasks.load(path, size, painted), take, self._fail)

    def _save(self) -> None:
        whole, mask = self._session.whole, self._session.desks.work.mask
        if whole is None or mask is None:
            return
        photo = whole.photo.path or Path(pgettext("a photo without a name", "photo"))
        path = dialogs.ask_where_to_save_mask(self._window, self._store, photo)
        if path is not None:
            self.save(path)

    def save(self, path: Path) -> None:
        """Write the mask of the photo."""
        mask = self._session.desks.work.mask
        if mask is None:
            return
        from gui.mattering import tasks

        self._files.submit(
            lambda _progress: tasks.save(mask, path),
            lambda _saved: self.said.emit(_("Saved {path}.").format(path=path)),
            self._fail,
        )

    def _fail(self, error: BaseException) -> None:
        dialogs.show_error(self._window, [sentence(error)])
