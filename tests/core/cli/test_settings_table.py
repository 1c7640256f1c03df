"""The page of settings in the docs."""

from core.cli import settings_table


def test_page_in_the_docs_is_made_of_the_fields_as_they_are():
    written = settings_table.PAGE.read_text(encoding="utf-8")
    assert written == settings_table.page(), "run python -m core.cli.settings_table"
