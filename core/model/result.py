"""A photo in few colors: the result, its draft, its palette edited by hand, and its saved file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.arrays import freeze
from core.language import N_
from core.metadata import Metadata
from core.model.palette import Palette
from core.model.photo import Animation
from core.settings import Settings

StopReason = Literal[
    "at rest",
    "little more to gain",
    "limit reached",
    "unchanged",
    "edited",
    "fixed palette",
    "shared palette",
]
# Values are English, as in JSON; a user reads what `translated` makes of them.
_STOP_REASONS = (
    N_("at rest"),
    N_("little more to gain"),
    N_("limit reached"),
    N_("unchanged"),
    N_("edited"),
    N_("fixed palette"),
    N_("shared palette"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One iteration of Lloyd's algorithm.

    Parameters
    ----------
    error : float
        Sum over pixels of the squared distance to the centroid each was assigned to, in the space
        of the run.
    move : float
        The largest movement of a coordinate of a centroid afterwards, in that space.
    """

    error: float
    move: float


@dataclass(frozen=True, eq=False)
class Result:
    """A photo in few colors, and how the run went.

    Parameters
    ----------
    palette : Palette
        Ordered by share, ties by RGB; an edited one is in its own order.
    indices : (h, w) uint8
        Which palette color each pixel shows. Where the photo is fully transparent it is the
        transparent one, or 0 if the palette has none.
    centroids : (k, 3) or (k, 4) float32
        The cluster centers before rounding, in the order of the palette; with alpha where that is
        part of what was clustered.
    error : float
        Sum over visible pixels of the squared RGB distance to the color shown; where alpha was
        clustered, of the squared differences of alpha and of RGB times alpha, both 0…255.
    iterations : int
        Iterations over the distinct colors.
    stop_reason : str
        Why the run ended, which `translated` translates.
    seconds : float
        Wall-clock time.
    history : tuple of Step
        One for each iteration over the distinct colors.
    alpha : (h, w) uint8 or None
        How opaque the picture is: by its palette where that has alpha, otherwise as the photo.
    notes : tuple of str
        What the user should know, in sentences.
    precedence : (n,) uint8 or None
        The colors that pixels choose from; of those that are equally near, a pixel shows the one
        that comes first here. None stands for all, in the order of the palette.
    settings : Settings or None
        The settings it was made with.
    edited : Edited or None
        The palette it was made with; None when a run found it.
    animation : Animation or None
        The animation that the photo is the first frame of. Then palette, counts and error are of
        all frames; with dithering, counts and error are of the first only.
    metadata : Metadata or None
        The photo's.
    """

    palette: Palette
    indices: NDArray[np.uint8]
    centroids: NDArray[np.float32]
    error: float
    iterations: int
    stop_reason: StopReason
    seconds: float
    history: tuple[Step, ...] = ()
    alpha: NDArray[np.uint8] | None = None
    notes: tuple[str, ...] = ()
    precedence: NDArray[np.uint8] | None = None
    settings: Settings | None = None
    edited: Edited | None = None
    animation: Animation | None = None
    metadata: Metadata | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "indices", freeze(self.indices))
        object.__setattr__(self, "centroids", freeze(self.centroids))
        if self.precedence is not None:
            object.__setattr__(self, "precedence", freeze(self.precedence))

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """The picture in its few colors, made anew at each call: (h, w, 3) uint8."""
        return self.palette.colors[self.indices]


@dataclass(frozen=True, eq=False)
class Draft:
    """A nearly final answer, made in milliseconds.

    Parameters
    ----------
    palette : Palette
        Ordered by share in the whole photo. Colors may repeat.
    indices : (h, w) uint8
        Which palette color each pixel of the view shows.
    alpha : (h, w) uint8 or None
        How opaque the picture is.
    """

    palette: Palette
    indices: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "indices", freeze(self.indices))


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that was written.

    Parameters
    ----------
    path : Path
    size : int
        Bytes of the file.
    notes : tuple of str
        What the format changed, in sentences for a user.
    table : Palette or None
        The palette in the order of an image's color table, so that an index of the file is one of
        this; with a fully transparent color if the file has one for hidden pixels. None for a file
        without a table, and for one of a palette.
    """

    path: Path
    size: int
    notes: tuple[str, ...] = ()
    table: Palette | None = field(default=None, compare=False)


@dataclass(frozen=True, eq=False)
class Edited:
    """A palette, and which pixels its colors are shown for.

    Parameters
    ----------
    palette : Palette
        The colors shown. Its counts are those of the result it was last part of.
    anchors : (n, 3) or (n, 4) uint8
        A pixel belongs to the nearest anchor, ties to the lower index: by color, or with alpha.
    owners : (n,) uint8
        The palette color that each anchor's pixels show.
    given : bool
        Whether the palette comes from elsewhere, not from the photo: dithering minds.
    """

    palette: Palette
    anchors: NDArray[np.uint8]
    owners: NDArray[np.uint8]
    given: bool = False

    @classmethod
    def of(cls, palette: Palette) -> Edited:
        """Wrap a palette as it is: each pixel shows the nearest of its colors.

        Of a color that it has twice, pixels show the first.
        """
        places = palette.first_places
        if palette.translucent:
            return cls(palette, palette.rgba[places], places.astype(np.uint8))
        places = np.intersect1d(places, palette.seen)
        return cls(palette, palette.colors[places], places.astype(np.uint8))

    @classmethod
    def of_result(cls, result: Result) -> Edited:
        """Wrap the palette of a result: each pixel shows the color that it has there."""
        if result.precedence is None:
            return cls.of(result.palette)
        palette, channels = result.palette, result.centroids.shape[1]
        return cls(palette, palette.rgba[result.precedence, :channels], result.precedence)

    def __len__(self) -> int:
        return len(self.palette)

    def counted(self, counts: NDArray[np.int64]) -> Edited:
        """Return the same with (k,) counts of pixels."""
        return replace(self, palette=replace(self.palette, counts=counts))

    def same_pixels(self, other: Edited) -> bool:
        """Return whether each pixel shows the same palette color, whatever that looks like."""
        return np.array_equal(self.anchors, other.anchors) and np.array_equal(
            self.owners, other.owners
        )

    def same_picture(self, other: Edited) -> bool:
        """Return whether the picture is the same."""
        return self.same_pixels(other) and np.array_equal(self.palette.rgba, other.palette.rgba)
