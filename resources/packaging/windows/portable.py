"""Makes the archive that needs no installing: `python -m resources.packaging.windows.portable`."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from core.version import VERSION
from resources.packaging.moment import follow, moment

ROOT = Path(__file__).resolve().parents[3]
# As long as it lies beside the program, settings are kept in it: gui/desktop/remembered.py.
_SETTINGS = "settings/"


def write_portable(folder: Path, target: Path) -> None:
    """Pack the bundle as ``Fewtone/``, with a folder for its settings.

    The archive is the same to the last byte whenever it is made of the same files.

    Parameters
    ----------
    folder : Path
        The bundle.
    target : Path
        The .zip, replaced when it is there.
    """
    when = moment().timetuple()[:6]
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in files:
            name = f"Fewtone/{file.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
        archive.writestr(zipfile.ZipInfo(f"Fewtone/{_SETTINGS}", when), b"")


def main() -> int:
    """Write dist/fewtone-VERSION-windows-x64-portable.zip; return 1 where there is no bundle."""
    folder = ROOT / "dist" / "fewtone"
    if not folder.is_dir():
        print(f"There is no {folder}: python dev.py bundle makes it.", file=sys.stderr)
        return 1
    follow(folder)
    write_portable(folder, ROOT / "dist" / f"fewtone-{VERSION}-windows-x64-portable.zip")
    return 0


if __name__ == "__main__":
    sys.exit(main())
