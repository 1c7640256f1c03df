"""What commands do alike: from their arguments to a photo in few colors."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.console import progress_bar
from core.errors import (
    NO_MEMORY,
    FewtoneError,
    ReadError,
    SettingsError,
    TooLargeError,
    is_of_memory,
)
from core.settings import SETTINGS, Settings

if TYPE_CHECKING:
    from core.model import Palette, Photo, Result


def settings_of(options: argparse.Namespace) -> Settings:
    """Build the settings of a command; end with a usage error if they do not go together."""
    try:
        return Settings(**given(SETTINGS, options))
    except SettingsError as error:
        options.usage_error(f"--lock: {error}")
        raise


def given(fields: Iterable[str], options: argparse.Namespace) -> dict[str, Any]:
    """Return those of these fields that were given on the command line."""
    values = vars(options)
    return {name: values[name] for name in fields if values.get(name) is not None}


def keeps_places(options: argparse.Namespace) -> bool:
    """Return whether each color of a palette is to have its index; not all commands can tell."""
    return vars(options).get("palette_order") == "keep"


def fixed_palette(options: argparse.Namespace) -> Palette | None:
    """Find the palette to use as it is, or return None if none is asked for.

    End with a usage error if there is no such palette, or if settings were given that a fixed
    palette makes pointless.

    Raises
    ------
    FewtoneError
        When the file of the palette cannot be read.
    """
    name = options.use_palette
    if name is None:
        return None
    # A setting without effect is refused; otherwise the user would believe in one. For the command
    # that saves, effort is about the file as well.
    without_effect = ["colors", "start", "locked", "accents", "max_iterations", "seed"]
    if not options.saves:
        without_effect.append("effort")
    clashing = [SETTINGS[name].flags[0] for name in given(without_effect, options)]
    if clashing:
        options.usage_error(
            f"--use-palette does not go with {', '.join(clashing)}: its colors are used as they are"
        )
    from core.palettes.find import NoSuchPaletteError, find_palette

    try:
        return find_palette(name, every_place=keeps_places(options))
    except NoSuchPaletteError as error:
        options.usage_error(f"--use-palette {name}: {error}")
        raise


def sentence(error: Exception, cannot: str) -> str:
    """Return the sentence that tells a user of a failure.

    Parameters
    ----------
    error : Exception
        Raised again if it is none that can be expected.
    cannot : str
        What failed, with the file, if there was not enough memory: "Cannot reduce a.png".
    """
    if isinstance(error, FewtoneError):
        return str(error)
    if is_of_memory(error):
        return f"{cannot}: {NO_MEMORY}"
    raise error


def reduce_file(
    path: Path, file: Path, settings: Settings, fixed: Palette | None, options: argparse.Namespace
) -> tuple[Photo, Result, int]:
    """Open and reduce a photo; return it, the result and the number of its distinct colors.

    Parameters
    ----------
    path, file : Path
        The photo as the user named it, and the file that holds it.
    settings : Settings
    fixed : Palette or None
        Used as it is, if there is one.
    options : argparse.Namespace

    Raises
    ------
    FewtoneError
        Naming the photo.
    """
    from core.progress import Meter
    from core.reduction.counting import count_colors_for
    from core.reduction.fixed import reduce_to
    from core.reduction.recipe import reduce

    every_place = keeps_places(options)
    with progress_bar(path.name, wanted=not options.quiet) as progress:
        photo = open_file(file, large=options.large, first_frame_only=options.first_frame)
        meter = Meter(progress)
        tick = meter.part(0.3, "counting colors")
        histogram = count_colors_for(photo, settings, tick, given=fixed is not None)
        try:
            # The fraction continues where counting ended, as Meter never lets it fall.
            tick = meter.part(1.0, "reducing colors")
            result = (
                reduce(photo, settings, tick.follow, histogram=histogram)
                if fixed is None
                else reduce_to(
                    photo, histogram, fixed, settings, tick.follow, every_place=every_place
                )
            )
        except FewtoneError as error:
            raise type(error)(f"Cannot reduce {file}: {error}") from error
    return photo, result, len(histogram)


def open_file(path: Path, *, large: bool, first_frame_only: bool = False) -> Photo:
    """Open a photo; an error names --large where that would help."""
    from core.reading.photo import MAX_PIXELS, MOST_PIXELS, open_photo

    try:
        return open_photo(
            path,
            max_pixels=MOST_PIXELS if large else MAX_PIXELS,
            first_frame_only=first_frame_only,
        )
    except TooLargeError as error:
        if large or not error.can_be_allowed:
            raise
        raise ReadError(f"{error}, or allow it with --large") from error
