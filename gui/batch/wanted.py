"""What is wanted when many photos are saved: where, under which names, and which of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.errors import SettingsError
from core.language import _
from core.settings import ImageFormat

if TYPE_CHECKING:
    from core import Found
    from gui.desktop.store import Store

NAME = "{name}"
MOST_PER_CENT = 99
_FOLDER = "fewtone"


@dataclass(frozen=True)
class Wanted:
    """How many photos are saved.

    Parameters
    ----------
    folder : Path
    format : str
    pattern : str
        What the names are made of, without the ending.
    keep_folders : bool
        Whether sub-folders are made as the photos lie in them.
    keep_dates : bool
        Whether files have the dates of the photos.
    at_least : int, 0…99, or None
        Leave out what would not be that many per cent smaller; None leaves nothing out.
    else_copy : bool
        Copy the photo where its result is left out.
    """

    folder: Path
    format: ImageFormat = "png"
    pattern: str = NAME
    keep_folders: bool = True
    keep_dates: bool = False
    at_least: int | None = None
    else_copy: bool = False


def remembered(store: Store, folder: Path) -> Wanted:
    """Return what was wanted last, in another folder."""
    kept = store.batch
    at_least = kept["at_least"]
    return Wanted(
        folder,
        store.image_format,
        kept["pattern"] or NAME,
        keep_folders=kept["folders"] != "no",
        keep_dates=kept["dates"] == "yes",
        at_least=min(int(at_least), MOST_PER_CENT) if at_least.isdecimal() else None,
        else_copy=kept["otherwise"] == "copy",
    )


def remember(store: Store, wanted: Wanted) -> None:
    """Remember what was wanted, for the next time."""
    store.batch = {
        "pattern": wanted.pattern,
        "folders": "yes" if wanted.keep_folders else "no",
        "dates": "yes" if wanted.keep_dates else "no",
        "at_least": "" if wanted.at_least is None else str(wanted.at_least),
        "otherwise": "copy" if wanted.else_copy else "",
    }


class Gathered(NamedTuple):
    """Photos with the folders that they lie in.

    Parameters
    ----------
    found : list of Found
        Each photo with its folder below `top`.
    top : Path or None
        The innermost folder that all of them lie in, if there is one.
    """

    found: list[Found]
    top: Path | None


def gathered(photos: Sequence[Path], is_guest: Callable[[Path], bool]) -> Gathered:
    """Find the folder of each photo below the one that all of them lie in.

    Parameters
    ----------
    is_guest : callable
        Returns whether a photo is in none of the user's folders; it has none here either.
    """
    from core import Found

    # Of thousands of photos, paths as text take a tenth of the time.
    folders = [None if is_guest(each) else os.path.dirname(str(each)) for each in photos]  # noqa: PTH120
    of_user = set(folders) - {None}
    try:
        top = Path(os.path.commonpath(filter(None, of_user))) if of_user else None
    except ValueError:  # they are on several drives
        top = None
    below: dict[str | None, Path] = {None: Path()}
    for folder in of_user:
        below[folder] = Path() if top is None else Path(folder or "").relative_to(top)
    found = [Found(each, below[where]) for each, where in zip(photos, folders, strict=True)]
    return Gathered(found, top)


def usual_folder(top: Path | None, otherwise: Path) -> Path:
    """Return the folder that results go to at first: one of their own, where the photos are."""
    # Nobody keeps photos in the root of a disk, and a card may be locked.
    usual = top is not None and top != top.parent and os.access(top, os.W_OK)
    return (top if usual and top else otherwise) / _FOLDER


def example(first: Found, count: int, colors: int | None, wanted: Wanted) -> str:
    """Return what the file of the first photo will be called.

    Raises
    ------
    SettingsError
        (a ValueError) in words that follow the pattern, when not every photo can have a name.
    """
    from core import Fields, NamePattern, image_formats

    pattern = NamePattern(wanted.pattern)
    # Translators: {name} and {n} stay as they are; they are typed into a field.
    if count > 1 and not pattern.tells_apart:
        raise SettingsError(_("all photos would have the same name; add {name} or {n}"))
    photo = first.photo
    fields = Fields(photo.stem, colors, 1, photo.parent.name, wanted.format)
    name = pattern.fill(fields) + image_formats()[wanted.format].endings[0]
    return str(first.below / name) if wanted.keep_folders else name
