"""What the file of a result was like when it was saved, so that a damaged one is told from it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

# FAT keeps dates in steps of two seconds.
_SAME_DATE_NS = 2_000_000_000


class Imprint(NamedTuple):
    """Content, size and date of a file.

    Parameters
    ----------
    sha256 : str
    size : int
        Bytes.
    modified : int
        When it was last written, in nanoseconds.
    """

    sha256: str
    size: int
    modified: int

    @classmethod
    def of(cls, file: Path) -> Imprint:
        """Read it of a file; raise OSError where that cannot be done."""
        status = file.stat()
        return cls(sha256_of(file), status.st_size, status.st_mtime_ns)

    def is_damaged(self, file: Path) -> bool:
        """Return whether a file is not what was saved, though nobody has written to it since.

        So it is if blocks were lost with the power. A file of another date was changed by somebody,
        or copied, and an empty one is no picture, whatever its date.
        """
        try:
            status = file.stat()
            if status.st_size == 0:
                return self.size > 0
            if abs(status.st_mtime_ns - self.modified) > _SAME_DATE_NS:
                return False
            return status.st_size != self.size or sha256_of(file) != self.sha256
        except OSError:
            # Blocks that cannot be read are lost.
            return True


def sha256_of(file: Path) -> str:
    """Return the hash of a file's bytes; raise OSError if it cannot be read."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
