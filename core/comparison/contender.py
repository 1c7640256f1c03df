"""What comes of a comparison: each result with its numbers, and all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.comparison.matching import Match
from core.language import N_, translated
from core.model import Draft, Photo, Step, StopReason
from core.reduction.quality import Quality
from core.settings import Settings


@dataclass(frozen=True, eq=False)
class Contender:
    """One of the results that are compared.

    Parameters
    ----------
    settings : Settings
        Those that `reduce` makes it with; for a plain run, nearly so.
    plain : bool
        Whether it was made by `kmeans` and nothing else.
    title : str
        What tells it from the others: "7 colors from random".
    iterations : int
    stop_reason : str
    error : float
        Sum over visible pixels of the squared RGB distance: of a plain run to the nearest centroid,
        otherwise to the color shown.
    centroids : (k, 3) float32, 0…255
        In sRGB, not rounded; sorted by R, then G, then B. Without the fully transparent color.
    indexed_png_bytes : int
        Size of the photo in these colors as PNG.
    indexed : bool
        Whether that PNG is indexed: one with partial transparency beside the palette cannot be.
    rgb_png_bytes : int or None
        The same as RGB PNG, which the course looks at (RGBA with alpha): of plain runs.
    quality : Quality
        How near the result is to the photo.
    preview : Draft
        The result, of at most a million pixels.
    history : tuple of Step
        One for each iteration, without centroids.
    notes : tuple of str
        What the user should know, in sentences.
    """

    settings: Settings
    plain: bool
    title: str
    iterations: int
    stop_reason: StopReason
    error: float
    centroids: NDArray[np.float32]
    indexed_png_bytes: int
    indexed: bool
    rgb_png_bytes: int | None
    quality: Quality
    preview: Draft
    history: tuple[Step, ...]
    notes: tuple[str, ...] = ()

    @property
    def png_kind(self) -> str:
        """What `indexed_png_bytes` is the size of, in words."""
        return translated(_png_kind([self]))

    @property
    def full_png_kind(self) -> str:
        """What `rgb_png_bytes` is the size of, in words."""
        return _full_png_kind(self.preview.alpha)


@dataclass(frozen=True, eq=False)
class Comparison:
    """How results of one photo compare.

    Parameters
    ----------
    path : Path or None
        The photo's file.
    width, height : int
        Pixels of the photo.
    preview : Photo
        The photo, of at most a million pixels.
    distinct_colors : int
    file_bytes : int or None
        Size of the photo's file.
    rgb_png_bytes : int
        Size of the unreduced photo as RGB PNG (RGBA with alpha).
    contenders : tuple of Contender
        In the order of the variants.
    matches : tuple of Match
        Wherever contenders differ in nothing but the start: the first beside each other one.
    notes : tuple of str
        What was left out, in sentences for a user.
    """

    path: Path | None
    width: int
    height: int
    preview: Photo
    distinct_colors: int
    file_bytes: int | None
    rgb_png_bytes: int
    contenders: tuple[Contender, ...]
    matches: tuple[Match[Contender], ...]
    notes: tuple[str, ...] = ()

    @property
    def full_png_kind(self) -> str:
        """What `rgb_png_bytes` is the size of, in words."""
        return _full_png_kind(self.preview.alpha)

    @property
    def png_kind(self) -> str:
        """What the sizes of all results have in common, in words."""
        return translated(self.png_key)

    @property
    def png_key(self) -> str:
        """The same in English, whatever the language is."""
        return _png_kind(self.contenders)


def _png_kind(contenders: Sequence[Contender]) -> str:
    """Return what the PNG that Fewtone saves is for all of these, in words."""
    indexed = {each.indexed for each in contenders}
    if False not in indexed:
        return N_("indexed PNG")
    return N_("saved PNG") if True in indexed else N_("saved PNG (RGBA)")


def _full_png_kind(alpha: NDArray[np.uint8] | None) -> str:
    """Return what a PNG without a palette is, in words."""
    return "RGB PNG" if alpha is None else "RGBA PNG"  # untranslated: names of formats
