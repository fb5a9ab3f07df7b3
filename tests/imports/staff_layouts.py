"""Workbooks as staff keep them: 02, 04, 10 and 11. README.md says what each is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.imports.layout_words import (
    BERKALA,
    DIKECUALIKAN,
    SERTA_MERTA,
    SETIAP_SAAT,
    date_of,
    gaps,
    names_of_units,
    of_unit,
    signature,
    title_block,
    turn,
    walk,
)
from tests.imports.list_files import Entry, ListFile
from tests.imports.measure import UNIT
from tests.imports.pools import (
    CLASSES,
    DAYS,
    FORMS,
    SCHEDULES,
    TERMS,
    TIME_AND_PLACE,
    TIMES,
    UNITS,
    ask,
    either,
    keep,
    linked,
    own,
)


def class_tabs() -> ListFile:
    made = ListFile("02-tab-per-kelas.xlsx", "A tab a class; header at another height and link in another column each")
    guide = made.sheet("Petunjuk Pengisian")
    for line in ("Petunjuk pengisian Daftar Informasi Publik", "1. Isi setiap kolom.", "2. Unggah berkas ke Drive."):
        made.other("text", guide, guide.put(line))
    _class_tab(made, "Informasi Berkala", BERKALA, 5, 8, walk(11, 9, 7))
    _class_tab(made, "Serta Merta", SERTA_MERTA, 3, 3, walk(80, 4, 3))
    _class_tab(made, "Setiap Saat", SETIAP_SAAT, 6, 5, walk(30, 8, 7))
    _excluded_tab(made)
    made.sheet("Sheet5")
    for there, here, why in (
        ("Judul", "judul", ""),
        ("Ringkasan Isi Informasi", "ringkasan", ""),
        ("Pejabat/Unit Kerja yang Menguasi Informasi", UNIT, "With the usual typing mistake."),
        ("PenanggungJawab Pembuatan atau Penerbitan Informasi", "pj", ""),
        ("Waktu dan Tempat Pembuatan Informasi", "waktu", "Time and place stand in one cell."),
        ("Waktu dan Tempat Pembuatan Informasi", "tempat", ""),
        ("Bentuk Informasi", "bentuk", ""),
        ("Retensi Arsip", "retensi", ""),
        ("Link Dokumen", "tautan", "Of one tab to the other in another place."),
        ("Informasi yang Dikecualikan", "judul", "Tab of the excluded: what is named there is a title."),
        ("Jangka Waktu Pengecualian", "", "How long it stays excluded is not how long it is kept."),
        ("Dasar Hukum Pengecualian", "", "A column of Induk, not of a unit tab."),
    ):
        made.column(there, here, why)
    return made


def _class_tab(made: ListFile, name: str, right: str, skipped: int, link_at: int, group: list[Entry]) -> None:
    sheet = made.sheet(name)
    made.other("title", sheet, sheet.put("", f"DAFTAR {name.upper()}"))
    while len(sheet.rows) < skipped:
        sheet.put()
    heads = [
        "No.",
        "Judul",
        "Ringkasan Isi Informasi",
        "Pejabat/Unit Kerja yang Menguasi Informasi",
        "PenanggungJawab Pembuatan atau Penerbitan Informasi",
        "Bentuk Informasi",
        "Waktu dan Tempat Pembuatan Informasi",
        "Retensi Arsip",
    ]
    heads.insert(link_at, "Link Dokumen")
    made.other("header", sheet, sheet.put(*heads))
    start = len(name)
    when, terms, forms = turn(TIME_AND_PLACE, start % 9), turn(TERMS, start % 7), turn(FORMS, start % 5)
    unit, number, kinds = names_of_units(start), gaps(), turn(["one", "named", "many", "none"], start)
    for item in group:
        (at, time, place), (term, kept), (typed, form) = next(when), next(terms), next(forms)
        shown, target, links = _documents(item, next(kinds))
        cells = [float(next(number)), item.judul, item.ringkasan, unit(item.unit), item.pj, typed, at, term]
        cells.insert(link_at, shown)
        row = sheet.put(*cells)
        if target:
            sheet.links[row, link_at + 1] = target
        made.entry(
            sheet,
            row,
            item.unit,
            judul=item.judul,
            ringkasan=item.ringkasan,
            pj=item.pj,
            waktu=time,
            tempat=place,
            bentuk=own(typed, form),
            retensi=own(term, kept),
            usulan=right,
            tautan=links,
        )


def _documents(item: Entry, kind: str) -> tuple[str, str, Any]:
    """What a link cell shows, the address behind it, and the right cell."""
    drive = f"https://drive.google.com/file/d/CONTOH-{item.number:04}/view?usp=drive_link"
    if kind == "one":
        return drive, "", drive
    if kind == "named":
        name = f"{item.judul}_TERSENSOR.pdf"
        return name, drive, either(f"{name} | {drive}", drive)
    if kind == "many":
        return f"Salinan 1. {item.unit} JANUARI.pdf\n\nSalinan 2. {item.unit} FEBRUARI.pdf", drive, {"urls": [drive]}
    return "", "", ""


def _excluded_tab(made: ListFile) -> None:
    sheet = made.sheet("Dikecualikan")
    made.other("title", sheet, sheet.put("", "DAFTAR INFORMASI YANG DIKECUALIKAN"))
    heads = (
        "No.",
        "Informasi yang Dikecualikan",
        "Dasar Hukum Pengecualian",
        "Unit Kerja",
        "Jangka Waktu Pengecualian",
    )
    made.other("header", sheet, sheet.put(*heads))
    for number, (unit, judul) in enumerate(
        [
            ("TEK", "Dokumen persyaratan bakal calon yang memuat data pribadi"),
            ("REN", "Topologi jaringan internal"),
            ("KUL", "Bukti pertanggungjawaban yang memuat rekening penerima"),
        ],
        1,
    ):
        row = sheet.put(number, judul, "UU 14/2008 Pasal 17 huruf h", UNITS[unit][0], "Selama 5 tahun")
        made.entry(sheet, row, unit, judul=judul, usulan=DIKECUALIKAN)


def merged_units() -> ListFile:
    made = ListFile(
        "04-unit-digabung.ods", "Unit merged downwards, real date cells, HYPERLINK formulas, class column, dittos"
    )
    sheet = made.sheet("Daftar")
    title_block(sheet, made, 11, "Daftar Informasi Publik KPU Kab. Lebak (per Januari 2026)")
    heads = (
        "Unit Kerja",
        "No",
        "Nama Informasi",
        "Ringkasan",
        "Penanggung Jawab",
        "Tanggal Pembuatan",
        "Tempat Pembuatan",
        "Format",
        "Retensi",
        "Kategori",
        "Tautan",
    )
    made.other("header", sheet, sheet.put(*heads))
    for there, here in zip(
        heads,
        (UNIT, "", "judul", "ringkasan", "pj", "waktu", "tempat", "bentuk", "retensi", "usulan", "tautan"),
        strict=True,
    ):
        made.column(there, here)
    days, forms, terms, classes = turn(DAYS), turn(FORMS, 3), turn(TERMS, 6), turn(CLASSES)
    places = turn(["Rangkasbitung", "Rangkasbitung", "Jakarta", "Serang"])
    for unit, size in (("PAR", 6), ("REN", 5), ("TEK", 5), ("KUL", 6)):
        first = len(sheet.rows) + 1
        before = ""
        for number, item in enumerate(of_unit(unit, 4, size), 1):
            (typed, day), (shape, form), (term, kept), (kind, right) = (
                next(days),
                next(forms),
                next(terms),
                next(classes),
            )
            official, who = ("idem", either(keep("idem"), before)) if number == 3 else (item.pj, item.pj)
            before = item.pj
            link = f'=HYPERLINK("{item.url}","Unduh {item.number}")' if number % 2 else ""
            row = sheet.put(
                UNITS[unit][0] if number == 1 else "",
                number,
                item.judul,
                item.ringkasan,
                official,
                date_of(typed),
                next(places),
                shape,
                term,
                kind,
                link,
            )
            sheet.formats[row, 6] = "dd/mm/yyyy"
            made.entry(
                sheet,
                row,
                unit,
                judul=item.judul,
                ringkasan=item.ringkasan,
                pj=who,
                waktu=day,
                tempat=sheet.rows[-1][6],
                bentuk=own(shape, form),
                retensi=own(term, kept),
                usulan=own(kind, right),
                tautan=linked(f"Unduh {item.number}", item.url) if link else "",
            )
        sheet.merges.append((first, 1, len(sheet.rows), 1))
    made.other("total", sheet, sheet.put("Jumlah", 22))
    return made


def unit_tabs() -> ListFile:
    made = ListFile(
        "10-tab-per-unit.xlsx",
        "A tab a unit, named by an alias; number formats say how exact a date is",
        map="Judul Informasi=Uraian",
    )
    heads = (
        "No",
        "Uraian",
        "Penjelasan",
        "Pejabat Penanggung Jawab",
        "Tgl/Bln/Thn",
        "Bentuk",
        "Simpan",
        "Kelas",
        "File",
    )
    for there, here, why in zip(
        heads[1:],
        ("judul", "ringkasan", "pj", "waktu", "bentuk", "retensi", "usulan", "tautan"),
        (
            "Title or summary? Both may be called so: asked, unless --map says it.",
            "Explains the other: the summary; to ask is right as well until the title is known.",
            "",
            "Real dates: their formats say month or year.",
            "",
            "By content: lengths.",
            "By content: names of classes.",
            "Links behind file names.",
        ),
        strict=True,
    ):
        made.column(there, here, why)
    times, forms, terms, classes = _date_cells(), turn(FORMS, 6), turn(TERMS, 8), turn(CLASSES, 1)
    for name, unit, start, size in (
        ("KUL", "KUL", 0, 6),
        ("Teknis & Hukum", "TEK", 2, 5),
        ("Rendatin", "REN", 1, 5),
        ("SDM dan Parmas", "PAR", 3, 5),
        ("Teknis, Parhumas", "", 12, 3),
    ):
        sheet = made.sheet(name[:31])
        title_block(sheet, made, 9, f"Daftar Informasi {name}")
        made.other("header", sheet, sheet.put(*heads))
        for number, item in enumerate(of_unit(unit or "TEK", start, size), 1):
            (value, shape, time), (typed, form), (term, kept) = next(times), next(forms), next(terms)
            kind, right = next(classes)
            label = f"{item.unit}-{item.number}.pdf" if number % 2 else ""
            row = sheet.put(number, item.judul, item.ringkasan, item.pj, value, typed, term, kind, label)
            sheet.formats[row, 5] = shape
            if label:
                sheet.links[row, 9] = item.url
            made.entry(
                sheet,
                row,
                unit or ask(name),
                judul=ask(item.judul, item.judul),
                ringkasan=either(item.ringkasan, ask(item.ringkasan, item.ringkasan)),
                pj=item.pj,
                waktu=time,
                bentuk=own(typed, form),
                retensi=own(term, kept),
                usulan=own(kind, right),
                tautan=linked(label, item.url),
            )
        sheet.put()
        made.other("total", sheet, sheet.put("", f"Jumlah: {size}"))
    return made


def _date_cells() -> Iterator[Any]:
    return turn(
        [
            (date_of("12/1/2024"), "dd/mm/yyyy", "12 Januari 2024"),
            (date_of("1/11/2024"), "mmm-yy", "November 2024"),
            (date_of("1/1/2025"), "yyyy", "2025"),
            (2024, "General", "2024"),
            (45303, "General", "12 Januari 2024"),
            (date_of("17/8/2025"), "d mmmm yyyy", "17 Agustus 2025"),
            ("Agt 2025", "General", either("Agustus 2025", "Agt 2025")),
            (date_of("1/2/2025"), "mmmm yyyy", "Februari 2025"),
        ]
    )


def archive_list() -> ListFile:
    made = ListFile(
        "11-daftar-arsip.xls", "An archivist's list: retention in three columns, units as rows, totals beneath each"
    )
    sheet = made.sheet("Arsip")
    title_block(sheet, made, 11, "DAFTAR ARSIP DAN INFORMASI", "SEKRETARIAT KPU KABUPATEN LEBAK")
    top = sheet.put(
        "NO",
        "KODE KLASIFIKASI",
        "NAMA ARSIP",
        "URAIAN ISI",
        "KURUN WAKTU",
        "TINGKAT PERKEMBANGAN",
        "MEDIA",
        "RETENSI",
        "",
        "NASIB AKHIR",
        "LOKASI SIMPAN",
    )
    low = sheet.put("", "", "", "", "", "", "", "AKTIF", "INAKTIF", "", "")
    sheet.merges += [(top, column, low, column) for column in (1, 2, 3, 4, 5, 6, 7, 10, 11)] + [(top, 8, top, 9)]
    for row in (top, low):
        made.other("header", sheet, row)
    for there, here, why in (
        ("KODE KLASIFIKASI", "", "The archive's code, no class of information."),
        ("NAMA ARSIP", "judul", ""),
        ("URAIAN ISI", "ringkasan", "Says what it holds, beside a name."),
        ("KURUN WAKTU", "waktu", ""),
        ("TINGKAT PERKEMBANGAN", "", "Original or copy is no form of information."),
        ("MEDIA", "bentuk", "By content."),
        ("RETENSI / AKTIF", "retensi", "Three columns make one value."),
        ("RETENSI / INAKTIF", "retensi", ""),
        ("NASIB AKHIR", "retensi", ""),
        ("LOKASI SIMPAN", "lokasi", ""),
    ):
        made.column(there, here, why)
    times, schedules, number = turn(TIMES, 13), turn(SCHEDULES), 0
    media = turn(
        [("Kertas", "Hardcopy"), ("Elektronik", "Softcopy"), ("Kertas dan Elektronik", "Softcopy dan Hardcopy")]
    )
    for unit, size in (("KUL", 6), ("TEK", 5), ("REN", 5), ("PAR", 4)):
        made.other("unit", sheet, sheet.wide(UNITS[unit][0 if unit != "TEK" else 4].upper(), 11))
        for item in of_unit(unit, 6, size):
            number += 1
            (typed, time), (active, inactive, fate, kept), (medium, form) = next(times), next(schedules), next(media)
            row = sheet.put(
                number,
                f"{unit[:2]}.0{number % 7}",
                item.judul,
                item.ringkasan,
                typed,
                ("Asli", "Salinan")[number % 2],
                medium,
                active,
                inactive,
                fate,
                f"Rak {number % 4 + 1}",
            )
            made.entry(
                sheet,
                row,
                unit,
                judul=item.judul,
                ringkasan=item.ringkasan,
                waktu=own(typed, time),
                bentuk=own(medium, form),
                retensi=kept,
                lokasi=f"Rak {number % 4 + 1}",
            )
        made.other("total", sheet, sheet.put("", "", f"Jumlah {size} berkas"))
    signature(sheet, made, 9)
    return made
