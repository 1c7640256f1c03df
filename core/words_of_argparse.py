"""The words of `argparse` itself, in the language of the program."""

from __future__ import annotations

import argparse

from core import language
from core.language import N_, NN_

# Those of Python 3.11 to 3.13 that users see; one that is missing here stays English.
MARKED = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    NN_("expected %s argument", "expected %s arguments"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("unexpected option string: %s"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
)


def translate() -> None:
    """Have `argparse` ask the program's own catalogs: it looks its functions up in each call."""
    vars(argparse).update({"_": language._, "ngettext": language.ngettext})
