"""What is done for many texts at once gives what doing it for each alone gives."""

from __future__ import annotations

import pickle
from itertools import repeat
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.cells.text import squeeze, squeeze_all
from sync.ledger.state import Event
from sync.model import made
from sync.plan.identity import mark_of, marks_of
from sync.plan.version import Content, content_of, contents_and_fingerprints, fingerprint_of, reading_key, reading_keys
from sync.template.loader import load_template

TEMPLATE = load_template()
PIECES = st.sampled_from(
    [
        *(
            "KPU Kabupaten Lebak",
            "KPU Kabupaten Lebak Selatan",
            "kpu kabupaten lebak",
            "KPU Kota Cilegon",
            "Barat",
            "Tahun",
        ),
        *(
            "KPU Kab. Serang",
            "KPU Pandeglang",
            "(KPU) Kota",
            "KPUD",
            "daerah",
            "Serang",
            "Kabupaten",
            "Komisi Pemilihan Umum Kabupaten Lebak",
            "2025-2029",
            "0812-3456-7890",
            "3602041205800001",
        ),
        *(
            "a@b.example",
            "100%",
            "“é”",
            '"',
            "\\",
            "|",
            "  ",
            " ",
            "\n",
            "\u200b",
            "-",
            "'",
            "1.083.510",
            "(0)",
            "62",
            "A",
        ),
    ]
)
TEXT = st.lists(PIECES, max_size=8).map(" ".join) | st.lists(PIECES, max_size=5).map("".join)


@given(st.lists(TEXT, max_size=30))
def test_squeezed_together_or_alone(texts):
    assert squeeze_all(texts) == [squeeze(text) for text in texts]


ROW = st.tuples(
    st.sampled_from(["KUL", "TEK"]), st.sampled_from(["", "Informasi Berkala"]),
    st.lists(TEXT, min_size=len(TEMPLATE.public_roles), max_size=len(TEMPLATE.public_roles)),
)  # fmt: skip


@given(st.lists(ROW, min_size=1, max_size=12))
def test_contents_fingerprints_and_keys_column_by_column_are_those_of_each_entry(rows):
    units, classes, texts = zip(*rows, strict=True)
    columns, none = list(zip(*texts, strict=True)), ("", "", "")
    contents, fingerprints = contents_and_fingerprints(units, columns, classes, TEMPLATE)
    alone = [
        content_of(unit, dict(zip(TEMPLATE.public_roles, row, strict=True)), klasifikasi, none, TEMPLATE)
        for unit, klasifikasi, row in rows
    ]
    assert contents == alone
    assert fingerprints == [fingerprint_of(content) for content in alone]
    keys = reading_keys(units, columns, classes, TEMPLATE)
    assert keys == [reading_key(unit, row, klasifikasi, none) for unit, klasifikasi, row in rows]


def test_many_plain_rows_and_one_odd_among_them_are_hashed_as_each_alone():
    """Rows of plain texts are written as they are; one that is not must not change how its neighbours are."""
    titles = [f"Laporan {number}" for number in range(70)] + ['Laporan "akhir"\nbaris dua \x85\u2028\ud800', ""]
    filler = ["A"] * len(titles)
    columns = [titles if role == "judul" else filler for role in TEMPLATE.public_roles]
    units, classes = ["KUL"] * len(titles), [""] * len(titles)
    contents, fingerprints = contents_and_fingerprints(units, columns, classes, TEMPLATE)
    keys = reading_keys(units, columns, classes, TEMPLATE)
    assert [content.get("judul", "") for content in contents] == titles
    assert fingerprints == [fingerprint_of(dict(content)) for content in contents]
    rows = zip(*columns, strict=True)
    assert keys == [reading_key("KUL", row, "", ("", "", "")) for row in rows]
    assert contents_and_fingerprints([], [[]] * len(columns), [], TEMPLATE) == ([], [])


@given(st.lists(ROW, min_size=1, max_size=6))
def test_a_content_over_shared_roles_is_a_mapping_like_any_other(rows):
    """Wherever a version goes, its content is read, compared, copied and kept as the same mapping of filled fields."""
    units, classes, texts = zip(*rows, strict=True)
    contents, _ = contents_and_fingerprints(units, list(zip(*texts, strict=True)), classes, TEMPLATE)
    for content in contents:
        plain = dict(content)
        assert list(content) == sorted(plain) and len(content) == len(plain) and all(plain.values())
        assert content == plain and plain == content and pickle.loads(pickle.dumps(content)) == plain
        for role in (*TEMPLATE.version_roles, "lain"):
            assert content.get(role) == plain.get(role) and content.get(role, "-") == plain.get(role, "-")
            assert (role in content) == (role in plain)


def test_a_content_has_no_empty_field():
    content = Content({"judul": 0, "tempat": 1}, ("A", ""))
    assert content["judul"] == "A" and content != Content({"judul": 0, "tempat": 1}, ("A", "B"))
    for role in ("tempat", "lain"):
        with pytest.raises(KeyError):
            content[role]


def test_named_tuples_made_by_column_are_those_made_one_by_one():
    columns: list[list[Any]] = [["A", "B"], ["added", "changed"], [1, 2], ["sync", "ppid"]]
    assert made(Event, *columns) == [Event("A", "added", 1, "sync"), Event("B", "changed", 2, "ppid")]
    assert all(type(event) is Event for event in made(Event, *columns))
    assert made(Event, ["A"], repeat("added"), repeat(1), repeat("sync")) == [Event("A", "added", 1, "sync")]


def test_marks_of_many_rows_are_those_of_each():
    ids = [f"KUL-{number:04d}" for number in range(1, 200)]
    marks = marks_of("0" * 32, ids, 7)
    assert marks == [mark_of("0" * 32, id, 7) for id in ids]
    assert len(set(marks)) == len(ids)
