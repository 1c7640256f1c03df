"""Makes the disk image of dist/Fewtone.app: `python -m resources.packaging.macos.disk_image`.

Environment
-----------
FEWTONE_SIGN_IDENTITY
    Signs the image, as build.spec has signed the program. Without it, nothing is signed.
FEWTONE_NOTARY_PROFILE
    Name of credentials that ``xcrun notarytool store-credentials`` has kept: Apple looks the image
    through, and its ticket is put on it. Without it, this is left out.
FEWTONE_KEYCHAIN
    File of the keychain with these credentials; without it, the user's own.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from core.version import VERSION

ROOT = Path(__file__).resolve().parents[3]
APPLICATION = ROOT / "dist" / "Fewtone.app"


def commands(
    image: Path, staging: Path, identity: str, profile: str, keychain: str = ""
) -> list[list[str]]:
    """Return the commands that make, sign and notarize an image, in their order.

    Parameters
    ----------
    image : Path
        The .dmg.
    staging : Path
        Folder with what the image shows.
    identity, profile, keychain : str
        Empty where there is none.
    """
    # ULFO: read by every macOS since 10.11, and smaller than the default.
    made = ["hdiutil", "create", "-volname", "Fewtone", "-srcfolder", str(staging)]
    steps = [[*made, "-format", "ULFO", "-ov", str(image)]]
    if identity:
        steps.append(["codesign", "--sign", identity, "--timestamp", str(image)])
    if identity and profile:
        submit = ["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile]
        where = ["--keychain", keychain] if keychain else []
        steps += [[*submit, *where, "--wait"], ["xcrun", "stapler", "staple", str(image)]]
    return steps


def main() -> int:
    """Write dist/fewtone-VERSION-macos-ARCHITECTURE.dmg; return 1 where there is no program."""
    if not APPLICATION.is_dir():
        print(f"There is no {APPLICATION}: python3 dev.py bundle makes it.", file=sys.stderr)
        return 1
    image = ROOT / "dist" / f"fewtone-{VERSION}-macos-{platform.machine()}.dmg"
    identity = os.environ.get("FEWTONE_SIGN_IDENTITY", "")
    profile = os.environ.get("FEWTONE_NOTARY_PROFILE", "")
    keychain = os.environ.get("FEWTONE_KEYCHAIN", "")
    with tempfile.TemporaryDirectory() as folder:
        # ditto keeps links, rights and signatures as they are.
        target = Path(folder, APPLICATION.name)
        subprocess.run(["ditto", str(APPLICATION), str(target)], check=True)
        Path(folder, "Applications").symlink_to("/Applications")
        for command in commands(image, Path(folder), identity, profile, keychain):
            subprocess.run(command, check=True)
    print(image)
    return 0


if __name__ == "__main__":
    sys.exit(main())
