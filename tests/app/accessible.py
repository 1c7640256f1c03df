"""What a screen reader finds in the window: the role, name and description of everything seen.

python -m tests.app.accessible [STATE …]   the trees of some states of tests.app.looks
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

STATES = (
    *("empty", "done", "advanced-open", "film-strip", "guide", "shortcuts", "about", "error"),
    *("kmeans-at-work", "kmeans-plain", "results-side-by-side-in-numbers"),
)

Role, Text = QAccessible.Role, QAccessible.Text
# What people act on or move through; the others only hold or tell something.
_NAMED = {
    *(Role.Button, Role.CheckBox, Role.RadioButton, Role.ButtonMenu, Role.ComboBox, Role.SpinBox),
    *(Role.Slider, Role.EditableText, Role.List, Role.ListItem, Role.MenuItem, Role.Link),
    *(Role.ProgressBar, Role.ToolBar, Role.Dialog, Role.AlertMessage, Role.Window, Role.Document),
}


class Entry(NamedTuple):
    """One thing in the tree."""

    depth: int
    role: Role
    name: str
    description: str
    focusable: bool

    @property
    def lacks_a_name(self) -> bool:
        """Whether somebody who cannot see it learns nothing of what it is."""
        return not self.name.strip() and (self.focusable or self.role in _NAMED)

    def __str__(self) -> str:
        says = f" — {self.description}" if self.description else ""
        return f"{'  ' * self.depth}{self.role.name}: {self.name!r}{says}"


def tree(widget: QWidget) -> list[Entry]:
    """List everything that is seen of a window, from the top down."""
    return list(_walk(QAccessible.queryAccessibleInterface(widget), 0))


def _walk(found: QAccessibleInterface, depth: int) -> Iterator[Entry]:
    state = found.state()
    if state.invisible:
        return
    yield Entry(
        depth, found.role(), _name(found), found.text(Text.Description), bool(state.focusable)
    )
    if found.role() == Role.ComboBox:
        return  # its list is seen when it is opened
    for number in range(found.childCount()):
        child = found.child(number)
        if child is not None and child.isValid():
            yield from _walk(child, depth + 1)


def _name(found: QAccessibleInterface) -> str:
    """Return the name, for a control with a label as screen readers do: by the label."""
    label = QAccessible.RelationFlag.Label
    labels = [other.text(Text.Name) for other, kind in found.relations() if kind == label]
    own = found.text(Text.Name)
    if found.role() == Role.ComboBox:  # by itself it has the name of what is chosen
        return " ".join(labels)
    return own or " ".join(labels)


def trees_of(name: str, folder: Path) -> Iterator[tuple[str, list[Entry]]]:
    """Bring a window into a state of `looks`; yield the trees of all windows."""
    from tests.app import looks

    settings = looks.QSettings(str(folder / f"{name}.ini"), looks.QSettings.Format.IniFormat)
    window = looks.MainWindow(looks.Store(settings))
    window.resize(1180, 760)
    window.show()
    steps = looks.STATES[name](window, folder)
    box = next(steps)
    looks.settle()
    yield name, tree(window)
    if isinstance(box, QWidget):
        yield f"{name}, the box", tree(box)
    for other in window.findChildren(QWidget):
        if other.isWindow() and other.isVisible() and other is not box:
            yield f"{name}, {other.windowTitle()}", tree(other)
    for _ in steps:
        pass
    looks.close(window)


def main(names: list[str]) -> int:
    """Print the tree of each state; return 1 if a name is missing."""
    from gui.app import make_application

    make_application()
    missing = 0
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for name in names or STATES:
            for title, entries in trees_of(name, Path(folder)):
                print(f"\n## {title}\n")
                for entry in entries:
                    print(f"{entry}    <-- no name" if entry.lacks_a_name else entry)
                    missing += entry.lacks_a_name
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
