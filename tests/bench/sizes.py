"""Sizes of PNG files beside pngquant's, as they are and after oxipng, and at the same error."""

import math
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core import (
    Photo,
    Result,
    SaveOptions,
    Settings,
    count_colors,
    encode_image,
    open_photo,
    reduce,
)
from core.clustering.histogram import Histogram
from core.settings import Effort
from core.writing.png.encode import FILTERS, STRENGTH
from core.writing.png.optimize import Limits, Try, smallest_png
from tests.bench.programs import PROGRAMS, as_png, judge
from tests.bench.report import table

_PEER = "pngquant 2"
_MANY = 64
_LIMITS = Limits(600, 8 << 30)
_EFFORTS: tuple[Effort, ...] = ("fast", "normal", "best")
# Of the palette, of the file, and of oxipng on pngquant's file.
_OPTIMIZED: tuple[Effort, ...] = ("normal", "best")


@dataclass
class Sizes:
    """What was measured of a photo and a number of colors.

    Parameters
    ----------
    theirs, ours : dict
        Bytes: of pngquant's file as it is ("plain") and after oxipng, by the effort whose filters
        it is given ("oxipng normal"); of ours by effort, which is that of the palette as
        well, but for "fast".
    seconds : dict
        Of encoding and optimizing ours, by effort.
    errors : dict
        Ours, by effort of the palette, and pngquant's.
    at_their_error : float
        Bytes of ours, with as many colors as make our error theirs; between two numbers of
        colors interpolated.
    """

    photo: str
    k: int
    theirs: dict[str, int]
    ours: dict[str, int]
    seconds: dict[str, float]
    errors: dict[str, float]
    at_their_error: float


def measure(paths: list[Path], colors: list[int]) -> Iterator[Sizes]:
    """Yield the sizes of each photo and number of colors."""
    PROGRAMS[_PEER].require()
    with tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        for path in paths:
            source = as_png(path, Path(folder))
            photo = open_photo(source)
            histogram = count_colors(photo)
            for k in colors:
                target = Path(folder) / "out.png"
                target.unlink(missing_ok=True)
                subprocess.run(PROGRAMS[_PEER].command(source, k, target), check=True)
                yield _measure_one(path.name, k, photo, histogram, source, target)


def _measure_one(
    name: str, k: int, photo: Photo, histogram: Histogram, source: Path, target: Path
) -> Sizes:
    png = target.read_bytes()
    theirs = {"plain": len(png)}
    for effort in _OPTIMIZED:
        tries = [Try(png, ("NoOp", *FILTERS[effort]), STRENGTH, True, True)]
        optimized = smallest_png(tries, _LIMITS)
        assert optimized is not None
        theirs[f"oxipng {effort}"] = len(optimized)
    results = {
        effort: reduce(photo, Settings(k, effort=effort, space="rgb"), histogram=histogram)
        for effort in _OPTIMIZED
    }
    ours, seconds = {}, {}
    for effort in _EFFORTS:
        begin = time.perf_counter()
        ours[effort] = _bytes(results.get(effort, results["normal"]), effort)
        seconds[effort] = time.perf_counter() - begin
    error = judge(source, target)[1]
    errors = {effort: result.error for effort, result in results.items()} | {_PEER: error}
    equal = _bytes_at(
        error, lambda n: reduce(photo, Settings(n, space="rgb"), histogram=histogram), k
    )
    return Sizes(name, k, theirs, ours, seconds, errors, equal)


def _bytes(result: Result, effort: Effort) -> int:
    return len(encode_image(result, "png", SaveOptions(effort=effort)).data)


def _bytes_at(error: float, reduce_to: Callable[[int], Result], most: int) -> float:
    """Find by halving the fewest colors with at most an error, and interpolate to that error."""
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        if reduce_to(middle).error <= error:
            high = middle
        else:
            low = middle + 1
    below = reduce_to(high)
    if high == 1 or below.error >= error:
        return _bytes(below, "normal")
    above = reduce_to(high - 1)
    part = math.log(above.error / error) / math.log(above.error / max(below.error, 1))
    sizes = [_bytes(each, "normal") for each in (above, below)]
    return sizes[0] ** (1 - part) * sizes[1] ** part


def as_json(rows: list[Sizes]) -> list[dict[str, Any]]:
    """Make rows fit for JSON."""
    return [asdict(row) for row in rows]


def summary(content: list[dict[str, Any]]) -> str:
    """Make the tables of what was kept."""
    rows = [Sizes(**each) for each in content]
    by_colors = {k: [row for row in rows if row.k == k] for k in sorted({row.k for row in rows})}
    losses = [
        f"{row.photo}, k = {row.k}: {row.ours['normal'] / row.theirs['plain']:.3f}"
        for row in rows
        if row.ours["normal"] >= row.theirs["plain"]
    ]
    last = f"Larger with normal than pngquant's own: {'; '.join(losses) or 'none'}."
    return "\n\n".join([_ratios(by_colors), _totals(by_colors), _times(by_colors), last])


_Groups = dict[int, list[Sizes]]
_RATIOS: dict[str, Callable[[Sizes], float]] = {
    "fast ÷ pngquant": lambda row: row.ours["fast"] / row.theirs["plain"],
    "normal ÷ pngquant": lambda row: row.ours["normal"] / row.theirs["plain"],
    "normal ÷ pngquant, oxipng": lambda row: row.ours["normal"] / row.theirs["oxipng normal"],
    "best ÷ pngquant, oxipng": lambda row: row.ours["best"] / row.theirs["oxipng best"],
    "normal at pngquant's error ÷ pngquant": lambda row: row.at_their_error / row.theirs["plain"],
    "normal at pngquant's error ÷ pngquant, oxipng": (
        lambda row: row.at_their_error / row.theirs["oxipng normal"]
    ),
    "error ÷ pngquant's": lambda row: row.errors["normal"] / row.errors[_PEER],
    "error of best ÷ pngquant's": lambda row: row.errors["best"] / row.errors[_PEER],
}
_TOTALS: tuple[tuple[Effort, str], ...] = (
    ("fast", "plain"),
    ("normal", "plain"),
    ("normal", "oxipng normal"),
    ("best", "oxipng best"),
)


def _ratios(by_colors: _Groups) -> str:
    groups = [*by_colors.values(), _all_of(by_colors)]
    lines = [
        [name, *(_cell([*map(ratio, group)]) for group in groups)]
        for name, ratio in _RATIOS.items()
    ]
    return table(["mean, and how often below 1", *_header(by_colors), "all"], lines)


def _totals(by_colors: _Groups) -> str:
    rows = _all_of(by_colors)
    many = [row for row in rows if row.k >= _MANY]
    groups = [*by_colors.values(), *[many] * bool(many), rows]
    lines = [
        [f"{effort} ÷ pngquant, {peer}", *(_total(group, effort, peer) for group in groups)]
        for effort, peer in _TOTALS
    ]
    return table(
        ["bytes in all", *_header(by_colors), *[f"k ≥ {_MANY}"] * bool(many), "all"], lines
    )


def _times(by_colors: _Groups) -> str:
    lines = [
        [
            effort,
            *(f"{_median([row.seconds[effort] for row in g]):.2f}" for g in by_colors.values()),
        ]
        for effort in _EFFORTS
    ]
    return table(["seconds of saving, median", *_header(by_colors)], lines)


def _all_of(by_colors: _Groups) -> list[Sizes]:
    return [row for group in by_colors.values() for row in group]


def _header(by_colors: _Groups) -> list[str]:
    return [f"k = {k}" for k in by_colors]


def _cell(ratios: list[float]) -> str:
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    return f"{mean:.3f} ({sum(ratio < 1 for ratio in ratios)} of {len(ratios)})"


def _total(rows: list[Sizes], effort: str, peer: str) -> str:
    ours, theirs = (sum(row.ours[effort] for row in rows), sum(row.theirs[peer] for row in rows))
    return f"{ours / theirs:.3f}"


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
