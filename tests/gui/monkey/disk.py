"""What lies on the monkey's disk: small photos of every kind, palettes, and worse."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from core import Palette, save_palette

_LETTER = b"Dear friend, this is none."
_PALETTES = {
    "one.hex": b"aa5500\n",
    "twice.hex": b"aa5500\naa5500\n0055aa\nffffff\n0055aa\n",
    "once.hex": b"aa5500\nAA5500\n",
    "boy.hex": b"0f380f\n306230\n8bac0f\n9bbc0f\n",
}


class Files:
    """What lies on the user's disk; it can be mended."""

    def __init__(self, folder: Path, astronaut) -> None:
        self.folder = folder
        self.trip = folder / "a trip"
        self.nothing = folder / "nothing here"
        self.out = folder / "out"
        for each in (self.trip, self.nothing, self.out):
            each.mkdir(parents=True)
        self._whole: dict[Path, bytes] = {}
        self.photos = self._draw(_photos(astronaut), folder)
        self._draw(_trip(astronaut), self.trip)
        self.bad = self._write_bad()
        self.palettes = self._write_palettes()

    def _draw(self, photos: dict[str, np.ndarray], folder: Path) -> list[Path]:
        for name, pixels in photos.items():
            Image.fromarray(np.ascontiguousarray(pixels)).save(folder / name)
            self._whole[folder / name] = (folder / name).read_bytes()
        return [folder / name for name in photos]

    def _write_bad(self) -> list[Path]:
        cut_off = self._whole[self.folder / "photo.jpg"][:900]
        bad = {"letter.jpg": _LETTER, "empty.png": b"", "cut off.jpg": cut_off}
        return [*self._write(bad), self.folder / "gone.png"]

    def _write_palettes(self) -> list[Path]:
        paths = self._write(_PALETTES)
        many = [(n, 255 - n, n * 7 % 256) for n in range(256)]
        for name, colors in (("many.gpl", many), ("some.json", many[::40])):
            paths.append(self.folder / name)
            save_palette(Palette.of(colors), paths[-1])
            self._whole[paths[-1]] = paths[-1].read_bytes()
        return [*paths, *self._write({"letter.gpl": _LETTER})]

    def _write(self, files: dict[str, bytes]) -> list[Path]:
        paths = [self.folder / name for name in files]
        for path, data in zip(paths, files.values(), strict=True):
            path.write_bytes(data)
            self._whole[path] = data
        return paths

    def restore(self) -> None:
        """Mend what was changed or deleted."""
        for path, data in self._whole.items():
            if not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)


def _photos(astronaut) -> dict[str, np.ndarray]:
    rgb = _rgb(astronaut)
    height, width = rgb.shape[:2]
    alpha = np.linspace(-80, 300, width).clip(0, 255).astype(np.uint8)
    few = np.array([[200, 30, 30], [250, 250, 250], [20, 60, 150], [0, 0, 0], [9, 9, 9]])
    numbers = np.add.outer(np.arange(90), np.arange(110)) // 9 % 5
    return {
        "photo.png": rgb,
        "photo.jpg": rgb,
        "upright & narrow.png": astronaut[40:240:2, 300:400:4],
        "leaf.png": np.dstack([rgb, np.broadcast_to(alpha, (height, width))]),
        "glass.png": np.zeros((40, 50, 4), np.uint8),  # nothing can be seen of it
        "flag.png": few[numbers].astype(np.uint8),
        "red.png": np.broadcast_to(np.array([255, 0, 0], np.uint8), (30, 40, 3)),
        "gray.png": rgb[..., 1],
        "one pixel.png": rgb[:1, :1],
        # Long enough to be announced by a preview.
        "panorama.jpg": np.tile(rgb[:24], (1, 18, 1)),
    }


def _trip(astronaut) -> dict[str, np.ndarray]:
    rgb = _rgb(astronaut)
    return {f"IMG {n}.png": np.roll(rgb[: 60 + 10 * n], n, axis=2) for n in range(4)}


def _rgb(astronaut) -> np.ndarray:
    return np.ascontiguousarray(astronaut[20:260:2, 100:420:2])  # 120×160
