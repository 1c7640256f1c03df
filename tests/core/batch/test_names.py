"""Names by a pattern: fields are put in, nothing is evaluated, no name leads elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.batch.names import Fields, NamePattern
from core.errors import SettingsError

FIELDS = Fields("sea", 16, 7, "summer", "png")


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{name}-{colors}", "sea-16"),
        ("{n:03} {name}", "007 sea"),
        ("{parent}_{n}", "summer_7"),
        ("{format}s of {name}", "pngs of sea"),
        ("%s $HOME `x` {name}", "%s $HOME `x` sea"),
    ],
)
def test_fields_are_put_in(pattern, name):
    assert NamePattern(pattern).fill(FIELDS) == name


def test_what_was_put_in_is_not_looked_at_again():
    fields = FIELDS._replace(name="{colors}{n:03}")
    assert NamePattern("{name}").fill(fields) == "{colors}{n:03}"


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("{size}", "only {name}"),
        ("{name.__class__}", "only {name}"),
        ("{name!r}", "only {name}"),
        ("{n:>9}", "only {name}"),
        ("{n:0999999}", "only {name}"),
        ("{name", "only {name}"),
        ("a/{name}", "sub-folders are kept"),
        ("..\\{name}", "sub-folders are kept"),
        ("..", "dot"),
        (".{name}", "dot"),
        ("{name}?", "cannot have '?'"),
        ("a\n{name}", "cannot have"),
        ("", "needs a letter"),
        ("  ", "needs a letter"),
        ("CON", "reserves"),
        ("lpt1.few", "reserves"),
    ],
)
def test_pattern_of_no_name_is_refused_with_the_reason(pattern, why):
    with pytest.raises(SettingsError, match=why.replace("{", r"\{").replace("?", r"\?")):
        NamePattern(pattern)


@pytest.mark.parametrize(("pattern", "name"), [("{name}", "aux"), ("com{colors}", "sea")])
def test_name_that_windows_reserves_is_refused_once_it_is_made(pattern, name):
    with pytest.raises(SettingsError, match="reserves"):
        NamePattern(pattern).fill(FIELDS._replace(name=name, colors=1))


@given(st.text())
def test_any_pattern_is_refused_or_makes_a_plain_name(pattern):
    try:
        name = NamePattern(pattern).fill(FIELDS)
    except SettingsError:
        return
    assert name.strip()
    assert not set(name) & set('/\\:*?"<>|\0')
    assert not name.startswith(".")
