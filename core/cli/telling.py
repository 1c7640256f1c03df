"""What the command that saves tells of each photo, at once and at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.cli.console import complain, say
from core.wording import human_bytes, human_count


class Tally:
    """What was done, and what failed: told at once, and at the end in JSON."""

    def __init__(self) -> None:
        self.done: list[dict[str, Any]] = []
        self.failed: list[dict[str, str]] = []

    def fail(self, photo: Path, message: str) -> None:
        """Tell why nothing came of a photo."""
        self.failed.append({"photo": str(photo), "error": message})
        complain(message)


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
