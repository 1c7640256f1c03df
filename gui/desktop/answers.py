"""What users can answer to questions."""

from __future__ import annotations

from enum import Enum, auto


class Answer(Enum):
    """What to do with work that is not saved."""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


class Use(Enum):
    """What colors from a file or the clipboard are for."""

    AS_IT_IS = auto()
    CHOSEN_FROM = auto()
    AS_A_START = auto()
    ADDED = auto()
    NOT = auto()
