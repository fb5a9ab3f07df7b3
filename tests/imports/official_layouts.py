"""Lists as decrees and the law's forms have them: 01, 03, 06 and 13. README.md says what each is about."""

from __future__ import annotations

from typing import Any

from tests.imports.layout_words import (
    BERKALA,
    SERTA_MERTA,
    SETIAP_SAAT,
    gaps,
    names_of_units,
    signature,
    title_block,
    turn,
    walk,
)
from tests.imports.list_files import ListFile
from tests.imports.measure import UNIT
from tests.imports.pools import (
    DOUBTFUL_UNITS,
    FORMS,
    TERMS,
    TIME_AND_PLACE,
    UNIT_AND_OFFICIAL,
    ask,
    either,
    keep,
    linked,
    own,
)


def official_list() -> ListFile:
    made = ListFile("01-daftar-resmi.xlsx", "Title block, two-row merged header, number row, class rows, ticked forms")
    sheet = made.sheet("DIP 2025")
    title_block(sheet, made, 10, "KOMISI PEMILIHAN UMUM KABUPATEN LEBAK", "DAFTAR INFORMASI PUBLIK", "TAHUN 2025")
    heads = (
        "No",
        "Judul Informasi",
        "Ringkasan Isi Informasi",
        "Pejabat/Unit/Satuan Kerja Yang Menguasai Informasi",
        "Penanggungjawab Pembuatan atau Penerbitan Informasi",
        "Waktu Dan Tempat Pembuatan Informasi",
        "Bentuk Informasi Yang Tersedia",
        "",
        "Jangka Waktu Penyimpanan Atau Retensi Arsip",
        "Dokumen",
    )
    top = sheet.put(*heads)
    low = sheet.put("", "", "", "", "", "", "Softcopy", "Hardcopy", "", "")
    sheet.merges += [(top, column, low, column) for column in (1, 2, 3, 4, 5, 6, 9, 10)] + [(top, 7, top, 8)]
    for row in (top, low):
        made.other("header", sheet, row)
    made.other("numbers", sheet, sheet.put(*(f"({number})" for number in range(1, 11))))
    made.column(heads[1], "judul")
    made.column(heads[2], "ringkasan")
    made.column(heads[3], UNIT)
    made.column(heads[4], "pj")
    made.column(heads[5], "waktu", "Time and place stand in one cell: the time here, the place in Tempat Pembuatan.")
    made.column(heads[5], "tempat")
    made.column(f"{heads[6]} / Softcopy", "bentuk", "Two columns of ticks make one value.")
    made.column(f"{heads[6]} / Hardcopy", "bentuk")
    made.column(heads[8], "retensi")
    made.column("Dokumen", "tautan", "The links stand behind the cells; what is shown is their name.")
    when, terms, unit, number = turn(TIME_AND_PLACE), turn(TERMS), names_of_units(), gaps()
    ticks = turn(
        [
            ("√", "", "Softcopy"),
            ("√", "√", "Softcopy dan Hardcopy"),
            ("", "√", "Hardcopy"),
            ("v", "-", "Softcopy"),
            ("", "", ""),
        ]
    )
    shown = turn(["Unduh", "Lihat dokumen", "", None])
    for heading, right, group in (
        ("A. INFORMASI WAJIB DIUMUMKAN SECARA BERKALA", BERKALA, walk(0, 9, 5)),
        ("B. INFORMASI YANG WAJIB TERSEDIA SETIAP SAAT", SETIAP_SAAT, walk(45, 9, 5)),
        ("C. INFORMASI YANG WAJIB DIUMUMKAN SECARA SERTA MERTA", SERTA_MERTA, walk(3, 3, 31)),
    ):
        made.other("class", sheet, sheet.wide(heading, 10))
        for item in group:
            (at, time, place), (term, kept), (soft, hard, form) = next(when), next(terms), next(ticks)
            label = next(shown)
            label = f"{item.judul}.pdf" if label is None else label
            row = sheet.put(
                f"{next(number)}.", item.judul, item.ringkasan, unit(item.unit), item.pj, at, soft, hard, term, label
            )
            if label:
                sheet.links[row, 10] = item.url
            links = linked(label, item.url)
            made.entry(
                sheet,
                row,
                item.unit,
                judul=item.judul,
                ringkasan=item.ringkasan,
                pj=item.pj,
                waktu=time,
                tempat=place,
                bentuk=form,
                retensi=own(term, kept),
                usulan=right,
                tautan=links,
            )
    made.other("total", sheet, sheet.put("", "JUMLAH", "21 informasi"))
    signature(sheet, made, 6)
    return made


def form_of_the_decree() -> ListFile:
    made = ListFile(
        "03-model-ppid-a.xls", "KPU's form Model PPID-A; header repeated on each page; capitals; no form, no class"
    )
    sheet = made.sheet("Lampiran")
    sheet.put("", "", "", "", "", "", "Model PPID-A")
    made.other("title", sheet, 1)
    title_block(sheet, made, 7, "DAFTAR INFORMASI PUBLIK", "KOMISI PEMILIHAN UMUM KABUPATEN LEBAK")
    heads = (
        "NO.",
        "NAMA DOKUMEN",
        "RINGKASAN ISI DOKUMEN",
        "UNIT KERJA/SATKER YANG MENGUASAI DOKUMEN",
        "PEJABAT PENANGGUNGJAWAB PENERBITAN INFORMASI",
        "WAKTU DAN TEMPAT PENERBITAN INFORMASI",
        "JANGKA WAKTU PENYIMPANAN ATAU JADWAL RETENSI ARSIP",
    )
    for there, here, why in zip(
        heads[1:],
        ("judul", "ringkasan", UNIT, "pj", "waktu", "retensi"),
        ("The form says document for information.", "", "", "", "Time and place stand in one cell.", ""),
        strict=True,
    ):
        made.column(there, here, why)
    made.column(heads[5], "tempat")
    when, terms, unit = turn(TIME_AND_PLACE, 4), turn(TERMS, 3), names_of_units(2)
    doubtful, summary = turn(DOUBTFUL_UNITS), turn([None, None, None, None, "-"])
    for number, item in enumerate(walk(20, 22, 13)):
        if number % 8 == 0:
            if number:
                made.other("page", sheet, sheet.put("", f"Halaman {number // 8} dari 3"))
            made.other("header", sheet, sheet.put(*heads))
            made.other("numbers", sheet, sheet.put(*range(1, 8)))
        (at, time, place), (term, kept) = next(when), next(terms)
        name = unit(item.unit).upper()
        right: Any = item.unit
        if number % 6 == 5:
            name = next(doubtful).upper()
            right = ask(name)
        text = next(summary) or item.ringkasan
        row = sheet.put(number + 1, item.judul.upper(), text, name, item.pj, at, term)
        made.entry(
            sheet,
            row,
            right,
            judul=item.judul.upper(),
            ringkasan=either("", "-", keep("-")) if text == "-" else text,
            pj=item.pj,
            waktu=time,
            tempat=place,
            retensi=own(term, kept),
        )
    made.other("total", sheet, sheet.put("JUMLAH", "", "", "", "", "", 22))
    signature(sheet, made, 5)
    return made


def annex() -> tuple[ListFile, list[str]]:
    made = ListFile(
        "06-lampiran-keputusan.docx", "Annex of a decree: unit and official in one cell, class rows, signature table"
    )
    sheet = made.sheet()
    heads = (
        "No",
        "Jenis Informasi",
        "Ringkasan Isi Informasi",
        "Unit dan Penanggung Jawab",
        "Waktu/Tempat Pembuatan",
        "Bentuk Informasi yang Tersedia",
        "Jangka Waktu Penyimpanan",
        "Tautan",
    )
    made.column(heads[1], "judul")
    made.column(heads[2], "ringkasan")
    made.column(
        heads[3], UNIT, "Unit and official stand in one cell; an official alone names his unit by his position."
    )
    made.column(heads[3], "pj")
    made.column(heads[4], "waktu", "Time and place stand in one cell.")
    made.column(heads[4], "tempat")
    made.column(heads[5], "bentuk")
    made.column(heads[6], "retensi")
    made.column(heads[7], "tautan")
    when, forms, terms = turn(TIME_AND_PLACE, 8), turn(FORMS, 1), turn(TERMS, 11)
    officials = {unit: turn(list(pairs)) for unit, pairs in UNIT_AND_OFFICIAL.items()}
    number = 0
    for page, (heading, right) in enumerate(
        [
            ("I. INFORMASI WAJIB DIUMUMKAN SECARA BERKALA", BERKALA),
            ("II. INFORMASI TERSEDIA SETIAP SAAT", SETIAP_SAAT),
            ("III. INFORMASI SERTA MERTA", SERTA_MERTA),
        ]
    ):
        made.other("header", sheet, sheet.put(*heads))
        made.other("numbers", sheet, sheet.put(*map(str, range(1, 9))))
        made.other("class", sheet, sheet.wide(heading, 8))
        for item in walk(14 + 17 * page, 6, 9):
            number += 1
            (at, time, place), (shape, form), (term, kept) = next(when), next(forms), next(terms)
            both, official = next(officials[item.unit])
            unit: Any = item.unit
            if number in (4, 13):
                both = official = "Sekretaris"
                unit = ask(both)
            label = item.judul if number % 3 else ""
            row = sheet.put(f"{number}.", item.judul, item.ringkasan, both, at, shape, term, label)
            if label:
                sheet.links[row, 8] = item.url
            made.entry(
                sheet,
                row,
                unit,
                judul=item.judul,
                ringkasan=item.ringkasan,
                pj=official,
                waktu=time,
                tempat=place,
                bentuk=own(shape, form),
                retensi=own(term, kept),
                usulan=right,
                tautan=linked(label, item.url),
            )
    paragraphs = [
        "LAMPIRAN",
        "KEPUTUSAN KOMISI PEMILIHAN UMUM KABUPATEN LEBAK",
        "TENTANG PENETAPAN DAFTAR INFORMASI PUBLIK",
    ]
    under = made.sheet("ttd")
    under.put("", "Ditetapkan di Rangkasbitung\npada tanggal 5 Januari 2026")
    under.put("", "KETUA KOMISI PEMILIHAN UMUM KABUPATEN LEBAK,")
    return made, paragraphs


def ticked_forms() -> ListFile:
    made = ListFile(
        "13-kolom-centang.ods", "Perki's form, without titles: Cetak, Rekam, Online; place before time; tabs of classes"
    )
    heads = (
        "No.",
        "Ringkasan Isi Informasi",
        "Pejabat/Unit/Satker yang Menguasai Informasi",
        "PenanggungJawab Pembuatan atau Penerbitan Informasi",
        "Tempat dan Waktu Pembuatan",
        "Format Informasi yang Tersedia",
        "",
        "",
        "Jangka Waktu Penyimpanan atau Retensi Arsip",
    )
    made.column(heads[1], "ringkasan", "Our own header; the list has no titles, and none are made of the summaries.")
    made.column(heads[2], UNIT)
    made.column(heads[3], "pj")
    made.column(heads[4], "tempat", "Place and time stand in one cell.")
    made.column(heads[4], "waktu")
    for form in ("Cetak", "Rekam", "Online"):
        made.column(f"{heads[5]} / {form}", "bentuk", "Ticks: printed is Hardcopy, recorded and online are Softcopy.")
    made.column(heads[8], "retensi")
    ticks = turn(
        [
            ("√", "√", "√", "Softcopy dan Hardcopy"),
            ("√", "", "", "Hardcopy"),
            ("", "√", "√", "Softcopy"),
            ("", "", "v", "Softcopy"),
            ("x", "", "x", "Softcopy dan Hardcopy"),
            ("-", "-", "-", ""),
        ]
    )
    when, terms, unit = turn(TIME_AND_PLACE, 12), turn(TERMS, 16), names_of_units(5)
    for name, right, start, size in (
        ("Berkala", BERKALA, 25, 8),
        ("Serta-merta", SERTA_MERTA, 70, 4),
        ("Setiap saat", SETIAP_SAAT, 40, 8),
    ):
        sheet = made.sheet(name)
        made.other("title", sheet, sheet.put(*(f"kolom{number}" for number in range(1, 10))))
        top = sheet.put(*heads)
        low = sheet.put("", "", "", "", "", "Cetak", "Rekam", "Online", "")
        sheet.merges += [(top, column, low, column) for column in (1, 2, 3, 4, 5, 9)] + [(top, 6, top, 8)]
        for row in (top, low):
            made.other("header", sheet, row)
        for number, item in enumerate(walk(start, size, 11), 1):
            (at, time, place), (term, kept), (printed, recorded, online, form) = next(when), next(terms), next(ticks)
            text = item.judul if number % 4 else f"{item.judul}:\n1. {item.ringkasan}\n2. Lampiran"
            owner, whose = (unit(item.unit), item.unit) if number % 6 else ("", ask(""))
            row = sheet.put(f"{number}.", text, owner, item.pj, at, printed, recorded, online, term)
            made.entry(
                sheet,
                row,
                whose,
                ringkasan=text,
                pj=item.pj,
                waktu=time,
                tempat=place,
                bentuk=form,
                retensi=own(term, kept),
                usulan=right,
            )
    return made
