"""What is asked is read strictly; what is found fits, whatever the affixes, the beginnings and the misspellings."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import process

from sync.national.list_store import ListStore
from sync.national.national_settings import NationalSettings
from sync.national.search import BadQuestion, NationalSearch, read_question
from sync.national.taking import Taking
from sync.national.word_queries import COMPARED
from sync.national.words import fold, meanings, stem
from tests.national.nation import NOW, TABLE, record, site, stocked

CHOICES = {"provinsi": ["Banten", "Bali"], "jenis": ["KPU Kabupaten"], "kelas": ["Informasi Berkala"]}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"q": ["x" * 10_000]}, "200 huruf"), ({"q": ["***"]}, "satu kata"), ({"q": ["? * ?"]}, "satu kata"),
        ({"q": ["*anggaran"]}, "di awal kata"), ({"q": ["laporan ?uang"]}, "di awal kata"),
        ({"q": ["a\x00b"]}, "tidak dapat dicetak"), ({"q": ["a\x1b[2J"]}, "tidak dapat dicetak"),
        ({"q": ["a\u202eb"]}, "tidak dapat dicetak"), ({"q": ["a\nb"]}, "tidak dapat dicetak"),
        ({"q": [" ".join(map(str, range(13)))]}, "12 kata"), ({"q": ["a", "b"]}, "lebih dari sekali"),
        ({"q": ["a"], "x": ["1"]}, "tidak dikenal"), ({"q": ["a"], "provinsi": ["Atlantis"]}, "tidak ada"),
        ({"q": ["a"], "halaman": ["0"]}, "halaman 50"), ({"q": ["a"], "halaman": ["51"]}, "halaman 50"),
        ({"q": ["a"], "halaman": ["-1"]}, "halaman 50"), ({"q": ["a"], "halaman": ["1e3"]}, "halaman 50"),
        ({"q": ["a"], "halaman": ["٣"]}, "halaman 50"), ({"q": ["a"], "halaman": ["9" * 5000]}, "halaman 50"),
    ],
)  # fmt: skip
def test_a_question_that_is_not_asked(asked: dict[str, list[str]], told: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        read_question(asked, CHOICES)
    assert told in refused.value.words


def test_a_question_is_words_and_choices() -> None:
    question = read_question({"q": [" Berapa ANGGARAN ánggaran? "], "provinsi": ["Bali"], "kelas": [""]}, CHOICES)
    assert question.text == "Berapa ANGGARAN ánggaran?" and question.words == ("anggaran",)
    assert question.filters == {"provinsi": "Bali"} and question.page == 1
    assert read_question({"q": ["yang"]}, CHOICES).words == ("yang",), "where there are no other words, these count"
    assert read_question({}, CHOICES).words == ()


def test_words_are_folded_and_stemmed() -> None:
    assert fold("Réalisasi—ANGGARAN (DIPA) 2025") == ["realisasi", "anggaran", "dipa", "2025"]
    assert {stem(word) for word in ("pengadaan", "mengadakan", "diadakan")} == {"ada"}
    assert stem("2025") == "2025"


def test_what_lists_say_for_a_word_is_known_as_stems_that_still_mean_it() -> None:
    assert ("lapor", "kinerja") in meanings()["lakip",]
    assert ("anggar",) in meanings()["uang",] and ("hasil",) not in meanings()["gaji",]


TITLES = (
    "Laporan Keuangan Tahun 2025", "Sosialisasi Pemilihan Kepala Daerah", "Pengadaan Barang dan Jasa",
    "Penyimpanan arsip dinamis", "Pertanggungjawaban dana hibah", "Jadwal kampanye",
    "<script>alert(1)</script> & 'kutip'",
    "Daftar aset", "Laporan Kinerja Instansi Pemerintah", "Daftar Calon Tetap anggota dewan",
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ListStore:
    records = [record(number, title) for number, title in enumerate(TITLES, 1)]
    records += [record(90 + number, "Daftar lain", ringkasan="Memuat kampanye di antaranya") for number in range(5)]
    return stocked(tmp_path_factory.mktemp("nasional"), {site(1): records, site(2, "Bali"): [record(1, "Daftar aset")]})


@pytest.fixture(scope="module")
def search(store: ListStore) -> NationalSearch:
    path = store._db.execute("PRAGMA database_list").fetchone()[2]
    return NationalSearch(NationalSettings(TABLE, Path(path).parent).index_path, store)


def found(search: NationalSearch, text: str, **filters: str) -> list[str]:
    asked = {"q": [text], **{name: [value] for name, value in filters.items()}}
    page = search.ask(read_question(asked, CHOICES), NOW)
    return [hit.entry.judul for hit in page.hits]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("laporan keuangan", TITLES[0]), ("KEUANGAN", TITLES[0]), ("uang 2025", TITLES[0]),  # case, stem, number
        ("mengadakan barang", TITLES[2]), ("simpan", TITLES[3]), ("menyimpan arsip", TITLES[3]),  # affixes
        ("sosialis", TITLES[1]), ("pertanggung", TITLES[4]), ("kampan", TITLES[5]),  # beginnings
        ("laporan keuwangan", TITLES[0]), ("sosialisai", TITLES[1]), ("pertangungjawaban", TITLES[4]),  # misspellings
        ("jadwal kampanye", TITLES[5]), ("kampanye", TITLES[5]),  # a title before a summary
        ("bagaimana jadwal kampanye", TITLES[5]), ("script", TITLES[6]), ("KUL-0003", TITLES[2]),
        ("LAKIP", TITLES[8]), ("caleg", TITLES[9]),  # what lists say for it
    ],
)  # fmt: skip
def test_what_fits_stands_first(asked: str, title: str, search: NationalSearch) -> None:
    assert found(search, asked)[0] == title


@pytest.mark.slow
def test_a_question_that_nothing_has_wholly_finds_what_has_half_of_it(search: NationalSearch) -> None:
    page = search.ask(read_question({"q": ["jadwal imunisasi"]}, CHOICES), NOW)
    assert page.partly and [hit.entry.judul for hit in page.hits] == ["Jadwal kampanye"]
    assert found(search, "imunisasi") == [] and found(search, "zzzzzzzz") == []


@pytest.mark.slow
def test_a_question_of_misspelt_words_costs_no_more_than_a_few(
    search: NationalSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comparing a word with all words is what costs: 200,000 of them, tens of milliseconds."""
    compared: list[str] = []
    extract = process.extract

    def counted(word: str, *words: Any, **options: Any) -> Any:
        compared.append(word)
        return extract(word, *words, **options)

    monkeypatch.setattr(process, "extract", counted)
    found(search, " ".join(f"keuwangan{'abcdefghijkl'[number]}" for number in range(12)))
    assert len(compared) <= 2 * COMPARED


@pytest.mark.slow
def test_choices_narrow_and_pages_turn(search: NationalSearch) -> None:
    assert len(found(search, "daftar aset")) == 2
    assert len(found(search, "daftar aset", provinsi="Bali")) == 1
    assert found(search, "daftar aset", provinsi="Bali", halaman="2") == []


@pytest.mark.slow
def test_what_is_withdrawn_is_not_shown_though_the_index_still_knows_it(
    search: NationalSearch, store: ListStore
) -> None:
    assert found(search, "arsip dinamis")
    store.replace("3601", Taking({}, (), (), ("KUL-0004",), 0), NOW, None)
    assert found(search, "arsip dinamis") == []
    later = search.ask(read_question({"q": ["keuangan"]}, CHOICES), NOW + timedelta(days=31))
    assert later.hits == (), "a list is shown beyond its time"
