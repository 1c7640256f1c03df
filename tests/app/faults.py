"""Ends the command line by signals while it replaces a file, many times, and looks what is left.

`python -m tests.app.faults SIGKILL 500` prints one line of figures, and what was wrong; the exit
code says whether anything was. Each time is a fork of one process that has loaded all, so that a
time takes no longer than the work that it cuts off.
"""

import ctypes
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image

from core import parallel
from core.atomic import replace_file
from core.cli import main as cli
from core.part_file import ENDING

SUBREAPER = 36
LONGEST_SECONDS = 0.25
# What is asked to end has this long for it.
PATIENCE_SECONDS = 30
FORMATS = ["png", "gif", "webp", "jpeg"]


def main(name, times):
    """Do it so many times, and return the exit code."""
    # Orphans come to this process: the optimizers whose parents were killed.
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    rng, outcomes, wrong = random.Random(0), Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        photos = make_photos(Path(folder))
        load_all(photos[0])
        for number in range(times):
            kind = FORMATS[number % len(FORMATS)]
            target = Path(folder) / f"target.{kind}"
            seconds = rng.random() * LONGEST_SECONDS
            wrong += end_once(photos, target, getattr(signal, name), seconds, outcomes)
            wrong += look(target, outcomes)
        log = (Path(folder) / "stderr").read_text()
    if "Traceback" in log or "Exception ignored" in log:
        wrong.append(log)
    print(f"{times} times {name}: {dict(sorted(outcomes.items()))}, {len(wrong)} wrong")
    print(*wrong[:5], sep="\n", end="")
    return bool(wrong)


def make_photos(folder):
    rng = np.random.default_rng(0)
    frames = [Image.fromarray(rng.integers(0, 256, (90, 120, 3), np.uint8)) for _ in range(6)]
    frames[0].save(folder / "still.png")
    frames[0].save(folder / "frames.webp", save_all=True, append_images=frames[1:], lossless=True)
    return folder / "still.png", folder / "frames.webp"


def load_all(photo):
    for kind in FORMATS:
        target = photo.with_name(f"target.{kind}")
        assert cli.main(["compress", str(photo), "-o", str(target), "--quiet"]) == 0


def end_once(photos, target, number, seconds, outcomes):
    """Have a fork replace the target again and again, and end it after a while.

    Return what is wrong: it goes on.
    """
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        errors = os.open(target.with_name("stderr"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(errors, 2)
        # No thread follows into a fork.
        parallel._pool.cache_clear()
        while True:
            for photo in photos:
                code = cli.main(
                    ["compress", str(photo), "-o", str(target), "--overwrite", "--quiet"]
                )
                if code:
                    os._exit(code)
                os.write(tell, b".")
    os.close(tell)
    # From then on it is known to replace files.
    replaced = os.read(hear, 1)
    time.sleep(seconds)
    os.kill(child, number)
    until = time.monotonic() + PATIENCE_SECONDS
    ended, status = os.waitpid(child, os.WNOHANG)
    while not ended and time.monotonic() < until:
        time.sleep(0.001)
        ended, status = os.waitpid(child, os.WNOHANG)
    if not ended:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    os.close(hear)
    outcomes[f"exit {os.waitstatus_to_exitcode(status)}"] += 1
    wrong = [] if ended else [f"went on after signal {number}"]
    return wrong if replaced else [*wrong, "no file was replaced"]


def look(target, outcomes):
    """Return what is wrong: a lost target, files or processes that are left."""
    wrong = []
    try:
        with Image.open(target) as image:
            image.load()
            if image.size != (120, 90):
                wrong.append(f"{target}: another picture")
    except OSError as error:
        wrong.append(f"{target}: {error}")
    outcomes["part files"] += count_parts(target.parent)
    replace_file(target.parent / "next", b"save")
    if count_parts(target.parent):
        wrong.append("a part file is left")
    until = time.monotonic() + 5
    try:
        while os.waitpid(-1, os.WNOHANG)[0] or time.monotonic() < until:
            pass
        wrong.append("an optimizer goes on")
    except ChildProcessError:
        pass
    return wrong


def count_parts(folder):
    return sum(path.name.endswith(ENDING) for path in folder.iterdir())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
