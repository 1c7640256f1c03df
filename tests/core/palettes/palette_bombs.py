"""Palette files made to take time or memory.

`python -m tests.core.palettes.palette_bombs FILE …` loads files, and prints of each the seconds it
took, by how many kilobytes the peak of the process has grown since its start, and the answer.
"""

import io
import struct
import sys
import time
import zipfile
import zlib
from functools import partial
from pathlib import Path

from PIL import Image

from core import PaletteError, load_colors, load_palette, palette_formats
from tests.core.palettes.palette_fuzz import zipped
from tests.core.peak_memory import peak_kilobytes


def bombs():
    """Name the hostile files: (ending, bytes to the limit of the format, or what makes them)."""
    text, json_ = _most(".gpl"), _most(".json")
    begin = {".gpl": b"GIMP Palette\n", ".pal": b"JASC-PAL\n0100\n200\n"}
    made = {}
    for ending in (".gpl", ".hex", ".pal", ".txt", ".css", ".csv", ".json"):
        for name, unit in {
            "empty lines": b"\n",
            "short lines": b"fff\n",
            "words": "ä😀\n".encode(),
            "numbers": b"1 2 3\n",
            "one line of spaces": b" ",
            "one line of digits": b"1",
            "hyphens": b"-",
            "comments": b"/*",
            "unclosed": b"--a:#fff/*;",
            "declarations": b"--a:#fff;",
            "parts": b"--a:#fff;/**/",
            "dollars": b"$a",
            "functions": b"rgb(1,",
            "one word": b"#123456",
            "semicolons": b"ff0000;",
            "quotes": b'"',
            "cells": b"1,",
            "numbered names": b"#aabbcc,a 310,b\n",
        }.items():
            made[f"{ending} {name}"] = ending, _fill(begin.get(ending, b""), unit, text)
    different = "".join(f"#{number:06x} " for number in range(text // 8))
    made[".css colors"] = ".css", different.encode()
    made[".hex colors"] = ".hex", different.replace(" ", "\n").encode()
    made[".css utf-16"] = ".css", b"\xff\xfe" + _fill(b"", "ä#".encode("utf-16-le"), text - 2)
    for name, unit in {
        "lists": b"[],",
        "lists of lists": b"[[[[[[[[[[[[[[[]]]]]]]]]]]]]]],",
        "objects": b'{"":[]},',
        "floats": b"1.5,",
        "colors": b'"#abc",',
        "big numbers": b"9" * 4000 + b",",
    }.items():
        made[f".json {name}"] = ".json", _fill(b"[", unit, json_ - 2) + b"1]"
    made[".json deep"] = ".json", b"[" * json_
    made[".ase empty blocks"] = ".ase", _fill(_ASE, struct.pack(">HI", 0xC002, 0), _most(".ase"))
    color = struct.pack(">HIHH4sfH", 1, 14, 1, 0, b"Gray", 0.5, 2)
    made[".ase colors"] = ".ase", _fill(_ASE, color, _most(".ase"))
    made[".ase long name"] = (
        ".ase",
        _fill(_ASE + struct.pack(">HIH", 1, 131084, 65535), b"a", 131102),
    )
    made[".aco"] = ".aco", _fill(b"\0\2\1\0", b"\0", _most(".aco"))
    long_name = struct.pack(">5HI", 0, 1, 2, 3, 0, 7000) + b"\0a" * 7000
    made[".aco long names"] = ".aco", _fill(b"\0\2\1\0", long_name, _most(".aco"))
    made[".pal chunks"] = ".pal", _fill(b"RIFF\0\0\0\0PAL ", b"note\0\0\0\0", _most(".pal"))
    made[".act large"] = ".act", bytes(_most(".act"))
    return made | _xml() | _archives() | _images()


def _xml():
    """XML that is large, deep, or would grow."""
    most, made = _most(".soc"), {}
    for name, unit in {
        "elements": b"<a/>",
        "deep": b"<a>",
        "colors": b'<a:color a:color="#123"/>',
        "comments": b"<!---->",
        "text": b"a&amp;",
    }.items():
        made[f".soc {name}"] = ".soc", _fill(b"<o:color-table>", unit, most)
    many = b"".join(b" a%d=''" % number for number in range(most // 12))
    made[".soc attributes"] = ".soc", b"<o:color-table" + many + b"/>"
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(12))
    doctype = b'<!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]>"
    made[".soc laughs"] = ".soc", doctype + b"<o:color-table>&l12;</o:color-table>"
    return made


def _archives():
    """Archives that unpack to much, or have very many files in them."""
    made, nothing = {}, bytes(1_000_000)
    for ending, name in ((".kpl", "colorset.xml"), (".swatches", "Swatches.json")):
        for kind, method in (("", 8), (" bz2", 12), (" lzma", 14)):
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w", method) as archive, archive.open(name, "w") as member:
                for _ in range(3):
                    member.write(nothing)
            made[f"{ending} unpacked{kind}"] = ending, file.getvalue()
        made[f"{ending} files"] = ending, _with_many_entries(zipped(name, b""), _most(ending))
    deep = b'[{"swatches":' + b"[" * 1_900_000
    many = b"[" + b'{"swatches":[null,{},1,[]]},' * 60_000 + b"1]"
    for name, content in (("deep", deep), ("sets", many)):
        made[f".swatches {name}"] = ".swatches", zipped("Swatches.json", content)
    return made


def _with_many_entries(archive, size):
    """Repeat the only entry of the directory at the end of an archive."""
    end = archive[-22:]
    begin = int.from_bytes(end[16:20], "little")
    entry = archive[begin:-22]
    entries = entry * ((size - len(archive)) // len(entry))
    return archive[:begin] + entries + end[:12] + struct.pack("<I", len(entries)) + end[16:]


_ASE = b"ASEF\0\1\0\0\0\0\0\1"


def _images():
    made = {}
    for kind, ending in (("PNG", ".png"), ("GIF", ".gif"), ("BMP", ".bmp"), ("TIFF", ".tif")):
        side = (7000, 7000) if kind != "BMP" else (2400, 2400)
        more = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
        made[f"{ending} of many pixels"] = ending, partial(_saved, side, kind, **more)
    small = _saved((3, 3), "PNG")
    for name, chunk in {
        "chunks": _chunk(b"teSt", b""),
        "texts": _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000))),
        "empty data": _chunk(b"IDAT", b""),
    }.items():
        made[f".png {name}"] = ".png", _fill(small[:33], chunk, _most(".png") - 99) + small[33:]
    wide = small[:16] + struct.pack(">II", 2**31 - 1, 2**31 - 1) + small[24:29]
    made[".png wide"] = ".png", wide + struct.pack(">I", zlib.crc32(wide[12:])) + small[33:]
    gif = _saved((3, 3), "GIF")
    at = 13 + 3 * 2 ** ((gif[10] & 7) + 1)
    for name, block in {
        "extensions": b"!\xf9\0",
        "comments": b"!\xfe\1a\0",
        "application": b"!\xff\1a\0",
        "frames": gif[at:-1],
        "zeros": b"\0",
    }.items():
        made[f".gif {name}"] = ".gif", _fill(gif[:at], block, _most(".gif") - 99) + gif[at:]
    made[".gif wide"] = ".gif", gif[:6] + b"\xff\xff\xff\xff" + gif[10:]
    entries = struct.pack("<HHII", 65000, 1, 1_000_000, 8)
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<H", 65535) + entries * 65535
    made[".tif tags"] = ".tif", tiff
    return made


def _saved(size, kind, **more):
    file = io.BytesIO()
    image = Image.new("P", size, 1)
    image.putpalette(bytes(range(240)))
    image.save(file, kind, **more)
    return file.getvalue()


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _fill(begin, unit, size):
    return begin + unit * ((size - len(begin)) // len(unit))


def _most(ending):
    return max(each.most_bytes for each in palette_formats() if each.ending == ending)


def write(folder, only=None):
    """Write all into a folder, or those that are named; return where they are."""
    paths = []
    for name, (ending, data) in bombs().items():
        stem = name[1:].replace(" ", "_")
        if only is None or stem in only:
            paths.append(folder / f"{stem}{ending}")
            paths[-1].write_bytes(data() if callable(data) else data)
    return paths


def main(paths):
    # Importing Pillow's decoders is not the files' doing.
    Image.init()
    before = peak_kilobytes()
    for path in map(Path, paths):
        begin = time.process_time()
        try:
            answer = f"{len(load_colors(path).colors)} colors"
            answer = f"{len(load_palette(path))} colors"
        except PaletteError as error:
            answer = f"PaletteError: {error}"
        seconds, kilobytes = time.process_time() - begin, peak_kilobytes() - before
        print(f"{path.name}\t{seconds:.3f}\t{kilobytes}\t{answer}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
