"""Dithering with given colors: `python -m tests.bench.given_colors PHOTO … [--methods …]`.

For each space, method and palette the difference of `dithering` (means over 8 × 8 pixels), averaged
over the photos, with the rule for colors made from the photo and with that for given ones, and the
largest change of a photo; palettes with a + have one near-duplicate more. Then, for random palettes
and mixtures of them, the largest distance of a flat field's mean from its color, and how much one
more color and a near-duplicate change it, in steps of 1/255 of linear light: the largest, and 99 %.
"""

import argparse

import numpy as np

from core import Photo, Settings, count_colors, open_photo, reduce
from core.color.spaces import SPACES, linear_to_srgb, srgb_to_linear
from core.kernels.targets import Targets
from core.palettes.built_in import built_in_palette
from core.reduction.dither import dither
from core.settings import DITHERS
from tests.bench.dithering import difference

KS = (2, 4, 8, 16, 64, 256)
NAMES = ("grays-2", "ega", "cga", "msx", "pico-8", "nes")
LISTED = {
    "e-paper 7": "000000 ffffff 00ff00 0000ff ff0000 ffff00 ff8c00",
    "black-white-fefefe": "000000 ffffff fefefe",
}
# Random palettes, and mixtures of each.
_RANDOM = 50
_SIDE = 128


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("photos", nargs="+")
    parser.add_argument("--methods", nargs="+", default=DITHERS[1:], choices=DITHERS[1:])
    parser.add_argument("--spaces", nargs="+", default=[*SPACES], choices=SPACES)
    chosen = parser.parse_args()
    photos = [open_photo(path) for path in chosen.photos]
    palettes = [dict(palettes_for(photo)) for photo in photos]
    for space in chosen.spaces:
        for method in chosen.methods:
            print(f"\n{space}, {method}: as made, as given; of all, at most")
            for name in palettes[0]:
                pairs = zip(photos, (each[name] for each in palettes), strict=True)
                each = np.array([both(*pair, method, space) for pair in pairs])
                made, given = each.mean(axis=0)
                most = (each[:, 1] / each[:, 0]).max() - 1
                cells = f"{made:6.2f} {given:6.2f} {given / made - 1:+7.1%} {most:+7.1%}"
                print(f"{name:>22} {cells}", flush=True)
            for title, values in flat(method, space).items():
                cells = f"{max(values):5.2f} {np.percentile(values, 99):5.2f}"
                print(f"flat, {title:>16} {cells}", flush=True)


def palettes_for(photo):
    found = {f"k-means {k}": reduce(photo, Settings(k, space="rgb")).palette.colors for k in KS}
    found |= {name: built_in_palette(name).colors for name in NAMES}
    for name, colors in LISTED.items():
        found[name] = np.array([tuple(bytes.fromhex(each)) for each in colors.split()], np.uint8)
    for name, colors in found.items():
        yield name, colors
        near = colors[len(colors) // 2].astype(int)
        near += np.where(near < 128, 1, -1) * np.array([1, 0, 1])
        yield f"{name} +", np.vstack([colors[:255], near.astype(np.uint8)])


def picture(photo, colors, method, space, given):
    colors = np.ascontiguousarray(colors)
    indices = np.arange(len(colors), dtype=np.uint8)
    targets = Targets(colors, indices, SPACES[space], given)
    # By itself, strength would not be the same for both rules.
    settings = Settings(dither=method, dither_strength=100)
    return colors[dither(photo, count_colors(photo), targets, settings)]


def both(photo, colors, method, space):
    """Return the differences with the colors as made from the photo, and as given."""
    return [
        difference(photo.pixels, picture(photo, colors, method, space, given))
        for given in (False, True)
    ]


def flat(method, space):
    """Return how far means are off, and how far a random color and one nearly there move them."""
    random, found = np.random.default_rng(0), {"off": [], "one more": [], "near-duplicate": []}
    for _ in range(_RANDOM):
        colors = random.integers(0, 256, (int(random.integers(2, 17)), 3), np.uint8)
        near = colors[0].astype(int) + np.where(colors[0] < 128, 1, -1) * random.integers(0, 3, 3)
        more = random.integers(0, 256, 3), near
        palettes = [colors, *(np.vstack([colors, each[None].astype(np.uint8)]) for each in more)]
        for shares in random.dirichlet(np.ones(len(colors)), _RANDOM):
            color = np.rint(linear_to_srgb(shares @ srgb_to_linear(colors))).astype(np.uint8)
            photo = Photo.from_array(np.tile(color, (_SIDE, _SIDE, 1)))
            means = [
                255 * srgb_to_linear(picture(photo, each, method, space, True)).mean(axis=(0, 1))
                for each in palettes
            ]
            ends = means[0], means[0], means[0]
            begins = 255 * srgb_to_linear(color), *means[1:]
            for values, begin, end in zip(found.values(), begins, ends, strict=True):
                values.append(np.abs(end - begin).max())
    return found


if __name__ == "__main__":
    main()
