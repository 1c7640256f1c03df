"""Images turned as the camera meant them, with all that turns with them."""

from __future__ import annotations

from PIL import Image, ImageOps

_ORIENTATION = 0x0112
# These values (CIPA DC-008, Exif 3.0, 4.6.4) exchange rows and columns.
_ON_THE_SIDE = {5, 6, 7, 8}
_RESOLUTION_ACROSS, _RESOLUTION_DOWN = 0x011A, 0x011B


def turn_upright(image: Image.Image) -> None:
    """Turn a decoded image, in place, as the camera meant it."""
    try:
        turn_resolution(image)
        # In place, as otherwise a photo that is upright already would be copied.
        ImageOps.exif_transpose(image, in_place=True)
    except Exception:  # noqa: BLE001
        # Garbled EXIF data raise anything; the picture itself is fine.
        return


def turn_resolution(image: Image.Image) -> None:
    """Exchange the resolution across and down of an image if turning it upright exchanges sides."""
    exif = image.getexif()
    # libheif has turned its pixels already, and left the old orientation here.
    orientation = image.info.get("original_orientation") or exif.get(_ORIENTATION)
    if orientation not in _ON_THE_SIDE:
        return
    dpi = image.info.get("dpi")
    if isinstance(dpi, tuple):
        image.info["dpi"] = dpi[::-1]
    across, down = exif.get(_RESOLUTION_ACROSS), exif.get(_RESOLUTION_DOWN)
    if across is not None and down is not None:
        exif[_RESOLUTION_ACROSS], exif[_RESOLUTION_DOWN] = down, across
