"""What the k-means window says about a moment, and why it may have nothing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import language
from core.language import N_, _, ngettext, translated
from core.names import LONGEST_NAME, plain
from core.wording import decimal, enumerated, human_count, listed, percent

if TYPE_CHECKING:
    from core.model import Moment, StopReason
    from core.settings import Start
    from gui.kmeans.watching import Run
    from gui.session.work import Work

_ENDS: dict[StopReason, str] = {
    "at rest": N_("No centroid moved by {limit} or more: k-means is at rest."),
    "little more to gain": N_("An iteration gained hardly anything any more, so the run stopped."),
    "limit reached": N_("The number of iterations that was allowed is used up."),
    "unchanged": N_(
        "The photo has no more colors than were asked for: nothing has to be clustered."
    ),
}
_STARTS: dict[Start, str] = {
    "random": N_("The first centroids are random colors."),
    "in_pixels": N_("The first centroids are colors of the photo, drawn at random."),
    "kmeans++": N_("The first centroids are colors of the photo that lie far from each other."),
    "wu": N_("The first centroids are those that were given."),
}
_MOST_NAMED = 6

NO_PHOTO = N_("Open a photo, and k-means is seen at work on it here.")
WAIT = N_("The colors of the photo are being counted…")


def title_of(run: Run, index: int) -> str:
    """Name a moment: "Iteration 7", "Repair, step 2"."""
    from core.charts.clusters import described

    if run.by_hand == index:
        return _("Moved by hand")
    return described(run.moments[index])


def about(run: Run, index: int) -> str:
    """Tell in sentences what happens at a moment."""
    from core import STAGES

    moment = run.moments[index]
    sentences = [translated(STAGES[moment.stage].meaning)]
    if index == 0 and moment.stage == "iteration":
        sentences.insert(0, translated(_STARTS[run.settings.start]))
    if run.by_hand == index:
        sentences = [_("You moved a centroid: k-means goes on from where it is now.")]
    if moment.redrawn:
        sentences.append(_about_redrawn(moment.redrawn))
    if run.trace is not None and index == len(run.moments) - 1:
        limit = "" if run.limit is None else _of_255(f"{run.limit / run.units.step:.3g}")
        sentences.append(translated(_ENDS.get(run.trace.stop_reason, "")).format(limit=limit))
    return " ".join(sentences).strip()


def numbers_of(run: Run, index: int) -> str:
    """Tell the numbers of a moment in one line."""
    units, moment = run.units, run.moments[index]
    error = units.error(moment, run.moments[0])
    if units.relative:
        parts = [_("error {share} of the first").format(share=percent(decimal(error, 2)))]
    else:
        parts = [_("mean squared error {number}").format(number=_number(error))]
    move = units.move(moment)
    if move is not None:
        parts.append(_("largest move {number} of 255").format(number=_number(move)))
    if run.limit is not None and move is not None:
        limit = _number(run.limit / units.step)
        parts.append(_("stops below {number}").format(number=limit))
    return " · ".join(parts)


def cluster_of(moment: Moment, number: int) -> str:
    """Tell of a cluster: "Cluster 3 · #8f792b · 12.3 % · 1 234 pixels"; empty if there is none."""
    if number >= len(moment):
        return ""
    count, pixels = int(moment.counts[number]), max(int(moment.counts.sum()), 1)
    red, green, blue = color_of(moment.centroids[number].tolist())
    share = percent(decimal(100 * count / pixels, 1))
    words = ngettext("{count} pixel", "{count} pixels", count).format(count=human_count(count))
    name = _("Cluster {number}").format(number=number + 1)
    return f"{name} · #{red:02x}{green:02x}{blue:02x} · {share} · {words}"


def color_of(centroid: list[float]) -> tuple[int, int, int]:
    """Round a centroid to a color that a screen can show."""
    red, green, blue = (min(max(round(channel), 0), 255) for channel in centroid)
    return red, green, blue


def why_not(work: Work) -> str:
    """Tell why there is no run of k-means to be seen for some work; empty if there is one."""
    if work.fixed is None and work.settings.owned is not None:
        return _(
            "The colors are chosen from your own, “{name}”: k-means may not move them. "
            "Release them (Ctrl+Shift+X in the main window) to see k-means at work."
        ).format(name=plain(work.settings.owned.title, LONGEST_NAME))
    if work.fixed is None:
        return ""
    name = plain(work.fixed.name, LONGEST_NAME)
    return _(
        "The photo is shown in a fixed palette, “{name}”: nothing is clustered. "
        "Release it (Ctrl+Shift+X in the main window) to see k-means at work."
    ).format(name=name)


def _number(value: float) -> str:
    """Write a number with four digits or so, large ones whole and in groups."""
    return human_count(round(value)) if value >= 1000 else _written(f"{value:.4g}")


def _of_255(number: str) -> str:
    return _("{number} of 255").format(number=_written(number))


def _written(number: str) -> str:
    """Return a number with the sign before its decimals that people write."""
    return number.replace(".", language.numbers().decimal)


def _about_redrawn(numbers: tuple[int, ...]) -> str:
    """Name clusters that no pixel belongs to, by their numbers."""
    names = [str(number + 1) for number in numbers[:_MOST_NAMED]]
    if len(numbers) > _MOST_NAMED:
        more = len(numbers) - _MOST_NAMED
        return ngettext(
            "Clusters {numbers} and {count} more have no pixels: drawn anew at random, as the "
            "cross shows.",
            "Clusters {numbers} and {count} more have no pixels: drawn anew at random, as the "
            "cross shows.",
            more,
        ).format(numbers=enumerated(names), count=more)
    return ngettext(
        "Cluster {numbers} has no pixels: drawn anew at random, as the cross shows.",
        "Clusters {numbers} have no pixels: drawn anew at random, as the cross shows.",
        len(names),
    ).format(numbers=listed(names))
