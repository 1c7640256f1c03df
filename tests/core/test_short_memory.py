"""Memory that runs short: one sentence with the file, at whatever point; nothing lost, or left."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import ReadError, WriteError, is_of_memory, memory_named
from gui.session.tasks import sentence
from tests import ROOT

# What malloc keeps of freed memory would serve the next run: how much hangs on how threads meet.
NOTHING_KEPT = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "MALLOC_TRIM_THRESHOLD_": "65536",
}
# Memory is limited from when all is loaded, as what that takes differs from computer to computer.
AT_EACH_LEVEL = """
import resource, sys
from pathlib import Path
from core.cli import main as cli
photo, target, *levels = sys.argv[1:]
arguments = ["compress", photo, "-o", target, "--overwrite", "--quiet", "--effort", "fast"]
assert cli.main(arguments) == 0
sizes = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
used = int(sizes["VmSize"].split()[0]) * 1024
for level in levels:
    Path(target).write_bytes(b"old")
    resource.setrlimit(resource.RLIMIT_AS, (used + int(level) * 1_000_000, -1))
    code = cli.main(arguments)
    resource.setrlimit(resource.RLIMIT_AS, (-1, -1))
    print(code, Path(target).read_bytes() == b"old", flush=True)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux only")
@pytest.mark.parametrize(
    ("ending", "native"), [(".png", "0"), (".png", "1"), (".webp", "1"), (".jpg", "1")]
)
def test_every_level_is_one_sentence_that_names_the_photo(tmp_path, ending, native):
    noise = np.random.default_rng(0).integers(0, 256, (400, 600, 3)).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png", compress_level=0)
    target, levels = tmp_path / f"a{ending}", [0, 1, 3, 7, 14, 20, 40]
    ended = subprocess.run(
        [sys.executable, "-c", AT_EACH_LEVEL, tmp_path / "noise.png", target, *map(str, levels)],
        cwd=ROOT,
        env={**os.environ, **NOTHING_KEPT, "FEWTONE_NATIVE": native},
        capture_output=True,
        text=True,
        check=True,
    )
    outcomes = [line.split() for line in ended.stdout.splitlines()]
    assert len(outcomes) == len(levels)
    assert all(kept == ("True" if code == "1" else "False") for code, kept in outcomes)
    assert outcomes[0][0] == "1"
    told = ended.stderr.splitlines()
    assert len(told) == [code for code, _ in outcomes].count("1")
    assert all("there is not enough memory for it" in line for line in told)
    assert all("noise.png" in line or target.name in line for line in told)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["noise.png", target.name])


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), True),
        (MemoryError("Unable to allocate 17.2 MiB for an array"), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (OSError("encoder error -9 when writing image file"), True),
        (RuntimeError("can't start new thread"), True),
        (ImportError("libwebp.so: failed to map segment from shared object"), True),
        (OSError(errno.ENOSPC, "No space left on device"), False),
        (OSError("image file is truncated"), False),
        (ValueError("bad"), False),
    ],
)
def test_errors_of_memory_are_known_whatever_their_type(error, expected):
    assert is_of_memory(error) is expected
    path = Path("sea.png")
    assert ("not enough memory for sea.png" in sentence(error, path)) is expected
    raised = WriteError if expected else type(error)
    with pytest.raises(raised) as caught, memory_named(WriteError, f"Cannot save {path}"):
        raise error
    assert str(caught.value).startswith("Cannot save sea.png: there") is expected


def test_errors_for_users_stay_as_they_are():
    with pytest.raises(ReadError, match="out of memory cards"), memory_named(WriteError, ""):
        raise ReadError("out of memory cards")
