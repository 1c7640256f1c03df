"""How much memory there is for a batch, and how much a photo will need."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from core.batch.making import Recipe
from core.parallel import processors
from core.settings import Effort, ImageFormat

_GIB = 1 << 30
# A process with numpy and Pillow takes 60 MB, the one that optimizes its PNG files 40 MB.
_PROCESS = 100_000_000
# The most bytes for each pixel of photos of 24 million pixels, measured with every kind of photo
# (opaque, with alpha, of 16 bits, dithered) in processes of their own, and rounded up.
_BYTES_PER_PIXEL: dict[ImageFormat, int] = {
    "png": 16, "gif": 16, "tiff": 16, "bmp": 16, "jpeg": 20, "webp": 40, "avif": 55,
}  # fmt: skip
# oxipng holds a picture several times; with the normal effort it gets small ones only.
_MORE_OF_EFFORT: dict[Effort, int] = {"fast": 0, "normal": 0, "best": 24}
# Other programs need some of what is free, and so does the system to read and write files.
_SHARE_OF_FREE = 2


def need(size: tuple[int, int], recipe: Recipe) -> int:
    """Estimate the bytes that are needed to make a photo of this height and width."""
    height, width = size
    pixels = height * width
    if pixels and recipe.settings.resize is not None:
        made = recipe.settings.resize.size_of((width, height), enlarge=recipe.settings.enlarge)
        pixels = max(pixels, made[0] * made[1])
    saved = recipe.wishes.options.format or "png"
    per_pixel = _BYTES_PER_PIXEL[saved] + _MORE_OF_EFFORT[recipe.settings.effort]
    return _PROCESS + pixels * per_pixel


def budget() -> int:
    """Return the bytes that a batch may take: half of what is free, 1 GiB a processor at most."""
    most = processors() * _GIB
    there = free()
    return most if there is None else min(most, there // _SHARE_OF_FREE)


def free() -> int | None:
    """Return the bytes of memory that are free, None where nobody tells."""
    try:
        left = _told_by_linux() if sys.platform == "linux" else _told_by_others()
    except (OSError, ValueError, AttributeError, KeyError):
        return None
    limit = _left_in_container()
    return left if limit is None else min(left, limit)


def _told_by_linux() -> int:
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    told = dict(line.split(":", 1) for line in lines)
    return int(told["MemAvailable"].split()[0]) * 1024


def _told_by_others() -> int:
    if sys.platform == "win32":
        return _told_by_windows()
    # macOS gives memory of caches away when somebody needs it: half of all counts as free.
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


def _told_by_windows() -> int:
    import ctypes

    # MEMORYSTATUSEX: length and load, then seven numbers of 64 bits, of which the second is free.
    status = (ctypes.c_uint64 * 8)(64)
    if not ctypes.windll.kernel32.GlobalMemoryStatusEx(status):  # type: ignore[attr-defined]
        raise OSError
    return int(status[2])


def _left_in_container() -> int | None:
    """Return the bytes that a container may still take; None outside of one."""
    folder = Path("/sys/fs/cgroup")
    try:
        limit = (folder / "memory.max").read_text(encoding="ascii")
        used = (folder / "memory.current").read_text(encoding="ascii")
        return max(int(limit) - int(used), 0)
    except (OSError, ValueError):
        return None
