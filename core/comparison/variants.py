"""What a comparison tries: each number of colors with each start, space, dithering and effort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import product
from typing import Any, NamedTuple

from core.errors import InputError
from core.language import N_, _, ngettext, translated
from core.settings import Dither, Effort, Settings, Space, Start
from core.wording import enumerated

MOST_VARIANTS = 1024
"""The most that one comparison tries: every number of colors with every start."""


class Variant(NamedTuple):
    """One way to reduce a photo.

    Parameters
    ----------
    settings : Settings
    plain : bool
        Whether it is k-means as the original method has it; otherwise it is as `reduce` does.
    title : str
        What tells it from the others: "7 colors from random".
    """

    settings: Settings
    plain: bool
    title: str


@dataclass(frozen=True)
class Variants:
    """The ways to reduce a photo that are compared: all combinations of the values given.

    Parameters
    ----------
    colors : sequence of int, 1…256
        May be empty if `also` is not: then nothing is combined.
    starts : sequence of {"wu", "kmeans++", "in_pixels", "random"}
    spaces : sequence of {"auto", "rgb", "oklab", "lab"}
    dithers : sequence of {"none", "floyd-steinberg", …}
    efforts : sequence of {"fast", "normal", "best"}
    base : Settings
        All other settings, the same for each.
    plain : bool
        Whether each run is `kmeans` and nothing else, in RGB, as the course has it: only colors,
        starts, and of `base` the iterations and the seed count. The picture shows each pixel in its
        centroid, rounded. Otherwise they are results of `reduce`.
    also : sequence of Settings
        Single results of `reduce` to compare with, as that of the present settings.

    Raises
    ------
    SettingsError, InputError
        (ValueErrors) for a value that is not allowed, for no value at all, and for more than 1024
        combinations.
    """

    colors: Sequence[int]
    starts: Sequence[Start] = ("wu",)
    spaces: Sequence[Space] = ("auto",)
    dithers: Sequence[Dither] = ("none",)
    efforts: Sequence[Effort] = ("normal",)
    base: Settings = field(default_factory=Settings)
    plain: bool = False
    also: Sequence[Settings] = ()

    def __post_init__(self) -> None:
        for each in fields(self):
            if each.name in _VARIED and not (each.name == "colors" and self._only_single):
                object.__setattr__(self, each.name, _values(each.name, getattr(self, each.name)))
        object.__setattr__(self, "also", tuple(self.also))
        combinations = len(self.also)
        combinations += (
            len(self.colors)
            * len(self.starts)
            * len(self.spaces)
            * len(self.dithers)
            * len(self.efforts)
        )
        if combinations > MOST_VARIANTS:
            told = ngettext(
                "these are {count} variants, and one comparison holds at most {most}; leave some "
                "values out",
                "these are {count} variants, and one comparison holds at most {most}; leave some "
                "values out",
                combinations,
            )
            raise InputError(told.format(count=combinations, most=MOST_VARIANTS))
        self.plan  # noqa: B018  # a value that is not allowed is to be told now

    @property
    def _only_single(self) -> bool:
        """Whether nothing is combined."""
        return bool(self.also) and self.colors == ()

    @property
    def plan(self) -> tuple[Variant, ...]:
        """The variants, by number of colors first; what would give the same result comes once."""
        return self._planned()[0]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out, in sentences for a user."""
        return self._planned()[1]

    def _planned(self) -> tuple[tuple[Variant, ...], tuple[str, ...]]:
        found: dict[tuple[Settings, bool], tuple[Settings, bool]] = {}
        every = [(settings, self.plain) for settings in self._combined()]
        every += [(settings, False) for settings in self.also]
        for settings, plain in every:
            found.setdefault((_in_effect(settings), plain), (settings, plain))
        kept = list(found.values())
        titles = titles_of([settings for settings, _ in kept])
        plan = tuple(Variant(*each, title) for each, title in zip(kept, titles, strict=True))
        twice = len(every) - len(kept)
        if not twice:
            return plan, ()
        told = ngettext(
            "{count} variant is left out, with the same result as another.",
            "{count} variants are left out, with the same result as another.",
            twice,
        )
        return plan, (told.format(count=twice),)

    def _combined(self) -> list[Settings]:
        if self.plain:
            run = self.base.max_iterations, self.base.seed
            pairs = product(self.colors, self.starts)
            return [Settings(k, start, *run, space="rgb") for k, start in pairs]
        return [
            replace(
                self.base,
                colors=k,
                start=start,
                space=space,
                dither=dither,
                effort=effort,
                first_colors=(),
            )
            for k, start, space, dither, effort in product(
                self.colors, self.starts, self.spaces, self.dithers, self.efforts
            )
        ]


# What is told of settings that not all have in common; the values are those of the command line.
_WORDS = {
    "space": N_("space {value}"),
    "dither": N_("dither {value}"),
    "effort": N_("effort {value}"),
}
_VARIED = ("colors", "starts", "spaces", "dithers", "efforts")


def _values(name: str, given: Any) -> tuple[Any, ...]:
    """Return the values given as a tuple, which must not be empty."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        told = _("{field} is {value}; it must be a list of values")
        raise InputError(told.format(field=name, value=repr(given)))
    values = tuple(given)
    if not values:
        raise InputError(_("{field} is empty; give at least one value").format(field=name))
    return values


def _in_effect(settings: Settings) -> Settings:
    """Return the settings that stand for all with the same result."""
    if settings.start == "wu" and not settings.first_colors:
        return settings
    space = "rgb" if settings.space == "auto" else settings.space
    # Other starts are plain k-means, whatever the effort, and look for no accents.
    return replace(settings, space=space, effort="normal", accents=None)


def titles_of(plan: Sequence[Settings]) -> list[str]:
    """Name each of the settings by its colors, its start, and what not all have in common."""
    told = zip(plan, parts_of_titles(plan), strict=True)
    return [_title(settings.colors, parts) for settings, parts in told]


def short_titles_of(plan: Sequence[Settings]) -> list[str]:
    """Name each of the settings by just what not all have in common: "wu", "3 colors".

    A single one has its whole title.
    """
    told = parts_of_titles(plan)
    if len(plan) < 2:
        return titles_of(plan)
    same_colors = len({settings.colors for settings in plan}) == 1
    shared = set.intersection(*map(set, told))
    titles = []
    for settings, parts in zip(plan, told, strict=True):
        left = [part for part in parts if part not in shared]
        if same_colors:
            titles.append(enumerated(left))
        elif parts[0] in shared:
            titles.append(enumerated([_colors(settings.colors), *left]))
        else:
            titles.append(_title(settings.colors, left))
    return titles


def _title(colors: int, parts: Sequence[str]) -> str:
    start, *others = parts
    # Translators: the start is a name on the command line: "8 colors from wu", "… from random"
    title = ngettext("{count} color from {start}", "{count} colors from {start}", colors)
    return enumerated([title.format(count=colors, start=start), *others])


def _colors(count: int) -> str:
    return ngettext("{count} color", "{count} colors", count).format(count=count)


def parts_of_titles(plan: Sequence[Settings]) -> list[list[str]]:
    """Return the parts of each title without the number of colors: the start, and what varies."""
    varied = [name for name in _WORDS if len({getattr(each, name) for each in plan}) > 1]
    found: list[list[str]] = []
    seen: Counter[tuple[int | str, ...]] = Counter()
    for settings in plan:
        values = {name: getattr(settings, name) for name in varied}
        key = settings.colors, settings.start, *values.values()
        seen[key] += 1
        words = [translated(_WORDS[name]).format(value=value) for name, value in values.items()]
        parts = [settings.start, *words]
        if seen[key] > 1:
            parts[-1] += f" ({seen[key]})"
        found.append(parts)
    return found


COURSE = Variants((3, 5, 7), ("random", "in_pixels"), base=Settings(max_iterations=100), plain=True)
"""The evaluation of the course that the original method comes from."""
