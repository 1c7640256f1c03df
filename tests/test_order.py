"""Tests are found and set up in whatever order they are named."""

import subprocess
import sys

from tests import ROOT

HERE_THERE_AND_HERE = [
    "tests/gui/film/test_chosen_photos.py::test_keys_choose_too",
    "tests/test_docs.py",
    "tests/gui/batch/test_one_palette.py::test_it_waits_for_several_photos_and_says_so",
]


def test_fixtures_of_a_folder_that_is_named_twice_are_found():
    command = [sys.executable, "-m", "pytest", "-q", "--setup-plan", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *HERE_THERE_AND_HERE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
