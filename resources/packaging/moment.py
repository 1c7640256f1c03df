"""The time that packages say they are of: that of the commit, so that two builds are the same."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def moment() -> datetime:
    """Return the time of SOURCE_DATE_EPOCH, else of the commit, else of the changelog's file.

    Specification: https://reproducible-builds.org/specs/source-date-epoch/
    """
    told = os.environ.get("SOURCE_DATE_EPOCH") or _of_commit()
    seconds = int(told) if told else int((_ROOT / "CHANGELOG.md").stat().st_mtime)
    return datetime.fromtimestamp(seconds, UTC)


def _of_commit() -> str:
    """Return the seconds since 1970 of the last commit; "" where there is no repository."""
    command = ["git", "-C", str(_ROOT), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()
