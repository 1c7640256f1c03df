"""Colors of machines and displays, by the names of their palettes; each with its source.

Screens of televisions and electronic paper knew no sRGB: where their colors come from voltages or
from photographs, the source of the conversion is named too.
"""

from __future__ import annotations

# Lexaloffle, "PICO-8 manual" (https://www.lexaloffle.com/dl/docs/pico-8_manual.html), the 16 colors
# of its screen, by their numbers; its maker lets everybody use them (CC0).
_PICO_8 = {  # untranslated: as files keep them
    "black": "000000",
    "dark blue": "1d2b53",
    "dark purple": "7e2553",
    "dark green": "008751",
    "brown": "ab5236",
    "dark gray": "5f574f",
    "light gray": "c2c3c7",
    "white": "fff1e8",
    "red": "ff004d",
    "orange": "ffa300",
    "yellow": "ffec27",
    "green": "00e436",
    "blue": "29adff",
    "indigo": "83769c",
    "pink": "ff77a8",
    "peach": "ffccaa",
}

# The 54 different colors of Nintendo's picture chip 2C02 (NES, 1985), by their numbers: its NTSC
# signal decoded, as the NESdev wiki lists it (https://www.nesdev.org/wiki/PPU_palettes, "2C02G").
_NES = {  # untranslated: as files keep them
    "$00": "626262 001fb2 2404c8 5200b2 730076 800024 730b00 522800 244400 005700 005c00 005324"
    " 003c76",
    "$0f": "000000",
    "$10": "ababab 0d57ff 4b30ff 8a13ff bc08d6 d21269 c72e00 9d5400 607b00 209800 00a300 009942"
    " 007db4",
    "$20": "ffffff 53aeff 9085ff d365ff ff57ff ff5dcf ff7757 fa9e00 bdc700 7ae700 43f611 26ef7e"
    " 2cd5f6 4e4e4e",
    "$31": "b6e1ff ced1ff e9c3ff ffbcff ffbdf4 ffc6c3 ffd59a e9e681 cef481 b6fb9a a9fac3 a9f0f4"
    " b8b8b8",
}

# Philip Timmermann (Pepto), "Calculating the color palette of the VIC II", 2001
# (https://www.pepto.de/projects/colorvic/2001/): luma and chroma of the Commodore 64 (1982), PAL.
_C64 = {  # untranslated: as files keep them
    "black": "000000",
    "white": "ffffff",
    "red": "68372b",
    "cyan": "70a4b2",
    "purple": "6f3d86",
    "green": "588d43",
    "blue": "352879",
    "yellow": "b8c76f",
    "orange": "6f4f25",
    "brown": "433900",
    "light red": "9a6759",
    "dark gray": "444444",
    "gray": "6c6c6c",
    "light green": "9ad284",
    "light blue": "6c5eb5",
    "light gray": "959595",
}

# Texas Instruments, TMS9918A/TMS9928A/TMS9929A data manual, 1982, table of output voltages (Y, R-Y,
# B-Y), converted as in openMSX and in Wikipedia's "List of 8-bit computer hardware graphics"; used
# by the first MSX (1983), ColecoVision, TI-99/4A. Color 0 is transparent, and left out.
_MSX = {  # untranslated: as files keep them
    "black": "000000",
    "medium green": "3eb849",
    "light green": "74d07d",
    "dark blue": "5955e0",
    "light blue": "8076f1",
    "dark red": "b95e51",
    "cyan": "65dbef",
    "medium red": "db6559",
    "light red": "ff897d",
    "dark yellow": "ccc35e",
    "light yellow": "ded087",
    "dark green": "3aa241",
    "magenta": "b766b5",
    "gray": "cccccc",
    "white": "ffffff",
}

# Sinclair, "ZX Spectrum BASIC Programming", 1982, chapter 16: eight colors, each plain or BRIGHT,
# of which black is one; plain ones have 85 % of the voltage (Wikipedia, "ZX Spectrum graphic
# modes").
_ZX_SPECTRUM = {  # untranslated: as files keep them
    "black": "000000",
    "blue": "0000d8",
    "red": "d80000",
    "magenta": "d800d8",
    "green": "00d800",
    "cyan": "00d8d8",
    "yellow": "d8d800",
    "white": "d8d8d8",
    "bright blue": "0000ff",
    "bright red": "ff0000",
    "bright magenta": "ff00ff",
    "bright green": "00ff00",
    "bright cyan": "00ffff",
    "bright yellow": "ffff00",
    "bright white": "ffffff",
}

# Apple, "Apple II Reference Manual", 1979: the 16 colors of low resolution, patterns of four bits
# in a period of the NTSC color burst, decoded as in Wikipedia's "List of 8-bit computer hardware
# graphics". The two grays, 5 and 10, look the same, so there are 15.
_APPLE_2 = {  # untranslated: as files keep them
    "black": "000000",
    "magenta": "722640",
    "dark blue": "40337f",
    "purple": "e434fe",
    "dark green": "0e5940",
    "gray": "808080",
    "medium blue": "1b9afe",
    "light blue": "bfb3ff",
    "brown": "404c00",
    "orange": "e46501",
    "pink": "f1a6bf",
    "green": "1bcb01",
    "yellow": "bfcc80",
    "aqua": "8dd9bf",
    "white": "ffffff",
}

# ETSI EN 300 706 (Enhanced Teletext), Level 1: the eight colors of the spacing attributes, red,
# green and blue each on or off, in the order of their codes.
_TELETEXT = {  # untranslated: as files keep them
    "black": "000000",
    "red": "ff0000",
    "green": "00ff00",
    "yellow": "ffff00",
    "blue": "0000ff",
    "magenta": "ff00ff",
    "cyan": "00ffff",
    "white": "ffffff",
}

# IBM Personal Computer Technical Reference, 1983, Color/Graphics Monitor Adapter: 320 x 200 shows
# a background, here black, and three colors, dim or bright; those of mode 5 come where the color
# burst is off.
_CGA_SETS = {  # untranslated: as files keep them
    "cga-0-low": {"black": "000000", "green": "00aa00", "red": "aa0000", "brown": "aa5500"},
    "cga-0-high": {
        "black": "000000",
        "light green": "55ff55",
        "light red": "ff5555",
        "yellow": "ffff55",
    },
    "cga-1-low": {
        "black": "000000",
        "cyan": "00aaaa",
        "magenta": "aa00aa",
        "light gray": "aaaaaa",
    },
    "cga-1-high": {
        "black": "000000",
        "light cyan": "55ffff",
        "light magenta": "ff55ff",
        "white": "ffffff",
    },
    "cga-5-low": {"black": "000000", "cyan": "00aaaa", "red": "aa0000", "light gray": "aaaaaa"},
    "cga-5-high": {
        "black": "000000",
        "light cyan": "55ffff",
        "light red": "ff5555",
        "white": "ffffff",
    },
}

# Displays of E Ink, in the order of their codes. Nominal colors are what drivers are given:
# Pimoroni, https://github.com/pimoroni/inky, inky_uc8159.py (7 colors, Gallery or ACeP) and
# inky_e673.py (6 colors, Spectra 6), DESATURATED_PALETTE. What panels show differs from one to
# another, and with the temperature. Measured, 7 colors: SATURATED_PALETTE of inky_uc8159.py, by
# which Pimoroni's driver mixes colors, with the paper as white. Measured, 6 colors: photographs of
# a panel of 7.3 inches, https://github.com/aitjcize/esp32-photoframe, docs/MEASURED_PALETTE.md.
_E_PAPER = {  # untranslated: as files keep them
    "e-paper-6": {
        "black": "000000",
        "white": "ffffff",
        "yellow": "ffff00",
        "red": "ff0000",
        "blue": "0000ff",
        "green": "00ff00",
    },
    "e-paper-6-measured": {
        "black": "020202",
        "white": "b3b6ab",
        "yellow": "c9b800",
        "red": "750a00",
        "blue": "002f6b",
        "green": "214528",
    },
    "e-paper-7": {
        "black": "000000",
        "white": "ffffff",
        "green": "00ff00",
        "blue": "0000ff",
        "red": "ff0000",
        "yellow": "ffff00",
        "orange": "ff8c00",
    },
    "e-paper-7-measured": {
        "black": "393039",
        "white": "ffffff",
        "green": "3a5b46",
        "blue": "3d3b5e",
        "red": "9c484b",
        "yellow": "d0be47",
        "orange": "b16a49",
    },
}


def _numbered(rows: dict[str, str]) -> dict[str, str]:
    """Name the colors of rows by their numbers, which count up from that of each row."""
    return {
        f"${int(first[1:], 16) + place:02x}": hex_
        for first, row in rows.items()
        for place, hex_ in enumerate(row.split())
    }


MACHINES: dict[str, dict[str, str]] = {
    "pico-8": _PICO_8,
    "nes": _numbered(_NES),
    "c64": _C64,
    "msx": _MSX,
    "zx-spectrum": _ZX_SPECTRUM,
    "apple-ii": _APPLE_2,
    "teletext": _TELETEXT,
    **_CGA_SETS,
    **_E_PAPER,
}
"""The colors of each palette, "rrggbb" by their names."""
