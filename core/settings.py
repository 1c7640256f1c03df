"""The settings: `Settings` change the result, `SaveOptions` only the file.

A field is all there is of a setting: its default, the values allowed, and the words of the
command line, the window and the docs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from core.errors import SettingsError
from core.fields import (
    Choice,
    Colors,
    Number,
    OneColor,
    Option,
    Owned,
    Size,
    Switch,
    check,
    kinds_of,
    setting,
)
from core.language import N_, _, ngettext
from core.owned import OwnedColors
from core.resizing import Resize

Start = Literal["wu", "kmeans++", "in_pixels", "random"]
Effort = Literal["fast", "normal", "best"]
Space = Literal["auto", "rgb", "oklab", "lab"]
Measure = Literal["rgb", "oklab", "lab", "looks", "hues"]
Dither = Literal[
    "none",
    "floyd-steinberg",
    "atkinson",
    "jarvis",
    "stucki",
    "sierra-lite",
    "bayer-2",
    "bayer-4",
    "bayer-8",
    "blue-noise",
]
DitherIn = Literal["auto", "looks", "light"]
Transparency = Literal["palette", "channel", "flatten"]
Color = tuple[int, int, int]
Weigh = Literal["equal", "pixels"]
ImageFormat = Literal["png", "webp", "gif", "tiff", "bmp", "jpeg", "avif"]
MetadataChoice = Literal["safe", "all", "none"]
PaletteOrder = Literal["size", "share", "keep"]

STARTS: tuple[Start, ...] = get_args(Start)
EFFORTS: tuple[Effort, ...] = get_args(Effort)
SPACES: tuple[Space, ...] = get_args(Space)
DITHERS: tuple[Dither, ...] = get_args(Dither)
DITHER_INS: tuple[DitherIn, ...] = get_args(DitherIn)
TRANSPARENCIES: tuple[Transparency, ...] = get_args(Transparency)
METADATA_CHOICES: tuple[MetadataChoice, ...] = get_args(MetadataChoice)
PALETTE_ORDERS: tuple[PaletteOrder, ...] = get_args(PaletteOrder)
WEIGHS: tuple[Weigh, ...] = get_args(Weigh)
IMAGE_FORMATS: tuple[ImageFormat, ...] = get_args(ImageFormat)

LOSSY_FORMATS: tuple[ImageFormat, ...] = ("jpeg", "avif")

COLORS = range(1, 257)
MAX_ITERATIONS = range(1, 10_001)
SEEDS = range(2**32)
STRENGTHS = range(101)
ACCENTS = range(101)
QUALITIES = range(1, 101)
WHITE: Color = (255, 255, 255)
# Photos with accents lose 0.9 % of DSSIM by it, over 5 to 16 colors.
_ACCENTS_AS_IT_LOOKS = 50


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a run: they make the palette and the picture.

    Parameters
    ----------
    colors : int, 1…256
        Number of colors of the palette.
    start : {"wu", "kmeans++", "in_pixels", "random"}
        Method that chooses the first centroids.
    max_iterations : int, 1…10 000
        Number of iterations over the distinct colors after which a run ends even if it has not
        come to rest.
    seed : int, 0…2³²−1
        Seed of the random numbers, which makes a run repeatable: same seed, same result.
    effort : {"fast", "normal", "best"}
        Effort with which start "wu" looks for a better palette; the other starts are plain
        k-means.
    space : {"auto", "rgb", "oklab", "lab"}
        Color space in which distances are measured, both to cluster and to find the nearest
        color: as people see, or as pixels are. "auto" is, with start "wu", what looks closest to
        the photo: lightness counts more than in CIELAB, and colors count more that are vivid or
        of flat areas. With the other starts it is "rgb", as the method was described.
    locked : tuple of (int, int, int), 0…255
        sRGB colors that no run moves: they count toward `colors` and are always in the palette.
        Any rows of three whole numbers will do; all different, at most `colors`.
    first_colors : tuple of (int, int, int), 0…255
        sRGB colors that plain k-means begins with, in place of `start`: none, or exactly `colors`.
    owned : OwnedColors or None
        Colors that the palette is chosen from: the `colors` of them that serve the photo best,
        beside those that are locked. None makes colors from the photo.
    accents : int, 0…100, or None
        How much small vivid areas count that would go under: a red house, an orange beak. Start
        "wu" gives them colors of their own where the others do not lose too much; the other starts
        know no accents. 0 looks for none. None is 50 with space "auto", and 0 with the others.
    dither : {"none", "floyd-steinberg", "atkinson", "jarvis", "stucki", "sierra-lite", \
            "bayer-2", "bayer-4", "bayer-8", "blue-noise"}
        Method that mixes pixels of the few colors to look like more: by diffusion of errors, or by
        a texture of thresholds. The palette is the same for all, but as it looks its colors lie a
        little farther apart than without; colors may go unused.
    dither_strength : int, 0…100, or None
        Per cent of the errors that are made up for; 0 is as "none". None is what looks best with
        the method; in light 100 with a palette from elsewhere, or with locked colors.
    dither_in : {"auto", "looks", "light"}
        What comes out right on average over an area: "looks" is how people see it on a screen,
        "light" its brightness from afar. "auto" is "looks" with space "auto" and start "wu", for
        colors made from the photo; "light" in other spaces, and for a palette from elsewhere.
    serpentine : bool
        Whether errors are diffused from left to right and back by turns; otherwise they always go
        to the right.
    keep_exact : bool
        Whether pixels whose color a given palette, or one with locked colors, has exactly are not
        dithered: they keep it, and take no part. Pixels always keep colors made from the photo.
    transparency : {"palette", "channel", "flatten"}
        Treatment of a photo's alpha: it is part of the palette, and full transparency one of the
        `colors`; or it is kept beside a palette of opaque colors, as it is; or the photo is laid
        on the background first.
    background : (int, int, int), 0…255
        sRGB color to flatten on.
    resize : Resize or None
        Size that photos are brought to before their colors are counted, by `frame_photo`; "1920x"
        and the like will do. `reduce` takes a photo as it is.
    enlarge : bool
        Whether a photo may become larger by that.

    Raises
    ------
    SettingsError
        (a ValueError) naming the field, its value and what is allowed.
    """

    colors: int = setting(
        8,
        Number(
            COLORS,
            title=N_("Colors"),
            step=N_("Change to {value} colors"),
            flags=("-k", "--colors"),
            metavar="K",
            help=N_("number of colors, 1 to 256"),
        ),
    )
    start: Start = setting(
        "wu",
        Choice(
            STARTS,
            # Translators: the way in which the first colors are chosen
            title=N_("Start"),
            tip=N_("How the first colors are chosen, which k-means then moves"),
            flags=("--start",),
            help=N_(
                "how the first colors are chosen: wu (Wu's cut, the best), kmeans++, in_pixels "
                "(distinct colors of the photo) or random"
            ),
            options={
                "wu": Option(
                    N_("Wu's cut (best)"),
                    N_("Cuts the photo's colors into boxes of little error. Needs no seed."),
                ),
                "kmeans++": Option(
                    "k-means++", N_("Draws colors of the photo that lie far apart.")
                ),
                "in_pixels": Option(
                    N_("In pixels (of the photo)"), N_("Draws from the photo's distinct colors.")
                ),
                "random": Option(
                    N_("Random"), N_("Draws any colors, even such as the photo does not have.")
                ),
            },
        ),
    )
    max_iterations: int = setting(
        100,
        Number(
            MAX_ITERATIONS,
            title=N_("Iterations"),
            tip=N_(
                "How often colors are moved at most; a run ends before if that gains little more"
            ),
            flags=("--max-iter",),
            metavar="N",
            help=N_("most iterations"),
        ),
    )
    seed: int = setting(
        0,
        Number(
            SEEDS,
            title=N_("Seed"),
            tip=N_("Makes random choices repeatable: same seed, same result"),
            flags=("--seed",),
            metavar="N",
            help=N_("makes random choices repeatable"),
        ),
    )
    effort: Effort = setting(
        "normal",
        Choice(
            EFFORTS,
            # Translators: how long the computer tries
            title=N_("Effort"),
            tip=N_("How long to look for better colors, and for a smaller PNG file"),
            flags=("--effort",),
            help=N_(
                "how long to look for better colors (with start wu) and for a smaller PNG file"
            ),
            options={
                # Translators: effort that the computer makes
                "fast": Option(N_("Fast"), N_("A good palette at once.")),
                "normal": Option(N_("Normal"), N_("A better palette, hardly slower.")),
                "best": Option(
                    N_("Best"),
                    N_(
                        "Looks until nothing better is found: takes seconds, and minutes for the "
                        "PNG file of a large photo."
                    ),
                ),
            },
        ),
    )
    space: Space = setting(
        "auto",
        Choice(
            SPACES,
            # Translators: the color space in which distances are measured
            title=N_("Space"),
            tip=N_("Where distances between colors are measured, so which colors count as near"),
            flags=("--space",),
            help=N_(
                "where distances between colors are measured: auto looks closest to the photo, "
                "rgb has the smallest error in numbers"
            ),
            options={
                "auto": Option(
                    N_("As it looks"),
                    N_(
                        "Closest to the photo for people who look at it. Plain k-means works in "
                        "RGB."
                    ),
                ),
                "rgb": Option(
                    N_("By numbers (RGB)"),
                    N_("Colors are as far apart as their numbers: the smallest error in RGB."),
                ),
                "oklab": Option(N_("Oklab"), N_("Colors are as far apart as they look.")),
                "lab": Option(
                    "CIELAB", N_("Colors are as far apart as they look, by the standard of 1976.")
                ),
            },
        ),
    )
    locked: tuple[Color, ...] = setting(
        (),
        Colors(
            # Translators: the name of a setting: colors that no run may change
            title=N_("Locks"),
            flags=("--lock",),
            metavar="HEX",
            help=N_(
                "a color like 1a2b3c that the palette must have, one of the K; "
                "may be given more than once"
            ),
        ),
    )
    first_colors: tuple[Color, ...] = setting((), Colors())
    owned: OwnedColors | None = setting(
        None,
        Owned(
            # Translators: the name of a setting: colors that somebody has, of which some are chosen
            title=N_("Own colors"),
            step=N_("Choose from own colors"),
        ),
    )
    accents: int | None = setting(
        None,
        Number(
            ACCENTS,
            unit="%",
            optional=True,
            title=N_("Accents"),
            tip=N_(
                "How much small vivid areas count, as a red house; Auto is 50 % as it looks, "
                "otherwise 0 %"
            ),
            flags=("--accents",),
            metavar="PERCENT",
            help=N_(
                "how much small vivid areas count that would go under, 0 to 100 (default: 50 with "
                "space auto, 0 with the others; for start wu)"
            ),
        ),
    )
    dither: Dither = setting(
        "none",
        Choice(
            DITHERS,
            # Translators: the name of a setting: the method of dithering
            title=N_("Dither"),
            step=N_("Dithering"),
            tip=N_("Mixes pixels of the palette's colors: from afar they look like more"),
            flags=("--dither",),
            metavar="METHOD",
            help=N_("mix pixels of the colors to look like more"),
            options={
                "none": Option(
                    # Translators: no dithering
                    N_("None"),
                    N_("Each pixel takes the nearest color: clear areas, the smallest file."),
                ),
                "floyd-steinberg": Option(
                    "Floyd–Steinberg", N_("Fine grain; soft gradients from few colors.")
                ),
                "atkinson": Option(
                    N_("Atkinson"),
                    N_("Fine grain with more contrast; the look of the first Macintosh."),
                ),
                "jarvis": Option(
                    "Jarvis–Judice–Ninke", N_("Spreads far: smooth, a little blurred.")
                ),
                "stucki": Option(N_("Stucki"), N_("Spreads far: smooth and sharp.")),
                "sierra-lite": Option(N_("Sierra Lite"), N_("Like Floyd–Steinberg, plainer.")),
                "bayer-2": Option("Bayer 2×2", N_("A coarse regular pattern.")),
                "bayer-4": Option(
                    "Bayer 4×4", N_("A regular pattern; the look of early computers.")
                ),
                "bayer-8": Option("Bayer 8×8", N_("A fine regular pattern.")),
                "blue-noise": Option(
                    N_("Blue noise"), N_("Even grain without pattern; quiet also in animations.")
                ),
            },
        ),
    )
    dither_strength: int | None = setting(
        None,
        Number(
            STRENGTHS,
            unit="%",
            optional=True,
            title=N_("Strength of dithering"),
            tip=N_(
                "How much to dither: 0 % is not at all; Auto is what looks best with the method"
            ),
            flags=("--dither-strength",),
            metavar="PERCENT",
            help=N_("how much to dither, 0 to 100 (default: what looks best with the method)"),
        ),
    )
    dither_in: DitherIn = setting(
        "auto",
        Choice(
            DITHER_INS,
            # Translators: the name of a setting: what comes out right where colors are mixed
            title=N_("Mix"),
            step=N_("Mixing"),
            tip=N_("What comes out right over an area in which pixels are mixed"),
            flags=("--dither-in",),
            help=N_(
                "what comes out right over an area: how it looks on a screen, or its light from "
                "afar, for print and devices of few colors; auto is looks with space auto, light "
                "with the others and for a given palette"
            ),
            options={
                "auto": Option(
                    N_("Auto"),
                    N_(
                        "As it looks if Space is; otherwise, and for a palette of your own, in "
                        "light."
                    ),
                ),
                "looks": Option(N_("As it looks"), N_("Closest to the photo on a screen.")),
                "light": Option(
                    N_("In light"),
                    N_("The right brightness from afar: for print and devices of few colors."),
                ),
            },
        ),
    )
    serpentine: bool = setting(
        True,
        Switch(
            flags=("--no-serpentine",),
            help=N_("diffuse errors from left to right in every row, not there and back"),
        ),
    )
    keep_exact: bool = setting(
        False,
        Switch(
            title=N_("Keep exact"),
            tip=N_("Whether pixels are not dithered whose color a given palette has exactly"),
            flags=("--keep-exact",),
            help=N_(
                "do not dither pixels whose color the given palette has exactly, so that white "
                "paper stays white"
            ),
        ),
    )
    transparency: Transparency = setting(
        "palette",
        Choice(
            TRANSPARENCIES,
            title=N_("Transparency"),
            tip=N_("What becomes of the photo's transparency"),
            flags=("--transparency",),
            help=N_(
                "what becomes of it: in the palette, as colors with alpha, full transparency one "
                "of the K; in a channel beside opaque colors, as it is; or flattened"
            ),
            options={
                "palette": Option(
                    N_("In the palette"),
                    N_("Each color has its transparency: small indexed PNG files."),
                ),
                "channel": Option(
                    N_("Kept as it is"),
                    N_("Opaque colors, and the photo's transparency beside them."),
                ),
                "flatten": Option(
                    N_("Laid on a color"),
                    N_("The photo is laid on a color first, and opaque then."),
                ),
            },
            remembered=False,
        ),
    )
    background: Color = setting(
        WHITE,
        OneColor(
            title=N_("Background"),
            flags=("--background",),
            metavar="HEX",
            help=N_(
                "what a transparent photo is laid on, by --transparency flatten, or for a format "
                "that keeps no transparency"
            ),
        ),
    )
    resize: Resize | None = setting(
        None,
        Size(
            # Translators: the width and height of pictures
            title=N_("Size"),
            tip=N_(
                "How many pixels results have; smaller photos stay as they are, unless you want "
                "them larger."
            ),
            flags=("--resize",),
            metavar="SIZE",
            help=N_(
                "make photos 1920x (as wide), x1080 (as high), 1920x1080 (to fit inside) or 50%% "
                "as large; smaller only, unless --enlarge is given"
            ),
        ),
    )
    enlarge: bool = setting(
        False,
        Switch(
            title=N_("Make smaller ones larger"),
            tip=N_("Otherwise photos that are smaller stay as they are."),
            flags=("--enlarge",),
            help=N_("let --resize make photos larger, too"),
        ),
    )

    def __post_init__(self) -> None:
        check(self)
        _require_lockable(self.locked, self.colors)
        if self.first_colors and len(self.first_colors) != self.colors:
            raise SettingsError(
                # Translators: first_colors and colors are names of settings, which stay as they are
                ngettext(
                    "first_colors is {count} color; colors is {colors}: both must be the same",
                    "first_colors is {count} colors; colors is {colors}: both must be the same",
                    len(self.first_colors),
                ).format(count=len(self.first_colors), colors=self.colors)
            )

    @property
    def dithered(self) -> bool:
        """Whether pixels are dithered at all."""
        return self.dither != "none" and self.dither_strength != 0

    @property
    def measure(self) -> Measure:
        """The space in which distances are measured in the end."""
        if self.space != "auto":
            return self.space
        if self.start != "wu":
            return "rgb"
        return "looks" if self.owned is None else "hues"

    @property
    def by_looks(self) -> bool:
        """Whether colors count more that are noticed more, as they do where it is about looks."""
        return self.measure in {"looks", "hues"}

    @property
    def weight_of_accents(self) -> int:
        """How much accents count in the end, 0…100: only Wu's start looks for any."""
        if self.start != "wu" or self.first_colors:
            return 0
        if self.accents is None:
            return _ACCENTS_AS_IT_LOOKS if self.by_looks else 0
        return self.accents

    @property
    def most_colors(self) -> int:
        """The most colors that can be asked for: as many as there are to choose from."""
        if self.owned is None:
            return COLORS[-1]
        return min(self.owned.number_with(self.locked), COLORS[-1])

    def maps_like(self, other: Settings) -> bool:
        """Return whether the same palette shows the same picture with both settings."""

        def same(*fields: str) -> bool:
            return all(getattr(self, each) == getattr(other, each) for each in fields)

        undithered = not (self.dithered or other.dithered)
        alike = (self.owned is None) == (other.owned is None)
        return same("measure", "transparency", "background", "resize", "enlarge") and (
            undithered
            or (
                alike and same("dither", "dither_strength", "dither_in", "serpentine", "keep_exact")
            )
        )


@dataclass(frozen=True, slots=True)
class SaveOptions:
    """Settings of a file: how a result is written.

    Parameters
    ----------
    format : {"png", "webp", "gif", "tiff", "bmp", "jpeg", "avif"} or None
        File format; None takes it from the ending of the file name.
    quality : int, 1…100
        Quality of JPEG and AVIF.
    effort : {"fast", "normal", "best"}
        Effort with which a smaller PNG file is looked for.
    background : (int, int, int), 0…255
        sRGB color that a transparent photo is laid on where the format keeps no transparency.
    metadata : {"safe", "all", "none"}
        Part of the photo's own data that is kept besides the picture: date, camera, exposure,
        artist and copyright, but no place, serial number or owner; or all; or nothing. Resolution
        is always kept.
    palette_order : {"size", "share", "keep"}
        Order of the colors in the file's color table: what makes the file small; by share of
        pixels, the largest first and full transparency last; or that of the palette, with its
        unused colors. For programs and displays that read indices.

    Raises
    ------
    SettingsError
        (a ValueError) naming the field, its value and what is allowed.
    """

    format: ImageFormat | None = setting(
        None,
        Choice(
            IMAGE_FORMATS,
            optional=True,
            title=N_("Format"),
            flags=("--format",),
            help=N_("file format (default: png)"),
            options={
                "png": Option(
                    N_("PNG (indexed)"), N_("Every pixel as it is shown; every program opens it.")
                ),
                "webp": Option(
                    N_("WebP (lossless)"),
                    N_("Every pixel as it is shown, often in the smallest file; for the web."),
                ),
                "gif": Option("GIF", N_("For animations; a pixel is either shown or hidden.")),
                "tiff": Option("TIFF", N_("Every pixel as it is shown; for print.")),
                "bmp": Option(
                    "BMP", N_("Large and plain, without transparency; for old programs.")
                ),
                "jpeg": Option(
                    N_("JPEG (lossy: adds colors)"),
                    N_("Blurs the few colors into many, and is seldom smaller than PNG here."),
                ),
                "avif": Option(
                    N_("AVIF (lossy: adds colors)"),
                    N_("Blurs the few colors into many; smaller than JPEG at the same quality."),
                ),
            },
        ),
    )
    quality: int = setting(
        92,
        Number(
            QUALITIES,
            # Translators: of JPEG and AVIF files
            title=N_("Quality"),
            tip=N_("How near JPEG and AVIF stay to the result: more is nearer, and larger"),
            flags=("--quality",),
            metavar="N",
            help=N_("quality of JPEG and AVIF, 1 to 100"),
        ),
    )
    # On the command line, these two are set by the flags of the settings of the same name.
    effort: Effort = setting("normal", Choice(EFFORTS))
    background: Color = setting(WHITE, OneColor())
    metadata: MetadataChoice = setting(
        "safe",
        Choice(
            METADATA_CHOICES,
            title=N_("Metadata"),
            tip=N_("What saving keeps of what the photo's file tells besides the picture"),
            flags=("--metadata",),
            help=N_(
                "what to keep of the photo's own: safe is date, camera, exposure, artist and "
                "copyright, but no place, serial number or owner"
            ),
            options={
                "safe": Option(
                    N_("Date, camera, copyright"),
                    N_("Also exposure and artist, but no place, serial number or owner."),
                ),
                "all": Option(
                    N_("Everything, also the place"),
                    N_("Who gets the file sees where the photo was taken."),
                ),
                # Translators: of the metadata of a photo
                "none": Option(N_("Nothing"), N_("Just the picture and its resolution.")),
            },
        ),
    )
    palette_order: PaletteOrder = setting(
        "size",
        Choice(
            PALETTE_ORDERS,
            title=N_("Order of saved colors"),
            tip=N_("Order of the colors in the table of the file"),
            flags=("--palette-order",),
            help=N_(
                "order of the colors in the file's color table: as makes it small, by share of "
                "pixels, or as in the palette, with all its places"
            ),
            options={
                "size": Option(
                    N_("For a small file"), N_("Near colors have near indices, which packs best.")
                ),
                "share": Option(
                    N_("By share"),
                    N_("The color of most pixels comes first, full transparency last."),
                ),
                "keep": Option(
                    N_("As in the palette"),
                    N_("Each color has its index of the palette, for programs that read indices."),
                ),
            },
        ),
    )

    def __post_init__(self) -> None:
        check(self)

    def beside(self, settings: Settings) -> SaveOptions:
        """Return these options with the effort and the background of a picture's settings."""
        return replace(self, effort=settings.effort, background=settings.background)


SETTINGS = kinds_of(Settings)
SAVE_OPTIONS = kinds_of(SaveOptions)


def _require_lockable(locked: tuple[Color, ...], colors: int) -> None:
    for i, color in enumerate(locked):
        if color in locked[:i]:
            hex_ = "#{:02x}{:02x}{:02x}".format(*color)
            raise SettingsError(
                # Translators: locked is the name of a setting, which stays as it is
                _("locked has {color} twice; a color can be locked once only").format(color=hex_)
            )
    if len(locked) > colors:
        raise SettingsError(
            # Translators: locked and colors are names of settings, which stay as they are
            ngettext(
                "locked is {count} color; colors is {colors}: unlock some or ask for more",
                "locked is {count} colors; colors is {colors}: unlock some or ask for more",
                len(locked),
            ).format(count=len(locked), colors=colors)
        )
