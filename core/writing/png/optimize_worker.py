"""The child process that optimizes a PNG: `python optimize_worker.py FOLDER`, or the bundle's.

It imports nothing else of Fewtone, so that it starts at once. The folder holds `job.json` and the
files that it names; the smallest file made of them is written as `smallest.png`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

OPTIMIZE_COMMAND = "optimize-png"
"""The hidden command with which a bundled program becomes the child process."""

JOB, SMALLEST = "job.json", "smallest.png"


def main(folder: Path) -> int:
    """Do the job in a folder; return the exit code.

    Whatever goes wrong ends the process: all failures are the same to its parent.
    """
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    _limit(job["bytes"], job["cpu_seconds"])
    if hasattr(os, "nice"):
        os.nice(5)
    found = [_optimized((folder / each["file"]).read_bytes(), each) for each in job["tries"]]
    (folder / SMALLEST).write_bytes(min(found, key=len))
    return 0


def _limit(most_bytes: int, cpu_seconds: int) -> None:
    """Limit memory, and time as well: with the parent gone, nobody else would end this process."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def _optimized(png: bytes, how: dict[str, Any]) -> bytes:
    """Return the smallest file that oxipng makes of one."""
    import oxipng

    may_change = how["may_change_colors"]
    return oxipng.optimize_from_memory(
        png,
        filter=[getattr(oxipng.RowFilter, name) for name in how["filters"]],
        deflate=oxipng.Deflaters.libdeflater(how["level"]),
        strip=oxipng.StripChunks.none(),
        interlace=oxipng.Interlacing.Off,
        fast_evaluation=not how["thorough"],
        bit_depth_reduction=may_change,
        color_type_reduction=may_change,
        palette_reduction=may_change,
        grayscale_reduction=may_change,
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
