"""A preset on the command line: it stands for options that were not given."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from core.cli.console import complain
from core.cli.source import STANDARD
from core.errors import FewtoneError

if TYPE_CHECKING:
    from core.presets.preset import Preset

# What a given palette leaves nothing to do for, and what is about dithering only.
_OF_CLUSTERING = {"colors", "start", "accents", "locked", "max_iterations", "seed"}
_OF_DITHERING = {"dither_strength", "dither_in", "serpentine", "keep_exact"}


def is_preset_applied(options: argparse.Namespace) -> bool:
    """Put the values of the preset that was asked for where an option was not given.

    End with a usage error if there is no such preset; return False, having said why, if its file
    cannot be read or used.
    """
    if options.preset is None:
        return True
    from core.presets.find import NoSuchPresetError, find_preset

    try:
        preset = find_preset(options.preset)
    except NoSuchPresetError as error:
        options.usage_error(f"--preset: {error}")  # untranslated: names and a whole phrase
        raise
    except FewtoneError as error:
        complain(str(error))
        return False
    values, given = _values(preset), vars(options)
    for name in _useless(options, values):
        values.pop(name, None)
    for name, value in values.items():
        if name in given and given[name] is None:
            given[name] = value
    return True


def _values(preset: Preset) -> dict[str, Any]:
    """Return the values of a preset that are not as by default, by the names of options."""
    values: dict[str, Any] = {}
    for part in (preset.goals, preset.options, preset.settings):
        default = type(part)()
        found = {each.name: getattr(part, each.name) for each in fields(part)}
        values |= {name: value for name, value in found.items() if value != getattr(default, name)}
    return values


def _useless(options: argparse.Namespace, values: dict[str, Any]) -> set[str]:
    """Return what of a preset does not go with the options that were given."""
    from core.goals import GOALS
    from core.settings import LOSSY_FORMATS

    useless = set[str]() if options.saves else {"max_bytes"}
    if options.colors is not None or options.use_palette:
        useless.add("auto")
    if options.auto is not None:
        # The number of a preset would be the most that Auto may find.
        useless.add("colors")
    if options.use_palette:
        useless |= {*_OF_CLUSTERING, *GOALS}
    if (options.dither or values.get("dither", "none")) == "none":
        useless |= _OF_DITHERING
    saved = vars(options).get("format") or values.get("format")
    if named := vars(options).get("output"):
        # The ending of a file that was named is its format.
        useless |= {"format"} if named != STANDARD else set()
        saved = None if named != STANDARD else saved
    if saved not in LOSSY_FORMATS:
        useless.add("quality")
    return useless
