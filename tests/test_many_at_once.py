"""What is done for many texts at once gives what doing it for each alone gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.cell import odd_texts, read_cell
from sync.content import content_of, contents_and_fingerprints, fingerprint_of, reading_key, reading_keys
from sync.identity import mark_of, marks_of
from sync.links import is_plain_link, odd_links
from sync.office import OfficeFacts, find_offices, own_names
from sync.personal import Watch
from sync.spelling import squeeze, squeeze_all
from sync.template import load_template

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


def test_marks_of_many_rows_are_those_of_each():
    ids = [f"KUL-{number:04d}" for number in range(1, 200)]
    marks = marks_of("0" * 32, ids, 7)
    assert marks == [mark_of("0" * 32, id, 7) for id in ids]
    assert len(set(marks)) == len(ids)
