"""PNG files with damaged chunks: no picture is refused for one that its pixels do not need."""

import struct
import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image

from core import Settings, open_photo, read_thumbnail, reduce
from core.reading.frames import read_frames
from tests.core.png_files import SIGNATURE, chunk, png

RNG = np.random.default_rng(2)
PIXELS = RNG.integers(0, 256, (9, 14, 3)).astype(np.uint8)
# More than a text or a profile may be.
BOMB = zlib.compress(bytes(20_000_000), 9)
EXIF = b"II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0"
# Each kind with data that are as they should be, and the word by which a note names it.
GOOD = {
    b"tEXt": (b"Title\0a photo", "text"),
    b"zTXt": (b"Title\0\0" + zlib.compress(b"a photo"), "text"),
    b"iTXt": (b"Title\0\1\0de\0Titel\0" + zlib.compress(b"ein Photo"), "text"),
    b"tIME": (struct.pack(">HBBBBB", 2024, 2, 29, 23, 59, 60), "date"),
    b"gAMA": (struct.pack(">I", 45455), "gamma"),
    b"cHRM": (struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000), "space"),
    b"sRGB": (b"\0", "space"),
    b"cICP": (bytes([1, 13, 0, 1]), "space"),
    b"mDCV": (bytes(24), "space"),
    b"cLLI": (bytes(8), "space"),
    b"pHYs": (struct.pack(">IIB", 2835, 2835, 1), "resolution"),
    b"bKGD": (bytes(6), "background"),
    b"sBIT": (b"\5\6\5", "bits"),
    b"sPLT": (b"few\0\x08" + bytes(12), "palette"),
    b"tRNS": (struct.pack(">3H", *PIXELS[0, 0]), "transparency"),
    b"eXIf": (EXIF, "EXIF"),
    b"acTL": (struct.pack(">II", 1, 0), "animation"),
    b"fcTL": (struct.pack(">5I2H2B", 0, 14, 9, 0, 0, 1, 10, 0, 0), "animation"),
    b"prVt": (b"whatever", "unknown"),
}
ABSURD = {
    b"tEXt": [b"", b"\0no keyword", b"long" * 20 + b"\0text"],
    b"zTXt": [b"Title\0\0" + BOMB, b"Title\0\1" + zlib.compress(b"a"), b"Title\0\0no zlib", b"T"],
    b"iTXt": [
        b"T\0\1\0\0\0" + BOMB, b"T\0\2\0\0\0text", b"T\0\1\0\0\0no zlib", b"T\0\0\0\0none", b"T\0",
    ],
    b"tIME": [bytes(7), struct.pack(">HBBBBB", 2024, 13, 1, 0, 0, 0)],
    b"gAMA": [struct.pack(">I", gamma) for gamma in (0, 1, 9999, 1_000_001, 2**31, 2**32 - 1)],
    b"sRGB": [b"\4", b"\xff"],
    b"cICP": [bytes([0, 13, 0, 1]), bytes([200, 13, 0, 1]), bytes([1, 3, 0, 1]), b"\1\15\1\1"],
    b"pHYs": [struct.pack(">IIB", *each) for each in ((0, 1, 1), (2**32 - 1, 9, 1), (9, 9, 2))],
    b"sBIT": [bytes(3), b"\x09\x08\x08"],
    b"sPLT": [b"few\0\7" + bytes(12), b"\0\x08"],
    b"eXIf": [bytes(20)],
    b"acTL": [bytes(8), b"\xff" * 8],
    b"fcTL": [
        struct.pack(">5I2H2B", 0, *rest)
        for rest in (
            (0, 0, 0, 0, 1, 10, 0, 0), (14, 9, 0, 0, 1, 10, 3, 0), (9, 9, 0, 0, 1, 10, 0, 0),
        )
    ],
    b"fdAT": [b"", b"abc"],
    b"iCCP": [b"name\0\0" + BOMB, b"name\0\0no zlib", b"name\0\1" + zlib.compress(b"a"), b"\0\0"],
}  # fmt: skip
WORDS = {b"iCCP": "profile", b"fdAT": "animation"}
SHORT = [*(set(GOOD) - {b"tEXt", b"prVt"})]


def with_wrong_checksum(kind, data):
    made = chunk(kind, data)
    return made[:-1] + bytes([made[-1] ^ 1])


def damages():
    for kind, (data, word) in GOOD.items():
        yield with_wrong_checksum(kind, data), word
    yield with_wrong_checksum(b"iCCP", b"name\0\0" + zlib.compress(b"profile")), "profile"
    for kind in SHORT:
        # What may be of any length is cut where it still has to have a part.
        yield chunk(kind, GOOD[kind][0][: 3 if kind == b"iTXt" else 0]), GOOD[kind][1]
    for kind in (b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"tRNS", b"cICP", b"tIME", b"acTL", b"fcTL"):
        yield chunk(kind, GOOD[kind][0] + b"\0"), GOOD[kind][1]
    for kind, absurd in ABSURD.items():
        for data in absurd:
            yield chunk(kind, data), GOOD.get(kind, (b"", WORDS.get(kind)))[1]


def opened(tmp_path, data):
    path = tmp_path / "a.png"
    path.write_bytes(data)
    return open_photo(path)


def require_ignored(photo, word, pixels=PIXELS):
    np.testing.assert_array_equal(photo.pixels, pixels)
    assert photo.alpha is None
    (note,) = (note for note in photo.notes if "ignored" in note)
    assert note.startswith("Damaged parts of the file were ignored: ")
    assert word in note


@pytest.mark.parametrize("behind", [False, True])
def test_damaged_ancillary_chunk_is_ignored_with_a_note(tmp_path, behind):
    plain = png(PIXELS)
    for bad, word in damages():
        animated = chunk(b"acTL", GOOD[b"acTL"][0]) if bad[4:8] == b"fcTL" and not behind else b""
        data = plain[:-12] + bad + plain[-12:] if behind else png(PIXELS, animated + bad)
        if behind and bad[4:8] == b"fcTL":
            # Nobody reads it there.
            np.testing.assert_array_equal(opened(tmp_path, data).pixels, PIXELS)
            continue
        require_ignored(opened(tmp_path, data), word)
        assert read_thumbnail(tmp_path / "a.png", 99).pixels.shape == PIXELS.shape


def test_sound_chunks_are_no_reason_for_a_note(tmp_path):
    for kind, (data, _word) in GOOD.items():
        if kind not in (b"acTL", b"fcTL"):
            assert opened(tmp_path, png(PIXELS, chunk(kind, data))).notes == ()


def test_kinds_are_named_once_each(tmp_path):
    bad = chunk(b"gAMA", b"") + 2 * with_wrong_checksum(b"tEXt", b"Title\0a photo")
    (note,) = opened(tmp_path, png(PIXELS, bad)).notes
    assert note == "Damaged parts of the file were ignored: gamma, text."


@pytest.mark.parametrize("kind", [b"gAMA", b"sRGB", b"cICP", b"tRNS"])
def test_chunk_behind_the_pixels_that_must_be_before_them_is_ignored(tmp_path, kind):
    data = bytes([12, 13, 0, 1]) if kind == b"cICP" else GOOD[kind][0]
    plain = png(PIXELS)
    require_ignored(opened(tmp_path, plain[:-12] + chunk(kind, data) + plain[-12:]), GOOD[kind][1])


def test_bad_chunk_leaves_the_way_to_the_one_it_would_have_overruled(tmp_path):
    linear = chunk(b"gAMA", struct.pack(">I", 100_000))
    expected = opened(tmp_path, png(PIXELS, linear)).pixels
    for bad in (
        with_wrong_checksum(b"cICP", bytes([12, 13, 0, 1])), chunk(b"cICP", bytes(4)),
        chunk(b"sRGB", b"\7"), chunk(b"iCCP", b"name\0\0" + BOMB),
    ):  # fmt: skip
        np.testing.assert_array_equal(opened(tmp_path, png(PIXELS, linear + bad)).pixels, expected)


@pytest.mark.parametrize("colors", [0, 3, 5])
def test_transparency_of_a_palette_is_no_longer_than_the_palette(tmp_path, colors):
    image = Image.fromarray(PIXELS[..., 0] % 4)
    image.putpalette([10, 20, 30, 250, 0, 0, 0, 240, 0, 0, 0, 230])
    image.save(tmp_path / "a.png", bits=2)
    plain = (tmp_path / "a.png").read_bytes()
    at = plain.index(b"IDAT") - 4
    photo = opened(tmp_path, plain[:at] + chunk(b"tRNS", bytes(colors)) + plain[at:])
    assert (photo.alpha is None) == (colors != 3)
    assert bool(photo.notes) == (colors != 3)


def test_of_a_transparent_color_only_the_bits_that_pixels_have_count(tmp_path):
    values = [int(value) + 0x300 for value in PIXELS[4, 4]]
    photo = opened(tmp_path, png(PIXELS, chunk(b"tRNS", struct.pack(">3H", *values))))
    np.testing.assert_array_equal(photo.alpha == 0, (PIXELS[4, 4] == PIXELS).all(axis=-1))
    for depth in (1, 2, 4, 8):
        gray = RNG.integers(0, 1 << depth, (9, 14)).astype(np.uint8)
        photo = opened(tmp_path, png(gray, chunk(b"tRNS", struct.pack(">H", 0xF01)), depth))
        np.testing.assert_array_equal(photo.alpha == 0, gray == 1)


@pytest.mark.parametrize("keyword", [b"transparency", b"gamma", b"srgb", b"dpi", b"icc_profile"])
def test_text_is_never_taken_for_something_else(tmp_path, keyword):
    photo = opened(tmp_path, png(PIXELS, chunk(b"tEXt", keyword + b"\0" + b"2.2")))
    np.testing.assert_array_equal(photo.pixels, PIXELS)
    assert photo.notes == ()
    assert photo.metadata.dpi is None


def test_very_many_bombs_cost_little(tmp_path):
    bombs = 300 * chunk(b"zTXt", b"Title\0\0" + zlib.compress(bytes(2_000_000), 9))
    profile = chunk(b"iCCP", b"name\0\0" + zlib.compress(bytes(100_000_000), 1))
    tracemalloc.start()
    photo = opened(tmp_path, png(PIXELS, bombs + profile))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert photo.notes == ("Damaged parts of the file were ignored: text, color profile.",)
    assert peak < 40_000_000


@pytest.mark.parametrize("kind", [b"IHDR", b"PLTE", b"IDAT"])
def test_critical_chunks_stay_strict(tmp_path, kind):
    image = Image.fromarray(PIXELS[..., 0]).convert("P")
    image.save(tmp_path / "a.png")
    data = bytearray((tmp_path / "a.png").read_bytes())
    at = data.index(kind)
    # The checksum, or what zlib checks.
    damaged_at = at + 4 + int.from_bytes(data[at - 4 : at], "big") - (4 if kind == b"IDAT" else 0)
    data[damaged_at] ^= 1
    with pytest.raises(OSError, match="Cannot open"):
        opened(tmp_path, bytes(data))


def test_file_that_ends_within_a_chunk_is_read_if_it_has_its_pixels(tmp_path):
    long = chunk(b"tEXt", b"Title\0" + bytes(500))
    plain = png(PIXELS)
    require_ignored(opened(tmp_path, plain[:-12] + long[:100]), "text")
    with pytest.raises(OSError, match="truncated"):
        opened(tmp_path, png(PIXELS, long)[:200])


def animated(bad=b"", between=b""):
    """Make an APNG of two frames, the second of them the first turned over."""
    packed = [zlib.compress(b"".join(b"\0" + row.tobytes() for row in each))
              for each in (PIXELS, PIXELS[::-1])]  # fmt: skip
    control = [struct.pack(">5I2H2B", at, 14, 9, 0, 0, 1, 10, 0, 0) for at in (0, 1)]
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 14, 9, 8, 2, 0, 0, 0))
    head += chunk(b"acTL", struct.pack(">II", 2, 0)) + bad + chunk(b"fcTL", control[0])
    parts = chunk(b"IDAT", packed[0]) + between + chunk(b"fcTL", control[1]) + between
    parts += chunk(b"fdAT", struct.pack(">I", 2) + packed[1]) + between
    return SIGNATURE + head + parts + chunk(b"IEND", b"")


def test_damaged_chunk_in_an_animation_is_ignored(tmp_path):
    for bad, word in damages():
        if word == "animation":
            continue
        require_ignored(opened(tmp_path, animated()[:-12] + bad + animated()[-12:]), word)
        photo = opened(tmp_path, animated(bad, between=bad))
        require_ignored(photo, word)
        frames = list(read_frames(photo.animation))
        np.testing.assert_array_equal(frames[1].pixels, PIXELS[::-1])
        assert len(frames) == 2


@pytest.mark.parametrize("where", ["before", "behind the first"])
def test_frames_are_turned_as_the_photo_is(tmp_path, where):
    exif = chunk(b"eXIf", EXIF)
    made = animated(exif) if where == "before" else animated(between=exif)
    photo = opened(tmp_path, made)
    for frame, upright in zip(read_frames(photo.animation), (PIXELS, PIXELS[::-1]), strict=True):
        np.testing.assert_array_equal(frame.pixels, np.rot90(upright, -1))
    np.testing.assert_array_equal(photo.pixels, np.rot90(PIXELS, -1))


@pytest.mark.parametrize("data", [b"abc", bytes(9), b"\0\0\0\1no zlib", b"\0\0\0\7" + bytes(9)])
def test_pixels_of_a_frame_that_was_not_announced_are_ignored(tmp_path, data):
    bad = chunk(b"fdAT", data)
    require_opened = animated(between=bad)
    np.testing.assert_array_equal(opened(tmp_path, require_opened).pixels, PIXELS)
    plain = png(PIXELS, chunk(b"acTL", GOOD[b"acTL"][0]) + chunk(b"fcTL", GOOD[b"fcTL"][0]))
    np.testing.assert_array_equal(opened(tmp_path, plain[:-12] + bad + plain[-12:]).pixels, PIXELS)


def test_what_is_ignored_is_told_with_the_result(tmp_path):
    photo = opened(tmp_path, png(PIXELS, chunk(b"gAMA", b"\xff" * 4)))
    assert len(reduce(photo, Settings(64)).palette.colors) == 64
