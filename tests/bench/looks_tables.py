"""Tables of looks: by photos tuned on or not, by mode, by judge; and bytes at equal looks."""

import itertools
import math
import statistics
from collections.abc import Callable
from typing import NamedTuple

from tests.bench.lookers import MODES
from tests.bench.looks import Look
from tests.bench.report import table

_MODES = {"plain": "Plain", "floyd-steinberg": "Floyd–Steinberg"}


class Measure(NamedTuple):
    """What is told of looks: its value, how a mean is made and written, and which is better."""

    title: str
    of: Callable[[Look], float]
    mean: Callable[[list[float]], float]
    form: str
    higher_is_better: bool = False


def _geometric_mean(values: list[float]) -> float:
    return math.exp(statistics.fmean(math.log(max(value, 1e-9)) for value in values))


DSSIM = Measure("DSSIM × 10⁵", lambda look: 1e5 * look.scores.dssim, _geometric_mean, ".0f")
SSIMULACRA2 = Measure(
    "SSIMULACRA2", lambda look: look.scores.ssimulacra2, statistics.fmean, ".1f", True
)
_NUMBERS = [
    Measure("ΔE00, mean", lambda look: look.scores.difference, statistics.fmean, ".2f"),
    Measure("ΔE00, 95 %", lambda look: look.scores.difference_95, statistics.fmean, ".2f"),
    Measure(
        "MSE, channels summed",
        lambda look: look.scores.mean_squared_error,
        statistics.fmean,
        ".1f",
    ),
]
MEASURES = [DSSIM, SSIMULACRA2, *_NUMBERS]

_DSSIM_LEVELS = (0.02, 0.01, 0.005, 0.002)
_SSIMULACRA2_LEVELS = (10.0, 30.0, 50.0, 70.0)


def summary(looks: list[Look]) -> str:
    """Make all tables, for photos tuned on and not tuned on apart."""
    parts = []
    for tuned in (False, True):
        group = [look for look in looks if look.tuned == tuned]
        for mode in MODES:
            some = [look for look in group if look.mode == mode]
            if some:
                photos = len({look.photo for look in some})
                known = "tuned on" if tuned else "not tuned on"
                parts.append(f"### {_MODES[mode]}, photos {known}: {photos}")
                parts += [means(some, measure) for measure in MEASURES]
                parts += [shares(some), leads(some)]
                if all(look.bytes for look in some):
                    parts += [sizes(some, DSSIM, [1e5 * level for level in _DSSIM_LEVELS])]
                    parts += [sizes(some, SSIMULACRA2, list(_SSIMULACRA2_LEVELS))]
    return "\n\n".join(part for part in parts if part)


def means(looks: list[Look], measure: Measure) -> str:
    """Return the mean over photos of each program, for each k and for all."""
    colors = _colors(looks)
    lines = []
    for program in _programs(looks):
        own = [look for look in looks if look.program == program]
        groups = [[look for look in own if look.k == k] for k in colors] + [own]
        cells = (format(measure.mean([*map(measure.of, group)]), measure.form) for group in groups)
        lines.append([program, *cells])
    return table([measure.title, *(f"k = {k}" for k in colors), "all"], lines)


def shares(looks: list[Look]) -> str:
    """Return in which share of the cases ours is at least as good as every peer."""
    return _beside_peers(looks, "best of all peers in", _share)


def leads(looks: list[Look]) -> str:
    """Return how far the mean of ours is from that of the best peer, at each k.

    DSSIM in per cent, where below 0 is better; SSIMULACRA2 in points, where above 0 is.
    """
    return _beside_peers(looks, "mean beside the best peer's", _lead)


def _beside_peers(
    looks: list[Look], title: str, compare: Callable[[list[Look], list[Look], Measure], str]
) -> str:
    ours = [name for name in _programs(looks) if _is_ours(name)]
    peers = [look for look in looks if not _is_ours(look.program)]
    if not (ours and peers):
        return ""
    colors = _colors(looks)
    lines = []
    for measure in (DSSIM, SSIMULACRA2):
        for program in ours:
            own = [look for look in looks if look.program == program]
            cells = [
                compare([x for x in own if x.k == k], [x for x in peers if x.k == k], measure)
                for k in colors
            ]
            lines.append([f"{measure.title}, {program}", *cells, compare(own, peers, measure)])
    return table([title, *(f"k = {k}" for k in colors), "all"], lines)


def _share(own: list[Look], peers: list[Look], measure: Measure) -> str:
    sign = 1 if measure.higher_is_better else -1
    best: dict[tuple[str, int], float] = {}
    for look in peers:
        case = (look.photo, look.k)
        best[case] = max(best.get(case, -math.inf), sign * measure.of(look))
    won = sum(sign * measure.of(look) >= best[look.photo, look.k] for look in own)
    return f"{100 * won / len(own):.0f} %"


def _lead(own: list[Look], peers: list[Look], measure: Measure) -> str:
    values = [
        measure.mean([measure.of(look) for look in peers if look.program == peer])
        for peer in _programs(peers)
    ]
    mine = measure.mean([*map(measure.of, own)])
    if measure.higher_is_better:
        return f"{mine - max(values):+.1f}"
    return f"{100 * (mine / min(values) - 1):+.1f} %"


def sizes(looks: list[Look], measure: Measure, levels: list[float]) -> str:
    """Return kB at equal looks: geometric mean of photos in which all programs reach the level.

    Between two numbers of colors the logarithm of bytes is interpolated.
    """
    programs, photos = _programs(looks), list(dict.fromkeys(look.photo for look in looks))
    columns = []
    for level in levels:
        found = {
            photo: [
                _bytes_at(
                    [x for x in looks if (x.photo, x.program) == (photo, name)], measure, level
                )
                for name in programs
            ]
            for photo in photos
        }
        whole = [sizes for sizes in found.values() if all(sizes)]
        cells = [f"{_geometric_mean([*of_one]) / 1000:.1f}" for of_one in zip(*whole, strict=True)]
        columns.append([f"{level:g} ({len(whole)})", *(cells or [""] * len(programs))])
    header = [f"kB at {measure.title} (photos)", *(column[0] for column in columns)]
    rows = [[name, *(col[i + 1] for col in columns)] for i, name in enumerate(programs)]
    return table(header, rows)


def _bytes_at(looks: list[Look], measure: Measure, level: float) -> float:
    """Interpolate bytes at a level; 0 where it is not between two numbers of colors."""
    sign = 1 if measure.higher_is_better else -1
    curve = sorted((look.k, sign * measure.of(look), look.bytes or 0) for look in looks)
    for (_, low, small), (_, high, large) in itertools.pairwise(curve):
        if low <= sign * level <= high:
            part = _part(sign * low, level, sign * high, measure) if high > low else 1.0
            return float(small ** (1 - part) * large**part)
    return 0.0


def _part(low: float, level: float, high: float, measure: Measure) -> float:
    if measure.higher_is_better:
        return (level - low) / (high - low)
    return math.log(level / low) / math.log(high / low)


def _programs(looks: list[Look]) -> list[str]:
    return list(dict.fromkeys(look.program for look in looks))


def _colors(looks: list[Look]) -> list[int]:
    return sorted({look.k for look in looks})


def _is_ours(program: str) -> bool:
    return program.startswith("Fewtone")
