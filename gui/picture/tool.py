"""A tool that takes pointer and keys of the canvas, and paints over the photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF
from PySide6.QtGui import QKeyEvent, QPainter

if TYPE_CHECKING:
    from gui.picture.layers import Scene


class Tool(Protocol):
    """What a canvas asks of a tool; points are in logical pixels of the canvas."""

    @property
    def pans(self) -> bool:
        """Whether a drag moves the photo, as it does without a tool."""

    def about_keys(self) -> str:
        """Return a sentence for screen readers on what keys do."""

    def press(self, at: QPointF) -> None:
        """Begin, as the left button is pressed."""

    def move(self, at: QPointF) -> None:
        """Follow the pointer, whether the button is held or not."""

    def release(self) -> None:
        """End what was begun."""

    def leave(self) -> None:
        """Show nothing at the pointer, which is elsewhere."""

    def let_go(self) -> None:
        """Forget keys that are held: their release will not arrive."""

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Do what a key is for, and return whether it is for anything."""

    def key_released(self, event: QKeyEvent) -> bool:
        """End what a key began, and return whether it did."""

    def grow(self, notches: float) -> None:
        """Take the wheel, turned with Ctrl held."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paint over the photo."""
