"""How a run of k-means went: its moments, one after the other, to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import freeze
from core.language import N_
from core.model.result import Step, StopReason
from core.settings import Measure, Settings

Stage = Literal[
    "cut",
    "coarse",
    "repair",
    "crossing",
    "accents",
    "locks",
    "fine",
    "thorough",
    "iteration",
    "end",
]


class StageWords(NamedTuple):
    """What a user reads of a stage, which `translated` translates.

    Parameters
    ----------
    title : str
        A few words.
    meaning : str
        A sentence on what happens in it.
    """

    title: str
    meaning: str


STAGES: dict[Stage, StageWords] = {
    "cut": StageWords(
        N_("Wu's cut"),
        N_(
            "The colors are cut into boxes, again and again where the error falls most; the "
            "mean of each box is a first centroid."
        ),
    ),
    "coarse": StageWords(
        N_("On a coarse grid"),
        N_(
            "K-means moves the centroids, on some thousand cells instead of all colors: nearly as "
            "good, and much faster."
        ),
    ),
    "repair": StageWords(
        N_("Repair"),
        N_("A centroid that is hardly missed moves to where one is needed more."),
    ),
    "crossing": StageWords(
        N_("Crossing"),
        N_(
            "The centroids are put together with those of another start, and merged where that "
            "costs least."
        ),
    ),
    "accents": StageWords(
        N_("Accents"),
        N_("Small vivid areas that no centroid serves well get one of their own."),
    ),
    "locks": StageWords(
        N_("Locked colors"),
        N_("Locked colors take their places; the other centroids make room and move about them."),
    ),
    "fine": StageWords(
        N_("On a fine grid"),
        N_("K-means goes on, on smaller cells."),
    ),
    "thorough": StageWords(
        N_("Thorough repair"),
        N_("Moves of centroids are tried one by one, until none lowers the error."),
    ),
    "iteration": StageWords(
        N_("Iteration"),
        N_("Each color goes to its nearest centroid, and each centroid to the mean of its pixels."),
    ),
    "end": StageWords(
        N_("The end"),
        N_("The centroids that are rounded to the colors of the palette."),
    ),
}
"""All stages, nearly in their order; a run skips those that it has no use for."""


@dataclass(frozen=True, eq=False)
class Moment:
    """Centroids at one moment of a run, and the clusters that the photo's colors form about them.

    Parameters
    ----------
    stage : str
        What the run was doing, one of `STAGES`.
    number : int, at least 1
        Counts the moments of a stage that follow each other; for the stage "iteration" it is the
        number of the iteration.
    centroids : (k, 3) float32
        In sRGB, 0…255 and not rounded; in another space than RGB they may lie a little outside.
    counts : (k,) int64
        Pixels of each cluster.
    errors : (k,) float64
        Sum over the pixels of each cluster of the squared distance to its centroid, in the space
        of the run; in that for looks each counts as much as it is noticed.
    move : float or None
        The largest movement of a coordinate of a centroid afterwards, in the space of the run;
        None where the centroids did not move on by k-means.
    redrawn : tuple of int
        Clusters that had no pixels, so that their centroids were drawn anew afterwards: the next
        moment shows where to.
    renewed : bool
        Whether the centroids are others than those of the moment before, so that no path leads
        from one to the other of the same number.
    alpha : (k,) float32 or None
        How opaque each centroid is, 0…255, where alpha is part of what is clustered.
    """

    stage: Stage
    number: int
    centroids: NDArray[np.float32]
    counts: NDArray[np.int64]
    errors: NDArray[np.float64]
    move: float | None = None
    redrawn: tuple[int, ...] = ()
    renewed: bool = False
    alpha: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        for name in ("centroids", "counts", "errors", "alpha"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, freeze(getattr(self, name)))

    def __len__(self) -> int:
        return len(self.centroids)

    @property
    def error(self) -> float:
        """The error of all clusters together."""
        return float(self.errors.sum())

    @property
    def positions(self) -> NDArray[np.float32]:
        """The centroids, with their alpha if it was clustered: (k, 3) or (k, 4) float32."""
        if self.alpha is None:
            return self.centroids
        return np.column_stack([self.centroids, self.alpha])

    def moved(self, index: int, color: Sequence[float]) -> NDArray[np.float32]:
        """Return the positions with one centroid at another color, sRGB 0…255."""
        positions = self.positions.copy()
        positions[index, :3] = color
        return positions

    @property
    def nbytes(self) -> int:
        """Bytes that its arrays take."""
        alpha = 0 if self.alpha is None else self.alpha.nbytes
        return self.centroids.nbytes + self.counts.nbytes + self.errors.nbytes + alpha


@dataclass(frozen=True, eq=False)
class Trace:
    """The moments of a run of k-means.

    Parameters
    ----------
    settings : Settings
    moments : tuple of Moment
        At least one: the last shows the centroids at the end. In a very long run some in between
        are left out, as memory is bounded, but none of the first ones of a stage.
    history : tuple of Step
        Error and largest move of each iteration over the distinct colors, none left out.
    limit : float
        A run is at rest when no coordinate of a centroid moves by this or more.
    least_gain : float or None
        An iteration that lowers the error by a smaller part is the last; None where only rest and
        the number of iterations count.
    space : {"rgb", "oklab", "lab", "looks", "hues"}
        Where distances are measured.
    stop_reason : str
    pixels : int
        Visible pixels.
    distinct : int
        Distinct colors.
    """

    settings: Settings
    moments: tuple[Moment, ...]
    history: tuple[Step, ...]
    limit: float
    least_gain: float | None
    space: Measure
    stop_reason: StopReason
    pixels: int
    distinct: int

    @property
    def iterations(self) -> int:
        """Number of iterations over the distinct colors."""
        return len(self.history)
