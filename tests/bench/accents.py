"""Accents kept, and what they cost: `python -m tests.bench.accents FOLDER… [-k 8 …]`.

For each `accents` and number of colors, with space "auto": how many of the accents listed below
keep their color, on the photos that are in the folders and on five pictures drawn here; and how
much DSSIM the photos lose by it (geometric mean; worst). An accent is the most colorful pixels of
a rectangle. It is kept where their mean is within CIEDE2000 15 and within 30° of hue.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from core import Photo, Settings, count_colors, open_photo, reduce
from core.color.difference import ciede2000
from core.color.spaces import srgb_to_lab, srgb_to_oklab
from tests.bench import environment

# Left, top, right, bottom. The first are those that the way to find accents was tuned on.
TUNED_ON = {
    "ball_caps.png": [
        (140, 260, 210, 285),
        (350, 200, 420, 240),
        (480, 250, 505, 290),
        (575, 300, 610, 325),
    ],
    "king_penguin.png": [(168, 180, 205, 235), (385, 215, 475, 250)],
    "maya_beach.png": [(728, 268, 752, 315), (687, 351, 708, 424)],
    "peacock.png": [(325, 434, 420, 490), (294, 282, 322, 303)],
    "umbrellas.png": [(311, 23, 433, 58), (210, 124, 289, 146), (607, 131, 680, 160)],
    "fruits_veggies.png": [(437, 250, 499, 293), (545, 415, 660, 465)],
    "kodim05.png": [(691, 101, 717, 130), (69, 45, 156, 80)],
    "kodim12.png": [(243, 312, 293, 363), (315, 197, 351, 233), (366, 247, 380, 305)],
    "akihabara_2mp.jpg": [(1640, 85, 1728, 135)],
    "sample.jpg": [(530, 590, 590, 655), (880, 912, 1150, 942)],
    "curler.png": [(300, 160, 380, 220), (486, 300, 525, 312)],
    "mandarin_ducks.png": [(300, 152, 322, 172), (290, 450, 318, 478), (135, 240, 156, 298)],
    "motorcycle.png": [(228, 199, 358, 228), (655, 226, 684, 240)],
    "red_eyed_tree_frog.png": [(197, 142, 231, 170), (475, 295, 510, 320), (265, 325, 293, 360)],
    "spices.png": [(60, 235, 210, 280), (474, 197, 532, 247)],
    "kodim01.png": [(231, 275, 311, 434)],
    "kodim07.png": [(542, 370, 643, 457)],
    "kodim15.png": [(419, 198, 506, 213), (262, 40, 295, 72), (297, 135, 307, 220)],
    "vintage_cars.png": [(449, 40, 476, 60)],
    "chili_peppers.png": [(240, 342, 282, 378)],
    "textile_market.png": [(385, 110, 420, 200)],
}
OTHERS = {
    "adirondack_chairs.png": [(22, 217, 87, 260), (311, 369, 390, 390), (175, 80, 238, 122)],
    "calaveras.png": [(440, 270, 500, 300)],
    "coloring_pencils.png": [(322, 420, 343, 490), (622, 405, 680, 450), (441, 15, 477, 65)],
    "floating_market.png": [(655, 269, 684, 312), (344, 363, 366, 385)],
    "grilled_food.png": [(243, 400, 293, 455), (532, 400, 583, 455)],
    "shawls.png": [(199, 471, 335, 555), (136, 241, 230, 314), (52, 157, 157, 230)],
}
WEIGHTS = (0, 25, 50, 75, 100)
SIZE = 640, 420


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("-k", type=int, nargs="+", default=[5, 8, 12, 16])
    options = parser.parse_args()
    environment.require_judges()
    paths = [path for folder in options.folders for path in sorted(folder.rglob("*"))]
    for title, regions in (("tuned on", TUNED_ON), ("others", OTHERS)):
        found = {path.name: path for path in paths if path.name in regions}
        print(f"\n{title}: {len(found)} photos")
        pictures = [(open_photo(found[name]).pixels, regions[name]) for name in sorted(found)]
        table(pictures, options.k, judged=True)
    print("\ndrawn")
    table(drawn(), options.k, judged=False)


def table(pictures, colors, *, judged):
    print("".join(f"{cell:>26}" for cell in ("accents", *(f"k = {k}" for k in colors))))
    dssim = {}
    for weight in WEIGHTS:
        cells = []
        for k in colors:
            kept, losses = [], []
            for number, (pixels, regions) in enumerate(pictures):
                shown = reduced(pixels, k, weight)
                kept += [is_kept(pixels, shown, region) for region in regions]
                if judged:
                    here = dssim[number, k, weight] = judge(pixels, shown)
                    losses.append(np.log(here / dssim[number, k, 0]))
            cell = f"{sum(kept)}/{len(kept)}"
            if judged:
                cell += f" {np.expm1(np.mean(losses)):+.2%} ({np.expm1(max(losses)):+.0%})"
            cells.append(cell)
        print("".join(f"{cell:>26}" for cell in (weight, *cells)), flush=True)


def reduced(pixels, k, weight):
    photo = Photo.from_array(pixels)
    chosen = Settings(k, space="auto", accents=weight)
    return reduce(photo, chosen, histogram=count_colors(photo)).rgb


def judge(pixels, shown):
    with tempfile.TemporaryDirectory(prefix="fewtone-") as folder:
        files = [Path(folder) / name for name in ("photo.png", "shown.png")]
        for file, each in zip(files, (pixels, shown), strict=True):
            Image.fromarray(each).save(file, compress_level=0)
        command = [str(environment.DSSIM), *map(str, files)]
        return float(subprocess.run(command, capture_output=True, check=True).stdout.split()[0])


def is_kept(pixels, shown, region):
    left, top, right, bottom = region
    here = accent(pixels[top:bottom, left:right])
    wanted, found = (
        srgb_to_lab(each[top:bottom, left:right][here]).mean(axis=0) for each in (pixels, shown)
    )
    turn = np.angle(complex(*wanted[1:]) / (complex(*found[1:]) + 1e-9), deg=True)
    return ciede2000(wanted[None], found[None])[0] < 15 and abs(turn) < 30


def accent(pixels):
    """Find the pixels that are colorful, and not of another hue than most of these."""
    _, a, b = np.moveaxis(srgb_to_oklab(pixels), 2, 0)
    hues = a + 1j * b
    colorful = abs(hues) >= 0.6 * np.percentile(abs(hues), 95)
    return colorful & (abs(np.angle(hues / hues[colorful].mean(), deg=True)) < 30)


def drawn():
    """Yield pictures with grain and soft edges, and where their accents are."""
    house = ground((110, 160, 220), (200, 220, 240))
    house.paste(ground((90, 140, 60), (50, 110, 40), 220), (0, 200))
    pen = ImageDraw.Draw(house)
    pen.ellipse((-100, 150, 300, 300), fill=(70, 110, 60))
    pen.rectangle((400, 200, 432, 226), fill=(190, 40, 35))
    pen.polygon([(396, 200), (416, 184), (436, 200)], fill=(70, 60, 60))
    beak = ground((150, 180, 190), (90, 120, 130))
    pen = ImageDraw.Draw(beak)
    pen.ellipse((200, 120, 460, 360), fill=(40, 40, 45))
    pen.ellipse((360, 70, 480, 190), fill=(50, 50, 55))
    pen.ellipse((230, 220, 420, 350), fill=(225, 225, 220))
    pen.polygon([(474, 115), (520, 132), (474, 146)], fill=(240, 140, 20))
    light = ground((170, 175, 180), (100, 100, 105))
    pen = ImageDraw.Draw(light)
    for i in range(6):
        gray = 90 + 15 * (i * 7 % 5)
        pen.rectangle((i * 110, 60 + 20 * (i % 3), i * 110 + 95, 330), fill=(gray, gray, gray))
    pen.rectangle((300, 100, 330, 190), fill=(30, 32, 30))
    pen.rectangle((312, 190, 318, 360), fill=(60, 60, 60))
    for top, color in ((104, (230, 40, 30)), (134, (70, 60, 20)), (164, (20, 60, 30))):
        pen.ellipse((304, top, 326, top + 22), fill=color)
    pictures = [
        (house, [(402, 203, 430, 224)]),
        (beak, [(476, 124, 500, 138)]),
        (light, [(307, 108, 323, 122)]),
        *scattered(),
    ]
    return [(grained(picture), regions) for picture, regions in pictures]


def scattered():
    random = np.random.default_rng(0)
    sea = ground((200, 215, 225), (170, 200, 220))
    sea.paste(ground((60, 110, 150), (20, 50, 80), 270), (0, 150))
    pen = ImageDraw.Draw(sea)
    for x, y in random.integers((0, 160), SIZE, (40, 2)).tolist():
        pen.line((x, y, x + 40, y), fill=(90, 135, 165), width=2)
    pen.polygon([(500, 300), (512, 270), (524, 300)], fill=(250, 200, 30))
    garden = ground((60, 90, 50), (30, 60, 30))
    pen = ImageDraw.Draw(garden)
    for x, y, more in random.integers((0, 0, -25), (*SIZE, 25), (120, 3)).tolist():
        pen.ellipse((x, y, x + 50, y + 30), fill=(60 + more, 100 + more, 45 + more))
    pen.ellipse((200, 200, 226, 226), fill=(210, 60, 150))
    pen.ellipse((420, 120, 440, 140), fill=(90, 80, 210))
    yield sea, [(507, 288, 517, 298)]
    yield garden, [(206, 206, 220, 220), (425, 125, 435, 135)]


def ground(top, bottom, height=SIZE[1]):
    down = np.linspace(0, 1, height)[:, None, None] * np.ones((1, SIZE[0], 1))
    mixed = (1 - down) * np.array(top) + down * np.array(bottom)
    return Image.fromarray(np.rint(mixed).astype(np.uint8))


def grained(picture):
    random = np.random.default_rng(1)
    pixels = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.7))).astype(float)
    pixels += random.normal(0, 3, (*pixels.shape[:2], 1)) + random.normal(0, 1.5, pixels.shape)
    return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)


if __name__ == "__main__":
    main()
