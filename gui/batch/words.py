"""What is said about many photos that are saved."""

from __future__ import annotations

from core.language import _, ngettext
from core.wording import change_in_percent, enumerated, human_bytes, human_count
from gui.batch.tally import Tally

_MINUTE = 60
_HOUR = 3600
# Estimates are rounded so that they don't count down in jumps.
_STEP = 5


def photos(count: int) -> str:
    """Return a number of photos: "1 photo", "30 photos"."""
    return ngettext("{count} photo", "{count} photos", count).format(count=human_count(count))


def title(tally: Tally, *, busy: bool) -> str:
    """Return what the window of the photos that are saved is called."""
    if busy:
        count = len(tally.states)
        words = ngettext("Saving {count} photo", "Saving {count} photos", count)
        return words.format(count=human_count(count))
    return _saved(tally)


def how_far(tally: Tally, *, busy: bool, paused: bool, stopping: bool, copies: bool) -> str:
    """Return how many photos are done, or what came of them.

    Parameters
    ----------
    copies : bool
        Whether photos are copied whose results would not be small enough.
    """
    done, failed, skipped = (tally.count(kind) for kind in ("done", "failed", "skipped"))
    waits = tally.count("waiting", "working")
    others = []
    if failed:
        words = ngettext("{count} failed", "{count} failed", failed)
        others.append(words.format(count=human_count(failed)))
    if skipped and copies:
        words = ngettext("{count} copied", "{count} copied", skipped)
        others.append(words.format(count=human_count(skipped)))
    elif skipped:
        words = ngettext("{count} left out", "{count} left out", skipped)
        others.append(words.format(count=human_count(skipped)))
    if not busy and waits:
        words = ngettext("{count} not begun", "{count} not begun", waits)
        others.append(words.format(count=human_count(waits)))
    if not busy and not others:
        words = ngettext("The photo is saved.", "All {count} photos are saved.", done)
        return words.format(count=human_count(done)) if done else _("Nothing is saved.")
    told = enumerated([_saved(tally), *others])
    if not busy:
        return _("{words}.").format(words=told)
    if stopping:
        return _("Stopping after the photos in work: {words}").format(words=told)
    return _("Paused: {words}").format(words=told) if paused else told


def _saved(tally: Tally) -> str:
    whole = len(tally.states)
    words = ngettext("{done} of {count} photo saved", "{done} of {count} photos saved", whole)
    return words.format(done=human_count(tally.count("done")), count=human_count(whole))


def time_left(seconds: float | None) -> str:
    """Return an estimate as people say it; "" while there is none."""
    if seconds is None:
        return ""
    if seconds < _MINUTE:
        rounded = max(_STEP * round(seconds / _STEP), _STEP)
        words = ngettext("about {count} second left", "about {count} seconds left", rounded)
        return words.format(count=rounded)
    if seconds < _HOUR:
        minutes = round(seconds / _MINUTE)
        words = ngettext("about {count} minute left", "about {count} minutes left", minutes)
        return words.format(count=minutes)
    hours = round(seconds / _HOUR)
    return ngettext("about {count} hour left", "about {count} hours left", hours).format(
        count=hours
    )


def sum_of(tally: Tally) -> str:
    """Return the sizes of all photos that have a file now, together."""
    if not tally.saved:
        return ""
    before, after = tally.sizes
    sizes = {"before": human_bytes(before), "after": human_bytes(after)}
    if not before:
        return _("{photos}: {before} → {after}").format(photos=photos(tally.saved), **sizes)
    return _("{photos}: {before} → {after}, {change}").format(
        photos=photos(tally.saved), change=change_in_percent(before, after), **sizes
    )
