"""The window over core; `show_img` shows an array from a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gui.show import show_img

__all__ = ["show_img"]


def __getattr__(name: str) -> Any:
    # Not imported at once: gui.app shall not load what only scripts need.
    if name != "show_img":
        raise AttributeError(f"module 'gui' has no attribute {name!r}")
    from gui.show import show_img

    return show_img
