"""The sentences that clerks read in their unit's tab, in Indonesian: of each problem its slug, its severity, and what
is wrong, what stands there, and what to do.

Those of approval stand in `approval_sentences`, those of `Kendali` in `control_sentences`. A line of `Catatan` is
`Header: sentence`, one line a problem; the conditional formats of the tab colour the cell whose header a line begins
with, so this form must stay. `make_problem` puts the header in front. Values are cut (`problem.shorten`), examples
never.
"""

from __future__ import annotations

from typing import Literal

Severity = Literal["error", "warning"]
Sentences = dict[str, tuple[Severity, str]]

# slug → (severity, sentence). Told in the row's own `Catatan`, behind the header of the cell.
CELL_SENTENCES: Sentences = {
    # Every cell.
    "isian-kosong": ("error", "belum diisi. Tulis misalnya {example}."),
    "judul-kosong": ("error", "apa nama dokumennya? Tulis misalnya {example}."),
    "ringkasan-kosong": ("error", "apa isi dokumen ini? Tulis misalnya {example}."),
    "penanggung-jawab-kosong": ("error", "siapa yang membuatnya? Tulis jabatannya, misalnya {example}."),
    "waktu-kosong": ("error", "kapan dokumen ini dibuat? Tulis misalnya Januari 2026 atau 2026."),
    "tempat-kosong": ("error", "di mana dokumen ini dibuat? Tulis misalnya {example}."),
    "bentuk-kosong": ("error", "berkas komputer, kertas, atau keduanya? Pilih dari daftar, misalnya {example}."),
    "retensi-kosong": ("error", "berapa lama dokumen disimpan? Tulis misalnya 5 tahun atau Permanen."),
    "isian-pengganti": ("error", "“{value}” bukan isian. Tulis misalnya {example}."),
    "isian-angka": ("error", "“{value}” hanya angka. Tulis dengan kata, misalnya {example}."),
    "isian-belum": ("warning", "“{value}” bukan isian. Belum ada? Kosongkan saja sel ini."),
    "tanda-ulang": ("error", "jangan tulis “{value}”. Salin isinya ke sini, misalnya {example}."),
    "tanda-ulang-boleh-kosong": (
        "warning",
        "“{value}” bukan isian. Salin isinya ke sini, atau kosongkan saja sel ini.",
    ),
    "sel-gabung": ("error", "sel {range} digabung (merge). Pisahkan, lalu isi, misalnya {example}."),
    "rumus-tanpa-nilai": ("error", "rumus di sini belum ada hasilnya. Ketik isinya langsung, misalnya {example}."),
    "isian-gabung": ("warning", "sel {range} digabung (merge), jadi isi yang lama tetap dipakai. Pisahkan selnya."),
    "isian-galat": ("warning", "“{value}” bukan isian, jadi isi yang lama tetap dipakai. Ketik isinya langsung."),
    "isian-dicoret": ("error", "tulisan di sini dicoret. Hapus yang tidak dipakai, atau hilangkan coretannya."),
    "baris-dicoret": ("error", "baris ini dicoret. Hapus barisnya, atau hilangkan coretannya."),
    "rumus-galat": ("error", "rumus di sini salah (“{value}”). Ketik isinya, misalnya {example}."),
    "terlalu-panjang": ("error", "terlalu panjang, {length} huruf (paling banyak {limit}). Tulis ringkas saja."),
    "huruf-angka": ("error", "ada huruf di tempat angka dalam “{value}”. Ketik ulang, mungkin {hint}."),
    # When and where.
    "tanggal-salah": ("error", "tanggal “{value}” tidak ada. Tulis misalnya {hint}."),
    "tahun-di-luar": ("error", "tahun dalam “{value}” bukan antara 1900 dan 2100. Tulis misalnya 12 Januari 2026."),
    "tahun-jadi-hari": ("error", "“{value}” mungkin maksudnya tahun {hint}. Ketik Tahun {hint}."),
    "bulan-salah": ("error", "nama bulan dalam “{value}” salah tulis. Mungkin {hint}? Tulis misalnya 12 Januari 2026."),
    "hari-salah": ("error", "hari dan tanggal dalam “{value}” tidak cocok. Tulis tanggalnya saja, misalnya {hint}."),
    "triwulan-salah": ("error", "“{value}” tidak ada, triwulan hanya I sampai IV. Tulis misalnya Triwulan III 2025."),
    "semester-salah": ("error", "“{value}” tidak ada, semester hanya I dan II. Tulis misalnya Semester I 2026."),
    "rentang-terbalik": (
        "error",
        "“{value}” selesai sebelum mulai. Tulis yang lebih awal di depan, seperti 2020–2024.",
    ),
    "rentang-waktu": (
        "error",
        "“{value}” bukan satu bulan, triwulan, semester, atau tahun penuh. Tulis misalnya {hint}.",
    ),
    "waktu-tanpa-tahun": ("error", "“{value}” tahun berapa? Tulis misalnya Triwulan III 2025 atau 12 Januari 2026."),
    "waktu-tempat": ("error", "tulis waktunya saja di sini, {time}. Pindahkan “{place}” ke kolom {place_column}."),
    "waktu-kata": ("error", "tulis waktunya saja di sini, misalnya {hint}."),
    "waktu-salah": (
        "error",
        "“{value}” belum jelas. Kapan dibuat? Tulis misalnya Januari 2026, 2026, atau Januari - Juni 2026.",
    ),
    "tempat-waktu": ("warning", "“{value}” memuat waktu juga. Tulis tempatnya saja, {place}."),
    "tempat-salah": ("error", "“{value}” bukan nama tempat. Tulis misalnya {example}."),
    # How long.
    "retensi-beda": ("error", "angka dan kata dalam “{value}” tidak sama. Tulis yang benar saja, seperti 5 tahun."),
    "retensi-nol": (
        "error",
        "“{value}” bukan lama penyimpanan. Tulis misalnya 5 tahun, Selama berlaku, atau Permanen.",
    ),
    "retensi-satuan": ("error", "“{value}” tahun atau bulan? Tulis misalnya {hint} atau 12 bulan."),
    "retensi-tidak-pasti": (
        "error",
        "“{value}” belum pasti. Tulis satu angka, misalnya 5 tahun. Lihat Jadwal Retensi Arsip (JRA).",
    ),
    "retensi-syarat": ("error", "“{value}”: setelah apa? Tulis selengkapnya, misalnya 5 tahun setelah diaudit."),
    "retensi-mirip": ("error", "“{value}” belum jelas. Maksudnya {hint}? Tulis seperti itu."),
    "retensi-jra": ("error", "berapa lama? Lihat Jadwal Retensi Arsip (JRA), lalu tulis angkanya, misalnya 5 tahun."),
    "retensi-salah": (
        "error",
        "“{value}” belum jelas. Tulis angkanya, misalnya 5 tahun. Lihat Jadwal Retensi Arsip (JRA).",
    ),
    # Closed lists.
    "pilihan-salah": ("error", "“{value}” tidak ada dalam daftar. Pilih salah satu dari daftar.{more}"),
    "usulan-salah": ("warning", "“{value}” tidak ada dalam daftar. Pilih dari daftar, atau kosongkan.{more}"),
    # Documents.
    "tautan-wajib": (
        "error",
        "wajib untuk {klasifikasi} berbentuk {bentuk}. Salin alamat dokumennya dari browser.",
    ),
    "tautan-tanpa-https": ("error", "“{link}” belum lengkap. Tulis {hint}."),
    "tautan-tanpa-alamat": (
        "error",
        "“{link}” tidak memuat alamat. Tulis Nama dokumen | https://alamat-dokumen, satu per baris.",
    ),
    "tautan-tidak-aman": ("error", "“{link}” tidak boleh dipakai. Tulis alamat yang diawali https:// atau http://."),
    "tautan-menyamar": (
        "error",
        "“{link}” menutupi nama situsnya (tanda @). Salin ulang alamatnya dari kotak alamat browser.",
    ),
    "tautan-salah": ("error", "“{link}” bukan alamat yang benar. Salin ulang dari kotak alamat browser."),
    "tautan-lebih": (
        "error",
        "ada “{rest}” di belakang “{link}”. Hapus, atau tulis di depan tautan.",
    ),
    "tautan-terputus": (
        "error",
        "alamat “{link}” terputus oleh spasi. Salin ulang alamatnya dari kotak alamat browser.",
    ),
    "tautan-banyak": (
        "error",
        "ada beberapa tautan, mulai “{link}”. Tulis satu per baris, seperti Nama dokumen | https://…",
    ),
    "tautan-berbeda": ("error", "tertulis “{shown}”, tetapi menuju “{link}”. Tulis alamat yang benar saja."),
    "tautan-rumus": (
        "error",
        "rumus HYPERLINK di sini mengambil alamatnya dari sel lain. Salin alamat dokumennya langsung ke sel ini.",
    ),
    "tautan-kosong": (
        "warning",
        "“{link}” tampak tidak lengkap. Buka tautannya, lalu salin ulang dari kotak alamat browser.",
    ),
    "tautan-minta-masuk": (
        "warning",
        "“{link}” minta masuk (login) dulu. Buka aksesnya: Bagikan, lalu Siapa saja yang memiliki link.",
    ),
    "tautan-hilang": ("warning", "“{link}” tidak ditemukan. Ganti dengan alamat dokumen yang benar."),
    "tautan-hilang-terbit": (
        "warning",
        "“{link}” dulu bisa dibuka, sekarang tidak ditemukan. Unggah lagi, lalu ganti alamatnya.",
    ),
    "tautan-dalam-kantor": (
        "warning",
        "“{link}” hanya terbuka di jaringan kantor. Tulis alamat yang dapat dibuka siapa saja.",
    ),
    # What must not become public.
    "data-pribadi-nik": ("error", "nomor NIK atau KK ({found}) tidak boleh diumumkan. Hapus nomor itu."),
    "data-pribadi-nip": ("warning", "ada nomor yang tampak seperti NIP ({found}). Tulis jabatannya saja."),
    "data-pribadi-npwp": ("warning", "ada nomor yang tampak seperti NPWP ({found}). Hapus bila milik perorangan."),
    "data-pribadi-telepon": (
        "error",
        "nomor HP pribadi ({found}) tidak boleh diumumkan. Ganti dengan nomor telepon kantor.",
    ),
    "data-pribadi-surel": (
        "error",
        "alamat email pribadi ({found}) tidak boleh diumumkan. Ganti dengan email kantor.",
    ),
    "data-pribadi-rekening": ("error", "nomor rekening ({found}) tidak boleh diumumkan. Hapus nomor itu."),
    "data-pribadi-paspor": ("error", "nomor paspor ({found}) tidak boleh diumumkan. Hapus nomor itu."),
    "data-pribadi-sim": ("error", "nomor SIM ({found}) tidak boleh diumumkan. Hapus nomor itu."),
    "data-pribadi-bpjs": ("error", "nomor peserta BPJS ({found}) tidak boleh diumumkan. Hapus nomor itu."),
    "data-pribadi-kendaraan": ("warning", "ada nomor polisi kendaraan ({found}). Hapus bila bukan kendaraan dinas."),
    "data-pribadi-lahir": (
        "warning",
        "ada tempat atau tanggal lahir seseorang ({found}). Hapus bila tidak wajib diumumkan.",
    ),
    "data-pribadi-alamat": (
        "error",
        "alamat rumah ({found}) tidak boleh diumumkan. Cukup tulis nama desa atau kelurahannya.",
    ),
    "kantor-lain": ("error", "menyebut kantor lain, {found}. Bila ini salinan, ganti dengan {office}."),
    "nama-orang": ("warning", "“{value}” seperti nama orang. Tulis jabatannya, misalnya {example}."),
    # Several cells, several rows.
    "ringkasan-sama": ("warning", "hanya mengulang judul. Tulis satu atau dua kalimat tentang isinya."),
    "duplikat": (
        "warning",
        "judul dan waktunya sama dengan {other}. Sama? Hapus satu. Berbeda? Bedakan judulnya.",
    ),
    "tempelan-bergeser": (
        "error",
        "{count} baris mulai di sini tampak bergeser ke kolom lain. Tekan Ctrl+Z, atau minta operator memasukkannya.",
    ),
    "tempelan-lanjutan": ("error", "ikut bergeser ke kolom lain. Lihat baris {row}."),
    "bukan-informasi": ("warning", "{rows} tidak dibaca, karena berisi jumlah atau tanda tangan. Boleh dihapus."),
    "dasar-kurang": ("error", "wajib diisi untuk {klasifikasi}. Tulis misalnya {example}."),
    "konsekuensi-kosong": ("warning", "masih kosong. Tulis misalnya {example}."),
}

OF_DESK = "Desk masih melengkapi klasifikasi atau dasar pengecualian baris ini; Anda tidak perlu berbuat apa-apa."
"""Told in the row's own `Catatan` where nothing of what is wrong is for the unit to mend."""
MAY_BE_EMPTY = frozenset({"isian-belum", "tanda-ulang-boleh-kosong"})
"""That a cell holds no content and need not: no word of this where the class asks for one."""

HEADER_NOTE = (
    "Judul kolom di tab ini hilang atau tertimpa daftar lain, jadi isinya tidak dibaca. Tekan Ctrl+Z, atau salin baris "
    "judul dari tab sub bagian lain. Daftar dari berkas lain dimasukkan oleh operator."
)
"""Told in the tab itself, in a cell that nobody has written in."""

# Told in the line of the tab in `Kendali`.
HEADER_SENTENCES: Sentences = {
    "tab-tertimpa": (
        "error",
        "Judul kolom di tab “{title}” tertimpa daftar lain, jadi isinya tidak dibaca. Tekan Ctrl+Z, atau minta "
        "operator memasukkan daftar itu.",
    ),
    "judul-kolom-hilang": (
        "error",
        "Judul kolom di tab “{title}” hilang, mungkin tertimpa tempelan. Tekan Ctrl+Z, atau minta operator "
        "mengembalikannya.",
    ),
    "kolom-hilang": ("error", "Kolom “{column}” hilang dari tab “{title}”. Tulis kembali judul kolom itu{more}."),
    "kolom-dua-isi": (
        "error",
        "Kolom “{found}” di tab “{title}” memuat beberapa isian. Pisahkan menjadi: {headers}.",
    ),
    "kolom-ganda": (
        "error",
        "Kolom “{column}” ada lebih dari satu di tab “{title}”: {cells}. Ganti judul yang tidak dipakai.",
    ),
    "kolom-serupa": (
        "warning",
        "Kolom “{found}” di tab “{title}” tidak dibaca, karena sudah ada “{column}”. Ganti judulnya.",
    ),
    "baris-di-atas-judul": (
        "warning",
        "Di tab “{title}” ada isian di atas judul kolom (baris {row}), tetap dibaca. Pindahkan baris judul ke atas.",
    ),
    "tab-tidak-lengkap": (
        "error",
        "Tab “{title}” hanya terbaca sebagian, jadi tidak ada yang diubah. Tunggu pembaruan otomatis berikutnya.",
    ),
}
