"""Manual pages, made of the parsers by argparse-manpage; what parsers don't know is added here."""

from __future__ import annotations

from argparse_manpage.manpage import Manpage

from core.version import VERSION
from resources.packaging.identity import NAME, REPOSITORY, SUMMARY
from resources.packaging.linux.parsers import TERMINAL, WINDOW, parsers
from resources.packaging.moment import moment

_NAMES = {
    WINDOW: SUMMARY[0].lower() + SUMMARY[1:],
    TERMINAL: "turn photos into a few colors, in a terminal",
}

_MORE = {
    WINDOW: {
        "files": r""".TP
.I ~/.config/Fewtone
What the window remembers: settings, recent files, places. It follows
.BR XDG_CONFIG_HOME .
.PP
Nothing is sent anywhere.""",
        "see also": r".BR fewtone\-cli (1)",
    },
    TERMINAL: {
        "examples": r""".TP
Save a photo in 7 colors:
fewtone\-cli compress sea.jpg \-k 7 \-o sea.png
.TP
All photos of a folder, in one palette for all:
fewtone\-cli compress holidays \-\-recursive \-\-output\-dir small \-\-shared\-palette
.TP
The colors of a photo, as JSON:
fewtone\-cli palette sea.jpg \-\-json""",
        "exit status": r""".TP
0
All is done.
.TP
1
Some photo failed, each named on standard error with the reason; the others are done. Or standard
output is full or closed.
.TP
2
Wrong usage.
.TP
130, 143, 129
Interrupted, by Ctrl+C, SIGTERM or SIGHUP. Nothing half-written is left.""",
        "see also": r".BR fewtone (1)",
    },
}


def manual() -> dict[str, str]:
    """Return the manual page of each program, in section 1, by the program's name."""
    pages = {}
    for program, parser in parsers().items():
        page = Manpage(
            parser,
            {
                "project_name": NAME,
                "version": VERSION,
                "description": _NAMES[program],
                "manual_title": f"{NAME} Manual",
                "url": REPOSITORY,
                "date": f"{moment():%Y-%m-%d}",
            },
            format="single-commands-section",
        )
        for heading, content in _MORE[program].items():
            page.add_section(heading, ">", content)
        pages[program] = str(page)
    return pages
