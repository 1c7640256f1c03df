"""Damages palette files in every way, and watches what their readers make of it.

`python -m tests.core.palettes.palette_fuzz 10000` prints a table; test_palette_fuzz.py asserts the
same.
"""

import io
import os
import random
import struct
import sys
import time
import zipfile
from dataclasses import dataclass, field

from PIL import Image

from core import Palette, PaletteError, palette_formats
from core.palettes.candidates import colors_of
from tests.core.peak_memory import peak_kilobytes

_BIG, _LITTLE = "big", "little"
_FEW = Palette.of(
    [(17, 34, 51), (255, 128, 0), (0, 0, 0), (9, 200, 90)], ["Sky blue", "", "ä 🎨", "12 #3"]
)


@dataclass
class Seen:
    """What a reader made of damaged files."""

    reads: int = 0
    palettes: int = 0
    past_header: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def read(self, reader, data: bytes) -> None:
        begin = time.process_time()
        try:
            found = reader(data)
            candidates = colors_of(found, "a title").colors
            palette = found.palette()
        except PaletteError as error:
            text = str(error)
            # So begin the messages for what is recognized as another format at once.
            self.past_header += not text.startswith("this is no ")
            if "\n" in text or not 10 < len(text) < 300:
                self.wrong.append(f"{text!r} for {data[:99]!r}")
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            self.wrong.append(f"{error!r} for {data[:999]!r}")
        else:
            self.past_header += 1
            self.palettes += 1
            if not 1 <= len(candidates) <= len(palette) <= 256:
                self.wrong.append(f"{len(palette)} colors for {data[:99]!r}")
        self.reads += 1
        self.slowest = max(self.slowest, time.process_time() - begin)


def readers():
    """Name every format, with some good files of each."""
    for each in palette_formats():
        # These have the reader of another ending.
        other = each.ending in {".tiff", ".psppalette"} or (each.ending, each.write) == (
            ".ase",
            None,
        )
        if not other:
            yield each, [*_written(each), *_by_hand(each)]


def _written(each):
    return [] if each.write is None else [each.write(_FEW, "a title")]


def _by_hand(each):
    match each.ending, each.write is None:
        case ".pal", True:
            colors = struct.pack("<HH12B", 0x300, 3, *range(12))
            data = b"data" + struct.pack("<I", len(colors)) + colors
            extra = b"note" + struct.pack("<I", 3) + b"abc\0"
            return [
                b"RIFF" + struct.pack("<I", len(body) + 4) + b"PAL " + body
                for body in (data, extra + data)
            ]
        case ".aseprite", _:
            return [sprite(sprite_palette()), sprite(old_palette(4), old_palette(0x11))]
        case ".soc", _:
            return [_SOC, _SOC.decode().replace("UTF-8", "UTF-16").encode("utf-16")]
        case ".kpl", _:
            return [
                zipped("colorset.xml", _KPL),
                zipped("colorset.xml", _KPL, zipfile.ZIP_DEFLATED),
            ]
        case ".swatches", _:
            return [zipped("Swatches.json", _SWATCHES, zipfile.ZIP_DEFLATED)]
        case ".ase", _:
            group = struct.pack(">HIH4s", 0xC001, 6, 2, "g\0".encode("utf-16-be"))
            models = b"".join(
                struct.pack(f">HIHH4s{len(values)}fH", 1, 10 + 4 * len(values), 1, 0, m, *values, 2)
                for m, values in {
                    b"CMYK": (0, 0.5, 1, 0.1),
                    b"LAB ": (0.5, 9, -9),
                    b"Gray": (0.3,),
                }.items()
            )
            end = struct.pack(">HI", 0xC002, 0)
            return [b"ASEF" + struct.pack(">HHI", 1, 0, 5) + group + models + end]
        case ".aco", _:
            words = b"".join(
                struct.pack(">5H", model, 9999, 20000, 5000, 60000) for model in (0, 1, 2, 7, 8)
            )
            return [struct.pack(">HH", 1, 5) + words]
        case ".act", _:
            return [bytes(range(256)) * 3 + b"\0\x10\xff\xff"]
        case ".csv", _:
            return [b"Code;R;G;B;Name\n7;1;2;3;'=a\n", b"H01,White,9,8,7\nH02,Red,#ff0000,1\n"]
        case ".css", _:
            return [b"$a: #123456; @b : rgb(1, 2, 3)\n/* x */ .c { color: #fff }"]
        case ".json", _:
            return [b'["#abc", "112233", {"hex": "#123456", "count": 9, "locked": true}]']
        case ".png" | ".gif" | ".bmp" | ".tif" | ".pcx", _:
            return [_image(each.ending, transparency) for transparency in (None, 1)]
        case _, False:
            return []
    raise NotImplementedError(f"{each.ending} is only read, so this needs a good file of it")


_SOC = b"""<?xml version="1.0" encoding="UTF-8"?>
<office:color-table xmlns:office="http://openoffice.org/2000/office"
 xmlns:draw="http://openoffice.org/2000/drawing">
 <draw:color draw:name="Sea &amp; sky" draw:color="#123456"/> <draw:color draw:color="#fff"/>
</office:color-table>"""
_KPL = b"""<ColorSet version="1.0" columns="2"> <ColorSetEntry name="a" bitdepth="U8">
 <RGB r="0.5" g="1" b="0" space="sRGB-elle-V2-g10.icc"/> <Position row="1" column="1"/>
 </ColorSetEntry> <Group name="g"> <ColorSetEntry> <Lab L="0.5" a="0.4" b="0.7"/> </ColorSetEntry>
 <ColorSetEntry> <CMYK c="0" m="0.5" y="1" k="0.1"/> <Position row="0" column="0"/> </ColorSetEntry>
 <ColorSetEntry> <Gray g="0.5"/> </ColorSetEntry> </Group> </ColorSet>"""
_SWATCHES = b"""{"name": "n", "colorProfiles": [{"iccName": "Display P3"}], "swatches": [null,
 {"hue": 0.5, "saturation": 1, "brightness": 0.5, "alpha": 1}]}"""


def zipped(name, content, method=zipfile.ZIP_STORED):
    """Make an archive of one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


def sprite(*chunks):
    """Make a sprite of Aseprite with these chunks in its only frame."""
    body = b"".join(chunks)
    frame = struct.pack("<IHHHHI", 16 + len(body), 0xF1FA, len(chunks), 100, 0, len(chunks)) + body
    header = struct.pack("<IHHHHH", 128 + len(frame), 0xA5E0, 1, 1, 1, 8)
    return header.ljust(128, b"\0") + frame


def sprite_palette():
    """Make a chunk of three colors: one hidden, one with a name, one plain."""
    entries = struct.pack("<H4B", 0, 0, 0, 0, 0) + struct.pack("<H4BH", 1, 1, 2, 3, 128, 3) + b"sky"
    body = struct.pack("<III8x", 3, 0, 2) + entries + struct.pack("<H4B", 0, 9, 8, 7, 255)
    return struct.pack("<IH", 6 + len(body), 0x2019) + body


def old_palette(kind):
    """Make a chunk of the kind 4 or 0x11, with three colors in two packets."""
    body = struct.pack("<H", 2) + bytes([0, 2, 1, 2, 3, 63, 0, 9, 3, 1, 7, 7, 7])
    return struct.pack("<IH", 6 + len(body), kind) + body


def _image(ending, transparency):
    image = Image.new("P", (7, 5))
    image.putdata([i % 4 for i in range(35)])
    image.putpalette(_FEW.colors.tobytes())
    kind = {".tif": "TIFF", ".png": "PNG", ".gif": "GIF", ".bmp": "BMP", ".pcx": "PCX"}[ending]
    more = {} if transparency is None or kind not in {"GIF", "PNG"} else {"transparency": 1}
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def with_every_field_set(good: bytes, most: int = 160):
    """Set whatever may be a length, count or offset to 0, 1, its neighbors and the largest.

    Only four of these values are tried unless the long tests are asked for. Sizes and orders often
    lead to the same file, which is made once.
    """
    seen = {good}
    for data in _with_fields(good, most):
        if data not in seen:
            seen.add(data)
            yield data
    for at in range(min(most, len(good))):
        # Numbers in texts.
        if good[at : at + 1].isdigit():
            for other in (b"", b"-1", b"0", b"256", b"99999", b"9" * 30, b"9" * 5000):
                yield good[:at] + other + good[at + 1 :]


def _with_fields(good, most):
    all_values = "FEWTONE_LONG_TESTS" in os.environ
    for at in range(min(most, len(good))):
        for size in (1, 2, 4):
            for order in (_BIG, _LITTLE) if size > 1 else (_BIG,):
                value = int.from_bytes(good[at : at + size], order)
                top = 256**size - 1
                others = {0, value + 1, top // 2 + 1, top}
                if all_values:
                    others |= {1, value - 1, top // 2}
                for other in others - {value}:
                    if 0 <= other <= top:
                        yield good[:at] + other.to_bytes(size, order) + good[at + size :]


def damaged(rng: random.Random, goods: list[bytes]):
    """Damage a good file: a few bytes, pieces cut out, doubled, put in; or go on at random."""
    data = bytearray(rng.choice(goods))
    if rng.random() < 0.15:
        return bytes(data[: rng.randrange(16)]) + rng.randbytes(rng.randrange(200))
    for _ in range(rng.choice((1, 1, 2, 5))):
        at, size = rng.randrange(len(data) + 1), rng.choice((1, 2, 4, rng.randrange(64)))
        match rng.randrange(6):
            case 0:
                data[at : at + size] = rng.randbytes(size)
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = data[at : at + size] * rng.choice((1, 2, 40))
            case 3:
                data[at:at] = rng.choice(
                    (b"\0", b"\xff\xff", b"\n", b"9", b"*/", b"\xf0\x9f", b"[{")
                )
            case 4 if at < len(data):
                data[at] ^= 1 << rng.randrange(8)
            case _:
                del data[at + rng.randrange(200) :]
        if not data:
            break
    return bytes(data)


def watch(each, goods, reads, seed=0):
    """Read so many damaged files of a format."""
    rng = random.Random(f"{each.name} {seed}")
    seen = Seen()
    for _ in range(reads):
        seen.read(each.read, damaged(rng, goods))
    return seen


def _line(name, kind, seen):
    return (
        f"{name:<26}{kind:<8}{seen.reads:>8}{seen.palettes / seen.reads:>10.0%}"
        f"{seen.past_header / seen.reads:>13.0%}{1000 * seen.slowest:>11.1f}{len(seen.wrong):>7}"
    )


def main(reads: int) -> None:
    print(f"{'':<34}{'reads':>8}{'palettes':>10}{'past header':>13}{'slowest ms':>11}{'wrong':>7}")
    for each, goods in readers():
        fields = Seen()
        for good in goods:
            for data in with_every_field_set(good):
                fields.read(each.read, data)
        print(_line(each.name, "fields", fields))
        at_random = watch(each, goods, reads)
        print(_line("", "random", at_random), flush=True)
        for wrong in (fields.wrong + at_random.wrong)[:3]:
            print("   ", wrong)
    if sys.platform != "win32":
        print(f"peak memory of the process: {peak_kilobytes()} kB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
