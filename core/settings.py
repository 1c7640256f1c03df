"""What a user can set: `Settings` changes the result, `SaveOptions` only the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from core.errors import SettingsError
from core.wording import count_of

Start = Literal["wu", "kmeans++", "in_pixels", "random"]
Effort = Literal["fast", "normal", "best"]
Space = Literal["rgb", "oklab", "lab"]
Dither = Literal[
    "none",
    "floyd-steinberg",
    "atkinson",
    "jarvis",
    "stucki",
    "sierra-lite",
    "bayer-2",
    "bayer-4",
    "bayer-8",
    "blue-noise",
]
Transparency = Literal["palette", "channel", "flatten"]
Color = tuple[int, int, int]
ImageFormat = Literal["png", "gif", "webp", "tiff", "bmp", "jpeg", "avif"]
MetadataChoice = Literal["safe", "all", "none"]

STARTS: tuple[Start, ...] = get_args(Start)
EFFORTS: tuple[Effort, ...] = get_args(Effort)
SPACES: tuple[Space, ...] = get_args(Space)
DITHERS: tuple[Dither, ...] = get_args(Dither)
TRANSPARENCIES: tuple[Transparency, ...] = get_args(Transparency)
METADATA_CHOICES: tuple[MetadataChoice, ...] = get_args(MetadataChoice)
IMAGE_FORMATS: tuple[ImageFormat, ...] = get_args(ImageFormat)

COLORS = range(1, 257)
MAX_ITERATIONS = range(1, 10_001)
SEEDS = range(2**32)
STRENGTHS = range(101)
QUALITIES = range(1, 101)
_CHANNEL = range(256)
WHITE: Color = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a photo is reduced.

    Parameters
    ----------
    colors : int, 1…256
        Number of colors of the palette.
    start : {"wu", "kmeans++", "in_pixels", "random"}
        How the first centroids are chosen.
    max_iterations : int, 1…10 000
        Iterations over the distinct colors after which a run ends even if it has not come to rest.
    seed : int, 0…2³²−1
        Makes a run repeatable: same seed, same result.
    effort : {"fast", "normal", "best"}
        How long start "wu" looks for a better palette; the other starts are plain k-means.
    space : {"rgb", "oklab", "lab"}
        Where distances are measured, to cluster and to find the nearest color: as pixels are, or
        as people see.
    locked : tuple of (int, int, int), 0…255
        sRGB colors that no run moves: they count toward `colors` and are always in the palette.
        Given as any rows of three whole numbers; all different, at most `colors`.
    first_colors : tuple of (int, int, int), 0…255
        When there are any, exactly `colors`: plain k-means begins with them, in place of `start`.
    dither : {"none", "floyd-steinberg", "atkinson", "jarvis", "stucki", "sierra-lite", \
            "bayer-2", "bayer-4", "bayer-8", "blue-noise"}
        How pixels of the few colors are mixed to look like more: by diffusion of errors, or by a
        texture of thresholds. The palette is the same for all; colors may go unused.
    dither_strength : int, 0…100
        Per cent of the errors that are made up for; 0 is as "none".
    serpentine : bool
        Errors are diffused from left to right and back by turns, else always to the right.
    transparency : {"palette", "channel", "flatten"}
        What becomes of a photo's alpha: it is part of the palette, and full transparency one of
        the `colors`; or it is kept beside a palette of opaque colors, as it is; or the photo is
        laid on the background first.
    background : (int, int, int), 0…255
        sRGB color to flatten on.

    Raises
    ------
    SettingsError
        (a ValueError) naming the field, its value and what is allowed.
    """

    colors: int = 8
    start: Start = "wu"
    max_iterations: int = 100
    seed: int = 0
    effort: Effort = "normal"
    space: Space = "rgb"
    locked: tuple[Color, ...] = ()
    first_colors: tuple[Color, ...] = ()
    dither: Dither = "none"
    dither_strength: int = 100
    serpentine: bool = True
    transparency: Transparency = "palette"
    background: Color = WHITE

    def __post_init__(self) -> None:
        _require_integer("colors", self.colors, COLORS)
        _require_choice("start", self.start, STARTS)
        _require_integer("max_iterations", self.max_iterations, MAX_ITERATIONS)
        _require_integer("seed", self.seed, SEEDS)
        _require_choice("effort", self.effort, EFFORTS)
        _require_choice("space", self.space, SPACES)
        for field in ("locked", "first_colors"):
            object.__setattr__(self, field, _as_colors(field, getattr(self, field)))
        _require_choice("dither", self.dither, DITHERS)
        _require_integer("dither_strength", self.dither_strength, STRENGTHS)
        if not isinstance(self.serpentine, bool):
            raise SettingsError(f"serpentine is {self.serpentine!r}; allowed are True and False")
        _require_choice("transparency", self.transparency, TRANSPARENCIES)
        object.__setattr__(self, "background", _as_color("background", self.background))
        _require_lockable(self.locked, self.colors)
        if self.first_colors and len(self.first_colors) != self.colors:
            raise SettingsError(
                f"first_colors is {_count(self.first_colors)}; colors is {self.colors}: "
                "both must be the same"
            )

    @property
    def dithered(self) -> bool:
        """Whether pixels are dithered at all."""
        return self.dither != "none" and self.dither_strength > 0

    def maps_like(self, other: Settings) -> bool:
        """Tell whether with both the same palette shows the same picture."""

        def same(*fields: str) -> bool:
            return all(getattr(self, each) == getattr(other, each) for each in fields)

        undithered = not (self.dithered or other.dithered)
        return same("space", "transparency", "background") and (
            undithered or same("dither", "dither_strength", "serpentine")
        )


@dataclass(frozen=True, slots=True)
class SaveOptions:
    """How a result is written.

    Parameters
    ----------
    format : {"png", "gif", "webp", "tiff", "bmp", "jpeg", "avif"} or None
        File format; None takes it from the ending of the file name.
    quality : int, 1…100
        JPEG and AVIF only.
    effort : {"fast", "normal", "best"}
        PNG only: how long to look for a smaller file.
    background : (int, int, int), 0…255
        sRGB color that a transparent photo is laid on where the format keeps no transparency.
    metadata : {"safe", "all", "none"}
        What of the photo's own is kept besides the picture: date, camera, exposure, artist and
        copyright, but no place, serial number or owner; or all; or nothing. Resolution always.

    Raises
    ------
    SettingsError
        (a ValueError) naming the field, its value and what is allowed.
    """

    format: ImageFormat | None = None
    quality: int = 92
    effort: Effort = "normal"
    background: Color = WHITE
    metadata: MetadataChoice = "safe"

    def __post_init__(self) -> None:
        if self.format is not None:
            _require_choice("format", self.format, IMAGE_FORMATS)
        _require_integer("quality", self.quality, QUALITIES)
        _require_choice("effort", self.effort, EFFORTS)
        object.__setattr__(self, "background", _as_color("background", self.background))
        _require_choice("metadata", self.metadata, METADATA_CHOICES)


def _require_integer(field: str, value: Any, allowed: range) -> None:
    if not _is_integer(value, allowed):
        raise SettingsError(
            f"{field} is {value!r}; allowed are whole numbers from {allowed[0]} to {allowed[-1]}"
        )


def _is_integer(value: Any, allowed: range) -> bool:
    # bool is an int to Python, but never what a user meant here; numpy's integers are welcome.
    return not isinstance(value, bool) and hasattr(value, "__index__") and value in allowed


def _require_choice(field: str, value: Any, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise SettingsError(f"{field} is {value!r}; allowed are {', '.join(allowed)}")


def _as_colors(field: str, rows: Any) -> tuple[Color, ...]:
    """Take rows of three whole numbers, be they tuples, lists or of numpy, as plain colors."""
    if isinstance(rows, str) or not isinstance(rows, Iterable):
        raise SettingsError(f"{field} is {rows!r}; allowed are colors: rows of red, green, blue")
    return tuple(_as_color(field, row) for row in rows)


def _as_color(field: str, row: Any) -> Color:
    channels = tuple(row) if isinstance(row, Iterable) else ()
    if len(channels) != 3 or not all(_is_integer(each, _CHANNEL) for each in channels):
        raise SettingsError(
            f"{field} has {row!r}; a color is three whole numbers from 0 to {_CHANNEL[-1]}"
        )
    red, green, blue = map(int, channels)
    return red, green, blue


def _require_lockable(locked: tuple[Color, ...], colors: int) -> None:
    for i, color in enumerate(locked):
        if color in locked[:i]:
            hex_ = "#{:02x}{:02x}{:02x}".format(*color)
            raise SettingsError(f"locked has {hex_} twice; a color can be locked once only")
    if len(locked) > colors:
        raise SettingsError(
            f"locked is {_count(locked)}; colors is {colors}: unlock some or ask for more"
        )


def _count(colors: tuple[Color, ...]) -> str:
    return count_of(len(colors), "color")
