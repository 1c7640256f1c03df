"""Work of a comparison that runs in a lane; core is imported inside, as in gui.session.tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from core import Comparison, Contender, Variant, Variants
    from core.model import Photo, Result, Saved
    from core.progress import ProgressCallback
    from gui.picture.bridge import Picture

# Pictures of all results together take no more; of a larger photo they are smaller.
_MOST_BYTES = 1_000_000_000
# An index, and the smaller levels of its picture; with alpha, the pixels themselves as well.
_BYTES_PER_PIXEL, _BYTES_PER_PIXEL_WITH_ALPHA = 2.4, 6.4


class Post(QObject):
    """Brings what comes of a comparison from its thread to that of the window.

    Signals
    -------
    planned(int, tuple of Variant, tuple of str)
        The number of the run, what is really compared, and notes for the user.
    pictured(int, int, Picture, Palette)
        The picture of a result, by its place.
    measured(int, int, Contender)
        Its numbers.
    """

    planned = Signal(int, object, object)
    pictured = Signal(int, int, object, object)
    measured = Signal(int, int, object)


@dataclass(frozen=True)
class Run:
    """A comparison that is to be made.

    Parameters
    ----------
    number : int
        Tells it from others.
    photo : Photo
    variants : Variants
    """

    number: int
    photo: Photo
    variants: Variants

    def make(self, post: Post, progress: ProgressCallback) -> Comparison:
        """Compare; what is there already is posted meanwhile."""
        from core import contend

        place, whole = 0, self.fits_whole(len(self.variants.plan))

        def planned(plan: Sequence[Variant], notes: tuple[str, ...]) -> None:
            post.planned.emit(self.number, tuple(plan), notes)

        def shown(result_place: int, result: Result) -> None:
            if whole:
                picture = _picture_of(result)
                post.pictured.emit(self.number, result_place, picture, result.palette)

        def measured(contender: Contender) -> None:
            nonlocal place
            if not whole:
                picture = self._small_picture_of(contender)
                palette = contender.preview.palette
                post.pictured.emit(self.number, place, picture, palette)
            post.measured.emit(self.number, place, contender)
            place += 1

        return contend(
            self.photo, self.variants, progress, each=measured, shown=shown, planned=planned
        )

    def fits_whole(self, results: int) -> bool:
        """Return whether pictures of so many results fit into memory pixel by pixel."""
        alpha = self.photo.alpha is not None
        each = _BYTES_PER_PIXEL_WITH_ALPHA if alpha else _BYTES_PER_PIXEL
        return results * each * self.photo.width * self.photo.height <= _MOST_BYTES

    def _small_picture_of(self, contender: Contender) -> Picture:
        from gui.picture.bridge import picture_of_indices
        from gui.picture.geometry import Region

        size = self.photo.width, self.photo.height
        draft = contender.preview
        return picture_of_indices(
            draft.indices, draft.palette, draft.alpha, size, Region(0, 0, *size)
        )


def _picture_of(result: Result) -> Picture:
    from gui.picture.bridge import picture_of_indices

    return picture_of_indices(result.indices, result.palette, result.alpha)


def save(comparison: Comparison, path: Path, progress: ProgressCallback) -> Saved:
    """Write a sheet."""
    from core import save_sheet

    return save_sheet(comparison, path, progress)
