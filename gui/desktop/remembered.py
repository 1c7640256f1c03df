"""Remembered: plain values in a file between starts, and nothing in it that could run."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

import core
from core.errors import WriteError
from core.settings_folder import portable_folder
from gui.desktop.old_ini import texts_of_ini

Value = str | int | list[str]

# A file that holds a window's settings is far smaller.
_MOST_BYTES = 1_000_000


def settings_folder() -> Path:
    """Return the folder for what is remembered.

    It is the one that the system has for this user. A portable program carries its own: a folder
    named `settings` beside it, which the user may make or remove.
    """
    if (portable := portable_folder()) is not None:
        return portable
    ini, user = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    # It knows where settings lie on each system, and is asked for nothing else.
    return Path(QSettings(ini, user, "Fewtone", "Fewtone").fileName()).parent


class Remembered:
    """Text, whole numbers and lists of text under keys; a JSON file.

    QSettings would do all this, but PySide6 makes it unpickle what a foreign file says is a Python
    object, and by that run any code, even where only the keys are asked for.

    Parameters
    ----------
    file : Path
        It need not exist; what earlier versions wrote beside it, by QSettings, is read instead.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._values = self._read() or self._read_old()

    def get(self, key: str) -> Value | None:
        """Return a value; None where there is none."""
        return self._values.get(key)

    def update(self, values: Mapping[str, Value]) -> None:
        """Remember some values; if the file cannot be written, only until the program ends."""
        if values.items() <= self._values.items():
            return
        # Another window may have written since.
        self._values |= self._read()
        self._values |= values
        with contextlib.suppress(OSError, WriteError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            core.replace_file(self._file, json.dumps(self._values, indent=1).encode())

    def _read(self) -> dict[str, Value]:
        try:
            content = json.loads(_text_of(self._file))
        except (ValueError, RecursionError):
            return {}
        if not isinstance(content, dict):
            return {}
        return {key: value for key, value in content.items() if _is_plain(value)}

    def _read_old(self) -> dict[str, Value]:
        for ending in (".ini", ".conf"):
            text = _text_of(self._file.with_suffix(ending))
            if text:
                return {**texts_of_ini(text)}
        return {}


def _text_of(file: Path) -> str:
    """Read a text file; "" where there is none, or none that can be ours."""
    try:
        if not file.is_file():  # a pipe would be waited for
            return ""
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    except OSError:
        return ""
    return data.decode(errors="replace") if len(data) <= _MOST_BYTES else ""


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return isinstance(value, str | int)
