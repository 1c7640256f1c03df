"""What must not stay behind: threads, objects that take memory, the memory itself."""

from __future__ import annotations

import ctypes
import gc
import os
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QThread

from core import Photo, Result
from core.clustering.histogram import Histogram
from gui.picture.bridge import Picture
from gui.session.work import Desk
from gui.window import MainWindow

_KEPT_KINDS = (Photo, Result, Desk, Histogram, Picture, MainWindow)


def living() -> Counter[str]:
    """Count what takes memory."""
    gc.collect()
    kinds = {kind: kind.__name__ for kind in _KEPT_KINDS}
    return Counter(kinds[type(each)] for each in gc.get_objects() if type(each) in kinds)


def running_threads() -> list[str]:
    """Name Qt's threads that run, and Python's own but for those that share the hot loops."""
    found = [
        each.objectName()
        for each in gc.get_objects()
        if type(each) is QThread and shiboken6.isValid(each) and each.isRunning()
        if each is not QCoreApplication.instance().thread()
    ]
    own = [t for t in threading.enumerate() if not isinstance(t, threading._DummyThread)]
    return found + [t.name for t in own if not t.name.startswith("kernels")]


def resident_bytes() -> int | None:
    """Return how much memory the process has, where the system says so."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)  # what was freed goes back to the system
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return None
