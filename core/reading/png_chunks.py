"""Ancillary chunks of PNG files: the good ones are read, damaged ones ignored and noted.

Pillow refuses a file for any damage in a chunk that no pixel depends on; browsers show it. Chunks
that pixels depend on stay Pillow's (PNG, third edition, 5.4: their names begin with a capital).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, BinaryIO

from PIL import PngImagePlugin
from PIL.PngImagePlugin import PngStream

from core.language import NP_, _, translated

_SIGNATURE_BYTES = 8
_BLOCK = 1 << 16
_LONGEST = 1 << 26
_LONGEST_KEYWORD = 79
_MOST_TEXT = PngImagePlugin.MAX_TEXT_CHUNK
# Packed texts are unpacked to this in all; more are ignored without a look.
_MOST_TEXTS = 1 << 26
_MOST_PROFILE = 16_000_000
# No file means a gamma beyond these; a photo would become a few colors by it.
_GAMMAS = 10_000, 1_000_000
# In pixels per meter, this is 100 000 dpi.
_MOST_PER_METER = 3_937_008
_MOST_FRAMES = 0x7FFFFFFF
_GRAY, _RGB, _PALETTE, _GRAY_ALPHA, _RGB_ALPHA = 0, 2, 3, 4, 6
_BYTES_OF_BACKGROUND = {_GRAY: 2, _RGB: 6, _PALETTE: 1, _GRAY_ALPHA: 2, _RGB_ALPHA: 6}
_CHANNELS = {_GRAY: 1, _RGB: 3, _PALETTE: 3, _GRAY_ALPHA: 2, _RGB_ALPHA: 4}
_BYTES_OF_TRANSPARENCY = {_GRAY: 2, _RGB: 6}
# ISO/IEC 23091-2 (ITU-T H.273), tables 2 and 3; 0, 3 and all others are reserved.
_PRIMARIES = {1, 2, *range(4, 13), 22}
_TRANSFERS = {1, 2, *range(4, 19)}

_TEXTS = {b"tEXt", b"zTXt", b"iTXt"}
_OF_ANIMATIONS = {b"acTL", b"fcTL", b"fdAT"}
_COLORS = {b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"tRNS"}
# Pillow is handed these; nobody asks it for others.
_READ = _TEXTS | _COLORS | {b"pHYs", b"eXIf", b"acTL", b"fcTL"}
_ONCE = _COLORS | {b"pHYs", b"eXIf"}
# Pillow keeps texts under their keywords beside these, and would mistake one for the other.
_NO_KEYWORDS = {
    b"icc_profile", b"interlace", b"bbox", b"default_image", b"transparency", b"gamma", b"srgb",
    b"chromaticity", b"dpi", b"aspect", b"xmp", b"loop", b"duration", b"disposal",
    b"blend", b"cicp",
}  # fmt: skip
_WORDS = {
    **dict.fromkeys(_TEXTS, NP_("damaged part", "text")),
    **dict.fromkeys(_OF_ANIMATIONS, NP_("damaged part", "animation")),
    **dict.fromkeys(
        (b"cHRM", b"sRGB", b"cICP", b"mDCV", b"cLLI"), NP_("damaged part", "color space")
    ),
    b"gAMA": NP_("damaged part", "gamma"),
    b"iCCP": NP_("damaged part", "color profile"),
    b"tRNS": NP_("damaged part", "transparency"),
    b"pHYs": NP_("damaged part", "resolution"),
    b"eXIf": "EXIF",
    b"tIME": NP_("damaged part", "date"),
    b"bKGD": NP_("damaged part", "background color"),
    b"hIST": NP_("damaged part", "histogram"),
    b"sPLT": NP_("damaged part", "suggested palette"),
    b"sBIT": NP_("damaged part", "number of bits"),
}
_UNKNOWN = NP_("damaged part", "unknown data")


def register() -> None:
    """Have Pillow read the chunks of all PNG files in this way."""
    PngImagePlugin.PngStream = SoundStream  # type: ignore[misc,assignment]


def note_on(ignored: Iterable[bytes]) -> tuple[str, ...]:
    """Build the note for the user on kinds of chunks that were ignored; none if none were."""
    words = dict.fromkeys(translated(_WORDS.get(kind, _UNKNOWN)) for kind in ignored)
    if not words:
        return ()
    sentence = _("Damaged parts of the file were ignored: {parts}.")
    return (sentence.format(parts=", ".join(words)),)


def damaged_in(file: BinaryIO) -> list[bytes]:
    """List the kinds of damaged ancillary chunks in all of a file, whose pixels are passed over."""
    file.seek(_SIGNATURE_BYTES)
    stream, kind = SoundStream(file), b""
    # What else is damaged is found by who reads the pixels.
    with suppress(Exception):
        while kind != b"IEND":
            kind, begin, length = stream.read()
            with suppress(EOFError):
                stream.call(kind, begin, length)
            file.seek(begin + length + 4)
    return stream.ignored


class SoundStream(PngStream):
    """Chunks of a PNG file, without the ancillary ones that are damaged.

    Attributes
    ----------
    ignored : list of bytes
        The kinds of chunks that were left out.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self.ignored: list[bytes] = []
        self.depth, self.kind, self.colors = 8, _RGB, 0
        self._seen: set[bytes] = set()
        self._text_left = _MOST_TEXTS

    def call(self, cid: bytes, pos: int, length: int) -> bytes:
        """Read a chunk; leave it out if it is ancillary and damaged.

        Raises
        ------
        EOFError
            When pixels begin.
        Exception
            Whatever Pillow raises for a damaged critical chunk.
        """
        if not _is_ancillary(cid):
            return super().call(cid, pos, length)
        assert self.fp is not None
        if cid == b"fdAT" and self.im_tile and self.im_n_frames is not None:
            return self._begin_frame(pos, length)
        data = self._data(cid, length)
        if data is None or not self._is_sound(cid, data):
            self.ignored.append(cid)
        elif self._is_wanted(cid, data):
            self.fp.seek(pos)
            try:
                super().call(cid, pos, length)
            except Exception:  # noqa: BLE001
                # What Pillow raises depends on the chunk; none is worth refusing the picture.
                self.ignored.append(cid)
        self.fp.seek(pos + length)
        return b""

    def crc(self, cid: bytes, data: bytes) -> None:
        """Check the checksum of a critical chunk; that of others was when they were read."""
        if _is_ancillary(cid):
            self.crc_skip(cid, data)
        else:
            super().crc(cid, data)

    def chunk_IHDR(self, pos: int, length: int) -> bytes:  # noqa: N802
        """Read the header, of which other chunks depend."""
        data = super().chunk_IHDR(pos, length)
        self.depth, self.kind = data[8], data[9]
        return data

    def chunk_PLTE(self, pos: int, length: int) -> bytes:  # noqa: N802
        """Read the palette, and count its colors."""
        self.colors = length // 3
        return super().chunk_PLTE(pos, length)

    def chunk_tRNS(self, pos: int, length: int) -> bytes:  # noqa: N802
        """Read what is transparent; of a gray or color only the bits that pixels have."""
        data = super().chunk_tRNS(pos, length)
        if self.kind in _BYTES_OF_TRANSPARENCY:
            most = (1 << self.depth) - 1
            values = tuple(value & most for value in struct.unpack(f">{length // 2}H", data))
            gray = 255 * values[0] if self.depth == 1 else values[0]
            self.im_info["transparency"] = values if self.kind == _RGB else gray
        return data

    def chunk_iCCP(self, _pos: int, length: int) -> bytes:  # noqa: N802
        """Read a color profile, which may be larger than Pillow allows."""
        assert self.fp is not None
        data = self.fp.read(length)
        self.im_info["icc_profile"] = _profile(data)
        return data

    def chunk_cICP(self, _pos: int, length: int) -> bytes:  # noqa: N802
        """Read code points, which Pillow leaves out: primaries and transfer."""
        assert self.fp is not None
        data = self.fp.read(length)
        self.im_info["cicp"] = data[0], data[1]
        return data

    def _begin_frame(self, pos: int, length: int) -> bytes:
        """Have Pillow read the number of a frame's pixels; leave them out if it is not in order."""
        assert self.fp is not None
        try:
            return super().call(b"fdAT", pos, length)
        except EOFError:
            raise
        except Exception:  # noqa: BLE001
            self.ignored.append(b"fdAT")
        self.fp.seek(pos + length)
        return b""

    def _data(self, cid: bytes, length: int) -> bytes | None:
        """Read the data of a chunk; None where they are damaged or too long to be kept.

        Raises
        ------
        OSError
            When the file ends before its pixels begin.
        """
        assert self.fp is not None
        parts, left, checksum = [], length, zlib.crc32(cid)
        keep = length <= _LONGEST and (cid in _READ or cid in _CHECKS)
        while left and (part := self.fp.read(min(left, _BLOCK))):
            checksum = zlib.crc32(part, checksum)
            left -= len(part)
            if keep:
                parts.append(part)
        stored = self.fp.read(4)
        if len(stored) < 4 and not self.im_tile:
            raise OSError("image file is truncated")  # untranslated: as Pillow
        sound = stored == checksum.to_bytes(4, "big") and (length <= _LONGEST or cid not in _READ)
        return b"".join(parts) if sound else None

    def _is_sound(self, cid: bytes, data: bytes) -> bool:
        """Return whether a chunk is where it may be, and holds what it may hold."""
        if cid in _ONCE:
            if cid in self._seen or (cid in _COLORS and self.im_tile):
                return False
            self._seen.add(cid)
        if cid in {b"zTXt", b"iTXt"} and self._text_left <= 0:
            return False
        try:
            return cid not in _CHECKS or _CHECKS[cid](self, data)
        except (ValueError, IndexError, struct.error, zlib.error):
            return False

    def _is_wanted(self, cid: bytes, data: bytes) -> bool:
        """Return whether Pillow is to read a sound chunk."""
        if cid in _TEXTS:
            return data.partition(b"\0")[0] not in _NO_KEYWORDS
        return cid in _READ and (cid != b"fcTL" or self.im_n_frames is not None)

    def is_transparency(self, data: bytes) -> bool:
        """Return whether data of tRNS fit the pixels."""
        if self.kind == _PALETTE:
            return 0 < len(data) <= self.colors
        return len(data) == _BYTES_OF_TRANSPARENCY.get(self.kind)

    def is_packed_text(self, data: bytes) -> bool:
        """Return whether data of zTXt can be unpacked."""
        keyword, _, packed = data.partition(b"\0")
        return _is_keyword(keyword) and packed[:1] == b"\0" and self._unpacks(packed[1:])

    def is_international_text(self, data: bytes) -> bool:
        """Return whether data of iTXt have all parts, and can be unpacked."""
        keyword, flags = data.split(b"\0", 1)
        is_packed, method = flags[:2]
        _language, _translated, text = flags[2:].split(b"\0", 2)
        if not _is_keyword(keyword) or is_packed > 1 or method:
            return False
        return not is_packed or self._unpacks(text)

    def _unpacks(self, packed: bytes) -> bool:
        """Return whether a text can be unpacked within the limits."""
        unpack = zlib.decompressobj()
        self._text_left -= len(unpack.decompress(packed, _MOST_TEXT))
        return not unpack.unconsumed_tail


def _is_ancillary(cid: bytes) -> bool:
    return bool(cid[0] & 0x20)


def _is_keyword(keyword: bytes) -> bool:
    return 0 < len(keyword) <= _LONGEST_KEYWORD


def _profile(data: bytes) -> bytes:
    """Unpack the profile in data of iCCP.

    Raises
    ------
    ValueError
        When it is too large, or packed in another way.
    zlib.error
        When it cannot be unpacked.
    """
    name, _, packed = data.partition(b"\0")
    unpack = zlib.decompressobj()
    profile = unpack.decompress(packed[1:], _MOST_PROFILE)
    if not _is_keyword(name) or packed[:1] != b"\0" or unpack.unconsumed_tail or not unpack.eof:
        raise ValueError("no profile")
    return profile


def _is_resolution(data: bytes) -> bool:
    *sides, unit = struct.unpack(">IIB", data)
    most = _MOST_PER_METER if unit else 0x7FFFFFFF
    return unit <= 1 and all(0 < side <= most for side in sides)


def _are_code_points(data: bytes) -> bool:
    primaries, transfer, matrix, is_full = data
    return primaries in _PRIMARIES and transfer in _TRANSFERS and not matrix and is_full <= 1


def _is_exif(data: bytes) -> bool:
    begin = data.removeprefix(b"Exif\0\0")
    return len(begin) >= 8 and begin.startswith((b"II*\0", b"MM\0*"))


def _is_date(data: bytes) -> bool:
    _year, *numbers = struct.unpack(">H5B", data)
    limits = (range(1, 13), range(1, 32), range(24), range(60), range(61))
    return all(number in limit for number, limit in zip(numbers, limits, strict=True))


def _is_frame(png: SoundStream, data: bytes) -> bool:
    *place, disposal, blend = struct.unpack(">4x4I4x2B", data)
    # The frame whose pixels come next, as those of the still image do, is as large as that.
    fits = png.im_tile or place == [*png.im_size, 0, 0]
    return bool(fits and place[0] and place[1] and disposal <= 2 and blend <= 1)


def _is_suggested_palette(data: bytes) -> bool:
    name, _, rows = data.partition(b"\0")
    return _is_keyword(name) and (len(rows) - 1) % {8: 6, 16: 10}.get(rows[0], 1 << 30) == 0


_CHECKS: dict[bytes, Callable[[SoundStream, bytes], bool]] = {
    b"tRNS": SoundStream.is_transparency,
    b"gAMA": lambda _, data: _GAMMAS[0] <= struct.unpack(">I", data)[0] <= _GAMMAS[1],
    # Whether a screen can have such lights is seen when a profile is made of them.
    b"cHRM": lambda _, data: len(data) == 32,
    b"sRGB": lambda _, data: len(data) == 1 and data[0] <= 3,
    b"iCCP": lambda _, data: bool(_profile(data)),
    b"cICP": lambda _, data: _are_code_points(data),
    b"mDCV": lambda _, data: len(data) == 24,
    b"cLLI": lambda _, data: len(data) == 8,
    b"pHYs": lambda _, data: _is_resolution(data),
    b"eXIf": lambda _, data: _is_exif(data),
    b"tEXt": lambda _, data: _is_keyword(data.partition(b"\0")[0]),
    b"zTXt": SoundStream.is_packed_text,
    b"iTXt": SoundStream.is_international_text,
    b"tIME": lambda _, data: _is_date(data),
    b"bKGD": lambda png, data: len(data) == _BYTES_OF_BACKGROUND.get(png.kind),
    b"hIST": lambda png, data: len(data) == 2 * png.colors > 0,
    b"sBIT": lambda png, data: (
        len(data) == _CHANNELS.get(png.kind)
        and 0 < min(data) <= max(data) <= (8 if png.kind == _PALETTE else png.depth)
    ),
    b"sPLT": lambda _, data: _is_suggested_palette(data),
    b"acTL": lambda png, data: (
        not png.im_tile and 0 < struct.unpack(">II", data)[0] <= _MOST_FRAMES
    ),
    b"fcTL": _is_frame,
    b"fdAT": lambda _, data: len(data) >= 4,
}
