"""Dithering with given colors: `python -m tests.bench.given_colors PHOTO … [--methods …]`.

For each space, method and palette the difference of `dithering` (means over 8 × 8 pixels), averaged
over crops of the photos, with the rule for colors made from the photo and with that for given ones;
palettes with a + have one near-duplicate more. Then, for random palettes and mixtures of them, the
largest and the mean distance of a flat field's mean from its color, and how much one more color
changes it, in steps of 1/255 of linear light.
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
_SIDE = 144
_RANDOM = 50


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("photos", nargs="+")
    parser.add_argument("--methods", nargs="+", default=DITHERS[1:], choices=DITHERS[1:])
    chosen = parser.parse_args()
    photos = [crop(open_photo(path).pixels) for path in chosen.photos]
    palettes = [dict(palettes_for(photo)) for photo in photos]
    for space in SPACES:
        for method in chosen.methods:
            print(f"\n{space}, {method}: as made, as given")
            for name in palettes[0]:
                pairs = zip(photos, (each[name] for each in palettes), strict=True)
                made, given = np.mean([both(*pair, method, space) for pair in pairs], axis=0)
                print(f"{name:>22} {made:6.2f} {given:6.2f} {given / made - 1:+7.1%}", flush=True)
            off, mean_off, moved, mean_moved = flat(method, space)
            print(f"flat: off {off:.1f}, {mean_off:.1f}; moved {moved:.1f}, {mean_moved:.1f}")


def crop(pixels):
    top, left = ((size - _SIDE) // 2 for size in pixels.shape[:2])
    return Photo.from_array(pixels[top : top + _SIDE, left : left + _SIDE].copy())


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
    return colors[dither(photo, count_colors(photo), targets, Settings(dither=method))]


def both(photo, colors, method, space):
    """Return the differences with the colors as made from the photo, and as given."""
    return [
        difference(photo.pixels, picture(photo, colors, method, space, given))
        for given in (False, True)
    ]


def flat(method, space):
    """Return how far means are off, and how far one more color moves them: largest and mean."""
    random, off, moved = np.random.default_rng(0), [], []
    for _ in range(_RANDOM * _RANDOM // len(SPACES)):
        colors = random.integers(0, 256, (int(random.integers(2, 17)), 3), np.uint8)
        mixture = random.dirichlet(np.ones(len(colors))) @ srgb_to_linear(colors)
        color = np.rint(linear_to_srgb(mixture)).astype(np.uint8)
        photo = Photo.from_array(np.tile(color, (64, 64, 1)))
        more = np.vstack([colors, random.integers(0, 256, (1, 3), np.uint8)])
        before, after = (
            255 * srgb_to_linear(picture(photo, each, method, space, True)).mean(axis=(0, 1))
            for each in (colors, more)
        )
        off.append(np.abs(before - 255 * srgb_to_linear(color)).max())
        moved.append(np.abs(after - before).max())
    return max(off), np.mean(off), max(moved), np.mean(moved)


if __name__ == "__main__":
    main()
