"""Photos and results no larger than a screen needs, so that many fit in memory and on a page."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from PIL import Image

from core.clustering.histogram import Histogram
from core.model import Draft, Edited, Photo, Result
from core.reduction.counting import count_colors
from core.reduction.edit import rearranged_draft
from core.settings import Settings
from core.writing.picture import rgba_image


class Small(NamedTuple):
    """A photo scaled down, to show results of the whole one.

    Parameters
    ----------
    photo : Photo
        The photo itself if it is small enough.
    histogram : Histogram
        Its distinct colors.
    whole : bool
        Whether it is the photo itself.
    """

    photo: Photo
    histogram: Histogram
    whole: bool

    @classmethod
    def of(cls, photo: Photo, pixels: int) -> Small:
        """Scale a photo down to at most this many pixels; it is none that is animated."""
        ratio = math.sqrt(pixels / (photo.width * photo.height))
        if ratio >= 1:
            return cls(photo, _counted(photo), True)
        size = max(int(photo.width * ratio), 1), max(int(photo.height * ratio), 1)
        image = rgba_image(photo.pixels, photo.alpha).resize(size, Image.Resampling.BOX)
        bands = np.asarray(image)
        alpha = None if photo.alpha is None else bands[..., 3]
        small = Photo(np.ascontiguousarray(bands[..., :3]), alpha)
        return cls(small, _counted(small), False)

    def shown(self, result: Result, settings: Settings) -> Draft:
        """Show the small photo in the palette of a result, mapped or dithered as the large one.

        Pixels of the large one left out or averaged would show a pattern, or colors, it has not.
        """
        if self.whole:
            return Draft(result.palette, result.indices, result.alpha)
        return rearranged_draft(self.histogram, Edited.of_result(result), self.photo, settings)


def _counted(photo: Photo) -> Histogram:
    return count_colors(photo, salience=False, areas=False)
