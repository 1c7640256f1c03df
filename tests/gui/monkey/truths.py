"""What is true of the window: at any moment, and once nothing is under way."""

from __future__ import annotations

import numpy as np

from core import Result
from core.clustering.locks import absent
from gui.picture.bridge import Picture
from tests.gui.monkey.hands import Hands


class Truths(Hands):
    """Looks at the window, and fails with the last deeds where something is not true."""

    def __init__(self, *arguments) -> None:
        super().__init__(*arguments)
        # The pictures that the session made last.
        self._opened: Picture | None = None
        self._made: Picture | None = None

    def check_always(self) -> None:
        """Look at what is true at any moment."""
        if self.window is None or not self.window.isVisible():
            return
        session, expect = self.window.session, self.expect
        result, photo = session.result, session.photo
        if result is not None:
            expect(result.indices.shape == photo.pixels.shape[:2], "result of another size")
            expect(int(result.indices.max()) < len(result.palette), "an index beyond the palette")
            expect(len(session.edited) == len(result.palette), "edited is not the palette shown")
        # A palette for all photos is found before the settings change.
        same = self.window.panel.settings == session.settings or self.window.one_palette.busy
        expect(same, "the panel says other settings")
        stack = session.desks.undo_group.activeStack()
        if stack is not None:
            expect(stack is session.desks.current.stack, "undo belongs to another photo")
            actions = self.window.actions_
            expect(actions.undo.isEnabled() == stack.canUndo(), "undo is not as it can")
            expect(actions.redo.isEnabled() == stack.canRedo(), "redo is not as it can")
        expect(self.window.isWindowModified() == session.modified, "modified is shown wrongly")
        album = self.window.documents.album
        lost = set(session.desks.modified_photos) - set(album.paths)
        expect(not lost, f"work that is not saved on photos out of sight: {lost}")

    def check_settled(self) -> None:
        window, expect = self.window, self.expect
        session, canvas, strip = window.session, window.canvas, window.film_strip
        photo, result = session.photo, session.result
        expect(canvas._layers.draft is None, "a draft stays")
        if photo is None:
            expect(canvas._layers.photo is None, "a photo is shown that is none")
            expect(result is None and not window.palette_view.rows, "a palette of no photo")
            return
        album, there = window.documents.album, result is not None
        expect(album.current == photo.path, f"{photo.path} is shown, not {album.current}")
        expect(canvas._layers.photo is self._opened, "the canvas shows another photo")
        pending = window.documents._joining.pending
        expect(not pending.coming and not pending.leaving, "photos still come or leave")
        expect(not window.documents._leaving.waits, "something waits for a file for ever")
        expect(not session.saving, "a file is being saved for ever")
        expect(session.settled or self._stale or not there, "the result is not that of the work")
        if len(album) > 1:
            framed = strip._photos.path_at(strip._list.currentIndex())
            if not strip._rest.isActive():
                expect(framed == photo.path, f"{framed} is framed, not {photo.path}")
            marked = {path for path in strip.paths if path in strip._photos._modified}
            expect(marked == set(session.desks.modified_photos), "other photos are marked")
            own = {path for path in strip.paths if path in strip._photos._own}
            expect(own == set(session.desks.own_photos), "other photos are marked as set apart")
            self._check_sharing()
        self._check_actions()
        if window.framing_desk.active:
            page = window.framing_desk.page
            expect(page.isVisible() or window.isMinimized(), "the frame is not shown")
            expect(page._framing == session.desks.work.framing, "another frame is shown")
        if not self._stale:
            shape = session.desks.work.shape
            whole = session.whole.photo
            left = shape.framing.size_of((whole.width, whole.height))
            if shape.resize is not None:
                left = shape.resize.size_of(left, enlarge=shape.enlarge)
            expect((photo.width, photo.height) == left, f"{photo.width}×{photo.height}, not {left}")
        if result is None:
            seen = photo.visible is None or photo.visible.any()
            expect(not seen or self._stale, "there is no result")
            expect(not window.palette_view.rows, "a palette without a result")
            return
        self._check_palette(result)
        expect(canvas._layers.result is self._made, "the canvas shows another result")
        wanted = window.actions_.difference.isChecked()
        expect(canvas.shows_difference == wanted, f"difference wanted: {wanted}")
        numbers = window.outcome_desk.block.numbers
        expect(numbers.known, "neither the size of the file is told, nor why there is none")
        if not self._stale:
            self._check_settings(result)

    def _check_sharing(self) -> None:
        """See that a photo without a mark has what all share."""
        desks = self.window.session.desks
        if desks.same_settings and self.window.session.photo.path not in desks.own_photos:
            work, shared = desks.work, desks._shared
            same = (work.settings, work.fixed) == (shared.settings, shared.fixed)
            self.expect(same and not work.by_hand, "a photo without a mark has its own settings")

    def _check_palette(self, result: Result) -> None:
        session, expect = self.window.session, self.expect
        palette, rows = result.palette, self.window.palette_view.rows
        colors = [row.split()[0] for row in rows]
        expect(sorted(colors) == sorted(palette.hex), f"rows {rows}, palette {palette.hex}")
        locked = {row.split()[0] for row in rows if row.endswith(", locked")}
        flagged = {color for color, is_ in zip(palette.hex, palette.locked, strict=True) if is_}
        expect(locked == flagged, f"rows locked {locked}, palette {flagged}")
        visible = session.photo.visible
        shown = result.indices if visible is None else result.indices[visible]
        counts = np.bincount(shown.ravel(), minlength=len(palette))
        expect(np.array_equal(counts, palette.counts), "counts are not those of the pixels")
        edited = session.edited.palette
        expect(np.array_equal(edited.colors, palette.colors), "edited has other colors")
        expect(np.array_equal(edited.locked, palette.locked), "edited has other locks")
        caption = "1 color" if len(palette) == 1 else f"{len(palette)} colors"
        expect(self.window.canvas._layers.caption == caption, "the caption is another")

    def _check_settings(self, result: Result) -> None:
        session, expect, palette = self.window.session, self.expect, result.palette
        settings, work = session.settings, session.desks.current.work
        chip = self.window.palette_view.chip.text
        says = work.fixed is not None or settings.owned is not None
        expect(bool(chip) == says, f"the chip says {chip!r}")
        if work.fixed is not None:
            there = work.fixed.palette if work.edited is None else work.edited.palette
            expect(set(palette.hex) == set(there.opaque.hex), "other colors than the fixed ones")
            says = self.window.panel.colors.box.value()
            # Of own colors fewer may be found for all photos, where more would not help.
            fits = says >= len(palette) if settings.owned else says == len(palette)
            expect(fits, f"the box says {says}, the palette has {len(palette)}")
            return
        locked = {f"#{bytes(color).hex()}" for color in settings.locked}
        flagged = {color for color, is_ in zip(palette.hex, palette.locked, strict=True) if is_}
        expect(locked == flagged, f"settings lock {locked}, palette {flagged}")
        expect(len(set(palette.hex)) == len(palette) or work.edited is not None, "a color twice")
        goals = self.window.outcome_desk.goals
        expect(goals.goals == self.window.outcome_desk.block.goal.goals, "another goal is shown")
        wanted = settings.colors
        if work.edited is not None:
            # A photo of few colors has fewer than were asked for, and an edit leaves it so.
            # Nor can a run have more than there are to choose from, whatever was added by hand.
            few = len(work.edited) <= wanted or wanted == settings.most_colors < 256
            expect(few, f"{len(work.edited)} colors edited, not {wanted}")
            wanted = len(work.edited)
        else:
            histogram = session.histogram
            missing = absent(histogram, np.array(settings.locked, np.uint8).reshape(-1, 3))
            in_palette = settings.transparency == "palette"
            if in_palette and histogram.translucent is not None and not settings.dithered:
                histogram = histogram.translucent
            # One is for what is hidden, and is there even if there is just one more.
            hidden = int(in_palette and session.histogram.hidden > 0)
            room = max(wanted - hidden, len(settings.locked), 1)
            there = len(histogram) + len(missing)
            wanted = hidden + (min(room, there) if len(histogram) <= room else room)
        if settings.owned is not None and work.edited is None:
            # Fewer come back where more would not help.
            expect(len(palette) <= wanted, f"{len(palette)} colors, more than {wanted}")
            there = {*settings.owned.colors, *settings.locked}
            seen = palette.some(palette.seen) if len(palette.seen) else palette
            expect({*map(tuple, seen.colors.tolist())} <= there, "colors that nobody owns")
        else:
            expect(len(palette) == wanted, f"{len(palette)} colors, not {wanted}")
        expect(
            self.window.panel.colors.box.value() == settings.colors, "the box says another number"
        )

    def _check_actions(self) -> None:
        window, expect, session = self.window, self.expect, self.window.session
        actions, chosen = window.actions_, window.palette_view.chosen
        there, settled = session.result is not None, session.settled
        chosen = chosen if settled else []
        for action, able in (
            (actions.save, True),
            (actions.save_as, True),
            (actions.save_palette, there),
            (actions.add_color, settled),
            (actions.copy_palette, settled),
            (actions.lock, len(chosen) > 0),
            (actions.edit_color, len(chosen) == 1),
            (actions.merge, len(chosen) > 1),
            (actions.remove_color, len(chosen) > 0),
            (
                actions.cancel,
                window.canvas.picking
                or window.framing_desk.active
                or window.mattering_desk.active
                or window.full_screen.is_on,
            ),
            (actions.pick_color, bool(session.histogram)),
            (actions.previous, window.documents.album.has_previous),
            (actions.next, window.documents.album.has_next),
        ):
            expect(action.isEnabled() == able, f"{action.text()} is enabled: {not able}")
        expect(actions.pick_color.isChecked() == window.canvas.picking, "picking is shown wrongly")
