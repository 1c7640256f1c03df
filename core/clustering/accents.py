"""Accents among centroids: small vivid areas get a color of their own where the price is fair.

Clustering goes by pixels, and a red house in a green field has few. So the vivid areas that the
centroids serve worst take the place of centroids that are hardly missed, as long as it is worth it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering.centroids import Centroids
from core.clustering.points import Points
from core.clustering.solution import Solution, pairwise_squared_distances
from core.color.spaces import RGB, ColorSpace, srgb_to_oklab
from core.progress import Tick

# Clustering takes care of lightness; an accent is told by its hue.
_LIGHTNESS = 0.5
# An area is served by a color no farther from it in Oklab.
_SERVED = 0.07
# Colors of areas this near to each other are one accent.
_ONE_ACCENT = 0.1
# An accent may go this far to serve colors about it as well.
_LEASH = 0.04
# The distance of orange from gray in Oklab: an area that lacks as much lacks everything.
_VIVID = 0.2
# What accents of the whole photo that lack everything may add to the squared error of a pixel, in
# squared steps of lightness.
_WORTH = 7200.0
# An accent that lacks less than this goes under unnoticed.
_LEAST = 0.01
# Steps of lightness from black to white, which is a distance of 1 in Oklab.
_STEPS = 255
# The most cells of areas that are looked at, and the most accents.
_MOST_CELLS = 256
_MOST_ACCENTS = 16
# Iterations after an accent came in, before the next is looked for.
_ITERATIONS = 2


class Areas(NamedTuple):
    """The vivid colors that a photo has in areas, not only in scattered pixels.

    Parameters
    ----------
    colors : (n, 3) float64
        In sRGB, 0…255.
    shares : (n,) float64
        The part of the visible pixels that lie in such areas and have the color, nearly.
    """

    colors: NDArray[np.float64]
    shares: NDArray[np.float64]


class _Accent(NamedTuple):
    """A vivid area that is served badly.

    Parameters
    ----------
    color : (3,) float64
        In sRGB.
    value : float, 0…1
        How much is missed without it.
    """

    color: NDArray[np.float64]
    value: float


def place_accents(
    points: Points, centroids: Centroids, areas: Areas, weight: int, tick: Tick
) -> Centroids:
    """Put accents in place of centroids that are missed less.

    Parameters
    ----------
    points : Points
        A coarse grid will do.
    centroids : Centroids
        At rest, or nearly.
    areas : Areas
    weight : int, 0…100
        How much accents count; the price that is paid grows with its square.
    tick : Tick
        Hears that the work goes on.

    Returns
    -------
    Centroids
        As many: those that were fixed, the accents, fixed as well, and then the others.
    """
    places = _places(areas.colors)
    vividness = np.minimum(np.hypot(places[:, 1], places[:, 2]) / _VIVID, 1) ** 2
    step = points.space.step * (math.sqrt(3) if points.space.name == RGB.name else 1)
    worth = _WORTH * (weight / 100 * step) ** 2 * float(points.weights.sum(dtype=np.float64))
    free = len(centroids) - int(centroids.fixed.sum())
    for _ in range(min(free - 1, _MOST_ACCENTS)):
        shown = _shown(points.space, centroids)
        accent = _worst_served(areas, places, vividness, shown)
        if accent is None or accent.value < _LEAST:
            break
        solution = Solution(points, centroids, tick)
        costs = solution.merge_costs
        missed = costs + _hues_lost(solution.found.masses, shown) * (_STEPS * step) ** 2
        freed, kept = (int(each) for each in np.unravel_index(missed.argmin(), costs.shape))
        if not costs[freed, kept] <= worth * accent.value:
            break
        placed = _placed(solution, freed, kept, accent)
        centroids = Solution(points, placed, tick).settled(_ITERATIONS).centroids
    return centroids


def as_accents(colors: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return where (k, 3) sRGB colors lie, 0…255, so that those are near that have one hue."""
    return _places(np.asarray(colors, np.float64).clip(0, 255))


def hold_accents(space: ColorSpace, placed: Centroids, moved: Centroids) -> Centroids:
    """Let accents go some way to where they serve most pixels, and fix them there.

    Parameters
    ----------
    space : ColorSpace
    placed, moved : Centroids
        As `place_accents` returned them, and after iterations with none of the accents fixed.
    """
    wanted, free = _shown(space, placed), _shown(space, moved)
    away = np.sqrt(((wanted - free) ** 2).sum(axis=1))
    part = np.minimum(_LEASH / np.maximum(away, _LEASH), 1)[:, None]
    held = placed.positions + part * (moved.positions - placed.positions)
    return Centroids(
        np.where(placed.fixed[:, None], held, moved.positions),
        placed.fixed,
    )


def _places(colors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convert (n, 3) sRGB colors to where their distances tell accents apart."""
    return srgb_to_oklab(colors) * (_LIGHTNESS, 1, 1)


def _shown(space: ColorSpace, centroids: Centroids) -> NDArray[np.float64]:
    """Find the places of (k, 3) or (k, 4) centroids; where little is to see, far from all."""
    colors = space.to_srgb(centroids.positions)
    places = _places(colors[:, :3].clip(0, 255))
    if space.channels > 3:
        places[colors[:, 3] < 128] = 9.0
    return places


def _worst_served(
    areas: Areas,
    places: NDArray[np.float64],
    vividness: NDArray[np.float64],
    shown: NDArray[np.float64],
) -> _Accent | None:
    """Find the accent that lacks most: of much area, vivid, and far from all colors."""
    away = pairwise_squared_distances(places, shown).min(axis=1)
    lacks = np.where(away > _SERVED**2, areas.shares * vividness * away / _VIVID**2, 0)
    cells = np.argsort(-lacks, kind="stable")[:_MOST_CELLS]
    cells = cells[lacks[cells] > 0]
    if len(cells) == 0:
        return None
    near = pairwise_squared_distances(places[cells]) < _ONE_ACCENT**2
    here = cells[near[(near @ lacks[cells]).argmax()]]
    lack = lacks[here].sum()
    # The smaller an area, the more each of its pixels counts.
    value = float(lack / math.sqrt(areas.shares[here].sum()))
    return _Accent(lacks[here] @ areas.colors[here] / lack, value)


def _hues_lost(masses: NDArray[np.float64], shown: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each merger of two clusters costs in hue: (k, k), as `Solution.merge_costs`."""
    together = np.maximum(masses[:, None] + masses, 1)
    lost: NDArray[np.float64] = (
        masses[:, None] * masses / together * pairwise_squared_distances(shown)
    )
    return lost


def _placed(solution: Solution, freed: int, kept: int, accent: _Accent) -> Centroids:
    """Merge two clusters, and add an accent behind the fixed centroids, the first."""
    centroids, found = solution.centroids, solution.found
    positions = centroids.positions.copy()
    mass = found.masses[freed] + found.masses[kept]
    if mass and not centroids.fixed[kept]:
        positions[kept] = (found.sums[freed] + found.sums[kept]) / mass
    positions = np.delete(positions, freed, axis=0)
    space, fixed = solution.points.space, int(centroids.fixed.sum())
    color = np.append(accent.color, 255)[: space.channels]
    position = space.from_srgb(color[None])
    return Centroids.of(np.insert(positions, fixed, position, axis=0), fixed + 1)
