"""What comes out stays the same to the last bit, whatever is done to the code."""

from __future__ import annotations

import json
import platform
import sys

import pytest

from core.color.spaces import SPACES
from core.settings import DITHERS, EFFORTS, IMAGE_FORMATS, STARTS, TRANSPARENCIES
from tests.core import golden

# Encoders and the last bits of floating point are those of the pinned wheels for this system.
pytestmark = pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"),
    reason="the hashes are of Linux on x86-64",
)

HASHES = json.loads(golden.FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", golden.PARTS)
def test_what_comes_out_is_the_same_to_the_last_bit(part: str) -> None:
    expected = {name: hash_ for name, hash_ in HASHES[part].items() if golden.is_made(name)}
    assert dict(golden.PARTS[part]()) == expected


def test_every_kind_of_result_and_file_has_its_hash() -> None:
    assert sum(map(len, HASHES.values())) == 414
    made = {name for part in HASHES.values() for name in part if golden.is_made(name)}
    for alpha in ("opaque", "soft", "cut"):
        assert {f"{alpha} {start} normal 64" for start in STARTS} <= made
        assert {f"{alpha} wu {effort} 7" for effort in EFFORTS} <= made
        assert {f"{alpha} {space} none {way}" for space in SPACES for way in TRANSPARENCIES} <= made
        assert {f"{alpha} {space} {way} palette" for space in SPACES for way in DITHERS} <= made
        assert {f"file {alpha} {name} normal" for name in IMAGE_FORMATS} <= made
