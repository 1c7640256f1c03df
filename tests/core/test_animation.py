"""Animations: every frame kept, one palette for all, and what damaged or endless ones lead to."""

import io
import json
import struct
import subprocess
import sys
import zlib
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image, ImageSequence
from PIL.TiffImagePlugin import TiffImageFile

from core import (
    FewtoneError,
    Photo,
    SaveOptions,
    Settings,
    count_colors,
    encode_image,
    measure_image,
    open_photo,
    reduce,
    save_image,
)
from core.color.spaces import MEASURES
from core.model import Edited
from core.reading import animation
from core.reading.frames import read_frames
from core.reduction.edit import merge, rearrange, recolor
from core.writing.animation.patch import patch
from tests import ROOT, covering
from tests.core.cli.test_cli import run
from tests.core.png_files import SIGNATURE, chunk, png
from tests.core.writing.plain_png import chunks_of as chunks_and_data_of

MADE = ["a.gif", "a.png", "a.webp"]
OUT = ["out.gif", "out.png", "out.webp"]
DURATIONS = [40, 250, 70, 90, 1000]


def pictures(count=5, height=40, width=50, seed=0):
    """Noise that stays, with a colored box that wanders over it."""
    rng = np.random.default_rng(seed)
    ground = rng.integers(0, 256, (height, width, 3)).astype(np.uint8)
    frames = [ground.copy() for _ in range(count)]
    for number, frame in enumerate(frames):
        top = number * 5 % (height - 8)
        frame[top : top + 8, top : top + 13] = (255 - number * 40 % 256, number * 50 % 256, 77)
    return frames


def with_hole(frames):
    """The same with an alpha channel: a hole that wanders, so pixels appear and vanish."""
    made = []
    for number, frame in enumerate(frames):
        alpha = np.full(frame.shape[:2], 255, np.uint8)
        alpha[number * 3 : number * 3 + 9, 4:20] = 0
        made.append(np.dstack([frame, alpha]))
    return made


def animate(path, frames, durations=None, plays=0, **more):
    images = [Image.fromarray(frame) for frame in frames]
    if path.suffix == ".webp":
        more = {"lossless": True, "exact": True} | more
    loop = {"loop": plays - (path.suffix == ".gif" and plays > 0)}
    if path.suffix == ".gif" and plays == 1:
        loop = {}
    durations = durations or [100] * len(frames)
    images[0].save(
        path, save_all=True, append_images=images[1:], duration=durations, **loop, **more
    )
    return path


def frames_in(path):
    """(n, h, w, 4) uint8 of all frames, and how long each is shown."""
    with Image.open(path) as image:
        shown = [
            (np.asarray(frame.convert("RGBA")), frame.info["duration"])
            for frame in ImageSequence.Iterator(image)
        ]
    return np.stack([pixels for pixels, _ in shown]), [duration for _, duration in shown]


def plays_of(path):
    with Image.open(path) as image:
        return animation.find_animation(image, path)[0].plays


def colors_of(frames):
    seen = frames[frames[..., 3] > 0]
    return set(map(tuple, seen[:, :3].tolist()))


def require_nearest(frames, shown, colors):
    """Each visible pixel has one of the palette's nearest colors."""
    seen = frames[..., 3] > 0
    wanted, given_ = frames[seen][:, :3].astype(int), shown[seen][:, :3].astype(int)
    space = MEASURES[Settings().measure]
    wanted, given_, colors = (
        np.rint(space.from_srgb(each) * space.scale).astype(np.int64)
        for each in (wanted, given_, colors)
    )
    best = ((wanted[:, None] - colors) ** 2).sum(axis=2).min(axis=1)
    np.testing.assert_array_equal(((wanted - given_) ** 2).sum(axis=1), best)


def a_third():
    """Pair each way in with each way out, and both with each number of colors; mark others long."""
    ways = product(range(3), MADE, OUT)
    return [
        pytest.param(
            *((7, 0), (16, 1), (255, 4))[number],
            *(name, out),
            marks=() if (number + MADE.index(name) + OUT.index(out)) % 3 == 0 else pytest.mark.long,
        )
        for number, name, out in ways
    ]


@pytest.mark.parametrize(("colors", "plays", "name", "out"), a_third())
def test_all_frames_are_saved_in_one_palette(tmp_path, name, out, colors, plays):
    path = animate(tmp_path / name, pictures(), DURATIONS, plays)
    result = reduce(open_photo(path), Settings(colors))
    assert len(result.palette) == colors
    saved = save_image(result, tmp_path / out)
    assert saved.size == (tmp_path / out).stat().st_size
    assert measure_image(result, out[4:]).size == saved.size
    assert encode_image(result, out[4:]).data == (tmp_path / out).read_bytes()
    assert saved.notes == ()
    shown, durations = frames_in(tmp_path / out)
    assert durations == DURATIONS
    assert plays_of(tmp_path / out) == plays
    np.testing.assert_array_equal(shown[0, ..., :3], result.rgb)
    assert colors_of(shown) == set(map(tuple, result.palette.colors.tolist()))
    require_nearest(frames_in(path)[0], shown, result.palette.colors)
    assert result.palette.counts.sum() == shown[..., 3].size


def blocks_of_gif(data):
    """What a GIF is made of: the flags of its screen and of all image descriptors."""
    screen, at, frames = data[10], 13, []
    at += 3 << (screen & 7) + 1 if screen & 0x80 else 0
    while data[at : at + 1] != b";":
        if data[at : at + 1] == b",":
            frames.append(data[at + 9])
            at += 11
        else:
            at += 2
        while data[at]:
            at += data[at] + 1
        at += 1
    assert at == len(data) - 1
    return screen, frames


def chunks_of_png(data):
    at, kinds = 8, []
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        checksum = struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0]
        assert checksum == zlib.crc32(data[at + 4 : at + 8 + length])
        kinds.append(kind)
        at += 12 + length
    return kinds


@pytest.mark.parametrize("colors", [2, 4, 5, 64, 256])
def test_palette_is_in_the_file_once(tmp_path, colors):
    path = animate(tmp_path / "a.gif", pictures())
    result = reduce(open_photo(path), Settings(colors))
    screen, frames = blocks_of_gif(encode_image(result, "gif").data)
    assert screen & 0x80
    assert colors <= 2 << (screen & 7) <= max(2 * colors, 4)
    assert len(frames) == 5
    assert not any(flags & 0x80 for flags in frames)
    data = encode_image(result, "png").data
    kinds = chunks_of_png(data)
    assert (kinds.count(b"PLTE"), kinds.count(b"fcTL"), kinds.count(b"IDAT")) == (1, 5, 1)
    assert data[25] == 3
    assert data[24] in {2: (1, 2), 4: (2, 4), 5: (4,)}.get(colors, (8,))


@pytest.mark.parametrize("out", OUT)
@pytest.mark.parametrize("colors", [2, 7, 16, 255])
def test_hidden_pixels_stay_hidden_also_those_that_were_seen_before(tmp_path, out, colors):
    frames = with_hole(pictures())
    # None in the first frame, so that the writer learns of them on the way.
    frames[0][..., 3] = 255
    path = animate(tmp_path / "a.png", frames, DURATIONS)
    result = reduce(open_photo(path), Settings(colors))
    told = []
    save_image(result, tmp_path / out, progress=lambda progress: told.append(progress.fraction))
    assert told == sorted(told)
    shown, durations = frames_in(tmp_path / out)
    np.testing.assert_array_equal(shown[..., 3], np.stack(frames)[..., 3])
    assert durations == DURATIONS
    require_nearest(np.stack(frames), shown, result.palette.colors)


@pytest.mark.parametrize("out", ["out.png", "out.webp"])
@pytest.mark.parametrize("name", ["a.png", "a.webp"])
def test_partial_transparency_is_kept_where_the_format_can(tmp_path, name, out):
    frames = with_hole(pictures())
    frames[2][20:30, 20:30, 3] = 90
    frames[3][20:30, 20:30, 3] = 91
    path = animate(tmp_path / name, frames, DURATIONS)
    before, _ = frames_in(path)
    result = reduce(open_photo(path), Settings(5))
    save_image(result, tmp_path / out)
    shown, durations = frames_in(tmp_path / out)
    assert durations == DURATIONS
    np.testing.assert_array_equal(shown[..., 3], before[..., 3])
    require_nearest(before, shown, result.palette.colors)


def test_gif_says_that_it_knows_no_partial_transparency(tmp_path):
    frames = with_hole(pictures())
    frames[4][20:30, 20:30, 3] = 90
    result = reduce(open_photo(animate(tmp_path / "a.png", frames)), Settings(5))
    assert "partial" in save_image(result, tmp_path / "out.gif").notes[0]
    shown, _ = frames_in(tmp_path / "out.gif")
    np.testing.assert_array_equal(shown[4, 20:30, 20:30, 3], 0)


def test_256_colors_leave_a_gif_none_to_hide_with(tmp_path):
    frames = with_hole(pictures())
    frames[0][..., 3] = 255
    result = reduce(open_photo(animate(tmp_path / "a.png", frames)), Settings(256))
    with pytest.raises(OSError, match=r"Cannot save .*out.gif: .*255 or fewer"):
        save_image(result, tmp_path / "out.gif")
    assert not (tmp_path / "out.gif").exists()
    save_image(result, tmp_path / "out.png")
    np.testing.assert_array_equal(
        frames_in(tmp_path / "out.png")[0][..., 3], np.stack(frames)[..., 3]
    )


@pytest.mark.parametrize(
    ("out", "dither", "empty"), covering(OUT, ["none", "atkinson", "blue-noise"], [0, 2, 4])
)
def test_frame_may_show_nothing(tmp_path, out, dither, empty):
    frames = with_hole(pictures())
    frames[empty][..., 3] = 0
    result = reduce(open_photo(animate(tmp_path / "a.png", frames)), Settings(5, dither=dither))
    save_image(result, tmp_path / out)
    shown, _ = frames_in(tmp_path / out)
    np.testing.assert_array_equal(shown[..., 3], np.stack(frames)[..., 3])


def test_animation_that_shows_nothing_at_all_is_refused(tmp_path):
    frames = [np.zeros((9, 9, 4), np.uint8)] * 2
    frames[1] = frames[1].copy()
    frames[1][0, 0, 0] = 7
    with pytest.raises(ValueError, match="fully transparent"):
        reduce(open_photo(animate(tmp_path / "a.png", frames)), Settings(5))


@pytest.mark.parametrize("name", ["a.png", "a.webp"])
@pytest.mark.parametrize("orientation", [2, 6, 8])
def test_frames_are_turned_as_the_first_is(tmp_path, name, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = animate(tmp_path / name, pictures(), exif=exif.tobytes())
    photo = open_photo(path)
    assert (photo.width, photo.height) == ((50, 40) if orientation == 2 else (40, 50))
    for number, frame in enumerate(read_frames(photo.animation)):
        turned = {
            2: pictures()[number][:, ::-1],
            6: np.rot90(pictures()[number], -1),
            8: np.rot90(pictures()[number]),
        }[orientation]
        np.testing.assert_array_equal(frame.pixels, turned)
    save_image(reduce(photo, Settings(5)), tmp_path / "out.gif")
    assert frames_in(tmp_path / "out.gif")[0].shape == (5, photo.height, photo.width, 4)


@pytest.mark.parametrize("out", ["out.png", "out.webp"])
@pytest.mark.parametrize(
    ("choice", "artist", "place"), [("safe", 1, 0), ("all", 1, 1), ("none", 0, 0)]
)
def test_metadata_of_an_animation_is_kept_as_chosen(tmp_path, out, choice, artist, place):
    exif = Image.Exif()
    exif[0x013B] = "Ada"
    exif.get_ifd(0x8825)[1] = "N"
    path = animate(tmp_path / "a.webp", pictures(), exif=exif, xmp=b"<x:xmpmeta/>")
    result = reduce(open_photo(path), Settings(7))
    save_image(result, tmp_path / out, SaveOptions(metadata=choice))
    with Image.open(tmp_path / out) as image:
        kept = image.getexif()
        assert (0x013B in kept, bool(kept.get_ifd(0x8825))) == (artist, place)
        assert bool(image.info.get("xmp")) == (choice == "all")
        assert image.n_frames == 5


def test_exif_of_an_animated_webp_has_no_prefix_of_jpeg(tmp_path):
    exif = Image.Exif()
    exif[0x013B] = "Ada"
    path = animate(tmp_path / "a.webp", pictures(), exif=exif)
    save_image(reduce(open_photo(path), Settings(4)), tmp_path / "out.webp")
    data = (tmp_path / "out.webp").read_bytes()
    at = data.index(b"EXIF") + 8
    assert data[at : at + 4] in {b"II*\0", b"MM\0*"}


def test_colors_of_all_frames_are_those_that_the_file_means(tmp_path):
    frames = pictures()
    path = animate(tmp_path / "a.png", [frames[0], frames[0][::-1]])
    data = path.read_bytes()
    # Display P3.
    path.write_bytes(data[:33] + chunk(b"cICP", bytes([12, 13, 0, 1])) + data[33:])
    photo = open_photo(path)
    first, second = read_frames(photo.animation)
    assert (photo.pixels != frames[0]).any()
    np.testing.assert_array_equal(first.pixels, photo.pixels)
    np.testing.assert_array_equal(second.pixels, photo.pixels[::-1])


def test_gray_of_few_bits_that_stands_for_transparency_is_hidden_in_all_frames(tmp_path):
    gray = np.arange(16, dtype=np.uint8).reshape(4, 4) % 4
    plain = dict(chunks_and_data_of(png(gray, depth=2)))
    control = [struct.pack(">IIIIIHHBB", at, 4, 4, 0, 0, 1, 10, 0, 0) for at in (0, 1)]
    made = [
        *(SIGNATURE, chunk(b"IHDR", plain[b"IHDR"]), chunk(b"acTL", struct.pack(">II", 2, 0))),
        *(chunk(b"tRNS", struct.pack(">H", 2)), chunk(b"fcTL", control[0])),
        *(chunk(b"IDAT", plain[b"IDAT"]), chunk(b"fcTL", control[1])),
        *(chunk(b"fdAT", struct.pack(">I", 2) + plain[b"IDAT"]), chunk(b"IEND", b"")),
    ]
    (tmp_path / "a.png").write_bytes(b"".join(made))
    photo = open_photo(tmp_path / "a.png")
    frames = list(read_frames(photo.animation))
    assert len(frames) == 2
    for alpha in (photo.alpha, *(frame.alpha for frame in frames)):
        np.testing.assert_array_equal(alpha == 0, gray == 2)


def test_still_image_is_shown_where_the_frames_are_damaged(tmp_path):
    frames = pictures(3)
    path = animate(tmp_path / "a.png", frames, default_image=True)
    data = bytearray(path.read_bytes())
    at = data.index(b"fdAT")
    data[at + 12 : at + 60] = bytes(48)
    path.write_bytes(data)
    photo = open_photo(path)
    np.testing.assert_array_equal(photo.pixels, frames[0])
    assert photo.animation is None
    assert "still image" in photo.notes[-1]


def test_gif_says_that_it_has_no_room_for_metadata(tmp_path):
    exif = Image.Exif()
    exif[0x013B] = "Ada"
    path = animate(tmp_path / "a.webp", pictures(), exif=exif)
    result = reduce(open_photo(path), Settings(7))
    saved = save_image(result, tmp_path / "out.gif", SaveOptions(metadata="all"))
    assert any("no room" in note for note in saved.notes)


@pytest.mark.parametrize("first_is_opaque", [True, False])
@pytest.mark.parametrize("edited", [True, False])
def test_animation_is_not_flattened_and_says_so(tmp_path, first_is_opaque, edited):
    frames = with_hole(pictures())
    if first_is_opaque:
        frames[0][..., 3] = 255
    photo = open_photo(animate(tmp_path / "a.png", frames))
    settings, histogram = Settings(7, transparency="flatten"), count_colors(photo)
    result = reduce(photo, settings, histogram=histogram)
    if edited:
        result = rearrange(photo, histogram, Edited.of_result(result), settings)
    assert any("not flattened" in note for note in result.notes)
    save_image(result, tmp_path / "out.png")
    assert (frames_in(tmp_path / "out.png")[0][..., 3] == 0).any()


@pytest.mark.parametrize("space", ["rgb", "oklab"])
@pytest.mark.parametrize("dither", ["none", "floyd-steinberg", "bayer-4"])
def test_frames_are_shown_as_the_first_is(tmp_path, dither, space):
    path = animate(tmp_path / "a.png", pictures())
    photo, settings = open_photo(path), Settings(6, dither=dither, space=space)
    result = reduce(photo, settings)
    save_image(result, tmp_path / "out.png")
    shown, _ = frames_in(tmp_path / "out.png")
    np.testing.assert_array_equal(shown[0, ..., :3], result.rgb)
    alone = Photo.from_array(pictures()[3])
    again = rearrange(alone, count_colors(alone), Edited.of_result(result), settings)
    np.testing.assert_array_equal(shown[3, ..., :3], again.rgb)


def test_edits_hold_in_all_frames(tmp_path):
    path = animate(tmp_path / "a.gif", pictures())
    photo = open_photo(path)
    histogram = count_colors(photo)
    found = reduce(photo, Settings(6), histogram=histogram)
    edited = recolor(merge(Edited.of_result(found), [1, 4]), 0, (1, 2, 3))
    save_image(rearrange(photo, histogram, edited), tmp_path / "out.gif")
    save_image(found, tmp_path / "plain.gif")
    plain, shown = frames_in(tmp_path / "plain.gif")[0], frames_in(tmp_path / "out.gif")[0]
    pairs = np.concatenate([plain[..., :3], shown[..., :3]], axis=-1).reshape(-1, 6)
    became = {tuple(pair[:3]): tuple(pair[3:]) for pair in np.unique(pairs, axis=0).tolist()}
    assert len(np.unique(pairs, axis=0)) == 6
    colors = list(map(tuple, found.palette.colors.tolist()))
    assert became[colors[0]] == (1, 2, 3)
    assert became[colors[1]] == became[colors[4]]
    assert all(became[colors[kept]] == colors[kept] for kept in (2, 3, 5))


def test_palette_is_that_of_all_frames_together(tmp_path):
    reds = [np.full((20, 30, 3), (250 - 10 * i, 0, 0), np.uint8) for i in range(4)]
    blue = np.full((20, 30, 3), (0, 0, 200), np.uint8)
    path = animate(tmp_path / "a.png", [*reds, blue])
    photo = open_photo(path)
    histogram = count_colors(photo)
    assert histogram.counts.tolist() == [600] * 5
    assert (0, 0, 200) in map(tuple, reduce(photo, Settings(2)).palette.colors.tolist())
    whole = Photo.from_array(np.vstack([*reds, blue]))
    np.testing.assert_array_equal(histogram.colors, count_colors(whole).colors)


@pytest.mark.parametrize("batch", [1, 3000, 1 << 23])
def test_frames_are_counted_like_one_large_photo(tmp_path, monkeypatch, batch):
    from core.reduction import counting

    monkeypatch.setattr(counting, "_PIXELS_PER_BATCH", batch)
    frames = with_hole(pictures(seed=3))
    counted = count_colors(open_photo(animate(tmp_path / "a.png", frames)))
    whole = np.vstack(frames)
    expected = count_colors(Photo.from_array(whole[..., :3].copy(), whole[..., 3].copy()))
    np.testing.assert_array_equal(counted.colors, expected.colors)
    np.testing.assert_array_equal(counted.counts, expected.counts)


CANVAS = hnp.arrays(np.uint8, (5, 6), elements=st.integers(0, 3))


@given(CANVAS, CANVAS, st.sampled_from([None, 0, 9]), st.sampled_from([1, 2]))
def test_patch_leads_from_one_canvas_to_the_next(before, after, nothing, step):
    made = patch(before, after, nothing, step=step)
    height, width = made.values.shape
    painted = before.copy()
    here = painted[made.top : made.top + height, made.left : made.left + width]
    assert made.left % step == made.top % step == 0
    here[...] = np.where(made.values == nothing, here, made.values) if made.over else made.values
    np.testing.assert_array_equal(painted, after)


def test_png_lengthens_its_indices_only_where_that_makes_it_smaller(tmp_path):
    rng = np.random.default_rng(8)
    ground = rng.integers(0, 2, (90, 120, 1)).repeat(3, 2).astype(np.uint8) * 255
    wanders = [np.roll(ground, number, 1) for number in range(6)]
    flickers = [np.where(rng.random((90, 120, 1)) < 0.01, 255 - ground, ground) for _ in range(6)]
    for frames, bits in (wanders, 1), (flickers, 2):
        result = reduce(open_photo(animate(tmp_path / "a.png", frames)), Settings(2))
        save_image(result, tmp_path / "out.png")
        assert (tmp_path / "out.png").read_bytes()[24] == bits
        np.testing.assert_array_equal(frames_in(tmp_path / "out.png")[0][..., :3], frames)


def test_note_tells_what_becomes_of_the_frames(tmp_path):
    photo = open_photo(animate(tmp_path / "a.gif", pictures()))
    (note,) = photo.notes
    assert note == (
        "An animation of 5 frames; the first is shown. "
        "Saved as GIF, PNG or WebP, all are kept, in the same colors."
    )
    result = reduce(photo, Settings(4))
    for name in ("out.bmp", "out.tif", "out.jpg"):
        saved = save_image(result, tmp_path / name)
        assert "Only the first of 5 frames is saved; GIF, PNG and WebP keep all." in saved.notes


def test_pages_are_no_animation(tmp_path, monkeypatch):
    # Counting them takes a time that grows with the square of their number.
    monkeypatch.setattr(TiffImageFile, "n_frames", property(lambda _: pytest.fail("counted")))
    path = tmp_path / "a.tif"
    pages = [Image.fromarray(frame) for frame in pictures(3)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    photo = open_photo(path)
    assert photo.animation is None
    assert photo.notes == ("Only the first of several pages is used.",)


def test_first_frame_only_is_a_photo_like_any_other(tmp_path, capsys):
    path = animate(tmp_path / "a.gif", pictures())
    for more, frames in ([], 5), (["--first-frame"], 1):
        out = tmp_path / f"{frames}.gif"
        assert run("compress", path, "-k", 4, "-o", out, "--json", *more) == 0
        (done,) = json.loads(capsys.readouterr().out)["photos"]
        assert done["frames"] == frames
        assert sum(color["count"] for color in done["palette"]) == frames * 2000
        with Image.open(out) as image:
            assert image.n_frames == frames
    assert "Only the first of 5 frames is used." in done["notes"]
    assert run("palette", path, "-k", 4, "--json", "--first-frame") == 0
    counts = [color["count"] for color in json.loads(capsys.readouterr().out)["palette"]]
    assert sum(counts) == 2000


def test_still_image_before_an_apng_is_not_part_of_it(tmp_path):
    still = np.full((40, 50, 3), 9, np.uint8)
    path = animate(tmp_path / "a.png", [still, *pictures()], [100] * 6, default_image=True)
    photo = open_photo(path)
    np.testing.assert_array_equal(photo.pixels, pictures()[0])
    save_image(reduce(photo, Settings(255)), tmp_path / "out.gif")
    assert len(frames_in(tmp_path / "out.gif")[0]) == 5


def test_frames_of_no_duration_and_very_long_ones_stay_so(tmp_path):
    durations = [0, 0, 655_350, 10, 0]
    result = reduce(open_photo(animate(tmp_path / "a.gif", pictures(), durations)), Settings(4))
    for out in OUT:
        save_image(result, tmp_path / out)
        assert frames_in(tmp_path / out)[1] == durations


def test_fractions_of_a_hundredth_add_up_to_the_right_length(tmp_path):
    frames = pictures(30)
    path = animate(tmp_path / "a.png", frames, [1000 / 30] * 30)
    result = reduce(open_photo(path), Settings(4))
    for out, most in (("out.gif", 40), ("out.webp", 34), ("out.png", 33.4)):
        save_image(result, tmp_path / out)
        durations = frames_in(tmp_path / out)[1]
        assert sum(durations) == pytest.approx(1000, abs=1)
        assert max(durations) <= most


def test_frames_that_are_equal_are_all_kept(tmp_path):
    # Pillow itself would join them.
    frames = [pictures()[0]] * 2
    frames[1] = frames[1].copy()
    frames[1][0, 0] ^= 1
    path = animate(tmp_path / "a.gif", frames, [100, 200], optimize=False)
    result = reduce(open_photo(path), Settings(3))
    for out in OUT:
        save_image(result, tmp_path / out)
        assert frames_in(tmp_path / out)[1] == [100, 200]


def gif_of(size, frames, canvas=None):
    """A GIF of frames of one color each, with tables of their own, by bytes."""
    data = b"GIF89a" + struct.pack("<HHBBB", *(canvas or size), 0x00, 0, 0)
    for color in frames:
        image = Image.new("P", size, 0)
        image.putpalette([*color, 0, 0, 0])
        file = io.BytesIO()
        image.save(file, "GIF", optimize=False, interlace=0)
        body = file.getvalue()
        at = body.index(b",", 13 + (3 << (body[10] & 7) + 1))
        local = struct.pack("<HHHHB", 0, 0, *size, 0x80) + bytes([*color, 0, 0, 0])
        data += b"!\xf9\x04\0\x05\0\0\0," + local + body[at + 10 : -1]
    return data + b";"


def test_each_frame_may_have_its_own_palette_and_reach_beyond_the_canvas(tmp_path):
    colors = [(200, 0, 0), (0, 200, 0), (0, 0, 200)]
    path = tmp_path / "a.gif"
    first = gif_of((8, 8), colors[:1])
    path.write_bytes(first[:-1] + gif_of((30, 20), colors[1:])[13:])
    photo = open_photo(path)
    assert (photo.width, photo.height) == (8, 8)
    result = reduce(photo, Settings(3))
    assert set(map(tuple, result.palette.colors.tolist())) == set(colors)
    save_image(result, tmp_path / "out.gif")
    shown, _ = frames_in(tmp_path / "out.gif")
    assert shown.shape == (3, 8, 8, 4)
    assert list(map(tuple, shown[:, 7, 7, :3].tolist())) == colors


@pytest.mark.parametrize("mode", ["L", "P", "LA", "1", "I;16"])
def test_frames_of_every_mode(tmp_path, mode):
    rng = np.random.default_rng(4)
    grays = [Image.fromarray(rng.integers(0, 256, (20, 30)).astype(np.uint8)) for _ in range(3)]
    if mode == "I;16":
        grays = [Image.fromarray(np.asarray(gray).astype(np.uint16) * 257) for gray in grays]
    images = grays if mode in ("L", "I;16") else [gray.convert(mode) for gray in grays]
    images[0].save(tmp_path / "a.png", save_all=True, append_images=images[1:], duration=50)
    result = reduce(open_photo(tmp_path / "a.png"), Settings(2))
    save_image(result, tmp_path / "out.gif")
    assert len(frames_in(tmp_path / "out.gif")[0]) == 3


@pytest.mark.parametrize("name", MADE[:2])
@pytest.mark.parametrize("part", [0.5, 0.7, 0.93])
def test_of_a_truncated_file_the_whole_frames_are_kept_with_a_word(tmp_path, name, part):
    path = animate(tmp_path / name, pictures(12, seed=5), plays=2)
    before, _ = frames_in(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(part * len(data))])
    photo = open_photo(path)
    result = reduce(photo, Settings(200))
    for out in OUT:
        saved = save_image(result, tmp_path / out)
        shown, _ = frames_in(tmp_path / out)
        assert 1 < len(shown) < 12
        assert plays_of(tmp_path / out) == 2
        require_nearest(before[len(shown) - 1 :][:1], shown[-1:], result.palette.colors)
        if len(shown) < photo.animation.frames:
            assert "damaged: only the first" in saved.notes[0]


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_gif_cut_anywhere_is_a_photo_or_one_clear_error(tmp_path, cut):
    path = tmp_path / "a.gif"
    path.write_bytes(gif_of((9, 7), [(i, 255 - i, 0) for i in range(0, 240, 30)])[:cut])
    try:
        result = reduce(open_photo(path), Settings(4))
    except OSError as error:
        assert isinstance(error, FewtoneError)
        assert "\n" not in str(error)
    else:
        save_image(result, tmp_path / "out.gif")


@pytest.mark.parametrize("frames", [1050, pytest.param(65_535, marks=pytest.mark.long)])
def test_very_many_frames(tmp_path, frames):
    colors = [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    path = tmp_path / "a.gif"
    one = gif_of((1, 1), colors)
    path.write_bytes(one[:13] + one[13:-1] * (frames // 3) + b";")
    photo = open_photo(path)
    assert photo.animation.frames == frames
    result = reduce(photo, Settings(3))
    assert result.palette.counts.tolist() == [frames // 3] * 3
    save_image(result, tmp_path / "out.gif")
    with Image.open(tmp_path / "out.gif") as image:
        assert image.n_frames == frames


@pytest.mark.parametrize(
    ("limit", "most"),
    [("MOST_PIXELS", 9999), ("MOST_FRAMES", 4), ("MOST_PIXELS_OF_A_FRAME", 1999)],
)
def test_what_is_too_much_is_one_photo_with_a_word(tmp_path, monkeypatch, limit, most):
    path = animate(tmp_path / "a.gif", pictures())
    monkeypatch.setattr(animation, limit, most)
    photo = open_photo(path)
    assert photo.animation is None
    assert "more than can be reduced together" in photo.notes[0]
    assert len(count_colors(photo)) == len(count_colors(Photo.from_array(photo.pixels)))


def test_file_that_changed_or_vanished_is_one_clear_error(tmp_path):
    path = animate(tmp_path / "a.gif", pictures())
    photo = open_photo(path)
    result = reduce(photo, Settings(4))
    (tmp_path / "out.png").write_bytes(b"old")
    animate(path, pictures(4))
    for change, reason in (lambda: None, "has changed since"), (path.unlink, "no such file"):
        change()
        with pytest.raises(OSError, match=f"Cannot save .*out.png: .*a.gif.*{reason}") as caught:
            save_image(result, tmp_path / "out.png")
        assert isinstance(caught.value, FewtoneError)
        assert "\n" not in str(caught.value)
        with pytest.raises(OSError, match=f"a.gif.*{reason}"):
            count_colors(photo)
    assert (tmp_path / "out.png").read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["out.png"]


def test_result_can_replace_the_animation_it_is_of(tmp_path):
    path = animate(tmp_path / "a.gif", pictures(), DURATIONS)
    assert run("compress", path, "-k", 4, "-o", path, "--overwrite", "--quiet") == 0
    shown, durations = frames_in(path)
    assert durations == DURATIONS
    assert len(colors_of(shown)) == 4


@pytest.mark.parametrize("out", OUT)
@pytest.mark.parametrize("after", [0, 1, 3])
def test_cancelled_between_frames_nothing_is_left(tmp_path, out, after):
    result = reduce(open_photo(animate(tmp_path / "a.gif", pictures(9))), Settings(4))
    fractions = []

    def cancel(progress):
        fractions.append(progress.fraction)
        if len(fractions) > after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_image(result, tmp_path / out, progress=cancel)
    assert fractions == sorted(fractions)
    assert len(fractions) == after + 1
    assert [each.name for each in tmp_path.iterdir()] == ["a.gif"]


def test_counting_frames_can_be_cancelled(tmp_path):
    def cancel(_progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reduce(open_photo(animate(tmp_path / "a.gif", pictures())), Settings(4), cancel)


@pytest.fixture(scope="module")
def long_animation(tmp_path_factory):
    """100 frames that are 52 MB as RGB."""
    rng = np.random.default_rng(6)
    frame = rng.integers(0, 2, (60, 80)).astype(np.uint8).repeat(6, 0).repeat(6, 1) * 255
    images = [Image.fromarray(np.roll(frame, number, 1)) for number in range(100)]
    path = tmp_path_factory.mktemp("long") / "a.gif"
    images[0].save(path, save_all=True, append_images=images[1:])
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="needs the resource module")
def test_long_animation_takes_no_more_memory_than_a_short_one(long_animation, tmp_path):
    code = (
        "from core import open_photo, reduce, save_image, Settings\n"
        "from core.reduction import counting\n"
        "counting._PIXELS_PER_BATCH = 1 << 21\n"
        "from tests.core.peak_memory import peak_kilobytes\n"
        f"photo = open_photo({str(long_animation)!r})\n"
        "still = reduce(open_photo(photo.path, first_frame_only=True), Settings(2))\n"
        f"for out in {OUT}:\n"
        f"    save_image(still, {str(tmp_path)!r} + '/still' + out)\n"
        "before = peak_kilobytes()\n"
        "result = reduce(photo, Settings(2))\n"
        f"for out in {OUT}:\n"
        f"    save_image(result, {str(tmp_path)!r} + '/' + out)\n"
        "    print(peak_kilobytes() - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    added = dict(zip(OUT, map(int, done.stdout.split()), strict=True))
    assert max(added.values()) < 35_000, added


def test_reading_frames_stops_when_nobody_wants_more(tmp_path):
    path = animate(tmp_path / "a.gif", pictures())
    frames = read_frames(open_photo(path).animation)
    next(frames)
    frames.close()
    path.unlink()
