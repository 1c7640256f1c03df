"""What is said about many photos that are saved."""

from __future__ import annotations

from core.wording import change_in_percent, count_of, human_bytes, human_count
from gui.batch.tally import Tally

_MINUTE = 60
_HOUR = 3600
# Estimates are rounded so that they don't count down in jumps.
_STEP = 5


def photos(count: int) -> str:
    """Return a number of photos: "1 photo", "30 photos"."""
    return "1 photo" if count == 1 else f"{human_count(count)} photos"


def title(tally: Tally, *, busy: bool) -> str:
    """Return what the window of the photos that are saved is called."""
    if busy:
        return f"Saving {photos(len(tally.states))}"
    return f"{human_count(tally.count('done'))} of {photos(len(tally.states))} saved"


def how_far(tally: Tally, *, busy: bool, paused: bool, stopping: bool, copies: bool) -> str:
    """Return how many photos are done, or what came of them.

    Parameters
    ----------
    copies : bool
        Whether photos are copied whose results would not be small enough.
    """
    done, failed, skipped = (tally.count(kind) for kind in ("done", "failed", "skipped"))
    waits = tally.count("waiting", "working")
    others = [f"{human_count(failed)} failed"] * bool(failed)
    others += [f"{human_count(skipped)} {'copied' if copies else 'left out'}"] * bool(skipped)
    if not busy and waits:
        others.append(f"{human_count(waits)} not begun")
    if not busy and not others:
        saved = "The photo is saved." if done == 1 else f"All {photos(done)} are saved."
        return saved if done else "Nothing is saved."
    first = f"{human_count(done)} of {photos(len(tally.states))} saved"
    begun = "Stopping after the photos in work: " if stopping else "Paused: " if paused else ""
    return f"{begun if busy else ''}{', '.join([first, *others])}{'' if busy else '.'}"


def time_left(seconds: float | None) -> str:
    """Return an estimate as people say it; "" while there is none."""
    if seconds is None:
        return ""
    if seconds < _MINUTE:
        rounded = max(_STEP * round(seconds / _STEP), _STEP)
        return f"about {count_of(rounded, 'second')} left"
    if seconds < _HOUR:
        return f"about {count_of(round(seconds / _MINUTE), 'minute')} left"
    return f"about {count_of(round(seconds / _HOUR), 'hour')} left"


def sum_of(tally: Tally) -> str:
    """Return the sizes of all photos that have a file now, together."""
    if not tally.saved:
        return ""
    before, after = tally.sizes
    change = f", {change_in_percent(before, after)}" if before else ""
    return f"{photos(tally.saved)}: {human_bytes(before)} → {human_bytes(after)}{change}"
