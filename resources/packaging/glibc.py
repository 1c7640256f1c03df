"""How new a system the bundle needs: `python -m resources.packaging.glibc dist/fewtone`.

Prints for each program and library the newest version of glibc and of the C++ library it asks
for, and fails if one of them is over the limit.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from resources.packaging import elf

LIMITS = {"GLIBC": (2, 35), "GLIBCXX": (3, 4, 30)}
"""Newest versions that the bundle may ask for: those of Ubuntu 22.04."""

Version = tuple[int, ...]


def main(arguments: list[str]) -> int:
    """Print what each ELF file of a folder needs; return 1 if that is too much."""
    folder = Path(arguments[0] if arguments else "dist/fewtone")
    rows = [(path.relative_to(folder), needs(path)) for path in programs(folder)]
    if not rows:
        print(f"{folder} holds no program for Linux.", file=sys.stderr)
        return 1
    for path, newest in sorted(rows, key=lambda row: (sorted(row[1].items()), row[0])):
        print(f"{_words(newest, 'GLIBC'):<8} {_words(newest, 'GLIBCXX'):<8} {path}")
    wrong = [path for path, newest in rows if is_over(newest)]
    for path in wrong:
        print(f"{path} asks for more than {_limits()}.", file=sys.stderr)
    return 1 if wrong else 0


def programs(folder: Path) -> list[Path]:
    """Find the programs and libraries in a folder; links are left out."""
    files = (each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())
    return [each for each in files if elf.is_elf(each)]


def needs(path: Path) -> dict[str, Version]:
    """Find the newest version of each library in LIMITS that an ELF file asks for."""
    newest: dict[str, Version] = {}
    for text in elf.wants(path).versions:
        found = re.fullmatch(r"([A-Z]+)_(\d+(?:\.\d+)*)", text)
        if found and found[1] in LIMITS:
            version = tuple(int(number) for number in found[2].split("."))
            newest[found[1]] = max(version, newest.get(found[1], version))
    return newest


def is_over(newest: dict[str, Version]) -> bool:
    """Return whether a file asks for more than the limits."""
    return any(version > LIMITS[name] for name, version in newest.items())


def _words(newest: dict[str, Version], name: str) -> str:
    return ".".join(map(str, newest[name])) if name in newest else "–"


def _limits() -> str:
    return " and ".join(f"{name} {_words(LIMITS, name)}" for name in LIMITS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
