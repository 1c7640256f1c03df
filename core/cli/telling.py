"""What the command that saves tells of each photo, at once and at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.cli.colors_list import color_lines, size_lines
from core.cli.console import complain, say
from core.language import _, ngettext, translated
from core.wording import decimal, human_bytes, human_count

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
            told = ngettext(
                "{count} more photo failed in the same way; --report names each",
                "{count} more photos failed in the same way; --report names each",
                more,
            )
            complain(told.format(count=more))
        self._kind, self._count = "", 0


def print_report(report: dict[str, Any]) -> None:
    """Print what became of a photo in some lines."""
    if report["skipped"] and report["output"]:
        told = _("{photo} → {path}: copied, {reason}")
        why = report["skipped"]
        say(told.format(photo=report["photo"], path=report["output"], reason=why))
        return
    if report["skipped"]:
        told = _("{photo}: skipped, {reason} ({before} → {after})")
        why = report["skipped"]
        say(told.format(photo=report["photo"], reason=why, **_sizes(report)))
        return
    say(f"{report['photo']} → {report['output']}")
    say(f"    {_numbers(report)}")
    for note in report["notes"]:
        say(f"    {note}")
    if needed := size_lines(report):
        for line in [*color_lines(report["palette"], named=True), *needed]:
            say(f"    {line}")


def _numbers(report: dict[str, Any]) -> str:
    """Return the line of numbers on a photo in few colors."""
    told = ngettext(
        "{distinct} → {colors} colors, {error}, {iterations}, {before} → {after}",
        "{distinct} → {colors} colors, {error}, {iterations}, {before} → {after}",
        report["colors"],
    )
    iterations = ngettext(
        "{count} iterations ({reason})", "{count} iterations ({reason})", report["iterations"]
    )
    return told.format(
        distinct=human_count(report["distinct_colors"]),
        colors=report["colors"],
        error=_error(report),
        iterations=iterations.format(
            count=report["iterations"], reason=translated(report["stop_reason"])
        ),
        **_sizes(report),
    )


def _error(report: dict[str, Any]) -> str:
    if report["psnr"] is None:
        return _("no error")
    # This imports numpy, which help and usage errors do without.
    from core.reduction.visible import VISIBILITIES

    return _("PSNR {psnr} dB, visible difference {difference} ({words})").format(
        psnr=decimal(report["psnr"], 1),
        difference=decimal(report["visible_difference"], 1),
        words=translated(VISIBILITIES[report["visibility"]]),
    )


def _sizes(report: dict[str, Any]) -> dict[str, str]:
    return {
        "before": human_bytes(report["bytes_before"]),
        "after": human_bytes(report["bytes_after"]),
    }
