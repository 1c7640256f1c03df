"""Makes the installer of dist/fewtone: `python -m resources.packaging.windows.installer`.

Inno Setup does it (https://jrsoftware.org/isinfo.php), version 6.3 or newer.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from core.version import VERSION
from resources.packaging.formats import MIME_TYPES

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = Path(__file__).with_name("fewtone.iss")
# Where the setup of Inno Setup itself puts the compiler, which is not on the path then.
_USUAL_PLACE = r"Inno Setup 6\ISCC.exe"


def associations() -> str:
    """Return the registry entries that offer Fewtone below *Open with*, as Inno Setup reads them.

    No kind of file is taken from the program that opens it now.
    """
    endings = sorted(ending for each in MIME_TYPES.values() for ending in each)
    places = (
        (r"Software\Classes\Applications\fewtone.exe\SupportedTypes", "{ending}", ""),
        (r"Software\Classes\{ending}\OpenWithProgids", "Fewtone.Photo", "uninsdeletevalue"),
    )
    return "".join(
        f'Root: HKA; Subkey: "{key.format(ending=ending)}"; ValueType: string; '
        f'ValueName: "{name.format(ending=ending)}"; ValueData: ""'
        f"{f'; Flags: {flags}' if flags else ''}\n"
        for key, name, flags in places
        for ending in endings
    )


def compiler() -> str | None:
    """Find the compiler of Inno Setup; None where there is none."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", ""), _USUAL_PLACE)
    return shutil.which("iscc") or (str(usual) if usual.is_file() else None)


def main() -> int:
    """Write dist/fewtone-VERSION-windows-x64-setup.exe; return the compiler's exit code."""
    found = compiler()
    if found is None:
        print("Inno Setup is missing: choco install innosetup", file=sys.stderr)
        return 1
    included = ROOT / "build" / "associations.iss"
    included.parent.mkdir(exist_ok=True)
    included.write_text(associations(), encoding="utf-8")
    values = {
        "Version": VERSION,
        "Source": ROOT / "dist" / "fewtone",
        "Output": ROOT / "dist",
        "Associations": included,
    }
    defined = [f"/D{name}={value}" for name, value in values.items()]
    return subprocess.run([found, "/Qp", *defined, str(SCRIPT)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
