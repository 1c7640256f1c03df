"""What a Debian package says of the licences in it, of the table that the bundle brings.

Specification: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

_OURS = Path(__file__).parent / "files" / "copyright"
_INSIDE = "_internal"
_LICENCES = f"{_INSIDE}/resources/licences"
_COMMON = re.compile(r"\bL?GPL-[\d.]+")


def copyrights(bundle: Path, place: PurePosixPath) -> str:
    """Return the file `copyright`: our own licence, and where those of the other parts are.

    Parameters
    ----------
    bundle : Path
    place : PurePosixPath
        Where the package puts the bundle, without a slash before it.
    """
    table = bundle / _LICENCES / "parts.json"
    parts = json.loads(table.read_text(encoding="utf-8"))["parts"] if table.exists() else []
    others = [
        _paragraph(part, place) for part in parts if part["files"] and part["name"] != "Fewtone"
    ]
    return "\n".join([_OURS.read_text(encoding="utf-8"), *others])


def _paragraph(part: Mapping[str, Any], place: PurePosixPath) -> str:
    files = (place / _INSIDE / file for file in part["files"])
    paths = [str(file).replace(f"{_INSIDE}/../", "") for file in files]
    texts = [f"/{place / _LICENCES / text}" for text in part["texts"]]
    common = sorted(
        {f"/usr/share/common-licenses/{_short(name)}" for name in _COMMON.findall(part["licence"])}
    )
    lines = [
        "Files:",
        *(f" {path}" for path in paths),
        f"Copyright: {part['name']} {part['version']}, {part['address']}",
        "Comment: Who holds the copyright stands in the text of the licence.",
        f"License: {part['licence'].replace(' AND ', ' and ').replace(' OR ', ' or ')}",
        " The text is in",
        *(f" {text}" for text in [*texts, *common]),
    ]
    return "\n".join(lines) + "\n"


def _short(name: str) -> str:
    """Return Debian's name of a licence's text: "LGPL-2.1" and "GPL-3" for "GPL-3.0"."""
    return name.removesuffix(".0").removesuffix(".")
