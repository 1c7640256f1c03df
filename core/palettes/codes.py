"""The number of a maker in the name of a color: "Snow White 0010" is "Snow White" and "0010".

Catalogs write it before or behind the name, after a space, several spaces or a TAB. Where it could
be a part of the name, as in "Gray 50", it stays there: a number that is missing from a list does
less harm than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST = 200
_AROUND = "()[],;:"
_GAP = re.compile(r"\s*\t\s*|\s{2,}")
_COLUMN = re.compile(r"(?=[^\d]{0,8}\d)[\w.\-/]{1,20}\Z", re.ASCII)
# Hardly anything but a number looks so: 80-19001, 14-4122; B5200, RAL5010; 0010, 3865.
_CLEAR = re.compile(r"\d{1,3}-\d{3,6}\Z|[A-Z]{1,4}-?\d{3,6}[A-Z]?\Z|\d{4,8}\Z", re.ASCII)
# 310, and with a letter BG10; 01 is no number that people count with.
_AT_AN_END = re.compile(r"[1-9]\d\d\Z|0\d{1,2}\Z|[A-Z]{1,4}-?\d\d\Z", re.ASCII)
# Steps of a scale from light to dark, Red 500, Pink A200; and X11, a list of names.
_PART_OF_A_NAME = re.compile(r"(?:[1-9][05]0|A[1247]00|X11)\Z")
_LETTERS = re.compile(r"[^\W\d_]+")


def split_codes(names: Sequence[str]) -> list[tuple[str, str]]:
    """Split the names of a palette: among others with numbers, 350 is the number of Coral 350."""
    found = [split_code(name) for name in names]
    numbered = sum(bool(code) for _name, code in found)
    if 2 * numbered < sum(bool(name.strip()) for name in names):
        return found
    return [split_code(name, among_numbers=True) for name in names]


def split_code(name: str, *, among_numbers: bool = False) -> tuple[str, str]:
    """Split the name of a color into what it is called and the number of its maker.

    Parameters
    ----------
    name : str
        From anywhere.
    among_numbers : bool
        Whether the colors beside it have numbers, so that what may be a shade is one too.

    Returns
    -------
    name, code : str
        In one line; the code is "" where none is clear, and the name never is unless all is space.
    """
    text = name.strip()
    if len(text) <= _LONGEST:
        for found in (_in_columns(text), _among_words(text, shades=not among_numbers)):
            if found is not None and all(found):
                return found
    return " ".join(text.split()), ""


def joined(name: str, code: str) -> str:
    """Join a name and a number so that `split_code` finds both again, where it can."""
    if not code or not name:
        return name or code
    plain = f"{name} {code}"
    return plain if split_code(plain) == (name, code) else f"{name}\t{code}"


def tidied(name: str) -> str:
    """Put single spaces into a name, but where a gap shows that its end is a number."""
    plain = " ".join(name.split())
    called, code = split_code(name)
    return plain if split_code(plain) == (called, code) else f"{called}\t{code}"


def _in_columns(text: str) -> tuple[str, str] | None:
    """Read "Coral  351", "Coral<TAB>351" and "3865<TAB>Winter White"."""
    parts = _GAP.split(text)
    if len(parts) != 2:
        return None
    first, second = parts
    if _COLUMN.match(first) and not _COLUMN.match(second):
        return second, first
    # Behind a TAB is a column of its own, even if it is Ecru.
    behind_a_tab = "\t" in text and not re.search(r"\s", second)
    return (first, second) if behind_a_tab or _COLUMN.match(second) else None


def _among_words(text: str, *, shades: bool) -> tuple[str, str] | None:
    """Read "Snow White 0010", "B5200 Snow White", "Perler 80-19001 White"."""
    words = text.split()
    if len(words) < 2:
        return None
    bare = [word.strip(_AROUND) for word in words]
    # Before a name stands no shade of it.
    may_be = [
        not (place and shades and _PART_OF_A_NAME.match(word)) for place, word in enumerate(bare)
    ]
    clear = [place for place, word in enumerate(bare) if may_be[place] and _CLEAR.match(word)]
    if not clear:
        ends = (0, len(bare) - 1)
        clear = [place for place in ends if may_be[place] and _AT_AN_END.match(bare[place])]
    if len(clear) != 1:
        return None
    (place,) = clear
    called = " ".join(words[:place] + words[place + 1 :]).strip(" ,;:-")
    return (called, bare[place]) if any(map(_is_a_word, _LETTERS.findall(called))) else None


def _is_a_word(letters: str) -> bool:
    """Return whether letters are a word, and no mark like the C and XGC of Pantone's "276 C"."""
    short = len(letters) < 3 or (len(letters) == 3 and letters.isupper())
    return not (short and letters.isascii())
