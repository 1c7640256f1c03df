"""The log: a dated file in the place that the system has for logs, without folders of the user.

Two older files of the same size are kept. Where it cannot be written there is none, and nothing
else is different. It is loaded after the first paint.
"""

from __future__ import annotations

import logging
import sys
import traceback
from functools import cache
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path

from core.names import without_folders

_PROGRAM = Path(__file__).parents[2]
_LARGEST = 200_000
_OLDER = 2
_LINES_TO_COPY = 60


def file() -> Path:
    """Return where the log is, or would be."""
    name = "fewtone" if sys.platform.startswith("linux") else "Fewtone"
    return user_log_path(name, appauthor=False) / "fewtone.log"


@cache
def log() -> logging.Logger:
    """Return what writes to the log; it is opened when this is first asked for."""
    logger = logging.Logger("fewtone")
    try:
        if not file().is_absolute():  # nobody knows a home folder
            raise OSError
        file().parent.mkdir(parents=True, exist_ok=True)
        handler = _Quiet(file(), maxBytes=_LARGEST, backupCount=_OLDER, encoding="utf-8")
    except OSError:
        logger.addHandler(logging.NullHandler())
        return logger
    handler.setFormatter(_Private("%(asctime)s %(process)d %(levelname)s %(message)s"))
    logger.addHandler(handler)
    return logger


def is_kept() -> bool:
    """Return whether there is a log."""
    return any(isinstance(handler, _Quiet) for handler in log().handlers)


def last_lines() -> str:
    """Read the end of the log; "" where there is none."""
    try:
        lines = file().read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-_LINES_TO_COPY:])


def described(error: BaseException) -> str:
    """Write an exception, what led to it, and where in the code, one place a line."""
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"{type(cause).__name__}: {' '.join(str(cause).split())}")
        frames = traceback.extract_tb(cause.__traceback__)
        lines += [f"    {place(each.filename)}:{each.lineno} in {each.name}" for each in frames]
        hidden = None if cause.__suppress_context__ else cause.__context__
        cause = cause.__cause__ or hidden
    return "\n".join(map(without_folders, lines))


def place(name: str) -> str:
    """Shorten the name of a file of code: of others, its package is enough."""
    path = Path(name)
    if path.is_relative_to(_PROGRAM):
        return path.relative_to(_PROGRAM).as_posix()
    return "/".join(path.parts[-2:])


class _Quiet(RotatingFileHandler):
    """Writes nothing where nothing can be written, as on a full disk."""

    def handleError(self, _record: logging.LogRecord) -> None:
        """Let it pass: a log is not worth a fault of its own."""


class _Private(logging.Formatter):
    """Leaves the folders out of whatever is logged; the lines after the first are a trace."""

    def format(self, record: logging.LogRecord) -> str:
        """Build the text of a record."""
        return "\n".join(map(without_folders, super().format(record).splitlines()))
