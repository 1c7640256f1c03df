"""Damaged photos: a photo or one ReadError, in little time and memory, and no crash."""

import json
import subprocess
import sys

import pytest

from tests import ROOT
from tests.core.reading.photo_fuzz import goods

NAMES = [*(name for name, _ in goods()), "profiles"]
SECONDS = 2
MEGABYTES = 200


def watched(reads, *names):
    """Read damaged files in a process of its own: what crashes there is told, and its memory is."""
    command = [sys.executable, "-m", "tests.core.reading.photo_fuzz", "--json", str(reads), *names]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-2000:]
    return {line["name"]: line for line in map(json.loads, told.stdout.splitlines())}


def require_sound(seen, reads):
    assert seen["wrong"] == []
    assert seen["slowest"] < SECONDS
    assert seen["megabytes"] < MEGABYTES
    assert seen["reads"] >= 0.9 * reads
    # Else nothing but the check of the header would have been tried.
    assert seen["past_header"] >= 0.1 * seen["reads"]


@pytest.fixture(scope="module")
def short():
    return watched(36)


@pytest.mark.xdist_group("damaged photos")
@pytest.mark.parametrize("name", NAMES)
def test_damaged_photos_are_photos_or_one_clear_error(short, name):
    require_sound(short[name], 36)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_very_many_damaged_photos(name):
    require_sound(watched(10_000, name)[name], 10_000)
