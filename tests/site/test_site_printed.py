"""The list on paper, looked at with the programs of others: pikepdf for what a screen reader needs, poppler for the
words."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner

from sync.cli.main import main
from sync.errors import TemplateError
from sync.release import Release
from sync.settings.appearance import Signing
from sync.settings.service import Service
from sync.site.formatting import weight
from sync.site.gate import public_list
from sync.site.printed_list import LARGE_PATH, ONE_FILE, POSTER_PATH, large_path, paper_paths, to_pdf
from sync.site.site_files import render_site
from sync.site.site_settings import SiteSettings
from sync.site.typeset import typeset
from tests import pdf_ua
from tests.releases import OFFICE, TEMPLATE, many, release, released, rendered, typical

SIGNING = Signing("Rangkasbitung", "Pejabat Pengelola Informasi dan Dokumentasi", "N. Pejabat", "198")
SIGNED = replace(OFFICE, pdf=True, signing=SIGNING)


def pdf(shown: Release, site: SiteSettings = SIGNED, **words: Any) -> bytes:
    return to_pdf(public_list(shown, site, TEMPLATE), shown, site, TEMPLATE, **words)


def words(data: bytes, folder: Path) -> str:
    """The text as poppler finds it."""
    (folder / "seen.pdf").write_bytes(data)
    command = ["pdftotext", "-layout", str(folder / "seen.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_screen_reader_finds_tags_language_and_title() -> None:
    """Tagged, in Indonesian, named; the header of the table is one; it claims PDF/UA-1."""
    assert pdf_ua.flaws(pdf(typical())) == []
    with pikepdf.open(io.BytesIO(pdf(typical()))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("id")
        assert str(document.docinfo["/Title"]) == "Daftar Informasi Publik KPU Kabupaten Lebak"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert "/K" in document.Root.StructTreeRoot
        with document.open_metadata() as facts:
            assert facts["pdfuaid:part"] == "1"
        tags = {str(each.S) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each}
        assert {"/Table", "/TH", "/TD", "/H1", "/Link"} <= tags


def test_the_sheet_is_a4_lying_down_with_a_header_on_each_page() -> None:
    with pikepdf.open(io.BytesIO(pdf(many(60)))) as document:
        assert len(document.pages) > 1
        width, height = (float(each) for each in document.pages[0].MediaBox[2:])
        assert (round(width), round(height)) == (842, 595)


@pytest.mark.needs("pdftotext")
def test_the_words_of_the_list_stand_on_paper(tmp_path: Path) -> None:
    """Letterhead, establishment, the seven elements, page numbers, the signature; the header again on every page."""
    text = words(pdf(many(60)), tmp_path)
    for part in (
        "KOMISI PEMILIHAN UMUM KABUPATEN LEBAK", "Penetapan Nomor 45/PP.08/2026, 20 November 2026", "60 informasi",
        "Laporan kegiatan 0", "Kepala Subbagian", "Rangkasbitung", "2 tahun aktif", "Halaman 1 dari", "N. Pejabat",
        "NIP 198", "Rangkasbitung, 20 November 2026",
    ):  # fmt: skip
        assert part in text, part
    pages = text.rstrip("\f").split("\f")
    assert sum("Ringkasan isi informasi" in page for page in pages) >= len(pages) - 1


@pytest.mark.needs("pdftotext")
def test_a_word_of_200_letters_stays_in_its_cell(tmp_path: Path) -> None:
    """And in the text as it was typed; an address of 300 signs is broken at its dashes and slashes."""
    address = "https://kpu.example/" + "2026/laporan-" * 21 + "akhir"
    entry = released(judul="x" * 200, ringkasan=address, tempat="y" * 200, penanggung_jawab="z" * 200)
    (tmp_path / "seen.pdf").write_bytes(pdf(release(entry)))
    command = ["pdftotext", "-bbox", str(tmp_path / "seen.pdf"), "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r'<word xMin="([\d.]+)".*? xMax="([\d.]+)".*?>(.*?)</word>', said)
    columns = {"x": (24, 116), "z": (158, 198), "y": (198, 230)}  # millimetres from the left
    for sign, (left, right) in columns.items():
        pieces = [(float(begin), float(end), text) for begin, end, text in found if set(text) == {sign}]
        assert sum(len(text) for _, _, text in pieces) == 200
        assert all(left < begin / 72 * 25.4 and end / 72 * 25.4 < right for begin, end, _ in pieces)
    assert address in "".join(text for _, _, text in found)
    assert all(text[-1] in "-/r" for _, _, text in found if "laporan" in text)


@pytest.mark.needs("pdftotext")
def test_what_people_typed_is_text_not_markup(tmp_path: Path) -> None:
    """Nothing of it is carried out, nothing of it is lost."""
    title = "#panic() *x* $1$ <a> @b \\ [c] // d"
    assert title in re.sub(r"\s+", " ", words(pdf(release(released(judul=title))), tmp_path))


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("odd", ["😀", "قائمة المعلومات", "公开信息", "\ufdd0\ue000", "a\u0301\u200d\u20dd"])
def test_signs_no_font_has_do_not_stop_the_paper(odd: str, tmp_path: Path) -> None:
    """One odd sign in an approved row would otherwise stop every run. The rest of the row is as it was."""
    made = pdf(release(released("KUL-0001", judul=f"Laporan {odd} Kinerja")))
    assert "Kinerja" in words(made, tmp_path)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.Root.MarkInfo.Marked


def test_the_same_list_gives_the_same_bytes() -> None:
    """Another process in another time zone makes the same PDF; no clock stands in it."""
    code = (
        "import hashlib; from tests.site.test_site_printed import *; print(hashlib.sha256(pdf(typical())).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONPATH": ".", "TZ": zone},
            check=True, capture_output=True,
        ).stdout
        for zone in ("UTC", "Asia/Jayapura")
    }  # fmt: skip
    assert len(seen) == 1
    assert b"CreationDate" not in pdf(typical())


def test_a_long_list_is_printed_class_by_class() -> None:
    entries = public_list(many(ONE_FILE + 1), OFFICE, TEMPLATE)
    assert paper_paths(entries, SIGNED, TEMPLATE) == {
        "data/dip-berkala.pdf": "Informasi Berkala", "data/dip-serta-merta.pdf": "Informasi Serta Merta",
        "data/dip-setiap-saat.pdf": "Informasi Setiap Saat",
    }  # fmt: skip
    assert paper_paths(entries[:ONE_FILE], SIGNED, TEMPLATE) == {"data/dip.pdf": ""}
    assert paper_paths(entries, OFFICE, TEMPLATE) == {}


def test_the_paper_is_among_the_downloads() -> None:
    files = rendered(typical(), SIGNED, TEMPLATE)
    assert files["data/dip.pdf"].startswith(b"%PDF")
    assert b'href="data/dip.pdf"' in files["index.html"]
    assert b"data/dip.pdf" not in rendered(typical(), OFFICE, TEMPLATE)["index.html"]


def large(shown: Release) -> bytes:
    return render_site(shown, SIGNED, TEMPLATE).files[LARGE_PATH].render()


@pytest.mark.needs("pdftotext")
def test_the_list_in_large_print_says_the_same_in_letters_of_18_points(tmp_path: Path) -> None:
    """What was typed is text, nothing of it is lost, and a word wider than the page is broken."""
    title = "#panic() *x* $1$ <a> @b // d"
    made = release(released(judul=title), released("KUL-0002", ringkasan="x" * 200, judul="kata " * 300))
    said = words(large(made), tmp_path)
    assert title in re.sub(r"\s+", " ", said) and said.count("x") >= 200 and "KUL-0002" in said
    command = ["pdftotext", "-bbox", str(tmp_path / "seen.pdf"), "-"]
    found = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"',
        subprocess.run(command, capture_output=True, text=True, check=True).stdout,
    )
    assert all(float(left) > 50 and float(right) < 545 for left, _, right, _ in found)
    assert pdf_ua.flaws(large(typical())) == []


def test_large_print_is_among_the_downloads_of_a_list_that_can_be_carried() -> None:
    page = rendered(typical(), SIGNED, TEMPLATE)["index.html"]
    assert f'href="{LARGE_PATH}"'.encode() in page and b"Huruf besar" in page
    entries = public_list(many(ONE_FILE + 1), OFFICE, TEMPLATE)
    assert [large_path(entries[:count], SIGNED) for count in (0, ONE_FILE, ONE_FILE + 1)] == ["", LARGE_PATH, ""]
    assert not large_path(entries[:1], OFFICE)


@pytest.mark.needs("pdftotext")
def test_paper_says_where_the_list_is_and_how_to_ask(tmp_path: Path) -> None:
    """The printed list names the address; large print has its QR code, too, and every way to ask."""
    said = " ".join(words(large(typical()), tmp_path).split())
    assert OFFICE.url in said and "Surel: ppid@kpu-lebak.example" in said and "10 hari kerja" in said
    assert OFFICE.url in words(pdf(typical()), tmp_path)
    with pikepdf.open(io.BytesIO(large(typical()))) as document:
        figures = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
        assert f"Kode QR menuju {OFFICE.url}" in [str(each.Alt) for each in figures]
    plain = replace(SIGNED, url="")
    assert pdf(typical(), plain) and render_site(typical(), plain, TEMPLATE).files[LARGE_PATH].render()


def test_the_list_says_how_large_its_downloads_are() -> None:
    """As they are, in the way of the language."""
    files = rendered(typical(), SIGNED, TEMPLATE)
    page = files["index.html"].decode()
    for path in ("data/dip.pdf", LARGE_PATH, POSTER_PATH, "data/dip.xlsx", "data/dip.csv", "data/dip.json"):
        (told,) = re.findall(rf'<a href="{path}"[^>]*>.*, (.*?)</span></a>', page)
        assert told == weight(len(files[path])), path
    assert [weight(size) for size in (1, 1024, 217_000, 1_500_000)] == ["1\xa0KB", "1\xa0KB", "212\xa0KB", "1,4\xa0MB"]
    assert weight(1_500_000, "en") == "1.4\xa0MB"


def test_a_mistake_in_the_printed_template_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "dip.typ").write_text("= Daftar\n#bukan_apa_apa\n")
    with pytest.raises(TemplateError, match="site template dip.typ, line 2: unknown variable: bukan_apa_apa"):
        pdf(typical(), replace(SIGNED, templates=tmp_path))


def test_an_empty_list_is_a_sheet_too() -> None:
    assert pdf(replace(release(), updated="", establishment=("", ""))).startswith(b"%PDF")


def test_printing_before_anything_is_approved_says_what_to_do(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["init", "--example", str(tmp_path)]).exit_code == 0
    done = runner.invoke(main, ["print", "--config", str(tmp_path / "dip.toml"), "--to", str(tmp_path / "cetak")])
    assert done.exit_code == 1
    assert "run `dip sync` first" in done.output


def test_a_font_or_a_photo_beside_the_template_does_not_matter() -> None:
    """Assets lie in the same folder; what is no text is left out."""
    folder = {"x.typ": b"Daftar", "assets/foto.jpg": b"\xff\xd8\xff", "assets/huruf.woff2": b"wOF2\xff"}
    assert typeset(folder, "x.typ", "{}", promised=False).startswith(b"%PDF")


def poster_text(office: SiteSettings, folder: Path) -> str:
    data = rendered(typical(), replace(office, pdf=True), TEMPLATE)[POSTER_PATH]
    assert pdf_ua.flaws(data) == [] and len(pikepdf.open(io.BytesIO(data)).pages) == 1
    return " ".join(words(data, folder).split())


@pytest.mark.needs("pdftotext")
def test_the_poster_says_how_much_there_is_and_how_to_ask(tmp_path: Path) -> None:
    service = Service(hours="Senin–Jumat, 08.00–16.00", costs="Gratis", eppid="https://e-ppid.example/")
    told = poster_text(replace(OFFICE, service=service, phones=("(0252) 123456",)), tmp_path)
    for part in ("4 informasi", "Informasi Berkala", "ppid@kpu-lebak.example", "Gratis", "10 hari kerja", "e-ppid."):
        assert part in told
    bare = poster_text(replace(OFFICE, url="", email="", accent="#123456"), tmp_path)
    assert "meja layanan" in bare and "Jam layanan" not in bare and "Surel" not in bare


def test_the_poster_changes_with_the_counts_alone() -> None:
    office = replace(OFFICE, pdf=True)
    keys = [
        render_site(shown, office, TEMPLATE).files[POSTER_PATH].key
        for shown in (typical(), replace(typical(), updated="2027-01-01"), release(released()))
    ]
    assert keys[0] == keys[1] != keys[2] and POSTER_PATH not in rendered(typical(), OFFICE, TEMPLATE)


@pytest.mark.needs("pdftotext")
def test_hostile_words_on_the_poster_stay_words(tmp_path: Path) -> None:
    hostile = "#panic() *tebal* $x$ <a> @x"
    office = replace(OFFICE, name=hostile, address=hostile, service=Service(hours=hostile, costs=hostile))
    assert poster_text(office, tmp_path).count(hostile) == 5
