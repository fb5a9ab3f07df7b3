"""Cells as offices write them, each with what it means: written down by hand, by nobody's reader.

A pair is (as it stands in the list, the right cell of our unit tab). `keep(text)`: it cannot be read, the text stays
and is told. `either(…)`: each is right. `ask(text)`: two meanings are possible. Where the source cell has a column of
its own, a value also stands for its own source text: the unit tab reads both.
"""

from __future__ import annotations

from typing import Any

Right = Any
"""A cell of the JSON files: a text, `{"keep": …}`, `{"ask": …}`, `{"urls": …}` or a list of ways that are all right."""
Pair = tuple[str, Right]


def keep(*texts: str) -> Right:
    return {"keep": list(texts)}


def ask(text: str, mapped: Right = None) -> Right:
    return {"ask": text} if mapped is None else {"ask": text, "mapped": mapped}


def either(*ways: Right) -> Right:
    return list(ways)


NOT_AS_TYPED = {"Periode 2024-2029", "Posisi 31 Desember 2024"}
"""People read them; a unit tab would not, so that only the written form is right."""


def linked(shown: str, url: str) -> Right:
    """The right cell for a link behind what is shown: its name, unless that only says to press it."""
    if not shown:
        return ""
    return {"urls": [url]} if shown.split(maxsplit=1)[0] in {"Unduh", "Lihat"} else [f"{shown} | {url}", url]


def own(source: str, right: Right) -> Right:
    """The right cell where the source stands alone in its column."""
    return right if not isinstance(right, str) or source in {right, *NOT_AS_TYPED} else [right, source]


TIMES: list[Pair] = [
    ("12 Januari 2024", "12 Januari 2024"), ("12/01/2024", "12 Januari 2024"), ("2026-01-12", "12 Januari 2026"),
    ("Jan-24", "Januari 2024"), ("Pebruari 2025", "Februari 2025"), ("Nopember 2024", "November 2024"),
    ("Agt 2025", "Agustus 2025"), ("TW III 2025", "Triwulan III 2025"), ("3 Des 2025", "3 Desember 2025"),
    ("2025", "2025"), ("Triwulan II Tahun 2025", "Triwulan II 2025"), ("Semester I Tahun 2026", "Semester I 2026"),
    ("TW III", keep("TW III")), ("2020-2024", "2020–2024"), ("Tahun 2025", "2025"), ("17.08.2025", "17 Agustus 2025"),
    ("Periode 2024-2029", "2024–2029"), ("Per 31 Desember 2024", "31 Desember 2024"), ("Okt 2025", "Oktober 2025"),
    ("31 Februari 2025", keep("31 Februari 2025")), ("Posisi 31 Desember 2024", "31 Desember 2024"),
    ("setiap bulan", keep("setiap bulan")), ("Sept 2024", "September 2024"), ("2O25", keep("2O25")),
]  # fmt: skip
DAYS: list[Pair] = [
    ("12/01/2024", "12 Januari 2024"), ("03/04/2025", "3 April 2025"), ("17/08/2025", "17 Agustus 2025"),
    ("31/12/2024", "31 Desember 2024"), ("05/11/2025", "5 November 2025"), ("1/2/2026", "1 Februari 2026"),
    ("30/06/2025", "30 Juni 2025"), ("09/09/2024", "9 September 2024"),
]  # fmt: skip
YEARS: list[Pair] = [(str(year), str(year)) for year in (2025, 2024, 2026, 2018, 2022)]
_UNREAL, _MONTHLY = "Rangkasbitung, 31 November 2024", "Kantor KPU Lebak di tiap akhir bulan"
TIME_AND_PLACE: list[tuple[str, Right, Right]] = [
    ("Rangkasbitung, 2025", "2025", "Rangkasbitung"),
    ("Rangkasbitung, 12 Januari 2024", "12 Januari 2024", "Rangkasbitung"),
    ("Rangkasbitung 5 Pebruari 2025", "5 Februari 2025", "Rangkasbitung"),
    ("Tahun 2021, Jakarta", "2021", "Jakarta"),
    ("Lebak bulan Juli 2025", "Juli 2025", "Lebak"),
    ("Januari 2025 / Rangkasbitung", "Januari 2025", "Rangkasbitung"),
    ("2025\nRangkasbitung", "2025", "Rangkasbitung"),
    ("Lebak. Sesuai Tanggal MoU", keep("Lebak. Sesuai Tanggal MoU", "Sesuai Tanggal MoU"), ["Lebak", ""]),
    ("Rangkasbitung; Semester I 2026", "Semester I 2026", "Rangkasbitung"),
    ("Lebak, TW II 2025", "Triwulan II 2025", "Lebak"),
    ("Serang, 3-12-2024", "3 Desember 2024", "Serang"),
    ("Rangkasbitung (2024)", "2024", "Rangkasbitung"),
    ("KPU Kab. Lebak, Desember 2025", "Desember 2025", "KPU Kab. Lebak"),
    ("Rangkasbitung", "", "Rangkasbitung"),
    (_MONTHLY, keep(_MONTHLY, "di tiap akhir bulan", "tiap akhir bulan"), ["Kantor KPU Lebak", ""]),
    ("2024", "2024", ""),
    ("Rangkasbitung, 2020-2024", "2020–2024", "Rangkasbitung"),
    (_UNREAL, keep(_UNREAL, "31 November 2024"), ["Rangkasbitung", ""]),
    ("Jakarta, Nopember 2024", "November 2024", "Jakarta"),
    ("Rangkasbitung, tgl 17 Agustus 2025", "17 Agustus 2025", "Rangkasbitung"),
]
FORMS: list[Pair] = [
    ("Soft Copy", "Softcopy"), ("softcopy dan hardcopy", "Softcopy dan Hardcopy"), ("Softfile", "Softcopy"),
    ("Hardcopy & Sofcopy", "Softcopy dan Hardcopy"), ("Hard Copy", "Hardcopy"), ("Soft file", "Softcopy"),
    ("Website, hardcopy, dan softcopy", "Softcopy dan Hardcopy"), ("Softcopy", "Softcopy"),
    ("Softcopy dan/atau Hardcopy", either("Softcopy dan Hardcopy", keep("Softcopy dan/atau Hardcopy"))),
    ("Video", keep("Video")),
    ("Cetak dan online", "Softcopy dan Hardcopy"), ("PDF", "Softcopy"),
    ("Soft Copy dan Hard Copy", "Softcopy dan Hardcopy"),
    ("Hardcopy", "Hardcopy"),
]  # fmt: skip
TERMS: list[Pair] = [
    ("5 tahun", "5 tahun"), ("5 (lima) tahun", "5 tahun"), ("12 bulan", "12 bulan"), ("6 Bulan", "6 bulan"),
    ("2 tahun aktif, 3 tahun inaktif", "2 tahun aktif, 3 tahun inaktif"), ("Selama masih berlaku", "Selama berlaku"),
    ("Permanen", "Permanen"), ("Sesuai JRA", keep("Sesuai JRA")), ("Tidak Terbatas", "Permanen"),
    ("1 (satu) tahun", "1 tahun"), ("10 thn", "10 tahun"),
    ("aktif 2 tahun, inaktif 3 tahun", "2 tahun aktif, 3 tahun inaktif"), ("lima tahun", "5 tahun"),
    ("Selama menjabat", "Selama menjabat"), ("2 tahun setelah diaudit", "2 tahun setelah diaudit"),
    ("Sesuai masa berlaku MoU (biasanya 3-5 tahun)", keep("Sesuai masa berlaku MoU (biasanya 3-5 tahun)")),
    ("", ""), ("5 Tahun", "5 tahun"), ("3-5 tahun", keep("3-5 tahun")), ("1 tahun 6 bulan", "1 tahun 6 bulan"),
    ("Selama berlaku / Diperbarui jika ada perubahan", keep("Selama berlaku / Diperbarui jika ada perubahan")),
]  # fmt: skip
_AUDITED = "2 tahun aktif setelah diaudit, 3 tahun inaktif, musnah"
_AUDIT = ("2 tahun setelah diaudit, 3 tahun, musnah", "aktif 2 tahun setelah diaudit, inaktif 3 tahun, musnah",
          "2 tahun setelah diaudit aktif, 3 tahun inaktif, musnah")  # fmt: skip
SCHEDULES: list[tuple[str, str, str, Right]] = [
    ("2 tahun", "3 tahun", "Musnah", "2 tahun aktif, 3 tahun inaktif, musnah"),
    ("1 tahun", "4 tahun", "Permanen", "1 tahun aktif, 4 tahun inaktif, permanen"),
    ("5 th", "5 th", "Dinilai kembali", "5 tahun aktif, 5 tahun inaktif, dinilai kembali"),
    ("2 (dua) tahun", "3 (tiga) tahun", "musnah", "2 tahun aktif, 3 tahun inaktif, musnah"),
    ("2 tahun setelah diaudit", "3 tahun", "Musnah", either(*_AUDIT[::2], _AUDITED, keep(*_AUDIT))),
    ("1 tahun", "2 tahun", "", "1 tahun aktif, 2 tahun inaktif"),
    ("Selama berlaku", "", "", "Selama berlaku"),
    ("", "", "", ""),
    ("6 bulan", "1 tahun", "Musnah", "6 bulan aktif, 1 tahun inaktif, musnah"),
]
UNITS: dict[str, list[str]] = {
    "KUL": [
        "Subbagian Keuangan, Umum, dan Logistik", "KUL", "Keuangan Umum & Logistik (KUL)", "Subbag KUL",
        "Keuangan, Umum dan Logistik", "SUBBAG. KEUANGAN, UMUM & LOGISTIK", "Kasubbag Keuangan, Umum, dan Logistik",
    ],
    "TEK": [
        "Teknis & Hukum", "TEKNIS & HUKUM", "Hukum dan Tekhnis Penyelenggaraan", "Subbag Teknis dan Hukum",
        "Subbagian Teknis Penyelenggaraan Pemilu dan Hukum", "Kepala Subbagian Teknis dan Hukum",
    ],
    "REN": [
        "Rendatin", "PERDATIN", "Perencanaan, Data dan Informasi", "Program dan Data", "Subbag Rendatin",
        "Subbagian Perencanaan, Data, dan Informasi",
    ],
    "PAR": [
        "Parhubmas & SDM", "SDM dan Parmas", "SDM dan Parhubmas", "Subbag Parhubmas dan SDM",
        "Subbagian Partisipasi, Hubungan Masyarakat, dan Sumber Daya Manusia",
    ],
}  # fmt: skip
DOUBTFUL_UNITS = ["Teknis, Parhumas", "Hukum dan SDM", "Sekretariat", "Semua Subbagian", "KPU Kabupaten Lebak"]
"""An old combined name, an old split, and names of more than one unit: asked, never guessed."""
UNIT_AND_OFFICIAL: dict[str, list[tuple[str, Right]]] = {
    "KUL": [
        ("Subbagian Keuangan, Umum, dan Logistik / Kasubbag KUL", "Kasubbag KUL"),
        ("Sekretaris KPU Kabupaten Lebak / Keuangan, Umum dan Logistik", "Sekretaris KPU Kabupaten Lebak"),
        ("KUL\nKepala Subbagian Keuangan, Umum, dan Logistik", "Kepala Subbagian Keuangan, Umum, dan Logistik"),
    ],
    "TEK": [
        ("Teknis & Hukum\nKepala Subbagian Teknis dan Hukum", "Kepala Subbagian Teknis dan Hukum"),
        ("Subbag Teknis dan Hukum - Ketua KPU Kabupaten Lebak", "Ketua KPU Kabupaten Lebak"),
    ],
    "REN": [
        ("Subbag Rendatin (Kasubbag Rendatin)", "Kasubbag Rendatin"),
        ("Kasubbag Program dan Data", "Kasubbag Program dan Data"),
        ("Rendatin; Operator Sidalih", "Operator Sidalih"),
    ],
    "PAR": [
        ("Parhubmas & SDM - Kasubbag Parhubmas dan SDM", "Kasubbag Parhubmas dan SDM"),
        ("SDM dan Parmas, Admin PPID", "Admin PPID"),
    ],
}
CLASSES: list[Pair] = [
    ("Berkala", "Informasi Berkala"), ("Setiap Saat", "Informasi Setiap Saat"),
    ("Serta-merta", "Informasi Serta Merta"),
    ("Informasi Wajib Berkala", "Informasi Berkala"), ("Tersedia setiap saat", "Informasi Setiap Saat"), ("", ""),
    ("Terbuka", keep("Terbuka")), ("BERKALA", "Informasi Berkala"), ("Dikecualikan", "Informasi Dikecualikan"),
]  # fmt: skip
