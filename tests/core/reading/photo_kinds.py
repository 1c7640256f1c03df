"""Every kind of photo Fewtone reads: how to make such a file, and the colors it must have.

`python -m tests.core.reading.photo_kinds` prints the table of docs/reading.md. What is expected is
never computed by what reads: colors by coloraide or by arithmetic here.
"""

import io
import struct
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import coloraide
import numpy as np
import pillow_heif
import tifffile
from PIL import Image, ImageCms

from core.reading.icc import (
    ADOBE_CURVE,
    ADOBE_RGB,
    BT709,
    DISPLAY_P3,
    SRGB_CURVE,
    Primaries,
    matrix_profile,
)
from tests.core.png_files import chunk, png
from tests.core.reading import color_profiles
from tests.core.reading.plain_frames import GifPart, gif

RNG = np.random.default_rng(1)
PIXELS = RNG.integers(0, 256, (13, 17, 3)).astype(np.uint8)
# Corners and edges of the cube of colors as well.
PIXELS[:2, :4] = np.array(
    [[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0],
     [0, 0, 255], [255, 255, 0], [1, 1, 1], [128, 128, 128]]
).reshape(2, 4, 3)  # fmt: skip
GRAY = PIXELS[..., 0]
# What codecs with loss keep well enough: the middles of large squares, not too colorful.
SQUARES = np.repeat(np.repeat(40 + PIXELS[:3, 4:8] // 2, 16, 0), 16, 1)
GRAY_SQUARES = SQUARES[..., 0]
DEEP = RNG.integers(0, 65536, (13, 17, 4)).astype(np.uint16)
DEEP[0, :8, 0] = [0, 1, 128, 129, 65535, 65407, 32767, 32768]
PROPHOTO = Primaries(
    (0.734699, 0.265301), (0.159597, 0.840403), (0.036598, 0.000105), (0.345704, 0.358540)
)


@dataclass(frozen=True)
class Kind:
    """One kind of photo.

    Parameters
    ----------
    title, becomes : str
        In words for the table.
    make : callable
        Gives the bytes of a file.
    rgb : (h, w, 3)
        What must come out.
    alpha : (h, w) or None
    tolerance : int
        By how much a channel may differ; from 4 on of the middles of squares of 16 pixels, as
        codecs with loss mix the colors of neighbors.
    note : str, or tuple of str
        What the user must be told; "" is nothing at all.
    """

    title: str
    becomes: str
    make: Callable[[], bytes]
    rgb: np.ndarray
    alpha: np.ndarray | None = None
    tolerance: int = 0
    note: str | tuple[str, ...] = ""


def _saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _rgb(kind, pixels=PIXELS, **options):
    return lambda: _saved(Image.fromarray(pixels), kind, **options)


def _tiff(values, **options):
    def make():
        file = io.BytesIO()
        tifffile.imwrite(file, values, **options)
        return file.getvalue()

    return make


def heic(pixels, quality=-1, **options):
    """Encode a HEIC; without loss unless told otherwise."""
    file = io.BytesIO()
    more = {"chroma": 444, "matrix_coefficients": 0} if quality == -1 else {}
    pillow_heif.from_pillow(Image.fromarray(pixels)).save(file, quality=quality, **more, **options)
    return file.getvalue()


_TEN_BITS = (SQUARES.astype(np.uint16) * 4) + np.arange(64, dtype=np.uint16)[:, None] % 4


def _heic_of_10_bits():
    file = io.BytesIO()
    picture = pillow_heif.from_bytes("RGB;10", (64, 48), _TEN_BITS.astype("<u2").tobytes())
    picture.save(file, quality=-1, chroma=444, matrix_coefficients=0)
    return file.getvalue()


def _heic_of_two():
    """Make a HEIC whose main picture is the second."""
    file = io.BytesIO()
    pictures = pillow_heif.from_pillow(Image.fromarray(255 - SQUARES))
    pictures.add_from_pillow(Image.fromarray(SQUARES))
    pictures.save(file, quality=-1, chroma=444, matrix_coefficients=0, primary_index=1)
    return file.getvalue()


def in_srgb(space, numbers):
    """Convert (…, 3) numbers of a space of coloraide's to sRGB of 8 bits, without Fewtone."""
    rows = np.asarray(numbers, dtype=float).reshape(-1, 3).tolist()
    converted = [coloraide.Color(space, row).convert("srgb").clip().coords() for row in rows]
    return np.rint(255 * np.array(converted)).reshape(np.shape(numbers))


def rounded(deep):
    """Round 16 bits to 8."""
    return np.rint(deep / 257)


def _three(gray):
    return np.repeat(np.asarray(gray)[..., None], 3, axis=2)


def _gray_in_srgb(exponent, gray):
    light = (gray / 255) ** (round(exponent * 256) / 256)
    return _three(np.rint(in_srgb("srgb-linear", _three(light))[..., 0]))


def _p3():
    return matrix_profile(DISPLAY_P3, SRGB_CURVE)


def _said(name):
    return f"Colors were converted from {name} to sRGB."


def _camera(orientation=1, adobe=False):
    exif = Image.Exif()
    exif[0x0112] = orientation
    if adobe:
        exif.get_ifd(0x8769).update({0xA001: 0xFFFF, 0xA005: {1: "R03"}})
    return exif.tobytes()


# Ink as light would have it, with CIELAB (D50) of each combination of full inks.
_INK = np.array([(100, 0, 0), *[(0, 0, 0)] * 15], dtype=float)
_INK[[8, 4, 2, 12, 10, 6, 14]] = [
    (55, -37, -50), (48, 74, -3), (89, -5, 93), (24, 22, -46), (50, -65, 27), (47, 68, 48),
    (23, 0, 0),
]  # fmt: skip
_CORNERS = np.array([[c >> 3 & 1, c >> 2 & 1, c >> 1 & 1, c & 1] for c in range(16)])
_PATCHES = np.repeat(np.repeat((255 * _CORNERS).reshape(4, 4, 4).astype(np.uint8), 16, 0), 16, 1)


def _ink_in_srgb():
    patches = in_srgb("lab", _INK).reshape(4, 4, 3)
    return np.repeat(np.repeat(patches, 16, 0), 16, 1)


def _naive(ink):
    ink = ink.astype(float) / 255
    return np.rint(255 * (1 - ink[..., :3]) * (1 - ink[..., 3:]))


def _ycck():
    """Make a JPEG whose ink is stored as Photoshop does: inverted, and as YCbCr."""
    ycc = np.asarray(Image.fromarray(_PATCHES[..., :3].copy()).convert("YCbCr"))
    stored = np.dstack([255 - ycc, _PATCHES[..., 3]])
    data = _saved(Image.frombytes("CMYK", (64, 64), stored.tobytes()), "JPEG", quality=100)
    at = data.index(b"Adobe") + 11
    return data[:at] + b"\2" + data[at + 1 :]


def _ink(kind, **options):
    image = Image.frombytes("CMYK", (64, 64), _PATCHES.tobytes())
    return lambda: _saved(image, kind, **options)


def _palette(**options):
    image = Image.frombytes("P", (17, 13), (GRAY % 4).tobytes())
    image.putpalette([10, 20, 30, 250, 0, 0, 0, 240, 0, 0, 0, 230])
    return lambda: _saved(image, "PNG", **options)


_COLORS_OF_PALETTE = np.array([[10, 20, 30], [250, 0, 0], [0, 240, 0], [0, 0, 230]])


def _with_alpha(mode="RGBA"):
    image = Image.fromarray(PIXELS).convert(mode)
    image.putalpha(Image.fromarray(GRAY))
    return image


def _lab():
    # Stored as TIFF does: L* 0…255, a* and b* signed.
    numbers = np.array([[(60, 30, -20), (90, -10, 40), (20, 5, 5), (50, 0, 0)]], dtype=float)
    stored = np.stack([numbers[..., 0] * 2.55, numbers[..., 1], numbers[..., 2]], -1)
    stored = np.rint(stored).astype(int)
    back = np.stack([stored[..., 0] / 2.55, stored[..., 1], stored[..., 2]], -1)
    data = (stored % 256).astype(np.uint8).tobytes()
    return Image.frombytes("LAB", (4, 1), data), in_srgb("lab", back)


def _frames(kind, **options):
    others = [Image.fromarray(255 - PIXELS)]
    return lambda: _saved(
        Image.fromarray(PIXELS), kind, save_all=True, append_images=others, **options
    )


def _gif_colors():
    return Image.fromarray(PIXELS // 128 * 255)


_EIGHT_BITS_TRNS = chunk(b"tRNS", struct.pack(">HHH", *PIXELS[5, 5].tolist()))
_DEEP_TRNS = chunk(b"tRNS", struct.pack(">HHH", *DEEP[5, 5, :3].tolist()))
_DEEP_GRAY_TRNS = chunk(b"tRNS", struct.pack(">H", int(DEEP[5, 5, 0])))
_NEARLY = DEEP[..., :3].copy()
# What only differs where 8 bits do not show it must stay visible.
_NEARLY[6, 6] = _NEARLY[5, 5] ^ 1
_FEW_GRAYS = GRAY % 4
_FLOATS = RNG.random((13, 17, 3)).astype(np.float32)
_ALPHA16 = DEEP[..., 3]
_TIMES_ALPHA = np.dstack(
    [(DEEP[..., :3].astype(np.uint64) * _ALPHA16[..., None] // 65535).astype(np.uint16), _ALPHA16]
)


def _divided():
    alpha = _TIMES_ALPHA[..., 3:].astype(float)
    colors = _TIMES_ALPHA[..., :3] / np.maximum(alpha, 1)
    return np.rint(255 * np.clip(colors, 0, 1))


def _gamma_chunk(gamma):
    return chunk(b"gAMA", struct.pack(">I", round(gamma * 100000)))


def _p3_lights():
    numbers = (*DISPLAY_P3.white, *DISPLAY_P3.red, *DISPLAY_P3.green, *DISPLAY_P3.blue)
    return chunk(b"cHRM", struct.pack(">8I", *(round(100000 * number) for number in numbers)))


def _float_predicted():
    """Make a TIFF as programs for photos pack floats: by bytes, as differences, deflated."""
    parts = _FLOATS.astype(">f4").view(np.uint8).reshape(13, 17 * 3, 4)
    planes = parts.transpose(0, 2, 1).reshape(13, 4 * 17, 3)
    data = zlib.compress(np.diff(planes, axis=1, prepend=np.uint8(0)).tobytes())
    numbers = {
        256: 17, 257: 13, 258: 0, 259: 8, 262: 2, 273: 0, 277: 3, 278: 13, 279: len(data),
        317: 3, 339: 0,
    }  # fmt: skip
    end = 8 + 2 + 12 * len(numbers) + 4
    numbers |= {258: end, 339: end + 6, 273: end + 12}
    entries = b"".join(
        struct.pack("<HHII", tag, 3, 3, number) if tag in (258, 339) else
        struct.pack("<HHII", tag, 4, 1, number)
        for tag, number in numbers.items()
    )  # fmt: skip
    head = b"II*\0" + struct.pack("<IH", 8, len(numbers)) + entries + bytes(4)
    return head + struct.pack("<6H", 32, 32, 32, 3, 3, 3) + data


def _avif_of_p3():
    """Make an AVIF without a profile; Pillow writes code points, but always the same."""
    data = _rgb("AVIF", SQUARES, quality=95, subsampling="4:4:4")()
    at = data.index(b"colrnclx") + 8
    return data[:at] + struct.pack(">HH", 12, 13) + data[at + 4 :]


def _mask(where):
    return np.where(where, 0, 255)


LAB, LAB_RGB = _lab()
DEEP_RGB, DEEP_GRAY = DEEP[..., :3], DEEP[..., 0]
P3 = in_srgb("display-p3", PIXELS / 255)
P3_SQUARES = in_srgb("display-p3", SQUARES / 255)
P3_PROFILE = matrix_profile(DISPLAY_P3, SRGB_CURVE, "Display P3")
PALETTE_INDEX = GRAY % 4
PALETTE_COLORS = _COLORS_OF_PALETTE[PALETTE_INDEX]


def _formats():
    for name, kind, options in (
        ("PNG", "PNG", {}),
        ("TIFF", "TIFF", {}),
        ("TIFF, LZW", "TIFF", {"compression": "tiff_lzw"}),
        ("BMP", "BMP", {}),
        ("WebP without loss", "WEBP", {"lossless": True}),
        ("JPEG 2000 without loss", "JPEG2000", {"irreversible": False}),
        ("PPM", "PPM", {}),
        ("TGA", "TGA", {}),
        ("PCX", "PCX", {}),
        ("QOI", "QOI", {}),
        ("SGI", "SGI", {}),
        ("DDS", "DDS", {}),
    ):
        yield Kind(name, "as it is", _rgb(kind, **options), PIXELS)
    yield Kind("HEIC without loss", "as it is", lambda: heic(SQUARES), SQUARES)
    for name, kind, options in (
        ("JPEG", "JPEG", {"quality": 95}),
        ("JPEG, progressive", "JPEG", {"quality": 95, "progressive": True}),
        ("WebP", "WEBP", {"quality": 95}),
        ("AVIF", "AVIF", {"quality": 95}),
    ):
        yield Kind(name, "as decoded", _rgb(kind, SQUARES, **options), SQUARES, tolerance=4)
    yield Kind("HEIC", "as decoded", lambda: heic(SQUARES, 95), SQUARES, tolerance=4)
    turned = np.rot90(SQUARES, -1)
    for kind in ("JPEG", "AVIF"):
        yield Kind(
            f"{kind}, turned in EXIF",
            "upright",
            _rgb(kind, SQUARES, quality=95, exif=_camera(6)),
            turned,
            tolerance=4,
        )
    yield Kind(
        "HEIC, turned in the container and in EXIF",
        "upright, turned once",
        lambda: heic(SQUARES, 95, exif=_camera(6)),
        turned,
        tolerance=4,
    )


_DAMAGED_TEXT = chunk(b"tEXt", b"Title\0a photo")[:-1] + b"!"


def _oddly_stored():
    yield Kind(
        "Gray TIFF on its side", "upright", _tiff(GRAY, extratags=[(274, 3, 1, 6, True)]),
        np.rot90(_three(GRAY), -1),
    )  # fmt: skip
    for title, word, bad in (
        ("PNG with a damaged text before its pixels", "text", _DAMAGED_TEXT),
        ("PNG gAMA that cannot be", "gamma", chunk(b"gAMA", b"\xff" * 4)),
    ):
        yield Kind(
            title, "as it is, told", lambda bad=bad: png(PIXELS, bad), PIXELS,
            note=f"Damaged parts of the file were ignored: {word}.",
        )  # fmt: skip
    table, part = np.repeat(np.arange(128, dtype=np.uint8)[:, None], 3, 1), np.s_[1:9, 2:7]
    inside = np.zeros_like(GRAY)
    inside[part] = 255
    small = gif([GifPart(2, 1, GRAY[part] // 2)], (17, 13), table, background=9)
    yield Kind(
        "GIF that covers a part of its canvas", "the rest transparent", lambda: small,
        np.where(inside[..., None] > 0, _three(GRAY // 2), 0), inside,
    )  # fmt: skip


def _several_pictures():
    first = "Only the first of several pages is used."
    yield Kind("TIFF of several pages", "the first, told", _frames("TIFF"), PIXELS, note=first)
    moving = (
        "An animation of 2 frames; the first is shown. "
        "Saved as GIF, PNG or WebP, all are kept, in the same colors."
    )
    yield Kind("PNG, animated", "the first frame, told", _frames("PNG"), PIXELS, note=moving)
    webp = _frames("WEBP", lossless=True)
    yield Kind("WebP, animated", "the first frame, told", webp, PIXELS, note=moving)
    gif = _saved(_gif_colors(), "GIF", save_all=True, append_images=[Image.fromarray(255 - PIXELS)])
    yield Kind(
        "GIF, animated", "the first frame, told", lambda: gif, PIXELS // 128 * 255, note=moving
    )
    yield Kind(
        "JPEG with another picture in it (MPO)",
        "the main one, told",
        _frames("MPO", quality=100, subsampling=0),
        np.asarray(Image.open(io.BytesIO(_rgb("JPEG", quality=100, subsampling=0)()))),
        note="Only the main one of 2 pictures in it is used.",
    )
    yield Kind(
        "HEIC of several pictures", "the main one, told", _heic_of_two, SQUARES,
        note="Only the main one of 2 pictures in it is used.",
    )  # fmt: skip


def _gray_palettes_and_alpha():
    yield Kind("Gray", "equal red, green, blue", lambda: png(GRAY), _three(GRAY))
    yield Kind(
        "Black and white, 1 bit",
        "0 and 255",
        lambda: png(GRAY % 2, depth=1),
        _three(GRAY % 2 * 255),
    )
    yield Kind(
        "Gray of 2 or 4 bits, a gray transparent (tRNS)",
        "spread over 0…255, alpha",
        lambda: png(_FEW_GRAYS, chunk(b"tRNS", b"\0\2"), depth=2),
        _three(_FEW_GRAYS * 85),
        _mask(_FEW_GRAYS == 2),
    )
    yield Kind(
        "Gray with alpha", "alpha kept",
        lambda: png(np.dstack([GRAY, PIXELS[..., 1]])), _three(GRAY), PIXELS[..., 1],
    )  # fmt: skip
    yield Kind("RGB with alpha", "alpha kept", lambda: png(np.dstack([PIXELS, GRAY])), PIXELS, GRAY)
    yield Kind(
        "RGB, a color transparent (tRNS)", "alpha", lambda: png(PIXELS, _EIGHT_BITS_TRNS),
        PIXELS, _mask((PIXELS[5, 5] == PIXELS).all(-1)),
    )  # fmt: skip
    squares_alpha = SQUARES[..., 1]
    yield Kind(
        "HEIC with alpha", "alpha kept", lambda: heic(np.dstack([SQUARES, squares_alpha])),
        SQUARES, squares_alpha,
    )  # fmt: skip
    yield Kind("Palette", "its colors", _palette(), PALETTE_COLORS)
    yield Kind(
        "Palette, a color transparent", "alpha",
        _palette(transparency=2), PALETTE_COLORS, _mask(PALETTE_INDEX == 2),
    )  # fmt: skip
    yield Kind(
        "Palette with alpha", "alpha kept",
        _palette(transparency=b"\x10\x80\xff\x00"), PALETTE_COLORS,
        np.array([16, 128, 255, 0])[PALETTE_INDEX],
    )  # fmt: skip


def _png_of_16_bits():
    said = "16 bits a channel were rounded to 8."
    yield Kind("16-bit gray PNG", "rounded", lambda: png(DEEP_GRAY), _three(rounded(DEEP_GRAY)),
               note=said)  # fmt: skip
    yield Kind(
        "16-bit gray PNG, a gray transparent (tRNS)", "rounded, alpha",
        lambda: png(DEEP_GRAY, _DEEP_GRAY_TRNS),
        _three(rounded(DEEP_GRAY)), _mask(DEEP_GRAY[5, 5] == DEEP_GRAY), note=said,
    )  # fmt: skip
    yield Kind(
        "16-bit gray PNG with alpha", "rounded", lambda: png(DEEP[..., :2]),
        _three(rounded(DEEP_GRAY)), rounded(DEEP[..., 1]), note=said,
    )  # fmt: skip
    yield Kind("16-bit RGB PNG", "rounded", lambda: png(DEEP_RGB), rounded(DEEP_RGB), note=said)
    yield Kind(
        "16-bit RGB PNG, a color transparent (tRNS)", "rounded, alpha",
        lambda: png(_NEARLY, _DEEP_TRNS),
        rounded(_NEARLY), _mask((_NEARLY[5, 5] == _NEARLY).all(-1)), note=said,
    )  # fmt: skip
    yield Kind(
        "16-bit RGB PNG with alpha", "rounded", lambda: png(DEEP),
        rounded(DEEP_RGB), rounded(_ALPHA16), note=said,
    )  # fmt: skip


def _tiff_of_16_bits():
    said = "16 bits a channel were rounded to 8."
    for order, in_words in (("<", "little-endian"), (">", "big-endian")):
        yield Kind(
            f"16-bit RGB TIFF, {in_words}", "rounded",
            _tiff(DEEP_RGB, byteorder=order, photometric="rgb"), rounded(DEEP_RGB), note=said,
        )  # fmt: skip
    yield Kind(
        "16-bit RGB TIFF, deflated", "rounded",
        _tiff(DEEP_RGB, photometric="rgb", compression="zlib", predictor=True),
        rounded(DEEP_RGB), note=said,
    )  # fmt: skip
    yield Kind(
        "16-bit RGB TIFF with alpha", "rounded",
        _tiff(DEEP, photometric="rgb", extrasamples=["unassalpha"]),
        rounded(DEEP_RGB), rounded(_ALPHA16), note=said,
    )  # fmt: skip
    yield Kind(
        "16-bit RGB TIFF multiplied by alpha", "divided, rounded",
        _tiff(_TIMES_ALPHA, photometric="rgb", extrasamples=["assocalpha"]),
        _divided(), rounded(_ALPHA16), tolerance=1, note=said,
    )  # fmt: skip
    yield Kind(
        "16-bit RGB PPM", "rounded",
        lambda: b"P6 17 13 65535\n" + DEEP_RGB.astype(">u2").tobytes(),
        rounded(DEEP_RGB), note=said,
    )  # fmt: skip
    yield Kind("16-bit gray TIFF", "rounded", _tiff(DEEP_GRAY), _three(rounded(DEEP_GRAY)),
               note=said)  # fmt: skip
    yield Kind(
        "Gray TIFF of floats", "0…1 becomes 0…255", _tiff(_FLOATS[..., 0]),
        _three(np.rint(255 * _FLOATS[..., 0])),
        note="Floating-point values from 0 to 1 were scaled to 8 bits.",
    )  # fmt: skip


def _tiff_beyond_pillow():
    said = "16 bits a channel were rounded to 8."
    planes = {"photometric": "rgb", "planarconfig": "separate"}
    yield Kind(
        "16-bit RGB TIFF in planes", "rounded",
        _tiff(np.moveaxis(DEEP_RGB, 2, 0), **planes), rounded(DEEP_RGB), note=said,
    )  # fmt: skip
    yield Kind(
        "16-bit RGB TIFF in planes, deflated", "rounded",
        _tiff(np.moveaxis(DEEP_RGB, 2, 0), compression="zlib", predictor=True, **planes),
        rounded(DEEP_RGB), note=said,
    )  # fmt: skip
    yield Kind(
        "16-bit gray TIFF, 0 is white", "inverted, rounded",
        _tiff(DEEP_GRAY, photometric="miniswhite"), _three(rounded(65535.0 - DEEP_GRAY)),
        note=said,
    )  # fmt: skip
    yield Kind(
        "16-bit gray TIFF with alpha", "rounded",
        _tiff(DEEP[..., :2], photometric="minisblack", extrasamples=["unassalpha"]),
        _three(rounded(DEEP_GRAY)), rounded(DEEP[..., 1]), note=said,
    )  # fmt: skip
    yield Kind(
        "32-bit RGB TIFF", "rounded", _tiff(DEEP_RGB.astype(np.uint32) * 65537, photometric="rgb"),
        rounded(DEEP_RGB), note="32 bits a channel were rounded to 8.",
    )  # fmt: skip


def _floats():
    said = "Floating-point values from 0 to 1 were scaled to 8 bits."
    for bits, tolerance in ((16, 1), (32, 0), (64, 0)):
        yield Kind(
            f"RGB TIFF of {bits}-bit floats", "0…1 becomes 0…255",
            _tiff(_FLOATS.astype(f"f{bits // 8}"), photometric="rgb"),
            np.rint(255 * _FLOATS), tolerance=tolerance, note=said,
        )  # fmt: skip
    yield Kind(
        "RGB TIFF of floats, deflated with predictor", "0…1 becomes 0…255", _float_predicted,
        np.rint(255 * _FLOATS), note=said,
    )  # fmt: skip
    yield Kind(
        "RGB TIFF of floats with alpha", "0…1 becomes 0…255, alpha",
        _tiff(np.dstack([_FLOATS, _FLOATS[..., 0]]), photometric="rgb",
              extrasamples=["unassalpha"]),
        np.rint(255 * _FLOATS), np.rint(255 * _FLOATS[..., 0]), note=said,
    )  # fmt: skip
    yield Kind(
        "HEIC of 10 bits", "as libheif cuts", _heic_of_10_bits, np.rint(_TEN_BITS * (255 / 1023)),
        tolerance=1,
    )  # fmt: skip


def _profiles_of_rgb():
    for name, primaries, curve_, space in (
        ("Display P3", DISPLAY_P3, SRGB_CURVE, "display-p3"),
        ("Adobe RGB", ADOBE_RGB, ADOBE_CURVE, "a98-rgb"),
        ("ProPhoto RGB", PROPHOTO, (1.8,), "prophoto-rgb"),
        ("linear sRGB", BT709, (1.0,), "srgb-linear"),
    ):
        data = matrix_profile(primaries, curve_, name)
        for kind in ("PNG", "TIFF"):
            yield Kind(
                f"{kind} with profile: {name}", "converted to sRGB",
                _rgb(kind, icc_profile=data),
                in_srgb(space, PIXELS / 255), tolerance=2, note=_said(name),
            )  # fmt: skip


def _display_p3():
    for kind in ("JPEG", "WEBP", "AVIF"):
        yield Kind(
            f"{kind} with profile: Display P3", "converted to sRGB",
            _rgb(kind, SQUARES, quality=95, icc_profile=P3_PROFILE),
            P3_SQUARES, tolerance=8, note=_said("Display P3"),
        )  # fmt: skip
    yield Kind(
        "HEIC with profile: Display P3", "converted to sRGB",
        lambda: heic(SQUARES, icc_profile=P3_PROFILE),
        P3_SQUARES, tolerance=2, note=_said("Display P3"),
    )  # fmt: skip
    yield Kind(
        "HEIC with code points: Display P3 (nclx)", "converted to sRGB",
        lambda: heic(SQUARES, 95, color_primaries=12, transfer_characteristics=13),
        P3_SQUARES, tolerance=6, note=_said("Display P3"),
    )  # fmt: skip
    yield Kind(
        "AVIF with code points: Display P3 (nclx)", "converted to sRGB", _avif_of_p3,
        P3_SQUARES, tolerance=8, note=_said("Display P3"),
    )  # fmt: skip


def _profiles_beside_rgb():
    yield Kind(
        "RGB with alpha and profile: Display P3", "converted, alpha kept",
        lambda: _saved(_with_alpha(), "PNG", icc_profile=P3_PROFILE),
        P3, GRAY, tolerance=2, note=_said("Display P3"),
    )  # fmt: skip
    yield Kind(
        "Palette with profile: Display P3", "converted to sRGB",
        _palette(icc_profile=P3_PROFILE),
        in_srgb("display-p3", PALETTE_COLORS / 255), tolerance=2, note=_said("Display P3"),
    )  # fmt: skip
    yield Kind(
        "Profile of sRGB", "as it is",
        _rgb("PNG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()),
        PIXELS,
    )  # fmt: skip
    gray_profile = color_profiles.gray(1.8, "Gray 1.8")
    yield Kind(
        "Gray with a gray profile", "converted to sRGB",
        lambda: _saved(Image.fromarray(GRAY), "PNG", icc_profile=gray_profile),
        _gray_in_srgb(1.8, GRAY), tolerance=1, note=_said("Gray 1.8"),
    )  # fmt: skip
    yield Kind(
        "Gray with alpha and a gray profile", "converted, alpha kept",
        lambda: _saved(_with_alpha("LA"), "PNG", icc_profile=gray_profile),
        _gray_in_srgb(1.8, np.asarray(Image.fromarray(PIXELS).convert("L"))), GRAY,
        tolerance=1, note=_said("Gray 1.8"),
    )  # fmt: skip


def _colors_told_otherwise():
    yield Kind(
        "EXIF says Adobe RGB, no profile", "converted to sRGB",
        _rgb("JPEG", SQUARES, quality=100, subsampling=0, exif=_camera(adobe=True)),
        in_srgb("a98-rgb", SQUARES / 255), tolerance=4, note=_said("Adobe RGB"),
    )  # fmt: skip
    yield Kind(
        "PNG gAMA of linear light", "converted to sRGB", lambda: png(PIXELS, _gamma_chunk(1)),
        in_srgb("srgb-linear", PIXELS / 255), tolerance=1, note=_said("gamma 1"),
    )  # fmt: skip
    for depth, values, said in (
        ("Gray", GRAY, (_said("gamma 1"),)),
        ("16-bit gray", DEEP_GRAY, ("16 bits a channel were rounded to 8.", _said("gamma 1"))),
    ):
        eight = GRAY if values is GRAY else rounded(DEEP_GRAY)
        yield Kind(
            f"{depth} PNG with gAMA of linear light", "converted to sRGB",
            lambda values=values: png(values, _gamma_chunk(1)),
            in_srgb("srgb-linear", _three(eight) / 255), tolerance=1, note=said,
        )  # fmt: skip
    yield Kind("PNG gAMA of sRGB", "as it is", lambda: png(PIXELS, _gamma_chunk(0.45455)), PIXELS)
    yield Kind(
        "PNG sRGB beside another gAMA", "as it is",
        lambda: png(PIXELS, chunk(b"sRGB", b"\0") + _gamma_chunk(1)), PIXELS,
    )  # fmt: skip
    yield Kind(
        "PNG gAMA and cHRM of Display P3", "converted to sRGB",
        lambda: png(PIXELS, _gamma_chunk(0.45455) + _p3_lights()),
        P3, tolerance=2, note=_said("its own RGB"),
    )  # fmt: skip
    yield Kind(
        "PNG cICP of Display P3", "converted to sRGB",
        lambda: png(PIXELS, chunk(b"cICP", bytes([12, 13, 0, 1]))),
        P3, tolerance=2, note=_said("Display P3"),
    )  # fmt: skip
    yield Kind(
        "PNG cICP of HDR (PQ, HLG)", "as it is, told",
        lambda: png(PIXELS, chunk(b"cICP", bytes([9, 16, 0, 1]))), PIXELS,
        note="Its colors are HDR (PQ) and are shown as if they were sRGB.",
    )  # fmt: skip


def _ink_and_lab():
    said = "CMYK colors were converted to RGB without a color profile."
    yield Kind("CMYK TIFF", "(1 − ink)(1 − black)", _ink("TIFF"), _naive(_PATCHES), tolerance=1,
               note=said)  # fmt: skip
    yield Kind("CMYK JPEG of Adobe", "(1 − ink)(1 − black)", _ink("JPEG", quality=100),
               _naive(_PATCHES), tolerance=3, note=said)  # fmt: skip
    yield Kind("YCCK JPEG of Adobe", "(1 − ink)(1 − black)", _ycck, _naive(_PATCHES), tolerance=4,
               note=said)  # fmt: skip
    ink = color_profiles.cmyk(_INK, "Ink test")
    yield Kind("CMYK TIFF with profile", "converted to sRGB", _ink("TIFF", icc_profile=ink),
               _ink_in_srgb(), tolerance=2, note=_said("Ink test"))  # fmt: skip
    yield Kind("CMYK JPEG with profile", "converted to sRGB",
               _ink("JPEG", icc_profile=ink, quality=100), _ink_in_srgb(), tolerance=4,
               note=_said("Ink test"))  # fmt: skip
    yield Kind("CIELAB TIFF", "converted to sRGB", lambda: _saved(LAB, "TIFF"), LAB_RGB,
               tolerance=2, note="CIELAB colors were converted to sRGB.")  # fmt: skip


def kinds():
    """List every kind."""
    for section in (
        _formats,
        _oddly_stored,
        _several_pictures,
        _gray_palettes_and_alpha,
        _png_of_16_bits,
        _tiff_of_16_bits,
        _tiff_beyond_pillow,
        _floats,
        _profiles_of_rgb,
        _display_p3,
        _profiles_beside_rgb,
        _colors_told_otherwise,
        _ink_and_lab,
    ):
        yield from section()


def difference(kind, photo):
    """Return the largest difference of a channel from what is expected."""
    seen = np.s_[8::16, 8::16] if kind.tolerance >= 4 else np.s_[:]
    off = np.abs(photo.pixels[seen].astype(int) - kind.rgb[seen]).max()
    if kind.alpha is not None:
        off = max(off, np.abs(photo.alpha.astype(int) - kind.alpha).max())
    return int(off)


def table():
    """Make the table of all kinds, in Markdown, with the differences found."""
    from core import open_photo

    lines = ["| photo | becomes | off by at most (allowed) |", "|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds():
            path = Path(folder) / "photo"
            path.write_bytes(kind.make())
            off = difference(kind, open_photo(path))
            lines.append(f"| {kind.title} | {kind.becomes} | {off} ({kind.tolerance}) |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
