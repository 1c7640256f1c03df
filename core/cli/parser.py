"""The command line: `compress`, `palette` and `compare` over the same recipe as the window."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.cli import commands
from core.settings import (
    COLORS,
    DITHERS,
    EFFORTS,
    IMAGE_FORMATS,
    MAX_ITERATIONS,
    METADATA_CHOICES,
    SEEDS,
    SPACES,
    STARTS,
    STRENGTHS,
    TRANSPARENCIES,
    Settings,
)

_DEFAULT = Settings()


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    whole = argparse.ArgumentParser(
        prog="fewtone", description="Turn photos into a few colors.", allow_abbrev=False
    )
    subparsers = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_compress(subparsers)
    _add_palette(subparsers)
    _add_compare(subparsers)
    return whole


def _add_compress(subparsers: Any) -> None:
    command = subparsers.add_parser(
        "compress", help="save photos in few colors", allow_abbrev=False
    )
    command.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
    _add_settings(command)
    target = command.add_mutually_exclusive_group()
    target.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to save; its ending is the format"
    )
    target.add_argument(
        "--output-dir", type=Path, metavar="DIR", help="folder to save into, created when missing"
    )
    command.add_argument("--format", choices=IMAGE_FORMATS, help="file format (default: png)")
    command.add_argument(
        "--save-palette",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="save the palette too; its ending is the format; may be given more than once",
    )
    command.add_argument(
        "--overwrite", action="store_true", help="let -o and --save-palette replace a file"
    )
    command.add_argument(
        "--metadata",
        choices=METADATA_CHOICES,
        default=METADATA_CHOICES[0],
        help="what to keep of the photo's own: safe is date, camera, exposure, artist and "
        "copyright, but no place, serial number or owner (default: safe)",
    )
    command.add_argument(
        "--keep-dates", action="store_true", help="give the file the dates of the photo's file"
    )
    command.add_argument(
        "--only-smaller",
        action="store_true",
        help="write no file that would be no smaller than the photo's",
    )
    _add_output(command)
    command.set_defaults(run=commands.compress, usage_error=command.error, saves=True)


def _add_palette(subparsers: Any) -> None:
    command = subparsers.add_parser(
        "palette", help="print the palette of a photo, by share", allow_abbrev=False
    )
    command.add_argument("photo", type=Path, metavar="PHOTO")
    _add_settings(command)
    _add_output(command)
    command.set_defaults(run=commands.palette, usage_error=command.error, saves=False)


def _add_compare(subparsers: Any) -> None:
    command = subparsers.add_parser(
        "compare", help="compare starts and numbers of colors", allow_abbrev=False
    )
    command.add_argument("photo", type=Path, metavar="PHOTO")
    command.add_argument(
        "-k", "--colors", type=_whole_number(COLORS), nargs="+", default=[3, 5, 7], metavar="K"
    )
    command.add_argument("--start", choices=STARTS, nargs="+", default=["random", "in_pixels"])
    _add_run_settings(command)
    _add_output(command)
    command.set_defaults(run=commands.compare)


def _add_settings(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-k",
        "--colors",
        type=_whole_number(COLORS),
        metavar="K",
        help=f"number of colors, 1 to 256 (default: {_DEFAULT.colors})",
    )
    command.add_argument(
        "--start",
        choices=STARTS,
        help=f"how the first colors are chosen (default: {_DEFAULT.start})",
    )
    command.add_argument(
        "--effort",
        choices=EFFORTS,
        help="how long to look for better colors (with start wu) and for a smaller PNG file "
        f"(default: {_DEFAULT.effort})",
    )
    command.add_argument(
        "--space",
        choices=SPACES,
        default=_DEFAULT.space,
        help=f"where distances between colors are measured (default: {_DEFAULT.space})",
    )
    _add_dithering(command)
    command.add_argument(
        "--transparency",
        choices=TRANSPARENCIES,
        default=_DEFAULT.transparency,
        help="what becomes of it: in the palette, as colors with alpha, full transparency one of "
        "the K; in a channel beside opaque colors, as it is; or flattened "
        f"(default: {_DEFAULT.transparency})",
    )
    command.add_argument(
        "--background",
        type=_color,
        default=_DEFAULT.background,
        metavar="HEX",
        help="what a transparent photo is laid on, by --transparency flatten, or for a format "
        "that keeps no transparency (default: ffffff)",
    )
    command.add_argument(
        "--lock",
        type=_color,
        action="append",
        default=[],
        metavar="HEX",
        help="a color like 1a2b3c that the palette must have, one of the K; "
        "may be given more than once",
    )
    command.add_argument(
        "--use-palette",
        metavar="FILE",
        help="show the photo in just these colors: of a palette file, an indexed image, or one "
        "that Fewtone knows by name (web-safe, game-boy, cga, ega, grays-N)",
    )
    command.add_argument(
        "--first-frame",
        action="store_true",
        help="take an animation for a photo: use its first frame only",
    )
    _add_run_settings(command)


def _add_dithering(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--dither",
        choices=DITHERS,
        default=_DEFAULT.dither,
        metavar="METHOD",
        help=f"mix pixels of the colors to look like more: {', '.join(DITHERS)} "
        f"(default: {_DEFAULT.dither})",
    )
    command.add_argument(
        "--dither-strength",
        type=_whole_number(STRENGTHS),
        default=_DEFAULT.dither_strength,
        metavar="PERCENT",
        help=f"how much, 0 to 100 (default: {_DEFAULT.dither_strength})",
    )
    command.add_argument(
        "--no-serpentine",
        dest="serpentine",
        action="store_false",
        help="diffuse errors from left to right in every row, not there and back",
    )


def _add_run_settings(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--max-iter",
        type=_whole_number(MAX_ITERATIONS),
        metavar="N",
        help=f"most iterations (default: {_DEFAULT.max_iterations})",
    )
    command.add_argument(
        "--seed",
        type=_whole_number(SEEDS),
        metavar="N",
        help=f"makes random choices repeatable (default: {_DEFAULT.seed})",
    )


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--large",
        action="store_true",
        help="take photos of more than 200 million pixels too, up to 500 million; "
        "they need gigabytes of memory",
    )
    command.add_argument("--json", action="store_true", help="print JSON for programs")
    command.add_argument(
        "--quiet",
        action="store_true",
        help="only results and errors",
    )


def _color(text: str) -> tuple[int, int, int]:
    # Here, as numpy comes with it.
    from core.palettes.format import parse_hex

    color = parse_hex(text)
    if color is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no color like 1a2b3c or #1a2b3c")
    return color


def _whole_number(allowed: range) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = -1
        if value not in allowed:
            raise argparse.ArgumentTypeError(
                f"{text!r} is no whole number from {allowed[0]} to {allowed[-1]}"
            )
        return value

    return parse
