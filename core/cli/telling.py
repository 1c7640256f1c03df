"""What the command that saves tells of each photo, at once and at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.cli.console import complain, say
from core.wording import count_of, human_bytes, human_count

# A drive that is taken out fails a thousand photos in a moment.
_MOST_ALIKE = 10


class Tally:
    """What was done, and what failed: told at once, and at the end in JSON."""

    def __init__(self) -> None:
        self.done: list[dict[str, Any]] = []
        self.failed: list[dict[str, str]] = []

    def fail(self, photo: Path, message: str, *, aloud: bool = True) -> None:
        """Tell why nothing came of a photo; if not aloud, only in JSON."""
        self.failed.append({"photo": str(photo), "error": message})
        if aloud:
            complain(message)


class Alike:
    """Counts failures of the same kind in a row, of which the first few are told each."""

    def __init__(self) -> None:
        self._kind, self._count = "", 0

    def is_new(self, kind: str) -> bool:
        """Count one more failure, and return whether it is told; "" is none."""
        if kind != self._kind:
            self.say_how_many_more()
            self._kind = kind
        self._count += 1
        return self._count <= _MOST_ALIKE

    def say_how_many_more(self) -> None:
        """Print how many were not told, and count anew."""
        more = self._count - _MOST_ALIKE
        if self._kind and more > 0:
            complain(f"{count_of(more, 'more photo')} failed in the same way; --report names each")
        self._kind, self._count = "", 0


def print_report(report: dict[str, Any]) -> None:
    """Print what became of a photo in some lines."""
    if report["skipped"] and report["output"]:
        say(f"{report['photo']} → {report['output']}: copied, {report['skipped']}")
        return
    if report["skipped"]:
        sizes = [human_bytes(report[key]) for key in ("bytes_before", "bytes_after")]
        say(f"{report['photo']}: skipped, {report['skipped']} ({' → '.join(sizes)})")
        return
    looks = f"visible difference {report['visible_difference']:.1f} ({report['visibility']})"
    error = f"PSNR {report['psnr']:.1f} dB, {looks}" if report["psnr"] is not None else "no error"
    say(f"{report['photo']} → {report['output']}")
    say(
        f"    {human_count(report['distinct_colors'])} → {report['colors']} colors, {error}, "
        f"{report['iterations']} iterations ({report['stop_reason']}), "
        f"{human_bytes(report['bytes_before'])} → {human_bytes(report['bytes_after'])}"
    )
    for note in report["notes"]:
        say(f"    {note}")
