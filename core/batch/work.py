"""What a process does for a batch: orders in, what became of them out."""

from __future__ import annotations

from typing import Any, NamedTuple

from core.batch.making import Recipe, make, reduce_file
from core.batch.plan import Entry
from core.batch.saving import make_folder
from core.errors import NO_MEMORY, FewtoneError, TooLargeError, is_of_memory
from core.progress import ProgressCallback


class Order(NamedTuple):
    """A photo to make.

    Parameters
    ----------
    entry : Entry
    recipe : Recipe
    """

    entry: Entry
    recipe: Recipe


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
    """

    report: dict[str, Any] | None = None
    error: str = ""
    too_large: bool = False


def work(order: Order, progress: ProgressCallback | None = None) -> Answer:
    """Make a photo; whatever goes wrong with it becomes a sentence, so that others go on.

    What `progress` raises passes through.
    """
    (photo, place), recipe = order.entry, order.recipe
    try:
        make_folder(place.folder)
        reduced = reduce_file(photo, recipe, progress)
        _kept, report = make(photo, reduced, recipe, place, progress)
    except TooLargeError as error:
        return Answer(error=str(error), too_large=error.can_be_allowed)
    except FewtoneError as error:
        return Answer(error=str(error))
    except Exception as error:  # noqa: BLE001
        known = NO_MEMORY if is_of_memory(error) else f"{type(error).__name__}: {error}"
        return Answer(error=f"Cannot reduce {photo}: {known}")
    return Answer(report)
