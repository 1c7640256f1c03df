"""Tips that hold names from elsewhere."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.names import LONGEST_SENTENCE, plain

# As html.escape does it, which loads a table of all entities before the window can paint.
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def tip(*lines: str) -> str:
    """Return lines as what a tip shows, in which a name is only text.

    Qt takes the text of a tip for HTML once it looks like that, and loads the pictures in it. So it
    is HTML in any case, which Qt also wraps where it is long.
    """
    shown = (plain(line, LONGEST_SENTENCE).translate(_ESCAPED) for line in lines if line)
    text = "<br>".join(shown)
    return f"<p>{text}</p>" if text else ""


def show_tip(widget: QWidget, *lines: str) -> None:
    """Give a widget a tip, and the same as plain text to screen readers, which spell HTML."""
    widget.setToolTip(tip(*lines))
    sentences = (plain(line, LONGEST_SENTENCE).rstrip(".") for line in lines if line)
    widget.setAccessibleDescription(". ".join(sentences))
