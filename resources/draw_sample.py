"""Draws the sample photo: a mountain lake in the evening.

It is the first picture a user sees, and it is ours to give away. Run it after a change:
`python -m resources.draw_sample [FILE]`
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1920, 1200
HORIZON = 640  # the row where the far shore meets the water
SHORE = 1010  # about the row where the meadow begins
SUN = (1290, 430)
HAZE = np.array([1.0, 0.76, 0.56])  # toward the sun
SHADE = np.array([0.58, 0.56, 0.70])  # away from it

Array = NDArray[np.float64]


def main() -> None:
    """Write the sample beside this program, or into the file named."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("sample.jpg")
    draw().save(target, quality=84, optimize=True)


def draw() -> Image.Image:
    """Draw the picture, always the same."""
    rng = np.random.default_rng(20)
    scene = sky(rng)
    mountains(scene, rng)
    far_shore(scene, rng)
    water(scene, rng)
    picture = meadow(to_image(scene), rng)
    return finish(picture, rng)


def sky(rng: np.random.Generator) -> Array:
    """Paint a gradient, the glow of the sun, and clouds lit from its side."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    stops = np.array([0.0, 0.3, 0.55, 0.8, 1.0])
    colors = np.array(
        [
            [0.13, 0.27, 0.50],
            [0.32, 0.49, 0.69],
            [0.69, 0.68, 0.73],
            [0.98, 0.76, 0.55],
            [1.00, 0.72, 0.44],
        ]
    )
    rows = np.clip(y[:, 0] / HORIZON, 0, 1)
    column = np.stack([np.interp(rows, stops, colors[:, i]) for i in range(3)], axis=1)
    scene: Array = np.repeat(column[:, None], WIDTH, axis=1)
    distance = np.hypot((x - SUN[0]) * 0.8, y - SUN[1])
    glow = np.exp(-distance / 260)[..., None]
    scene += glow * np.array([0.55, 0.34, 0.10]) + np.exp(-distance / 50)[..., None] * 0.5

    # Clouds lie on a ceiling: toward the horizon they are seen from the side, flat and dense.
    depth = 1 / (1.05 - np.clip(y / HORIZON, 0, 1)) ** 0.8
    wide = fbm(rng, (HEIGHT, WIDTH), (5, 5), 7)
    long = fbm(rng, (HEIGHT, WIDTH), (26, 4), 6)
    density = smoothstep(0.50, 0.80, 0.62 * wide + 0.45 * long + 0.012 * depth)
    density *= smoothstep(1.0, 0.75, y / HORIZON)
    # How much cloud lies between a place and the sun, which is below it and to the right.
    toward_sun = np.pad(density, ((0, 14), (0, 22)), mode="edge")[14:, 22:]
    light = np.clip(0.55 + 1.5 * (density - toward_sun), 0, 1)[..., None]
    warmth = np.exp(-distance / 700)[..., None]
    lit = np.array([1.0, 0.93, 0.88]) * (1 - warmth) + np.array([1.0, 0.76, 0.50]) * warmth
    shaded = np.array([0.44, 0.45, 0.58]) * (1 - warmth) + np.array([0.72, 0.42, 0.42]) * warmth
    cover = 0.85 * density[..., None]
    clouds = lit * light + shaded * (1 - light)
    return np.asarray(scene * (1 - cover) + clouds * cover)


def mountains(scene: Array, rng: np.random.Generator) -> None:
    """Paint ridges from far to near; the farther, the more they fade into the haze."""
    ridges = (
        # base row, height, roughness, rock, haze, snow
        (520, 300, 1.0, (0.42, 0.38, 0.50), 0.52, True),
        (590, 230, 0.9, (0.30, 0.30, 0.42), 0.36, True),
        (630, 170, 0.85, (0.20, 0.31, 0.36), 0.40, False),
        (650, 95, 0.7, (0.10, 0.21, 0.15), 0.20, False),
    )
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    for base, height, roughness, rock, haze, snow in ridges:
        line = base - height * ridge_line(rng, roughness)
        below = smoothstep(-0.8, 0.8, y - line[None, :])
        relief = ridged(rng, (HEIGHT, WIDTH), (16, 20), 7)
        slope = np.gradient(relief, axis=1) * 34 + np.gradient(relief, axis=0) * 16
        steep = 1.0 if snow else 0.45  # woods soften the nearer ones
        light = smoothstep(-0.1, 1.1, 0.42 + steep * slope)[..., None]
        color = np.array(rock) * (0.45 + 0.8 * light)
        color = color + light**2 * np.array([0.24, 0.11, 0.02])
        if snow:
            drop = (y - line[None, :]) / height
            lies = smoothstep(0.50, 0.30, drop + 0.9 * (relief - 0.5))[..., None]
            white = np.array([0.50, 0.55, 0.76]) * (1 - light) + np.array([1.0, 0.84, 0.74]) * light
            color = color * (1 - lies) + white * lies
        deeper = np.clip((y - line[None, :]) / 260, 0, 1)[..., None]
        near_sun = np.exp(-np.abs(x - SUN[0]) / 480)[..., None]
        mist = SHADE * (1 - near_sun) + HAZE * near_sun
        share = np.clip(haze + 0.22 * deeper + 0.14 * near_sun * (haze > 0.2), 0, 1)
        color = color * (1 - share) + mist * share
        scene += below[..., None] * (color - scene)


def far_shore(scene: Array, rng: np.random.Generator) -> None:
    """Draw a wood of firs, a cabin and a boat at the far side of the water."""
    scale = 2
    layer = Image.new("RGBA", (WIDTH * scale, HEIGHT * scale))
    pen = ImageDraw.Draw(layer)
    ground = HORIZON + 4 + 10 * (ridge_line(rng, 0.5) - 0.5)
    wood = ridge_line(rng, 0.8)
    for x in np.sort(rng.uniform(0, WIDTH, 1500)):
        thick = wood[int(x)]
        if abs(x - 560) < 75 or rng.random() > 0.25 + thick:
            continue
        tall = (26 + 62 * thick) * rng.uniform(0.55, 1.15)
        warm = np.exp(-abs(x - SUN[0]) / 500)
        shade = rng.uniform(0.7, 1.25)
        color = (np.array([20, 40, 34]) + warm * np.array([46, 24, 4])) * shade
        fir(pen, rng, x * scale, ground[int(x)] * scale, tall * scale, as_rgb(color))
    bank = [(0, (HORIZON + 14) * scale)]
    bank += [(x * scale, ground[x] * scale - 3) for x in range(0, WIDTH, 4)]
    bank += [(WIDTH * scale, (HORIZON + 14) * scale)]
    pen.polygon(bank, fill=(44, 52, 30, 255))
    cabin(pen, 560 * scale, int(ground[560]) * scale, scale)
    small = np.asarray(layer.resize((WIDTH, HEIGHT), Image.Resampling.BOX), dtype=float) / 255
    cover = small[..., 3:]
    # BOX averages premultiplied-like edges well enough at this size.
    scene[:] = scene * (1 - cover) + small[..., :3] * cover


def fir(
    pen: ImageDraw.ImageDraw,
    rng: np.random.Generator,
    x: float,
    foot: float,
    tall: float,
    color: tuple[int, int, int],
) -> None:
    """Draw a fir: branches in tiers, ragged."""
    tiers = max(int(tall / 9), 4)
    left, right = [], []
    for tier in range(tiers):
        down = (tier + 1) / tiers
        half = tall * 0.17 * down**0.9
        row = foot - tall * (1 - down)
        left += [(x - half * rng.uniform(0.75, 1.15), row), (x - half * 0.55, row - tall * 0.02)]
        right += [(x + half * rng.uniform(0.75, 1.15), row), (x + half * 0.55, row - tall * 0.02)]
    pen.polygon([(x, foot - tall), *left, (x, foot), *right[::-1]], fill=(*color, 255))


def cabin(pen: ImageDraw.ImageDraw, x: int, foot: int, scale: int) -> None:
    """Draw a red cabin with a light in its windows."""

    def box(left: float, top: float, right: float, bottom: float, color: str) -> None:
        corners = (x + left * scale, foot + top * scale, x + right * scale, foot + bottom * scale)
        pen.rectangle(corners, fill=color)

    box(-30, -27, 30, 2, "#b5221c")
    box(14, -27, 30, 2, "#8c1714")
    for row in range(-25, 2, 4):
        box(-30, row, 30, row + 0.5, "#9a1a16")
    roof = [(-37, -26), (-24, -47), (24, -47), (37, -26)]
    pen.polygon([(x + a * scale, foot + b * scale) for a, b in roof], fill="#3b2b33")
    box(12, -58, 19, -42, "#5a4548")
    for left in (-23, 1):
        box(left - 1.5, -20.5, left + 10.5, -7.5, "#f6efe2")
        box(left, -19, left + 9, -9, "#ffc64a")
        box(left + 4, -19, left + 5, -9, "#f6efe2")
    box(17, -18, 26, 2, "#4a2620")


def water(scene: Array, rng: np.random.Generator) -> None:
    """Mirror what is above the horizon in rippled water, with the sun's glitter."""
    rows = np.arange(HORIZON + 6, HEIGHT)
    depth = (rows - HORIZON)[:, None] / (HEIGHT - HORIZON)
    shape = (len(rows), WIDTH)
    # Ripples shrink with distance: the noise is sampled in perspective.
    ripple = perspective_noise(rng, shape, depth)
    swell = fbm(rng, shape, (4, 34), 4) - 0.5
    dy = ripple * (5 + 60 * depth) + swell * 26 * depth
    dx = ripple * (3 + 16 * depth)
    mirrored = 2 * HORIZON - rows[:, None] * 1.0 + 8
    source_y = np.clip(HORIZON - (HORIZON - mirrored) * 1.12 + dy, 0, HORIZON + 3)
    source_x = np.clip(np.arange(WIDTH)[None, :] + dx, 0, WIDTH - 1)
    reflection = scene[source_y.astype(int), source_x.astype(int)]
    tint = np.array([0.05, 0.20, 0.29])
    share = (0.20 + 0.42 * depth)[..., None]
    surface = reflection * (1 - share) * 0.93 + tint * share
    surface += np.clip(ripple, 0, 1)[..., None] ** 2 * np.array([0.26, 0.19, 0.12]) * 0.7
    across = np.abs(np.arange(WIDTH)[None, :] - SUN[0]) / (46 + 250 * depth)
    spark = smoothstep(0.10, 0.42, ripple) * np.exp(-(across**2)) * (1.15 - 0.55 * depth)
    surface += spark[..., None] * np.array([1.0, 0.72, 0.36])
    edge = np.exp(-(rows - HORIZON - 6) / 3.0)[:, None, None]
    scene[rows] = surface * (1 - 0.35 * edge)


def meadow(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Draw the near shore: a boat, stones, grass and flowers, nearer ones over farther ones."""
    scale = 2
    layer = picture.resize((WIDTH * scale, HEIGHT * scale), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(layer)
    line = SHORE + 120 * (ridge_line(rng, 0.55) - 0.5) + np.linspace(-78, 64, WIDTH)
    bank = [(x * scale, line[x] * scale) for x in range(0, WIDTH, 4)]
    corners = [(WIDTH * scale, HEIGHT * scale), (0, HEIGHT * scale)]
    pen.polygon([*bank, (WIDTH * scale, line[-1] * scale), *corners], fill=(38, 50, 22))
    boat(pen, 1010 * scale, (line[1010] - 26) * scale, scale)
    stones(pen, rng, line, scale)
    patches = fbm(rng, (HEIGHT + 60, WIDTH), (26, 16), 4)
    feet = sorted(
        (line[int(x)] + (HEIGHT + 60 - line[int(x)]) * rng.random() ** 1.35, x)
        for x in rng.uniform(0, WIDTH, 26000)
    )
    for y, x in feet:
        near = (y - SHORE + 140) / (HEIGHT - SHORE + 140)
        patch = patches[int(y), int(x)]
        blade(pen, rng, x * scale, y * scale, (10 + 52 * near) * scale, near, patch)
        if rng.random() < 0.09 * smoothstep(0.40, 0.85, patch) ** 1.5:
            flower(pen, rng, x * scale, y * scale, near, scale, patch)
    return layer.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def blade(
    pen: ImageDraw.ImageDraw,
    rng: np.random.Generator,
    x: float,
    y: float,
    tall: float,
    near: float,
    patch: float,
) -> None:
    """Draw one blade of grass, its tip in the light."""
    tall *= rng.uniform(0.45, 1.1)
    lean = rng.normal(0.10, 0.22) * tall
    color = np.array([58, 84, 26]) + patch * np.array([60, 40, 0]) + rng.normal(0, 12, 3)
    color = color * (0.42 + 0.75 * rng.random())
    tip = color * 1.35 + np.array([52, 34, 4]) * rng.random()
    middle = (x + lean * 0.35, y - tall * 0.6)
    width = max(int(1 + 3.2 * near), 1)
    pen.line([(x, y), middle], fill=as_rgb(color), width=width)
    pen.line([middle, (x + lean, y - tall)], fill=as_rgb(tip), width=max(width - 1, 1))


def flower(
    pen: ImageDraw.ImageDraw,
    rng: np.random.Generator,
    x: float,
    y: float,
    near: float,
    scale: int,
    patch: float,
) -> None:
    """Draw a flower on its stem: poppies, asters and buttercups, each kind in its patches."""
    kinds = ((228, 40, 28), (242, 74, 24), (226, 58, 150), (250, 196, 30), (250, 240, 226))
    kind = int(patch * 9 + x / 700 + rng.integers(0, 2)) % len(kinds)
    color = np.array(kinds[kind]) * rng.uniform(0.86, 1.06)
    size = (1.6 + 5.2 * near) * scale * rng.uniform(0.7, 1.15)
    top = y - (12 + 46 * near) * scale * rng.uniform(0.7, 1.1)
    pen.line([(x, y), (x, top)], fill=(52, 78, 26), width=max(int(2 * near), 1))
    for angle in np.linspace(0, 2 * np.pi, 6)[:-1] + rng.uniform(0, 1):
        px, py = x + np.cos(angle) * size * 0.6, top + np.sin(angle) * size * 0.42
        petal = as_rgb(color * rng.uniform(0.84, 1.08))
        pen.ellipse((px - size * 0.6, py - size * 0.45, px + size * 0.6, py + size * 0.45), petal)
    heart = (250, 206, 60) if kind != 3 else (190, 110, 20)
    pen.ellipse((x - size * 0.3, top - size * 0.24, x + size * 0.3, top + size * 0.24), heart)


def stones(pen: ImageDraw.ImageDraw, rng: np.random.Generator, line: Array, scale: int) -> None:
    """Lay stones along the water's edge."""
    for x in np.sort(rng.uniform(0, WIDTH, 340)):
        size = rng.gamma(2.0, 3.2) + 2
        y = line[int(x)] + rng.normal(2, 4)
        gray = rng.uniform(56, 130)
        base = np.array([gray, gray * 0.94, gray * 0.92])
        for part, (lift, shrink) in enumerate(((0, 1.0), (-0.22, 0.8), (-0.40, 0.5))):
            color = as_rgb(base * (0.5 + 0.36 * part) + part * np.array([26, 12, 0]))
            half, cy = size * shrink * scale, (y + lift * size) * scale
            cx = (x + 0.12 * part * size) * scale
            pen.ellipse((cx - half, cy - half * 0.55, cx + half, cy + half * 0.55), fill=color)


def boat(pen: ImageDraw.ImageDraw, x: float, y: float, scale: int) -> None:
    """Draw a rowing boat at the shore, with its reflection."""

    def shape(points: Sequence[tuple[float, float]], color: tuple[int, int, int]) -> None:
        pen.polygon([(x + a * scale, y + b * scale) for a, b in points], fill=color)

    mirror = [(-120, 20), (124, 16), (96, 44), (-84, 50)]
    shape(mirror, (66, 36, 38))
    hull = [(-138, -16), (-126, 8), (-96, 24), (92, 22), (122, 4), (140, -26), (96, -8), (-90, -4)]
    shape(hull, (196, 36, 28))
    shape(
        [(-133, -4), (-126, 8), (-96, 24), (92, 22), (122, 4), (130, -8), (84, 10), (-92, 12)],
        (132, 22, 22),
    )
    inside = [(-138, -16), (-90, -4), (96, -8), (140, -26), (92, -18), (-88, -14)]
    shape(inside, (92, 58, 40))
    shape([(-140, -19), (-90, -7), (-90, -3), (-139, -14)], (246, 236, 214))
    shape([(-90, -7), (96, -11), (96, -7), (-90, -3)], (246, 236, 214))
    shape([(96, -11), (141, -30), (141, -25), (96, -7)], (246, 236, 214))
    for left in (-46, 22):
        shape([(left, -15), (left + 20, -16), (left + 24, -7), (left + 2, -6)], (176, 122, 74))


def finish(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Do what a camera does: bloom, vignette, a curve, and a little grain."""
    pixels = np.asarray(picture, dtype=float) / 255
    bright = Image.fromarray((np.clip(pixels - 0.72, 0, 1) / 0.28 * 255).astype(np.uint8))
    bloom = np.asarray(bright.filter(ImageFilter.GaussianBlur(26)), dtype=float) / 255
    pixels = 1 - (1 - pixels) * (1 - 0.20 * bloom)
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    pixels *= (1 - 0.20 * (x**2 + y**2) ** 1.3 / 2.5)[..., None]
    curve = pixels + 0.10 * np.sin(2 * np.pi * (pixels - 0.5)) / 2
    grain = rng.normal(0, 0.011, (HEIGHT, WIDTH, 1)) + rng.normal(0, 0.004, (HEIGHT, WIDTH, 3))
    return to_image(curve + grain)


def fbm(
    rng: np.random.Generator, shape: tuple[int, int], cells: tuple[int, int], octaves: int
) -> Array:
    """Make fractal noise: octaves of smooth noise, each finer and weaker; about 0 … 1.

    Parameters
    ----------
    cells : (int, int)
        Bumps from top to bottom and from left to right in the coarsest octave.
    """
    height, width = shape
    total, weight = np.zeros(shape), 1.0
    for octave in range(octaves):
        rows, columns = (min(cell * 2**octave + 3, 700) for cell in cells)
        noise = Image.fromarray(rng.random((rows, columns), dtype=np.float32))
        total += weight * np.asarray(noise.resize((width, height), Image.Resampling.BICUBIC))
        weight *= 0.5
    low, high = np.percentile(total, (0.5, 99.5))
    return np.asarray(np.clip((total - low) / (high - low), 0, 1))


def ridged(
    rng: np.random.Generator, shape: tuple[int, int], cells: tuple[int, int], octaves: int
) -> Array:
    """Make noise with sharp crests, like eroded rock; 0 … 1."""
    folded = 1 - np.abs(2 * fbm(rng, shape, cells, octaves) - 1)
    return np.asarray(folded**1.6)


def ridge_line(rng: np.random.Generator, roughness: float) -> Array:
    """Make the outline of a ridge: (WIDTH,) heights, 0 … 1."""
    positions = np.arange(WIDTH) / WIDTH
    total = np.zeros(WIDTH)
    for octave in range(9):
        count = 3 * 2**octave + 2
        knots = rng.random(count)
        where = positions * (count - 2)
        left = where.astype(int)
        part = where - left
        if octave > 2:
            part = part * part * (3 - 2 * part)
        total += (knots[left] * (1 - part) + knots[left + 1] * part) * (0.5 * roughness) ** octave
    return np.asarray((total - total.min()) / np.ptp(total))


def perspective_noise(rng: np.random.Generator, shape: tuple[int, int], depth: Array) -> Array:
    """Make ripples that get finer toward the horizon; about -0.5 … 0.5."""
    width = shape[1]
    texture = fbm(rng, (1400, 2400), (120, 34), 4) - 0.5
    distance = 1 / (depth + 0.035)
    v = (distance * 230).astype(int) % 1400
    u = ((np.arange(width)[None, :] - width / 2) * (0.25 + 0.05 * distance) + 4000).astype(int)
    return np.asarray(texture[v, u % 2400])


def smoothstep(low: float, high: float, value: Array | float) -> Array:
    """Rise smoothly from 0 at `low` to 1 at `high`, which may be the smaller one."""
    part = np.clip((np.asarray(value) - low) / (high - low), 0, 1)
    return np.asarray(part * part * (3 - 2 * part))


def as_rgb(color: Array) -> tuple[int, int, int]:
    """Round a color to three bytes."""
    red, green, blue = np.clip(color, 0, 255).astype(int).tolist()
    return red, green, blue


def to_image(scene: Array) -> Image.Image:
    """Round a picture of floats, 0 … 1, to bytes."""
    return Image.fromarray(np.rint(np.clip(scene, 0, 1) * 255).astype(np.uint8))


if __name__ == "__main__":
    main()
