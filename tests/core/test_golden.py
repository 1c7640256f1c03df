"""What comes out stays the same to the last bit, whatever is done to the code."""

from __future__ import annotations

import json
import platform
import sys

import pytest

from tests.core import golden

# Encoders and the last bits of floating point are those of the pinned wheels for this system.
pytestmark = pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"),
    reason="the hashes are of Linux on x86-64",
)

HASHES = json.loads(golden.FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", golden.PARTS)
def test_what_comes_out_is_the_same_to_the_last_bit(part: str) -> None:
    assert dict(golden.PARTS[part]()) == HASHES[part]


def test_every_kind_of_result_and_file_has_its_hash() -> None:
    assert sum(map(len, HASHES.values())) == 413
