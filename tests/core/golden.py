"""Hash what Fewtone makes of drawn photos: results, image files, animations, palette files.

A change of the code that is meant to change nothing leaves every hash as it is, with the loops in
C and without; `--long` makes those too that repeat others for much time. Where a hash is meant to
change, `python -m tests.core.golden` writes all of them anew; the commit says which ones changed,
and why.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
from PIL import Image

from core import (
    Photo,
    Result,
    SaveOptions,
    Settings,
    encode_image,
    kmeans,
    open_photo,
    palette_formats,
    reduce,
)
from core.color.spaces import SPACES
from core.settings import DITHERS, EFFORTS, IMAGE_FORMATS, STARTS, TRANSPARENCIES
from resources import path

FILE = Path(__file__).with_name("golden.json")

Hashes = Iterator[tuple[str, str]]


def is_made(name: str) -> bool:
    """Return whether a hash is made: with `--long` always, otherwise unless others guard the same.

    An opaque photo goes one way whatever is to become of transparency, and soft alpha beside
    dithered colors is a channel in any case. A photo that is laid on a background is dithered as
    an opaque one, in any space. Of many colors found with the best effort, those of the cutout
    depend on most.
    """
    if "FEWTONE_LONG_TESTS" in os.environ:
        return True
    match name.split():
        case ["opaque" | "soft", "wu", "best", "64"]:
            return False
        case ["opaque", _, dither, "channel" | "flatten"] | ["soft", _, dither, "channel"]:
            return dither == "none"
        case ["soft" | "cut", "oklab" | "lab", dither, "flatten"]:
            return dither == "none"
    return True


def digest(*parts: np.ndarray | bytes | str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of arrays, bytes and texts."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode() if isinstance(part, str) else bytes(memoryview(part).cast("B")))
    return found.hexdigest()[:16]


def digest_of(result: Result) -> str:
    """Return a digest of all of a result but the time it took."""
    story = repr((result.error, result.iterations, result.stop_reason, result.notes))
    palette = result.palette
    arrays = palette.rgba, palette.counts, result.indices, result.centroids
    alpha = [] if result.alpha is None else [np.ascontiguousarray(result.alpha)]
    return digest(*map(np.ascontiguousarray, arrays), story, *alpha)


@cache
def sample() -> np.ndarray:
    """Return the sample photo at 180×120."""
    with Image.open(path("sample.jpg")) as image:
        return np.asarray(image.convert("RGB").resize((180, 120))).copy()


@cache
def photos() -> dict[str, Photo]:
    """Return the sample as it is, fading out to the left, and cut off there."""
    ramp = np.clip(np.linspace(-80, 300, 180), 0, 255).astype(np.uint8)
    soft = ramp[None].repeat(120, 0)
    cut = np.where(soft > 127, 255, 0).astype(np.uint8)
    return {
        "opaque": Photo.from_array(sample()),
        "soft": Photo.from_array(sample(), soft.copy()),
        "cut": Photo.from_array(sample(), cut),
    }


def starts(name: str) -> Hashes:
    """Hash every start and effort, for few and many colors."""
    for start, effort in product(STARTS, EFFORTS):
        if start == "wu" or effort == "normal":
            for k in (2, 7, 64):
                named = f"{name} {start} {effort} {k}"
                if is_made(named):
                    settings = Settings(k, start, effort=effort, seed=3, space="rgb")
                    yield named, digest_of(reduce(photos()[name], settings))


def mappings(name: str, space: str) -> Hashes:
    """Hash every dithering and transparency in a space, beside a locked color."""
    for dither, transparency in product(DITHERS, TRANSPARENCIES):
        named = f"{name} {space} {dither} {transparency}"
        if is_made(named):
            settings = Settings(
                9, space=space, dither=dither, transparency=transparency, locked=((0, 255, 0),)
            )
            yield named, digest_of(reduce(photos()[name], settings))


def files(name: str) -> Hashes:
    """Hash the file of every format and effort, and what is said of it."""
    result = reduce(photos()[name], Settings(7, space="rgb"))
    for format_, effort in product(IMAGE_FORMATS, EFFORTS):
        encoded = encode_image(result, format_, SaveOptions(effort=effort))
        yield f"file {name} {format_} {effort}", digest(encoded.data, repr(encoded.notes))


def animations(ending: str) -> Hashes:
    """Hash an animation that is read from a format, and the files written of it."""
    frames = [Image.fromarray(np.roll(sample(), 7 * step, 1)) for step in range(6)]
    options = {"save_all": True, "append_images": frames[1:], "duration": 80, "loop": 0}
    if ending == "webp":
        options["lossless"] = True
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"a.{ending}")
        frames[0].save(file, **options)
        result = reduce(open_photo(file), Settings(16, space="rgb"))
        yield f"anim {ending}", digest_of(result)
        for format_ in ("gif", "png", "webp"):
            yield f"anim {ending}>{format_}", digest(encode_image(result, format_).data)


def palette_files() -> Hashes:
    """Hash the file of every palette format that can be written."""
    palette = reduce(photos()["opaque"], Settings(7, space="rgb")).palette
    for format_ in palette_formats():
        if format_.write:
            yield f"palette {format_.name}", digest(format_.write(palette, "x"))


def plain_kmeans() -> Hashes:
    """Hash what the original method finds."""
    centroids, labels = kmeans(sample().reshape(-1, 3), 9, 50, "random", seed=1)
    yield "kmeans", digest(np.ascontiguousarray(centroids), np.ascontiguousarray(labels))


PARTS: dict[str, Callable[[], Hashes]] = {
    **{f"starts {name}": lambda name=name: starts(name) for name in ("opaque", "soft", "cut")},
    **{
        f"mappings {name} {space}": lambda name=name, space=space: mappings(name, space)
        for name in ("opaque", "soft", "cut")
        for space in SPACES
    },
    **{f"files {name}": lambda name=name: files(name) for name in ("opaque", "soft", "cut")},
    **{
        f"animations {ending}": lambda ending=ending: animations(ending)
        for ending in ("gif", "png", "webp")
    },
    "palette files": palette_files,
    "kmeans": plain_kmeans,
}


if __name__ == "__main__":
    os.environ["FEWTONE_LONG_TESTS"] = "1"
    hashes = {part: dict(make()) for part, make in PARTS.items()}
    FILE.write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")
    print(f"{sum(map(len, hashes.values()))} hashes")
