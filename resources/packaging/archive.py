"""Archives of a folder that are the same to the last byte whenever, and by whom, they are made."""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Final

from resources.packaging.moment import moment

_PRESET: Final = 6


def write_tar_xz(folder: Path, target: Path, name: str) -> None:
    """Pack a folder under a name; links stay links.

    Parameters
    ----------
    folder : Path
    target : Path
        The .tar.xz, replaced when it is there.
    name : str
        Of the folder that unpacking makes.
    """
    seconds = int(moment().timestamp())

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.mtime = seconds
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    with tarfile.open(target, "w:xz", preset=_PRESET) as archive:
        for path in [folder, *sorted(folder.rglob("*"))]:
            place = Path(name) / path.relative_to(folder)
            archive.add(path, str(place), recursive=False, filter=plain)
