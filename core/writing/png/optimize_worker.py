"""The child process that optimizes a PNG: `python optimize_worker.py`, or the bundle's.

It imports nothing else of Fewtone, so that it starts at once. It reads a line of JSON and the PNG
files that this describes from stdin, and writes the smallest file made of them to stdout. Stdin
stays open meanwhile: when it closes, nobody waits for the answer, and the process ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys
from typing import Any

# Near-optimal parsing begins here, and other levels find other files and filters the smallest.
_LEVEL_OF_SAMPLES = 10
_STD_INPUT = -10
_SYNCHRONIZE, _FOREVER, _ONLY_ONCE, _THIS_PROCESS = 0x100000, 0xFFFFFFFF, 8, -1


def main() -> int:
    """Do the job that comes on stdin; return the exit code.

    Whatever goes wrong ends the process: all failures are the same to its parent.
    """
    with open(pipe(0), "rb", closefd=False) as given:
        job = json.loads(given.readline())
        files = [[given.read(size) for size in each["sizes"]] for each in job["tries"]]
        end_with_parent(job["parent"])
        _limit(job["bytes"], job["cpu_seconds"])
        if hasattr(os, "nice"):
            os.nice(5)
        found = _smallest(files, job["tries"])
        with open(pipe(1), "wb", closefd=False) as answer:
            answer.write(found)
    return 0


def pipe(number: int) -> int:
    """Return the descriptor of stdin (0) or stdout (1)."""
    if sys.platform == "win32":
        import msvcrt

        # In a program without a console, Python may know neither, but the system has them.
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetStdHandle.restype = ctypes.c_void_p
        return msvcrt.open_osfhandle(kernel.GetStdHandle(_STD_INPUT - number), os.O_BINARY)
    return number


def end_with_parent(parent: int) -> None:
    """Have the system end this process when stdin closes, or on Windows when the parent ends.

    oxipng holds the interpreter lock, so no thread of Python could do it: the system itself calls
    a function of C.
    """
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        kernel.OpenProcess.restype = ctypes.c_void_p
        process = ctypes.c_void_p(kernel.OpenProcess(_SYNCHRONIZE, False, parent))
        kernel.RegisterWaitForSingleObject(
            *(ctypes.byref(ctypes.c_void_p()), process, kernel.TerminateProcess),
            *(ctypes.c_void_p(_THIS_PROCESS), _FOREVER, _ONLY_ONCE),
        )
        return
    import fcntl
    import select

    c = ctypes.CDLL(None)
    c.signal.argtypes = [ctypes.c_int, ctypes.c_void_p]
    c.signal(signal.SIGIO, ctypes.cast(c["_exit"], ctypes.c_void_p))
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
    # It may have closed before the signal was asked for.
    if select.select([0], [], [], 0)[0]:
        os._exit(1)


def _limit(most_bytes: int, cpu_seconds: int) -> None:
    """Limit memory and time, so that whatever happens to its parent, this process ends."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def _smallest(files: list[list[bytes]], tries: list[dict[str, Any]]) -> bytes:
    """Return the smallest file: of all that there are to try, or of what samples tell."""
    if not all(sample for _png, sample in files):
        return min(
            (_optimized(png, how) for (png, _), how in zip(files, tries, strict=True)), key=len
        )
    choices = [
        (
            len(_optimized(sample, how | {"filters": [name], "level": _LEVEL_OF_SAMPLES})),
            png,
            how,
            name,
        )
        for (png, sample), how in zip(files, tries, strict=True)
        for name in how["filters"]
    ]
    _size, png, how, name = min(choices, key=lambda choice: choice[0])
    return _optimized(png, how | {"filters": [name]})


def _optimized(png: bytes, how: dict[str, Any]) -> bytes:
    """Return the smallest file that oxipng makes of one."""
    import oxipng

    may_change = how["may_change_colors"]
    return oxipng.optimize_from_memory(
        png,
        filter=[getattr(oxipng.RowFilter, name) for name in how["filters"]],
        deflate=oxipng.Deflaters.libdeflater(how["level"]),
        strip=oxipng.StripChunks.none(),
        interlace=oxipng.Interlacing.Off,
        fast_evaluation=not how["thorough"],
        bit_depth_reduction=may_change,
        color_type_reduction=may_change,
        palette_reduction=may_change,
        grayscale_reduction=may_change,
    )


if __name__ == "__main__":
    sys.exit(main())
