"""Memory: the peak of a process that reduces a photo, above the decoded photo."""

import subprocess
import sys
from pathlib import Path

COLORS = (16, 256)

# The peak is the whole process's, so each measurement has a process of its own.
_PROGRAM = """
import resource, sys, time
from core import Settings, open_photo, reduce
def peak():
    kilo = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * kilo
photo = open_photo(sys.argv[1])
before, begin = peak(), time.perf_counter()
reduce(photo, Settings(int(sys.argv[2])))
print(photo.pixels.size // 3, before, peak(), time.perf_counter() - begin)
"""


def run(photos: list[Path]) -> None:
    """Peak in MB: after decoding, after reducing; what reducing added, in bytes a pixel."""
    if sys.platform == "win32":
        print("not measured on Windows: there is no getrusage")
        return
    print(f"{'photo':<24}{'k':>4}{'decoded':>9}{'reduced':>9}{'bytes/pixel':>13}{'seconds':>9}")
    for path in photos:
        for k in COLORS:
            command = [sys.executable, "-c", _PROGRAM, str(path), str(k)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            pixels, before, after, seconds = map(float, done.stdout.split())
            print(
                f"{path.name:<24}{k:>4}{before / 1e6:>9.0f}{after / 1e6:>9.0f}"
                f"{(after - before) / pixels:>13.1f}{seconds:>9.2f}"
            )
