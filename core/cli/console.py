"""Output of the command line: progress bar, errors, JSON, exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.progress import Progress, ProgressCallback

EXIT_DONE, EXIT_SOME_FAILED, EXIT_INTERRUPTED = 0, 1, 130

_STEPS = 1000


@contextmanager
def progress_bar(title: str, *, wanted: bool) -> Iterator[ProgressCallback | None]:
    """Show a progress bar on stderr while the block runs, if that is a terminal."""
    if not (wanted and sys.stderr.isatty()):
        yield None
        return
    from tqdm import tqdm

    layout = "{desc} {percentage:3.0f} % |{bar}|"
    with tqdm(total=_STEPS, desc=title, bar_format=layout, leave=False) as bar:
        phase = ""

        def show(progress: Progress) -> None:
            nonlocal phase
            if progress.phase != phase:
                phase = progress.phase
                bar.set_description_str(f"{title}: {phase}")
            bar.update(round(progress.fraction * _STEPS) - bar.n)

        yield show


def complain(message: str) -> None:
    """Print one line on stderr."""
    print(f"fewtone: {message}", file=sys.stderr)


def survive_narrow_encodings() -> None:
    """Print a question mark where a terminal knows no “→”, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def print_json(content: dict[str, Any]) -> None:
    """Print an object as JSON."""
    print(json.dumps(content, indent=2, ensure_ascii=False))
