"""Licences of everything in a bundle: collected when it is made, and held against its files.

`python -m resources.packaging.licences dist/fewtone` prints a line for each file, and fails if one
of them has no licence.
"""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any

from core.version import VERSION
from resources.packaging.contents import Entry

FOLDER = "resources/licences"
"""Where they lie inside a bundle, as the window expects it."""
TABLE = "parts.json"

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_REPLACEABLE = (
    "It is free software under the LGPL: you may change it and put your own in its place. "
    "It is the files named here, in the folder of the program; another build with the same name "
    "and the same interface replaces them. Where its source is, its page says."
)


class LicenceError(ValueError):
    """Something of the bundle has no known licence, or its text is not to be found."""


@dataclass(frozen=True)
class Part:
    """Something that a bundle can hold: an entry of parts.toml, which says what the fields mean."""

    name: str
    licence: str
    address: str
    files: list[str]
    modules: list[str] = field(default_factory=list)
    distribution: str = ""
    version: str = ""
    listed: str = ""
    texts: list[str] = field(default_factory=list)
    system: bool = False
    replaceable: bool = False

    def has_file(self, path: str) -> bool:
        """Return whether a path inside the bundle belongs to it."""
        return any(fnmatchcase(path, pattern) for pattern in self.files)

    def has_module(self, name: str) -> bool:
        """Return whether a module of Python, named without its package, belongs to it."""
        if "stdlib" in self.modules and name in sys.stdlib_module_names:
            return True
        return any(fnmatchcase(name, pattern) for pattern in self.modules)


def main(arguments: list[str]) -> int:
    """Print the licences of a bundle, file by file; return 1 if one is missing."""
    folder = Path(arguments[0] if arguments else "dist/fewtone")
    inside = contents_of(folder)
    table = json.loads((inside / FOLDER / TABLE).read_text(encoding="utf-8"))["parts"]
    wrong = []
    for path in sorted(files_of(folder)):
        rows = [each for each in table if path in each["files"]]
        for row in rows:
            print(path, row["name"], row["version"], row["licence"], sep="\t")
        if not rows:
            wrong.append(f"No licence is known of {path}.")
    missing = {name for row in table for name in row["texts"]} - texts_of(inside)
    wrong += [f"The text {name} is not in the bundle." for name in sorted(missing)]
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


def contents_of(folder: Path) -> Path:
    """Find the folder in which a bundle keeps all but its programs."""
    inside = folder / "_internal"
    return inside if inside.is_dir() else folder


def files_of(folder: Path) -> Iterator[str]:
    """List the files of a bundle as the table names them; links and the texts are left out."""
    inside = contents_of(folder)
    for path in folder.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        name = path.relative_to(inside).as_posix() if inside in path.parents else f"../{path.name}"
        if not name.startswith(f"{FOLDER}/"):
            yield name


def texts_of(inside: Path) -> set[str]:
    """List the texts of licences in a bundle."""
    return {path.name for path in (inside / FOLDER).glob("*.txt")}


def read_parts(file: Path = _HERE / "parts.toml") -> list[Part]:
    """Read what a bundle can hold."""
    return [Part(**each) for each in tomllib.loads(file.read_text(encoding="utf-8"))["part"]]


def collect(
    entries: Iterable[Entry], modules: Iterable[str], programs: Iterable[str], folder: Path
) -> list[Entry]:
    """Write the table of what is in a bundle and the texts of its licences.

    Parameters
    ----------
    entries
        All files but the programs.
    modules
        Names of the modules inside the programs.
    programs
        Names of their files.
    folder
        Where to write.

    Returns
    -------
    list of Entry
        What was written, as further files of the bundle.

    Raises
    ------
    LicenceError
        If a file or a module belongs to no part, or a text is missing.
    """
    sources = {_path(each): Path(each[1]) for each in entries if each[2] != "SYMLINK"}
    files = {**sources, **{f"../{name}": Path(name) for name in programs}}
    tops = {name.partition(".")[0] for name in modules}
    parts = read_parts()
    _check(parts, files, tops)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    rows = [_row(part, files, tops, folder) for part in parts]
    table = {"parts": [row for row in rows if row is not None]}
    text = json.dumps(table, indent=1, ensure_ascii=False)
    (folder / TABLE).write_text(text, encoding="utf-8")
    written = sorted(folder.iterdir())
    return [(f"{FOLDER}/{path.name}", str(path), "DATA") for path in written]


def _check(parts: list[Part], files: Iterable[str], tops: Iterable[str]) -> None:
    unknown = [path for path in files if not any(part.has_file(path) for part in parts)]
    unknown += [
        f"module {name}" for name in tops if not any(each.has_module(name) for each in parts)
    ]
    if unknown:
        listed = "\n    ".join(sorted(unknown))
        raise LicenceError(
            f"no licence is known of\n    {listed}\nresources/packaging/parts.toml names them"
        )


def _row(
    part: Part, files: dict[str, Path], tops: Iterable[str], folder: Path
) -> dict[str, Any] | None:
    """Describe a part for the table and write its texts; None if it is not in the bundle."""
    mine = sorted(path for path in files if part.has_file(path))
    inside = sorted(name for name in tops if part.has_module(name))
    if not mine and not inside:
        return None
    packages = sorted({_package_of(files[path]) for path in mine}) if part.system else []
    texts = [_write(part, name, folder) for name in _names(part)]
    texts += [_write_package(package, folder) for package in packages]
    if not texts:
        raise LicenceError(f"there is no text of the licence of {part.name}")
    return {
        "name": part.name,
        "version": _version(part, packages),
        # Only the part that is the distribution itself is looked up by its name.
        "distribution": part.distribution if part.modules else "",
        "licence": part.licence,
        "address": part.address,
        "files": mine,
        "modules": inside if "stdlib" not in part.modules else [],
        "texts": texts,
        "note": _REPLACEABLE if part.replaceable else "",
    }


def _path(entry: Entry) -> str:
    return PurePosixPath(entry[0].replace("\\", "/")).as_posix()


# Versions


def _version(part: Part, packages: list[str]) -> str:
    if part.version.startswith("with "):
        return f"{part.version} {metadata.version(part.distribution)}"
    if part.version:
        return part.version
    if part.name == "Fewtone":
        return VERSION
    if "stdlib" in part.modules or "inside Python" in part.name:
        return platform.python_version()
    if packages:
        return ", ".join(sorted({_system_version(package) for package in packages}))
    if part.listed:
        return _listed(part.distribution)[part.listed]
    return metadata.version(part.distribution) if part.distribution else ""


@cache
def _listed(distribution: str) -> dict[str, str]:
    """Read the versions in the list of parts (CycloneDX) that a distribution brings."""
    versions: dict[str, str] = {}
    for file in metadata.files(distribution) or ():
        if file.match("sboms/*.json"):
            for each in json.loads(file.read_text(encoding="utf-8"))["components"]:
                versions[each["name"]] = each.get("version", "")
    return versions


def _package_of(library: Path) -> str:
    """Name the Debian package that a library of the building machine belongs to."""
    for path in dict.fromkeys((library, library.resolve(), _without_usr(library.resolve()))):
        command = ["dpkg-query", "--search", str(path)]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.partition(":")[0]
    raise LicenceError(f"{library} comes from no package of Debian or Ubuntu")


def _without_usr(path: Path) -> Path:
    return Path("/") / path.relative_to("/usr") if path.is_relative_to("/usr") else path


def _system_version(package: str) -> str:
    command = ["dpkg-query", "--show", "--showformat=${source:Upstream-Version}\n", package]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return shown.splitlines()[0]


# Texts


def _names(part: Part) -> Iterator[str]:
    """Name the texts of a part; ":*" are all that its distribution brings."""
    for name in part.texts:
        if name == ":*":
            yield from (f":{each}" for each in _texts_in(part.distribution))
        else:
            yield name


@cache
def _texts_in(distribution: str) -> dict[str, str]:
    """Read the licences in the metadata of a distribution, by their paths there."""
    found = {}
    for file in metadata.files(distribution) or ():
        inside = re.match(r"[^/]+\.dist-info/licenses/(.+)", file.as_posix())
        if inside:
            found[inside[1]] = file.read_text(encoding="utf-8")
    return found


def _write(part: Part, name: str, folder: Path) -> str:
    """Write a text among the others and return the name of its file."""
    if name == "fewtone":
        return _put(folder, "Fewtone.txt", (_ROOT / "LICENSE").read_text(encoding="utf-8"))
    if not name.startswith(":"):
        return _put(folder, name, (_HERE / "notices" / name).read_text(encoding="utf-8"))
    text = _texts_in(part.distribution).get(name[1:])
    if text is None:
        raise LicenceError(f"{part.distribution} brings no licence {name[1:]}")
    plain = re.sub(r"[^\w.-]+", "-", f"{part.distribution}-{name[1:]}")
    return _put(folder, re.sub(r"(\.(txt|md))?$", ".txt", plain, count=1), text)


def _write_package(package: str, folder: Path) -> str:
    text = Path("/usr/share/doc", package, "copyright")
    if not text.is_file():
        raise LicenceError(f"the package {package} brings no text of its licence")
    return _put(folder, f"{package}.txt", text.read_text(encoding="utf-8", errors="replace"))


def _put(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
