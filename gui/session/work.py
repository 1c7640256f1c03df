"""Work and its undo history: settings and palettes that the user chose, never pixels."""

from __future__ import annotations

import sys
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, fields, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from weakref import WeakKeyDictionary

from PySide6.QtGui import QUndoCommand, QUndoStack

from core.framing import WHOLE, Framing
from core.settings import COLORS, Color, Settings, Weigh

if TYPE_CHECKING:
    from core.model import Edited, Mask, Palette
    from core.resizing import Resize

gestures = count(1)
"""Numbers of gestures, each another one, whoever makes it."""

# Settings that change which pixels show a color, but never which colors there are.
OF_DITHERING = ("dither", "dither_strength", "dither_in", "serpentine", "keep_exact")
# Settings that change how many pixels there are, and their colors but little.
OF_SIZE = ("resize", "enlarge")


@dataclass(frozen=True)
class Fixed:
    """A palette that stays until it is released: nothing is clustered.

    Parameters
    ----------
    name : str
        What it is called: "Game Boy", "sea.gpl", "Pasted colors".
    palette : Palette
        As it was given.
    every_place : bool
        Whether each of its colors keeps its index, also where it is there twice.
    weigh : {"equal", "pixels"} or None
        How photos were weighed, if it was found for many (`of_photos`).
    edited : Edited or None
        A palette of many photos once it was edited, with the pixels that follow its colors.
    """

    name: str
    palette: Palette
    every_place: bool = False
    weigh: Weigh | None = None
    edited: Edited | None = None

    @property
    def of_photos(self) -> bool:
        """Whether it was found for many photos.

        They are dithered as in a palette of their own, what is edited in it is edited for all, and
        other settings find another one.
        """
        return self.weigh is not None


class Made(NamedTuple):
    """What was made by hand: changed and locked colors, how the photo is framed, what matters."""

    edited: Edited | None = None
    locked: frozenset[Color] = frozenset()
    framing: Framing = WHOLE
    mask: Mask | None = None

    def beside(self, other: Made) -> Made:
        """Return the same with the frame and the mask of another."""
        return self._replace(framing=other.framing, mask=other.mask)


class Shape(NamedTuple):
    """What is done with a photo before its colors are counted."""

    framing: Framing = WHOLE
    resize: Resize | None = None
    enlarge: bool = False


@dataclass(frozen=True)
class Work:
    """Settings and palette that a picture follows from.

    A fixed palette leaves nothing to choose, so that there are no own colors beside it, unless it
    was itself chosen from them for many photos. Nor are more colors asked for than there are.

    Parameters
    ----------
    settings : Settings
    edited : Edited or None
        Palette to show; None is the fixed one, or without that the one that a run of the settings
        finds.
    fixed : Fixed or None
        Palette that takes the place of a run; what is `edited` is this one, changed by hand.
    only_locked : bool
        Whether `edited` differs from what it was made of by nothing but locks.
    framing : Framing
        Which part of the photo is used, and how it is turned; no other photo's concern.
    mask : Mask or None
        How much each part of the whole photo matters; no other photo's concern either.
    """

    settings: Settings
    edited: Edited | None = None
    fixed: Fixed | None = None
    only_locked: bool = False
    framing: Framing = WHOLE
    mask: Mask | None = None

    def __post_init__(self) -> None:
        settings = self.settings
        if self.fixed is not None and not self.fixed.of_photos and settings.owned is not None:
            settings = replace(settings, owned=None)
        object.__setattr__(self, "settings", within(settings))

    @property
    def shape(self) -> Shape:
        """What is done with the photo before its colors are counted."""
        return Shape(self.framing, self.settings.resize, self.settings.enlarge)

    @property
    def by_hand(self) -> bool:
        """Whether its colors were changed by hand, so that they are this photo's alone."""
        return self.edited is not None and not self.only_locked

    @property
    def made(self) -> Made:
        """What the user made, and nobody else could make again."""
        edited, by_hand = self.edited, self.by_hand
        if edited is None and self.fixed is not None:
            edited, by_hand = self.fixed.edited, self.fixed.edited is not None
        locked = self.settings.locked if edited is None else edited.palette.locked_colors
        return Made(edited if by_hand else None, frozenset(locked), self.framing, self.mask)

    def with_settings(self, settings: Settings) -> Work:
        """Return the work with other settings.

        A fixed palette stays, with what was changed in it by hand, unless there are own colors to
        choose from in its place. One that a run found gives way to the next run; but where only
        dithering changes, nothing is found anew, and edits stay.
        """
        if self.fixed is not None and not self.fixed.of_photos and settings.owned is not None:
            return self.anew(settings)
        if self.fixed is not None or (self.by_hand and not self._finds_anew(settings)):
            return replace(self, settings=settings)
        return self.anew(settings)

    def anew(self, settings: Settings, fixed: Fixed | None = None) -> Work:
        """Return other work on the same photo, framed as it is, with no color changed by hand."""
        return Work(settings, fixed=fixed, framing=self.framing, mask=self.mask)

    def framed(self, framing: Framing) -> Work:
        """Return the work on another part of the photo, or with that turned otherwise.

        Colors that were changed by hand stay, and so does a fixed palette; others are found anew.
        """
        if self.fixed is not None or self.by_hand:
            return replace(self, framing=framing)
        return Work(self.settings, framing=framing, mask=self.mask)

    def mattering(self, mask: Mask | None) -> Work:
        """Return the work with another mask.

        Colors that were changed by hand stay, and so does a fixed palette; others are found anew.
        """
        if self.fixed is not None or self.by_hand:
            return replace(self, mask=mask)
        return Work(self.settings, framing=self.framing, mask=mask)

    def on_photo_of(self, other: Work) -> Work:
        """Return the work on the photo of other work: framed as that, and with its mask."""
        return self.framed(other.framing).mattering(other.mask)

    def finds_together(self, settings: Settings) -> bool:
        """Return whether other settings find another palette for all photos."""
        fixed = self.fixed
        if fixed is None or not fixed.of_photos or settings == self.settings:
            return False
        # A palette is spread to be mixed, which would give up what was changed by hand.
        return fixed.edited is None or self._finds_anew(settings)

    def shown_in(self, fixed: Fixed) -> Work:
        """Return the work in a palette as it is; one of many photos brings its number and locks."""
        settings, palette = self.settings, fixed.palette
        if fixed.of_photos:
            locked = tuple(palette.locked_colors)
            settings = replace(settings, colors=len(palette), locked=locked, first_colors=())
        return self.anew(settings, fixed)

    def _finds_anew(self, settings: Settings) -> bool:
        others = {name: getattr(settings, name) for name in (*OF_DITHERING, *OF_SIZE)}
        return replace(self.settings, **others) != settings

    def released(self) -> Work:
        """Return the work without its fixed palette, or without own colors to choose from.

        A run finds colors with the settings from before. What was locked stays locked.
        """
        if self.fixed is None:
            owned = self.settings.owned
            return self if owned is None else self.anew(replace(self.settings, owned=None))
        palette = self.fixed.palette if self.edited is None else self.edited.palette
        locked = tuple(dict.fromkeys((*self.settings.locked, *palette.locked_colors)))[: COLORS[-1]]
        colors = max(self.settings.colors, len(locked))
        first = self.settings.first_colors if colors == self.settings.colors else ()
        return self.anew(replace(self.settings, colors=colors, locked=locked, first_colors=first))


def within(settings: Settings) -> Settings:
    """Return settings that ask for no more colors than there are to choose from."""
    if settings.colors <= settings.most_colors:
        return settings
    return replace(settings, colors=settings.most_colors, first_colors=())


class State(NamedTuple):
    """What a step of the undo history leads from, or to.

    Parameters
    ----------
    work : Work
        The work on the photo that it is a step of.
    shared : Work or None
        Settings and fixed palette of all photos; None where the step is about its photo only.
    """

    work: Work
    shared: Work | None = None


def shared_after(shared: Work, before: Work, after: Work) -> Work:
    """Return what all photos share once one of them is changed: what changes there changes here.

    Of colors changed by hand, only the locks are for all.
    """
    changes = _changes(before, after)
    if after.by_hand and after.edited is not before.edited:
        changes = {name: value for name, value in changes.items() if name == "locked"}
    return _changed(shared, changes)


def shared_again(shared: Work, before: Work, after: Work) -> Work:
    """Return what all photos share once a step from `before` to `after` is undone or done again.

    What was set otherwise since then stays.
    """
    changes = {
        name: value
        for name, value in _changes(before, after).items()
        if _field(shared, name) == _field(before, name)
    }
    return _changed(shared, changes)


def _field(work: Work, name: str) -> object:
    return work.fixed if name == "fixed" else getattr(work.settings, name)


def _changes(before: Work, after: Work) -> dict[str, Any]:
    names = ["fixed", *(field.name for field in fields(Settings))]
    return {n: _field(after, n) for n in names if _field(before, n) != _field(after, n)}


def _changed(work: Work, changes: dict[str, Any]) -> Work:
    """Return settings and fixed palette with changes, and room for the locked colors."""
    fixed = changes.pop("fixed", work.fixed)
    locked = changes.get("locked", work.settings.locked)
    colors = max(changes.get("colors", work.settings.colors), len(locked))
    first = changes.get("first_colors", work.settings.first_colors)
    changes |= {"colors": colors, "first_colors": first if len(first) == colors else ()}
    return Work(replace(work.settings, **changes), fixed=fixed)


class Desk:
    """One photo's work: where it stands, how it came there, and where it was saved.

    Parameters
    ----------
    path : Path or None
    work : Work
        Where it begins.
    """

    def __init__(self, path: Path | None, work: Work) -> None:
        self.path = path
        self.work = work
        self.stack = QUndoStack()
        self.saved_to: Path | None = None
        # Nothing is lost by leaving while what is made by hand is as it was opened or saved last.
        self.kept = work.made
        # A photo of its own does not follow what all photos share.
        self.own = False

    @property
    def modified(self) -> bool:
        """Whether something was made by hand that no saved file has.

        What settings lead to is there again in a moment, so that they do not count.
        """
        return self.work.made not in (Made(), self.kept)

    @property
    def last_step(self) -> Change | None:
        """The step that undo takes back."""
        return self._step(self.stack.index() - 1)

    @property
    def next_step(self) -> Change | None:
        """The step that redo does again."""
        return self._step(self.stack.index())

    def _step(self, place: int) -> Change | None:
        step = self.stack.command(place)
        return step if isinstance(step, Change) else None

    def forget(self) -> None:
        """Clear the history: stack and steps refer to each other, and would never be freed."""
        self.stack.clear()


How = Literal["done", "undone", "done again"]


class Change(QUndoCommand):
    """Step of the undo history, from one state of the work to another.

    Parameters
    ----------
    text : str
        What was done, as the menu names it after "Undo".
    before, after : State
    apply : callable
        Goes from one state to another, and is told how.
    gesture : int
        Steps of the same gesture, such as the drag of a slider, are joined to one; 0 is none.

    Attributes
    ----------
    along : mapping of Desk to Change
        Steps on other photos that were done with this one, and go with it.
    """

    def __init__(
        self,
        text: str,
        before: State,
        after: State,
        apply: Callable[[State, State, How], None],
        gesture: int = 0,
    ) -> None:
        super().__init__(text)
        self.before = before
        self.after = after
        self._apply = apply
        self._how: How = "done"
        self.gesture = gesture
        self.along: MutableMapping[Desk, Change] = WeakKeyDictionary()

    def id(self) -> int:
        """Return to Qt which steps might be joined."""
        return 1 if self.gesture else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Join the next step of the same gesture to this one."""
        if not isinstance(other, Change) or other.gesture != self.gesture:
            return False
        self.after = other.after
        # PySide never frees a step that is joined, and a mask is large.
        other.before = other.after = self.before
        self.setObsolete(self.after == self.before)
        return True

    def redo(self) -> None:
        """Show the work after the step; Qt calls this the first time, too."""
        how, self._how = self._how, "done again"  # untranslated: a value
        self._show(self.before, self.after, how)

    def undo(self) -> None:
        """Show the work before the step."""
        self._show(self.after, self.before, "undone")

    def _show(self, before: State, after: State, how: How) -> None:
        try:
            self._apply(before, after, how)
        except Exception:  # noqa: BLE001
            # The caller is Qt: an exception that passes through it ends the program.
            sys.excepthook(*sys.exc_info())
