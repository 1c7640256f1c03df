"""Asks the index for a wheel of every pinned package: `python -m resources.packaging.wheels`.

Who has no wheel builds from source, which takes a compiler and minutes, or fails. It needs the
network, so it is no test.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

CONSTRAINTS = Path(__file__).resolve().parents[2] / "constraints.txt"
PYTHONS = ("3.11", "3.12", "3.13")
# A system takes wheels for itself and for older ones: pip has to be told all it would look for.
SYSTEMS = {
    "win_amd64": ["win_amd64"],
    "macosx arm64": [f"macosx_{each}_arm64" for each in ("11_0", "12_0", "13_0")],
    "macosx x86_64": [f"macosx_{each}_x86_64" for each in ("10_13", "10_15", "11_0", "13_0")],
    "manylinux x86_64": [f"manylinux_2_{each}_x86_64" for each in (17, 27, 28, 34)],
    "manylinux aarch64": [f"manylinux_2_{each}_aarch64" for each in (17, 27, 28, 34, 39)],
}


def without_wheel(system: str, python: str) -> list[str]:
    """Return the pinned packages that have no wheel for a system.

    Raises
    ------
    subprocess.CalledProcessError
        If pip fails for another reason, as without a network.
    """
    wanted = [line for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines() if "==" in line]
    platforms = [word for each in SYSTEMS[system] for word in ("--platform", each)]
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
    for system in SYSTEMS:
        for python in PYTHONS:
            lacking = without_wheel(system, python)
            complete = complete and not lacking
            said = ", ".join(lacking) or "nothing"
            print(f"{system:18} {python:5} without a wheel: {said}", flush=True)
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
