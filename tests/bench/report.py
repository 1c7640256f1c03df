"""Tables of what was measured, for people; JSON, for programs; and docs/benchmarks.md."""

import json
import math
import os
import platform
import subprocess
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench.contest import ENTRIES, Row
from tests.bench.environment import FOLDER, ROOT
from tests.bench.programs import PROGRAMS

RESULTS = FOLDER / "results"
_TIE = 1.001


def psnr(row: Row) -> float:
    """Peak signal-to-noise ratio of a row, in dB."""
    return 10 * math.log10(255**2 * 3 * row.pixels / max(row.error, 1e-9))


def table(header: list[str], rows: list[list[str]]) -> str:
    """Lay out a table in Markdown, aligned for a terminal; all columns but the first right."""
    widths = [max(len(line[i]) for line in [header, *rows]) for i in range(len(header))]

    def line(cells: list[str]) -> str:
        first = cells[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
        return "| " + " | ".join([first, *rest]) + " |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        [
            "| " + " | ".join(rule) + " |" if cells is rule else line(cells)
            for cells in [header, rule, *rows]
        ]
    )


def speed_table(rows: list[Row]) -> str:
    """Compare the rows of one photo and k with the first of them."""
    ours = rows[0]
    lines = [
        [
            row.peer,
            milliseconds(row.median),
            f"{row.median / ours.median:.2f}×",
            f"{100 * (row.error / max(ours.error, 1) - 1):+.2f} %",
            f"{psnr(row):.2f}",
            f"{row.peak / 1e6:.0f}",
        ]
        for row in rows
    ]
    title = f"{ours.photo}, {ours.pixels / 1e6:.1f} MP, {ours.k} colors"
    return table([title, "ms", "time", "error", "PSNR dB", "peak MB"], lines)


def milliseconds(seconds: float) -> str:
    """Write a time with three digits."""
    ms = 1000 * seconds
    return f"{ms:.0f}" if ms >= 100 else f"{ms:.1f}"


def error_summary(rows: list[Row], ours: str) -> tuple[str, list[str]]:
    """Compare the errors of `ours` with each peer's, for each k; list the losses."""
    mine = {(row.photo, row.k): row for row in rows if row.peer == ours}
    colors = sorted({row.k for row in rows})
    peers = list(dict.fromkeys(row.peer for row in rows if not row.peer.startswith("Fewtone")))
    lines, losses = [], []
    for peer in peers:
        cells, won, all_rows = [peer], 0, 0
        for k in colors:
            pairs = [(row, mine[row.photo, k]) for row in rows if row.peer == peer and row.k == k]
            ratios = [own.error / row.error for row, own in pairs]
            cells.append(f"{100 * (sum(ratios) / len(ratios) - 1):+.2f} %" if ratios else "")
            won += sum(ratio <= _TIE for ratio in ratios)
            all_rows += len(ratios)
            losses += [
                f"{row.photo}, k = {k}, {peer}: {100 * (ratio - 1):+.2f} %"
                for (row, _), ratio in zip(pairs, ratios, strict=True)
                if ratio > _TIE
            ]
        cells.append(f"{won} of {all_rows} ({100 * won / max(all_rows, 1):.1f} %)")
        lines.append(cells)
    header = [f"{ours}: error against …", *(f"k = {k}" for k in colors), "no higher"]
    return table(header, lines), losses


def speed_summary(rows: list[Row], ours: str) -> str:
    """Give, for each peer and k, how many times as long as `ours` it took: mean and least."""
    mine = {(row.photo, row.k): row for row in rows if row.peer == ours}
    colors = sorted({row.k for row in rows})
    peers = list(dict.fromkeys(row.peer for row in rows if row.peer != ours))
    lines = []
    for peer in peers:
        cells = [peer]
        for k in colors:
            ratios = [
                row.median / mine[row.photo, k].median
                for row in rows
                if row.peer == peer and row.k == k
            ]
            mean = math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else math.nan
            cells.append(f"{mean:.2f} (≥ {min(ratios):.2f})" if ratios else "")
        lines.append(cells)
    return table([f"time ÷ {ours}'s", *(f"k = {k}" for k in colors)], lines)


def machine() -> str:
    """Describe what was measured on."""
    name = platform.processor() or platform.machine()
    cpu = Path("/proc/cpuinfo")
    if cpu.is_file():
        found = [each for each in cpu.read_text().splitlines() if each.startswith("model name")]
        name = found[0].split(":", 1)[1].strip() if found else name
    return (
        f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    )


def version() -> str:
    """Return the commit that is measured, with "-dirty" if the sources differ from it."""
    command = ["git", "describe", "--always", "--dirty"]
    found = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    return found.stdout.strip() or "of no commit"


def keep(name: str, content: Any) -> None:
    """Write what was measured as JSON, with the day, the commit and the machine."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    whole = {
        "date": date.today().isoformat(),
        "commit": version(),
        "machine": machine(),
        "content": content,
    }
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(whole, indent=1))
    print(f"\n{path.relative_to(ROOT)}")


def as_json(rows: list[Row]) -> list[dict[str, Any]]:
    """Make rows fit for JSON."""
    return [asdict(row) for row in rows]


def calls() -> str:
    """List the exact call of every peer."""
    named = {name: entry.call for name, entry in ENTRIES.items()}
    named |= {name: program.call for name, program in PROGRAMS.items()}
    return "\n".join(f"- **{name}**: `{call}`" for name, call in named.items())
