"""TIFF files of deep pixels, or of planes, that Pillow cannot decode, or decodes wrongly.

These are colors of floats or 32 bits, 16 bits with a plane for each channel, deep gray with alpha,
deep gray with 0 as white, deep pixels whose bytes begin with the lowest bit, and planes of 8 bits:
alpha beside gray, or one that means nothing. TIFF 6.0 (Adobe 1992); for floats Adobe's Technical
Note 3 (2005). tifffile would read them too; but packed floats it reads only with imagecodecs, which
is larger than all of Fewtone, and it unpacks a file without any bound.
"""

from __future__ import annotations

import zlib
from enum import Enum, auto
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from core.errors import ReadError
from core.language import N_, translated
from core.reading.rounding import range_of, white_of

FORMAT = "TIFF of deep pixels"  # untranslated: a key
"""The name by which Pillow knows `DeepTiff`."""

CANNOT = N_(
    "pixels packed in this way cannot be read; save it without compression, or with 8 bits "
    "a channel"
)
"""Reason, for the user, of a ReadError, which `translated` translates."""

# These are numbers of tags, and values that some can have.
_WIDTH, _LENGTH, _BITS, _PACKING, _LIGHT = 256, 257, 258, 259, 262
_BITS_OF_BYTE, _STRIPS, _ORIENTATION, _CHANNELS, _ROWS, _SIZES = 266, 273, 274, 277, 278, 279
_RESOLUTION = (282, 283, 296)
_PLANES, _PREDICTOR, _TILE, _EXTRA, _NUMBERS, _PROFILE = 284, 317, 322, 338, 339, 34675
_PLAIN, _DEFLATE = 1, (8, 32946)
_LOWEST_FIRST = 2
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_MEANS_NOTHING = 0
_WHITE_IS_0, _BLACK_IS_0, _RGB = 0, 1, 2
_CHANNELS_OF: dict[int | None, tuple[int, ...]] = {
    _WHITE_IS_0: (1, 2), _BLACK_IS_0: (1, 2), _RGB: (3, 4)
}  # fmt: skip
# A type goes by its kind, unsigned, signed or float, and its bits.
_TYPES = {
    (1, 8): "u1", (1, 16): "u2", (1, 32): "u4", (2, 16): "i2", (2, 32): "i4",
    (3, 16): "f2", (3, 32): "f4", (3, 64): "f8",
}  # fmt: skip


class _Layout(NamedTuple):
    """How pixels lie in the file, according to its tags."""

    width: int
    height: int
    channels: int
    dtype: np.dtype[Any]
    planes: int
    rows: int
    reversed: bool
    deflated: bool
    predictor: int
    offsets: tuple[int, ...]
    sizes: tuple[int, ...]


class Verdict(Enum):
    """How well Pillow decodes a TIFF that it has opened."""

    RIGHT = auto()
    CUT = auto()
    """Right, but the lower bytes of 16 bits are lost."""
    WRONG = auto()


def judge(image: Image.Image) -> Verdict:
    """Judge how well Pillow will decode a TIFF."""
    tags = getattr(image, "tag_v2", {})
    bits = tags.get(_BITS, ())
    if tags.get(_PLANES) == 2 and len(bits) == 2 and 8 in bits:
        # Its decoders leave the plane of alpha out.
        return Verdict.WRONG
    if 16 not in bits:
        return Verdict.RIGHT
    if tags.get(_LIGHT) == _WHITE_IS_0:
        return Verdict.WRONG
    tiles = getattr(image, "tile", [])
    by_libtiff = bool(tiles) and tiles[0].codec_name == "libtiff"
    if tags.get(_BITS_OF_BYTE) == _LOWEST_FIRST and not by_libtiff:
        return Verdict.WRONG
    if tags.get(_PLANES) != 2 or len(bits) == 1:
        return Verdict.RIGHT
    return Verdict.CUT if by_libtiff else Verdict.WRONG


def register() -> None:
    """Have Pillow open such files, under the name `FORMAT`."""
    Image.register_open(FORMAT, DeepTiff, lambda head: head[:4] in (b"II*\0", b"MM\0*"))


class DeepTiff(ImageFile.ImageFile):
    """TIFF file of deep pixels, which has 8 bits a channel once it is loaded."""

    format = "TIFF"
    format_description = FORMAT
    notes: tuple[str, ...] = ()

    def _open(self) -> None:
        assert self.fp is not None
        self.fp.seek(0)
        tags = ImageFileDirectory_v2(self.fp.read(8))
        self.fp.seek(tags.next)
        tags.load(self.fp)
        self._layout = layout = _layout(tags)
        self._white_is_0 = tags.get(_LIGHT) == _WHITE_IS_0
        self._multiplied = 1 in tags.get(_EXTRA, ())
        self._size = layout.width, layout.height
        has_spare = layout.channels % 2 == 0 and tags.get(_EXTRA) == (_MEANS_NOTHING,)
        self._shown = layout.channels - has_spare
        self._mode = ("L", "LA", "RGB", "RGBA")[self._shown - 1]
        if tags.get(_PROFILE):
            self.info["icc_profile"] = tags[_PROFILE]
        if tags.get(_ORIENTATION):
            self.getexif()[_ORIENTATION] = tags[_ORIENTATION]
        for tag in _RESOLUTION:
            if tag in tags:
                self.getexif()[tag] = tags[tag]
        self.is_animated = bool(tags.next)
        self.tile = []

    def load(self) -> Any:
        """Decode the pixels, and round them to 8 bits a channel."""
        if self._im is None:
            values = _decoded(self.fp, self._layout)[..., : self._shown]
            colors = values if self._shown % 2 else values[..., :-1]
            low, top, note = range_of(colors)
            eight = np.empty(values.shape, dtype=np.uint8)
            for row, out in zip(values, eight, strict=True):
                out[...] = self._eight_bits(row, low, top)
            self.im = Image.frombytes(self._mode, self.size, eight.tobytes()).im
            self.notes = (note,) if note else ()
        return super().load()

    def _eight_bits(self, row: NDArray[Any], low: float, top: float) -> NDArray[np.float64]:
        """Scale a row to whole numbers 0…255: from black at `low` to white, `top` above it."""
        numbers = np.nan_to_num(row.astype(np.float64), posinf=0, neginf=0)
        if self._shown % 2:
            numbers = (numbers - low) / top
        else:
            # Alpha is never stretched.
            numbers[:, -1] /= white_of(row.dtype)
            numbers[:, :-1] = (numbers[:, :-1] - low) / top
            if self._multiplied:
                alpha = numbers[:, -1:]
                numbers[:, :-1] /= np.where(alpha > 0, alpha, 1)
        if self._white_is_0:
            numbers[:, :1] = 1 - numbers[:, :1]
        return np.rint(255 * np.clip(numbers, 0, 1))


def _layout(tags: ImageFileDirectory_v2) -> _Layout:
    """Read the layout out of the tags.

    Raises
    ------
    SyntaxError
        When it is no such file, which tells Pillow to try another decoder.
    ReadError
        When it is such a file, but packed in another way.
    ValueError
        When it is damaged.
    """
    bits = tags.get(_BITS, (1,))
    kind = tags.get(_NUMBERS, (1,))[0]
    channels = tags.get(_CHANNELS, 1)
    light = tags.get(_LIGHT)
    known = _CHANNELS_OF.get(light, ())
    if len(set(bits)) != 1 or (kind, bits[0]) not in _TYPES or channels not in known:
        raise SyntaxError("no deep pixels")  # untranslated: for Pillow
    packing, predictor = tags.get(_PACKING, _PLAIN), tags.get(_PREDICTOR, 1)
    dtype = np.dtype(_TYPES[kind, bits[0]]).newbyteorder("<" if tags.prefix == b"II" else ">")
    known_predictor = predictor == 1 or predictor == (3 if dtype.kind == "f" else 2)
    if packing not in (_PLAIN, *_DEFLATE) or not known_predictor or _TILE in tags:
        raise ReadError(translated(CANNOT))
    planes = channels if tags.get(_PLANES) == 2 else 1
    height = tags[_LENGTH]
    rows = max(min(tags.get(_ROWS, height), height), 1)
    offsets, sizes = tags.get(_STRIPS, ()), tags.get(_SIZES, ())
    if not len(offsets) == len(sizes) == planes * -(-height // rows):
        raise ValueError("the number of strips is wrong")
    return _Layout(
        tags[_WIDTH], height, channels, dtype, planes, rows,
        tags.get(_BITS_OF_BYTE) == _LOWEST_FIRST, packing != _PLAIN, predictor, offsets, sizes,
    )  # fmt: skip


def _decoded(file: Any, layout: _Layout) -> NDArray[Any]:
    """Read all strips into one (h, w, channels) array."""
    shape = layout.height, layout.width, layout.channels
    values = np.empty(shape, layout.dtype.newbyteorder("="))
    within = layout.channels // layout.planes
    tops = range(0, layout.height, layout.rows)
    places = [(plane, top) for plane in range(layout.planes) for top in tops]
    for (plane, top), offset, size in zip(places, layout.offsets, layout.sizes, strict=True):
        rows = min(layout.rows, layout.height - top)
        wanted = rows * layout.width * within * layout.dtype.itemsize
        file.seek(offset)
        data = file.read(size)
        if layout.reversed:
            data = data.translate(_REVERSED)
        if layout.deflated:
            data = zlib.decompressobj().decompress(data, wanted)
        if len(data) < wanted:
            raise OSError("image file is truncated")  # untranslated: as Pillow
        strip = _unpredicted(data[:wanted], layout, (rows, layout.width, within))
        values[top : top + rows, :, plane * within : (plane + 1) * within] = strip
    return values


def _unpredicted(data: bytes, layout: _Layout, shape: tuple[int, int, int]) -> NDArray[Any]:
    """Add up the differences that a strip holds in place of values, if it does."""
    rows, width, channels = shape
    if layout.predictor == 2:
        strip = np.frombuffer(data, layout.dtype).reshape(shape)
        return np.cumsum(strip, axis=1, dtype=layout.dtype.newbyteorder("="))
    if layout.predictor == 3:
        # A row holds its bytes by significance, highest first, as differences to the pixel before.
        size = layout.dtype.itemsize
        planes = np.frombuffer(data, np.uint8).reshape(rows, size * width, channels)
        summed = np.cumsum(planes, axis=1, dtype=np.uint8).reshape(rows, size, width * channels)
        whole = np.ascontiguousarray(summed.transpose(0, 2, 1))
        return whole.view(layout.dtype.newbyteorder(">")).reshape(shape)
    return np.frombuffer(data, layout.dtype).reshape(shape)
