"""Icons, sample photo; `path` is the only way to a file in here, `document` to one in docs/."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def path(name: str) -> Path:
    """Find a resource, in the source tree and in a bundle alike.

    Parameters
    ----------
    name : str
        Relative to this folder, with forward slashes: "icons/open.svg".

    Raises
    ------
    FileNotFoundError
        Naming the resource that is not there.
    """
    found = _FOLDER / name
    if not found.is_file():
        raise FileNotFoundError(f"there is no resource {name}")
    return found


def folder(name: str) -> Path:
    """Return the place of a folder of resources, in the source tree and in a bundle alike.

    Parameters
    ----------
    name : str
        Relative to this folder: "languages". It need not be there.
    """
    return _FOLDER / name


def document(name: str) -> Path:
    """Find a page that the window shows, in the source tree and in a bundle alike.

    Parameters
    ----------
    name : str
        Its name in docs/: "guide.md".

    Raises
    ------
    FileNotFoundError
        Naming the page that is not there.
    """
    found = _FOLDER.parent / "docs" / name
    if not found.is_file():
        raise FileNotFoundError(f"there is no page {name}")
    return found


def project_licence() -> str:
    """Read the licence of the program itself, in the source tree; "" where it is not."""
    found = _FOLDER.parent / "LICENSE"
    return found.read_text(encoding="utf-8") if found.is_file() else ""
