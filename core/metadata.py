"""Metadata: what a photo's file holds besides the picture, read, chosen from, and written again.

EXIF, XMP and the resolution are kept. What describes the old file is always left out: its layout,
its color profile, its thumbnail, and its orientation, as pixels are upright sRGB now. So is IPTC.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from core.settings import MetadataChoice

if TYPE_CHECKING:
    from PIL import Image

EXIF_PREFIX = b"Exif\0\0"
_HEAD_BYTES = len(EXIF_PREFIX) + 8
_EXIF_IFD, _GPS_IFD, _INTEROP_IFD = 0x8769, 0x8825, 0xA005
_ORIENTATION, _UPRIGHT, _COLOR_SPACE, _SRGB = 0x0112, 1, 0xA001, 1
_RESOLUTIONS, _UNIT, _INCH = (0x011A, 0x011B), 0x0128, 2
# EXIF numbers the units of resolution, inch and centimeter; these factors lead to dots per inch.
_INCHES = {2: 1.0, 3: 2.54}
_XMP = 0x02BC
_LARGEST_PART = 4_000_000
_LARGEST_SAFE_TEXT = 2000
_DPIS = (1.0, 100_000.0)

# These tags of the first directory (CIPA DC-008, Exif 3.0, 4.6.4) hold who took the photo, with
# what and when.
_SAFE = {  # untranslated: names of tags
    0x010F: "Make",
    0x0110: "Model",
    0x0132: "DateTime",
    0x013B: "Artist",
    0x8298: "Copyright",
}
# These tags of the Exif directory (4.6.5) hold when it was taken and how it was exposed. Time zones
# are missing on purpose: they tell the place.
_SAFE_EXIF = {  # untranslated: names of tags
    0x829A: "ExposureTime",
    0x829D: "FNumber",
    0x8822: "ExposureProgram",
    0x8827: "PhotographicSensitivity",
    0x8830: "SensitivityType",
    0x8831: "StandardOutputSensitivity",
    0x8832: "RecommendedExposureIndex",
    0x8833: "ISOSpeed",
    0x9000: "ExifVersion",
    0x9003: "DateTimeOriginal",
    0x9004: "DateTimeDigitized",
    0x9201: "ShutterSpeedValue",
    0x9202: "ApertureValue",
    0x9203: "BrightnessValue",
    0x9204: "ExposureBiasValue",
    0x9205: "MaxApertureValue",
    0x9206: "SubjectDistance",
    0x9207: "MeteringMode",
    0x9208: "LightSource",
    0x9209: "Flash",
    0x920A: "FocalLength",
    0x9290: "SubSecTime",
    0x9291: "SubSecTimeOriginal",
    0x9292: "SubSecTimeDigitized",
    0xA217: "SensingMethod",
    0xA402: "ExposureMode",
    0xA403: "WhiteBalance",
    0xA404: "DigitalZoomRatio",
    0xA405: "FocalLengthIn35mmFilm",
    0xA406: "SceneCaptureType",
    0xA407: "GainControl",
    0xA408: "Contrast",
    0xA409: "Saturation",
    0xA40A: "Sharpness",
    0xA40C: "SubjectDistanceRange",
    0xA432: "LensSpecification",
    0xA433: "LensMake",
    0xA434: "LensModel",
}
# These tags of the first directory describe how a TIFF file is laid out, or what a writer states
# itself.
_OF_THE_OLD_FILE = (
    {*range(0x00FE, 0x010E), 0x0111, _ORIENTATION, *range(0x0115, 0x011E), *range(0x0120, 0x0126)}
    | {0x0128, 0x012D, *range(0x013D, 0x0154), *range(0x0156, 0x015C), *range(0x0200, 0x0216)}
    | {_XMP, 0x83BB, 0x8649, 0x8773, *range(0xC612, 0xC7FF)}
)
# These tags of the Exif directory hold width and height, and related files.
_OF_THE_OLD_PICTURE = {0xA002, 0xA003, 0xA004}
# These hold the area and the place of the subject, which a crop or a turn moves.
_PLACES = {0x9214, 0xA214}
_SIZES_IN_XMP = (
    (b"tiff:ImageWidth", b"exif:PixelXDimension"),
    (b"tiff:ImageLength", b"exif:PixelYDimension"),
)


class Room(NamedTuple):
    """The most metadata that a file format can hold.

    Parameters
    ----------
    exif, xmp : float
        In bytes.
    dpi : float
        The highest resolution.
    """

    exif: float = math.inf
    xmp: float = math.inf
    dpi: float = math.inf


NO_LIMITS = Room()


@dataclass(frozen=True, slots=True)
class Metadata:
    """Metadata of one photo.

    Parameters
    ----------
    exif : bytes
        Begins with the prefix that JPEG has; empty when there is none.
    xmp : bytes
        Empty when there is none.
    dpi : (float, float) or None
        Resolution across and down.
    """

    exif: bytes = b""
    xmp: bytes = b""
    dpi: tuple[float, float] | None = None

    @classmethod
    def of(cls, image: Image.Image) -> Metadata:
        """Read the metadata of a decoded image; leave out, silently, what is garbled."""
        return cls(_read_exif(image), _read_xmp(image), _read_dpi(image))

    def chosen(self, choice: MetadataChoice) -> Metadata:
        """Return what a choice keeps; resolution is always kept."""
        match choice:
            case "all":
                return self
            case "none":
                return Metadata(dpi=self.dpi)
            case "safe":
                return Metadata(_safe_exif(self.exif), dpi=self.dpi)

    def reframed(self, size: tuple[int, int], *, on_the_side: bool) -> Metadata:
        """Return what is true of a picture that was cropped, turned or resized.

        Parameters
        ----------
        size : (int, int)
            The width and height that it has now.
        on_the_side : bool
            Whether it was turned by 90 or 270 degrees.
        """
        dpi = self.dpi and (self.dpi[::-1] if on_the_side else self.dpi)
        return Metadata(_without_places(self.exif), _with_size(self.xmp, size), dpi)

    def fitted(self, room: Room) -> tuple[Metadata, tuple[str, ...]]:
        """Leave out what a file format has no room for.

        Returns
        -------
        Metadata
        tuple of str
            Names of what was left out; a resolution that is too high is not among them.
        """
        fitted = self
        if fitted.dpi and max(fitted.dpi) > room.dpi:
            fitted = replace(fitted, dpi=None)
        lost = []
        if len(fitted.exif) > room.exif:
            fitted = replace(fitted, exif=b"")
            lost.append("EXIF")
        if len(fitted.xmp) > room.xmp:
            fitted = replace(fitted, xmp=b"")
            lost.append("XMP")
        return fitted, tuple(lost)


def exif_with_dpi(metadata: Metadata) -> bytes:
    """Build EXIF for a file that has no other place for the resolution; empty without any data."""
    if metadata.dpi is None:
        return metadata.exif
    exif = _parsed(metadata.exif)
    exif.update(dict(zip(_RESOLUTIONS, metadata.dpi, strict=True)) | {_UNIT: _INCH})
    return exif.tobytes()


def tiff_with_exif(tiff: bytes, metadata: Metadata) -> bytes:
    """Add EXIF and XMP to a little-endian TIFF file, which Pillow cannot do through libtiff.

    The directories are put at the end, and after them the first one again, with links to them.
    """
    exif = _parsed(metadata.exif)
    if metadata.xmp:
        exif[_XMP] = metadata.xmp
    if not exif or tiff[:4] != b"II*\0":
        return tiff
    tiff += bytes(len(tiff) % 2)
    added = exif.tobytes(offset=len(tiff))[_HEAD_BYTES:]
    (old,) = struct.unpack_from("<I", tiff, 4)
    entries = _entries(added, 0) | _entries(tiff, old)
    directory = b"".join(entries[tag] for tag in sorted(entries))
    added += bytes(len(added) % 2)
    place = struct.pack("<I", len(tiff) + len(added))
    count = struct.pack("<H", len(entries))
    return tiff[:4] + place + tiff[8:] + added + count + directory + bytes(4)


def _entries(data: bytes, begin: int) -> dict[int, bytes]:
    """Return the raw entries of a TIFF directory (TIFF 6.0, section 2), by tag."""
    (count,) = struct.unpack_from("<H", data, begin)
    rows = (data[at : at + 12] for at in range(begin + 2, begin + 2 + 12 * count, 12))
    return {struct.unpack_from("<H", row)[0]: row for row in rows}


def _read_exif(image: Image.Image) -> bytes:
    """Return the EXIF data to keep, without what describes the old file; empty if garbled."""
    try:
        found = image.getexif()
        exif = _new(
            {tag: value for tag, value in found.items() if tag not in _OF_THE_OLD_FILE},
            {
                tag: value
                for tag, value in found.get_ifd(_EXIF_IFD).items()
                if tag not in _OF_THE_OLD_PICTURE
            },
            found.get_ifd(_GPS_IFD),
            found.get_ifd(_INTEROP_IFD),
        )
        # Data that cannot be written again must fail here, where it does no harm.
        _safe_exif(exif)
        exif_with_dpi(Metadata(exif, dpi=(72, 72)))
    except Exception:  # noqa: BLE001
        # Garbled EXIF data raise anything; the picture itself is fine.
        return b""
    return exif if len(exif) <= _LARGEST_PART else b""


def _safe_exif(exif: bytes) -> bytes:
    """Return EXIF data without place, serial number and owner."""
    if not exif:
        return b""
    found = _parsed(exif)
    return _new(_only(found, _SAFE), _only(found.get_ifd(_EXIF_IFD), _SAFE_EXIF), {}, {})


def _without_places(exif: bytes) -> bytes:
    """Return EXIF data without what tells of places in the old picture."""
    if not exif:
        return b""
    found = _parsed(exif)
    tags = {tag: value for tag, value in found.get_ifd(_EXIF_IFD).items() if tag not in _PLACES}
    return _new(found, tags, found.get_ifd(_GPS_IFD), found.get_ifd(_INTEROP_IFD))


def _with_size(xmp: bytes, size: tuple[int, int]) -> bytes:
    """Return XMP data with the width and height of the picture, wherever they tell of them."""
    for names, side in zip(_SIZES_IN_XMP, size, strict=True):
        pattern = rb"((?:" + b"|".join(names) + rb")\s*(?:=\s*[\"']|>))\d+(?=[\"'<])"
        xmp = re.sub(pattern, rb"\g<1>%d" % side, xmp)
    return xmp


def _only(values: Mapping[int, Any], tags: Mapping[int, str]) -> dict[int, Any]:
    """Return the values of some tags, without long texts: these tags are not meant for them."""
    return {
        tag: value
        for tag, value in values.items()
        if tag in tags and not (isinstance(value, str | bytes) and len(value) > _LARGEST_SAFE_TEXT)
    }


def _new(
    first: Mapping[int, Any],
    exif: Mapping[int, Any],
    gps: Mapping[int, Any],
    interop: Mapping[int, Any],
) -> bytes:
    """Build EXIF data of an upright sRGB picture; empty if there are no values."""
    links = {_EXIF_IFD, _GPS_IFD, _INTEROP_IFD}
    first = {tag: value for tag, value in first.items() if tag not in links}
    exif = {tag: value for tag, value in exif.items() if tag not in links}
    if not (first or exif or gps):
        return b""
    made = _empty()
    made.update(first)
    made[_ORIENTATION] = _UPRIGHT
    made[_EXIF_IFD] = {**exif, _COLOR_SPACE: _SRGB} | ({_INTEROP_IFD: interop} if interop else {})
    if gps:
        made[_GPS_IFD] = dict(gps)
    return made.tobytes()


def _empty() -> Image.Exif:
    """Build EXIF data without values; Pillow is loaded only when there is a photo."""
    from PIL import Image

    exif = Image.Exif()
    # The TIFF files that Pillow writes are little-endian, and the directories go into these.
    exif.endian = "<"
    return exif


def _parsed(data: bytes) -> Image.Exif:
    exif = _empty()
    exif.load(data)
    return exif


def _read_xmp(image: Image.Image) -> bytes:
    """Return the XMP data; empty if there are none, or too many."""
    xmp = image.info.get("xmp", b"")
    if isinstance(xmp, str):
        xmp = xmp.encode()
    return xmp if isinstance(xmp, bytes) and len(xmp) <= _LARGEST_PART else b""


def _read_dpi(image: Image.Image) -> tuple[float, float] | None:
    """Return the resolution across and down; None without one that can be true."""
    try:
        across, down = map(float, image.info.get("dpi") or _dpi_of_exif(image))
    except Exception:  # noqa: BLE001
        # Garbled EXIF data raise anything here, too.
        return None
    low, high = _DPIS
    fits = all(math.isfinite(dpi) and low <= dpi <= high for dpi in (across, down))
    return (across, down) if fits else None


def _dpi_of_exif(image: Image.Image) -> tuple[float, float]:
    """Return the resolution that EXIF holds, where the format has no other place for it."""
    exif = image.getexif()
    unit = _INCHES[exif.get(_UNIT, _INCH)]
    across, down = (float(exif[tag]) * unit for tag in _RESOLUTIONS)
    return across, down
