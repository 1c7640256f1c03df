"""Extracts the texts of the code into a template, merges it into each language, and compiles.

Babel reads and writes the files; at run time the standard library's gettext reads what was
compiled.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo

from core.version import VERSION
from resources.blocks import blocks

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "languages"
TEMPLATE = FOLDER / "fewtone.pot"
GUIDE = ROOT / "docs" / "guide.md"
KEYWORDS = {
    "_": None,
    "N_": None,
    "NN_": (1, 2),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "NP_": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_HEADER = """\
# Texts of Fewtone, to be translated: CONTRIBUTING.md says how.
# This file is distributed under the license of Fewtone."""
_WIDTH = 100


def sources() -> list[Path]:
    """List the files whose texts people read."""
    packages = (sorted((ROOT / name).rglob("*.py")) for name in ("core", "gui"))
    return [ROOT / "main.py", *(path for package in packages for path in package)]


def extracted() -> Catalog:
    """Return a template of all texts in the code and in the guide."""
    template = Catalog(
        project="Fewtone",
        version=VERSION,
        charset="utf-8",
        header_comment=_HEADER,
    )
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        with path.open("rb") as file:
            found = extract(
                "python",
                file,
                KEYWORDS,
                ["Translators:"],
                {"encoding": "utf-8"},
                strip_comment_tags=True,
            )
            for _line, text, comments, context in found:
                template.add(text, None, [(place, 0)], auto_comments=comments, context=context)
    for block in blocks(GUIDE.read_text(encoding="utf-8")):
        template.add(block, None, [("docs/guide.md", 0)], auto_comments=["Markdown of the guide"])
    return template


def languages() -> list[str]:
    """Return the codes of the languages that there are files of."""
    return sorted(path.stem for path in FOLDER.glob("*.po"))


def read(code: str) -> Catalog:
    """Read the file of a language."""
    with (FOLDER / f"{code}.po").open("rb") as file:
        return pofile.read_po(file, locale=code, abort_invalid=True)


def texts_of(message: Message) -> tuple[str, ...]:
    """Return a text with its plural if it has one."""
    ids = message.id if isinstance(message.id, list | tuple) else [message.id]
    return tuple(str(each) for each in ids)


def translations_of(message: Message) -> tuple[str, ...]:
    """Return all forms of a translation; () if there is none."""
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return tuple(str(each) for each in forms) if all(forms) else ()


def as_text(catalog: Catalog) -> str:
    """Return a catalog as its file has it."""
    written = io.BytesIO()
    pofile.write_po(written, catalog, width=_WIDTH, include_lineno=False, omit_header=False)
    # A moment would change the file where no text has changed, and blanks say nothing.
    left_out = re.compile('"(POT-Creation-Date|Generated-By|.*(EMAIL@|<LL@|YEAR-MO))')
    lines = written.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not left_out.match(line))


def merge() -> None:
    """Bring the template up to date, and each language with it: what is not in it is removed."""
    template = extracted()
    TEMPLATE.write_text(as_text(template), encoding="utf-8")
    for code in languages():
        catalog = read(code)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        (FOLDER / f"{code}.po").write_text(as_text(catalog), encoding="utf-8")


def compile_to(folder: Path) -> list[Path]:
    """Compile each language into a file of a folder, as gettext reads it; return the files."""
    made = []
    for code in languages():
        file = folder / f"{code}.mo"
        part = file.with_suffix(".part")
        with part.open("wb") as stream:
            write_mo(stream, read(code))
        part.replace(file)
        made.append(file)
    return made


def counts() -> Iterator[str]:
    """Yield a line on each language: how many of the texts it has."""
    template = [each for each in extracted() if each.id]
    plural = sum(len(texts_of(each)) > 1 for each in template)
    yield f"{len(template)} texts, {plural} of them with plural forms"
    for code in languages():
        done = sum(bool(each.id) and bool(translations_of(each)) for each in read(code))
        yield f"{code}: {done} translated, {len(template) - done} not"
