"""The cause that is told when pip fails, by a pip that really fails."""

import os
import subprocess
import sys

import pytest

from resources.packaging.pip_failure import why_pip_failed


def fail(folder, **variables):
    """Have pip look for a package where there is none; return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--retries=1", "--target", folder, "numpy"],
        env={"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode != 0
    return why_pip_failed(done.stderr)


def test_nobody_there(tmp_path):
    # Port 9 discards; nothing is sent beyond this machine.
    assert "no connection" in fail(tmp_path, PIP_INDEX_URL="https://127.0.0.1:9/simple")


def test_nothing_that_fits(tmp_path):
    said = fail(tmp_path, PIP_NO_INDEX="1")
    assert said == "there is no numpy for this Python on this kind of machine"


def test_certificate_file_that_is_none(tmp_path):
    (tmp_path / "none.pem").touch()
    said = fail(tmp_path, PIP_CERT=str(tmp_path / "gone.pem"), PIP_INDEX_URL="https://127.0.0.1:9/")
    assert "PIP_CERT" in said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "certificate"),
        ("OSError: [Errno 28] No space left on device", "no space left"),
        ("[Errno 13] Permission denied: '/srv/.venv'", "cannot be written"),
        ("NameResolutionError: [Errno -3] … name resolution\nResolutionImpossible", "is online"),
        ("ERROR: metadata is broken", "metadata is broken"),
        ("", "pip does not say why"),
    ],
)
def test_what_is_hard_to_bring_about(said, told):
    assert told in why_pip_failed(said)
    assert "ResolutionImpossible" not in why_pip_failed(said)
