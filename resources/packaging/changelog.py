"""Releases, as CHANGELOG.md tells of them in the form of Keep a Changelog."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.version import VERSION
from resources.packaging.moment import moment

FILE = Path(__file__).parents[2] / "CHANGELOG.md"
_HEADING = re.compile(r"^## \[(?P<name>[^]]+)\](?: - (?P<date>\d{4}-\d\d-\d\d))?$", re.MULTILINE)
_CHANGE = re.compile(r"^- (.+(?:\n {2}.+)*)", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=\.)\s(?=[^a-z])")
_MARKS = re.compile(r"[*`]|\[(?=[^]]*\]\()|\]\([^)]*\)")


@dataclass(frozen=True)
class Release:
    """One section of the changelog.

    Attributes
    ----------
    version : str
    day : date
        For what is not released yet, that of the commit.
    is_out : bool
        Whether it has been released.
    changes : tuple of str
        The first sentence of each, as plain text.
    """

    version: str
    day: date
    is_out: bool
    changes: tuple[str, ...]


def releases(text: str | None = None) -> list[Release]:
    """List the releases, the newest first; what is not released yet has the version to come.

    Parameters
    ----------
    text : str, optional
        The changelog to read; ours unless given.
    """
    found = []
    for heading, section in sections(FILE.read_text(encoding="utf-8") if text is None else text):
        is_out = heading["date"] is not None
        changes = tuple(_first_sentence(each) for each in _CHANGE.findall(section))
        if is_out or changes:
            version = heading["name"] if is_out else VERSION
            day = date.fromisoformat(heading["date"]) if is_out else moment().date()
            found.append(Release(version, day, is_out, changes))
    return found


def sections(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each heading, with its groups `name` and `date`, and what stands below it."""
    headings = list(_HEADING.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    for heading, end in zip(headings, ends, strict=True):
        yield heading, text[heading.end() : end]


def _first_sentence(change: str) -> str:
    plain = _MARKS.sub("", " ".join(change.split()))
    return _SENTENCE.split(plain, maxsplit=1)[0].rstrip(".")
