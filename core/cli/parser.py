"""Arguments of the commands, and the help that tells of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from core.batch.names import NamePattern
from core.cli.compare import compare
from core.cli.compress import compress
from core.cli.palette import palette
from core.cli.source import path_or_standard
from core.errors import SettingsError
from core.fields import (
    Amount,
    Bytes,
    Choice,
    Colors,
    Kind,
    Number,
    OneColor,
    Size,
    Switch,
    kinds_of,
)
from core.framing import ROTATIONS, Crop
from core.goals import AUTOS, GOALS, Goals, bytes_in
from core.language import _, translated
from core.names import plain
from core.needed import BEADS_WIDE, CM_WIDE
from core.owned import MOST_OWNED
from core.resizing import Resize, SizeError
from core.settings import COLORS, SETTINGS, STARTS, WEIGHS, Color, SaveOptions, Settings

# Settings that plain k-means has as well, so that `compare` has their flags.
_OF_EVERY_RUN = ("max_iterations", "seed")
# What is done with a photo before: these stand beside --crop in the help.
_OF_SIZE = ("resize", "enlarge")
_JOBS = range(1, 257)


class _Parser(argparse.ArgumentParser):
    """Parser whose complaints may hold names that came from a folder, by a wildcard."""

    def error(self, message: str) -> NoReturn:
        """End with a usage error."""
        super().error(plain(message))


def build_parser(program: str = "fewtone") -> argparse.ArgumentParser:
    """Build the parser of all commands, for a program of this name."""
    whole = _Parser(
        prog=program, description=_("Turn photos into a few colors."), allow_abbrev=False
    )
    subparsers = whole.add_subparsers(title=_("commands"), required=True, metavar="COMMAND")
    _add_compress(subparsers)
    _add_palette(subparsers)
    _add_compare(subparsers)
    return whole


def _add_compress(subparsers: Any) -> None:
    command = subparsers.add_parser(
        "compress", help=_("save photos in few colors"), allow_abbrev=False
    )
    command.add_argument(
        "photos",
        nargs="+",
        type=path_or_standard,
        metavar="PHOTO",
        help=_(
            "a photo, or with --output-dir a folder of photos; - is standard input, and @LIST a "
            "file with a name in each line"
        ),
    )
    command.set_defaults(saves=True)
    _add_settings(command)
    _add_targets(command)
    command.add_argument(
        "--overwrite",
        action="store_true",
        help=_(
            "replace files that exist, rather than choose another name or refuse; photos of the "
            "same run are replaced only by -o"
        ),
    )
    _add_fields(command, SaveOptions, [name for name in kinds_of(SaveOptions) if name != "format"])
    command.add_argument(
        "--keep-dates", action="store_true", help=_("give the file the dates of the photo's file")
    )
    command.add_argument(
        "--only-smaller",
        action="store_true",
        help=_("write no file that would be no smaller than the photo's"),
    )
    command.add_argument(
        "--at-least",
        type=_whole_number(range(100)),
        metavar="PERCENT",
        help=_("with --only-smaller: how much smaller it has to be"),
    )
    command.add_argument(
        "--else-copy",
        action="store_true",
        help=_("with --only-smaller: copy the photo as it is where its file would not be written"),
    )
    _add_batch(command)
    _add_output(command)
    command.set_defaults(run=compress, usage_error=command.error)


def _add_targets(command: argparse.ArgumentParser) -> None:
    target = command.add_mutually_exclusive_group()
    target.add_argument(
        "-o",
        "--output",
        type=path_or_standard,
        metavar="FILE",
        help=_("where to save; its ending is the format; - is standard output"),
    )
    target.add_argument(
        "--output-dir",
        type=Path,
        metavar="DIR",
        help=_("folder to save into, created when missing"),
    )
    command.add_argument(
        "--recursive",
        action="store_true",
        help=_("with --output-dir: look into sub-folders of folders too, and keep them"),
    )
    command.add_argument(
        "--name",
        type=_name_pattern,
        metavar="PATTERN",
        help=_(
            "name of the files, without the ending: {name}, {colors}, {n}, {n:03}, {parent} and "
            "{format} are put in (default: {name}.fewtone)"
        ),
    )
    _add_fields(command, SaveOptions, ["format"])
    command.add_argument(
        "--save-palette",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=_("save the palette too; its ending is the format; may be given more than once"),
    )


def _add_batch(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--shared-palette", action="store_true", help=_("find one palette for all photos together")
    )
    _add_weigh(
        command,
        _(
            "with --shared-palette: whether each photo counts the same, or each pixel (default: "
            "equal)"
        ),
    )
    command.add_argument(
        "--jobs",
        type=_whole_number(_JOBS),
        metavar="N",
        help=_("most photos at a time (default: as many as there are processors)"),
    )
    command.add_argument(
        "--resume",
        action="store_true",
        help=_("with --output-dir: go on where a run with the same settings was ended"),
    )
    command.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help=_("save what became of each photo: .csv is a table, .json for programs"),
    )


def _add_weigh(command: argparse.ArgumentParser, text: str) -> None:
    command.add_argument("--weigh", choices=WEIGHS, help=text)


def _add_palette(subparsers: Any) -> None:
    command = subparsers.add_parser(
        "palette", help=_("print the palette of a photo, by share"), allow_abbrev=False
    )
    command.add_argument(
        "photo",
        type=path_or_standard,
        metavar="PHOTO",
        help=_("a photo, or a folder of photos that share a palette; - is standard input"),
    )
    _add_settings(command)
    command.add_argument(
        "--recursive", action="store_true", help=_("of a folder: look into its sub-folders too")
    )
    _add_weigh(
        command,
        _("of a folder: whether each photo counts the same, or each pixel (default: equal)"),
    )
    _add_output(command)
    command.set_defaults(run=palette, usage_error=command.error, saves=False)


def _add_compare(subparsers: Any) -> None:
    command = subparsers.add_parser(
        "compare", help=_("compare starts and numbers of colors"), allow_abbrev=False
    )
    command.add_argument(
        "photo", type=path_or_standard, metavar="PHOTO", help=_("- is standard input")
    )
    command.add_argument(
        "-k",
        "--colors",
        type=_whole_number(COLORS),
        nargs="+",
        default=[3, 5, 7],
        metavar="K",
        help=_("numbers of colors (default: 3 5 7)"),
    )
    command.add_argument(
        "--start",
        choices=STARTS,
        nargs="+",
        default=["random", "in_pixels"],
        help=_("how the first colors are chosen (default: random in_pixels)"),
    )
    _add_several(command, ("space", "dither", "effort"))
    command.add_argument(
        "-o",
        "--output",
        type=path_or_standard,
        metavar="FILE",
        help=_(
            "save a sheet: .html is a page with pictures, .png a contact sheet, .csv and .tex "
            "are the numbers"
        ),
    )
    command.add_argument("--overwrite", action="store_true", help=_("let -o replace a file"))
    _add_framing(command)
    _add_fields(command, Settings, _OF_EVERY_RUN)
    _add_output(command)
    command.set_defaults(run=compare, usage_error=command.error)


def _add_several(command: argparse.ArgumentParser, names: Iterable[str]) -> None:
    """Add the flags of choices of which several values are compared."""
    kinds = kinds_of(Settings)
    for name in names:
        kind = kinds[name]
        assert isinstance(kind, Choice)
        command.add_argument(
            *kind.flags,
            choices=kind.allowed,
            nargs="+",
            metavar=kind.metavar or name.upper(),
            help=_(
                "values to compare: {values}; with any, results are those of compress, otherwise "
                "of plain k-means"
            ).format(values=", ".join(kind.allowed)),
        )


def _add_settings(command: argparse.ArgumentParser) -> None:
    later = ("colors", "locked", *_OF_SIZE, *_OF_EVERY_RUN)
    command.add_argument(
        "--preset",
        metavar="NAME|FILE",
        help=_(
            "take settings, format and goals of a preset: the file of one, or its name, yours or "
            "one of Fewtone's (Web small, Poster 5 …); options given beside it win"
        ),
    )
    _add_framing(command)
    _add_number_of_colors(command)
    _add_fields(command, Settings, [name for name in kinds_of(Settings) if name not in later])
    _add_fields(command, Settings, ["locked"])
    command.add_argument(
        "--matters",
        type=Path,
        metavar="MASK",
        help=_(
            "find colors by what matters in the photo: a gray picture of its shape, in which black "
            "parts count a tenth, mid-gray ones once and white ones ten times"
        ),
    )
    command.add_argument(
        "--use-palette",
        metavar="FILE",
        help=_(
            "show the photo in just these colors: of a palette file, an indexed image, or one "
            "that Fewtone knows by name (web-safe, pico-8, nes, c64, grays-N …)"
        ),
    )
    command.add_argument(
        "--from-palette",
        metavar="FILE",
        help=_(
            "choose the best -k of the colors that you own: of a palette file with up to {most} "
            "colors, or one that Fewtone knows by name"
        ).format(most=MOST_OWNED),
    )
    _add_work(command)
    command.add_argument(
        "--first-frame",
        action="store_true",
        help=_("take an animation for a photo: use its first frame only"),
    )
    _add_fields(command, Settings, _OF_EVERY_RUN)


def _add_work(command: argparse.ArgumentParser) -> None:
    """Add how wide the piece is that is made after the picture, for what each color needs."""
    command.add_argument(
        "--beads-wide",
        type=_whole_number(BEADS_WIDE),
        metavar="N",
        help=_("print how many beads or stitches of each color a piece of this width needs"),
    )
    command.add_argument(
        "--cm-wide",
        type=_amount(*CM_WIDE),
        metavar="CM",
        help=_("print how many square centimeters of each color a piece of this width needs"),
    )


def _add_number_of_colors(command: argparse.ArgumentParser) -> None:
    """Add the number of colors, and what it may be chosen by."""
    kind = SETTINGS["colors"]
    command.add_argument(
        *kind.flags,
        type=_number_of_colors,
        action=_ByNumberOrAuto,
        metavar="K|auto",
        help=_(
            "{what}, the most with --max-size and the like; or auto: as many as look different, "
            "auto:poster few and auto:rich many (default: {value})"
        ).format(what=translated(kind.help), value=Settings().colors),
    )
    names = [name for name in GOALS if name != "max_bytes" or command.get_default("saves")]
    _add_fields(command, Goals, names)
    command.set_defaults(auto=None, **{name: None for name in GOALS if name not in names})


class _ByNumberOrAuto(argparse.Action):
    """Puts a number into `colors`, and a word for Auto into `auto`: the last one given counts."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """Keep a value."""
        is_number = isinstance(values, int)
        namespace.colors = values if is_number else None
        namespace.auto = None if is_number else values


def _add_framing(command: argparse.ArgumentParser) -> None:
    """Add what is done with a photo before its colors are counted."""
    command.add_argument(
        "--crop",
        type=_crop,
        metavar="X,Y,WIDTH,HEIGHT",
        help=_("take this part of each photo: pixels from the left, from the top, and its size"),
    )
    command.add_argument(
        "--rotate",
        type=int,
        choices=ROTATIONS[1:],
        metavar="DEGREES",
        help=_("turn photos by 90, 180 or 270 degrees clockwise, after cropping"),
    )
    command.add_argument(
        "--mirror", action="store_true", help=_("exchange left and right, after turning")
    )
    _add_fields(command, Settings, _OF_SIZE)


def _add_fields(
    command: argparse.ArgumentParser,
    of: type[Settings | SaveOptions | Goals],
    names: Iterable[str],
) -> None:
    """Add the flags of these fields; the value of one that is not given is None."""
    kinds, default = kinds_of(of), of()
    for name in names:
        kind = kinds[name]
        if kind.flags:
            value = getattr(default, name)
            text = _with_default(_with_values(translated(kind.help), kind), kind, value)
            way = _way_to_parse(kind, value)
            command.add_argument(*kind.flags, dest=name, help=text, **way)


def _way_to_parse(kind: Kind, default: Any) -> dict[str, Any]:
    """Return the arguments of `add_argument` for a kind of field with this default."""
    match kind:
        case Number():
            return {"type": _whole_number(kind.allowed), "metavar": kind.metavar}
        case Choice():
            return {"choices": kind.allowed, "metavar": kind.metavar}
        case Switch():
            action = "store_false" if default else "store_true"
            return {"action": action, "default": None}
        case OneColor():
            return {"type": _color, "metavar": kind.metavar}
        case Colors():
            return {"type": _color, "metavar": kind.metavar, "action": "append"}
        case Size():
            return {"type": _size, "metavar": kind.metavar}
        case Bytes():
            return {"type": _bytes, "metavar": kind.metavar}
        case Amount():
            return {"type": _amount(kind.low, kind.high), "metavar": kind.metavar}
    raise NotImplementedError(kind)


def _with_values(text: str, kind: Kind) -> str:
    """Add the values of a choice whose metavar hides them."""
    if isinstance(kind, Choice) and kind.metavar:
        return _("{what}: {values}").format(what=text, values=", ".join(kind.allowed))
    return text


def _with_default(text: str, kind: Kind, value: Any) -> str:
    if value is None or isinstance(kind, Switch | Colors):
        return text
    shown = "{:02x}{:02x}{:02x}".format(*value) if isinstance(kind, OneColor) else value
    return _("{what} (default: {value})").format(what=text, value=shown)


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--large",
        action="store_true",
        help=_(
            "take photos of more than 200 million pixels too, up to 500 million; "
            "they need gigabytes of memory"
        ),
    )
    command.add_argument("--json", action="store_true", help=_("print JSON for programs"))
    command.add_argument(
        "--quiet",
        action="store_true",
        help=_("only results and errors"),
    )


def _color(text: str) -> Color:
    # This imports numpy, which help and usage errors do without.
    from core.palettes.format import parse_hex

    color = parse_hex(text)
    if color is None:
        told = _("{text} is no color like 1a2b3c or #1a2b3c")
        raise argparse.ArgumentTypeError(told.format(text=repr(text)))
    return color


def _crop(text: str) -> Crop:
    parts = text.split(",")
    try:
        return Crop.of(int(part) for part in parts)
    except (SettingsError, ValueError) as error:
        told = _(
            "{text} is no part of a photo as 10,20,300,200: pixels from the left, from the top, "
            "width and height, which are at least 1"
        )
        raise argparse.ArgumentTypeError(told.format(text=repr(text))) from error


def _number_of_colors(text: str) -> int | str:
    """Return a number of colors, or a word for Auto."""
    word, _colon, more = text.partition(":")
    if word == "auto" and (more or "balanced") in AUTOS:
        return more or "balanced"
    try:
        return _whole_number(COLORS)(text)
    except argparse.ArgumentTypeError as error:
        autos = ", ".join(f"auto:{each}" for each in AUTOS)
        told = _("{reason}, nor auto, {words}").format(reason=error, words=autos)
        raise argparse.ArgumentTypeError(told) from error


def _bytes(text: str) -> int:
    try:
        return bytes_in(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _amount(low: float, high: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            told = _("{text} is no number from {low} to {high}")
            raise argparse.ArgumentTypeError(
                told.format(text=repr(text), low=f"{low:g}", high=f"{high:g}")
            )
        return value

    return parse


def _size(text: str) -> Resize:
    try:
        return Resize.parse(text)
    except SizeError as error:
        raise argparse.ArgumentTypeError(error.why) from error


def _name_pattern(text: str) -> NamePattern:
    try:
        return NamePattern(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from error


def _whole_number(allowed: range) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = -1
        if value not in allowed:
            told = _("{text} is no whole number from {low} to {high}")
            raise argparse.ArgumentTypeError(
                told.format(text=repr(text), low=allowed[0], high=allowed[-1])
            )
        return value

    return parse
