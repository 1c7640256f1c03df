"""Whether the visible difference orders results as the judges of looks do: Spearman's correlation.

Scores of pictures that were judged before are taken from where `looks` keeps them.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import Palette, Result, visible_difference
from tests.bench import environment
from tests.bench.judges import Pixels
from tests.bench.lookers import Looker, Mode
from tests.bench.looks import Kept, judged, key_of, scene_of
from tests.bench.report import table

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
    environment.require_judges()
    kept = Kept()
    try:
        for path in photos:
            with scene_of(path) as scene:
                for k in colors:
                    for looker, mode in _turns(lookers):
                        pixels = looker.show(scene, k, mode).pixels
                        pictures, scores = judged(scene, pixels, kept)
                        key = key_of(scene, k, looker, mode)
                        if kept.outcome(key) is None:
                            kept.keep(key, pictures, scores, None)
                        visible = visible_difference(scene.photo, result_of(pixels))
                        found = (scores.dssim, -scores.ssimulacra2, visible)
                        is_tuned = scene.name in tuned
                        yield Case(scene.name, is_tuned, k, mode, looker.name, *found)
    finally:
        for looker in lookers:
            looker.close()


def _turns(lookers: list[Looker]) -> list[tuple[Looker, Mode]]:
    """Pair lookers and modes; settings that are about dithering take no turn without it."""
    return [
        (looker, mode)
        for looker in lookers
        for mode in looker.modes
        if mode != "plain" or "dither" not in looker.name
    ]


def result_of(pixels: Pixels) -> Result:
    """Make a result of the pixels that a program shows, at most 256 colors."""
    codes, indices = np.unique(pixels @ np.array([1 << 16, 1 << 8, 1]), return_inverse=True)
    colors = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    return Result(
        palette=Palette.of(colors.tolist()),
        indices=indices.reshape(pixels.shape[:2]).astype(np.uint8),
        centroids=colors.astype(np.float32),
        error=0.0,
        iterations=0,
        stop_reason="fixed palette",
        seconds=0.0,
    )


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
