"""What an error of the operating system means, in words for a user."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "permission is denied",
    errno.EPERM: "permission is denied",
    errno.ENOSPC: "the disk is full; free some space, or choose another folder",
    errno.EDQUOT: "the disk quota is used up; free some space, or choose another folder",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.EFBIG: "the file would be larger than allowed here",
    errno.EISDIR: "it is a folder",
    errno.ENOTDIR: "a part of its path is not a folder",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "its link leads in a circle",
    errno.EIO: "the disk could not be read or written",
}
# Windows: another program has the file open.
_SHARING_VIOLATIONS = {32, 33}


def reason(error: OSError) -> str:
    """Say in words what an OSError means."""
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return "another program holds it open; close it there"
    if error.errno in _REASONS:
        return _REASONS[error.errno]
    return error.strerror or str(error) or type(error).__name__
