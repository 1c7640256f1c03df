"""What the k-means window says about a moment, and why it may have nothing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.names import LONGEST_NAME, plain
from core.wording import human_count

if TYPE_CHECKING:
    from core.model import Moment, StopReason
    from core.settings import Start
    from gui.kmeans.watching import Run
    from gui.session.work import Work

_ENDS: dict[StopReason, str] = {
    "at rest": "No centroid moved by {limit} or more: k-means is at rest.",
    "little more to gain": "An iteration gained hardly anything any more, so the run stopped.",
    "limit reached": "The number of iterations that was allowed is used up.",
    "unchanged": "The photo has no more colors than were asked for: nothing has to be clustered.",
}
_STARTS: dict[Start, str] = {
    "random": "The first centroids are random colors.",
    "in_pixels": "The first centroids are colors of the photo, drawn at random.",
    "kmeans++": "The first centroids are colors of the photo that lie far from each other.",
    "wu": "The first centroids are those that were given.",
}
_MOST_NAMED = 6

NO_PHOTO = "Open a photo, and k-means is seen at work on it here."
WAIT = "The colors of the photo are being counted…"


def title_of(run: Run, index: int) -> str:
    """Name a moment: "Iteration 7", "Repair, step 2"."""
    from core.charts.clusters import described

    if run.by_hand == index:
        return "Moved by hand"
    return described(run.moments[index])


def about(run: Run, index: int) -> str:
    """Tell in sentences what happens at a moment."""
    from core import STAGES

    moment = run.moments[index]
    sentences = [STAGES[moment.stage].meaning]
    if index == 0 and moment.stage == "iteration":
        sentences.insert(0, _STARTS[run.settings.start])
    if run.by_hand == index:
        sentences = ["You moved a centroid: k-means goes on from where it is now."]
    if moment.redrawn:
        names = _numbers(moment.redrawn)
        verb = "has" if len(moment.redrawn) == 1 else "have"
        sentences.append(f"{names} {verb} no pixels: drawn anew at random, as the cross shows.")
    if run.trace is not None and index == len(run.moments) - 1:
        limit = "" if run.limit is None else f"{run.limit / run.units.step:.3g} of 255"
        sentences.append(_ENDS.get(run.trace.stop_reason, "").format(limit=limit))
    return " ".join(sentences).strip()


def numbers_of(run: Run, index: int) -> str:
    """Tell the numbers of a moment in one line."""
    units, moment = run.units, run.moments[index]
    error = units.error(moment, run.moments[0])
    first = f"error {error:.2f} % of the first" if units.relative else ""
    parts = [first or f"mean squared error {_number(error)}"]
    move = units.move(moment)
    if move is not None:
        parts.append(f"largest move {_number(move)} of 255")
    if run.limit is not None and move is not None:
        parts.append(f"stops below {_number(run.limit / units.step)}")
    return " · ".join(parts)


def cluster_of(moment: Moment, number: int) -> str:
    """Tell of a cluster: "Cluster 3 · #8f792b · 12.3 % · 1 234 pixels"; empty if there is none."""
    if number >= len(moment):
        return ""
    count, pixels = int(moment.counts[number]), max(int(moment.counts.sum()), 1)
    red, green, blue = color_of(moment.centroids[number].tolist())
    share = f"{100 * count / pixels:.1f} %"
    words = human_count(count) + (" pixel" if count == 1 else " pixels")
    return f"Cluster {number + 1} · #{red:02x}{green:02x}{blue:02x} · {share} · {words}"


def color_of(centroid: list[float]) -> tuple[int, int, int]:
    """Round a centroid to a color that a screen can show."""
    red, green, blue = (min(max(round(channel), 0), 255) for channel in centroid)
    return red, green, blue


def why_not(work: Work) -> str:
    """Tell why there is no run of k-means to be seen for some work; empty if there is one."""
    if work.fixed is None:
        return ""
    name = plain(work.fixed.name, LONGEST_NAME)
    return (
        f"The photo is shown in a fixed palette, “{name}”: nothing is clustered. "
        "Release it (Ctrl+Shift+X in the main window) to see k-means at work."
    )


def _number(value: float) -> str:
    """Write a number with four digits or so, large ones whole and in groups."""
    return human_count(round(value)) if value >= 1000 else f"{value:.4g}"


def _numbers(numbers: tuple[int, ...]) -> str:
    names = [str(number + 1) for number in numbers[:_MOST_NAMED]]
    if len(numbers) > _MOST_NAMED:
        return f"Clusters {', '.join(names)} and {len(numbers) - _MOST_NAMED} more"
    if len(names) == 1:
        return f"Cluster {names[0]}"
    return f"Clusters {', '.join(names[:-1])} and {names[-1]}"
