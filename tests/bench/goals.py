"""Whether goals are met, and no color more or fewer would do; how many colors Auto finds."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from core import (
    GoalError,
    Goals,
    Photo,
    Result,
    SaveOptions,
    Settings,
    encode_image,
    judge,
    open_photo,
    psnr,
    reach,
    reduce,
)
from core.goals import AUTOS
from core.settings import ImageFormat
from tests.bench.report import table

_MOST = Settings(colors=256)
_BEYOND = (1, 2, 3)


@dataclass
class Case:
    """One search.

    Parameters
    ----------
    photo, what : str
    colors : int or None
        None where no number will do.
    seconds : float
    trials : int
    met, alone : bool
        Whether the goal is met, and none of the three numbers beyond would meet it: found out apart
        from the search.
    """

    photo: str
    what: str
    colors: int | None
    seconds: float
    trials: int = 0
    met: bool = True
    alone: bool = True


def measure(photos: list[Path]) -> Iterator[Case]:
    """Yield the cases of each photo: sizes in three formats, PSNR and ΔE."""
    for path in photos:
        photo = open_photo(path)
        for image_format, goals in _goals(photo):
            begin = time.perf_counter()
            what = f"{next(iter(_given(goals)))}, {image_format}"
            try:
                found = reach(photo, _MOST, goals, image_format)
            except GoalError:
                yield Case(path.name, what, None, time.perf_counter() - begin)
                continue
            seconds = time.perf_counter() - begin
            step = 1 if goals.max_bytes else -1
            beyond = [found.colors + step * each for each in _BEYOND]
            yield Case(
                *(path.name, what, found.colors, seconds, len(found.tried)),
                _meets(photo, found.colors, goals, image_format),
                not any(
                    _meets(photo, each, goals, image_format) for each in beyond if 2 <= each <= 256
                ),
            )


def autos(photos: list[Path]) -> Iterator[list[str]]:
    """Yield rows: photo, word, colors, mean and 95th percentile of ΔE, visible difference."""
    for path in photos:
        photo = open_photo(path)
        for auto in AUTOS:
            found = reach(photo, _MOST, Goals(auto=auto))
            how = judge(photo, found.result)
            numbers = (how.delta_e_mean, how.delta_e_95, how.visible)
            yield [path.name, auto, str(found.colors), *(f"{number:.2f}" for number in numbers)]


def summary(cases: list[Case]) -> str:
    """Compare the kinds of goals."""
    rows = []
    for what in dict.fromkeys(case.what for case in cases):
        some = [case for case in cases if case.what == what]
        seconds, trials = ([getattr(case, key) for case in some] for key in ("seconds", "trials"))
        rows.append(
            [
                what,
                f"{sum(case.met for case in some)} of {len(some)}",
                f"{sum(case.alone for case in some)} of {len(some)}",
                str(sum(case.colors is None for case in some)),
                f"{statistics.median(seconds):.1f} ({max(seconds):.1f})",
                f"{statistics.median(trials):g} ({max(trials)})",
            ]
        )
    header = ["goal", "met", "none beyond", "cannot be", "seconds (most)", "trials (most)"]
    return table(header, rows)


def as_json(cases: list[Case]) -> list[dict[str, Any]]:
    """Return the cases as JSON has them."""
    return [asdict(case) for case in cases]


def _goals(photo: Photo) -> Iterator[tuple[ImageFormat, Goals]]:
    """Choose goals of a photo that lie between the least and the most there can be."""
    least, most = (_size(_made(photo, colors), "png") for colors in (2, 256))
    middle = least + (most - least) * 11 // 20
    yield "png", Goals(max_bytes=middle)
    yield "webp", Goals(max_bytes=middle * 92 // 100)
    yield "jpeg", Goals(max_bytes=_size(_made(photo, 16), "jpeg") * 97 // 100)
    yield "png", Goals(min_psnr=round(psnr(_made(photo, 256)) - 5, 1))
    yield "png", Goals(max_delta_e=round(judge(photo, _made(photo, 40)).delta_e_mean, 1))


def _meets(photo: Photo, colors: int, goals: Goals, image_format: ImageFormat) -> bool:
    result = _made(photo, colors)
    if goals.max_bytes is not None:
        return _size(result, image_format) <= goals.max_bytes
    if goals.min_psnr is not None:
        return psnr(result) >= goals.min_psnr
    return judge(photo, result).delta_e_mean <= (goals.max_delta_e or 0)


def _made(photo: Photo, colors: int) -> Result:
    return reduce(photo, replace(_MOST, colors=colors))


def _size(result: Result, image_format: ImageFormat) -> int:
    return len(encode_image(result, image_format, SaveOptions()).data)


def _given(goals: Goals) -> Iterator[str]:
    """Yield the names of the goals that there are."""
    for name, value in asdict(goals).items():
        if value is not None:
            yield name
