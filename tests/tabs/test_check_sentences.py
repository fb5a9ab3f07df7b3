"""Every sentence staff read in their tab, word for word: what is wrong, and what to type instead."""

from __future__ import annotations

import pytest

from sync.cells.text import Flaw
from sync.model import Formula
from sync.tabs.clerk_sentences import CELL_SENTENCES, HEADER_SENTENCES
from sync.tabs.problem import Problem, make_problem
from sync.tabs.row_rules import check_class, find_duplicates
from sync.tabs.unit_tab import flaw_problem
from tests.tabs.test_check import AT, HEADER, TEMPLATE, UNIT, read, row

CELLS = [
    (
        *("judul-kosong", "judul", ""),
        ("Judul Informasi: apa nama dokumennya? Tulis misalnya Laporan Keuangan KPU Kabupaten Lebak Tahun 2025."),
    ),
    (
        *("ringkasan-kosong", "ringkasan", ""),
        ("Ringkasan Isi Informasi: apa isi dokumen ini? Tulis misalnya Neraca dan realisasi anggaran tahun 2025."),
    ),
    (
        *("penanggung-jawab-kosong", "penanggung_jawab", ""),
        (
            "Penanggung Jawab Pembuatan/Penerbitan: siapa yang membuatnya? Tulis jabatannya, misalnya Kepala "
            "Subbagian Keuangan, Umum, dan Logistik."
        ),
    ),
    (
        *("waktu-kosong", "waktu", ""),
        "Waktu Pembuatan: kapan dokumen ini dibuat? Tulis misalnya Januari 2026 atau 2026.",
    ),
    (
        *("tempat-kosong", "tempat", ""),
        "Tempat Pembuatan: di mana dokumen ini dibuat? Tulis misalnya Rangkasbitung.",
    ),
    (
        *("bentuk-kosong", "bentuk", ""),
        (
            "Bentuk Informasi: berkas komputer, kertas, atau keduanya? Pilih dari daftar, misalnya Softcopy "
            "dan Hardcopy."
        ),
    ),
    (
        *("retensi-kosong", "retensi", ""),
        "Jangka Waktu Penyimpanan: berapa lama dokumen disimpan? Tulis misalnya 5 tahun atau Permanen.",
    ),
    (
        *("isian-pengganti", "tempat", "-"),
        "Tempat Pembuatan: “-” bukan isian. Tulis misalnya Rangkasbitung.",
    ),
    (
        *("isian-belum", "lokasi_arsip", "belum ada"),
        "Lokasi Arsip Fisik: “belum ada” bukan isian. Belum ada? Kosongkan saja sel ini.",
    ),
    (
        *("tanda-ulang-boleh-kosong", "lokasi_arsip", "sda"),
        "Lokasi Arsip Fisik: “sda” bukan isian. Salin isinya ke sini, atau kosongkan saja sel ini.",
    ),
    (
        *("tanda-ulang", "tempat", "idem"),
        "Tempat Pembuatan: jangan tulis “idem”. Salin isinya ke sini, misalnya Rangkasbitung.",
    ),
    (
        *("rumus-galat", "retensi", "#REF!"),
        (
            "Jangka Waktu Penyimpanan: rumus di sini salah (“#REF!”). Ketik isinya, misalnya 2 tahun aktif, "
            "3 tahun inaktif."
        ),
    ),
    (
        *("terlalu-panjang", "judul", "a" * 5001),
        "Judul Informasi: terlalu panjang, 5.001 huruf (paling banyak 5.000). Tulis ringkas saja.",
    ),
    (
        *("huruf-angka", "waktu", "2O2O"),
        "Waktu Pembuatan: ada huruf di tempat angka dalam “2O2O”. Ketik ulang, mungkin 2020.",
    ),
    (
        *("tanggal-salah", "waktu", "31/02/2025"),
        "Waktu Pembuatan: tanggal “31/02/2025” tidak ada. Tulis misalnya 28 Februari 2025.",
    ),
    (
        *("tahun-di-luar", "waktu", "17/08/1845"),
        ("Waktu Pembuatan: tahun dalam “17/08/1845” bukan antara 1900 dan 2100. Tulis misalnya 12 Januari 2026."),
    ),
    (
        *("bulan-salah", "waktu", "Januri 2025"),
        (
            "Waktu Pembuatan: nama bulan dalam “Januri 2025” salah tulis. Mungkin Januari? Tulis misalnya 12 "
            "Januari 2026."
        ),
    ),
    (
        *("tahun-jadi-hari", "waktu", "1905-07-16"),
        "Waktu Pembuatan: “1905-07-16” mungkin maksudnya tahun 2024. Ketik Tahun 2024.",
    ),
    (
        *("isian-angka", "judul", "2024"),
        (
            "Judul Informasi: “2024” hanya angka. Tulis dengan kata, misalnya Laporan Keuangan KPU Kabupaten Lebak "
            "Tahun 2025."
        ),
    ),
    (
        *("hari-salah", "waktu", "Selasa, 12 Januari 2026"),
        (
            "Waktu Pembuatan: hari dan tanggal dalam “Selasa, 12 Januari 2026” tidak cocok. Tulis tanggalnya "
            "saja, misalnya 12 Januari 2026."
        ),
    ),
    (
        *("triwulan-salah", "waktu", "TW V 2025"),
        ("Waktu Pembuatan: “TW V 2025” tidak ada, triwulan hanya I sampai IV. Tulis misalnya Triwulan III 2025."),
    ),
    (
        *("semester-salah", "waktu", "Semester 3 2025"),
        ("Waktu Pembuatan: “Semester 3 2025” tidak ada, semester hanya I dan II. Tulis misalnya Semester I 2026."),
    ),
    (
        *("rentang-terbalik", "waktu", "2024-2020"),
        ("Waktu Pembuatan: “2024-2020” selesai sebelum mulai. Tulis yang lebih awal di depan, seperti 2020–2024."),
    ),
    (
        *("rentang-waktu", "waktu", "1 - 15 Maret 2025"),
        (
            "Waktu Pembuatan: “1 - 15 Maret 2025” bukan satu bulan, triwulan, semester, atau tahun penuh. Tulis "
            "misalnya Maret 2025."
        ),
    ),
    (
        *("waktu-kata", "waktu", "RPJMD 2021-2026"),
        "Waktu Pembuatan: tulis waktunya saja di sini, misalnya 2021–2026.",
    ),
    (
        *("waktu-tanpa-tahun", "waktu", "TW III"),
        "Waktu Pembuatan: “TW III” tahun berapa? Tulis misalnya Triwulan III 2025 atau 12 Januari 2026.",
    ),
    (
        *("waktu-tempat", "waktu", "Cilegon, 2025"),
        ("Waktu Pembuatan: tulis waktunya saja di sini, 2025. Pindahkan “Cilegon” ke kolom Tempat Pembuatan."),
    ),
    (
        *("waktu-salah", "waktu", "Sesuai Tanggal MoU"),
        (
            "Waktu Pembuatan: “Sesuai Tanggal MoU” belum jelas. Kapan dibuat? Tulis misalnya Januari 2026, "
            "2026, atau Januari - Juni 2026."
        ),
    ),
    (
        *("tempat-waktu", "tempat", "Cilegon, 2025"),
        "Tempat Pembuatan: “Cilegon, 2025” memuat waktu juga. Tulis tempatnya saja, Cilegon.",
    ),
    (
        *("tempat-salah", "tempat", "2025"),
        "Tempat Pembuatan: “2025” bukan nama tempat. Tulis misalnya Rangkasbitung.",
    ),
    (
        *("retensi-beda", "retensi", "5 (enam) tahun"),
        (
            "Jangka Waktu Penyimpanan: angka dan kata dalam “5 (enam) tahun” tidak sama. Tulis yang benar "
            "saja, seperti 5 tahun."
        ),
    ),
    (
        *("retensi-nol", "retensi", "0 tahun"),
        (
            "Jangka Waktu Penyimpanan: “0 tahun” bukan lama penyimpanan. Tulis misalnya 5 tahun, Selama "
            "berlaku, atau Permanen."
        ),
    ),
    (
        *("retensi-satuan", "retensi", "5"),
        "Jangka Waktu Penyimpanan: “5” tahun atau bulan? Tulis misalnya 5 tahun atau 12 bulan.",
    ),
    (
        *("retensi-tidak-pasti", "retensi", "3-5 tahun"),
        (
            "Jangka Waktu Penyimpanan: “3-5 tahun” belum pasti. Tulis satu angka, misalnya 5 tahun. Lihat "
            "Jadwal Retensi Arsip (JRA)."
        ),
    ),
    (
        *("retensi-syarat", "retensi", "5 tahun setelah idem"),
        (
            "Jangka Waktu Penyimpanan: “5 tahun setelah idem”: setelah apa? Tulis selengkapnya, misalnya 5 tahun "
            "setelah diaudit."
        ),
    ),
    (
        *("retensi-mirip", "retensi", "5 tahu"),
        "Jangka Waktu Penyimpanan: “5 tahu” belum jelas. Maksudnya 5 tahun? Tulis seperti itu.",
    ),
    (
        *("retensi-jra", "retensi", "Sesuai JRA"),
        (
            "Jangka Waktu Penyimpanan: berapa lama? Lihat Jadwal Retensi Arsip (JRA), lalu tulis angkanya, misalnya "
            "5 tahun."
        ),
    ),
    (
        *("retensi-salah", "retensi", "nanti"),
        (
            "Jangka Waktu Penyimpanan: “nanti” belum jelas. Tulis angkanya, misalnya 5 tahun. Lihat Jadwal "
            "Retensi Arsip (JRA)."
        ),
    ),
    (
        *("usulan-salah", "usulan", "Berkla"),
        (
            "Usulan Klasifikasi: “Berkla” tidak ada dalam daftar. Pilih dari daftar, atau kosongkan. Mungkin "
            "Informasi Berkala?"
        ),
    ),
    (
        *("pilihan-salah", "bentuk", "kaset"),
        "Bentuk Informasi: “kaset” tidak ada dalam daftar. Pilih salah satu dari daftar.",
    ),
    (
        *("tautan-tanpa-https", "tautan", "www.kpu.go.id/a.pdf"),
        "Tautan Dokumen: “www.kpu.go.id/a.pdf” belum lengkap. Tulis https://www.kpu.go.id/a.pdf.",
    ),
    (
        *("tautan-tanpa-alamat", "tautan", "tersedia di kantor"),
        (
            "Tautan Dokumen: “tersedia di kantor” tidak memuat alamat. Tulis Nama dokumen | "
            "https://alamat-dokumen, satu per baris."
        ),
    ),
    (
        *("tautan-tidak-aman", "tautan", "javascript:alert(1)"),
        ("Tautan Dokumen: “javascript:alert(1)” tidak boleh dipakai. Tulis alamat yang diawali https:// atau http://."),
    ),
    (
        *("tautan-menyamar", "tautan", "https://kpu.go.id@jahat.example/"),
        (
            "Tautan Dokumen: “https://kpu.go.id@jahat.example/” menutupi nama situsnya (tanda @). Salin "
            "ulang alamatnya dari kotak alamat browser."
        ),
    ),
    (
        *("tautan-salah", "tautan", "https://a.go.id:99999/"),
        ("Tautan Dokumen: “https://a.go.id:99999/” bukan alamat yang benar. Salin ulang dari kotak alamat browser."),
    ),
    (
        *("tautan-lebih", "tautan", "https://a.go.id/laporan.pdf edit"),
        ("Tautan Dokumen: ada “edit” di belakang “https://a.go.id/laporan.pdf”. Hapus, atau tulis di depan tautan."),
    ),
    (
        *("tautan-terputus", "tautan", "https://a.go.id/laporan keuangan.pdf"),
        (
            "Tautan Dokumen: alamat “https://a.go.id/laporan” terputus oleh spasi. Salin ulang alamatnya "
            "dari kotak alamat browser."
        ),
    ),
    (
        *("tautan-banyak", "tautan", "A https://a.go.id/1 dan B https://a.go.id/2"),
        (
            "Tautan Dokumen: ada beberapa tautan, mulai “https://a.go.id/1”. Tulis satu per baris, seperti "
            "Nama dokumen | https://…"
        ),
    ),
    (
        *("tautan-berbeda", "tautan", "https://a.go.id/1 | https://b.go.id/1"),
        (
            "Tautan Dokumen: tertulis “https://a.go.id/1”, tetapi menuju “https://b.go.id/1”. Tulis alamat "
            "yang benar saja."
        ),
    ),
    (
        *("tautan-dalam-kantor", "tautan", "http://localhost/a.pdf"),
        (
            "Tautan Dokumen: “http://localhost/a.pdf” hanya terbuka di jaringan kantor. Tulis alamat yang "
            "dapat dibuka siapa saja."
        ),
    ),
    (
        *("tautan-kosong", "tautan", "https://kpu.go.id/undefined"),
        (
            "Tautan Dokumen: “https://kpu.go.id/undefined” tampak tidak lengkap. Buka tautannya, lalu salin ulang dari "
            "kotak alamat browser."
        ),
    ),
    (
        *("data-pribadi-nik", "ringkasan", "NIK 3602014501900001"),
        "Ringkasan Isi Informasi: nomor NIK atau KK (3602…0001) tidak boleh diumumkan. Hapus nomor itu.",
    ),
    (
        *("data-pribadi-nip", "ringkasan", "NIP 198501012010011001"),
        "Ringkasan Isi Informasi: ada nomor yang tampak seperti NIP (1985…1001). Tulis jabatannya saja.",
    ),
    (
        *("data-pribadi-npwp", "ringkasan", "NPWP 01.234.567.8-901.000"),
        ("Ringkasan Isi Informasi: ada nomor yang tampak seperti NPWP (01.2….000). Hapus bila milik perorangan."),
    ),
    (
        *("data-pribadi-telepon", "ringkasan", "HP 081234567890"),
        (
            "Ringkasan Isi Informasi: nomor HP pribadi (081…890) tidak boleh diumumkan. Ganti dengan nomor "
            "telepon kantor."
        ),
    ),
    (
        *("data-pribadi-surel", "ringkasan", "budi.s@surel.example"),
        ("Ringkasan Isi Informasi: alamat email pribadi (budi…mple) tidak boleh diumumkan. Ganti dengan email kantor."),
    ),
    (
        *("data-pribadi-rekening", "ringkasan", "Rekening BRI 1234-01-012345-53-1"),
        "Ringkasan Isi Informasi: nomor rekening (1234…53-1) tidak boleh diumumkan. Hapus nomor itu.",
    ),
    (
        *("data-pribadi-paspor", "ringkasan", "Paspor C9182736"),
        "Ringkasan Isi Informasi: nomor paspor (C9…36) tidak boleh diumumkan. Hapus nomor itu.",
    ),
    (
        *("data-pribadi-sim", "ringkasan", "SIM A 850612340917"),
        "Ringkasan Isi Informasi: nomor SIM (850…917) tidak boleh diumumkan. Hapus nomor itu.",
    ),
    (
        *("data-pribadi-bpjs", "ringkasan", "BPJS 0001928374655"),
        "Ringkasan Isi Informasi: nomor peserta BPJS (000…655) tidak boleh diumumkan. Hapus nomor itu.",
    ),
    (
        *("data-pribadi-kendaraan", "ringkasan", "Nopol A 9182 XQ"),
        "Ringkasan Isi Informasi: ada nomor polisi kendaraan (A …XQ). Hapus bila bukan kendaraan dinas.",
    ),
    (
        *("data-pribadi-lahir", "ringkasan", "TTL: Lebak, 12 Juli 1984"),
        (
            "Ringkasan Isi Informasi: ada tempat atau tanggal lahir seseorang (Leba…1984). Hapus bila tidak "
            "wajib diumumkan."
        ),
    ),
    (
        *("data-pribadi-alamat", "ringkasan", "Alamat Kp. Cikuya RT 003/RW 005"),
        (
            "Ringkasan Isi Informasi: alamat rumah (RT …005) tidak boleh diumumkan. Cukup tulis nama desa "
            "atau kelurahannya."
        ),
    ),
    (
        *("kantor-lain", "judul", "Laporan KPU Kabupaten Serang"),
        (
            "Judul Informasi: menyebut kantor lain, KPU Kabupaten Serang. Bila ini salinan, ganti dengan KPU "
            "Kabupaten Lebak."
        ),
    ),
    (
        *("nama-orang", "penanggung_jawab", "Budi Santoso, S.H."),
        (
            "Penanggung Jawab Pembuatan/Penerbitan: “Budi Santoso, S.H.” seperti nama orang. Tulis "
            "jabatannya, misalnya Kepala Subbagian Keuangan, Umum, dan Logistik."
        ),
    ),
    (
        *("ringkasan-sama", "ringkasan", "LAPORAN KEUANGAN TAHUN 2025"),
        "Ringkasan Isi Informasi: hanya mengulang judul. Tulis satu atau dua kalimat tentang isinya.",
    ),
]


def one(problems: tuple[Problem, ...], code: str) -> str:
    """The sentence of the only problem with this slug."""
    (found,) = [problem.message for problem in problems if problem.code == code]
    return found


@pytest.mark.parametrize(("code", "role", "typed", "sentence"), CELLS, ids=[case[0] for case in CELLS])
def test_what_is_said_about_a_cell(code, role, typed, sentence):
    assert one(read(HEADER, row(**{role: typed})).problems, code) == sentence


STRUCK = {
    "isian-dicoret": (
        ["judul"],
        "Judul Informasi: tulisan di sini dicoret. Hapus yang tidak dipakai, atau hilangkan coretannya.",
    ),
    "baris-dicoret": (list(AT), "Judul Informasi: baris ini dicoret. Hapus barisnya, atau hilangkan coretannya."),
}


@pytest.mark.parametrize("code", STRUCK)
def test_what_is_said_about_what_is_struck_through(code):
    roles, sentence = STRUCK[code]
    reading = read(HEADER, row(), struck=frozenset((1, AT[role]) for role in roles))
    assert one(reading.problems, code) == sentence


def without(*roles: str) -> list[str]:
    return [column.header for column in UNIT.columns if column.role not in roles]


TABS = {
    "judul-kolom-hilang": (
        read(["apa"]),
        (
            "Judul kolom di tab “Keuangan” hilang, mungkin tertimpa tempelan. Tekan Ctrl+Z, atau minta "
            "operator mengembalikannya."
        ),
    ),
    "kolom-hilang": (
        read([*without("retensi"), "Umur Simpan"]),
        (
            "Kolom “Jangka Waktu Penyimpanan” hilang dari tab “Keuangan”. Tulis kembali judul kolom itu "
            "(yang tidak dikenal: “Umur Simpan”)."
        ),
    ),
    "kolom-dua-isi": (
        read([*without("waktu", "tempat"), "Tempat dan Waktu Pembuatan"]),
        (
            "Kolom “Tempat dan Waktu Pembuatan” di tab “Keuangan” memuat beberapa isian. Pisahkan menjadi: "
            "Waktu Pembuatan, Tempat Pembuatan."
        ),
    ),
    "kolom-ganda": (
        read([*HEADER, HEADER[1]]),
        ("Kolom “Judul Informasi” ada lebih dari satu di tab “Keuangan”: B1 dan N1. Ganti judul yang tidak dipakai."),
    ),
    "kolom-serupa": (
        read([*HEADER, "Judul"]),
        ("Kolom “Judul” di tab “Keuangan” tidak dibaca, karena sudah ada “Judul Informasi”. Ganti judulnya."),
    ),
    "baris-di-atas-judul": (
        read(["KUL-0001"], HEADER),
        ("Di tab “Keuangan” ada isian di atas judul kolom (baris 2), tetap dibaca. Pindahkan baris judul ke atas."),
    ),
    "tab-tidak-lengkap": (
        read(HEADER, complete=False),
        ("Tab “Keuangan” hanya terbaca sebagian, jadi tidak ada yang diubah. Tunggu pembaruan otomatis berikutnya."),
    ),
    "sel-gabung": (
        read(HEADER, row(), merges=((1, 4, 1, 5),)),
        "Tempat Pembuatan: sel E2:F2 digabung (merge). Pisahkan, lalu isi, misalnya Rangkasbitung.",
    ),
    "tautan-rumus": (
        read(
            HEADER,
            row(tautan="Unduh"),
            formulas={(1, HEADER.index("Tautan Dokumen")): Formula('HYPERLINK(A2,"Unduh")', True)},
        ),
        (
            "Tautan Dokumen: rumus HYPERLINK di sini mengambil alamatnya dari sel lain. Salin alamat dokumennya "
            "langsung ke sel ini."
        ),
    ),
    "rumus-tanpa-nilai": (
        read(HEADER, row(waktu=""), formulas={(1, 4): Formula("TODAY()", False)}),
        ("Waktu Pembuatan: rumus di sini belum ada hasilnya. Ketik isinya langsung, misalnya 12 Januari 2026."),
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
    "tautan-wajib": "Tautan Dokumen: wajib untuk Informasi Berkala berbentuk Softcopy. Salin alamat dokumennya dari "
    "browser.",
    "konsekuensi-kosong": "Konsekuensi Bila Dibuka: masih kosong. Tulis misalnya Mengungkap data pribadi pelapor.",
    "dasar-kurang": "Nomor Uji Konsekuensi: wajib diisi untuk Informasi Dikecualikan. Tulis misalnya 002/UK/2026.",
    "duplikat": "Judul Informasi: judul dan waktunya sama dengan baris 9 di tab “Teknis”. Sama? Hapus satu. "
    "Berbeda? Bedakan judulnya.",
    "isian-kosong": "Judul Informasi: belum diisi. Tulis misalnya Laporan.",
    # Quoted in test_no_entry.
    "bukan-informasi": "",
    # Those of a paste are quoted in test_pasted_rows, that of a table over the header in test_pasted_tables.
    "tempelan-bergeser": "",
    "tempelan-lanjutan": "",
    "tab-tertimpa": "",
}


def test_what_is_said_about_several_cells_and_rows():
    ((role, flaw),) = check_class("Informasi Berkala", {"bentuk": "Softcopy"}, {}, TEMPLATE)
    assert said(role, flaw) == RULES["tautan-wajib"]
    basis = {"dasar_pengecualian": "UU 14/2008", "jangka_pengecualian": "5 tahun"}
    (role, flaw), (wanted, hint), _ = check_class("Informasi Dikecualikan", {}, basis, TEMPLATE)
    assert said(role, flaw) == RULES["dasar-kurang"]
    assert said(wanted, hint) == RULES["konsekuensi-kosong"]
    twins = find_duplicates([(1, "A", "2025", "baris 2"), (2, "a", "2025", "baris 9 di tab “Teknis”")])
    assert said("judul", Flaw("duplikat", {"other": twins[1]})) == RULES["duplikat"]
    assert said("judul", Flaw("isian-kosong", {"example": "Laporan"})) == RULES["isian-kosong"]


KEPT = {
    "isian-gabung": "Judul Informasi: sel B2:C2 digabung (merge), jadi isi yang lama tetap dipakai. Pisahkan selnya.",
    "isian-galat": "Judul Informasi: “#REF!” bukan isian, jadi isi yang lama tetap dipakai. Ketik isinya langsung.",
}


@pytest.mark.parametrize("code", KEPT)
def test_what_is_said_where_the_last_text_stands(code):
    words = {"column": "Judul Informasi", "value": "#REF!", "range": "B2:C2"}
    assert make_problem(code, tab="Keuangan", **words).message == KEPT[code]


ASKED = {
    "tautan-minta-masuk": (
        "Tautan Dokumen: “Laporan 2025” minta masuk (login) dulu. Buka aksesnya: Bagikan, lalu Siapa saja yang "
        "memiliki link."
    ),
    "tautan-hilang": "Tautan Dokumen: “Laporan 2025” tidak ditemukan. Ganti dengan alamat dokumen yang benar.",
    "tautan-hilang-terbit": (
        "Tautan Dokumen: “Laporan 2025” dulu bisa dibuka, sekarang tidak ditemukan. Unggah lagi, lalu ganti alamatnya."
    ),
}


@pytest.mark.parametrize("code", ASKED)
def test_what_is_said_of_a_link_that_a_citizen_cannot_open(code):
    words = {"column": "Tautan Dokumen", "value": "https://x.example/", "link": "Laporan 2025"}
    assert make_problem(code, tab="Keuangan", **words).message == ASKED[code]


def test_every_sentence_has_its_test():
    tested = {case[0] for case in CELLS} | set(TABS) | set(RULES) | set(KEPT) | set(STRUCK) | set(ASKED)
    assert tested == {*CELL_SENTENCES, *HEADER_SENTENCES}


def test_a_slug_without_a_sentence_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        make_problem("tidak-ada", tab="Tab")
