"""The wheel that `pip install .` makes, unpacked as pip does, and used from elsewhere."""

import json
import os
import subprocess
import sys
import zipfile

import pytest
from PIL import Image

from core.kernels import build, native
from tests import ROOT

pytestmark = pytest.mark.xdist_group("wheel")


def make(tmp_path_factory, path):
    """Build a wheel with what is found on a path; return the folder it is unpacked into."""
    folder = tmp_path_factory.mktemp("made")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        env={**os.environ, "PATH": path, "PIP_NO_INDEX": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(folder / "site")
    return folder / "site", wheel.name, done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder of packages into which the wheel is unpacked."""
    if build._system_compiler() is None:
        pytest.skip("there is no C compiler")
    return make(tmp_path_factory, os.environ["PATH"])[0]


def run(site, folder, *arguments):
    """Run the command of the wheel in a folder."""
    code = f"import sys; sys.path.append({str(site)!r}); import fewtone; sys.exit(fewtone.main())"
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        cwd=folder,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_nothing_is_where_others_look_for_their_packages(site):
    assert {path.name.split("-")[0] for path in site.iterdir()} == {"fewtone"}
    assert {path.name for path in (site / "fewtone").iterdir()} == {"__init__.py", "_app"}
    assert not list(site.rglob("packaging"))


def test_all_that_is_read_at_run_time_is_there(site):
    files = {path for room in ("core", "gui") for path in (ROOT / room).rglob("*.py")}
    files |= {native.SOURCE, ROOT / "docs/guide.md", ROOT / "resources/sample.jpg"}
    files |= {*(ROOT / "resources/icons").glob("*.svg"), ROOT / "resources/icons/fewtone.png"}
    there = site / "fewtone/_app"
    assert [path for path in files if not (there / path.relative_to(ROOT)).is_file()] == []


def test_window_does_its_main_job(site, tmp_path):
    done = run(site, tmp_path, "--self-test")
    assert (done.returncode, done.stdout.strip()) == (0, "self-test passed"), done.stderr


def test_batch_is_made_by_child_processes_with_loops_in_c(site, tmp_path):
    for name in ("one.png", "two.png"):
        Image.radial_gradient("L").convert("RGB").save(tmp_path / name)
    done = run(site, tmp_path, "compress", "one.png", "two.png", "--json", "-k", "4")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["photos"]) == 2
    told = run(site, tmp_path, "--diagnose").stdout
    assert "installed by pip" in told
    assert f"Loops: C ({native.variants()[-1] if native._has_avx2() else 'baseline'})" in told


def test_without_a_compiler_the_wheel_is_made_and_says_so(tmp_path_factory, tmp_path):
    site, name, said = make(tmp_path_factory, str(tmp_path))
    assert name.endswith("py3-none-any.whl")
    assert said.count("without its loops in C") == 1
    assert run(site, tmp_path, "--version").returncode == 0
