"""What becomes of a photo while many are saved at once."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

from core.language import NP_, _, translated
from core.wording import becoming, change_in_percent, enumerated, human_bytes

Kind = Literal["waiting", "working", "done", "skipped", "failed"]
_KINDS: dict[Kind, str] = {
    "waiting": NP_("a photo to be saved", "waiting"),
    "working": NP_("a photo to be saved", "working"),
    "done": NP_("a photo to be saved", "done"),
    "skipped": NP_("a photo to be saved", "skipped"),
    "failed": NP_("a photo to be saved", "failed"),
}


class PhotoState(NamedTuple):
    """How far a photo is, and how large its file was and is.

    Parameters
    ----------
    kind : str
        "skipped" is a photo whose file would not have been small enough.
    before : int or None
        Bytes of the photo's file, once they are known.
    after : int or None
        Bytes of the file that was saved, the photo itself where it was copied.
    fraction : float, 0…1
        How far it is, while it is in work.
    why : str
        Why it failed or was skipped; or what is told of it in place of "waiting".
    file : Path or None
        What was saved.
    """

    kind: Kind = "waiting"
    before: int | None = None
    after: int | None = None
    fraction: float = 0.0
    why: str = ""
    file: Path | None = None

    @property
    def change(self) -> str:
        """How much smaller the file has become: "−92 %"; "" while that is not known."""
        if self.kind != "done" or self.before is None or self.after is None or not self.before:
            return ""
        return change_in_percent(self.before, self.after)

    @property
    def larger(self) -> bool:
        """Whether the file has become larger, which few people want."""
        return self.kind == "done" and (self.after or 0) > (self.before or self.after or 0)

    @property
    def kind_in_words(self) -> str:
        """Its state in a word for people."""
        return translated(_KINDS[self.kind])

    @property
    def told(self) -> str:
        """Its state, with the reason if there is one."""
        if self.kind == "waiting":
            return self.why or self.kind_in_words
        if not self.why:
            return self.kind_in_words
        # Translators: the state of a photo, and why it is so
        return _("{state}: {reason}").format(state=self.kind_in_words, reason=self.why)

    @property
    def words(self) -> str:
        """All of it in one line, as a tip or a screen reader tells it."""
        if self.kind != "done" or self.before is None or self.after is None:
            return self.told
        sizes = becoming(human_bytes(self.before), human_bytes(self.after))
        return enumerated([part for part in (self.kind_in_words, sizes, self.change) if part])
