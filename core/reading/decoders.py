"""The decoders that read photos: Pillow's for the formats allowed here, and a few of our own.

`open_image` opens a file by its content. `png_ahead`, `bounded_gif`, `gray_bitmap`, `turned_tiff`
and `deep_tiff` replace a decoder of Pillow or a part of it; the one for HEIC is loaded when the
first such file is opened.
"""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from core.errors import ReadError
from core.language import _, translated
from core.reading import bounded_gif, deep_tiff, gray_bitmap, png_ahead, turned_tiff

# Pillow's own limit warns or raises depending on size, for the whole process. `photo.opened` raises
# one clear error instead, by the size in the file's header, before any memory is spent.
Image.MAX_IMAGE_PIXELS = None
# Pillow warns of a damaged EXIF block or an unknown tag: no pixel is lost, and no user sees it.
warnings.filterwarnings("ignore", module=r"PIL\.")

# The formats of photos and pictures; the tests read damaged files of each. First come those that
# Pillow loads first, last those that are hard to tell from a file that is no picture. Left out are
# stubs that only recognize a file (MPEG, HDF5, GRIB …), EPS and WMF, which run other programs,
# FITS, which unpacks without any bound, icons of macOS, with pictures larger than they announce,
# and old formats that no camera, phone, scanner or program of today writes.
_FORMATS = (
    "JPEG", "PNG", "GIF", "BMP", "PPM", "TIFF", "WEBP", "AVIF", "JPEG2000", "PSD", "ICO", "DIB",
    "DDS", "QOI", "SGI", "SUN", "XBM", "DCX", "PCX", "TGA",
)  # fmt: skip
_ICON = b"\0\0\1\0"
_PNG_BEGIN = b"\x89PNG"
_PNG_SIZE = re.compile(rb"IHDR(.{8})", re.DOTALL)
_LARGEST_ICON = 2048
_MOST_ICON_BYTES = 64_000_000
# The header of OS/2 has this many bytes, and sizes of 16 bits.
_SHORT_HEADER = 12
_TIFF = {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}
_HEIF_ENDINGS = (".heic", ".heif", ".hif")
_HEIF_BRANDS = {
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1",
}  # fmt: skip


def open_image(path: Path) -> Image.Image:
    """Open a file as an image, by its content and not its ending; nothing is decoded yet.

    Raises
    ------
    PIL.UnidentifiedImageError
        When it is no image of these formats.
    ReadError
        When it is one, but cannot be read.
    Exception
        Whatever Pillow's decoders raise for a damaged file.
    """
    with path.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp" and head[8:] in _HEIF_BRANDS:
        _register_heif()
        # Both formats begin alike; the first decoder refuses a file without AVIF in it.
        return Image.open(path, formats=("AVIF", "HEIF"))
    register_usual()
    if head[:4] == _ICON:
        _require_small_pictures(path)
    if head[:4] not in _TIFF:
        return Image.open(path, formats=_FORMATS)
    return _open_tiff(path)


def _open_tiff(path: Path) -> Image.Image:
    """Open a TIFF with Pillow's decoder, or with ours where that would get pixels wrong."""
    deep_tiff.register()
    image = Image.open(path, formats=("TIFF", deep_tiff.FORMAT))
    verdict = deep_tiff.judge(image)
    if verdict is deep_tiff.Verdict.RIGHT:
        return image
    try:
        better = Image.open(path, formats=(deep_tiff.FORMAT,))
    except (UnidentifiedImageError, ReadError):
        if verdict is deep_tiff.Verdict.CUT:
            return image
        image.close()
        raise ReadError(translated(deep_tiff.CANNOT)) from None
    image.close()
    return better


def _require_small_pictures(path: Path) -> None:
    """Raise ReadError for an icon with very large pictures: Pillow believes the icon's table."""
    if path.stat().st_size > _MOST_ICON_BYTES:
        raise ReadError(_("the file is larger than icons are"))
    data = path.read_bytes()
    sizes = [struct.unpack(">II", told) for told in _PNG_SIZE.findall(data)]
    if max(map(max, [*sizes, *_bitmap_sizes(data)]), default=0) > _LARGEST_ICON:
        raise ReadError(_("a picture in it is larger than icons are"))


def _bitmap_sizes(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield width and height of the bitmaps in an icon."""
    (count,) = struct.unpack_from("<4xH", data.ljust(6, b"\0"))
    for entry in range(6, 6 + 16 * count, 16):
        begin = int.from_bytes(data[entry + 12 : entry + 16], "little")
        header = data[begin : begin + 12]
        if len(header) < 12 or header.startswith(_PNG_BEGIN):
            continue
        short = header[:4] == _SHORT_HEADER.to_bytes(4, "little")
        width, height = struct.unpack_from("<4xHH" if short else "<4xii", header)
        # The height counts the mask of transparent pixels below the picture too.
        yield abs(width), abs(height) // 2


@cache
def register_usual() -> None:
    """Register the usual formats with Pillow, some of them with a decoder of our own."""
    Image.preinit()
    png_ahead.register()
    bounded_gif.register()
    gray_bitmap.register()
    turned_tiff.register()


@cache
def _register_heif() -> None:
    # Imported late, as libheif takes a while to load, and most photos are JPEG.
    import pi_heif

    pi_heif.register_heif_opener()


def readable_endings() -> list[str]:
    """List the endings of the files that can be photos: ".avif", ".bmp" …."""
    Image.init()
    register_usual()
    read = {*_FORMATS, "MPO"}
    of_pillow = (ending for ending, name in Image.EXTENSION.items() if name in read)
    return sorted({*of_pillow, *_HEIF_ENDINGS})
