"""The commands of an installed Fewtone: `fewtone/__init__.py` of the wheel.

The program lies beside it, below `_app`, so that no `core` or `gui` is where packages of others
look for theirs.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Run the program with the arguments of this process, and return the exit code."""
    sys.path.insert(0, str(Path(__file__).parent / "_app"))
    from main import main as run

    return run(sys.argv[1:])
