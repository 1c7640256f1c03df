"""The language in which people are told things: finds its catalog, and translates.

Texts stand in the code in English, which needs no catalog. What has no good translation stays
English: one that is missing, one of another program's catalog, and one that has other fields than
the text it translates, as `format` would fail with it or lose a name.
"""

from __future__ import annotations

import gettext as standard
import os
import re
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

ENGLISH = "en"
# gettext keeps a context before its text, parted by this.
_CONTEXT_ENDS = "\x04"
_PERCENT_FIELD = re.compile(r"%(?:\(\w+\))?[sdr]|%\d")
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
# It tells child processes where the catalogs are.
_OF_FOLDER = "FEWTONE_LANGUAGES"


@dataclass(frozen=True)
class Numbers:
    """The way numbers are written for people.

    Parameters
    ----------
    decimal : str
        Sign before the decimals.
    group : str
        Sign between thousands.
    """

    decimal: str = "."
    group: str = "\N{NARROW NO-BREAK SPACE}"


@dataclass
class _Language:
    code: str = ENGLISH
    catalog: standard.NullTranslations = field(default_factory=standard.NullTranslations)
    numbers: Numbers = field(default_factory=Numbers)
    # Translations that were looked up: those with wrong fields are found just once.
    known: dict[tuple[str, ...], str] = field(default_factory=dict)


class _Now:
    """What holds now; a language is replaced as a whole, as threads speak it too."""

    folder: Path | None = None
    language = _Language()


class _Here(threading.local):
    """What holds in this thread only."""

    in_english = False


_here = _Here()


def begin(folder: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Speak the language that an environment asks for, with the catalogs of a folder."""
    look_in(folder)
    use(best_of(wanted_in(environment)))


def for_children() -> dict[str, str]:
    """Return the variables by which a child process speaks the same language."""
    folder = {} if _Now.folder is None else {_OF_FOLDER: str(_Now.folder)}
    return {"LANGUAGE": code(), **folder}


def begin_as_child(environment: Mapping[str, str] = os.environ) -> None:
    """Speak the language of the process that started this one with `for_children`."""
    if _OF_FOLDER in environment:
        begin(Path(environment[_OF_FOLDER]), environment)


def look_in(folder: Path) -> None:
    """Find catalogs in a folder from now on: "vi.mo" is that of Vietnamese."""
    _Now.folder = folder


def available() -> tuple[str, ...]:
    """Return the codes of all languages, English first, the others in order of the alphabet."""
    found = () if _Now.folder is None else sorted(each.stem for each in _Now.folder.glob("*.mo"))
    return (ENGLISH, *(code for code in found if code != ENGLISH))


def best_of(wanted: Iterable[str]) -> str:
    """Return the code of the first language that there is; "en" if there is none.

    Parameters
    ----------
    wanted : iterable of str
        As systems write them, best first: "vi_VN.UTF-8", "vi-VN", "vi", "C".
    """
    there = {code.lower(): code for code in available()}
    for each in wanted:
        name = re.split(r"[.@]", each)[0].replace("-", "_").lower()
        if name in {"c", "posix"}:
            return ENGLISH
        for known in (name, name.split("_")[0]):
            if known in there:
                return there[known]
    return ENGLISH


def wanted_in(environment: Mapping[str, str]) -> list[str]:
    """Return the languages that the variables of an environment ask for, best first.

    As gettext does it, the first that is set counts: LANGUAGE, LC_ALL, LC_MESSAGES, LANG. Windows
    sets none of them: there it is the language of its own windows.
    """
    for variable in _VARIABLES:
        if environment.get(variable):
            return environment[variable].split(":")
    return list(_of_windows()) if sys.platform == "win32" else []


def use(code: str, numbers: Numbers | None = None) -> bool:
    """Speak a language from now on; return whether its catalog could be read.

    Parameters
    ----------
    code : str
        One of `available`.
    numbers : Numbers, optional
        How numbers are written; as scripts read them if not given.
    """
    numbers = numbers or Numbers()
    catalog, good = standard.NullTranslations(), True
    if code != ENGLISH and _Now.folder is not None:
        try:
            with (_Now.folder / f"{code}.mo").open("rb") as file:
                catalog = standard.GNUTranslations(file)
        # What a broken catalog raises depends on where it is broken.
        except (OSError, ValueError, LookupError, TypeError, struct.error, SyntaxError):
            good = False
    _Now.language = _Language(code if good else ENGLISH, catalog, numbers)
    return good


@contextmanager
def english() -> Iterator[None]:
    """Speak English in this thread while the block runs, for what programs read."""
    before, _here.in_english = _here.in_english, True
    try:
        yield
    finally:
        _here.in_english = before


def code() -> str:
    """Return the code of the language that is spoken: "en", "vi"."""
    return _Now.language.code


def numbers() -> Numbers:
    """Return the way numbers are written."""
    return Numbers() if _here.in_english else _Now.language.numbers


def numbers_of_catalog() -> Numbers:
    """Return the way that the catalog says numbers are written in its language."""
    if _Now.language.code == ENGLISH:
        return Numbers()
    return Numbers(
        # Translators: the sign before decimals, as in 3.4
        pgettext("decimal sign", "."),
        # Translators: the sign between thousands, as in 24 000
        pgettext("between thousands", "\N{NARROW NO-BREAK SPACE}"),
    )


def _(text: str) -> str:
    """Translate a text."""
    return _translation((text,), lambda: _Now.language.catalog.gettext(text)) if text else text


def pgettext(context: str, text: str) -> str:
    """Translate a text that has another meaning elsewhere; the context says which one it has."""
    return _translation((context, text), lambda: _Now.language.catalog.pgettext(context, text))


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a text that depends on a number, which is one of its fields."""
    return _plural(one, many, _Now.language.catalog.ngettext(one, many, count), count)


def npgettext(context: str, one: str, many: str, count: int) -> str:
    """Translate a text with a context that depends on a number."""
    return _plural(one, many, _Now.language.catalog.npgettext(context, one, many, count), count)


def N_(text: str) -> str:  # noqa: N802 (gettext's own name)
    """Mark a text of a table, which `translated` translates when it is shown; return it."""
    return text


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """Mark a text that depends on a number, which somebody else asks `ngettext` for."""
    return one, many


def NP_(context: str, text: str) -> str:  # noqa: N802
    """Mark a text of a table that has another meaning elsewhere; return both for `translated`."""
    return f"{context}{_CONTEXT_ENDS}{text}"


def translated(marked: str) -> str:
    """Translate a text that `N_` or `NP_` marked; "" stays as it is."""
    context, there, text = marked.partition(_CONTEXT_ENDS)
    return pgettext(context, text) if there else _(marked)


def translated_as(context: str, text: str) -> str:
    """Translate a text of a list that `NP_` marked, by the context that all of them have."""
    return pgettext(context, text)


def in_english(marked: str) -> str:
    """Return a text that `N_` or `NP_` marked in English, for files and logs."""
    return marked.rpartition(_CONTEXT_ENDS)[2]


def fields(text: str) -> frozenset[str]:
    """Return the fields of a text: "path" for "{path}"; "%s", "%(prog)s" and "%1" as they are.

    Raises
    ------
    ValueError
        Its braces are wrong.
    """
    named = {name for _text, name, _format, _as in Formatter().parse(text) if name is not None}
    return frozenset(named) | set(_PERCENT_FIELD.findall(text))


def _translation(key: tuple[str, ...], look_up: Callable[[], str]) -> str:
    text, language = key[-1], _Now.language
    if language.code == ENGLISH or _here.in_english:
        return text
    found = language.known.get(key)
    if found is None:
        found = look_up()
        if not _fits(found, fields(text), fields(text)):
            found = text
        language.known[key] = found
    return found


def _plural(one: str, many: str, found: str, count: int) -> str:
    if _here.in_english:
        return one if count == 1 else many
    # A singular need not have the number in it.
    least, most = fields(one) & fields(many), fields(one) | fields(many)
    return found if _fits(found, least, most) else (one if count == 1 else many)


def _fits(translation: str, least: frozenset[str], most: frozenset[str]) -> bool:
    try:
        return least <= fields(translation) <= most
    except ValueError:
        return False


def _of_windows() -> Iterator[str]:
    import ctypes
    import locale

    number = getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage()  # noqa: B009
    name = locale.windows_locale.get(number)
    if name:
        yield name
