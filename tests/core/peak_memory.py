"""The most memory that a process has had."""

import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_kilobytes():
    """Return the peak of this process; not on Windows."""
    if _STATUS.exists():
        # What getrusage tells on Linux begins with the peak of the process that started this one.
        lines = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
        return int(lines["VmHWM"].split()[0])
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Bytes on a Mac.
    return peak // 1024 if sys.platform == "darwin" else peak
