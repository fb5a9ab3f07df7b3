"""`dip print`: papers by name, what is due without one, and sentences instead of papers that would say nothing."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.office_folder import KUL, OfficeFolder

ROW = {
    "judul": "Laporan Keuangan 2025", "ringkasan": "Neraca", "penanggung_jawab": "Sekretaris", "waktu": "2025",
    "tempat": "Rangkasbitung", "bentuk": "Hardcopy", "retensi": "5 tahun", "usulan": "Informasi Setiap Saat",
}  # fmt: skip


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    office = OfficeFolder(tmp_path_factory.mktemp("kantor"))
    office.fill(KUL, ROW)
    assert office.dip("sync").exit_code == 0
    office.type("Induk", "induk", 2, setuju="✓")
    assert office.dip("sync").exit_code == 0
    return office


@pytest.fixture
def office(approved: OfficeFolder, tmp_path: Path) -> OfficeFolder:
    """One entry is public."""
    return OfficeFolder(tmp_path, like=approved)


def printed(office: OfficeFolder) -> list[str]:
    return sorted(path.name for path in (office.path / "cetak").glob("*"))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["keputusan", "dip"], ["keputusan-dip"]),
        (["keputusan-dip"], ["keputusan-dip"]),
        (["tanda-terima", "--unit", "KUL"], ["tanda-terima-KUL"]),
        (["uji-konsekuensi", "kul-0001"], ["uji-konsekuensi-KUL-0001"]),
        (["daftar"], ["daftar"]),
        (["bukti-unggah"], ["bukti-unggah"]),
    ],
)
def test_a_paper_is_printed_by_name_as_pdf_and_word_file(
    office: OfficeFolder, words: list[str], names: list[str]
) -> None:
    """For the operator's account alone."""
    done = office.dip("print", *words, "--to", str(office.path / "cetak"))
    assert done.exit_code == 0, done.output
    assert printed(office) == sorted(f"{name}{kind}" for name in names for kind in (".pdf", ".docx"))
    assert {(office.path / "cetak" / name).stat().st_mode & 0o777 for name in printed(office)} == {0o600}


def test_without_a_name_what_is_due_is_printed_and_said_why(office: OfficeFolder) -> None:
    """A second time nothing is: until something changes."""
    to = ("--to", str(office.path / "cetak"))
    first = office.dip("print", *to)
    assert "keputusan-dip.docx: the approved list has no decree yet" in first.output
    assert "bukti-unggah.pdf" in first.output
    assert "perintah-unggah" not in first.output
    assert "Nothing is due" in office.dip("print", *to).output
    (office.path / "cetak" / "draf.pdf").unlink()
    again = office.dip("print", *to).output
    assert ("draf.pdf" in again, "keputusan-dip" in again) == (True, False)


@pytest.mark.parametrize("words", [["berita-acara"], []])
def test_what_somebody_edited_is_never_written_over(office: OfficeFolder, words: list[str]) -> None:
    """By name or without one: the new paper lies beside it, and the line says so. What is the same is not doubled."""
    to = ("--to", str(office.path / "cetak"))
    office.dip("print", *words, *to)
    word, scan = (office.path / "cetak" / f"berita-acara.{kind}" for kind in ("docx", "pdf"))
    made = scan.read_bytes()
    word.write_bytes(b"disunting")
    again = office.dip("print", *words, *to).output
    assert f"Left as it was, because it says something else (edited, signed, or of another moment): {word}" in again
    assert "berita-acara (2).docx" in again
    scan.write_bytes(b"ditandatangani")
    office.dip("print", *words, *to)
    assert (word.read_bytes(), scan.read_bytes()) == (b"disunting", b"ditandatangani")
    assert [name for name in printed(office) if name.startswith("berita-acara")] == [
        "berita-acara (2).docx", "berita-acara (2).pdf", "berita-acara.docx", "berita-acara.pdf",
    ]  # fmt: skip
    assert (office.path / "cetak" / "berita-acara (2).pdf").read_bytes() == made


def test_a_paper_of_another_moment_stays_when_it_is_printed_again(office: OfficeFolder) -> None:
    """The minutes of what was added do not vanish under those of what was withdrawn."""
    to = ("--to", str(office.path / "cetak"))
    office.dip("print", "berita-acara", *to)
    former = (office.path / "cetak" / "berita-acara.pdf").read_bytes()
    office.fill(KUL, {**ROW, "judul": "Laporan Barang 2025", "ringkasan": "Barang"})
    office.dip("sync")
    office.type("Induk", "induk", 3, setuju="✓")
    office.dip("sync")
    assert "berita-acara (2).pdf" in office.dip("print", "berita-acara", *to).output
    assert (office.path / "cetak" / "berita-acara.pdf").read_bytes() == former
    (office.path / "cetak" / "berita-acara (2).docx").write_bytes(b"disunting")
    assert "berita-acara (3).docx" in office.dip("print", "berita-acara", *to).output


def test_what_is_no_file_or_cannot_be_read_is_left_too(office: OfficeFolder) -> None:
    folder = office.path / "cetak"
    (folder / "daftar.docx").mkdir(parents=True)
    (folder / "daftar (2).pdf").symlink_to(folder / "tidak-ada")
    done = office.dip("print", "daftar", "--to", str(folder))
    assert done.exit_code == 0, done.output
    assert printed(office) == ["daftar (2).pdf", "daftar (3).docx", "daftar (3).pdf", "daftar.docx"]


def test_the_proof_of_an_upload_is_of_the_list_that_was_uploaded(office: OfficeFolder) -> None:
    """Not of one that was approved since and has not arrived."""
    office.fill(KUL, {**ROW, "judul": "Laporan Barang 2025", "ringkasan": "Barang"})
    office.dip("sync")
    (office.path / "site" / "informasi" / "KUL-0002").mkdir()
    (office.path / "site" / "informasi" / "KUL-0002" / "index.html").write_text("milik orang lain")
    office.type("Induk", "induk", 3, setuju="✓")
    assert office.dip("sync").exit_code == 1
    office.dip("print", "bukti-unggah", "--to", str(office.path / "cetak"))
    proof = docx.Document(str(office.path / "cetak" / "bukti-unggah.docx"))
    assert any("ditulis ke folder site " in each.text for each in proof.paragraphs)
    table = proof.tables[0]
    facts = {row.cells[0].text: row.cells[2].text for row in table.rows}
    files = sum(path.is_file() for path in (office.path / "site").rglob("*")) - 1  # that of somebody else
    assert facts["Banyaknya berkas"] == str(files), "as many as dip plan and dip doctor count"
    assert (facts["Terbitan"], facts["Banyaknya informasi"]) == ("1", "1")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["keputusan"], 2, "there is no paper “keputusan”; there is keputusan-di"),
        (["tanda-terimah"], 2, "there is tanda-terima"),
        (["tanda-terima", "--unit", "XYZ"], 2, "there is no unit XYZ; there is KUL, TEK, REN, PAR"),
        (["uji-konsekuensi", "KUL-0099"], 2, "the ledger knows no entry KUL-0099"),
        (["uji-konsekuensi"], 1, "no row is classified as Dikecualikan"),
        (["keputusan", "dik"], 1, "no entry stands as Dikecualikan"),
        (["daftar", "--to", "site/cetak"], 2, "the folder that the public reads"),
    ],
)
def test_what_cannot_be_printed_is_a_sentence(office: OfficeFolder, words: list[str], code: int, told: str) -> None:
    given = [str(office.path / word) if word.startswith("site/") else word for word in words]
    to = [] if "--to" in words else ["--to", str(office.path / "cetak")]
    done = office.dip("print", *given, *to)
    assert (done.exit_code, told in done.output) == (code, True), done.output
    assert not (office.path / "site" / "cetak").exists()


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('form = "kpi"', "form in [print]: “kpi” must be one of perki, kpu, kelas"),
        ('authority = "bupati"', "authority in [print]: “bupati” must be one of ketua, sekretaris, ppid"),
        ('emblem = "dip.toml"', "emblem in [print]: “dip.toml” must be one of"),
        ('emblem = "rusak.png"', "“rusak.png” is not the kind of picture its name says"),
        ('emblem = "tidak.png"', "emblem in [print]: there is no file “tidak.png”"),
        ('templates = "tidak"', "templates in [print]: “tidak” is not a folder"),
    ],
)
def test_a_setting_of_papers_that_cannot_be_used_is_named(office: OfficeFolder, setting: str, told: str) -> None:
    text = office.config.read_text("utf-8")
    (office.path / "rusak.png").write_text("bukan gambar")
    office.config.write_text(text.replace("[print]", f"[print]\n{setting}\n#", 1), "utf-8")
    done = office.dip("print", "daftar", "--to", str(office.path / "cetak"))
    assert (done.exit_code, told in done.output) == (2, True), done.output
