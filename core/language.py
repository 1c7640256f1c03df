"""The language in which people are told things: finds its catalog, and translates.

Texts stand in the code in English, which needs no catalog. What has no good translation stays
English: one that is missing, one of another program's catalog, and one that has other fields than
the text it translates, as `format` would fail with it or lose a name.
"""

from __future__ import annotations

import gettext as standard
import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from core import direction

ENGLISH = "en"
# gettext keeps a context before its text, parted by this.
_CONTEXT_ENDS = "\x04"
_PERCENT_FIELD = re.compile(r"%(?:\(\w+\))?[sdr]|%\d|%%")
# A sign for per cent, which `%` would stumble over.
_STRAY = "%"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
# They tell child processes where the catalogs are, how numbers are written, and which way texts go.
_OF_FOLDER = "FEWTONE_LANGUAGES"
_OF_NUMBERS, _OF_DIRECTION = "FEWTONE_NUMBERS", "FEWTONE_DIRECTION"


class Numbers(NamedTuple):
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


class _Language(NamedTuple):
    code: str
    catalog: standard.NullTranslations
    numbers: Numbers
    right_to_left: bool
    # Translations that were looked up: those with wrong fields are found just once.
    known: dict[tuple[str, ...], str]


class _Now:
    """What holds now; a language is replaced as a whole, as threads speak it too."""

    folder: Path | None = None
    language = _Language(ENGLISH, standard.NullTranslations(), Numbers(), False, {})


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
    spoken = _Now.language
    folder = {} if _Now.folder is None else {_OF_FOLDER: str(_Now.folder)}
    return {
        "LANGUAGE": spoken.code,
        _OF_NUMBERS: f"{_as_code_points(spoken.numbers.decimal)},"
        f"{_as_code_points(spoken.numbers.group)}",
        _OF_DIRECTION: "rtl" if spoken.right_to_left else "ltr",
        **folder,
    }


def begin_as_child(environment: Mapping[str, str] = os.environ) -> None:
    """Speak the language of the process that started this one with `for_children`."""
    if _OF_FOLDER in environment:
        begin(Path(environment[_OF_FOLDER]), environment)
    if _OF_NUMBERS in environment:
        decimal, _comma, group = environment[_OF_NUMBERS].partition(",")
        numbers = Numbers(_of_code_points(decimal), _of_code_points(group))
        use(code(), numbers, right_to_left=environment.get(_OF_DIRECTION) == "rtl")


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


def use(code: str, numbers: Numbers | None = None, *, right_to_left: bool = False) -> bool:
    """Speak a language from now on; return whether its catalog could be read.

    Parameters
    ----------
    code : str
        One of `available`.
    numbers : Numbers, optional
        How numbers are written; as scripts read them if not given.
    right_to_left : bool
        Whether texts are shown in windows that are read from right to left: what is put into them,
        as names and numbers with units, keeps its own direction.
    """
    numbers = numbers or Numbers()
    catalog, good = standard.NullTranslations(), True
    if code != ENGLISH and _Now.folder is not None:
        try:
            with (_Now.folder / f"{code}.mo").open("rb") as file:
                catalog = standard.GNUTranslations(file)
        # What a broken catalog raises depends on where it is broken.
        except Exception:  # noqa: BLE001
            catalog, good = standard.NullTranslations(), False
    code = code if good else ENGLISH
    _Now.language = _Language(code, catalog, numbers, right_to_left and good, {})
    return good


@contextmanager
def english() -> Iterator[None]:
    """Speak English in this thread while the block runs, for what programs read."""
    before, _here.in_english = _here.in_english, True
    try:
        yield
    finally:
        _here.in_english = before


@contextmanager
def for_people() -> Iterator[None]:
    """Write numbers as the catalog does while the block runs, for what is kept for people."""
    before = _Now.language
    _Now.language = before._replace(numbers=numbers_of_catalog())
    try:
        yield
    finally:
        _Now.language = before


def code() -> str:
    """Return the code of the language that is spoken: "en", "vi"."""
    return _Now.language.code


def numbers() -> Numbers:
    """Return the way numbers are written."""
    return Numbers() if _here.in_english else _Now.language.numbers


def right_to_left() -> bool:
    """Return whether texts are shown in windows that are read from right to left."""
    return _Now.language.right_to_left and not _here.in_english


def isolated(text: str) -> str:
    """Return a text that keeps its direction amid others: "#1a2b3c", "12.3 %", "sea.jpg"."""
    return direction.isolated(text) if right_to_left() else text


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
    return _translation((text,), lambda catalog: catalog.gettext(text)) if text else text


def pgettext(context: str, text: str) -> str:
    """Translate a text that has another meaning elsewhere; the context says which one it has."""
    return _translation((context, text), lambda catalog: catalog.pgettext(context, text))


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a text that depends on a number, which is one of its fields."""
    return _plural(one, many, lambda catalog: catalog.ngettext(one, many, count), count)


def npgettext(context: str, one: str, many: str, count: int) -> str:
    """Translate a text with a context that depends on a number."""
    return _plural(one, many, lambda catalog: catalog.npgettext(context, one, many, count), count)


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
    """Return the fields of a text.

    "path" for "{path}", "n:03" for "{n:03}", "path!r" for "{path!r}"; "%(prog)s" and "%1" as they
    are, "%s" and "%%" with their number, as there may be several; "%" for a sign that is no field.

    Raises
    ------
    ValueError
        Its braces are wrong.
    """
    found = set()
    for _text, name, form, conversion in Formatter().parse(text):
        if name is not None:
            found.add(
                name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
            )
    seen: Counter[str] = Counter()
    for each in _PERCENT_FIELD.findall(text):
        seen[each] += 1
        found.add(each if each[1] in "(123456789" else f"{each} {seen[each]}")
    if _STRAY in _PERCENT_FIELD.sub("", text):
        found.add(_STRAY)
    return frozenset(found)


def fits(translation: str, *texts: str) -> bool:
    """Return whether a translation has the fields of a text, or of its singular and its plural."""
    try:
        found, wanted = fields(translation), [fields(text) for text in texts]
    except ValueError:
        return False
    # A singular need not have the number in it, and per cent may be a word.
    least = frozenset.intersection(*wanted) - {_STRAY}
    return least <= found <= frozenset.union(*wanted)


def _translation(key: tuple[str, ...], look_up: Callable[[standard.NullTranslations], str]) -> str:
    text, language = key[-1], _Now.language
    if language.code == ENGLISH or _here.in_english:
        return text
    found = language.known.get(key)
    if found is None:
        found = _looked_up(language, look_up, text)
        if not fits(found, text):
            found = text
        found = language.known[key] = _directed(found)
    return found


def _plural(
    one: str, many: str, look_up: Callable[[standard.NullTranslations], str], count: int
) -> str:
    english, language = one if count == 1 else many, _Now.language
    if language.code == ENGLISH or _here.in_english:
        return english
    found = _looked_up(language, look_up, english)
    known = one, many, found
    if known not in language.known:
        language.known[known] = found if fits(found, one, many) else ""
    return _directed(language.known[known] or english)


def _directed(text: str) -> str:
    return direction.directed(text) if right_to_left() else text


def _looked_up(
    language: _Language, look_up: Callable[[standard.NullTranslations], str], english: str
) -> str:
    try:
        return look_up(language.catalog)
    except ArithmeticError:
        # The rule of a catalog on plurals may divide by 0.
        return english


def _as_code_points(sign: str) -> str:
    # Variables of some systems hold no other letters than those of English.
    return " ".join(str(ord(letter)) for letter in sign)


def _of_code_points(written: str) -> str:
    return "".join(chr(int(each)) for each in written.split())


def _of_windows() -> Iterator[str]:
    import ctypes
    import locale

    number = getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage()  # noqa: B009
    name = locale.windows_locale.get(number)
    if name:
        yield name
