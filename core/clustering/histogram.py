"""The distinct colors of a photo, and the coarse grids they are gathered into."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core import kernels
from core.arrays import freeze, joined, require_array
from core.clustering.accents import Areas
from core.clustering.points import Points
from core.color.compositing import laid_on
from core.color.spaces import RGB, ColorSpace
from core.errors import InputError
from core.kernels import z_order
from core.kernels.values import Cells, Coordinates
from core.language import _
from core.progress import Tick, silent
from core.settings import Color

# Cells of a grid in RGB hold mean colors to this part of a step: 255 · 32 fits 16 bits.
_GRID_SCALE = 32
_COLORS_PER_BLOCK = 1 << 16
# Salience is known for cells of this many bits.
SALIENCE_BITS = 5
# Areas are told apart by so many bits.
_BITS_OF_AREAS = 4
MOST_SALIENT = (1 << 16) - 1
# Coarser grids of colors with alpha are made from this one.
_FINEST_BITS = 7


class Runs(NamedTuple):
    """Where the colors of each cell of a coarse grid are, which lie one after the other.

    Parameters
    ----------
    cells : (c,) uint32
        Those in which there is a color, along the curve.
    firsts : (c,) intp
        The first color of each.
    """

    cells: NDArray[np.uint32]
    firsts: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Histogram:
    """The distinct colors of a photo's visible pixels.

    Parameters
    ----------
    colors : (m, 3) uint8, or (m, 4) with alpha
        Each once, along the Z-order curve: those that follow each other are near each other.
    counts : (m,) int64
        Pixels of each color, at least 1.
    hidden : int
        Pixels that are fully transparent.
    translucent : Histogram or None
        The same pixels, with colors distinct by alpha as well, if some are partly transparent.
    salience : (8⁵,) uint16, at least 1, or None
        For each cell of the coarse grid of 5 bits, along the curve: how much an error in one of its
        colors is noticed. None if that is not known; all count alike then.
    areas : Areas or None
        The vivid colors of areas, in which accents are looked for; None if that is not known.
    weights : (m,) int64, at least 1, or None
        How much each color matters when others are found for it, up to 400 million together; None
        where that is its pixels.
    hidden_weight : int or None
        The same for all hidden pixels, once they are seen on a background.
    """

    colors: NDArray[np.uint8]
    counts: NDArray[np.int64]
    hidden: int = 0
    translucent: Histogram | None = None
    salience: NDArray[np.uint16] | None = None
    areas: Areas | None = None
    weights: NDArray[np.int64] | None = None
    hidden_weight: int | None = None
    # Areas before they were weighed: their shares are those of pixels.
    _areas_of_pixels: Areas | None = field(default=None, init=False, repr=False)
    _coordinates: dict[str, Coordinates] = field(default_factory=dict, init=False, repr=False)
    _points: dict[str, Points] = field(default_factory=dict, init=False, repr=False)
    _grids: dict[tuple[str, int], Points] = field(default_factory=dict, init=False, repr=False)

    _cells: dict[int, NDArray[np.uint8]] = field(default_factory=dict, init=False, repr=False)
    _runs: dict[int, Runs] = field(default_factory=dict, init=False, repr=False)
    _flat: dict[Color, Histogram] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        channels = self.colors.shape[-1] if np.ndim(self.colors) else 3
        require_array("colors", self.colors, np.uint8, ("m", 4 if channels == 4 else 3))
        require_array("counts", self.counts, np.int64, (len(self.colors),))
        object.__setattr__(self, "colors", freeze(self.colors))
        object.__setattr__(self, "counts", freeze(self.counts))
        object.__setattr__(self, "_areas_of_pixels", self.areas)
        if self.weights is not None:
            require_array("weights", self.weights, np.int64, (len(self.colors),))
            object.__setattr__(self, "weights", freeze(self.weights))

    def __len__(self) -> int:
        return len(self.colors)

    @property
    def pixels(self) -> int:
        """Number of visible pixels."""
        return int(self.counts.sum())

    def points(self, space: ColorSpace = RGB, tick: Tick = silent) -> Points:
        """Convert the distinct colors to points of a space, once, with their weights."""
        if space.name not in self._points:
            if space.name not in self._coordinates:
                self._coordinates[space.name] = self._converted(space, tick)
            coordinates = self._coordinates[space.name]
            counts = self.counts.astype(np.uint32)
            mattering = self.counts if self.weights is None else self.weights
            if space.salient and self.salience is not None:
                weights = kernels.weigh(self.colors, mattering, self.salience, SALIENCE_BITS)
                made = Points(coordinates, weights, space.scale, space, counts)
            elif self.weights is not None:
                weights = self.weights.astype(np.uint32)
                made = Points(coordinates, weights, space.scale, space, counts)
            else:
                made = Points(coordinates, counts, space.scale, space)
            self._points[space.name] = made
        return self._points[space.name]

    def _converted(self, space: ColorSpace, tick: Tick) -> Coordinates:
        """Convert the colors to rows of coordinates in a space."""
        if space is RGB:
            return np.asarray(self.colors.T, np.int16, order="C")
        if space.channels == 3:
            return kernels.convert(self.colors, space, tick)
        coordinates = np.empty((space.channels, len(self)), np.int32)
        for begin in range(0, len(self), _COLORS_PER_BLOCK):
            here = slice(begin, begin + _COLORS_PER_BLOCK)
            coordinates[:, here] = np.rint(space.from_srgb(self.colors[here]) * space.scale).T
            tick(min(begin + _COLORS_PER_BLOCK, len(self)) / len(self))
        return coordinates

    def grid(self, bits: int, space: ColorSpace = RGB, tick: Tick = silent) -> Points:
        """Gather the colors into cells, once: the mean of each cell that is not empty.

        Parameters
        ----------
        bits : int, 1…8
            Colors that agree in this many first bits of each channel, and of alpha, share a cell.
        space : ColorSpace
            The space of the means, which in RGB are exact to 1/32 of a step.
        tick : Tick
            Called every few milliseconds if the colors have alpha.
        """
        key = space.name, bits
        if key not in self._grids and space.channels > 3:
            self._grids[key] = self._cells_with_alpha(bits, space, tick)
        elif key not in self._grids:
            points = self.points(space)
            finer = _GRID_SCALE if space is RGB else 1
            cells = kernels.gather(
                self.colors, points.coordinates, points.weights, bits, finer, points.pixels
            )
            self._grids[key] = Points(
                cells.means, cells.weights, space.scale * finer, space, cells.pixels
            )
        return self._grids[key]

    def _cells_with_alpha(self, bits: int, space: ColorSpace, tick: Tick) -> Points:
        """Gather the cells of a grid of one bit more, block by block: here numpy does it."""
        finer = bits + 1
        if bits >= _FINEST_BITS:
            points, colors = self.points(space), self.colors
        else:
            points, colors = self.grid(finer, space, tick), self._cells[finer]
        places = z_order.places
        last_bits = np.uint32(4 * (8 - bits))

        def cell(number: int) -> int:
            return int(places(colors[number : number + 1])[0] >> last_bits)

        pixels = points.pixels
        parts: list[tuple[NDArray[np.uint8], Cells]] = []
        begin, size = 0, len(colors)
        while begin < size:
            end = min(begin + _COLORS_PER_BLOCK, size)
            # A cell must not lie in two blocks.
            end = bisect_right(range(size), cell(end - 1), lo=end, key=cell)
            here = slice(begin, end)
            coordinates: Coordinates = points.coordinates[:, here].copy()
            gathered = kernels.gather(
                *(colors[here], coordinates, points.weights[here], bits, 1),
                pixels=None if pixels is None else pixels[here],
            )
            cells = places(colors[here]) >> last_bits
            first = np.flatnonzero(np.append(True, cells[1:] != cells[:-1]))
            parts.append((colors[here][first], gathered))
            begin = end
            tick(begin / size)
        if not parts:
            return points
        self._cells[bits] = joined([part[0] for part in parts], tick)
        means = joined([part[1].means for part in parts], tick, axis=1)
        weights = joined([part[1].weights for part in parts], tick)
        numbers = [part[1].pixels for part in parts if part[1].pixels is not None]
        of_cells = joined(numbers, tick) if numbers else None
        return Points(means, weights, space.scale, space, of_cells)

    def runs(self, bits: int) -> Runs:
        """Find the cells of so many bits a channel, without alpha, and their first colors, once.

        With alpha a cell may be there several times.
        """
        if bits not in self._runs:
            cells = z_order.places(self.colors[:, :3]) >> np.uint32(3 * (8 - bits))
            firsts = np.flatnonzero(cells[1:] != cells[:-1]) + 1
            firsts = np.append(0, firsts)[: len(cells)]
            self._runs[bits] = Runs(cells[firsts], firsts)
        return self._runs[bits]

    def reweighed(
        self,
        weights: NDArray[np.int64] | None,
        hidden_weight: int | None = None,
        translucent: Histogram | None = None,
    ) -> Histogram:
        """Return the same colors with other weights; what they are in spaces is not lost."""
        other = replace(
            self,
            weights=weights,
            hidden_weight=hidden_weight,
            translucent=translucent,
            areas=self._areas_of_pixels and self._mattering(self._areas_of_pixels, weights),
        )
        object.__setattr__(other, "_areas_of_pixels", self._areas_of_pixels)
        # This is of the same class.
        other._coordinates.update(self._coordinates)  # noqa: SLF001
        other._runs.update(self._runs)  # noqa: SLF001
        return other

    def _mattering(self, areas: Areas, weights: NDArray[np.int64] | None) -> Areas:
        """Return areas whose shares are changed as the weights of their colors change counts."""
        if weights is None or not len(weights) or not len(areas.shares):
            return areas
        cells, firsts = self.runs(_BITS_OF_AREAS)
        here = z_order.places(areas.colors.astype(np.uint8)) >> np.uint32(3 * (8 - _BITS_OF_AREAS))
        of_cells, pixels = (
            np.bincount(cells, np.add.reduceat(each, firsts), 8**_BITS_OF_AREAS)
            for each in (weights, self.counts)
        )
        times = of_cells[here] / np.maximum(pixels[here], 1) * (pixels.sum() / of_cells.sum())
        return areas._replace(shares=areas.shares * times)

    def flattened(self, background: Color, tick: Tick = silent) -> Histogram:
        """Count the colors that the same photo has when it is laid on a background.

        The result for the last background is kept.
        """
        found = self._flat.get(background)
        if found is None:
            found = self._laid_on(background, tick)
            self._flat.clear()
            self._flat[background] = found
        return found

    def _laid_on(self, background: Color, tick: Tick) -> Histogram:
        """Lay each distinct color on a background, and add up those that become the same."""
        source = self.translucent or self
        table = self._added_up(source, source.counts, self.hidden, background, tick)
        at = np.flatnonzero(table).astype(np.uint32)
        tick.alive()
        colors = z_order.colors_at(at)
        tick.alive()
        numbers, weights = table[at].astype(np.int64), None
        tick.alive()
        if source.weights is not None:
            still, hidden = tick.still(), self.hidden_weight or 0
            table = self._added_up(source, source.weights, hidden, background, still)
            weights = np.maximum(table[at].astype(np.int64), 1)
        areas = self.areas
        if areas is not None:
            # Hidden pixels are seen now, in the color of the background.
            part = self.pixels / max(self.pixels + self.hidden, 1)
            areas = areas._replace(shares=areas.shares * part)
        return Histogram(colors, numbers, salience=self.salience, areas=areas, weights=weights)

    @staticmethod
    def _added_up(
        source: Histogram, of_each: NDArray[np.int64], hidden: int, background: Color, tick: Tick
    ) -> NDArray[np.uint32]:
        """Add up numbers of colors that become the same on a background: a table of all colors."""
        table = np.zeros(z_order.TABLE_SIZE, np.uint32)
        table[z_order.places(np.array([background], np.uint8))] = hidden
        for begin in range(0, len(source), _COLORS_PER_BLOCK):
            here = slice(begin, begin + _COLORS_PER_BLOCK)
            colors, numbers = source.colors[here], of_each[here].astype(np.uint32)
            if colors.shape[1] == z_order.WITH_ALPHA:
                colors = laid_on(colors[:, :3], colors[:, 3], background)
            np.add.at(table, z_order.places(colors), numbers)
            tick(min(begin + _COLORS_PER_BLOCK, len(source)) / len(source))
        return table


def require_visible(histogram: Histogram) -> None:
    """Raise InputError for a photo without a visible pixel."""
    if len(histogram) == 0:
        raise InputError(
            _("every pixel of the photo is fully transparent: there is no color to keep")
        )
