"""The loops in C, compiled so that they watch their own memory and arithmetic."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.kernels import build, native
from tests import ROOT
from tests.core.kernels.builds import builds

# With sanitizers GCC warns of what is right. They take a quarter of the time to compile without
# optimizing, which only removes what they would watch, and with the lines as the only symbols.
SANITIZE = [
    *("-O0", "-g1", "-Wno-error"),
    *("-fsanitize=address,undefined", "-fno-sanitize-recover=all"),
]
pytestmark = [
    pytest.mark.skipif(
        not sys.platform.startswith("linux"),
        reason="the sanitizers' library is preloaded as on Linux",
    ),
    # What is compiled, and what numpy does, is made once.
    pytest.mark.xdist_group("sanitizers"),
]


@pytest.fixture(params=builds(native.variants()), scope="module")
def do(request, tmp_path_factory):
    """Do a job in a process of its own, with the loops compiled to watch themselves."""
    compiler = build._system_compiler()
    if compiler is None:
        missing("a C compiler")
    ask = [compiler, "-print-file-name=libasan.so"]
    runtime = subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip()
    if not Path(runtime).is_file():
        missing("the compiler's libasan.so")
    if request.param == "avx2" and not native._has_avx2():
        pytest.skip("this processor has no AVX2")
    library = tmp_path_factory.mktemp("sanitized") / f"{request.param}.so"
    flags = [*build._PROCESSOR[request.param], *build._FLAGS, *SANITIZE]
    subprocess.run([compiler, *flags, "-o", library, native.SOURCE], check=True)
    # Python keeps what it has until it ends: no leaks are told.
    environment = {**os.environ, "LD_PRELOAD": runtime, "ASAN_OPTIONS": "detect_leaks=0"}

    return lambda job: in_a_process(library, job, environment)


@pytest.fixture(scope="module")
def by_numpy():
    """Do the same work with numpy, without anything that slows it down; return what is printed."""
    return in_a_process("numpy", "work").stdout


def in_a_process(library, job, environment=None):
    return subprocess.run(
        [sys.executable, "-m", "tests.core.kernels.sanitized", str(library), job],
        check=False,
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def missing(tool):
    if os.environ.get("FEWTONE_REQUIRE_TOOLS"):
        pytest.fail(f"not installed: {tool}")
    pytest.skip(f"not installed: {tool}")


def test_loops_keep_to_their_arrays_and_to_defined_arithmetic(do, by_numpy):
    done = do("work")
    assert done.returncode == 0, done.stderr
    *results, called = done.stdout.splitlines()
    assert called.split() == sorted(native._FUNCTIONS)
    assert results == by_numpy.splitlines()
    assert len(results) == 6


@pytest.mark.parametrize(
    ("mistake", "report"),
    [
        pytest.param(
            *("read_too_far", "AddressSanitizer: heap-buffer-overflow"), marks=pytest.mark.long
        ),
        ("write_too_far", "AddressSanitizer: heap-buffer-overflow"),
        pytest.param(
            *("write_to_what_is_gone", "AddressSanitizer: heap-use-after-free"),
            marks=pytest.mark.long,
        ),
        ("shift_too_far", "runtime error: shift exponent"),
    ],
)
def test_mistakes_would_not_pass_unseen(do, mistake, report):
    done = do(mistake)
    assert done.returncode != 0
    assert report in done.stderr
    assert "kernels.c" in done.stderr
