"""The command line as a function: arguments in, exit code out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from core import language, words_of_argparse
from core.cli.console import EXIT_SOME_FAILED, PatientStream, complain, patient_streams
from core.cli.interruption import Interrupted, interruptions
from core.cli.parser import build_parser
from core.language import _


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str
        Without the program's name; the first is one of `core.commands.COMMANDS`.

    Returns
    -------
    int
        Exit code: 0 all done, 1 some photo failed or stdout did, 130 interrupted, 143 or 129 by
        SIGTERM or SIGHUP. Wrong usage exits with 2.
    """
    with patient_streams() as stdout:
        _speak_to(stdout, program="--json" in arguments)
        try:
            with interruptions():
                options = build_parser().parse_args(arguments)
                run: Callable[[argparse.Namespace], int] = options.run
                return _with_stdout(run(options), stdout)
        except SystemExit as ended:
            # Help or a usage error was printed.
            ended.code = _with_stdout(int(ended.code or 0), stdout)
            raise
        except Interrupted as interrupted:
            complain(_("interrupted"))
            return interrupted.exit_code


def _speak_to(stdout: PatientStream, *, program: bool) -> None:
    """Write numbers as people do if somebody looks at them, otherwise as scripts read them."""
    words_of_argparse.translate()
    if program:
        # Programs read the same in every language, also where they use options wrongly.
        language.use(language.ENGLISH)
        return
    numbers = language.numbers_of_catalog() if stdout.isatty() else language.Numbers()
    language.use(language.code(), numbers)


def _with_stdout(code: int, stdout: PatientStream) -> int:
    """Return the exit code, with what became of stdout."""
    stdout.flush()
    if not stdout.problem:
        return code
    complain(_("Cannot print to stdout: {reason}").format(reason=stdout.problem))
    return code or EXIT_SOME_FAILED
