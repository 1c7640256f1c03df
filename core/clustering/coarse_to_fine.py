"""Centroids from coarse to fine: most of the work on grids of few cells, the rest on the colors.

A grid has some thousand cells where a photo has hundreds of thousands of distinct colors, and
says nearly as much about where centroids should be. So Wu's cut, the first iterations and quick
repair are done on a coarse grid, a few more iterations on a finer one, and what a better effort
adds where it pays most. The last iterations, over the distinct colors, are up to the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.clustering import phases
from core.clustering.accents import hold_accents, place_accents
from core.clustering.centroids import Centroids
from core.clustering.crossing import cross
from core.clustering.histogram import Histogram
from core.clustering.lloyd import Limits, iterate
from core.clustering.locks import make_room
from core.clustering.points import Points
from core.clustering.repair import repair
from core.clustering.start import choose_centroids
from core.clustering.thorough import repair_thoroughly
from core.clustering.watching import Glimpse, Watch, WatchRun
from core.color.spaces import ColorSpace
from core.model import Stage
from core.progress import Meter
from core.settings import Effort

# A coarse grid must have several cells for each centroid, or it says too little.
_CELLS_PER_FIRST_COLOR = 8
_CELLS_PER_COLOR = 16
# A fine grid is worth its while where it has this many times fewer cells than there are colors.
_FEWER = 2
ON_COARSE = Limits(100, min_gain=0.001)
_ON_FINE = Limits(100, min_gain=0.0005)
# When centroids have made room for locked colors, those left can be far from the best places.
_ROUNDS_BESIDE_LOCKS = 3
_ROUNDS_BESIDE_ACCENTS = 1
_MOST_COARSE_PARTNERS = 3
# As it looks, so many colors get more rounds of repair: with fewer, these change nothing that can
# be told from chance, and crossing does the rest; with more, they take half of the time again.
_REPAIRED_LONGER = range(32, 65)
# The best effort crosses with at most this many partners, and gives up after this many in a row
# without gain.
_MOST_PARTNERS = 100
_PATIENCE = 10
# Colors with alpha are clustered by numpy, and where there are more of them than this a very fine
# grid takes their place: for the last iterations, for plain k-means, which goes on to rest, and for
# the many trials of the best effort.
_MOST_POINTS = 1 << 19
_MOST_POINTS_OF_PLAIN = 1 << 17
_MOST_POINTS_OF_TRIALS = 1 << 16


class Plan(NamedTuple):
    """The steps that an effort takes.

    Parameters
    ----------
    rounds : int
        Rounds of quick repair on the coarse grid.
    rounds_for_looks : int
        The same in the space for looks, for 32 to 64 colors.
    partners : int
        Partners to cross with on the coarse grid: this many for one color, half as many for two …
    thorough : bool
        Cross with other solutions, and repair over all distinct colors until no swap helps.
    min_gain : float or None
        An iteration over the distinct colors that lowers the error by less is the last.
    polish : int
        How often, at most, the rounded colors are made better.
    most_points : int
        Distinct colors with alpha beyond which the last iterations are done on a very fine grid.
    """

    rounds: int
    rounds_for_looks: int
    partners: int
    thorough: bool
    min_gain: float | None
    polish: int
    most_points: int = _MOST_POINTS


PLANS: dict[Effort, Plan] = {
    "fast": Plan(0, 0, partners=0, thorough=False, min_gain=0.01, polish=0),
    # Less than 0.05 % changes no pixel that anybody could see.
    "normal": Plan(3, 8, partners=32, thorough=False, min_gain=0.0005, polish=2),
    "best": Plan(5, 5, partners=32, thorough=True, min_gain=None, polish=100),
}
PLAIN = Plan(
    0, 0, partners=0, thorough=False, min_gain=None, polish=0, most_points=_MOST_POINTS_OF_PLAIN
)
"""The plan for every start but "wu": k-means and nothing else."""


@dataclass(frozen=True, eq=False, slots=True)
class Search:
    """The task that all steps share: which colors, in which space, how many to find.

    Parameters
    ----------
    histogram : Histogram
    space : ColorSpace
    k : int
        Centroids to find, the locked ones included. Only beside locked ones can they be more than
        the histogram has colors.
    locked : (n, 3) or (n, 4) uint8
        Colors that are fixed centroids, with as many channels as the space.
    rng : numpy.random.Generator
        Redraws centroids without points.
    meter : Meter
        Hears of the phases.
    accents : int, 0…100
        How much accents count; 0 looks for none.
    watch : callable, optional
        Is shown the moments of the run.
    """

    histogram: Histogram
    space: ColorSpace
    k: int
    locked: NDArray[np.uint8]
    rng: np.random.Generator
    meter: Meter
    accents: int = 0
    watch: WatchRun | None = None

    def show(self, stage: Stage, glimpse: Glimpse) -> None:
        """Show the centroids at one moment to whoever watches."""
        if self.watch is not None:
            self.watch(stage, glimpse)

    def watched(self, stage: Stage) -> Watch | None:
        """Return what is to be shown the moments of a stage; None if nobody watches."""
        return None if self.watch is None else partial(self.watch, stage)

    def prepare(self) -> None:
        """Make the points that everything begins with, as that takes a while."""
        tick = self.meter.part(*phases.PREPARING.now)
        self.histogram.points(self.space, tick)
        if self.space.channels > 3:
            self.histogram.grid(4, self.space, tick)

    def points(self, most: int) -> Points:
        """Return the distinct colors, or a very fine grid if they have alpha and exceed `most`."""
        if self.space.channels > 3 and len(self.histogram) > most:
            grids = (self.histogram.grid(bits, self.space) for bits in (7, 6, 5))
            coarsest = self.histogram.grid(5, self.space)
            return next((grid for grid in grids if len(grid) <= most), coarsest)
        return self.histogram.points(self.space)

    def first_grid(self) -> Points:
        """Return the grid to choose first colors on."""
        return self._coarsest(_CELLS_PER_FIRST_COLOR * self.k, (4, 5, 6))

    def grid(self, *, rough: bool = False) -> Points:
        """Return the grid to do most of the work on; if `rough` and with alpha, a coarser one."""
        bits = (4, 5, 6) if rough and self.space.channels > 3 else (5, 6)
        return self._coarsest(_CELLS_PER_COLOR * self.k, bits)

    def fine_grid(self) -> Points | None:
        """Return the grid of 6 bits if it is fine enough and spares enough work."""
        grid = self.histogram.grid(6, self.space)
        useful = _CELLS_PER_COLOR * self.k <= len(grid) <= len(self.histogram) // _FEWER
        return grid if useful else None

    def _coarsest(self, cells: int, bits: tuple[int, ...]) -> Points:
        """Return the coarsest of some grids with at least `cells` cells, or all distinct colors."""
        grids = (self.histogram.grid(each, self.space) for each in bits)
        exact = self.histogram.points(self.space)
        return next((grid for grid in grids if len(grid) >= cells), exact)


def find_centroids(search: Search, plan: Plan) -> Centroids:
    """Find centroids, all but the last iterations over the distinct colors.

    Parameters
    ----------
    search : Search
        With fewer locked colors than centroids.
    plan : Plan

    Returns
    -------
    Centroids
        As many as the search asks for: the locked ones first, then the accents, both fixed.
    """
    meter, first = search.meter, search.first_grid()
    for_looks = search.space.salient and search.k in _REPAIRED_LONGER
    rounds = plan.rounds_for_looks if for_looks else plan.rounds
    coarse, centroids = _start_on_grid(search, rounds)
    fine = search.fine_grid()
    if partners := min(plan.partners // search.k, _MOST_COARSE_PARTNERS):
        tick = meter.part(*phases.CROSSING_ON_COARSE.now)
        watch = search.watched("crossing")
        centroids = cross(coarse, centroids, first, partners, partners, tick, watch)
    points = search.points(_MOST_POINTS_OF_TRIALS)
    if plan.thorough:
        tick = meter.part(*phases.CROSSING.now)
        finer = points if fine is None or len(points) < len(fine) else fine
        watch = search.watched("crossing")
        centroids = cross(finer, centroids, first, _MOST_PARTNERS, _PATIENCE, tick, watch)
    if not len(search.locked):
        centroids = _with_accents(search, coarse, centroids)
    if fine is not None:
        tick = meter.part(*phases.MOVING_ON_FINE.now)
        watch = search.watched("fine")
        centroids = iterate(fine, centroids, _ON_FINE, search.rng, tick, watch).centroids
    if len(search.locked):
        finest = coarse if fine is None else fine
        centroids = _beside_locks(search, coarse, finest, centroids, plan.rounds)
        centroids = _with_accents(search, coarse, centroids)
    if plan.thorough:
        tick = meter.part(*phases.REPAIRING_THOROUGHLY.now)
        centroids = repair_thoroughly(points, centroids, tick, search.watched("thorough"))
    return centroids


def find_roughly(search: Search) -> tuple[Points, Centroids]:
    """Find centroids on a coarse grid alone, in milliseconds; the grid comes with them."""
    points, centroids = _start_on_grid(search, 0, rough=True)
    if len(search.locked):
        centroids = _beside_locks(search, points, points, centroids, 0)
    return points, _with_accents(search, points, centroids)


def _start_on_grid(search: Search, rounds: int, *, rough: bool = False) -> tuple[Points, Centroids]:
    """Choose centroids on coarse grids, with rounds of repair; the last grid comes with them."""
    rng, meter = search.rng, search.meter
    k = min(search.k, len(search.histogram))
    tick = meter.part(*phases.CHOOSING.now)
    first = choose_centroids("wu", k, search.first_grid(), rng, tick)
    points, centroids = search.grid(rough=rough), Centroids.of(first)
    search.show("cut", Glimpse(points, centroids, renewed=True))
    tick, watch = meter.part(*phases.MOVING_ON_COARSE.now), search.watched("coarse")
    centroids = iterate(points, centroids, ON_COARSE, rng, tick, watch).centroids
    if rounds:
        tick = meter.part(*phases.REPAIRING_ON_COARSE.now)
        centroids = repair(points, centroids, rounds, tick, search.watched("repair"))
    return points, centroids


def _beside_locks(
    search: Search, coarse: Points, points: Points, centroids: Centroids, rounds: int
) -> Centroids:
    """Put locked colors before the centroids, k in all, and let the others move about them.

    A few more rounds of repair than without locks make up for the centroids that went.
    """
    locks, meter = points.places_of(search.locked), search.meter
    tick = meter.part(*phases.MAKING_ROOM.now)
    centroids = make_room(coarse, centroids.positions, locks, search.k - len(locks), tick)
    search.show("locks", Glimpse(points, centroids, renewed=True))
    tick, watch = meter.part(*phases.MOVING_BESIDE_LOCKS.now), search.watched("locks")
    centroids = iterate(points, centroids, ON_COARSE, search.rng, tick, watch).centroids
    tick = meter.part(*phases.REPAIRING_BESIDE_LOCKS.now)
    return repair(points, centroids, rounds + _ROUNDS_BESIDE_LOCKS, tick, watch)


def _with_accents(search: Search, points: Points, centroids: Centroids) -> Centroids:
    """Put accents among the centroids, and let the others move about them."""
    areas = search.histogram.areas
    if areas is None or not search.accents:
        return centroids
    tick, rng = search.meter.part(*phases.KEEPING_ACCENTS.now), search.rng
    watch = search.watched("accents")
    tick(0.0)
    placed = place_accents(points, centroids, areas, search.accents, tick.still())
    locked = len(search.locked)
    if placed.fixed.sum() == locked:
        tick(1.0)
        return centroids
    search.show("accents", Glimpse(points, placed, renewed=True))
    free = Centroids.of(placed.positions, locked)
    moved = iterate(points, free, ON_COARSE, rng, tick.still()).centroids
    held = hold_accents(points.space, placed, moved)
    centroids = iterate(points, held, ON_COARSE, rng, tick.still(), watch).centroids
    return repair(points, centroids, _ROUNDS_BESIDE_ACCENTS, tick, watch)
