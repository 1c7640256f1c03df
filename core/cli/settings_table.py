"""The page docs/settings.md, made of the fields of the settings.

`python -m core.cli.settings_table` writes it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.fields import (
    Amount,
    Bytes,
    Choice,
    Colors,
    Kind,
    Number,
    OneColor,
    Owned,
    Size,
    Switch,
    kinds_of,
)
from core.goals import Goals
from core.settings import SETTINGS, SaveOptions, Settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"

_INTRODUCTION = """# Settings

Made by `python -m core.cli.settings_table` of the fields in `core/settings.py` and `core/goals.py`.
"""
_TITLES = {
    Settings: "What changes the result",
    Goals: "What the number of colors is chosen by",
    SaveOptions: "What changes only the file",
}


def page() -> str:
    """Build the whole page in Markdown."""
    return "\n".join([_INTRODUCTION, *(_section(of) for of in _TITLES)])


def _section(of: type[Any]) -> str:
    default, descriptions = of(), _descriptions(of)
    rows = [
        [
            f"`{name}`",
            # A field of a file whose name is that of a setting is set by the same flag.
            ", ".join(f"`{flag}`" for flag in SETTINGS.get(name, kind).flags),
            kind.title,
            _allowed(kind),
            _in_words(getattr(default, name)),
            descriptions[name],
        ]
        for name, kind in kinds_of(of).items()
    ]
    header = [f"`{of.__name__}`", "command line", "window", "values", "default", "what it is"]
    return "\n".join([f"## {_TITLES[of]}\n", _table(header, rows), *_options(of)])


def _options(of: type[Any]) -> Iterator[str]:
    """Yield a table of words for each choice that the window offers."""
    for kind in kinds_of(of).values():
        if kind.options:
            rows = [[f"`{value}`", *option] for value, option in kind.options.items()]
            yield f"### {kind.title}\n\n{_table(['value', 'in the window', 'what it does'], rows)}"


def _allowed(kind: Kind) -> str:
    match kind:
        case Number():
            numbers = f"{kind.allowed[0]}…{kind.allowed[-1]} {kind.unit}".strip()
            return f"{numbers}, or none: what suits best" if kind.optional else numbers
        case Choice():
            return ", ".join(f"`{value}`" for value in kind.allowed)
        case Switch():
            return "yes, no"
        case OneColor():
            return "a color"
        case Colors() | Owned():
            return "colors"
        case Amount():
            return f"{kind.low:g}…{kind.high:g} {kind.unit}".strip()
        case Bytes():
            return "`200KB`, `1.5MB`"
        case Size():
            return "`1920x`, `x1080`, `1920x1080`, `50%`"
    raise NotImplementedError(kind)


def _in_words(value: Any) -> str:
    match value:
        case None | ():
            return "none"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return "`{:02x}{:02x}{:02x}`".format(*value)
    return f"`{value}`"


def _descriptions(of: type[Any]) -> dict[str, str]:
    """Return what the docstring says of each field."""
    _, parameters = (inspect.getdoc(of) or "").split("Parameters\n----------\n")
    _, *parts = re.split(r"^(\w+) : .*$", parameters.split("\n\n")[0], flags=re.MULTILINE)
    return {
        name: " ".join(text.split()) for name, text in zip(parts[::2], parts[1::2], strict=True)
    }


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
