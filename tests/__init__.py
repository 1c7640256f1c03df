"""Tests: `core` and `gui` mirror the packages, `app` runs the program, `bench` measures it."""

import os
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def examples(many):
    """Return how many examples of a property to try: a third of so many, but all with `--long`."""
    return many if os.environ.get("FEWTONE_LONG_TESTS") else min(many, max(many // 3, 8))


def covering(first, second, *third):
    """List all combinations to try: those that repeat what others cover run with `--long` only.

    Each pair of choices out of three lists is in one of the others, each choice out of two.
    """
    counted = [list(enumerate(choices)) for choices in (first, second, *third)]
    shortest = min(len(choices) for choices in counted)
    return [
        pytest.param(
            *(choice for _, choice in chosen),
            marks=[pytest.mark.long] * bool(sum(number for number, _ in chosen) % shortest),
        )
        for chosen in product(*counted)
    ]
