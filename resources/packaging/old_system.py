"""Make a program of Linux tell in one sentence that a system is too old for it.

Otherwise the loader names symbols of a library. The sentence is told by a small library of our
own, written in C, which the program loads before Python.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from resources.packaging import elf
from resources.packaging.glibc import LIMITS

LIBRARY = "libfewtone-old-glibc.so"
_SOURCE = Path(__file__).parent / "linux" / "old_glibc.c"


def compiled(folder: Path) -> Path:
    """Compile the library into a folder.

    Raises
    ------
    FileNotFoundError
        If there is no C compiler.
    """
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        raise FileNotFoundError("a bundle for Linux needs a C compiler, such as gcc")
    folder.mkdir(parents=True, exist_ok=True)
    major, minor = LIMITS["GLIBC"]
    needed = [f"-DNEEDED_MAJOR={major}", f"-DNEEDED_MINOR={minor}"]
    library = folder / LIBRARY
    flags = ["-shared", "-fPIC", "-Os", "-s", "-Wall", "-Wextra", "-Werror"]
    command = [compiler, *flags, *needed, "-o", str(library), str(_SOURCE)]
    subprocess.run(command, check=True)
    return library


def loaded_first(program: Path, folder: str) -> None:
    """Make a program load the library before others.

    Parameters
    ----------
    program
        The file that is changed.
    folder
        Where the library lies, seen from the folder of the program.
    """
    elf.patch(program, "--add-needed", LIBRARY, "--set-rpath", f"$ORIGIN/{folder}")
