"""How alike a photo and its result look, by judges that others use as well."""

import subprocess
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.color.difference import color_difference
from tests.bench import environment

Pixels = NDArray[np.uint8]


class Scores(NamedTuple):
    """How far a result is from its photo.

    Parameters
    ----------
    dssim : float
        By kornelski's program, 0 for equal pictures.
    ssimulacra2 : float
        By its port to Rust: 100 for equal pictures, 70 high quality, below 0 very low.
    difference, difference_95 : float
        CIEDE2000 over pixels: mean and 95th percentile. Both punish dithering.
    mean_squared_error : float
        In sRGB, 0…255, summed over channels, as papers on color quantization print it.
    """

    dssim: float
    ssimulacra2: float
    difference: float
    difference_95: float
    mean_squared_error: float


def judge(photo: Path, pixels: Pixels, result: Path, shown: Pixels) -> Scores:
    """Judge a result; both pictures are given as a PNG file and as its pixels."""
    files = [str(photo), str(result)]
    dssim = _start([str(environment.DSSIM), *files])
    ssimulacra2 = _start([str(environment.SSIMULACRA2), "image", *files])
    differences = color_difference(pixels.reshape(-1, 3), shown.reshape(-1, 3))
    squares = (pixels.astype(np.int64) - shown) ** 2
    return Scores(
        float(_answer(dssim).split()[0]),
        float(_answer(ssimulacra2).split()[-1]),
        float(differences.mean()),
        float(np.percentile(differences, 95)),
        3 * float(squares.mean()),
    )


def _start(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _answer(judge: subprocess.Popen[str]) -> str:
    answer, _ = judge.communicate()
    if judge.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, judge.args))} ended with {judge.returncode}")
    return answer
