"""Compiling the loops: by the system's compiler, or by Zig where that fails."""

import os
import subprocess
import sys

import pytest

from core.kernels import build, native
from tests import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has Zig only")


def compile_with(cc, folder):
    """Compile into a folder with a shell script as the system's compiler, and no Zig to be had."""
    script = folder / "cc"
    script.write_text(f"#!/bin/sh\n{cc}\n")
    script.chmod(0o755)
    path = os.pathsep.join([str(folder), os.environ["PATH"]])
    return subprocess.run(
        [sys.executable, "-m", "core.kernels.build", "--into", folder / "loops"],
        cwd=ROOT,
        env={**os.environ, "PATH": path, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_where_the_compiler_fails_zig_is_tried_and_both_are_heard(tmp_path):
    done = compile_with("echo 'fatal error: stdio.h: no such file' >&2; exit 1", tmp_path)
    assert done.returncode == 1
    assert "stdio.h" in done.stderr
    assert build.ZIG in done.stderr
    assert not list((tmp_path / "loops").glob("*"))


def test_where_the_compiler_works_nothing_else_is_asked(tmp_path):
    # It writes to the file that follows -o, as a compiler does.
    done = compile_with('while [ "$1" != -o ]; do shift; done; echo ok > "$2"', tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    made = {path.name for path in (tmp_path / "loops").iterdir()}
    assert made == {native.file_name(variant) for variant in native.variants()}


@pytest.mark.parametrize(
    ("name", "count", "ending"),
    [("x86_64-windows", 2, ".dll"), ("aarch64-macos", 1, ".dylib"), ("aarch64-linux", 1, ".so")],
)
def test_target_says_which_files_there_are(tmp_path, monkeypatch, name, count, ending):
    monkeypatch.setattr(build, "_compile_somehow", lambda ways, _files: ways)
    files = build.build(tmp_path, build.TARGETS[name])
    assert [path.suffix for path in files] == [ending] * count


@pytest.mark.parametrize(("ending", "named"), [(".dylib", True), (".so", False)])
def test_library_of_macos_does_not_name_the_folder_it_was_made_in(tmp_path, ending, named):
    # It writes what it was told to the file that follows -o.
    script = 'told=$*; while [ "$1" != -o ]; do shift; done; echo "$told" > "$2"'
    compiler = build._Compiler(["sh", "-c", script, "cc"], {"baseline": []})
    file = tmp_path / f"loops{ending}"
    build._compile(compiler, "baseline", file)
    assert (f"-install_name @rpath/{file.name} " in file.read_text()) == named
