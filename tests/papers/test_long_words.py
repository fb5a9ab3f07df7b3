"""Words that are longer than their place is wide stay in it, on every paper; no other word is broken."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from sync.papers.desk_papers import consequence_sheets
from sync.papers.list_papers import list_papers
from sync.papers.paper import Paper, Signatures, Signer
from sync.papers.sources import Sources
from sync.papers.word_file import to_word
from sync.papers.words import print_templates
from sync.run.print import to_pdf
from tests.office import Office
from tests.papers.test_papers import blocks, sources, table

MILLIMETRE = 72 / 25.4
LONG, ADDRESS = "x" * 200, "https://kpu.example/" + "2026/laporan-" * 22 + "akhir"
ORDINARY = "Ketidakberpihakan pertanggungjawaban penyelenggaraan"
Word = tuple[str, float, float]

pytestmark = pytest.mark.needs("pdftotext")


def words(data: bytes, folder: Path) -> list[Word]:
    """Every piece of text without a blank, with where it begins and ends, in millimetres from the left."""
    (folder / "seen.pdf").write_bytes(data)
    command = ["pdftotext", "-bbox", str(folder / "seen.pdf"), "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r'<word xMin="([\d.]+)".*? xMax="([\d.]+)".*?>(.*?)</word>', said)
    return [(text, float(left) / MILLIMETRE, float(right) / MILLIMETRE) for left, right, text in found]


def column(paper: Paper, place: int) -> tuple[float, float]:
    """Where a column of the table lies on a page that lies on its side."""
    shares = table(paper).widths
    return 15 + sum(shares[:place]) / sum(shares) * 267, 15 + sum(shares[: place + 1]) / sum(shares) * 267


@pytest.fixture
def known(tmp_path: Path) -> Sources:
    office = Office(tmp_path)
    office.add(judul=f"{ORDINARY} {LONG}", ringkasan=ADDRESS, tempat="y" * 200)
    office.add(judul="Rahasia", ringkasan="z" * 200)
    office.sync()
    office.exclude("KUL-0002")
    office.approved("KUL-0001", "KUL-0002")
    return sources(office)


def test_a_word_of_200_letters_and_an_address_of_300_signs_stay_in_their_cells(known: Sources, tmp_path: Path) -> None:
    (paper,) = list_papers(known)
    found = words(to_pdf(paper, known), tmp_path)
    for sign, place in (("x", 1), ("y", 4)):
        left, right = column(paper, place)
        pieces = [word for word in found if set(word[0]) == {sign}]
        assert sum(len(text) for text, _, _ in pieces) == 200
        assert all(left < begin and end < right for _, begin, end in pieces)
    left, right = column(paper, 1)
    pieces = [word for word in found if len(word[0]) > 2 and word[0] in ADDRESS]
    assert all(end < right for _, _, end in pieces)
    assert "".join(text for text, _, _ in pieces) == ADDRESS


def test_an_address_is_broken_where_people_would(known: Sources, tmp_path: Path) -> None:
    (paper,) = list_papers(known)
    pieces = [text for text, _, _ in words(to_pdf(paper, known), tmp_path) if "laporan" in text]
    assert len(pieces) > 3
    assert all(text.endswith(("-", "/", "akhir")) for text in pieces)


def test_shorter_words_are_not_broken(known: Sources, tmp_path: Path) -> None:
    (paper,) = list_papers(known)
    found = [text for text, _, _ in words(to_pdf(paper, known), tmp_path)]
    assert [word for word in ORDINARY.split() if word in found] == ORDINARY.split()


def test_a_header_cell_and_a_name_are_broken_too(known: Sources, tmp_path: Path) -> None:
    """The office may write its own headers, and who signs may be called anything."""
    ours = print_templates(None).path("daftar.toml").read_text("utf-8")
    (tmp_path / "daftar.toml").write_text(ours.replace("Format Informasi Yang Tersedia", "F" * 200), "utf-8")
    known = replace(known, templates=print_templates(tmp_path))
    (paper,) = list_papers(known)
    signer = Signatures((Signer(("P" * 200,), "N" * 200),))
    section = paper.sections[0]
    made = tuple(signer if isinstance(block, Signatures) else block for block in section.blocks)
    found = words(to_pdf(replace(paper, sections=(replace(section, blocks=made),)), known), tmp_path)
    left, right = column(paper, 5)
    headers = [word for word in found if set(word[0]) == {"F"}]
    assert sum(len(text) for text, _, _ in headers) in (200, 400)  # it stands on every page
    assert all(left < begin and end < right for _, begin, end in headers)
    assert [sum(len(text) for text, _, _ in found if set(text) == {sign}) for sign in "PN"] == [200, 200]
    assert max(end for _, _, end in found) < 297 - 14


def test_titles_letterhead_footer_and_facts_stay_within_the_margins(known: Sources, tmp_path: Path) -> None:
    name = "Komisi" + "q" * 200
    office = replace(known.settings.office, name=name, address="r" * 200)
    known = replace(known, settings=replace(known.settings, office=office))
    (sheet,) = consequence_sheets(known, "")
    found = words(to_pdf(sheet, known), tmp_path)
    assert max(end for _, _, end in found) < 210 - 24
    assert sum(len(text) for text, _, _ in found if set(text) == {"z"}) == 200
    assert list(blocks(sheet))


def test_the_dots_under_a_signature_are_one_line_in_word(known: Sources) -> None:
    """A sign of dots is as wide as it is high: 11 points; two units sign a sheet beside each other."""
    (sheet,) = consequence_sheets(known, "")
    document = docx.Document(io.BytesIO(to_word(sheet, known.templates)))
    signed = [cell for table in document.tables for row in table.rows for cell in row.cells if "…" in cell.text]
    lines = [(cell.width.mm, cell.text.split("\n")[-1]) for cell in signed if cell.width]
    dotted = [(width, len(line)) for width, line in lines if set(line) == {"…"}]
    assert len(dotted) == len(known.settings.units)
    assert all(signs * 11 / MILLIMETRE < width - 3 for width, signs in dotted)
