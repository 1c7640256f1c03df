"""What commands do alike: from their arguments to a photo in few colors."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.console import progress_bar
from core.errors import (
    NO_MEMORY,
    FewtoneError,
    PaletteError,
    ReadError,
    SettingsError,
    TooLargeError,
    TooManyColorsError,
    is_of_memory,
)
from core.framing import Framing
from core.goals import GOALS, MOST_COLORS, Goals
from core.language import _, ngettext, translated
from core.needed import Piece
from core.owned import MOST_OWNED
from core.settings import SETTINGS, Settings

if TYPE_CHECKING:
    from core.batch.making import Recipe, Reduced
    from core.model import Palette, Photo

_OF_DITHERING = ("dither_strength", "dither_in", "serpentine", "keep_exact")


def settings_of(options: argparse.Namespace) -> Settings:
    """Build the settings of a command; end with a usage error if they do not go together."""
    asked = given(SETTINGS, options)
    if goals_of(options):
        # As many as there may be, then.
        asked.setdefault("colors", MOST_COLORS)
    try:
        settings = Settings(**asked)
    except SettingsError as error:
        options.usage_error(f"--lock: {error}")  # untranslated: names and a whole phrase
        raise
    pointless = [SETTINGS[name].flags[0] for name in given(_OF_DITHERING, options)]
    if pointless and settings.dither == "none":
        told = ngettext(
            "{flags} goes with a method of --dither",
            "{flags} go with a method of --dither",
            len(pointless),
        )
        options.usage_error(told.format(flags=", ".join(pointless)))
    return settings


def goals_of(options: argparse.Namespace) -> Goals:
    """Build what the number of colors is chosen by."""
    return Goals(**given(GOALS, options))


def flags_of_goals(options: argparse.Namespace) -> str:
    """Return the flags of the goals that were given: "--max-size, -k auto"."""
    flags = [flag for name in given(GOALS, options) for flag in GOALS[name].flags]
    return ", ".join([*flags, *(["-k auto"] if options.auto else [])])


def given(fields: Iterable[str], options: argparse.Namespace) -> dict[str, Any]:
    """Return those of these fields that were given on the command line."""
    values = vars(options)
    return {name: values[name] for name in fields if values.get(name) is not None}


def framing_of(options: argparse.Namespace) -> Framing:
    """Build what part of a photo is used, and how it is turned.

    End with a usage error where photos may become larger, but are not resized.
    """
    if options.enlarge and options.resize is None:
        options.usage_error(_("--enlarge goes with --resize"))
    return Framing(options.crop, options.rotate or 0, options.mirror)


def piece_of(options: argparse.Namespace) -> Piece:
    """Build what is made after the picture."""
    return Piece(options.beads_wide, options.cm_wide)


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
    clashing += [flags] if (flags := flags_of_goals(options)) else []
    if clashing:
        told = _("--use-palette does not go with {flags}: its colors are used as they are")
        options.usage_error(told.format(flags=", ".join(clashing)))
    from core.palettes.find import NoSuchPaletteError, find_palette

    try:
        return find_palette(name, every_place=keeps_places(options))
    except NoSuchPaletteError as error:
        why = f"--use-palette {name}: {error}"  # untranslated: names and a whole phrase
        options.usage_error(why)
        raise
    except TooManyColorsError as error:
        if error.count > MOST_OWNED:
            raise
        told = _("{reason}; --from-palette {name} -k K chooses the best K of them")
        raise PaletteError(told.format(reason=error, name=shlex.quote(name))) from error


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
        return f"{cannot}: {translated(NO_MEMORY)}"
    raise error


def recipe_of(options: argparse.Namespace, settings: Settings, fixed: Palette | None) -> Recipe:
    """Build what is done with each photo."""
    from core.batch.making import Recipe
    from core.reading.photo import MAX_PIXELS, MOST_PIXELS

    return Recipe(
        settings,
        fixed,
        every_place=keeps_places(options),
        max_pixels=MOST_PIXELS if options.large else MAX_PIXELS,
        first_frame_only=options.first_frame,
        framing=framing_of(options),
        goals=goals_of(options),
        judged=options.json or not options.quiet,
        piece=piece_of(options),
    )


def reduce_photo(path: Path, file: Path, recipe: Recipe, options: argparse.Namespace) -> Reduced:
    """Open and reduce a photo.

    Parameters
    ----------
    path, file : Path
        The photo as the user named it, and the file that holds it.
    recipe : Recipe
    options : argparse.Namespace

    Raises
    ------
    FewtoneError
        Naming the photo.
    """
    from core.batch.making import reduce_file

    with (
        progress_bar(path.name, wanted=not options.quiet) as progress,
        large_named(large=options.large),
    ):
        return reduce_file(file, recipe, progress)


def open_file(path: Path, *, large: bool, first_frame_only: bool = False) -> Photo:
    """Open a photo; an error names --large where that would help."""
    from core.reading.photo import MAX_PIXELS, MOST_PIXELS, open_photo

    with large_named(large=large):
        return open_photo(
            path,
            max_pixels=MOST_PIXELS if large else MAX_PIXELS,
            first_frame_only=first_frame_only,
        )


def with_large_named(why: str) -> str:
    """Return the sentence on a photo that is too large, with --large, which allows it."""
    return _("{reason}, or allow it with --large").format(reason=why)


@contextmanager
def large_named(*, large: bool) -> Iterator[None]:
    """Name --large in the error of a photo that is too large, where that would help."""
    try:
        yield
    except TooLargeError as error:
        if large or not error.can_be_allowed:
            raise
        raise ReadError(with_large_named(str(error))) from error
