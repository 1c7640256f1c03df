"""Arithmetic of the frame: a rectangle of whole pixels in a photo, as it lies before the eyes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from core.framing import Crop, Framing

Edge = Literal[-1, 0, 1]


@dataclass(frozen=True, slots=True)
class Handle:
    """What of a rectangle is dragged: an edge or a corner.

    Parameters
    ----------
    across : {-1, 0, 1}
        The left edge, none, or the right one.
    down : {-1, 0, 1}
        The upper edge, none, or the lower one.
    """

    across: Edge
    down: Edge


CORNERS = tuple(Handle(across, down) for across in (-1, 1) for down in (-1, 1))
EDGES = (Handle(-1, 0), Handle(1, 0), Handle(0, -1), Handle(0, 1))


def seen_size(framing: Framing, photo: tuple[int, int]) -> tuple[int, int]:
    """Return width and height of a whole photo, turned as a framing turns it."""
    return photo[::-1] if framing.on_the_side else photo


def seen_crop(framing: Framing, photo: tuple[int, int]) -> Crop:
    """Return the frame as it lies in the whole photo, once that is turned and mirrored."""
    width, height = photo
    x, y, wide, high = framing.crop or Crop(0, 0, width, height)
    if framing.rotation == 90:
        turned = Crop(height - y - high, x, high, wide)
    elif framing.rotation == 180:
        turned = Crop(width - x - wide, height - y - high, wide, high)
    elif framing.rotation == 270:
        turned = Crop(y, width - x - wide, high, wide)
    else:
        turned = Crop(x, y, wide, high)
    return _mirrored(turned, seen_size(framing, photo)[0]) if framing.mirror else turned


def cropped(framing: Framing, seen: Crop, photo: tuple[int, int]) -> Framing:
    """Return a framing whose frame lies so in the whole photo, once that is turned and mirrored."""
    size = seen_size(framing, photo)
    if seen == Crop(0, 0, *size):
        return replace(framing, crop=None)
    turned = _mirrored(seen, size[0]) if framing.mirror else seen
    back = Framing(turned, (360 - framing.rotation) % 360)
    return replace(framing, crop=seen_crop(back, size))


def turned(framing: Framing, degrees: int) -> Framing:
    """Turn what is seen clockwise; the same part of the photo stays in the frame."""
    # In a mirror, clocks go the other way.
    degrees = -degrees if framing.mirror else degrees
    return replace(framing, rotation=(framing.rotation + degrees) % 360)


def mirrored(framing: Framing) -> Framing:
    """Exchange left and right of what is seen; the same part of the photo stays in the frame."""
    return replace(framing, mirror=not framing.mirror)


def moved(crop: Crop, across: int, down: int, size: tuple[int, int]) -> Crop:
    """Move a rectangle by pixels, as far as there is room."""
    width, height = size
    x = min(max(crop.x + across, 0), width - crop.width)
    y = min(max(crop.y + down, 0), height - crop.height)
    return crop._replace(x=x, y=y)


def dragged(
    crop: Crop, handle: Handle, to: tuple[int, int], size: tuple[int, int], ratio: float | None
) -> Crop:
    """Drag an edge or a corner of a rectangle to a point; what lies opposite stays.

    Parameters
    ----------
    crop : Crop
    handle : Handle
    to : (int, int)
        May lie outside of the photo, or beyond the opposite edge.
    size : (int, int)
        Width and height of the photo.
    ratio : float or None
        Width by height; None is any. Of an edge, the other side grows on both ends.
    """
    left, right = _stretched(crop.x, crop.x + crop.width, handle.across, to[0], size[0])
    top, bottom = _stretched(crop.y, crop.y + crop.height, handle.down, to[1], size[1])
    if ratio is None:
        return Crop(left, top, right - left, bottom - top)
    wide, high = right - left, bottom - top
    # A corner follows the side that moved farther; an edge leads the other side.
    if not handle.down or (handle.across and wide > high * ratio):
        high = max(round(wide / ratio), 1)
    else:
        wide = max(round(high * ratio), 1)
    room_x = _room(handle.across, crop.x, crop.x + crop.width, size[0])
    room_y = _room(handle.down, crop.y, crop.y + crop.height, size[1])
    wide, high = fitting(wide, high, (room_x, room_y), ratio)
    return Crop(
        _begin(handle.across, crop.x, crop.width, wide, size[0]),
        _begin(handle.down, crop.y, crop.height, high, size[1]),
        wide,
        high,
    )


def fitting(width: int, height: int, room: tuple[int, int], ratio: float | None) -> tuple[int, int]:
    """Return a width and height that fit into some room, in a ratio if there is one."""
    if ratio is None:
        return min(width, room[0]), min(height, room[1])
    shrink = min(1.0, room[0] / width, room[1] / height)
    width, height = max(round(width * shrink), 1), max(round(height * shrink), 1)
    return min(width, room[0]), min(height, room[1])


def in_ratio(crop: Crop, ratio: float, size: tuple[int, int]) -> Crop:
    """Return a rectangle of a ratio about the middle of another, as large as that, within it."""
    wide, high = crop.width, crop.height
    if wide > high * ratio:
        wide = max(round(high * ratio), 1)
    else:
        high = max(round(wide / ratio), 1)
    wide, high = min(wide, size[0]), min(high, size[1])
    centered = Crop(
        crop.x + (crop.width - wide) // 2, crop.y + (crop.height - high) // 2, wide, high
    )
    return moved(centered, 0, 0, size)


def drawn(begin: tuple[int, int], to: tuple[int, int], size: tuple[int, int]) -> Crop:
    """Return the rectangle between two points of a photo, of at least one pixel."""
    left, right = _between(begin[0], to[0], size[0])
    top, bottom = _between(begin[1], to[1], size[1])
    return Crop(left, top, right - left, bottom - top)


def sized(
    crop: Crop, width: int, height: int, size: tuple[int, int], ratio: float | None, *, by: str
) -> Crop:
    """Return a rectangle of another width and height, from the same corner as far as that fits.

    Parameters
    ----------
    by : {"width", "height"}
        The side that was given, which the other follows in a ratio.
    """
    width, height = min(max(width, 1), size[0]), min(max(height, 1), size[1])
    if ratio is not None:
        if by == "width":
            height = max(round(width / ratio), 1)
        else:
            width = max(round(height * ratio), 1)
        width, height = fitting(width, height, size, ratio)
    return moved(crop._replace(width=width, height=height), 0, 0, size)


def _mirrored(crop: Crop, width: int) -> Crop:
    return crop._replace(x=width - crop.x - crop.width)


def _stretched(begin: int, end: int, which: Edge, to: int, most: int) -> tuple[int, int]:
    """Move one of two ends, by a pixel at least away from the other."""
    if which < 0:
        return min(max(to, 0), end - 1), end
    if which > 0:
        return begin, max(min(to, most), begin + 1)
    return begin, end


def _room(which: Edge, begin: int, end: int, most: int) -> int:
    """Return how far a side can grow: away from what stays, or on both ends alike."""
    if which < 0:
        return end
    return most - begin if which > 0 else most


def _begin(which: Edge, begin: int, length: int, now: int, most: int) -> int:
    """Return where a side begins that has got another length."""
    if which > 0:
        return begin
    if which < 0:
        return begin + length - now
    return min(max(begin + (length - now) // 2, 0), most - now)


def _between(one: int, other: int, most: int) -> tuple[int, int]:
    low, high = sorted(min(max(each, 0), most) for each in (one, other))
    if low == high:
        low, high = (low, low + 1) if low < most else (low - 1, low)
    return low, high
