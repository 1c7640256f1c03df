"""Memory: how far the process of a run grows above the photo, at 24 and at 100 megapixels."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from core import open_photo
from tests.bench.contest import ENTRIES, Worker
from tests.bench.engine import noisy

COLORS = (16, 256)
PEERS = ("Fewtone", "Fewtone numpy", "Fewtone best")
MEGAPIXELS = (24, 100)


def measure(path: Path) -> Iterator[tuple[str, str, float]]:
    """Yield what was measured, a note, and MB, for the photo tiled with noise to each size."""
    pixels = open_photo(path).pixels
    for megapixels in MEGAPIXELS:
        large = noisy(pixels, megapixels)
        height, width = large.shape[:2]
        with tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
            raw = Path(folder) / "photo.rgb"
            large.tofile(raw)
            del large
            for name in PEERS:
                worker = Worker(name, ENTRIES[name])
                worker.load(raw, width, height)
                worker.run(2)  # loads the code, which is no part of what a photo takes
                for k in COLORS:
                    grown = worker.run(k)[2]
                    bytes_a_pixel = (grown - 150e6) / (height * width)
                    note = f"{bytes_a_pixel:.1f} bytes a pixel, plus 150 MB"
                    yield f"{name}, {megapixels} MP, k = {k}", note, grown / 1e6
                worker.close()
