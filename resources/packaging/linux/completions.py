"""What bash, zsh and fish complete, made of the parsers by shtab."""

from __future__ import annotations

import argparse
from pathlib import Path

import shtab

from resources.packaging.linux.parsers import commands, parsers

_PLACES = {
    "bash": "bash-completion/completions/{}",
    "zsh": "zsh/vendor-completions/_{}",
    "fish": "fish/vendor_completions.d/{}.fish",
}
"""Where each shell looks, below /usr/share, for the completions of a program."""

_FILES, _FOLDERS = {"PHOTO", "FILE", "NAME|FILE"}, {"DIR"}


def completions() -> dict[Path, str]:
    """Return the text of each file, by its place below the share folder."""
    texts = {}
    for program, parser in parsers().items():
        for each in (parser, *commands(parser)):
            _complete_paths(each)
        for shell, place in _PLACES.items():
            texts[Path(place.format(program))] = shtab.complete(parser, shell)
    return texts


def _complete_paths(parser: argparse.ArgumentParser) -> None:
    """Mark the arguments that are paths, which shtab does not know of by itself."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to ask
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar in _FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
