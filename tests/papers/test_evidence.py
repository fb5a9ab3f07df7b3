"""The evidence for the monev: its numbers agree with the ledger, it holds nothing that is not public, and it fits."""

from __future__ import annotations

import io
import re
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.errors import ArgumentError, LedgerError, TemplateError
from sync.links.link_file import LinkFile
from sync.links.link_result import LinkResult, LinkResults, Openness
from sync.papers.evidence import PROOFS, EvidencePapers
from sync.papers.evidence_sources import EvidenceSources, evidence_period, month_name
from sync.papers.monev import MonevQuestion, questionnaires
from sync.papers.paper import Chart, Paper, Table
from sync.papers.table_book import to_book
from sync.papers.word_file import to_word
from sync.papers.words import MONEV, print_templates
from sync.plan.office_clock import office_day
from sync.run import evidence as run_evidence
from sync.run.evidence import BOOK, evidence_sources, write_evidence
from sync.run.print import to_pdf
from sync.settings.appearance import Papers
from tests import pdf_ua
from tests.office import BERKALA, TEMPLATE, Office, put
from tests.people import ACTIONS, lived

OURS = print_templates(None).path(MONEV).read_text("utf-8")
ALONE = '[[kuesioner]]\njudul = "Kami"\n[[kuesioner.pertanyaan]]\nkode = "A-1"\ntanya = "Adakah?"\nbukti = ["daftar"]\n'
WORDS = OURS[OURS.index("# Kata-kata yang dicetak.") :]


def known(office: Office, period: str = "2026-H2", now: datetime | None = None) -> EvidenceSources:
    """What the evidence of a period is made from, asked for now or later."""
    return evidence_sources(office.settings, TEMPLATE, evidence_period(period), now or office.now)


def papers_of(office: Office, period: str = "2026-H2", now: datetime | None = None) -> list[Paper]:
    """Every paper of the evidence."""
    papers = EvidencePapers(known(office, period, now))
    asked = questionnaires(papers.known.sources.templates, tuple(PROOFS))
    questions = [question for each in asked for question in each.pertanyaan]
    files = {question.kode: [f"{question.kode}.pdf"] for question in questions}
    return [papers.index(asked, files), *map(papers.question, questions)]


def rows(office: Office, name: str, period: str = "2026-H2", now: datetime | None = None) -> list[tuple[Any, ...]]:
    return list(EvidencePapers(known(office, period, now)).tables[name].rows)


def own_templates(office: Office, text: str) -> None:
    """The office writes a `monev.toml` of its own."""
    (office.settings.folder / "cetak").mkdir(exist_ok=True)
    (office.settings.folder / "cetak" / MONEV).write_text(text, "utf-8")
    office.settings = replace(office.settings, papers=Papers(templates="cetak"))


@pytest.fixture
def busy(office: Office) -> Office:
    """KUL-0001 and TEK-0001 are public, KUL-0002 is excluded, KUL-0003 waits; the list is established."""
    office.add(judul="Laporan terbit", tautan="https://kpu.example/a.pdf\nhttps://kpu.example/b.pdf")
    office.add(judul="Rahasia negara")
    office.add(judul="Belum disetujui")
    office.add("TEK", judul="Putusan", usulan=BERKALA)
    office.sync()
    office.exclude("KUL-0002")
    kendali = office.book.tabs["Kendali"]
    for label, text in (("Nomor Penetapan", "45/PP.08/2026"), ("Tanggal Penetapan", "20 November 2026")):
        put(kendali, next(n for n, row in enumerate(kendali) if row[0] == label), 1, text)
    office.approved("KUL-0001", "KUL-0002", "TEK-0001")
    return office


# -- what it says ------------------------------------------------------------------------------------------------------


def test_what_is_public_is_counted_by_class_unit_and_month(busy: Office) -> None:
    assert rows(busy, "kelas") == [("Informasi Berkala", 1), ("Informasi Serta Merta", 0), ("Informasi Setiap Saat", 1)]
    assert rows(busy, "unit") == [
        ("Subbagian Keuangan, Umum, dan Logistik", 0, 0, 1, 1),
        ("Subbagian Teknis Penyelenggaraan Pemilu dan Hukum", 1, 0, 0, 1),
        ("Jumlah", 1, 0, 1, 2),
    ]
    months = rows(busy, "bulan")
    assert [row[0] for row in months] == ["November 2026", "Jumlah"], "months before there was a ledger say nothing"
    assert months[-2][1:] == months[-1][1:] == (4, 1, 2, 2, 0, 0)
    assert rows(busy, "tautan")[-1] == ("Informasi Setiap Saat", 1, 1, 2)


def test_the_establishment_is_told_with_its_first_release(busy: Office) -> None:
    """A later release under the same number is no other establishment."""
    busy.approved("KUL-0003")
    assert rows(busy, "penetapan") == [("45/PP.08/2026", "20 November 2026", 1, 2)]
    assert rows(busy, "rilis") == [("1", "23 November 2026", 2, "ya"), ("2", "23 November 2026", 3, "ya")]


def test_acts_are_told_with_day_step_role_and_number(busy: Office) -> None:
    acts = rows(busy, "tindakan")
    assert ("23 November 2026", "3", "Menyetujui", "PPID", 2) in acts
    assert ("23 November 2026", "1", "Menyerahkan informasi", "Subbagian Keuangan, Umum, dan Logistik", 3) in acts
    assert ("3–4", "Menyetujui, menarik, dan memerintahkan unggah", "PPID", 1) in rows(busy, "pelaku")


def test_nothing_that_is_not_public_stands_in_it(busy: Office) -> None:
    """No title of an exemption, of what waits, or of what was withdrawn; no address of anybody."""
    busy.tick("TEK-0001", role="tarik")
    busy.sync()
    said = str(papers_of(busy)) + str(EvidencePapers(known(busy)).tables)
    assert "Laporan terbit" in said and "TEK-0001" in said
    assert not [text for text in ("Rahasia negara", "Belum disetujui", "Putusan", "@") if text in said]


def test_a_period_that_is_over_is_told_as_it_ended(busy: Office) -> None:
    """What was done since is in none of its numbers, and the list is that of its last day."""
    then = papers_of(busy, now=datetime(2027, 1, 1, tzinfo=UTC))
    busy.now = datetime(2027, 2, 1, 3, tzinfo=UTC)
    busy.type_unit("KUL-0001", "judul", "Judul baru")
    busy.approved("KUL-0001")
    busy.approved("KUL-0003")
    assert papers_of(busy) == then
    busy.tick("TEK-0001", role="tarik")
    busy.sync()
    assert [row[-1] for row in rows(busy, "unit", "2027-H1")] == [2, 2]
    assert rows(busy, "bulan", "2027-H1")[-1] == ("Jumlah", 0, 1, 2, 2, 0, 1)


def test_what_was_withdrawn_since_is_counted_and_its_text_stands_nowhere(busy: Office) -> None:
    """Also where it was given again in other words."""
    busy.now = datetime(2027, 2, 1, 3, tzinfo=UTC)
    busy.tick("TEK-0001", role="tarik")
    busy.sync()
    said = str(papers_of(busy)) + str(EvidencePapers(known(busy)).tables)
    assert "Putusan" not in said and "1 informasi ditarik setelah 31 Desember 2026" in said
    assert [row[-1] for row in rows(busy, "unit")] == [1, 1, 2]
    busy.type("TEK-0001", "tarik", "")
    busy.type_unit("TEK-0001", "judul", "Lain", "TEK")
    busy.approved("TEK-0001")
    assert "Putusan" not in str(papers_of(busy))


def test_an_entry_that_moved_to_another_unit_is_told_by_the_header_of_units(busy: Office) -> None:
    row = busy.row("KUL-0001", "KUL")
    busy.drop("KUL-0001")
    busy.tab("TEK").append(row)
    busy.sync()
    busy.approved("KUL-0001")
    told = [row[-1] for row in rows(busy, "perubahan") if row[1] == "KUL-0001"]
    assert any("Sub Bagian" in text for text in told), told


def test_a_year_holds_both_halves(busy: Office) -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    assert rows(busy, "bulan", "2026", now)[-1] == rows(busy, "bulan", "2026-H2", now)[-1]
    assert rows(busy, "rilis", "2026", now) == rows(busy, "rilis", "2026-H2", now)
    busy.now = datetime(2027, 8, 1, tzinfo=UTC)
    busy.approved("KUL-0003")
    assert [row[0] for row in rows(busy, "bulan", "2027")][::7] == ["Januari 2027", "Agustus 2027"]
    assert rows(busy, "bulan", "2027")[-1] == ("Jumlah", 0, 0, 1, 1, 0, 0)


def test_what_happened_between_midnights_here_and_in_greenwich_belongs_to_the_day_here(office: Office) -> None:
    """31 December, 18.00 in Greenwich, is the new year in Jakarta."""
    office.add()
    office.sync()
    office.now = datetime(2026, 12, 31, 18, tzinfo=UTC)
    office.approved("KUL-0001")
    assert rows(office, "bulan")[-1] == ("Jumlah", 1, 0, 0, 0, 0, 0)
    assert rows(office, "bulan", "2027-H1")[-1] == ("Jumlah", 0, 0, 1, 1, 0, 0)
    assert known(office).entries == ()


def test_what_is_missing_is_told_with_who_supplies_it(busy: Office) -> None:
    """As long as it is missing."""
    papers = EvidencePapers(known(busy))

    def missing(*proofs: str) -> list[tuple[str, str]]:
        return [(each.apa, each.siapa) for each in papers.supplies(MonevQuestion("x", "x", proofs))]

    assert missing("menu") == [("Menu Daftar Informasi yang Dikecualikan (publish.excluded_list)", "PPID")]
    assert missing("tautan", "penetapan") == [("Laporan pemeriksaan tautan", "Operator")]
    busy.settings = replace(busy.settings, publish=replace(busy.settings.publish, excluded_list=True))
    LinkFile(busy.settings.links_path).write(LinkResults(reported=busy.now.isoformat()))
    busy.sync()
    papers = EvidencePapers(known(busy))
    assert missing("menu", "tautan", "penetapan") == []
    assert "UU 14/2008 Pasal 17 huruf h" in str(papers.question(MonevQuestion("x", "x", ("menu",))))


def test_links_are_told_with_the_day_and_what_a_citizen_finds(busy: Office) -> None:
    """Counted once each, those of public entries alone; before they were asked for, the report is missing."""
    assert (rows(busy, "keadaan"), known(busy).links_day) == ([], "")
    at = busy.now.isoformat()
    found = {"https://kpu.example/a.pdf": Openness.GONE, "https://elsewhere.example/": Openness.OPEN}
    results = {url: LinkResult(openness, "", at) for url, openness in found.items()}
    LinkFile(busy.settings.links_path).write(LinkResults(results, at))
    assert rows(busy, "keadaan") == [
        ("Terbuka", 0), ("Minta masuk (login)", 0), ("Tidak ditemukan", 1), ("Tidak dapat dipastikan", 0),
        ("Belum diperiksa", 1),
    ]  # fmt: skip
    said = str(EvidencePapers(known(busy)).question(MonevQuestion("x", "x", ("tautan",))))
    assert "Laporan pemeriksaan tautan terakhir: 23 November 2026." in said


def test_an_office_that_published_nothing_is_told_what_is_missing(office: Office) -> None:
    office.add()
    office.sync()
    said = str(papers_of(office))
    assert "Daftar yang terbit di situs" in said and "Tidak ada dalam periode ini." in said


@pytest.mark.slow
def test_an_office_that_rested_for_half_a_year_lacks_regular_updates(busy: Office) -> None:
    later = busy.now + timedelta(days=200)
    lacks = {question[0] for question in _missing(busy, "2027-H1", later) if "enam bulan" in question[1]}
    assert lacks == {"pemutakhiran-berkala", "indikator-1-kualitas-informasi"}
    assert not [question for question in _missing(busy, "2026-H2", busy.now) if "enam bulan" in question[1]]


def _missing(office: Office, period: str, now: datetime) -> tuple[tuple[str, str, str], ...]:
    return write_evidence(office.settings, TEMPLATE, office.settings.folder / "bukti", period, now).missing


# -- the law -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@given(acts=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 30), st.integers(0, 60)), max_size=20))
@settings(max_examples=15)
def test_the_numbers_agree_with_the_ledger(acts: list[tuple[Any, int, int]]) -> None:
    """Whatever people did, and over however many days: in each period every number is what counting one by one finds
    in the ledger as it stood then."""
    with lived([(action, number, timedelta(days=days)) for action, number, days in acts]) as office:
        for period in ("2026-H2", "2027", "2027-H1"):
            if evidence_period(period).first <= office.now.date():
                verify_numbers(office, period)


def verify_numbers(office: Office, period: str) -> None:
    wanted, zone = evidence_period(period), office.settings.office.zone
    tables = EvidencePapers(known(office, period)).tables
    until = [event for event in office.recorded() if office_day(event.at, zone) <= wanted.last.isoformat()]
    within = [event for event in until if office_day(event.at, zone) >= wanted.first.isoformat()]
    kinds = ("added", "changed", "approved", "published", "returned", "withdrawn")
    months = {row[0]: row[1:] for row in tables["bulan"].rows}
    for month in wanted.months:
        counted = Counter(event.event for event in within if office_day(event.at, zone)[:7] == month)
        assert months.get(month_name(month), (0,) * 6) == tuple(counted[kind] for kind in kinds)
    acts = Counter(event.event for event in within if event.event != "recovered")
    assert sum(int(row[-1]) for row in tables["tindakan"].rows) == acts.total()
    public = public_then(office, wanted.last)
    assert list(tables["kelas"].rows) == [
        (name, sum(content["klasifikasi"] == name for content in public)) for name in TEMPLATE.classes()
    ]
    assert tables["unit"].rows[-1][-1] == len(public)
    for unit in office.settings.units:
        own = sum(content["unit"] == unit.code for content in public)
        assert [row[-1] for row in tables["unit"].rows if row[0] == unit.name] == ([own] if own else [])
    releases = [each for each in office.ledger.releases() if wanted.holds(office_day(each.at, zone))]
    assert [row[0] for row in tables["rilis"].rows] == [str(each.number) for each in releases]
    first = {event.id for event in within if event.event == "published"} - {
        event.id for event in until if event.event == "published" and event not in within
    }
    assert [row[1] for row in tables["waktu"].rows if row[0] == "Semua"] == ([len(first)] if first else [])


def public_then(office: Office, last: date) -> list[dict[str, str]]:
    """The contents that were public on the evening of a day: of the releases up to then, one after another."""
    import sqlite3

    end = datetime.combine(last + timedelta(1), datetime.min.time(), office.settings.office.zone)
    with sqlite3.connect(office.ledger.path) as base:
        query = "SELECT items.id, items.version, at FROM items JOIN events ON seq = items.tx ORDER BY release"
        shown = {id: version for id, version, at in base.execute(query) if datetime.fromisoformat(at) < end}
    versions = office.known().versions
    return [dict(versions[id][version].content) for id, version in shown.items() if version]


# -- bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["2026-H3", "2026-H", "26-H1", "2026H2", "", "1999", "semester 1", "2026-H2 x", "२०२६"]
)
def test_what_is_no_period_is_told_with_an_example(text: str) -> None:
    with pytest.raises(ArgumentError, match="is no period: write it like 2026-H2 or “Semester II 2026”, or 2026 for"):
        evidence_period(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Semester II 2026", "2026-H2"), (" semester 1  tahun 2026", "2026-H1"), ("SEMESTER i 2026", "2026-H1"),
        ("Tahun 2026", "2026"), ("2026-h2", "2026-H2"),
    ],
)  # fmt: skip
def test_a_period_is_named_as_sheets_and_papers_write_it_too(text: str, name: str) -> None:
    assert evidence_period(text) == evidence_period(name) and evidence_period(text).name == name


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("2026-H1", "the ledger begins on 23 November 2026: it can prove nothing of 2026-H1"),
        ("2025", "it can prove nothing of 2025"),
        ("2027-H1", "2027-H1 has not begun yet: there is nothing to prove of it"),
    ],
)
def test_a_period_of_which_the_ledger_knows_nothing_is_a_sentence(busy: Office, period: str, told: str) -> None:
    with pytest.raises(LedgerError, match=re.escape(told)):
        known(busy, period)


MISTAKES = {
    "a key": ("tanya =", "tanja =", "unknown key “tanja” in [[kuesioner]] 1, pertanyaan 1; did you mean “tanya”?"),
    "no question": ('tanya = "Apakah badan', '# "', "tanya is missing in [[kuesioner]] 1, pertanyaan 1."),
    "a proof": ('"aplikasi", "data"]', '"datta"]', "bukti of 1.1.1.2: “datta” is no proof; did you mean “data”?"),
    "a code": ('kode = "1.1.1.2"', 'kode = "../x"', "kode “../x” must be of letters, digits, dots and hyphens"),
    "a code of ours": ('kode = "1.1.1.2"', 'kode = "INDEKS"', "kode “INDEKS” is taken already."),
    "a code twice": ('kode = "1.1.1.2"', 'kode = "2.1.0.0"', "kode “2.1.0.0” is taken already."),
    "who supplies it": ('siapa = "PPID" },', "siapa = 1 },", "siapa in [[kuesioner]] 1, pertanyaan 1, kantor 1 must"),
    "no list": ('bukti = ["aplikasi", "data"]', 'bukti = "data"', "bukti in [[kuesioner]] 1, pertanyaan 1 must"),
    "no table": ("[[kuesioner]]\njudul", "kuesioner = 1\n[x]\njudul", "monev.toml"),
    "TOML": ("[kata]", "[kata", "print template monev.toml is not valid TOML"),
    "a blank": ("keadaan per {sampai}", "keadaan per {sampei}", "[indeks] has {sampei}, which nothing fills in"),
    "a word": ('masih_kurang = "', 'masih = "', "masih_kurang is missing in [kata]"),
    "columns": ('"Terbitan", "Hari", ', '"Terbitan", ', "kolom in [tabel.rilis] must have 4 texts, not 3"),
    "a text for a list": ('kurang = ["Bukti", "Disediakan oleh"]', 'kurang = "x"', "kurang in [kata] must be a list"),
    "a text for a table": ("[berkala]", "[x]\nberkala = 1\n[y]", "berkala is missing in []"),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_in_the_questions_is_told_with_file_and_key(busy: Office, what: str) -> None:
    before, after, told = MISTAKES[what]
    assert before in OURS
    own_templates(busy, OURS.replace(before, after, 1))
    with pytest.raises(TemplateError) as stopped:
        write_evidence(busy.settings, TEMPLATE, busy.settings.folder / "bukti", "2026-H2", busy.now)
    assert told in stopped.value.message and MONEV in stopped.value.message
    assert not (busy.settings.folder / "bukti").exists()


def test_the_office_asks_its_own_questions(busy: Office) -> None:
    """And may ask for nothing but what people supply."""
    own_templates(busy, ALONE.replace('bukti = ["daftar"]', "") + WORDS)
    made = write_evidence(busy.settings, TEMPLATE, busy.settings.folder / "bukti", "2026-H2", busy.now)
    assert [path.name for path in made.files] == ["indeks.pdf", "A-1.pdf", "bukti.xlsx"]


HOSTILE = ["#panic() *x* $1$ <a> @b", "{{ judul }} {kode}", "=HYPERLINK(1)", "\x0bA\ufffeB", "</si><x>&amp;"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_typed_is_text_in_it(office: Office, hostile: str) -> None:
    """In PDF, in the workbook, and in the office's own settings."""
    office.add(judul=hostile, tempat=hostile)
    office.sync()
    office.approved("KUL-0001")
    units = (replace(office.settings.units[0], name=hostile), *office.settings.units[1:])
    office.settings = replace(office.settings, units=units)
    for paper in papers_of(office)[:5]:
        assert to_pdf(paper, known(office).sources).startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO(to_book(EvidencePapers(known(office)).tables.values())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]


# -- how it lies on the page -------------------------------------------------------------------------------------------


def test_no_text_runs_over_the_edge_of_its_table(busy: Office) -> None:
    """A digest stands in groups, which may go on in the next line."""
    sources = replace(known(busy), files={"data/dip.csv": "0123456789abcdef" * 4, "dip.css": "0" * 64})
    ((path, kind, digest),) = EvidencePapers(sources).tables["data"].rows
    assert (path, kind) == ("https://dip.example/data/dip.csv", "CSV")
    assert max(map(len, str(digest).split())) == 4


def test_every_paper_is_tagged_and_its_charts_are_said_in_words(busy: Office) -> None:
    """A figure has an alternative text that names every bar."""
    sources = known(busy).sources
    for paper in papers_of(busy):
        charts = [block for section in paper.sections for block in section.blocks if isinstance(block, Chart)]
        data = to_pdf(paper, sources)
        assert pdf_ua.flaws(data) == [], paper.name
        with pikepdf.open(io.BytesIO(data)) as document:
            tags = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
            said = [str(each.Alt) for each in tags if str(each.S) == "/Figure"]
            assert sorted(said) == sorted(chart.alt for chart in charts), paper.name
        assert all(name in chart.alt and text in chart.alt for chart in charts for name, _, text in chart.bars)


def test_a_long_question_stands_whole_on_its_page_and_cut_below_it(busy: Office) -> None:
    paper = EvidencePapers(known(busy)).question(MonevQuestion("x", "Apa " * 500 + "saja?"))
    assert ("Apa saja?" in str(paper.sections), len(paper.title) <= 120, paper.title[-2:]) == (True, True, " …")


def test_a_chart_of_many_bars_adds_up_the_last_of_them(office: Office) -> None:
    table = EvidencePapers(known_with_rows(office, 40)).tables["bentuk"]
    many = replace(table, rows=tuple((f"Bentuk {n}", n) for n in range(40)))
    from sync.papers.evidence_tables import table_blocks

    (chart,) = [block for block in table_blocks(many, known(office)) if isinstance(block, Chart)]
    assert (len(chart.bars), chart.bars[-1][:2]) == (26, ("lainnya", float(sum(range(25, 40)))))


def known_with_rows(office: Office, count: int) -> EvidenceSources:
    for number in range(count):
        office.add(judul=f"Laporan {number}")
    office.sync()
    office.tick(*(f"KUL-{number:04}" for number in range(1, count + 1)))
    office.sync()
    return known(office)


def test_a_long_table_is_cut_on_paper_and_whole_in_the_workbook(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.papers import evidence_tables

    monkeypatch.setattr(evidence_tables, "SHOWN", 5)
    papers = EvidencePapers(known_with_rows(office, 12))
    paper = papers.question(MonevQuestion("x", "x", ("perubahan",)))
    assert "Ditampilkan 5 baris pertama dari 12; selengkapnya di bukti.xlsx, lembar perubahan." in str(paper)
    sheet = openpyxl.load_workbook(io.BytesIO(to_book(papers.tables.values())))["perubahan"]
    assert sheet.max_row == 13


def test_evidence_that_somebody_worked_on_stays(office: Office) -> None:
    """The same evidence again changes nothing; beside one that was edited lies the new one."""
    known_with_rows(office, 3)
    folder = office.settings.folder / "bukti"
    first = write_evidence(office.settings, TEMPLATE, folder, "2026-H2", office.now)
    assert write_evidence(office.settings, TEMPLATE, folder, "2026-H2", office.now) == first
    book = folder / "2026-H2" / BOOK
    book.write_bytes(b"diisi bagian umum")
    again = write_evidence(office.settings, TEMPLATE, folder, "2026-H2", office.now)
    assert book.read_bytes() == b"diisi bagian umum"
    assert {path.parent.name for path in again.files} == {"2026-H2 (2)"}


@pytest.mark.needs("pdftotext")
def test_a_file_that_would_be_too_large_is_divided(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part keeps below the limit, and together they have every row once; a former evidence stays apart."""
    known_with_rows(office, 60)
    own_templates(office, ALONE + WORDS)
    into = office.settings.folder / "bukti" / "2026-H2"
    into.mkdir(parents=True)
    (into / "A-1-bagian-99.pdf").write_bytes(b"lama")
    monkeypatch.setattr(run_evidence, "LIMIT", 60_000)
    made = write_evidence(office.settings, TEMPLATE, office.settings.folder / "bukti", "2026-H2", office.now)
    parts = [path for path in made.files if path.name.startswith("A-1-bagian-")]
    assert len(parts) > 1 and [path.name for path in into.iterdir()] == ["A-1-bagian-99.pdf"]
    assert {path.parent.name for path in made.files} == {"2026-H2 (2)"}
    assert max(path.stat().st_size for path in parts) <= 60_000
    said = "".join(subprocess.check_output(["pdftotext", str(path), "-"], text=True) for path in parts)
    assert sorted(re.findall(r"Laporan \d+", said)) == sorted(f"Laporan {number}" for number in range(60))
    index = subprocess.check_output(["pdftotext", str(parts[0].with_name("indeks.pdf")), "-"], text=True)
    assert all(path.name in index for path in parts)


def test_a_file_that_nothing_makes_small_enough_is_a_sentence(busy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_evidence, "LIMIT", 1000)
    with pytest.raises(LedgerError, match=r"1\.1\.1\.2\.pdf would be larger than 2 MB; ask for less"):
        write_evidence(busy.settings, TEMPLATE, busy.settings.folder / "bukti", "2026-H2", busy.now)


@pytest.mark.slow
def test_the_same_ledger_gives_the_same_files(busy: Office) -> None:
    folder = busy.settings.folder

    def made(name: str) -> dict[str, bytes]:
        files = write_evidence(busy.settings, TEMPLATE, folder / name, "2026-H2", busy.now).files
        return {path.name: path.read_bytes() for path in files}

    assert made("a") == made("b")


def test_a_paper_with_a_chart_can_be_a_word_file_too(busy: Office) -> None:
    """There the chart is said in words."""
    paper = EvidencePapers(known(busy)).question(MonevQuestion("x", "x", ("jumlah",)))
    document = docx.Document(io.BytesIO(to_word(paper, print_templates(None))))
    assert any(
        "Informasi terbit menurut klasifikasi" in each.text and ": Informasi" in each.text
        for each in document.paragraphs
    )
    tables = [block for section in paper.sections for block in section.blocks if isinstance(block, Table)]
    assert len(document.tables) >= len(tables)
