"""What the bundle holds and what it leaves out; the reasons are in docs/decisions/0004-bundle.md.

An entry is what PyInstaller works with: the path inside the bundle, the file it comes from, and a
word for its kind.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from resources.packaging import elf

Entry = tuple[str, str, str]

EXCLUDED_MODULES = [
    "tkinter", "unittest", "pydoc", "doctest", "pdb", "xmlrpc", "lib2to3", "test",
    # Nothing is sent anywhere, and digests are made by Python's own code: no OpenSSL.
    "ssl", "_ssl", "_hashlib",
    "numpy.f2py", "numpy.testing", "numpy.distutils", "numpy._core.tests",
    "numpy._core._multiarray_tests",
    # They are used where they happen to be installed.
    "defusedxml", "typing_extensions", "psutil",
    "PIL.ImageTk", "PIL.ImageQt", "PIL._avif_tests",
    "tqdm.notebook", "tqdm.contrib", "tqdm.gui", "tqdm.tk", "IPython", "matplotlib",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtXml", "PySide6.QtTest",
    "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtDesigner", "PySide6.QtHelp",
    "PySide6.QtUiTools", "PySide6.QtConcurrent", "PySide6.QtPrintSupport",
]  # fmt: skip

# Qt's own texts are there in the languages that Fewtone speaks, as far as Qt knows them.
_FILES = sorted((Path(__file__).parents[1] / "languages").glob("*.po"))
_LANGUAGES = ["en", *(file.stem for file in _FILES)]

# Files matched by name, whichever module brings them along: a window of widgets needs none.
_EXCLUDED_FILES = re.compile(
    rf"PySide6/(Qt/)?translations/(?!qtbase_({'|'.join(_LANGUAGES)})\.qm)"
    r"|plugins/(egldeviceintegrations|networkinformation|tls|generic|qmltooling|sqldrivers)/"
    r"|plugins/platforms/libq(eglfs|linuxfb|minimal|minimalegl|vnc|vkkhrdisplay)"
    r"|plugins/platformthemes/libqgtk3"
    # Fewtone draws without OpenGL, and without it no driver is loaded at the start.
    r"|plugins/xcbglintegrations/|plugins/wayland-graphics-integration-client/"
    r"|opengl32sw\.dll|d3dcompiler_\d+\.dll"
    # Shells of phones, cars and of the years before xdg-shell.
    r"|plugins/wayland-shell-integration/lib(fullscreen-shell-v1|ivi-shell|qt-shell|wl-shell)"
    # Photos are read by Pillow; Qt reads icons, and pictures from the clipboard.
    r"|plugins/imageformats/(lib)?q(gif|icns|ico|tga|tiff|wbmp|webp)\b"
    r"|libQt6(EglFS|Qml|Quick|OpenGL|Pdf|VirtualKeyboard)"
    r"|\.dist-info/(INSTALLER|RECORD|REQUESTED|direct_url\.json|zip-safe|entry_points\.txt)$"
)

# Libraries that each desktop has, in a version that fits its drivers, fonts and settings. What
# such a library needs in turn, its package brings.
_FROM_SYSTEM = re.compile(
    r"^lib(stdc\+\+|gcc_s|z|X11|X11-xcb|xcb|glib-2\.0|gthread-2\.0|dbus-1|fontconfig|freetype|expat"
    r"|gssapi_krb5)\.so"
)


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that a window of widgets and a command line need."""
    entries = [entry for entry in entries if not _EXCLUDED_FILES.search(_path(entry))]
    return [entry for entry in entries if not _FROM_SYSTEM.search(_path(entry))]


def needed(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out the libraries of Linux that no other file of the bundle asks for.

    They are left over: PyInstaller has collected them for a plugin that is not in the bundle.
    """
    entries = list(entries)
    libraries = {Path(each[0]).name: each for each in entries if _is_library(each)}
    pending = [each for each in entries if each not in libraries.values()]
    wanted: set[str] = set()
    while pending:
        _, source, kind = pending.pop()
        if kind == "SYMLINK" or not elf.is_elf(Path(source)):
            continue
        for name in elf.wants(Path(source)).libraries:
            if name in libraries and name not in wanted:
                wanted.add(name)
                pending.append(libraries[name])
    left = {entry for name, entry in libraries.items() if name not in wanted}
    return [each for each in entries if each not in left]


def without_dead_links(entries: Iterable[Entry], others: Iterable[Entry]) -> list[Entry]:
    """Leave out links to files that are neither among the entries nor among others."""
    entries = list(entries)
    there = {_path(each) for each in (*entries, *others)}
    return [each for each in entries if each[2] != "SYMLINK" or each[1] in there]


def tidied(entries: Iterable[Entry], folder: Path) -> list[Entry]:
    """Take out of Python's own files what is of use only on the machine that built Python.

    That is information for debuggers, and folders in which the loader would look for libraries,
    which on another machine may be anybody's. What they need is loaded before them.
    What comes from wheels stays as it is: stripping breaks libraries that were patched for theirs.

    Parameters
    ----------
    entries
        Everything of the bundle.
    folder
        Where the copies go.
    """
    return [_tidied(each, folder) if _is_of_python(each) else each for each in entries]


def _tidied(entry: Entry, folder: Path) -> Entry:
    destination, source, kind = entry
    copy = folder / Path(destination).name
    folder.mkdir(parents=True, exist_ok=True)
    command = ["strip", "--strip-debug", "--strip-unneeded", "-o", str(copy), source]
    subprocess.run(command, check=True)
    elf.patch(copy, "--remove-rpath")
    return destination, str(copy), kind


def _path(entry: Entry) -> str:
    return entry[0].replace("\\", "/")


def _is_library(entry: Entry) -> bool:
    """Return whether nothing loads this but the loader: it is neither a module nor a plugin."""
    folder, _, name = _path(entry).rpartition("/")
    if not re.search(r"\.so(\.\d+)*$", name) or name.startswith("libpython"):
        return False
    return entry[2] == "BINARY" and (folder in {"", "PySide6/Qt/lib"} or folder.endswith(".libs"))


def _is_of_python(entry: Entry) -> bool:
    path = _path(entry)
    return entry[2] != "SYMLINK" and ("/lib-dynload/" in path or path.startswith("libpython"))
