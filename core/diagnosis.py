"""What a report of a fault needs to know about this machine, and nothing about its user.

No user name, no file name and no folder of theirs is in it.
"""

from __future__ import annotations

import contextlib
import locale
import os
import platform
import sys
from importlib import metadata
from pathlib import Path

from core.parallel import processors, threads
from core.version import VERSION

_PACKAGES = ("numpy", "pillow", "pi-heif", "pyoxipng", "tqdm")
# What changes how Fewtone, Qt or numpy behave; their values are no names of files.
_VARIABLES = (
    "FEWTONE_NATIVE",
    "OPENBLAS_NUM_THREADS",
    "PYTHONUTF8",
    "QT_QPA_PLATFORM",
    "QT_SCALE_FACTOR",
    "QT_SCREEN_SCALE_FACTORS",
    "QT_STYLE_OVERRIDE",
    "XDG_CURRENT_DESKTOP",
    "XDG_SESSION_TYPE",
)


def facts() -> dict[str, str]:
    """Collect what is known without the window: versions, system, loops, memory."""
    packages = ((name, _version_of(name)) for name in _PACKAGES)
    variables = (f"{name}={os.environ[name]}" for name in _VARIABLES if name in os.environ)
    return {
        "Fewtone": f"{VERSION}, {_kind()}",
        "Python": f"{platform.python_version()}, {platform.python_implementation()}",
        **{name: version for name, version in packages if version},
        "System": _system(),
        "Processor": f"{platform.machine()}, {processors()} of {os.cpu_count()} cores, "
        f"{threads()} threads",
        "Memory": _memory(),
        "Loops": _loops(),
        "Encoding": f"{sys.getfilesystemencoding()} for names, {locale.getencoding()} for text",
        "Variables": ", ".join(variables) or "none",
    }


def described(facts: dict[str, str]) -> str:
    """Write facts as lines."""
    return "\n".join(f"{name}: {value}" for name, value in facts.items())


def _kind() -> str:
    """Name the way that the program came here."""
    if getattr(sys, "frozen", False):
        return "the standalone program"
    return "installed by pip" if "_app" in Path(__file__).parts else "from its source"


def _version_of(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _system() -> str:
    names = [platform.platform()]
    if sys.platform.startswith("linux"):
        try:
            names.insert(0, platform.freedesktop_os_release()["PRETTY_NAME"])
        except (OSError, KeyError):
            names.insert(0, "Linux without a name")
    return ", ".join(names)


def _memory() -> str:
    from core.batch.memory import free

    left = free()
    words = [f"{left / 1e9:.1f} GB free"] if left is not None else []
    with contextlib.suppress(AttributeError, OSError, ValueError):
        words.insert(0, f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e9:.1f} GB")
    return ", ".join(words) or "unknown"


def _loops() -> str:
    """Name the loops that run; numpy may be what does not work."""
    try:
        from core import kernels
    except ImportError as error:
        return f"none, numpy cannot be loaded: {error}"
    return kernels.version()
