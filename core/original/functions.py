"""The functions of the original method other than `kmeans`: read, flatten, rebuild, save."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.model import Photo
from core.reading.photo import open_photo
from core.reduction.counting import count_colors
from core.reduction.recipe import reduce
from core.settings import COLORS, Settings
from core.writing.image import save_image, save_rgb


def read_img(img_path: str | Path) -> NDArray[np.uint8]:
    """Read a photo as (height, width, 3) uint8 RGB: a copy of the pixels of `open_photo`.

    Raises
    ------
    ReadError
        (an OSError) with the file and the reason.
    """
    return open_photo(img_path).pixels.copy()


def save_img(img_2d: NDArray[np.uint8], img_path: str | Path) -> None:
    """Save an (h, w, 3) uint8 picture, in the format of the file name's ending.

    A picture of at most 256 colors is saved indexed where the format can do that.

    Raises
    ------
    WriteError
        (an OSError) with the file and the reason; what was there before is still there.
    InputError
        (a ValueError) for an array of another shape or dtype.
    """
    photo = Photo.from_array(img_2d)
    histogram = count_colors(photo, salience=False, areas=False)
    if len(histogram) in COLORS:
        every = Settings(colors=len(histogram))
        save_image(reduce(photo, every, histogram=histogram), img_path)
    else:
        save_rgb(photo, Path(img_path))


def convert_img_to_1d(img_2d: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Flatten an (h, w, 3) picture to (h·w, 3) pixels.

    Raises
    ------
    InputError
        (a ValueError) for an array of another shape.
    """
    if img_2d.ndim != 3 or img_2d.shape[2] != 3:
        raise InputError(  # untranslated: for programmers
            f"img_2d must be an (h, w, 3) array, not {img_2d.shape}"
        )
    return img_2d.reshape(-1, 3)


def generate_2d_img(
    img_2d_shape: Sequence[int],
    centroids: NDArray[np.floating],
    labels: NDArray[np.integer],
) -> NDArray[np.uint8]:
    """Rebuild a picture from centroids and labels.

    Parameters
    ----------
    img_2d_shape : (h, w, 3)
        The picture's shape; (h, w) is enough.
    centroids : (k, 3) float, 0…255
        Rounded to nearest.
    labels : (h·w,) int, 0…k-1

    Returns
    -------
    (h, w, 3) uint8

    Raises
    ------
    InputError
        (a ValueError) when the labels do not fill the shape or point outside the centroids.
    """
    height, width = img_2d_shape[:2]
    if labels.shape != (height * width,):
        raise InputError(  # untranslated: for programmers
            f"labels must be a ({height * width},) array, not {labels.shape}"
        )
    if centroids.ndim != 2 or centroids.shape[1] != 3:
        raise InputError(  # untranslated: for programmers
            f"centroids must be a (k, 3) array, not {centroids.shape}"
        )
    if len(labels) and not (labels.min() >= 0 and labels.max() < len(centroids)):
        raise InputError(  # untranslated: for programmers
            f"labels must lie between 0 and {len(centroids) - 1}"
        )
    colors = np.clip(np.rint(centroids), 0, 255).astype(np.uint8)
    picture: NDArray[np.uint8] = colors[labels].reshape(height, width, 3)
    return picture
