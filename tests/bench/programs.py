"""Whole processes: a PNG file in, an indexed PNG file out."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench import environment
from tests.bench.contest import Row

# The peak that wait4 tells begins with that of the process it was started from; this one is small.
_LAUNCHER = """
import json, os, sys, time
begin = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), time.perf_counter() - begin, usage.ru_maxrss]))
"""

_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


class Program(NamedTuple):
    """A program: how to get it, and its command line for a source, k and a target."""

    require: Callable[[], None]
    command: Callable[[Path, int, Path], list[str]]
    call: str


def _fewtone(effort: str) -> Program:
    main = environment.ROOT / "main.py"
    return Program(
        lambda: None,
        lambda source, k, target: [
            *(sys.executable, str(main), "compress", str(source), "-k", str(k), "--space", "rgb"),
            *("-o", str(target), "--effort", effort, "--overwrite", "--quiet"),
        ],
        f"main.py compress IN -k K -o OUT --effort {effort} --space rgb --quiet",
    )


def _pngquant(program: str, require: Callable[[], None], *options: str) -> Program:
    return Program(
        require,
        lambda source, k, target: [
            *(shutil.which(program) or program, "--nofs", *options, "--force"),
            *("--output", str(target), str(k), str(source)),
        ],
        " ".join(["pngquant --nofs", *options, "--output OUT K IN"]),
    )


def _pngquant_2() -> None:
    environment.require_program("pngquant", "pngquant")


PROGRAMS: dict[str, Program] = {
    "Fewtone, program": _fewtone("normal"),
    "Fewtone fast, program": _fewtone("fast"),
    "pngquant 2": _pngquant("pngquant", _pngquant_2),
    "pngquant 2, speed 11": _pngquant("pngquant", _pngquant_2, "--speed", "11"),
    "pngquant 3": _pngquant(str(environment.PNGQUANT_3), environment.require_pngquant_3),
    "pngquant 3, speed 11": _pngquant(
        str(environment.PNGQUANT_3), environment.require_pngquant_3, "--speed", "11"
    ),
    "ImageMagick": Program(
        lambda: environment.require_program("convert-im6", "imagemagick"),
        lambda source, k, target: [
            *(shutil.which("convert-im6") or "convert", str(source), "-dither", "None"),
            *("-colors", str(k), f"PNG8:{target}"),
        ],
        "convert IN -dither None -colors K PNG8:OUT",
    ),
}


def compete(
    photos: list[Path], colors: list[int], programs: list[str], rounds: int
) -> Iterator[list[tuple[Row, int]]]:
    """Let programs work in turn; yield the rows of a photo and a k, with the bytes written."""
    for name in programs:
        PROGRAMS[name].require()
    with tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        for path in photos:
            source = as_png(path, Path(folder))
            for k in colors:
                rows: dict[str, tuple[Row, int]] = {}
                for _ in range(rounds):
                    for name in programs:
                        target = Path(folder) / "out.png"
                        target.unlink(missing_ok=True)
                        code, seconds, peak = _launch(PROGRAMS[name].command(source, k, target))
                        if code != 0:
                            sys.exit(f"{name} ended with {code}; `--without` leaves it out")
                        if name not in rows:
                            pixels, error = judge(source, target)
                            rows[name] = (
                                Row(path.name, pixels, k, name, error),
                                target.stat().st_size,
                            )
                        rows[name][0].seconds.append(seconds)
                        rows[name][0].peak = max(rows[name][0].peak, 1024 * peak)
                yield list(rows.values())


def _launch(command: list[str]) -> tuple[int, float, int]:
    done = subprocess.run(
        [sys.executable, "-c", _LAUNCHER, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        # As installed, programs are compiled.
        env={name: value for name, value in os.environ.items() if name != _NO_BYTECODE},
    )
    code, seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return code, seconds, peak


def as_png(path: Path, folder: Path) -> Path:
    """Encode the photo as a PNG of plain RGB, the same for every program."""
    from PIL import Image

    from core import open_photo

    if path.suffix.lower() == ".png":
        return path
    target = folder / f"{path.stem}.png"
    Image.fromarray(open_photo(path).pixels).save(target, compress_level=6)
    return target


def judge(source: Path, target: Path) -> tuple[int, float]:
    """Return the number of pixels of two pictures, and the sum of squared differences."""
    from core import open_photo

    before, after = open_photo(source).pixels, open_photo(target).pixels
    error = 0
    for a, b in zip(before, after, strict=True):
        difference = a.astype("i4") - b
        error += int((difference * difference).sum())
    return before.size // 3, float(error)
