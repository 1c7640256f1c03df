"""Nothing is sent anywhere: the main job where the kernel kills who asks for a socket."""

import json
import os
import signal
import subprocess
import sys

import pytest
from PIL import Image

from tests import ROOT
from tests.app import offline
from tests.app.screen import wait_until
from tests.processes import started

pytestmark = pytest.mark.skipif(not offline.is_possible(), reason="only Linux binds programs so")

BOUND = [sys.executable, "-m", "tests.app.offline"]
PROGRAM = [*BOUND, sys.executable, str(ROOT / "main.py")]


@pytest.fixture
def environment(tmp_path):
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    return {**os.environ, "PYTHONPATH": str(ROOT), "XDG_RUNTIME_DIR": str(runtime)}


@pytest.fixture
def photos(tmp_path):
    names = ["one.png", "two.jpg"]
    for name in names:
        Image.radial_gradient("L").convert("RGB").save(tmp_path / name)
    return names


def run(folder, environment, *command):
    return subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize(
    ("family", "code"),
    [("AF_UNIX", 0), ("AF_INET", -signal.SIGSYS), ("AF_INET6", -signal.SIGSYS)],
)
@pytest.mark.parametrize("how", ["itself", "by a child process"])
def test_who_asks_for_a_socket_is_killed(tmp_path, environment, family, code, how):
    ask = f"import socket; socket.socket(socket.{family})"
    if how == "by a child process":
        child = f"subprocess.call([sys.executable, '-c', {ask!r}])"
        ask = f"import os, subprocess, sys; code = {child}; code and os.kill(os.getpid(), -code)"
    assert run(tmp_path, environment, *BOUND, sys.executable, "-c", ask).returncode == code


def test_window_does_its_main_job(tmp_path, environment):
    done = run(tmp_path, environment, *PROGRAM, "--self-test")
    assert (done.returncode, done.stdout.strip()) == (0, "self-test passed"), done.stderr


def test_photo_is_handed_to_the_window_that_is_open(tmp_path, environment, photos):
    with started([*PROGRAM, photos[0]], cwd=tmp_path, env=environment) as first:
        runtime = tmp_path / "run"
        wait_until(lambda: any(runtime.glob("fewtone-*")), "a window that takes photos")
        # It would stay, with a window of its own, if the other had not taken the photo.
        assert run(tmp_path, environment, *PROGRAM, photos[1]).returncode == 0
        first.terminate()
        assert first.wait(timeout=60) == 128 + signal.SIGTERM


@pytest.mark.parametrize(
    "command",
    [
        ["compress", "one.png", "two.jpg", "--effort", "best", "--json"],
        ["compress", "one.png", "-o", "few.avif", "--save-palette", "few.gpl", "--json"],
        ["compare", "one.png", "-k", "3", "--start", "random", "wu", "-o", "sheet.html", "--json"],
    ],
)
def test_terminal_does_its_jobs(tmp_path, environment, photos, command):
    done = run(tmp_path, environment, *PROGRAM, *command)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert len(list(tmp_path.glob("*.*"))) > len(photos)
