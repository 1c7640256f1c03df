"""The phases of a run, in their order: at which fraction each ends, and what a user reads.

A run skips those that it has no use for, and the fraction jumps over them.
"""

from __future__ import annotations

from typing import NamedTuple

from core.language import N_, translated


class Phase(NamedTuple):
    """One row of the table: `now` is what `Meter.part` is given.

    Parameters
    ----------
    until : float, 0…1
        The fraction of the run at its end.
    words : str
        A text of `N_`.
    """

    until: float
    words: str

    @property
    def now(self) -> tuple[float, str]:
        """The row in the language that is spoken."""
        return self.until, translated(self.words)


_BETTER = N_("looking for better colors")

COUNTING = Phase(0.3, N_("counting colors"))
FLATTENING = Phase(0.305, N_("laying on the background"))
PREPARING = Phase(0.31, N_("preparing colors"))
CHOOSING = Phase(0.32, N_("choosing first colors"))
MOVING_ON_COARSE = Phase(0.35, N_("moving centroids on a coarse grid"))
REPAIRING_ON_COARSE = Phase(0.4, _BETTER)
CROSSING_ON_COARSE = Phase(0.45, _BETTER)
CROSSING = Phase(0.5, _BETTER)
MOVING_ON_FINE = Phase(0.55, N_("moving centroids on a fine grid"))
MAKING_ROOM = Phase(0.57, N_("making room for locked colors"))
MOVING_BESIDE_LOCKS = Phase(0.58, N_("moving centroids beside locked colors"))
REPAIRING_BESIDE_LOCKS = Phase(0.6, _BETTER)
KEEPING_ACCENTS = Phase(0.62, N_("keeping accents"))
REPAIRING_THOROUGHLY = Phase(0.7, _BETTER)
MOVING = Phase(0.8, N_("moving centroids"))
CHOOSING_OWNED = Phase(0.85, N_("choosing from own colors"))
ROUNDING = Phase(0.85, N_("rounding colors"))
MAPPING = Phase(1.0, N_("mapping pixels"))

# Where a run dithers instead of mapping, all of the above fills this share of it, and the two below
# are fractions of the rest.
BEFORE_DITHERING = 0.3
DITHERING = Phase(0.9, N_("dithering"))
COUNTING_PIXELS = Phase(1.0, N_("counting pixels"))
