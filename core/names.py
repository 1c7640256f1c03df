"""Names that came from elsewhere: as plain text to show, and no longer than there is room for."""

from __future__ import annotations

import os
import re
from pathlib import Path

from core.direction import MARKS
from core.language import right_to_left

LONGEST_NAME = 80
"""Characters of a name that a window shows; a longer one loses its middle."""

LONGEST_SENTENCE = 500
"""Characters of a sentence with a path in it that a window shows."""

# What controls a terminal, breaks a line, or turns the direction of writing; the joiners that
# Persian and emoji need are not among it. Surrogates stand for bytes that are no UTF-8.
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_DELETE = 0x7F
_SYMBOLS = 0x2400
_FOREIGN_BYTES = range(0xDC80, 0xDD00)

# A path begins with a slash, a drive or a scheme, and not in the middle of a word: "24 MB/s".
_BEGIN = r"(?:file:[\\/]*|[A-Za-z]:(?=[\\/])|~)?[\\/]"
_QUOTED_PATH = re.compile(rf"""(['"“])({_BEGIN}[^'"”]*)(?=['"”])""")
_PATH = re.compile(rf"(?<![\w.:/\\]){_BEGIN}(?=[^\s])(?:.*[\\/])?")

# Linux counts bytes, and file systems may take fewer; Windows' own take this many UTF-16 units.
_USUAL_ROOM = 255
_GAP = "..."


def plain(text: str, most: int | None = None) -> str:
    """Return text as one line of which every character can be seen.

    Control characters become symbols, "␛" for ESC and "␊" for a new line. Marks that turn the
    direction of writing, and bytes of a file name that are no UTF-8, become their code.

    Parameters
    ----------
    text : str
    most : int, optional
        A longer line loses its middle, as the ends tell more.
    """
    # Sentences of a language that is read from right to left have some themselves.
    kept = MARKS if right_to_left() else frozenset()
    line = _CONTROLS.sub(
        lambda found: found[0] if found[0] in kept else _symbol(ord(found[0])), text
    )
    if most is None or len(line) <= most:
        return line
    end = (most - 1) // 2
    return f"{line[: most - 1 - end]}…{line[len(line) - end :]}"


def visible_json(text: str) -> str:
    """Return JSON that means the same, with the controls in it written by their code."""
    # New lines of the layout stay: within a text, JSON has none.
    return _CONTROLS.sub(
        lambda found: found[0] if found[0] < " " else f"\\u{ord(found[0]):04x}", text
    )


def default_name(folder: Path, stem: str, ending: str) -> str:
    """Make a file name of a stem, without its middle if the folder's file system takes no more."""
    room = _room_for_names(folder)
    if _fits(stem + ending, room):
        return stem + ending
    head, tail = stem[: len(stem) // 2], stem[len(stem) // 2 :]
    while (head or tail) and not _fits(head + _GAP + tail + ending, room):
        if len(head) > len(tail):
            head = head[:-1]
        else:
            tail = tail[1:]
    return head + _GAP + tail + ending


def is_there(name: str | Path) -> bool:
    """Return whether a name leads to something, as far as may be seen."""
    # Path.exists raises where it may not look, and for a name that is too long.
    return os.path.exists(name)  # noqa: PTH110


def real(path: str | Path) -> str:
    """Return the path that all ways to write it have in common."""
    try:
        return os.path.realpath(path)
    except OSError:  # the folder it was started in is gone
        return str(path)


def _symbol(code: int) -> str:
    if code < ord(" "):
        return chr(_SYMBOLS + code)
    if code == _DELETE:
        return "\N{SYMBOL FOR DELETE}"
    if code in _FOREIGN_BYTES:
        return f"\\x{code & 0xFF:02x}"
    return f"\\u{code:04x}"


def _fits(name: str, room: int) -> bool:
    units = len(name.encode("utf-16-le", "surrogatepass")) // 2
    return units <= _USUAL_ROOM and len(os.fsencode(name)) <= room


def _room_for_names(folder: Path) -> int:
    """Return how many bytes a name may have in a folder."""
    try:
        # Encrypted folders take 143.
        told = os.pathconf(folder, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):
        # Windows tells nothing, and counts units only: a unit has at most three bytes.
        return 3 * _USUAL_ROOM if os.name == "nt" else _USUAL_ROOM
    return told if told > 0 else _USUAL_ROOM


def without_folders(line: str) -> str:
    """Return a line in which each path is only the name at its end.

    Where it cannot be seen where a path ends, as names may have spaces, what lies between two of
    them goes as well: rather too little is told than where the user's photos are.
    """
    return _PATH.sub("", _QUOTED_PATH.sub(lambda found: found[1] + _last_name(found[2]), line))


def _last_name(path: str) -> str:
    return re.split(r"[\\/]", path.rstrip("\\/"))[-1]
