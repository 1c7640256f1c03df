"""Makes the packages that are asked for, of dist/fewtone into dist/.

`python -m resources.packaging.linux --archive --deb`
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from core.version import VERSION
from resources.packaging.archive import write_tar_xz
from resources.packaging.linux import debian
from resources.packaging.linux.share import write_share
from resources.packaging.moment import follow

_DIST = Path(__file__).parents[3] / "dist"
_FILES = Path(__file__).parent / "files"
_BESIDE = ("INSTALL.txt", "install.sh", "uninstall.sh")


def main() -> None:
    """Make the packages and say how large they are."""
    parser = argparse.ArgumentParser(description="Make packages for Linux of dist/fewtone.")
    parser.add_argument("--archive", action="store_true", help="a .tar.xz that installs for a user")
    parser.add_argument("--deb", action="store_true", help="a .deb for Debian and Ubuntu")
    options = parser.parse_args()
    # Icons are drawn, and there may be no screen.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    bundle = _DIST / "fewtone"
    follow(bundle)
    if options.archive:
        name = f"fewtone-{VERSION}-linux-{platform.machine()}"
        _make(bundle, _DIST / f"{name}.tar.xz", partial(write_archive, name=name))
    if options.deb:
        _make(bundle, _DIST / debian.file_name(), debian.write_deb)


def write_archive(bundle: Path, target: Path, name: str) -> None:
    """Pack a bundle with what installs it for a user."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / name
        shutil.copytree(bundle, whole, symlinks=True)
        write_share(whole / "share")
        for file in _BESIDE:
            shutil.copy(_FILES / file, whole)
        write_tar_xz(whole, target, name)


def _make(bundle: Path, target: Path, write: Callable[[Path, Path], None]) -> None:
    write(bundle, target)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
