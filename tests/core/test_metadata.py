"""What a photo's file tells besides the picture: kept as chosen, and never in the way."""

import io
import json
import struct
import subprocess
import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from core import Photo, SaveOptions, Settings, encode_image, open_photo, reduce, save_image
from core.metadata import EXIF_PREFIX, Metadata
from core.settings import TRANSPARENCIES
from tests import covering, examples
from tests.core.writing.plain_png import chunks_of

EXIF_IFD, GPS_IFD = 0x8769, 0x8825
KEPT = {
    0x010F: "Fewtone Cameras",
    0x0110: "F-1",
    0x0132: "2024:05:06 07:08:09",
    0x013B: "Ada",
    0x8298: "(c) Ada",
}
KEPT_EXIF = {
    0x829A: 0.008,
    0x8827: 200,
    0x9003: "2024:05:06 07:08:09",
    0x920A: 35.0,
    0xA434: "F 35 mm",
}
SECRET = {0x010E: "At home with Bob", 0x9C9D: b"B\0o\0b\0\0\0"}
SECRET_EXIF = {
    0x9011: "+02:00",
    0x927C: b"maker notes",
    0x9286: b"ASCII\0\0\0Bob",
    0xA420: "unique-id",
    0xA430: "Bob",
    0xA431: "SN-BODY-1",
    0xA435: "SN-LENS-2",
}
PLACE = {1: "N", 2: (48.0, 51.0, 29.0)}
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Bob's garden</x:xmpmeta>"
ROOMY = ["png", "jpeg", "webp", "tiff", "avif"]


def exif_of(first, exif, place):
    made = Image.Exif()
    made.update({0x0112: 6, **first})
    made.get_ifd(EXIF_IFD).update(exif)
    made.get_ifd(GPS_IFD).update(place)
    return made


@pytest.fixture
def source(tmp_path, astronaut):
    """A photo that tells much, on its side, with a thumbnail and a profile of another space."""

    def make(kind="jpeg"):
        path = tmp_path / f"source.{kind}"
        exif = exif_of(KEPT | SECRET, KEPT_EXIF | SECRET_EXIF, PLACE)
        image = Image.fromarray(astronaut[:60, :90])
        image.save(path, kind, exif=exif, xmp=XMP, dpi=(240, 120))
        return path

    return make


def saved(path, kind, choice, colors=7):
    result = reduce(open_photo(path), Settings(colors))
    data = encode_image(result, kind, SaveOptions(metadata=choice)).data
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        assert (image.width, image.height) == (60, 90)
        if kind not in ("jpeg", "avif"):
            np.testing.assert_array_equal(np.asarray(image.convert("RGB")), result.rgb)
        return data, image


def told(image):
    exif = image.getexif()
    return dict(exif), exif.get_ifd(EXIF_IFD), exif.get_ifd(GPS_IFD)


@pytest.mark.parametrize("kind", ROOMY)
def test_safe_keeps_date_camera_exposure_and_author_but_nothing_that_finds_somebody(source, kind):
    data, image = saved(source(), kind, "safe")
    first, exif, place = told(image)
    assert KEPT.items() <= first.items()
    assert {tag: exif[tag] for tag in KEPT_EXIF} == KEPT_EXIF
    assert first.get(0x0112, 1) == 1
    assert exif[0xA001] == 1
    assert not place
    assert not (SECRET.keys() & first.keys() | SECRET_EXIF.keys() & exif.keys())
    for secret in (b"Bob", b"SN-", b"maker notes", b"unique-id", b"+02:00", b"xmpmeta"):
        assert secret not in data


@pytest.mark.parametrize("kind", ROOMY)
def test_all_keeps_everything_but_what_is_of_the_old_file(source, kind):
    _, image = saved(source(), kind, "all")
    first, exif, place = told(image)
    assert (KEPT | {0x010E: SECRET[0x010E]}).items() <= first.items()
    assert (KEPT_EXIF | SECRET_EXIF).items() <= exif.items()
    assert place == PLACE
    assert first.get(0x0112, 1) == 1
    if kind != "png":
        assert image.info["xmp"].rstrip(b"\0") == XMP
    else:
        assert image.text["XML:com.adobe.xmp"].encode() == XMP


@pytest.mark.parametrize("kind", [*ROOMY, "gif", "bmp"])
def test_none_keeps_nothing_but_the_resolution(source, kind):
    data, image = saved(source(), kind, "none")
    _, exif, place = told(image)
    assert not exif
    assert not place
    assert b"Ada" not in data
    assert b"2024" not in data


@pytest.mark.parametrize("choice", ["safe", "all", "none"])
@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "bmp", "webp", "avif"])
def test_resolution_is_kept(source, kind, choice):
    _, image = saved(source(), kind, choice)
    if kind in ("webp", "avif"):
        first = told(image)[0]
        found = first[0x011A], first[0x011B]
    else:
        found = image.info["dpi"]
    assert found == pytest.approx((120, 240), abs=0.02)


@pytest.mark.parametrize("kind", ["webp", "avif"])
def test_resolution_is_read_where_only_exif_has_it(source, tmp_path, kind):
    path = tmp_path / f"few.{kind}"
    save_image(reduce(open_photo(source()), Settings(4)), path, SaveOptions(metadata="none"))
    assert open_photo(path).metadata == Metadata(dpi=(120, 240))


@pytest.mark.parametrize("kind", ["gif", "bmp"])
def test_a_format_without_room_says_so_when_all_was_to_be_kept(source, kind):
    result = reduce(open_photo(source()), Settings(4))
    assert "no room" in encode_image(result, kind, SaveOptions(metadata="all")).notes[-1]
    assert encode_image(result, kind).notes == ()


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "tiff", "avif"])
def test_every_format_is_read(source, kind):
    photo = open_photo(source(kind))
    metadata = photo.metadata.chosen("safe")
    assert b"Ada" in metadata.exif
    assert b"Ada" in reduce(photo, Settings(3)).metadata.exif


def test_what_is_too_long_for_jpeg_is_left_out_with_a_note(tmp_path, astronaut):
    path = tmp_path / "a.png"
    exif = exif_of(KEPT, {0x927C: bytes(70_000)}, {})
    Image.fromarray(astronaut[:20, :30]).save(path, exif=exif)
    result = reduce(open_photo(path), Settings(4))
    assert "no room" in encode_image(result, "jpeg", SaveOptions(metadata="all")).notes[-1]
    safe = encode_image(result, "jpeg").data
    assert b"Ada" in safe
    assert len(safe) < 5000


def test_png_says_that_it_is_srgb_before_the_palette(source):
    data, _ = saved(source(), "png", "all")
    names = [name for name, _ in chunks_of(data)]
    assert names[0] == b"IHDR"
    assert {b"sRGB", b"pHYs", b"eXIf", b"iTXt"} <= set(names[: names.index(b"PLTE")])
    assert b"iCCP" not in names


def test_alpha_goes_with_metadata(source, tmp_path):
    with Image.open(source()) as image:
        rgba = image.convert("RGBA")
        rgba.putalpha(image.convert("L"))
        rgba.save(tmp_path / "a.png", exif=image.getexif())
    result = reduce(open_photo(tmp_path / "a.png"), Settings(40))
    for kind in ("png", "webp", "tiff"):
        data = encode_image(result, kind).data
        with Image.open(io.BytesIO(data)) as image:
            assert told(image)[0][0x013B] == "Ada"
            np.testing.assert_array_equal(np.asarray(image.convert("RGBA"))[..., 3], result.alpha)


@pytest.mark.parametrize("transparency", TRANSPARENCIES)
def test_whatever_becomes_of_alpha_metadata_and_resolution_stay(source, tmp_path, transparency):
    with Image.open(source()) as image:
        rgba = image.convert("RGBA")
        rgba.putalpha(image.convert("L"))
        rgba.save(tmp_path / "a.png", exif=image.getexif(), dpi=(240, 120))
    result = reduce(open_photo(tmp_path / "a.png"), Settings(9, transparency=transparency))
    with Image.open(io.BytesIO(encode_image(result, "png").data)) as image:
        assert told(image)[0][0x013B] == "Ada"
        assert image.info["dpi"] == pytest.approx((120, 240), abs=0.02)


GOOD_EXIF = exif_of(KEPT | SECRET, KEPT_EXIF | SECRET_EXIF, PLACE).tobytes()
# The bytes that say of which type the values of a tag are, which misleads the most.
TYPES_AT = [
    GOOD_EXIF.index(struct.pack(">HH", tag, 2)) + 3 for tag in (0x010E, *KEPT, 0x9003, 0x9011)
]
GARBLED = st.tuples(
    st.sampled_from(TYPES_AT) | st.integers(6, len(GOOD_EXIF) - 1),
    st.integers(0, 13) | st.integers(0, 255),
)


@settings(max_examples=examples(60))
@given(
    st.lists(GARBLED, min_size=1, max_size=8),
    st.just(len(GOOD_EXIF)) | st.integers(6, len(GOOD_EXIF)),
)
@example([(TYPES_AT[0], 5)], len(GOOD_EXIF))
def test_garbled_exif_never_harms_the_photo(tmp_path_factory, astronaut, garbled, length):
    bad = bytearray(GOOD_EXIF)
    for at, value in garbled:
        bad[at] = value
    bad = bytes(bad[:length])
    path = tmp_path_factory.mktemp("garbled") / "a.jpg"
    Image.fromarray(astronaut[:8, :9]).save(path, exif=bad)
    with warnings.catch_warnings():
        # Pillow warns of what it cannot read.
        warnings.simplefilter("ignore")
        result = reduce(open_photo(path), Settings(3))
        for choice in ("safe", "all"):
            for kind in ("jpeg", "tiff", "webp"):
                encoded = encode_image(result, kind, SaveOptions(metadata=choice)).data
                with Image.open(io.BytesIO(encoded)) as image:
                    image.load()


@pytest.mark.parametrize(
    "dpi", [(0, 0), (float("nan"), 1), (float("inf"), 72), (-1, 72), (72,), None, (1e9, 1)]
)
def test_impossible_resolution_is_none(dpi):
    image = Image.new("RGB", (2, 2))
    image.info["dpi"] = dpi
    assert Metadata.of(image).dpi is None


def test_photo_made_from_an_array_has_none(tmp_path, astronaut):
    result = reduce(Photo.from_array(astronaut[:9, :9]), Settings(3))
    assert result.metadata is None
    for kind in ROOMY:
        with Image.open(io.BytesIO(encode_image(result, kind).data)) as image:
            assert not told(image)[1]


@pytest.mark.parametrize(
    ("ending", "choice"), covering(["png", "jpg", "webp", "tif", "avif"], ["safe", "all", "none"])
)
def test_exiftool_agrees(source, tmp_path, require_tool, ending, choice):
    require_tool("exiftool")
    path = tmp_path / f"few.{ending}"
    save_image(reduce(open_photo(source()), Settings(5)), path, SaveOptions(metadata=choice))
    command = ["exiftool", "-json", "-validate", "-warning", "-a", "-n", "-all", path]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)[0]
    assert ("Artist" in found) == (choice != "none")
    assert ("SerialNumber" in found) == (choice == "all")
    assert ("GPSLatitude" in found) == (choice == "all")
    if choice != "all":
        # Of ours the maker notes are nonsense, and it says so.
        assert "rror" not in str(found.get("Validate")) + str(found.get("Warning"))


def test_prefix_is_that_of_jpeg(source):
    assert open_photo(source()).metadata.exif.startswith(EXIF_PREFIX)
