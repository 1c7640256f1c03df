"""How new a system the programs of Linux need, and what they say on an older one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("elftools", reason="comes with what makes bundles: dev.py bundle or check")

from resources.packaging import elf, glibc, old_system

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None,
    reason="programs of Linux are compiled",
)


def compile_c(folder: Path, source: str, *flags: str) -> Path:
    """Compile a library of one function."""
    (folder / "one.c").write_text(source)
    library = folder / "libone.so"
    command = ["cc", "-shared", "-fPIC", *flags, "-o", library, folder / "one.c"]
    subprocess.run(command, check=True)
    return library


@pytest.fixture
def library(tmp_path):
    return compile_c(tmp_path, '#include <stdio.h>\nvoid f(void) { puts(stdin ? "a" : "b"); }')


def test_what_a_library_wants_is_read(library):
    wants = elf.wants(library)
    assert "libc.so.6" in wants.libraries
    assert "GLIBC" in glibc.needs(library)


def test_a_library_over_the_limit_fails(library, monkeypatch, capsys):
    assert glibc.main([str(library.parent)]) == 0
    monkeypatch.setitem(glibc.LIMITS, "GLIBC", (2, 1))
    assert glibc.main([str(library.parent)]) == 1
    assert "libone.so asks for more" in capsys.readouterr().err


def test_versions_are_compared_as_numbers():
    assert not glibc.is_over({"GLIBC": (2, 4)})
    assert not glibc.is_over({"GLIBC": (2, 35), "GLIBCXX": (3, 4, 30)})
    assert glibc.is_over({"GLIBC": (2, 36)})
    assert glibc.is_over({"GLIBC": (2, 4), "GLIBCXX": (3, 4, 31)})


def test_a_damaged_program_is_told(tmp_path):
    (tmp_path / "broken.so").write_bytes(b"\x7fELF" + bytes(8))
    with pytest.raises(ValueError, match=r"broken\.so"):
        elf.wants(tmp_path / "broken.so")


@pytest.mark.parametrize(("limit", "code"), [((2, 2), 0), ((9, 1), 1)])
def test_a_program_says_that_the_system_is_too_old(tmp_path, monkeypatch, limit, code):
    program = tmp_path / "program"
    shutil.copy(shutil.which("true"), program)
    monkeypatch.setitem(glibc.LIMITS, "GLIBC", limit)
    old_system.compiled(tmp_path / "inside")
    old_system.loaded_first(program, "inside")
    ended = subprocess.run([program], capture_output=True, text=True, check=False)
    assert ended.returncode == code
    assert ("glibc 9.1 or later" in ended.stderr) == bool(code)
