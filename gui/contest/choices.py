"""What is compared: the values that can be chosen, ready sets of them, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import core
from core.errors import InputError
from core.language import N_, _, ngettext, translated
from core.names import plain
from core.settings import COLORS, DITHERS, EFFORTS, SETTINGS, SPACES, STARTS, Settings

if TYPE_CHECKING:
    from core import Variants

MOST_RESULTS = 12
"""The most that can be told apart on one screen."""

_LONGEST_WORD = 20
_SEPARATORS = re.compile(r"[\s,;]+")
_LONGEST_NUMBER = 4
_OF_COURSE = 100


@dataclass(frozen=True)
class Choice:
    """The values that are combined with each other.

    Parameters
    ----------
    colors : str
        Numbers, as they are typed.
    start, space, dither, effort : tuple of str
        Values of the settings of these names.
    plain : bool
        Whether it is k-means as a course has it, and nothing else: then only colors and starts
        count.
    """

    colors: str
    start: tuple[str, ...]
    space: tuple[str, ...]
    dither: tuple[str, ...]
    effort: tuple[str, ...]
    plain: bool = False


LISTS: dict[str, tuple[str, ...]] = {
    # From the simplest to the best, and so as the course has its two.
    "start": STARTS[::-1],
    "space": SPACES,
    "dither": DITHERS,
    "effort": EFFORTS,
}
"""The settings of which several values can be chosen, and all their values."""


def choice_of(settings: Settings) -> Choice:
    """Return the choice of nothing but the present settings."""
    start, space, dither, effort = ((getattr(settings, name),) for name in LISTS)
    return Choice(str(settings.colors), start, space, dither, effort)


def _of_colors(settings: Settings) -> Choice:
    return replace(choice_of(settings), colors="4 8 16 32 64 128")


def _of_list(name: str, *values: str) -> Callable[[Settings], Choice]:
    """Return what compares some values of a setting, or all."""
    chosen: dict[str, Any] = {name: values or LISTS[name]}
    return lambda settings: replace(choice_of(settings), **chosen)


def _of_wu(name: str) -> Callable[[Settings], Choice]:
    """Return what compares all values of a setting that counts with Wu's start above all."""
    chosen: dict[str, Any] = {name: LISTS[name], "start": ("wu",)}
    return lambda settings: replace(choice_of(settings), **chosen)


def _of_course(settings: Settings) -> Choice:
    choice = choice_of(replace(settings, space="rgb", dither="none", effort="normal"))
    return replace(choice, colors="3 5 7", start=("random", "in_pixels"), plain=True)


READY: dict[str, Callable[[Settings], Choice]] = {
    N_("Numbers of colors"): _of_colors,
    N_("The course's evaluation"): _of_course,
    N_("Starts"): _of_list("start"),
    N_("Spaces"): _of_wu("space"),
    N_("Dithering"): _of_list(
        "dither", "none", "floyd-steinberg", "atkinson", "bayer-4", "bayer-8", "blue-noise"
    ),
    N_("Efforts"): _of_wu("effort"),
}
"""Ready sets by their name, marked for translation; each makes a choice of present settings."""


def numbers_in(text: str) -> tuple[int, ...]:
    """Read the numbers of colors that are typed.

    Raises
    ------
    InputError
        (a ValueError) with a sentence: there is none, or what is no number of colors.
    """
    words = [word for word in _SEPARATORS.split(text) if word]
    if not words:
        raise InputError(_("Type how many colors to compare, such as 3 5 7."))
    return tuple(dict.fromkeys(_number(word) for word in words))


def variants_of(choice: Choice, settings: Settings) -> Variants:
    """Return what a choice stands for, with the present settings for all that it leaves open.

    Raises
    ------
    InputError
        (a ValueError) with a sentence for a user.
    """
    lists: dict[str, Any] = {f"{name}s": getattr(choice, name) for name in LISTS}
    variants = core.Variants(
        numbers_in(choice.colors),
        **lists,
        base=_without_locks_beyond(settings, choice),
        plain=choice.plain,
    )
    results = len(variants.plan)
    if results > MOST_RESULTS:
        raise InputError(
            ngettext(
                "This is {count} result; at most {most} fit side by side. Leave some values out.",
                "These are {count} results; at most {most} fit side by side. Leave some values "
                "out.",
                results,
            ).format(count=results, most=MOST_RESULTS)
        )
    return variants


def just(settings: Settings) -> Variants:
    """Return what stands for the result of some settings alone."""
    return core.Variants((), also=(settings,))


def _without_locks_beyond(settings: Settings, choice: Choice) -> Settings:
    """Return settings that all numbers of colors can have.

    Raises
    ------
    InputError
        (a ValueError) when more colors are locked than a result is to have.
    """
    if choice.plain:
        return replace(settings, locked=(), first_colors=(), max_iterations=_OF_COURSE)
    least, locked = min(numbers_in(choice.colors)), len(settings.locked)
    if least >= locked:
        # The number of colors may change, and first colors are as many.
        return replace(settings, colors=COLORS[-1], first_colors=())
    raise InputError(
        ngettext(
            "{count} color is locked, so that no result has only {least}.",
            "{count} colors are locked, so that no result has only {least}.",
            locked,
        ).format(count=locked, least=least)
    )


def _number(word: str) -> int:
    shown = plain(word, _LONGEST_WORD)
    if not word.isdecimal() or len(word) > _LONGEST_NUMBER:
        raise InputError(
            _("“{word}” is no number of colors; type numbers such as 3 5 7.").format(word=shown)
        )
    number = int(word)
    if number not in COLORS:
        raise InputError(
            _("A result has 1 to {most} colors, not {number}.").format(
                most=COLORS[-1], number=number
            )
        )
    return number


def title_of(name: str, value: str) -> str:
    """Return what the window calls a value of a setting."""
    return translated(SETTINGS[name].options[value].title)


assert {*LISTS} < {each.name for each in fields(Choice)}
