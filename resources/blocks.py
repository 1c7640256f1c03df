"""Parts of a page in Markdown, each of which is translated by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

# Headings, paragraphs, items of lists, rows of tables.
_BETWEEN = re.compile(r"(\n{2,}|\n(?=[-*] |\d+\. |#|\|))")
_HAS_LETTERS = re.compile(r"[^\W\d_]")


def blocks(markdown: str) -> list[str]:
    """Return the parts of a page that hold words, in their order."""
    parts = _BETWEEN.split(markdown.strip())[::2]
    return [each for each in parts if _HAS_LETTERS.search(each)]


def with_blocks(markdown: str, translate: Callable[[str], str]) -> str:
    """Return a page each of whose parts that hold words was translated; its form stays."""
    parts = _BETWEEN.split(markdown.strip())
    return "".join(translate(each) if _HAS_LETTERS.search(each) else each for each in parts) + "\n"
