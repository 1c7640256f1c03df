"""What a release says of itself: its version, its changes, and the sums of its files.

python -m resources.packaging.release version [TAG]    the version; fails where TAG is another's
python -m resources.packaging.release notes            the changelog's section of this version
python -m resources.packaging.release sums FOLDER      SHA256SUMS of the files in a folder
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from core.version import VERSION
from resources.packaging.changelog import FILE, sections

SUMS = "SHA256SUMS"


class ReleaseError(ValueError):
    """Something that must be mended before this can be released."""


def checked_version(tag: str | None) -> str:
    """Return the version that is released.

    Parameters
    ----------
    tag : str or None
        Name of the tag, as ``v1.2.0``; None where nothing is tagged.

    Raises
    ------
    ReleaseError
        If the tag is of another version.
    """
    if tag is not None and tag != f"v{VERSION}":
        raise ReleaseError(
            f"The tag is {tag}, but core/version.py says {VERSION}: tag v{VERSION}, or change "
            "core/version.py and pyproject.toml first."
        )
    return VERSION


def notes(changelog: str, version: str) -> str:
    """Return the section of a version, without its heading.

    Parameters
    ----------
    changelog : str
        In the form of Keep a Changelog (https://keepachangelog.com/en/1.1.0/).
    version : str
        As ``1.2.0``.

    Raises
    ------
    ReleaseError
        If the changelog has no such section, or nothing in it.
    """
    for heading, section in sections(changelog):
        if heading["name"] == version:
            if section.strip():
                return section.strip() + "\n"
            raise ReleaseError(f"CHANGELOG.md says nothing below [{version}].")
    raise ReleaseError(
        f"CHANGELOG.md has no section [{version}]: rename [Unreleased], and begin a new one."
    )


def sums(folder: Path) -> str:
    """Return a line for each file in a folder, as ``sha256sum --check`` reads them.

    Raises
    ------
    ReleaseError
        If there is no file.
    """
    files = sorted(each for each in folder.iterdir() if each.is_file() and each.name != SUMS)
    if not files:
        raise ReleaseError(f"There is no file in {folder}.")
    return "".join(f"{_digest(each)}  {each.name}\n" for each in files)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main(arguments: list[str]) -> int:
    """Write what is asked for to standard output; return 1 where something must be mended."""
    try:
        match arguments:
            case ["version"]:
                print(checked_version(None))
            case ["version", tag]:
                print(checked_version(tag))
            case ["notes"]:
                print(notes(FILE.read_text(encoding="utf-8"), VERSION), end="")
            case ["sums", folder]:
                (Path(folder) / SUMS).write_text(sums(Path(folder)), encoding="utf-8", newline="\n")
            case _:
                print(__doc__)
                return 2
    except (ReleaseError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
