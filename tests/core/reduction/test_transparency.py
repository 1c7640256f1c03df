"""Transparency: colors with alpha, the one index of hidden pixels, a channel beside, flattened."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from core import (
    Palette,
    PaletteError,
    Photo,
    SaveOptions,
    Settings,
    count_colors,
    draft,
    encode_image,
    load_palette,
    mean_squared_error,
    parallel,
    reduce,
    save_palette,
)
from core.clustering import coarse_to_fine
from core.color.compositing import flattened, laid_on
from core.color.spaces import TRANSLUCENT_SPACES
from core.kernels import with_alpha as of_alpha
from core.model import Edited
from core.palettes.files import palette_formats
from core.reduction.difference import difference_map
from core.reduction.edit import (
    add,
    lock,
    merge,
    rearrange,
    rearranged_draft,
    recolor,
    remove,
    shown_colors,
)
from core.reduction.fixed import reduce_to
from core.settings import EFFORTS, SPACES, STARTS
from tests import covering, examples

SIZES = st.tuples(st.integers(1, 10), st.integers(1, 10))
ALPHAS = st.sampled_from([0, 1, 2, 90, 91, 254, 255]) | st.integers(0, 255)
ANY = st.integers(0, 255)
FEW = st.sampled_from([0, 1, 128, 255])


@st.composite
def photos(draw, alphas=ALPHAS):
    """Photos with at least one visible pixel."""
    size = draw(SIZES)
    pixels = draw(hnp.arrays(np.uint8, (*size, 3), elements=draw(st.sampled_from([ANY, FEW]))))
    alpha = draw(hnp.arrays(np.uint8, size, elements=alphas))
    if not alpha.any():
        alpha[0, 0] = draw(alphas.filter(bool))
    return Photo.from_array(pixels, alpha)


def fading(pixels):
    """Return a photo that fades out, hidden in the corners."""
    size = pixels.shape[0]
    y, x = np.indices(pixels.shape[:2]) - size / 2
    alpha = np.clip(600 - 1118 * np.hypot(x, y) / size, 0, 255).astype(np.uint8)
    return Photo.from_array(np.ascontiguousarray(pixels), alpha)


@pytest.fixture(scope="module")
def soft(astronaut):
    return fading(astronaut[::8, ::8])


@pytest.fixture(scope="module")
def cutout(soft):
    return Photo.from_array(soft.pixels, np.where(soft.alpha > 99, 255, 0).astype(np.uint8))


def with_alpha(photo):
    alpha = np.full(photo.pixels.shape[:2], 255) if photo.alpha is None else photo.alpha
    return np.dstack([photo.pixels, alpha]).astype(np.int64)


def premultiplied(colors):
    """(…, 4) whole numbers: RGB times alpha, and alpha times 255, as plainly as can be."""
    colors = np.asarray(colors, np.int64)
    return np.concatenate([colors[..., :3] * colors[..., 3:], 255 * colors[..., 3:]], axis=-1)


def squares(photo, palette):
    """(n, k) squared distances between pixels and palette colors."""
    pixels = premultiplied(with_alpha(photo).reshape(-1, 4))
    return ((pixels[:, None] - premultiplied(palette.rgba)) ** 2).sum(axis=2)


def is_visible(photo):
    return np.ones(photo.pixels.shape[:2], bool) if photo.visible is None else photo.visible


def picture(result):
    alpha = np.full(result.indices.shape, 255, np.uint8) if result.alpha is None else result.alpha
    return np.dstack([result.rgb, alpha])


def reopened(result, name, **options):
    with Image.open(io.BytesIO(encode_image(result, name, SaveOptions(**options)).data)) as image:
        return image.mode, np.asarray(image.convert("RGBA"))


# What is found


@settings(max_examples=examples(80))
@given(photos(), st.integers(1, 40) | st.just(256), st.sampled_from(STARTS), st.data())
def test_pixels_show_the_nearest_color_with_alpha(photo, k, start, data):
    locks = st.lists(st.tuples(FEW, FEW, FEW), max_size=min(k, 4), unique=True)
    first = data.draw(st.just([]) | st.lists(st.tuples(FEW, FEW, FEW), min_size=k, max_size=k))
    chosen = Settings(
        k,
        start,
        space="rgb",
        effort=data.draw(st.sampled_from(EFFORTS)),
        locked=data.draw(locks),
        first_colors=first,
    )
    result = reduce(photo, chosen)
    require_fitting_palette(result, chosen, is_visible(photo))
    if photo.translucent:
        require_nearest(result, photo)
    else:
        np.testing.assert_array_equal(picture(result)[..., 3], with_alpha(photo)[..., 3])
    for name in ("png", "webp", "tiff"):
        mode, pixels = reopened(result, name)
        np.testing.assert_array_equal(pixels, picture(result))
        # All-gray pictures may do without a table.
        assert mode in {"P", "L", "1"} or name != "png"


def require_fitting_palette(result, chosen, visible):
    """Require as many colors as fit, each once, all locked ones, and right counts."""
    palette = result.palette
    hidden = not visible.all()
    assert len(set(palette.hex)) == len(palette) <= 256
    assert len(palette) <= max(chosen.colors, hidden + max(len(chosen.locked), 1))
    assert {(*color, 255) for color in chosen.locked} == {
        tuple(row) for row in palette.rgba[palette.locked].tolist()
    }
    assert not hidden or palette.hidden is not None
    np.testing.assert_array_equal(
        np.bincount(result.indices[visible], minlength=len(palette)), palette.counts
    )
    if palette.hidden is not None:
        assert (result.indices[~visible] == palette.hidden).all()
        assert not palette.colors[palette.hidden].any()


def require_nearest(result, photo):
    """Require that no color is nearer to a visible pixel than its own, and that errors add up."""
    palette, visible = result.palette, is_visible(photo)
    shown = np.where(visible, result.indices, 0).ravel()
    distances = squares(photo, palette)
    taken = distances[np.arange(len(distances)), shown]
    assert (taken == distances.min(axis=1))[visible.ravel()].all()
    error = taken[visible.ravel()].sum() / 255**2
    np.testing.assert_allclose(result.error, error, rtol=1e-12, atol=1e-9)
    expected = None if palette.alpha is None else palette.alpha[result.indices]
    np.testing.assert_array_equal(result.alpha, expected)


@pytest.mark.parametrize(("start", "space", "k"), covering(STARTS, SPACES, [2, 3, 16, 256]))
def test_so_many_colors_are_found_as_asked_for(soft, cutout, start, space, k):
    for photo in (soft, cutout):
        result = reduce(photo, Settings(k, start, 5, space=space))
        assert len(set(result.palette.hex)) == len(result.palette) == k
        used = np.delete(result.palette.counts, result.palette.hidden)
        assert (used > 0).all()


@settings(max_examples=examples(60))
@given(
    photos() | photos(st.sampled_from([0, 255])),
    st.integers(1, 12),
    st.randoms(use_true_random=False),
)
def test_what_hidden_pixels_would_look_like_changes_nothing(photo, k, random):
    pixels = photo.pixels.copy()
    pixels[~is_visible(photo)] = random.randrange(256)
    one, other = (reduce(each, Settings(k)) for each in (photo, Photo(pixels, photo.alpha)))
    assert one.palette.hex == other.palette.hex
    assert one.indices.tobytes() == other.indices.tobytes()


def test_hidden_pixels_cost_one_color_of_those_asked_for(cutout):
    visible = Photo.from_array(np.ascontiguousarray(cutout.pixels[cutout.visible][None]))
    for k in (2, 9, 256):
        # Alone, the visible pixels have other neighbors, and would be noticed differently.
        result = reduce(cutout, Settings(k, space="rgb"))
        other = reduce(visible, Settings(k - 1, space="rgb"))
        assert result.palette.hex == (*other.palette.hex, "#00000000")
        assert result.error == other.error
        assert result.palette.counts[-1] == 0


@pytest.mark.parametrize("transparency", ["palette", "channel"])
def test_photo_without_visible_pixel_is_refused(transparency):
    photo = Photo.from_array(np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2), np.uint8))
    chosen = Settings(4, transparency=transparency)
    histogram = count_colors(photo)
    for run in (
        lambda: reduce(photo, chosen),
        lambda: draft(histogram, chosen, photo, histogram),
        lambda: reduce_to(photo, histogram, Palette.of([(1, 2, 3)]), chosen),
    ):
        with pytest.raises(ValueError, match="every pixel of the photo is fully transparent"):
            run()


@pytest.mark.parametrize("value", [1, 128, 254])
@pytest.mark.parametrize("k", [1, 2, 16])
def test_alpha_of_one_value_stays_what_it_is(soft, value, k):
    photo = Photo.from_array(soft.pixels, np.full(soft.alpha.shape, value, np.uint8))
    result = reduce(photo, Settings(k))
    assert result.palette.alpha.tolist() == [value] * k
    assert (result.alpha == value).all()


def test_one_color_beside_transparency_is_the_least_there_can_be(soft):
    result = reduce(soft, Settings(1))
    assert len(result.palette) == 2
    assert "there are 2, not 1" in result.notes[0]


def test_locks_that_leave_no_room_for_transparency_are_refused_with_the_way_out(soft):
    locked = [(number, 0, 0) for number in range(256)]
    with pytest.raises(ValueError, match=r"256 colors are locked.*unlock one"):
        reduce(soft, Settings(256, locked=locked))
    assert len(reduce(soft, Settings(255, locked=locked[:255])).palette) == 256


def test_what_is_opaque_stays_so_beside_soft_edges(astronaut):
    # Nearly all of the photo: a mean with any of the edge would be a little transparent.
    alpha = np.full(astronaut.shape[:2], 255, np.uint8)
    alpha[:2] = [[80], [160]]
    result = reduce(Photo.from_array(astronaut, alpha), Settings(16))
    assert (result.alpha[2:] == 255).mean() > 0.999


def test_few_colors_come_back_unchanged_with_their_alpha():
    colors = np.array([[[10, 20, 30], [10, 20, 30], [0, 0, 0], [9, 9, 9]]], np.uint8)
    photo = Photo.from_array(colors, np.array([[7, 8, 0, 255]], np.uint8))
    result = reduce(photo, Settings(4))
    np.testing.assert_array_equal(picture(result), with_alpha(photo))
    assert (result.error, result.stop_reason) == (0, "unchanged")
    assert set(result.palette.hex) == {"#0a141e07", "#0a141e08", "#090909", "#00000000"}
    assert not result.palette.locked.any()


def test_more_effort_leaves_less_error(astronaut):
    # With fewer pixels, chance decides.
    soft = fading(astronaut[::6, ::6])
    fast, normal, best = (
        reduce(soft, Settings(24, effort=each, space="rgb")).error for each in EFFORTS
    )
    assert best <= normal <= fast
    assert normal < reduce(soft, Settings(24, "kmeans++", space="rgb")).error


@pytest.mark.parametrize("space", ["oklab", "lab"])
def test_other_spaces_lower_the_error_they_measure(soft, space):
    convert = TRANSLUCENT_SPACES[space].from_srgb

    def seen(name):
        shown = picture(reduce(soft, Settings(16, space=name, effort="best")))
        return ((convert(shown) - convert(with_alpha(soft))) ** 2)[soft.visible].sum()

    assert seen(space) < seen("rgb")


@settings(max_examples=examples(100))
@given(hnp.arrays(np.uint8, (20, 4)), st.sampled_from(list(TRANSLUCENT_SPACES)))
def test_colors_come_back_from_a_premultiplied_space(colors, space):
    there = TRANSLUCENT_SPACES[space]
    back = there.to_srgb(there.from_srgb(colors))
    shown = colors[:, 3] > 0
    np.testing.assert_allclose(back[shown], colors[shown], atol=0.01)
    assert not back[~shown].any()


# Ways beside the palette


def test_channel_keeps_alpha_as_it_is_beside_opaque_colors(soft):
    result = reduce(soft, Settings(5, transparency="channel"))
    assert len(result.palette) == 5
    assert result.palette.alpha is None
    assert result.alpha is soft.alpha
    assert reopened(result, "png")[0] == "RGBA"


def test_flatten_is_as_if_the_photo_were_opaque(soft, cutout):
    # Accents are looked for before a photo is laid on a color.
    for photo in (soft, cutout):
        chosen = Settings(9, transparency="flatten", background=(250, 10, 90), accents=0)
        ground = Image.new("RGBA", photo.pixels.shape[1::-1], (250, 10, 90, 255))
        ground.alpha_composite(Image.fromarray(with_alpha(photo).astype(np.uint8)))
        flat = flattened(photo, chosen.background)
        assert np.abs(flat.pixels.astype(int) - np.asarray(ground)[..., :3]).max() <= 1
        result, other = reduce(photo, chosen), reduce(flat, Settings(9, accents=0))
        assert result.alpha is None
        assert result.palette.hex == other.palette.hex
        assert result.indices.tobytes() == other.indices.tobytes()
        assert result.error == other.error
        histogram = count_colors(photo)
        seen = draft(histogram, chosen, photo, histogram)
        assert seen.alpha is None
        edited = merge(Edited.of_result(result), [0, 1])
        shown = rearrange(photo, histogram, edited, chosen)
        assert (
            shown.indices.tobytes() == rearrange(flat, count_colors(flat), edited).indices.tobytes()
        )
        rough = rearranged_draft(histogram, edited, photo, chosen)
        np.testing.assert_array_equal(rough.indices, shown.indices)


def test_flattened_hidden_photo_is_the_background():
    photo = Photo.from_array(np.zeros((2, 3, 3), np.uint8), np.zeros((2, 3), np.uint8))
    result = reduce(photo, Settings(4, transparency="flatten", background=(1, 2, 3)))
    assert (result.palette.hex, result.alpha) == (("#010203",), None)


@given(ANY, ANY, ANY)
def test_laid_on_is_rounded_to_nearest(color, alpha, ground):
    found = laid_on(np.full((1, 3), color, np.uint8), np.array([alpha], np.uint8), (ground,) * 3)
    assert abs(found[0, 0] - (color * alpha + ground * (255 - alpha)) / 255) <= 0.5


def test_partial_transparency_is_not_dithered_and_says_so(soft, cutout):
    result = reduce(soft, Settings(5, dither="floyd-steinberg"))
    assert "not dithered" in result.notes[0]
    assert result.alpha is soft.alpha
    assert result.palette.alpha is None
    dithered = reduce(cutout, Settings(5, dither="floyd-steinberg"))
    assert (dithered.notes, len(dithered.palette), dithered.palette.hidden) == ((), 5, 4)
    assert (dithered.indices[~cutout.visible] == 4).all()
    assert (dithered.indices[cutout.visible] < 4).all()


def test_opaque_photo_is_the_same_whatever_is_set(astronaut):
    photo = Photo.from_array(np.ascontiguousarray(astronaut[::8, ::8]))
    plain = reduce(photo, Settings(9))
    for way in ("channel", "flatten"):
        other = reduce(photo, Settings(9, transparency=way))
        assert other.indices.tobytes() == plain.indices.tobytes()
    assert plain.palette.alpha is None
    assert plain.alpha is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("transparency", "none", "allowed are palette, channel, flatten"),
        ("background", (1, 2), "three whole numbers"),
        ("background", (1, 2, 256), "three whole numbers"),
    ],
)
def test_settings_name_what_is_allowed(field, value, words):
    with pytest.raises(ValueError, match=words):
        Settings(**{field: value})
    if field == "background":
        with pytest.raises(ValueError, match=words):
            SaveOptions(background=value)


# Files


@pytest.mark.parametrize("k", [2, 3, 16, 255, 256])
def test_gif_of_a_cutout_needs_no_more_colors_than_asked_for(cutout, k):
    result = reduce(cutout, Settings(k))
    encoded = encode_image(result, "gif")
    assert encoded.notes == ()
    with Image.open(io.BytesIO(encoded.data)) as image:
        np.testing.assert_array_equal(np.asarray(image.convert("RGBA")), picture(result))


def test_gif_shows_what_is_half_opaque_and_says_so(soft):
    result = reduce(soft, Settings(256))
    encoded = encode_image(result, "gif")
    assert "partial" in encoded.notes[0]
    with Image.open(io.BytesIO(encoded.data)) as image:
        pixels = np.asarray(image.convert("RGBA"))
    shown = result.alpha >= 128
    np.testing.assert_array_equal(pixels[..., 3], np.where(shown, 255, 0))
    np.testing.assert_array_equal(pixels[shown, :3], result.rgb[shown])


@pytest.mark.parametrize("name", ["bmp", "jpeg"])
def test_formats_without_alpha_lay_the_photo_on_the_background(soft, name):
    result = reduce(soft, Settings(12))
    for ground, words in (((0, 80, 255), "#0050ff"), ((255, 255, 255), "white")):
        encoded = encode_image(result, name, SaveOptions(background=ground, quality=100))
        assert words in encoded.notes[-1]
        with Image.open(io.BytesIO(encoded.data)) as image:
            pixels = np.asarray(image.convert("RGB")).astype(int)
        expected = laid_on(result.rgb, result.alpha, ground)
        assert np.abs(pixels - expected).mean() <= (0 if name == "bmp" else 2)


def test_only_colors_that_are_not_opaque_have_alpha_in_a_png(soft):
    result = reduce(soft, Settings(64))
    data = encode_image(result, "png").data
    at = data.index(b"tRNS")
    assert int.from_bytes(data[at - 4 : at]) == (result.palette.alpha < 255).sum()


def test_palette_files_keep_alpha_where_they_can(tmp_path):
    colors = np.array([[1, 2, 3], [40, 50, 60], [0, 0, 0]], np.uint8)
    palette = Palette(colors, np.arange(3), alpha=np.array([255, 128, 0], np.uint8))
    texts = {".json": "#28323c80", ".css": "#28323c80", ".txt": "8028323C", ".csv": "#28323c80"}
    for ending in {each.ending for each in palette_formats() if each.write}:
        path = tmp_path / f"p{ending}"
        save_palette(palette, path)
        read = load_palette(path)
        # What is fully transparent is no color.
        translucent = "#28323c80" if ending in {*texts, ".png"} else "#28323c"
        assert sorted(read.hex) == ["#010203", translucent], ending
        if ending in texts:
            assert texts[ending] in path.read_text()
            assert "000000" not in path.read_text()


# Edited


@pytest.fixture(params=SPACES)
def fresh(request, soft):
    chosen = Settings(9, space=request.param, locked=[(0, 199, 201)])
    histogram = count_colors(soft)
    return soft, histogram, chosen, reduce(soft, chosen, histogram=histogram)


def nearest(photo, anchors, space):
    """(h, w): each pixel's nearest of (n, 4) anchors; -1 where it is hidden."""
    there = TRANSLUCENT_SPACES[Settings(space=space).measure]
    pixels, places = (
        np.rint(there.from_srgb(each) * there.scale)
        for each in (with_alpha(photo).astype(np.uint8).reshape(-1, 4), anchors)
    )
    found = ((pixels[:, None] - places) ** 2).sum(axis=2).argmin(axis=1)
    return np.where(is_visible(photo), found.reshape(photo.height, -1), -1)


def assert_says_what_it_shows(shown, photo):
    visible, palette = is_visible(photo), shown.palette
    counted = np.bincount(shown.indices[visible], minlength=len(palette))
    assert palette.counts.tolist() == counted.tolist()
    np.testing.assert_array_equal(shown.alpha, palette.alpha[shown.indices])
    assert not shown.alpha[~visible].any()
    taken = np.take_along_axis(squares(photo, palette), shown.indices.reshape(-1, 1), axis=1)
    error = taken[visible.ravel()].sum() / 255**2
    np.testing.assert_allclose(shown.error, error, rtol=1e-12)


def translucent(palette, count=2):
    found = np.flatnonzero((palette.rgba[:, 3] > 0) & (palette.rgba[:, 3] < 255))
    return found[:count].tolist()


def test_edited_result_is_the_result_until_something_is_done(fresh):
    photo, histogram, chosen, result = fresh
    shown = rearrange(photo, histogram, Edited.of_result(result), chosen)
    assert shown.indices.tobytes() == result.indices.tobytes()
    assert shown.palette.hex == result.palette.hex
    assert shown.error == result.error
    assert mean_squared_error(shown) == mean_squared_error(result)
    assert_says_what_it_shows(shown, photo)


def test_recolored_color_keeps_its_pixels_and_its_alpha(fresh):
    photo, histogram, chosen, result = fresh
    number = translucent(result.palette)[0]
    edited = recolor(Edited.of_result(result), number, (1, 2, 3))
    shown = rearrange(photo, histogram, edited, chosen)
    assert shown.indices.tobytes() == result.indices.tobytes()
    assert shown.palette.rgba[number].tolist() == [1, 2, 3, result.palette.alpha[number]]
    assert_says_what_it_shows(shown, photo)


def test_merged_colors_are_the_mean_of_what_can_be_seen(fresh):
    photo, histogram, chosen, result = fresh
    pair = translucent(result.palette)
    edited = merge(Edited.of_result(result), pair)
    shown = rearrange(photo, histogram, edited, chosen)
    assert len(shown.palette) == len(result.palette) - 1
    assert (shown.indices == pair[0]).sum() == np.isin(result.indices, pair).sum()
    rows, counts = result.palette.rgba[pair].astype(float), result.palette.counts[pair]
    alpha = np.average(rows[:, 3], weights=counts)
    color = np.average(rows[:, :3], axis=0, weights=counts * rows[:, 3])
    np.testing.assert_allclose(shown.palette.rgba[pair[0]], [*color, alpha], atol=0.501)
    assert_says_what_it_shows(shown, photo)


def test_removed_and_added_colors_leave_pixels_to_the_nearest(fresh):
    photo, histogram, chosen, result = fresh
    gone = translucent(result.palette)[1]
    less = remove(Edited.of_result(result), [gone])
    more = add(less, (250, 250, 120))
    for edited in (less, more):
        shown = rearrange(photo, histogram, edited, chosen)
        expected = edited.owners[nearest(photo, edited.anchors, chosen.space)]
        visible = photo.visible
        np.testing.assert_array_equal(shown.indices[visible], expected[visible])
        assert (shown.indices[~visible] == shown.palette.hidden).all()
        assert_says_what_it_shows(shown, photo)
    assert more.palette.rgba[-1].tolist() == [250, 250, 120, 255]


@pytest.mark.parametrize("name", ["soft", "cutout"])
def test_transparent_color_cannot_be_taken_away(request, name):
    photo = request.getfixturevalue(name)
    result = reduce(photo, Settings(6))
    edited, hidden = Edited.of_result(result), result.palette.hidden
    other = (hidden + 1) % 6
    for edit in (
        lambda: remove(edited, [hidden]),
        lambda: merge(edited, [other, hidden]),
        lambda: recolor(edited, hidden, (1, 2, 3)),
    ):
        with pytest.raises(PaletteError, match="transparent pixels show it"):
            edit()
    with pytest.raises(PaletteError, match="not opaque"):
        lock(edited, [hidden])
    with pytest.raises(PaletteError, match="at least one"):
        remove(edited, set(range(6)) - {hidden})


def test_edits_of_a_cutout_leave_hidden_pixels_transparent(cutout):
    result, histogram = reduce(cutout, Settings(6)), count_colors(cutout)
    edited = add(recolor(merge(Edited.of_result(result), [0, 2]), 1, (9, 9, 9)), (255, 0, 255))
    for chosen in (Settings(), Settings(dither="floyd-steinberg"), Settings(dither="bayer-4")):
        shown = rearrange(cutout, histogram, edited, chosen)
        rough = rearranged_draft(histogram, edited, cutout, chosen)
        np.testing.assert_array_equal(rough.indices, shown.indices)
        np.testing.assert_array_equal(rough.alpha, shown.alpha)
        np.testing.assert_array_equal(shown.alpha, cutout.alpha)
        assert (shown.indices[~cutout.visible] == shown.palette.hidden).all()
        assert shown.palette.counts[shown.palette.hidden] == 0
        assert reopened(shown, "png")[0] == "P"
        np.testing.assert_array_equal(reopened(shown, "png")[1], picture(shown))


def test_fixed_palette_is_opaque_and_alpha_is_kept(soft, cutout):
    palette = Palette.of([(0, 0, 0), (255, 255, 255), (0, 0, 0)])
    for photo in (soft, cutout):
        result = reduce_to(photo, count_colors(photo), palette, Settings())
        assert result.palette.hex == ("#000000", "#ffffff")
        assert result.alpha is photo.alpha


def test_difference_is_that_on_black_or_white_where_it_is_more(soft):
    result, histogram = reduce(soft, Settings(256)), count_colors(soft)
    compared, shown = shown_colors(histogram, Edited.of_result(result))
    assert compared is histogram.translucent
    levels = difference_map(soft, compared, shown)
    same = (picture(result) == with_alpha(soft)).all(axis=2)
    assert not levels[same | ~soft.visible].any()
    # Seen on one of the two at least, but for what rounding hides.
    assert (levels[~same & soft.visible] > 0).mean() > 0.9


# Drafts, speed, threads


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("k", [2, 9, 64, 256])
def test_draft_is_nearly_the_result(soft, cutout, space, k):
    for photo in (soft, cutout):
        histogram, chosen = count_colors(photo), Settings(k, space=space)
        seen = draft(histogram, chosen, photo, histogram)
        result = reduce(photo, chosen, histogram=histogram)
        assert len(seen.palette) == len(result.palette)
        assert (np.diff(seen.palette.counts) <= 0).all()
        np.testing.assert_array_equal(seen.alpha, seen.palette.alpha[seen.indices])
        convert = TRANSLUCENT_SPACES[chosen.measure].from_srgb
        true = convert(with_alpha(photo))
        rough, exact = (
            ((convert(each.palette.rgba[each.indices]) - true) ** 2)[photo.visible].sum()
            for each in (seen, result)
        )
        # So small a photo has hardly more cells than colors.
        assert rough < 1.4 * exact


def test_draft_of_a_part_shows_what_the_whole_does(soft):
    histogram, chosen = count_colors(soft), Settings(9)
    whole = draft(histogram, chosen, soft, histogram)
    part = np.s_[10:50:2, 20:60:3]
    seen = Photo.from_array(np.ascontiguousarray(soft.pixels[part]), soft.alpha[part])
    made = draft(histogram, chosen, seen, histogram)
    np.testing.assert_array_equal(made.indices, whole.indices[part])


@settings(max_examples=examples(60))
@given(photos(), st.integers(1, 30), st.sampled_from([1, 2, 7]), st.sampled_from([1, 40, 1 << 18]))
def test_pixels_are_counted_and_labeled_in_any_pieces(photo, seed, band, merger):
    pixels, alpha = photo.pixels.reshape(-1, 3), with_alpha(photo)[..., 3].ravel().astype(np.uint8)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of_alpha, "_PIXELS_PER_BAND", band)
        patch.setattr(of_alpha, "_COLORS_PER_MERGER", merger)
        colors, counts = of_alpha.count_colors(pixels, alpha)
        labels = np.random.default_rng(seed).integers(0, 256, len(colors)).astype(np.uint8)
        found = of_alpha.label_pixels(pixels, alpha, colors, labels)
    seen = np.column_stack([pixels, alpha])[alpha > 0]
    expected, times = np.unique(seen, axis=0, return_counts=True)
    order = np.lexsort(colors.T[::-1])
    np.testing.assert_array_equal(colors[order], expected)
    np.testing.assert_array_equal(counts[order], times)
    of = dict(zip(map(tuple, colors.tolist()), labels.tolist(), strict=True))
    assert [of[tuple(row)] for row in seen.tolist()] == found[alpha > 0].tolist()


@pytest.mark.parametrize("most", [1 << 6, 1 << 10])
def test_very_many_colors_are_worked_on_in_grids(soft, monkeypatch, most):
    exact = reduce(soft, Settings(16)).error
    plan = coarse_to_fine.PLANS["normal"]._replace(most_points=most)
    monkeypatch.setitem(coarse_to_fine.PLANS, "normal", plan)
    monkeypatch.setattr(coarse_to_fine, "_MOST_POINTS_OF_TRIALS", most)
    assert reduce(soft, Settings(16)).error < 1.15 * exact


def test_result_does_not_depend_on_threads(soft, monkeypatch):
    found = set()
    for count in (1, 3):
        monkeypatch.setattr(parallel, "_threads", count)
        result = reduce(soft, Settings(16, effort="best"))
        found.add(result.indices.tobytes() + result.centroids.tobytes())
    assert len(found) == 1


@pytest.mark.parametrize("chosen", [Settings(16), Settings(16, transparency="flatten")])
def test_progress_rises_to_the_end_and_can_cancel(soft, chosen):
    heard = []
    reduce(soft, chosen, heard.append)
    fractions = [progress.fraction for progress in heard]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0

    def cancel(progress):
        if progress.fraction > 0.1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reduce(soft, chosen, cancel)
