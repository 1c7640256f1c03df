"""A collection as JSON, a color on each line, to be read and sent by people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from core.atomic import replace_file
from core.errors import FewtoneError, ReadError, reason
from core.language import _
from core.names import plain, visible_json
from core.owned import OwnedColors

VERSION = 1
LONGEST_NAME = 60
_LONGEST_SHOWN = 40
_MOST_BYTES = 10_000_000
_HEAD, _NAME, _COLORS = "fewtone_collection", "name", "colors"
_HEX, _SOLD_OUT = "hex", "sold_out"


class CollectionError(FewtoneError, ValueError):
    """A collection, its name or its file is not as it must be."""


def save_collection(owned: OwnedColors, path: str | Path) -> None:
    """Write the file of a collection, with what is sold out.

    Raises
    ------
    CollectionError
        (a ValueError) for a title that is no name for one.
    WriteError
        (an OSError) naming the file and the reason.
    """
    name, sold_out = checked_name(owned.title), owned.sold_out
    whole = owned.everything
    lines = []
    for color, called in zip(whole.colors, whole.names, strict=True):
        entry: dict[str, Any] = {_HEX: f"#{bytes(color).hex()}"}
        if called:
            entry[_NAME] = called
        if color in sold_out:
            entry[_SOLD_OUT] = True
        lines.append(f"  {_json(entry)}")
    head = f'{{\n "{_HEAD}": {VERSION},\n "{_NAME}": {_json(name)},\n "{_COLORS}": [\n'
    text = head + ",\n".join(lines) + "\n ]\n}\n"
    replace_file(Path(path), text.encode(errors="replace"))


def load_collection(path: str | Path) -> OwnedColors:
    """Read the file of a collection.

    Raises
    ------
    ReadError
        (an OSError) naming the file, when it cannot be read.
    CollectionError
        (a ValueError) naming the file, when it holds no collection that can be used.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        told = _("Cannot open the collection of colors {path}: {reason}")
        raise ReadError(told.format(path=path, reason=reason(error))) from error
    try:
        if len(data) > _MOST_BYTES:
            raise CollectionError(_("it is far too long for one"))
        return _collection(data.decode("utf-8-sig", "replace"))
    except FewtoneError as error:
        told = _("Cannot use the collection of colors {path}: {reason}")
        raise CollectionError(told.format(path=path, reason=error)) from error


def checked_name(name: str) -> str:
    """Return a name of a collection as it is kept: up to 60 characters on one line.

    Raises
    ------
    CollectionError
        (a ValueError) with the reason.
    """
    name = name.strip()
    if not name:
        raise CollectionError(_("a collection of colors needs a name"))
    if len(name) > LONGEST_NAME:
        told = _("the name “{name}” is too long: that of a collection has at most {most} letters")
        raise CollectionError(told.format(name=plain(name, _LONGEST_SHOWN), most=LONGEST_NAME))
    if plain(name) != name:
        told = _("the name “{name}” has control characters in it")
        raise CollectionError(told.format(name=plain(name, _LONGEST_SHOWN)))
    return name


def _collection(text: str) -> OwnedColors:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or _HEAD not in content:
        raise CollectionError(_("it is no collection of Fewtone"))
    if content[_HEAD] != VERSION:
        raise CollectionError(_("a newer Fewtone wrote it"))
    entries, name = content.get(_COLORS), content.get(_NAME)
    if not isinstance(name, str) or not isinstance(entries, list):
        raise CollectionError(_("it has no name, or no colors"))
    names, sold_out = dict[tuple[int, int, int], str](), set()
    for number, entry in enumerate(entries, start=1):
        color = _color(entry)
        if color is None:
            raise CollectionError(_("its color {number} is none").format(number=number))
        called = entry.get(_NAME, "")
        names.setdefault(color, called if isinstance(called, str) else "")
        if entry.get(_SOLD_OUT) is True:
            sold_out.add(color)
    whole = OwnedColors(tuple(names), tuple(names.values()), checked_name(name))
    return whole.without(sold_out)


def _color(entry: object) -> tuple[int, int, int] | None:
    text = entry.get(_HEX) if isinstance(entry, dict) else None
    if not isinstance(text, str) or not text.startswith("#"):
        return None
    try:
        parts = bytes.fromhex(text[1:])
    except ValueError:
        return None
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None


def _json(value: object) -> str:
    return visible_json(json.dumps(value, ensure_ascii=False))
