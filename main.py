"""The one doorway: a command goes to the command line, anything else opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from core.cli import main as cli
from core.writing.png import optimize_worker
from core.writing.png.optimize_worker import OPTIMIZE_COMMAND


def main(arguments: Sequence[str]) -> int:
    """Run a command, or the window with photos, and return the exit code."""
    if list(arguments) == [OPTIMIZE_COMMAND]:
        # A bundle contains no other Python, so the program is its own child process.
        return optimize_worker.main()
    if arguments and arguments[0] in cli.COMMANDS:
        return cli.main(arguments)
    # Qt is imported only for the window.
    from gui import start

    return start.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
