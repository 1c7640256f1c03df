"""Text in the ini files of QSettings, where earlier versions of Fewtone remembered things.

The format is that of doc.qt.io/qt-6/qsettings.html#Format-enum. Only text is read, and lists of it:
other values stand behind an @, and among them may be Python objects that QSettings would make.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_PIECE = re.compile(r"\\x[0-9a-fA-F]+|\\[0-7]+|\\.|.", re.DOTALL)
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_UNIT = 0xFFFF


def texts_of_ini(text: str) -> dict[str, str | list[str]]:
    """Return the texts and lists of texts in an ini file, each under "section/key"."""
    found: dict[str, str | list[str]] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            name = unquote(line.strip("[] "))
            section = "" if name == "General" else f"{name}/"
        elif "=" in line and not line.startswith(";"):
            key, _, value = line.partition("=")
            texts = [_plain(each) for each in _split(value)]
            known = [each for each in texts if each is not None]
            if len(known) == len(texts):
                found[section + unquote(key.strip()).replace("\\", "/")] = (
                    known[0] if len(known) == 1 else known
                )
    return found


def _split(value: str) -> list[str]:
    """Split a value at its commas, and resolve quotes and escapes."""
    texts, quoted = [""], False
    for piece in _PIECE.findall(value):
        if piece == '"':
            quoted = not quoted
        elif piece == "," and not quoted:
            texts.append("")
        elif len(piece) > 1:
            texts[-1] += _escaped(piece[1:])
        elif quoted or texts[-1] or not piece.isspace():
            texts[-1] += piece
    return texts


def _escaped(piece: str) -> str:
    if piece[0] == "x" and len(piece) > 1:
        return chr(int(piece[1:], 16) & _UNIT)
    if piece.isdigit() and piece.isascii():
        return chr(int(piece, 8) & _UNIT)
    return _ESCAPES.get(piece, piece)


def _plain(text: str) -> str | None:
    """Return what is text; None for other values, which begin with a single @."""
    if text.startswith("@@"):
        return text[1:]
    return None if text.startswith("@") else text
