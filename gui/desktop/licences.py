"""Licences of everything inside: of a bundle as it was made, from source as it is installed."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata

import resources
from core.language import _
from core.version import VERSION

# What the program needs to run; in a bundle the table names these, and all that came with them.
_INSTALLED = (
    "PySide6_Essentials",
    "shiboken6",
    "numpy",
    "pillow",
    "pi_heif",
    "platformdirs",
    "pyoxipng",
    "tqdm",
)


@dataclass(frozen=True)
class Licence:
    """Something inside, with the licence it is under."""

    name: str
    version: str
    licence: str
    address: str
    note: str
    files: tuple[str, ...]
    text: str

    def fits(self, words: Iterable[str]) -> bool:
        """Return whether each word, in small letters, is in its name, licence or files."""
        where = " ".join((self.name, self.version, self.licence, *self.files)).lower()
        return all(word in where for word in words)

    @property
    def page(self) -> str:
        """All that is to say about it, as plain text."""
        files = "\n".join([_("Files:"), *(f"    {each}" for each in self.files)])
        licence = _("Licence: {name}").format(name=self.licence)
        paragraphs = (
            f"{self.name} {self.version}".strip(),
            f"{licence}\n{self.address}".strip(),
            self.note,
            files if self.files else "",
            self.text or _("Its text is at the address above."),
        )
        return "\n\n".join(each for each in paragraphs if each)


def licences() -> list[Licence]:
    """List what is inside, the program itself first."""
    try:
        table = resources.path("licences/parts.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return _of_source()
    return [
        Licence(
            name=row["name"],
            version=row["version"],
            licence=row["licence"],
            address=row["address"],
            note=row["note"],
            files=tuple(row["files"]),
            text=_together(_read(name) for name in row["texts"]),
        )
        for row in json.loads(table)["parts"]
    ]


def _read(name: str) -> str:
    return resources.path(f"licences/{name}").read_text(encoding="utf-8")


def _together(texts: Iterable[str]) -> str:
    return f"\n\n{'─' * 40}\n\n".join(text.strip() for text in texts)


def _of_source() -> list[Licence]:
    own = resources.project_licence()
    mit = "https://spdx.org/licenses/MIT.html"
    python = "https://docs.python.org/3/license.html"
    return [
        Licence("Fewtone", VERSION, "MIT", mit, "", (), own),
        Licence("Python", platform.python_version(), "PSF-2.0", python, "", (), ""),
        *(found for name in _INSTALLED if (found := _of_distribution(name)) is not None),
    ]


def _of_distribution(name: str) -> Licence | None:
    """Read what an installed distribution says of itself; None where it is not found."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    texts = (
        file.read_text(encoding="utf-8")
        for file in metadata.files(name) or ()
        if ".dist-info/licenses/" in file.as_posix()
    )
    return Licence(
        name=about["Name"],
        version=about["Version"],
        licence=_named(about),
        address=f"https://pypi.org/project/{about['Name']}/",
        note="",
        files=(),
        text=_together(texts),
    )


def _named(about: metadata.PackageMetadata) -> str:
    """Find the name of the licence, in the newest field that says it."""
    for field in ("License-Expression", "License"):  # untranslated: fields of Python packages
        for named in about.get_all(field, []):
            return str(named)
    every = about.get_all("Classifier", [])  # untranslated: a field of Python packages
    classifiers = (each for each in every if each.startswith("License"))
    return ", ".join(each.rpartition(" :: ")[2] for each in classifiers)
