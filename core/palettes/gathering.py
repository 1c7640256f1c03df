"""The colors of a palette file while its reader goes through it."""

from __future__ import annotations

from core.errors import PaletteError
from core.language import _, ngettext
from core.palettes.found import MOST_KEPT, Entry, Found, require_some
from core.settings import Color

_LONGEST_NAME = 1000
_MOST_LISTED = 8


class Gathering:
    """Colors of a file as its reader finds them; beyond `MOST_KEPT` they are only counted.

    Parameters
    ----------
    format_name : str
        For messages, which `translated` translates: "GIMP palette".
    part : str
        What has a color in such a file: "line" or "entry".
    """

    def __init__(self, format_name: str, part: str = "line") -> None:
        self._format_name = format_name
        self._part = part
        self._seen: list[Entry] = []
        self._hidden: list[Entry] = []
        self._count = self._hidden_count = 0
        self._odd: list[int] = []
        self._first_odd = ""
        self._notes: list[str] = []

    def __len__(self) -> int:
        return self._count + self._hidden_count

    @property
    def odd(self) -> int:
        """How many parts of the file were left out."""
        return len(self._odd)

    def add(
        self,
        color: Color,
        name: str = "",
        alpha: int = 255,
        pixels: int = 0,
        *,
        locked: bool = False,
    ) -> None:
        """Add a color, with its name, its alpha, 0…255, its pixels, and whether it is locked."""
        entry = Entry(color, name[:_LONGEST_NAME], alpha, pixels, locked)
        if alpha > 0:
            self._count += 1
            if self._count <= MOST_KEPT:
                self._seen.append(entry)
        else:
            self._hidden_count += 1
            if self._hidden_count <= MOST_KEPT:
                self._hidden.append(entry)

    def leave_out(self, number: int, reason: str) -> None:
        """Remember a part that is no color, and the reason if there is no color at all."""
        self._odd.append(number)
        self._first_odd = self._first_odd or reason

    def note(self, sentence: str) -> None:
        """Add a note for the user."""
        self._notes.append(sentence)

    def refusal(self) -> PaletteError:
        """Make the error for a file in which too many parts are no colors."""
        return PaletteError(self._first_odd)

    def found(self, title: str = "") -> Found:
        """Return the colors that can be seen, with notes on what was left out.

        Parameters
        ----------
        title : str
            What the file calls them.

        Raises
        ------
        PaletteError
            (a ValueError) for none.
        """
        if self._odd and not len(self):
            raise self.refusal()
        require_some(len(self), self._format_name)
        # Where alpha hides everything it stands for something else, as in 0x00rrggbb.
        entries = self._seen or [Entry(each.color, each.name) for each in self._hidden]
        return Found(
            self._format_name,
            tuple(entries),
            self._count or self._hidden_count,
            (*self._notes, *self._on_odd(), *self._on_alpha()),
            title[:_LONGEST_NAME].strip(),
        )

    def _on_odd(self) -> list[str]:
        if not self._odd:
            return []
        numbers = ", ".join(map(str, self._odd[:_MOST_LISTED]))
        numbers += " …" if len(self._odd) > _MOST_LISTED else ""
        if self._part == "line":
            sentence = ngettext(
                "Line {numbers} of the palette file is no color and was left out.",
                "{count} lines of the palette file are no colors and were left out: {numbers}.",
                len(self._odd),
            )
        else:
            sentence = ngettext(
                "Entry {numbers} of the palette file is no color and was left out.",
                "{count} entries of the palette file are no colors and were left out: {numbers}.",
                len(self._odd),
            )
        return [sentence.format(count=len(self._odd), numbers=numbers)]

    def _on_alpha(self) -> list[str]:
        if not self._hidden:
            return []
        if not self._seen:
            return [
                _("The palette file says that all of its colors are transparent; they are not.")
            ]
        sentence = ngettext(
            "A fully transparent color of the palette file was left out.",
            "{count} fully transparent colors of the palette file were left out.",
            self._hidden_count,
        )
        return [sentence.format(count=self._hidden_count)]
