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
from core.kernels.targets import FULL, SRGB

# Mixtures of more colors leave little, and exchanged for any colors they would be grainy.
_MOST_MENDED = 32
# Light farther than this from a color is no longer its own, rounded: white has steps of 2.2 / 255.
_ROUNDING = 300
# A mixture made anew may vary this many times as much.
_MOST_GRAIN = 3
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
        return not bool(_is_little(self.left))

    def grain(self, light: NDArray[np.int64]) -> int:
        """Sum up the squared distances of all parts from (3,) light."""
        ways = self.carried[list(self.counts)] - light
        return int((np.array(list(self.counts.values())) @ ways**2).sum())

    def seen_off(self, light: NDArray[np.int64], parts: int) -> int:
        """Measure how far the mean is from (3,) light in sRGB: the squared distance."""
        mean = (parts * light - self.left) // parts
        return int(((SRGB[mean >> 4].astype(np.int64) - SRGB[light >> 4]) ** 2).sum())

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
        olds, news, ways = self._exchanges()
        least = self.squared
        after = ((self.left + ways) ** 2).sum(axis=1)
        one = int(after.argmin())
        if after[one] < least:
            return [(int(olds[one]), int(news[one]))]
        if len(ways) > _MOST_WAYS:
            return []
        both = ((self.left + ways[:, None] + ways) ** 2).sum(axis=2)
        both[self._take_last_twice(olds)] = least
        one, other = divmod(int(np.triu(both - least).argmin()), len(ways))
        if both[one, other] >= least:
            return []
        return [(int(olds[i]), int(news[i])) for i in (one, other)]

    def settle(self, light: NDArray[np.int64]) -> None:
        """Exchange one part, or else two, where that leaves no more than half of one in a channel.

        Such that parts vary least from (3,) light. In all, more may be left than before.
        """
        olds, news, ways = self._exchanges()
        if not self.lacks_much or len(ways) > _MOST_WAYS:
            return
        squared = ((self.carried - light) ** 2).sum(axis=1)
        grains, never = squared[news] - squared[olds], np.iinfo(np.int64).max
        one = np.where(_is_little(self.left + ways), grains, never)
        if one.min() < never:
            best = [int(one.argmin())]
        else:
            fits = _is_little(self.left + ways[:, None] + ways) & ~self._take_last_twice(olds)
            two = np.where(fits, grains[:, None] + grains, never)
            best = list(divmod(int(two.argmin()), len(ways))) if two.min() < never else []
        for i in best:
            self.give(int(olds[i]), int(news[i]))

    def _exchanges(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """List which target may give a part to which one, and what more of light is left then."""
        present = np.array([label for label, count in self.counts.items() if count])
        olds = np.repeat(present, len(self.carried))
        news = np.tile(np.arange(len(self.carried)), len(present))
        return olds, news, self.carried[olds] - self.carried[news]

    def _take_last_twice(self, olds: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Mark pairs of exchanges that both take the only part of a target: (n, n) bool."""
        single = np.array([self.counts[old] < 2 for old in olds.tolist()])
        twice: NDArray[np.bool_] = (olds[:, None] == olds) & single
        return twice


def _is_little(left: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return whether (…, 3) light is no more than half a part in each channel: (…) bool."""
    little: NDArray[np.bool_] = np.asarray((np.abs(2 * left) <= FULL).all(axis=-1))
    return little


def mend(
    found: NDArray[np.uint16],
    own: NDArray[np.int32],
    light: NDArray[np.int32],
    carried: NDArray[np.int32],
) -> None:
    """Exchange parts of mixtures where more than half of one is left in some channel.

    Mixtures of many colors stay as they are.

    Parameters
    ----------
    found : (n, parts) uint16
        Target of each part. Changed in place.
    own : (n, 3) int32
        Linear light of the colors themselves.
    light : (n, 3) int32
        What each is mixed for.
    carried : (k, 3) int32
        Light of the targets.
    """
    if len(carried) > _MOST_MENDED:
        return
    near = (np.abs(own - light) <= _ROUNDING).all(axis=1)
    aims = np.where(near[:, None], own, light).astype(np.int64)
    targets = carried.astype(np.int64)
    for labels, aim in zip(found, aims, strict=True):
        mixture = _mended(targets, labels.tolist(), aim)
        labels[:] = np.repeat(list(mixture.counts), list(mixture.counts.values()))


def _mended(carried: NDArray[np.int64], labels: list[int], light: NDArray[np.int64]) -> _Mixture:
    """Exchange parts, or mix the light anew of the targets around it, unless far more grainy.

    Where that is not enough, more may be left in all, but no more than half a part in a channel.
    A dark one, of less than a fifth of white, stays where its mean is seen to be nearer: half a
    part is so much there that it looks better too light than black.
    """
    parts = len(labels)
    first, mixture = (_Mixture(carried, parts * light, {}) for _ in range(2))
    for label in labels:
        first.put(label)
        mixture.put(label)
    mixture.exchange_some()
    if mixture.lacks_much:
        other = _mixed_around(_Mixture(carried, parts * light, {}), light, parts)
        other.exchange_some()
        grainy = other.grain(light) > _MOST_GRAIN * mixture.grain(light)
        if other.squared < mixture.squared and not grainy:
            mixture = other
        mixture.settle(light)
    dark = light.sum() < 3 * FULL // 5
    stays = dark and 3 * first.seen_off(light, parts) < 2 * mixture.seen_off(light, parts)
    return first if stays else mixture


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
