"""XML from anywhere: its elements one after the other, without entities or other files."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from xml.parsers import expat

from core.errors import PaletteError
from core.language import _, translated
from core.palettes.format import one_line

_Begin = Callable[[str, dict[str, str]], None]


def walk(data: bytes, format_name: str, begin: _Begin) -> None:
    """Call a function with the name and the attributes of each element, as it begins.

    Prefixes, as in "draw:color", are left out of names. Text is passed over.

    Raises
    ------
    PaletteError
        (a ValueError) when this is no XML, or declares entities: nothing is ever expanded or
        fetched.
    """
    parser = expat.ParserCreate()

    def refuse(*_declaration: object) -> None:
        raise PaletteError(
            _("this {format} declares entities, which no palette needs").format(
                format=translated(format_name)
            )
        )

    def start(name: str, attributes: dict[str, str]) -> None:
        begin(_local(name), {_local(key): value for key, value in attributes.items()})

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise PaletteError(
            _("this is no {format}: it is no XML ({reason})").format(
                format=translated(format_name), reason=error
            )
        ) from error
    except (ValueError, LookupError) as error:
        if isinstance(error, PaletteError):
            raise
        # Python cannot decode the encoding that the file names.
        raise PaletteError(
            _("this is no {format}: its encoding is unknown").format(format=translated(format_name))
        ) from error


def attribute(text: str) -> str:
    """Make the value of an attribute of a text, without what XML cannot have."""
    kept = one_line(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return f'"{escape(kept)}"'


def _local(name: str) -> str:
    return name.rpartition(":")[2]
