"""Speed, faithfulness, memory and answering times, measured side by side.

dev.py bench [WHAT …] [PHOTO …]

WHAT is any of: peers (other libraries, pixels to palette and indices), defaults (as it looks
beside by numbers, plain and dithered), programs (PNG to indexed PNG), sizes (of PNG files, beside
pngquant's), looks (beside the photo, by judges that see as people do), visible (whether core's
visible difference agrees with these judges), engine (drafts, another k, parts), growth (up to
200 MP), known (the best of 50 runs of scikit-learn), memory, trace (k-means watched, and the color
cube), kmeans (its window at play), window, framing (a photo cropped, turned and resized in the
window), mattering (what matters painted in it), many (ten thousand photos in the window), goals
(whether they are met, and what Auto finds); all but defaults, sizes, looks, visible, growth, known,
trace, kmeans, framing, mattering, many and goals when none is named. A folder stands for the photos
in it. Results go to build/peers/results/
as JSON; `docs` makes docs/benchmarks.md of the newest. The tables of speed and memory there are of
one run, those of the defaults of another:

dev.py bench peers programs engine growth memory docs KODAK CQ100 LOUVRE -k 4 7 16 64 256
    --without "scikit-learn MiniBatch" "OpenCV kmeans" "Fewtone best" "Pillow median cut, k-means"
dev.py bench defaults docs KODAK/kodim07.png HOKKAIDO LOUVRE -k 16 256 --rounds 9
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import resources
from tests.bench import (
    contest,
    defaults,
    docs,
    engine,
    framing,
    goals,
    kmeans,
    known,
    lookers,
    looks,
    looks_tables,
    many,
    mattering,
    memory,
    programs,
    report,
    sizes,
    tracing,
    visible,
    window,
)

_COLORS = [7, 16, 64, 256]
_ENDINGS = {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff"}


def peers(options: argparse.Namespace) -> None:
    """Other libraries, each in a process of its own, in turn: pixels to palette and indices."""
    names = [
        name for name in contest.ENTRIES if name not in {*options.without, defaults.AS_IT_LOOKS}
    ]
    rows: list[contest.Row] = []
    for found in contest.compete(options.photos, options.colors, names, options.rounds):
        print(f"\n{report.speed_table(found)}", flush=True)
        rows += found
    print(f"\n{report.speed_summary(rows, names[0])}")
    summarize_errors(rows)
    if options.keep:
        report.keep(options.keep, report.as_json(rows))
        return
    for name, small in (("small", True), ("large", False)):
        if part := [row for row in rows if (row.pixels <= contest.SMALL) == small]:
            report.keep(name, report.as_json(part))


def compare_defaults(options: argparse.Namespace) -> None:
    """The default, as it looks, beside by numbers (rgb) and two peers, plain and dithered."""
    rows: list[contest.Row] = []
    for found in defaults.measure(options.photos, options.colors, options.rounds):
        for row in found:
            print(
                row.photo, row.k, row.dithered, row.peer, f"{row.least:.4f}", sep="  ", flush=True
            )
        rows += found
    print(f"\n{defaults.summary(rows)}")
    report.keep(options.keep or "defaults", report.as_json(rows))


def compare_programs(options: argparse.Namespace) -> None:
    """Whole processes: a PNG file in, an indexed PNG file out; of photos the large, if any is."""
    names = [name for name in programs.PROGRAMS if name not in options.without]
    rows: list[contest.Row] = []
    written: list[int] = []
    large = [path for path in options.photos if not contest.is_small(path)]
    photos = large or options.photos
    for found in programs.compete(photos, options.colors, names, options.rounds):
        print(f"\n{report.speed_table([row for row, _ in found])}")
        print(
            "kB: " + ", ".join(f"{row.peer} {size / 1000:.0f}" for row, size in found), flush=True
        )
        rows += [row for row, _ in found]
        written += [size for _, size in found]
    print(f"\n{report.speed_summary(rows, names[0])}")
    summarize_errors(rows)
    kept = [{**row, "bytes": n} for row, n in zip(report.as_json(rows), written, strict=True)]
    report.keep(options.keep or "programs", kept)


def compare_sizes(options: argparse.Namespace) -> None:
    """PNG files beside pngquant's: as they are, after the same oxipng, and at the same error."""
    rows = []
    for row in sizes.measure(options.photos, options.colors):
        print(f"{row.photo}, k = {row.k}: {row.ours}, pngquant {row.theirs}", flush=True)
        rows.append(row)
    kept = sizes.as_json(rows)
    print(f"\n{sizes.summary(kept)}")
    report.keep(options.keep or "sizes", kept)


def compare_looks(options: argparse.Namespace) -> None:
    """Looks beside the photo, by DSSIM, SSIMULACRA2, CIEDE2000 and error in RGB; resumes."""
    wanted = [peer for name, peer in lookers.PEERS.items() if name not in options.without]
    everybody = [*(lookers.Fewtone(words) for words in options.ours), *(make() for make in wanted)]
    found = []
    for look in looks.measure(
        options.photos, options.colors, everybody, options.tuned, options.sizes
    ):
        print(look.photo, look.k, look.mode, look.program, *look.scores, sep="  ", flush=True)
        found.append(look)
    tables = looks_tables.summary(found)
    print(f"\n{tables}")
    name = options.keep or "looks"
    report.keep(name, looks.as_json(found))
    (report.RESULTS / f"{name}.md").write_text(f"{tables}\n", encoding="utf-8")


def correlate_looks(options: argparse.Namespace) -> None:
    """Rank correlation of the visible difference with DSSIM and SSIMULACRA2; resumes."""
    wanted = [peer for name, peer in lookers.PEERS.items() if name not in options.without]
    everybody = [*(lookers.Fewtone(words) for words in visible.OURS), *(make() for make in wanted)]
    found = []
    for case in visible.measure(options.photos, options.colors, everybody, options.tuned):
        print(*visible.as_json([case])[0].values(), sep="  ", flush=True)
        found.append(case)
    print(f"\n{visible.correlations(found)}")
    report.keep(options.keep or "visible", visible.as_json(found))


def summarize_errors(rows: list[contest.Row]) -> None:
    """Compare the errors of each of Fewtone's rows with those of the others."""
    for ours in dict.fromkeys(row.peer for row in rows if row.peer.startswith("Fewtone")):
        summary, losses = report.error_summary(rows, ours)
        print(f"\n{summary}")
        for loss in losses:
            print(f"  loss: {loss}")


def run_engine(options: argparse.Namespace) -> None:
    """Fewtone alone: drafts, another number of colors, and its parts."""
    _tell("engine", list(engine.measure(options.photos)), options)


def run_growth(options: argparse.Namespace) -> None:
    """Time against pixels, up to 200 MP."""
    _tell("growth", list(engine.growth(options.photos[-1])), options)


def _tell(
    name: str,
    found: list[tuple[str, str, float]],
    options: argparse.Namespace,
    unit: str = "ms",
) -> None:
    lines = [[what, note, f"{number:.1f}"] for what, note, number in found]
    print(report.table(["what", "with", unit], lines))
    report.keep(options.keep or name, found)


def compare_with_known(options: argparse.Namespace) -> None:
    """Best effort beside the best of 50 runs of scikit-learn to rest; hours."""
    found = []
    for row in known.measure(options.photos, options.colors):
        print("  ".join(row), flush=True)
        found.append(row)
    header = ["photo", "k", "lowest", "middle", "ours"]
    print(f"\n{report.table(header, found)}")
    off = [float(row[-1].split()[0]) for row in found]
    print(f"ours: {sum(off) / len(off):+.3f} % on average; below in {sum(x < 0 for x in off)}")
    report.keep(options.keep or "known", found)


def run_memory(options: argparse.Namespace) -> None:
    """By how many MB a process grows, above the pixels it was given; the photo tiled to a size."""
    _tell("memory", list(memory.measure(options.photos[-1])), options, "MB")


def run_trace(options: argparse.Namespace) -> None:
    """k-means watched: time and memory beside reduce, a moment shown, frames of the color cube."""
    _tell("trace", list(tracing.measure(options.photos[-1])), options, "number")


def run_kmeans(options: argparse.Namespace) -> None:
    """The k-means window at play: frames a second, and how soon it answers."""
    kmeans.run(options.photos)


def run_window(options: argparse.Namespace) -> None:
    """How soon the window answers."""
    window.run(options.photos)


def run_framing(options: argparse.Namespace) -> None:
    """How soon the window answers while a photo is opened, cropped, turned and resized."""
    framing.run(options.photos, options.rounds)


def run_mattering(options: argparse.Namespace) -> None:
    """How soon the window answers while it is painted what matters."""
    mattering.run(options.photos, options.rounds)


def run_many(_options: argparse.Namespace) -> None:
    """Ten thousand small photos in the window."""
    many.run()


def meet_goals(options: argparse.Namespace) -> None:
    """Goals: whether each is met and nothing beyond would do, and how many colors Auto finds."""
    found = []
    for case in goals.measure(options.photos):
        print(*goals.as_json([case])[0].values(), sep="  ", flush=True)
        found.append(case)
    print(f"\n{goals.summary(found)}\n")
    rows = list(goals.autos(options.photos))
    print(report.table(["photo", "auto", "colors", "mean ΔE", "ΔE of 95 %", "visible"], rows))
    report.keep(options.keep or "goals", {"goals": goals.as_json(found), "autos": rows})


def write_docs(_options: argparse.Namespace) -> None:
    """Make docs/benchmarks.md of the newest results."""
    docs.write()


WHAT: dict[str, Callable[[argparse.Namespace], None]] = {
    "peers": peers,
    "defaults": compare_defaults,
    "programs": compare_programs,
    "sizes": compare_sizes,
    "looks": compare_looks,
    "visible": correlate_looks,
    "engine": run_engine,
    "growth": run_growth,
    "known": compare_with_known,
    "memory": run_memory,
    "trace": run_trace,
    "kmeans": run_kmeans,
    "window": run_window,
    "framing": run_framing,
    "mattering": run_mattering,
    "many": run_many,
    "goals": meet_goals,
    "docs": write_docs,
}
_UNLESS_NAMED = ["peers", "programs", "engine", "memory", "window"]

parser = argparse.ArgumentParser(
    prog="dev.py bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
)
parser.add_argument("words", nargs="*", metavar="WHAT or PHOTO")
parser.add_argument("-k", "--colors", type=int, nargs="+", default=_COLORS)
parser.add_argument("--rounds", type=int, default=3, help="turns of each peer (default: 3)")
parser.add_argument(
    "--without", nargs="+", action="extend", default=[], metavar="PEER",
    choices=sorted({*contest.ENTRIES, *programs.PROGRAMS, *lookers.PEERS}), help="leave a peer out",
)  # fmt: skip
parser.add_argument(
    "--ours", nargs="+", default=["default", "rgb", "oklab"], metavar="SETTINGS",
    help="settings of ours for looks, such as oklab or space=oklab,dither_strength=75",
)  # fmt: skip
parser.add_argument(
    "--tuned", nargs="+", default=list(looks.TUNED_ON), metavar="NAME",
    help="photos that ours was tuned on, told apart in the tables of looks and visible",
)  # fmt: skip
parser.add_argument("--sizes", action="store_true", help="looks: bytes at equal looks as well")
parser.add_argument("--keep", metavar="NAME", help="name of the JSON file")
options = parser.parse_intermixed_args()
wanted = [word for word in options.words if word in WHAT] or _UNLESS_NAMED
options.photos = [
    path
    for word in options.words
    if word not in WHAT
    for path in (sorted(Path(word).iterdir()) if Path(word).is_dir() else [Path(word)])
    if path.suffix.lower() in _ENDINGS or not Path(word).is_dir()
]
options.photos = options.photos or [resources.path("sample.jpg")]
for name in wanted:
    print(f"\n{name}: {WHAT[name].__doc__}", flush=True)
    WHAT[name](options)
