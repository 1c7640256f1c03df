"""Damages files of photos in every way, and watches what the readers make of them.

`python -m tests.core.reading.photo_fuzz 10000` prints a table, of all formats or of those named
behind; test_photo_fuzz.py asserts the same. It runs in a process of its own: decoders are in C.
"""

import io
import json
import random
import struct
import sys
import tempfile
import time
import warnings
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from core import ReadError, open_photo, read_thumbnail
from core.reading.icc import ADOBE_CURVE, ADOBE_RGB, matrix_profile
from core.reading.thumbnail import read_preview
from tests.core.palettes.palette_fuzz import damaged, with_every_field_set
from tests.core.peak_memory import peak_kilobytes
from tests.core.png_files import png
from tests.core.reading import color_profiles, photo_kinds

PIXELS = np.random.default_rng(3).integers(0, 256, (9, 14, 3)).astype(np.uint8)
_IMAGE = Image.fromarray(PIXELS)
_MENDED = "PNG, checksums right"
_PROFILE = matrix_profile(ADOBE_RGB, ADOBE_CURVE)


@dataclass
class Seen:
    """What the readers made of damaged files of one format."""

    name: str
    reads: int = 0
    photos: int = 0
    past_header: int = 0
    slowest: float = 0.0
    megabytes: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def read(self, path: Path, data: bytes) -> None:
        path.write_bytes(data)
        begin = time.process_time()
        try:
            photo = self._read(path)
        except ReadError as error:
            text = str(error)
            self.past_header += "not an image" not in text
            if "\n" in text or not 10 < len(text) - len(str(path)) < 300:
                self.wrong.append(f"{text!r} for {data[:99].hex()}")
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            self.wrong.append(f"{error!r} for {data.hex()}")
        else:
            self.past_header += 1
            self.photos += 1
            if photo.pixels.dtype != np.uint8 or photo.pixels.shape[2] != 3:
                self.wrong.append(f"{photo.pixels.shape} for {data[:99].hex()}")
        self.reads += 1
        self.slowest = max(self.slowest, time.process_time() - begin)

    def _read(self, path):
        # The smaller readers have other ways through the decoders.
        if self.reads % 4 == 0:
            read_preview(path, 4)
        return read_thumbnail(path, 5) if self.reads % 4 == 1 else open_photo(path)


def _saved(kind, image=_IMAGE, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _frames(kind, **options):
    return _saved(kind, save_all=True, append_images=[Image.fromarray(255 - PIXELS)], **options)


def _exif():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "camera"
    exif.get_ifd(0x8769).update({0xA001: 0xFFFF, 0xA005: {1: "R03"}})
    exif.get_ifd(0x8825)[1] = "N"
    return exif.tobytes()


def _gray_and_more(kind, modes, **options):
    return [_saved(kind, _IMAGE.convert(mode), **options) for mode in modes]


def _psd():
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 9, 14, 8, 3) + struct.pack(">III", 0, 0, 0)
    return head + struct.pack(">H", 0) + PIXELS.transpose(2, 0, 1).tobytes()


def _sun():
    head = struct.pack(">8I", 0x59A66A95, 14, 9, 24, 14 * 9 * 3, 1, 0, 0)
    return head + PIXELS.tobytes()


def goods():
    """Name every format, with some small good files of each."""
    deep = np.random.default_rng(4).integers(0, 65536, (9, 14, 4)).astype(np.uint16)
    tiff = photo_kinds._tiff
    pngs = [
        *_gray_and_more("PNG", ("1", "L", "LA", "P", "RGBA")), _saved("PNG", icc_profile=_PROFILE),
        _saved("PNG", exif=_exif()), _frames("PNG"), png(deep), png(deep[..., :3]),
        png(deep[..., :2]), png(deep[..., 0]),
    ]  # fmt: skip
    yield "PNG", pngs
    yield _MENDED, pngs
    yield "JPEG", [
        *_gray_and_more("JPEG", ("L", "CMYK")), _saved("JPEG", exif=_exif()),
        _saved("JPEG", progressive=True), _saved("JPEG", icc_profile=_PROFILE),
    ]  # fmt: skip
    yield "MPO", [_frames("MPO")]
    yield "GIF", [_saved("GIF"), _frames("GIF"), _saved("GIF", _IMAGE.convert("L"), interlace=1)]
    yield "BMP", _gray_and_more("BMP", ("1", "L", "P", "RGB", "RGBA"))
    yield "DIB", [_saved("DIB")]
    yield "PPM", [
        *_gray_and_more("PPM", ("1", "L", "RGB", "I;16", "F")),
        b"P3 2 2 255 1 2 3 4 5 6 7 8 9 1 2 3",
        b"P6 14 9 65535\n" + deep[..., :3].tobytes(), b"P6 3 2 1023\n" + bytes(36),
    ]  # fmt: skip
    yield "TIFF", [
        *_gray_and_more("TIFF", ("1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr", "LAB", "I", "F")),
        *(_saved("TIFF", compression=way) for way in ("tiff_lzw", "tiff_adobe_deflate", "jpeg")),
        _saved("TIFF", _IMAGE.convert("1"), compression="group4"), _frames("TIFF"),
        _saved("TIFF", icc_profile=_PROFILE), tiff(deep, photometric="rgb")(),
    ]  # fmt: skip
    yield "TIFF, deep", [
        tiff((PIXELS / 255).astype(np.float32), photometric="rgb")(),
        tiff(deep[..., :3], photometric="rgb", compression="zlib", predictor=True)(),
        tiff(np.moveaxis(deep[..., :3], 2, 0), photometric="rgb", planarconfig="separate")(),
        tiff(deep[..., 0], photometric="miniswhite")(), photo_kinds._float_predicted(),
    ]  # fmt: skip
    yield "WebP", [_saved("WEBP"), _saved("WEBP", lossless=True), _frames("WEBP")]
    yield "AVIF", [_saved("AVIF", exif=_exif()), _saved("AVIF", _IMAGE.convert("RGBA"))]
    yield "HEIC", [
        photo_kinds.heic(PIXELS, 90, exif=_exif()),
        photo_kinds.heic(PIXELS, 90, icc_profile=_PROFILE),
    ]  # fmt: skip
    yield "JPEG 2000", [
        *_gray_and_more("JPEG2000", ("L", "RGB", "RGBA")), _saved("JPEG2000", no_jp2=True)
    ]  # fmt: skip
    yield "PSD", [_psd()]
    yield "ICO", [_saved("ICO"), _saved("ICO", bitmap_format="bmp")]
    yield "DDS", [_saved("DDS"), _saved("DDS", _IMAGE.convert("RGBA"), pixel_format="DXT5")]
    yield "QOI", [_saved("QOI")]
    yield "SGI", [_saved("SGI")]
    yield "SUN", [_sun()]
    yield "XBM", [_saved("XBM", _IMAGE.convert("1"))]
    pcx = _saved("PCX")
    yield "PCX", [pcx, *_gray_and_more("PCX", ("1", "L", "P"))]
    yield "DCX", [struct.pack("<4I", 987654321, 12, 0, 0)[:12] + pcx]
    yield (
        "TGA",
        [_saved("TGA"), _saved("TGA", compression="tga_rle"), _saved("TGA", id_section=b"a")],
    )


def profiles():
    """Make good profiles, each with a function that puts one into a file."""
    for mode, data in (
        ("RGB", _PROFILE),
        ("L", color_profiles.gray(1.8)),
        ("CMYK", color_profiles.cmyk(photo_kinds._INK)),
    ):
        image = _IMAGE.convert(mode)
        yield data, lambda profile, image=image: _saved("TIFF", image, icc_profile=profile)


def watch(name: str, files: list[bytes], reads: int, seed: int = 0) -> Seen:
    """Damage files half by setting fields, half at random, and read them."""
    rng = random.Random(f"{name} {seed}")
    seen = Seen(name)
    mend = _mended if name == _MENDED else bytes
    before = _megabytes()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo"
        for good in files:
            seen.read(path, good)
        if seen.photos < len(files):
            seen.wrong.append(f"{len(files) - seen.photos} of {len(files)} good files not read")
        fields = [data for good in files for data in _fields(rng, good, reads // 2 // len(files))]
        for data in fields:
            seen.read(path, mend(data))
        for _ in range(reads // 2):
            seen.read(path, mend(damaged(rng, files)))
    seen.megabytes = _megabytes() - before
    return seen


def _mended(data: bytes) -> bytes:
    """Make checksums of PNG right: else they keep damage away from what is behind."""
    made, at = bytearray(data), 8
    while at + 12 <= len(made):
        size = int.from_bytes(made[at : at + 4], "big")
        end = at + 8 + size
        if end + 4 > len(made):
            break
        made[end : end + 4] = zlib.crc32(made[at + 4 : end]).to_bytes(4, "big")
        at = end + 4
    return bytes(made)


def _fields(rng, good, count):
    every = list(with_every_field_set(good))
    return rng.sample(every, min(count, len(every)))


def watch_profiles(reads: int) -> Seen:
    """Damage profiles in files that are good."""
    rng = random.Random(0)
    seen = Seen("profiles")
    before = _megabytes()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo"
        for good, put in profiles():
            for data in _fields(rng, good, reads // 6):
                seen.read(path, put(data))
            for _ in range(reads // 6):
                seen.read(path, put(damaged(rng, [good])))
    seen.megabytes = _megabytes() - before
    return seen


def _megabytes():
    """Return the most memory this process has had."""
    return 0.0 if sys.platform == "win32" else peak_kilobytes() / 1e3


def main(arguments):
    as_json = "--json" in arguments
    reads, *names = [each for each in arguments if each != "--json"]
    warnings.simplefilter("ignore")
    # What decoders need once is not the files' doing.
    for _, files in goods():
        watch("first", files[:1], 0)
    for name, files in (*goods(), ("profiles", None)):
        if names and name not in names:
            continue
        seen = watch_profiles(int(reads)) if files is None else watch(name, files, int(reads))
        if as_json:
            print(json.dumps(asdict(seen)), flush=True)
            continue
        print(
            f"{name:<22}{seen.reads:>8}{seen.photos / seen.reads:>8.0%}"
            f"{seen.past_header / seen.reads:>8.0%}{1000 * seen.slowest:>8.0f} ms"
            f"{seen.megabytes:>8.0f} MB{len(seen.wrong):>6} wrong",
            flush=True,
        )
        for wrong in seen.wrong[:3]:
            print("   ", wrong[:600])


if __name__ == "__main__":
    main(sys.argv[1:] or ["1000"])
