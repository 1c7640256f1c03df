"""The values that travel between the parts of Fewtone, and between threads.

All are frozen and hold read-only arrays, so they can be shared without locks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from core.arrays import freeze, require_array
from core.errors import InputError, PaletteError
from core.settings import Settings

if TYPE_CHECKING:
    from core.animation import Animation
    from core.metadata import Metadata

MAX_COLORS = 256

StopReason = Literal[
    "at rest", "little more to gain", "limit reached", "unchanged", "edited", "fixed palette"
]


@dataclass(frozen=True, eq=False)
class Photo:
    """The decoded picture.

    Parameters
    ----------
    pixels : (h, w, 3) uint8
        sRGB, oriented as the camera meant it.
    alpha : (h, w) uint8 or None
        None when every pixel is opaque.
    path : Path or None
        The file it came from.
    notes : tuple of str
        What reading changed, in sentences for a user.
    file_bytes : int or None
        The size of that file when it was read.
    animation : Animation or None
        What the photo is the first frame of.
    metadata : Metadata or None
        What that file told besides the picture.

    Raises
    ------
    InputError
        (a ValueError) for a wrong shape or dtype, or when there are no pixels.
    """

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None = None
    path: Path | None = None
    notes: tuple[str, ...] = ()
    file_bytes: int | None = None
    animation: Animation | None = None
    metadata: Metadata | None = None

    def __post_init__(self) -> None:
        require_array("pixels", self.pixels, np.uint8, ("h", "w", 3))
        if self.pixels.size == 0:
            raise InputError(f"a photo needs pixels, but its size is {self.width}×{self.height}")
        _set(self, "pixels", freeze(self.pixels))
        if self.alpha is not None:
            require_array("alpha", self.alpha, np.uint8, (self.height, self.width))
            opaque = bool((self.alpha == 255).all())
            _set(self, "alpha", None if opaque else freeze(self.alpha))

    @classmethod
    def from_array(cls, rgb: NDArray[np.uint8], alpha: NDArray[np.uint8] | None = None) -> Photo:
        """Make a photo of an (h, w, 3) uint8 array, and an (h, w) uint8 array of alpha."""
        return cls(rgb, alpha)

    @property
    def height(self) -> int:
        """Rows of pixels."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Pixels in a row."""
        return int(self.pixels.shape[1])

    @cached_property
    def visible(self) -> NDArray[np.bool_] | None:
        """(h, w) bool, True where a pixel is not fully transparent; None when all are visible."""
        return None if self.alpha is None else freeze(self.alpha > 0)

    @cached_property
    def translucent(self) -> bool:
        """Whether a pixel is neither opaque nor fully transparent."""
        return self.alpha is not None and is_translucent(self.alpha)


@dataclass(frozen=True, eq=False)
class Palette:
    """Ordered colors, each with the pixels it covers.

    Parameters
    ----------
    colors : (k, 3) uint8, k = 1…256
        sRGB.
    counts : (k,) int64
        Visible pixels that show each color; zeros when that is not known.
    names : sequence of str, optional
        One for each color; "" where it has none.
    locked : (k,) bool, optional
        Colors that no run moves.
    alpha : (k,) uint8 or None
        How opaque each color is; None when all are, which is also said by 255 throughout.

    Raises
    ------
    PaletteError
        (a ValueError) for no or more than 256 colors, or parts of different lengths.
    """

    colors: NDArray[np.uint8]
    counts: NDArray[np.int64]
    names: Sequence[str] = ()
    locked: NDArray[np.bool_] = None  # type: ignore[assignment]  # never None once made
    alpha: NDArray[np.uint8] | None = None

    def __post_init__(self) -> None:
        require_array("colors", self.colors, np.uint8, ("k", 3))
        size = len(self.colors)
        if not 1 <= size <= MAX_COLORS:
            raise PaletteError(f"a palette has 1 to {MAX_COLORS} colors, not {size}")
        names = tuple(self.names) or ("",) * size
        locked = np.zeros(size, dtype=bool) if self.locked is None else self.locked
        if not len(self.counts) == len(names) == len(locked) == size:
            raise PaletteError(
                f"a palette of {size} colors got {len(self.counts)} counts, "
                f"{len(names)} names and {len(locked)} locks"
            )
        _set(self, "colors", freeze(self.colors))
        _set(self, "counts", freeze(np.asarray(self.counts, dtype=np.int64)))
        _set(self, "names", names)
        _set(self, "locked", freeze(np.asarray(locked, dtype=bool)))
        if self.alpha is not None:
            require_array("alpha", self.alpha, np.uint8, (size,))
            opaque = bool((self.alpha == 255).all())
            _set(self, "alpha", None if opaque else freeze(self.alpha))

    @classmethod
    def of(cls, colors: Sequence[Sequence[int]], names: Sequence[str] = ()) -> Palette:
        """Make a palette of (r, g, b) triples, 0…255, whose shares are not known."""
        if not 1 <= len(colors) <= MAX_COLORS:
            raise PaletteError(f"a palette has 1 to {MAX_COLORS} colors, not {len(colors)}")
        return cls(np.array(colors, dtype=np.uint8), np.zeros(len(colors), dtype=np.int64), names)

    def __len__(self) -> int:
        return len(self.colors)

    @property
    def hex(self) -> tuple[str, ...]:
        """Each color as "#rrggbb", as "#rrggbbaa" where it is not opaque."""
        return tuple(f"#{bytes(row[: 3 + (row[3] < 255)]).hex()}" for row in self.rgba.tolist())

    @property
    def rgba(self) -> NDArray[np.uint8]:
        """(k, 4) uint8: the colors, and how opaque they are."""
        alpha = np.full(len(self), 255, np.uint8) if self.alpha is None else self.alpha
        return np.column_stack([self.colors, alpha])

    @property
    def translucent(self) -> bool:
        """Whether a color is neither opaque nor fully transparent."""
        return self.alpha is not None and bool((self.alpha + np.uint8(1) > 1).any())

    @property
    def seen(self) -> NDArray[np.intp]:
        """(n,) intp: the places of the colors that are not fully transparent."""
        return np.arange(len(self)) if self.alpha is None else np.flatnonzero(self.alpha)

    @property
    def hidden(self) -> int | None:
        """The place of the fully transparent color, which is what hidden pixels show, if any."""
        return None if len(self.seen) == len(self) else int(np.flatnonzero(self.alpha == 0)[0])

    @property
    def opaque(self) -> Palette:
        """The same colors without alpha."""
        return replace(self, alpha=None)

    def some(self, places: NDArray[np.intp]) -> Palette:
        """Take the colors at (n,) places, 1 to 256 of them."""
        names = [self.names[place] for place in places]
        alpha = None if self.alpha is None else self.alpha[places]
        return Palette(self.colors[places], self.counts[places], names, self.locked[places], alpha)

    @property
    def distinct(self) -> Palette:
        """The palette with each color once, where it first is."""
        return self.some(np.sort(np.unique(self.rgba, axis=0, return_index=True)[1]))

    @property
    def locked_colors(self) -> tuple[tuple[int, int, int], ...]:
        """The colors that are locked, each once."""
        rows = self.colors[self.locked].tolist()
        return tuple(dict.fromkeys((red, green, blue) for red, green, blue in rows))

    @property
    def shares(self) -> NDArray[np.float64]:
        """(k,) float64, 0…1: the part of the visible pixels each color covers; zeros if unknown."""
        return self.counts / max(int(self.counts.sum()), 1)


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
    centroids : (k, 3) float64 or None
        What pixels were assigned to, in sRGB, 0…255; None when it was not asked for.
    """

    error: float
    move: float
    centroids: NDArray[np.float64] | None = field(default=None, compare=False)


@dataclass(frozen=True, eq=False)
class Result:
    """A photo in few colors, and how the run went.

    Parameters
    ----------
    palette : Palette
        Ordered by share, ties by RGB; an edited one is in its own order.
    indices : (h, w) uint8
        Which palette color each pixel shows. Where the photo is fully transparent it is the
        transparent one, if the palette has one, else 0.
    centroids : (k, 3) or (k, 4) float32
        The cluster centers before rounding, in the order of the palette; with alpha where that is
        part of what was clustered.
    error : float
        Sum over visible pixels of the squared RGB distance to the color shown; where alpha was
        clustered, of the squared differences of alpha and of RGB times alpha, both 0…255.
    iterations : int
        Iterations over the distinct colors.
    stop_reason : str
        Why the run ended.
    seconds : float
        Wall-clock time.
    history : tuple of Step
        One for each iteration over the distinct colors.
    alpha : (h, w) uint8 or None
        How opaque the picture is: as the palette says, or else as the photo.
    notes : tuple of str
        What the user should know, in sentences.
    precedence : (n,) uint8 or None
        The colors that pixels choose from; of those that are equally near to a pixel, it shows the
        one that is first here. None is all in the order of the palette.
    settings : Settings or None
        What it was made with.
    edited : Edited or None
        The palette it was made with; None when a run found it.
    animation : Animation or None
        What the photo is the first frame of. Then palette, counts and error are of all frames,
        but counts and error with dithering of the first.
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
        _set(self, "indices", freeze(self.indices))
        _set(self, "centroids", freeze(self.centroids))
        if self.precedence is not None:
            _set(self, "precedence", freeze(self.precedence))

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """(h, w, 3) uint8: the picture in its few colors, made anew at each call."""
        return self.palette.colors[self.indices]


@dataclass(frozen=True, eq=False)
class Draft:
    """A nearly final answer, made in milliseconds.

    Parameters
    ----------
    palette : Palette
        Ordered by share in the whole photo. Not every color must differ from all others.
    indices : (h, w) uint8
        Which palette color each pixel seen shows.
    alpha : (h, w) uint8 or None
        How opaque the picture is.
    """

    palette: Palette
    indices: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None = None

    def __post_init__(self) -> None:
        _set(self, "indices", freeze(self.indices))


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that was written.

    Parameters
    ----------
    path : Path
        Where it is.
    size : int
        Bytes.
    notes : tuple of str
        What the format changed, in sentences for a user.
    """

    path: Path
    size: int
    notes: tuple[str, ...] = ()


def is_translucent(alpha: NDArray[np.uint8]) -> bool:
    """Tell whether any of the (…) uint8 values is neither opaque nor fully transparent."""
    # One more, 255 is 0 and 0 is 1.
    return bool((alpha + np.uint8(1) > 1).any())


def _set(instance: object, name: str, value: object) -> None:
    object.__setattr__(instance, name, value)


@dataclass(frozen=True, eq=False)
class Edited:
    """A palette, and which pixels its colors are shown for.

    Parameters
    ----------
    palette : Palette
        What is shown. Its counts are those of the result it was last part of.
    anchors : (n, 3) or (n, 4) uint8
        A pixel belongs to the nearest, ties to the lower index: by color, or with alpha.
    owners : (n,) uint8
        The palette color each anchor's pixels show.
    """

    palette: Palette
    anchors: NDArray[np.uint8]
    owners: NDArray[np.uint8]

    @classmethod
    def of(cls, palette: Palette) -> Edited:
        """Take a palette as it is: each pixel shows its nearest color."""
        if palette.translucent:
            return cls(palette, palette.rgba, np.arange(len(palette), dtype=np.uint8))
        return cls(palette, palette.colors[palette.seen], palette.seen.astype(np.uint8))

    @classmethod
    def of_result(cls, result: Result) -> Edited:
        """Take the palette of `reduce`: each pixel shows the color it has there."""
        if result.precedence is None:
            return cls.of(result.palette)
        palette, channels = result.palette, result.centroids.shape[1]
        return cls(palette, palette.rgba[result.precedence, :channels], result.precedence)

    def __len__(self) -> int:
        return len(self.palette)

    def counted(self, counts: NDArray[np.int64]) -> Edited:
        """Take over (k,) counts of pixels."""
        return replace(self, palette=replace(self.palette, counts=counts))

    def same_pixels(self, other: Edited) -> bool:
        """Tell whether each pixel shows the same palette color, whatever that looks like."""
        return np.array_equal(self.anchors, other.anchors) and np.array_equal(
            self.owners, other.owners
        )

    def same_picture(self, other: Edited) -> bool:
        """Tell whether the picture is the same."""
        return self.same_pixels(other) and np.array_equal(self.palette.rgba, other.palette.rgba)
