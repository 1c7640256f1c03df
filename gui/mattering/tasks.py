"""What the tool has done in lanes; core is imported inside, as in gui.session.tasks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.language import _

if TYPE_CHECKING:
    from core import Likeness
    from core.model import Mask, Photo
    from core.progress import ProgressCallback
    from core.settings import Color
    from gui.mattering.strokes import Places


def load(path: Path, photo: tuple[int, int], size: tuple[int, int]) -> Mask:
    """Read the mask of a photo from a picture file, and bring it to the size that is painted.

    Raises
    ------
    ReadError
        When the file cannot be read.
    InputError
        When the mask has another shape than the photo.
    """
    from core import Mask, read_mask
    from core.errors import InputError
    from gui.mattering.strokes import resized

    mask = read_mask(path)
    try:
        mask.require_shape(photo)
    except InputError as error:
        # Translators: which file cannot be used, and why
        words = _("Cannot use {path}: {reason}")
        raise InputError(words.format(path=path, reason=error)) from None
    return mask if mask.size == size else Mask(resized(mask.levels, size))


def save(mask: Mask, path: Path) -> None:
    """Write a mask as a gray PNG file."""
    from core import save_mask

    save_mask(mask, path)


def alike(
    photo: Photo,
    size: tuple[int, int],
    known: Likeness | None,
    color: Color,
    within: int,
    progress: ProgressCallback,
) -> tuple[Likeness, Places]:
    """Find the places of a photo's mask whose colors are like one.

    Parameters
    ----------
    size : (int, int)
        Of the mask.
    known : Likeness or None
        What was returned before for the same photo.
    within : int
        Distance in hundredths of Oklab.
    """
    from core import Likeness
    from core.progress import Meter

    if known is None:
        known = Likeness(photo, size, Meter(progress).part(1.0, _("comparing colors")))
    return known, known.near(color, within)
