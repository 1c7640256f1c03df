"""What the default costs: as it looks beside by numbers and peers, plain and dithered."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.contest import Row, compete
from tests.bench.report import milliseconds, table

AS_IT_LOOKS = "Fewtone as it looks"
PEERS = ("Fewtone", AS_IT_LOOKS, "quantette", "imagequant 4")
_TITLES = {False: "plain", True: "Floyd–Steinberg"}


def measure(photos: list[Path], colors: list[int], rounds: int) -> Iterator[list[Row]]:
    """Yield the rows of a photo, a k and a mode."""
    return compete(photos, colors, list(PEERS), rounds, (False, True))


def summary(rows: list[Row]) -> str:
    """Make the tables: least times of each mode, and by how much the processes grew."""
    tables = [_table(rows, dithered) for dithered in _TITLES]
    return "\n\n".join([*tables, _memory(rows)])


def _table(rows: list[Row], dithered: bool) -> str:
    lines = []
    for photo, k in dict.fromkeys((row.photo, row.k) for row in rows):
        case = [row for row in rows if (row.photo, row.k, row.dithered) == (photo, k, dithered)]
        least = {row.peer: row.least for row in case}
        cells = [milliseconds(least[name]) for name in PEERS]
        ratio = least[AS_IT_LOOKS] / least[PEERS[0]]
        lines.append([_named(case[0]), *cells, f"{ratio:.2f}×"])
    title = f"ms, {_TITLES[dithered]}"
    return table([title, "Fewtone rgb", *PEERS[1:], "as it looks ÷ rgb"], lines)


def _memory(rows: list[Row]) -> str:
    lines = []
    for photo, k in dict.fromkeys((row.photo, row.k) for row in rows):
        peaks = {
            (row.peer, row.dithered): row.peak for row in rows if (row.photo, row.k) == (photo, k)
        }
        first = next(row for row in rows if (row.photo, row.k) == (photo, k))
        cells = [
            "/".join(f"{peaks[name, dithered] / 1e6:.0f}" for dithered in _TITLES) for name in PEERS
        ]
        lines.append([_named(first), *cells])
    return table(["MB, plain/Floyd–Steinberg", "Fewtone rgb", *PEERS[1:]], lines)


def _named(row: Row) -> str:
    return f"{row.photo}, {row.pixels / 1e6:.1f} MP, k = {row.k}"
