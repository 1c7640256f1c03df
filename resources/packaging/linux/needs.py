"""Debian packages that a bundle needs, found in what its programs and libraries ask for."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from gui.desktop import libraries
from resources.packaging import elf, glibc

_C_LIBRARY = {
    "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2",
    "libutil.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
}  # fmt: skip

_PACKAGES = {
    **libraries.PACKAGES,
    "libOpenGL.so.0": "libopengl0",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libgbm.so.1": "libgbm1",
    "libgcc_s.so.1": "libgcc-s1",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libgmodule-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    # Of GCC 12, the limit of `glibc`.
    "libstdc++.so.6": "libstdc++6 (>= 12)",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
}
# 64-bit time renamed them (Debian 13, Ubuntu 24.04).
_RENAMED = {"libglib2.0-0": "libglib2.0-0t64 | libglib2.0-0"}

# What bundled libraries read; those of the system bring it along.
_DATA = {
    # Its settings, and with them at least one font.
    "libfontconfig.so.1": "fontconfig-config",
    # Layouts of keyboards, and what compose keys make.
    "libxkbcommon.so.0": "xkb-data, libx11-data",
}


def needed_packages(bundle: Path) -> list[str]:
    """List what the field Depends of a Debian package has to name.

    Raises
    ------
    LookupError
        When a library is neither in the bundle nor one that the table of packages knows.
    """
    files = glibc.programs(bundle)
    libraries = {name for path in files for name in elf.wants(path).libraries}
    newest = max(glibc.needs(path).get("GLIBC", (2, 0)) for path in files)
    there = {path.name for path in bundle.rglob("*.so*")}
    missing = libraries - there - _C_LIBRARY
    unknown = sorted(missing - set(_PACKAGES))
    if unknown:
        raise LookupError(f"neither in the bundle nor in a known package: {', '.join(unknown)}")
    data = (packages.split(", ") for library, packages in _DATA.items() if library in there)
    named = (_PACKAGES[library] for library in missing)
    packages = {*(_RENAMED.get(name, name) for name in named), *chain.from_iterable(data)}
    return [f"libc6 (>= {'.'.join(map(str, newest))})", *sorted(packages)]
