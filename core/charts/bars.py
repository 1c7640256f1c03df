"""Sizes of clusters as bars, each in the color of its centroid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.charts.axis import Axis, written
from core.charts.drawing import Circle, Drawing, Item, Line, Rect, Text, width_of
from core.language import _, ngettext
from core.settings import Color
from core.wording import decimal, percent

_WORDS = 12.0
_GAP = 6.0
_SWATCH = 14.0
_TICK_ROOM = 26.0
# Bars narrower than this stand side by side without a gap, and have no number.
_NARROW = 9.0


@dataclass(frozen=True, slots=True)
class Bars:
    """What the bars show.

    Parameters
    ----------
    shares : tuple of float, 0…1
        Part of the pixels that each cluster has.
    colors : tuple of (int, int, int)
        sRGB, 0…255.
    redrawn : frozenset of int
        Clusters without pixels, whose centroids are drawn anew next.
    """

    shares: tuple[float, ...]
    colors: tuple[Color, ...]
    redrawn: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where bars lie within their drawing: what a pointer needs to find them.

    Parameters
    ----------
    count : int
    left, width : float
        Of all columns together.
    heights : Axis
        Of shares in per cent.
    """

    count: int
    left: float
    width: float
    heights: Axis

    @property
    def pitch(self) -> float:
        """Width of a column with the gap beside it."""
        return self.width / max(self.count, 1)

    def number_at(self, x: float) -> int | None:
        """Find the column at a place, None beside them."""
        place = (x - self.left) / self.pitch
        return int(place) if 0 <= place < self.count else None


def columns_of(bars: Bars, width: float, height: float) -> Columns:
    """Lay out bars in so many pixels."""
    bottom = max(height - _SWATCH - _WORDS - 2 * _GAP, _WORDS + 3 * _GAP)
    # The topmost number of the axis is not to touch the title.
    top = _WORDS + 3 * _GAP
    highest = max((*bars.shares, 0.01)) * 100
    heights = Axis(0.0, highest, bottom, min(top, bottom - 1))
    left = 2 * _GAP + width_of(percent("100"), _WORDS)
    return Columns(len(bars.shares), left, max(width - left - _GAP, 1.0), heights)


def draw_bars(bars: Bars, width: float, height: float, lit: int | None = None) -> Drawing:
    """Draw the sizes of clusters.

    Parameters
    ----------
    bars : Bars
    width, height : float
        In pixels.
    lit : int, optional
        Number of a cluster to point out.
    """
    columns = columns_of(bars, width, height)
    items: list[Item] = [Rect(0, 0, width, height, fill="ground")]
    items += _grid(columns)
    for number in range(columns.count):
        items += _column(bars, columns, number)
    if lit is not None and lit < columns.count:
        items += _frame(columns, lit)
    items.append(Text(_GAP, _GAP + _WORDS, _("Share of the pixels"), _WORDS, "ink"))
    return Drawing(width, height, tuple(items), _("Sizes of the clusters"), describe_bars(bars))


def _grid(columns: Columns) -> Iterator[Item]:
    axis = columns.heights
    most = max(int((axis.begin - axis.end) / _TICK_ROOM), 2)
    # Beside the zero there is one number at least.
    ticks = next(
        filter(lambda each: len(each) > 1, map(axis.ticks, (most, most + 1, most + 2))), [0]
    )
    for tick in ticks:
        height = axis.place(tick)
        yield Line(((columns.left, height), (columns.left + columns.width, height)), "hairline")
        yield Text(columns.left - _GAP, height + 4, percent(written(tick)), _WORDS, "faint", "end")


def _column(bars: Bars, columns: Columns, number: int) -> Iterator[Item]:
    narrow = columns.pitch < _NARROW
    gap = 0.0 if narrow else min(columns.pitch / 6, _GAP)
    left, width = columns.left + number * columns.pitch + gap / 2, columns.pitch - gap
    color, edge = bars.colors[number], None if narrow else "faint"
    axis = columns.heights
    top = axis.place(100 * bars.shares[number])
    if axis.begin - top > 0.5:
        yield Rect(left, top, width, axis.begin - top, color, edge)  # type: ignore[arg-type]
    below = axis.begin + _GAP / 2
    yield Rect(left, below, width, _SWATCH, color, edge)  # type: ignore[arg-type]
    if number in bars.redrawn:
        # A cross in an empty place: this one is gone next.
        middle, size = left + width / 2, min(width / 2, 5.0)
        up, down = axis.begin - 4 - 2 * size, axis.begin - 4
        yield Line(((middle - size, up), (middle + size, down)), "accent7", 2)
        yield Line(((middle - size, down), (middle + size, up)), "accent7", 2)
    elif bars.shares[number] == 0 and not narrow:
        yield Circle(left + width / 2, axis.begin - 8, 4, edge="faint")
    if not narrow and columns.pitch >= width_of(str(columns.count), _WORDS) + 2:
        text = str(number + 1)
        yield Text(left + width / 2, below + _SWATCH + _WORDS, text, _WORDS, "faint", "middle")


def _frame(columns: Columns, lit: int) -> Iterator[Item]:
    left, axis = columns.left + lit * columns.pitch, columns.heights
    bottom = axis.begin + _GAP / 2 + _SWATCH
    width = max(columns.pitch, 3.0)
    yield Rect(left, axis.end - 3, width, bottom - axis.end + 5, edge="ink", edge_width=2)


def describe_bars(bars: Bars) -> str:
    """Tell the sizes, for those who do not see them."""
    if not bars.shares:
        return _("No clusters yet.")
    order: Sequence[int] = sorted(range(len(bars.shares)), key=lambda n: -bars.shares[n])
    largest, smallest = order[0], order[-1]
    empty = sum(share == 0 for share in bars.shares)
    told = ngettext(
        "{count} cluster; the largest is {largest} with {most} of the pixels, the smallest "
        "{smallest} with {least}.",
        "{count} clusters; the largest is {largest} with {most} of the pixels, the smallest "
        "{smallest} with {least}.",
        len(order),
    ).format(
        count=len(order),
        largest=largest + 1,
        most=_share(bars.shares[largest]),
        smallest=smallest + 1,
        least=_share(bars.shares[smallest]),
    )
    if not empty:
        return told
    more = ngettext("{count} without pixels.", "{count} without pixels.", empty)
    return f"{told} {more.format(count=empty)}"


def _share(part: float) -> str:
    # Without a space, as it stands in a sentence that is read aloud.
    return _("{number}%").format(number=decimal(100 * part, 1))
