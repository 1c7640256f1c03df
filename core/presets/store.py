"""A user's own presets: a file for each, in a folder beside the other settings."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from core.errors import ExistsError
from core.kept_files import KeptFiles
from core.language import _
from core.presets.json_file import load_preset, save_preset
from core.presets.preset import Preset, PresetError
from core.presets.shipped import SHIPPED
from core.settings_folder import settings_folder


class Kept(NamedTuple):
    """What a folder of presets holds.

    Parameters
    ----------
    presets : tuple of Preset
        By name.
    problems : tuple of str
        A sentence for each file that cannot be used, which names it.
    """

    presets: tuple[Preset, ...]
    problems: tuple[str, ...]


class PresetStore:
    """A folder of presets. Names that differ in capitals only are the same.

    Parameters
    ----------
    folder : Path, optional
        Made when the first is saved; by default the one beside the user's other settings.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = settings_folder() / "presets" if folder is None else folder
        self._kept = KeptFiles(self.folder, load_preset, save_preset, lambda preset: preset.name)

    def kept(self) -> Kept:
        """Read all presets; a file that cannot be used keeps none of the others back."""
        return Kept(*self._kept.all())

    def save(self, preset: Preset, *, replaces: bool = False) -> None:
        """Keep a preset.

        Raises
        ------
        PresetError
            (a ValueError) for the name of one that comes with Fewtone.
        ExistsError
            (a WriteError) when there is one of that name, unless `replaces`.
        WriteError
            (an OSError) naming file or folder and the reason.
        """
        if preset.key in {each.key for each in SHIPPED}:
            told = _("a preset that comes with Fewtone has the name “{name}”; choose another")
            raise PresetError(told.format(name=preset.name))
        if not replaces and self._kept.get(preset.name) is not None:
            told = _("there is a preset “{name}” already")
            raise ExistsError(told.format(name=preset.name))
        self._kept.put(preset)

    def rename(self, name: str, to: str, *, replaces: bool = False) -> Preset:
        """Rename a preset, and return it.

        Raises
        ------
        PresetError
            (a ValueError) when there is none of that name, or it cannot have the other.
        ExistsError
            (a WriteError) when another preset has that name, unless `replaces`.
        WriteError
            (an OSError) naming the file and the reason.
        """
        old = self._get(name)
        new = Preset(to, old.settings, old.options, old.goals)
        self.save(new, replaces=replaces or new.key == old.key)
        if new.key != old.key:
            self.delete(name)
        return new

    def delete(self, name: str) -> None:
        """Remove a preset.

        Raises
        ------
        PresetError
            (a ValueError) when there is none of that name.
        WriteError
            (an OSError) naming the file and the reason.
        """
        self._get(name)
        self._kept.remove(name)

    def _get(self, name: str) -> Preset:
        preset = self._kept.get(name)
        if preset is None:
            raise PresetError(_("there is no preset “{name}” of yours").format(name=name))
        return preset
