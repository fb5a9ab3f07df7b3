"""Other offices' names among the words of a row: the list of regencies and cities, and what is no name in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.cells.other_offices import OfficeFacts, find_offices, names_other, own_names, own_pattern
from sync.cells.personal_data import Watch, check_text
from sync.cells.regencies import ambiguous, provinces, regencies
from sync.cells.text import squeeze

LEBAK = OfficeFacts("Komisi Pemilihan Umum Kabupaten Lebak", "KPU Kabupaten Lebak", "")
PLACES = [
    (kind, name)
    for parts in provinces().values()
    for kind, names in zip(("Kabupaten", "Kota"), parts, strict=True)
    for name in names
]
OTHERS = [place for place in PLACES if place != ("Kabupaten", "Lebak")]
CASES = st.sampled_from([str, str.upper, str.lower])


def told(text: str, office: OfficeFacts = LEBAK) -> list[object]:
    return [flaw.words["found"] for flaw in check_text(text, office)]


def office_of(kind: str, name: str) -> OfficeFacts:
    return OfficeFacts(f"Komisi Pemilihan Umum {kind} {name}", f"KPU {kind} {name}", "")


def test_the_list_holds_every_regency_and_city():
    """38 provinces, 416 regencies, 98 cities; none twice in its province."""
    assert len(provinces()) == 38
    assert [sum(kind == wanted for kind, _ in PLACES) for wanted in ("Kabupaten", "Kota")] == [416, 98]
    assert len(set(PLACES)) == 416 + 98


@given(
    st.sampled_from(OTHERS),
    st.sampled_from(["KPU", "KPUD", "Komisi Pemilihan Umum", "Komisi Pemilihan Umum (KPU)"]),
    st.sampled_from([" ", "  ", "\n", "\u00a0"]),
    CASES,
    st.sampled_from(["", " Tahun 2025", ", Banten", " dan KPU Kabupaten/Kota lainnya", "."]),
)
def test_every_other_office_is_told_however_its_name_is_set(place, commission, blank, case, rest):
    kind, name = place
    (found,) = told(case(blank.join(["Laporan", commission, kind, name]) + rest))
    assert squeeze(str(found)) == squeeze(f"KPU {kind} {name}")


@given(st.sampled_from(OTHERS), CASES)
def test_a_name_without_its_kind_is_told_where_it_can_be_no_other(place, case):
    """`KPU Pandeglang`; a province, a city called like one, and everyday words need `Kabupaten` or `Kota`."""
    name = place[1]
    found = told(case(f"Keputusan KPU {name}"))
    assert bool(found) == (squeeze(name) not in ambiguous())


@pytest.mark.parametrize(
    "text",
    [
        *("KPU Banten", "KPU Jambi", "KPU Gorontalo", "KPU Bengkulu", "KPU Bangka Belitung", "KPU Papua Barat Daya"),
        *("KPU Maluku Utara", "KPU Jakarta", "KPU Daerah Khusus Jakarta", "KPU Yogyakarta", "KPU Kepulauan Riau"),
        *(
            "KPU Lebak",
            "KPUD LEBAK",
            "kpu lebak",
            "Komisi Pemilihan Umum Lebak Tahun 2025",
            "KPU RI",
            "KPU Provinsi Banten",
        ),
        *(
            "Ketua KPU Bima Arya",
            "KPU Metro TV",
            "KPU Puncak Acara",
            "KPU Batu Pertama",
            "KPU buru data",
            "KPU serang balik",
        ),
        *(
            "PKPU Serang",
            "Pemilu Serang",
            "Kabupaten Serang",
            "Bawaslu Kabupaten Serang",
            "KPU (Bandung: Penerbit, 2020)",
        ),
        *("KPU, Kota Serang, dan Bawaslu", "002/PP.01.2-Kpt/3602/KPU-Kab/IX/2024", "https://kpu-serang.example/a.pdf"),
        "Komisi Pemilihan Umum (KPU) Kabupaten Lebak",
        "KPU Kabupaten (Lebak)",
    ],
)
def test_what_names_no_other_office_is_left_alone(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Terpilih",
            "Masa Jabatan 2024-2029",
            "Menetapkan",
            "Memutuskan",
            "Beserta Jajaran",
            "Selaku PPID",
            "Tetangga",
        ),
        *("Sekitar", "Baru", "Daerah Otonom Baru", "Per Kecamatan", "Lampiran I", "Lolos Seleksi", "Melakukan", "Lain"),
        *(
            "Mengadakan Rapat",
            "Selama 2024",
            "Edisi 2024",
            "Penyelenggara Pemilu",
            "Nomor 12",
            "Tahun 2024",
            "Definitif",
        ),
        *("Sebagai Badan Publik", "Hasil Pemilihan", "Se-Banten", "Berkedudukan di Ibu Kota", "Pada Pemilu", "Aktif"),
        *("Dalam Negeri", "Setelah Pelantikan", "Bersama Forkopimda", "Pengganti Antarwaktu", "Periode 2023", "Batal"),
    ],
)
def test_words_behind_the_kind_of_an_office_are_no_name(words):
    """Capitals tell nothing: titles are written with them."""
    for kind in ("Kabupaten", "Kota", "Kab."):
        text = f"Anggota KPU {kind} {words}"
        assert told(text) == told(text.upper()) == []


def test_a_name_spelt_nearly_like_anothers_is_told_and_one_like_ours_is_not():
    assert told("KPU Kabupaten Pandegelang") == ["KPU Kabupaten Pandegelang"]
    assert told("KPU Kota Tanggerang Selatan Tahun 2025") == ["KPU Kota Tanggerang Selatan"]
    assert told("KPU Kabupaten Lebaak") == []


def test_no_office_is_told_of_itself():
    """None of the 514, in any usual form; and the quick look passes its own name over."""
    for kind, name in PLACES:
        office = office_of(kind, name)
        forms = (f"KPU {kind} {name} Tahun 2025", f"Komisi Pemilihan Umum {kind} {name}", f"Laporan KPU {name}.")
        texts = [*forms, *map(str.upper, forms)]
        assert Watch(office).suspects(texts) == []
        assert [find_offices(text, office, own_names(office)) for text in texts] == [[]] * 6


def test_a_neighbour_whose_name_goes_on_after_ours_is_not_passed_over():
    for ours, other in (("Bone", "Bone Bolango"), ("Pidie", "Pidie Jaya"), ("Puncak", "Puncak Jaya")):
        office = office_of("Kabupaten", ours)
        text = f"Laporan KPU Kabupaten {other} Tahun 2025"
        assert Watch(office).suspects([text]) == [text]
        assert told(text, office) == [f"KPU Kabupaten {other}"]


def test_other_spellings_of_our_own_name_are_ours():
    assert told("KPU Kabupaten 50 Kota", office_of("Kabupaten", "Lima Puluh Kota")) == []
    assert told("KPU Kab. Kep. Seribu", office_of("Kabupaten", "Kepulauan Seribu")) == []
    assert told("KPU Kota Padang Sidempuan", office_of("Kota", "Padangsidimpuan")) == []


def test_a_regency_founded_after_this_list_knows_itself_and_its_neighbours():
    new = office_of("Kabupaten", "Bogor Barat")
    assert told("KPU Kabupaten Bogor Barat, KPU Bogor Barat", new) == []
    assert told("KPU Kabupaten Bogor", new) == ["KPU Kabupaten Bogor"]


def test_a_provinces_office_may_name_all_of_them():
    banten = OfficeFacts("Komisi Pemilihan Umum Provinsi Banten", "KPU Provinsi Banten", "")
    assert own_names(banten) == frozenset()
    assert told("KPU Kabupaten Serang, KPU Kota Serang, KPU Lebak", banten) == []


def test_the_quick_look_sees_every_beginning_of_a_name():
    own = own_pattern(LEBAK)
    assert all(names_other(f"rapat KPU {name} 2025", own) for _, name in OTHERS if name != "Lebak")
    assert not names_other("KPU Kabupaten Lebak, pemilu 2024, https://kpu-lebak.example/kpu.pdf", own)
    assert {"lebak", "tolitoli", "50kota"} <= regencies().keys()
