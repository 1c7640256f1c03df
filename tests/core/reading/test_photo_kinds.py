"""Every kind of photo comes in with the colors that were meant, and says what was changed."""

import pytest

from core import open_photo
from tests import ROOT
from tests.core.reading.photo_kinds import difference, kinds

DOCS = ROOT / "docs"
KINDS = list(kinds())


@pytest.mark.parametrize("kind", KINDS, ids=[kind.title for kind in KINDS])
def test_kind_comes_in_as_it_was_meant(tmp_path, kind):
    # No ending: content decides.
    path = tmp_path / "photo"
    path.write_bytes(kind.make())
    photo = open_photo(path)
    assert photo.pixels.shape == kind.rgb.shape
    assert (photo.alpha is None) == (kind.alpha is None)
    assert difference(kind, photo) <= kind.tolerance
    notes = (kind.note,) if isinstance(kind.note, str) else kind.note
    assert photo.notes == tuple(filter(None, notes))


def test_documents_list_every_kind():
    text = (DOCS / "reading.md").read_text(encoding="utf-8")
    missing = [kind.title for kind in KINDS if f"| {kind.title} | {kind.becomes} |" not in text]
    assert not missing
