"""The report of a batch: a line for each photo, for spreadsheets or for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.atomic import replace_file
from core.batch.runner import Event
from core.charts.table import Cell, Column, Table
from core.names import visible_json

REPORT_ENDINGS = (".csv", ".json")

_MEASURED = ("width", "height", "distinct_colors", "colors", "psnr", "visible_difference")
_COLUMNS = (
    *("photo", "state", "reason", "output", "bytes_before", "bytes_after", "smaller_percent"),
    *_MEASURED,
)


def save_report(
    path: Path, photos: Sequence[Path], events: Sequence[Event], *, new: bool = False
) -> None:
    """Save what became of each photo; the ending of the file chooses the form.

    Parameters
    ----------
    path : Path
    photos : sequence of Path
    events : sequence of Event
        The last of each photo.
    new : bool
        Fail if the file exists.

    Raises
    ------
    WriteError
        (an OSError) naming the file and the reason.
    """
    pairs = list(zip(photos, events, strict=True))
    if path.suffix.lower() == ".json":
        content = {"photos": [_described(*pair) for pair in pairs], **_sums(events)}
        text = visible_json(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        rows = tuple(_row(_described(*pair)) for pair in pairs)
        text = Table("photos", tuple(map(Column, _COLUMNS)), rows).to_csv()
    replace_file(path, text.encode("utf-8", "surrogateescape"), new=new)


def _described(photo: Path, event: Event) -> dict[str, Any]:
    report = event.report or {}
    before, after = report.get("bytes_before"), report.get("bytes_after")
    smaller = round(100 * (1 - after / before), 1) if before and after is not None else None
    told = {"photo": str(photo), "state": event.state, "reason": event.reason or None}
    return (
        told
        | {"smaller_percent": smaller}
        | {key: value for key, value in report.items() if key not in told}
    )


def _row(described: dict[str, Any]) -> tuple[Cell, ...]:
    return tuple(described.get(name) for name in _COLUMNS)


def _sums(events: Sequence[Event]) -> dict[str, Any]:
    """Add up the sizes of the photos that were saved."""
    saved = [event.report for event in events if event.report and event.report["output"]]
    sizes = {
        key: sum(report[key] or 0 for report in saved) for key in ("bytes_before", "bytes_after")
    }
    states = [event.state for event in events]
    return {state: states.count(state) for state in ("done", "skipped", "failed")} | sizes
