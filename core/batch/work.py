"""What a process does for a batch: orders in, what became of them out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from core.batch.ground import Ground, make_folder
from core.batch.imprint import Imprint, sha256_of
from core.batch.making import Recipe, count_file, make, reduce_file
from core.batch.plan import Entry
from core.errors import NO_MEMORY, FewtoneError, PlaceError, TooLargeError, is_of_memory
from core.language import _, translated
from core.progress import ProgressCallback
from core.reduction.sampling import Stack
from core.reduction.together import Counted


class Done(NamedTuple):
    """What is known of a photo that was made before.

    Parameters
    ----------
    sha256 : str
        Of the bytes of its file then.
    report : dict
    imprint : Imprint or None
        What the file of its result was like, if that is known.
    """

    sha256: str
    report: dict[str, Any]
    imprint: Imprint | None = None

    @property
    def is_damaged(self) -> bool:
        """Whether the file of its result is there, but has lost what was in it."""
        output = self.report["output"]
        return bool(output) and self.imprint is not None and self.imprint.is_damaged(Path(output))


class Order(NamedTuple):
    """A photo to make.

    Parameters
    ----------
    entry : Entry
    recipe : Recipe
    hashed : bool
        Whether the answer tells the content of the photo.
    done : Done or None
        It is not made again if its content is this.
    counting : bool
        Whether its colors are only counted, for a palette that it shares with others.
    stack : Stack or None
        Where it is among those others, if all are looked at as one.
    """

    entry: Entry
    recipe: Recipe
    hashed: bool = False
    done: Done | None = None
    counting: bool = False
    stack: Stack | None = None

    def on(self, ground: Ground) -> Order:
        """Return the same for a folder that has to stay where it is."""
        place = replace(self.entry.place, ground=ground)
        return self._replace(entry=self.entry._replace(place=place))


class Answer(NamedTuple):
    """What became of an order.

    Parameters
    ----------
    report : dict or None
        What there is to tell of the result; None if there is none.
    error : str
        A sentence that names the photo and tells why there is no result.
    too_large : bool
        Whether a larger `max_pixels` would have helped.
    hopeless : bool
        Whether no other photo could be saved either.
    sha256 : str
        Of the bytes of the photo's file, if that was asked for.
    before : bool
        Whether it was made before, and was left as it is.
    counted : Counted or None
        Its colors, if they were only counted.
    imprint : Imprint or None
        What the file of its result is like, if it has one and its content was asked for.
    """

    report: dict[str, Any] | None = None
    error: str = ""
    too_large: bool = False
    hopeless: bool = False
    sha256: str = ""
    before: bool = False
    counted: Counted | None = None
    imprint: Imprint | None = None


def work(order: Order, progress: ProgressCallback | None = None) -> Answer:
    """Make a photo; whatever goes wrong with it becomes a sentence, so that others go on.

    What `progress` raises passes through.
    """
    (photo, place), recipe = order.entry, order.recipe
    if order.counting:
        stack = order.stack
        return _named(photo, lambda: Answer(counted=count_file(photo, recipe, stack, progress)))
    sha256 = _sha256(photo) if order.hashed else ""
    again = False
    if order.done is not None and sha256 == order.done.sha256:
        again = order.done.is_damaged
        if not again:
            return Answer(order.done.report, sha256=sha256, before=True)
        place = replace(place, replaces=True)

    def made() -> Answer:
        if place.ground is not None:
            place.ground.require()
        make_folder(place.folder)
        reduced = reduce_file(photo, recipe, progress)
        kept, report = make(photo, reduced, recipe, place, progress)
        if again:
            report["notes"].append(_("The file that was there was damaged, and was made again."))
        imprint = None
        if order.hashed and kept.saved is not None:
            with suppress(OSError):
                imprint = Imprint.of(kept.saved.path)
        return Answer(report, sha256=sha256, imprint=imprint)

    return _named(photo, made)


def _named(photo: Path, made: Callable[[], Answer]) -> Answer:
    """Return an answer, which is a sentence if it was not to be had."""
    try:
        return made()
    except TooLargeError as error:
        return Answer(error=str(error), too_large=error.can_be_allowed)
    except FewtoneError as error:
        return Answer(error=str(error), hopeless=isinstance(error, PlaceError))
    except Exception as error:  # noqa: BLE001
        known = f"{type(error).__name__}: {error}"
        if is_of_memory(error):
            known = translated(NO_MEMORY)
        told = _("Cannot reduce {photo}: {reason}")
        return Answer(error=told.format(photo=photo, reason=known))


def _sha256(photo: Path) -> str:
    """Return the hash of a file; "" if it cannot be read, of which opening it tells."""
    with suppress(OSError):
        return sha256_of(photo)
    return ""
