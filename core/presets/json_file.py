"""Presets as JSON: short, to be read and sent by people. What is as by default is left out."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.atomic import replace_file
from core.errors import ReadError, SettingsError, reason
from core.fields import kinds_of
from core.goals import Goals
from core.language import _
from core.presets.preset import Preset, PresetError
from core.resizing import Resize
from core.settings import SaveOptions, Settings

VERSION = 1
_MOST_BYTES = 100_000
_HEAD, _NAME = "fewtone_preset", "name"
_PARTS: dict[str, type[Any]] = {"settings": Settings, "file": SaveOptions, "goals": Goals}
# The first belong to a palette or a person, and the others are set together with the settings.
_LEFT_OUT = {
    "settings": {"first_colors", "owned"},
    "file": {"effort", "background"},
    "goals": set[str](),
}


def preset_to_json(preset: Preset) -> str:
    """Write a preset as a text."""
    parts = {"settings": preset.settings, "file": preset.options, "goals": preset.goals}
    made = {name: _changed(name, part) for name, part in parts.items()}
    whole = {
        _HEAD: VERSION,
        _NAME: preset.name,
        **{name: part for name, part in made.items() if part},
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def preset_from_json(text: str) -> Preset:
    """Read a preset of a text.

    Raises
    ------
    PresetError
        (a ValueError) with the reason, to follow the name of a file.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or _HEAD not in content:
        raise PresetError(_("it is no preset of Fewtone"))
    version = content[_HEAD]
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        told = _("it has the unknown version {version}")
        raise PresetError(told.format(version=repr(version)))
    if version > VERSION:
        raise PresetError(_("a newer Fewtone wrote it"))
    if not isinstance(content.get(_NAME), str):
        raise PresetError(_("it has no name"))
    if unknown := content.keys() - {_HEAD, _NAME, *_PARTS}:
        raise PresetError(_("it has the unknown part {part}").format(part=repr(min(unknown))))
    parts = {name: _read(name, content.get(name, {})) for name in _PARTS}
    settings = parts["settings"]
    options = dataclasses.replace(
        parts["file"], effort=settings.effort, background=settings.background
    )
    return Preset(content[_NAME], settings, options, parts["goals"])


def load_preset(path: str | Path) -> Preset:
    """Read the file of a preset.

    Raises
    ------
    ReadError
        (an OSError) naming the file, when it cannot be read.
    PresetError
        (a ValueError) naming the file, when it holds no preset that can be used.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        told = _("Cannot open the preset {path}: {reason}")
        raise ReadError(told.format(path=path, reason=reason(error))) from error
    try:
        if len(data) > _MOST_BYTES:
            raise PresetError(_("it is far too long for one"))
        return preset_from_json(data.decode("utf-8-sig", "replace"))
    except PresetError as error:
        told = _("Cannot use the preset {path}: {reason}")
        raise PresetError(told.format(path=path, reason=error)) from error


def save_preset(preset: Preset, path: str | Path, *, new: bool = False) -> None:
    """Write the file of a preset.

    Raises
    ------
    WriteError
        (an OSError) naming the file and the reason; an ExistsError when `new` and it is there.
    """
    replace_file(Path(path), preset_to_json(preset).encode(), new=new)


def _changed(part: str, values: Any) -> dict[str, Any]:
    """Return the fields that are not as by default, as JSON has them."""
    default = type(values)()
    names = [name for name in kinds_of(type(values)) if name not in _LEFT_OUT[part]]
    found = {name: getattr(values, name) for name in names}
    return {
        name: str(value) if isinstance(value, Resize) else value
        for name, value in found.items()
        if value != getattr(default, name)
    }


def _read(part: str, values: Any) -> Any:
    """Make settings, save options or goals of their part of a file."""
    if not isinstance(values, Mapping):
        # Translators: part is a word that stands in the file: settings, file or goals
        raise PresetError(_("its {part} are no settings").format(part=part))
    kind = _PARTS[part]
    known = kinds_of(kind).keys() - _LEFT_OUT[part]
    if unknown := values.keys() - known:
        told = _("its {part} have the unknown field {field}")
        raise PresetError(told.format(part=part, field=repr(min(unknown))))
    try:
        return kind(**values)
    except (SettingsError, TypeError) as error:
        # Translators: the reason begins with the name of a setting: "of its settings, colors is 0"
        told = _("of its {part}, {reason}")
        raise PresetError(told.format(part=part, reason=error)) from error
