"""Memory: the peak of a process that reduces a photo, above the decoded photo."""

import subprocess
import sys
from pathlib import Path

COLORS = (16, 256)

# The peak is the whole process's, so each measurement has a process of its own. Not getrusage:
# its peak begins with that of the process it was forked from.
_PROGRAM = """
import sys, time
from core import Settings, open_photo, reduce
def status(field):
    with open("/proc/self/status") as lines:
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith(field))
photo = open_photo(sys.argv[1])
before, begin = status("VmRSS"), time.perf_counter()
reduce(photo, Settings(int(sys.argv[2])))
print(photo.pixels.size // 3, before, status("VmHWM"), time.perf_counter() - begin)
"""


def run(photos: list[Path]) -> None:
    """MB with the decoded photo, and at the peak of reducing; the difference in bytes a pixel."""
    if not sys.platform.startswith("linux"):
        print("measured on Linux only: it reads /proc")
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
