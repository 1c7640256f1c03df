"""How the colors of an image become sRGB: by its ICC profile, or by what else its file holds.

The intent is relative colorimetric with black point compensation: a color within sRGB stays exactly
the same, and black stays black. Perceptual would make no difference for photos in RGB, as neither
their profiles nor that of sRGB hold tables for it; for CMYK it would change all colors, with each
maker's tables in another way.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageCms

from core.language import NP_, _, translated
from core.reading.code_points import CodePoints, find_code_points
from core.reading.icc import (
    ADOBE_CURVE,
    ADOBE_RGB,
    BT709,
    BT2020,
    DISPLAY_P3,
    SRGB_CURVE,
    Curve,
    Primaries,
    matrix_profile,
)

# Profiles that change no value by more than this count as sRGB: nobody could see it.
_SAME = 1
_MOST_BYTES = 16_000_000
_LONGEST_NAME = 40
_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab "}
_IN_WORDS = {"RGB ": "RGB", "GRAY": NP_("colors", "gray"), "CMYK": "CMYK", "Lab ": "CIELAB"}
_OTHER = NP_("colors", "other")
# ISO/IEC 23091-2 (ITU-T H.273), tables 2 and 3. Curves made for video are taken for that of sRGB,
# as browsers do: it is what the photos in such files were encoded with.
_PRIMARIES = {
    1: ("BT.709", BT709),
    9: ("BT.2020", BT2020),
    12: ("Display P3", DISPLAY_P3),
}
_CURVES: dict[int, Curve] = {
    **dict.fromkeys((1, 2, 6, 13, 14, 15), SRGB_CURVE),
    4: (2.2,),
    5: (2.8,),
    8: (1.0,),
}
_HDR = {16: "PQ", 18: "HLG"}
# A gamma between these stands for sRGB: 1 / 2.2, rounded in many ways, was written before PNG had a
# chunk for sRGB.
_GAMMA_OF_SRGB = (0.45, 0.46)
_COLOR_SPACE, _EXIF, _INTEROP, _INTEROP_INDEX = 0xA001, 0x8769, 0xA005, 1

Convert = Callable[[Image.Image], Image.Image]


class Correction(NamedTuple):
    """How the colors of an image become sRGB.

    Parameters
    ----------
    convert : callable or None
        Makes an RGB image of one in the mode that was asked for; threads may share it. None where
        the colors are sRGB, or nothing better is known.
    note : str
        What is changed, or why it is not, for the user; "" where there is nothing to say.
    """

    convert: Convert | None = None
    note: str = ""


def correction(image: Image.Image, mode: str) -> Correction:
    """Find out how colors become sRGB.

    Parameters
    ----------
    image : PIL.Image.Image
        Its `info`, `format` and `filename` say what the colors are.
    mode : {"RGB", "L", "CMYK", "LAB"}
        The mode of images that `convert` is to take: the image's own, without palette or alpha.
    """
    if mode == "LAB":
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        return Correction(_transform(lab, mode), _("CIELAB colors were converted to sRGB."))
    points = find_code_points(image) if mode == "RGB" else None
    profile = image.info.get("icc_profile")
    # PNG: cICP comes before iCCP. HEIF and AVIF: a profile comes before code points.
    if points is not None and (image.format == "PNG" or not profile):
        return _by_code_points(points)
    if profile:
        return _by_profile(profile, mode)
    if mode in {"RGB", "L"} and "gamma" in image.info and "srgb" not in image.info:
        colors = _by_chunks(image)
        return colors if mode == "RGB" else colors._replace(convert=_of_gray(colors.convert))
    if mode == "RGB" and _says_adobe_rgb(image):
        return _made(ADOBE_RGB, ADOBE_CURVE, _from("Adobe RGB"))  # untranslated: a name
    return Correction()


def _by_profile(data: object, mode: str) -> Correction:
    """Make the correction that the profile in the file asks for; its bytes may be anything."""
    damaged = Correction(None, _("Its color profile is damaged and was ignored."))
    if not isinstance(data, bytes) or len(data) > _MOST_BYTES:
        return damaged
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        space = profile.profile.xcolor_space
        name = _shortened(profile.profile.profile_description)
    except Exception:  # noqa: BLE001
        # littlecms gives no other reason than that it failed.
        return damaged
    if space != _SPACES[mode]:
        if mode == "L" and space == "RGB " and _by_profile(data, "RGB") == Correction():
            # A program made gray of colors and kept their profile, for equal red, green and blue.
            return Correction()
        # Translators: both kinds are "RGB", "gray" and the like: for CMYK colors, not RGB
        sentence = (
            _("Its color profile ({name}) is for {kind} colors, not {wanted}, and was ignored.")
            if name
            else _("Its color profile is for {kind} colors, not {wanted}, and was ignored.")
        )
        kind, wanted = _IN_WORDS.get(space, _OTHER), _IN_WORDS[_SPACES[mode]]
        sentence = sentence.format(name=name, kind=translated(kind), wanted=translated(wanted))
        return Correction(None, sentence)
    try:
        convert = _transform(profile, mode)
        same = mode != "CMYK" and _is_srgb(convert, mode)
    except Exception:  # noqa: BLE001
        return damaged
    if same:
        return Correction()
    return Correction(
        convert, _from(name) if name else _("Colors were converted from their profile to sRGB.")
    )


def _by_code_points(points: CodePoints) -> Correction:
    """Make the correction that code points ask for."""
    if points.transfer in _HDR:
        return Correction(
            None,
            _("Its colors are HDR ({curve}) and are shown as if they were sRGB.").format(
                curve=_HDR[points.transfer]
            ),
        )
    if points.primaries not in _PRIMARIES or points.transfer not in _CURVES:
        return Correction()
    name, primaries = _PRIMARIES[points.primaries]
    return _made(primaries, _CURVES[points.transfer], _from(name))


def _by_chunks(image: Image.Image) -> Correction:
    """Make the correction that the PNG chunks gAMA and cHRM ask for, if they differ from sRGB."""
    gamma, chromaticity = image.info.get("gamma"), image.info.get("chromaticity")
    if not gamma:
        return Correction()
    curve = SRGB_CURVE if _GAMMA_OF_SRGB[0] <= gamma <= _GAMMA_OF_SRGB[1] else (1 / gamma,)
    primaries = BT709
    if chromaticity:
        white, red, green, blue = zip(chromaticity[::2], chromaticity[1::2], strict=True)
        primaries = Primaries(red, green, blue, white)
    note = (
        _("Colors were converted from gamma {gamma} to sRGB.").format(gamma=f"{gamma:.3g}")
        if primaries == BT709
        else _("Colors were converted from its own RGB to sRGB.")
    )
    return _made(primaries, curve, note)


def _of_gray(convert: Convert | None) -> Convert | None:
    """Build a conversion of gray from one of RGB."""
    return convert and (lambda gray: convert(gray.convert("RGB")))


def _says_adobe_rgb(image: Image.Image) -> bool:
    """Return whether EXIF names Adobe RGB, as cameras may without a profile (DCF 2.0, "R03")."""
    try:
        exif = image.getexif()
        space = exif.get_ifd(_EXIF).get(_COLOR_SPACE)
        index = exif.get_ifd(_INTEROP).get(_INTEROP_INDEX)
    except Exception:  # noqa: BLE001
        # Garbled EXIF data raise anything.
        return False
    return space == 2 or (space == 0xFFFF and isinstance(index, str) and index[:3] == "R03")


def _from(name: str) -> str:
    return _("Colors were converted from {name} to sRGB.").format(name=name)


def _made(primaries: Primaries, curve: Curve, note: str) -> Correction:
    """Make the correction of colors with such primaries and such a curve, and its note."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(matrix_profile(primaries, curve)))
        convert = _transform(profile, "RGB")
        if _is_srgb(convert):
            return Correction()
    except Exception:  # noqa: BLE001
        # The numbers are damaged, or no screen can have such lights.
        return Correction(None, _("What it says about its colors makes no sense and was ignored."))
    return Correction(convert, note)


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _transform(profile: ImageCms.ImageCmsProfile, mode: str) -> Convert:
    """Make the conversion of images of a mode from a profile to sRGB."""
    flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
    if mode == "CMYK":
        flags |= ImageCms.Flags.HIGHRESPRECALC
    transform = ImageCms.ImageCmsTransform(
        profile, _srgb(), mode, "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC, flags=flags
    ).transform

    def convert(image: Image.Image) -> Image.Image:
        converted = image if image.mode == "RGB" else Image.new("RGB", image.size)
        transform.apply(image.getim(), converted.getim())
        return converted

    return convert


def _is_srgb(convert: Convert | None, mode: str = "RGB") -> bool:
    """Return whether a conversion changes nothing visible; a profile's name is not enough."""
    if convert is None:
        return False
    steps = np.linspace(0, 255, 16 if mode == "RGB" else 256).round().astype(np.uint8)
    if mode == "RGB":
        colors = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(64, 64, 3)
    else:
        colors = steps[None, :]
    before = Image.fromarray(colors)
    after = np.asarray(convert(before.copy()), dtype=int)
    return bool(np.abs(after - np.asarray(before.convert("RGB"))).max() <= _SAME)


def _shortened(name: str | None) -> str:
    """Shorten the name in a profile to one printable line."""
    text = "".join(letter if letter.isprintable() else " " for letter in name or "")
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1].rstrip() + "…"
