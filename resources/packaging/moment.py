"""The time that packages say they are of: that of the commit, so that two builds are the same.

A bundle keeps it in a file, as it may be packed after further commits.
"""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

KEPT_AS = "resources/moment.txt"
"""Where it lies inside a bundle."""

_ROOT = Path(__file__).parents[2]
_VARIABLE = "SOURCE_DATE_EPOCH"


def moment() -> datetime:
    """Return the time of SOURCE_DATE_EPOCH, else of the commit, else of the changelog's file.

    Specification: https://reproducible-builds.org/specs/source-date-epoch/
    """
    told = os.environ.get(_VARIABLE) or _of_commit()
    seconds = int(told) if told else int((_ROOT / "CHANGELOG.md").stat().st_mtime)
    return datetime.fromtimestamp(seconds, UTC)


def keep(folder: Path) -> Path:
    """Write the moment of now into a folder, for a bundle; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / Path(KEPT_AS).name
    file.write_text(f"{moment().timestamp():.0f}\n", encoding="utf-8")
    return file


def follow(bundle: Path) -> None:
    """Make the moment that of a bundle, for all that is packed from now on.

    A time that the builder gave in SOURCE_DATE_EPOCH stays, and so does the commit's where the
    bundle has none.
    """
    for file in (bundle / "_internal" / KEPT_AS, bundle / KEPT_AS):
        if file.is_file():
            os.environ.setdefault(_VARIABLE, file.read_text(encoding="utf-8").strip())


def _of_commit() -> str:
    """Return the seconds since 1970 of the last commit; "" where there is no repository."""
    command = ["git", "-C", str(_ROOT), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()
