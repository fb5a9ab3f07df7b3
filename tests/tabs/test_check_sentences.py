"""Every sentence staff read in their tab, word for word: what is wrong, and what to type instead."""

from __future__ import annotations

import pytest

from sync.cells.text import Flaw
from sync.model import Formula
from sync.tabs.clerk_sentences import CELL_SENTENCES
from sync.tabs.problem import Problem, make_problem
from sync.tabs.row_rules import check_class, find_duplicates
from sync.tabs.unit_tab import flaw_problem
from tests.tabs.test_check import HEADER, TEMPLATE, UNIT, read, row

CELLS = [
    (
        *("judul-kosong", "judul", ""),
        "Judul Informasi belum diisi. Tulis misalnya Laporan Keuangan KPU Kabupaten Lebak Tahun 2025.",
    ),
    (
        *("ringkasan-kosong", "ringkasan", ""),
        (
            "Ringkasan Isi Informasi belum diisi. Tulis misalnya Neraca, realisasi anggaran, dan catatan atas laporan"
            " keuangan tahun 2025."
        ),
    ),
    (
        *("penanggung-jawab-kosong", "penanggung_jawab", ""),
        (
            "Penanggung Jawab Pembuatan/Penerbitan belum diisi. Tulis misalnya Kepala Subbagian Keuangan, Umum, dan "
            "Logistik."
        ),
    ),
    (
        *("waktu-kosong", "waktu", ""),
        "Waktu Pembuatan belum diisi. Tulis misalnya 12 Januari 2026, Januari 2026, atau 2026.",
    ),
    ("tempat-kosong", "tempat", "", "Tempat Pembuatan belum diisi. Tulis misalnya Rangkasbitung."),
    (
        *("bentuk-kosong", "bentuk", ""),
        "Bentuk Informasi belum diisi. Pilih dari daftar, misalnya Softcopy dan Hardcopy.",
    ),
    ("retensi-kosong", "retensi", "", "Jangka Waktu Penyimpanan belum diisi. Tulis misalnya 5 tahun atau Permanen."),
    ("isian-pengganti", "tempat", "-", "“-” bukan isian Tempat Pembuatan. Tulis misalnya Rangkasbitung."),
    (
        *("tanda-ulang", "tempat", "idem"),
        "“idem” tidak menyebut isinya. Tulis Tempat Pembuatan selengkapnya di baris ini, misalnya Rangkasbitung.",
    ),
    (
        *("rumus-galat", "retensi", "#REF!"),
        "“#REF!” adalah pesan kesalahan rumus. Ketik isinya langsung, misalnya 2 tahun aktif, 3 tahun inaktif.",
    ),
    (
        *("terlalu-panjang", "judul", "a" * 5001),
        (
            "Judul Informasi berisi 5.001 karakter, paling banyak 5.000. Ringkas isinya, dan taruh rinciannya di "
            "dokumen tertaut."
        ),
    ),
    (
        *("huruf-angka", "waktu", "2O2O"),
        "“2O2O” memuat huruf di tempat angka. Ketik ulang dengan angka; mungkin maksudnya 2020.",
    ),
    ("tanggal-salah", "waktu", "31/02/2025", "“31/02/2025” bukan tanggal yang ada. Tulis seperti 28 Februari 2025."),
    (
        *("tahun-di-luar", "waktu", "17/08/1845"),
        "“17/08/1845” di luar tahun 1900 sampai 2100. Periksa tahunnya, lalu tulis seperti 12 Januari 2026.",
    ),
    (
        *("bulan-salah", "waktu", "Januri 2025"),
        "Nama bulan dalam “Januri 2025” tidak dikenal. Mungkin maksudnya Januari; tulis seperti 12 Januari 2026.",
    ),
    (
        *("hari-salah", "waktu", "Selasa, 12 Januari 2026"),
        (
            "Hari dan tanggal dalam “Selasa, 12 Januari 2026” tidak cocok. Periksa, lalu tulis tanggalnya saja, "
            "seperti 12 Januari 2026."
        ),
    ),
    (
        *("triwulan-salah", "waktu", "TW V 2025"),
        "Triwulan dalam “TW V 2025” tidak ada. Tulis triwulan I sampai IV, seperti Triwulan III 2025.",
    ),
    (
        *("semester-salah", "waktu", "Semester 3 2025"),
        "Semester dalam “Semester 3 2025” tidak ada. Tulis semester I atau II, seperti Semester I 2026.",
    ),
    (
        *("rentang-terbalik", "waktu", "2024-2020"),
        "“2024-2020” selesai sebelum mulai. Tulis waktu yang lebih awal dahulu, seperti 2020–2024.",
    ),
    (
        *("rentang-waktu", "waktu", "1 - 15 Maret 2025"),
        (
            "“1 - 15 Maret 2025” bukan tepat satu bulan, triwulan, semester, atau tahun. Tulis satu waktu, seperti "
            "Januari 2026, atau rentang tahun, seperti 2020–2024."
        ),
    ),
    (
        *("waktu-tanpa-tahun", "waktu", "TW III"),
        "“TW III” belum menyebut tahunnya. Tulis seperti Triwulan III 2025 atau 12 Januari 2026.",
    ),
    (
        *("waktu-tempat", "waktu", "Cilegon, 2025"),
        (
            "“Cilegon, 2025” memuat tempat dan waktu sekaligus. Tulis 2025 di kolom Waktu Pembuatan dan Cilegon di "
            "kolom Tempat Pembuatan."
        ),
    ),
    (
        *("waktu-salah", "waktu", "Sesuai Tanggal MoU"),
        (
            "“Sesuai Tanggal MoU” tidak menyebut satu waktu tertentu. Tulis seperti 12 Januari 2026, Januari 2026, "
            "Triwulan I 2026, Semester I 2026, atau 2026."
        ),
    ),
    (
        *("tempat-waktu", "tempat", "Cilegon, 2025"),
        "“Cilegon, 2025” memuat waktu juga. Tulis Cilegon saja di kolom Tempat Pembuatan.",
    ),
    (
        *("tempat-salah", "tempat", "2025"),
        "“2025” bukan tempat. Tulis nama kotanya di kolom Tempat Pembuatan, misalnya Rangkasbitung.",
    ),
    (
        *("retensi-beda", "retensi", "5 (enam) tahun"),
        "Angka dan kata dalam “5 (enam) tahun” tidak sama. Tulis yang benar saja, seperti 5 tahun.",
    ),
    (
        *("retensi-nol", "retensi", "0 tahun"),
        "“0 tahun” bukan jangka waktu. Tulis seperti 5 tahun, Selama berlaku, atau Permanen.",
    ),
    ("retensi-satuan", "retensi", "5", "“5” belum menyebut satuannya. Tulis seperti 5 tahun atau 12 bulan."),
    (
        *("retensi-tidak-pasti", "retensi", "3-5 tahun"),
        (
            "“3-5 tahun” tidak menyebut satu jangka waktu. Tulis satu saja, seperti 5 tahun; 2 tahun aktif, 3 tahun "
            "inaktif; atau Selama berlaku."
        ),
    ),
    (
        *("retensi-salah", "retensi", "nanti"),
        (
            "“nanti” bukan jangka waktu yang dikenal. Tulis seperti 5 tahun; 2 tahun aktif, 3 tahun inaktif; Selama "
            "berlaku; atau Permanen."
        ),
    ),
    (
        *("pilihan-salah", "usulan", "Berkla"),
        (
            "“Berkla” tidak ada dalam pilihan Usulan Klasifikasi. Pilih salah satu: Informasi Berkala, Informasi "
            "Serta Merta, Informasi Setiap Saat, Informasi Dikecualikan. Mungkin maksudnya Informasi Berkala."
        ),
    ),
    (
        *("tautan-tanpa-https", "tautan", "www.kpu.go.id/a.pdf"),
        "“www.kpu.go.id/a.pdf” belum lengkap sebagai tautan. Tulis https://www.kpu.go.id/a.pdf.",
    ),
    (
        *("tautan-tanpa-alamat", "tautan", "tersedia di kantor"),
        (
            "“tersedia di kantor” tidak memuat alamat tautan. Tulis satu dokumen per baris, seperti Nama dokumen | "
            "https://alamat-dokumen."
        ),
    ),
    (
        *("tautan-tidak-aman", "tautan", "javascript:alert(1)"),
        "“javascript:alert(1)” tidak boleh dipakai sebagai tautan. Tulis alamat yang diawali https:// atau http://.",
    ),
    (
        *("tautan-menyamar", "tautan", "https://kpu.go.id@jahat.example/"),
        (
            "“https://kpu.go.id@jahat.example/” menyembunyikan situs yang dituju. Salin alamatnya dari peramban, "
            "tanpa tanda @ di depan nama situs."
        ),
    ),
    (
        *("tautan-salah", "tautan", "https://a.go.id:99999/"),
        (
            "“https://a.go.id:99999/” bukan alamat yang benar. Salin alamatnya dari peramban, seperti "
            "https://alamat-dokumen."
        ),
    ),
    (
        *("tautan-lebih", "tautan", "https://a.go.id/laporan keuangan.pdf"),
        (
            "Setelah “https://a.go.id/laporan” masih ada “keuangan.pdf”. Tulis namanya di depan, seperti Nama dokumen"
            " | https://alamat-dokumen, dan ganti spasi di dalam alamat dengan %20."
        ),
    ),
    (
        *("tautan-banyak", "tautan", "A https://a.go.id/1 dan B https://a.go.id/2"),
        (
            "Ada beberapa tautan bernama dalam satu baris, mulai “https://a.go.id/1”. Tulis satu dokumen per baris, "
            "seperti Nama dokumen | https://alamat-dokumen."
        ),
    ),
    (
        *("tautan-berbeda", "tautan", "https://a.go.id/1 | https://b.go.id/1"),
        (
            "Teksnya menunjukkan “https://a.go.id/1”, tetapi tautannya menuju “https://b.go.id/1”. Tulis alamat yang "
            "benar saja."
        ),
    ),
    (
        *("tautan-dalam-kantor", "tautan", "http://localhost/a.pdf"),
        (
            "“http://localhost/a.pdf” hanya dapat dibuka dari jaringan kantor. Tulis alamat yang dapat dibuka siapa "
            "saja."
        ),
    ),
    (
        *("data-pribadi-nik", "ringkasan", "NIK 3602014501900001"),
        "Ringkasan Isi Informasi memuat nomor yang tampak seperti NIK atau nomor KK (3602…0001). Hapus nomor itu.",
    ),
    (
        *("data-pribadi-nip", "ringkasan", "NIP 198501012010011001"),
        "Ringkasan Isi Informasi memuat nomor yang tampak seperti NIP (1985…1001). Tulis jabatannya saja.",
    ),
    (
        *("data-pribadi-npwp", "ringkasan", "NPWP 01.234.567.8-901.000"),
        (
            "Ringkasan Isi Informasi memuat nomor yang tampak seperti NPWP (01.2….000). Hapus nomor itu bila milik "
            "perorangan."
        ),
    ),
    (
        *("data-pribadi-telepon", "ringkasan", "HP 081234567890"),
        "Ringkasan Isi Informasi memuat nomor telepon pribadi (081…890). Hapus, atau tulis nomor telepon kantor.",
    ),
    (
        *("data-pribadi-surel", "ringkasan", "budi.s@surel.example"),
        "Ringkasan Isi Informasi memuat alamat surel pribadi (budi…mple). Hapus, atau tulis surel resmi kantor.",
    ),
    (
        *("data-pribadi-rekening", "ringkasan", "Rekening BRI 1234-01-012345-53-1"),
        "Ringkasan Isi Informasi memuat nomor rekening (1234…53-1). Hapus nomor itu.",
    ),
    (
        *("data-pribadi-paspor", "ringkasan", "Paspor C9182736"),
        "Ringkasan Isi Informasi memuat nomor paspor (C9…36). Hapus nomor itu.",
    ),
    (
        *("data-pribadi-sim", "ringkasan", "SIM A 850612340917"),
        "Ringkasan Isi Informasi memuat nomor SIM (850…917). Hapus nomor itu.",
    ),
    (
        *("data-pribadi-bpjs", "ringkasan", "BPJS 0001928374655"),
        "Ringkasan Isi Informasi memuat nomor peserta BPJS (000…655). Hapus nomor itu.",
    ),
    (
        *("data-pribadi-kendaraan", "ringkasan", "Nopol A 9182 XQ"),
        ("Ringkasan Isi Informasi memuat nomor polisi kendaraan (A …XQ). Hapus bila bukan kendaraan dinas."),
    ),
    (
        *("data-pribadi-lahir", "ringkasan", "TTL: Lebak, 12 Juli 1984"),
        (
            "Ringkasan Isi Informasi memuat tempat atau tanggal lahir seseorang (Leba…1984). Hapus bila tidak wajib "
            "diumumkan."
        ),
    ),
    (
        *("data-pribadi-alamat", "ringkasan", "Alamat Kp. Cikuya RT 003/RW 005"),
        ("Ringkasan Isi Informasi memuat alamat rumah (RT …005). Tulis paling rinci nama desa atau kelurahannya."),
    ),
    (
        *("kantor-lain", "judul", "Laporan KPU Kabupaten Serang"),
        "Judul Informasi menyebut KPU Kabupaten Serang, kantor lain. Bila salinan, ganti dengan KPU Kabupaten Lebak.",
    ),
    (
        *("nama-orang", "penanggung_jawab", "Budi Santoso, S.H."),
        (
            "“Budi Santoso, S.H.” tampak seperti nama orang. Tulis jabatannya, misalnya Kepala Subbagian Keuangan, "
            "Umum, dan Logistik."
        ),
    ),
    (
        *("ringkasan-sama", "ringkasan", "LAPORAN KEUANGAN TAHUN 2025"),
        "Ringkasan Isi Informasi hanya mengulang judul. Tulis satu atau dua kalimat tentang isinya.",
    ),
]


def one(problems: tuple[Problem, ...], code: str) -> str:
    """The sentence of the only problem with this slug."""
    (found,) = [problem.message for problem in problems if problem.code == code]
    return found


@pytest.mark.parametrize(("code", "role", "typed", "sentence"), CELLS, ids=[case[0] for case in CELLS])
def test_what_is_said_about_a_cell(code, role, typed, sentence):
    assert one(read(HEADER, row(**{role: typed})).problems, code) == sentence


def without(*roles: str) -> list[str]:
    return [column.header for column in UNIT.columns if column.role not in roles]


TABS = {
    "judul-kolom-hilang": (
        read(["apa"]),
        "Baris judul kolom tidak ditemukan di tab “Keuangan”. Tulis kembali judul kolomnya: Judul Informasi, "
        "Ringkasan Isi Informasi, Penanggung Jawab Pembuatan/Penerbitan, Waktu Pembuatan, Tempat Pembuatan, "
        "Bentuk Informasi, Jangka Waktu Penyimpanan.",
    ),
    "kolom-hilang": (
        read([*without("retensi"), "Umur Simpan"]),
        "Kolom “Jangka Waktu Penyimpanan” tidak ditemukan di tab “Keuangan”. Tulis kembali judul kolom itu "
        "(yang tidak dikenal: “Umur Simpan”).",
    ),
    "kolom-dua-isi": (
        read([*without("waktu", "tempat"), "Tempat dan Waktu Pembuatan"]),
        "Kolom “Tempat dan Waktu Pembuatan” di tab “Keuangan” memuat beberapa isian. Pisahkan menjadi kolom "
        "sendiri-sendiri: Waktu Pembuatan, Tempat Pembuatan.",
    ),
    "kolom-ganda": (
        read([*HEADER, HEADER[1]]),
        "Kolom “Judul Informasi” ada lebih dari satu di tab “Keuangan”: sel B1 dan N1. Hapus atau ganti judul yang "
        "tidak dipakai.",
    ),
    "kolom-serupa": (
        read([*HEADER, "Judul"]),
        "Kolom “Judul” di tab “Keuangan” tidak dibaca karena sudah ada kolom “Judul Informasi”. Ganti judulnya.",
    ),
    "baris-di-atas-judul": (
        read(["KUL-0001"], HEADER),
        "Di tab “Keuangan” ada baris isian di atas judul kolom (judulnya di baris 2). Isinya tetap dibaca. Pindahkan "
        "baris judul ke atas semua isian.",
    ),
    "tab-tidak-lengkap": (
        read(HEADER, complete=False),
        "Tab “Keuangan” hanya terbaca sebagian, jadi tidak ada yang diubah. Jalankan sinkronisasi lagi.",
    ),
    "sel-gabung": (
        read(HEADER, row(), merges=((1, 4, 1, 5),)),
        "Tempat Pembuatan kosong karena sel E2:F2 digabung. Pisahkan gabungannya, lalu tulis misalnya Rangkasbitung.",
    ),
    "rumus-tanpa-nilai": (
        read(HEADER, row(waktu=""), formulas={(1, 4): Formula("TODAY()", False)}),
        "Rumus di Waktu Pembuatan belum mempunyai hasil. Ketik isinya langsung, misalnya 12 Januari 2026.",
    ),
}


@pytest.mark.parametrize("code", TABS)
def test_what_is_said_about_a_tab(code):
    reading, sentence = TABS[code]
    assert one(reading.problems, code) == sentence


def said(role: str, flaw: Flaw) -> str:
    tab = "unit" if role in UNIT.roles else "induk"
    return flaw_problem(flaw, TEMPLATE.tab(tab).column(role), tab="Induk", cell="J2", value="").message


RULES = {
    "tautan-wajib": "Tautan Dokumen wajib diisi untuk Informasi Berkala dalam bentuk Softcopy. Tulis misalnya "
    "Laporan Keuangan 2025 | https://kpu-lebak.example/dokumen/laporan-keuangan-2025.pdf.",
    "dasar-kurang": "Nomor Uji Konsekuensi wajib diisi untuk Informasi Dikecualikan. Tulis misalnya 002/UK/2026.",
    "duplikat": "Judul dan waktu baris ini sama dengan baris 9 di tab “Teknis”. "
    "Hapus salah satu bila informasinya memang sama.",
    "isian-kosong": "Judul Informasi belum diisi. Tulis misalnya Laporan.",
    "tempelan-bergeser": "Isi baris ini tampak bergeser ke kolom lain. Tekan Ctrl+Z, atau minta operator memasukkan "
    "daftar aslinya.",
}


def test_what_is_said_about_several_cells_and_rows():
    ((role, flaw),) = check_class("Informasi Berkala", {"bentuk": "Softcopy"}, {}, TEMPLATE)
    assert said(role, flaw) == RULES["tautan-wajib"]
    basis = {"dasar_pengecualian": "UU 14/2008", "jangka_pengecualian": "5 tahun"}
    ((role, flaw),) = check_class("Informasi Dikecualikan", {}, basis, TEMPLATE)
    assert said(role, flaw) == RULES["dasar-kurang"]
    twins = find_duplicates([(1, "A", "2025", "baris 2"), (2, "a", "2025", "baris 9 di tab “Teknis”")])
    assert said("judul", Flaw("duplikat", {"other": twins[1]})) == RULES["duplikat"]
    assert said("judul", Flaw("isian-kosong", {"example": "Laporan"})) == RULES["isian-kosong"]


KEPT = {
    "isian-gabung": "Judul Informasi: sel B2:C2 digabung, maka isi yang terakhir terbaca tetap dipakai. Pisahkan "
    "gabungannya.",
    "isian-galat": "Judul Informasi: “#REF!” bukan isi, maka isi yang terakhir terbaca tetap dipakai. Ketik isinya "
    "langsung.",
}


@pytest.mark.parametrize("code", KEPT)
def test_what_is_said_where_the_last_text_stands(code):
    words = {"column": "Judul Informasi", "value": "#REF!", "range": "B2:C2"}
    assert make_problem(code, tab="Keuangan", **words).message == KEPT[code]


def test_every_sentence_has_its_test():
    assert {case[0] for case in CELLS} | set(TABS) | set(RULES) | set(KEPT) == set(CELL_SENTENCES)


@pytest.mark.parametrize("code", CELL_SENTENCES)
def test_every_sentence_is_plain(code):
    """Ends as a sentence, says what to do, and no placeholder is left unfilled for want of an `f`."""
    severity, sentence = CELL_SENTENCES[code]
    assert severity in ("error", "warning")
    assert sentence.endswith((".", ".{hint}"))
    assert len(sentence) <= 200


def test_a_slug_without_a_sentence_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        make_problem("tidak-ada", tab="Tab")
