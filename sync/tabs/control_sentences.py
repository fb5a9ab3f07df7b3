"""The words of `Kendali`, in Indonesian: what needs attention, who waits for whom, what a run did, and how many rows of
a unit's tab need work. The words for what happened stand in `Riwayat`, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sync.ledger.state import Event
from sync.tabs.clerk_sentences import HEADER_SENTENCES, Sentences

# slug → (severity, sentence). Lines name the tab; the operator reads them, too.
CONTROL_SENTENCES: Sentences = {
    "nomor-dikembalikan": (
        "warning",
        "Di baris {row} Induk tertulis {value}, padahal isinya milik {id}; sudah dikembalikan. Yang tertulis di baris "
        "itu berlaku untuk {id}.",
    ),
    "tab-gabung": (
        "warning",
        "Di tab “{title}” sel {cells} digabung (merge), jadi isinya tidak dibaca. Pisahkan selnya.",
    ),
    "tab-hilang": (
        "error",
        "Tab “{title}” tidak ditemukan. Kembalikan namanya; tidak ada yang dihapus sementara ini.",
    ),
    "tab-tak-terdaftar": (
        "warning",
        "Tab “{title}” tidak dibaca, karena bukan tab sub bagian. Pindahkan barisnya, atau minta operator "
        "mendaftarkan tab itu.",
    ),
    "tab-senama": (
        "warning",
        "Tab “{title}” tidak dibaca, karena hampir senama dengan tab “{name}”. Ganti namanya, atau hapus tab itu.",
    ),
    "sel-ganda": (
        "warning",
        "Sel {cells} di tab “{title}” tersimpan dua kali; yang dipakai isi yang terakhir. Periksa isinya.",
    ),
    "tab-rancu": (
        "error",
        "Tab “{title}” tidak dibaca dan tidak dibuat, karena ada {alike}. Beri nama “{title}” kepada satu tab saja.",
    ),
    "kolom-lenyap": (
        "error",
        "Kolom {headers} hilang dari tab “{title}”. Kembalikan judulnya; tidak ada yang dihapus sementara ini.",
    ),
    "tab-diganti": (
        "warning",
        "Tab “{title}” berisi hal lain, jadi tidak diperbarui. Beri tab itu nama lain; “{title}” lalu dibuat lagi.",
    ),
    "baris-titipan": (
        "warning",
        "Di tab “{title}” ada tulisan lain di baris {rows}, dan dibiarkan. Lebih aman di tab lain atau di kanan tabel.",
    ),
    "kolom-tak-diisi": (
        "warning",
        "Kolom {headers} di tab “{title}” tidak diperbarui, karena judulnya hilang. Tulis lagi judul itu.",
    ),
    "kolom-berisi": (
        "error",
        "Tab “{title}” belum dibaca, karena kolom otomatis sudah terisi: {headers}. Ganti judul kolom itu.",
    ),
    "kunci-terbuka": (
        "warning",
        "Centang baru tidak diterima: {range} dapat diubah oleh {who}. Kunci untuk PPID, pemilik berkas, dan akun dip "
        "saja (Data → Lindungi sheet dan rentang).",
    ),
    "kunci-tanpa-ppid": (
        "warning",
        "Centang baru tidak diterima: alamat email PPID belum didaftarkan. Minta operator mengisinya.",
    ),
    "rilis-dikembalikan": (
        "warning",
        "Situs menampilkan kembali terbitan {release}. Untuk yang baru: ganti Perintah Unggah, atau beri tahu operator "
        "(dip publish --resume).",
    ),
    "centang-ditolak": (
        "warning",
        "Setuju: di {count} baris centang tidak berlaku, atau ada tulisan lain. Baca Catatan baris itu di Induk.",
    ),
    "tarik-berisi": (
        "warning",
        "Tarik: {count} baris berisi tulisan yang bukan centang. Baca Catatan baris itu di Induk.",
    ),
    "tarik-ditahan": (
        "warning",
        "{column}: ada tulisan di {count} baris yang terbit, belum menarik apa pun. Kolom bergeser? Kembalikan. Memang "
        "ditarik? Beri tahu operator.",
    ),
    "penetapan-kosong": (
        "warning",
        "PPID: Nomor Penetapan atau Tanggal Penetapan belum diisi, padahal ada informasi yang terbit.",
    ),
    "usul-dihitung": (
        "warning",
        "{count} informasi yang disetujui untuk umum kini diusulkan dikecualikan. Baca Catatan baris itu di Induk.",
    ),
    "perintah-tak-terbaca": (
        "warning",
        "Perintah Unggah “{value}” tidak dikenal, jadi unggah ditahan. Isi Otomatis, Sekali, atau Tahan.",
    ),
    "nihil-asing": (
        "warning",
        "Baris “{label}” di Kendali bukan milik sub bagian mana pun, jadi tidak dibaca. Tulis seperti “{name}”, atau "
        "hapus.",
    ),
    "nihil-tak-terbaca": (
        "warning",
        "“{value}” di baris “{label}” bukan satu periode. Tulis misalnya Semester II 2026.",
    ),
    "nihil-salah-tempat": (
        "warning",
        "“{value}” di sini tidak dibaca. Tulis di baris “{label}”.",
    ),
    "nihil-tanpa-baris": (
        "warning",
        "“{value}” di sini tidak dibaca. Minta operator menambahkan baris “{label}” (dip init).",
    ),
    "nomor-penetapan-pribadi": (
        "warning",
        "{label} tampak memuat data pribadi, jadi tidak ditampilkan. Tulis nomor keputusannya saja.",
    ),
    "tanggal-penetapan-salah": (
        "warning",
        "{label} “{value}” bukan satu tanggal, jadi tidak ditampilkan. Tulis seperti 20 November 2026.",
    ),
    "nomor-putaran-hilang": (
        "warning",
        "Satu nomor di Kendali hilang dan ditulis lagi. Centang yang baru tidak berlaku; baca Catatan di Induk.",
    ),
    "tab-tak-terbaca": ("error", "Tab “{title}” tidak terbaca; sebabnya tertulis di baris tab itu di bawah ini."),
    "perlindungan-mati": (
        "warning",
        "Perlindungan tab “{title}” mati. Nyalakan lagi tanpa kata sandi: menu Tinjau atau Perkakas, Proteksi Lembar.",
    ),
    "pilihan-hilang": (
        "warning",
        "Di tab “{title}” daftar pilihan hilang tertimpa tempelan ({cells}). Salin sel lain dari kolom itu ke sana, "
        "lalu isi lagi.",
    ),
    "berkas-lama": (
        "warning",
        "Berkas ini versi lama: isinya disesuaikan lagi, dan centang lama tidak berlaku.",
    ),
    "perintah-lama": (
        "warning",
        "Perintah Unggah: “Sekali” di berkas lama itu tidak berlaku dan menjadi Tahan. Pilih lagi bila perlu.",
    ),
}

NOTHING = "Tidak ada"
"""What a line says when nothing waits, or needs attention."""
FIX, RETURNED = "perlu diperbaiki", "dikembalikan PPID"
LOST = "dokumen hilang"
"""What a unit is waited for."""
CLASSIFY, COMPLETE = "perlu Klasifikasi", "perlu dilengkapi"
MISTAKEN = "hilang dari tab sub bagian (memang dihapus? lihat Catatan)"
"""What the desk is waited for."""
TICK, AGAIN, GONE = "perlu dicentang", "perlu dicentang ulang", "diusulkan hapus"
REFUSED = "centang tidak berlaku"
"""What the PPID is waited for."""
ORDERED = "{count} sudah disetujui, belum terbit: {place}"
"""What waits for the order to upload, and where it is given."""

SITE_NONE, SITE_SHOWS = "Belum terbit", "Sesuai terbitan {release}"
SITE_BEHIND = "Tertinggal sejak {since}: unggah gagal. Pembaruan berikutnya mencoba lagi; beri tahu operator."
"""Whether the site shows the release."""
NONE_ATTACHED, EXEMPTING = "Belum ada", "DIK: "
EMPTY_BUT_ATTACHED = "{label} masih kosong: isi seperti keputusan itu."
OTHER_THAN_ATTACHED = "{label} berbeda dengan keputusan itu: periksa mana yang benar."
ON_WORD = "Hasil pindai, diterima atas pernyataan operator."
"""What is said of the signed decree that came back."""
NIHIL = "Nihil untuk {period}."
"""Said beside a unit's tab."""
ROLE_WORDS = {"ppid": "PPID", "desk": "Desk Pelayanan Informasi", "panel": "Tim Pertimbangan", "sync": "otomatis"}
"""Who did what `Riwayat` tells, by the role in the ledger."""
EVENT_WORDS = {
    "added": "Masuk ke daftar",
    "changed": "Isi berubah",
    "approved": "Disetujui",
    "lapsed": "Persetujuan gugur, menunggu centang ulang",
    "returned": "Dikembalikan dengan catatan",
    "withdrawn": "Ditarik dari situs",
    "excluded": "Ditetapkan dikecualikan",
    "missing": "Tidak ada lagi di tab sub bagian",
    "restored": "Kembali ada di tab sub bagian",
    "published": "Terbit di situs",
    "removed": "Dihapus dari Induk, belum pernah disetujui",
    "recovered": "Catatan dipulihkan",
    "attached": "Keputusan dilampirkan",
}
TIDIED = "Merapikan tampilan"
"""What a run did that changed cells and nothing else."""
RELEASED = "Terbitan baru di situs, dengan informasi yang sama"
"""What a run did that published no entry and no change of one: the decision was named, or the office's own particulars
changed."""


def tab_line(count: int, errors: int, returned: int, warnings: int) -> str:
    """How many rows of a unit's tab need work, for `Kendali`."""
    if not errors and not returned and not warnings:
        return f"{count} baris, tidak ada yang perlu diperbaiki"
    parts = [f"{errors} baris perlu diperbaiki"] if errors else []
    parts += [f"{returned} baris dikembalikan PPID"] if returned else []
    parts += [f"{warnings} baris perlu dilihat"] if warnings else []
    return f"{count} baris, " + ", ".join(parts) + "; lihat kolom Catatan"


def is_tab_line(text: str) -> bool:
    """Whether what stands beside a unit's tab in `Kendali` may be what a run says there; else somebody typed it."""
    return not text or bool(_COUNT.match(text)) or text.startswith(_TAB_SENTENCES)


_COUNT = re.compile(r"\d+ baris\b")
_TAB_SENTENCES = tuple(
    begin
    for _, sentence in (*HEADER_SENTENCES.values(), *CONTROL_SENTENCES.values())
    if len(begin := sentence.partition("{")[0]) > 1
)


def report_line(events: Iterable[Event]) -> str:
    """What a run did, for `Kendali`: `Disetujui 3, Terbit di situs 3`."""
    counts: dict[str, int] = {}
    for event in events:
        counts[event.event] = counts.get(event.event, 0) + 1
    return ", ".join(f"{EVENT_WORDS[name]}: {counts[name]}" for name in EVENT_WORDS if name in counts) or TIDIED
