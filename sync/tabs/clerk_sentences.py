"""The sentences that staff read in the workbook, in Indonesian: of each problem its slug, its severity, and what to do.

These are the sentences about cells, which clerks read in their unit's tab; those of approval stand in
`approval_sentences`. One reader can keep them plain. `{value}` is the text as typed, shortened.
"""

from __future__ import annotations

from typing import Literal

Severity = Literal["error", "warning"]

# slug → (severity, sentence). Told in the row's own `Catatan`.
CELL_SENTENCES: dict[str, tuple[Severity, str]] = {
    # Every cell.
    "isian-kosong": ("error", "{column} belum diisi. Tulis misalnya {example}."),
    "judul-kosong": ("error", "{column} belum diisi. Tulis misalnya {example}."),
    "ringkasan-kosong": ("error", "{column} belum diisi. Tulis misalnya {example}."),
    "penanggung-jawab-kosong": ("error", "{column} belum diisi. Tulis misalnya {example}."),
    "waktu-kosong": ("error", "{column} belum diisi. Tulis misalnya 12 Januari 2026, Januari 2026, atau 2026."),
    "tempat-kosong": ("error", "{column} belum diisi. Tulis misalnya {example}."),
    "bentuk-kosong": ("error", "{column} belum diisi. Pilih dari daftar, misalnya {example}."),
    "retensi-kosong": ("error", "{column} belum diisi. Tulis misalnya 5 tahun atau Permanen."),
    "isian-pengganti": ("error", "“{value}” bukan isian {column}. Tulis misalnya {example}."),
    "tanda-ulang": (
        "error",
        "“{value}” tidak menyebut isinya. Tulis {column} selengkapnya di baris ini, misalnya {example}.",
    ),
    "sel-gabung": (
        "error",
        "{column} kosong karena sel {range} digabung. Pisahkan gabungannya, lalu tulis misalnya {example}.",
    ),
    "rumus-tanpa-nilai": (
        "error",
        "Rumus di {column} belum mempunyai hasil. Ketik isinya langsung, misalnya {example}.",
    ),
    "isian-gabung": (
        "warning",
        "{column}: sel {range} digabung, maka isi yang terakhir terbaca tetap dipakai. Pisahkan gabungannya.",
    ),
    "isian-galat": (
        "warning",
        "{column}: “{value}” bukan isi, maka isi yang terakhir terbaca tetap dipakai. Ketik isinya langsung.",
    ),
    "rumus-galat": ("error", "“{value}” adalah pesan kesalahan rumus. Ketik isinya langsung, misalnya {example}."),
    "terlalu-panjang": (
        "error",
        "{column} berisi {length} karakter, paling banyak {limit}. Ringkas isinya, dan taruh rinciannya di "
        "dokumen tertaut.",
    ),
    "huruf-angka": (
        "error",
        "“{value}” memuat huruf di tempat angka. Ketik ulang dengan angka; mungkin maksudnya {hint}.",
    ),
    # When and where.
    "tanggal-salah": ("error", "“{value}” bukan tanggal yang ada. Tulis seperti {hint}."),
    "tahun-di-luar": (
        "error",
        "“{value}” di luar tahun 1900 sampai 2100. Periksa tahunnya, lalu tulis seperti 12 Januari 2026.",
    ),
    "bulan-salah": (
        "error",
        "Nama bulan dalam “{value}” tidak dikenal. Mungkin maksudnya {hint}; tulis seperti 12 Januari 2026.",
    ),
    "hari-salah": (
        "error",
        "Hari dan tanggal dalam “{value}” tidak cocok. Periksa, lalu tulis tanggalnya saja, seperti {hint}.",
    ),
    "triwulan-salah": (
        "error",
        "Triwulan dalam “{value}” tidak ada. Tulis triwulan I sampai IV, seperti Triwulan III 2025.",
    ),
    "semester-salah": (
        "error",
        "Semester dalam “{value}” tidak ada. Tulis semester I atau II, seperti Semester I 2026.",
    ),
    "rentang-terbalik": (
        "error",
        "“{value}” selesai sebelum mulai. Tulis waktu yang lebih awal dahulu, seperti 2020–2024.",
    ),
    "rentang-waktu": (
        "error",
        "“{value}” bukan tepat satu bulan, triwulan, semester, atau tahun. Tulis satu waktu, seperti Januari "
        "2026, atau rentang tahun, seperti 2020–2024.",
    ),
    "waktu-tanpa-tahun": (
        "error",
        "“{value}” belum menyebut tahunnya. Tulis seperti Triwulan III 2025 atau 12 Januari 2026.",
    ),
    "waktu-tempat": (
        "error",
        "“{value}” memuat tempat dan waktu sekaligus. Tulis {time} di kolom {column} dan {place} di kolom "
        "{place_column}.",
    ),
    "waktu-salah": (
        "error",
        "“{value}” tidak menyebut satu waktu tertentu. Tulis seperti 12 Januari 2026, Januari 2026, Triwulan "
        "I 2026, Semester I 2026, atau 2026.",
    ),
    "tempat-waktu": ("warning", "“{value}” memuat waktu juga. Tulis {place} saja di kolom {column}."),
    "tempat-salah": ("error", "“{value}” bukan tempat. Tulis nama kotanya di kolom {column}, misalnya {example}."),
    # How long.
    "retensi-beda": ("error", "Angka dan kata dalam “{value}” tidak sama. Tulis yang benar saja, seperti 5 tahun."),
    "retensi-nol": ("error", "“{value}” bukan jangka waktu. Tulis seperti 5 tahun, Selama berlaku, atau Permanen."),
    "retensi-satuan": ("error", "“{value}” belum menyebut satuannya. Tulis seperti {hint} atau 12 bulan."),
    "retensi-tidak-pasti": (
        "error",
        "“{value}” tidak menyebut satu jangka waktu. Tulis satu saja, seperti 5 tahun; 2 tahun aktif, 3 tahun"
        " inaktif; atau Selama berlaku.",
    ),
    "retensi-salah": (
        "error",
        "“{value}” bukan jangka waktu yang dikenal. Tulis seperti 5 tahun; 2 tahun aktif, 3 tahun inaktif; "
        "Selama berlaku; atau Permanen.",
    ),
    # Closed lists.
    "pilihan-salah": ("error", "“{value}” tidak ada dalam pilihan {column}. Pilih salah satu: {options}.{hint}"),
    # Documents.
    "tautan-wajib": (
        "error",
        "{column} wajib diisi untuk {klasifikasi} dalam bentuk {bentuk}. Tulis misalnya {example}.",
    ),
    "tautan-tanpa-https": ("error", "“{link}” belum lengkap sebagai tautan. Tulis {hint}."),
    "tautan-tanpa-alamat": (
        "error",
        "“{link}” tidak memuat alamat tautan. Tulis satu dokumen per baris, seperti Nama dokumen | "
        "https://alamat-dokumen.",
    ),
    "tautan-tidak-aman": (
        "error",
        "“{link}” tidak boleh dipakai sebagai tautan. Tulis alamat yang diawali https:// atau http://.",
    ),
    "tautan-menyamar": (
        "error",
        "“{link}” menyembunyikan situs yang dituju. Salin alamatnya dari peramban, tanpa tanda @ di depan nama situs.",
    ),
    "tautan-salah": (
        "error",
        "“{link}” bukan alamat yang benar. Salin alamatnya dari peramban, seperti https://alamat-dokumen.",
    ),
    "tautan-lebih": (
        "error",
        "Setelah “{link}” masih ada “{rest}”. Tulis namanya di depan, seperti Nama dokumen | "
        "https://alamat-dokumen, dan ganti spasi di dalam alamat dengan %20.",
    ),
    "tautan-banyak": (
        "error",
        "Ada beberapa tautan bernama dalam satu baris, mulai “{link}”. Tulis satu dokumen per baris, seperti "
        "Nama dokumen | https://alamat-dokumen.",
    ),
    "tautan-berbeda": (
        "error",
        "Teksnya menunjukkan “{shown}”, tetapi tautannya menuju “{link}”. Tulis alamat yang benar saja.",
    ),
    "tautan-dalam-kantor": (
        "warning",
        "“{link}” hanya dapat dibuka dari jaringan kantor. Tulis alamat yang dapat dibuka siapa saja.",
    ),
    # What must not become public.
    "data-pribadi-nik": (
        "error",
        "{column} memuat nomor yang tampak seperti NIK atau nomor KK ({found}). Hapus nomor itu.",
    ),
    "data-pribadi-nip": ("warning", "{column} memuat nomor yang tampak seperti NIP ({found}). Tulis jabatannya saja."),
    "data-pribadi-npwp": (
        "warning",
        "{column} memuat nomor yang tampak seperti NPWP ({found}). Hapus nomor itu bila milik perorangan.",
    ),
    "data-pribadi-telepon": (
        "error",
        "{column} memuat nomor telepon pribadi ({found}). Hapus, atau tulis nomor telepon kantor.",
    ),
    "data-pribadi-surel": (
        "error",
        "{column} memuat alamat surel pribadi ({found}). Hapus, atau tulis surel resmi kantor.",
    ),
    "data-pribadi-rekening": ("error", "{column} memuat nomor rekening ({found}). Hapus nomor itu."),
    "data-pribadi-paspor": ("error", "{column} memuat nomor paspor ({found}). Hapus nomor itu."),
    "data-pribadi-sim": ("error", "{column} memuat nomor SIM ({found}). Hapus nomor itu."),
    "data-pribadi-bpjs": ("error", "{column} memuat nomor peserta BPJS ({found}). Hapus nomor itu."),
    "data-pribadi-kendaraan": (
        "warning",
        "{column} memuat nomor polisi kendaraan ({found}). Hapus bila bukan kendaraan dinas.",
    ),
    "data-pribadi-lahir": (
        "warning",
        "{column} memuat tempat atau tanggal lahir seseorang ({found}). Hapus bila tidak wajib diumumkan.",
    ),
    "data-pribadi-alamat": (
        "error",
        "{column} memuat alamat rumah ({found}). Tulis paling rinci nama desa atau kelurahannya.",
    ),
    "kantor-lain": ("error", "{column} menyebut {found}, kantor lain. Bila salinan, ganti dengan {office}."),
    "nama-orang": ("warning", "“{value}” tampak seperti nama orang. Tulis jabatannya, misalnya {example}."),
    # Several cells, several rows.
    "ringkasan-sama": ("warning", "{column} hanya mengulang judul. Tulis satu atau dua kalimat tentang isinya."),
    "duplikat": (
        "warning",
        "Judul dan waktu baris ini sama dengan {other}. Hapus salah satu bila informasinya memang sama.",
    ),
    "tempelan-bergeser": (
        "error",
        "Isi baris ini tampak bergeser ke kolom lain. Tekan Ctrl+Z, atau minta operator memasukkan daftar aslinya.",
    ),
    "dasar-kurang": ("error", "{column} wajib diisi untuk {klasifikasi}. Tulis misalnya {example}."),
    # The tab itself.
    "judul-kolom-hilang": (
        "error",
        "Baris judul kolom tidak ditemukan di tab “{title}”. Tulis kembali judul kolomnya: {headers}.",
    ),
    "kolom-hilang": (
        "error",
        "Kolom “{column}” tidak ditemukan di tab “{title}”. Tulis kembali judul kolom itu{hint}.",
    ),
    "kolom-dua-isi": (
        "error",
        "Kolom “{found}” di tab “{title}” memuat beberapa isian. Pisahkan menjadi kolom sendiri-sendiri: {headers}.",
    ),
    "kolom-ganda": (
        "error",
        "Kolom “{column}” ada lebih dari satu di tab “{title}”: sel {cells}. Hapus atau ganti judul yang "
        "tidak dipakai.",
    ),
    "kolom-serupa": (
        "warning",
        "Kolom “{found}” di tab “{title}” tidak dibaca karena sudah ada kolom “{column}”. Ganti judulnya.",
    ),
    "baris-di-atas-judul": (
        "warning",
        "Di tab “{title}” ada baris isian di atas judul kolom (judulnya di baris {row}). Isinya tetap dibaca. "
        "Pindahkan baris judul ke atas semua isian.",
    ),
    "tab-tidak-lengkap": (
        "error",
        "Tab “{title}” hanya terbaca sebagian, jadi tidak ada yang diubah. Jalankan sinkronisasi lagi.",
    ),
}
