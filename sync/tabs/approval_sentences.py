"""The sentences about approval, rows and whole tabs: desk and PPID read them in `Induk` and `Kendali`."""

from __future__ import annotations

from sync.tabs.clerk_sentences import Severity

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
        "{column}: “{value}” bukan centang. Pilih ✓ untuk mencentang, atau kosongkan selnya.",
    ),
    "centang-galat": (
        "warning",
        "{column}: “{value}” adalah pesan kesalahan rumus, jadi dianggap belum dijawab. Kosongkan selnya.",
    ),
    "centang-tanpa-nilai": (
        "warning",
        "{column}: rumus “{value}” belum mempunyai hasil, jadi dianggap belum dijawab. Kosongkan selnya.",
    ),
    "centang-tarik-isi": (
        "warning",
        "Setuju: centang tidak berlaku selama ada tulisan di Tarik. Kosongkan sel Tarik, lalu centang lagi.",
    ),
    "centang-gabung": (
        "warning",
        "Setuju: centang tidak berlaku selama ada sel di baris ini yang digabung atau galat. Perbaiki, lalu centang "
        "lagi.",
    ),
    "induk-gabung": (
        "warning",
        "{column}: sel {range} digabung, maka isi yang terakhir terbaca tetap dipakai. Pisahkan gabungannya.",
    ),
    "induk-galat": (
        "warning",
        "{column}: “{value}” adalah pesan kesalahan rumus, maka isi yang terakhir terbaca tetap dipakai. Tulis isinya.",
    ),
    "induk-tanpa-nilai": (
        "warning",
        "{column}: rumus “{value}” belum mempunyai hasil, maka isi yang terakhir terbaca tetap dipakai. Tulis isinya.",
    ),
    "tab-gabung": (
        "warning",
        "Di tab “{title}” ada sel yang digabung ({cells}), maka isinya tidak dibaca. Pisahkan gabungannya.",
    ),
    "tarik-isi": (
        "warning",
        "{column}: karena tertulis “{value}”, informasi ini ditarik. Keliru? Kosongkan sel ini, lalu centang Setuju.",
    ),
    "tarik-isi-lama": (
        "warning",
        "{column}: “{value}” bukan centang dan tidak menarik apa pun. Pilih ✓ untuk menarik, atau kosongkan selnya.",
    ),
    "tarik-bergeser": (
        "warning",
        "{column}: “{value}” belum menarik apa pun, karena banyak baris berisi seperti ini sekaligus. Mungkin ada "
        "kolom yang bergeser: periksa, lalu kembalikan.",
    ),
    "id-ganda": ("warning", "ID yang sama ada di lebih dari satu baris; salinannya mendapat ID sendiri."),
    "nomor-dikembalikan": (
        "warning",
        "Di baris {row} Induk tertulis ID “{value}”, padahal isinya milik {id}. ID-nya dikembalikan; yang tertulis di "
        "baris itu berlaku untuk {id}.",
    ),
    "baris-induk-ganda": ("warning", "ID {id} ada di lebih dari satu baris Induk. Hapus salinannya."),
    "baris-induk-asing": (
        "warning",
        "Baris {row} di Induk tidak mempunyai ID yang dikenal. Isi informasi di tab sub bagian.",
    ),
    "baris-tanpa-id": (
        "warning",
        "Baris ini belum mendapat ID, karena ada sel yang belum dapat dibaca. Perbaiki sel itu dahulu.",
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
    "sel-ganda": (
        "warning",
        "Sel {cells} di tab “{title}” tersimpan dua kali dalam berkas; yang dipakai adalah isi yang terakhir. Periksa "
        "isinya.",
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
    "tab-diganti": (
        "warning",
        "Tab “{title}” sudah diganti dengan isian lain, maka dibiarkan dan tidak diperbarui. Beri tab itu nama lain; "
        "tab “{title}” yang baru lalu dibuat lagi.",
    ),
    "baris-titipan": (
        "warning",
        "Di tab “{title}” ada tulisan lain di baris {rows}. Tulisan itu dibiarkan, dan daftar ditulis di sekitarnya. "
        "Catatan lebih aman di tab lain atau di sebelah kanan tabel.",
    ),
    "kolom-tak-diisi": (
        "warning",
        "Di tab “{title}” kolom {headers} tidak diperbarui lagi karena judulnya hilang. Tulis lagi judul itu.",
    ),
    "kolom-berisi": (
        "error",
        "Tab “{title}” belum dibaca: di kolom yang diisi otomatis sudah ada isian lain, yaitu {headers}. Ganti judul "
        "kolom itu dengan nama lain; isinya tidak diubah.",
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
    "centang-ditolak": (
        "warning",
        "Setuju: {count} baris berisi centang yang tidak berlaku atau tulisan lain. Baca Catatan baris itu di Induk.",
    ),
    "tarik-berisi": (
        "warning",
        "Tarik: {count} baris berisi tulisan yang bukan centang. Baca Catatan baris itu di Induk.",
    ),
    "tarik-ditahan": (
        "warning",
        "{column}: di {count} baris yang terbit tiba-tiba ada tulisan. Mungkin kolom bergeser, maka tulisan itu "
        "belum menarik apa pun. Kembalikan kolomnya, atau beri tahu operator bila memang ditarik.",
    ),
    "penetapan-kosong": (
        "warning",
        "PPID: Nomor Penetapan atau Tanggal Penetapan belum diisi, padahal ada informasi yang terbit.",
    ),
    "usul-dikecualikan": (
        "warning",
        "{column}: sub bagian mengusulkan {value}, padahal informasi ini sudah disetujui untuk umum. Desk: ubah "
        "Klasifikasi bila benar. PPID: centang Tarik bila perlu.",
    ),
    "usul-dihitung": (
        "warning",
        "{count} informasi yang disetujui untuk umum kini diusulkan sub bagian sebagai dikecualikan. Baca Catatan "
        "baris itu di Induk.",
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
