"""The sentences about approval, rows and whole tabs: desk and PPID read them in `Induk` and `Kendali`.

A line of `Catatan` is `Header: sentence`, as in a unit's tab (`clerk_sentences`): conditional formats rest on it. Lines
of `Kendali` name the tab.
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

# What to do with a row of `Induk`, by the role of its status or by what became of the row.
MASTER_NOTES = {
    "missing": "Tarik: tidak ada lagi di tab sub bagian. Bila sudah terbit, tetap di situs sampai Tarik dicentang.",
    "unclassified": "Klasifikasi: pilih salah satu dari daftar.",
    "returned": "Catatan PPID: sudah dikirim ke sub bagian. Tunggu sampai isinya diperbaiki.",
    "waiting": "Setuju: baca dulu baris ini, lalu centang.",
    "reapproval": "Setuju: isi yang lama tetap berlaku. Baca Perubahan, lalu centang untuk isi yang baru.",
    "approved": "Setuju: sudah disetujui. Tunggu Perintah Unggah di Kendali.",
    "withdrawn": "Setuju: informasi ini sudah ditarik. Centang untuk menerbitkannya lagi.",
    "mistake": "ID: tidak ada lagi di tab sub bagian, dan belum pernah disetujui. Memang keliru? Hapus baris ini.",
    "gone": "Tarik: sudah ditarik, dan tidak ada lagi di tab sub bagian.",
    "dropped": "Setuju: isi yang lama tidak tampil di situs. Baca Perubahan, lalu centang untuk isi yang baru.",
    "held": "Setuju: isi yang lama masih tampil, karena unggah ditahan. Baca Perubahan, lalu centang untuk isi baru.",
    "back": "Setuju: baris ini hilang dari Induk, dan sudah dikembalikan. Baca dulu baris ini, lalu centang lagi.",
    "back_public": "Setuju: baris ini sempat hilang dari Induk, tetapi tetap terbit. Centang lagi, atau centang Tarik.",
}

# Told in `Kendali`, and to the operator.
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
        "Nomor Penetapan tampak memuat data pribadi, jadi tidak ditampilkan. Tulis nomor keputusannya saja.",
    ),
    "tanggal-penetapan-salah": (
        "warning",
        "Tanggal Penetapan “{value}” bukan satu tanggal, jadi tidak ditampilkan. Tulis seperti 20 November 2026.",
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
}
