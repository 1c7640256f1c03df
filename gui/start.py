"""Start of the window: the arguments, and whether another window takes the photos.

Nothing here needs a widget, so that a start that only hands over its photos is over at once. Qt is
imported after the arguments are read: version and help need none, nor the libraries it loads.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from core import words_of_argparse
from core.language import _
from core.version import VERSION
from gui.desktop import libraries, screens


def main(arguments: Sequence[str]) -> int:
    """Hand photos to the window that is open, or open one, and return the exit code."""
    words_of_argparse.translate()
    options = build_parser().parse_args(arguments)
    if options.diagnose:
        from gui import diagnose

        return diagnose.main()
    try:
        where, taken = "", False
        if not (options.self_test or options.self_test_reopen):
            where, taken = _look_for_window(options)
        if taken:
            return 0
        from gui import app
    except ImportError as error:
        lacking = libraries.missing(str(error), screens.expected())
        if not lacking:
            raise
        return _refuse(libraries.sentence(lacking))
    if sys.platform.startswith("linux") and (why := screens.why_none()):
        return _refuse(why)
    return app.run(options, where)


def _refuse(why: str) -> int:
    """Say why there can be no window, and return the exit code."""
    print(why, file=sys.stderr)
    return 1


def _look_for_window(options: argparse.Namespace) -> tuple[str, bool]:
    """Return where this start takes the photos of further ones, and whether its own were taken."""
    from gui.desktop import single
    from gui.desktop.remembered import settings_folder

    where = single.address(settings_folder())
    photos = [Path(os.path.abspath(photo)) for photo in options.photos]  # noqa: PTH100
    try:
        if options.new_window:
            return "" if single.is_answered(where) else where, False
        outcome = single.hand_over(where, photos, os.environ.get("XDG_ACTIVATION_TOKEN", ""))
    except ImportError:
        # QtNetwork needs libraries that some systems lack: each start has a window of its own.
        return "", False
    return where, outcome is single.Outcome.TAKEN


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the program when it opens a window."""
    parser = argparse.ArgumentParser(
        prog="fewtone",
        description=_("Turn photos into a few colors: opens these photos in the window."),
        epilog=_(
            "Commands without a window: compress, palette, compare; see fewtone COMMAND --help."
        ),
        allow_abbrev=False,
    )
    parser.add_argument(
        "photos", nargs="*", type=Path, metavar="PHOTO", help=_("a photo, or a folder of photos")
    )
    parser.add_argument(
        "--new-window", action="store_true", help=_("open a window even if there is one")
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"Fewtone {VERSION}",  # untranslated: a name and a number
        help=_("show program's version number and exit"),
    )
    parser.add_argument(
        "--diagnose", action="store_true", help=_("print what a report of a fault needs")
    )
    parser.add_argument(
        "--self-test", action="store_true", help=_("do the main job once, and check")
    )
    parser.add_argument("--self-test-reopen", nargs=3, type=Path, help=argparse.SUPPRESS)
    return parser
