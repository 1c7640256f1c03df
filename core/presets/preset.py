"""What a preset is, and which names it may have."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.errors import FewtoneError
from core.goals import NO_GOALS, Goals
from core.kept_files import key_of
from core.language import _, ngettext
from core.names import plain
from core.settings import SaveOptions, Settings

LONGEST_NAME = 60
_LONGEST_SHOWN = 40
_SLASHES = re.compile(r"[/\\]")


class PresetError(FewtoneError, ValueError):
    """A preset, its name or its file is not as it must be."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Settings under a name. What belongs to one photo, as its framing, is no part of it.

    Parameters
    ----------
    name : str
        Up to 60 characters on one line, without slashes; spaces around it do not count.
    settings : Settings
        `first_colors` and `owned` are no part of it.
    options : SaveOptions
        Format, quality, metadata and order; effort and background are those of the settings.
    goals : Goals

    Raises
    ------
    PresetError
        (a ValueError) for a name that it cannot have.
    """

    name: str
    settings: Settings = field(default_factory=Settings)
    options: SaveOptions = field(default_factory=SaveOptions)
    goals: Goals = NO_GOALS

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", checked_name(self.name))

    @property
    def key(self) -> str:
        """What its name has in common with others that count as the same."""
        return key_of(self.name)


def checked_name(name: str) -> str:
    """Return a name as it is kept.

    Raises
    ------
    PresetError
        (a ValueError) with the reason, in a sentence that may follow the name of a file.
    """
    name = name.strip()
    shown = plain(name, _LONGEST_SHOWN)
    if not name:
        raise PresetError(_("a preset needs a name"))
    if len(name) > LONGEST_NAME:
        told = ngettext(
            "the name “{name}” has {count} characters; that of a preset has at most {most}",
            "the name “{name}” has {count} characters; that of a preset has at most {most}",
            len(name),
        )
        raise PresetError(told.format(name=shown, count=len(name), most=LONGEST_NAME))
    if _SLASHES.search(name) or name.startswith("."):
        told = _(
            "the name “{name}” has a slash in it or begins with a dot, and might lead to another "
            "folder"
        )
        raise PresetError(told.format(name=shown))
    if plain(name) != name:
        told = _("the name “{name}” has control characters in it")
        raise PresetError(told.format(name=shown))
    return name
