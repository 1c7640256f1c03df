"""Animations, when they are opened: found, counted, and refused when they are too large.

Nothing is decoded here; `frames` reads the frames later, one by one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.language import _, ngettext
from core.model import Animation

if TYPE_CHECKING:
    from PIL import Image

# In these formats several images are frames; in others they are pages, layers or sizes.
_FORMATS = {"GIF", "PNG", "WEBP"}
# A second picture in these is a smaller version, or a map of depth or brightness.
_OF_ONE_PICTURE = {"HEIF", "MPO"}
# Reading this many takes a minute, however small they are.
MOST_FRAMES = 100_000
# This many in all frames together take a minute or so to count, and fit the weights of k-means.
MOST_PIXELS = 1_000_000_000
# The canvas, the patch and what is to be restored of the canvas are all in memory at a time.
MOST_PIXELS_OF_A_FRAME = 50_000_000


def find_animation(
    image: Image.Image, path: Path, *, wanted: bool = True
) -> tuple[Animation | None, tuple[str, ...]]:
    """Find the animation in an image that was just opened; None if it is none, or too large.

    Parameters
    ----------
    image : PIL.Image.Image
    path : Path
    wanted : bool
        Otherwise None is returned for every image, with a note that there are more frames.

    Returns
    -------
    Animation or None
    tuple of str
        Notes for the user.
    """
    if image.format == "TIFF":
        # Pages are not counted: Pillow takes a time that grows with the square of their number.
        more = getattr(image, "is_animated", False)
        return None, (_("Only the first of several pages is used."),) if more else ()
    images = _count(image)
    frames = images - has_still_image(image)
    if frames == 1:
        return None, ()
    if image.format in _OF_ONE_PICTURE:
        return None, (
            ngettext(
                "Only the main one of {count} picture in it is used.",
                "Only the main one of {count} pictures in it is used.",
                images,
            ).format(count=images),
        )
    if image.format not in _FORMATS:
        return None, (
            ngettext(
                "Only the first of {count} frame or page is used.",
                "Only the first of {count} frames or pages is used.",
                images,
            ).format(count=images),
        )
    if not wanted:
        return None, (
            ngettext(
                "Only the first of {count} frame is used.",
                "Only the first of {count} frames is used.",
                frames,
            ).format(count=frames),
        )
    width, height = image.size
    pixels = width * height
    if frames > MOST_FRAMES or pixels > MOST_PIXELS_OF_A_FRAME or frames * pixels > MOST_PIXELS:
        note = ngettext(
            "An animation of {count} frame of {width}×{height} is more than can be reduced "
            "together ({most} frames, {a_frame} million pixels a frame, {in_all} million in "
            "all); only the first frame is used.",
            "An animation of {count} frames of {width}×{height} is more than can be reduced "
            "together ({most} frames, {a_frame} million pixels a frame, {in_all} million in "
            "all); only the first frame is used.",
            frames,
        ).format(
            count=frames,
            width=width,
            height=height,
            most=MOST_FRAMES,
            a_frame=f"{MOST_PIXELS_OF_A_FRAME / 1e6:.0f}",
            in_all=f"{MOST_PIXELS / 1e6:.0f}",
        )
        return None, (note,)
    status = path.stat()
    stamp = status.st_size, status.st_mtime_ns
    note = ngettext(
        "An animation of {count} frame; the first is shown. "
        "Saved as GIF, PNG or WebP, all are kept, in the same colors.",
        "An animation of {count} frames; the first is shown. "
        "Saved as GIF, PNG or WebP, all are kept, in the same colors.",
        frames,
    ).format(count=frames)
    return Animation(path, frames, _plays(image), image.size, stamp), (note,)


def has_still_image(image: Image.Image) -> bool:
    """Return whether the image is none of the frames, but for programs that cannot animate."""
    return bool(getattr(image, "default_image", False))


def _count(image: Image.Image) -> int:
    """Count the images in a file; of a damaged one those before the damage."""
    try:
        return int(getattr(image, "n_frames", 1))
    except Exception:  # noqa: BLE001
        # A GIF is counted by reading it, and its end may be missing.
        whole = image.tell() + 1
        image.seek(0)
        return whole


def _plays(image: Image.Image) -> int:
    """Return how often an animation is to be shown, 0 for ever.

    A GIF holds the number of repetitions, and browsers show it once more than that; without the
    number it is shown once.
    """
    loop = image.info.get("loop")
    if image.format != "GIF":
        return int(loop or 0)
    if loop is None:
        return 1
    return int(loop) + 1 if loop else 0
