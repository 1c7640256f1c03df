"""The two programs as `argparse` knows them, of which manual pages and completions are made."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial

from core.cli.parser import build_parser as parser_of_commands
from core.commands import COMMANDS
from gui.start import build_parser as parser_of_window

WINDOW, TERMINAL = "fewtone", "fewtone-cli"


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Build the parser of each program, by its name."""
    built = {WINDOW: parser_of_window(), TERMINAL: parser_of_commands(TERMINAL)}
    for parser in built.values():
        for each in (parser, *commands(parser)):
            # Wrapped as for a terminal, a line that begins with a dot would be lost in a manual.
            each.formatter_class = partial(argparse.HelpFormatter, width=10_000)
    return built


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield the parsers of the commands of a parser, if it has any."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to ask
        if action.choices and set(action.choices) == set(COMMANDS):
            assert isinstance(action.choices, dict)
            yield from action.choices.values()
