"""Tests: `core` and `gui` mirror the packages, `app` runs the program, `bench` measures it."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
