"""Every sentence that desk and PPID read in `Induk` and `Kendali`, word for word: what happened, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sync
from sync.tabs.approval_sentences import APPROVAL_SENTENCES
from sync.tabs.clerk_sentences import CELL_SENTENCES, HEADER_SENTENCES
from sync.tabs.control_sentences import CONTROL_SENTENCES
from sync.tabs.problem import make_problem
from sync.template.loader import load_template

SENTENCES: dict[str, tuple[dict[str, Any], str]] = {
    "alasan-lain": (
        {"column": "Alasan Tarik", "value": "salah orang"},
        "Alasan Tarik: “salah orang” tidak ada dalam daftar, jadi tidak tampil di situs. Pilih salah satu dari daftar.",
    ),
    "alasan-id": (
        {"column": "Alasan Tarik", "value": "Digabung KUL-0099", "successor": "KUL-0099"},
        "Alasan Tarik: KUL-0099 bukan ID informasi lain di sini, jadi tidak tampil. Periksa nomornya.",
    ),
    "alasan-lama": (
        {"column": "Alasan Tarik", "value": "Keliru"},
        "Alasan Tarik: alasan ini dari penarikan yang lalu dan tidak tampil lagi. Kosongkan sel ini.",
    ),
    "centang-tarik": (
        {},
        "Setuju: dicentang bersama Tarik, maka Tarik yang berlaku. Centang salah satu saja.",
    ),
    "centang-tak-terkunci": (
        {},
        (
            "Setuju: centang tidak diterima, karena kolom ini belum terkunci untuk PPID. Lihat Kendali, lalu "
            "centang lagi."
        ),
    ),
    "centang-tertimpa": (
        {},
        "Setuju: dicentang tepat ketika baris ini diperbarui. Baca dulu baris ini, lalu centang lagi.",
    ),
    "centang-terhapus": (
        {},
        ("Setuju: centang terhapus karena baris ini pindah ketika diperbarui. Baca dulu, lalu centang lagi."),
    ),
    "centang-ganda": (
        {},
        ("Setuju: centang tidak berlaku, karena ID ini ada di dua baris. Hapus salinannya, lalu centang lagi."),
    ),
    "centang-hapus": (
        {},
        "Setuju: centang tidak berlaku, karena informasi ini tidak ada lagi di tab sub bagian.",
    ),
    "centang-kembali": (
        {},
        "Setuju: centang tidak berlaku, karena baris ini sempat hilang dari tab sub bagian. Baca dulu, centang lagi.",
    ),
    "centang-tanda": (
        {},
        "Setuju: centang ini ikut tersalin dari baris lain. Baca dulu baris ini, lalu centang lagi.",
    ),
    "pulang": (
        {},
        "Setuju: catatan persetujuan baris ini hilang. Baca dulu baris ini, lalu centang.",
    ),
    "pulang-kecuali": (
        {},
        "Setuju: catatan baru dipulihkan, dan pengecualian tidak tampak di situs. Baca dulu baris ini, lalu centang.",
    ),
    "centang-nomor": (
        {},
        ("Setuju: centang tidak berlaku, karena satu nomor di Kendali hilang. Baca dulu baris ini, lalu centang lagi."),
    ),
    "centang-kolom": (
        {"columns": "“Tanda”"},
        ("Setuju: centang tidak berlaku, karena kolom “Tanda” hilang dari Induk. Tulis lagi judulnya, lalu centang."),
    ),
    "centang-kelas-baru": (
        {},
        "Setuju: Klasifikasi baru saja dicatat. Sekarang baris ini boleh dicentang.",
    ),
    "centang-isi-induk": (
        {},
        ("Setuju: isi baris ini diubah di Induk, dan sudah dikembalikan. Baca dulu baris ini, lalu centang lagi."),
    ),
    "centang-belum-layak": (
        {},
        ("Setuju: centang tidak berlaku, karena ada yang salah atau kurang. Selesaikan dulu yang disebut di bawah."),
    ),
    "centang-baru-layak": (
        {},
        "Setuju: baris ini baru saja dilengkapi. Baca dulu baris ini, lalu centang lagi.",
    ),
    "centang-tak-terbaca": (
        {"column": "Setuju", "value": "x"},
        "Setuju: “x” bukan centang. Pilih ✓ untuk mencentang, atau kosongkan sel ini.",
    ),
    "centang-tanpa-kotak": (
        {"column": "Setuju"},
        "Setuju: kotak centang di sel ini hilang, jadi belum dijawab. Minta operator mengembalikannya.",
    ),
    "centang-dicoret": (
        {"column": "Setuju"},
        "Setuju: centang di sini dicoret, jadi belum dijawab. Hilangkan coretannya, atau kosongkan sel ini.",
    ),
    "centang-galat": (
        {"column": "Tarik", "value": "#REF!"},
        "Tarik: rumus di sini salah (“#REF!”), jadi belum dijawab. Kosongkan sel ini.",
    ),
    "centang-tanpa-nilai": (
        {"column": "Setuju", "value": "=A1"},
        "Setuju: rumus “=A1” belum ada hasilnya, jadi belum dijawab. Kosongkan sel ini.",
    ),
    "centang-tarik-isi": (
        {},
        "Setuju: centang tidak berlaku selama ada tulisan di Tarik. Kosongkan Tarik, lalu centang lagi.",
    ),
    "centang-gabung": (
        {},
        ("Setuju: centang tidak berlaku selama ada sel digabung (merge) atau rumus salah di baris ini. Perbaiki dulu."),
    ),
    "induk-gabung": (
        {"column": "Setuju", "range": "D2:D5"},
        "Setuju: sel D2:D5 digabung (merge), jadi isi yang lama tetap dipakai. Pisahkan selnya.",
    ),
    "induk-galat": (
        {"column": "Klasifikasi", "value": "#REF!"},
        "Klasifikasi: rumus di sini salah (“#REF!”), jadi isi yang lama tetap dipakai. Ketik isinya.",
    ),
    "induk-tanpa-nilai": (
        {"column": "Klasifikasi", "value": "=A1"},
        "Klasifikasi: rumus “=A1” belum ada hasilnya, jadi isi yang lama tetap dipakai. Ketik isinya.",
    ),
    "tarik-isi": (
        {"column": "Tarik", "value": "salah"},
        ("Tarik: tertulis “salah”, jadi informasi ini ditarik. Keliru? Kosongkan sel ini, lalu centang Setuju."),
    ),
    "tarik-isi-lama": (
        {"column": "Tarik", "value": "nanti"},
        "Tarik: “nanti” bukan centang, jadi belum menarik apa pun. Pilih ✓ atau kosongkan sel ini.",
    ),
    "tarik-bergeser": (
        {"column": "Tarik", "value": "5 tahun"},
        ("Tarik: “5 tahun” belum menarik apa pun, karena ada di banyak baris. Kolomnya bergeser? Kembalikan."),
    ),
    "id-ganda": (
        {},
        "ID: nomor yang sama ada di lebih dari satu baris; salinannya mendapat nomor sendiri.",
    ),
    "baris-induk-ganda": (
        {"id": "KUL-0001"},
        "ID: KUL-0001 ada di lebih dari satu baris Induk. Hapus salinannya.",
    ),
    "baris-induk-asing": (
        {"row": 7},
        "ID: baris 7 ini tidak punya nomor yang dikenal. Isi informasi di tab sub bagian, bukan di Induk.",
    ),
    "baris-tanpa-id": (
        {},
        "ID: baris ini belum mendapat nomor. Perbaiki dulu sel yang disebut di atas.",
    ),
    "baris-kosong": (
        {},
        "Judul Informasi: isi baris ini terhapus. Isi kembali, atau hapus seluruh barisnya.",
    ),
    "klasifikasi-salah": (
        {"column": "Klasifikasi", "value": "Berkla"},
        "Klasifikasi: “Berkla” tidak ada dalam daftar. Pilih salah satu dari daftar.",
    ),
    "usul-dikecualikan": (
        {"column": "Usulan Klasifikasi", "value": "Informasi Dikecualikan"},
        (
            "Usulan Klasifikasi: kini Informasi Dikecualikan, padahal disetujui untuk umum. Desk: periksa "
            "Klasifikasi. PPID: Tarik bila perlu."
        ),
    ),
    "nomor-dikembalikan": (
        {"row": 7, "value": "KUL-0002", "id": "KUL-0001"},
        (
            "Di baris 7 Induk tertulis KUL-0002, padahal isinya milik KUL-0001; sudah dikembalikan. Yang "
            "tertulis di baris itu berlaku untuk KUL-0001."
        ),
    ),
    "tab-gabung": (
        {"title": "Induk", "cells": "D2:D5"},
        "Di tab “Induk” sel D2:D5 digabung (merge), jadi isinya tidak dibaca. Pisahkan selnya.",
    ),
    "tab-hilang": (
        {"title": "Teknis"},
        "Tab “Teknis” tidak ditemukan. Kembalikan namanya; tidak ada yang dihapus sementara ini.",
    ),
    "tab-tak-terdaftar": (
        {"title": "Program"},
        (
            "Tab “Program” tidak dibaca, karena bukan tab sub bagian. Pindahkan barisnya, atau minta "
            "operator mendaftarkan tab itu."
        ),
    ),
    "tab-senama": (
        {"title": "KENDALI", "name": "Kendali"},
        ("Tab “KENDALI” tidak dibaca, karena hampir senama dengan tab “Kendali”. Ganti namanya, atau hapus tab itu."),
    ),
    "sel-ganda": (
        {"title": "Induk", "cells": "B7, C9"},
        "Sel B7, C9 di tab “Induk” tersimpan dua kali; yang dipakai isi yang terakhir. Periksa isinya.",
    ),
    "tab-rancu": (
        {"title": "DIP", "alike": "“dip”, “Dip”"},
        ("Tab “DIP” tidak dibaca dan tidak dibuat, karena ada “dip”, “Dip”. Beri nama “DIP” kepada satu tab saja."),
    ),
    "kolom-lenyap": (
        {"title": "Teknis", "headers": "“Tautan Dokumen”"},
        ("Kolom “Tautan Dokumen” hilang dari tab “Teknis”. Kembalikan judulnya; tidak ada yang dihapus sementara ini."),
    ),
    "tab-diganti": (
        {"title": "DIP"},
        ("Tab “DIP” berisi hal lain, jadi tidak diperbarui. Beri tab itu nama lain; “DIP” lalu dibuat lagi."),
    ),
    "baris-titipan": (
        {"title": "DIP", "rows": "9, 12"},
        ("Di tab “DIP” ada tulisan lain di baris 9, 12, dan dibiarkan. Lebih aman di tab lain atau di kanan tabel."),
    ),
    "kolom-tak-diisi": (
        {"title": "DIP", "headers": "“Terbit”"},
        "Kolom “Terbit” di tab “DIP” tidak diperbarui, karena judulnya hilang. Tulis lagi judul itu.",
    ),
    "kolom-berisi": (
        {"title": "Teknis", "headers": "“Status” (3 sel)"},
        ("Tab “Teknis” belum dibaca, karena kolom otomatis sudah terisi: “Status” (3 sel). Ganti judul kolom itu."),
    ),
    "kunci-terbuka": (
        {"range": "kolom Setuju", "who": "siapa saja yang dapat menyunting berkas ini"},
        (
            "Centang baru tidak diterima: kolom Setuju dapat diubah oleh siapa saja yang dapat menyunting "
            "berkas ini. Kunci untuk PPID, pemilik berkas, dan akun dip saja (Data → Lindungi sheet dan "
            "rentang)."
        ),
    ),
    "kunci-tanpa-ppid": (
        {},
        "Centang baru tidak diterima: alamat email PPID belum didaftarkan. Minta operator mengisinya.",
    ),
    "rilis-dikembalikan": (
        {"release": 3},
        (
            "Situs menampilkan kembali terbitan 3. Untuk yang baru: ganti Perintah Unggah, atau beri tahu "
            "operator (dip publish --resume)."
        ),
    ),
    "centang-ditolak": (
        {"count": 13},
        ("Setuju: di 13 baris centang tidak berlaku, atau ada tulisan lain. Baca Catatan baris itu di Induk."),
    ),
    "tarik-berisi": (
        {"count": 2},
        "Tarik: 2 baris berisi tulisan yang bukan centang. Baca Catatan baris itu di Induk.",
    ),
    "tarik-ditahan": (
        {"column": "Tarik", "count": 12},
        (
            "Tarik: ada tulisan di 12 baris yang terbit, belum menarik apa pun. Kolom bergeser? Kembalikan. "
            "Memang ditarik? Beri tahu operator."
        ),
    ),
    "penetapan-kosong": (
        {},
        "PPID: Nomor Penetapan atau Tanggal Penetapan belum diisi, padahal ada informasi yang terbit.",
    ),
    "usul-dihitung": (
        {"count": 2},
        ("2 informasi yang disetujui untuk umum kini diusulkan dikecualikan. Baca Catatan baris itu di Induk."),
    ),
    "perintah-tak-terbaca": (
        {"value": "Otomatiss"},
        ("Perintah Unggah “Otomatiss” tidak dikenal, jadi unggah ditahan. Isi Otomatis, Sekali, atau Tahan."),
    ),
    "nihil-asing": (
        {"label": "Nihil Umum", "name": "Nihil Keuangan"},
        (
            "Baris “Nihil Umum” di Kendali bukan milik sub bagian mana pun, jadi tidak dibaca. Tulis seperti "
            "“Nihil Keuangan”, atau hapus."
        ),
    ),
    "nihil-tak-terbaca": (
        {"label": "Nihil Keuangan", "value": "tidak ada"},
        "“tidak ada” di baris “Nihil Keuangan” bukan satu periode. Tulis misalnya Semester II 2026.",
    ),
    "nihil-salah-tempat": (
        {"label": "Nihil Keuangan", "value": "Semester II 2026"},
        "“Semester II 2026” di sini tidak dibaca. Tulis di baris “Nihil Keuangan”.",
    ),
    "nihil-tanpa-baris": (
        {"label": "Nihil Keuangan", "value": "2026"},
        "“2026” di sini tidak dibaca. Minta operator menambahkan baris “Nihil Keuangan” (dip init).",
    ),
    "nomor-penetapan-pribadi": (
        {"label": "Nomor Penetapan"},
        ("Nomor Penetapan tampak memuat data pribadi, jadi tidak ditampilkan. Tulis nomor keputusannya saja."),
    ),
    "tanggal-penetapan-salah": (
        {"label": "Tanggal Penetapan", "value": "31/02/2026"},
        ("Tanggal Penetapan “31/02/2026” bukan satu tanggal, jadi tidak ditampilkan. Tulis seperti 20 November 2026."),
    ),
    "nomor-putaran-hilang": (
        {},
        ("Satu nomor di Kendali hilang dan ditulis lagi. Centang yang baru tidak berlaku; baca Catatan di Induk."),
    ),
    "tab-tak-terbaca": (
        {"title": "Teknis"},
        "Tab “Teknis” tidak terbaca; sebabnya tertulis di baris tab itu di bawah ini.",
    ),
    "perlindungan-mati": (
        {"title": "Induk"},
        ("Perlindungan tab “Induk” mati. Nyalakan lagi tanpa kata sandi: menu Tinjau atau Perkakas, Proteksi Lembar."),
    ),
    "pilihan-hilang": (
        {"title": "Induk", "cells": "Setuju di M4"},
        (
            "Di tab “Induk” daftar pilihan hilang tertimpa tempelan (Setuju di M4). Salin sel lain dari "
            "kolom itu ke sana, lalu isi lagi."
        ),
    ),
    "berkas-lama": (
        {},
        "Berkas ini versi lama: isinya disesuaikan lagi, dan centang lama tidak berlaku.",
    ),
    "perintah-lama": (
        {},
        "Perintah Unggah: “Sekali” di berkas lama itu tidak berlaku dan menjadi Tahan. Pilih lagi bila perlu.",
    ),
}


@pytest.mark.parametrize("code", [*APPROVAL_SENTENCES, *CONTROL_SENTENCES])
def test_what_is_said_about_a_tick_a_row_or_the_order(code):
    """No placeholder is left unfilled for want of an `f`, and none is asked for that nobody has."""
    words, sentence = SENTENCES[code]
    assert make_problem(code, tab="Induk", **words).message == sentence
    assert sentence.endswith((".", ")", "?"))


def test_every_sentence_has_somebody_who_says_it():
    """A sentence for a problem that nothing finds is a check that somebody believes in and nobody makes."""
    folder = Path(sync.__file__).parent
    code = "".join(path.read_text("utf-8") for path in folder.rglob("*.py") if not path.name.endswith("sentences.py"))
    empty = {f"{role.replace('_', '-')}-kosong" for role in load_template().content_roles}
    every = (*CELL_SENTENCES, *HEADER_SENTENCES, *APPROVAL_SENTENCES, *CONTROL_SENTENCES)
    unsaid = [slug for slug in every if f'"{slug}"' not in code]
    assert set(unsaid) <= empty
