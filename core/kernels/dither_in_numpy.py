"""The loops of dithering in numpy: what those in C must equal to the last bit.

Error diffusion goes from pixel to pixel, and each needs the one before: that is a loop in plain
Python, some microseconds a pixel. The package `kernels` has checked all arguments, and documents
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.kernels.exchange import mend
from core.kernels.mixtures import Mixtures
from core.kernels.targets import (
    FULL,
    LEVEL_SHIFT,
    LINEAR,
    LOWEST,
    MOST_ERROR,
    SRGB,
    WEIGHT_BITS,
    Band,
    Targets,
    places_in,
    squared_distances,
)
from core.kernels.z_order import colors_at, places
from core.progress import Tick

# The nearest targets of this many places along the Z-order curve are found together.
_CELL = 1 << 6
_HALF = 1 << WEIGHT_BITS - 1
# Errors may be less where light changes: for each pixel that gets some of an error by 3 / 4 of the
# step from pixel to pixel, but a part of their reach is always left.
_STEEP = 3
_PARTS_LEFT = 12
# A block of this many pixels is looked at as one, so grain counts less than what the mean is off.
_SEEN_TOGETHER = 64
# A mixture within half of a part may vary this many times as much as one that is not, but hardly
# off: by eight of 255 steps of light, which are half of a part of 16. That one counts as varying by
# 12 steps of sRGB at least: the square of these.
_MOST_UNREST = 12
_HARDLY_OFF = 2056
_LEAST_UNREST = 144
_COLORS_PER_BLOCK = 1 << 12
_PIXELS_PER_BLOCK = 1 << 18


class Nearest:
    """Table of the nearest target for each wanted color, filled cell by cell when asked for one.

    Parameters
    ----------
    targets : Targets
    """

    def __init__(self, targets: Targets) -> None:
        self.targets = targets
        self._labels = np.empty(1 << 3 * targets.level_bits, np.uint16)
        self._known = np.zeros(len(self._labels) // _CELL, dtype=bool)
        self._exact, self._exact_labels = np.unique(places(targets.colors), return_index=True)

    def at(self, where: NDArray[np.uint32]) -> NDArray[np.uint16]:
        """Find the nearest to (n,) places of levels, ties to the lower index: (n,) uint16."""
        cells = where // _CELL
        for cell in np.unique(cells[~self._known[cells]]).tolist():
            self._learn(cell)
        return self._labels[where]

    def one(self, where: int) -> int:
        """Find the nearest to one place of levels."""
        if not self._known[where // _CELL]:
            self._learn(where // _CELL)
        return int(self._labels[where])

    def equal(self, colors: NDArray[np.uint8]) -> NDArray[np.int32]:
        """Find the target that each of (n, 3) uint8 colors keeps, -1 for none: (n,) int32."""
        if not self.targets.kept:
            return np.full(len(colors), -1, np.int32)
        where = places(colors)
        found = np.searchsorted(self._exact, where)
        found[found == len(self._exact)] = 0
        labels = self._exact_labels[found].astype(np.int32)
        labels[self._exact[found] != where] = -1
        return labels

    @cached_property
    def places_of_levels(self) -> list[list[int]]:
        """For each channel and wanted number the bits it adds to a place on the Z-order curve."""
        levels = self.targets.levels
        colors = np.zeros((*levels.shape, 3), np.uint8)
        for channel, each in enumerate(levels):
            colors[channel, :, channel] = each
        return [places(each).tolist() for each in colors]

    def _learn(self, cell: int) -> None:
        """Enter the nearest target of every place in a cell."""
        here = np.arange(cell * _CELL, (cell + 1) * _CELL, dtype=np.uint32)
        levels = colors_at(here)
        self._known[cell] = True
        if self.targets.middles is not None:
            points = self.targets.middles[[0, 1, 2], levels]
            distances = squared_distances(points, self.targets.places)
            self._labels[here] = distances.argmin(axis=1)
            return
        points = places_in(self.targets.space, self.targets.values[levels])
        distances = squared_distances(points, self.targets.places)
        wanted = self.targets.wide[levels].astype(np.int64)
        outside = np.abs(wanted - wanted.clip(0, 255)).sum(axis=1)
        # The farther outside, the more distances in sRGB count, as other spaces have no good ones
        # there; and soon distances in light, here squares of sRGB, as only these keep errors from
        # growing.
        own = self.targets.colors.astype(np.int64)
        in_srgb = squared_distances(wanted, own)
        in_light = squared_distances(wanted * np.abs(wanted), own**2)
        far = in_srgb + (outside / (16 * 65025.0))[:, None] * in_light
        distances = distances + (self.targets.far * outside)[:, None] * far
        self._labels[here] = distances.argmin(axis=1)


def diffuse(
    pixels: NDArray[np.uint8],
    visible: NDArray[np.bool_] | None,
    targets: Targets,
    weights: NDArray[np.int32],
    serpentine: bool,
    tick: Tick,
) -> NDArray[np.uint8]:
    """Dither band after band."""
    height, width, _ = pixels.shape
    nearest, mixtures = Nearest(targets), Mixtures(targets, int(weights.sum()))
    indices = np.empty((height, width), np.uint8)
    for band in targets.bands(height):
        rows = _diffuse_band(pixels, visible, band, weights, serpentine, nearest, mixtures)
        for y, row in enumerate(rows, band.begin):
            if y >= band.first:
                indices[y] = row
            tick(max(y + 1, 0) / height)
    if visible is not None:
        indices[~visible] = 0
    return indices


def _diffuse_band(
    pixels: NDArray[np.uint8],
    visible: NDArray[np.bool_] | None,
    band: Band,
    weights: NDArray[np.int32],
    serpentine: bool,
    nearest: Nearest,
    mixtures: Mixtures,
) -> Iterator[NDArray[np.uint8]]:
    """Dither row after row; each gets errors from the two above. Yield (width,) uint8 indices."""
    height, width, _ = pixels.shape
    steep = _STEEP * int(np.count_nonzero(weights)) if nearest.targets.mixed else 0
    # Two columns of zeros on each side stand for what is beyond the picture.
    above = debts = [np.zeros((width + 4, 3), np.int32)] * 2
    for y in range(band.begin, band.end):
        own = y if y >= 0 else min(-1 - y, height - 1)
        labels = nearest.equal(pixels[own])
        if visible is not None:
            labels[~visible[own]] = 0
        way = -1 if serpentine and y % 2 else 1
        if nearest.targets.mixed:
            owed = _carry(debts, weights, serpentine, y, folded=True)
            light, debt = _owe(pixels[own], labels, owed, weights[0], way, mixtures)
            debts = [debt, debts[0]]
        else:
            light = mixtures.light(pixels[own])
        carried = _carry(above, weights, serpentine, y, folded=nearest.targets.mixed)
        errors = _diffuse_row(light, labels, carried, weights[0], way, nearest, steep)
        above = [errors, above[0]]
        yield nearest.targets.shown[labels]


def _carry(
    above: list[NDArray[np.int32]],
    weights: NDArray[np.int32],
    serpentine: bool,
    y: int,
    *,
    folded: bool,
) -> NDArray[np.int32]:
    """Sum up what the two rows above bring to row y, in units of 1 / 2¹⁴: (width, 3) int32.

    What would leave the picture at a side goes to the last pixel there if `folded`.
    """
    width = len(above[0]) - 4
    carried = np.zeros((width, 3), np.int32)
    rows = [(row, -1 if serpentine and (y - row) % 2 else 1) for row in (1, 2)]
    for row, way in rows:
        for weight, ahead in zip(weights[row], range(-2, 3), strict=True):
            begin = 2 - way * ahead
            carried += weight * above[row - 1][begin : begin + width]
    for right in (False, True) if folded else ():
        side = width - 1 if right else 0
        sums = carried[side].astype(np.int64)
        for (row, way), ahead in product(rows, range(-2, 3)):
            weight = int(weights[row, ahead + 2])
            if row == 1 and ahead > 0:
                weight += int(weights[0, ahead + 2])
            past = way * ahead if right else -way * ahead
            for i in range(min(past, width)):
                sums += weight * above[row - 1][2 + abs(side - i)].astype(np.int64)
        # So that the errors of its own row fit in, too.
        limit = np.iinfo(np.int32).max - _HALF - int(weights[0].sum()) * MOST_ERROR
        carried[side] = sums.clip(-limit, limit)
    return carried


def _owe(
    pixels: NDArray[np.uint8],
    labels: NDArray[np.int32],
    owed: NDArray[np.int32],
    weights: NDArray[np.int32],
    way: int,
    mixtures: Mixtures,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Find the mixtures that the pixels of a row aim at where labels are -1, one after the other.

    Parameters
    ----------
    owed : (width, 3) int32
        What the rows above lack, in units of 1 / 2¹⁴.

    Returns
    -------
    light : (width, 3) int32
    debts : (width + 4, 3) int32
        What the pixels lack, of which those around get two thirds, or less with little strength.
    """
    one_back, two_back = weights[3:].tolist()
    colors, brought = pixels.tolist(), owed.tolist()
    light, debts = np.zeros((len(colors), 3), np.int32), [[0, 0, 0] for _ in range(len(colors) + 4)]
    for x in np.flatnonzero(labels < 0)[::way].tolist():
        last, before = debts[x + 2 - way], debts[x + 2 - 2 * way]
        sums = zip(brought[x], last, before, strict=True)
        here = [
            mixtures.kept * (each + one_back * one + two_back * two >> 5) + _HALF >> WEIGHT_BITS
            for each, one, two in sums
        ]
        light[x], debts[x + 2] = mixtures.owing(colors[x], here)
    return light, np.array(debts, np.int32)


def _diffuse_row(
    light: NDArray[np.int32],
    labels: NDArray[np.int32],
    carried: NDArray[np.int32],
    weights: NDArray[np.int32],
    way: int,
    nearest: Nearest,
    steep: int,
) -> NDArray[np.int32]:
    """Enter the labels that are -1, from left to right or back; return the errors of the row.

    Parameters
    ----------
    light : (width, 3) int32
        What is aimed at.
    labels : (width,) int32
        Changed in place.
    carried : (width, 3) int32
        What the rows above bring, in units of 1 / 2¹⁴.
    weights : (5,) int32
        Those of the row itself.
    way : {1, -1}
    steep : int
        How much less errors may be for a step of light, in units of 1 / 4.

    Returns
    -------
    (width + 4, 3) int32
    """
    got_by, reach = nearest.targets.carried.tolist(), nearest.targets.reach.tolist()
    place_of_levels = nearest.places_of_levels
    one_back, two_back = weights[3:].tolist()
    aimed, brought = light.tolist(), (carried + _HALF).tolist()
    errors = [[0, 0, 0] for _ in range(len(light) + 4)]
    xs = np.flatnonzero(labels < 0)[::way]
    steps = np.abs(np.diff(light[xs], axis=0, prepend=light[xs[:1]])).max(axis=1)
    for x, less in zip(xs.tolist(), (steep * steps >> 2).tolist(), strict=True):
        last, before = errors[x + 2 - way], errors[x + 2 - 2 * way]
        wanted = [
            own + (carry + one_back * one + two_back * two >> WEIGHT_BITS)
            for own, carry, one, two in zip(aimed[x], brought[x], last, before, strict=True)
        ]
        where = 0
        for each, place_of in zip(wanted, place_of_levels, strict=True):
            where |= place_of[each - LOWEST >> LEVEL_SHIFT]
        label = nearest.one(where)
        most = min(max(reach[label] - less, reach[label] // _PARTS_LEFT), MOST_ERROR)
        errors[x + 2] = [
            min(max(want - got, -most), most)
            for want, got in zip(wanted, got_by[label], strict=True)
        ]
        labels[x] = label
    return np.array(errors, np.int32)


def mix(
    colors: NDArray[np.uint8], targets: Targets, weight: int, parts: int, tick: Tick
) -> NDArray[np.uint8]:
    """Find one part of all mixtures after the other."""
    nearest, mixtures = Nearest(targets), Mixtures(targets, weight)
    ranks, labels_of = targets.lightness_ranks, np.argsort(targets.lightness_ranks)
    mixed = np.empty((len(colors), parts), np.uint8)
    # Otherwise errors are to be lost.
    whole = targets.mixed and weight == 1 << WEIGHT_BITS
    for begin in range(0, len(colors), _COLORS_PER_BLOCK):
        block = colors[begin : begin + _COLORS_PER_BLOCK]
        light, errors = mixtures.light(block), np.zeros((len(block), 3), np.int32)
        found = np.empty((len(block), parts), np.uint16)
        for part in range(parts):
            wanted = light + (weight * errors + _HALF >> WEIGHT_BITS)
            found[:, part], errors = _aim(wanted, nearest, targets.reach_of_parts)
            tick((begin + len(block) * (part + 1) / parts) / len(colors))
        if whole:
            _exchange(found, errors, nearest)
            mend(found, LINEAR[block], light, targets.carried)
            _calm(found, block, nearest)
        same = nearest.equal(block)
        in_order = ranks[np.where(same[:, None] < 0, found, same[:, None])]
        mixed[begin : begin + len(block)] = targets.shown[labels_of[np.sort(in_order, axis=1)]]
    return mixed


def _aim(
    wanted: NDArray[np.int32], nearest: Nearest, reach: NDArray[np.int32]
) -> tuple[NDArray[np.uint16], NDArray[np.int32]]:
    """Find the targets nearest to (n, 3) wanted colors, and the errors that are passed on."""
    targets = nearest.targets
    labels = nearest.at(places(targets.levels[[0, 1, 2], wanted - LOWEST >> LEVEL_SHIFT]))
    most = reach[labels, None]
    return labels, (wanted - targets.carried[labels]).clip(-most, most)


def _exchange(found: NDArray[np.uint16], errors: NDArray[np.int32], nearest: Nearest) -> None:
    """Exchange parts of (n, parts) mixtures for what they had to be, where that leaves less error.

    Parameters
    ----------
    found : (n, parts) uint16
        Changed in place.
    errors : (n, 3) int32
        What is left. Changed in place.
    """
    carried = nearest.targets.carried
    for part in found.T:
        labels, left = _aim(carried[part] + errors, nearest, nearest.targets.reach_of_parts)
        less = (left.astype(np.int64) ** 2).sum(1) < (errors.astype(np.int64) ** 2).sum(1)
        part[less], errors[less] = labels[less], left[less]


def _calm(found: NDArray[np.uint16], colors: NDArray[np.uint8], nearest: Nearest) -> None:
    """Mix colors by the rule of a run, and keep these mixtures where they are seen to be nearer.

    But not where only the other one is within half of a part, unless that is far more grainy and
    they are hardly off.

    Parameters
    ----------
    found : (n, parts) uint16
        Changed in place.
    colors : (n, 3) uint8
    """
    targets, calmer = nearest.targets, np.empty_like(found)
    errors = np.zeros((len(colors), 3), np.int32)
    for part in calmer.T:
        part[:], errors = _aim(LINEAR[colors] + errors, nearest, targets.reach_of_run)
    before, after = (_distance_of(labels, colors, targets) for labels in (found, calmer))
    much = (2 * after.left > FULL) & (2 * before.left <= FULL)
    off = after.left > found.shape[1] * _HARDLY_OFF
    unrest = np.maximum(after.spread, found.shape[1] * _LEAST_UNREST)
    needed = much & (off | (before.spread <= _MOST_UNREST * unrest))
    nearer = ~needed & (after.seen <= before.seen)
    found[nearer] = calmer[nearer]


class _Distance(NamedTuple):
    """How far (n,) mixtures are seen to be from their colors.

    Parameters
    ----------
    left : (n,) int64
        The most light of all parts that is left in some channel.
    spread : (n,) int64
        Squared distances of all parts in sRGB.
    seen : (n,) int64
        The same, and that of the mean, which is seen in each of many pixels.
    """

    left: NDArray[np.int64]
    spread: NDArray[np.int64]
    seen: NDArray[np.int64]


def _distance_of(
    labels: NDArray[np.uint16], colors: NDArray[np.uint8], targets: Targets
) -> _Distance:
    parts, own = labels.shape[1], colors.astype(np.int64)
    sums, spread = np.zeros_like(own), np.zeros(len(own), np.int64)
    for part in labels.T:
        sums += targets.carried[part]
        spread += ((targets.colors[part] - own) ** 2).sum(axis=1)
    left = np.abs(parts * LINEAR[colors].astype(np.int64) - sums).max(axis=1)
    way = SRGB[sums // parts >> 4] - own
    seen = spread + _SEEN_TOGETHER * parts * (way**2).sum(axis=1)
    return _Distance(left, spread, seen)


def tally(
    pixels: NDArray[np.uint8],
    visible: NDArray[np.bool_] | None,
    indices: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    tick: Tick,
) -> tuple[NDArray[np.int64], int]:
    """Count and add up block by block."""
    counts, error = np.zeros(256, np.int64), 0
    for begin in range(0, len(pixels), _PIXELS_PER_BLOCK):
        here = slice(begin, begin + _PIXELS_PER_BLOCK)
        seen = slice(None) if visible is None else visible[here]
        shown = indices[here][seen]
        difference = pixels[here][seen].astype(np.int32) - colors[shown]
        counts += np.bincount(shown, minlength=256)
        error += int(np.einsum("ij,ij->", difference, difference, dtype=np.int64))
        tick(min(begin + _PIXELS_PER_BLOCK, len(pixels)) / len(pixels))
    return counts, error
