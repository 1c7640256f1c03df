"""Crashes in code that is not Python's: where they happened, for reports of faults.

The system ends the program then, and no other code of it runs: Python writes down itself what its
threads were at, into a file beside the log.
"""

from __future__ import annotations

import faulthandler
import os
import re
from datetime import datetime
from itertools import islice
from pathlib import Path

from core.names import without_folders
from gui.desktop import log

_LARGEST = 100_000
_MOST_LINES = 40
# Each is written with one of these before it, the second on Windows.
_BEGIN = re.compile(r"^(?=Fatal Python error|Windows fatal exception)", re.MULTILINE)
_PLACE = re.compile(r'File "(.*)", line (\d+)')


def file() -> Path:
    """Return where crashes are written."""
    return log.file().with_name("crashes.txt")


def write_down() -> None:
    """From now on, have a crash of this process written down, where that can be."""
    if not log.is_kept():
        return
    try:
        # Several windows may share it: what is appended comes after what others append.
        end = os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        if os.fstat(end).st_size > _LARGEST:
            os.ftruncate(end, 0)
        faulthandler.enable(end)
    except OSError:
        return


def last() -> str:
    """Return the last crash, with its time and without folders; "" if there was none."""
    try:
        text = file().read_text(encoding="utf-8", errors="replace")
        moment = datetime.fromtimestamp(file().stat().st_mtime)
    except OSError:
        return ""
    what, *threads = _BEGIN.split(text)[-1].strip().split("\n\n")
    if not what:
        return ""
    # The thread that crashed comes first, as the others may be of no interest.
    threads.sort(key=lambda each: not each.startswith("Current thread"))
    lines = "\n".join([what, *threads]).splitlines()
    told = (_told(line) for line in lines if not line.startswith("Extension modules"))
    return "\n".join([f"Last crash: {moment:%Y-%m-%d %H:%M:%S}", *islice(told, _MOST_LINES)])


def _told(line: str) -> str:
    if place := _PLACE.search(line):
        return f"  {log.place(place[1])}:{place[2]}{line[place.end() :]}"
    return without_folders(line)
