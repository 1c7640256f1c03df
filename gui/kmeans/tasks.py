"""Work of the k-means window that runs in its lanes.

core is imported inside, so that the window opens before numpy is needed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from core.language import _
from gui.picture.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Callable

    from core import Histogram
    from core.charts.cloud import Cloud, CubeSpace
    from core.model import Draft, Moment, Photo, Trace
    from core.progress import ProgressCallback
    from core.settings import Settings
    from gui.picture.bridge import Picture

# A picture of this many pixels fills most screens, and is made while a film plays.
_MOST_PIXELS = 700_000


class Sample(NamedTuple):
    """Each `step`-th pixel of a photo, across and down, with its distinct colors.

    Parameters
    ----------
    photo : Photo
    colors : Histogram
        Those of the sample.
    size : (int, int)
        Of the whole photo.
    step : int
    """

    photo: Photo
    colors: Histogram
    size: tuple[int, int]
    step: int


class Sight(NamedTuple):
    """The picture of a moment.

    Parameters
    ----------
    moment : Moment
    draft : Draft
    picture : Picture
    step : int
        Pixels of the photo for each of the draft.
    lit : int or None
        The cluster whose pixels are not veiled.
    veil : Picture or None
    beads : (n,) int or None
        The cluster of each bead of the cloud, where one is lit.
    """

    moment: Moment
    draft: Draft
    picture: Picture
    step: int
    lit: int | None = None
    veil: Picture | None = None
    beads: Any = None

    def number_at(self, x: float, y: float) -> int | None:
        """Find the cluster of a pixel of the photo; None outside, and where it is transparent."""
        row, column = math.floor(y / self.step), math.floor(x / self.step)
        height, width = self.draft.indices.shape
        if not (0 <= row < height and 0 <= column < width):
            return None
        if self.draft.alpha is not None and self.draft.alpha[row, column] == 0:
            return None
        return int(self.draft.indices[row, column])


def follow(
    histogram: Histogram,
    settings: Settings,
    watch: Callable[[Moment], object],
    first: Any,
    progress: ProgressCallback,
) -> Trace:
    """Run k-means, and show each of its moments to whoever watches."""
    from core import trace

    return trace(histogram, settings, progress, watch=watch, first=first)


def cloud(histogram: Histogram, settings: Settings, space: CubeSpace) -> Cloud:
    """Gather a photo's colors in the cube of a space, flattened if the settings say so."""
    from core.charts.cloud import cloud_of

    if settings.transparency == "flatten" and (histogram.hidden or histogram.translucent):
        histogram = histogram.flattened(settings.background)
    return cloud_of(histogram, space)


def sample(photo: Photo, progress: ProgressCallback) -> Sample:
    """Take as many pixels of a photo as a screen shows."""
    from core import Photo, count_colors
    from core.progress import Meter

    step = max(math.ceil(math.sqrt(photo.width * photo.height / _MOST_PIXELS)), 1)
    alpha = None if photo.alpha is None else photo.alpha[::step, ::step]
    few = Photo(photo.pixels[::step, ::step], alpha)
    colors = count_colors(few, Meter(progress).part(1.0, _("looking")))
    return Sample(few, colors, (photo.width, photo.height), step)


def show(
    sample: Sample,
    moment: Moment,
    settings: Settings,
    lit: int | None,
    last: Sight | None,
    cloud: Cloud | None,
) -> Sight:
    """Make the picture of a moment, with a veil over all clusters but one.

    Parameters
    ----------
    last : Sight or None
        The one made before: if it is of the same moment, just the veil is another.
    cloud : Cloud or None
        Its beads are told apart by clusters as well.
    """
    from core import shown_at
    from core.charts.cloud import labels_of
    from gui.picture.bridge import picture_of_indices, veil_over_others

    place = Region(0, 0, *sample.size)
    if last is not None and last.moment is moment:
        sight = last._replace(lit=None, veil=None)
    else:
        draft = shown_at(sample.photo, sample.colors, moment.positions, settings)
        picture = picture_of_indices(draft.indices, draft.palette, draft.alpha, sample.size, place)
        sight = Sight(moment, draft, picture, sample.step)
    if lit is None:
        return sight
    draft = sight.draft
    veil = veil_over_others(draft.indices, draft.palette, [lit], sample.size, place)
    beads = sight.beads
    if beads is None and cloud is not None:
        beads = labels_of(cloud, moment.centroids, settings.measure)
    return sight._replace(lit=lit, veil=veil, beads=beads)
