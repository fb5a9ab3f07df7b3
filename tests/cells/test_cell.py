"""Cells of every kind: ticks, closed lists, links, and what no column accepts."""

from __future__ import annotations

import pytest

from sync.cells.cell import Tick, odd_texts, read_cell, read_tick
from sync.cells.document_links import compose_links, file_name, links_of, read_links
from sync.cells.text import CellValue, Flaw, clean, fold, is_blank, same_words
from sync.model import Link
from sync.tabs.clerk_sentences import CELL_SENTENCES
from sync.template.loader import load_template

TEMPLATE = load_template()
UNIT = TEMPLATE.tab("unit")
APPROVAL = TEMPLATE.ticks["approval"]


def read(role: str, text: str):
    return read_cell(text, UNIT.column(role), TEMPLATE)


def slugs(role: str, text: str) -> list[str]:
    return [flaw.code for flaw in read(role, text).flaws]


@pytest.mark.parametrize("text", ["✓", "V", "ya", "Ya", "SETUJU", "Ok", "acc", "1", "TRUE", "true", " ✓ ", "✓\ufe0f"])
def test_ticks_of_the_contract(text):
    assert read_tick(text, APPROVAL) is Tick.YES


@pytest.mark.parametrize("text", ["", " ", "FALSE", "false", "-", "tidak", "Tidak", "0"])
def test_no_ticks_of_the_contract(text):
    assert read_tick(text, APPROVAL) is Tick.NO


@pytest.mark.parametrize("text", ["oke", "x", "X", "2", "yes", "besok", "=TRUE()", "setuju?", "√?"])
def test_any_other_text_is_neither(text):
    assert read_tick(text, APPROVAL) is Tick.OTHER


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "Loading...", "Memuat…", " #DIV/0! ", "Err:502"])
def test_what_a_formula_shows_in_error_or_while_it_loads_says_nothing(text):
    assert read_tick(text, APPROVAL) is read_tick(text, APPROVAL, "A1") is Tick.SILENT


def test_a_tick_stored_as_a_formula_counts_only_as_true_or_false():
    """LibreOffice stores a tick as `TRUE()`; what a formula shows does not count."""
    assert read_tick("TRUE", APPROVAL, "TRUE()") is Tick.YES
    assert read_tick("1", APPROVAL, "=TRUE()") is Tick.YES
    assert read_tick("FALSE", APPROVAL, "FALSE()") is Tick.NO
    assert read_tick("TRUE", APPROVAL, "A1=B1") is Tick.OTHER
    assert read_tick("TRUE", APPROVAL, "NOT(FALSE())") is Tick.OTHER


def test_what_nobody_sees_is_no_difference():
    """Non-breaking spaces, zero-width and direction marks, decomposed accents, doubled blanks."""
    assert clean("\u200bLaporan\u00a0 Keuangan\u202e ") == "Laporan Keuangan"
    assert clean("e\u0301") == "é"
    assert clean("a\r\n\r\n b ", lines=True) == "a\nb"
    assert clean("a\nb") == "a b"
    assert fold("  Judul—Informasi (é)! ") == "judul informasi e"


def test_markup_and_emoji_are_text():
    """A cell that holds `<script>` is text; what escapes it is the page."""
    assert read("ringkasan", "<b>Neraca</b> & 😀 <script>alert(1)</script>").flaws == ()


@pytest.mark.parametrize(
    "text",
    [
        *("-", "—", "\u2011", "\u2212", "n/a", "N/A", "n.a.", "nihil", "Nihil.", "(kosong)", "?", "??", "xxx", "…"),
        *("0", "belum ada", "Menyusul.", "~", "↑", "#####", ":", "•", "√", "😀"),
    ],
)
def test_a_placeholder_is_no_content_of_a_required_column(text):
    assert slugs("penanggung_jawab", text) == ["isian-pengganti"]


@pytest.mark.parametrize(
    "text", ["SDA Kabupaten Lebak", "Idem ditto", "Nihil Laporan", "X", "Sama-sama", "C&A", "5 S", "Na"]
)
def test_words_with_a_placeholder_in_them_are_content(text):
    """Only the whole cell can be a placeholder; a single cross and `NA` are one."""
    assert bool(slugs("judul", text)) == (text in ("X", "Na"))


@pytest.mark.parametrize("role", ["judul", "ringkasan", "penanggung_jawab"])
@pytest.mark.parametrize("text", ["5", "2024", "1.250.000", "12/2024", "2024-01-12", "(3)", "12%"])
def test_a_number_alone_names_nothing(role, text):
    assert slugs(role, text) == ["isian-angka"]


@pytest.mark.parametrize("role", ["judul", "ringkasan", "penanggung_jawab", "tempat", "retensi", "bentuk"])
@pytest.mark.parametrize("text", ["TRUE", "FALSE", "true"])
def test_a_tick_in_a_column_of_words_is_no_content(role, text):
    assert slugs(role, text) == ["isian-pengganti"]


def test_a_shelf_may_be_a_number_and_a_tick_there_is_told_apart_from_no_tick():
    assert (slugs("lokasi_arsip", "12"), slugs("lokasi_arsip", "TRUE")) == ([], ["isian-belum"])
    assert (slugs("lokasi_arsip", "FALSE"), read("lokasi_arsip", "FALSE").value) == ([], "")


def test_a_dash_in_an_optional_column_means_empty():
    """`-` under Tautan or Lokasi says that there is none; a question mark says nothing."""
    assert read("tautan", "-").value == read("lokasi_arsip", "n/a").value == ""
    assert slugs("tautan", "-") == []
    assert slugs("lokasi_arsip", "?") == ["isian-belum"]
    assert read("lokasi_arsip", "0").value == "0"


@pytest.mark.parametrize(
    "text",
    [
        *('"', "''", "”", "〃", '-"-', "- ” -", "« »", "idem", "Idem.", "(sda)", "sda", "s.d.a.", "s/d atas"),
        *("sama dengan di atas", "sama dgn atas", "lihat di atas", "ibid."),
    ],
)
def test_ditto_marks_are_told_never_filled_in(text):
    for role in ("tempat", "retensi", "waktu"):
        assert slugs(role, text) == ["tanda-ulang"]


@pytest.mark.parametrize(
    "text",
    [
        *("belum ada", "sda", "?", "menyusul", "Belum diunggah", "dalam proses", "idem", "xxx"),
        *("blm ada", "dlm proses", "akan diupload", "Masih proses scan", "sedang diunggah", "belum di upload"),
    ],
)
@pytest.mark.parametrize("role", ["lokasi_arsip", "tautan", "usulan"])
def test_what_may_be_empty_is_never_an_error(role, text):
    """A placeholder where nothing need stand is read as nothing, with a hint that the cell may stay empty."""
    said = read(role, text)
    assert said.value == ""
    assert [CELL_SENTENCES[flaw.code][0] for flaw in said.flaws] == ["warning"]
    assert "kosongkan saja sel ini" in CELL_SENTENCES[said.flaws[0].code][1].lower()


@pytest.mark.parametrize("text", ["Rak 2, belum ada label", "Gudang sda", "menyusul di rak 3", "dalam berkas"])
def test_a_shelf_with_such_a_word_beside_it_is_a_shelf(text):
    assert read("lokasi_arsip", text) == CellValue(text)


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#NAME?", "#DIV/0!", "#VALUE!", "Err:502"])
def test_error_values_of_formulas_are_told(text):
    assert slugs("judul", text) == ["rumus-galat"]
    assert slugs("tautan", text) == ["rumus-galat"]


def test_five_thousand_characters_are_the_end():
    assert slugs("ringkasan", "a" * 5000) == []
    assert slugs("ringkasan", "a" * 5001) == ["terlalu-panjang"]


def test_a_time_in_the_column_of_the_place():
    """A time beside the place is a warning, a time instead of it an error."""
    assert slugs("tempat", "Cilegon, 2025") == slugs("tempat", "Tw I 2025 Rangkasbitung") == ["tempat-waktu"]
    assert slugs("tempat", "RPJMD 2021-2026") == slugs("tempat", "Posisi 31 Des 2024") == ["tempat-salah"]
    assert slugs("tempat", "Universitas 17 Agustus 1945 Surabaya") == slugs("tempat", "11 Ilir Palembang") == []
    assert slugs("tempat", "2025") == slugs("tempat", "Januari 2025") == ["tempat-salah"]
    assert slugs("tempat", "Gedung 2 Lantai 3") == slugs("tempat", "Rangkasbitung 42312") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Soft Copy", "Softcopy"),
        ("softfile", "Softcopy"),
        ("Soft file", "Softcopy"),
        ("HARD-COPY", "Hardcopy"),
        ("Hard Copy dan Soft Copy", "Softcopy dan Hardcopy"),
        ("Sofcopy & Hardcopy", "Softcopy dan Hardcopy"),
        ("Website, hardcopy, dan softcopy", "Softcopy dan Hardcopy"),
        ("cetak + online", "Softcopy dan Hardcopy"),
        ("Softfile\nPDF", "Softcopy"),
        ("1. Softcopy\n2) Hardcopy", "Softcopy dan Hardcopy"),
        ("Softcopy dan/atau Hardcopy", "Softcopy dan Hardcopy"),
        ("hardcopy dan / atau softcopy", "Softcopy dan Hardcopy"),
        ("Cetak dan atau Online", "Softcopy dan Hardcopy"),
        ("Softcopy (website)", "Softcopy"),
        ("Hardcopy (Softcopy)", "Softcopy dan Hardcopy"),
    ],
)
def test_forms_by_alias_and_by_combination_of_parts(text, value):
    assert read("bentuk", text).value == value
    assert slugs("bentuk", text) == []


def test_a_choice_nobody_offers_is_told_with_the_nearest():
    assert read("usulan", "Berkla").flaws[0].words["more"] == " Mungkin Informasi Berkala?"
    assert read("bentuk", "kaset").flaws[0].words["more"] == ""
    assert slugs("usulan", "Berkala dan Serta Merta") == slugs("bentuk", "softcopy atau hardcopy") == ["pilihan-salah"]


@pytest.mark.parametrize(
    "text",
    [
        "Softcopy?",
        "Softcopy dan",
        "Softcopy dan/atau",
        "Softcopy atau",
        "dan hardcopy",
        "Softcopy serta",
        "☑ Softcopy ☐ Hardcopy",
        "Softcopy ✓ Hardcopy ✗",
    ],
)
def test_a_doubt_half_a_list_or_boxes_to_be_read_are_no_choice(text):
    """Whoever typed it had not decided yet, meant to go on, or said no to what stands there."""
    assert slugs("bentuk", text) == ["pilihan-salah"]
    assert slugs("usulan", "Berkala?") == ["pilihan-salah"]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Buku", "Hardcopy"),
        ("Leaflet", "Hardcopy"),
        ("Video", "Softcopy"),
        ("buku cetak", "Hardcopy"),
        ("Vidio", "Softcopy"),
        ("E-book", "Softcopy"),
        ("Buku dan video", "Softcopy dan Hardcopy"),
        ("Leaflet, Softcopy", "Softcopy dan Hardcopy"),
        ("Softcopy, Buku", "Softcopy dan Hardcopy"),
    ],
)
def test_a_thing_that_often_comes_as_one_form_gets_a_hint(text, near):
    """A book is told and never taken for a hardcopy: it may be a file."""
    assert [(flaw.code, flaw.words["more"]) for flaw in read("bentuk", text).flaws] == [
        ("pilihan-salah", f" Mungkin {near}?")
    ]


@pytest.mark.parametrize("text", ["Buku dan kaset", "Bukuwarung", "Softcopy tanpa buku dan lain-lain"])
def test_no_hint_is_given_where_half_of_it_would_be_a_guess(text):
    assert [flaw.words["more"] for flaw in read("bentuk", text).flaws] == [""]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Informasi yang Wajib Disediakan & Diumumkan Secara Berkala", "Informasi Berkala"),
        ("INFORMASI YANG WAJIB DISEDIAKAN&DIUMUMKAN SECARA BERKALA", "Informasi Berkala"),
        ("Informasi Publik yang wajib disediakan dan diumumkan secara berkala", "Informasi Berkala"),
        ("Informasi Publik yang Wajib Diumumkan secara Serta-Merta", "Informasi Serta Merta"),
        ("Informasi Publik yang Wajib Tersedia Setiap Saat", "Informasi Setiap Saat"),
        ("Informasi Publik yang Dikecualikan", "Informasi Dikecualikan"),
    ],
)
def test_a_classification_in_the_long_words_of_the_law(text, value):
    """`&` is a way to write `dan`."""
    assert read("usulan", text) == CellValue(value)


def test_a_classification_in_its_other_words():
    assert read("usulan", "SERTA-MERTA").value == "Informasi Serta Merta"
    assert read("usulan", "tersedia setiap  saat").value == "Informasi Setiap Saat"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://kantor.example/a.pdf", "https://kantor.example/a.pdf"),
        ("HTTPS://Kantor.Example/A.pdf", "https://kantor.example/A.pdf"),
        ("Neraca | https://kantor.example/a.pdf", "Neraca | https://kantor.example/a.pdf"),
        ("Neraca: https://kantor.example/a.pdf", "Neraca | https://kantor.example/a.pdf"),
        ("1. Neraca - https://kantor.example/a.pdf.", "Neraca | https://kantor.example/a.pdf"),
        ("https://a.go.id/1, https://a.go.id/2", "https://a.go.id/1\nhttps://a.go.id/2"),
        ("A | https://a.go.id/1\n\nB | https://a.go.id/2", "A | https://a.go.id/1\nB | https://a.go.id/2"),
        ("https://a.go.id/1\nhttps://a.go.id/1", "https://a.go.id/1"),
        ("https://a.go.id/1https://b.go.id/2", "https://a.go.id/1\nhttps://b.go.id/2"),
        ("https://arsip.example/web/2024/https://a.go.id/x",) * 2,
        ("https://a.go.id/lihat?url=https://b.go.id/x.pdf",) * 2,
        ("https://a.go.id/wiki/File:Peta.png",) * 2,
        ("“https://a.go.id/1”", "https://a.go.id/1"),
        ("'https://a.go.id/1'", "https://a.go.id/1"),
        ("Neraca → https://a.go.id/1", "Neraca | https://a.go.id/1"),
        ("https://a.go.id/x_(1).pdf", "https://a.go.id/x_(1).pdf"),
        ("https://drive.google.com/file/d/1aB_c-D/view?usp=drive_link",) * 2,
        (
            "https://a.go.id/1;https://b.go.id/2,https://c.go.id/3",
            "https://a.go.id/1\nhttps://b.go.id/2\nhttps://c.go.id/3",
        ),
    ],
)
def test_documents_one_per_line(typed, kept):
    assert read_links(typed).value == kept
    assert read_links(typed).flaws == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("www.kpu.go.id/a.pdf", "tautan-tanpa-https"),
        ("drive.google.com/file/d/1", "tautan-tanpa-https"),
        ("htps://kpu.go.id", "tautan-tanpa-https"),
        ("tersedia di kantor", "tautan-tanpa-alamat"),
        ("javascript:alert(1)", "tautan-tidak-aman"),
        ("JavaScript\u200b:alert('https://a.go.id')", "tautan-tidak-aman"),
        ("data:text/html,<p>", "tautan-tidak-aman"),
        ("file:///C:/Arsip/a.pdf", "tautan-tidak-aman"),
        ("C:\\Arsip\\a.pdf", "tautan-tidak-aman"),
        ("ftp://a.go.id/x", "tautan-tidak-aman"),
        ("javascript:https://a.go.id/%0aalert(1)", "tautan-tidak-aman"),
        ("blob:https://a.go.id/1", "tautan-tidak-aman"),
        ("https://a.go.id/…/laporan.pdf", "tautan-salah"),
        ("https://drive.google.com/file/d/1aB...", "tautan-salah"),
        ("https://drive.google.com/file/d/.../view", "tautan-salah"),
        ("https://drive.google.com/file/d/.../view?usp=sharing", "tautan-salah"),
        ("Neraca | https://a.go.id/..../neraca.pdf", "tautan-salah"),
        ("https://-a.go.id/1", "tautan-salah"),
        ("https://kpu.go.id@jahat.example/", "tautan-menyamar"),
        ("https://nama:sandi@a.go.id/", "tautan-menyamar"),
        ("https://a.go.id:99999/", "tautan-salah"),
        ("https://kрu.go.id/", "tautan-salah"),
        ("https://a.go.id/laporan keuangan.pdf", "tautan-terputus"),
        ("https://a.go.id/laporan.pdf edit", "tautan-lebih"),
        ("A https://a.go.id/1 dan B https://a.go.id/2", "tautan-banyak"),
        ("https://a.go.id/1 | https://b.go.id/1", "tautan-berbeda"),
    ],
)
def test_links_that_are_told(typed, code):
    """Only http and https, one document a line, and the text must not show another address than it leads to."""
    read = read_links(typed)
    assert [flaw.code for flaw in read.flaws] == [code]


def test_a_name_in_quotation_marks_is_the_name():
    for typed in ("“SK” https://a.go.id/1", "«SK»: https://a.go.id/1", "SK (https://a.go.id/1)"):
        assert read_links(typed).value == "SK | https://a.go.id/1"


@pytest.mark.parametrize(
    "typed",
    [
        *("https://kpu.go.id/undefined", "Berita | https://a.go.id/baca/12/undefined", "https://a.go.id/x?id=null"),
        *("https://kpu.go.id/berita/NaN", "https://kpu.go.id/%5Bobject%20Object%5D", "SK | https://kpu.go.id/#N/A"),
        *("https://drive.google.com/file/d/", "https://drive.google.com/file/d", "https://docs.google.com/document/d/"),
        *("https://drive.google.com/open?id=", "https://drive.google.com/uc?id=&export=download"),
        *("https://drive.google.com/drive/folders/", "https://drive.google.com/drive/folders"),
    ],
)
def test_an_address_that_a_program_made_of_nothing_is_told(typed):
    """It may even open (of a real site the end of the address does not count), so it is a warning."""
    assert read_links(typed) == CellValue(typed, (Flaw("tautan-kosong", {"link": typed.rpartition(" ")[2]}),))
    assert typed in odd_texts([typed], UNIT.column("tautan"))


@pytest.mark.parametrize(
    "typed",
    [
        *("https://a.go.id/undefined-behaviour.pdf", "https://a.go.id/v1...v2/x.pdf", "https://a.go.id/objects/1"),
        *("https://a.go.id/x?id=12", "https://a.go.id/d/abc", "https://a.go.id/x#bab-1", "https://a.go.id/folders/abc"),
    ],
)
def test_words_that_only_contain_such_a_name_are_left_alone(typed):
    assert read_links(typed) == CellValue(typed)


@pytest.mark.parametrize(
    "typed", ["http://103.10.20.30/x.pdf", "http://8.8.8.8:8080/x.pdf", "http://[2001:4860:4860::8888]/x.pdf"]
)
def test_a_public_numeric_address_is_no_office_network(typed):
    assert read_links(typed) == CellValue(typed)


BLANKS, ENCODED = "https://a.go.id/Laporan Keuangan é.pdf", "https://a.go.id/Laporan%20Keuangan%20%C3%A9.pdf"


@pytest.mark.parametrize(
    ("text", "link", "kept"),
    [
        (BLANKS, Link("", ENCODED), ENCODED),
        (BLANKS, Link(BLANKS, ENCODED), ENCODED),
        (f"Neraca | {BLANKS}", Link("", ENCODED), f"Neraca | {ENCODED}"),
        (f"Neraca: {BLANKS}", Link(BLANKS, ENCODED), f"Neraca | {ENCODED}"),
        (f"{BLANKS}\nhttps://b.go.id/1", Link(BLANKS, ENCODED), f"{ENCODED}\nhttps://b.go.id/1"),
    ],
)
def test_an_address_with_blanks_and_its_encoded_target_are_one_link(text, link, kept):
    """As a spreadsheet shows the name of a file in an address, and where it leads."""
    assert read_links(compose_links(text, [link])) == CellValue(kept)


def test_an_address_with_blanks_over_another_target_is_told():
    typed = compose_links(BLANKS, [Link(BLANKS, "https://jahat.example/Laporan%20Keuangan.pdf")])
    assert read_links(typed).flaws


@pytest.mark.parametrize(
    "typed",
    [
        *("http://localhost/a", "http://192.168.1.4/a.pdf", "https://server-kantor/a", "http://10.1.2.3/a"),
        *("http://[fe80::1]/a", "http://123/a"),
    ],
)
def test_an_address_inside_the_office_is_only_a_warning(typed):
    read = read_links(typed)
    assert [flaw.code for flaw in read.flaws] == ["tautan-dalam-kantor"]
    assert read.value == typed


def test_an_unnamed_document_is_named_after_its_file():
    """Decoded and made harmless; where the address has no file name, after its host."""
    assert links_of("https://a.go.id/Laporan%20Keuangan.pdf") == (
        Link("Laporan Keuangan.pdf", "https://a.go.id/Laporan%20Keuangan.pdf"),
    )
    assert links_of("Neraca | https://a.go.id/x\nhttps://www.b.go.id/")[1].name == "Dokumen di b.go.id"
    assert file_name("https://drive.google.com/file/d/1aB/view?usp=sharing") == "Dokumen di drive.google.com"
    assert file_name("https://a.go.id/%2e%2e%2fetc%2fpasswd%00%E2%80%AE") == "passwd"
    assert links_of("tanpa alamat") == ()


def test_hidden_targets_become_part_of_the_typed_text():
    """What a link shows is not where it leads: both are kept, so that a changed target is a changed text."""
    assert compose_links("Neraca", [Link("", "https://a.go.id/1")]) == "Neraca | https://a.go.id/1"
    assert compose_links("A\nB", [Link("A", "https://a.go.id/1"), Link("B", "https://a.go.id/2")]) == (
        "A | https://a.go.id/1\nB | https://a.go.id/2"
    )
    assert compose_links("https://a.go.id/1", [Link("", "https://a.go.id/1/")]) == "https://a.go.id/1"
    assert compose_links("", [Link("", "https://a.go.id/1")]) == "https://a.go.id/1"


def test_one_target_behind_many_names_is_told():
    """46 file names and one link: the names without an address of their own are told, none is guessed."""
    typed = compose_links("Januari.pdf\nFebruari.pdf\nMaret.pdf", [Link("", "https://a.go.id/1")])
    assert [flaw.code for flaw in read_links(typed).flaws] == ["tautan-tanpa-alamat"]


def test_a_target_other_than_the_address_shown_is_told():
    typed = compose_links("https://a.go.id/1", [Link("", "https://jahat.example/1")])
    assert [flaw.code for flaw in read_links(typed).flaws] == ["tautan-berbeda"]


def test_a_cell_is_blank_if_nothing_or_an_unticked_box_stands_in_it():
    assert all(map(is_blank, ("", " ", "\u00a0", "FALSE", "False", " false ")))
    assert not any(map(is_blank, ("TRUE", "-", "0", "tidak")))


def test_texts_are_the_same_whatever_blanks_stand_between_their_words():
    assert same_words("Laporan  akhir\n2025", " Laporan akhir 2025 ") and same_words("", " \n")
    assert not same_words("Laporan akhir", "Laporanakhir") and not same_words("Laporan", "laporan")
    assert same_words("x" * 32_766 + "…", "x" * 40_000) and not same_words("Lap…", "Laporan")
