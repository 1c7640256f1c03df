"""A palette edited by hand: what edits do to colors, locks and pixels, and what they refuse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import Palette, PaletteError, Photo, Settings, count_colors, reduce
from core.color.spaces import MEASURES
from core.kernels import native
from core.model import Edited
from core.reduction.edit import (
    add,
    add_locked,
    lock,
    merge,
    rearrange,
    rearranged_draft,
    recolor,
    remove,
    shown_colors,
)
from core.settings import SPACES, STARTS
from tests import covering, examples

RED, GREEN, BLUE, WHITE = (200, 0, 0), (0, 200, 0), (0, 0, 200), (255, 255, 255)
CYAN = (0, 199, 201)


@pytest.fixture(scope="module", params=["opaque", "alpha"])
def photo(request, astronaut):
    pixels = np.ascontiguousarray(astronaut[::6, ::6])
    if request.param == "opaque":
        return Photo.from_array(pixels)
    alpha = np.where(np.arange(pixels.shape[1]) % 3 == 0, 0, 90).astype(np.uint8)
    return Photo.from_array(pixels, np.broadcast_to(alpha, pixels.shape[:2]))


@pytest.fixture(params=SPACES)
def fresh(request, photo):
    """A photo, its histogram, a space, and the palette of a run, one color locked."""
    histogram = count_colors(photo)
    # Opaque colors; those with alpha are in test_transparency.
    chosen = Settings(9, space=request.param, locked=[CYAN], transparency="channel")
    result = reduce(photo, chosen, histogram=histogram)
    return photo, histogram, request.param, result


def palette_of(*colors, counts=None, locked=()):
    counts = [10] * len(colors) if counts is None else counts
    locks = np.isin(np.arange(len(colors)), list(locked))
    return Edited.of(
        Palette(
            np.array(colors, np.uint8), np.array(counts), list("abcdefgh"[: len(colors)]), locks
        )
    )


def is_visible(photo):
    return np.ones(photo.pixels.shape[:2], bool) if photo.visible is None else photo.visible


def locked_hexes(palette):
    return [hex_ for hex_, locked in zip(palette.hex, palette.locked, strict=True) if locked]


def nearest(photo, histogram, colors, space):
    """Each pixel's nearest color: all distances, ties to the first; 0 where nothing is seen."""
    points = histogram.points(MEASURES[Settings(space=space).measure])
    pixels, places = (points.places_of(each) for each in (photo.pixels.reshape(-1, 3), colors))
    found = ((pixels[:, None] - places) ** 2).sum(axis=2).argmin(axis=1).reshape(photo.height, -1)
    return np.where(is_visible(photo), found, 0)


def assert_says_what_it_shows(result, photo):
    visible = is_visible(photo)
    counted = np.bincount(result.indices[visible], minlength=len(result.palette))
    assert result.palette.counts.tolist() == counted.tolist()
    assert counted.sum() == visible.sum()
    assert not result.indices[~visible].any()
    squares = (result.rgb.astype(int) - photo.pixels) ** 2
    assert result.error == squares[visible].sum()


# Lock and recolor


def test_locking_and_unlocking_changes_nothing_else():
    edited = palette_of(RED, GREEN, BLUE, locked=[0])
    more = lock(edited, [1, 2])
    assert more.palette.locked.tolist() == [True, True, True]
    assert more.same_picture(edited)
    assert lock(more, [0], locked=False).palette.locked.tolist() == [False, True, True]
    assert more.palette.names == edited.palette.names
    assert edited.palette.locked.tolist() == [True, False, False]


@pytest.mark.parametrize("locked", [False, True])
def test_recolored_pixels_stay_together_and_a_lock_stays_on(fresh, locked):
    photo, histogram, space, result = fresh
    number = int(np.flatnonzero(result.palette.locked == locked)[-1])
    # Black is nearest to quite other pixels.
    edited = recolor(Edited.of_result(result), number, (1, 1, 1))
    shown = rearrange(photo, histogram, edited, Settings(space=space))
    np.testing.assert_array_equal(shown.indices, result.indices)
    assert shown.palette.colors[number].tolist() == [1, 1, 1]
    assert shown.palette.locked.tolist() == result.palette.locked.tolist()
    assert_says_what_it_shows(shown, photo)


def test_a_new_color_has_lost_the_name_of_the_old():
    edited = recolor(palette_of(RED, GREEN), 1, WHITE)
    assert edited.palette.names == ("a", "")
    assert recolor(edited, 1, WHITE) is edited


def test_recolor_to_a_color_that_is_there_is_refused():
    with pytest.raises(PaletteError, match="#c80000 is in the palette already"):
        recolor(palette_of(RED, GREEN), 1, RED)


# Merge


@pytest.mark.parametrize(
    ("counts", "mean"),
    [
        ([30, 10, 5], (150, 50, 0)),
        ([1, 3, 5], (50, 150, 0)),
        ([0, 7, 5], (0, 200, 0)),
        ([0, 0, 5], (100, 100, 0)),
        ([2, 1, 5], (133, 67, 0)),
    ],
)
def test_merged_colors_are_their_mean_by_share(counts, mean):
    edited = merge(palette_of(RED, GREEN, BLUE, counts=counts), [1, 0])
    assert edited.palette.colors.tolist() == [list(mean), list(BLUE)]
    assert edited.palette.counts.tolist() == [counts[0] + counts[1], 5]
    assert edited.palette.names == ("", "c")


@pytest.mark.parametrize("locked", [0, 1, 2])
def test_a_locked_color_takes_the_others_in_and_stays_as_it_is(locked):
    edited = merge(palette_of(RED, GREEN, BLUE, WHITE, locked=[locked, 3]), [2, 0, 1])
    expected = [(RED, GREEN, BLUE)[locked], WHITE]
    assert list(map(tuple, edited.palette.colors.tolist())) == expected
    assert edited.palette.locked.all()
    assert edited.palette.names == ("abc"[locked], "d")


def test_merged_colors_show_all_their_pixels(fresh):
    photo, histogram, space, result = fresh
    chosen = [6, 1, 4]
    shown = rearrange(
        photo, histogram, merge(Edited.of_result(result), chosen), Settings(space=space)
    )
    together = np.isin(result.indices, chosen) & is_visible(photo)
    assert (shown.rgb[together] == shown.palette.colors[1]).all()
    np.testing.assert_array_equal(shown.rgb[~together], result.rgb[~together])
    assert_says_what_it_shows(shown, photo)


@pytest.mark.parametrize(
    ("chosen", "word"), [([0, 1], "both locked"), ([2], "two colors"), ([2, 2], "two"), ([], "two")]
)
def test_what_cannot_be_merged_is_refused(chosen, word):
    with pytest.raises(PaletteError, match=word):
        merge(palette_of(RED, GREEN, BLUE, locked=[0, 1]), chosen)


def test_mean_that_is_there_already_gives_its_neighbor():
    edited = merge(palette_of((10, 0, 0), (20, 0, 0), (15, 0, 0), locked=[2]), [0, 1])
    assert edited.palette.colors.tolist()[1] == [15, 0, 0]
    assert np.abs(edited.palette.colors[0].astype(int) - [15, 0, 0]).sum() == 1
    assert edited.palette.locked.tolist() == [False, True]


# Remove and add


def test_pixels_of_removed_colors_go_to_the_nearest_that_stay(fresh):
    photo, histogram, space, result = fresh
    gone = [0, 3] if not result.palette.locked[[0, 3]].any() else [1, 4]
    edited = remove(Edited.of_result(result), gone)
    stay = np.delete(result.palette.colors, gone, axis=0)
    np.testing.assert_array_equal(edited.palette.colors, stay)
    assert locked_hexes(edited.palette) == ["#00c7c9"]
    shown = rearrange(photo, histogram, edited, Settings(space=space))
    np.testing.assert_array_equal(shown.indices, nearest(photo, histogram, stay, space))
    assert_says_what_it_shows(shown, photo)


def test_added_color_takes_the_pixels_nearest_to_it(fresh):
    photo, histogram, space, result = fresh
    color = tuple(histogram.colors[np.argmax(histogram.colors[:, 0])].tolist())
    edited = add(Edited.of_result(result), color, locked=True)
    shown = rearrange(photo, histogram, edited, Settings(space=space))
    colors = np.concatenate([result.palette.colors, [color]])
    np.testing.assert_array_equal(shown.indices, nearest(photo, histogram, colors, space))
    assert shown.palette.counts[-1] > 0
    assert locked_hexes(shown.palette) == ["#00c7c9", "#{:02x}{:02x}{:02x}".format(*color)]
    assert_says_what_it_shows(shown, photo)


@pytest.mark.parametrize(
    ("chosen", "locked", "word"),
    [
        ([1], [1], "#00c800 is locked"),
        ([0, 1], [1, 2], "#00c800 is locked"),
        ([2, 0, 1], [], "keeps at least one"),
    ],
)
def test_what_cannot_be_removed_is_refused(chosen, locked, word):
    with pytest.raises(PaletteError, match=word):
        remove(palette_of(RED, GREEN, BLUE, locked=locked), chosen)


def test_several_colors_are_added_locked_and_those_that_are_there_are_locked():
    edited = add_locked(palette_of(RED, GREEN), [WHITE, GREEN, BLUE, WHITE])
    np.testing.assert_array_equal(edited.palette.colors, [RED, GREEN, WHITE, BLUE])
    assert edited.palette.locked.tolist() == [False, True, True, True]
    assert edited.palette.names == ("a", "b", "", "")


@pytest.mark.parametrize(
    ("colors", "words"),
    [
        ([RED], "#c80000 is in the palette already, and locked"),
        ([RED, RED], "all in the palette already, and locked"),
        ([(0, 0, n) for n in range(255)], "with 255 more the palette would have 257 colors"),
    ],
)
def test_colors_that_cannot_be_added_are_refused(colors, words):
    with pytest.raises(PaletteError, match=words):
        add_locked(palette_of(RED, GREEN, locked=[0]), colors)


def test_adding_what_is_there_is_refused():
    with pytest.raises(PaletteError, match="#0000c8 is in the palette already"):
        add(palette_of(RED, BLUE), BLUE)


def test_full_palette_takes_no_more():
    full = Edited.of(Palette.of([(n, n, n) for n in range(256)]))
    with pytest.raises(PaletteError, match="at most 256"):
        add(full, RED)
    assert len(add(remove(full, [7]), RED)) == 256


def test_color_that_was_recolored_away_can_be_added_again():
    photo = Photo.from_array(np.array([[RED, RED, BLUE]], np.uint8))
    edited = add(recolor(palette_of(RED, BLUE), 0, GREEN), RED)
    shown = rearrange(photo, count_colors(photo), edited)
    np.testing.assert_array_equal(shown.rgb, photo.pixels)


def test_colors_stay_usable_when_those_that_took_their_pixels_are_removed():
    photo = Photo.from_array(np.array([[RED, BLUE, BLUE]], np.uint8))
    edited = palette_of(RED, BLUE)
    for number, color in enumerate([GREEN, WHITE]):
        edited = recolor(edited, number, color)
    edited = remove(add(add(edited, RED), BLUE), [2, 3])
    shown = rearrange(photo, count_colors(photo), edited)
    assert shown.palette.hex == ("#00c800", "#ffffff")
    assert_says_what_it_shows(shown, photo)


def test_many_merges_and_additions_outgrow_a_palette_and_still_show_the_nearest(astronaut):
    # Anchors stay when colors are merged: here are more than a byte can count.
    photo = Photo.from_array(np.ascontiguousarray(astronaut[::6, ::6]))
    histogram = count_colors(photo)
    grays = [(n, n, n) for n in range(256)]
    edited = merge(Edited.of(Palette.of(grays)), range(10, 60))
    colored = histogram.colors[np.ptp(histogram.colors, axis=1) > 0]
    more = colored[:: len(colored) // 49][:49]
    for color in map(tuple, more.tolist()):
        edited = add(edited, color)
    places = np.concatenate([grays, more])
    owners = np.concatenate([[*range(10), *[10] * 50, *range(11, 207)], np.arange(207, 256)])
    for space in SPACES:
        shown = rearrange(photo, histogram, edited, Settings(space=space)).indices
        expected = owners[nearest(photo, histogram, places, space)]
        np.testing.assert_array_equal(shown, expected)


# What is shown


def test_draft_shows_what_the_result_will(fresh):
    photo, histogram, space, result = fresh
    edited = add(merge(Edited.of_result(result), [0, 2]), (9, 9, 9))
    part = np.s_[3:40:2, 5:50:2]
    alpha = None if photo.alpha is None else photo.alpha[part]
    seen = Photo.from_array(np.ascontiguousarray(photo.pixels[part]), alpha)
    made = rearranged_draft(histogram, edited, seen, Settings(space=space))
    whole = rearrange(photo, histogram, edited, Settings(space=space))
    np.testing.assert_array_equal(made.indices, whole.indices[part])
    assert made.palette.hex == whole.palette.hex


def test_shown_colors_are_those_of_the_result(fresh):
    photo, histogram, space, result = fresh
    edited = recolor(merge(Edited.of_result(result), [0, 2]), 1, (9, 9, 9))
    shown = rearrange(photo, histogram, edited, Settings(space=space))
    compared, colors = shown_colors(histogram, edited, Settings(space=space))
    assert compared is histogram
    of = dict(zip(map(tuple, histogram.colors.tolist()), map(tuple, colors.tolist()), strict=True))
    visible = is_visible(photo)
    for pixel, color in zip(photo.pixels[visible], shown.rgb[visible], strict=True):
        assert of[tuple(pixel.tolist())] == tuple(color.tolist())


def test_rearranged_result_is_whole(photo):
    edited = Edited.of(Palette.of([RED, GREEN], ["a", "b"]))
    heard = []
    shown = rearrange(photo, count_colors(photo), edited, progress=heard.append)
    fractions = [progress.fraction for progress in heard]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert (shown.stop_reason, shown.iterations) == ("edited", 0)
    assert shown.alpha is photo.alpha
    assert shown.palette.names == ("a", "b")
    assert shown.centroids.tolist() == [list(RED), list(GREEN)]


def test_rearranging_is_cancelled_by_what_progress_raises(photo):
    def stop(_progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rearrange(photo, count_colors(photo), palette_of(RED, GREEN), progress=stop)


def test_photo_without_a_visible_pixel_is_shown_in_any_palette():
    photo = Photo.from_array(np.zeros((2, 3, 3), np.uint8), np.zeros((2, 3), np.uint8))
    shown = rearrange(photo, count_colors(photo), palette_of(RED, GREEN))
    assert shown.palette.counts.tolist() == [0, 0]
    assert shown.error == 0


def test_colors_given_twice_are_shown_for_the_same_pixels():
    photo = Photo.from_array(np.array([[RED, BLUE]], np.uint8))
    shown = rearrange(photo, count_colors(photo), palette_of(RED, RED, BLUE))
    assert shown.palette.counts.tolist() == [1, 0, 1]


def test_result_is_the_same_with_and_without_c(fresh, monkeypatch):
    photo, histogram, space, result = fresh
    edited = add(merge(Edited.of_result(result), [0, 2]), (9, 9, 9))
    shown = rearrange(photo, histogram, edited, Settings(space=space))
    monkeypatch.setattr(native, "library", lambda: None)
    again = rearrange(photo, histogram, edited, Settings(space=space))
    np.testing.assert_array_equal(again.indices, shown.indices)
    assert again.error == shown.error


# From a result


@pytest.mark.parametrize(
    ("space", "start", "locked"), covering(SPACES, STARTS, [[], [(0, 1, 2), (9, 9, 9)]])
)
def test_palette_of_a_result_shows_its_pixels_ties_and_all(start, space, locked):
    rng = np.random.default_rng(5)
    ties = 0
    for seed in range(8):
        photo = Photo.from_array(rng.integers(0, 4, (*rng.integers(3, 9, 2), 3), np.uint8))
        histogram = count_colors(photo)
        chosen = Settings(6, start, seed=seed, space=space, locked=locked)
        result = reduce(photo, chosen)
        edited = Edited.of_result(result)
        shown = rearrange(photo, histogram, edited, chosen)
        np.testing.assert_array_equal(shown.indices, result.indices)
        assert shown.palette.hex == result.palette.hex
        assert shown.palette.counts.tolist() == result.palette.counts.tolist()
        assert shown.error == result.error
        plain = rearrange(photo, histogram, Edited.of(result.palette), chosen)
        ties += not np.array_equal(plain.indices, result.indices)
    assert ties > 0 or space != "rgb"  # else nothing was tested


# Any edits, one after the other

CHANNELS = st.sampled_from([0, 1, 2, 3, 128, 254, 255]) | st.integers(0, 255)
# Few often, so that they meet again.
COLORS = st.tuples(*[st.sampled_from([0, 1])] * 3) | st.tuples(CHANNELS, CHANNELS, CHANNELS)
PICTURES = hnp.arrays(
    np.uint8, st.tuples(st.integers(1, 8), st.integers(1, 8), st.just(3)), elements=CHANNELS
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["lock", "unlock", "recolor", "merge", "remove", "add", "add locked"]),
        st.lists(st.integers(0, 300), min_size=1, max_size=3),
        COLORS,
    ),
    max_size=12,
)


def do(edited, what, chosen, color):
    chosen = sorted({number % len(edited) for number in chosen})
    match what:
        case "lock" | "unlock":
            return lock(edited, chosen, locked=what == "lock")
        case "recolor":
            return recolor(edited, chosen[0], color)
        case "merge":
            return merge(edited, chosen)
        case "remove":
            return remove(edited, chosen)
        case _:
            return add(edited, color, locked=what == "add locked")


def expected_locks(before, what, chosen, color):
    """The locked colors that there must be after an edit."""
    chosen = {number % len(before) for number in chosen}
    locked = set(locked_hexes(before))
    these = {before.hex[number] for number in chosen}
    hex_ = "#{:02x}{:02x}{:02x}".format(*color)
    match what:
        case "lock":
            return locked | these
        case "unlock":
            return locked - these
        case "recolor":
            old = before.hex[min(chosen)]
            return locked - {old} | {hex_} if old in locked else locked
        case "add locked":
            return locked | {hex_}
    return locked


@settings(max_examples=examples(100))
@given(PICTURES, st.lists(COLORS, min_size=1, max_size=9, unique=True), EDITS, st.data())
def test_any_edits_keep_the_promises(pixels, colors, edits, data):
    alpha = data.draw(
        st.none() | hnp.arrays(np.uint8, pixels.shape[:2], elements=st.sampled_from([0, 7, 255]))
    )
    space = data.draw(st.sampled_from(SPACES))
    photo = Photo.from_array(pixels, alpha)
    histogram = count_colors(photo)
    edited = Edited.of(Palette.of(colors))
    for edit in edits:
        try:
            after = do(edited, *edit)
        except PaletteError:
            continue
        palette = after.palette
        assert set(locked_hexes(palette)) == expected_locks(edited.palette, *edit)
        assert len(set(palette.hex)) == len(palette)
        assert after.owners.max() < len(palette)
        assert len(after.owners) == len(after.anchors)
        shown = rearrange(photo, histogram, after, Settings(space=space))
        assert shown.palette.hex == palette.hex
        assert_says_what_it_shows(shown, photo)
        belongs = nearest(photo, histogram, after.anchors, space)
        where = is_visible(photo)
        np.testing.assert_array_equal(shown.indices[where], after.owners[belongs][where])
        edited = after.counted(shown.palette.counts)
