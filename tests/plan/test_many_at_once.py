"""What is done for many texts at once gives what doing it for each alone gives."""

from __future__ import annotations

import pickle
from itertools import repeat
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.cells.cell import odd_texts, read_cell
from sync.cells.document_links import is_plain_link, odd_links
from sync.cells.other_offices import OfficeFacts, find_offices, own_names
from sync.cells.personal_data import Watch
from sync.cells.text import clean, is_clean, is_plain, is_printable, squeeze, squeeze_all
from sync.ledger.state import Event
from sync.model import made
from sync.plan.identity import mark_of, marks_of
from sync.plan.version import Content, content_of, contents_and_fingerprints, fingerprint_of, reading_key, reading_keys
from sync.template.loader import load_template

TEMPLATE = load_template()
LEBAK = OfficeFacts("Komisi Pemilihan Umum Kabupaten Lebak", "KPU Kabupaten Lebak", "kpu@lebak.example")
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
TYPED = TEXT.map(str.strip)
LINKS = st.lists(
    st.sampled_from(["https://", "kpu.example/", "dok/", "a.pdf", "|", " | ", "Nama", "?x=1", "/", "é", "javascript:"]),
    max_size=6,
).map("".join)


@given(st.lists(TYPED, max_size=90))
def test_a_text_that_needs_no_look_means_what_it_says(texts):
    column = TEMPLATE.tab("unit").column("judul")
    odd = set(odd_texts(texts, column))
    assert all(read_cell(text, column, TEMPLATE).value == text for text in texts if text not in odd)
    assert not any(read_cell(text, column, TEMPLATE).flaws for text in texts if text not in odd)


@given(st.lists(LINKS.map(str.strip), max_size=90))
def test_links_that_need_no_look_are_plain(texts):
    assert sorted(odd_links(texts)) == sorted(text for text in texts if not is_plain_link(text))


@given(st.lists(TYPED, max_size=90))
def test_nothing_that_must_not_be_published_is_passed_over(texts):
    watch = Watch(LEBAK)
    suspects = set(watch.suspects(texts))
    for text in texts:
        assert text in suspects or not find_offices(text, LEBAK, own_names(LEBAK))
        assert text in suspects or not watch.check(text)
    assert suspects == {text for text in texts if text in set(watch.suspects([text]))}


def test_our_own_name_is_passed_over_and_our_neighbours_are_not():
    watch = Watch(LEBAK)
    ours = "Laporan Keuangan Satker KPU Kabupaten Lebak Tahun 2025, KPU KABUPATEN LEBAK"
    assert watch.suspects([ours]) == []
    for other in ("KPU Kabupaten Lebak Selatan", "KPU Kabupaten Lebak  Barat", "KPU Kabupaten Lebak, KPU Kota Serang"):
        assert watch.suspects([ours, other]) == [other]


def test_years_and_sums_are_no_long_numbers_and_telephones_are():
    watch = Watch(LEBAK)
    plain = [
        "Rencana Strategis Tahun 2025-2029 berkas 12",
        "DPT 1.083.510 pemilih (555.075 L, 528.435 P) pada 2.062 TPS",
    ]
    telephones = ["tanya ke 0812-3456-7890", "tanya ke +62 (0) 812 3456 7890", "tanya ke 62(0)8123456789"]
    assert watch.suspects([*plain, *telephones[:2]]) == telephones[:2]
    assert all(watch.check(text) for text in telephones[:1])


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


@given(st.lists(TEXT, max_size=5))
def test_what_is_plain_together_is_clean_alone(texts):
    """One look at many texts joined by bars may only say yes where a look at each would."""
    assert all(is_printable(text) == (text.isascii() and text.isprintable()) for text in texts)
    if is_plain("|".join(texts)):
        assert all(is_clean(text) and clean(text) == text for text in texts)


def test_plain_sentences_are_seen_to_be_plain():
    assert is_plain("Laporan tahunan|Daftar pemilih (DPT) 2024|A|b-c")
    for odd in ("", " a", "a ", "a  b", "a |b", "a| b", "a\tb", "é", "a\n", "a||b"):
        assert not is_plain(odd), odd


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
