"""The sentences that staff read in the workbook, in Indonesian: of each problem its slug, its severity, and what to do.

Clerks read those of cells in their unit's tab, desk and PPID those of approval in `Induk` and `Kendali`. They stand in
one place so that one reader can keep them plain. `{value}` is the text as typed, shortened.
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
    "tab-tidak-lengkap": (
        "error",
        "Tab “{title}” hanya terbaca sebagian, jadi tidak ada yang diubah. Jalankan sinkronisasi lagi.",
    ),
}

# slug → (severity, sentence). Told in `Kendali`, or in the `Catatan` of a row of `Induk`.
APPROVAL_SENTENCES: dict[str, tuple[Severity, str]] = {
    # Why a tick did not count.
    "centang-tarik": ("warning", "Setuju dan Tarik dicentang bersamaan; Tarik yang berlaku. Centang salah satu saja."),
    "centang-tak-terkunci": (
        "warning",
        "Centang tidak berlaku: kolom persetujuan belum terkunci untuk PPID saja, atau baru saja dikunci. Lihat "
        "Perlu Perhatian di Kendali, lalu centang lagi.",
    ),
    "centang-tertimpa": (
        "warning",
        "Centang belum berlaku: diberikan tepat ketika baris ini sedang diperbarui. Periksa isinya, lalu centang lagi.",
    ),
    "centang-terhapus": (
        "warning",
        "Centang terhapus oleh sinkronisasi karena baris berpindah tepat pada saat itu. Persetujuan menunggu; periksa "
        "isinya, lalu centang lagi.",
    ),
    "centang-ganda": (
        "warning",
        "Centang tidak berlaku: ID ini ada di dua baris Induk. Hapus salinannya, lalu centang lagi.",
    ),
    "centang-hapus": ("warning", "Centang tidak berlaku: informasi ini tidak ada lagi di tab sub bagian."),
    "centang-tanda": (
        "warning",
        "Centang tidak berlaku: centang ini terbawa dari baris atau berkas lain. Periksa isinya, lalu centang lagi.",
    ),
    "pulang": (
        "warning",
        "Catatan persetujuan baris ini hilang bersama buku besar dan tidak dapat dibuktikan lagi. Periksa isinya, lalu "
        "centang Setuju.",
    ),
    "centang-nomor": (
        "warning",
        "Centang tidak berlaku: Nomor Putaran di Kendali hilang, kini ditulis lagi. Periksa isinya, lalu centang lagi.",
    ),
    "centang-kolom": (
        "warning",
        "Centang tidak berlaku: Induk kehilangan kolom {columns}. Tulis kembali judulnya; sesudah sinkronisasi centang "
        "lagi.",
    ),
    "centang-kelas-baru": (
        "warning",
        "Klasifikasi baru dicatat. Centang yang diberikan bersamaan belum berlaku; sekarang baris ini boleh dicentang.",
    ),
    "centang-isi-induk": (
        "warning",
        "Centang tidak berlaku: isi di Induk bukan isi dari sub bagian dan sudah dikembalikan. Periksa, lalu "
        "centang lagi.",
    ),
    "centang-belum-layak": (
        "warning",
        "Centang tidak berlaku: baris ini belum lengkap atau belum benar. Selesaikan dahulu yang disebut di bawah.",
    ),
    "centang-baru-layak": (
        "warning",
        "Centang belum berlaku: baris ini baru saja dilengkapi. Periksa isinya, lalu centang lagi.",
    ),
    "centang-tak-terbaca": (
        "warning",
        "“{value}” bukan centang. Pilih ✓ untuk mencentang, atau kosongkan selnya.",
    ),
    "id-ganda": ("warning", "ID yang sama ada di lebih dari satu baris; salinannya mendapat ID sendiri."),
    "baris-induk-ganda": ("warning", "ID {id} ada di lebih dari satu baris Induk. Hapus salinannya."),
    "baris-induk-asing": (
        "warning",
        "Baris {row} di Induk tidak mempunyai ID yang dikenal. Isi informasi di tab sub bagian.",
    ),
    "baris-kosong": ("warning", "Isi baris ini sudah dihapus. Isi kembali, atau hapus barisnya."),
    "klasifikasi-salah": ("error", "“{value}” bukan Klasifikasi yang ada. Pilih salah satu: {options}."),
    # Told in `Kendali`.
    "tab-hilang": ("error", "Tab “{title}” tidak ditemukan. Kembalikan namanya; tidak ada yang dihapus sementara ini."),
    "tab-tak-terdaftar": (
        "warning",
        "Tab “{title}” tampak seperti tab sub bagian, tetapi tidak terdaftar, maka isinya tidak dibaca. Pindahkan "
        "barisnya ke tab sub bagian, atau minta operator mendaftarkannya di dip.toml.",
    ),
    "tab-senama": (
        "warning",
        "Tab “{title}” tidak dibaca dan tidak diubah, karena yang dipakai adalah tab “{name}” (huruf besar-kecil dan "
        "spasi tidak membedakan nama tab). Ganti namanya, atau hapus tab itu.",
    ),
    "tab-rancu": (
        "error",
        "Tab “{title}” tidak dapat dibaca dan tidak dibuat lagi, karena namanya dipakai oleh {alike}. Beri nama "
        "persis “{title}” kepada satu tab saja, dan ganti nama yang lain.",
    ),
    "kolom-lenyap": (
        "error",
        "Tab “{title}” tidak lagi mempunyai kolom {headers}. Kembalikan judul kolomnya; tidak ada yang dihapus "
        "sementara ini.",
    ),
    "kunci-terbuka": (
        "warning",
        "Centang baru tidak diterima: {range} dapat diubah oleh {who}. Lindungi rentang itu (Data → Lindungi sheet dan "
        "rentang) untuk PPID, pemilik berkas, dan akun dip saja.",
    ),
    "kunci-tanpa-ppid": (
        "warning",
        "Centang baru tidak diterima: alamat PPID belum diisi di dip.toml ([roles] ppid). Beri tahu operator.",
    ),
    "rilis-dikembalikan": (
        "warning",
        "Situs menampilkan kembali rilis {release}. Rilis baru ditahan sampai Perintah Unggah diganti, atau sampai "
        "operator menjalankan dip publish --resume.",
    ),
    "perintah-tak-terbaca": (
        "warning",
        "Perintah Unggah “{value}” tidak dikenal, maka unggah ditahan. Isi Otomatis, Sekali, atau Tahan.",
    ),
    "nomor-penetapan-pribadi": (
        "warning",
        "Nomor Penetapan tampak memuat data pribadi, maka tidak ditampilkan. Tulis nomor keputusannya saja.",
    ),
    "tanggal-penetapan-salah": (
        "warning",
        "Tanggal Penetapan “{value}” bukan satu tanggal, maka tidak ditampilkan. Tulis seperti 20 November 2026.",
    ),
    "nomor-putaran-hilang": (
        "warning",
        "Nomor Putaran di Kendali hilang dan ditulis lagi. Isi Induk disesuaikan, dan centang baru tidak berlaku.",
    ),
    "tab-tak-terbaca": ("error", "Tab “{title}” tidak terbaca; sebabnya tertulis pada baris tab itu di bawah ini."),
    "perlindungan-mati": (
        "warning",
        "Perlindungan tab “{title}” mati. Nyalakan lagi tanpa kata sandi: menu Tinjau atau Perkakas, Proteksi Lembar.",
    ),
    "pilihan-hilang": (
        "warning",
        "Di tab “{title}” ada sel yang tidak punya pilihan lagi ({cells}), biasanya karena tempel. Salin sel lain dari "
        "kolomnya ke sana, lalu tulis lagi isinya.",
    ),
    "berkas-lama": (
        "warning",
        "Berkas ini versi lama: isinya disesuaikan lagi, dan centang lama tidak berlaku.",
    ),
}
