"""The one doorway: a command goes to the command line, anything else opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from core import cli


def main(arguments: Sequence[str]) -> int:
    """Run a command, or the window with photos; returns the exit code."""
    if arguments and arguments[0] in cli.COMMANDS:
        return cli.main(arguments)
    # Qt is imported only for the window.
    from gui import app

    return app.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
