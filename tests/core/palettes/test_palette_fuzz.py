"""Damaged and hostile palette files: a palette or one PaletteError, in little time and memory."""

import subprocess
import sys

import pytest

from tests import ROOT
from tests.core.palettes import palette_bombs
from tests.core.palettes.palette_fuzz import Seen, readers, watch, with_every_field_set

READERS = list(readers())
SECONDS = 2
# With Python 3.13 one that is loaded twice takes 199 000.
KILOBYTES = 220_000
# What takes the most, of each kind; `--long` reads all.
WORST = ["css_colors", "json_lists_of_lists", "gif_comments", "kpl_unpacked"]
# Pillow reads these, and the fuzz of photos tries it as well.
IMAGES = {".png", ".gif", ".bmp", ".tif", ".pcx"}

each_reader = pytest.mark.parametrize(
    ("each", "goods"), READERS, ids=[each.name for each, _ in READERS]
)

each_reader_or_own = pytest.mark.parametrize(
    ("each", "goods"),
    [
        pytest.param(*reader, marks=pytest.mark.long if reader[0].ending in IMAGES else ())
        for reader in READERS
    ],
    ids=[each.name for each, _ in READERS],
)


def require_sound(seen, past_header):
    assert seen.wrong == []
    assert seen.slowest < SECONDS
    # Else nothing but the check of the header would have been tried.
    assert seen.past_header >= past_header * seen.reads


@each_reader_or_own
def test_every_field_set_to_what_lies(each, goods):
    seen = Seen()
    for good in goods:
        assert len(each.read(good).palette()) > 0
        for data in with_every_field_set(good):
            seen.read(each.read, data)
    require_sound(seen, past_header=0.05)


@each_reader
def test_files_damaged_at_random(each, goods):
    require_sound(watch(each, goods, reads=300), past_header=0.1)


@pytest.mark.long
@each_reader
def test_very_many_files_damaged_at_random(each, goods):
    require_sound(watch(each, goods, reads=10_000, seed=1), past_header=0.1)


def read_elsewhere(paths):
    """Load files in a process of its own: its peak of memory is that of the worst of them."""
    command = [sys.executable, "-m", "tests.core.palettes.palette_bombs", *map(str, paths)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [line.split("\t") for line in told.stdout.splitlines()]
    assert len(lines) == len(paths)
    for name, seconds, kilobytes, _answer in lines:
        assert float(seconds) < SECONDS, name
        assert int(kilobytes) < KILOBYTES, name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no peak of memory this way")
def test_files_made_to_take_memory_take_little(tmp_path):
    paths = palette_bombs.write(tmp_path, WORST)
    assert len(paths) == len(WORST)
    # What an allocator keeps of one is no part of what another takes.
    for path in paths:
        read_elsewhere([path])


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no peak of memory this way")
def test_no_file_takes_much_memory(tmp_path):
    for path in sorted(palette_bombs.write(tmp_path)):
        read_elsewhere([path])
