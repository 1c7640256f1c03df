"""Fewtone beside other libraries: seconds, faithfulness and bytes at the same number of colors."""

import io
import time
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.cluster import KMeans

from core import Settings, open_photo, reduce
from core.write import encode_image

COLORS = (8, 16, 64, 256)
ROUNDS = 3
# As in scikit-learn's own example of color quantization: fit a sample, predict all.
_SAMPLE = 10_000


def run(photos: list[Path]) -> None:
    """Seconds (best of 3, taken in turn), PSNR in dB, kB as PNG (Pillow's encoder for all)."""
    print(f"{'photo':<24}{'k':>4}  {'':<18}{'seconds':>8}{'PSNR':>8}{'kB':>8}")
    for path in photos:
        photo = open_photo(path)
        for k in COLORS:
            best: dict[str, float] = {}
            last = {}
            for _ in range(ROUNDS):
                for name, peer in PEERS.items():
                    begin = time.perf_counter()
                    last[name] = peer(photo, k)
                    seconds = time.perf_counter() - begin
                    best[name] = min(seconds, best.get(name, seconds))
            for name, (pixels, size) in last.items():
                row = f"{path.name:<24}{k:>4}  {name:<18}{best[name]:>8.2f}"
                print(f"{row}{psnr(photo.pixels, pixels):>8.2f}{size / 1000:>8.0f}", flush=True)


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """Signal to noise in dB, row by row: whole photos of floats would not fit everywhere."""
    error = sum(float(((x.astype(float) - y) ** 2).sum()) for x, y in zip(a, b, strict=True))
    return 10 * np.log10(255**2 * a.size / error)


def fewtone(photo, k):
    result = reduce(photo, Settings(k))
    return result.rgb, len(encode_image(result, "png").data)


def median_cut(photo, k):
    return by_pillow(photo, k, Image.Quantize.MEDIANCUT, 0)


def median_cut_and_kmeans(photo, k):
    return by_pillow(photo, k, Image.Quantize.MEDIANCUT, 1)


def octree(photo, k):
    return by_pillow(photo, k, Image.Quantize.FASTOCTREE, 0)


def by_pillow(photo, k, method, kmeans):
    source = Image.fromarray(photo.pixels)
    image = source.quantize(k, method=method, kmeans=kmeans, dither=Image.Dither.NONE)
    return np.asarray(image.convert("RGB")), size_of(image)


def scikit_learn(photo, k):
    pixels = photo.pixels.reshape(-1, 3)
    rng = np.random.default_rng(0)
    sample = pixels[rng.integers(0, len(pixels), _SAMPLE)].astype(np.float32)
    model = KMeans(k, n_init=1, random_state=0).fit(sample)
    labels = np.concatenate(
        [model.predict(part.astype(np.float32)) for part in np.array_split(pixels, 64)]
    )
    palette = np.rint(model.cluster_centers_).astype(np.uint8)
    image = Image.fromarray(labels.astype(np.uint8).reshape(photo.height, photo.width))
    image.putpalette(palette.tobytes())
    return palette[labels].reshape(photo.pixels.shape), size_of(image)


def size_of(image: Image.Image) -> int:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=9)
    return len(file.getvalue())


PEERS = {
    "Fewtone": fewtone,
    "median cut": median_cut,
    "median cut, Lloyd": median_cut_and_kmeans,
    "fast octree": octree,
    "scikit-learn": scikit_learn,
}
