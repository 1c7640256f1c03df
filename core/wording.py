"""Numbers in words, for the window and the command line."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core import language
from core.language import _, isolated, ngettext

_HUNDRED = 100


def human_bytes(count: int) -> str:
    """Return a file size in decimal units, as file managers show it: "412 kB", "3.4 MB"."""
    if count < 1000:
        return ngettext("{count} byte", "{count} bytes", count).format(count=count)
    size, units = count / 1000, iter((_("{size} kB"), _("{size} MB"), _("{size} GB")))
    unit = next(units)
    for larger in units:
        if size < 999.5:
            break
        size, unit = size / 1000, larger
    return unit.format(size=decimal(size, 1 if size < 9.95 else 0))


def human_count(count: int) -> str:
    """Return a whole number with its digits grouped, in English by narrow spaces: "196 305"."""
    return f"{count:,}".replace(",", language.numbers().group)


def decimal(number: float, digits: int) -> str:
    """Return a number with so many decimals, as people write it: "3.40"; in Vietnamese "3,40"."""
    return with_decimal_sign(f"{number:.{digits}f}")


def with_decimal_sign(number: str) -> str:
    """Return a number that Python wrote, "0.25", with the decimal sign of the language."""
    return number.replace(".", language.numbers().decimal)


def percent(number: str) -> str:
    """Return a number in words as a share of a hundred: "12 %"."""
    return _("{number} %").format(number=number)


def size_in_pixels(width: int, height: int) -> str:
    """Return width and height as one: "1920×1200"."""
    return isolated(f"{width}×{height}")


def becoming(before: str, after: str) -> str:
    """Return what something was and what it is now: "720 kB → 58 kB"."""
    arrow = "←" if language.right_to_left() else "→"
    return f"{isolated(before)} {arrow} {isolated(after)}"


def listed(words: Sequence[str]) -> str:
    """Return words as a list: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    *first, last = words
    return _("{words} and {last}").format(words=enumerated(first), last=last)


def enumerated(words: Sequence[str]) -> str:
    """Return words one after the other: "a", "a, b", "a, b, c"."""
    so_far = "".join(words[:1])
    for word in words[1:]:
        # Translators: the first words of a list, and the next one: "a, b"
        so_far = _("{words}, {next}").format(words=so_far, next=word)
    return so_far


def capitalized(text: str) -> str:
    """Return words that begin with a capital letter, whatever letters follow: "Indexed PNG"."""
    return text[:1].upper() + text[1:]


def change_in_percent(before: int, after: int) -> str:
    """Return how much smaller or larger a file has become: "−92 %", "+50 %", "±0 %"."""
    change = _HUNDRED * (after - before) / before
    if round(change) == -_HUNDRED:
        # Rounded down, as a file is never smaller by all of it: something is left.
        return percent(f"−{decimal(math.floor(-10 * change) / 10, 1)}")
    if round(change) == 0:
        return percent("±0")
    sign = "+" if change > 0 else "−"
    return percent(f"{sign}{human_count(round(abs(change)))}")
