"""Every paper keeps the clauses of PDF/UA-1 that can be looked at here, and each check finds what it is for."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from sync.papers.list_papers import list_papers
from sync.run.print import to_pdf
from tests import pdf_ua
from tests.office import Office
from tests.papers.test_papers import every_paper, sources


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One public entry, one that is excluded, and one with a long word."""
    office = Office(tmp_path_factory.mktemp("kantor"))
    for title in ("Laporan", "Rahasia", f"Panjang {'x' * 200}"):
        office.add(judul=title)
    office.sync()
    office.exclude("KUL-0002")
    office.approved("KUL-0001", "KUL-0002", "KUL-0003")
    return office


@pytest.fixture(scope="module")
def printed(office: Office) -> bytes:
    """A list with its code and its link."""
    known = sources(office)
    (paper,) = list_papers(known)
    return to_pdf(paper, known)


def test_every_paper_keeps_every_clause_that_can_be_looked_at(office: Office) -> None:
    known = sources(office)
    assert {paper.name: pdf_ua.flaws(to_pdf(paper, known)) for paper in every_paper(office)} == {
        paper.name: [] for paper in every_paper(office)
    }


@pytest.mark.parametrize("form", ["perki", "kpu", "kelas"])
def test_so_does_the_list_in_every_form(office: Office, form: str) -> None:
    known = sources(office, form=form)
    assert [pdf_ua.flaws(to_pdf(paper, known)) for paper in list_papers(known)] == [[]]


def first(document: pikepdf.Pdf, name: str) -> Any:
    """The first element of this type."""
    return next(each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == name)


def font(document: pikepdf.Pdf) -> Any:
    return next(iter(document.pages[0].Resources.Font.values()))


def annotation(document: pikepdf.Pdf) -> Any:
    return next(each for page in document.pages for each in page.obj.get("/Annots", []))


def rewritten(document: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    """The first page says something else."""
    page = document.pages[0]
    page.contents_coalesce()
    data = page.Contents.read_bytes()
    assert old in data
    page.Contents = document.make_stream(data.replace(old, new))


def without_metadata(document: pikepdf.Pdf, key: str) -> None:
    with document.open_metadata(set_pikepdf_as_editor=False) as facts:
        del facts[key]


def put(holder: Any, key: str, value: object) -> object:
    holder[key] = value
    return holder


def drop(holder: Any, key: str) -> object:
    del holder[key]
    return holder


def unmapped(font: Any) -> object:
    """A font that needs a map of its glyphs, and has none."""
    return put(font.DescendantFonts[0], "/Subtype", pikepdf.Name("/CIDFontType2"))


HARM: list[tuple[str, Callable[[pikepdf.Pdf], object]]] = [
    ("5", lambda file: without_metadata(file, "pdfuaid:part")),
    ("7.1 tags", lambda file: put(file.Root.MarkInfo, "/Marked", False)),
    ("7.1 tags", lambda file: put(file.Root.MarkInfo, "/Suspects", True)),
    ("7.1 tags", lambda file: drop(file.Root, "/StructTreeRoot")),
    ("7.1 title", lambda file: without_metadata(file, "dc:title")),
    ("7.1 title", lambda file: drop(file.Root, "/ViewerPreferences")),
    ("7.1 content", lambda file: file.pages[0].contents_add(b"0 0 9 9 re f")),
    ("7.1 structure", lambda file: drop(file.Root.StructTreeRoot, "/ParentTree")),
    ("7.1 roles", lambda file: put(first(file, "/P"), "/S", pikepdf.Name("/Paragraf"))),
    ("7.1 roles", lambda file: put(file.Root.StructTreeRoot, "/RoleMap", pikepdf.Dictionary(P=pikepdf.Name("/H1")))),
    ("7.2", lambda file: drop(file.Root, "/Lang")),
    ("7.3", lambda file: drop(first(file, "/Figure"), "/Alt")),
    ("7.4", lambda file: put(first(file, "/H1"), "/S", pikepdf.Name("/H3"))),
    ("7.4", lambda file: put(first(file, "/P"), "/S", pikepdf.Name("/H"))),
    ("7.5", lambda file: [drop(first(file, "/TH"), key) for key in ("/A", "/ID")]),
    ("7.5", lambda file: put(first(file, "/TD"), "/S", pikepdf.Name("/P"))),
    ("7.5", lambda file: put(first(file, "/TR"), "/K", first(file, "/TR").K[0])),
    ("7.7", lambda file: put(first(file, "/P"), "/S", pikepdf.Name("/Formula"))),
    ("7.8", lambda file: rewritten(file, b"/Pagination", b"/Layout")),
    ("7.9", lambda file: put(first(file, "/P"), "/S", pikepdf.Name("/Note"))),
    ("7.15", lambda file: put(file.Root, "/AcroForm", pikepdf.Dictionary(XFA=pikepdf.String("x")))),
    ("7.18.1", lambda file: drop(annotation(file), "/Contents")),
    ("7.18.1", lambda file: drop(annotation(file), "/StructParent")),
    ("7.18.3", lambda file: [drop(page.obj, "/Tabs") for page in file.pages]),
    ("7.18.5", lambda file: put(first(file, "/Link"), "/S", pikepdf.Name("/Span"))),
    ("7.20", lambda file: put(file.Root, "/Kept", file.make_stream(b"", Subtype=pikepdf.Name("/Form"), Ref={}))),
    ("7.21.3.2", lambda file: unmapped(font(file))),
    ("7.21.4.1", lambda file: drop(font(file).DescendantFonts[0].FontDescriptor, "/FontFile3")),
    ("7.21.7", lambda file: drop(font(file), "/ToUnicode")),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("clause", "harm"), HARM)
def test_each_check_finds_what_it_is_for(
    printed: bytes, clause: str, harm: Callable[[pikepdf.Pdf], object], tmp_path: Path
) -> None:
    with pikepdf.open(io.BytesIO(printed)) as document:
        harm(document)
        document.save(tmp_path / "harmed.pdf")
    told = {flaw.split(":")[0] for flaw in pdf_ua.flaws((tmp_path / "harmed.pdf").read_bytes())}
    assert clause in told


def test_encryption_that_shuts_out_screen_readers_is_found(printed: bytes, tmp_path: Path) -> None:
    """Readers of files that are no PDF 2.0 may not be kept from the text (7.16)."""
    with pikepdf.open(io.BytesIO(printed)) as document:
        rights = pikepdf.Permissions(accessibility=False, extract=False)
        shut = pikepdf.Encryption(owner="x", user="", R=3, aes=False, metadata=False, allow=rights)
        document.save(tmp_path / "shut.pdf", encryption=shut)
    told = [flaw.split(":")[0] for flaw in pdf_ua.flaws((tmp_path / "shut.pdf").read_bytes())]
    assert told == ["7.16"]


def test_every_check_is_tried() -> None:
    assert {clause for clause, _ in HARM} | {"7.16"} == set(pdf_ua.CLAUSES)
