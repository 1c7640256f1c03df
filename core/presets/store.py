"""A user's own presets: a file for each, in a folder beside the other settings."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from core.errors import ExistsError, FewtoneError, WriteError, reason
from core.language import _
from core.presets.json_file import load_preset, save_preset
from core.presets.preset import Preset, PresetError, key_of
from core.presets.shipped import SHIPPED
from core.settings_folder import settings_folder

ENDING = ".json"
# Windows has none of these in the name of a file, and no dot or space at its end.
_NOT_IN_A_FILE = re.compile(r'[<>:"|?*%]|[. ]$')


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

    def kept(self) -> Kept:
        """Read all presets; a file that cannot be used keeps none of the others back."""
        found, problems = dict[str, Preset](), []
        for path in self._files():
            try:
                preset = load_preset(path)
                found.setdefault(preset.key, preset)
            except FewtoneError as error:
                problems.append(str(error))
        return Kept(tuple(found[key] for key in sorted(found)), tuple(problems))

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
        before = self._files_of(preset.name)
        if before and not replaces:
            told = _("there is a preset “{name}” already")
            raise ExistsError(told.format(name=preset.name))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            told = _("Cannot make the folder {folder}: {reason}")
            told = told.format(folder=self.folder, reason=reason(error))
            raise WriteError(told) from error
        path = self._path_of(preset.name)
        save_preset(preset, path)
        for other in before:
            if not _same(other, path):
                _remove(other)

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
        for path in self._files_of(name):
            _remove(path)

    def _get(self, name: str) -> Preset:
        for preset in self.kept().presets:
            if preset.key == key_of(name):
                return preset
        raise PresetError(_("there is no preset “{name}” of yours").format(name=name))

    def _files(self) -> list[Path]:
        with suppress(OSError):
            return sorted(path for path in self.folder.iterdir() if path.suffix == ENDING)
        return []

    def _files_of(self, name: str) -> list[Path]:
        """Return the files of the preset of a name, whatever they are called."""
        found = []
        for path in self._files():
            with suppress(FewtoneError):
                if load_preset(path).key == key_of(name):
                    found.append(path)
        return found

    def _path_of(self, name: str) -> Path:
        """Return the file that a preset of a name is written to."""
        # An underscore in front keeps away from names that Windows reserves.
        stem = _NOT_IN_A_FILE.sub(lambda found: f"%{ord(found[0]):02x}", name)
        return self.folder / f"_{stem}{ENDING}"


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        told = _("Cannot remove {path}: {reason}")
        raise WriteError(told.format(path=path, reason=reason(error))) from error
