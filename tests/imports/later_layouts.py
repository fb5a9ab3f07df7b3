"""Lists 14 to 16: made by somebody who had not seen the importer, after it was built on the others. The answers were
written before the importer met them."""

from __future__ import annotations

from tests.imports.layout_words import BERKALA, DIKECUALIKAN, SERTA_MERTA, SETIAP_SAAT
from tests.imports.list_files import ListFile, Sheet
from tests.imports.pools import Right

SOFT, HARD, BOTH = "Softcopy", "Hardcopy", "Softcopy dan Hardcopy"


def _either(*ways: str) -> Right:
    """The written form, or the list's own spelling of it."""
    different = list(dict.fromkeys(ways))
    return different if len(different) > 1 else different[0]


_STORED = (
    ("Berita Acara Rapat Pleno PDPB Triwulan III 2025", "Rekapitulasi pemilih berkelanjutan per kecamatan", "Berkala",
     "Perencanaan, Data dan Informasi", "Kasubbag Rendatin", "2025-10-02", "Rangkasbitung", "PDF", "5 tahun",
     "REN", "2 Oktober 2025", SOFT, BERKALA),
    ("Keputusan Badan Adhoc Pilkada 2024", "Penetapan anggota PPK dan PPS", "Setiap Saat", "Teknis & Hukum",
     "Kasubbag Teknis & Hukum", "2024-05-16", "Rangkasbitung", "Softcopy", "10 tahun",
     "TEK", "16 Mei 2024", SOFT, SETIAP_SAAT),
    ("Pengumuman Penundaan Distribusi Logistik", "Penundaan karena banjir di Cileles", "Serta Merta", "KUL",
     "Sekretaris", "2024-11-24", "Cileles", "Softcopy dan Hardcopy", "1 tahun",
     "KUL", "24 November 2024", BOTH, SERTA_MERTA),
    ("Laporan Pengelolaan Media Sosial Semester I 2025", "Jumlah unggahan dan jangkauan", "Berkala",
     "SDM dan Parhubmas", "Kasubbag Parhubmas dan SDM", "2025-07-11", "Rangkasbitung", "Softcopy", "2 tahun",
     "PAR", "11 Juli 2025", SOFT, BERKALA),
    ("Daftar Aset Tanah dan Bangunan", "Luas, alamat dan status aset", "Setiap Saat", "Keuangan Umum & Logistik",
     "Kasubbag KUL", "2024-12-31", "Rangkasbitung", "Hardcopy", "Permanen",
     "KUL", "31 Desember 2024", HARD, SETIAP_SAAT),
    ("Naskah Perjanjian Kerja Sama dengan Kejaksaan Negeri", "Pendampingan hukum bidang perdata", "Dikecualikan",
     "Hukum dan Teknis Penyelenggaraan", "Ketua", "2023-08-21", "Serang", "Hardcopy", "Selama masih berlaku",
     "TEK", "21 Agustus 2023", HARD, DIKECUALIKAN),
)  # fmt: skip


def stored_articles() -> ListFile:
    """What a site's database gives, with its own headers and moments."""
    made = ListFile("14-ekspor-situs.csv", "a site's database: English headers, tabs, three columns of dates")
    sheet = made.sheet()
    heads = (
        "id title slug summary category unit_name pic issued_at issued_in format retention file_url views created_by"
    )
    made.other("header", sheet, sheet.put(*heads.split(), "created_at", "updated_at"))
    for name, role in zip(heads.split(), _STORED_ROLES, strict=True):
        made.column(name, role)
    made.column("created_at", "", "When the article was entered.")
    made.column("updated_at", "")
    for number, row in enumerate(_STORED, 411):
        judul, ringkasan, kelas, unit, pj, waktu, tempat, bentuk, retensi, code, when, form, klass = row
        url = f"https://jdih.kpu.example/lebak/dok/{number}.pdf"
        place = sheet.put(
            str(number), judul, judul.lower().replace(" ", "-"), ringkasan, kelas, unit, pj, waktu, tempat, bentuk,
            retensi, url, str(number * 7 % 530), "operator1", f"2025-11-{number % 28 + 1:02} 09:1{number % 10}:00",
            f"2026-01-{number % 28 + 1:02} 13:0{number % 10}:22",
        )  # fmt: skip
        kept: Right = _either("Selama berlaku", retensi) if "berlaku" in retensi else retensi
        made.entry(
            sheet, place, code, judul=judul, ringkasan=ringkasan, pj=pj, waktu=_either(when, waktu), tempat=tempat,
            bentuk=_either(form, bentuk), retensi=kept, usulan=_either(klass, kelas), tautan={"urls": [url]},
        )  # fmt: skip
    return made


_STORED_ROLES = (
    "", "judul", "", "ringkasan", "usulan", "Sub Bagian", "pj", "waktu", "tempat", "bentuk", "retensi", "tautan", "", ""
)  # fmt: skip


def annex_with_sections() -> tuple[ListFile, list[str]]:
    """The annex of a decision, and the paragraphs before its table."""
    made = ListFile("15-lampiran-bagian.docx", "unit and official in one cell, numbers anew in each section, a range")
    sheet = made.sheet()
    heads = ("No", "Informasi Publik yang Dikuasai", "Ringkasan Informasi", "Penguasa Informasi dan Penanggung Jawab",
             "Waktu & Tempat", "Bentuk", "Masa Retensi")  # fmt: skip
    made.other("header", sheet, sheet.put(*heads))
    made.other("numbers", sheet, sheet.put(*map(str, range(1, 8))))
    for name, roles in zip(heads, ("", "judul", "ringkasan", "", "", "bentuk", "retensi"), strict=True):
        made.column(name, roles) if roles else None
    made.column(heads[3], "Sub Bagian", "The unit stands first, then the official.")
    made.column(heads[3], "pj")
    made.column(heads[4], "waktu", "The place stands first.")
    made.column(heads[4], "tempat")
    _section(made, sheet, "A. INFORMASI YANG WAJIB DISEDIAKAN DAN DIUMUMKAN SECARA BERKALA", BERKALA, _PERIODIC)
    _section(made, sheet, "B. INFORMASI SERTA-MERTA", SERTA_MERTA, _AT_ONCE)
    _section(made, sheet, "C. INFORMASI TERSEDIA SETIAP SAAT", SETIAP_SAAT, _ANY_TIME)
    note = "Catatan: informasi yang dikecualikan dimuat dalam lampiran tersendiri."
    made.other("text", sheet, sheet.wide(note, 7))
    end = "Ditetapkan di Rangkasbitung\npada tanggal 2 Januari 2025\nKETUA KPU KABUPATEN LEBAK,"
    made.other("signature", sheet, sheet.put("", "", "", "", end, "", ""))
    made.other("signature", sheet, sheet.put("", "", "", "", "DEDI HARTONO", "", ""))
    titles = ["LAMPIRAN", "KEPUTUSAN KPU KABUPATEN LEBAK", "NOMOR 7 TAHUN 2025", "DAFTAR INFORMASI PUBLIK"]
    return made, titles


_KUL, _TEK = "Subbag Keuangan, Umum dan Logistik", "Subbag Teknis & Hukum"
_Item = tuple[str, str, str, str, str, str, str, Right, str, str, Right]
_PERIODIC: tuple[_Item, ...] = (
    ("Profil KPU Kabupaten Lebak", "Alamat, visi misi, tugas dan wewenang", "Subbag Parhubmas & SDM (Kasubbag)",
     "Rangkasbitung, Januari 2025", "Softcopy", "5 tahun", "PAR", "Kasubbag", "Januari 2025", SOFT, "5 tahun"),
    ("Laporan Realisasi Anggaran", "LRA semesteran", f"{_KUL} / Kuasa Pengguna Anggaran",
     "Rangkasbitung, Juli 2025", "Softcopy & Hardcopy", "10 tahun",
     "KUL", "Kuasa Pengguna Anggaran", "Juli 2025", BOTH, "10 tahun"),
    ("Rencana Umum Pengadaan", "Paket pengadaan tahun berjalan", f"{_KUL} / Pejabat Pembuat Komitmen",
     "Rangkasbitung, 2025", "soft copy", "2 thn", "KUL", "Pejabat Pembuat Komitmen", "2025", SOFT, "2 tahun"),
)  # fmt: skip
_AT_ONCE: tuple[_Item, ...] = (
    ("Pengumuman perubahan jadwal pemungutan suara ulang", "Perubahan hari dan tempat",
     f"{_TEK}\nKasubbag Teknis & Hukum", "Malingping, 28 Februari 2024", "Hardcopy", "1 tahun",
     "TEK", "Kasubbag Teknis & Hukum", "28 Februari 2024", HARD, "1 tahun"),
)  # fmt: skip
_ANY_TIME: tuple[_Item, ...] = (
    ("Daftar Pemilih Tetap per TPS", "Rekapitulasi tanpa data pribadi",
     "Subbag Perencanaan, Data dan Informasi / Kasubbag Rendatin", "Lebak, 21 Juni 2023", "softfile",
     "5 (lima) tahun", "REN", "Kasubbag Rendatin", "21 Juni 2023", SOFT, "5 tahun"),
    ("Berita acara verifikasi faktual dukungan calon perseorangan", "Hasil verifikasi per desa",
     f"{_TEK} / Ketua Divisi Teknis", "Lebak, Mei s.d. Juli 2024", "Hard copy", "5 tahun",
     "TEK", "Ketua Divisi Teknis", "", HARD, "5 tahun"),
    ("Daftar surat masuk dan surat keluar", "Agenda persuratan", f"{_KUL} / Pengadministrasi Umum",
     "Rangkasbitung, Triwulan II 2025", "Hardcopy", "2 tahun aktif, 1 tahun inaktif",
     "KUL", "Pengadministrasi Umum", "Triwulan II 2025", HARD, "2 tahun aktif, 1 tahun inaktif"),
    ("Data pegawai menurut pendidikan", "Jumlah pegawai ASN dan PPPK", "Subbag SDM dan Parmas / Analis SDM Aparatur",
     "Rangkasbitung, Desember 2024", "Softcopy", "Selama berlaku",
     "PAR", "Analis SDM Aparatur", "Desember 2024", SOFT, "Selama berlaku"),
)  # fmt: skip


def _section(made: ListFile, sheet: Sheet, title: str, klass: str, items: tuple[_Item, ...]) -> None:
    made.other("class", sheet, sheet.wide(title, 7))
    for number, item in enumerate(items, 1):
        judul, ringkasan, whose, where, bentuk, retensi, code, pj, when, form, kept = item
        place, _, rest = where.partition(", ")
        row = sheet.put(str(number), judul, ringkasan, whose, where, bentuk, retensi)
        made.entry(
            sheet, row, code, judul=judul, ringkasan=ringkasan, pj=pj, waktu=when or {"keep": [rest, where]},
            tempat=place, bentuk=_either(str(form), bentuk), retensi=_either(str(kept), retensi), usulan=klass,
        )  # fmt: skip


def staff_inventory() -> ListFile:
    """What one official keeps for himself: persons beside positions, links and shelves as the forms."""
    made = ListFile("16-inventaris.xls", "persons beside positions, Thn, links and shelves for the forms")
    sheet = made.sheet("Sheet1")
    made.other("title", sheet, sheet.wide("DAFTAR INVENTARIS INFORMASI PUBLIK", 9))
    sheet.put("")
    heads = {
        "No.": "", "Nama Dokumen": "judul", "Deskripsi Dokumen": "ringkasan", "Bagian": "Sub Bagian",
        "Nama Penanggung Jawab": "", "Jabatan": "pj", "Thn Dokumen": "waktu", "Kota": "tempat",
        "Link Softcopy": "tautan", "Lokasi Hardcopy": "lokasi", "Masa Berlaku/ Simpan": "retensi",
    }  # fmt: skip
    made.other("header", sheet, sheet.put(*heads))
    for name, role in heads.items():
        made.column(name, role)
    for number, (code, judul, ringkasan, unit, person, pj, *rest) in enumerate(_INVENTORY, 1):
        year, town, link, shelf, retensi = rest
        row = sheet.put(number, judul, ringkasan, unit, person, pj, int(year), town, link, shelf, retensi)
        made.entry(
            sheet, row, code, judul=judul, ringkasan=ringkasan, pj=pj, waktu=year, tempat=town, retensi=retensi,
            tautan={"urls": [link]} if link != "-" else "", lokasi=shelf if shelf != "-" else ["", "-"],
        )  # fmt: skip
    return made


_DRIVE = "https://drive.google.com/open?id=aaa"
_INVENTORY = (
    ("KUL", "SK Pengangkatan PPNPN 2025", "Daftar nama dan masa kerja", "Keuangan Umum & Logistik",
     "Asep Suryana, S.E.", "Kasubbag KUL", "2025", "Rangkasbitung", f"{_DRIVE}1", "Lemari 2", "1 tahun"),
    ("REN", "Berita acara DPT", "Per kecamatan", "Rendatin",
     "Rina Marlina", "Kasubbag Rendatin", "2024", "Rangkasbitung", f"{_DRIVE}2", "-", "5 tahun"),
    ("TEK", "Materi bimtek PPS", "Paparan narasumber", "Teknis & Hukum",
     "Dadan Hidayat, S.H.", "Kasubbag Teknis & Hukum", "2024", "Malingping", f"{_DRIVE}3", "Rak A", "2 tahun"),
    ("PAR", "Rekap absensi magang", "Bulanan", "Parhubmas & SDM",
     "Lilis K.", "Kasubbag Parhubmas dan SDM", "2025", "Rangkasbitung", "-", "Rak B", "1 tahun"),
)  # fmt: skip
