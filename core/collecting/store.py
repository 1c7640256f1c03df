"""A user's collections of colors: a file for each, in a folder beside the other settings."""

from __future__ import annotations

from pathlib import Path

from core.collecting.json_file import (
    CollectionError,
    checked_name,
    load_collection,
    save_collection,
)
from core.errors import ExistsError
from core.kept_files import KeptFiles, key_of
from core.language import _
from core.owned import OwnedColors
from core.settings_folder import settings_folder


class CollectionStore:
    """A folder of collections. Names that differ in capitals only are the same.

    Parameters
    ----------
    folder : Path, optional
        Made when the first is saved; by default the one beside the user's other settings.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = settings_folder() / "colors" if folder is None else folder
        self._kept = KeptFiles(
            self.folder, load_collection, save_collection, lambda owned: owned.title
        )

    def kept(self) -> tuple[tuple[OwnedColors, ...], tuple[str, ...]]:
        """Read all collections by name, and a sentence for each file that cannot be used."""
        return self._kept.all()

    def find(self, name: str) -> OwnedColors | None:
        """Read the collection of a name; None where there is none."""
        return self._kept.get(name)

    def save(self, owned: OwnedColors, *, replaces: bool = False) -> OwnedColors:
        """Keep colors under their title, and return them as they are kept.

        Raises
        ------
        CollectionError
            (a ValueError) for a title that is no name.
        ExistsError
            (a WriteError) when there is one of that name, unless `replaces`.
        WriteError
            (an OSError) naming file or folder and the reason.
        """
        owned = owned.called(checked_name(owned.title))
        if not replaces and self.find(owned.title) is not None:
            told = _("there is a collection “{name}” already")
            raise ExistsError(told.format(name=owned.title))
        self._kept.put(owned)
        return owned

    def rename(self, name: str, to: str, *, replaces: bool = False) -> OwnedColors:
        """Rename a collection, and return it.

        Raises
        ------
        CollectionError
            (a ValueError) when there is none of that name, or it cannot have the other.
        ExistsError
            (a WriteError) when another one has that name, unless `replaces`.
        WriteError
            (an OSError) naming the file and the reason.
        """
        same = key_of(to) == key_of(name)
        renamed = self.save(self._get(name).called(to), replaces=replaces or same)
        if not same:
            self.delete(name)
        return renamed

    def delete(self, name: str) -> None:
        """Remove a collection.

        Raises
        ------
        CollectionError
            (a ValueError) when there is none of that name.
        WriteError
            (an OSError) naming the file and the reason.
        """
        self._get(name)
        self._kept.remove(name)

    def _get(self, name: str) -> OwnedColors:
        owned = self.find(name)
        if owned is None:
            told = _("there is no collection “{name}” of yours")
            raise CollectionError(told.format(name=name))
        return owned
