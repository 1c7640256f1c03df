"""Makes docs/benchmarks.md of the results kept."""

import json
import re
from typing import Any

from tests.bench import defaults, looks, looks_tables, report, sizes
from tests.bench.contest import Row

_PAGE = report.ROOT / "docs" / "benchmarks.md"
_INTRODUCTION = """# Benchmarks

Made by `python3 dev.py bench docs` of the results of `python3 dev.py bench`, which installs the
peers into an environment of their own and lets them work in turn, each in a process of its own.
Times are medians unless a table says otherwise. Above each table stands when it was measured, and
of which commit; where the bench did not note that yet, it is the commit that brought the table
here. Machine: {machine}.

None of the photos is part of the project: `cq100` are 25 images of CQ100 (Celebi and
Pérez-Delgado 2023), `kodak` six of Kodak's, `louvre_24mp.jpg` is a camera's photo of 24
megapixels. Errors are sums of squared distances in RGB; a difference within 0.1 % is a tie, and
"no higher" counts it.

Where Fewtone is not ahead: with 256 colors its default is 0.2–0.5 % above k-means of scikit-learn
and OpenCV, which take a hundred times as long (`effort="best"` is below both on every photo);
quantette is faster on small photos, at a much higher error; at 0.4 megapixels 4 of 155 cases were
1.5–1.9 times as fast as imagequant in the run below, the others more (all four are at least twice
as fast since 2026-11-29). Of whole processes `fast` is ahead of all others (with 16 colors as fast
as one of them in this run, and 15 % faster in one of nine rounds after it); the default, which
packs better, is 4–42 % behind `pngquant --speed 11`, whose errors are 5–55 % higher and whose files
43–88 % larger.

All tables but those of looks are about errors in RGB, with `space="rgb"`. quantette works in Oklab
there, as is its default, so they are not fair to it; by looks it is the nearest of all. In looks
Fewtone is behind it on single photos, most often with 4 or 8 colors, and in ΔE00 pixel by pixel.
"""


def write() -> None:
    """Write the page anew: sections of which there are results; the others stay as they are."""
    sections = _sections_of(_PAGE.read_text(encoding="utf-8"))
    newest: dict[str, Any] = {}
    for path in report.RESULTS.glob("*.json"):
        kept = json.loads(path.read_text())
        newest = max(newest, kept, key=lambda each: each.get("date", ""))
        title = _TITLES.get(path.stem, path.stem)
        measured = f"Measured {kept['date']}, commit {kept.get('commit', 'not noted')}."
        sections[title] = f"{measured}\n\n{_section(path.stem, kept['content'])}"
    if not newest:
        raise SystemExit("nothing was measured yet: `dev.py bench` does")
    sections.pop(_CALLS, None)
    parts = [
        f"## {title}\n\n{sections[title].rstrip()}\n" for title in sorted(sections, key=_order)
    ]
    calls = f"## {_CALLS}\n\n{report.calls()}\n"
    introduction = _INTRODUCTION.format(**newest)
    _PAGE.write_text("\n".join([introduction, *parts, calls]), encoding="utf-8")
    print(_PAGE.relative_to(report.ROOT))


def _sections_of(page: str) -> dict[str, str]:
    """Return the sections of a page by their titles."""
    parts = page.split("\n## ")[1:]
    return {title: text.strip() for title, _, text in (part.partition("\n") for part in parts)}


_CALLS = "The exact calls"
_TITLES = {
    "errors": "Faithfulness: 31 photos, one run each",
    "large": "Speed at 24 megapixels",
    "small": "Speed at 0.4 megapixels: 31 photos",
    "program-errors": "Faithfulness of programs: 31 photos",
    "defaults": "What the default costs: as it looks beside by numbers",
    "programs": "Whole processes at 24 megapixels: a PNG file in, an indexed PNG file out",
    "sizes": "Sizes of PNG files: 31 photos",
    "looks": "Looks beside the photo",
    "engine": "Drafts, another number of colors, and the parts of a run",
    "growth": "Time against pixels: the photo tiled, with noise",
    "memory": "Memory above the pixels given",
    "known": "Near the best known",
}
_TABLES_WITH_EVERY_ROW = {"large", "programs"}


_KNOWN = """Fewtone's best effort beside 50 runs of scikit-learn's KMeans over the distinct colors,
weighted by their pixels, from k-means++ to rest; errors of centroids before rounding, on both
sides.
"""
_KNOWN_HEADER = ["photo", "k", "lowest of 50", "middle", "Fewtone best"]


_SIZES = """Beside `pngquant --nofs` of version 2, without dithering. "pngquant, oxipng" is its file
after the same oxipng: the filters and level of that effort, and free to sort the palette by its
own ways. With "best" the palette is the best effort's, too. "At pngquant's error" is with as many
colors as make the error the same. The machine was busy: alone, saving takes half of the seconds.
"""


_DEFAULTS = """Least times of several rounds in turn, from pixels in memory to a palette and an
index of every pixel. "Fewtone rgb" was the default before `auto`. imagequant runs at its own
speed, 4. Memory is by how much a process grew above the pixels given.
"""


_LOOKS = """DSSIM (lower is better) and SSIMULACRA2 (higher is better) are the measures by which the
makers of pngquant and quantette judge their results, here by the programs `dssim` 3.5.1 and
`ssimulacra2_rs` 0.5.2. ΔE00 is CIEDE2000, pixel by pixel, which punishes dithering, as the error
in RGB does. imagequant and pngquant run at speed 1, their best; all peers dither with their own
strength. A case is a photo and a k.
"""


def _order(title: str) -> tuple[int, str]:
    titles = list(_TITLES.values())
    return (titles.index(title) if title in titles else len(titles), title)


def _section(name: str, content: Any) -> str:
    if name == "sizes":
        return f"{_SIZES}\n{sizes.summary(content)}\n"
    if name == "looks":
        return f"{_LOOKS}\n{looks_tables.summary(looks.from_json(content))}\n"
    if name == "defaults":
        return f"{_DEFAULTS}\n{defaults.summary([Row(**each) for each in content])}\n"
    if content and isinstance(content[0], dict):
        written = [each.pop("bytes", None) for each in content]
        return "\n".join(_contest(name, [Row(**each) for each in content], written))
    if name == "known":
        return f"{_KNOWN}\n{report.table(_KNOWN_HEADER, content)}\n"
    if name == "engine":
        largest = max((note for _, note, _ in content), key=_megapixels)
        content = [row for row in content if row[1] == largest]
    unit = "MB" if name == "memory" else "ms"
    lines = [[what, note, f"{number:.1f}"] for what, note, number in content if number]
    return f"{report.table(['', 'with', unit], lines)}\n"


def _megapixels(note: str) -> float:
    found = re.search(r"([\d.]+) MP", note)
    return float(found[1]) if found else 0.0


def _contest(name: str, rows: list[Row], sizes: list[int | None]) -> list[str]:
    parts = []
    if name in _TABLES_WITH_EVERY_ROW:
        for photo, k in dict.fromkeys((row.photo, row.k) for row in rows):
            here = [row for row in rows if (row.photo, row.k) == (photo, k)]
            parts.append(report.speed_table(here) + "\n")
            written = [
                f"{row.peer} {size / 1000:.0f}"
                for row, size in zip(rows, sizes, strict=True)
                if size and (row.photo, row.k) == (photo, k)
            ]
            if written:
                parts.append(f"kB: {', '.join(written)}\n")
    if "error" not in name:
        parts.append(report.speed_summary(rows, rows[0].peer) + "\n")
    for ours in dict.fromkeys(row.peer for row in rows if row.peer.startswith("Fewtone")):
        if "error" in name:
            summary, losses = report.error_summary(rows, ours)
            parts.append(summary + "\n")
            if "fast" not in ours and losses:
                parts.append(f"Higher: {'; '.join(losses)}.\n")
    return parts
