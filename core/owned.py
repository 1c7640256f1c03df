"""The colors that a user owns: beads, threads or paints, of which the best few are chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from core.errors import SettingsError
from core.language import _, ngettext

MOST_OWNED = 5000
"""The most colors of which some are chosen."""


@dataclass(frozen=True, slots=True)
class OwnedColors:
    """Colors to choose from, which are used as they are.

    Parameters
    ----------
    colors : tuple of (int, int, int), 0…255
        sRGB, 1 to 5000 of them, all different.
    names : tuple of str
        One for each, "" where it has none; what a maker calls it, with its code.
    title : str
        What they are called together: the name of a file or of a collection.
    whole : OwnedColors or None
        The same colors with those that are sold out, each in its place; None where none is. What
        is sold out is kept for when it is there again, and never chosen.

    Raises
    ------
    SettingsError
        (a ValueError) for no or too many colors, one that is there twice, or another number of
        names.
    """

    colors: tuple[tuple[int, int, int], ...]
    names: tuple[str, ...] = ()
    title: str = ""
    whole: OwnedColors | None = None

    def __post_init__(self) -> None:
        count = len(self.colors)
        if not 1 <= count <= MOST_OWNED:
            told = ngettext(
                "{count} color to choose from; 1 to {most} are allowed",
                "{count} colors to choose from; 1 to {most} are allowed",
                count,
            )
            raise SettingsError(told.format(count=count, most=MOST_OWNED))
        if len(set(self.colors)) != count:
            raise SettingsError(_("A color to choose from is there twice."))
        if not self.names:
            object.__setattr__(self, "names", ("",) * count)
        if len(self.names) != count:
            told = f"{count} colors have {len(self.names)} names"  # untranslated: for programmers
            raise SettingsError(told)

    def __len__(self) -> int:
        return len(self.colors)

    def number_with(self, locked: Iterable[tuple[int, int, int]]) -> int:
        """Return the most colors that a palette of these and of locked ones can have."""
        return len({*self.colors, *locked})

    def names_of(self, colors: Iterable[Sequence[int]]) -> tuple[str, ...]:
        """Return the names of colors, also of those sold out; "" for one that is not owned."""
        names = dict(zip(self.everything.colors, self.everything.names, strict=True))
        return tuple(names.get((red, green, blue), "") for red, green, blue in colors)

    @property
    def everything(self) -> OwnedColors:
        """All of them, with those that are sold out."""
        return self if self.whole is None else self.whole

    @property
    def sold_out(self) -> frozenset[tuple[int, int, int]]:
        """Colors of `everything` that are not among those to choose from."""
        return frozenset(self.everything.colors).difference(self.colors)

    def without(self, sold_out: Collection[tuple[int, int, int]]) -> OwnedColors:
        """Return all of them, of which just these are sold out.

        Raises
        ------
        SettingsError
            (a ValueError) when none is left.
        """
        whole, gone = self.everything, frozenset(sold_out)
        left = [place for place, color in enumerate(whole.colors) if color not in gone]
        if len(left) == len(whole):
            return whole
        colors = tuple(whole.colors[place] for place in left)
        names = tuple(whole.names[place] for place in left)
        return OwnedColors(colors, names, whole.title, whole)

    def called(self, title: str) -> OwnedColors:
        """Return the same under another name."""
        return replace(self.everything, title=title).without(self.sold_out)
