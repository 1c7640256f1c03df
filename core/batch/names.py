"""The name of each result, by a pattern like "{name}-{colors}": fields are put in, no more."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.errors import SettingsError
from core.language import _

FIELDS = ("name", "colors", "n", "parent", "format")
"""Fields of a pattern; {n:03} is {n} with three digits at least."""

_FIELD = re.compile(r"\{(?:(name|colors|n|parent|format)|n:0([1-9]))\}")
# Windows allows none of these in a name, and a photo may be carried there.
_FORBIDDEN = re.compile(r'[/\\<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)


class Fields(NamedTuple):
    """What a pattern may tell of a photo.

    Parameters
    ----------
    name : str
        Its file's name without the ending.
    colors : int or None
        The number of colors asked for; None where a goal decides, once the photo is made.
    n : int
        Its place among all photos, from 1.
    parent : str
        The name of the folder it is in.
    format : str
        The format it is saved in: "png".
    """

    name: str
    colors: int | None
    n: int
    parent: str
    format: str


class NamePattern:
    """The pattern of a file's name, without the ending.

    Parameters
    ----------
    text : str
        With {name}, {colors}, {n}, {n:03}, {parent} and {format}; everything else stays as it is.

    Raises
    ------
    SettingsError
        (a ValueError) with the reason, in words that follow the pattern, when no file can have
        such a name.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        rest = _FIELD.sub("", text)
        if "{" in rest or "}" in rest:
            known = ", ".join(f"{{{name}}}" for name in FIELDS)
            # The braces of these stay as they are, so they are no fields of the text.
            told = _("only {fields} and {last} can be put in")
            raise SettingsError(told.format(fields=known, last="{n:03}"))
        if found := _FORBIDDEN.search(rest):
            told = _("a name cannot have {sign} in it")
            if found[0] in "/\\":
                told = _("a name cannot have {sign} in it; sub-folders are kept by themselves")
            raise SettingsError(told.format(sign=repr(found[0])))
        if not text.strip():
            raise SettingsError(_("a name needs a letter"))
        if text.startswith("."):
            raise SettingsError(_("a name that begins with a dot leads elsewhere, or is hidden"))
        if not _FIELD.search(text):
            _require_free(text)

    def __str__(self) -> str:
        return self.text

    @property
    def tells_apart(self) -> bool:
        """Whether photos of different names get different names."""
        return any(found[0].startswith(("{name", "{n")) for found in _FIELD.finditer(self.text))

    def fill(self, fields: Fields) -> str:
        """Put the fields of a photo in.

        Raises
        ------
        SettingsError
            (a ValueError) with the reason when Windows reserves the name, or it has the number of
            colors in it, which is not known before.
        """
        if fields.colors is None and "{colors}" in self.text:
            told = _("a goal decides on the number of colors later; leave out {field}")
            raise SettingsError(told.format(field="{colors}"))
        values = fields._asdict()

        def value(found: re.Match[str]) -> str:
            return f"{fields.n:0{found[2]}}" if found[2] else str(values[found[1]])

        name = _FIELD.sub(value, self.text)
        _require_free(name)
        return name


def _require_free(name: str) -> None:
    if _RESERVED.fullmatch(name.strip()):
        raise SettingsError(_("Windows reserves the name {name}").format(name=name))
