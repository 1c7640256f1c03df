"""Things that go wrong outside: ends, full disks, locked folders; nothing is lost, or left."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests import ROOT

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="forks, and bounds what a process may do"
)


def end(name, times):
    command = [sys.executable, "-m", "tests.app.faults", name, str(times)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_end_while_a_file_is_replaced(name):
    end(name, 6)


@pytest.mark.long
@pytest.mark.parametrize(("name", "times"), [("SIGKILL", 500), ("SIGTERM", 50), ("SIGHUP", 50)])
def test_end_while_a_file_is_replaced_many_times(name, times):
    end(name, times)


# Fails to save in every format, one after the other, in a process that may not.
IN_EVERY_FORMAT = """
import os, resource, sys
from pathlib import Path
from core.cli import main as cli
from core.settings import IMAGE_FORMATS
still, frames, folder, how = sys.argv[1:]

def save(photo, name):
    arguments = ["compress", photo, "-o", f"{folder}/a.{name}", "--overwrite", "--quiet"]
    return cli.main([*arguments, "--save-palette", f"{folder}/p.gpl"])

for name in IMAGE_FORMATS:
    assert save(still, name) == save(frames, name) == 0
    Path(f"{folder}/a.{name}").write_bytes(b"old")
os.remove(f"{folder}/p.gpl")
if how == "small":
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
else:
    os.chmod(folder, 0o555)
    if os.getuid() == 0:
        os.seteuid(65534)
codes = {save(photo, name) for name in IMAGE_FORMATS for photo in (still, frames)}
print(codes, {Path(f"{folder}/a.{name}").read_bytes() for name in IMAGE_FORMATS})
"""


@pytest.fixture
def open_to_all():
    """A folder that users with fewer rights reach as well, as not that of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize(
    ("how", "words"),
    [("small", "the file would be larger than allowed here"), ("locked", "permission is denied")],
)
def test_place_that_takes_no_file_is_one_line_each(open_to_all, how, words):
    rng = np.random.default_rng(0)
    frames = [Image.fromarray(rng.integers(0, 256, (40, 50, 3), np.uint8)) for _ in range(3)]
    frames[0].save(open_to_all / "still.png")
    frames[0].save(open_to_all / "frames.gif", save_all=True, append_images=frames[1:])
    folder = open_to_all / "out"
    folder.mkdir()
    arguments = [open_to_all / "still.png", open_to_all / "frames.gif", folder, how]
    ended = subprocess.run(
        [sys.executable, "-c", IN_EVERY_FORMAT, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout.strip() == "{1} {b'old'}", ended.stderr
    lines = ended.stderr.splitlines()
    assert len(lines) == 14
    assert all(line.startswith("fewtone: Cannot save") and words in line for line in lines)
    assert not [path.name for path in folder.iterdir() if not path.name.startswith("a.")]
