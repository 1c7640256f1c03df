"""The command line as a function: arguments in, exit code out."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from core.cli.console import EXIT_DONE, EXIT_INTERRUPTED, complain, survive_narrow_encodings
from core.cli.parser import build_parser

COMMANDS = ("compress", "palette", "compare")


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str
        Without the program's name; the first is one of `COMMANDS`.

    Returns
    -------
    int
        Exit code: 0 all done, 1 some photo failed, 130 interrupted. Wrong usage exits with 2.
    """
    survive_narrow_encodings()
    options = build_parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        code = run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        complain("interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has seen enough; Python must not flush to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    return code
