"""The .deb, for Debian 12 and newer and Ubuntu 22.04 and newer.

It has no scripts: what desktops keep of programs is renewed by triggers of their own packages.
Specification: https://www.debian.org/doc/debian-policy/
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import tempfile
import textwrap
from email.utils import format_datetime
from itertools import chain
from pathlib import Path, PurePosixPath

from resources.packaging.changelog import Release, releases
from resources.packaging.identity import MAINTAINER, NAME, REPOSITORY, SUMMARY
from resources.packaging.linux.copyrights import copyrights
from resources.packaging.linux.needs import needed_packages
from resources.packaging.linux.share import compressed, write_share
from resources.packaging.moment import moment

PACKAGE = "fewtone"
PROGRAMS = ("fewtone", "fewtone-cli")

# A package that is part of no distribution may use /opt as well, but policy and lintian know the
# place below /usr/lib, and a system that shares or guards /usr has it there.
_BUNDLE = Path("usr/lib/fewtone")
_SHARE = Path("usr/share")
_DOC = _SHARE / "doc" / PACKAGE
_FILES = Path(__file__).parent / "files"
_COMPRESSION = "xz"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}

# Where there is neither Dolphin nor Thunar, Nautilus shows its entry through this.
_RECOMMENDED = "python3-nautilus | dolphin | thunar, xdg-utils"
_DESCRIPTION = """\
 Fewtone turns photos into 2 to 256 colors: for a smaller file, a poster, a
 palette, a print, an embroidery, or to see how k-means works. Drop photos on
 the window, move one slider, save the pictures and their palettes.
 .
 The command fewtone-cli does the same for one photo or whole folders in a
 terminal. Everything happens on your own machine; nothing is sent anywhere.
"""


def version() -> str:
    """Return the version of the package; that of a release is newer than all before it."""
    newest = releases()[0]
    return newest.version if newest.is_out else f"{newest.version}~git{moment():%Y%m%d%H%M}"


def file_name() -> str:
    """Return the name that Debian gives the package's file."""
    return f"{PACKAGE}_{version()}_{_architecture()}.deb"


def write_deb(bundle: Path, target: Path) -> None:
    """Make the package of a bundle.

    Raises
    ------
    LookupError
        When the bundle needs a library of a package that is not known.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        _write_tree(bundle, root)
        _write_control(bundle, root)
        command: list[str | Path] = [
            "dpkg-deb",
            "--root-owner-group",
            f"-Z{_COMPRESSION}",
            "--build",
            root,
            target,
        ]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": f"{moment().timestamp():.0f}"}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)


def _write_tree(bundle: Path, root: Path) -> None:
    """Write what the package installs."""
    shutil.copytree(bundle, root / _BUNDLE, symlinks=True)
    (root / "usr/bin").mkdir()
    for program in PROGRAMS:
        (root / "usr/bin" / program).symlink_to(Path("..") / _BUNDLE.relative_to("usr") / program)
    write_share(root / _SHARE)
    doc = root / _DOC
    doc.mkdir(parents=True)
    text = copyrights(bundle, PurePosixPath(_BUNDLE))
    (doc / "copyright").write_text(text, encoding="utf-8")
    (doc / "changelog.gz").write_bytes(compressed(_changelog().encode()))
    overrides = root / _SHARE / "lintian/overrides"
    overrides.mkdir(parents=True)
    shutil.copyfile(_FILES / "lintian-overrides", overrides / PACKAGE)
    # Libraries need not be executable, and who builds may have another umask.
    programs = {root / _BUNDLE / program for program in PROGRAMS}
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path in programs else 0o644)


def _write_control(bundle: Path, root: Path) -> None:
    """Write what the package says of itself."""
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    fields = {
        "Package": PACKAGE,
        "Version": version(),
        "Architecture": _architecture(),
        "Maintainer": MAINTAINER,
        "Installed-Size": str(sum(-(-path.stat().st_size // 1024) for path in files)),
        "Depends": ", ".join(needed_packages(bundle)),
        "Recommends": _RECOMMENDED,
        "Section": "graphics",
        "Priority": "optional",
        "Homepage": REPOSITORY,
        "Description": f"{SUMMARY[0].lower()}{SUMMARY[1:]}\n{_DESCRIPTION}",
    }
    control = root / "DEBIAN"
    control.mkdir()
    lines = (f"{name}: {value.strip()}\n" for name, value in fields.items())
    (control / "control").write_text("".join(lines), encoding="utf-8")
    sums = (f"{_md5(path)}  {path.relative_to(root)}\n" for path in files)
    (control / "md5sums").write_text("".join(sums), encoding="utf-8")


def _changelog() -> str:
    """Return the changelog in Debian's form."""
    return "\n".join(_of_release(release) for release in releases())


def _of_release(release: Release) -> str:
    number = release.version if release.is_out else version()
    changes = [f"{NAME} {number}.", *release.changes]
    wrapped = (
        textwrap.wrap(change, 78, initial_indent="  * ", subsequent_indent="    ")
        for change in changes
    )
    text = "\n".join(chain.from_iterable(wrapped))
    day = moment().replace(year=release.day.year, month=release.day.month, day=release.day.day)
    signed = f" -- {MAINTAINER}  {format_datetime(day)}"
    return f"{PACKAGE} ({number}) stable; urgency=medium\n\n{text}\n\n{signed}\n"


def _architecture() -> str:
    machine = platform.machine()
    return _ARCHITECTURES.get(machine, machine)


def _md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
