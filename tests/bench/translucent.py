"""Soft transparency beside pngquant: `python -m tests.bench.translucent [-k K …] [--large MP]`.

Pictures are made of scikit-image's photos: a vignette, a card with a soft shadow, letters with soft
edges, uneven glass. For each and each k both programs make an indexed PNG of at most k colors with
alpha; compared are the error, per pixel the sum of squared differences of alpha and of RGB times
alpha, and the bytes. With `--large` it is told instead how long our parts take at so many
megapixels, in seconds of all processors together, and on the clock.
"""

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from skimage import data

from core import Photo, Settings, count_colors, draft, encode_image, kernels, open_photo, reduce

KS = (4, 16, 64, 256)


def pictures():
    """Yield names, and photos of which some pixels are neither opaque nor hidden."""
    astronaut, coffee, cat = data.astronaut(), data.coffee(), data.chelsea()
    yield "vignette", Photo.from_array(astronaut, vignette(astronaut.shape))
    yield "shadow", shadow(coffee)
    yield "letters", Photo.from_array(cat, letters(cat.shape))
    yield "glass", Photo.from_array(astronaut, glass(astronaut))


def vignette(shape):
    y, x = np.indices(shape[:2])
    far = np.hypot(y / shape[0] - 0.5, x / shape[1] - 0.5)
    return np.clip(255 * (1.9 - 3.4 * far), 0, 255).astype(np.uint8)


def shadow(card):
    """Lay a card over its own blurred shadow, on nothing."""
    height, width = card.shape[:2]
    sheet = Image.new("RGBA", (width + 120, height + 120))
    sheet.paste((10, 10, 30, 170), (70, 80, 70 + width, 80 + height))
    sheet = sheet.filter(ImageFilter.GaussianBlur(18))
    sheet.paste(Image.fromarray(card), (50, 50))
    bands = np.array(sheet)
    return Photo.from_array(bands[..., :3].copy(), bands[..., 3].copy())


def letters(shape):
    mask = Image.new("L", shape[1::-1])
    font = ImageFont.load_default(shape[0] // 5)
    for line in range(5):
        at = (line * 9, line * shape[0] // 5)
        ImageDraw.Draw(mask).text(at, "soft edges " * 3, 255, font)
    return np.array(mask)


def glass(pixels):
    """The lighter the clearer, with smooth waves."""
    y, x = np.indices(pixels.shape[:2])
    waves = 40 * np.sin(x / 37) * np.cos(y / 23)
    return np.clip(230 - 0.6 * pixels.mean(axis=2) + waves, 0, 255).astype(np.uint8)


def tiled(photo, megapixels):
    """Make a photo as large with as many colors: each tile a little other than the others."""
    side = int(1000 * megapixels**0.5)
    times = [-(-side // size) for size in (photo.height, photo.width)]
    tile = np.dstack([photo.pixels, photo.alpha])
    large = np.tile(tile, (*times, 1))[:side, :side].astype(np.int16)
    noise = np.random.default_rng(0).integers(-2, 3, large.shape, np.int8)
    seen = large[..., 3] > 0
    large[seen] = np.clip(large + noise, 1, 255)[seen]
    bands = large.astype(np.uint8)
    return Photo.from_array(bands[..., :3].copy(), bands[..., 3].copy())


def error(photo, pixels, alpha):
    """Per pixel: the squared difference of alpha and of RGB times alpha."""
    total = 0.0
    for row, alpha_row, other, other_row in zip(
        photo.pixels, photo.alpha, pixels, alpha, strict=True
    ):
        a, b = alpha_row.astype(float)[:, None], other_row.astype(float)[:, None]
        total += (((row * a - other * b) / 255) ** 2).sum() + ((a - b) ** 2).sum()
    return total / photo.alpha.size


def judged(photo, file):
    bands = np.array(Image.open(file).convert("RGBA"))
    return error(photo, bands[..., :3], bands[..., 3])


def pngquant(photo, k, folder):
    source, target = folder / "in.png", folder / "out.png"
    Image.fromarray(np.dstack([photo.pixels, photo.alpha])).save(source, compress_level=1)
    begin = time.perf_counter()
    subprocess.run(
        ["pngquant", "--nofs", "--force", "--output", target, str(k), source], check=True
    )
    taken = time.perf_counter() - begin
    return judged(photo, target), target.stat().st_size, taken


def ours(photo, k, effort):
    begin = time.perf_counter()
    result = reduce(photo, Settings(k, effort=effort, space="rgb"))
    encoded = encode_image(result, "png").data
    taken = time.perf_counter() - begin
    return judged(photo, io.BytesIO(encoded)), len(encoded), taken


def compare(ks):
    ratios, sizes = {"normal": [], "best": []}, []
    print(f"{'':>10}{'k':>5}{'pngquant':>22}{'normal':>22}{'best':>22}   error, kB, s")
    with tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        for name, photo in pictures():
            for k in ks:
                theirs = pngquant(photo, k, Path(folder))
                cells = [theirs]
                for effort, found in ratios.items():
                    cells.append(ours(photo, k, effort))
                    found.append(cells[-1][0] / theirs[0])
                sizes.append(cells[1][1] / theirs[1])
                text = "".join(f"{e:>10.2f}{n / 1000:>6.0f}{s:>6.2f}" for e, n, s in cells)
                print(f"{name:>10}{k:>5}{text}", flush=True)
    for effort, found in ratios.items():
        mean = np.exp(np.log(found).mean())
        print(f"{effort}: error {100 * (mean - 1):+.1f} % on average, {max(found):.3f} at worst")
    print(f"bytes {100 * (np.exp(np.log(sizes).mean()) - 1):+.1f} % on average")


def time_parts(photo, ks):
    begin = time.process_time()
    histogram = count_colors(photo)
    seconds = time.process_time() - begin
    distinct = len(histogram.translucent)
    print(f"\n{photo.width} × {photo.height}, {distinct} colors with alpha")
    print(f"counted in {seconds:.2f} s")
    step = max(photo.width // 1000, 1)
    seen = Photo.from_array(photo.pixels[::step, ::step].copy(), photo.alpha[::step, ::step].copy())
    for k in ks:
        draft(histogram, Settings(k), seen, histogram)
        begin = time.process_time()
        draft(histogram, Settings(k), seen, histogram)
        drafted, begin = time.process_time() - begin, time.process_time()
        beats = [time.perf_counter()]
        result = reduce(
            photo, Settings(k), lambda _: beats.append(time.perf_counter()), histogram=histogram
        )
        busy, longest = time.process_time() - begin, max(np.diff(beats))
        print(
            f"k = {k:>3}: draft {1000 * drafted:.0f} ms, reduce {busy:.2f} s, "
            f"on the clock {result.seconds:.2f} s; longest silence {1000 * longest:.0f} ms",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-k", type=int, nargs="+", default=KS)
    parser.add_argument("--large", type=float, nargs="+", default=[])
    parser.add_argument("photos", nargs="*", type=Path)
    options = parser.parse_args()
    print(f"loops: {kernels.version()}")
    if not options.large and not options.photos:
        if shutil.which("pngquant") is None:
            sys.exit("pngquant is not installed: `apt-get install pngquant`")
        compare(options.k)
    for megapixels in options.large:
        time_parts(tiled(next(pictures())[1], megapixels), options.k)
    for path in options.photos:
        time_parts(open_photo(path), options.k)
