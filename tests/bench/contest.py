"""Who takes part in a benchmark, and what each did: every peer in a process of its own, in turn."""

import contextlib
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.bench import environment

_WORKER = Path(__file__).with_name("worker.py")
# Larger photos take scikit-learn and OpenCV minutes a color.
SMALL = 3_000_000


class Entry(NamedTuple):
    """A peer: how to get it, how to start it, and its call as a reader would write it."""

    command: Callable[[str], list[str]]
    call: str
    require: Callable[[], None] = environment.require_packages
    environment: tuple[tuple[str, str], ...] = ()
    slow: bool = False


def _fewtone(name: str) -> list[str]:
    return [sys.executable, str(_WORKER), name]


def _peer(name: str) -> list[str]:
    return [str(environment.PYTHON), str(_WORKER), name]


def rust_worker(name: str, *arguments: str) -> Callable[[str], list[str]]:
    """Return what starts one of our workers in Rust."""
    return lambda _name: [str(environment.RUST_WORKERS / name), *arguments]


def _nothing() -> None:
    pass


_REDUCE = 'reduce(Photo.from_array(rgb), Settings(k, space="rgb"{}))'
_BY_LOOKS = "reduce(Photo.from_array(rgb), Settings(k))"
_SKLEARN = "{}(k, n_init=1, random_state=0).fit(float32 pixels), palette rounded"
ENTRIES: dict[str, Entry] = {
    "Fewtone": Entry(_fewtone, _REDUCE.format(""), _nothing),
    "Fewtone as it looks": Entry(_fewtone, _BY_LOOKS, _nothing),
    "Fewtone fast": Entry(_fewtone, _REDUCE.format(', effort="fast"'), _nothing),
    "Fewtone best": Entry(_fewtone, _REDUCE.format(', effort="best"'), _nothing),
    "Fewtone numpy": Entry(
        _fewtone,
        _REDUCE.format("") + " with FEWTONE_NATIVE=0",
        _nothing,
        (("FEWTONE_NATIVE", "0"),),
    ),
    "imagequant": Entry(
        _peer, "quantize_raw_rgba_bytes(rgba, width, height, dithering_level=0, max_colors=k)"
    ),
    "Pillow median cut": Entry(_peer, "image.quantize(k, MEDIANCUT, dither=NONE)"),
    "Pillow median cut, k-means": Entry(
        _peer, "image.quantize(k, MEDIANCUT, kmeans=1, dither=NONE)"
    ),
    "Pillow octree": Entry(_peer, "image.quantize(k, FASTOCTREE, dither=NONE)"),
    "scikit-learn KMeans": Entry(_peer, _SKLEARN.format("KMeans"), slow=True),
    "scikit-learn MiniBatch": Entry(_peer, _SKLEARN.format("MiniBatchKMeans"), slow=True),
    "OpenCV kmeans": Entry(
        _peer,
        "cv2.kmeans(float32 pixels, k, None, (EPS + MAX_ITER, 100, 0.1), 1, KMEANS_PP_CENTERS)",
        slow=True,
    ),
    "imagequant 4": Entry(
        rust_worker("imagequant"),
        "Attributes: set_max_colors(k); set_dithering_level(0.0)",
        environment.require_rust_workers,
    ),
    "quantette": Entry(
        rust_worker("quantette"),
        "Pipeline: kmeans() (Oklab, its default), ditherer(None), parallel(true)",
        environment.require_rust_workers,
    ),
    "quantette in sRGB": Entry(
        rust_worker("quantette", "rgb"),
        "Kmeans::run_image_par(sRGB pixels, WuU8x3 with BinnerU8x3::rgb(), KmeansOptions::new())",
        environment.require_rust_workers,
    ),
    "exoquant": Entry(
        rust_worker("exoquant"),
        "convert_to_indexed(pixels, width, k, optimizer::KMeans, ditherer::None)",
        environment.require_rust_workers,
        slow=True,
    ),
}


@dataclass
class Row:
    """What one peer did with one photo and one number of colors."""

    photo: str
    pixels: int
    k: int
    peer: str
    error: float
    seconds: list[float] = field(default_factory=list)
    peak: int = 0
    dithered: bool = False

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def least(self) -> float:
        return min(self.seconds)


class Worker:
    """A peer's process, which waits for its turn."""

    def __init__(self, name: str, entry: Entry) -> None:
        self._process = subprocess.Popen(
            entry.command(name),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | dict(entry.environment),
        )
        self._name = name

    def load(self, path: Path, width: int, height: int) -> None:
        """Give the process a photo."""
        self._ask(f"load\t{path}\t{width}\t{height}")

    def run(self, k: int, *, dithered: bool = False) -> tuple[float, float, int]:
        """Return seconds, error, and by how many bytes the process grew meanwhile."""
        before = self._forget_peak()
        answer = self._ask(f"run\t{k}\t{int(dithered)}")
        return answer["seconds"], answer["error"], self._status("VmHWM") - before

    def show(self, k: int, dithered: bool, path: Path) -> None:
        """Let a worker in Rust write the pixels of a result as raw RGB."""
        self._ask(f"show\t{k}\t{int(dithered)}\t{path}")

    def close(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with contextlib.suppress(OSError):
                stream.close()
        self._process.wait()

    def _ask(self, line: str) -> dict[str, float]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit(f"{self._name} ended at «{line}»; `--without` leaves a peer out by name")
        parsed: dict[str, float] = json.loads(answer)
        return parsed

    def _forget_peak(self) -> int:
        with contextlib.suppress(OSError):
            Path(f"/proc/{self._process.pid}/clear_refs").write_text("5")
        return self._status("VmRSS")

    def _status(self, name: str) -> int:
        try:
            lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        except OSError:
            return 0  # only Linux tells
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith(name))


def is_small(path: Path) -> bool:
    """Return whether a photo is for the tables of small ones."""
    from PIL import Image

    with Image.open(path) as image:
        return image.width * image.height <= SMALL


@contextlib.contextmanager
def raw_photo(path: Path) -> Iterator[tuple[Path, int, int]]:
    """Decode a photo into a file of raw RGB bytes that is there for a while."""
    from core import open_photo

    photo = open_photo(path)
    with tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        raw = Path(folder) / "photo.rgb"
        photo.pixels.tofile(raw)
        yield raw, photo.width, photo.height


def compete(
    photos: list[Path],
    colors: list[int],
    peers: list[str],
    rounds: int,
    modes: tuple[bool, ...] = (False,),
) -> Iterator[list[Row]]:
    """Let peers work in turn, `rounds` times; yield the rows of a photo, a k and a mode.

    Modes are whether to dither, which only Fewtone and the workers in Rust do.
    """
    for name in peers:
        ENTRIES[name].require()
    workers = {name: Worker(name, ENTRIES[name]) for name in peers}
    try:
        for path in photos:
            with raw_photo(path) as (raw, width, height):
                able = [name for name in peers if not ENTRIES[name].slow or width * height <= SMALL]
                for name in able:
                    workers[name].load(raw, width, height)
                for k, dithered in itertools.product(colors, modes):
                    rows = [
                        Row(path.name, width * height, k, n, 0.0, dithered=dithered) for n in able
                    ]
                    _take_turns(workers, rows, rounds)
                    yield rows
    finally:
        for worker in workers.values():
            worker.close()


def _take_turns(workers: dict[str, Worker], rows: list[Row], rounds: int) -> None:
    """Let each peer do what its row says, and the next, and all of them again."""
    for turn in range(rounds):
        for row in rows:
            worker, slow = workers[row.peer], ENTRIES[row.peer].slow
            if turn and slow:
                continue
            if rounds > 1 and not slow:
                # While others worked, the system took its memory away.
                worker.run(row.k, dithered=row.dithered)
            seconds, row.error, peak = worker.run(row.k, dithered=row.dithered)
            row.seconds.append(seconds)
            row.peak = max(row.peak, peak)
