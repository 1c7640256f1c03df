"""Asks the index for a wheel of every pinned package: `python -m resources.packaging.wheels`.

Who has no wheel builds from source, which takes a compiler and minutes, or fails. It needs the
network, so it is no test.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("3.11", "3.12", "3.13")
ONLY_SOURCE = {"argparse-manpage", "swatch"}
"""Packages without any wheel: they are Python alone, so that pip makes one of them in seconds."""


class System(NamedTuple):
    """A kind of machine.

    Parameters
    ----------
    name : str
        As `sys.platform` names it.
    tags : list of str
        Tags of the wheels it takes. pip itself adds older ones for macOS and `manylinux2014`.
    """

    name: str
    tags: list[str]


def _linux(machine: str, glibc: int) -> System:
    """Describe a Linux with glibc 2.x, which takes the wheels for it and for older ones."""
    tags = [f"manylinux_2_{minor}_{machine}" for minor in range(5, glibc + 1)]
    return System("linux", [*tags, f"manylinux2014_{machine}"])


SYSTEMS = {
    "win_amd64": System("win32", ["win_amd64"]),
    "macosx_13 arm64": System("darwin", ["macosx_13_0_arm64"]),
    "macosx_13 x86_64": System("darwin", ["macosx_13_0_x86_64"]),
    "manylinux x86_64": _linux("x86_64", 35),
    # Qt's for ARM are made for no older one.
    "manylinux aarch64": _linux("aarch64", 39),
}


def pinned(system: System) -> list[str]:
    """List the packages at their exact versions that a system is asked to install as wheels."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"]]
    asked += [each for group in project["dependency-groups"].values() for each in group]
    elsewhere = {
        each.name
        for each in map(Requirement, asked)
        if each.marker and not each.marker.evaluate({"sys_platform": system.name})
    }
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    left_out = elsewhere | ONLY_SOURCE
    return [line for line in lines if "==" in line and line.partition("==")[0] not in left_out]


def without_wheel(system: System, python: str) -> list[str]:
    """Return the pinned packages that have no wheel for a system.

    Raises
    ------
    subprocess.CalledProcessError
        If pip fails for another reason, as without a network.
    """
    wanted = pinned(system)
    platforms = [word for each in system.tags for word in ("--platform", each)]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--no-deps"]
    pip += ["--ignore-installed", "--only-binary", ":all:", "--python-version", python]
    missing: list[str] = []
    while True:
        with tempfile.TemporaryDirectory() as target:
            command = [*pip, *platforms, "--target", target, *wanted]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return missing
        # pip stops at the first that it does not find, so it is asked again for the others.
        found = re.search(r"No matching distribution found for (\S+)", done.stderr)
        if found is None:
            raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)
        missing.append(found[1])
        wanted.remove(found[1])


def main() -> int:
    """Write a line for each system and Python; return 1 if a wheel is missing."""
    complete = True
    for name, system in SYSTEMS.items():
        for python in PYTHONS:
            lacking = without_wheel(system, python)
            complete = complete and not lacking
            said = ", ".join(lacking) or "nothing"
            print(f"{name:18} {python:5} without a wheel: {said}", flush=True)
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
