"""Tables: as text, CSV, LaTeX and HTML, whatever the words in them."""

import csv
import io
import math
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import Column, Moment, Table, cluster_table
from tests import examples

TABLE = Table(
    "Starts & ends",
    (Column("Name"), Column("Error", 2), Column("Pixels")),
    (("50 % of a_b", 12.345, 7), ("=1+1", math.inf, None)),
)
# Characters that some format has a meaning for, and some that none has.
WORDS = st.text("<>&\"'=+-@{}\\%$#_~^\n\r\0;,|a é∞∆\u202e", max_size=8)
DIGITS = st.none() | st.integers(0, 8)
CELLS = WORDS | st.integers() | st.floats(allow_nan=False) | st.none()
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Table,
        WORDS,
        st.lists(st.builds(Column, WORDS, DIGITS), min_size=width, max_size=width).map(tuple),
        st.lists(st.lists(CELLS, min_size=width, max_size=width).map(tuple), max_size=4).map(tuple),
    )
)


def test_text_has_columns_of_even_width_with_numbers_to_the_right():
    assert TABLE.to_text().splitlines() == [
        "Starts & ends",
        "",
        "Name         Error  Pixels",
        "50 % of a_b  12.35       7",
        "=1+1             ∞",
    ]


def test_csv_has_numbers_in_full_and_no_formula():
    assert TABLE.to_csv().splitlines() == [
        "Name,Error,Pixels",
        "50 % of a_b,12.345,7",
        "'=1+1,inf,",
    ]


def test_latex_escapes_what_it_would_take_for_commands():
    latex = TABLE.to_latex()
    assert r"\caption{Starts \& ends}" in latex
    assert r"50 \% of a\_b & 12.35 & 7 \\" in latex
    assert r"\begin{tabular}{lrr}" in latex


@settings(max_examples=examples(60))
@given(TABLES)
def test_html_is_well_formed_whatever_the_words(table):
    tree = ET.fromstring(table.to_html())
    assert len(tree.findall("tbody/tr")) == len(table.rows)
    assert all(len(row) == len(table.columns) for row in tree.findall("tbody/tr"))


@settings(max_examples=examples(60))
@given(TABLES)
def test_csv_is_read_back_with_every_cell(table):
    rows = list(csv.reader(io.StringIO(table.to_csv())))
    assert len(rows) == 1 + len(table.rows) or table.columns[1:] == ()
    for row, cells in zip(rows[1:], table.rows, strict=False):
        for text, cell in zip(row, cells, strict=False):
            assert isinstance(cell, str) or text == ("" if cell is None else str(cell))
            assert text[:1] not in ("=", "@") or not isinstance(cell, str)


@settings(max_examples=examples(60))
@given(TABLES)
def test_latex_leaves_no_command_of_the_words(table):
    body = re.sub(r"\\[\\&%$#_{}]", "", table.to_latex().split("\\hline")[2])
    assert not set(body) & set("%#_~")
    assert body.count("{") == body.count("}")


def test_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="row 1 has 2 cells, the table 1 columns"):
        Table("", (Column("a"),), ((1, 2),))


def test_clusters_of_a_moment_are_listed_with_sizes_and_errors():
    centroids = np.array([[255, 0.25, 9.5], [300, -4, 7]], np.float32)
    moment = Moment("iteration", 3, centroids, np.array([30, 0]), np.array([60.0, 0]))
    table = cluster_table(moment)
    assert table.title == "Clusters: Iteration 3"
    assert table.rows[0] == (1, 255, 0.25, 9.5, "#ff000a", 30, 1.0, 60.0, 2.0)
    assert table.rows[1][4:] == ("#ff0007", 0, 0.0, 0.0, None)
