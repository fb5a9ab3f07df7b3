"""The papers of the procedure: what they say, and how they lie on the page."""

from __future__ import annotations

import io
import re
import subprocess
import tomllib
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest

from sync.errors import ArgumentError, TemplateError
from sync.ledger.state import LedgerState
from sync.papers.decree import decree_on_exemptions, decree_on_list
from sync.papers.desk_papers import Upload, consequence_sheets, upload_order, upload_proof
from sync.papers.list_papers import exemption_papers, list_papers
from sync.papers.minutes import changes_of, minutes
from sync.papers.paper import DecreePoint, Facts, GroupRow, Paper, Paragraph, Points, Signatures, Table
from sync.papers.sources import Sources
from sync.papers.unit_papers import desk_draft, unit_receipt
from sync.papers.word_file import to_word
from sync.papers.words import PrintTemplates, print_templates
from sync.run.print import to_pdf
from sync.settings.appearance import Papers
from tests.office import TEMPLATE, Office, put

FORMS = tomllib.loads((Path(__file__).parent / "forms.toml").read_text("utf-8"))
TODAY = "2026-11-23"
FILES = ("keputusan.toml", "daftar.toml", "kertas.toml")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """KUL-0001 and KUL-0002 are public, KUL-0003 is excluded, KUL-0004 waits."""
    office = Office(tmp_path)
    for number in range(1, 5):
        office.add(judul=f"Laporan {number}")
    office.sync()
    office.exclude("KUL-0003")
    office.approved("KUL-0001", "KUL-0002", "KUL-0003")
    return office


def control(office: Office, label: str, text: str) -> None:
    """The PPID writes into `Kendali`."""
    rows = office.book.tabs["Kendali"]
    put(rows, next(n for n, row in enumerate(rows) if row[0] == label), 1, text)


def sources(office: Office, own: Path | None = None, **papers: Any) -> Sources:
    settings = replace(office.settings, papers=replace(Papers("Rangkasbitung"), **papers))
    established: LedgerState | None = office.ledger.established(TEMPLATE.content_roles)
    exempted: LedgerState | None = office.ledger.established(TEMPLATE.content_roles, "exemption_decree")
    return Sources(settings, TEMPLATE, office.known(), print_templates(own), TODAY, established, exempted)


def blocks(paper: Paper) -> Iterator[object]:
    return (block for section in paper.sections for block in section.blocks)


def table(paper: Paper) -> Table:
    return next(block for block in blocks(paper) if isinstance(block, Table))


def every_paper(office: Office) -> list[Paper]:
    return papers_of(sources(office))


def papers_of(known: Sources) -> list[Paper]:
    upload = Upload(known.approved, "23 November 2026, 14.05", "site", 12, "ab" * 32)
    return [
        unit_receipt(known, known.settings.units[0]), desk_draft(known), minutes(known), *decree_on_list(known),
        *decree_on_exemptions(known), *list_papers(known), *exemption_papers(known), *consequence_sheets(known, ""),
        *upload_order(known), *upload_proof(known, upload),
    ]  # fmt: skip


def text_of(data: bytes, folder: Path) -> list[str]:
    """The text of each page, as poppler finds it."""
    (folder / "seen.pdf").write_bytes(data)
    command = ["pdftotext", "-layout", str(folder / "seen.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.rstrip("\f").split("\f")


@pytest.mark.parametrize("form", ["perki", "kpu"])
def test_the_headings_of_the_list_are_those_of_its_source(office: Office, form: str) -> None:
    """Letter by letter, with the row of numbers where the form has one."""
    (paper,) = list_papers(sources(office, form=form))
    first, *more = table(paper).head
    assert [cell.text for cell in first] == FORMS[form]["heads"]
    assert [[cell.text for cell in row] for row in more] == ([FORMS[form]["numbers"]] if FORMS[form]["numbers"] else [])


def test_the_form_by_class_has_its_sections_and_the_links_last(office: Office) -> None:
    office.type("KUL-0002", "klasifikasi", "Informasi Serta Merta")
    office.sync()
    office.approved("KUL-0002")
    (paper,) = list_papers(sources(office, form="kelas"))
    assert table(paper).head[0][-1].text == FORMS["kelas"]["last"]
    groups = [row.text for row in table(paper).rows if isinstance(row, GroupRow)]
    assert groups == FORMS["kelas"]["groups"][1:]


def test_the_headings_of_the_exemptions_are_those_of_their_source(office: Office) -> None:
    """Two columns share a header, the others reach over both rows; beneath them the numbers in brackets."""
    (paper,) = exemption_papers(sources(office))
    first, second, third = table(paper).head
    assert [cell.text for cell in first] == FORMS["dik"]["heads"]
    assert [(cell.across, cell.down) for cell in first] == [(1, 2), (1, 2), (1, 2), (2, 1), (1, 2)]
    assert [cell.text for cell in second] == FORMS["dik"]["below"]
    assert [cell.text for cell in third] == FORMS["dik"]["numbers"]


def test_receipt_minutes_and_sheet_have_the_words_of_their_sources(office: Office) -> None:
    """Headings, who signs, who is there, what a consequence test answers."""
    known = sources(office)
    receipt, minuted = unit_receipt(known, known.settings.units[0]), minutes(known)
    (sheet,) = consequence_sheets(known, "")
    (signed,) = (block for block in blocks(receipt) if isinstance(block, Signatures))
    (facts,) = (block for block in blocks(sheet) if isinstance(block, Facts))
    units = [unit.name for unit in known.settings.units]
    assert [cell.text for cell in table(receipt).head[0]] == FORMS["receipt"]["heads"]
    assert [signer.above[0] for signer in signed.signers] == FORMS["receipt"]["signers"]
    assert [row[2] for row in table(minuted).rows if isinstance(row, tuple)] == [*FORMS["minutes"]["present"], *units]
    assert [label for label, _ in facts.facts] == FORMS["sheet"]["facts"]


def test_a_long_list_goes_class_by_class_and_its_decree_names_the_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As offices do with ten thousand entries: the decree by itself, an appendix for each class."""
    office.type("KUL-0002", "klasifikasi", "Informasi Serta Merta")
    office.sync()
    office.approved("KUL-0002", "KUL-0004")
    monkeypatch.setattr("sync.site.printed_list.ONE_FILE", 2)
    known = sources(office)
    decree, *appendices = decree_on_list(known)
    assert "sebanyak 3 informasi" in str(decree)
    counts = [len([row for row in table(paper).rows if isinstance(row, tuple)]) for paper in appendices]
    names = [paper.name.removeprefix("keputusan-dip-lampiran-") for paper in appendices]
    assert (names, counts) == (["serta-merta", "setiap-saat"], [1, 2])
    assert [paper.name for paper in list_papers(known)] == ["daftar-serta-merta", "daftar-setiap-saat"]
    assert len({keyword for paper in (decree, *appendices) for keyword in paper.keywords if "sidik" in keyword}) == 1


def test_a_decree_says_its_parts_in_order(office: Office) -> None:
    (paper,) = decree_on_list(sources(office, authority="ketua"))
    points = [point for block in blocks(paper) if isinstance(block, Points) for point in block.points]
    labels = [point.label for point in points if point.label]
    assert labels[:4] == FORMS["decree"]["labels"]
    assert labels[4:7] == FORMS["decree"]["dictums"]
    assert points[0] == DecreePoint("Menimbang", "a.", points[0].text)
    whole = " ".join(str(block) for block in blocks(paper))
    assert all(line in whole for line in FORMS["decree"]["lines"])
    assert f"KETUA {office.settings.office.name.upper()}," in whole


@pytest.mark.parametrize(
    ("authority", "heading"),
    [
        ("ketua", "KEPUTUSAN KOMISI PEMILIHAN UMUM KABUPATEN LEBAK"),
        ("sekretaris", "KEPUTUSAN SEKRETARIS KOMISI PEMILIHAN UMUM KABUPATEN LEBAK"),
        ("ppid", "KEPUTUSAN PEJABAT PENGELOLA INFORMASI DAN DOKUMENTASI KOMISI PEMILIHAN UMUM KABUPATEN LEBAK"),
    ],
)
def test_who_decrees_is_the_offices_to_say(office: Office, authority: str, heading: str) -> None:
    (paper,) = decree_on_list(sources(office, authority=authority))
    assert heading in str(paper.sections[0].blocks[0])


def test_only_an_election_office_is_under_the_law_of_elections(office: Office) -> None:
    here = str(decree_on_list(sources(office)))
    office.settings = replace(
        office.settings, office=replace(office.settings.office, name="Dinas Arsip Kabupaten Lebak")
    )
    elsewhere = str(decree_on_list(sources(office)))
    assert ("tentang Pemilihan Umum" in here, "tentang Pemilihan Umum" in elsewhere) == (True, False)
    assert "Keterbukaan Informasi Publik" in elsewhere


def test_a_decree_has_its_number_only_if_the_list_is_the_very_one_it_established(office: Office) -> None:
    """Else it is a draft, marked as such, with blanks to fill in."""
    drafts = decree_on_list(sources(office))
    control(office, "Nomor Penetapan", "45/PP.08/2026")
    control(office, "Tanggal Penetapan", "20 November 2026")
    office.sync()
    (paper,) = decree_on_list(sources(office))
    assert (drafts[0].mark, paper.mark) == ("RANCANGAN", "")
    assert "NOMOR 45/PP.08/2026" in str(paper)
    office.approved("KUL-0004")
    (next_one,) = decree_on_list(replace(sources(office)))
    assert (next_one.mark, "45/PP.08/2026" in str(next_one)) == ("RANCANGAN", False)


def test_the_decree_on_exemptions_has_a_number_of_its_own(office: Office) -> None:
    """And has it only as long as the exemptions are the very ones that it established; the list's number is not its."""
    control(office, "Nomor Penetapan", "45/PP.08/2026")
    office.sync()
    (draft,) = decree_on_exemptions(sources(office))
    assert (draft.mark, "45/PP.08/2026" in str(draft)) == ("RANCANGAN", False)
    control(office, "Nomor Penetapan DIK", "46/PP.08/2026")
    control(office, "Tanggal Penetapan DIK", "21 November 2026")
    office.sync()
    (paper,), (alone,) = decree_on_exemptions(sources(office)), exemption_papers(sources(office))
    assert paper.mark == ""
    assert all("46/PP.08/2026" in str(each) and "21 November 2026" in str(each) for each in (paper, alone))
    office.exclude("KUL-0004")
    office.sync()
    office.tick("KUL-0004")
    office.sync()
    (paper,), (alone,) = decree_on_exemptions(sources(office)), exemption_papers(sources(office))
    assert paper.mark == "RANCANGAN"
    assert not any("46/PP.08/2026" in str(each) or "21 November" in str(each) for each in (paper, alone))


def test_the_second_number_is_remembered_and_makes_no_release(office: Office) -> None:
    """Recorded once, though nothing else has changed; a quiet run after it records nothing."""
    release = office.known().office.release
    control(office, "Nomor Penetapan DIK", "46/PP.08/2026")
    office.sync()
    known, records = office.known().office, office.ledger.records
    assert (known.exemption_decree, known.release) == (("46/PP.08/2026", ""), release)
    office.sync()
    assert office.ledger.records == records


def test_everything_works_without_the_lines_of_the_second_number(office: Office) -> None:
    """A workbook of before has them from `dip init` only."""
    rows = office.book.tabs["Kendali"]
    rows[:] = [row for row in rows if not (row and str(row[0]).endswith("Penetapan DIK"))]
    office.sync()
    assert office.known().office.exemption_decree == ("", "")
    assert not any(row and str(row[0]).endswith("Penetapan DIK") for row in office.book.tabs["Kendali"])


def test_what_is_no_day_and_no_number_of_a_decree_is_told_under_its_own_label(office: Office) -> None:
    control(office, "Tanggal Penetapan DIK", "besok")
    office.sync()
    assert "Tanggal Penetapan DIK “besok” bukan satu tanggal" in office.attention()


def test_minutes_name_what_changed_since_the_last_establishment(office: Office) -> None:
    """Added, changed element by element, withdrawn, excluded: against the list under the last number."""
    assert "Penetapan yang pertama" in str(minutes(sources(office)))
    control(office, "Nomor Penetapan", "45/PP.08/2026")
    office.sync()
    assert not changes_of(sources(office))
    office.type_unit("KUL-0001", "tempat", "Serang")
    office.sync()
    office.approved("KUL-0001", "KUL-0004")
    office.tick("KUL-0002", role="tarik")
    office.sync()
    changes = changes_of(sources(office))
    assert [version.id for version in changes.added] == ["KUL-0004"]
    assert [after.id for _, after in changes.changed] == ["KUL-0001"]
    assert [version.id for version in changes.withdrawn] == ["KUL-0002"]
    said = str(minutes(sources(office)))
    assert "45/PP.08/2026" in said
    assert "'Tempat Pembuatan', 'Rangkasbitung', 'Serang'" in said


def test_a_receipt_holds_the_rows_of_its_unit_and_nihil_where_there_are_none(office: Office) -> None:
    known = sources(office)
    kul, tek = (unit_receipt(known, unit) for unit in known.settings.units[:2])
    assert [row[1] for row in table(kul).rows if not isinstance(row, GroupRow)] == [f"Laporan {n}" for n in range(1, 5)]
    assert not any(isinstance(block, Table) for block in blocks(tek))
    assert "nihil" in str(tek)


def test_a_receipt_counts_its_rows_by_status_and_says_how_many_are_to_be_mended(office: Office) -> None:
    office.add(judul="Laporan 5", retensi="besok")
    office.type("KUL-0004", "catatan_ppid", "Ringkasan belum jelas")
    office.sync()
    known = sources(office)
    said = str(unit_receipt(known, known.settings.units[0]))
    assert "1 Dikecualikan, 1 Perlu diperbaiki, 1 Dikembalikan PPID, 2 Terbit" in said
    assert "Yang perlu diperbaiki oleh Subbagian Keuangan, Umum, dan Logistik: 2 baris." in said


def test_a_draft_says_on_every_page_that_it_is_one_and_holds_no_exemption(office: Office, tmp_path: Path) -> None:
    paper = desk_draft(sources(office))
    assert paper.mark == "DRAF"
    assert "Laporan 3" not in str(paper)
    assert all("DRAF" in page for page in text_of(to_pdf(paper, sources(office)), tmp_path))


def test_nothing_approved_gives_no_decree(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.add(judul="Laporan")
    office.sync()
    known = sources(office)
    assert (decree_on_list(known), decree_on_exemptions(known), list_papers(known), upload_order(known)) == (
        [],
        [],
        [],
        [],
    )


@pytest.mark.needs("pdftotext")
def test_no_signature_stands_alone_on_a_page(office: Office, tmp_path: Path) -> None:
    """However long the list is, the page of the signature has a row of it, or the sentence before."""
    known = sources(office)
    (paper,) = list_papers(known)
    section = paper.sections[0]
    for count in range(8, 26):
        longer = replace(
            table(paper), rows=tuple(("1", f"Judul {n}\nisi", "a", "b", "c", "d", "e") for n in range(count))
        )
        made = tuple(longer if isinstance(block, Table) else block for block in section.blocks)
        pages = text_of(to_pdf(replace(paper, sections=(replace(section, blocks=made),)), known), tmp_path)
        signed = next(page for page in pages if "Pejabat Pengelola" in page)
        assert "Judul" in signed, count


def test_every_paper_is_tagged_named_and_numbered(office: Office, tmp_path: Path) -> None:
    """Which clauses of PDF/UA-1 it keeps is in `test_pdf_ua.py`."""
    for paper in every_paper(office):
        data = to_pdf(paper, sources(office))
        with pikepdf.open(io.BytesIO(data)) as document:
            assert document.Root.MarkInfo.Marked
            assert document.Root.ViewerPreferences.DisplayDocTitle
            assert str(document.Root.Lang).startswith("id")
            with document.open_metadata() as facts:
                assert facts["pdfuaid:part"] == "1"
            tags = {str(each.S) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each}
            assert "/H1" in tags
            if any(isinstance(block, Table) for block in blocks(paper)):
                assert {"/Table", "/TH", "/TD"} <= tags
            count = len(document.pages)
        pages = text_of(data, tmp_path)
        assert f"halaman 1 dari {count}" in pages[0]


def test_every_paper_opens_in_word_with_its_table_headers_on_each_page(office: Office) -> None:
    for paper in every_paper(office):
        document = docx.Document(io.BytesIO(to_word(paper, print_templates(None))))
        assert any(paragraph.style and paragraph.style.name == "Heading 1" for paragraph in document.paragraphs), (
            paper.name
        )
        wide = [section.orientation == 1 for section in document.sections]
        assert wide == [section.landscape for section in paper.sections], paper.name
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert "{{" not in text
        if any(isinstance(block, Table) for block in blocks(paper)):
            assert (
                "w:tblHeader"
                in zipfile.ZipFile(io.BytesIO(to_word(paper, print_templates(None)))).read("word/document.xml").decode()
            )


@pytest.mark.slow
@pytest.mark.needs("soffice")
def test_libreoffice_sets_every_word_file(office: Office, tmp_path: Path) -> None:
    """Each says on paper what the PDF says: its title and its last signature."""
    names = []
    for paper in every_paper(office):
        (tmp_path / f"{paper.name}.docx").write_bytes(to_word(paper, print_templates(None)))
        names.append(tmp_path / f"{paper.name}.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path / "pdf"),
        *map(str, names),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for paper, path in zip(every_paper(office), names, strict=True):
        pages = text_of((tmp_path / "pdf" / f"{path.stem}.pdf").read_bytes(), tmp_path)
        assert office.settings.office.name.upper().split()[-1] in pages[0].upper(), paper.name
        narrow = {"keputusan-dip": "Memperhatikan", "dik": "NO.", "keputusan-dik": "NO."}
        assert narrow.get(paper.name, "") in " ".join(pages)


def test_an_emblem_of_any_kind_stands_in_the_word_file_too(office: Office) -> None:
    known = sources(office)
    (paper,) = list_papers(known)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
    paper = replace(paper, letterhead=replace(paper.letterhead, emblem=("lambang.svg", svg)))
    document = docx.Document(io.BytesIO(to_word(paper, known.templates)))
    assert next(round(shape.height.mm) for shape in document.inline_shapes) == 18
    assert to_word(paper, known.templates) == to_word(paper, known.templates)


@pytest.mark.parametrize(
    ("name", "begin"), [("a.png", b"\x89PNG\r\n\x1a\n"), ("a.jpg", b"\xff\xd8\xff"), ("a.webp", b"RIFF0000WEBPVP8 ")]
)
def test_a_damaged_emblem_is_named(office: Office, name: str, begin: bytes) -> None:
    """It begins as its kind does, and is cut."""
    known = sources(office)
    (paper,) = list_papers(known)
    broken = replace(paper, letterhead=replace(paper.letterhead, emblem=(name, begin + b"rusak" * 9)))
    with pytest.raises(ArgumentError, match=f"the emblem of papers, {name}, is damaged"):
        to_pdf(broken, known)


@pytest.mark.parametrize(
    "hostile", ["#panic() *x* $1$ <a> @b", "{{ judul }} {% for x in y %}", "<w:p/> & ]]>", "\x0bA\ufffeB"]
)
def test_what_people_typed_is_text_on_every_paper(tmp_path: Path, hostile: str) -> None:
    office = Office(tmp_path)
    office.add(judul=f"Laporan {hostile}")
    office.sync()
    office.approved("KUL-0001")
    known = sources(office)
    (paper,) = list_papers(known)
    assert to_pdf(paper, known).startswith(b"%PDF")
    document = docx.Document(io.BytesIO(to_word(paper, known.templates)))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    shown = "".join(sign for sign in hostile if sign.isprintable())
    assert any(shown.strip() in cell for cell in cells), cells


def test_the_same_ledger_gives_the_same_bytes(office: Office) -> None:
    first, again = (
        [(to_pdf(paper, sources(office)), to_word(paper, print_templates(None))) for paper in every_paper(office)]
        for _ in range(2)
    )
    assert first == again


def test_a_word_template_without_a_place_for_the_paper_is_named(office: Office, tmp_path: Path) -> None:
    empty = docx.Document()
    empty.add_paragraph("Kop surat")
    empty.save(str(tmp_path / "kertas.docx"))
    (paper,) = list_papers(sources(office))
    with pytest.raises(TemplateError, match=r"print template kertas.docx has no \{\{ isi \}\}"):
        to_word(paper, print_templates(tmp_path))
    empty.add_paragraph("{{ isi }} {{ nomer }}")
    empty.save(str(tmp_path / "kertas.docx"))
    with pytest.raises(TemplateError, match=r"kertas.docx has \{\{ nomer \}\}, which nothing fills in"):
        to_word(paper, print_templates(tmp_path))
    (tmp_path / "kertas.docx").write_bytes(b"PK no word file")
    with pytest.raises(TemplateError, match="print template kertas.docx"):
        to_word(paper, print_templates(tmp_path))


def test_a_blank_that_nothing_fills_in_is_named_with_its_file(office: Office, tmp_path: Path) -> None:
    ours = print_templates(None).path("kertas.toml").read_text("utf-8")
    (tmp_path / "kertas.toml").write_text(ours.replace("{periode}", "{perode}"), "utf-8")
    with pytest.raises(TemplateError, match=r"kertas.toml: .*\{perode\}, which nothing fills in; there is \{periode\}"):
        desk_draft(sources(office, tmp_path))


def mistakes(table: dict[str, Any], path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a value stands that could be another."""
    for key, value in table.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from mistakes(value, (*path, key))
        elif isinstance(value, list):
            yield from ((*path, key, place) for place in range(len(value)))
            for place, each in enumerate(value):
                if isinstance(each, dict):
                    yield from mistakes(each, (*path, key, place))


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("wrong", [7, [], {"satu": "dua"}, None])
def test_a_mistake_anywhere_in_a_print_template_is_named_with_its_file(
    office: Office, monkeypatch: pytest.MonkeyPatch, name: str, wrong: object
) -> None:
    """Another kind of value, an empty one, or none (`None`) gives a paper or a sentence, never a traceback."""
    known, tables = sources(office), {file: print_templates(None).table(file) for file in FILES}
    ours = tables[name]
    monkeypatch.setattr(PrintTemplates, "table", lambda _, file: tables[file])
    for path in mistakes(ours):
        table: Any = deepcopy(ours)
        inner = table
        for key in path[:-1]:
            inner = inner[key]
        if wrong is None:
            del inner[path[-1]]
        else:
            inner[path[-1]] = wrong
        tables[name] = table
        try:
            papers = papers_of(known)
        except TemplateError as error:
            assert name in str(error), path  # noqa: PT017  most mistakes give a paper all the same
        else:
            assert papers, path


def test_a_line_of_law_for_a_kind_of_office_that_there_is_not_is_named(office: Office, tmp_path: Path) -> None:
    """It would stand in no decree."""
    ours = print_templates(None).path("keputusan.toml").read_text("utf-8")
    (tmp_path / "keputusan.toml").write_text(ours.replace('hanya = "KPU"', 'hanya = "kpu"'), "utf-8")
    with pytest.raises(TemplateError, match="keputusan.toml: hanya = “kpu” is no kind of office; there is KPU"):
        decree_on_list(sources(office, tmp_path))


def test_long_texts_stay_on_paper(office: Office, tmp_path: Path) -> None:
    """A name of 200 signs, a title of 2,000."""
    office.add(judul="Panjang " + "sekali " * 285)
    office.sync()
    office.approved("KUL-0005")
    known = sources(office, name="Nama " * 40)
    (paper,) = list_papers(known)
    whole = " ".join(" ".join(text_of(to_pdf(paper, known), tmp_path)).split())
    assert "Nama Nama Nama" in whole
    assert whole.count("sekali") == 285


@pytest.mark.parametrize(("only_here", "own_words"), [(True, False), (False, False), (True, True)])
def test_the_proof_of_an_upload_says_of_a_folder_that_nobody_looked_at_the_public_address(
    office: Office, tmp_path: Path, only_here: bool, own_words: bool
) -> None:
    """A file of the office's own that lacks these words keeps its own."""
    own = tmp_path / "own"
    own.mkdir()
    if own_words:
        text = PrintTemplates(None, print_templates(None).ours).read("kertas.toml").decode()
        (own / "kertas.toml").write_text(re.sub(r"(?m)^isi_folder = .*\n", "", text), "utf-8")
    known = sources(office, own)
    (paper,) = upload_proof(known, Upload(known.approved, "hari ini", "site", 12, "ab" * 32, only_here))
    said = next(block.text for block in blocks(paper) if isinstance(block, Paragraph))
    if only_here and not own_words:
        assert "telah ditulis ke folder site " in said and said.endswith("Alamat bagi warga belum diperiksa.")
    else:
        assert "telah diunggah" in said
