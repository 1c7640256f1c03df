"""Tests: `core` and `gui` mirror the packages, `app` runs the program, `bench` measures it."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]


def examples(many):
    """Return how many examples of a property to try: a third of so many, but all with `--long`."""
    return many if os.environ.get("FEWTONE_LONG_TESTS") else min(many, max(many // 3, 8))
