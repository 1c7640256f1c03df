"""What results look like beside the photo: ours and the peers', plain and dithered.

What came out is kept in build/peers/looks.jsonl: a run goes on where another stopped, and a picture
that was judged once is not judged again, whoever made it.
"""

import contextlib
import hashlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from core import Photo, open_photo
from tests.bench import environment
from tests.bench.judges import Pixels, Scores, judge
from tests.bench.lookers import Looker, Mode, Scene

# Photos on which space, salience and dithering were tuned: told apart from the others. The third of
# Kodak is the same picture as the caps.
TUNED_ON = (
    *("adirondack_chairs.png", "ball_caps.png", "calaveras.png", "chili_peppers.png"),
    *("fruits_veggies.png", "kodim01.png", "kodim03.png", "kodim05.png", "kodim15.png"),
    *("lights.png", "mandarin_ducks.png", "maya_beach.png", "peacock.png", "plushies.png"),
    *("umbrellas.png", "vintage_cars.png"),
)

_KEPT = environment.FOLDER / "looks.jsonl"


@dataclass
class Look:
    """How one result looks.

    Parameters
    ----------
    tuned : bool
        Whether something in Fewtone was tuned on the photo.
    bytes : int or None
        Size of its PNG file, optimized; None if nobody asked for it.
    """

    photo: str
    tuned: bool
    k: int
    mode: Mode
    program: str
    scores: Scores
    bytes: int | None = None


class Kept:
    """What came out before: of a program the picture, of a picture the scores."""

    def __init__(self, path: Path = _KEPT) -> None:
        self._path = path
        self._outcomes: dict[str, dict[str, Any]] = {}
        self._scores: dict[str, Scores] = {}
        lines = path.read_text().splitlines() if path.is_file() else []
        for line in lines:
            with contextlib.suppress(ValueError):  # the last line of a run that was killed
                self._add(json.loads(line))

    def outcome(self, key: str) -> tuple[Scores, int | None] | None:
        """Return the scores of an outcome, and the bytes if they are known."""
        found = self._outcomes.get(key)
        return (self._scores[found["pictures"]], found["bytes"]) if found else None

    def scores(self, pictures: str) -> Scores | None:
        """Return how alike two pictures are that are named by their digests."""
        return self._scores.get(pictures)

    def keep(self, key: str, pictures: str, scores: Scores, size: int | None) -> None:
        """Write down an outcome."""
        line = {"key": key, "pictures": pictures, "scores": scores, "bytes": size}
        self._add(line)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def _add(self, line: dict[str, Any]) -> None:
        self._outcomes[line["key"]] = line
        self._scores[line["pictures"]] = Scores(*line["scores"])


def measure(
    photos: list[Path], colors: list[int], lookers: list[Looker], tuned: list[str], sizes: bool
) -> Iterator[Look]:
    """Yield how each result looks; `sizes` asks for PNG files as well, which takes long."""
    kept = Kept()
    for scene, k, looker, mode in turns(photos, colors, lookers):
        scores, size = _look(scene, k, looker, mode, kept, sizes)
        yield Look(scene.name, scene.name in tuned, k, mode, looker.name, scores, size)


def turns(
    photos: list[Path], colors: list[int], lookers: list[Looker]
) -> Iterator[tuple[Scene, int, Looker, Mode]]:
    """Yield whose turn it is, with what: photos × colors × lookers, plain and dithered."""
    environment.require_judges()
    try:
        for path in photos:
            with scene_of(path) as scene:
                for k in colors:
                    for looker in lookers:
                        for mode in looker.modes:
                            yield scene, k, looker, mode
    finally:
        for looker in lookers:
            looker.close()


def _look(
    scene: Scene, k: int, looker: Looker, mode: Mode, kept: Kept, sizes: bool
) -> tuple[Scores, int | None]:
    key = key_of(scene, k, looker, mode)
    before = kept.outcome(key)
    if before and (before[1] or not sizes):
        return before
    shown = looker.show(scene, k, mode)
    pictures, scores = judged(scene, shown.pixels, kept)
    size = len(shown.png()) if sizes else None
    kept.keep(key, pictures, scores, size)
    return scores, size


def key_of(scene: Scene, k: int, looker: Looker, mode: Mode) -> str:
    """Return what names an outcome."""
    return "\t".join([looker.name, looker.version, scene.digest, str(k), mode])


def judged(scene: Scene, pixels: Pixels, kept: Kept) -> tuple[str, Scores]:
    """Judge a result, unless it was judged before; return what names both pictures as well."""
    pictures = f"{scene.digest} {_digest(pixels)}"
    scores = kept.scores(pictures)
    if scores is None:
        result = scene.folder / "result.png"
        Image.fromarray(pixels).save(result, compress_level=1)
        scores = judge(scene.png, scene.photo.pixels, result, pixels)
    return pictures, scores


@contextlib.contextmanager
def scene_of(path: Path) -> Iterator[Scene]:
    """Open a photo and lay it out for all that take part."""
    pixels = open_photo(path).pixels
    photo = Photo.from_array(pixels)
    with tempfile.TemporaryDirectory(prefix="fewtone-") as name:
        folder = Path(name)
        scene = Scene(
            path.name, photo, _digest(pixels), folder / "photo.png", folder / "photo.rgb", folder
        )
        Image.fromarray(pixels).save(scene.png, compress_level=1)
        pixels.tofile(scene.raw)
        yield scene


def _digest(pixels: Pixels) -> str:
    shape = str(pixels.shape).encode()
    return hashlib.sha256(shape + pixels.tobytes()).hexdigest()[:16]


def as_json(looks: list[Look]) -> list[dict[str, Any]]:
    """Make looks fit for JSON."""
    return [{**asdict(look), "scores": look.scores._asdict()} for look in looks]


def from_json(content: list[dict[str, Any]]) -> list[Look]:
    """Make looks of what was kept."""
    return [Look(**{**each, "scores": Scores(**each["scores"])}) for each in content]
