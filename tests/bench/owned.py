"""Owned colors chosen, beside snapping: `python -m tests.bench.owned PALETTE… --photos PHOTO…`.

For each palette file and number of colors: the error of the choice over that of mere snapping, how
long choosing takes, and how far from the best of all sets it ends with boxes of 20 colors of the
palette, which it is told not to look at one by one.
"""

import argparse
import resource
import time
from pathlib import Path
from unittest.mock import patch

import numpy as np

from core import OwnedColors, Settings, count_colors, draft, load_colors, open_photo, reduce
from core.clustering.all_choices import best_of_all
from core.reduction import choosing
from tests.bench import report

_BOX = 20
_ENDINGS = {".png", ".jpg", ".jpeg"}


class Watched:
    """A choice that is watched: its error, that of snapping, and its time."""

    def __init__(self):
        self._choose = choosing._choose

    def __call__(self, task, scene, points, *rest):
        begin = time.perf_counter()
        chosen = self._choose(task, scene, points, *rest)
        self.seconds = time.perf_counter() - begin
        snapped = task.snapped(scene.histogram.grid(5, scene.space))
        self.over_snapped = task.candidates.error(points, chosen) / max(
            task.candidates.error(points, snapped), 1e-9
        )
        self.task, self.scene, self.points, self.chosen = task, scene, points, chosen
        return chosen

    def over_best(self):
        """Return the error over that of the best of all sets, and that of snapping over it."""
        fine = self.scene.histogram.grid(6, self.scene.space)
        best = best_of_all(fine, self.task.candidates, self.chosen)
        least = self.task.candidates.error(self.points, best)
        return self.task.candidates.error(self.points, self.chosen) / least


def measure(photos, palettes, colors):
    """Print a table of the choices, and one of those of boxes."""
    rows, boxes = [], []
    for path in palettes:
        owned = load_colors(path).colors
        for k in colors:
            found, drafts, gaps = [], [], []
            for number, photo in enumerate(photos):
                histogram = count_colors(photo)
                asked = Settings(colors=k, owned=owned)
                watched = Watched()
                with patch.object(choosing, "_choose", watched):
                    reduce(photo, asked, histogram=histogram)
                    found.append((watched.over_snapped, watched.seconds))
                begin = time.perf_counter()
                draft(histogram, asked, photo, histogram)
                drafts.append(time.perf_counter() - begin)
                if k > _BOX // 2 or len(owned) < _BOX:
                    continue
                at = np.random.default_rng(number).choice(len(owned), _BOX, replace=False)
                box = OwnedColors(tuple(owned.colors[each] for each in sorted(at)))
                watched = Watched()
                with (
                    patch.object(choosing, "_choose", watched),
                    patch.object(choosing, "are_few", lambda *_: False),
                ):
                    asked = Settings(colors=k, owned=box, accents=0)
                    reduce(photo, asked, histogram=histogram)
                gaps.append(watched.over_best())
            over, seconds = np.array(found).T
            rows.append(
                [
                    path.name,
                    str(len(owned)),
                    str(k),
                    f"{np.median(over):.3f}",
                    f"{over.min():.3f}",
                    f"{over.max():.3f}",
                    f"{np.median(seconds) * 1e3:.0f}",
                    f"{seconds.max() * 1e3:.0f}",
                    f"{np.median(drafts) * 1e3:.0f}",
                ]
            )
            if gaps:
                equal = sum(gap <= 1 + 1e-9 for gap in gaps)
                boxes.append([path.name, str(k), f"{equal} of {len(gaps)}", f"{max(gaps):.4f}"])
    head = ["palette", "colors", "k", "over snapping", "best", "worst", "ms", "most ms", "draft ms"]
    print(report.table(head, rows))
    print()
    print(report.table(["box of 20 of", "k", "best of all found", "worst"], boxes))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("palettes", type=Path, nargs="+")
    parser.add_argument("--photos", type=Path, nargs="+", required=True)
    parser.add_argument("-k", "--colors", type=int, nargs="+", default=[6, 12, 24])
    options = parser.parse_args()
    files = [
        file
        for each in options.photos
        for file in (sorted(each.iterdir()) if each.is_dir() else [each])
        if file.suffix.lower() in _ENDINGS
    ]
    measure([open_photo(file) for file in files], options.palettes, options.colors)
