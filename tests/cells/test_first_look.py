"""A first look at many texts leaves none out that a look at each would tell of."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.cells.cell import odd_texts, read_cell
from sync.cells.document_links import read_links
from sync.cells.other_offices import OfficeFacts, find_offices, own_names
from sync.cells.personal_data import Watch, _personal
from sync.cells.text import CellValue, clean, is_clean, is_plain, is_printable
from sync.template.loader import load_template
from tests.cells.test_personal_tables import FORMS

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
            *("a@b.example", "budi (at) gmail.com", " at gmail dot com", "NIK", "36 02", "O1", "paspor A1234567"),
            *("nopol A 12 B", "lahir di Lebak, 1 Mei 1990", "alamat RT 01/RW 02", "/", "_", "%40", "ttl", "t.t.l"),
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
def test_links_that_need_no_look_are_stored_as_they_are(texts):
    column = TEMPLATE.tab("unit").column("tautan")
    odd = set(odd_texts(texts, column))
    assert all(read_links(text) == CellValue(text) == read_cell(text, column, TEMPLATE) for text in set(texts) - odd)


@example(["KPU Kabupaten Lebak - Barat"])
@given(st.lists(TYPED, max_size=90))
def test_nothing_that_must_not_be_published_is_passed_over(texts):
    watch = Watch(LEBAK)
    suspects = set(watch.suspects(texts))
    for text in texts:
        assert text in suspects or not find_offices(text, LEBAK, own_names(LEBAK))
        assert text in suspects or not list(_personal(text, frozenset(), ""))
    assert suspects == {text for text in texts if text in set(watch.suspects([text]))}


@pytest.mark.parametrize("kind", [kind for kind in FORMS if kind])
def test_no_form_of_personal_data_is_passed_over_among_others(kind):
    texts = [form for form in FORMS[kind] if list(_personal(form, frozenset(), ""))]
    assert set(texts) <= set(Watch(LEBAK).suspects([*("Laporan tahunan" for _ in range(70)), *texts]))


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
