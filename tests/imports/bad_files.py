"""Files that no importer can or may simply take over; what is expected of each stands in bad/expected.toml."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from PIL import Image

from tests.imports.layout_words import of_unit, walk
from tests.imports.list_files import ListFile, save_xlsx
from tests.imports.pools import UNITS
from tests.libreoffice import LibreOffice

_WITH_PASSWORD = """
Sub Work
    Dim book As Object
    Dim options(1) As New com.sun.star.beans.PropertyValue
    Dim secret(1) As New com.sun.star.beans.NamedValue
    secret(0).Name = "OOXPassword"
    secret(0).Value = "rahasia"
    secret(1).Name = "CryptoType"
    secret(1).Value = "Standard"
    book = Opened("{source}")
    options(0).Name = "FilterName"
    options(0).Value = "Calc MS Excel 2007 XML"
    options(1).Name = "EncryptionData"
    options(1).Value = secret()
    book.storeToURL(ConvertToURL("{target}"), options())
    book.close(True)
End Sub
"""
_HEADS = (
    "No",
    "Judul Informasi",
    "Ringkasan",
    "Unit Kerja",
    "Penanggung Jawab",
    "Waktu",
    "Tempat",
    "Bentuk",
    "Retensi",
)


def make_bad_files(folder: Path, scratch: Path) -> None:
    plain = scratch / "terbuka.xlsx"
    save_xlsx(_plain_list(), plain)
    locked = scratch / "terkunci.xlsx"
    LibreOffice(scratch / "profil").run(_WITH_PASSWORD.format(source=plain, target=locked))
    (folder / "01-bersandi.xlsx").write_bytes(locked.read_bytes())
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "#8c1d24").save(picture, "png")
    (folder / "02-gambar.xlsx").write_bytes(picture.getvalue())
    save_xlsx(_two_tables(), folder / "03-dua-tabel.xlsx")
    (folder / "04-tanpa-kepala.csv").write_text(_without_header(), "utf-8", newline="")
    save_xlsx(_english(), folder / "05-english.xlsx")
    save_xlsx(_another_office(), folder / "06-kantor-lain.xlsx")
    (folder / "07-terpotong.xlsx").write_bytes(plain.read_bytes()[:2500])
    (folder / "08-kosong.csv").write_bytes(b"")
    save_xlsx(_attendance(), folder / "09-bukan-daftar.xlsx")
    (folder / "10-tanpa-unit.csv").write_text(_without_units(), "utf-8", newline="")


def _plain_list() -> ListFile:
    made = ListFile("", "")
    sheet = made.sheet("DIP")
    sheet.put(*_HEADS)
    for number, item in enumerate(walk(0, 5, 17), 1):
        sheet.put(
            number,
            item.judul,
            item.ringkasan,
            UNITS[item.unit][0],
            item.pj,
            "2025",
            "Rangkasbitung",
            "Softcopy",
            "5 tahun",
        )
    return made


def _two_tables() -> ListFile:
    made = ListFile("", "")
    sheet = made.sheet("DIP dan DIK")
    sheet.put("Daftar Informasi Publik", *[""] * 6, "Daftar Informasi yang Dikecualikan")
    sheet.put(
        "No",
        "Judul Informasi",
        "Ringkasan",
        "Unit Kerja",
        "Waktu",
        "",
        "",
        "No",
        "Judul Informasi",
        "Ringkasan",
        "Unit Kerja",
        "Waktu",
    )
    for number, (left, right) in enumerate(zip(walk(4, 6, 7), walk(50, 6, 5), strict=True), 1):
        texts = [(number, item.judul, item.ringkasan, UNITS[item.unit][0], "2025") for item in (left, right)]
        sheet.put(*texts[0], "", "", *texts[1])
    return made


def _without_header() -> str:
    return _csv(
        [
            (
                number,
                item.judul,
                item.ringkasan,
                UNITS[item.unit][0],
                item.pj,
                f"{number:02}/03/2025",
                "Rangkasbitung",
                "Softcopy",
                "5 tahun",
                item.url,
            )
            for number, item in enumerate(walk(9, 8, 5), 1)
        ]
    )


def _without_units() -> str:
    rows = [
        (number, item.judul, item.ringkasan, "2025", "Softcopy") for number, item in enumerate(of_unit("REN", 0, 6), 1)
    ]
    return _csv([("No", "Judul Informasi", "Ringkasan", "Waktu", "Bentuk"), *rows])


def _csv(rows: list[tuple[object, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _english() -> ListFile:
    made = ListFile("", "")
    sheet = made.sheet("List")
    sheet.put(
        "No.", "Title", "Summary", "Unit", "Responsible official", "Date", "Place", "Form", "Retention", "Class", "Link"
    )
    for number, item in enumerate(walk(13, 6, 9), 1):
        sheet.put(
            number,
            item.judul,
            item.ringkasan,
            UNITS[item.unit][0],
            item.pj,
            f"12 Maret {2020 + number}",
            "Rangkasbitung",
            "Softcopy",
            "5 tahun",
            "Berkala",
            item.url,
        )
    return made


def _another_office() -> ListFile:
    made = ListFile("", "")
    sheet = made.sheet("DIP")
    sheet.wide("DAFTAR INFORMASI PUBLIK DINAS PERHUBUNGAN KABUPATEN PANDEGLANG", 9)
    sheet.put()
    sheet.put(*_HEADS)
    for number, (judul, unit) in enumerate(
        [
            ("Rencana Strategis Dinas Perhubungan Kabupaten Pandeglang 2025-2029", "Sekretariat Dinas"),
            ("Daftar Trayek Angkutan Pedesaan Kabupaten Pandeglang", "Bidang Angkutan"),
            ("Laporan Uji Kendaraan Bermotor Tahun 2025", "UPT Pengujian Kendaraan"),
            ("Data Rambu Lalu Lintas Kabupaten Pandeglang", "Bidang Lalu Lintas"),
            ("Jadwal Pemeriksaan Kendaraan Bulan Ramadan", "Bidang Lalu Lintas"),
        ],
        1,
    ):
        sheet.put(number, judul, "Uraian singkat", unit, f"Kepala {unit}", "2025", "Pandeglang", "Softcopy", "5 tahun")
    return made


def _attendance() -> ListFile:
    made = ListFile("", "")
    sheet = made.sheet("Absensi")
    sheet.put("Hari", "Jam Masuk", "Jam Pulang", "Lembur")
    for day in ("Senin", "Selasa", "Rabu", "Kamis"):
        sheet.put(day, "07.30", "16.00", 1)
    return made
