"""What a user can set: `Settings` changes the result, `SaveOptions` only the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from core.errors import SettingsError

Start = Literal["wu", "kmeans++", "in_pixels", "random"]
Effort = Literal["fast", "normal", "best"]
Space = Literal["rgb", "oklab", "lab"]
ImageFormat = Literal["png", "gif", "webp", "tiff", "bmp", "jpeg"]

STARTS: tuple[Start, ...] = get_args(Start)
EFFORTS: tuple[Effort, ...] = get_args(Effort)
SPACES: tuple[Space, ...] = get_args(Space)
IMAGE_FORMATS: tuple[ImageFormat, ...] = get_args(ImageFormat)

COLORS = range(1, 257)
MAX_ITERATIONS = range(1, 10_001)
SEEDS = range(2**32)
QUALITIES = range(1, 101)


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

    def __post_init__(self) -> None:
        _require_integer("colors", self.colors, COLORS)
        _require_choice("start", self.start, STARTS)
        _require_integer("max_iterations", self.max_iterations, MAX_ITERATIONS)
        _require_integer("seed", self.seed, SEEDS)
        _require_choice("effort", self.effort, EFFORTS)
        _require_choice("space", self.space, SPACES)


@dataclass(frozen=True, slots=True)
class SaveOptions:
    """How a result is written.

    Parameters
    ----------
    format : {"png", "gif", "webp", "tiff", "bmp", "jpeg"} or None
        File format; None takes it from the ending of the file name.
    quality : int, 1…100
        JPEG only.
    effort : {"fast", "normal", "best"}
        PNG only: how long to look for a smaller file.

    Raises
    ------
    SettingsError
        (a ValueError) naming the field, its value and what is allowed.
    """

    format: ImageFormat | None = None
    quality: int = 92
    effort: Effort = "normal"

    def __post_init__(self) -> None:
        if self.format is not None:
            _require_choice("format", self.format, IMAGE_FORMATS)
        _require_integer("quality", self.quality, QUALITIES)
        _require_choice("effort", self.effort, EFFORTS)


def _require_integer(field: str, value: Any, allowed: range) -> None:
    # bool is an int to Python, but never what a user meant here; numpy's integers are welcome.
    if isinstance(value, bool) or not hasattr(value, "__index__") or value not in allowed:
        raise SettingsError(
            f"{field} is {value!r}; allowed are whole numbers from {allowed[0]} to {allowed[-1]}"
        )


def _require_choice(field: str, value: Any, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise SettingsError(f"{field} is {value!r}; allowed are {', '.join(allowed)}")
