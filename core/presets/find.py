"""Find a preset by what a user types: a name, or a file."""

from __future__ import annotations

from pathlib import Path

from core.errors import FewtoneError
from core.kept_files import ENDING, key_of
from core.language import _
from core.names import is_there, plain
from core.presets.json_file import load_preset
from core.presets.preset import Preset
from core.presets.shipped import SHIPPED, shown_name
from core.presets.store import PresetStore

_LONGEST_SHOWN = 60


class NoSuchPresetError(FewtoneError, ValueError):
    """Something is neither the name of a preset nor a file."""


def find_preset(name: str, store: PresetStore | None = None) -> Preset:
    """Find a preset that comes with Fewtone or is the user's own, or load a file.

    Parameters
    ----------
    name : str
        That of Fewtone's in English or in the language of the moment, one of the user's, or a path.
    store : PresetStore, optional

    Raises
    ------
    NoSuchPresetError
        (a ValueError) when it is neither; the message lists the names there are.
    ReadError
        (an OSError) naming the file, when it cannot be read.
    PresetError
        (a ValueError) naming the file, when it holds no preset that can be used.
    """
    own = (store or PresetStore()).kept()
    known = {preset.key: preset for preset in (*own.presets, *SHIPPED)}
    # The window shows those of Fewtone by other names in other languages.
    shown = {key_of(shown_name(preset)): preset for preset in SHIPPED}
    if (found := (shown | known).get(key_of(name))) is not None:
        return found
    if name.endswith(ENDING) or is_there(Path(name)):
        return load_preset(name)
    names = ", ".join(map(shown_name, known.values()))
    told = _("there is no preset or file “{name}”; there are {names}")
    raise NoSuchPresetError(told.format(name=plain(name, _LONGEST_SHOWN), names=names))
