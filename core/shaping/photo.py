"""A photo in another shape: a new photo, which knows nothing of the rest of the old one."""

from __future__ import annotations

from dataclasses import replace

from core.arrays import freeze
from core.errors import InputError
from core.framing import WHOLE, Framing, Shape
from core.language import _
from core.model import Animation, Photo
from core.progress import Meter, ProgressCallback
from core.resizing import Resize
from core.shaping.picture import shaped


def frame_photo(
    photo: Photo,
    framing: Framing = WHOLE,
    resize: Resize | None = None,
    progress: ProgressCallback | None = None,
    *,
    enlarge: bool = False,
    max_pixels: int | None = None,
) -> Photo:
    """Crop, turn, mirror and resize a photo, in this order.

    Resizing is by Lanczos' filter in linear light, and colors weigh by their alpha. A mask goes
    along. The frames of an animation get the same shape when they are read.

    Parameters
    ----------
    photo : Photo
    framing : Framing
    resize : Resize, optional
    progress : callable, optional
        Receives `Progress`; whatever it raises passes through.
    enlarge : bool
        Whether the photo may become larger than its framing leaves it.
    max_pixels : int, optional
        As for `open_photo`, whose default it has.

    Returns
    -------
    Photo
        The photo itself if nothing changes. Its metadata tell what is true of the new picture.

    Raises
    ------
    InputError
        (a ValueError) when a part of the crop lies outside of the photo, the picture would have
        more pixels than are allowed, or the photo's mask has another shape.
    """
    shape = shape_of((photo.width, photo.height), framing, resize, enlarge=enlarge)
    if shape == (WHOLE, (photo.width, photo.height)):
        return photo
    _require_size(shape.size, photo.animation, max_pixels)
    tick = Meter(progress).part(1.0, _("framing the photo"))
    pixels, alpha = shaped((photo.pixels, photo.alpha), shape, tick)
    animation, metadata, matters = photo.animation, photo.metadata, photo.matters
    for made in (pixels, alpha):
        if made is not None:
            made.setflags(write=False)
    return replace(
        photo,
        pixels=freeze(pixels),
        alpha=alpha,
        animation=animation and replace(animation, shapes=(*animation.shapes, shape)),
        metadata=metadata and metadata.reframed(shape.size, on_the_side=framing.on_the_side),
        matters=matters and matters.framed(framing, (photo.width, photo.height), shape.size),
    )


def shape_of(
    size: tuple[int, int], framing: Framing, resize: Resize | None, *, enlarge: bool = False
) -> Shape:
    """Return the shape that a picture of this width and height gets.

    Raises
    ------
    InputError
        (a ValueError) when a part of the crop lies outside of it.
    """
    left = framing.size_of(size)
    return Shape(framing, left if resize is None else resize.size_of(left, enlarge=enlarge))


def _require_size(
    size: tuple[int, int], animation: Animation | None, max_pixels: int | None
) -> None:
    """Raise InputError for a picture of more pixels than a photo, or one of frames, may have."""
    # Imported here: reading takes Pillow, which nothing else here does.
    from core.reading import animation as frames
    from core.reading.photo import MAX_PIXELS, MOST_PIXELS

    allowed = min(MAX_PIXELS if max_pixels is None else max_pixels, MOST_PIXELS)
    if animation is not None:
        of_each = frames.MOST_PIXELS // animation.frames
        allowed = min(allowed, frames.MOST_PIXELS_OF_A_FRAME, of_each)
    width, height = size
    if width * height > allowed:
        raise InputError(
            _(
                "it would have {width}×{height} = {millions} million pixels; {most} million "
                "are allowed; resize it to less"
            ).format(
                width=width,
                height=height,
                millions=f"{width * height / 1e6:.0f}",
                most=f"{allowed / 1e6:.0f}",
            )
        )
