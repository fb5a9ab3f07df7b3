"""Every sentence that desk and PPID read in `Induk` and `Kendali`, word for word: what happened, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sync
from sync.tabs.approval_sentences import APPROVAL_SENTENCES
from sync.tabs.clerk_sentences import CELL_SENTENCES
from sync.tabs.problem import make_problem
from sync.template.loader import load_template

SENTENCES: dict[str, tuple[dict[str, Any], str]] = {
    "centang-tarik": (
        {},
        "Setuju dan Tarik dicentang bersamaan; Tarik yang berlaku. Centang salah satu saja.",
    ),
    "centang-tak-terkunci": (
        {},
        "Centang tidak berlaku: kolom persetujuan belum terkunci untuk PPID saja, atau baru saja dikunci. Lihat "
        "Perlu Perhatian di Kendali, lalu centang lagi.",
    ),
    "centang-tertimpa": (
        {},
        "Centang belum berlaku: diberikan tepat ketika baris ini sedang diperbarui. Periksa isinya, lalu centang lagi.",
    ),
    "centang-terhapus": (
        {},
        "Centang terhapus oleh sinkronisasi karena baris berpindah tepat pada saat itu. Persetujuan menunggu; "
        "periksa isinya, lalu centang lagi.",
    ),
    "centang-ganda": (
        {},
        "Centang tidak berlaku: ID ini ada di dua baris Induk. Hapus salinannya, lalu centang lagi.",
    ),
    "centang-hapus": (
        {},
        "Centang tidak berlaku: informasi ini tidak ada lagi di tab sub bagian.",
    ),
    "centang-tanda": (
        {},
        "Centang tidak berlaku: centang ini terbawa dari baris atau berkas lain. Periksa isinya, lalu centang lagi.",
    ),
    "pulang": (
        {},
        "Catatan persetujuan baris ini hilang bersama buku besar dan tidak dapat dibuktikan lagi. Periksa isinya, lalu "
        "centang Setuju.",
    ),
    "centang-nomor": (
        {},
        "Centang tidak berlaku: Nomor Putaran di Kendali hilang, kini ditulis lagi. Periksa isinya, lalu centang lagi.",
    ),
    "centang-kolom": (
        {"columns": "“Tanda”"},
        "Centang tidak berlaku: Induk kehilangan kolom “Tanda”. Tulis kembali judulnya; sesudah sinkronisasi "
        "centang lagi.",
    ),
    "centang-kelas-baru": (
        {},
        "Klasifikasi baru dicatat. Centang yang diberikan bersamaan belum berlaku; sekarang baris ini boleh dicentang.",
    ),
    "centang-isi-induk": (
        {},
        "Centang tidak berlaku: isi di Induk bukan isi dari sub bagian dan sudah dikembalikan. Periksa, lalu "
        "centang lagi.",
    ),
    "centang-belum-layak": (
        {},
        "Centang tidak berlaku: baris ini belum lengkap atau belum benar. Selesaikan dahulu yang disebut di bawah.",
    ),
    "centang-baru-layak": (
        {},
        "Centang belum berlaku: baris ini baru saja dilengkapi. Periksa isinya, lalu centang lagi.",
    ),
    "id-ganda": (
        {},
        "ID yang sama ada di lebih dari satu baris; salinannya mendapat ID sendiri.",
    ),
    "centang-tanpa-nilai": (
        {"column": "Setuju", "value": "=A1"},
        "Setuju: rumus “=A1” belum mempunyai hasil, jadi dianggap belum dijawab. Kosongkan selnya.",
    ),
    "induk-tanpa-nilai": (
        {"column": "Klasifikasi", "value": "=A1"},
        "Klasifikasi: rumus “=A1” belum mempunyai hasil, maka isi yang terakhir terbaca tetap dipakai. Tulis isinya.",
    ),
    "nomor-dikembalikan": (
        {"row": 7, "value": "KUL-0002", "id": "KUL-0001"},
        "Di baris 7 Induk tertulis ID “KUL-0002”, padahal isinya milik KUL-0001. ID-nya dikembalikan; yang tertulis di "
        "baris itu berlaku untuk KUL-0001.",
    ),
    "baris-induk-ganda": (
        {"id": "KUL-0001"},
        "ID KUL-0001 ada di lebih dari satu baris Induk. Hapus salinannya.",
    ),
    "baris-induk-asing": (
        {"row": 7},
        "Baris 7 di Induk tidak mempunyai ID yang dikenal. Isi informasi di tab sub bagian.",
    ),
    "baris-kosong": (
        {},
        "Isi baris ini sudah dihapus. Isi kembali, atau hapus barisnya.",
    ),
    "klasifikasi-salah": (
        {"value": "Berkla", "options": "Informasi Berkala, Informasi Serta Merta"},
        "“Berkla” bukan Klasifikasi yang ada. Pilih salah satu: Informasi Berkala, Informasi Serta Merta.",
    ),
    "tab-hilang": (
        {"title": "Teknis"},
        "Tab “Teknis” tidak ditemukan. Kembalikan namanya; tidak ada yang dihapus sementara ini.",
    ),
    "tab-tak-terdaftar": (
        {"title": "Program"},
        "Tab “Program” tampak seperti tab sub bagian, tetapi tidak terdaftar, maka isinya tidak dibaca. Pindahkan "
        "barisnya ke tab sub bagian, atau minta operator mendaftarkannya di dip.toml.",
    ),
    "tab-senama": (
        {"title": "KENDALI", "name": "Kendali"},
        "Tab “KENDALI” tidak dibaca dan tidak diubah, karena yang dipakai adalah tab “Kendali” (huruf besar-kecil dan "
        "spasi tidak membedakan nama tab). Ganti namanya, atau hapus tab itu.",
    ),
    "sel-ganda": (
        {"title": "Induk", "cells": "B7, C9"},
        "Sel B7, C9 di tab “Induk” tersimpan dua kali dalam berkas; yang dipakai adalah isi yang terakhir. Periksa "
        "isinya.",
    ),
    "tab-rancu": (
        {"title": "DIP", "alike": "“dip”, “Dip”"},
        "Tab “DIP” tidak dapat dibaca dan tidak dibuat lagi, karena namanya dipakai oleh “dip”, “Dip”. Beri nama "
        "persis “DIP” kepada satu tab saja, dan ganti nama yang lain.",
    ),
    "kolom-lenyap": (
        {"title": "Teknis", "headers": "“Tautan Dokumen”"},
        "Tab “Teknis” tidak lagi mempunyai kolom “Tautan Dokumen”. Kembalikan judul kolomnya; tidak ada yang "
        "dihapus sementara ini.",
    ),
    "tab-diganti": (
        {"title": "DIP"},
        "Tab “DIP” sudah diganti dengan isian lain, maka dibiarkan dan tidak diperbarui. Beri tab itu nama lain; tab "
        "“DIP” yang baru lalu dibuat lagi.",
    ),
    "baris-titipan": (
        {"title": "DIP", "rows": "9, 12"},
        "Di tab “DIP” ada tulisan lain di baris 9, 12. Tulisan itu dibiarkan, dan daftar ditulis di sekitarnya. "
        "Catatan lebih aman di tab lain atau di sebelah kanan tabel.",
    ),
    "kolom-tak-diisi": (
        {"title": "DIP", "headers": "“Terbit”"},
        "Di tab “DIP” kolom “Terbit” tidak diperbarui lagi karena judulnya hilang. Tulis lagi judul itu.",
    ),
    "kolom-berisi": (
        {"title": "Teknis", "headers": "“Status” (3 sel)"},
        "Tab “Teknis” belum dibaca: di kolom yang diisi otomatis sudah ada isian lain, yaitu “Status” (3 sel). Ganti "
        "judul kolom itu dengan nama lain; isinya tidak diubah.",
    ),
    "kunci-terbuka": (
        {"range": "kolom Setuju", "who": "siapa saja yang dapat menyunting berkas ini"},
        "Centang baru tidak diterima: kolom Setuju dapat diubah oleh siapa saja yang dapat menyunting berkas ini. "
        "Lindungi rentang itu (Data → Lindungi sheet dan rentang) untuk PPID, pemilik berkas, dan akun dip saja.",
    ),
    "kunci-tanpa-ppid": (
        {},
        "Centang baru tidak diterima: alamat PPID belum diisi di dip.toml ([roles] ppid). Beri tahu operator.",
    ),
    "rilis-dikembalikan": (
        {"release": 3},
        "Situs menampilkan kembali rilis 3. Rilis baru ditahan sampai Perintah Unggah diganti, atau sampai "
        "operator menjalankan dip publish --resume.",
    ),
    "centang-tak-terbaca": (
        {"column": "Setuju", "value": "x"},
        "Setuju: “x” bukan centang. Pilih ✓ untuk mencentang, atau kosongkan selnya.",
    ),
    "centang-galat": (
        {"column": "Tarik", "value": "#REF!"},
        "Tarik: “#REF!” adalah pesan kesalahan rumus, jadi dianggap belum dijawab. Kosongkan selnya.",
    ),
    "centang-tarik-isi": (
        {},
        "Setuju: centang tidak berlaku selama ada tulisan di Tarik. Kosongkan sel Tarik, lalu centang lagi.",
    ),
    "tarik-isi": (
        {"column": "Tarik", "value": "salah"},
        "Tarik: karena tertulis “salah”, informasi ini ditarik. Keliru? Kosongkan sel ini, lalu centang Setuju.",
    ),
    "tarik-isi-lama": (
        {"column": "Tarik", "value": "nanti"},
        "Tarik: “nanti” bukan centang dan tidak menarik apa pun. Pilih ✓ untuk menarik, atau kosongkan selnya.",
    ),
    "tarik-bergeser": (
        {"column": "Tarik", "value": "5 tahun"},
        "Tarik: “5 tahun” belum menarik apa pun, karena banyak baris berisi seperti ini sekaligus. Mungkin ada kolom "
        "yang bergeser: periksa, lalu kembalikan.",
    ),
    "centang-gabung": (
        {},
        "Setuju: centang tidak berlaku selama ada sel di baris ini yang digabung atau galat. Perbaiki, lalu centang "
        "lagi.",
    ),
    "induk-gabung": (
        {"column": "Setuju", "range": "D2:D5"},
        "Setuju: sel D2:D5 digabung, maka isi yang terakhir terbaca tetap dipakai. Pisahkan gabungannya.",
    ),
    "induk-galat": (
        {"column": "Klasifikasi", "value": "#REF!"},
        "Klasifikasi: “#REF!” adalah pesan kesalahan rumus, maka isi yang terakhir terbaca tetap dipakai. Tulis "
        "isinya.",
    ),
    "tab-gabung": (
        {"title": "Induk", "cells": "D2:D5"},
        "Di tab “Induk” ada sel yang digabung (D2:D5), maka isinya tidak dibaca. Pisahkan gabungannya.",
    ),
    "baris-tanpa-id": (
        {},
        "Baris ini belum mendapat ID, karena ada sel yang belum dapat dibaca. Perbaiki sel itu dahulu.",
    ),
    "penetapan-kosong": (
        {},
        "PPID: Nomor Penetapan atau Tanggal Penetapan belum diisi, padahal ada informasi yang terbit.",
    ),
    "usul-dikecualikan": (
        {"column": "Usulan Klasifikasi", "value": "Informasi Dikecualikan"},
        "Usulan Klasifikasi: sub bagian mengusulkan Informasi Dikecualikan, padahal informasi ini sudah disetujui "
        "untuk umum. Desk: ubah Klasifikasi bila benar. PPID: centang Tarik bila perlu.",
    ),
    "usul-dihitung": (
        {"count": 2},
        "2 informasi yang disetujui untuk umum kini diusulkan sub bagian sebagai dikecualikan. Baca Catatan baris "
        "itu di Induk.",
    ),
    "centang-ditolak": (
        {"count": 13},
        "Setuju: 13 baris berisi centang yang tidak berlaku atau tulisan lain. Baca Catatan baris itu di Induk.",
    ),
    "tarik-berisi": (
        {"count": 2},
        "Tarik: 2 baris berisi tulisan yang bukan centang. Baca Catatan baris itu di Induk.",
    ),
    "tarik-ditahan": (
        {"column": "Tarik", "count": 12},
        "Tarik: di 12 baris yang terbit tiba-tiba ada tulisan. Mungkin kolom bergeser, maka tulisan itu belum "
        "menarik apa pun. Kembalikan kolomnya, atau beri tahu operator bila memang ditarik.",
    ),
    "perintah-tak-terbaca": (
        {"value": "Otomatiss"},
        "Perintah Unggah “Otomatiss” tidak dikenal, maka unggah ditahan. Isi Otomatis, Sekali, atau Tahan.",
    ),
    "nomor-penetapan-pribadi": (
        {},
        "Nomor Penetapan tampak memuat data pribadi, maka tidak ditampilkan. Tulis nomor keputusannya saja.",
    ),
    "tanggal-penetapan-salah": (
        {"value": "31/02/2026"},
        "Tanggal Penetapan “31/02/2026” bukan satu tanggal, maka tidak ditampilkan. Tulis seperti 20 November 2026.",
    ),
    "nomor-putaran-hilang": (
        {},
        "Nomor Putaran di Kendali hilang dan ditulis lagi. Isi Induk disesuaikan, dan centang baru tidak berlaku.",
    ),
    "tab-tak-terbaca": (
        {"title": "Teknis"},
        "Tab “Teknis” tidak terbaca; sebabnya tertulis pada baris tab itu di bawah ini.",
    ),
    "perlindungan-mati": (
        {"title": "Induk"},
        "Perlindungan tab “Induk” mati. Nyalakan lagi tanpa kata sandi: menu Tinjau atau Perkakas, Proteksi Lembar.",
    ),
    "pilihan-hilang": (
        {"title": "Induk", "cells": "Setuju di M4"},
        "Di tab “Induk” ada sel yang tidak punya pilihan lagi (Setuju di M4), biasanya karena tempel. Salin sel lain "
        "dari kolomnya ke sana, lalu tulis lagi isinya.",
    ),
    "berkas-lama": (
        {},
        "Berkas ini versi lama: isinya disesuaikan lagi, dan centang lama tidak berlaku.",
    ),
}


@pytest.mark.parametrize("code", APPROVAL_SENTENCES)
def test_what_is_said_about_a_tick_a_row_or_the_order(code):
    """No placeholder is left unfilled for want of an `f`, and none is asked for that nobody has."""
    words, sentence = SENTENCES[code]
    assert make_problem(code, tab="Induk", **words).message == sentence
    assert sentence.endswith(".")


def test_every_sentence_has_somebody_who_says_it():
    """A sentence for a problem that nothing finds is a check that somebody believes in and nobody makes."""
    folder = Path(sync.__file__).parent
    code = "".join(path.read_text("utf-8") for path in folder.rglob("*.py") if not path.name.endswith("sentences.py"))
    empty = {f"{role.replace('_', '-')}-kosong" for role in load_template().content_roles}
    unsaid = [slug for slug in (*CELL_SENTENCES, *APPROVAL_SENTENCES) if f'"{slug}"' not in code]
    assert set(unsaid) <= empty
