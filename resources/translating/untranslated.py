"""Finds texts for people that do not go through gettext, and those that go through it wrongly.

It takes for such a text what looks like words: two in a row, or one with a capital letter. A line
that ends with a comment `# untranslated: why` says that its texts are not for people, or are not
to be translated; at the beginning of a table it says so of the whole table.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from resources.translating.catalogs import KEYWORDS, ROOT, sources

_MARK = "# untranslated: "
_WORDS = re.compile(
    r"[^\W\d_]{2,}[,;:]? [^\W\d_]{2,}|^&?[A-Z]&?[a-z]{2,}[….:]?$"
    # A word beside a field of an f-string.
    r"|[^\W\d_]{3,}[,;:]? \{\}|\{\} [^\W\d_]{3,}"
)
_TAG = re.compile(r"<[^<>]*>?")
# What is called with words for machines and for those who build the program.
_NOT_FOR_PEOPLE = {
    *("compile", "sub", "split", "match", "search", "fullmatch", "findall"),
    *("debug", "info", "warning", "error", "exception", "log", "getLogger"),
    *("encode", "decode", "getattr", "hasattr", "import_module", "setObjectName", "TypeVar"),
    *("startswith", "endswith", "removeprefix", "removesuffix"),
    *("__import__", "register", "environ", "getenv", "namedtuple", "deprecated", "cast"),
    # The names of threads, for those who look for what hangs.
    "Lane",
}
# They are the same in all languages.
_NAMES = {"Fewtone", "Python", "Pillow", "Oklab", "Lab", "Fusion", "Esc", "English"}
# People are told a FewtoneError; these are for those who write code.
_OF_PROGRAMMERS = {
    *("AssertionError", "RuntimeError", "TypeError", "NotImplementedError", "KeyError"),
    *("AttributeError", "ValueError"),
}
# They are for those who build the program, or print what a report of a fault needs.
_LEFT_OUT = (
    *("core/__init__.py", "core/language.py", "core/kernels/build.py", "core/diagnosis.py"),
    # English has rules for names of colors; other languages have the list in `spoken.py`.
    *("core/cli/settings_table.py", "core/color/names.py"),
    *("gui/self_test.py", "gui/diagnose.py", "gui/desktop/diagnosis.py", "gui/desktop/crashes.py"),
)
_POSITIONAL = re.compile(r"\{\d*[:!}]")


class Finding(NamedTuple):
    """A place in the code, and what is wrong there."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT).as_posix()}:{self.line}: {self.what}"


def findings(path: Path) -> Iterator[Finding]:
    """Yield what is wrong with the texts of a file."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    tree = ast.parse(source)
    for node, above in _walk(tree, ()):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Call) and _name(node.func) in KEYWORDS:
            yield from (Finding(path, line, what) for what in _wrong_in(node))
            if any(isinstance(each, ast.JoinedStr) for each in above):
                yield Finding(path, line, "a text within an f-string is not extracted")
        text = _text(node)
        if text is None or text in _NAMES or not _has_words(text) or _is_exempt(node, above):
            continue
        if any(_MARK in each for each in lines[line - 1 : getattr(node, "end_lineno", line)]):
            continue
        if any(_MARK in lines[table.lineno - 1] for table in _tables(above)):
            continue
        raised = next((each for each in above if isinstance(each, ast.Raise)), None)
        if raised and any(_MARK in each for each in lines[raised.lineno - 1 : raised.end_lineno]):
            continue
        shown = text if len(text) < 60 else f"{text[:57]}..."
        yield Finding(path, line, f"{shown!r} is not translated")


def all_findings() -> list[Finding]:
    """Return what is wrong with the texts of the program."""
    paths = [each for each in sources() if each.relative_to(ROOT).as_posix() not in _LEFT_OUT]
    return [finding for path in paths for finding in findings(path)]


def _walk(
    node: ast.AST, above: tuple[ast.AST, ...]
) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
    for child in ast.iter_child_nodes(node):
        yield child, (*above, node)
        yield from _walk(child, (*above, node))


def _has_words(text: str) -> bool:
    """Return whether what stands between the tags of HTML or SVG looks like words."""
    return bool(_WORDS.search(_TAG.sub(" ", text)))


def _text(node: ast.AST) -> str | None:
    """Return the text of a literal, an f-string with spaces for its fields; None for others."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _tables(above: tuple[ast.AST, ...]) -> list[ast.stmt]:
    return [each for each in above if isinstance(each, ast.Assign | ast.AnnAssign)]


def _is_exempt(node: ast.AST, above: tuple[ast.AST, ...]) -> bool:
    parent = above[-1]
    if isinstance(parent, ast.Expr | ast.JoinedStr | ast.FormattedValue):
        return True  # documentation, or a part of what is looked at as a whole
    if isinstance(parent, ast.Dict) and _is_key_of_words(parent, node):
        return True
    for outer in above:
        if isinstance(outer, ast.Call) and _name(outer.func) in {*KEYWORDS, *_NOT_FOR_PEOPLE}:
            return True
        if isinstance(outer, ast.Assign) and _name(outer.targets[0]) == "__all__":
            return True
        error = outer.exc if isinstance(outer, ast.Raise) else None
        if isinstance(error, ast.Call) and _name(error.func) in _OF_PROGRAMMERS:
            return True
        if isinstance(outer, ast.Assert | ast.Compare | ast.MatchValue):
            return True
        if isinstance(outer, ast.Subscript) and node is not outer.value:
            return True
        if isinstance(outer, ast.arg | ast.AnnAssign) and _is_within(outer.annotation, node):
            return True
        if isinstance(outer, ast.FunctionDef) and _is_within(outer.returns, node):
            return True
    return False


def _is_key_of_words(table: ast.Dict, node: ast.AST) -> bool:
    """Return whether a node is what a table has marked words for."""
    return any(
        key is node and isinstance(words, ast.Call) and _name(words.func) in {"N_", "NP_"}
        for key, words in zip(table.keys, table.values, strict=True)
    )


def _is_within(tree: ast.AST | None, node: ast.AST) -> bool:
    return tree is not None and any(each is node for each in ast.walk(tree))


def _wrong_in(call: ast.Call) -> Iterator[str]:
    """Yield what is wrong with a call of gettext's functions."""
    name = _name(call.func)
    texts = call.args[: 1 if name in {"_", "N_"} else 2]
    if name == "npgettext":
        texts = call.args[:3]
    for each in texts:
        if not (isinstance(each, ast.Constant) and isinstance(each.value, str)):
            yield f"{name}() wants a literal text"
        elif _POSITIONAL.search(each.value):
            yield f"{each.value!r} has a field without a name"


def _name(function: ast.AST) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


if __name__ == "__main__":
    found = all_findings()
    wanted = sys.argv[1:]
    shown = [str(each) for each in found if not wanted or any(w in str(each.path) for w in wanted)]
    print("\n".join(shown))
    sys.exit(1 if shown else 0)
