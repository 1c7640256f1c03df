"""Parts of a text that are read from left to right where all else is read from right to left.

Without marks the signs of such a part change sides: "#1a2b3c" ends in "#", "12 %" begins with "%".
"""

from __future__ import annotations

import re

# A part that has a direction of its own stands between the last two. The first one has a line that
# is nothing else begin on the right.
_TO_THE_RIGHT, _PART_BEGINS, _PART_ENDS = "\u200f", "\u2068", "\u2069"
MARKS = frozenset(_TO_THE_RIGHT + _PART_BEGINS + _PART_ENDS)
_FIELD = r"\{[^{}]*\}"
# They are read as one: neither number may come before the other.
_WIDTH_AND_HEIGHT = r"\{\w+\} ?× ?\{\w+\}"


def isolated(text: str) -> str:
    """Return a text that keeps its direction amid others."""
    # Within the part, the first mark would say that all of it is read from right to left.
    return f"{_TO_THE_RIGHT}{_part(text.removeprefix(_TO_THE_RIGHT))}" if text else text


def without_marks(text: str) -> str:
    """Return a text without what keeps the direction of its parts."""
    return "".join(each for each in text if each not in MARKS)


def directed(text: str) -> str:
    """Return a translation whose fields, and which itself as a number, keep their direction."""
    if "{" in text:
        return _WithFields(text)
    return isolated(text) if _is_number_with_unit(text) else text


class _WithFields(str):
    """A text whose fields keep their own direction once they are filled."""

    __slots__ = ()

    def format(self, *arguments: object, **named: object) -> str:
        """Put values into the text."""
        # What something becomes stands to the left of what it was.
        template = re.sub(_WIDTH_AND_HEIGHT, lambda found: _part(found[0]), self.replace("→", "←"))
        parts = {
            key: _part(value) if isinstance(value, str) and value else value
            for key, value in named.items()
        }
        text = template.format(*arguments, **parts)
        if all(each == "" for each in named.values()):  # what boxes show after their number
            return text
        is_number = _is_number_with_unit(re.sub(_FIELD, "0", self))
        return isolated(text) if is_number else f"{_TO_THE_RIGHT}{text}"


def _part(text: str) -> str:
    return f"{_PART_BEGINS}{text}{_PART_ENDS}"


def _is_number_with_unit(text: str) -> bool:
    """Return whether a text has a sign or a unit, and no letters of the language."""
    # Only languages that are read from right to left need it.
    from unicodedata import bidirectional

    directions = set(map(bidirectional, text))
    return not directions & {"R", "AL"} and ("ET" in directions or directions >= {"L", "EN"})
