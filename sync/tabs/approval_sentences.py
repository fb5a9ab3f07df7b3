"""The sentences about approval and rows: desk and PPID read them in `Catatan` of `Induk`.

A line of `Catatan` is `Header: sentence`, as in a unit's tab (`clerk_sentences`): conditional formats rest on it.
"""

from __future__ import annotations

from sync.tabs.clerk_sentences import Sentences

# slug → (severity, sentence). Told in the `Catatan` of a row.
APPROVAL_SENTENCES: Sentences = {
    # Why a tick did not count.
    "centang-tarik": ("warning", "Setuju: dicentang bersama Tarik, maka Tarik yang berlaku. Centang salah satu saja."),
    "centang-tak-terkunci": (
        "warning",
        "Setuju: centang tidak diterima, karena kolom ini belum terkunci untuk PPID. Lihat Kendali, lalu centang lagi.",
    ),
    "centang-tertimpa": (
        "warning",
        "Setuju: dicentang tepat ketika baris ini diperbarui. Baca dulu baris ini, lalu centang lagi.",
    ),
    "centang-terhapus": (
        "warning",
        "Setuju: centang terhapus karena baris ini pindah ketika diperbarui. Baca dulu, lalu centang lagi.",
    ),
    "centang-ganda": (
        "warning",
        "Setuju: centang tidak berlaku, karena ID ini ada di dua baris. Hapus salinannya, lalu centang lagi.",
    ),
    "centang-hapus": (
        "warning",
        "Setuju: centang tidak berlaku, karena informasi ini tidak ada lagi di tab sub bagian.",
    ),
    "centang-kembali": (
        "warning",
        "Setuju: centang tidak berlaku, karena baris ini sempat hilang dari tab sub bagian. Baca dulu, centang lagi.",
    ),
    "centang-tanda": (
        "warning",
        "Setuju: centang ini ikut tersalin dari baris lain. Baca dulu baris ini, lalu centang lagi.",
    ),
    "pulang": (
        "warning",
        "Setuju: catatan persetujuan baris ini hilang. Baca dulu baris ini, lalu centang.",
    ),
    "pulang-kecuali": (
        "warning",
        "Setuju: catatan baru dipulihkan, dan pengecualian tidak tampak di situs. Baca dulu baris ini, lalu centang.",
    ),
    "centang-nomor": (
        "warning",
        "Setuju: centang tidak berlaku, karena satu nomor di Kendali hilang. Baca dulu baris ini, lalu centang lagi.",
    ),
    "centang-kolom": (
        "warning",
        "Setuju: centang tidak berlaku, karena kolom {columns} hilang dari Induk. Tulis lagi judulnya, lalu centang.",
    ),
    "centang-kelas-baru": ("warning", "Setuju: Klasifikasi baru saja dicatat. Sekarang baris ini boleh dicentang."),
    "centang-isi-induk": (
        "warning",
        "Setuju: isi baris ini diubah di Induk, dan sudah dikembalikan. Baca dulu baris ini, lalu centang lagi.",
    ),
    "centang-belum-layak": (
        "warning",
        "Setuju: centang tidak berlaku, karena ada yang salah atau kurang. Selesaikan dulu yang disebut di bawah.",
    ),
    "centang-baru-layak": (
        "warning",
        "Setuju: baris ini baru saja dilengkapi. Baca dulu baris ini, lalu centang lagi.",
    ),
    "centang-tak-terbaca": (
        "warning",
        "{column}: “{value}” bukan centang. Pilih ✓ untuk mencentang, atau kosongkan sel ini.",
    ),
    "centang-tanpa-kotak": (
        "warning",
        "{column}: kotak centang di sel ini hilang, jadi belum dijawab. Minta operator mengembalikannya.",
    ),
    "centang-dicoret": (
        "warning",
        "{column}: centang di sini dicoret, jadi belum dijawab. Hilangkan coretannya, atau kosongkan sel ini.",
    ),
    "centang-galat": ("warning", "{column}: rumus di sini salah (“{value}”), jadi belum dijawab. Kosongkan sel ini."),
    "centang-tanpa-nilai": (
        "warning",
        "{column}: rumus “{value}” belum ada hasilnya, jadi belum dijawab. Kosongkan sel ini.",
    ),
    "centang-tarik-isi": (
        "warning",
        "Setuju: centang tidak berlaku selama ada tulisan di Tarik. Kosongkan Tarik, lalu centang lagi.",
    ),
    "centang-gabung": (
        "warning",
        "Setuju: centang tidak berlaku selama ada sel digabung (merge) atau rumus salah di baris ini. Perbaiki dulu.",
    ),
    "induk-gabung": (
        "warning",
        "{column}: sel {range} digabung (merge), jadi isi yang lama tetap dipakai. Pisahkan selnya.",
    ),
    "induk-galat": (
        "warning",
        "{column}: rumus di sini salah (“{value}”), jadi isi yang lama tetap dipakai. Ketik isinya.",
    ),
    "induk-tanpa-nilai": (
        "warning",
        "{column}: rumus “{value}” belum ada hasilnya, jadi isi yang lama tetap dipakai. Ketik isinya.",
    ),
    "tarik-isi": (
        "warning",
        "{column}: tertulis “{value}”, jadi informasi ini ditarik. Keliru? Kosongkan sel ini, lalu centang Setuju.",
    ),
    "tarik-isi-lama": (
        "warning",
        "{column}: “{value}” bukan centang, jadi belum menarik apa pun. Pilih ✓ atau kosongkan sel ini.",
    ),
    "alasan-lain": (
        "warning",
        "{column}: “{value}” tidak ada dalam daftar, jadi tidak tampil di situs. Pilih salah satu dari daftar.",
    ),
    "alasan-id": (
        "warning",
        "{column}: {successor} bukan ID informasi lain di sini, jadi tidak tampil. Periksa nomornya.",
    ),
    "alasan-lama": (
        "warning",
        "{column}: alasan ini dari penarikan yang lalu dan tidak tampil lagi. Kosongkan sel ini.",
    ),
    "tarik-bergeser": (
        "warning",
        "{column}: “{value}” belum menarik apa pun, karena ada di banyak baris. Kolomnya bergeser? Kembalikan.",
    ),
    "id-ganda": ("warning", "ID: nomor yang sama ada di lebih dari satu baris; salinannya mendapat nomor sendiri."),
    "baris-induk-ganda": ("warning", "ID: {id} ada di lebih dari satu baris Induk. Hapus salinannya."),
    "baris-induk-asing": (
        "warning",
        "ID: baris {row} ini tidak punya nomor yang dikenal. Isi informasi di tab sub bagian, bukan di Induk.",
    ),
    "baris-tanpa-id": ("warning", "ID: baris ini belum mendapat nomor. Perbaiki dulu sel yang disebut di atas."),
    "baris-kosong": ("warning", "Judul Informasi: isi baris ini terhapus. Isi kembali, atau hapus seluruh barisnya."),
    "klasifikasi-salah": ("error", "{column}: “{value}” tidak ada dalam daftar. Pilih salah satu dari daftar."),
    "usul-dikecualikan": (
        "warning",
        "{column}: kini {value}, padahal disetujui untuk umum. Desk: periksa Klasifikasi. PPID: Tarik bila perlu.",
    ),
}

EMPTY = "(kosong)"
"""What is said of a cell in which nothing stands."""
PPID_NOTE = "Catatan PPID: {note}"
"""The PPID's note, as the unit reads it."""

# What to do with a row of `Induk`, by the role of its status or by what became of the row.
MASTER_NOTES = {
    "missing": "Tarik: tidak ada lagi di tab sub bagian. Bila sudah terbit, tetap di situs sampai Tarik dicentang.",
    "unclassified": "Klasifikasi: pilih salah satu dari daftar.",
    "returned": "Catatan PPID: sudah dikirim ke sub bagian. Tunggu sampai isinya diperbaiki.",
    "waiting": "Setuju: baca dulu baris ini, lalu centang.",
    "reapproval": "Setuju: isi yang lama tetap berlaku. Baca Perubahan, lalu centang untuk isi yang baru.",
    "approved": "Setuju: sudah disetujui. Tunggu Perintah Unggah di Kendali.",
    "withdrawn": "Setuju: informasi ini sudah ditarik. Centang untuk menerbitkannya lagi.",
    "mistake": "ID: hilang dari tab sub bagian, belum pernah disetujui. Memang dihapus? Lihat Petunjuk.",
    "gone": "Tarik: sudah ditarik, dan tidak ada lagi di tab sub bagian.",
    "dropped": "Setuju: isi yang lama tidak tampil di situs. Baca Perubahan, lalu centang untuk isi yang baru.",
    "held": "Setuju: isi yang lama masih tampil, karena unggah ditahan. Baca Perubahan, lalu centang untuk isi baru.",
    "back": "Setuju: baris ini hilang dari Induk, dan sudah dikembalikan. Baca dulu baris ini, lalu centang lagi.",
    "back_public": "Setuju: baris ini sempat hilang dari Induk, tetapi tetap terbit. Centang lagi, atau centang Tarik.",
}
