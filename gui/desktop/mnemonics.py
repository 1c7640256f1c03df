"""Underlined letters of labels, which with Alt move the focus to what is labelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def underlined(text: str) -> str:
    """Return the letter that a text underlines, in lower case; "" if there is none."""
    _before, sign, rest = text.replace("&&", "").partition("&")
    return rest[:1].lower() if sign else ""


def with_mnemonics(labels: Sequence[tuple[str, str]], taken: Iterable[str] = ()) -> list[str]:
    """Return labels in each of which another letter is underlined.

    Parameters
    ----------
    labels : sequence of (str, str)
        The texts without ampersands, each with the letter that it wants.
    taken : iterable of str
        Letters that mean something else in the window, in lower case.

    Returns
    -------
    list of str
        Each text with an ampersand before the letter it wants, or before any other that is free;
        where it has none, the letter it wants stands behind it in parentheses.
    """
    used = set(taken)
    places: list[int | None] = []
    # Those that have their letter get it before others look for a free one.
    for text, wanted in labels:
        place = _place_of(text, wanted)
        fits = place is not None and wanted.lower() not in used
        places.append(place if fits else None)
        if fits:
            used.add(wanted.lower())
    marked = []
    for (text, wanted), place in zip(labels, places, strict=True):
        found = _free_place(text, used) if place is None else place
        if found is not None:
            used.add(text[found].lower())
            marked.append(f"{text[:found]}&{text[found:]}")
        elif wanted.lower() not in used:
            used.add(wanted.lower())
            marked.append(f"{text} (&{wanted.upper()})")
        else:
            marked.append(text)
    return marked


def _place_of(text: str, letter: str) -> int | None:
    for place in (text.find(letter), text.lower().find(letter.lower())):
        if 0 <= place < len(text):
            return place
    return None


def _free_place(text: str, used: set[str]) -> int | None:
    """Return the first letter that is on a keyboard and free, plain ones before others."""
    # Letters without a case, as Chinese ones, are no single keys.
    free = [
        place
        for place, letter in enumerate(text)
        if letter.lower() != letter.upper() and letter.lower() not in used
    ]
    return min(free, key=lambda place: (not text[place].isascii(), place), default=None)
