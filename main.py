"""The one doorway: a command goes to the command line, anything else opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import resources
from core import language
from core.commands import BATCH_COMMAND, COMMANDS, ENCODE_COMMAND, OPTIMIZE_COMMAND


def main(arguments: Sequence[str]) -> int:
    """Run a command, or the window with photos, and return the exit code."""
    language.begin(resources.folder("languages"))
    # Each way loads only what it needs: Qt is slow to load, and so are all commands.
    if list(arguments) == [OPTIMIZE_COMMAND]:
        from core.writing.png import optimize_worker

        return optimize_worker.main()
    if list(arguments) == [ENCODE_COMMAND]:
        from core.writing import apart_worker

        return apart_worker.main()
    if list(arguments) == [BATCH_COMMAND]:
        from core.batch import worker

        return worker.main()
    if arguments and arguments[0] in COMMANDS:
        from core.cli import main as cli

        return cli.main(arguments)
    from gui import start

    return start.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
