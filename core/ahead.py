"""Loading what is otherwise loaded when it is first needed.

Whoever removes or updates the program while it runs takes its files away. What is loaded by then
goes on working.
"""

from __future__ import annotations

import contextlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from importlib import import_module

from core.progress import Tick

# The terminal's part of the program, and what is run by itself.
_NOT_FOR_WINDOWS = re.compile(r"core\.cli\b|core\.kernels\.build$|.*\.__main__$")

# What libraries and Python itself load late: what numpy needs for random starts and `unique`, the
# reader of packages' descriptions, the codecs of palette files, and the decoder of HEIC.
_OF_OTHERS = (
    *("numpy.random", "numpy.ma", "email.parser", "importlib.metadata._adapters"),
    *(f"encodings.{name}" for name in ("ascii", "cp1252", "latin_1", "utf_8_sig")),
    *(f"encodings.utf_{name}" for name in ("16", "16_be", "16_le", "32", "32_be", "32_le")),
    "pi_heif",
)


def load_all(tick: Tick, *packages: str) -> None:
    """Load all modules of packages, and what they load late of others.

    Parameters
    ----------
    tick : Tick
        Called before each module that is not loaded yet.
    packages : str
    """
    from PIL import Image

    from core.kernels import native

    Image.init()
    native.library()
    for name in _modules(packages):
        if name in sys.modules:
            continue
        tick.alive()
        # What was left out of a bundle, or not installed, is not needed.
        with contextlib.suppress(ImportError):
            import_module(name)


def _modules(packages: tuple[str, ...]) -> Iterator[str]:
    for package in packages:
        for found in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if not _NOT_FOR_WINDOWS.match(found.name):
                yield found.name
    yield from _OF_OTHERS
