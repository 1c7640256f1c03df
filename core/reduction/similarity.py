"""Structural similarity: whether the same edges and textures are there (SSIM)."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from core.model import Photo, Result
from core.parallel import in_chunks, threads
from core.progress import Tick, silent
from core.reduction.pictures import Pictures

Planes = NDArray[np.float32]

_SIGMA, _REACH = 1.5, 5
_WINDOW = 2 * _REACH + 1
# Wang et al. give these for values from 0 to 255.
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
# Rec. 601, as the authors' own program weighs the channels.
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
# The planes of a tile stay in the cache of a core.
_ROWS, _COLUMNS = 64, 256


def ssim(photo: Photo, result: Result, tick: Tick = silent) -> float:
    """Measure the mean structural similarity between the lightness of a photo and its result.

    Wang, Bovik, Sheikh and Simoncelli 2004, "Image quality assessment: from error visibility to
    structural similarity", doi:10.1109/TIP.2003.819861: on luma (Rec. 601), in Gaussian windows
    with a standard deviation of 1.5 pixels, 11 × 11 wide and wholly within the picture.

    Parameters
    ----------
    photo : Photo
    result : Result
        Made of that photo. What is transparent is looked at on black and on white, and the lower
        similarity counts; windows around hidden pixels do not.
    tick : Tick
        Receives the fraction done.

    Returns
    -------
    float
        1 for equal pictures; 0 where nothing agrees, and below for one that is turned inside out.

    Raises
    ------
    InputError
        (a ValueError) when the result has another size than the photo.
    """
    pictures = Pictures.of(photo, result)
    tiles = _tiles(*pictures.shown.shape)
    sums = np.zeros((len(tiles), 1 if pictures.opaque else len(pictures.grounds)))
    counts = np.zeros(len(tiles))

    def measure(begin: int, end: int) -> None:
        for number in range(begin, end):
            sums[number], counts[number] = _sums(pictures.part(*tiles[number]))

    in_chunks(measure, len(tiles), 4, threads(), tick)
    return float(sums.sum(axis=0).min() / counts.sum()) if counts.any() else 1.0


def _tiles(height: int, width: int) -> list[tuple[slice, slice]]:
    """Return the parts of a picture that windows are taken from, so that each is in one of them."""
    sides = ((height, _ROWS), (width, _COLUMNS))
    rows, columns = (
        [slice(at, at + step + _WINDOW - 1) for at in range(0, max(side - _WINDOW + 1, 1), step)]
        for side, step in sides
    )
    return list(itertools.product(rows, columns))


def _sums(pictures: Pictures) -> tuple[list[float], float]:
    """Return the sums of similarities in a tile, one for each ground, and the number of windows."""
    visible = pictures.visible()
    weights = None if visible is None else _filled(visible)[_REACH:-_REACH, _REACH:-_REACH]
    if weights is not None and not weights.any():
        return [0.0] * len(pictures.laid()), 0.0
    sums = []
    for photo, shown in pictures.laid():
        similar = _similarity(_filled(_luma(photo)), _filled(_luma(shown)))
        inside = similar if weights is None else similar[weights]
        sums.append(float(inside.sum(dtype=np.float64)))
        count = inside.size
    return sums, float(count)


def _filled(plane: NDArray) -> NDArray:  # type: ignore[type-arg]  # of bool or float32
    """Mirror a plane that is smaller than a window to fill one."""
    missing = [(0, max(_WINDOW - side, 0)) for side in plane.shape]
    return np.pad(plane, missing, "symmetric") if any(after for _, after in missing) else plane


def _similarity(photo: Planes, shown: Planes) -> Planes:
    """Return the similarity in each window within two (h, w) planes: (h − 10, w − 10)."""
    # Around 0, squares lose fewer digits in single precision.
    x, y = photo - np.float32(128), shown - np.float32(128)
    mean_x, mean_y, squares, products = _blurred(np.stack([x, y, x * x + y * y, x * y]))
    squares -= mean_x * mean_x + mean_y * mean_y
    products -= mean_x * mean_y
    mean_x += 128
    mean_y += 128
    structure = (2 * products + _C2) / (squares + _C2)
    light = (2 * mean_x * mean_y + _C1) / (mean_x * mean_x + mean_y * mean_y + _C1)
    return np.asarray(structure * light)


def _blurred(planes: Planes) -> Planes:
    """Return the Gaussian means in the windows within (n, h, w) planes."""
    height, width = planes.shape[1:]
    down = planes[:, _REACH : height - _REACH] * _WEIGHTS[0]
    for away, weight in enumerate(_WEIGHTS[1:], 1):
        begin, end = _REACH - away, _REACH + away
        both = planes[:, begin : height - end] + planes[:, end : height - begin]
        both *= weight
        down += both
    across = down[:, :, _REACH : width - _REACH] * _WEIGHTS[0]
    for away, weight in enumerate(_WEIGHTS[1:], 1):
        begin, end = _REACH - away, _REACH + away
        both = down[:, :, begin : width - end] + down[:, :, end : width - begin]
        both *= weight
        across += both
    return np.asarray(across)


def _luma(colors: NDArray[np.uint8]) -> Planes:
    """Return the (h, w) lightness of (h, w, 3) colors, 0…255: far faster than a thin product."""
    luma: Planes = colors[..., 0] * _LUMA[0]
    luma += colors[..., 1] * _LUMA[1]
    luma += colors[..., 2] * _LUMA[2]
    return luma


def _weights() -> Planes:
    """Return the weights of a window from its middle outwards: both sides sum up to 1."""
    bell = np.exp(-0.5 * (np.arange(_REACH + 1) / _SIGMA) ** 2)
    return np.asarray(bell / (2 * bell.sum() - bell[0]), np.float32)


_WEIGHTS = _weights()
