"""Numbers in words, for the window and the command line."""

from __future__ import annotations

import math

_HUNDRED = 100


def human_bytes(count: int) -> str:
    """Return a file size in decimal units, as file managers show it: "412 kB", "3.4 MB"."""
    if count < 1000:
        return f"{count} bytes"
    size, units = count / 1000, iter(("kB", "MB", "GB"))
    unit = next(units)
    while size >= 999.5 and unit != "GB":
        size, unit = size / 1000, next(units)
    return f"{size:.1f} {unit}" if size < 9.95 else f"{size:.0f} {unit}"


def human_count(count: int) -> str:
    """Return a whole number with its digits grouped by narrow spaces: "196 305"."""
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def capitalized(text: str) -> str:
    """Return words that begin with a capital letter, whatever letters follow: "Indexed PNG"."""
    return text[:1].upper() + text[1:]


def count_of(count: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is 1: "1 color", "7 colors"."""
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"


def change_in_percent(before: int, after: int) -> str:
    """Return how much smaller or larger a file has become: "−92 %", "+50 %", "±0 %"."""
    change = _HUNDRED * (after - before) / before
    if round(change) == -_HUNDRED:
        # Rounded down, as a file is never smaller by all of it: something is left.
        return f"−{math.floor(-10 * change) / 10:.1f} %"
    if round(change) == 0:
        return "±0 %"
    sign = "+" if change > 0 else "−"
    return f"{sign}{human_count(round(abs(change)))} %"
