"""Exchange of parts in mixtures of ordered dithering, so that less is left: the numpy reference.

Parts are found one after the other, each bringing its error to the next, and so the last leaves
some. What is left is made less by giving parts to other targets. As `mixtures`, this is the
reference of the same functions in kernels.c, number by number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.kernels.mixtures import mixture_nearest_to
from core.kernels.targets import FULL

# Mixtures of more colors leave little, and exchanged for any colors they would be grainy. With
# fewer parts half of one is so much that colors darker than a quarter of white look better when
# they are mixed too light.
_MOST_MENDED = 32
_LEAST_MENDED = 16
_MOST_EXCHANGES = 8
# Two parts at once are exchanged only if there are at most this many exchanges of one: with more,
# one is always enough.
_MOST_WAYS = 256


@dataclass
class _Mixture:
    """Parts that targets have, and what is left of the light of all parts.

    Parameters
    ----------
    carried : (n, 3) int64
        Light of all targets.
    left : (3,) int64
    counts : dict
        Parts of each target, in the order they came; 0 for one that has given all its parts away.
    """

    carried: NDArray[np.int64]
    left: NDArray[np.int64]
    counts: dict[int, int]

    def put(self, label: int) -> None:
        """Add a part."""
        self.counts[label] = self.counts.get(label, 0) + 1
        self.left = self.left - self.carried[label]

    def give(self, old: int, new: int) -> None:
        """Give a part of one target to another one."""
        self.counts[old] -= 1
        self.left = self.left + self.carried[old]
        self.put(new)

    @property
    def squared(self) -> int:
        """Square of what is left."""
        return int((self.left**2).sum())

    @property
    def lacks_much(self) -> bool:
        """Whether more than half of a part is left in some channel."""
        return bool((np.abs(2 * self.left) > FULL).any())

    def exchange_some(self) -> None:
        """Exchange parts as long as much is left."""
        for _ in range(_MOST_EXCHANGES):
            exchanges = self._best() if self.lacks_much else []
            for old, new in exchanges:
                self.give(old, new)
            if not exchanges:
                return

    def _best(self) -> list[tuple[int, int]]:
        """Find what one part, or else two, are given to, so that the least is left; or nothing."""
        carried = self.carried
        present = np.array([label for label, count in self.counts.items() if count])
        olds = np.repeat(present, len(carried))
        news = np.tile(np.arange(len(carried)), len(present))
        ways = carried[olds] - carried[news]
        least = self.squared
        after = ((self.left + ways) ** 2).sum(axis=1)
        one = int(after.argmin())
        if after[one] < least:
            return [(int(olds[one]), int(news[one]))]
        if len(ways) > _MOST_WAYS:
            return []
        both = ((self.left + ways[:, None] + ways) ** 2).sum(axis=2)
        single = np.array([self.counts[old] < 2 for old in olds.tolist()])
        both[(olds[:, None] == olds) & single] = least
        one, other = divmod(int(np.triu(both - least).argmin()), len(ways))
        if both[one, other] >= least:
            return []
        return [(int(olds[i]), int(news[i])) for i in (one, other)]


def mend(found: NDArray[np.uint16], light: NDArray[np.int32], carried: NDArray[np.int32]) -> None:
    """Exchange parts of mixtures where more than half of one is left in some channel.

    If that does not help, the light is mixed anew of the targets around it. Mixtures of many
    colors, and dark ones of few parts, stay as they are.

    Parameters
    ----------
    found : (n, parts) uint16
        Target of each part. Changed in place.
    light : (n, 3) int32
        What each is mixed for, in linear light.
    carried : (k, 3) int32
        Light of the targets.
    """
    if len(carried) > _MOST_MENDED:
        return
    parts = found.shape[1]
    bright = light.sum(axis=1) >= 3 * FULL // 4
    mended = bright | (parts >= _LEAST_MENDED)
    for i in np.flatnonzero(mended).tolist():
        labels, each = found[i], parts * light[i].astype(np.int64)
        mixture = _Mixture(carried.astype(np.int64), each, {})
        for label in labels.tolist():
            mixture.put(label)
        if not mixture.lacks_much:
            continue
        mixture.exchange_some()
        if mixture.lacks_much:
            other = _mixed_around(_Mixture(mixture.carried, each, {}), each // parts, parts)
            other.exchange_some()
            mixture = min(mixture, other, key=lambda each: each.squared)
        labels[:] = np.repeat(list(mixture.counts), list(mixture.counts.values()))


def _mixed_around(mixture: _Mixture, light: NDArray[np.int64], parts: int) -> _Mixture:
    """Give targets around the light the whole parts of their shares; others leave the least."""
    color = [each / FULL for each in light.tolist()]
    lights = mixture.carried.astype(float).tolist()
    _, _, shares = mixture_nearest_to(color, lights, [1.0, 1.0, 1.0])
    for label, share in shares.items():
        for _ in range(int(share * parts)):
            mixture.put(label)
    for _ in range(parts - sum(mixture.counts.values())):
        after = [int(((mixture.left - mixture.carried[label]) ** 2).sum()) for label in shares]
        mixture.put(list(shares)[after.index(min(after))])
    return mixture
