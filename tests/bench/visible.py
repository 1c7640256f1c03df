"""Whether the visible difference orders results as the judges of looks do: Spearman's correlation.

Scores of pictures that were judged before are taken from where `looks` keeps them.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import visible_difference
from tests.bench.lookers import Looker, Mode
from tests.bench.looks import Kept, judged, key_of, turns
from tests.bench.report import table
from tests.core.reduction.pictures import shown_as

Values = NDArray[np.float64]

OURS = (
    "rgb",
    "oklab",
    "auto",
    "auto,dither_strength=75",
    "rgb,dither=bayer-8",
    "auto,dither=blue-noise",
)


@dataclass
class Case:
    """One result: what two judges say of it, both growing with the difference, and core."""

    photo: str
    tuned: bool
    k: int
    mode: Mode
    program: str
    dssim: float
    ssimulacra2: float
    visible: float


def measure(
    photos: list[Path], colors: list[int], lookers: list[Looker], tuned: list[str]
) -> Iterator[Case]:
    """Yield the cases: photos × colors × programs × plain and dithered."""
    kept = Kept()
    for scene, k, looker, mode in turns(photos, colors, lookers):
        # Settings that are about dithering take no turn without it.
        if mode == "plain" and "dither" in looker.name:
            continue
        pixels = looker.show(scene, k, mode).pixels
        pictures, scores = judged(scene, pixels, kept)
        key = key_of(scene, k, looker, mode)
        if kept.outcome(key) is None:
            kept.keep(key, pictures, scores, None)
        visible = visible_difference(scene.photo, shown_as(pixels))
        found = (scores.dssim, -scores.ssimulacra2, visible)
        yield Case(scene.name, scene.name in tuned, k, mode, looker.name, *found)


def correlations(cases: list[Case]) -> str:
    """Make a table of correlations with the judges, and of the judges with each other."""
    groups: dict[str, Callable[[Case], bool]] = {
        "all": lambda _case: True,
        "photos tuned on": lambda case: case.tuned,
        "other photos": lambda case: not case.tuned,
        "plain": lambda case: case.mode == "plain",
        "dithered": lambda case: case.mode != "plain",
    }
    lines = []
    for name, belongs in groups.items():
        some = [case for case in cases if belongs(case)]
        if len(some) > 1:
            lines.append(_line(name, len(some), [_of(some)]))
    names = dict.fromkeys(case.photo for case in cases)
    photos = [[case for case in cases if case.photo == name] for name in names]
    each = [_of(some) for some in photos if len(some) > 1]
    if each:
        lines.append(_line("within a photo, mean", len(each), each))
        lines.append(_line("within a photo, lowest", len(each), [np.min(each, axis=0)]))
    header = ["Spearman", "cases", "DSSIM", "SSIMULACRA2", "judges with each other"]
    return table(header, lines)


def _line(name: str, count: int, rows: list[Values]) -> list[str]:
    return [name, str(count), *(f"{value:.3f}" for value in np.mean(rows, axis=0))]


def _of(cases: list[Case]) -> Values:
    dssim, ssimulacra2, visible = (
        np.array([getattr(case, name) for case in cases])
        for name in ("dssim", "ssimulacra2", "visible")
    )
    pairs = ((visible, dssim), (visible, ssimulacra2), (dssim, ssimulacra2))
    return np.array([spearman(*pair) for pair in pairs])


def spearman(values: Values, others: Values) -> float:
    """Correlate ranks; equal values share the mean of theirs."""
    return float(np.corrcoef(_ranks(values), _ranks(others))[0, 1])


def _ranks(values: Values) -> Values:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[places])


def as_json(cases: list[Case]) -> list[dict[str, Any]]:
    """Make cases fit for JSON."""
    return [asdict(case) for case in cases]
