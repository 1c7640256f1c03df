"""Who takes part where looks are judged, each with its best settings, plain and dithered."""

import hashlib
import io
import subprocess
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from PIL import Image

from core import Photo, SaveOptions, Settings, encode_image, reduce
from core.settings import Effort
from core.writing.png.encode import FILTERS, STRENGTH
from core.writing.png.optimize import Limits, Try, smallest_png
from tests.bench import environment
from tests.bench.contest import ENTRIES, Entry, Worker, rust_worker
from tests.bench.judges import Pixels

Mode = Literal["plain", "floyd-steinberg"]
MODES: tuple[Mode, ...] = typing.get_args(Mode)

_LIMITS = Limits(600, 8 << 30)
# Files of all peers are packed as ours with this effort.
_PACKED: Effort = "best"


class Scene(NamedTuple):
    """A photo, opaque: decoded, as a PNG file for programs, as raw bytes for workers.

    `digest` names its pixels; in `folder` there is room for results.
    """

    name: str
    photo: Photo
    digest: str
    png: Path
    raw: Path
    folder: Path


class Shown(NamedTuple):
    """The pixels of a result, and what makes an optimized PNG file of it."""

    pixels: Pixels
    png: Callable[[], bytes]


class Looker:
    """One that takes part; `version` tells its results from those of another day."""

    name: str
    version: str
    modes: tuple[Mode, ...] = MODES

    def show(self, scene: Scene, k: int, mode: Mode) -> Shown:
        """Reduce a photo to at most k colors."""
        raise NotImplementedError

    def close(self) -> None:
        """End what it started."""


class Fewtone(Looker):
    """Ours, by settings in words: "default", "oklab" or "space=oklab,dither_strength=75"."""

    def __init__(self, words: str) -> None:
        self.name = "Fewtone" if words == "default" else f"Fewtone {words}"
        sources = [path for path in (environment.ROOT / "core").rglob("*.[pc]*") if path.is_file()]
        self.version = _digest_of([path for path in sources if path.suffix in {".py", ".c"}])
        self._values = settings_of(words)

    def show(self, scene: Scene, k: int, mode: Mode) -> Shown:
        values = self._values
        if mode == "plain":
            values = {name: value for name, value in values.items() if name != "dither"}
        elif "dither" not in values:
            values = {**values, "dither": mode}
        settings = Settings(k, **values)
        result = reduce(scene.photo, settings)
        options = SaveOptions(effort=settings.effort)
        return Shown(
            result.palette.colors[result.indices],
            lambda: encode_image(result, "png", options).data,
        )


class Library(Looker):
    """A library that a worker of ours in Rust calls."""

    def __init__(self, name: str, entry: Entry, modes: tuple[Mode, ...] = MODES) -> None:
        entry.require()
        self.name, self.modes = name, modes
        arguments = " ".join(entry.command(name)[1:])
        self.version = _digest_of(list(environment.RUST_CRATE.rglob("*.*"))) + arguments
        self._worker = Worker(name, entry)
        self._loaded: Path | None = None

    def show(self, scene: Scene, k: int, mode: Mode) -> Shown:
        height, width = scene.photo.pixels.shape[:2]
        if self._loaded != scene.raw:
            self._worker.load(scene.raw, width, height)
            self._loaded = scene.raw
        target = scene.folder / "shown.rgb"
        self._worker.show(k, mode != "plain", target)
        pixels = np.fromfile(target, np.uint8).reshape(height, width, 3)
        return Shown(pixels, lambda: _packed(_indexed_png(pixels)))

    def close(self) -> None:
        self._worker.close()


class Pngquant(Looker):
    """pngquant 3, with the effort for its best palettes."""

    name, version = "pngquant 3", "3.0.3, speed 1"

    def __init__(self) -> None:
        environment.require_pngquant_3()

    def show(self, scene: Scene, k: int, mode: Mode) -> Shown:
        target = scene.folder / "pngquant.png"
        options = ["--speed", "1", *["--nofs"] * (mode == "plain")]
        command = [str(environment.PNGQUANT_3), *options, "--force", "--output", str(target)]
        subprocess.run([*command, str(k), str(scene.png)], check=True)
        png = target.read_bytes()
        with Image.open(io.BytesIO(png)) as image:
            return Shown(np.asarray(image.convert("RGB")), lambda: _packed(png))


PEERS: dict[str, Callable[[], Looker]] = {
    "quantette": lambda: Library("quantette", ENTRIES["quantette"]),
    "quantette in sRGB": lambda: Library(
        "quantette in sRGB", ENTRIES["quantette in sRGB"], ("plain",)
    ),
    "imagequant 4": lambda: Library(
        "imagequant 4",
        ENTRIES["imagequant 4"]._replace(command=rust_worker("imagequant", "1")),
    ),
    "pngquant 3": Pngquant,
    "exoquant": lambda: Library("exoquant", ENTRIES["exoquant"]),
}


def settings_of(words: str) -> dict[str, Any]:
    """Read settings such as "space=oklab,dither_strength=75"; a lone word is a space."""
    values: dict[str, Any] = {}
    for word in words.split(",") if words != "default" else []:
        name, _, value = word.rpartition("=")
        name = name or "space"
        default = getattr(Settings(), name, "")
        # What may be None is a number.
        kind = int if default is None else type(default)
        values[name] = value == "True" if kind is bool else kind(value)
    Settings(**values)
    return values


def _indexed_png(pixels: Pixels) -> bytes:
    """Encode pixels of at most 256 colors."""
    codes = pixels.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    colors, indices = np.unique(codes, return_inverse=True)
    image = Image.fromarray(indices.reshape(pixels.shape[:2]).astype(np.uint8), "P")
    image.putpalette(
        np.stack([colors >> 16, colors >> 8 & 255, colors & 255], 1).astype(np.uint8).tobytes()
    )
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _packed(png: bytes) -> bytes:
    """Optimize a PNG file as ours are; its palette may be sorted anew."""
    tries = [Try(png, ("NoOp", *FILTERS[_PACKED]), STRENGTH, True, True)]
    packed = smallest_png(tries, _LIMITS)
    assert packed is not None
    return packed


def _digest_of(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
