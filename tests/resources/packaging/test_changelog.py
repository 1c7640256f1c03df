"""What packages tell of releases, read from a changelog as people write it."""

import os
from datetime import date

from core.version import VERSION
from resources.packaging import moment as moments
from resources.packaging.changelog import releases
from resources.packaging.moment import moment

TEXT = """# Changelog

## [Unreleased]

### Added

- **Sliders** that `slide`: they
  were asked for. More on that.
- A [page](docs/page.md), e.g. this one.

## [0.0.2] - 2026-02-01

### Fixed

- Crash of version 0.0.1. It was bad.

## [0.0.1] - 2026-01-01
"""


def test_releases_have_dates_and_the_first_sentence_of_each_change():
    coming, second, first = releases(TEXT)
    assert (coming.version, coming.is_out) == (VERSION, False)
    assert coming.changes == ("Sliders that slide: they were asked for", "A page, e.g. this one")
    assert (second.version, second.day, second.is_out) == ("0.0.2", date(2026, 2, 1), True)
    assert second.changes == ("Crash of version 0.0.1",)
    assert (first.version, first.changes) == ("0.0.1", ())


def test_heading_without_changes_is_no_release():
    assert [
        each.version for each in releases("## [Unreleased]\n\n" + TEXT[TEXT.index("## [0.0.2]") :])
    ] == [
        "0.0.2",
        "0.0.1",
    ]


def test_our_own_changelog_is_understood():
    assert len(releases()[0].changes) >= 1


def test_packages_are_of_the_time_that_a_builder_gives(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert moment().date() == date(1970, 1, 2)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert moment().year >= 2026


def test_what_is_packed_is_of_the_time_of_its_bundle(tmp_path, monkeypatch):
    inside = tmp_path / "_internal" / moments.KEPT_AS
    monkeypatch.setattr(os, "environ", {**os.environ, "SOURCE_DATE_EPOCH": "86400"})
    moments.keep(inside.parent)
    del os.environ["SOURCE_DATE_EPOCH"]
    moments.follow(tmp_path)
    assert moment().date() == date(1970, 1, 2)
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    moments.follow(tmp_path)
    assert moment().date() == date(1970, 1, 1)
