"""The words of messages to staff, in Indonesian. What the operator reads is said with `say` and translated."""

from __future__ import annotations

from sync.tabs.control_sentences import (
    AGAIN,
    CLASSIFY,
    COMPLETE,
    FIX,
    GONE,
    LOST,
    MISTAKEN,
    REFUSED,
    RETURNED,
    ROLE_WORDS,
    TICK,
)  # fmt: skip

INTROS = {
    FIX: "{count} baris perlu diperbaiki di tab “{tab}”:",
    RETURNED: "{count} baris dikembalikan PPID. Baca kolom Catatan di tab “{tab}”, lalu perbaiki:",
    LOST: "{count} dokumen di tab “{tab}” dulu terbuka untuk warga, sekarang tidak ditemukan. Unggah lagi:",
    CLASSIFY: "{count} informasi belum punya Klasifikasi. Pilih di tab “{tab}”:",
    COMPLETE: "{count} informasi perlu dilengkapi di tab “{tab}”:",
    MISTAKEN: "{count} informasi tidak ada lagi di tab sub bagiannya. Hapus barisnya dari “{tab}” bila keliru:",
    TICK: "{count} informasi menunggu persetujuan. Baca barisnya, lalu centang Setuju, atau tulis Catatan PPID:",
    AGAIN: "{count} informasi berubah setelah disetujui. Baca perubahannya, lalu centang Setuju lagi:",
    GONE: "{count} informasi tidak ada lagi di tab sub bagiannya. Centang Tarik bila tidak berlaku lagi:",
    REFUSED: "Di {count} baris centang tidak berlaku. Baca kolom Catatan baris itu di “{tab}”:",
}
"""What is to be done → what stands above the rows. In the order in which it is told."""
DUE = "Kalender Hukum, sudah waktunya:"
ORDER = "{count} informasi sudah disetujui, tetapi belum terbit. Isi Perintah Unggah di tab “{tab}”."
HEADINGS = {"desk": ROLE_WORDS["desk"], "ppid": ROLE_WORDS["ppid"]}
ROW = "Baris {row}"
"""What a row without an ID is called."""
READ_NOTE = "Baca kolom Catatan baris itu."
READ_NOTE_OF = "{column}: baca kolom Catatan baris itu."
CHANGED, CHANGED_TO = "{column}: berubah, lihat barisnya", "{column}: {before} → {after}"
OPEN, PLACE = "Buka: {link}", "Sel: {place}"
MORE = "… dan {count} lagi."
SUBJECT = "Daftar Informasi Publik {office}: {count} hal menunggu Anda"
TITLE = "Daftar Informasi Publik {office}"
GROUP_TITLE = "Daftar Informasi Publik {office}: yang masih menunggu"
NOTHING_WAITS = "Tidak ada yang menunggu. Terima kasih."
CLOSING = (
    "Kerjakan di tabelnya, bukan dengan membalas surat ini. Surat ini otomatis: paling banyak sekali sehari, dan hanya "
    "bila ada yang baru."
)
